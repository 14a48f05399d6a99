"""A reader's query is answered by the article's own words, or not at all."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import pairwise

import msgspec

from generator.chinese import HAN, HAN_RANGES
from generator.markdown import Passage
from generator.reading import excerpt, sentences

ANSWER_LENGTH = 320

ENOUGH = 0.4
"""How much of a query, by the weight of its words, an answer must meet."""

_LETTER = rf"[^\W_{HAN_RANGES}]"
_WORD = re.compile(rf"{_LETTER}+(?:[.-]{_LETTER}+)*")
_JOINED = re.compile(rf"{_LETTER}[.-]?\Z")
"""What a word cannot begin after."""

_STOP = frozenset(
    "a an and are at can do does for from how if in into is it its of on or should that the their "
    "this to vs was what when where which who why will with you".split()
)

_ASKING = re.compile("為?什麼是?|是什麼|為何|如何|怎麼?樣?|是?多少|是?哪[些個裡]|是否|可以|嗎|呢")


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
    forms = {word: _forms(word) for word in frozenset[str]().union(*asked)}
    headings = dict.fromkeys(passage.heading for passage in passages)
    aboves = {heading: _found(heading, forms, forms) for heading in headings}
    texts = [_Text(passage.text, forms, aboves[passage.heading]) for passage in passages]
    near = [at for at, text in enumerate(texts) if text.words or text.above]
    holders = Counter(word for text in texts for word in text.words)
    weights = {word: math.log(1 + len(texts) / (holders[word] or 0.5)) for word in forms}

    @cache
    def weight(words: frozenset[str]) -> float:
        # Summed alike in every run, whatever the order of a set.
        return math.fsum(map(weights.__getitem__, words))

    def score(wanted: frozenset[str], at: int, own: frozenset[str], after: frozenset[str]) -> float:
        own, after, above = wanted & own, wanted & after, wanted & texts[at].above
        met = weight(own) + 0.6 * weight(after - own) + 0.4 * weight(above - own - after)
        # What opens the article is read already.
        return met if at else met * 0.6

    answers = []
    taken: set[tuple[int, int]] = set()
    for query, wanted in zip(queries, asked, strict=True):
        # No sentence meets more than its passage does: few of them are looked at.
        most = sorted((-score(wanted, at, texts[at].words, _NONE), at) for at in near)
        best = -ENOUGH * weight(wanted), len(texts), 0
        for bound, at in most if wanted else ():
            if bound > best[0]:
                break
            for part, (own, after) in enumerate(pairwise([*texts[at].found, _NONE])):
                if (at, part) not in taken:
                    best = min(best, (-score(wanted, at, own, after), at, part))
        _, at, part = best
        if at < len(texts):
            taken.add((at, part))
            answers.append(Answered(query, excerpt(texts[at].since(part), ANSWER_LENGTH)))
    return tuple(answers)


class _Text:
    """A passage. Of the words that are sought: its own, and those of the heading above it."""

    def __init__(
        self, text: str, forms: Mapping[str, frozenset[str]], above: frozenset[str]
    ) -> None:
        self._text = text
        self._forms = forms
        self.words = _found(text, forms, forms)
        self.above = above

    @cached_property
    def sentences(self) -> Sequence[str]:
        return sentences(self._text)

    @cached_property
    def found(self) -> Sequence[frozenset[str]]:
        """The words of each sentence."""
        return [_found(one, self.words, self._forms) for one in self.sentences]

    def since(self, at: int) -> str:
        """What it says from a sentence on."""
        gap = "" if HAN.match(self.sentences[0][-2:-1]) else " "
        return gap.join(self.sentences[at:])


_NONE = frozenset[str]()


def _forms(word: str) -> frozenset[str]:
    """How `word`, which `_words` gave, may be written; nothing for a pair of Han characters."""
    if len(word) == 2 and HAN.fullmatch(word):
        return frozenset()
    return frozenset(form for form in (word, f"{word}s") if _stem(form) == word)


def _found(text: str, sought: Iterable[str], forms: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The words of `text` that are `sought`: few, which is seen without taking it to bits."""
    folded = text.casefold()
    near = [word for word in sought if word in folded]
    return frozenset(
        [word for word in near if not forms[word] or _stands(folded, word, forms[word])]
    )


def _stands(text: str, word: str, forms: frozenset[str]) -> bool:
    """Whether `word`, which is a part of `text`, stands there in one of its `forms`."""
    at = text.find(word)
    while at >= 0:
        whole = _WORD.match(text, at)
        if whole and whole[0] in forms and not _JOINED.search(text, max(0, at - 2), at):
            return True
        at = text.find(word, at + 1)
    return False


def _words(text: str) -> frozenset[str]:
    """The words of `text`, and of Chinese the pairs of characters, but for those that ask."""
    words = {_stem(word) for word in _WORD.findall(text.casefold())} - _STOP
    runs = HAN.findall(_ASKING.sub(" ", text))
    pairs = (run[at : at + 2] for run in runs for at in range(len(run) - 1))
    return frozenset(words.union(pairs))


def _stem(word: str) -> str:
    """The word without a plural's ending, so that a cost finds its costs."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
