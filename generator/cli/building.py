"""`build` and `explain`: what the site is, and why."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from generator.cli.site import (
    cache_option,
    load_site_project,
    output_option,
    shown,
    site_option,
    told_as_json,
    told_problems,
)
from generator.errors import counted

if TYPE_CHECKING:
    from generator.build import Built
    from generator.config import Project
    from generator.executor import Workers
    from generator.store import Store
    from generator.verifying import Verified

MOST_NOTES = 10
QUIET = 1.0
"""How long a command may be silent on a terminal, in seconds."""


class Progress:
    """Tells on a terminal how far a build is, if it takes longer, and how long each stage took."""

    def __init__(self, shows: bool) -> None:
        self._shows = shows
        self._begun = self._told = time.monotonic()
        self._stages: dict[str, float] = {}
        self._stage = ""
        self._since = self._begun

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        self._turn(stage, now)
        if self._shows and now - self._begun > QUIET and now - self._told > 0.1:
            self._told = now
            much = f" {done:,} of {total:,}" if total else ""
            click.echo(f"\r\x1b[K{stage.capitalize()}{much}…", nl=False, err=True)

    def wait(self) -> None:
        """Tells at once that another build comes first."""
        self._turn("waiting", time.monotonic())
        if self._shows:
            click.echo("Waiting for another build of this site…", err=True)

    def end(self) -> dict[str, float]:
        """The seconds that each stage took, in their order; the line is empty again."""
        self._turn("", time.monotonic())
        if self._shows and self._told > self._begun:
            click.echo("\r\x1b[K", nl=False, err=True)
        return self._stages

    def _turn(self, stage: str, now: float) -> None:
        if stage != self._stage:
            if self._stage:
                spent = self._stages.get(self._stage, 0.0)
                self._stages[self._stage] = spent + now - self._since
            self._stage, self._since = stage, now


@click.command()
@site_option
@output_option
@cache_option
@click.option(
    "--workers",
    type=click.IntRange(1),
    metavar="N",
    help="How many processes may share the work; else one for each processor.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Share the work with the Dask cluster whose scheduler is at ADDRESS.",
)
@click.option("--verify", is_flag=True, help="Then build once more, from nothing, and compare.")
@click.option("--json", "as_json", is_flag=True, help="Tell the outcome as one JSON object.")
def build(
    site: Path,
    output: Path | None,
    cache: Path | None,
    workers: int | None,
    scheduler: str | None,
    verify: bool,
    as_json: bool,
) -> None:
    """Build the archive.

    Only what is new is rendered, and only what changed is written. Where something is wrong,
    everything that is wrong is told, and nothing changes.
    """
    from generator.build import build as build_site
    from generator.store import Store

    progress = _progress()
    with told_as_json() if as_json else told_problems():
        project = load_site_project(site, output, cache)
        with Store(project.cache, progress.wait) as store, _workers(workers, scheduler) as others:
            try:
                built = build_site(project, store, others, progress)
            finally:
                stages = progress.end()
            verified = _verified(project, store, others) if verify else None
    if as_json:
        click.echo(msgspec.json.encode(_told(built, stages, verified)))
    else:
        _tell(built, stages)
        folder = shown(project.output)
        click.echo(f"The site is in {folder}; look at it with: python3 -m http.server -d {folder}")
    if verified and not as_json:
        _tell_verified(verified, shown(project.cache))
    if verified and (verified.different or verified.extra or verified.missing):
        sys.exit(1)


@click.command()
@site_option
@output_option
@cache_option
@click.argument("path")
def explain(site: Path, output: Path | None, cache: Path | None, path: str) -> None:
    """Tell why the page at PATH was rendered, and whether the next build renders it.

    PATH is below the output folder, such as 2026/04/some-story/index.html, or the page's address.
    """
    from generator.executor import serial
    from generator.explaining import explain as explain_page
    from generator.explaining import output_path, sentences
    from generator.store import Store

    with told_problems():
        project = load_site_project(site, output, cache)
        path = output_path(project, path)
        with Store(project.cache, _progress().wait) as store, serial() as workers:
            found = explain_page(project, store, workers, path)
    for sentence in sentences(found):
        click.echo(sentence)


def _workers(count: int | None, scheduler: str | None) -> Workers:
    from generator.executor import cores, processes

    if scheduler is None:
        return processes(count or cores())
    from generator.cluster import cluster
    from generator.version import program_version

    return cluster(scheduler, program_version())


def _progress() -> Progress:
    return Progress(sys.stderr.isatty())


def _verified(project: Project, store: Store, workers: Workers) -> Verified:
    from generator.verifying import verify

    progress = _progress()
    try:
        return verify(project, store, workers, progress)
    finally:
        progress.end()


def _told(
    built: Built, stages: Mapping[str, float], verified: Verified | None
) -> dict[str, object]:
    return {
        "articles": built.articles,
        "drafts": built.drafts,
        "pages": built.pages,
        "rendered": built.rendered,
        "written": built.changes.written,
        "removed": built.changes.removed,
        "notes": built.notes,
        "seconds": {stage: round(spent, 3) for stage, spent in stages.items()},
        **({"verified": verified} if verified else {}),
    }


def _tell(built: Built, stages: Mapping[str, float]) -> None:
    for note in built.notes[:MOST_NOTES]:
        click.echo(str(note), err=True)
    if len(built.notes) > MOST_NOTES:
        more = len(built.notes) - MOST_NOTES
        click.echo(f"… and {more:,} more to look at; `--json` tells all of them.", err=True)
    click.echo(
        f"Built {counted(built.articles, 'article')} as {counted(built.pages, 'page')}"
        + (f", leaving out {counted(built.drafts, 'draft')}" if built.drafts else "")
        + f": {built.rendered:,} rendered, {built.pages - built.rendered:,} as they were, "
        f"{counted(len(built.changes.written), 'file')} written, "
        f"{len(built.changes.removed):,} removed."
    )
    spent = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in stages.items())
    click.echo(f"It took {sum(stages.values()):.1f} s ({spent}).")


def _tell_verified(verified: Verified, store: str) -> None:
    for what, paths in (
        ("differs from a clean build", verified.different),
        ("is not in a clean build", verified.extra),
        ("is in a clean build alone", verified.missing),
    ):
        for path in paths:
            click.echo(f"{path} {what}", err=True)
    wrong = len(verified.different) + len(verified.extra) + len(verified.missing)
    if not wrong:
        click.echo(f"Verified: all {counted(verified.same, 'file')} are as in a clean build.")
    else:
        click.echo(
            f"{counted(wrong, 'file')} not as in a clean build; delete {store} and build again.",
            err=True,
        )
