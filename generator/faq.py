"""A reader's query is answered by the article's own words, or not at all."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from generator.chinese import HAN
from generator.markdown import Passage
from generator.reading import excerpt, sentences

ANSWER_LENGTH = 320

ENOUGH = 0.4
"""How much of a query, by the weight of its words, an answer must meet."""

_WORD = re.compile(r"[^\W_]+(?:[.-][^\W_]+)*")
_STOP = frozenset(
    "a an and are at can do does for from how if in into is it its of on or should that the their "
    "this to vs was what when where which who why will with you".split()
)


class Answered(msgspec.Struct, frozen=True):
    """What readers search for, and the sentences of the body that answer it."""

    query: str
    answer: str


def answer_queries(queries: Sequence[str], passages: Sequence[Passage]) -> tuple[Answered, ...]:
    """Each query with the sentences of `passages` that share most with it; rare words weigh more.

    An answer begins with the sentence that fits and goes on to the end of its passage, or as far as
    there is room. What the next sentence and the heading share counts too, but less. A query of
    which less than `ENOUGH` is met is left out, and no sentence begins two answers.
    """
    return _answered(tuple(queries), tuple(passages)) if queries else ()


@lru_cache(maxsize=8)  # an article's pages ask the same
def _answered(queries: tuple[str, ...], passages: tuple[Passage, ...]) -> tuple[Answered, ...]:
    places = _places(passages)
    holders = Counter(word for place in places for word in place.words)

    def weight(words: frozenset[str]) -> float:
        # Summed alike in every run, whatever the order of a set.
        return math.fsum(math.log(1 + len(places) / (holders[word] or 0.5)) for word in words)

    free = set(range(len(places)))
    answers = []
    for query in queries:
        wanted = _words(query)
        scores = {}
        for at in free:
            place = places[at]
            own = wanted & place.words
            after = wanted & place.after - own
            above = wanted & place.above - own - after
            met = weight(own) + 0.6 * weight(after) + 0.4 * weight(above)
            # What opens the article is read already.
            scores[at] = met * 0.6 if place.opens else met
        best = max(scores, key=lambda at: (scores[at], -at), default=None)
        if best is not None and wanted and scores[best] >= ENOUGH * weight(wanted):
            free.remove(best)
            answers.append(Answered(query, excerpt(places[best].text, ANSWER_LENGTH)))
    return tuple(answers)


class _Place(msgspec.Struct, frozen=True):
    """A sentence: what its passage says from there on, its words, those of the next sentence and
    those of the heading above it."""

    text: str
    words: frozenset[str]
    after: frozenset[str]
    above: frozenset[str]
    opens: bool


def _places(passages: Sequence[Passage]) -> list[_Place]:
    places = []
    for passage in passages:
        parts = sentences(passage.text)
        words = [*map(_words, parts), frozenset[str]()]
        above = _words(passage.heading)
        gap = "" if HAN.match(parts[0][-2:-1] if parts else "") else " "
        places += [
            _Place(gap.join(parts[at:]), words[at], words[at + 1], above, passage is passages[0])
            for at in range(len(parts))
        ]
    return places


def _words(text: str) -> frozenset[str]:
    words = {_stem(word) for word in _WORD.findall(text.casefold())} - _STOP
    pairs = (run[at : at + 2] for run in HAN.findall(text) for at in range(len(run) - 1))
    return frozenset(words.union(pairs))


def _stem(word: str) -> str:
    """The word without a plural's ending, so that a cost finds its costs."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
