"""The related articles of a run are found anew when anything in its reach is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from generator.executor import Workers
from generator.indexes import Archive
from generator.loader import Library, decode_article
from generator.related import WINDOW, Offsets, Run, known_by, relate, runs
from generator.store import Store

_NAME = "related"
_MOST_KNOWN = 0.1
"""How many runs are remembered for each article: some six times as many as there are."""

_STRETCH = 1500
"""How many articles are looked at together: enough that those around them are few beside them."""

Lists = tuple[Offsets, ...]


class Stretch(msgspec.Struct, frozen=True):
    """The articles from `first` to before `last` of some that are given, canonical, with the slugs
    of the topics of each."""

    articles: tuple[bytes, ...]
    slugs: tuple[tuple[str, ...], ...]
    first: int
    last: int


def related_lists(
    archive: Archive, library: Library, store: Store, workers: Workers, wanted: Sequence[range]
) -> dict[int, Offsets]:
    """By its place in the archive's order, where those related to an article stand: at least for
    the articles of `wanted`."""
    known = _known(store)
    if len(known) > _MOST_KNOWN * (len(archive.articles) + 1):
        wanted = [range(len(archive.articles))]  # time to forget what is of no use any more
    found = [*runs(archive.articles, archive.topics_of, wanted)]
    whole = sum(run.last - run.first for run in found) == len(archive.articles)
    lists = {run.key: known[run.key] for run in found if run.key in known} if whole else known
    due = [run for run in found if run.key not in known]
    if due or len(lists) < len(known):
        stretches = [*_stretches(due)]
        tasks = (_stretch(archive, library, stretch) for stretch in stretches)
        for stretch, results in zip(stretches, workers.results(relate_stretch, tasks), strict=True):
            begin = stretch[0].first
            lists |= {
                run.key: tuple(results[run.first - begin : run.last - begin]) for run in stretch
            }
        store.put_state(_NAME, msgspec.msgpack.encode(lists))
    return {
        at: offsets
        for run in found
        for at, offsets in zip(range(run.first, run.last), lists[run.key], strict=True)
    }


def relate_stretch(stretch: Stretch) -> list[Offsets]:
    """The lists of the articles of `stretch`. A pure function."""
    terms = [
        known_by(decode_article(article), slugs)
        for article, slugs in zip(stretch.articles, stretch.slugs, strict=True)
    ]
    return relate(terms, stretch.first, stretch.last)


def _known(store: Store) -> dict[bytes, Lists]:
    kept = store.state(_NAME)
    return msgspec.msgpack.decode(kept, type=dict[bytes, Lists]) if kept else {}


def _stretches(due: Iterable[Run]) -> Iterator[Sequence[Run]]:
    """`due`, run by run or as many together as follow each other."""
    stretch: list[Run] = []
    for run in due:
        if stretch and (stretch[-1].last != run.first or run.last - stretch[0].first > _STRETCH):
            yield stretch
            stretch = []
        stretch.append(run)
    if stretch:
        yield stretch


def _stretch(archive: Archive, library: Library, wanted: Sequence[Run]) -> Stretch:
    first, last = wanted[0].first, wanted[-1].last
    begin = max(0, first - WINDOW)
    paths = [card.path for card in archive.articles[begin : last + WINDOW]]
    records = library.records(paths)
    return Stretch(
        articles=tuple(records[path] for path in paths),
        slugs=tuple(archive.topics_of[path] for path in paths),
        first=first - begin,
        last=last - begin,
    )
