"""What the index says of a substring is what the texts themselves say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import opencc
import pytest
from articles import article as made_article
from herald import Site, article
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.digest import canonical
from generator.model import Article, card_of
from generator.search import Directory, Found, Wanted, blocks_of, index_blocks
from generator.search.folding import folded, stem, words
from generator.search.postings import (
    PHASES,
    SHARDS,
    join_lists,
    recent_shard_of,
    shard_of,
    varint,
)
from generator.text import Text
from generator.units import TopicName
from generator.urls import search_recent, search_shard

FOLDS = json.loads((Path(__file__).parent / "fixtures" / "folding.json").read_text("utf-8"))


@pytest.mark.parametrize("forms", FOLDS["words"], ids=lambda forms: forms[0])
def test_forms_of_a_word_are_one(forms: list[str]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("pair", FOLDS["apart"], ids=lambda pair: "-".join(pair))
def test_other_words_are_not(pair: list[str]) -> None:
    assert stem(pair[0]) != stem(pair[1])


@pytest.mark.parametrize(("text", "runs", "named"), FOLDS["texts"], ids=lambda one: str(one)[:20])
def test_texts_are_folded(text: str, runs: list[str], named: list[str]) -> None:
    assert folded(text) == runs
    assert [*words(folded(text))] == named


@given(st.text("視窗視窗國產晶片發髮干乾幹台臺裡裏軟體麼", min_size=1))
def test_scripts_are_one(text: str) -> None:
    for form in ("t2s", "tw2s", "hk2s", "t2tw"):
        assert folded(opencc.OpenCC(form).convert(text)) == folded(text)


def test_a_number_is_as_short_as_can_be() -> None:
    assert [varint(number) for number in (0, 127, 128, 16384)] == [
        b"\0",
        b"\x7f",
        b"\x80\1",
        b"\x80\x80\1",
    ]


class Searched:
    """An index of some articles, and what it says; a pair's article comes with its places."""

    def __init__(self, articles: list[Article]) -> None:
        topics = {"chips": TopicName("chips", "Chips", Text("晶片", "晶片"))}
        by_month: dict[tuple[int, int], list[Article]] = {}
        for one in articles:
            by_month.setdefault((one.date.year, one.date.month), []).append(one)
        months = [(*month, [*map(card_of, found)]) for month, found in sorted(by_month.items())]
        slugs = {one.path: ("chips",) for one in articles}
        self.blocks = [*blocks_of(months, slugs, topics)]
        records = {one.path: canonical(one) for one in articles}
        wanted = [
            Wanted(
                block.year,
                block.month,
                block.number,
                tuple(Found(records[card.path], (topics["chips"],), False) for card in block.cards),
            )
            for block in self.blocks
        ]
        indexed = {
            block.key: one.phases
            for block, one in zip(self.blocks, index_blocks(wanted), strict=True)
        }
        self.directory = Directory(self.blocks)
        self.files = dict(self.directory.recent_files(lambda block: indexed[block.key]))
        for phase in range(PHASES):
            self.files |= self.directory.phase_files(phase, lambda block: indexed[block.key])

    def pair(self, term: str) -> dict[str, list[int]]:
        return {path: places for path, _, places in self._lists(term, is_pair=True)}

    def word(self, term: str) -> dict[str, bool]:
        return {path: bool(low) for path, low, _ in self._lists(term, is_pair=False)}

    def substring(self, stream: str) -> set[str]:
        found: dict[str, set[int]] | None = None
        for at, pair in enumerate(map(str.__add__, stream, stream[1:])):
            begun = {
                path: {place - at for place in places} for path, places in self.pair(pair).items()
            }
            if found is not None:
                begun = {path: begun.get(path, set()) & found[path] for path in found}
            found = begun
        return {path for path, places in (found or {}).items() if places}

    def _lists(self, term: str, is_pair: bool) -> Iterator[tuple[str, int, list[int]]]:
        paths = {
            block.place * 16 + at: card.path
            for block in self.blocks
            for at, card in enumerate(block.cards)
        }
        seen = set()
        for name in (search_shard(shard_of(term)), search_recent(recent_shard_of(term))):
            numbers = _Numbers(_terms(self.files.get(name, b"")).get(term, b""))
            at = 0
            while numbers.data:
                step, low = divmod(next(numbers), 4)
                at += step
                places: list[int] = []
                for _ in range((next(numbers) + 3 if low == 3 else low) if is_pair else 0):
                    places.append(next(numbers) + (places[-1] if places else 0))
                assert at not in seen, "an article is in the index once"
                seen.add(at)
                yield paths[at], low, places


class _Numbers:
    def __init__(self, data: bytes) -> None:
        self.data = data

    def __next__(self) -> int:
        number = shift = 0
        while self.data[0] > 127:
            number |= (self.data[0] & 127) << shift
            shift += 7
            self.data = self.data[1:]
        number |= self.data[0] << shift
        self.data = self.data[1:]
        return number

    def take(self, length: int) -> bytes:
        taken, self.data = self.data[:length], self.data[length:]
        return taken


def _terms(file: bytes) -> dict[str, bytes]:
    numbers = _Numbers(file[4:])
    terms = {}
    while numbers.data:
        term = numbers.take(next(numbers)).decode()
        terms[term] = numbers.take(next(numbers))
    return terms


def story(at: int, month: int, title: str, summary: str) -> Article:
    """An article of the month of that number."""
    date = f"{2000 + month // 12}-{month % 12 + 1:02}-01"
    made = made_article(f"story-{at}", date, title=f"Chips number {at}", zh_title=title)
    return msgspec.structs.replace(made, zh_summary=Text(summary, summary))


TEXT = st.text("視窗企業模型a1，。 「", min_size=1, max_size=30)
ARCHIVE = st.lists(st.tuples(st.integers(0, 90), TEXT, TEXT), min_size=1, max_size=90)


def stream(text: Text | None) -> str:
    return "".join(folded(text.plain if text else ""))


@settings(max_examples=60)
@given(ARCHIVE, st.data())
def test_every_substring_is_found_and_nothing_else(
    written: list[tuple[int, str, str]], data: st.DataObject
) -> None:
    articles = [story(at, *one) for at, one in enumerate(written)]
    searched = Searched(articles)
    texts = {one.path: (stream(one.zh_title), stream(one.zh_summary)) for one in articles}
    for _ in range(5):
        sought = data.draw(st.text("视窗企业模型", min_size=2, max_size=6))
        expected = {path for path, both in texts.items() if any(sought in one for one in both)}
        assert searched.substring(sought) == expected
    assert searched.word("chip") == dict.fromkeys(texts, True)
    assert searched.substring("芯片") == set()
    assert searched.substring("晶片") == set(texts), "every article has the topic"


def test_lists_of_blocks_are_joined() -> None:
    articles = [story(at, at % 70, "企業" * (at % 5), "視窗") for at in range(140)]
    searched = Searched(articles)
    assert len(searched.blocks) == 70
    assert searched.pair("企业") == {
        one.path: [2 * at for at in range(at % 5)] for at, one in enumerate(articles) if at % 5
    }


def test_a_shard_is_made_anew_in_its_turn_alone() -> None:
    articles = [story(at, at // 20, f"視窗{at}", "企業") for at in range(400)]
    before, after = Searched(articles[:-1]), Searched(articles)
    changed = {path for path in after.files if before.files.get(path) != after.files[path]}
    assert not before.files.keys() - after.files.keys()
    assert sum(path.startswith("search/all/") for path in changed) <= SHARDS // PHASES
    assert len(changed) <= 44


def test_joining_nothing() -> None:
    assert join_lists([]) == {}


@pytest.fixture
def herald(tmp_path: Path) -> Site:
    site = Site(tmp_path / "site")
    for at in range(40):
        text = article(f"Story {at}", f"2026-{at // 14 + 1:02}-{at % 14 + 1:02}")
        site.write(f"content/story-{at}.md", text)
    site.build()
    return site


@pytest.mark.parametrize("date", ["2026-03-20", "2026-03-12", "2026-04-01"])
def test_one_more_article_changes_few_files(herald: Site, date: str) -> None:
    before = herald.files()
    herald.write("content/one-more.md", article("One more", date))
    herald.build()
    after = herald.files()
    paths = [path for path in before.keys() | after.keys() if "search/" in path]
    assert len([path for path in paths if before.get(path) != after.get(path)]) <= 50
    assert after == herald.clean()


def test_what_is_gone_is_not_found(herald: Site) -> None:
    herald.delete("content/story-3.md")
    herald.write("content/story-20.md", article("Renamed", "2026-02-07"))
    herald.build()
    assert herald.files() == herald.clean()


def test_a_draft_is_not_found(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    site.write("content/a.md", article("Public"))
    site.write("content/b.md", article("Secret").replace("---\n", "---\ndraft: true\n", 1))
    site.build()
    files = site.files()
    assert not any(b"ecret" in data for path, data in files.items() if "search" in path)


def test_a_topics_new_name_is_found(herald: Site) -> None:
    topics = '[news]\nname = "News"\nzh-Hant = { name = "頭條要聞" }\n'
    herald.write("content/topics.toml", topics)
    herald.build()
    assert "頭條要聞" in herald.files()["search/2026-01/0.json"].decode()
    assert herald.files() == herald.clean()
