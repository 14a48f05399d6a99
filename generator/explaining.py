"""Why a page was rendered is told by the digests that decided it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import msgspec

from generator.build import output_name
from generator.build.keys import FONTS, PROGRAM, TEMPLATES, Keys, changed_parts
from generator.build.relations import related_lists
from generator.build.site import load_site
from generator.config import Project
from generator.copies import copy_path, has_copy
from generator.errors import Problem, Problems
from generator.executor import Workers
from generator.indexes import index_archive
from generator.loader import content_files
from generator.manifest import Made, load_manifest
from generator.output import unchanged
from generator.pages import Edition, both_editions, make_pages, plan_units, unit_paths
from generator.store import Store
from generator.units import AnyUnit, FileUnit
from generator.urls import Urls

REASONS = {
    PROGRAM: "the program, its libraries, or the rules and the address in site.toml",
    TEMPLATES: "what site.toml says of the site, or a template, a string or a static file",
    FONTS: "the fonts, or the site's name",
    "whole": "its article",
    "month": "the number of the month's articles",
    "months": "the months and their numbers",
    "topics": "its topics and their numbers",
    "related": "the related articles",
    "older": "the one before it",
    "newer": "the one after it",
    "newest": "the articles that it lists",
    "listed": "the articles that it lists",
    "numbered": "how many numbered pages there are",
    "days": "the days with articles",
    "bars": "its chart",
    "companions": "the topics beside it",
    "count": "the number of articles",
    "topic": "the topic's names",
    "of": "the topic's names",
    "description": "the topic's description",
    "aliases": "the old addresses",
    "route": "where it leads",
    "translated": "whether there is a whole Chinese text",
    "zh_description": "the topic's description in Chinese",
    "stories": "the articles of the month and their dates",
    "listings": "the dates of the lists",
    "news": "whether there is a sitemap of news",
    "cards": "whether it has a card",
    "drawn": "the titles or the date on the card",
    "folder": "the address of its article",
    "languages": "the languages that cards are drawn in",
}
"""What each part of a unit is, in words."""


class Explanation(msgspec.Struct, frozen=True):
    """Why an output file is as it is. `origin` is the file that wants it; `last` has the parts that
    had changed when it was last rendered, and `next` those that have changed since.

    None of either means that it was not there: it was rendered because it was new, or will be.
    """

    origin: str
    last: tuple[str, ...] | None
    next: tuple[str, ...] | None
    missing: bool


def explain(project: Project, store: Store, workers: Workers, path: str) -> Explanation:
    """Why the file at `path`, below the output folder, was rendered, and whether it will be.

    Raises `Problems` if no page of the site is there.
    """
    return store.healed(lambda: _explain(project, store, workers, path))


def _explain(project: Project, store: Store, workers: Workers, path: str) -> Explanation:
    old = load_manifest(store, output_name(project))
    site = load_site(project, content_files(project.content), store, workers, lambda *_: None)
    archive = index_archive(
        (card for card in site.content.cards if not card.draft), site.content.topics
    )
    everything = [range(len(archive.articles))]
    related = related_lists(archive, site.content.library, store, workers, everything)
    keys = Keys(site.press)
    editions = both_editions(Urls(project.settings.base_url), site.content.library.article)
    maker = next((name for name, made in old.made.items() if _makes(made, path)), None)
    units = plan_units(archive, related, project.settings.page_size, site.press.carded)
    for unit in sorted(units, key=lambda unit: unit.name != maker):
        if _wants(unit, path, editions):
            made = old.made.get(unit.name)
            return _explanation(
                unit, made if made and _makes(made, path) else None, keys, project, path
            )
    remedy = "name a page by its path below the output folder"
    if maker is None:
        what = "no page of the site is there"
    elif old.made[maker].parts:
        what = "nothing makes this page any more"
        remedy = "the next build removes it"
    else:
        what = "it is a file of the site, but no page"
    raise Problems([Problem(path, 1, what, remedy)])


def output_path(project: Project, asked: str) -> str:
    """The path below the output folder of the page that somebody `asked` for: by that path, by the
    file's own, or by an address, whole or from the site's root."""
    path = asked.removeprefix(project.settings.base_url)
    for folder in (f"{project.output}/", f"{project.settings.output}/", "/"):
        path = path.removeprefix(folder)
    name = path.rpartition("/")[2]
    return path if "." in name else f"{path.rstrip('/')}/index.html".lstrip("/")


def _wants(unit: AnyUnit, path: str, editions: Sequence[Edition]) -> bool:
    if isinstance(unit, FileUnit):
        return path in unit_paths(unit)
    return any(
        page.path == path or (has_copy(page) and copy_path(page) == path)
        for page in make_pages(unit, editions)
    )


def _makes(made: Made, path: str) -> bool:
    return any(file.path == path for file in made.files)


def _explanation(
    unit: AnyUnit, made: Made | None, keys: Keys, project: Project, path: str
) -> Explanation:
    if made is None:
        there = os.path.lexists(project.output / path)
        return Explanation(unit.origin, None, None, missing=not there)
    return Explanation(
        origin=unit.origin,
        last=made.because or None,
        next=changed_parts(unit, made.parts, keys.parts(unit)),
        missing=not unchanged(str(project.output), made.files),
    )


def sentences(explanation: Explanation) -> Iterator[str]:
    """The explanation as one tells it."""
    yield f"It is made from {explanation.origin}."
    if explanation.next is None:
        if explanation.missing:
            yield "It is not there yet: the next build makes it."
        else:
            yield "No build is known to have made it from that: the next one does."
        return
    if explanation.last:
        yield f"It was last rendered because this had changed: {_words(explanation.last)}."
    else:
        yield "It was last rendered because all of it was new."
    if explanation.next:
        yield f"The next build renders it, because this has changed: {_words(explanation.next)}."
    elif explanation.missing:
        yield "The next build renders it: in the output folder, it is not as the build left it."
    else:
        yield "The next build leaves it as it is."


def _words(parts: tuple[str, ...]) -> str:
    return "; ".join(dict.fromkeys(REASONS.get(part, part) for part in parts))
