"""A site in a folder that is edited and built, over and over."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import msgspec

from generator.build import Built, build
from generator.config import Project, load_project
from generator.executor import processes
from generator.store import Store
from generator.theme import THEME

SITE = """\
title = "The Herald"
base_url = "https://herald.example/"
page_size = 3
[zh-Hant]
title = "先鋒報"
"""

ARTICLE = """\
---
title: {title}
date: {date}
topics: [{topics}]
zh-Hant:
  title: {title}的中文標題
  summary: {title}的中文摘要。
---

{body}
"""


def article(
    title: str, date: str = "2026-04-01", topics: str = "News", body: str = "Some *text*."
) -> str:
    return ARTICLE.format(title=title, date=date, topics=topics, body=body)


def newsarchive(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command, as it is typed in the folder `cwd`."""
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def unwatched(*_: object) -> None:
    """Nobody looks at how far a build is."""


class Site:
    """A site in a folder, as an editor has it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.output = root / "public"
        self.write("site.toml", SITE)

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def delete(self, path: str) -> None:
        (self.root / path).unlink()

    def project(self, output: Path | None = None) -> Project:
        project = load_project(self.root, THEME)
        return msgspec.structs.replace(project, output=output) if output else project

    def build(self, output: Path | None = None, workers: int = 1) -> Built:
        project = self.project(output)
        with Store(project.cache) as store, processes(workers) as others:
            return build(project, store, others, unwatched)

    def files(self, output: Path | None = None) -> dict[str, bytes]:
        folder = output or self.output
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    def clean(self) -> dict[str, bytes]:
        """What a build gives that finds nothing: no output, no store."""
        fresh = self.root.with_name(self.root.name + "-fresh")
        shutil.copytree(self.root, fresh, ignore=shutil.ignore_patterns("public", ".*"))
        try:
            site = object.__new__(Site)
            site.root, site.output = fresh, fresh / "public"
            site.build()
            return site.files()
        finally:
            shutil.rmtree(fresh)
