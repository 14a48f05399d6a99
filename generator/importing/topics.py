"""Topics run together without a mark between them are parted here, and only by comparison."""

from __future__ import annotations

import re
from collections.abc import Iterator

_RELATED = re.compile(r"\srelated\sarticle")
_COUNT = re.compile(r"[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_PARTED = re.compile(r"\s*\|\s*")
_LONGEST_COUNT = len("999,999,999")
_LONGEST_NAMES = 400

Way = tuple[str, ...]


def readings(names: str, counted: str) -> list[Way]:
    """The ways to part `names` into the topics that `counted` counts, at most two of them.

    `names` is the topics run together ("Solar power3D printing"), `counted` the same topics in the
    same order, each with its count ("Solar power12 related articles3D printing1 related article").
    Either alone can be read in many ways: a name may end or begin with a digit. Empty when they
    disagree; two ways mean that even together they are ambiguous. A `|` in `names` parts two topics
    for certain. The work is bounded by the lengths, whatever the text.
    """
    if not names and not counted:
        return [()]
    if len(names) > _LONGEST_NAMES:
        return []
    found: list[Way] = []
    states: dict[tuple[int, int], list[Way]] = {(0, 0): [()]}
    while states and len(found) < 2:
        reached: dict[tuple[int, int], list[Way]] = {}
        for (at, place), ways in states.items():
            for topic, next_place in _counted_topics(counted, place):
                if not names.startswith(topic, at):
                    continue
                end = at + len(topic)
                if mark := _PARTED.match(names, end):
                    end = mark.end()
                known = reached.setdefault((end, next_place), [])
                known += [(*way, topic) for way in ways[: 2 - len(known)]]
        found += reached.pop((len(names), len(counted)), [])
        states = reached
    return found[:2]


def _counted_topics(counted: str, place: int) -> Iterator[tuple[str, int]]:
    """The readings of the topic that begins at `place`, each with where the next one begins."""
    related = _RELATED.search(counted, place)
    if not related:
        return
    piece, end = counted[place : related.start()], related.end()
    for size in range(1, min(len(piece), _LONGEST_COUNT + 1)):
        topic, count = piece[:-size], piece[-size:]
        if not _COUNT.fullmatch(count) or topic != topic.strip():
            continue
        if counted.startswith("s", end):
            yield topic, end + 1
        # After "1 related article" an s may already be the first letter of the next topic.
        if count == "1":
            yield topic, end
