"""The command line: options and printing, nothing else."""

from __future__ import annotations

import datetime
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import __version__
from generator.cli.building import build, explain
from generator.cli.checking import check
from generator.cli.preview import new, serve
from generator.cli.publishing import publish
from generator.cli.site import load_site_project, site_option, told_problems
from generator.errors import counted

if TYPE_CHECKING:
    from generator.config import Project
    from generator.model import Article


def run() -> None:
    """The command; what it prints into may be gone or full."""
    # A build makes millions of values that live long and hold no cycles.
    gc.set_threshold(50_000)
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


main.add_command(build)
main.add_command(explain)
main.add_command(check)
main.add_command(publish)
main.add_command(serve)
main.add_command(new)


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

    with told_problems(), _site_articles(site) as (project, articles):
        states = [*translation_status(project.content, articles)]
    for one in states:
        if one.state != "current":
            click.echo(str(one))
            for note in one.notes:
                click.echo(f"  {note}")
    current = sum(one.state == "current" for one in states)
    missing = sum(one.state == "missing" for one in states)
    stale = sum(one.state == "stale" for one in states)
    unpaired = sum(one.state == "unpaired" for one in states)
    click.echo(
        f"{counted(len(states), 'article')}: {current} current, {stale} stale, "
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

    with told_problems(), _site_articles(site) as (project, articles):
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


@contextmanager
def _site_articles(site: Path) -> Iterator[tuple[Project, tuple[Article, ...]]]:
    """A site and its articles, drafts too."""
    from generator.build.site import load_articles
    from generator.executor import cores, processes
    from generator.store import Store

    project = load_site_project(site)
    with Store(project.cache) as store, processes(cores()) as workers:
        yield project, load_articles(project, store, workers)
