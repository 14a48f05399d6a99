"""A page is rendered when it is asked for, and an edit that fails leaves the last good site."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress

import msgspec

from generator.build.making import jobs
from generator.build.renewing import counts_json
from generator.build.site import compiled_templates
from generator.config import Project
from generator.errors import Problem, Problems
from generator.jobs import Press
from generator.model import Card
from generator.preview.current import Current, Edited, changed_cards, opened, reloaded
from generator.preview.gathering import Gathered
from generator.preview.snapshot import Snapshot
from generator.rendering import render_job
from generator.sitemaps import robots_txt
from generator.store import DamagedError
from generator.templates import COUNTS
from generator.urls import ROBOTS, SEARCH, Address, Urls, article_route, full_route

AROUND = 3
"""How many lines before and after a mistake are shown."""

TRIES = 12
"""A page whose files change between their loading and its rendering is begun again so often."""

PAUSE, PAUSES = 0.06, 4
"""A file with a mistake may be half written: so many times it is read again, so many seconds
after one another, before the mistake is one."""

_MOST_STORIES = 5
_THEME = ("templates/", "static/")
_NOT_FOUND = "404.html"


class Mistake(msgspec.Struct, frozen=True):
    """A problem, and the lines around it: their numbers and what is in them."""

    path: str
    line: int
    what: str
    remedy: str
    lines: tuple[tuple[int, str], ...]


class Story(msgspec.Struct, frozen=True):
    """An article that was edited: its English title, and the links to all of its pages, the
    English one first."""

    title: str
    links: tuple[str, ...]


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an edit did, as browsers are told: `mistakes` if it failed; else whether pages may
    differ, the link to the folder of assets, whether scripts are new, which stylesheets and other
    static files are, by their names and by their links, which articles, the links to drafts where
    they may differ, and whether to `follow` the one article to its page."""

    mistakes: tuple[Mistake, ...] = ()
    pages: bool = False
    assets: str = ""
    scripts: bool = False
    styles: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    stories: tuple[Story, ...] = ()
    drafts: tuple[str, ...] | None = None
    follow: bool = False


class Answer(msgspec.Struct, frozen=True):
    """What is at a path: bytes, or the path of a `file`; what is wrong, if it cannot be made.

    `mark` is "draft" or "future" where the page is of such an article; `mask` is what of its bytes
    does not tell it from another.
    """

    status: int = 200
    data: bytes = b""
    file: str = ""
    mistakes: tuple[Mistake, ...] = ()
    mark: str = ""
    mask: str = ""


class _ChangedError(Exception):
    """Some of the files that a page is made of are not those that were loaded."""

    def __init__(self, edited: Edited) -> None:
        super().__init__()
        self.edited = edited


class Preview:
    """The site of `project` as it is now, drafts too if they are wanted. `minute` says what time
    it is, on the count of `Date.begins`. Used by one thread at a time."""

    def __init__(self, project: Project, drafts: bool, minute: Callable[[], int]) -> None:
        self._project = project
        self._drafts = drafts
        self._minute = minute
        self._snapshot: Snapshot | None = None
        self._current: Current | None = None
        self._before: Current | None = None
        self._told: Current | None = None
        self._was_mistaken = False
        self._gathered = Gathered()
        self._waiting = Edited()
        self._failed: dict[tuple[str, int], Problem] = {}
        self.problems: tuple[Problem, ...] = ()
        """What is wrong with the files as they are now, and so not shown."""

    def open(self) -> None:
        """Load the site for the first time. One that has problems is loaded once they are mended;
        raises those that are not of its files."""
        with suppress(Problems):
            self._open()
            self._told = self._current

    def close(self) -> None:
        if self._snapshot is not None:
            self._snapshot.close()
            self._snapshot = None

    @property
    def prefix(self) -> str:
        """The path that the site stands at, on its host."""
        return self._urls.prefix

    @property
    def _urls(self) -> Urls:
        project = self._current.project if self._current else self._project
        return Urls(project.settings.base_url)

    def mistakes(self) -> tuple[Mistake, ...]:
        """What is wrong now."""
        return tuple(map(self._mistake, self.problems))

    def change(self, edited: Edited) -> Change:
        """Load what was `edited`; gives what is other than when this was asked for the last time,
        whatever had it loaded."""
        self._load(edited)
        if self.problems or self._current is None:
            return Change(mistakes=self.mistakes())
        told, mended = self._told, self._was_mistaken
        self._told, self._was_mistaken = self._current, False
        if told is None:
            return Change(pages=True)
        change = self._difference(told, self._current)
        if self._drafts and told.archive is not self._current.archive:
            change = msgspec.structs.replace(change, drafts=self.drafts())
        return msgspec.structs.replace(change, pages=True) if mended else change

    def drafts(self) -> tuple[str, ...]:
        """The links to the pages of drafts."""
        if not self._drafts or self._current is None:
            return ()
        cards = (card for card in self._current.archive.articles if card.draft)
        return tuple(link for card in cards for link in self._links(card))

    def answer(self, path: str) -> Answer:
        """What is at `path`, below the output folder."""
        for _ in range(TRIES):
            try:
                return self._answer(path)
            except _ChangedError as found:
                self._load(found.edited)
            if self.problems:
                break
        return Answer(500, mistakes=self.mistakes() or (self._mistake(_RESTLESS),))

    def _answer(self, path: str) -> Answer:
        current = self._current
        if current is None:
            return Answer(500, mistakes=self.mistakes())
        if file := current.files.get(self._moved(path, current)):
            return Answer(file=file.source)
        if (data := self._made(path, current)) is not None:
            return Answer(data=data)
        if current.finder.unit(path) is None:
            path = f"zh-Hant/{_NOT_FOUND}" if path.startswith("zh-Hant/") else _NOT_FOUND
            found = self._page(path, current)
            return msgspec.structs.replace(found, status=404) if found.status == 200 else found
        return self._page(path, current)

    def has(self, path: str) -> bool:
        """Whether a page or a file is at `path`, below the output folder."""
        current = self._current
        return current is not None and (
            path in current.files or current.finder.unit(path) is not None
        )

    def _made(self, path: str, current: Current) -> bytes | None:
        """The file at `path`, if it is made of no unit."""
        if path == COUNTS:
            return counts_json(current.archive)
        if path == ROBOTS:
            return robots_txt(self._urls)
        if path.startswith(SEARCH) and not path.endswith(".html") and self._snapshot is not None:
            return self._gathered.search_file(path, current, self._snapshot)
        return None

    def _open(self) -> None:
        try:
            self._current, self._snapshot = opened(self._project, self._drafts)
        except Problems as found:
            self.problems, self._was_mistaken = found.problems, True
            raise
        self._project = self._current.project
        press = self._current.press
        compiled = compiled_templates(self._snapshot, press)
        self._compiled = msgspec.structs.replace(press, compiled=compiled)

    def _load(self, edited: Edited) -> None:
        """Load what was `edited`, and what could not be loaded before."""
        before, self._waiting = self._current, self._waiting | edited
        try:
            if before is None or self._snapshot is None:
                self._open()
            else:
                self._current = self._reloaded(before, self._snapshot)
        except DamagedError:
            # The store is not what was written: what it held is found anew.
            self.close()
            self._current = None
            return self._load(edited)
        except Problems as found:
            self.problems, self._was_mistaken = found.problems, True
            return None
        self._waiting, self.problems = Edited(), ()
        if before is not None and not self._failed:
            self._before = before
        self._failed.clear()
        return None

    def _reloaded(self, before: Current, store: Snapshot) -> Current:
        """The site with what is waiting; raises `Problems` that stay."""
        for _ in range(PAUSES):
            try:
                return reloaded(before, store, self._waiting, self._drafts)
            except Problems as found:
                if set(found.problems) <= set(self.problems):
                    raise
            time.sleep(PAUSE)
        return reloaded(before, store, self._waiting, self._drafts)

    def _press(self, current: Current) -> Press:
        return self._compiled if current.press.key == self._compiled.key else current.press

    def _page(self, path: str, current: Current) -> Answer:
        try:
            return self._rendered(path, current)
        except Problems as found:
            failed = [self._failed.setdefault((one.path, one.line), one) for one in found.problems]
            mistakes = tuple(map(self._mistake, dict.fromkeys(failed)))
        data, mark = b"", ""
        if self._before is not None:
            with suppress(Problems, KeyError, _ChangedError):
                last = self._rendered(path, self._before)
                data, mark = last.data, last.mark
        return Answer(500, data, mistakes=mistakes, mark=mark)

    def _rendered(self, path: str, current: Current) -> Answer:
        """The page at `path`; raises `Problems`, `_ChangedError`, and `KeyError` where it is none
        of `current`."""
        unit = current.finder.unit(path)
        if unit is None or self._snapshot is None:
            raise KeyError(path)
        problems: list[Problem] = []
        project, library = current.project, current.content.library
        (job,) = jobs([unit], current.press, project.content, library, self._snapshot, problems)
        if problems:
            raise _ChangedError(_edited(problems))
        done = render_job(self._press(current), job)
        self._snapshot.keep(done.bodies)
        (made,) = done.rendered
        if made.problems:
            raise Problems(made.problems)
        card = current.finder.card(path)
        return Answer(
            data=dict(made.files)[path],
            mark=self._mark(card) if card else "",
            mask=current.assets.folder,
        )

    def _mark(self, card: Card) -> str:
        if card.draft:
            return "draft"
        return "future" if card.begins > self._minute() else ""

    def _moved(self, path: str, current: Current) -> str:
        """`path`, or for an asset of an earlier state of the site the path that it has now."""
        parts = path.split("/", 2)
        if len(parts) == 3 and parts[0] == "assets" and path not in current.files:
            return current.assets.folder + parts[2]
        return path

    def _difference(self, before: Current, now: Current) -> Change:
        old = {file.origin: file.digest for file in before.files.values()}
        new = {file.origin: file.digest for file in now.files.values()}
        origins = {file.origin: file.path for file in now.files.values()}
        changed = sorted(name for name, mark in new.items() if old.get(name) != mark)
        link = self._urls.link
        styles = tuple(origins[name] for name in changed if name.endswith(".css"))
        rest = [name for name in changed if not name.endswith((".css", ".js"))]
        cards = changed_cards(before.content, now.content)
        shown = [card for card in cards if self._drafts or not card.draft]
        stories = [self._story(card, now) for card in shown[:_MOST_STORIES]]
        pages = (
            before.archive is not now.archive
            or bool(stories)
            or before.theme != now.theme
            or before.project.settings != now.project.settings
            or before.assets.names != now.assets.names
        )
        return Change(
            pages=pages,
            assets=link(now.assets.folder + "x")[:-1] if changed else "",
            scripts=any(name.endswith(".js") for name in changed),
            styles=tuple(map(link, styles)),
            files=tuple(link(origins[name]) for name in rest),
            stories=tuple(stories),
        )

    def _story(self, card: Card, current: Current) -> Story:
        title = current.content.library.article(card.path).title
        return Story(title, self._links(card))

    def _links(self, card: Card) -> tuple[str, ...]:
        route = article_route(card.date, card.slug)
        link = self._urls.link
        links = [link(Address(language, route).output) for language in ("en", "zh-Hant")]
        if card.translated:
            links.append(link(Address("zh-Hant", full_route(card.date, card.slug)).output))
        return tuple(links)

    def _mistake(self, problem: Problem) -> Mistake:
        """`problem` with the lines around it, in a file of the site or of the theme."""
        lines: list[str] = []
        roots = [self._project.root]
        if problem.path.startswith(_THEME):
            roots.append(self._project.theme)
        for root in roots:
            path = root / problem.path
            if not lines and path.is_file() and path.resolve().is_relative_to(root.resolve()):
                with suppress(OSError):
                    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        first = max(1, problem.line - AROUND)
        around = lines[first - 1 : problem.line + AROUND]
        return Mistake(
            problem.path,
            problem.line,
            problem.what,
            problem.remedy,
            tuple((first + at, line[:300]) for at, line in enumerate(around)),
        )


_RESTLESS = Problem("content", 1, "files go on changing", "look again when they do not")


def _edited(problems: Iterable[Problem]) -> Edited:
    """What the files that `problems` are told of are to a site."""
    return Edited(content=frozenset(one.path.removeprefix("content/") for one in problems))
