"""A file whose stat is as it was is not read, and one whose bytes are known is not parsed."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any

import msgspec

from generator.config import Project, Settings
from generator.digest import digest
from generator.errors import Problem, Problems
from generator.executor import Workers
from generator.loader.files import (
    TOPICS_FILE,
    TRANSLATION,
    ContentFile,
    Found,
    content_files,
    named_files,
    read_file,
    said,
)
from generator.loader.records import (
    Reading,
    Recorded,
    decode_article,
    decode_topics,
    decode_translation,
    packed,
    read_records,
    record_of,
    unpacked,
)
from generator.loader.sources import body_key
from generator.model import Article, Card, TopicEntry
from generator.store import Store
from generator.text import Rules

Watch = Callable[[int, int], object]

_BASE = "base"
_BATCH = 50
_REMEMBERED = 1000


class Content(msgspec.Struct, frozen=True):
    """All that `content/` holds, drafts too, in the order of the files' paths.

    `notes` are the terms for which the archive has others; `digest` is that of everything.
    """

    cards: tuple[Card, ...]
    topics: tuple[TopicEntry, ...]
    notes: tuple[Problem, ...]
    library: Library
    digest: bytes


class Known(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the store knows of a file: its stat, empty where that is not to be trusted, the key of
    its record and that of its rendered body, and what is needed when nothing else is looked at."""

    stat: tuple[int, ...]
    record: bytes
    body: bytes
    card: Card | None
    notes: tuple[Problem, ...]


class Library:
    """The articles of the archive, found by the paths of their files."""

    def __init__(self, store: Store, known: Mapping[str, Known]) -> None:
        self._store = store
        self._known = known
        self._records: dict[str, bytes] = {}

    @property
    def known(self) -> Mapping[str, Known]:
        """What is known of each file."""
        return self._known

    def records(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The canonical `Article` of each path, without what its translation says."""
        wanted = set(paths)
        if lacking := [path for path in wanted if path not in self._records]:
            if len(self._records) + len(lacking) > _REMEMBERED:
                self._records.clear()
                lacking = list(wanted)
            keys = {path: self._known[path].record for path in lacking}
            kept = self._store.kept(keys.values())
            self._records.update((path, record_of(kept[key])) for path, key in keys.items())
        return {path: self._records[path] for path in wanted}

    def article(self, path: str) -> Article:
        """The article of the file at `path`, with its translation, if it has one."""
        article = decode_article(self.records([path])[path])
        other = self._known.get(_translation_of(path))
        if other is None:
            return article
        kept = self._store.kept([other.record])[other.record]
        translation = decode_translation(record_of(kept))
        return msgspec.structs.replace(
            article, zh_body=translation.body, made_from=translation.made_from
        )

    def topics(self) -> tuple[TopicEntry, ...]:
        """What the topics' file says, if there is one."""
        known = self._known.get(TOPICS_FILE)
        return (
            decode_topics(record_of(self._store.kept([known.record])[known.record]))
            if known
            else ()
        )


def load_content(
    project: Project,
    found: Found,
    store: Store,
    workers: Workers,
    base: bytes,
    watch: Watch = lambda *_: None,
) -> Content:
    """The articles and topics of `project`, in the files that were `found`; raises `Problems` with
    those of all files at once.

    What `store` knows of a file is taken if it was put there under the same `base`: the digest of
    the program and of all that is read by. `watch` is told how many files are read, and of how
    many.
    """
    if store.state(_BASE) != base:
        store.forget()
        store.put_state(_BASE, base)
    problems = [*found.problems]
    old = {path: _decoder.decode(value) for path, value in store.files().items()}
    catalogue = _Catalogue(store, base, old)
    catalogue.load(found, reading_rules(project.settings), workers, problems, watch)
    catalogue.save()
    return _content(catalogue, store, problems)


def reload_content(
    before: Content,
    project: Project,
    store: Store,
    workers: Workers,
    base: bytes,
    paths: Collection[str] | None,
) -> Content:
    """What `load_content` gives, where only the files at `paths` are not as they were `before`, or
    any may not be. What `store` knows of files stays as it is."""
    catalogue = _Catalogue(store, base, dict(before.library.known))
    if paths is None:
        found = content_files(project.content)
    else:
        catalogue.leave(paths)
        found = named_files(project.content, paths)
    problems = [*found.problems]
    catalogue.load(found, reading_rules(project.settings), workers, problems, lambda *_: None)
    return _content(catalogue, store, problems)


def _content(catalogue: _Catalogue, store: Store, problems: list[Problem]) -> Content:
    """What the files hold that `catalogue` has looked at; raises `problems`, if there are any."""
    cards = catalogue.cards()
    problems += _same_address(cards)
    problems += catalogue.orphans({problem.path for problem in problems})
    if problems:
        raise Problems(problems)
    library = Library(store, catalogue.now)
    return Content(
        cards=cards,
        topics=library.topics(),
        notes=tuple(sorted(note for known in catalogue.now.values() for note in known.notes)),
        library=library,
        digest=digest(*(known.record for known in catalogue.now.values())),
    )


def reading_rules(settings: Settings) -> Reading:
    """What the site says about the reading of its files."""
    chinese = settings.chinese
    return Reading(
        settings.timezone,
        Rules(
            protect=chinese.protect,
            vocabulary=tuple(chinese.vocabulary.items()),
            replace=tuple(chinese.replace.items()),
        ),
    )


class _Catalogue:
    """What is known of every file: what the store knew, and what is so `now`."""

    def __init__(self, store: Store, base: bytes, old: dict[str, Known]) -> None:
        self._store = store
        self._base = base
        self._old = old
        self.now: dict[str, Known] = {}

    def leave(self, paths: Collection[str]) -> None:
        """Take every file to be what it was, and know nothing of those at `paths`."""
        for path in paths:
            self._old.pop(path, None)
        self.now = dict(self._old)

    def load(
        self,
        found: Found,
        reading: Reading,
        workers: Workers,
        problems: list[Problem],
        watch: Watch,
    ) -> None:
        """Look at each file that was `found`."""
        unread: list[ContentFile] = []
        for file in found.files:
            known = self._old.get(file.path)
            if known and known.stat == file.stat and not file.entry.is_symlink():
                self.now[file.path] = known
            else:
                unread.append(file)
        some = self._recorded(unread, reading, workers, problems)
        for done, (file, key, record) in enumerate(some):
            watch(done, len(unread))
            self.now[file.path] = Known(
                stat=file.stat if file.is_settled(found.begun) else (),
                record=key,
                body=body_key(self._base, record.body) if record.body else b"",
                card=record.card,
                notes=record.notes,
            )
        self.now = dict(sorted(self.now.items()))

    def _recorded(
        self,
        files: Iterable[ContentFile],
        reading: Reading,
        workers: Workers,
        problems: list[Problem],
    ) -> Iterator[tuple[ContentFile, bytes, Recorded]]:
        """Each file that is not at fault, the key of its record, and what is in it."""
        asked: deque[list[tuple[ContentFile, bytes]]] = deque()
        step = partial(read_records, reading)
        known: list[tuple[ContentFile, bytes, Recorded]] = []

        def unknown() -> Iterator[list[tuple[str, bytes]]]:
            for some in _some(self._read(files, problems)):
                kept = self._store.kept(key for _, key, _ in some)
                known.extend(
                    (file, key, unpacked(file.path, kept[key]))
                    for file, key, _ in some
                    if key in kept
                )
                new = [(file, key, raw) for file, key, raw in some if key not in kept]
                if new:
                    asked.append([(file, key) for file, key, _ in new])
                    yield [(file.path, raw) for file, _, raw in new]

        for results in workers.results(step, unknown()):
            pairs = list(zip(asked.popleft(), results, strict=True))
            self._store.keep(
                {key: packed(found) for (_, key), found in pairs if not found.problems}
            )
            for (file, key), found in pairs:
                problems += found.problems
                if not found.problems:
                    yield file, key, found
        yield from known

    def _read(
        self, files: Iterable[ContentFile], problems: list[Problem]
    ) -> Iterator[tuple[ContentFile, bytes, bytes]]:
        for file in files:
            raw = read_file(file, problems)
            if raw is not None:
                yield file, digest(b"file", self._base, os.fsencode(file.path), raw), raw

    def save(self) -> None:
        """Put what is new into the store."""
        changed = {path: one for path, one in self.now.items() if self._old.get(path) != one}
        gone = self._old.keys() - self.now.keys()
        if changed or gone:
            old = {key for path in {*changed, *gone} for key in _keys(self._old.get(path))}
            new = {key for one in changed.values() for key in _keys(one)}
            values = {path: _encoder.encode(one) for path, one in changed.items()}
            self._store.put_files(values, gone, new, old - new)

    def cards(self) -> tuple[Card, ...]:
        """The card of each article; where it is translated, that is part of the whole."""
        return tuple(
            card
            if (other := self.now.get(_translation_of(path))) is None
            else msgspec.structs.replace(
                card, whole=digest(card.whole, other.record), translated=True
            )
            for path, known in self.now.items()
            if (card := known.card) is not None
        )

    def orphans(self, failed: set[str]) -> Iterator[Problem]:
        """A problem for each translation of nothing."""
        for path in self.now:
            original = f"{path.removesuffix(TRANSLATION)}.md"
            if (
                path.endswith(TRANSLATION)
                and original not in self.now
                and said(original) not in failed
            ):
                what = f"it translates {said(original)}, which is not there"
                yield Problem(said(path), 1, what, "rename it like its article")


def _some(files: Iterator[tuple[ContentFile, bytes, bytes]]) -> Iterator[list[Any]]:
    while some := list(islice(files, _BATCH)):
        yield some


def _keys(known: Known | None) -> tuple[bytes, ...]:
    return tuple(filter(None, (known.record, known.body))) if known else ()


def _translation_of(path: str) -> str:
    return path.removesuffix(".md") + TRANSLATION


def _same_address(cards: Iterable[Card]) -> Iterator[Problem]:
    first: dict[tuple[int, int, str], Card] = {}
    for card in cards:
        other = first.setdefault((card.date.year, card.date.month, card.slug), card)
        if other is not card:
            what = f"it has the date's month and the slug of {said(other.path)}"
            yield Problem(said(card.path), 1, what, "rename one of the two files")


_decoder = msgspec.msgpack.Decoder(Known)
_encoder = msgspec.msgpack.Encoder()
