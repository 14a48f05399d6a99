"""The plan of a site: its pages, their counts, and what one article more may change."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from generator.cards import Carded
from generator.chinese import Text
from generator.config import ChineseSite, Settings
from generator.dates import Date
from generator.digest import canonical
from generator.indexes import index_archive
from generator.model import Article, Source, TopicEntry, card_of
from generator.page import ArticlePage, MonthPage, OlderPage, Page, TopicPage
from generator.pages import both_editions, make_pages, plan_units
from generator.related import known_by, relate
from generator.urls import Urls

SETTINGS = Settings(
    title="Herald", base_url="https://herald.example/", zh_hant=ChineseSite("先鋒報"), page_size=10
)


def article(number: int, date: Date, topics: Sequence[str] = ("News",)) -> Article:
    slug = f"story-{number:04}"
    return Article(
        path=f"2026/{slug}.md",
        slug=slug,
        date=date,
        title=f"Story {number}",
        summary=f"What happened in story {number}.",
        topics=tuple(topics),
        body=Source("en", f"2026/{slug}.md", 0, 1, bytes(16)),
        zh_title=Text(f"第{number}篇", f"第 {number} 篇"),
        zh_summary=Text(f"第{number}篇的摘要。", f"第 {number} 篇的摘要。"),
    )


def daily(count: int) -> list[Article]:
    """Articles of ten a day, from the first of January 2026, an hour apart, of forty topics."""
    days = [Date(2026, month, day) for month in range(1, 13) for day in range(1, 29)]
    return [
        article(
            number,
            msgspec.structs.replace(days[number // 10], minute=number % 10 * 60),
            ["News", f"Topic {number % 40}"],
        )
        for number in range(count)
    ]


def plan(articles: Sequence[Article], entries: Sequence[TopicEntry] = ()) -> dict[str, Page]:
    archive = index_archive(map(card_of, articles), entries)
    known = {one.path: one for one in articles}
    cards, slugs = archive.articles, archive.topics_of
    terms = [known_by(known[card.path], slugs[card.path]) for card in cards]
    related = relate(terms, 0, len(terms))
    editions = both_editions(Urls(SETTINGS.base_url), known.__getitem__)
    units = plan_units(archive, dict(enumerate(related)), SETTINGS.page_size, Carded(0, ()))
    pages = [page for unit in units for page in make_pages(unit, editions)]
    planned = {page.path: page for page in pages}
    assert len(planned) == len(pages)
    return planned


def changed(old: dict[str, Page], new: dict[str, Page]) -> set[str]:
    return {
        path
        for path, page in new.items()
        if path not in old or canonical(old[path]) != canonical(page)
    }


def test_both_editions_have_the_same_pages() -> None:
    paths = plan(daily(40)).keys()
    english = {path for path in paths if not path.startswith("zh-Hant/")}
    assert english == {path.removeprefix("zh-Hant/") for path in paths - english}
    assert english >= {
        "index.html",
        "404.html",
        "archive/index.html",
        "topics/index.html",
        "topics/news/index.html",
        "2026/index.html",
        "2026/01/index.html",
        "2026/01/story-0000/index.html",
        "2026/01/page/1/index.html",
    }


def test_a_listing_loses_and_repeats_nothing() -> None:
    for count in (0, 1, 9, 10, 19, 20, 21, 39, 40, 41):
        planned = plan(daily(count))
        shown = [
            link.title
            for page in planned.values()
            if page.language == "en" and "topics/news/" in page.path
            for context in [page.context]
            if isinstance(context, TopicPage | OlderPage)
            for section in context.listing.sections
            for link in section.links
        ]
        assert sorted(shown) == sorted(f"Story {number}" for number in range(count))


@pytest.mark.parametrize("count", [199, 200, 209, 279, 280])
def test_one_article_more_changes_what_is_near_it_alone(count: int) -> None:
    """Law 12, for an archive of one size and of one twice that."""
    articles = daily(2 * count + 1)
    for size in (count, 2 * count):
        before, after = plan(articles[:size]), plan(articles[: size + 1])
        new = changed(before, after)
        assert len(new) < 100
        # A full page of a listing is as it was.
        assert not {
            path
            for path in new & before.keys()
            if "/page/" in path and "redirect" not in before[path].template
        }


@pytest.mark.parametrize("date", [Date(2026, 1), Date(2026, 1, 20)], ids=["month", "day"])
def test_vague_dates_do_not_count_each_other(date: Date) -> None:
    """A hundred articles of one day, or one month, and one more in the middle of them."""
    articles = [article(number, date) for number in range(0, 200, 2)]
    before = plan(articles)
    after = plan([*articles, article(101, date)])
    counted = {
        path
        for path in changed(before, after) & before.keys()
        if isinstance(context := before[path].context, ArticlePage)
        and isinstance(now := after[path].context, ArticlePage)
        and (context.topics, context.month) != (now.topics, now.month)
    }
    assert not counted


def test_counts_are_those_of_the_articles_day() -> None:
    planned = plan(daily(40))
    for number in (0, 12, 39):
        context = planned[f"2026/01/story-{number:04}/index.html"].context
        assert isinstance(context, ArticlePage)
        assert [topic.count for topic in context.topics] == [number + 1, 1]
        assert context.month.count == number + 1


def test_a_calendar_leads_to_the_page_that_shows_the_day() -> None:
    planned = plan(daily(45))
    month = planned["2026/01/index.html"].context
    assert isinstance(month, MonthPage)
    assert [day.count for day in month.days[:6]] == [10, 10, 10, 10, 5, 0]
    for day in month.days[:5]:
        path = day.url.partition("#")[0].strip("/") + "/index.html"
        context = planned[path].context
        assert isinstance(context, MonthPage | OlderPage)
        assert day.day in {section.date.day for section in context.listing.sections}
        assert day.url.endswith(f"#d{day.day}")


def test_a_counterpart_is_the_same_page_of_the_other_edition() -> None:
    planned = plan(daily(40))
    for page in planned.values():
        if page.template != "redirect.html":
            twin = page.meta.counterpart.strip("/")
            path = twin if twin.endswith(".html") else f"{twin}/index.html".lstrip("/")
            assert planned[path].language != page.language
            assert planned[path].template == page.template


def test_topics_that_differ_in_case_hyphen_or_space_are_one() -> None:
    date = Date(2026, 1, 1)
    entry = TopicEntry("deepseek-v4", "DeepSeek V4", ("DS4",), zh_name=Text("深度求索", "深度求索"))
    articles = [
        article(1, date, ["DeepSeek V4"]),
        article(2, date, ["deepseek-v4"]),
        article(3, date, ["DEEPSEEKV4", "ds4"]),
    ]
    planned = plan(articles, [entry])
    english = planned["topics/deepseek-v4/index.html"].context
    chinese = planned["zh-Hant/topics/deepseek-v4/index.html"].context
    assert isinstance(english, TopicPage)
    assert isinstance(chinese, TopicPage)
    assert (english.name, english.count) == ("DeepSeek V4", 3)
    assert (chinese.name, chinese.other_name) == ("深度求索", "DeepSeek V4")


def test_the_chinese_text_has_a_page_of_its_own() -> None:
    stored = msgspec.structs.replace(
        article(1, Date(2026, 1, 1)), zh_body=Source("zh-Hant", "x.zh-Hant.md", 0, 1, bytes(16))
    )
    planned = plan([stored, article(2, Date(2026, 1, 2))])
    full = planned["zh-Hant/2026/01/story-0001/full/index.html"]
    english = planned["2026/01/story-0001/index.html"]
    chinese = planned["zh-Hant/2026/01/story-0001/index.html"]
    assert full.meta.canonical == "https://herald.example/zh-Hant/2026/01/story-0001/full/"
    assert full.meta.alternates == english.meta.alternates
    assert {alternate.hreflang for alternate in full.meta.alternates} == {
        "en",
        "zh-Hant",
        "x-default",
    }
    assert chinese.meta.canonical == english.meta.canonical
    assert chinese.meta.alternates == ()
    assert planned["2026/01/story-0002/index.html"].meta.alternates == ()
