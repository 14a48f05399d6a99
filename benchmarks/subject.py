"""One generator's site in a folder: only this module edits it and looks at what was written."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from benchmarks.corpus import Article, article, edited, newest_article
from benchmarks.layouts import files
from benchmarks.tools import SITES, Tool

TASKS = {
    "cold": "everything, from nothing",
    "unchanged": "nothing changed",
    "article": "one article more",
    "body": "one body edited",
    "template": "the template of all pages edited",
}
"""What is done to a site, in this order, before each of the builds of a round."""


class File(msgspec.Struct, frozen=True):
    """A file as it was found: which file it is, when it was written, and a digest of its bytes."""

    inode: int
    written: int
    digest: bytes


class Written(msgspec.Struct, frozen=True):
    """How many files a build wrote, how many of them say something else than before or are new,
    and how many there are."""

    written: int
    changed: int
    files: int


class Subject:
    """The site of `tool` with the first `count` articles, in the folder `folder`; `make` says what
    an article is."""

    def __init__(
        self,
        tool: Tool,
        folder: Path,
        count: int,
        seed: int,
        make: Callable[[int, int], Article] = article,
    ) -> None:
        self.tool = tool
        self.folder = folder
        shutil.copytree(SITES / tool.site, folder)
        template = tool.base.read_text(encoding="utf-8")
        middle = make(count // 2, seed)
        added, fresh = tool.layout(newest_article(count, seed, make))
        body, longer = tool.layout(edited(middle))
        marked = template.replace("</footer>", "<p>Edited.</p>\n</footer>")
        self._edits = {
            "article": (added, fresh),
            "body": (body, longer),
            "template": (tool.template, marked),
        }
        self._originals = {
            added: None,
            body: tool.layout(middle)[1],
            tool.template: template,
        }
        self._thrown_away = 0
        self._found: Mapping[str, File] = {}

    def add(self, story: Article) -> None:
        for path, text in files(self.tool.site, story):
            self._write(path, text)

    def begin(self) -> None:
        """As it was before every edit, with no output and no store; the old ones are kept aside,
        since deleting them would keep the disk busy."""
        for path, text in self._originals.items():
            if text is None:
                (self.folder / path).unlink(missing_ok=True)
            else:
                self._write(path, text)
        for name in (self.tool.output, *self.tool.kept):
            old = self.folder / name
            if old.exists():
                self._thrown_away += 1
                old.rename(self.folder.with_name(f"{self.folder.name}.old-{self._thrown_away}"))
        self._found = {}

    def edit(self, task: str) -> None:
        """What the task asks for before the build; nothing for "cold" and "unchanged"."""
        if task in self._edits:
            self._write(*self._edits[task])

    def look(self) -> Written:
        """What was written since the last look."""
        before, self._found = self._found, _files(self.folder / self.tool.output)
        written = _differing(before, self._found, ("inode", "written"))
        return Written(written, _differing(before, self._found, ("digest",)), len(self._found))

    def _write(self, path: str, text: str) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def _files(folder: Path) -> dict[str, File]:
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            stat = path.stat()
            digest = hashlib.blake2b(path.read_bytes(), digest_size=16).digest()
            name = path.relative_to(folder).as_posix()
            found[name] = File(stat.st_ino, stat.st_mtime_ns, digest)
    return found


def _differing(old: Mapping[str, File], new: Mapping[str, File], fields: Iterable[str]) -> int:
    return sum(
        path not in old or any(getattr(file, one) != getattr(old[path], one) for one in fields)
        for path, file in new.items()
    )
