"""`publish`: how a site gets to its readers, by a push or as a branch."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.site import (
    cache_option,
    load_site_project,
    output_option,
    site_option,
    told_problems,
)
from generator.errors import Problem, Problems, counted, printable

if TYPE_CHECKING:
    from generator.publishing.journal import Entry
    from generator.publishing.newsroom import Newsroom

EXAMPLE = "https://news.example/"


def repository_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--repository",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("."),
        help="The bare repository that is pushed to; else the folder you are in.",
    )(command)


@click.group()
def publish() -> None:
    """Bring a site to its readers."""
    os.umask(0o022)  # a web server's user reads what is written here


@publish.command()
@click.option(
    "--repository",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The bare repository to make, such as /srv/news.git.",
)
@click.option(
    "--site",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of releases to make, such as /srv/www.",
)
@click.option("--branch", help="The branch that is published; else main.")
@click.option(
    "--address",
    help=f"Where readers find the site, as base_url in site.toml says it; else {EXAMPLE}",
)
@click.option("--keep", type=click.IntRange(2), help="How many releases stay; else 5.")
@click.option(
    "--previews",
    metavar="ADDRESS",
    help="Show other branches too, at this address with {branch} in it; '' shows none.",
)
@click.option("--adopt", is_flag=True, help="Use folders that are there already.")
def setup(
    repository: Path,
    site: Path,
    branch: str | None,
    address: str | None,
    keep: int | None,
    previews: str | None,
    adopt: bool,
) -> None:
    """Make a repository whose branch is published when it is pushed to.

    Prints what an editor types, and what a web server is told. Run again, it changes nothing but
    what you say anew, and tells what was otherwise.
    """
    from generator.publishing.journal import user
    from generator.publishing.newsroom import Settings
    from generator.publishing.setup import differing, known_settings, set_up, settled
    from generator.publishing.webserver import caddy, nginx, remote_lines

    repository, site = repository.resolve(), site.resolve()
    said = {
        "site": str(site),
        "branch": branch,
        "address": address,
        "keep": keep,
        "previews": previews,
    }
    with told_problems():
        known = known_settings(repository)
        settings = settled(known or Settings(str(site), "main", EXAMPLE, 5), said)
        changed = set_up(repository, settings, adopt)
    click.echo(
        f"{repository} is {'set up' if changed else 'as it was'}: "
        f"a push to {settings.branch} publishes to {site}."
    )
    for line in differing(known, settings) if known else ():
        click.echo(line)
    click.echo("\nAn editor types, in the folder of the site:\n")
    for line in remote_lines(repository, settings, user()):
        click.echo(f"    {line}")
    click.echo(f"\nFor nginx:\n\n{nginx(settings)}")
    click.echo(f"For Caddy, instead:\n\n{caddy(settings)}")


@publish.command()
@repository_option
@click.argument("hook", type=click.Choice(["pre-receive", "reference-transaction", "post-receive"]))
def receive(repository: Path, hook: str) -> None:
    """What the hooks of the repository call; git tells it of the push on standard input."""
    from generator.publishing.newsroom import Newsroom
    from generator.publishing.receiving import after, before, moving, updates

    try:
        newsroom = Newsroom(repository)
        pushed = updates(sys.stdin)
        if hook == "pre-receive":
            before(newsroom, pushed, _tell)
        elif hook == "reference-transaction":
            moving(newsroom, pushed)
        else:
            after(newsroom, pushed, _tell)
    except Problems as found:
        for problem in found.problems:
            _tell(str(problem))
        number = len(found.problems)
        _tell(f"{counted(number, 'problem')}; nothing was published, the site is as it was.")
        sys.exit(1)


@publish.command()
@repository_option
def status(repository: Path) -> None:
    """Tell which release is live, of which commit, since when, by whom, and how large it is.

    And which previews there are.
    """
    with told_problems():
        newsroom = _newsroom(repository)
        tip = newsroom.git.tip(newsroom.published.ref)
        previews = [*newsroom.previews()]
        releases = newsroom.published.releases
        if (live := releases.live()) and not releases.path(live).is_dir():
            what = "the live release is not there"
            remedy = "roll back to one that is, or push a commit"
            raise Problems([Problem(str(releases.path(live)), 1, what, remedy)])
    if live:
        _tell_live(newsroom, live, tip)
    else:
        click.echo("Nothing is live yet: push to publish.")
    for channel in previews:
        shown = newsroom.journal.built(channel.branch).get(channel.releases.live())
        of = f", of {shown.commit[:7]} {printable(shown.subject)}" if shown else ""
        click.echo(f"preview  {printable(channel.branch)} at {channel.address}{of}")


def _tell_live(newsroom: Newsroom, live: int, tip: str) -> None:
    from generator.publishing.trees import size

    releases = newsroom.published.releases
    built = newsroom.journal.built(newsroom.settings.branch)
    files, total = size(str(releases.path(live)))
    click.echo(f"Release {live} is live at {newsroom.settings.address}")
    if known := built.get(live):
        since = _since(newsroom, live) or known
        click.echo(f"commit   {known.commit[:12]} {printable(known.subject)}")
        click.echo(f"author   {printable(known.author)}")
        click.echo(f"live     since {since.when}, by {printable(since.by)}")
    click.echo(f"size     {counted(files, 'file')}, {total / 1e6:,.1f} MB")
    click.echo(f"releases {', '.join(map(str, releases.numbers()))}")
    if known and tip != known.commit:
        click.echo(f"{newsroom.settings.branch} is at {tip[:12]}, which is not what is live.")


@publish.command()
@repository_option
def log(repository: Path) -> None:
    """List what was published, built, refused and rolled back, the newest first."""
    with told_problems():
        newsroom = _newsroom(repository)
    for entry in reversed(newsroom.journal.entries()):
        click.echo(_line(entry))


@publish.command()
@repository_option
@click.argument("release", type=int, required=False)
def rollback(repository: Path, release: int | None) -> None:
    """Make RELEASE live again; else the one before the live one that no rollback took away.

    The branch stays as it is, and the next push publishes it.
    """
    from generator.publishing.receiving import make_live

    with told_problems():
        newsroom = _newsroom(repository)
        releases = newsroom.published.releases
        with newsroom.locked(lambda: click.echo("A push is being published; waiting…")):
            bad = newsroom.journal.withdrawn(newsroom.published.branch)
            older = [one for one in releases.numbers() if one < releases.live() and one not in bad]
            number = release if release is not None else max(older, default=0)
            if number not in releases.numbers():
                what = f"there is no release {number}" if number else "there is none before it"
                remedy = f"choose among {', '.join(map(str, releases.numbers())) or 'none'}"
                raise Problems([Problem(str(repository), 1, what, remedy)])
            make_live(newsroom, newsroom.published, number, "rollback")
    click.echo(f"Release {number} is live again.")


@publish.command()
@repository_option
@click.option(
    "--keep",
    required=True,
    type=click.IntRange(2),
    metavar="N",
    help="How many of the newest releases stay; the live one always does.",
)
def prune(repository: Path, keep: int) -> None:
    """Take old releases away."""
    with told_problems():
        newsroom = _newsroom(repository)
        with newsroom.locked(lambda: click.echo("A push is being published; waiting…")):
            gone = newsroom.published.releases.retire(keep)
    click.echo(f"{counted(len(gone), 'release')} taken away.")


@publish.command()
@site_option
@output_option
@cache_option
@click.argument("name", metavar="BRANCH")
@click.option("--push", metavar="REMOTE", help="Push the branch to this remote.")
@click.option(
    "--host",
    type=click.Choice(["github", "gitlab", "cloudflare", "netlify"]),
    default="github",
    show_default=True,
    help="Whose limits to warn of.",
)
def branch(
    site: Path, output: Path | None, cache: Path | None, name: str, push: str | None, host: str
) -> None:
    """Commit the built site to BRANCH, such as gh-pages, for a host that serves one.

    Your files, your index and the branch you are on stay as they are.
    """
    from generator.publishing.branch import publish_branch
    from generator.publishing.hosts import measure, warnings

    with told_problems():
        project = load_site_project(site, output, cache)
        done = publish_branch(project.root, project.output, project.cache, name, push)
    for warning in warnings(host, measure(project.output), 0, project.output):
        click.echo(str(warning), err=True)
    if done.changed:
        click.echo(
            f"{name} is at {done.commit[:7]}: {counted(done.changed, 'file')} changed of "
            f"{done.files:,}, {done.hashed:,} read."
        )
    else:
        click.echo(f"{name} stays at {done.commit[:7]}: nothing changed.")
    if done.pushed:
        click.echo(f"{push} has it.")


@publish.command(name="host")
@site_option
@output_option
@cache_option
@click.argument("name", type=click.Choice(["github", "gitlab", "cloudflare", "netlify"]))
def host_files(site: Path, output: Path | None, cache: Path | None, name: str) -> None:
    """Ready the built site for a host: its files of headers and redirects, and its limits."""
    from generator.build.site import load_articles
    from generator.executor import cores, processes
    from generator.files import write_files
    from generator.publishing.hosts import (
        HOSTS,
        headers_file,
        measure,
        redirects,
        redirects_file,
        warnings,
    )
    from generator.store import Store
    from generator.urls import Urls

    with told_problems():
        project = load_site_project(site, output, cache)
        if not project.output.is_dir():
            what = "no site is there"
            remedy = "build it first, with `newsarchive build`"
            raise Problems([Problem(str(project.output), 1, what, remedy)])
        pairs: list[tuple[str, str]] = []
        if HOSTS[name].reads:
            with Store(project.cache) as store, processes(cores()) as workers:
                articles = load_articles(project, store, workers)
            urls = Urls(project.settings.base_url)
            pairs = [*redirects(urls, articles)]
            files = {"_headers": headers_file(urls), "_redirects": redirects_file(pairs, name)}
            write_files({project.output / path: text.encode() for path, text in files.items()})
            for path in files:
                click.echo(str(project.output / path))
    found = measure(project.output)
    for warning in warnings(name, found, len(pairs), project.output):
        click.echo(str(warning), err=True)
    click.echo(f"{counted(found.files, 'file')}, {found.bytes / 1e6:,.1f} MB.")


def _newsroom(repository: Path) -> Newsroom:
    from generator.publishing.newsroom import Newsroom

    return Newsroom(repository.resolve())


def _since(newsroom: Newsroom, release: int) -> Entry | None:
    """When a release last went live."""
    for entry in reversed(newsroom.journal.entries()):
        ours = entry.release == release and entry.branch == newsroom.settings.branch
        if ours and entry.event in ("live", "rollback"):
            return entry
    return None


def _line(entry: Entry) -> str:
    number = f" {entry.release}" if entry.release else ""
    about = f"{entry.commit[:7]} {entry.subject} ({entry.author})" if entry.commit else ""
    much = {
        "built": f"{entry.written:,} written, {entry.removed:,} removed, {entry.seconds} s",
        "refused": counted(entry.problems, "problem"),
    }.get(entry.event, "")
    parts = (f"{entry.when} {entry.event}{number}", entry.branch, entry.by, about, much)
    return printable("  ".join(filter(None, parts)))


def _tell(line: str) -> None:
    """A line for whoever pushes; they may be gone, and the work goes on."""
    with suppress(OSError):
        click.echo(printable(line), err=True)
