"""Git is asked by its command line, without a shell, and what it says of files is bytes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, NamedTuple

from generator.errors import Problem, Problems

ZERO = "0" * 40
LINK, SUBMODULE = b"120000", b"160000"

_KEPT = (
    # Where a hook finds what was pushed and is not accepted yet (githooks, on quarantine).
    *("GIT_QUARANTINE_PATH", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
    # How the user reaches other machines, and who the user is.
    *("GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS"),
    *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"),
    *("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"),
)
_BLOCK = 1 << 20
_LONGEST = 200
_REASONS = (" ! ", "fatal: ", "error: ")
"""How lines of git begin that say why it failed, the best first."""


class Entry(NamedTuple):
    """A file of a commit: its mode in octal digits, and the name of the object it holds."""

    mode: bytes
    object: bytes


class Commit(NamedTuple):
    """A commit as one shows it."""

    name: str
    author: str
    subject: str

    @property
    def short(self) -> str:
        return self.name[:7]


class Git:
    """One repository, by the folder that `git init` made; every question raises `Problems`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ask(
        self, *arguments: str, given: bytes = b"", extra: Mapping[str, str] | None = None
    ) -> bytes:
        """What `git` with `arguments` prints when it is `given` that to read."""
        done = self._run(arguments, given, extra or {})
        if done.returncode:
            why = _reason(done.stderr.decode(errors="replace"))
            what = f"git {arguments[0]} failed: {why or f'exit code {done.returncode}'}"
            raise Problems([Problem(str(self._folder), 1, what, "mend that, and try again")])
        return done.stdout

    def says(self, *arguments: str) -> str | None:
        """The first line that `git` with `arguments` prints; None where it fails."""
        done = self._run(arguments, b"", {})
        return None if done.returncode else done.stdout.decode(errors="replace").strip()

    def tip(self, ref: str) -> str:
        """The commit that `ref` names, `ZERO` if it is not there."""
        return self.says("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}") or ZERO

    def commit(self, name: str) -> Commit:
        said = self.ask("show", "-s", "--no-show-signature", "--format=%H%x00%an%x00%s", name, "--")
        parts = said.decode(errors="replace").strip("\n").split("\0")
        return Commit(parts[0], *map(_short, parts[1:]))

    def entries(self, commit: str, folders: Iterable[str] = ()) -> dict[bytes, Entry]:
        """The files of a commit, those at or below `folders` if any is named, by their paths."""
        said = self.ask("ls-tree", "-r", "-z", "--full-tree", commit, "--", *folders)
        found = {}
        for line in said.split(b"\0")[:-1]:
            facts, _, path = line.partition(b"\t")
            mode, _, name = facts.split(b" ")
            found[path] = Entry(mode, name)
        return found

    def blobs(self, names: Iterable[bytes]) -> Iterator[tuple[int, Iterator[bytes]]]:
        """The size of each object, and what it holds, in pieces."""
        with subprocess.Popen(
            self._command("cat-file", "--batch"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        ) as process:
            assert process.stdin
            assert process.stdout
            for name in names:
                process.stdin.write(name + b"\n")
                process.stdin.flush()
                facts = process.stdout.readline().split()
                if len(facts) != 3:
                    what = f"git has no object {name.decode()}"
                    raise Problems(
                        [Problem(str(self._folder), 1, what, "mend it: run `git fsck` there")]
                    )
                pieces = _pieces(process.stdout, size := int(facts[2]))
                yield size, pieces
                for _ in pieces:
                    pass  # what was not wanted
                process.stdout.read(1)

    def _run(
        self, arguments: Iterable[str], given: bytes, extra: Mapping[str, str]
    ) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                self._command(*arguments),
                input=given,
                capture_output=True,
                env={**_environment(), **extra},
                check=False,
            )
        except OSError as error:
            what = f"git cannot be run: {error.strerror}"
            raise Problems([Problem(str(self._folder), 1, what, "install git")]) from None

    def _command(self, *arguments: str) -> list[str]:
        return ["git", "-C", str(self._folder), *arguments]


def _pieces(stream: IO[bytes], size: int) -> Iterator[bytes]:
    while size:
        piece = stream.read(min(size, _BLOCK))
        if not piece:
            return
        size -= len(piece)
        yield piece


def _environment() -> dict[str, str]:
    """The environment without what a hook, or a user, has told git of another repository."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in _KEPT
    }
    return {**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}


def _reason(said: str) -> str:
    """The line of what git said that tells best why it failed, empty if it said nothing."""
    lines = [line for line in said.splitlines() if line.strip()]
    for mark in _REASONS:
        for line in lines:
            if line.startswith(mark):
                return line.removeprefix(mark)
    return lines[-1] if lines else ""


def _short(text: str) -> str:
    """`text`, of which nobody reads more than a line."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
