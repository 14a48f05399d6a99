"""A build makes the output folder what the files of the site say, and does only what is new."""

from __future__ import annotations

import os

import msgspec

from generator.build.making import Making
from generator.build.site import Site, load_articles, load_site
from generator.build.watching import Watch
from generator.config import Project
from generator.errors import Problem, Problems
from generator.executor import Workers
from generator.manifest import Manifest, load_manifest
from generator.output import Staging, found_pages
from generator.store import Store
from generator.urls import Address, article_route

__all__ = ["Built", "Changes", "Watch", "build", "load_articles", "output_name"]


class Changes(msgspec.Struct, frozen=True):
    """The difference of two manifests, as sorted output paths."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


class Built(msgspec.Struct, frozen=True):
    """What a build did. `rendered` counts the pages whose key was new; `added` are the sorted paths
    of the articles that were not there before; `notes` do not stop it."""

    articles: int
    drafts: int
    pages: int
    rendered: int
    changes: Changes
    added: tuple[str, ...]
    notes: tuple[Problem, ...]


def build(project: Project, store: Store, workers: Workers, watch: Watch) -> Built:
    """Make the output folder of `project` what its files say.

    Raises `Problems`, all of them at once, and then nothing has changed. A store that is damaged
    is made anew.
    """
    return store.healed(lambda: _build(project, store, workers, watch))


def _build(project: Project, store: Store, workers: Workers, watch: Watch) -> Built:
    watch("reading", 0, 0)
    site = load_site(project, store, workers, watch)
    name = output_name(project)
    old = load_manifest(store, name)
    lost = not old.made and not old.unsure
    if lost:
        old = Manifest({}, found_pages(project.output))
    rendered = 0
    with Staging(project.output) as staging:
        making = Making(old, staging)
        if not making.keep_all(site.digest):
            # What a build needs that finds nothing new is loaded sooner than the rest.
            from generator.build.renewing import renew

            rendered = renew(project, site, making, store, workers, watch)
        changes = Changes(*making.changes())
        known = old.paths() if changes.written or changes.removed else set[str]()
        # The store was lost: what a build would write into a build's folder is a build's.
        owned = known.union(changes.written) if lost and old.unsure else known
        if problems := [*staging.obstacles(changes.written, changes.removed, owned)]:
            raise Problems(problems)
        with making.recorded(store, name, changes.written + changes.removed):
            staging.apply(changes.written, changes.removed)
    drafts = sum(card.draft for card in site.content.cards)
    return Built(
        articles=len(site.content.cards) - drafts,
        drafts=drafts,
        pages=making.pages(),
        rendered=rendered,
        changes=changes,
        added=_added(site, set(changes.written) - known),
        notes=(*store.notes, *site.notes, *making.notes(), *site.content.notes),
    )


def _added(site: Site, new: set[str]) -> tuple[str, ...]:
    """The output paths of the articles that are among `new` files."""
    cards = (card for card in site.content.cards if new and not card.draft)
    routes = (article_route(card.date, card.slug) for card in cards)
    return tuple(sorted(new.intersection(Address("en", route).output for route in routes)))


def output_name(project: Project) -> str:
    """What the output folder is called in the store: where it is from there, as both may move."""
    return os.path.relpath(project.output, project.cache)
