"""Related articles are an article's neighbours in time, so that a new one moves few lists."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest
from operator import add

import msgspec

from generator.chinese import HAN
from generator.digest import digest
from generator.model import Article, Card

WINDOW = 120
"""How many articles before and how many after are looked at."""

SHOWN = 4

_TOPIC, _TITLE, _SUMMARY = 12, 4, 1
_COMMON = {_TOPIC: WINDOW * 2 + 1, _TITLE: WINDOW // 8, _SUMMARY: WINDOW // 32}
"""How many neighbours may have a term of that weight before it says nothing."""

_RUN_ENDS = 4  # of 256: a run is some 64 articles long
_WORD = re.compile(r"[^\W\d_][\w.+-]*\w|\d[\w.]*\w")
_STOP = frozenset(
    "a about after again all also an and are as at be because been before between but by can could "
    "did do does down each for from had has have how if in into is it its just like make many may "
    "more most much must new no not now of off on one only or other our out over own per same she "
    "should since so some still such than that the their them then there these they this those "
    "through to too under until up us use used using very was way we were what when where which "
    "while who why will with without would you your".split()
)

Terms = Mapping[str, int]
Offsets = tuple[int, ...]
"""How far in the archive's order, and in which direction, those that are related stand."""


class Run(msgspec.Struct, frozen=True):
    """A stretch of the archive's order, from `first` to before `last`; `key` is the digest of all
    that the lists of its articles are made from."""

    first: int
    last: int
    key: bytes


def runs(
    cards: Sequence[Card], topics_of: Mapping[str, Sequence[str]], wanted: Sequence[range]
) -> Iterator[Run]:
    """The runs of `cards`, in the archive's order, that reach into the `wanted` ones.

    A run ends where a card's own digest says so. So one article more, wherever it comes in, moves
    the end of no run but its own, and the lists of all that are out of its reach are as they were.
    """
    count = len(cards)
    first = 0
    for last, card in enumerate(cards, 1):
        if card.headline[0] < _RUN_ENDS or last == count:
            if any(first < places.stop and places.start < last for places in wanted):
                before, after = min(first, WINDOW), min(count - last, WINDOW)
                marks = b"\0".join(
                    b"".join(
                        (near.headline, *(f"{slug}/".encode() for slug in topics_of[near.path]))
                    )
                    for near in cards[first - before : last + after]
                )
                key = digest(b"related", bytes(str((before, after)), "ascii"), marks)
                yield Run(first, last, key)
            first = last


def relate(terms: Sequence[Terms], first: int, last: int) -> list[Offsets]:
    """For each of the articles from `first` to before `last` up to `SHOWN` others, the nearest
    first; `terms` has what each is known by, and reaches `WINDOW` articles further both ways.

    Two are near by the topics that they share, by the words of their titles and by those of their
    summaries, in both languages; what few neighbours have weighs more. How rare a term is counts
    in powers of two, so that one article more hardly ever changes it. Where too few share
    anything, the next in time fill the list.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for at, own in enumerate(terms):
        for term in own:
            places[term].append(at)
    return [_nearest(terms, places, at) for at in range(first, last)]


def _nearest(terms: Sequence[Terms], places: Mapping[str, list[int]], at: int) -> Offsets:
    low, high = max(0, at - WINDOW), min(len(terms), at + WINDOW + 1)
    scores: dict[int, int] = defaultdict(int)
    for term, weight in terms[at].items():
        near = places[term]
        if len(near) == 1:
            continue
        if near[0] < low or near[-1] >= high:
            near = near[bisect_left(near, low) : bisect_left(near, high)]
        if 1 < len(near) <= _COMMON[weight]:
            share = weight * 64 // len(near).bit_length()
            for other in near:
                scores[other] += share
    scores.pop(at, None)
    best = nsmallest(SHOWN, scores, key=lambda other: (-scores[other], abs(other - at), other))
    return tuple(other - at for other in _filled(best, at, len(terms)))


def known_by(article: Article, topics: Sequence[str]) -> Terms:
    """What an article is known by and its weight: a topic, a word, a pair of Han characters."""
    zh_title, zh_summary = article.zh_title, article.zh_summary
    terms = {
        **dict.fromkeys(_words(article.summary), _SUMMARY),
        **dict.fromkeys(_words(zh_summary.display) if zh_summary else (), _SUMMARY),
        **dict.fromkeys(_words(article.title), _TITLE),
        **dict.fromkeys(_words(zh_title.display) if zh_title else (), _TITLE),
        **dict.fromkeys(map("topic:".__add__, topics), _TOPIC),
    }
    for word in _STOP & terms.keys():
        del terms[word]
    return terms


def _words(text: str) -> list[str]:
    if text.isascii():
        return _WORD.findall(text.lower())
    pairs = [pair for run in HAN.findall(text) for pair in map(add, run, run[1:])]
    return pairs + _WORD.findall(HAN.sub(" ", text).lower())


def _filled(best: list[int], at: int, count: int) -> list[int]:
    chosen = list(best)
    distance = 1
    while len(chosen) < min(SHOWN, count - 1):
        for other in (at - distance, at + distance):
            if 0 <= other < count and other not in chosen and len(chosen) < SHOWN:
                chosen.append(other)
        distance += 1
    return chosen
