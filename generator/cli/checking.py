"""`check`: what readers would stumble over, and no build stops for."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from generator.checking import CHECKS
from generator.cli.building import Progress
from generator.cli.site import cache_option, load_site_project, site_option, told_problems
from generator.errors import Problem, Problems, counted

if TYPE_CHECKING:
    from generator.checking import Finding
    from generator.checking.archive import Checked
    from generator.config import Project


@click.command()
@site_option
@cache_option
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option(
    "--only", multiple=True, type=click.Choice(CHECKS), metavar="CHECK", help="Tell only these."
)
@click.option(
    "--skip", multiple=True, type=click.Choice(CHECKS), metavar="CHECK", help="Do not tell these."
)
@click.option("--json", "as_json", is_flag=True, help="Tell what was found as one JSON array.")
def check(
    site: Path,
    cache: Path | None,
    files: tuple[Path, ...],
    only: tuple[str, ...],
    skip: tuple[str, ...],
    as_json: bool,
) -> None:
    """Look over the content for what no build stops for.

    That is: links and anchors that lead nowhere, images that are not there or say nothing, old
    addresses of drafts, topics that differ by a letter, long titles, words of another vocabulary,
    Simplified characters, and translations that lost a number or a link. With FILE, only what is
    in these files is told. The exit code is 1 if anything was found.
    """
    try:
        project = load_site_project(site, cache=cache)
        wanted = _content_paths(project, files)
        checked = _checked(project)
    except Problems as found:
        if not as_json:
            with told_problems():
                raise
        problems = [{**msgspec.to_builtins(one), "check": "build"} for one in found.problems]
        click.echo(msgspec.json.encode(problems))
        sys.exit(1)
    told = [
        one
        for one in checked.findings
        if (not wanted or any(f"{one.path}/".startswith(f"{path}/") for path in wanted))
        and (not only or one.check in only)
        and one.check not in skip
    ]
    if as_json:
        click.echo(msgspec.json.encode(told))
    else:
        _tell(told, checked.articles)
    if told:
        sys.exit(1)


def _checked(project: Project) -> Checked:
    from generator.checking.archive import check as check_content
    from generator.executor import cores, processes
    from generator.store import Store

    progress = Progress(sys.stderr.isatty())
    with Store(project.cache, progress.wait) as store, processes(cores()) as workers:
        try:
            return check_content(project, store, workers, progress)
        finally:
            progress.end()


def _content_paths(project: Project, files: Sequence[Path]) -> Collection[str]:
    """What `files` are called in a finding; raises `Problems` for what is no content."""
    problems = []
    paths = set()
    for file in files:
        place = file.parent.resolve() / file.name
        if place.is_relative_to(project.content) and place.exists():
            paths.add(place.relative_to(project.root).as_posix())
        else:
            what = "it is no file of this site's content"
            problems.append(Problem(str(file), 1, what, "name one that is below content/"))
    if problems:
        raise Problems(problems)
    return paths


def _tell(findings: Sequence[Finding], articles: int) -> None:
    for one in findings:
        click.echo(str(one))
    looked = counted(articles, "article")
    if findings:
        counts = Counter(one.check for one in findings).most_common()
        kinds = ", ".join(f"{name} {count:,}" for name, count in counts)
        click.echo(f"{counted(len(findings), 'finding')} in {looked}: {kinds}.", err=True)
    else:
        click.echo(f"Nothing found in {looked}.", err=True)
