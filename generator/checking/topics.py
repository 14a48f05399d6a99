"""Two topics whose names differ by a letter are most likely one, misspelt."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from generator.errors import counted
from generator.model import Card, TopicEntry, topic_key

_FEWEST_LETTERS = 5
_FEWEST_OF_PLURAL = 4
_LONGEST = 80
_MOST_ALIKE = 50
_WORD = re.compile(r"[^\W_]+")


def misspelt_topics(
    cards: Iterable[Card], entries: Sequence[TopicEntry]
) -> dict[str, tuple[str, str]]:
    """For each spelling of a topic that another seems to be meant by: what is wrong, and what to
    do. A name that the topics' file has is meant as it is."""
    counts = Counter(topic for card in cards for topic in card.topics)
    known = {name for entry in entries for name in (entry.name, *entry.aliases)}
    keys = {topic_key(name) for name in known}
    wanted = dict(_respelt(counts, entries))
    kept = {name: counts[name] for name in known}
    for name, count in counts.items():
        if name not in wanted and topic_key(name) not in keys:
            kept[name] = count
    for rarer, other in _alike(kept, known):
        wanted.setdefault(rarer, other)
    return {rarer: _told(rarer, other, counts, other in known) for rarer, other in wanted.items()}


def _told(rarer: str, wanted: str, counts: Mapping[str, int], listed: bool) -> tuple[str, str]:
    where = "content/topics.toml has" if listed else f"{counted(counts[wanted], 'article')} say"
    where = where.replace("1 article say", "1 article says")
    what = f"the topic `{rarer}`, where {where} `{wanted}`"
    return what, f"write `{wanted}`, or name `{rarer}` in content/topics.toml"


def _respelt(counts: Mapping[str, int], entries: Sequence[TopicEntry]) -> Iterator[tuple[str, str]]:
    """The spellings that differ from the common one of their topic by case, hyphens or spaces, and
    the common one. Where the topics' file has the topic, readers see its name there."""
    listed = {topic_key(name) for entry in entries for name in (entry.name, *entry.aliases)}
    spellings: dict[str, list[str]] = defaultdict(list)
    for name in counts:
        spellings[topic_key(name)].append(name)
    for key, ways in spellings.items():
        if key not in listed:
            common = min(ways, key=lambda name: (-counts[name], name))
            yield from ((name, common) for name in ways if name != common)


def _alike(counts: Mapping[str, int], known: set[str]) -> Iterator[tuple[str, str]]:
    """Each name that seems to be another one, and that one: the one that is listed, or is used
    more often."""
    near: dict[str, list[str]] = defaultdict(list)
    for name in sorted(counts):
        if len(name) <= _LONGEST:
            for less in _with_a_letter_less(name.casefold()):
                near[less].append(name)
    pairs = {
        (one, other)
        for names in near.values()
        for at, one in enumerate(names)
        for other in names[at + 1 : at + _MOST_ALIKE]
        if not (one in known and other in known) and _is_slip(one, other)
    }
    for one, other in sorted(pairs):
        rarer, common = sorted((one, other), key=lambda name: (name in known, counts[name], name))
        if counts[rarer]:
            yield rarer, common


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
    if longer == shorter + "s" and (len(shorter) >= _FEWEST_OF_PLURAL or acronym):
        return True
    long_enough = len(shorter) >= _FEWEST_LETTERS and shorter[0] == longer[0]
    return long_enough and _one_edit(shorter, longer)


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
