"""A reader's query is answered by the article's own words, or not at all."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

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
    asked = [_words(query) for query in queries]
    sought = frozenset[str]().union(*asked)
    places = _places(passages, sought)
    holders = Counter(word for place in places for word in place.words)
    weights = {word: math.log(1 + len(passages) / (holders[word] or 0.5)) for word in sought}

    @cache
    def weight(words: frozenset[str]) -> float:
        # Summed alike in every run, whatever the order of a set.
        return math.fsum(map(weights.__getitem__, words))

    free = set(range(len(places)))
    answers = []
    for query, wanted in zip(queries, asked, strict=True):
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
            answers.append(Answered(query, excerpt(places[best].text(), ANSWER_LENGTH)))
    return tuple(answers)


class _Place(msgspec.Struct, frozen=True):
    """One of the sentences of a passage. Of the words that are sought: its own, those of the next
    sentence, and those of the heading above it."""

    sentences: Sequence[str]
    at: int
    words: frozenset[str]
    after: frozenset[str]
    above: frozenset[str]
    opens: bool

    def text(self) -> str:
        """What the passage says from there on."""
        gap = "" if HAN.match(self.sentences[0][-2:-1]) else " "
        return gap.join(self.sentences[self.at :])


def _places(passages: Sequence[Passage], sought: frozenset[str]) -> list[_Place]:
    """The sentences that have a word of `sought` in them, after them or above them."""
    forms = {word: _forms(word) for word in sought}
    headings = dict.fromkeys(passage.heading for passage in passages)
    aboves = {heading: _found(heading, forms, forms) for heading in headings}
    none = frozenset[str]()
    places = []
    for passage in passages:
        near = _parts_of(passage.text, forms)
        above, opens = aboves[passage.heading], passage is passages[0]
        if not near and not above:
            continue
        parts = sentences(passage.text)
        words = [_found(part, near, forms) if near else none for part in parts] + [none]
        places += [
            _Place(parts, at, words[at], words[at + 1], above, opens)
            for at in range(len(parts))
            if above or words[at] or words[at + 1]
        ]
    return places


def _forms(word: str) -> frozenset[str]:
    """How `word`, which `_words` gave, may be written; nothing for a pair of Han characters."""
    if len(word) == 2 and HAN.fullmatch(word):
        return frozenset()
    return frozenset(form for form in (word, f"{word}s") if _stem(form) == word)


def _parts_of(text: str, words: Iterable[str]) -> list[str]:
    """Those of `words` that are a part of `text`: few, which is seen without taking it to bits."""
    folded = text.casefold()
    return [word for word in words if word in folded]


def _found(text: str, sought: Iterable[str], forms: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The words of `text` that are `sought`."""
    near = _parts_of(text, sought)
    if not near:
        return frozenset()
    written = set(_WORD.findall(text.casefold()))
    return frozenset(
        [word for word in near if not (forms[word] and forms[word].isdisjoint(written))]
    )


def _words(text: str) -> frozenset[str]:
    words = {_stem(word) for word in _WORD.findall(text.casefold())} - _STOP
    pairs = (run[at : at + 2] for run in HAN.findall(text) for at in range(len(run) - 1))
    return frozenset(words.union(pairs))


def _stem(word: str) -> str:
    """The word without a plural's ending, so that a cost finds its costs."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
