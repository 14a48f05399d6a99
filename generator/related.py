"""Related articles are an article's neighbours in time, so that a new one moves few lists."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from generator.chinese import HAN
from generator.model import Article

WINDOW = 250
"""How many articles before and how many after are looked at."""

SHOWN = 4

_TOPIC, _TITLE, _SUMMARY = 12, 4, 1
_COMMON = WINDOW // 8
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


def relate(
    articles: Sequence[Article], topics_of: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[Article, ...]]:
    """For each of `articles`, in the archive's order, up to `SHOWN` others, the nearest first.

    Two are near by the topics that they share, by the words of their titles and by those of their
    summaries, in both languages; what few neighbours have weighs more. How rare a term is counts
    in powers of two, so that one article more hardly ever changes it. Where too few share
    anything, the next in time fill the list.
    """
    terms = [_terms(article, topics_of[article.path]) for article in articles]
    places: dict[str, list[int]] = defaultdict(list)
    for at, own in enumerate(terms):
        for term in own:
            places[term].append(at)
    for at, own in enumerate(terms):
        first, last = max(0, at - WINDOW), min(len(articles), at + WINDOW + 1)
        scores: dict[int, int] = defaultdict(int)
        for term, weight in own.items():
            holders = places[term]
            if len(holders) == 1:
                continue
            low = bisect_left(holders, first)
            high = bisect_left(holders, last, low)
            count = high - low
            if count == 1 or (count > _COMMON and weight < _TOPIC):
                continue
            share = weight * 64 // count.bit_length()
            for other in holders[low:high]:
                scores[other] += share * min(weight, terms[other][term])
        scores.pop(at, None)
        best = sorted(scores, key=lambda other: (-scores[other], abs(other - at), other))[:SHOWN]
        yield tuple(articles[other] for other in _filled(best, at, len(articles)))


def _terms(article: Article, topics: Sequence[str]) -> Terms:
    """What an article is known by and its weight: a topic, a word, a pair of Han characters."""
    terms: dict[str, int] = {}
    zh_summary = article.zh_summary.display if article.zh_summary else ""
    zh_title = article.zh_title.display if article.zh_title else ""
    for text, weight in (
        (article.summary, _SUMMARY),
        (zh_summary, _SUMMARY),
        (article.title, _TITLE),
        (zh_title, _TITLE),
    ):
        for word in _words(text):
            terms[word] = weight
    for topic in topics:
        terms[f"topic:{topic}"] = _TOPIC
    return terms


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(text.lower()):
        if word not in _STOP and not HAN.match(word):
            yield word
    for run in HAN.findall(text):
        for at in range(len(run) - 1):
            yield run[at : at + 2]


def _filled(best: list[int], at: int, count: int) -> list[int]:
    chosen = list(best)
    distance = 1
    while len(chosen) < min(SHOWN, count - 1):
        for other in (at - distance, at + distance):
            if 0 <= other < count and other not in chosen and len(chosen) < SHOWN:
                chosen.append(other)
        distance += 1
    return chosen
