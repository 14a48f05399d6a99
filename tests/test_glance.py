"""A build that finds every file as it was, by its stat, reads none of them."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from herald import SITE, Site, article

from generator.build import Built, Changes, updating
from generator.errors import Problems
from generator.theme import THEME

STORY = "content/2026/04/story-1.md"
NEW = {
    "new.md": article("New"),
    "topics.toml": '[news]\nname = "News"\n',
    "strings.en.toml": (THEME / "templates/strings.en.toml").read_text(encoding="utf-8"),
}


class Watched:
    """A site whose builds are looked at: whether they read anything."""

    def __init__(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        self.site = site
        self.reads = 0
        whole = updating.load_site

        def loading(*given: object) -> updating.Site:
            self.reads += 1
            return whole(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(updating, "load_site", loading)
        monkeypatch.setattr("generator.store.TRUSTED", 20_000_000)
        monkeypatch.setattr("generator.build.glance.LITTLE", 0)

    def build(self, output: Path | None = None) -> tuple[int, Built]:
        """How often a build of what has lain a while read the site, and what it told."""
        time.sleep(0.04)
        self.reads = 0
        built = self.site.build(output)
        return self.reads, built


@pytest.fixture
def watched(herald: Site, monkeypatch: pytest.MonkeyPatch) -> Watched:
    herald.write("site.toml", SITE + '[chinese.vocabulary]\n"摘要" = "提要"\n')
    herald.write(
        "content/2026/04/draft.md", article("Draft").replace("topics:", "draft: true\ntopics:")
    )
    herald.write("content/2026/04/story-1.zh-Hant.md", "一。\n")
    herald.write("templates/mine/footer.html", "<p>Mine</p>")
    herald.write("static/robots.txt", "User-agent: *\n")
    return Watched(herald, monkeypatch)


def test_what_it_tells_is_what_the_build_before_told(watched: Watched) -> None:
    reads, first = watched.build()
    assert (reads, first.drafts, len(first.added)) == (1, 1, 5)
    assert first.notes
    reads, again = watched.build()
    assert reads == 0
    assert (again.rendered, again.changes, again.added) == (0, Changes((), ()), ())
    for told in ("articles", "drafts", "pages", "notes"):
        assert getattr(again, told) == getattr(first, told)


@pytest.mark.parametrize(
    "path",
    [
        STORY,
        "content/2026/04/story-1.zh-Hant.md",
        "content/2026/04/new.md",
        "content/topics.toml",
        "site.toml",
        "static/robots.txt",
        "static/assets/new.css",
        "templates/mine/footer.html",
        "templates/strings.en.toml",
        "public/index.html",
        "public/robots.txt",
    ],
)
def test_it_sees_what_is_new(watched: Watched, path: str) -> None:
    watched.build()
    file = watched.site.root / path
    text = file.read_text(encoding="utf-8") if file.exists() else NEW.get(file.name, "")
    watched.site.write(path, text)
    reads, _ = watched.build()
    assert reads == 1
    assert watched.site.files() == watched.site.clean()
    assert watched.build()[0] == 0


@pytest.mark.parametrize("path", [STORY, "static/robots.txt", "templates/mine/footer.html"])
@pytest.mark.parametrize("place", ["elsewhere", ""])
def test_it_sees_what_is_gone_or_elsewhere(watched: Watched, path: str, place: str) -> None:
    watched.site.delete("content/2026/04/story-1.zh-Hant.md")
    watched.build()
    file = watched.site.root / path
    if place:
        (file.parent / place).mkdir()
        file.rename(file.parent / place / file.name)
    else:
        file.unlink()
    assert watched.build()[0] == 1
    assert watched.site.files() == watched.site.clean()


def test_it_sees_what_is_gone_from_the_output(watched: Watched) -> None:
    watched.build()
    shutil.rmtree(watched.site.output / "2026")
    reads, built = watched.build()
    assert reads == 1
    assert built.changes.written
    assert watched.site.files() == watched.site.clean()


def test_what_is_young_is_read_again(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.store.TRUSTED", 3600 * 10**9)
    assert [watched.build()[0] for _ in range(3)] == [1, 1, 1]


def test_one_young_file_is_enough(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.store.TRUSTED", 2_000_000_000)
    time.sleep(2.2)
    watched.site.write("static/robots.txt", "User-agent: another\n")
    watched.site.build()
    assert watched.build()[0] == 1


@pytest.mark.parametrize("path", ["content/2026/04/story-2.md", "static/robots.txt"])
def test_what_a_link_leads_to_is_read_again(watched: Watched, path: str) -> None:
    file = watched.site.root / path
    folder = watched.site.root / path.partition("/")[0]
    kept = folder / ".kept" / file.name if folder.name == "content" else folder / "kept.txt"
    kept.parent.mkdir(exist_ok=True)
    file.rename(kept)
    file.symlink_to(os.path.relpath(kept, file.parent))
    assert [watched.build()[0] for _ in range(2)] == [1, 1]


def test_fonts_are_looked_at_where_cards_are_wanted(watched: Watched) -> None:
    watched.site.write("site.toml", SITE + "[cards]\nnewest = 1\n")
    assert [watched.build()[0] for _ in range(2)] == [1, 1]


def test_another_program_reads_all(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    watched.build()
    monkeypatch.setattr("generator.build.glance.program_version", lambda: b"another")
    assert watched.build()[0] == 1


def test_what_came_and_went_is_taken_away(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second of three builds changes little, and the third sees what the first saw."""
    monkeypatch.setattr("generator.build.glance.LITTLE", 200)
    watched.build()
    assert [watched.build()[0] for _ in range(2)] == [1, 0]
    watched.site.write("static/new.txt", "new")
    watched.build()
    watched.site.delete("static/new.txt")
    reads, built = watched.build()
    assert (reads, built.changes.removed) == (1, ("new.txt",))
    assert watched.site.files() == watched.site.clean()


@pytest.mark.parametrize("folder", ["content/2026/04", "static", "templates"])
def test_a_name_that_is_not_utf_8_is_told(watched: Watched, folder: str) -> None:
    watched.build()
    name = os.fsencode(watched.site.root / folder) + b"/b\xff.html"
    Path(os.fsdecode(name)).write_text("text")
    with pytest.raises(Problems):
        watched.build()


def test_a_link_that_leads_nowhere_is_told(watched: Watched) -> None:
    watched.build()
    (watched.site.root / "content/2026/04/dangling.md").symlink_to("/nowhere")
    with pytest.raises(Problems, match="mend or delete the link"):
        watched.build()


def test_each_output_folder_has_its_own(watched: Watched, tmp_path: Path) -> None:
    watched.build()
    other = tmp_path / "other"
    assert watched.build(other)[0] == 1
    assert watched.build(other)[0] == 0
    assert watched.build()[0] == 0


def test_a_build_that_changes_little_leaves_it_to_the_next(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.build()
    monkeypatch.setattr("generator.build.glance.LITTLE", 200)
    watched.site.write(STORY, article("Story 1", "2026-04-01", body="Mended."))
    assert [watched.build()[0] for _ in range(3)] == [1, 1, 0]


def test_a_build_that_was_killed_is_no_reason_to_leave_it(watched: Watched) -> None:
    watched.build()
    left = watched.site.output.with_name(".public.new")
    left.mkdir()
    (left / "README").write_text("")
    assert watched.build()[0] == 0
    assert not left.exists()
