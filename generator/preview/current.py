"""The site as its files have it now: of what an edit left alone, nothing is loaded again."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from generator.assets import Assets, StaticFile
from generator.build.relations import related_lists
from generator.build.site import (
    Site,
    load_site,
    press_of,
    reading_base,
    site_assets,
    site_fonts,
    theme_reach,
)
from generator.claims import collisions, may_collide
from generator.config import Project, load_project
from generator.errors import Problem, Problems
from generator.executor import cores, processes, serial
from generator.indexes import Archive, index_archive
from generator.jobs import Press
from generator.loader import Content, Library, content_files, reload_content
from generator.model import Card
from generator.pages import Finder
from generator.preview.archive import is_in_place, with_cards
from generator.preview.neighbours import Neighbours
from generator.preview.snapshot import Snapshot
from generator.store import Store
from generator.templates import COUNTS, Theme, load_theme

_FEW = 20
"""So many cards are put in their places one by one; where more changed, all are indexed."""


class Edited(msgspec.Struct, frozen=True):
    """Which of a site's files may not be what they were: those at the paths of `content`, below
    that folder, or any of it where it is None; settings, templates and strings, static files."""

    content: frozenset[str] | None = frozenset()
    settings: bool = False
    theme: bool = False
    static: bool = False

    def __or__(self, other: Edited) -> Edited:
        whole = self.content is None or other.content is None
        return Edited(
            content=None
            if whole
            else (self.content or frozenset()) | (other.content or frozenset()),
            settings=self.settings or other.settings,
            theme=self.theme or other.theme,
            static=self.static or other.static,
        )

    def __bool__(self) -> bool:
        return self != Edited()


class Current(msgspec.Struct, frozen=True):
    """A site that has no problem, and what finds its pages."""

    project: Project
    content: Content
    theme: Theme
    assets: Assets
    press: Press
    archive: Archive
    neighbours: Neighbours
    finder: Finder
    files: Mapping[str, StaticFile]


def opened(project: Project, drafts: bool) -> tuple[Current, Snapshot]:
    """The site of `project`, loaded as a build does it, and what it is to be read from later.

    The store learns what a build would have put there. Raises `Problems`.
    """

    def load() -> tuple[Site, Archive, dict[str, tuple[int, ...]]]:
        site = load_site(project, content_files(project.content), store, workers, lambda *_: None)
        public = _archive(site.content, drafts=False)
        everything = [range(len(public.articles))]
        lists = related_lists(public, site.content.library, store, workers, everything)
        return site, public, {public.articles[at].path: lists[at] for at in lists}

    with Store(project.cache) as store, processes(cores()) as workers:
        site, archive, lists = store.healed(load)
    snapshot = Snapshot(project.cache)
    try:
        library = Library(snapshot, site.content.library.known)
        content = msgspec.structs.replace(site.content, library=library)
        neighbours = Neighbours(archive, library, lists)
        if drafts:
            archive = _archive(content, drafts=True)
            neighbours = neighbours.after(archive, library)
        theme = site.press.theme
        assets = msgspec.structs.replace(site.press.assets, files=site.files)
        found = _current(project, content, theme, assets, site.press, archive, neighbours)
        check_addresses(found)
    except Problems:
        snapshot.close()
        raise
    return found, snapshot


def reloaded(before: Current, store: Snapshot, edited: Edited, drafts: bool) -> Current:
    """The site that `before` became when files were `edited`: what `opened` would give.

    Raises `Problems`, those of all parts together.
    """
    project, problems = before.project, list[Problem]()
    if edited.settings:
        project = load_project(project.root, project.theme).keeping_in(project.cache)
    content, assets, theme, press = before.content, before.assets, before.theme, before.press
    base = reading_base(project.settings)
    paths = edited.content if base == press.base else None
    if paths is None or paths:
        try:
            with serial() as workers:
                if base != press.base:
                    content = msgspec.structs.replace(content, library=Library(store, {}))
                content = reload_content(content, project, store, workers, base, paths)
        except Problems as found:
            problems += found.problems
    fonts = press.fonts
    if edited.settings:
        try:
            fonts = site_fonts(project, store)
        except Problems as found:
            problems += found.problems
    if edited.static:
        try:
            assets = site_assets(project, store)
        except Problems as found:
            problems += found.problems
    if edited.theme or edited.static:
        try:
            theme = load_theme(project.layers("templates")) if edited.theme else theme
            reach = theme_reach(theme, assets, store)
            press = press_of(project.settings, theme, reach, assets, fonts)
        except Problems as found:
            problems += found.problems
    elif edited.settings:
        press = press_of(project.settings, theme, press.reach, assets, fonts)
    if problems:
        raise Problems(problems)
    archive, neighbours = before.archive, before.neighbours
    in_place: list[Card] | None = []
    if content is not before.content:
        in_place = _in_place(before.content, content)
        if in_place is None:
            archive = _archive(content, drafts)
            neighbours = neighbours.after(archive, content.library)
        else:
            public = [card for card in in_place if drafts or not card.draft]
            archive = with_cards(archive, public)
            neighbours = neighbours.after(archive, content.library, [one.path for one in public])
    current = _current(project, content, theme, assets, press, archive, neighbours)
    if in_place is None or edited.static or edited.settings:
        check_addresses(current)
    return current


def _current(
    project: Project,
    content: Content,
    theme: Theme,
    assets: Assets,
    press: Press,
    archive: Archive,
    neighbours: Neighbours,
) -> Current:
    finder = Finder(archive, project.settings.page_size, neighbours.offsets, press.carded)
    files = {file.path: file for file in assets.files}
    return Current(project, content, theme, assets, press, archive, neighbours, finder, files)


def changed_cards(old: Content, new: Content) -> list[Card]:
    """The cards of `new` that `old` does not have."""
    known = {card.path: card for card in old.cards}
    return [card for card in new.cards if known.get(card.path) != card]


def _in_place(old: Content, new: Content) -> list[Card] | None:
    """The cards of `new` that are others, if they are few, and the order and the topics of all
    articles are what they were."""
    known = {card.path: card for card in old.cards}
    changed = changed_cards(old, new)
    stays = (
        len(changed) <= _FEW
        and len(known) == len(new.cards)
        and new.topics == old.topics
        and all(card.path in known and is_in_place(known[card.path], card) for card in changed)
    )
    return changed if stays else None


def _archive(content: Content, drafts: bool) -> Archive:
    return index_archive(
        (card for card in content.cards if drafts or not card.draft), content.topics
    )


def check_addresses(current: Current) -> None:
    """Raises a problem for each output path that two want, as a build does.

    Only old addresses and static files can want what a page wants, so pages are not looked at
    where there is neither.
    """
    assets = current.assets
    others = [file for file in assets.files if not file.path.startswith(assets.folder)]
    if others or any(card.aliases for card in current.archive.articles):
        wanted = [*current.finder.wanted(), (COUNTS, COUNTS)]
        wanted += ((file.path, file.origin) for file in assets.files)
        if may_collide([path for path, _ in wanted], frozenset(), frozenset()):
            raise Problems(collisions(wanted))
