"""The archive: topics, months and counts, the same for any order of the files."""

from __future__ import annotations

import random

import pytest
from articles import card
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import Problems
from generator.indexes import Archive, Group, index_archive
from generator.model import Card, TopicEntry, topic_key

DATES = ("2025-12", "2026-04", "2026-04-01", "2026-04-27", "2026-04-27T09:30", "2026-05-01T00:00")
TOPICS = ("AI", "ai", "A-I", "Open Source", "open-source", "C#", "晶片")


@st.composite
def archives(draw: st.DrawFn, most: int = 12) -> list[Card]:
    """Articles of an archive, no two at one address."""
    count = draw(st.integers(0, most))
    return [
        card(
            f"s{number}",
            draw(st.sampled_from(DATES)),
            tuple(draw(st.lists(st.sampled_from(TOPICS), max_size=3))),
        )
        for number in range(count)
    ]


def told(articles: list[Card], entries: list[TopicEntry]) -> list[str]:
    with pytest.raises(Problems) as raised:
        index_archive(articles, entries)
    return str(raised.value).split("\n")


def slugs(group: Group) -> list[str]:
    return [one.slug for one in group.articles]


@given(archives(), st.integers(0, 99))
def test_the_archive_is_the_same_for_any_order_of_the_files(
    articles: list[Card], seed: int
) -> None:
    shuffled = list(articles)
    random.Random(seed).shuffle(shuffled)
    assert index_archive(shuffled, []) == index_archive(articles, [])


@given(archives())
def test_every_article_is_in_its_month_and_in_its_topics(articles: list[Card]) -> None:
    archive = index_archive(articles, [])
    assert sorted(one.path for one in archive.articles) == sorted(one.path for one in articles)
    assert sum(len(month.group.articles) for month in archive.months) == len(articles)
    for month in archive.months:
        for one in month.group.articles:
            assert (one.date.year, one.date.month) == (month.year, month.month)
    for one in archive.articles:
        assert len(archive.topics_of[one.path]) == len({*map(topic_key, one.topics)})
        for slug in archive.topics_of[one.path]:
            assert one in archive.topics[slug].group.articles
    for topic in archive.topics.values():
        assert topic.group.articles


def groups(archive: Archive) -> dict[str, Group]:
    months = {f"{month.year}-{month.month}": month.group for month in archive.months}
    return {**months, **{slug: topic.group for slug, topic in archive.topics.items()}}


@given(archives(), st.integers(0, 12))
def test_counts_are_final_when_later_articles_come(articles: list[Card], cut: int) -> None:
    everything = index_archive(articles, [])
    known = everything.articles[:cut]
    # Later is what begins when all that is known is over.
    over = max((one.date.ends for one in known), default=0)
    later = [one for one in everything.articles[cut:] if one.date.begins >= over]
    before = groups(index_archive(known, []))
    after = groups(index_archive([*known, *later], []))
    for name, group in before.items():
        for one in group.articles:
            assert group.count_at(one) == after[name].count_at(one)


@given(archives())
def test_a_count_is_of_articles_there_were(articles: list[Card]) -> None:
    for group in groups(index_archive(articles, [])).values():
        counts = [group.count_at(one) for one in group.articles]
        assert all(1 <= count <= place for place, count in enumerate(counts, 1))


def test_counts_of_dates_that_do_not_say_which_was_first() -> None:
    articles = [
        card("a", "2026-04-01"),
        card("b", "2026-04-02T08:00"),
        card("c", "2026-04-02T09:00"),
        card("d", "2026-04-02"),
        card("e", "2026-04-03"),
        card("f", "2026-04"),
    ]
    (month,) = index_archive(articles, []).months
    counts = {one.slug: month.group.count_at(one) for one in month.group.articles}
    assert counts == {"f": 1, "a": 1, "d": 2, "b": 2, "c": 3, "e": 5}


def test_the_oldest_is_first_and_the_newest_is_now() -> None:
    articles = [card("b"), card("a"), card("c", "2026-04"), card("d", "2025-01-01")]
    archive = index_archive(articles, [])
    assert [one.slug for one in archive.articles] == ["d", "c", "a", "b"]
    assert [(month.year, month.month) for month in archive.months] == [(2025, 1), (2026, 4)]
    assert archive.now == articles[0].date
    assert index_archive([], []).now is None


def test_names_that_differ_in_case_hyphens_or_spaces_are_one_topic() -> None:
    archive = index_archive(
        [
            card("b", "2026-04-02", ("open source", "DEEP‑SEEK")),
            card("a", "2026-04-01", ("Open-Source", "DeepSeek", "opensource")),
            card("c", "2026-04-03", ("OPEN_SOURCE", "Deep Seek")),
        ],
        [],
    )
    topics = {topic.slug: (topic.name, slugs(topic.group)) for topic in archive.topics.values()}
    # The oldest article's spelling wins.
    assert topics == {
        "deepseek": ("DeepSeek", ["a", "b", "c"]),
        "open-source": ("Open-Source", ["a", "b", "c"]),
    }


def test_two_spellings_of_one_accent_are_one_topic() -> None:
    articles = [
        card("a", topics=("Caf\u00e9",)),
        card("b", topics=("Cafe\u0301", "CAF\u00c9")),
    ]
    (topic,) = index_archive(articles, []).topics.values()
    assert (topic.slug, len(topic.group.articles)) == ("cafe", 2)


def test_an_entry_names_a_topic_and_its_aliases() -> None:
    entry = TopicEntry("ai", "Artificial Intelligence", ("AI", "Machine Minds"), "About.")
    unused = TopicEntry("unused", "Unused")
    archive = index_archive([card("a", topics=("machine-minds", "AI", "New"))], [entry, unused])
    assert archive.topics_of == {"2026/04/a.md": ("ai", "new")}
    assert list(archive.topics) == ["ai", "new"]
    topic = archive.topics["ai"]
    assert (topic.name, topic.description) == ("Artificial Intelligence", "About.")


def test_companions_are_the_topics_that_share_articles_the_most_first() -> None:
    archive = index_archive(
        [
            card("a", topics=("X", "Y", "Z")),
            card("b", topics=("X", "Z")),
            card("c", topics=("X", "W", "x")),
            card("d", topics=("V",)),
        ],
        [],
    )
    assert archive.topics["x"].companions == (("z", 2), ("w", 1), ("y", 1))
    assert archive.topics["v"].companions == ()


def test_topics_that_want_one_address() -> None:
    articles = [
        card("a", "2026-04-01", ("C#", "Qwen 2.5")),
        card("b", "2026-04-02", ("C Sharp", "C sharp", "G.P.T")),
        card("c", "2026-04-03", ("c-sharp", "Qwen 2/5")),
    ]
    remedy = "name one an alias of the other in content/topics.toml"
    assert told(articles, [TopicEntry("g-p-t", "Generative Transformers")]) == [
        "content/2026/04/b.md:1: the topic `C Sharp` and `C#` of content/2026/04/a.md"
        f" both want the address /topics/c-sharp/; {remedy}",
        "content/2026/04/b.md:1: the topic `G.P.T` and `Generative Transformers` of"
        f" content/topics.toml both want the address /topics/g-p-t/; {remedy}",
        "content/2026/04/c.md:1: the topic `Qwen 2/5` and `Qwen 2.5` of content/2026/04/a.md"
        f" both want the address /topics/qwen-2-5/; {remedy}",
    ]
    entries = [
        TopicEntry("c-sharp", "C#", ("C Sharp",)),
        TopicEntry("g-p-t", "Generative Transformers", ("G.P.T",)),
        TopicEntry("qwen-2-5", "Qwen 2.5", ("Qwen 2/5",)),
    ]
    assert list(index_archive(articles, entries).topics) == ["c-sharp", "g-p-t", "qwen-2-5"]
