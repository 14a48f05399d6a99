"""A command says which site it is for, and tells what is wrong with it in one way."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import msgspec

from generator.config import Project, load_project
from generator.errors import Problem, Problems, UnfinishedError, counted
from generator.theme import THEME


@contextmanager
def told_problems() -> Iterator[None]:
    """Problems on standard error, one a line, and exit code 1."""
    try:
        yield
    except Problems as found:
        for problem in found.problems:
            click.echo(str(problem), err=True)
        unfinished = isinstance(found, UnfinishedError)
        outcome = "a part of the site may be new" if unfinished else "nothing was written"
        click.echo(f"{counted(len(found.problems), 'problem')}; {outcome}.", err=True)
        sys.exit(1)


@contextmanager
def told_as_json() -> Iterator[None]:
    """Problems as one JSON object, and exit code 1."""
    try:
        yield
    except Problems as found:
        unfinished = isinstance(found, UnfinishedError)
        told = {"problems": found.problems, "unfinished": unfinished}
        click.echo(msgspec.json.encode(told))
        sys.exit(1)


def site_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--site",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("."),
        help="The site's folder, which holds site.toml; else the one you are in.",
    )(command)


def cache_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--cache",
        type=click.Path(file_okay=False, path_type=Path),
        help="The folder of the store, instead of the site's .cache.",
    )(command)


def output_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--output",
        type=click.Path(file_okay=False, path_type=Path),
        help="The folder to build into, instead of the one that site.toml names.",
    )(command)


def load_site_project(site: Path, output: Path | None = None, cache: Path | None = None) -> Project:
    """The project in the folder `site`; raises `Problems`."""
    try:
        root, folder = site.resolve(), output.resolve() if output else None
        store = cache.resolve() if cache else None
    except OSError as error:
        what = f"the folder cannot be found: {error.strerror}"
        raise Problems([Problem(str(site), 1, what, "go to a folder that is there")]) from None
    project = load_project(root, THEME)
    project = project.into(folder) if folder else project
    return project.keeping_in(store) if store else project


def shown(path: Path) -> str:
    """The folder as one would type it from here."""
    try:
        return f"{path.relative_to(Path.cwd())}/"
    except (ValueError, OSError):
        return f"{path}/"
