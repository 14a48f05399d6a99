"""Topics whose names differ by case, a hyphen, a plural or a letter are most likely one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache

from generator.errors import counted
from generator.model import Card, TopicEntry, topic_key

_FEWEST_LETTERS = 5
_FEWEST_OF_PLURAL = 3
_LONGEST = 80
_MOST_ALIKE = 50
_NO_PLURALS = {"news"}
_WORD = re.compile(r"[^\W_]+")


def misspelt_topics(
    cards: Iterable[Card], entries: Sequence[TopicEntry]
) -> dict[str, tuple[str, str]]:
    """For each spelling of a topic that another seems to be meant by: what is wrong, and what to
    do. All spellings of one group are told the same: the one that the topics' file has, or else the
    one that is used most, of several the first by the alphabet. A name that the file has is meant
    as it is, and where only case, hyphens or spaces differ from it, readers see the file's."""
    counts = Counter(topic for card in cards for topic in card.topics)
    known = {name for entry in entries for name in (entry.name, *entry.aliases)}
    keys = {topic_key(name) for name in known}
    loose = [name for name in counts if topic_key(name) not in keys]
    told: dict[str, tuple[str, str]] = {}
    for group, listed in _groups(loose, known):
        wanted = min(listed or group, key=lambda name: (-counts[name], name))
        told |= {name: _told(name, wanted, counts, listed) for name in group if name != wanted}
    return told


def _told(name: str, wanted: str, counts: Mapping[str, int], listed: Set[str]) -> tuple[str, str]:
    where = "content/topics.toml has" if listed else f"{counted(counts[wanted], 'article')} say"
    where = where.replace("1 article say", "1 article says")
    what = f"the topic `{name}`, where {where} `{wanted}`"
    return what, f"write `{wanted}`, or name `{name}` in content/topics.toml"


def _groups(loose: Iterable[str], known: Set[str]) -> Iterator[tuple[set[str], set[str]]]:
    """The names of `loose` that seem to be one, and those of `known` that each group resembles."""
    near: dict[str, set[str]] = defaultdict(set)
    for one, other in _alike([*loose, *known]):
        near[one].add(other)
        near[other].add(one)
    waiting = set(loose)
    while waiting:
        group: set[str] = set()
        reached = {waiting.pop()}
        while reached:
            group |= reached
            reached = {other for name in reached for other in near[name]} - known - group
        waiting -= group
        yield group, {other for name in group for other in near[name]} & known


def _alike(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that seem to be one: enough of them to lead from any to all of its group."""
    spellings: dict[str, list[str]] = defaultdict(list)
    near: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names)):
        spellings[topic_key(name)].append(name)
        if len(name) <= _LONGEST:
            plain = " ".join(_words(name)).casefold()
            root = " ".join(word.rstrip("eisy") for word in plain.split(" "))
            for less in {*_with_a_letter_less(plain), root}:
                near[less].append(name)
    for first, *others in spellings.values():
        yield from ((first, other) for other in others)
    for some in near.values():
        for at, one in enumerate(some):
            for other in some[at + 1 : at + _MOST_ALIKE]:
                if _is_slip(one, other):
                    yield one, other


def _with_a_letter_less(name: str) -> set[str]:
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def _is_slip(one: str, other: str) -> bool:
    """Whether two names differ in one word alone, by a plural or by a letter in a long one.

    A figure is never a slip (V3 and V4 are two), nor is a first letter: Ranking is not Banking.
    """
    ours, theirs = _words(one), _words(other)
    if len(ours) != len(theirs):
        return False
    differing = [
        pair for pair in zip(ours, theirs, strict=True) if pair[0].casefold() != pair[1].casefold()
    ]
    if len(differing) != 1:
        return False
    shorter, longer = sorted(differing[0], key=len)
    if not (shorter.isalpha() and longer.isalpha() and (shorter + longer).isascii()):
        return False
    acronym = shorter.isupper() and len(shorter) > 1
    shorter, longer = shorter.casefold(), longer.casefold()
    if _is_plural(longer, shorter) and (len(shorter) >= _FEWEST_OF_PLURAL or acronym):
        return True
    long_enough = len(shorter) >= _FEWEST_LETTERS and shorter[0] == longer[0]
    return long_enough and _one_edit(shorter, longer)


def _is_plural(longer: str, shorter: str) -> bool:
    """Whether a folded word is the English plural of another."""
    if longer in _NO_PLURALS:
        return False
    if shorter.endswith("y") and longer == shorter[:-1] + "ies":
        return True
    if shorter.endswith(("s", "x", "z", "ch", "sh", "o")) and longer == shorter + "es":
        return True
    return longer == shorter + "s" and not shorter.endswith("s")


def _one_edit(shorter: str, longer: str) -> bool:
    """Whether one letter more, another, or two in the other order make the one of the other."""
    at = next(
        (at for at, (one, other) in enumerate(zip(shorter, longer, strict=False)) if one != other),
        len(shorter),
    )
    if len(longer) > len(shorter):
        return shorter[at:] == longer[at + 1 :]
    swapped = longer[at : at + 2][::-1] + longer[at + 2 :]
    return shorter[at + 1 :] == longer[at + 1 :] or shorter[at:] == swapped


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(name))
