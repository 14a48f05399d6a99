"""Chinese words are held against the archive's vocabulary, its other spellings, and its script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec

from generator.checking.finding import Finding
from generator.chinese import Finding as Term
from generator.chinese import Rules, has_han, normalizer, simplified
from generator.chinese.vocabulary import builtin
from generator.documents import brief, decode_utf8, read_toml
from generator.loader.files import TOPICS_FILE, said

_VERBATIM = re.compile(r"`+[^`\n]*+`+|\]\([^)\s]*+|<?https?://\S++")


class Spelt(msgspec.Struct, frozen=True, gc=False):
    """A word that can be written in two ways, as one is written at a line, or under a key of the
    front matter where the line is 0; `path` is that of the article below `content/`."""

    word: str
    path: str
    line: int
    key: str = ""


def vocabulary_findings(
    terms: Iterable[Term], path: str, line: int, name: str = ""
) -> Iterator[Finding]:
    """A finding for each of `terms`, at `line`; `name` is what says it, where a line says more."""
    for term in dict.fromkeys((term.term, term.wanted) for term in terms):
        what = f"{name or 'the text'} says {term[0]}"
        remedy = f"write {term[1]}, as the rest of the archive does"
        yield Finding(path, line, what, remedy, "vocabulary")


def script_findings(
    text: str, rules: Rules, path: str, line: int, name: str = ""
) -> Iterator[Finding]:
    """A finding if `text`, as it was written, has a sentence in Simplified characters."""
    if not has_han(text):
        return
    for kept in rules.protect:
        text = text.replace(kept, "")
    if found := simplified(_VERBATIM.sub(" ", text)):
        what = f"{name or 'the text'} is in Simplified characters: {brief(found[0].strip())}"
        remedy = "write it in Traditional ones; a build converts it, and may take the wrong word"
        yield Finding(path, line, what, remedy, "script")


class _Spellings(msgspec.Struct, frozen=True):
    """`spellings.toml`."""

    spellings: tuple[tuple[str, str], ...]
    others: tuple[str, ...]


@cache
def _spellings() -> _Spellings:
    source = Path(__file__).with_name("spellings.toml").read_bytes()
    return msgspec.toml.decode(source, type=_Spellings)


def spelt_words(text: str, rules: Rules) -> set[str]:
    """The words of `text` that can be written in another way, where no term decides on them."""
    words, terms = _either_way(rules)
    return {term for term in terms.findall(text) if term in words}


@cache
def _either_way(rules: Rules) -> tuple[frozenset[str], re.Pattern[str]]:
    """The words that are written in two ways, and what finds them, the longest first: a term that
    is kept hides what it holds, as 舞台 does in 舞台中."""
    decided = {word for pair in (*rules.vocabulary, *rules.replace) for word in pair}
    decided.update(rules.protect)
    pairs = (pair for pair in _spellings().spellings if decided.isdisjoint(pair))
    words = frozenset(word for pair in pairs for word in pair)
    terms = {*words, *decided, *_spellings().others, *builtin().protect} - {""}
    longest = sorted(terms, key=lambda term: (-len(term), term))
    return words, re.compile("|".join(map(re.escape, longest)))


def spelling_findings(
    found: Sequence[Spelt], placed: Callable[[Spelt], tuple[str, int]]
) -> Iterator[Finding]:
    """A finding wherever a word is written in the way that the archive uses less; `placed` gives
    its file and its line."""
    counts = Counter(one.word for one in found)
    wanted: dict[str, str] = {}
    for first, second in _spellings().spellings:
        if counts[first] and counts[second]:
            rarer, common = sorted((second, first), key=lambda word: counts[word])
            wanted[rarer] = common
    for one in found:
        if one.word in wanted:
            common = wanted[one.word]
            times = counts[common]
            what = f"it says {one.word}, where {times:,} place{'s' * (times > 1)} of the archive "
            what += f"sa{'y' if times > 1 else 'ys'} {common}"
            remedy = f"write {common}, or let `chinese.vocabulary` in site.toml say which it is"
            yield Finding(*placed(one), what, remedy, "vocabulary")


def topic_findings(content: Path, rules: Rules) -> Iterator[Finding]:
    """What is to be told of the Chinese in the topics' file, if there is one."""
    path = content / TOPICS_FILE
    if not path.is_file():
        return
    document = read_toml(said(TOPICS_FILE), decode_utf8(said(TOPICS_FILE), path.read_bytes()))
    chinese = normalizer(rules)
    for slug, topic in document.values.items():
        for name, text in topic.get("zh-Hant", {}).items():
            line = document.line((slug, "zh-Hant", name))
            told = f"`{slug}.zh-Hant.{name}`"
            yield from vocabulary_findings(chinese.findings(text), document.path, line, told)
            yield from script_findings(text, rules, document.path, line, told)
