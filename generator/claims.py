"""Two files that want one output path are told, both by name, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from generator.errors import Problem

REMEDY = "rename one of the two"


def collisions(wanted: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """A problem for each output path, of `wanted` paths and their owners, that another wants too,
    as a file or for a folder."""
    owners: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path, owner in wanted:
        other = owners.get(path)
        if other == owner:
            yield Problem(owner, 1, f"it wants the address /{path} twice", REMEDY)
        elif other is not None:
            # Of a page of the theme and a file of the site, it is the file that can give way.
            theme, own = sorted((other, owner), key=lambda one: not one.startswith("templates/"))
            twin = path.removeprefix("zh-Hant/")
            shown = twin if owners.get(twin) == other else path
            yield Problem(own, 1, f"it wants the address of {theme}, which is /{shown}", REMEDY)
        elif path in folders:
            what = f"it wants the file /{path}, which is a folder of {owners[folders[path]]}"
            yield Problem(owner, 1, what, REMEDY)
        else:
            owners[path] = owner
            yield from _folder_collisions(path, owner, owners, folders)


def _folder_collisions(
    path: str, owner: str, owners: dict[str, str], folders: dict[str, str]
) -> Iterator[Problem]:
    folder = path.rpartition("/")[0]
    while folder and folder not in folders:
        other = owners.get(folder)
        if other is not None:
            yield Problem(owner, 1, f"it wants the folder /{folder}, a file of {other}", REMEDY)
            return
        folders[folder] = path
        folder = folder.rpartition("/")[0]


class Claims:
    """The `files` that were claimed so far, in a folder that is being filled, and the `folders`
    that they are in."""

    def __init__(self) -> None:
        self.files: set[str] = set()
        self.folders: set[str] = set()

    def claim(self, path: str) -> bool:
        """Whether a file can come to be at `path` beside those that were claimed; then it is."""
        if path in self.files or path in self.folders:
            return False
        new = []
        folder = path.rpartition("/")[0]
        while folder and folder not in self.folders:
            if folder in self.files:
                return False
            new.append(folder)
            folder = folder.rpartition("/")[0]
        self.files.add(path)
        self.folders.update(new)
        return True


def may_collide(new: Sequence[str], kept: Set[str], left: Set[str]) -> bool:
    """Whether `new` paths cannot all be files of the folder in which those are that are `kept`, and
    in which those of `left` were: quicker than saying which."""
    claims = Claims()
    if not all(map(claims.claim, new)):
        return True
    if not (claims.files.isdisjoint(kept) and claims.folders.isdisjoint(kept)):
        return True
    beginnings = tuple(f"{path}/" for path in claims.files - left)
    return bool(beginnings) and any(path.startswith(beginnings) for path in kept)
