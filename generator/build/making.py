"""A unit is rendered when its key is new, and a file written when its bytes are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.assets import StaticFile
from generator.build.keys import Keys, changed_parts
from generator.claims import Claims, collisions, may_collide
from generator.digest import canonical, digest
from generator.errors import Problem, Problems
from generator.executor import FEW
from generator.jobs import Job, Press, Rendered
from generator.loader import Library, body_key, read_body
from generator.manifest import File, Made, Manifest, encoded
from generator.output import Staging, standing, unchanged
from generator.store import Store
from generator.units import AnyUnit, StoryUnit, shown_articles, whole_articles

_SITE = ""
"""The name under which the digest of the whole site is recorded."""

BATCH = 16
"""So many units, or the whole texts of so many articles, are made by one job."""


class Making:
    """The new output folder, unit by unit: what is as it was stays, all else is staged."""

    def __init__(self, old: Manifest, staging: Staging) -> None:
        self._old = old
        self._staging = staging
        self._output = str(staging.output)
        self._origins: dict[str, str] = {}
        self._claims = Claims()
        self._refused: list[tuple[str, str]] = []
        self._written: list[str] = []
        self.new: dict[str, Made] = {}
        self.problems: list[Problem] = []
        self._told: set[tuple[str, int]] = set()

    def keep_all(self, site: bytes) -> bool:
        """Whether the folder is what a site of this digest makes; if so, all stays as it is."""
        self.new[_SITE] = Made(site, (), b"")
        last = self._old.made.get(_SITE)
        if last is None or last.key != site or self._old.unsure:
            return False
        if not unchanged(self._output, self._old.files()):
            return False
        self.new = self._old.made
        return True

    def keep_stories(self, name: str, key: bytes, paths: Sequence[str]) -> bool:
        """Whether what the articles at `paths` made is what they would make now, as the `key` of
        them all says; if so, it stays."""
        self.new[name] = Made(key, (), b"")
        last = self._old.made.get(name)
        if last is None or last.key != key:
            return False
        kept = {path: self._old.made[path] for path in paths if path in self._old.made}
        files = (file for made in kept.values() for file in made.files)
        if len(kept) < len(paths) or not unchanged(self._output, files):
            return False
        self.new[name] = last
        self.new |= kept
        return True

    def keep(self, name: str, key: bytes, origin: str) -> bool:
        """Whether what the unit `name` made is what it would make now; if so, it stays."""
        made = self._old.made.get(name)
        self._origins[name] = origin
        if made is None or made.key != key:
            return False
        if not unchanged(self._output, made.files):
            return False
        self.new[name] = made
        return True

    def put(self, unit: AnyUnit, keys: Keys, rendered: Rendered) -> None:
        """Stage what `unit` made, but for files that are as they were."""
        if rendered.problems:
            # A template's mistake shows on many pages; the first of them is enough to mend it.
            for problem in rendered.problems:
                place = problem.path, problem.line
                if place not in self._told:
                    self._told.add(place)
                    self.problems.append(problem)
            return
        old = self._old.made.get(unit.name)
        known = {file.path: file for file in old.files} if old else {}
        files = (
            self._file(unit.name, path, data, known.get(path)) for path, data in rendered.files
        )
        parts = keys.parts(unit)
        because = changed_parts(unit, old.parts, parts) if old and old.parts else ()
        made = Made(keys.key(unit), tuple(filter(None, files)), parts, because, rendered.notes)
        self.new[unit.name] = made

    def file(self, path: str, data: bytes) -> None:
        """A file that is cheaper to make than to key."""
        key = digest(data)
        if not self.keep(path, key, path):
            self.files(path, key, [(path, data)])

    def files(self, name: str, key: bytes, files: Iterable[tuple[str, bytes]]) -> None:
        """The files of what is called `name`, where `keep` has not found them as they were."""
        old = self._old.made.get(name)
        known = {file.path: file for file in old.files} if old else {}
        made = (self._file(name, path, data, known.get(path)) for path, data in files)
        self.new[name] = Made(key, tuple(filter(None, made)), b"")

    def sizes(self, name: str) -> dict[str, int]:
        """How many bytes each file has of what is called `name`."""
        return {file.path: file.size for file in self.new[name].files}

    def copy(self, file: StaticFile) -> None:
        name, key = file.origin, digest(file.digest, file.path.encode())
        if self.keep(name, key, name) or not self._claim(name, file.path):
            return
        last = self._old.made.get(name)
        is_likely = self._old.unsure or (last and last.key == key)
        there = self._standing(file) if is_likely else None
        if there is None:
            self._written.append(file.path)
            there = self._staging.copy(file.path, file.digest, Path(file.source))
        self.new[name] = Made(key, (there,), b"")

    def _standing(self, file: StaticFile) -> File | None:
        with suppress(OSError):  # which copying it tells
            data = Path(file.source).read_bytes()
            return standing(self._output, file.path, file.digest, data)
        return None

    def _file(self, name: str, path: str, data: bytes, known: File | None) -> File | None:
        content = digest(data)
        if known and known.digest == content and unchanged(self._output, [known]):
            return known
        if not self._claim(name, path):
            return None
        # After a store was lost, or files were copied, what stands there need not be written again.
        is_likely = self._old.unsure or (known and known.digest == content)
        if is_likely and (there := standing(self._output, path, content, data)):
            return there
        self._written.append(path)
        return self._staging.write(path, content, data)

    def _claim(self, name: str, path: str) -> bool:
        """Whether a file can be staged for `path`."""
        if self._claims.claim(path):
            return True
        self._refused.append((path, name))
        return False

    @contextmanager
    def recorded(self, store: Store, output: str, paths: Sequence[str]) -> Iterator[None]:
        """Around the change of `paths` in the folder: the store knows of it before and after."""
        old = self._old.made
        changed = [name for name, one in self.new.items() if old.get(name) is not one]
        gone = self._old.made.keys() - self.new.keys()
        if paths or changed or gone or self._old.unsure:
            made = encoded(Manifest(self.new, frozenset()), changed)
            # What stood there before all is recorded is a build's, should this one be killed.
            with store.changing(output, self._old.unsure.union(paths), made, gone):
                yield
        else:
            yield

    def pages(self) -> int:
        """How many pages the site has."""
        files = (file for made in self.new.values() if made.parts for file in made.files)
        return sum(file.path.endswith(".html") for file in files)

    def notes(self) -> list[Problem]:
        """What was noted of the units, when they were rendered."""
        return sorted(note for made in self.new.values() for note in made.notes)

    def changes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The sorted paths of the files to write, and of those to remove."""
        left = self._left()
        now = {file.path for made in self._renewed() for file in made.files}
        if unsure := self._old.unsure:
            left |= unsure - {file.path for made in self.new.values() for file in made.files}
        return tuple(sorted(self._written)), tuple(sorted(left - now))

    def _left(self) -> set[str]:
        """The paths of what is not kept as it was."""
        old = self._old.made.items()
        return {
            file.path for name, made in old if self.new.get(name) is not made for file in made.files
        }

    def _renewed(self) -> Iterator[Made]:
        """What is not as it was."""
        old = self._old.made
        return (made for name, made in self.new.items() if old.get(name) is not made)

    def collisions(self) -> list[Problem]:
        """A problem for each output path that two want."""
        left = self._left()
        new = [file.path for made in self._renewed() for file in made.files]
        kept = {file.path for file in self._old.files()} - left
        if not self._refused and not may_collide(new, kept, left):
            return []
        wanted = {name: [file.path for file in made.files] for name, made in self.new.items()}
        for path, name in self._refused:
            wanted.setdefault(name, []).append(path)
        origins = {name: self._origins.get(name, f"content/{name}") for name in wanted}
        names = sorted(wanted, key=lambda name: _gives_way(name, origins[name]))
        return [*collisions((path, origins[name]) for name in names for path in wanted[name])]


def _gives_way(name: str, origin: str) -> tuple[bool, bool, bool, str]:
    """The order in which paths are given away: a page's own first, a file's that can move last."""
    return name.startswith("static/"), name.startswith("old "), origin == "content/", name


def are_few(units: Sequence[AnyUnit]) -> bool:
    """Whether this process is done with `units` before others would have begun."""
    return len(units) <= FEW * BATCH


def jobs(
    units: Iterable[AnyUnit],
    press: Press,
    content: Path,
    library: Library,
    store: Store,
    problems: list[Problem],
) -> Iterator[Job]:
    """`units` with all that their digests stand for, some at a time. A body that cannot be read
    any more is a problem."""
    for some in _batches(units):
        copied = {unit.path for unit in some if isinstance(unit, StoryUnit)}
        paths = dict.fromkeys(path for unit in some for path in whole_articles(unit))
        stories = {path: library.article(path) for path in paths}
        shown = {path for unit in some for path in shown_articles(unit)}
        articles = library.records(shown)
        articles.update((path, canonical(story)) for path, story in stories.items())
        keyed = [
            (body_key(press.base, source), source, path in copied)
            for path, story in stories.items()
            for source in (story.body, story.zh_body)
            if source is not None
        ]
        sources = {key: source for key, source, _ in keyed}
        shown_as_text = {key for key, _, is_copied in keyed if is_copied}
        bodies = store.kept(sources)
        texts = {}
        for key, source in sources.items():
            if key in bodies and key not in shown_as_text:
                continue
            try:
                texts[key] = read_body(content, source)
            except Problems as found:
                problems += found.problems
        yield Job(tuple(some), articles, bodies, texts)


def _batches(units: Iterable[AnyUnit]) -> Iterator[list[AnyUnit]]:
    """`units`, job by job: a topic's feed has ten whole texts, and what a job makes is in memory
    twice, where it is made and where it is written."""
    some: list[AnyUnit] = []
    whole = 0
    for unit in units:
        some.append(unit)
        whole += len(whole_articles(unit))
        if len(some) >= BATCH or whole >= BATCH:
            yield some
            some, whole = [], 0
    if some:
        yield some
