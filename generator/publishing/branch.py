"""A built site becomes a commit of a branch, and the user's own files and index stay untouched."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from generator.errors import Problem, Problems
from generator.publishing.git import ZERO, Entry, Git

KEPT = (b"CNAME", b".nojekyll")
"""Files of the branch that a host reads: they stay where the site has none of its own."""

_PLAIN = b"100644"
_REMEMBERED = "branch.msgpack"


class Published(msgspec.Struct, frozen=True):
    """What a branch was made: its commit, how many files were `hashed`, `changed` and are there.

    `pushed` tells that the remote has it. Where nothing changed, the commit is the one before.
    """

    commit: str
    hashed: int
    changed: int
    files: int
    pushed: bool


class _Known(msgspec.Struct, frozen=True, array_like=True):
    """A file of the output folder as it was hashed: its stat, and its object's name."""

    size: int
    mtime: int
    inode: int
    object: bytes


def publish_branch(
    site: Path, output: Path, cache: Path, branch: str, remote: str | None
) -> Published:
    """Commit what `output` has to `branch` of the repository that `site` is in.

    A file whose stat is as it was, and which the branch has, is not read. With `remote`, that
    repository's branch is what is added to, and it gets the commit. Raises `Problems`.
    """
    git = Git(site)
    _check(git, site, output, branch)
    parent = _parent(git, branch, remote)
    old = git.entries(parent) if parent != ZERO else {}
    known = _load(cache / _REMEMBERED)
    found, stale = _look(output, known, old)
    found.update(_hashed(git, output, stale))
    wanted = {path: Entry(_PLAIN, one.object) for path, one in found.items()}
    for path in KEPT:
        if path not in wanted and path in old:
            wanted[path] = old[path]
    if b".nojekyll" not in wanted:
        empty = git.ask("hash-object", "-w", "--stdin").strip()
        wanted[b".nojekyll"] = Entry(_PLAIN, empty)
    changed = {path for path in wanted.keys() | old.keys() if wanted.get(path) != old.get(path)}
    commit = parent
    if changed:
        commit = _commit(git, parent, old, wanted, changed)
        git.ask("update-ref", "-m", "newsarchive publish", f"refs/heads/{branch}", commit)
    elif git.tip(f"refs/heads/{branch}") != parent:
        git.ask("update-ref", f"refs/heads/{branch}", parent)
    _save(cache / _REMEMBERED, found)
    if remote is not None:
        git.ask("push", "--quiet", "--", remote, f"refs/heads/{branch}:refs/heads/{branch}")
    return Published(commit, len(stale), len(changed), len(wanted), remote is not None)


def _check(git: Git, site: Path, output: Path, branch: str) -> None:
    if git.says("rev-parse", "--git-dir") is None:
        what = "the site is in no git repository"
        raise Problems([Problem(str(site), 1, what, "make one with `git init`")])
    if branch.startswith("-") or git.says("check-ref-format", "--branch", branch) != branch:
        what = f"no branch can be called {branch}"
        raise Problems([Problem(str(site), 1, what, "name one such as gh-pages")])
    if not (output / "index.html").is_file():
        what = "no site is there"
        raise Problems([Problem(str(output), 1, what, "build it first, with `newsarchive build`")])
    for line in git.ask("worktree", "list", "--porcelain", "-z").split(b"\0"):
        if line == f"branch refs/heads/{branch}".encode():
            what = f"{branch} is checked out, so its files would no longer be its commit's"
            raise Problems([Problem(str(site), 1, what, "name a branch for the built site alone")])


def _parent(git: Git, branch: str, remote: str | None) -> str:
    """The commit to add to: the branch's, or the remote's where that has gone on."""
    mine = git.tip(f"refs/heads/{branch}")
    if remote is None:
        return mine
    there = git.ask("ls-remote", "--", remote, f"refs/heads/{branch}").split()
    if not there:
        return mine
    theirs = there[0].decode()
    git.ask("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", remote, theirs)
    if mine == ZERO or git.says("merge-base", "--is-ancestor", mine, theirs) is not None:
        return theirs
    return mine


def _look(
    output: Path, known: dict[bytes, _Known], old: dict[bytes, Entry]
) -> tuple[dict[bytes, _Known], dict[bytes, os.stat_result]]:
    """The files that are as they were when they were hashed, and the stats of the others."""
    same: dict[bytes, _Known] = {}
    stale: dict[bytes, os.stat_result] = {}
    for path, status in _files(os.fsencode(output)):
        one, there = known.get(path), old.get(path)
        if (
            one
            and there
            and one.object == there.object
            and (one.size, one.mtime, one.inode)
            == (status.st_size, status.st_mtime_ns, status.st_ino)
        ):
            same[path] = one
        else:
            stale[path] = status
    return same, stale


def _files(output: bytes) -> Iterator[tuple[bytes, os.stat_result]]:
    """The plain files below `output`, but for git's own."""
    folders = [b""]
    while folders:
        folder = folders.pop()
        with os.scandir(os.path.join(output, folder)) as entries:
            for entry in entries:
                path = os.path.join(folder, entry.name)
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != b".git":
                        folders.append(path)
                elif entry.is_file(follow_symlinks=False) and entry.name != b".git":
                    yield path, entry.stat(follow_symlinks=False)


def _hashed(
    git: Git, output: Path, stale: dict[bytes, os.stat_result]
) -> Iterator[tuple[bytes, _Known]]:
    paths = [path for path in stale if b"\n" not in path]
    places = (os.path.join(os.fsencode(output), path) for path in paths)
    given = b"".join(place + b"\n" for place in places)
    names = git.ask("hash-object", "-w", "--no-filters", "--stdin-paths", given=given).split()
    for path, name in zip(paths, names, strict=True):
        status = stale[path]
        yield path, _Known(status.st_size, status.st_mtime_ns, status.st_ino, name)


def _commit(
    git: Git,
    parent: str,
    old: dict[bytes, Entry],
    wanted: dict[bytes, Entry],
    changed: set[bytes],
) -> str:
    """A commit of `wanted`. The index it is made with is a file of its own."""
    lines = []
    # What goes, goes first: a file may make room for a folder of its name.
    for path in sorted(changed, key=lambda path: (path in wanted, path)):
        entry = wanted.get(path, Entry(b"0", ZERO.encode()))
        lines.append(entry.mode + b" " + entry.object + b"\t" + path + b"\0")
    with tempfile.TemporaryDirectory(prefix="newsarchive-") as folder:
        extra = {"GIT_INDEX_FILE": f"{folder}/index"}
        if old:
            git.ask("read-tree", parent, extra=extra)
        git.ask("update-index", "-z", "--index-info", given=b"".join(lines), extra=extra)
        tree = git.ask("write-tree", extra=extra).decode().strip()
    source = git.says("rev-parse", "--short", "--verify", "--quiet", "HEAD")
    message = f"Publish {source}\n" if source else "Publish the site\n"
    parents = ["-p", parent] if parent != ZERO else []
    return git.ask("commit-tree", tree, *parents, given=message.encode()).decode().strip()


def _load(path: Path) -> dict[bytes, _Known]:
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=dict[bytes, _Known])
    except (OSError, msgspec.MsgspecError):
        return {}


def _save(path: Path, known: dict[bytes, _Known]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(msgspec.msgpack.encode(known))
    part.replace(path)
