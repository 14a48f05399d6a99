"""A newsroom is a bare repository that publishes one branch; what it remembers lies beside it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from generator.errors import Problem, Problems
from generator.files import write_files
from generator.publishing.git import Git
from generator.publishing.journal import Journal
from generator.publishing.releases import Releases
from generator.publishing.turn import Turn
from generator.publishing.worktree import WorkTree

FOLDER = "newsarchive"
"""What a newsroom remembers is in this folder of its repository."""

SETTINGS = "settings.json"
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")
_NAME_LENGTH = 40


class Settings(msgspec.Struct, frozen=True):
    """How a newsroom publishes.

    `site` is the folder that a web server serves, `address` where readers find it. `keep` releases
    stay. `previews` is the address of another branch's release, with `{branch}` in it, empty if
    other branches are not shown.
    """

    site: str
    branch: str
    address: str
    keep: int
    previews: str = ""


class Channel(msgspec.Struct, frozen=True):
    """A branch that is built: what is remembered for it is in `state`, and its releases are in
    `folder`. `address` stands in the place of the site's own, if it is not empty."""

    branch: str
    state: Path
    folder: Path
    keep: int
    address: str = ""

    @property
    def ref(self) -> str:
        return f"refs/heads/{self.branch}"

    @property
    def releases(self) -> Releases:
        return Releases(self.folder, self.state)

    @property
    def tree(self) -> WorkTree:
        return WorkTree(self.state / "tree", self.state / "index")

    @property
    def cache(self) -> Path:
        return self.state / "cache"

    def forget(self) -> None:
        """Take all that is built of the branch away."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.state, ignore_errors=True)


class Newsroom:
    """The newsroom of the bare repository `repository`; raises `Problems` if it is none."""

    def __init__(self, repository: Path) -> None:
        self.repository = repository
        self.state = repository / FOLDER
        self.settings = load_settings(repository)
        self.git = Git(repository)
        self.journal = Journal(self.state / "log.jsonl")
        self.turn = Turn(self.state / "turn.json")
        self.published = Channel(
            self.settings.branch,
            self.state / "published",
            Path(self.settings.site),
            self.settings.keep,
        )

    def preview(self, branch: str) -> Channel:
        """Where another branch is built and shown."""
        name = preview_name(branch)
        return Channel(
            branch,
            self.state / "previews" / name,
            Path(self.settings.site) / "previews" / name,
            2,
            self.settings.previews.replace("{branch}", name),
        )

    def previews(self) -> Iterator[Channel]:
        """The other branches that are shown; raises `Problems`."""
        if not self.settings.previews:
            return
        said = self.git.ask("for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads/")
        for branch in map(os.fsdecode, said.splitlines()):
            channel = self.preview(branch)
            if branch != self.settings.branch and channel.releases.live():
                yield channel

    @contextmanager
    def locked(self, waiting: Callable[[], None]) -> Iterator[None]:
        """Nobody else builds or takes away meanwhile; `waiting` is called if somebody does."""
        with (self.state / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waiting()
                fcntl.flock(file, fcntl.LOCK_EX)
            yield


def preview_name(branch: str) -> str:
    """What a branch is called in an address: letters, digits and hyphens of ASCII, and two branches
    never alike."""
    name = _NOT_IN_A_NAME.sub("-", branch.lower()).strip("-")[:_NAME_LENGTH].strip("-")
    if name == branch:
        return name
    mark = hashlib.sha256(os.fsencode(branch)).hexdigest()[:6]
    return f"{name}-{mark}" if name else mark


def load_settings(repository: Path) -> Settings:
    """The settings of the newsroom in `repository`; raises `Problems`."""
    path = repository / FOLDER / SETTINGS
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings)
    except OSError:
        what = "no `newsarchive publish setup` made this repository"
        remedy = "name the one that it made, with --repository"
        raise Problems([Problem(str(repository), 1, what, remedy)]) from None
    except msgspec.MsgspecError as error:
        what = f"it is not what `newsarchive publish setup` wrote: {error}"
        remedy = "delete it, and set up again with --adopt"
        raise Problems([Problem(str(path), 1, what, remedy)]) from None


def save_settings(repository: Path, settings: Settings) -> None:
    """Have the newsroom in `repository` publish so from now on; raises `Problems`."""
    written = msgspec.json.format(msgspec.json.encode(settings)) + b"\n"
    write_files({repository / FOLDER / SETTINGS: written})
