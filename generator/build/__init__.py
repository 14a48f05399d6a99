"""A build makes the output folder what the files of the site say, and does only what is new."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from generator.build.keys import Keys
from generator.build.making import BATCH, Making, jobs
from generator.build.relations import related_lists
from generator.build.site import (
    Site,
    compiled_templates,
    keep_compiled,
    load_articles,
    load_site,
)
from generator.config import Project
from generator.errors import Problem, Problems
from generator.executor import FEW, Workers
from generator.indexes import Archive, index_archive
from generator.manifest import Manifest, load_manifest
from generator.output import Staging, found_pages
from generator.pages import plan_units
from generator.rendering import render_job
from generator.store import DamagedError, Store
from generator.templates import COUNTS
from generator.units import AnyUnit

__all__ = ["Built", "Changes", "Watch", "build", "load_articles", "output_name"]

Watch = Callable[[str, int, int], None]
"""Told what a build is at: the name of the stage, how much of it is done, and of how much."""


class Changes(msgspec.Struct, frozen=True):
    """The difference of two manifests, as sorted output paths."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


class Built(msgspec.Struct, frozen=True):
    """What a build did. `rendered` counts the pages whose key was new; `notes` do not stop it."""

    articles: int
    drafts: int
    pages: int
    rendered: int
    changes: Changes
    notes: tuple[Problem, ...]


def build(project: Project, store: Store, workers: Workers, watch: Watch) -> Built:
    """Make the output folder of `project` what its files say.

    Raises `Problems`, all of them at once, and then nothing has changed. A store that is damaged
    is made anew.
    """
    try:
        return _build(project, store, workers, watch)
    except DamagedError:
        store.renew()
        return _build(project, store, workers, watch)


def _build(project: Project, store: Store, workers: Workers, watch: Watch) -> Built:
    watch("reading", 0, 0)
    site = load_site(project, store, workers)
    published = [card for card in site.content.cards if not card.draft]
    name = output_name(project)
    old = load_manifest(store, name)
    lost = not old.made and not old.unsure
    if lost:
        old = Manifest({}, found_pages(project.output))
    rendered = 0
    with Staging(project.output) as staging:
        making = Making(old, staging)
        if not making.keep_all(site.digest):
            watch("planning", 0, 0)
            archive = index_archive(published, site.content.topics)
            keys = Keys(site.press)
            due = _due(archive, site, keys, making, store, workers, project.settings.page_size)
            rendered = _render(due, project, site, keys, making, store, workers, watch)
            making.file(COUNTS, counts_json(archive))
            for file in site.files:
                making.copy(file)
            watch("writing", 0, 0)
            if problems := [*making.problems, *making.collisions()]:
                raise Problems(problems)
        changes = Changes(*making.changes())
        # The store was lost: what a build would write into a build's folder is a build's.
        owned = {*changes.written, *old.paths()} if lost and old.unsure else old.paths()
        if problems := [*staging.obstacles(changes.written, changes.removed, owned)]:
            raise Problems(problems)
        with making.recorded(store, name, changes.written + changes.removed):
            staging.apply(changes.written, changes.removed)
    return Built(
        articles=len(published),
        drafts=len(site.content.cards) - len(published),
        pages=making.pages(),
        rendered=rendered,
        changes=changes,
        notes=(*making.notes(), *site.content.notes),
    )


def output_name(project: Project) -> str:
    """What the output folder is called in the store, which moves with the site."""
    return os.path.relpath(project.output, project.root)


def _due(
    archive: Archive,
    site: Site,
    keys: Keys,
    making: Making,
    store: Store,
    workers: Workers,
    page_size: int,
) -> list[AnyUnit]:
    """The units that are to be rendered; what the others made stays."""
    related = related_lists(archive, site.content.library, store, workers)
    return [
        unit
        for unit in plan_units(archive, related, page_size)
        if not making.keep(unit.name, keys.key(unit), unit.origin)
    ]


def _render(
    due: Sequence[AnyUnit],
    project: Project,
    site: Site,
    keys: Keys,
    making: Making,
    store: Store,
    workers: Workers,
    watch: Watch,
) -> int:
    """Stage what the units of `due` make; gives the number of pages."""
    pages = done = 0
    compiled: dict[str, bytes] = {}
    watch("rendering", 0, len(due))
    waiting = iter(due)
    press = site.press
    if len(due) <= FEW * BATCH:
        press = msgspec.structs.replace(press, compiled=compiled_templates(store, press))
    step = partial(render_job, press)
    tasks = jobs(due, site.press, project.content, site.content.library, store, making.problems)
    for results in workers.results(step, tasks):
        store.keep(results.bodies)
        compiled |= results.compiled
        for rendered in results.rendered:
            making.put(next(waiting), keys, rendered)
            pages += len(rendered.files)
        done += len(results.rendered)
        watch("rendering", done, len(due))
    keep_compiled(store, press, compiled)
    return pages


def counts_json(archive: Archive) -> bytes:
    """Today's number of articles of each topic and month, for pages that state an older one."""
    topics = {slug: len(topic.group.articles) for slug, topic in archive.topics.items()}
    months = {
        f"{month.year:04}-{month.month:02}": len(month.group.articles) for month in archive.months
    }
    return msgspec.json.encode({"topics": topics, "months": months}) + b"\n"
