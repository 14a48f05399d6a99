"""The command line: options and printing, nothing else."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.config import Project, load_project
from generator.errors import Problem, Problems
from generator.model import Article
from generator.theme import THEME

MOST_NOTES = 10


@contextmanager
def told_problems() -> Iterator[None]:
    """Problems on standard error, one a line, and exit code 1."""
    try:
        yield
    except Problems as found:
        for problem in found.problems:
            click.echo(str(problem), err=True)
        count = len(found.problems)
        click.echo(f"{count} problem{'s' if count > 1 else ''}; nothing was written.", err=True)
        sys.exit(1)


def site_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--site",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("."),
        help="The site's folder, which holds site.toml; else the one you are in.",
    )(command)


def run() -> None:
    """The command; what it prints into may be gone or full."""
    try:
        main()
    except OSError as error:
        with suppress(OSError):
            click.echo(f"newsarchive: {error.strerror or error}", err=True)
        sys.exit(1)


@click.group()
@click.version_option(__version__, package_name="newsarchive", message="newsarchive %(version)s")
def main() -> None:
    """A static site generator for a bilingual news archive."""


@main.command()
@site_option
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to build into, instead of the one that site.toml names.",
)
def build(site: Path, output: Path | None) -> None:
    """Build the archive.

    Only what is new is rendered, and only what changed is written. Where something is wrong,
    everything that is wrong is told, and nothing changes.
    """
    from generator.build import build as build_site
    from generator.store import Store

    with told_problems():
        project = _project(site, output)
        with Store(project.cache) as store:
            built = build_site(project, store)
    for note in built.notes[:MOST_NOTES]:
        click.echo(str(note), err=True)
    if len(built.notes) > MOST_NOTES:
        click.echo(f"… and {len(built.notes) - MOST_NOTES:,} more such terms.", err=True)
    click.echo(
        f"Built {_count(built.articles, 'article')} as {_count(built.pages, 'page')}"
        + (f", leaving out {_count(built.drafts, 'draft')}" if built.drafts else "")
        + f": {built.rendered:,} rendered, {_count(len(built.changes.written), 'file')} written, "
        f"{len(built.changes.removed):,} removed."
    )
    shown = _shown(project.output)
    click.echo(f"The site is in {shown}; look at it with: python3 -m http.server -d {shown}")


@main.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--into",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The content folder that the articles go to, as YYYY/MM/slug.md.",
)
def import_pages(files: tuple[Path, ...], into: Path) -> None:
    """Read saved pages of an archive, as text, into article files.

    What no rule can place is told with its line. Nothing that is there is written over.
    """
    from generator.chinese import Normalizer, Rules
    from generator.importing import import_pages as import_all

    normalizer = Normalizer(Rules())
    with told_problems():
        imported = import_all(files, into, lambda text: normalizer.text(text).plain)
    for page in imported:
        for note in page.notes:
            click.echo(str(note), err=True)
        click.echo(str(into / page.path))


@main.group()
def translation() -> None:
    """Look after the whole Chinese texts of articles."""


@translation.command()
@site_option
def status(site: Path) -> None:
    """List the articles whose Chinese text is missing, older than the English, or not its twin."""
    from generator.translating import translation_status

    with told_problems():
        project, articles = _articles(site)
        states = [*translation_status(project.content, articles)]
    for one in states:
        if one.state == "missing":
            click.echo(f"{one.path}: missing")
        elif one.state != "current":
            click.echo(f"{one.path}: {one.stale} stale, {one.unpaired} unpaired")
    current = sum(one.state == "current" for one in states)
    missing = sum(one.state == "missing" for one in states)
    stale = sum(one.state == "stale" for one in states)
    unpaired = sum(one.state == "unpaired" for one in states)
    click.echo(
        f"{_count(len(states), 'article')}: {current} current, {stale} stale, "
        f"{unpaired} unpaired, {missing} missing."
    )


@translation.command()
@site_option
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def mark(site: Path, files: tuple[Path, ...]) -> None:
    """Note in each of FILES, translations, the English that it now matches.

    When a paragraph of the English changes later, readers of Chinese get it in English until the
    file is marked again.
    """
    from generator.translating import mark_translations

    with told_problems():
        project, articles = _articles(site)
        mark_translations(project.content, articles, files)
    for file in files:
        click.echo(f"{file}: marked")


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Make a new site in FOLDER, with one article to begin from."""
    from generator.scaffold import new_site

    with told_problems():
        made = new_site(folder, datetime.date.today())
    for path in made:
        click.echo(str(folder / path))
    click.echo(f"Build it with: newsarchive build --site {folder}")


def _articles(site: Path) -> tuple[Project, tuple[Article, ...]]:
    from generator.chinese import Normalizer, Rules
    from generator.loader import load_content

    project = _project(site, None)
    return project, load_content(project, Normalizer(Rules())).articles


def _project(site: Path, output: Path | None) -> Project:
    try:
        root, folder = site.resolve(), output.resolve() if output else None
    except OSError as error:
        what = f"the folder cannot be found: {error.strerror}"
        raise Problems([Problem(str(site), 1, what, "go to a folder that is there")]) from None
    project = load_project(root, THEME)
    return project.into(folder) if folder else project


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _shown(path: Path) -> str:
    """The path as one would type it from here."""
    try:
        return f"{path.relative_to(Path.cwd())}/"
    except (ValueError, OSError):
        return f"{path}/"
