"""`serve` and `new`: the site while it is written."""

from __future__ import annotations

import datetime
import os
import shlex
import subprocess
import sys
from pathlib import Path

import click

from generator.cli.site import cache_option, load_site_project, site_option, told_problems


@click.command()
@site_option
@cache_option
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen at; only one of this machine is reached by no other.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to listen at; 0 for any that is free.",
)
@click.option("--drafts", is_flag=True, help="Show drafts too, marked as such.")
@click.option("--follow", is_flag=True, help="Go to the article that is saved, if it is one.")
@click.option("--open", "opens", is_flag=True, help="Open the site in a browser.")
def serve(
    site: Path, cache: Path | None, host: str, port: int, drafts: bool, follow: bool, opens: bool
) -> None:
    """Show the site in a browser, which follows each edit.

    Nothing is written to the output folder. Where an edit has a mistake, the last good site stays,
    and the mistake is told here and over the page. Ctrl-C ends it.
    """
    with told_problems():
        project = load_site_project(site, cache=cache)
        from generator.preview import Preview, Server, listening, run

        listener = listening(host, port)
        try:
            zone = project.settings.zone
            preview = Preview(project, drafts, lambda: _minute(datetime.datetime.now(zone)))
            server = Server(preview, project.root, follow, lambda line: click.echo(line, err=True))
        except BaseException:
            listener.close()
            raise
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}{preview.prefix}"
    click.echo(f"The site is at {address}; Ctrl-C ends it.")
    if opens:
        click.launch(address)
    run(server, listener, host)


@click.command()
@site_option
@click.argument("title")
@click.option("--zh-title", default="", metavar="TITLE", help="The title in Chinese.")
@click.option("--topic", "topics", multiple=True, metavar="NAME", help="A topic; may be repeated.")
@click.option("--date", default="", metavar="DATE", help="The date; else now, in the site's zone.")
@click.option("--edit", is_flag=True, help="Open the file in the editor that $EDITOR names.")
def new(
    site: Path, title: str, zh_title: str, topics: tuple[str, ...], date: str, edit: bool
) -> None:
    """Make the file of a new article, a draft.

    Its name comes from TITLE, in English. Nothing that is there is written over. Take out the line
    `draft: true` to publish it.
    """
    from generator.drafting import new_article

    with told_problems():
        project = load_site_project(site)
        now = datetime.datetime.now(datetime.UTC)
        file = new_article(project, title, zh_title, topics, date, now)
    click.echo(_said(file))
    if edit:
        _edit(file)


def _edit(file: Path) -> None:
    try:
        editor = shlex.split(os.environ.get("EDITOR", ""))
    except ValueError as error:
        click.echo(f"EDITOR cannot be read: {error}; open the file yourself.", err=True)
        sys.exit(1)
    if not editor:
        click.echo("EDITOR is not set; name an editor in it, or open the file yourself.", err=True)
        sys.exit(1)
    try:
        status = subprocess.run([*editor, str(file)], check=False).returncode
    except OSError as error:
        click.echo(f"{editor[0]} cannot be started: {error.strerror}.", err=True)
        sys.exit(1)
    if status:
        click.echo(f"{editor[0]} ended with {status}; the file is there.", err=True)
        sys.exit(1)


def _said(file: Path) -> str:
    """The path as one would type it from here."""
    try:
        return str(file.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(file)


def _minute(moment: datetime.datetime) -> int:
    """The minute, on the count of `Date.begins`."""
    return moment.toordinal() * 1440 + moment.hour * 60 + moment.minute
