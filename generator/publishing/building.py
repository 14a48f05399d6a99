"""A commit becomes a release: files in the work tree, a build, and links to what was built."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from generator.build import Built, build, output_name
from generator.config import Project, load_project, settings_problem
from generator.errors import Problem, Problems
from generator.executor import cores, processes
from generator.publishing.git import Commit
from generator.publishing.journal import Entry, now, user
from generator.publishing.newsroom import Channel, Newsroom
from generator.store import Store
from generator.theme import THEME
from generator.urls import Urls

Tell = Callable[[str], None]
"""Told what an editor should read, a line at a time."""

_EVERY = 5.0
"""Seconds between two lines on how far a long build is."""


class Release(msgspec.Struct, frozen=True):
    """A release that is made, and not live yet. `address` is where its site will stand."""

    number: int
    built: Built
    address: str
    seconds: float


def make_release(newsroom: Newsroom, channel: Channel, commit: Commit, tell: Tell) -> Release:
    """The release of `commit`; raises `Problems`, and then the last one is as it was.

    Whoever calls holds the newsroom's lock.
    """
    begun = time.monotonic()
    releases = channel.releases
    try:
        channel.state.mkdir(parents=True, exist_ok=True)
        channel.tree.update(newsroom.git, commit.name)
        project = _project(newsroom, channel)
        with releases.building():
            built = _build(channel, project, tell)
            known = newsroom.journal.built(channel.branch)
            number = max((0, *known, *releases.numbers())) + 1
            releases.add(number, built.changes.removed + built.changes.written)
        seconds = time.monotonic() - begun
        newsroom.journal.append(
            Entry(
                event="built",
                when=now(),
                by=user(),
                branch=channel.branch,
                release=number,
                commit=commit.name,
                author=commit.author,
                subject=commit.subject,
                written=len(built.changes.written),
                removed=len(built.changes.removed),
                seconds=round(seconds, 2),
            )
        )
    except OSError as error:
        raise Problems([unwritable(error, channel.folder)]) from None
    return Release(number, built, project.settings.base_url, seconds)


def unwritable(error: OSError, folder: Path) -> Problem:
    """What the system said when something could not be written in or near `folder`."""
    place = str(error.filename2 or error.filename or folder)
    what = f"the server cannot write it: {error.strerror or error}"
    return Problem(place, 1, what, "make room or mend the rights there, and push again")


def _project(newsroom: Newsroom, channel: Channel) -> Project:
    project = load_project(channel.tree.folder, THEME)
    if channel.address:
        settings = msgspec.structs.replace(project.settings, base_url=channel.address)
        project = msgspec.structs.replace(project, settings=settings)
    else:
        _refuse_elsewhere(project, newsroom.settings.address)
    return project.into(channel.releases.built).keeping_in(channel.cache)


def _refuse_elsewhere(project: Project, address: str) -> None:
    """Raise `Problems` where no page of `project` would find its files below `address`."""
    path, wanted = (Urls(url).prefix for url in (project.settings.base_url, address))
    if path != wanted:
        what = f"the site's path is {path}, and this server shows it at {wanted}"
        remedy = f"set `base_url` to {address}, or set the server up again with another --address"
        raise Problems([settings_problem(project, ("base_url",), what, remedy)])


def _build(channel: Channel, project: Project, tell: Tell) -> Built:
    with Store(project.cache) as store, processes(cores()) as workers:
        try:
            return build(project, store, workers, _Progress(tell))
        except Problems:
            if not store.begun(output_name(project)):
                channel.releases.unchanged()
            raise


class _Progress:
    """Tells every now and then how far a build is."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._told = time.monotonic()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if time.monotonic() - self._told > _EVERY:
            self._told = time.monotonic()
            much = f" {done:,} of {total:,}" if total else ""
            self._tell(f"{stage.capitalize()}{much}…")
