"""A build that finds what earlier ones left gives, byte for byte, what a clean one gives.

Random edits are tried more often where `NEWSARCHIVE_EXAMPLES` says how many walks of them there
shall be.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from herald import ARTICLE, SITE, Site, article
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from generator.build import Built, Changes
from generator.build.site import load_articles
from generator.errors import Problems
from generator.executor import serial
from generator.loader import catalogue
from generator.loader.files import ContentFile, Found, content_files, read_file
from generator.loader.records import Reading, Recorded, read_records
from generator.store import TRUSTED, Store
from generator.theme import THEME
from generator.translating import mark_translations

SETTLES = 20_000_000
"""The nanoseconds of `TRUSTED` where file systems tell the time in finer steps, as here."""

WALKS = int(os.environ.get("NEWSARCHIVE_EXAMPLES", "8"))
EDITS = 8

DATES = st.sampled_from(
    [
        "2026-03",
        "2026-04",
        "2026-03-31",
        "2026-04-03",
        "2026-04-09T09:30",
        "2026-04-30T23:30+08:00",
        "2026-05-01T00:10+08:00",
        "2025-12-31",
        "2026-05-20",
    ]
)
TOPICS = st.lists(
    st.sampled_from(["News", "Chips", "AI models", "ai-models", "Energy"]), max_size=3, unique=True
)
BODIES = st.sampled_from(
    [
        "One.\n\nTwo.",
        "One.\n\nTwo, mended.\n\n## A heading\n\nThree.",
        "A [link](/topics/news/) and ![a picture](/robots.txt).\n\n```python\nprint(1)\n```",
        "- a list\n- 网络 in it",
    ]
)
TEMPLATES = {
    "home.html": '{% extends "base.html" %}{% block main %}<p>Mine</p>{% endblock %}',
    "older.html": '{% extends "base.html" %}{% block main %}<p>Old</p>{% endblock %}',
    "footer.html": "<p>Reached by nobody.</p>",
}
SETTINGS = st.sampled_from(
    [
        SITE,
        SITE.replace("page_size = 3", "page_size = 1"),
        SITE.replace("page_size = 3", "page_size = 2"),
        SITE.replace("herald.example/", "herald.example/news/"),
        SITE.replace("The Herald", "The Other Herald"),
        SITE.replace("page_size", 'timezone = "America/New_York"\npage_size'),
        SITE + '[chinese.replace]\n"摘要" = "提要"\n',
    ]
)
BROKEN = {
    "content/2026/04/broken.md": "---\ntitel: Broken\n---\nText\n",
    "content/2026/04/lonely.zh-Hant.md": "無原文。\n",
    "content/topics.toml": "[news\n",
    "templates/base.html": "{% if %}",
    "templates/topic.html": "{{ page.nothing.at_all }}",
    "templates/strings.en.toml": "skip = 1\n",
    "static/index.html": "a second home page",
    "site.toml": "title = 3\n",
}


class Story(msgspec.Struct):
    """An article as its editor thinks of it."""

    title: str
    date: str
    topics: list[str]
    body: str
    aliases: int = 0
    draft: bool = False

    def text(self, slug: str) -> str:
        text = ARTICLE.format(
            title=self.title, date=self.date, topics=", ".join(self.topics), body=self.body
        )
        old = ", ".join(f"/old/{slug}-{number}/" for number in range(self.aliases))
        more = f"aliases: [{old}]\ndraft: {str(self.draft).lower()}\ntopics:"
        return text.replace("topics:", more)


@cache
def first_site() -> tuple[Path, dict[str, Story]]:
    """A site that was built, and its stories; each walk begins with a copy of it."""
    stories = {
        f"story-{day}": Story(f"Story {day}", f"2026-04-{day:02}", ["News"], "One.\n\nTwo.")
        for day in range(1, 7)
    }
    folder = tempfile.mkdtemp(prefix="newsarchive-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    site = Site(Path(folder) / "site")
    for slug, story in stories.items():
        site.write(f"content/2026/04/{slug}.md", story.text(slug))
    site.build()
    (site.output / "CNAME").write_text("herald.example")
    return site.root, stories


class Edits(RuleBasedStateMachine):
    """Whatever an editor does, one thing after another, and a build after each."""

    def __init__(self) -> None:
        super().__init__()
        # A small site with all that a large one has: many jobs, and many runs of related articles.
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr("generator.executor.FEW", 1)
        self.patch.setattr("generator.build.making.BATCH", 2)
        self.patch.setattr("generator.loader.catalogue._BATCH", 2)
        self.patch.setattr("generator.build.relations.WINDOW", 4)
        self.patch.setattr("generator.related.WINDOW", 4)
        self.patch.setattr("generator.related._RUN_ENDS", 128)
        self.folder = Path(tempfile.mkdtemp(prefix="newsarchive-"))
        root, stories = first_site()
        shutil.copytree(root, self.folder / "site")
        self.site = object.__new__(Site)
        self.site.root, self.site.output = self.folder / "site", self.folder / "site/public"
        self.stories = {slug: msgspec.structs.replace(story) for slug, story in stories.items()}
        self.number = 0

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.folder)

    def save(self, slug: str) -> None:
        self.site.write(f"content/2026/04/{slug}.md", self.stories[slug].text(slug))

    def slug(self, number: int) -> str:
        """One of the stories; there is always one."""
        if not self.stories:
            self.added("2026-04-15", ["News"], "One.")
        return sorted(self.stories)[number % len(self.stories)]

    def translation(self, slug: str) -> Path:
        return self.site.root / f"content/2026/04/{slug}.zh-Hant.md"

    @initialize(workers=st.sampled_from([1, 2]), settles=st.sampled_from([SETTLES, TRUSTED]))
    def begun(self, workers: int, settles: int) -> None:
        self.workers = workers
        self.patch.setattr("generator.store.TRUSTED", settles)
        self.pause = 2 * settles / 1e9 if settles == SETTLES else 0.0

    @rule(date=DATES, topics=TOPICS, body=BODIES)
    def added(self, date: str, topics: list[str], body: str) -> None:
        self.number += 1
        slug = f"added-{self.number}"
        self.stories[slug] = Story(f"Added {self.number}", date, topics, body)
        self.save(slug)

    @rule(number=st.integers(0, 9), body=BODIES)
    def edited(self, number: int, body: str) -> None:
        slug = self.slug(number)
        self.stories[slug].body = body
        self.save(slug)

    @rule(number=st.integers(0, 9), title=st.sampled_from(["New title", "Renewed title"]))
    def retitled(self, number: int, title: str) -> None:
        slug = self.slug(number)
        self.stories[slug].title = title
        self.save(slug)

    @rule(number=st.integers(0, 9), date=DATES)
    def redated(self, number: int, date: str) -> None:
        slug = self.slug(number)
        self.stories[slug].date = date
        self.save(slug)

    @rule(number=st.integers(0, 9), topics=TOPICS)
    def filed_elsewhere(self, number: int, topics: list[str]) -> None:
        slug = self.slug(number)
        self.stories[slug].topics = topics
        self.save(slug)

    @rule(number=st.integers(0, 9), aliases=st.integers(0, 2))
    def aliased(self, number: int, aliases: int) -> None:
        slug = self.slug(number)
        self.stories[slug].aliases = aliases
        self.save(slug)

    @rule(number=st.integers(0, 9))
    def drafted_or_published(self, number: int) -> None:
        slug = self.slug(number)
        self.stories[slug].draft = not self.stories[slug].draft
        self.save(slug)

    @rule(number=st.integers(0, 9))
    def deleted(self, number: int) -> None:
        slug = self.slug(number)
        del self.stories[slug]
        self.site.delete(f"content/2026/04/{slug}.md")
        self.translation(slug).unlink(missing_ok=True)

    @rule(number=st.integers(0, 9), folder=st.sampled_from(["2026/04", "elsewhere"]))
    def renamed(self, number: int, folder: str) -> None:
        """The slug is another; or the folder, which does not change the address, for a moment."""
        slug = self.slug(number)
        old, text = self.site.root / f"content/2026/04/{slug}.md", self.stories[slug].text(slug)
        if folder != "2026/04":
            target = self.site.root / f"content/{folder}/{slug}.md"
            target.parent.mkdir(exist_ok=True)
            pairs = [(old, target)]
            if self.translation(slug).exists():
                pairs.append((self.translation(slug), target.with_suffix(".zh-Hant.md")))
            for here, there in pairs:
                here.rename(there)
            self.is_as_clean()
            for here, there in pairs:
                there.rename(here)
            return
        self.number += 1
        new = f"renamed-{self.number}"
        self.stories[new] = self.stories.pop(slug)
        old.rename(self.site.root / f"content/2026/04/{new}.md")
        self.site.write(f"content/2026/04/{new}.md", text.replace(f"/old/{slug}", f"/old/{new}"))
        if self.translation(slug).exists():
            self.translation(slug).rename(self.translation(new))

    @rule(
        number=st.integers(0, 9), text=st.sampled_from(["一。\n\n二。\n", "一。\n", "改。\n\n二。"])
    )
    def translated(self, number: int, text: str) -> None:
        self.site.write(f"content/2026/04/{self.slug(number)}.zh-Hant.md", text)

    @rule()
    def marked(self) -> None:
        project = self.site.project()
        files = sorted(project.content.rglob("*.zh-Hant.md"))
        with Store(project.cache) as store, serial() as workers:
            articles = load_articles(project, store, workers)
        mark_translations(project.content, articles, files)

    @rule()
    def translations_removed(self) -> None:
        for path in (self.site.root / "content").rglob("*.zh-Hant.md"):
            path.unlink()

    @rule(
        name=st.sampled_from(["All news", "Press"]), other=st.sampled_from(["Novelties", "Chips"])
    )
    def topics_described(self, name: str, other: str) -> None:
        text = f'[news]\nname = "{name}"\naliases = ["News", "{other}"]\nzh-Hant.name = "新聞"\n'
        self.site.write("content/topics.toml", text)

    @rule()
    def topics_not_described(self) -> None:
        (self.site.root / "content/topics.toml").unlink(missing_ok=True)

    @rule(name=st.sampled_from(sorted(TEMPLATES)), edition=st.sampled_from(["", "<!-- two -->"]))
    def template_of_ones_own(self, name: str, edition: str) -> None:
        self.site.write(f"templates/{name}", TEMPLATES[name] + edition)

    @rule(newest=st.sampled_from(["Latest", "Fresh"]))
    def words_of_ones_own(self, newest: str) -> None:
        text = (THEME / "templates/strings.en.toml").read_text(encoding="utf-8")
        text = text.replace('newest = "Newest"', f'newest = "{newest}"')
        self.site.write("templates/strings.en.toml", text)

    @rule()
    def templates_of_the_theme(self) -> None:
        shutil.rmtree(self.site.root / "templates", ignore_errors=True)

    @rule(text=SETTINGS)
    def settings_changed(self, text: str) -> None:
        self.site.write("site.toml", text)

    @rule(
        name=st.sampled_from(["robots.txt", "assets/style.css", "assets/mine.js", "a/b.bin"]),
        text=st.sampled_from(["one", "two"]),
    )
    def static_file(self, name: str, text: str) -> None:
        self.site.write(f"static/{name}", text)

    @rule()
    def static_files_removed(self) -> None:
        shutil.rmtree(self.site.root / "static", ignore_errors=True)

    @rule(number=st.integers(0, 999), harm=st.sampled_from(["deleted", "emptied", "edited"]))
    def output_harmed(self, number: int, harm: str) -> None:
        files = sorted(self.site.files().keys() - {"CNAME"})
        victim = self.site.output / files[number % len(files)]
        if harm == "deleted":
            victim.unlink()
        else:
            victim.write_text("" if harm == "emptied" else "something else")

    @rule(folder=st.sampled_from(["public", ".cache"]))
    def folder_lost(self, folder: str) -> None:
        shutil.rmtree(self.site.root / folder)
        self.site.output.mkdir(exist_ok=True)
        (self.site.output / "CNAME").write_text("herald.example")

    @rule(number=st.integers(0, 9))
    def touched(self, number: int) -> None:
        os.utime(self.site.root / f"content/2026/04/{self.slug(number)}.md")

    @rule(path=st.sampled_from(sorted(BROKEN)), number=st.integers(0, 9), body=BODIES)
    def broken_and_mended(self, path: str, number: int, body: str) -> None:
        self.edited(number, body)
        target = self.site.root / path
        before = target.read_bytes() if target.exists() else None
        shown = self.site.files()
        self.site.write(path, BROKEN[path])
        with pytest.raises(Problems):
            self.site.build(workers=self.workers)
        assert self.site.files() == shown
        target.unlink()
        if before is not None:
            target.write_bytes(before)

    @invariant()
    def is_as_clean(self) -> None:
        time.sleep(self.pause)
        self.site.build(workers=self.workers)
        files = self.site.files()
        assert files.pop("CNAME") == b"herald.example"
        assert files == self.site.clean()
        again = self.site.build(workers=self.workers)
        assert (again.rendered, again.changes) == (0, Changes((), ()))


Edits.TestCase.settings = settings(
    max_examples=WALKS,
    stateful_step_count=EDITS,
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
TestEdits = Edits.TestCase


class Counted:
    """How many files a build looked into, and how many it had to parse."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.read = self.parsed = 0

        def reading(*given: Any) -> bytes | None:
            self.read += 1
            return read_file(*given)

        def parsing(reading: Reading, files: Sequence[tuple[str, bytes]]) -> list[Recorded]:
            self.parsed += len(files)
            return read_records(reading, files)

        monkeypatch.setattr(catalogue, "read_file", reading)
        monkeypatch.setattr(catalogue, "read_records", parsing)

    def of(self, site: Site) -> tuple[int, int, Built]:
        self.read = self.parsed = 0
        built = site.build()
        return self.read, self.parsed, built


def test_an_edit_that_a_stat_does_not_show_is_seen(
    herald: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the file system tells the time in steps of two seconds, and the size is the same."""

    def coarse(content: Path) -> Found:
        found = content_files(content)
        files = (
            ContentFile(file.path, (file.stat[0], now, now, *file.stat[3:]), file.entry)
            for file in found.files
        )
        return Found(tuple(files), found.problems, found.begun)

    now = time.time_ns()
    monkeypatch.setattr("generator.build.content_files", coarse)
    path = "content/2026/04/story-1.md"
    herald.write(path, article("Story 1", "2026-04-01", body="First.\n\nBlack."))
    herald.build()
    herald.write(path, article("Story 1", "2026-04-01", body="First.\n\nWhite."))
    assert herald.build().rendered == 2
    assert b"White." in herald.files()["2026/04/story-1/index.html"]
    assert herald.files() == herald.clean()


def test_a_file_that_is_as_it_was_is_not_read(
    herald: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = Counted(monkeypatch)
    assert counted.of(herald)[:2] == (5, 5)
    # All of it is too young to be known by its stat, and is read again.
    assert counted.of(herald)[:2] == (5, 0)
    monkeypatch.setattr("generator.store.TRUSTED", -(10**12))
    assert counted.of(herald)[:2] == (5, 0)
    assert counted.of(herald)[:2] == (0, 0)
    herald.write("content/2026/04/story-1.md", article("Another", "2026-04-01"))
    assert counted.of(herald)[:2] == (1, 1)


def test_a_touch_parses_and_renders_nothing(herald: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.store.TRUSTED", -(10**12))
    herald.build()
    os.utime(herald.root / "content/2026/04/story-1.md", (0, 0))
    read, parsed, built = Counted(monkeypatch).of(herald)
    assert (read, parsed, built.rendered, built.changes) == (1, 0, 0, Changes((), ()))


def test_a_fresh_clone_parses_and_renders_nothing(
    herald: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the store and the output are kept, as a machine that builds what is pushed does."""
    herald.build()
    clone = object.__new__(Site)
    clone.root = herald.root.with_name("clone")
    clone.output = clone.root / "public"
    for path in herald.files(herald.root):
        target = clone.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        keep = path.startswith(("public/", ".cache/"))
        (shutil.copy2 if keep else shutil.copyfile)(herald.root / path, target)
    read, parsed, built = Counted(monkeypatch).of(clone)
    assert (read, parsed, built.rendered, built.changes) == (5, 0, 0, Changes((), ()))


def test_files_with_other_times_are_not_written_again(herald: Site) -> None:
    """As where the output was copied, or brought back from somewhere."""
    herald.write("static/robots.txt", "User-agent: *\n")
    herald.build()
    before = herald.files()
    for path in herald.files():
        os.utime(herald.output / path, (0, 0))
    built = herald.build()
    assert (built.changes, herald.files()) == (Changes((), ()), before)
    assert {os.stat(herald.output / path).st_mtime for path in before} == {0}
    again = herald.build()
    assert (again.rendered, again.changes) == (0, Changes((), ()))


def test_a_static_file_that_changes_meanwhile_is_told(
    herald: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    herald.write("static/robots.txt", "User-agent: one\n")
    whole = shutil.copyfile

    def meanwhile(source: Path, target: str) -> None:
        herald.write("static/robots.txt", "User-agent: two\n")
        whole(source, target)

    monkeypatch.setattr("generator.output.shutil.copyfile", meanwhile)
    with pytest.raises(Problems, match="the file changed while the archive was built; build again"):
        herald.build()
    assert not herald.output.exists()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Six hundred articles of half a year."""
    site = Site(tmp_path_factory.mktemp("archive") / "site")
    site.write("site.toml", SITE.replace("page_size = 3", "page_size = 20"))
    for number in range(600):
        month, day = 1 + number // 100, 1 + number % 100 // 4
        topics = f"News, Topic {number % 11}, Topic {number % 17}"
        text = article(f"Story {number}", f"2026-{month:02}-{day:02}", topics, "First.\n\nSecond.")
        site.write(f"content/2026/{month:02}/story-{number:03}.md", text)
    site.build(workers=2)
    return site


def test_the_newest_article_writes_few_files(archive: Site) -> None:
    topics = "News, Topic 3, Topic 5, A new one"
    archive.write("content/2026/06/newest.md", article("Newest", "2026-06-26T09:00", topics))
    built = archive.build()
    assert {"2026/06/newest/index.html", "index.html", "counts.json"} <= {*built.changes.written}
    assert len(built.changes.written) <= 100
    assert built.rendered <= 100
    assert built.changes.removed == ()
    archive.delete("content/2026/06/newest.md")
    assert len(archive.build().changes.written) <= 100


def test_an_edited_body_writes_its_own_pages(archive: Site) -> None:
    path = archive.root / "content/2026/03/story-250.md"
    path.write_text(path.read_text().replace("Second.", "Second, mended."))
    built = archive.build()
    assert built.changes.written == (
        "2026/03/story-250/index.html",
        "2026/03/story-250/index.md",
        "zh-Hant/2026/03/story-250/index.html",
    )
    assert built.rendered == 2
