"""Whoever pushes is told which articles came, changed and went, of what readers saw before."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from generator.errors import Problems
from generator.loader.files import TRANSLATION
from generator.publishing.git import ZERO, Git
from generator.urls import COPY, Urls, slugify

MOST_LINES = 20

_CONTENT = "content"
_YEAR, _MONTH = re.compile(r"\d{4}\Z"), re.compile(r"\d\d\Z")


class Differences(msgspec.Struct, frozen=True):
    """The sorted routes of the articles that came with a release, changed with it, and went."""

    came: tuple[str, ...]
    changed: tuple[str, ...]
    went: tuple[str, ...]


def differences(before: Path, after: Path, sources: frozenset[str]) -> Differences:
    """How the articles of the release `after` differ from those of `before`. Of those that both
    have, the changed ones are those whose files are among `sources`: the pages of others change
    too, where they name them."""
    old, new = set(_routes(before)), set(_routes(after))
    touched = (old ^ new) | _written_in(sources, old | new)
    was = {route for route in touched if _is_article(before, route)}
    now = {route for route in touched if _is_article(after, route)}
    return Differences(
        came=tuple(sorted(now - was)),
        changed=tuple(sorted(now & was)),
        went=tuple(sorted(was - now)),
    )


def changed_sources(git: Git, old: str, new: str) -> frozenset[str]:
    """The paths of articles and translations, below the folder of articles and without their
    endings, that differ between two commits. None if the repository has one of them no more."""
    if ZERO in (old, new):
        return frozenset()
    try:
        form = ("-r", "-z", "--name-only", "--no-renames")
        said = git.ask("diff-tree", *form, old, new, "--", _CONTENT)
    except Problems:
        return frozenset()
    paths = (path.decode(errors="replace") for path in said.split(b"\0") if path)
    return frozenset(
        path.removeprefix(f"{_CONTENT}/").removesuffix(TRANSLATION).removesuffix(".md")
        for path in paths
        if path.endswith(".md")
    )


def lines(found: Differences, address: str) -> Iterator[str]:
    """The addresses, below that of the site, as lines to read; at most so many of each kind."""
    urls = Urls(address)
    for word, routes in (("New", found.came), ("Changed", found.changed), ("Gone", found.went)):
        for route in routes[:MOST_LINES]:
            yield f"{word}: {urls.permalink(f'{route}index.html')}"
        if len(routes) > MOST_LINES:
            yield f"… and {len(routes) - MOST_LINES:,} more."


def _routes(release: Path) -> Iterator[str]:
    """The folders where articles are, of which some may be no article's."""
    for year in _names(release, _YEAR):
        for month in _names(release / year, _MONTH):
            for name in _names(release / year / month):
                yield f"{year}/{month}/{name}/"


def _names(folder: Path, form: re.Pattern[str] | None = None) -> Iterable[str]:
    try:
        with os.scandir(folder) as entries:
            return [
                entry.name
                for entry in entries
                if entry.is_dir(follow_symlinks=False) and (not form or form.match(entry.name))
            ]
    except (FileNotFoundError, NotADirectoryError):
        return []


def _is_article(release: Path, route: str) -> bool:
    """Whether an article stands there, and not a page that leads on to where it is now."""
    return (release / route / COPY).is_file()


def _written_in(sources: frozenset[str], routes: set[str]) -> set[str]:
    """Those of `routes` whose articles are in `sources`: by the month and the name, as files are
    mostly kept, else by the name, which is the last part of the address."""
    found, elsewhere = set(), set()
    for source in sources:
        folder, _, name = source.rpartition("/")
        slug = slugify(name)
        if (route := f"{folder}/{slug}/") in routes:
            found.add(route)
        else:
            elsewhere.add(slug)
    if elsewhere:
        found.update(route for route in routes if route.split("/")[2] in elsewhere)
    return found
