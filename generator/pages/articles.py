"""The pages of an article: one in each edition, its whole Chinese text, its old addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from generator.model import CHINESE, ENGLISH, Article, Source
from generator.page import (
    ArticlePage,
    Correction,
    Meta,
    Page,
    Picture,
    Question,
    RedirectPage,
    TopicLink,
)
from generator.pages.edition import Edition, alternates
from generator.urls import Address, alias_path, article_route, full_route


def plan_articles(
    english: Edition, chinese: Edition, related: Sequence[tuple[Article, ...]]
) -> Iterator[Page]:
    """The pages of each article together, so that a body which two of them show is at hand."""
    articles = english.archive.articles
    months = {(month.year, month.month): month.group for month in english.archive.months}
    for at, article in enumerate(articles):
        count = months[article.date.year, article.date.month].count_at(article)
        older = articles[at - 1] if at else None
        newer = articles[at + 1] if at + 1 < len(articles) else None
        for edition in (english, chinese):
            context = _context(edition, article, count, related[at], older, newer)
            yield _page(edition, article, context)
            if edition is chinese and article.zh_body:
                yield _full_page(edition, article, context)


def plan_redirects(edition: Edition) -> Iterator[Page]:
    """A page at each old address of each article, which leads to its page in `edition`.

    In the Chinese one, the old address of the whole text leads to it too, and an alias below
    `/zh-Hant/` is taken as it is.
    """
    for article in edition.archive.articles:
        output = edition.address(article_route(article.date, article.slug)).output
        for alias in article.aliases:
            path = alias_path(alias)
            chinese = path.startswith("zh-Hant/")
            if chinese and edition.language == "en":
                continue
            path = path if chinese else edition.address(path).output
            yield redirect(edition, path, output, _origin(article.body))
            if edition.language == "zh-Hant" and article.zh_body and path.endswith("/index.html"):
                full = edition.address(full_route(article.date, article.slug)).output
                old = f"{path.removesuffix('index.html')}full/index.html"
                yield redirect(edition, old, full, _origin(article.body))


def redirect(edition: Edition, path: str, target: str, origin: str) -> Page:
    """A page at the output path `path` that leads to the one at `target`."""
    url = edition.urls.link(target)
    meta = Meta(canonical=edition.urls.permalink(target), counterpart=url, noindex=True)
    return Page(path, "redirect.html", edition.language, meta, RedirectPage(url), origin)


def _page(edition: Edition, article: Article, context: ArticlePage) -> Page:
    address = edition.address(article_route(article.date, article.slug))
    return Page(
        path=address.output,
        template="article.html",
        language=edition.language,
        meta=_meta(edition, article, address.into(edition.other)),
        context=context,
        origin=_origin(article.body),
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
        origin=_origin(article.zh_body or article.body),
        body=article.zh_body,
        english=article.body,
        made_from=article.made_from,
    )


def _origin(source: Source) -> str:
    return f"content/{source.path}"


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


def _context(
    edition: Edition,
    article: Article,
    month_count: int,
    related: tuple[Article, ...],
    older: Article | None,
    newer: Article | None,
) -> ArticlePage:
    title, title_lang = edition.pick(article.title, article.zh_title)
    other_title, other_title_lang = edition.counter(article.title, article.zh_title)
    summary, summary_lang = edition.pick(article.summary, article.zh_summary)
    route = article_route(article.date, article.slug)
    native = edition.language == "zh-Hant" and bool(article.zh_authors)
    return ArticlePage(
        title=title,
        title_lang=title_lang,
        other_title=other_title,
        other_title_lang=other_title_lang,
        summary=summary,
        summary_lang=summary_lang,
        date=article.date,
        month=edition.month_link(article.date.year, article.date.month, month_count),
        body_lang=ENGLISH,
        english=edition.urls.link(Address("en", route).output),
        chinese=edition.urls.link(Address("zh-Hant", route).output),
        full=edition.full_url(article),
        updated=article.updated,
        authors=article.zh_authors if native else article.authors,
        authors_lang="" if native or edition.language == "en" else ENGLISH,
        topics=tuple(_topics(edition, article)),
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
        related=tuple(map(edition.link, related)),
        older=edition.ref(older) if older else None,
        newer=edition.ref(newer) if newer else None,
        image=_picture(edition, article),
    )


def _topics(edition: Edition, article: Article) -> Iterator[TopicLink]:
    for slug in edition.archive.topics_of[article.path]:
        yield edition.topic_link(slug, edition.archive.topics[slug].group.count_at(article))


def _picture(edition: Edition, article: Article) -> Picture | None:
    if article.image is None:
        return None
    src = article.image.src
    if src.startswith("/"):
        src = edition.urls.prefix + src[1:]
    return Picture(src, *edition.pick(article.image.alt, None))
