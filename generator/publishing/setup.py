"""A newsroom is set up in folders that are new or its own; what is not said anew stays."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

import generator
from generator.errors import Problem, Problems
from generator.publishing.git import Git
from generator.publishing.newsroom import (
    FOLDER,
    SETTINGS,
    Settings,
    load_settings,
    save_settings,
)

HOOKS = ("pre-receive", "reference-transaction", "post-receive")

_MARK = "# Written by `newsarchive publish setup`; run that again after newsarchive moved."
_NOTE = ".newsarchive"
_OURS = {"built", "releases", "previews", "current", "previous", ".spare", _NOTE}
_HOOK = """\
#!/bin/sh
{mark}
{guard}
PYTHONPATH={package} PYTHONUTF8=1
export PYTHONPATH PYTHONUTF8
[ -x {python} ] || {{ echo "newsarchive is not there any more; set it up again" >&2; exit 1; }}
exec {python} -P -s -m generator publish receive --repository {repository} {hook}
"""
_GUARDS = {"reference-transaction": '[ "$1" = prepared ] || exit 0'}
_PLAIN = re.compile(r"/[\w./+@-]+")
_CONFIG = {"core.logAllRefUpdates": "true", "receive.fsckObjects": "true"}


def known_settings(repository: Path) -> Settings | None:
    """How the repository publishes already, None if it does not; raises `Problems`."""
    there = (repository / FOLDER / SETTINGS).exists()
    return load_settings(repository) if there else None


def settled(known: Settings, said: Mapping[str, object]) -> Settings:
    """The settings `known`, but for what is `said` by its name; None says nothing."""
    return msgspec.structs.replace(
        known, **{name: value for name, value in said.items() if value is not None}
    )


def differing(known: Settings, settings: Settings) -> Iterator[str]:
    """A sentence for each setting that is no longer as it was."""
    for name in known.__struct_fields__:
        old, new = getattr(known, name), getattr(settings, name)
        if old != new:
            yield f"{name} was {_shown(old)}, and is {_shown(new)} now."


def _shown(value: object) -> str:
    return str(value) if value != "" else "nothing"


def set_up(repository: Path, settings: Settings, adopt: bool) -> bool:
    """Make the newsroom; gives whether anything changed. Both folders are absolute paths.

    Raises `Problems` for a folder that holds what is not a newsroom's. With `adopt`, a bare
    repository that is there becomes one, and a folder with other files in it is shared with them.
    """
    site = Path(settings.site)
    if problems := [*_problems(repository, settings, adopt)]:
        raise Problems(problems)
    try:
        before = _state(repository, site)
        if not (repository / "HEAD").exists():
            repository.mkdir(parents=True, exist_ok=True)
            begin = f"--initial-branch={settings.branch}"
            Git(repository).ask("init", "--quiet", "--bare", "--template=", begin)
            for name, value in _CONFIG.items():
                Git(repository).ask("config", name, value)
        hooks = repository / "hooks"
        if Git(repository).says("config", "core.hooksPath") != str(hooks):
            Git(repository).ask("config", "core.hooksPath", str(hooks))
        (repository / FOLDER).mkdir(mode=0o700, exist_ok=True)
        site.mkdir(parents=True, exist_ok=True)
        _write(site / _NOTE, f"What {repository} publishes.\n", 0o644)
        hooks.mkdir(exist_ok=True)
        for hook in HOOKS:
            _write(hooks / hook, _script(hook, repository), 0o755)
        if settings != known_settings(repository):
            save_settings(repository, settings)
    except OSError as error:
        what = f"it cannot be written: {error.strerror}"
        place = str(error.filename or repository)
        remedy = "make the folder as root, and give it to the user who runs this"
        raise Problems([Problem(place, 1, what, remedy)]) from None
    return before != _state(repository, site)


def _state(repository: Path, site: Path) -> dict[Path, bytes]:
    """What setting up may write, as it is."""
    paths = (
        repository / "config",
        repository / FOLDER / SETTINGS,
        site / _NOTE,
        *(repository / "hooks" / hook for hook in HOOKS),
    )
    return {path: path.read_bytes() for path in paths if path.exists()}


def _problems(repository: Path, settings: Settings, adopt: bool) -> Iterator[Problem]:
    site = Path(settings.site)
    for folder in (repository, site):
        if not _PLAIN.fullmatch(str(folder)):
            what = "the path holds a character that a web server's settings cannot"
            yield Problem(str(folder), 1, what, "choose letters, digits, and ./+@-_")
    if site.is_relative_to(repository) or repository.is_relative_to(site):
        what = "one of the two folders is in the other"
        yield Problem(str(site), 1, what, "readers must not reach the repository: part them")
    if not is_branch(settings.branch):
        what = f"no branch can be called {settings.branch}"
        yield Problem(str(repository), 1, what, "name one such as main")
    if settings.previews and not (
        "{branch}" in settings.previews and _is_address(settings.previews)
    ):
        what = f"the address of previews is {settings.previews}"
        remedy = "write it as https://{branch}.preview.news.example/ or with /{branch}/ at its end"
        yield Problem(str(repository), 1, what, remedy)
    if not _is_address(settings.address):
        what = f"the site's address is {settings.address}"
        yield Problem(str(repository), 1, what, "write it as https://news.example/")
    yield from _repository_problems(repository, settings, adopt)
    yield from _site_problems(repository, site, adopt)


def _is_address(text: str) -> bool:
    """Whether `text` is the address of a folder of a web server."""
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.port != 0
            and parts.path.endswith("/")
            and not parts.query
            and not parts.fragment
        )
    except ValueError:  # the port is no number
        return False


def _repository_problems(repository: Path, settings: Settings, adopt: bool) -> Iterator[Problem]:
    if known := known_settings(repository):
        if known.site != settings.site or known.branch != settings.branch:
            what = f"it publishes {known.branch} to {known.site} already"
            yield Problem(str(repository), 1, what, "name these, or another repository")
    elif _names(repository):
        bare = Git(repository).says("rev-parse", "--is-bare-repository") == "true"
        if not bare or not (repository / "HEAD").exists():
            what = "the folder is there, and is no bare repository"
            yield Problem(str(repository), 1, what, "name one that is not there yet")
        elif not adopt:
            what = "the repository was there before"
            yield Problem(str(repository), 1, what, "name another, or say --adopt to publish it")
    for hook in HOOKS:
        try:
            ours = _MARK in (repository / "hooks" / hook).read_text(errors="replace")
        except OSError:
            continue
        if not ours:
            what = "the hook is there, and newsarchive did not write it"
            yield Problem(str(repository / "hooks" / hook), 1, what, "move it away")


def _site_problems(repository: Path, site: Path, adopt: bool) -> Iterator[Problem]:
    names = _names(site)
    try:
        note = (site / _NOTE).read_text(errors="replace")
    except OSError:
        note = ""
    if str(repository) in note:
        return
    if note:
        yield Problem(str(site), 1, "another repository publishes here", "name another folder")
    elif in_the_way := sorted(_OURS & set(names)):
        what = "it is in the way, and newsarchive did not make it"
        yield Problem(str(site / in_the_way[0]), 1, what, "move it away, or name another folder")
    elif names and not adopt:
        what = "the folder holds files already"
        remedy = "name another, or say --adopt to publish beside them"
        yield Problem(str(site), 1, what, remedy)


def is_branch(name: str) -> bool:
    """Whether git lets a branch be called so."""
    return not name.startswith("-") and bool(
        Git(Path("/")).says("check-ref-format", "--branch", name) == name
    )


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        what = f"it cannot be read: {error.strerror}"
        raise Problems([Problem(str(folder), 1, what, "name another folder")]) from None


def _script(hook: str, repository: Path) -> str:
    return _HOOK.format(
        mark=_MARK,
        guard=_GUARDS.get(hook, ""),
        package=shlex.quote(str(Path(generator.__file__).parents[1])),
        python=shlex.quote(sys.executable),
        repository=shlex.quote(str(repository)),
        hook=hook,
    ).replace("\n\n", "\n")


def _write(path: Path, text: str, mode: int) -> None:
    """Have `path` hold `text`, if it does not."""
    try:
        if path.read_text() == text and path.stat().st_mode & 0o777 == mode:
            return
    except OSError:
        pass
    part = path.with_name(f".{path.name}.part")
    part.write_text(text)
    part.chmod(mode)
    part.replace(path)
