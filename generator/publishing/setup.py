"""A newsroom is set up in folders that are new or its own; to do it again changes nothing."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import generator
from generator.errors import Problem, Problems
from generator.publishing.git import Git
from generator.publishing.newsroom import FOLDER, Settings, load_settings, save_settings

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
        if not (repository / FOLDER / "settings.json").exists() or settings != load_settings(
            repository
        ):
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
        repository / FOLDER / "settings.json",
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
    if settings.previews and (
        "{branch}" not in settings.previews or not settings.previews.endswith("/")
    ):
        what = f"the address of previews is {settings.previews}"
        remedy = "write it as https://{branch}.preview.news.example/ or with /{branch}/ at its end"
        yield Problem(str(repository), 1, what, remedy)
    parts = urlsplit(settings.address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path[-1:] != "/":
        what = f"the site's address is {settings.address}"
        yield Problem(str(repository), 1, what, "write it as https://news.example/")
    yield from _repository_problems(repository, settings, adopt)
    yield from _site_problems(repository, site, adopt)


def _repository_problems(repository: Path, settings: Settings, adopt: bool) -> Iterator[Problem]:
    if (repository / FOLDER / "settings.json").exists():
        known = load_settings(repository)
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
