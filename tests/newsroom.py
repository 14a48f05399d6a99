"""A newsroom on this machine: a repository with its hooks, and an editor's clone that pushes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from herald import Site

ROOT = Path(__file__).parents[1]
ADDRESS = "https://herald.example/"

CLEAN = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "An Editor",
    "GIT_AUTHOR_EMAIL": "editor@herald.example",
    "GIT_COMMITTER_NAME": "An Editor",
    "GIT_COMMITTER_EMAIL": "editor@herald.example",
    "PYTHONPATH": str(ROOT),
    "LC_ALL": "C.UTF-8",
}


def newsarchive(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command, as it is typed."""
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    return subprocess.run(command, env=CLEAN, capture_output=True, text=True, check=False)


class Clone(Site):
    """An editor's clone of the site in the folder `root`."""

    def __init__(self, root: Path, remote: Path | str) -> None:
        super().__init__(root)
        self.remote = remote
        self.environment = dict(CLEAN)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "core.symlinks", "true")

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def commit(self, message: str = "Some news") -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", f"--message={message}")
        return self.git("rev-parse", "HEAD")

    def begin_push(self, *refs: str) -> subprocess.Popen[str]:
        command = ["git", "-C", str(self.root), "push", str(self.remote), *(refs or ("main",))]
        return subprocess.Popen(
            command,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def push(self, *refs: str) -> str:
        """Push; gives what the server says, a line each."""
        with self.begin_push(*refs) as process:
            said = process.communicate()[1]
        assert process.returncode == 0, said
        return remote_lines(said)

    def refused(self, *refs: str) -> str:
        """Push what is refused; gives what the server says."""
        with self.begin_push(*refs) as process:
            said = process.communicate()[1]
        assert process.returncode != 0, said
        return remote_lines(said)


class Newsroom:
    """A newsroom in the folder `folder`: its repository, and the folder a web server serves."""

    def __init__(self, folder: Path, *options: object) -> None:
        self.folder = folder
        self.repository = folder / "news.git"
        self.site = folder / "www"
        made = newsarchive("publish", "setup", *self.where, "--address", ADDRESS, *options)
        assert made.returncode == 0, made.stderr
        self.said = made.stdout

    @property
    def where(self) -> tuple[object, ...]:
        return ("--repository", self.repository, "--site", self.site)

    def clone(self, name: str = "editor") -> Clone:
        return Clone(self.folder / name, self.repository)

    def command(self, name: str, *arguments: object) -> str:
        done = newsarchive("publish", name, "--repository", self.repository, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def live(self) -> str:
        """The release that readers see, empty if there is none."""
        current = self.site / "current"
        return os.readlink(current).removeprefix("releases/") if current.is_symlink() else ""

    def page(self, path: str = "index.html") -> str:
        return (self.site / "current" / path).read_text(encoding="utf-8")

    def files(self, folder: Path | None = None) -> dict[str, bytes]:
        """The files of the live release, or of another folder."""
        top = (folder or self.site / "current").resolve()
        return {
            path.relative_to(top).as_posix(): path.read_bytes()
            for path in top.rglob("*")
            if path.is_file()
        }

    def inodes(self) -> dict[str, int]:
        top = (self.site / "current").resolve()
        found = (path for path in top.rglob("*") if path.is_file())
        return {path.relative_to(top).as_posix(): path.stat().st_ino for path in found}

    def whole(self, clone: Clone) -> bool:
        """Whether what is live is what a clean build of the editor's files gives."""
        return self.files() == clone.clean()


def remote_lines(said: str) -> str:
    """What hooks said, without git's own lines."""
    return "\n".join(re.findall(r"^remote: (.*?) *$", said, re.MULTILINE))
