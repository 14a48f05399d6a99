"""What is new is planned, rendered and staged; all else stays as it is."""

from __future__ import annotations

from functools import partial

import msgspec

from generator.build.keys import Keys
from generator.build.making import Making, are_few, jobs
from generator.build.relations import related_lists
from generator.build.searching import make_search
from generator.build.site import Site, compiled_templates, keep_compiled
from generator.build.watching import Watch
from generator.config import Project
from generator.errors import Problems
from generator.executor import Workers, serial
from generator.indexes import Archive, index_archive
from generator.pages import plan_units, volumes
from generator.rendering import render_job
from generator.sitemaps import robots_txt
from generator.store import Store
from generator.templates import COUNTS
from generator.urls import ROBOTS, Urls


def renew(
    project: Project, site: Site, making: Making, store: Store, workers: Workers, watch: Watch
) -> int:
    """Stage what is new of `site`; gives how many pages were rendered.

    Raises `Problems`: of templates, of bodies, and of files that want one path.
    """
    watch("planning", 0, 0)
    published = (card for card in site.content.cards if not card.draft)
    archive = index_archive(published, site.content.topics)
    keys = Keys(site.press)
    new = [
        range(volume.first, volume.last)
        for volume in volumes(archive, site.press.carded)
        if not making.keep_stories(
            volume.name,
            keys.stories(volume.key),
            [card.path for card in archive.articles[volume.first : volume.last]],
        )
    ]
    related = related_lists(archive, site.content.library, store, workers, new)
    due = [
        unit
        for unit in plan_units(archive, related, project.settings.page_size, site.press.carded)
        if not making.keep(unit.name, keys.key(unit), unit.origin)
    ]
    press, others = site.press, workers
    if are_few(due):
        press = msgspec.structs.replace(press, compiled=compiled_templates(store, press))
        others = serial()
    rendered = done = 0
    compiled: dict[str, bytes] = {}
    waiting = iter(due)
    tasks = jobs(due, press, project.content, site.content.library, store, making.problems)
    watch("rendering", done, len(due))
    for results in others.results(partial(render_job, press), tasks):
        store.keep(results.bodies)
        compiled |= results.compiled
        for made in results.rendered:
            making.put(next(waiting), keys, made)
            rendered += sum(path.endswith(".html") for path, _ in made.files)
            done += 1
        watch("rendering", done, len(due))
    keep_compiled(store, press, compiled)
    making.file(COUNTS, counts_json(archive))
    make_search(archive, press.base, site.content.library, store, workers, making)
    if not any(file.path == ROBOTS for file in site.files):
        making.file(ROBOTS, robots_txt(Urls(project.settings.base_url)))
    for file in site.files:
        making.copy(file)
    watch("writing", 0, 0)
    if problems := [*making.problems, *making.collisions()]:
        raise Problems(problems)
    return rendered


def counts_json(archive: Archive) -> bytes:
    """Today's number of articles of each topic and month, for pages that state an older one."""
    topics = {slug: len(topic.group.articles) for slug, topic in archive.topics.items()}
    months = {
        f"{month.year:04}-{month.month:02}": len(month.group.articles) for month in archive.months
    }
    return msgspec.json.encode({"topics": topics, "months": months}) + b"\n"
