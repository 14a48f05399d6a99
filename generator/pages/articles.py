"""The pages of an article: one in each edition, its whole Chinese text, its old addresses."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from generator.cards import HEIGHT, WIDTH
from generator.model import CHINESE, ENGLISH, Article
from generator.page import (
    ArticlePage,
    CardPicture,
    Correction,
    Meta,
    Page,
    Picture,
    Question,
    RedirectPage,
)
from generator.pages.edition import Edition, alternates
from generator.units import OldUnit, StoryUnit
from generator.urls import CARD, Address, alias_path, article_route, full_route


def story_pages(edition: Edition, unit: StoryUnit) -> Iterator[Page]:
    """The pages that `unit` makes in `edition`."""
    article = edition.article(unit.path)
    context = _context(edition, article, unit)
    yield _page(edition, article, context)
    if edition.language == "zh-Hant" and article.zh_body:
        yield _full_page(edition, article, context)


def redirect(edition: Edition, path: str, target: str) -> Page:
    """A page at the output path `path` that leads to the one at `target`."""
    url = edition.urls.link(target)
    meta = Meta(canonical=edition.urls.permalink(target), counterpart=url, noindex=True)
    return Page(path, "redirect.html", edition.language, meta, RedirectPage(url))


def old_pages(edition: Edition, unit: OldUnit) -> Iterator[Page]:
    """A page at each old address, which leads to the article's page in `edition`.

    In the Chinese one, the old address of the whole text leads to it too, and an alias below
    `/zh-Hant/` is taken as it is.
    """
    output = edition.address(unit.route).output
    full = edition.address(f"{unit.route}full/").output
    for alias in unit.aliases:
        path = alias_path(alias)
        chinese = path.startswith("zh-Hant/")
        if chinese and edition.language == "en":
            continue
        path = path if chinese else edition.address(path).output
        yield redirect(edition, path, output)
        if edition.language == "zh-Hant" and unit.translated and path.endswith("/index.html"):
            yield redirect(edition, f"{path.removesuffix('index.html')}full/index.html", full)


def _page(edition: Edition, article: Article, context: ArticlePage) -> Page:
    address = edition.address(article_route(article.date, article.slug))
    return Page(
        path=address.output,
        template="article.html",
        language=edition.language,
        meta=_meta(edition, article, address.into(edition.other)),
        context=context,
        body=article.body,
    )


def _full_page(edition: Edition, article: Article, context: ArticlePage) -> Page:
    address = edition.address(full_route(article.date, article.slug))
    english = Address("en", article_route(article.date, article.slug))
    return Page(
        path=address.output,
        template="article.html",
        language=edition.language,
        meta=_meta(edition, article, english, canonical=address),
        context=msgspec.structs.replace(context, body_lang=CHINESE),
        body=article.zh_body,
        english=article.body,
        made_from=article.made_from,
    )


def _meta(
    edition: Edition, article: Article, counterpart: Address, canonical: Address | None = None
) -> Meta:
    """The head of an article's page. The Chinese edition's, whose body is English, defers to the
    English page, and Chinese is named only where there is a whole Chinese text."""
    route = article_route(article.date, article.slug)
    english = edition.urls.permalink(Address("en", route).output)
    full = edition.urls.permalink(Address("zh-Hant", full_route(article.date, article.slug)).output)
    own = edition.language == "en" or canonical is not None
    return Meta(
        canonical=edition.urls.permalink(canonical.output) if canonical else english,
        counterpart=edition.urls.link(counterpart.output),
        title=edition.plain(article.title, article.zh_title),
        description=edition.plain(article.summary, article.zh_summary),
        alternates=alternates(english, full) if own and article.zh_body else (),
    )


def _context(edition: Edition, article: Article, unit: StoryUnit) -> ArticlePage:
    title, title_lang = edition.pick(article.title, article.zh_title)
    other_title, other_title_lang = edition.counter(article.title, article.zh_title)
    summary, summary_lang = edition.pick(article.summary, article.zh_summary)
    other_summary, other_summary_lang = edition.counter(article.summary, article.zh_summary)
    route = article_route(article.date, article.slug)
    native = edition.language == "zh-Hant" and bool(article.zh_authors)
    return ArticlePage(
        title=title,
        title_lang=title_lang,
        other_title=other_title,
        other_title_lang=other_title_lang,
        summary=summary,
        summary_lang=summary_lang,
        other_summary=other_summary,
        other_summary_lang=other_summary_lang,
        date=article.date,
        month=edition.month_link(unit.month),
        body_lang=ENGLISH,
        english=edition.urls.link(Address("en", route).output),
        chinese=edition.urls.link(Address("zh-Hant", route).output),
        full=edition.full_url(article),
        updated=article.updated,
        authors=article.zh_authors if native else article.authors,
        authors_lang="" if native or edition.language == "en" else ENGLISH,
        topics=tuple(map(edition.topic_link, unit.topics)),
        corrections=tuple(
            Correction(one.date, *edition.pick(one.text, one.zh_text))
            for one in article.corrections
        ),
        questions=tuple(
            Question(
                *edition.pick(one.question, one.zh_question),
                *edition.pick(one.answer, one.zh_answer),
            )
            for one in article.faq
        ),
        queries=article.queries,
        related=tuple(map(edition.link, unit.related)),
        older=edition.ref(unit.older) if unit.older else None,
        newer=edition.ref(unit.newer) if unit.newer else None,
        image=_picture(edition, article),
        card=_card(edition, route) if edition.language in unit.cards else None,
    )


def _card(edition: Edition, route: str) -> CardPicture:
    return CardPicture(edition.urls.link(edition.address(route).beside(CARD)), WIDTH, HEIGHT)


def _picture(edition: Edition, article: Article) -> Picture | None:
    if article.image is None:
        return None
    return Picture(edition.source(article.image), *edition.pick(article.image.alt, None))
