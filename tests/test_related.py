"""Related articles: near in time, few, the same in every run, and seldom moved."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from articles import article
from hypothesis import given
from hypothesis import strategies as st

from generator.indexes import index_archive
from generator.model import Article, card_of
from generator.related import SHOWN, WINDOW, known_by, relate, runs

WORDS = [f"{first}{second}{third}" for first in "bdgkmp" for second in "aeiou" for third in "lnrs"]


def lists(articles: Sequence[Article]) -> dict[str, list[str]]:
    """The slugs of the articles that are shown with each."""
    archive = index_archive(map(card_of, articles), [])
    cards, slugs = archive.articles, archive.topics_of
    known = {one.path: one for one in articles}
    terms = [known_by(known[card.path], slugs[card.path]) for card in cards]
    lists: dict[str, list[str]] = {}
    for run in runs(cards, slugs, [range(len(cards))]):
        begin = max(0, run.first - WINDOW)
        window = terms[begin : run.last + WINDOW]
        found = relate(window, run.first - begin, run.last - begin)
        for at, offsets in zip(range(run.first, run.last), found, strict=True):
            lists[cards[at].slug] = [cards[at + offset].slug for offset in offsets]
    return lists


def news(count: int, seed: int = 1) -> list[Article]:
    """So many articles, ten a day, on three of forty topics each, some much more common."""
    chance = random.Random(seed)
    rare = [1 / (rank + 1) for rank in range(len(WORDS))]
    return [
        article(
            f"s{number:04}",
            f"2026-{number // 280 + 1:02}-{number // 10 % 28 + 1:02}T{number % 10 + 8:02}:00",
            tuple(f"Topic {word}" for word in set(chance.choices(WORDS[:40], rare[:40], k=3))),
            title=" ".join(chance.choices(WORDS, rare, k=7)),
            summary=" ".join(chance.choices(WORDS, rare, k=25)),
        )
        for number in range(count)
    ]


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(["AI", "Chips", "Law"]), max_size=3),
            st.text("ab c中文字", max_size=12),
        ),
        max_size=12,
    ),
    st.integers(0, 99),
)
def test_others_at_most_four_and_for_any_order_the_same(
    drawn: list[tuple[list[str], str]], seed: int
) -> None:
    articles = [
        article(f"s{number}", f"2026-04-{number % 3 + 1:02}", tuple(topics), title, zh_title=title)
        for number, (topics, title) in enumerate(drawn)
    ]
    related = lists(articles)
    for slug, others in related.items():
        assert slug not in others
        assert len(others) == len(set(others)) == min(SHOWN, len(articles) - 1)
    random.Random(seed).shuffle(articles)
    assert lists(articles) == related


@pytest.mark.parametrize("field", ["topics", "title", "summary", "zh_title"])
def test_what_two_articles_share_makes_them_near(field: str) -> None:
    articles = [
        article(f"s{number}", f"2026-04-{number + 1:02}", title=f"Word{number}")
        for number in range(20)
    ]
    shared = {
        "topics": ("Rare Topic",),
        "title": "Unusual",
        "summary": "Something unusual.",
        "zh_title": "罕見之事",
    }[field]
    for number in (1, 18):
        articles[number] = article(f"s{number}", f"2026-04-{number + 1:02}", **{field: shared})  # type: ignore[arg-type]
    related = lists(articles)
    assert related["s1"][0] == "s18"
    assert related["s18"][0] == "s1"


def test_a_rare_topic_is_nearer_than_a_common_one() -> None:
    articles = [article(f"s{number:02}", topics=("AI",)) for number in range(30)]
    articles[0] = article("s00", topics=("AI", "Rare"))
    articles[29] = article("s29", topics=("Rare",))
    assert lists(articles)["s00"][0] == "s29"


def test_topics_weigh_more_than_titles_and_those_more_than_summaries() -> None:
    articles = [
        article("a", topics=("Law",), title="Courts", summary="A ruling."),
        article("b", "2026-04-28", summary="A ruling."),
        article("c", "2026-04-29", title="Courts"),
        article("d", "2026-04-30", topics=("Law",)),
    ]
    assert lists(articles)["a"] == ["d", "c", "b"]


def test_of_those_that_share_as_much_the_nearest_are_shown() -> None:
    articles = [
        article(f"s{number}", f"2026-04-{number + 1:02}", ("AI",) if number % 2 else ())
        for number in range(15)
    ]
    assert lists(articles)["s5"] == ["s3", "s7", "s1", "s9"]


def test_where_nothing_is_shared_the_next_in_time_are_shown() -> None:
    articles = [article(f"s{number}", f"2026-04-{number + 1:02}") for number in range(9)]
    related = lists(articles)
    assert related["s0"] == ["s1", "s2", "s3", "s4"]
    assert related["s4"] == ["s3", "s5", "s2", "s6"]
    assert related["s8"] == ["s7", "s6", "s5", "s4"]
    assert lists(articles[:1]) == {"s0": []}


def test_no_word_of_grammar_makes_two_articles_near() -> None:
    articles = [article(f"s{number}", f"2026-04-{number + 1:02}") for number in range(9)]
    articles[0] = article("s0", "2026-04-01", title="What the new and the old have")
    articles[8] = article("s8", "2026-04-09", title="Why the new is what you have")
    assert lists(articles)["s0"] == ["s1", "s2", "s3", "s4"]


def test_nothing_outside_the_window_is_looked_at() -> None:
    articles = news(WINDOW + 50)
    first, last = articles[0], articles[-1]
    twin = article(last.slug, last.date.iso, first.topics, first.title, first.summary)
    related = lists([*articles[:-1], twin])
    assert twin.slug not in related[first.slug]
    near = lists([*articles[: WINDOW - 1], twin])
    assert near[first.slug][0] == twin.slug


def changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> list[str]:
    return [slug for slug, others in before.items() if after[slug] != others]


def test_one_new_article_moves_few_lists() -> None:
    """It is put into the lists of those that it is near to. All else that it can do is to make a
    term so much more common that its power of two changes, or that it no longer counts."""
    articles = news(400)
    moves = []
    before = lists(articles[:388])
    for count in range(389, 401):
        after = lists(articles[:count])
        moves.append(len(changed(before, after)))
        before = after
    assert max(moves) <= WINDOW // 8
    assert sum(moves) / len(moves) <= 2 * SHOWN


def test_what_a_new_article_moves_does_not_grow_with_the_archive() -> None:
    articles = news(1200)
    before, after = lists(articles[:-1]), lists(articles)
    assert len(changed(before, after)) <= WINDOW // 8
    assert all(int(slug[1:]) >= 1199 - WINDOW for slug in changed(before, after))


def test_a_run_whose_window_is_the_same_has_the_same_key_wherever_it_stands() -> None:
    articles = news(1500)

    def keys(some: Sequence[Article]) -> list[bytes]:
        archive = index_archive(map(card_of, some), [])
        cards = archive.articles
        return [run.key for run in runs(cards, archive.topics_of, [range(len(cards))])]

    before, after = keys(articles), keys([*articles[:1300], *articles[1301:]])
    new = [key for key in after if key not in before]
    assert 1 <= len(new) <= len(after) / 2
    assert after[:10] == before[:10]
    assert len(set(before)) == len(before)
