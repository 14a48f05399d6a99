"""A reader's query is answered by the article's own words, or not at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import fsum

import msgspec

from generator.chinese import HAN
from generator.markdown import Passage
from generator.reading import excerpt

ANSWER_LENGTH = 320

_WORD = re.compile(r"[^\W_]+(?:[.-][^\W_]+)*")
_STOP = frozenset(
    "a an and are can do does for how in is it of on or the to vs what why with".split()
)


class Answered(msgspec.Struct, frozen=True):
    """What readers search for, and the sentences of the body that answer it."""

    query: str
    answer: str


def answer_queries(queries: Sequence[str], passages: Sequence[Passage]) -> tuple[Answered, ...]:
    """Each query with the passage that shares most with it, rare words weighing more.

    No passage answers two queries, and a query that shares no word with any is left out.
    """
    if not queries:
        return ()
    words = [_words(f"{passage.heading} {passage.text}") for passage in passages]
    holders = Counter(word for own in words for word in own)
    free = set(range(len(passages)))
    answers = []
    for query in queries:
        wanted = _words(query)
        # Exact, since the order of a set is another in each run.
        scores = {at: fsum(1 / holders[word] for word in wanted & words[at]) for at in free}
        best = max(scores, key=lambda at: (scores[at], -at), default=None)
        if best is not None and scores[best] > 0:
            free.remove(best)
            answers.append(Answered(query, excerpt(passages[best].text, ANSWER_LENGTH)))
    return tuple(answers)


def _words(text: str) -> frozenset[str]:
    words = {_stem(word) for word in _WORD.findall(text.casefold())} - _STOP
    pairs = (run[at : at + 2] for run in HAN.findall(text) for at in range(len(run) - 1))
    return frozenset(words.union(pairs))


def _stem(word: str) -> str:
    """The word without a plural's ending, so that a cost finds its costs."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
