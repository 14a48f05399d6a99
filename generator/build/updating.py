"""What is not as it was is made, and put in its place when all of it is there."""

from __future__ import annotations

from generator.build.making import Making
from generator.build.outcome import Built, Changes
from generator.build.renewing import renew
from generator.build.site import Site, load_site
from generator.build.watching import Watch
from generator.config import Project
from generator.errors import Problems
from generator.executor import Workers
from generator.loader import Found
from generator.manifest import Manifest, load_manifest
from generator.output import Staging, found_pages
from generator.store import Store
from generator.urls import Address, article_route


def update(
    project: Project, found: Found, output: str, store: Store, workers: Workers, watch: Watch
) -> tuple[Built, Manifest]:
    """Make the output folder of `project`, which the store calls `output`, what its files say, of
    which those of its content were `found`. Gives what was done, and what lies there now.

    Raises `Problems`; `UnfinishedError` where a part of the folder may be new.
    """
    site = load_site(project, found, store, workers, watch)
    old = load_manifest(store, output)
    lost = not old.made and not old.unsure
    if lost:
        old = Manifest({}, found_pages(project.output))
    rendered = 0
    with Staging(project.output) as staging:
        making = Making(old, staging)
        if not making.keep_all(site.digest):
            rendered = renew(project, site, making, store, workers, watch)
        changes = Changes(*making.changes())
        known = old.paths() if changes.written or changes.removed else set[str]()
        # The store was lost: what a build would write into a build's folder is a build's.
        owned = known.union(changes.written) if lost and old.unsure else known
        if problems := [*staging.obstacles(changes.written, changes.removed, owned)]:
            raise Problems(problems)
        with making.recorded(store, output, changes.written + changes.removed):
            staging.apply(changes.written, changes.removed)
    drafts = sum(card.draft for card in site.content.cards)
    built = Built(
        articles=len(site.content.cards) - drafts,
        drafts=drafts,
        pages=making.pages(),
        rendered=rendered,
        changes=changes,
        added=_added(site, set(changes.written) - known),
        notes=(*site.notes, *making.notes(), *site.content.notes),
    )
    return built, Manifest(making.new, frozenset())


def _added(site: Site, new: set[str]) -> tuple[str, ...]:
    """The output paths of the articles that are among `new` files."""
    cards = (card for card in site.content.cards if new and not card.draft)
    routes = (article_route(card.date, card.slug) for card in cards)
    return tuple(sorted(new.intersection(Address("en", route).output for route in routes)))
