"""Two files that want one output path are told, both by name, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    """The paths that were claimed so far, in a folder that is being filled."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def claim(self, path: str) -> bool:
        """Whether a file can come to be at `path` beside those that were claimed; then it is."""
        if path in self._files or path in self._folders:
            return False
        new = []
        folder = path.rpartition("/")[0]
        while folder and folder not in self._folders:
            if folder in self._files:
                return False
            new.append(folder)
            folder = folder.rpartition("/")[0]
        self._files.add(path)
        self._folders.update(new)
        return True


def may_collide(paths: Iterable[str]) -> bool:
    """Whether `paths` cannot all be files of one folder: quicker than saying which."""
    claims = Claims()
    return not all(map(claims.claim, paths))
