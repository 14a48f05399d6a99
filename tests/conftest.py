"""A small site in a folder, as an editor has it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from herald import Site as Herald
from herald import article
from hypothesis import settings
from newsroom import Newsroom

from generator.build.site import reading_base
from generator.chinese import Normalizer, Rules
from generator.config import Project, load_project
from generator.errors import Problem, Problems
from generator.executor import serial
from generator.loader import content_files, load_content
from generator.model import Article, TopicEntry
from generator.store import Store
from generator.theme import THEME

# A busy machine is no reason to fail.
settings.register_profile("newsarchive", deadline=None)
settings.load_profile("newsarchive")

SETTINGS = """\
title = "The Herald"
base_url = "https://herald.example/"

[zh-Hant]
title = "先鋒報"
"""


class Loaded(NamedTuple):
    """All that `content/` holds, drafts too."""

    articles: tuple[Article, ...]
    topics: tuple[TopicEntry, ...]
    notes: tuple[Problem, ...]


def loaded(project: Project) -> Loaded:
    """The content of `project`; raises its `Problems`."""
    with Store(project.cache) as store, serial() as workers:
        found = content_files(project.content)
        content = load_content(project, found, store, workers, reading_base(project.settings))
        articles = tuple(content.library.article(card.path) for card in content.cards)
    return Loaded(articles, content.topics, content.notes)


class Site:
    """A site in the folder `root`, with settings and no article."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.chinese = Normalizer(Rules())
        self.write("site.toml", SETTINGS)
        (root / "content").mkdir()

    def write(self, path: str, text: str | bytes) -> Path:
        """Put `text` into the file at `path`, below the site's folder."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def article(self, path: str, head: str = "", body: str = "Some text.\n") -> Path:
        """An article below `content/`; `head` is added to a title and a date it may say itself."""
        lines = [
            line
            for line in ("title: A Story", "date: 2026-04-27")
            if f"\n{line.partition(' ')[0]}" not in f"\n{head}"
        ]
        matter = "\n".join([*lines, *filter(None, [head.rstrip("\n")])])
        return self.write(f"content/{path}", f"---\n{matter}\n---\n{body}")

    def project(self) -> Project:
        return load_project(self.root, THEME)

    def load(self) -> Loaded:
        return loaded(self.project())

    def problems(self) -> list[str]:
        """What is told of the site, a line each; none if it loads."""
        try:
            self.load()
        except Problems as found:
            return str(found).split("\n")
        return []


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture
def herald(tmp_path: Path) -> Herald:
    """A site of five stories."""
    site = Herald(tmp_path / "site")
    for day in range(1, 6):
        site.write(f"content/2026/04/story-{day}.md", article(f"Story {day}", f"2026-04-{day:02}"))
    return site


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """A newsroom that nothing was pushed to."""
    return Newsroom(tmp_path)
