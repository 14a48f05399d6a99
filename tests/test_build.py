"""What a build renders, writes, removes and leaves alone."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from herald import Site, article

from generator.errors import Problems


@pytest.fixture
def herald(tmp_path: Path) -> Site:
    site = Site(tmp_path / "site")
    for day in range(1, 9):
        topics = "News, Chips" if day % 2 else "News"
        text = article(f"Story {day}", f"2026-04-{day:02}", topics)
        site.write(f"content/2026/04/story-{day}.md", text)
    return site


def test_the_first_build_writes_everything_and_the_second_nothing(herald: Site) -> None:
    first = herald.build()
    assert first.articles == 8
    assert first.rendered == first.pages
    assert set(first.changes.written) == herald.files().keys()
    before = {path: os.stat(herald.output / path) for path in herald.files()}
    second = herald.build()
    assert (second.rendered, second.changes.written, second.changes.removed) == (0, (), ())
    assert {path: os.stat(herald.output / path) for path in herald.files()} == before


def test_editing_a_body_writes_its_pages_and_what_has_its_text(herald: Site) -> None:
    herald.write("content/2026/04/story-4.md", article("Story 4", "2026-04-04", body="First."))
    herald.build()
    # The summary is the body's first sentence, so it is what follows that is edited.
    text = article("Story 4", "2026-04-04", body="First.\n\nMore.")
    herald.write("content/2026/04/story-4.md", text)
    built = herald.build()
    assert built.changes.written == (
        "2026/04/story-4/index.html",
        "2026/04/story-4/index.md",
        "feed.json",
        "feed.xml",
        "topics/news/feed.json",
        "topics/news/feed.xml",
        "zh-Hant/2026/04/story-4/index.html",
        "zh-Hant/feed.json",
        "zh-Hant/feed.xml",
        "zh-Hant/topics/news/feed.json",
        "zh-Hant/topics/news/feed.xml",
    )
    assert built.rendered == 2
    assert herald.files() == herald.clean()


def test_one_article_more_leaves_full_pages_as_they_are(herald: Site) -> None:
    herald.build()
    herald.write("content/2026/04/story-9.md", article("Story 9", "2026-04-09"))
    built = herald.build()
    assert "2026/04/page/1/index.html" in herald.files()
    assert "2026/04/page/1/index.html" not in built.changes.written
    assert "topics/news/page/1/index.html" not in built.changes.written
    assert "topics/news/index.html" in built.changes.written
    assert "counts.json" in built.changes.written
    assert herald.files() == herald.clean()


def test_what_is_gone_is_removed_and_its_folder_too(herald: Site) -> None:
    herald.write("content/2026/05/last.md", article("Last", "2026-05-01", "Other"))
    herald.build()
    assert (herald.output / "topics/other").is_dir()
    herald.delete("content/2026/05/last.md")
    built = herald.build()
    assert "2026/05/last/index.html" in built.changes.removed
    assert not (herald.output / "2026/05").exists()
    assert not (herald.output / "topics/other").exists()
    assert herald.files() == herald.clean()


def test_a_file_that_no_build_wrote_stays(herald: Site) -> None:
    herald.build()
    (herald.output / "CNAME").write_text("herald.example")
    (herald.output / "2026/04/story-1/notes.txt").write_text("mine")
    herald.delete("content/2026/04/story-1.md")
    herald.build()
    assert (herald.output / "CNAME").read_text() == "herald.example"
    assert (herald.output / "2026/04/story-1/notes.txt").read_text() == "mine"
    assert not (herald.output / "2026/04/story-1/index.html").exists()


def test_a_strangers_file_in_the_way_is_told_and_stays(herald: Site) -> None:
    herald.output.mkdir()
    (herald.output / "index.html").write_text("<h1>Mine</h1>")
    with pytest.raises(Problems) as found:
        herald.build()
    assert str(found.value) == (
        "public/index.html:1: it is in the way, and no build wrote it; "
        "move it away, or build into another folder"
    )
    assert herald.files() == {"index.html": b"<h1>Mine</h1>"}


def test_a_build_that_fails_changes_nothing(herald: Site) -> None:
    herald.build()
    before = herald.files()
    herald.write("content/2026/04/story-1.md", article("Changed", "2026-04-01"))
    herald.write("content/2026/04/broken.md", "---\ntitel: Broken\n---\nText\n")
    with pytest.raises(Problems) as found:
        herald.build()
    assert str(found.value).splitlines() == [
        "content/2026/04/broken.md:2: no `date`; add a line `date: …`",
        "content/2026/04/broken.md:2: unknown key `titel`; did you mean `title`?",
    ]
    assert herald.files() == before
    assert not [path for path in herald.root.iterdir() if path.name.endswith(".new")]


@pytest.mark.parametrize("harm", ["deleted", "emptied", "edited"])
def test_an_output_file_that_was_touched_is_put_right(herald: Site, harm: str) -> None:
    herald.build()
    victim = herald.output / "2026/04/index.html"
    if harm == "deleted":
        victim.unlink()
    else:
        victim.write_text("" if harm == "emptied" else "something else")
    assert herald.build().changes.written == ("2026/04/index.html",)
    assert herald.files() == herald.clean()


def test_the_store_can_be_deleted(herald: Site) -> None:
    herald.build()
    (herald.output / "CNAME").write_text("herald.example")
    shutil.rmtree(herald.root / ".cache")
    herald.delete("content/2026/04/story-3.md")
    herald.build()
    files = herald.files()
    assert files.pop("CNAME") == b"herald.example"
    assert files == herald.clean()


@pytest.mark.parametrize("content", [b"", b"not a database", os.urandom(8192)])
def test_a_damaged_store_is_made_anew(herald: Site, content: bytes) -> None:
    herald.build()
    for path in (herald.root / ".cache").glob("newsarchive.sqlite*"):
        path.write_bytes(content)
    herald.write("content/2026/04/story-1.md", article("Changed", "2026-04-01"))
    herald.build()
    assert herald.files() == herald.clean()


def test_two_folders_are_built_apart(herald: Site, tmp_path: Path) -> None:
    herald.build()
    herald.delete("content/2026/04/story-1.md")
    other = tmp_path / "other"
    herald.build(other)
    assert "2026/04/story-1/index.html" in herald.files()
    assert herald.files(other) == herald.clean()
    assert herald.build().changes.removed
    assert herald.files() == herald.files(other)


def test_two_that_want_one_address_are_both_named(herald: Site) -> None:
    herald.write(
        "content/2026/04/one.md",
        article("One").replace("topics:", "aliases: [/old/, /2026/04/story-1/]\ntopics:"),
    )
    herald.write(
        "content/2026/04/two.md", article("Two").replace("topics:", "aliases: [/old/]\ntopics:")
    )
    herald.write("static/archive/index.html", "mine")
    herald.write("static/topics", "a file where a folder must be")
    with pytest.raises(Problems) as found:
        herald.build()
    assert str(found.value).splitlines() == [
        "content/2026/04/one.md:1: it wants the address of content/2026/04/story-1.md, "
        "which is /2026/04/story-1/index.html; rename one of the two",
        "content/2026/04/two.md:1: it wants the address of content/2026/04/one.md, "
        "which is /old/index.html; rename one of the two",
        "static/archive/index.html:1: it wants the address of templates/archive.html, "
        "which is /archive/index.html; rename one of the two",
        "static/topics:1: it wants the file /topics, which is a folder of templates/topic.html; "
        "rename one of the two",
    ]


def test_a_draft_is_checked_but_not_published(herald: Site) -> None:
    herald.write(
        "content/2026/04/draft.md", article("Draft").replace("topics:", "draft: true\ntopics:")
    )
    built = herald.build()
    assert (built.articles, built.drafts) == (8, 1)
    assert not (herald.output / "2026/04/draft").exists()
    herald.write(
        "content/2026/04/draft.md",
        article("Draft", "soon").replace("topics:", "draft: true\ntopics:"),
    )
    with pytest.raises(Problems, match=r"draft\.md:3: `date` is not a date: soon"):
        herald.build()


def test_the_same_input_gives_the_same_bytes_anywhere(herald: Site) -> None:
    """Another folder, time zone, locale and hash seed."""
    herald.build()
    elsewhere = herald.root.with_name("elsewhere")
    shutil.copytree(herald.root, elsewhere, ignore=shutil.ignore_patterns("public", ".*"))
    environment = {
        **os.environ,
        "TZ": "America/St_Johns",
        "LC_ALL": "tr_TR.UTF-8",
        "LANGUAGE": "tr",
        "PYTHONHASHSEED": "7",
    }
    subprocess.run(
        [sys.executable, "-m", "generator", "build", "--site", str(elsewhere)],
        env=environment,
        check=True,
        capture_output=True,
    )
    assert herald.files(elsewhere / "public") == herald.files()


def test_a_random_walk_of_edits_ends_where_a_clean_build_does(herald: Site) -> None:
    chance = random.Random(20260401)
    number = 100
    for _ in range(12):
        articles = sorted((herald.root / "content").rglob("story-*.md"))
        match chance.randrange(6):
            case 0:
                number += 1
                day = chance.randrange(1, 29)
                text = article(f"Story {number}", f"2026-0{chance.randrange(3, 6)}-{day:02}")
                herald.write(f"content/2026/04/story-{number}.md", text)
            case 1:
                chance.choice(articles).unlink()
            case 2:
                path = chance.choice(articles)
                path.write_text(path.read_text() + f"\nMore {number}.\n")
            case 3:
                path = chance.choice(articles)
                path.with_suffix(".zh-Hant.md").write_text("譯文。\n")
            case 4:
                path = chance.choice(articles)
                path.write_text(path.read_text().replace("topics: [", "topics: [Energy, "))
            case 5:
                herald.write("static/robots.txt", f"# {chance.random()}\n")
        for path in (herald.root / "content").rglob("*.zh-Hant.md"):
            if not path.with_name(path.name.replace(".zh-Hant", "")).exists():
                path.unlink()
        herald.build()
    assert herald.files() == herald.clean()


@pytest.fixture
def killed_builds(herald: Site) -> Site:
    """The site after builds that were killed at many points, each with other content."""
    herald.build()
    (herald.output / "CNAME").write_text("herald.example")
    chance = random.Random(4)
    for attempt in range(8):
        for day in range(1, 9):
            text = article(f"Story {day} again {attempt}", f"2026-04-{day:02}", f"Topic {attempt}")
            herald.write(f"content/2026/04/story-{day}.md", text)
        command = [sys.executable, "-m", "generator", "build", "--site", str(herald.root)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.3 + chance.random())
        process.send_signal(signal.SIGKILL)
        process.wait()
    return herald


def test_a_killed_build_is_repaired_by_the_next(killed_builds: Site) -> None:
    killed_builds.build()
    files = killed_builds.files()
    assert files.pop("CNAME") == b"herald.example"
    assert files == killed_builds.clean()


def test_a_build_killed_while_it_applies_is_repaired(
    herald: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal is written, and some files are in place, when the build ends."""
    herald.build()
    for day in range(1, 9):
        herald.write(f"content/2026/04/story-{day}.md", article(f"New {day}", "2026-04-01", "Else"))
    replace, moved = os.replace, 0

    def failing(source: object, target: object) -> None:
        nonlocal moved
        moved += 1
        if moved > 5:
            raise KeyboardInterrupt
        replace(source, target)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", failing)
        with pytest.raises(KeyboardInterrupt):
            herald.build()
    for day in range(1, 9):
        herald.write(f"content/2026/04/story-{day}.md", article(f"Story {day}", "2026-04-01"))
    herald.build()
    assert herald.files() == herald.clean()


def test_two_builds_at_once_wait_for_each_other(herald: Site) -> None:
    command = [sys.executable, "-m", "generator", "build", "--site", str(herald.root)]
    processes = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(3)
    ]
    for process in processes:
        output, _ = process.communicate()
        assert process.returncode == 0, output.decode()
    assert herald.files() == herald.clean()


def test_a_full_disk_leaves_the_old_site(herald: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    herald.build()
    before = herald.files()
    herald.write("content/2026/04/story-1.md", article("Changed", "2026-04-01"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("generator.output._staged_file", full)
    with pytest.raises(Problems) as found:
        herald.build()
    monkeypatch.undo()
    assert "it cannot be written: No space left on device" in str(found.value)
    assert herald.files() == before


def test_the_empty_archive_builds(tmp_path: Path) -> None:
    site = Site(tmp_path / "empty")
    (site.root / "content").mkdir()
    assert site.build().articles == 0
    assert "There are no articles yet." in (site.output / "index.html").read_text()


def test_a_strangers_staging_folder_stays(herald: Site) -> None:
    herald.write(".public.new/precious", "mine")
    with pytest.raises(Problems, match=r"\.public\.new:1: it is in the way, and no build made it"):
        herald.build()
    assert (herald.root / ".public.new/precious").read_text() == "mine"


def test_with_the_store_lost_a_strangers_asset_stays(herald: Site) -> None:
    herald.build()
    for name in ("mine.txt", "other/mine.txt"):
        path = herald.output / "assets" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
    os.mkfifo(herald.output / "pipe.html")
    shutil.rmtree(herald.root / ".cache")
    herald.build()
    assert (herald.output / "assets/mine.txt").read_text() == "mine"
    assert (herald.output / "assets/other/mine.txt").read_text() == "mine"


def test_a_link_in_the_output_is_not_followed(herald: Site, tmp_path: Path) -> None:
    herald.build()
    outside = tmp_path / "outside"
    (herald.output / "2026/04").rename(outside)
    (herald.output / "2026/04").symlink_to(outside)
    before = herald.files(outside)
    herald.delete("content/2026/04/story-1.md")
    with pytest.raises(Problems, match="public/2026/04:1: it is in the way"):
        herald.build()
    assert herald.files(outside) == before


def test_what_is_in_the_way_is_told_before_anything_changes(herald: Site) -> None:
    herald.build()
    (herald.output / "index.html").unlink()
    (herald.output / "index.html").mkdir()
    (herald.output / "index.html/f").write_text("mine")
    before = herald.files()
    herald.write("content/2026/04/story-1.md", article("Changed", "2026-04-01"))
    with pytest.raises(Problems, match=r"public/index\.html:1: it is in the way"):
        herald.build()
    assert herald.files() == before


def test_a_static_folder_becomes_a_file_and_a_folder_again(herald: Site) -> None:
    herald.write("static/x/deep/one.txt", "one")
    herald.write("static/x/two.txt", "two")
    herald.build()
    shutil.rmtree(herald.root / "static/x")
    herald.write("static/x", "a file")
    herald.build()
    assert herald.files() == herald.clean()
    herald.delete("static/x")
    herald.write("static/x/deep/one.txt", "one")
    herald.build()
    assert herald.files() == herald.clean()


def test_empty_folders_make_room_for_a_file(herald: Site) -> None:
    herald.write("static/x/deep/one.txt", "one")
    herald.build()
    shutil.rmtree(herald.output / "x/deep")
    (herald.output / "x/other").mkdir()
    shutil.rmtree(herald.root / "static/x")
    herald.write("static/x", "a file")
    herald.build()
    assert herald.files() == herald.clean()


@pytest.mark.parametrize("link", [False, True])
def test_a_folder_with_a_stranger_s_file_makes_no_room(herald: Site, link: bool) -> None:
    herald.write("static/x/one.txt", "one")
    herald.build()
    if link:
        (herald.output / "x/mine").symlink_to(herald.root)
    else:
        (herald.output / "x/mine").write_text("mine")
    before = herald.files()
    shutil.rmtree(herald.root / "static/x")
    herald.write("static/x", "a file")
    with pytest.raises(Problems, match="public/x:1: it is in the way, and no build wrote it"):
        herald.build()
    assert herald.files() == before


def test_a_store_that_is_partly_damaged_is_made_anew(herald: Site) -> None:
    herald.build()
    clean = herald.clean()
    chance = random.Random(7)
    path = herald.root / ".cache/newsarchive.sqlite"
    for _ in range(12):
        data = bytearray(path.read_bytes())
        for _ in range(30):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data[: chance.randrange(len(data) // 2, len(data) + 1)])
        herald.build()
        assert herald.files() == clean


def test_problems_of_all_sources_are_told_together(herald: Site) -> None:
    herald.write("content/2026/04/broken.md", "---\ntitle: A\ndate: soon\n---\nText\n")
    herald.write("templates/home.html", "{% if %}")
    herald.write("templates/strings.en.toml", "skip = 1\n")
    (herald.root / "static").mkdir()
    (herald.root / "static/away").symlink_to("/etc/hostname")
    with pytest.raises(Problems) as found:
        herald.build()
    assert [line.partition(":")[0] for line in str(found.value).splitlines()] == [
        "content/2026/04/broken.md",
        "static/away",
        "templates/strings.en.toml",
    ]


def test_an_old_address_leads_on_in_both_editions(herald: Site) -> None:
    old = article("Moved", "2026-04-20").replace("topics:", "aliases: [/old/]\ntopics:")
    herald.write("content/2026/04/moved.md", old)
    body = "[a](/old/) [b](/2026/report.pdf) [c](/topics/guide.pdf) [d](/2026/04/moved/)"
    herald.write("content/2026/04/story-1.md", article("Story 1", "2026-04-01", body=body))
    herald.build()
    files = herald.files()
    assert b'url=/2026/04/moved/"' in files["old/index.html"]
    assert b'url=/zh-Hant/2026/04/moved/"' in files["zh-Hant/old/index.html"]
    chinese = files["zh-Hant/2026/04/story-1/index.html"].decode()
    for link in ("/old/", "/2026/report.pdf", "/topics/guide.pdf", "/zh-Hant/2026/04/moved/"):
        assert f'href="{link}"' in chinese


def test_topics_that_read_alike_are_told_apart(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    for day in range(1, 12):
        topic = "Database" if day < 3 else "News"
        text = article(f"Story {day}", f"2026-04-{day:02}", topic)
        site.write(f"content/2026/04/s-{day}.md", text)
    for topics in ("Data, Base", "Database"):
        site.write("content/2026/04/x.md", article("X", "2026-04-20", topics))
        site.build()
    assert site.files() == site.clean()


def test_a_static_file_at_fault_is_no_fault_of_the_templates(herald: Site) -> None:
    (herald.root / "static").mkdir(exist_ok=True)
    (herald.root / "static" / "loop.txt").symlink_to("loop.txt")
    with pytest.raises(Problems) as found:
        herald.build()
    assert [problem.path for problem in found.value.problems] == ["static/loop.txt"]


def test_what_lies_too_deep_is_told_and_nothing_is_left_out(herald: Site) -> None:
    def points(levels: int) -> str:
        return "".join(f"{'  ' * at}- Level {at}\n" for at in range(levels)) + "\nAfter.\n"

    herald.write("content/2026/04/deep.md", article("Deep", body=points(49)))
    herald.build()
    page = (herald.output / "2026/04/deep/index.html").read_text(encoding="utf-8")
    assert "Level 48" in page
    assert "After." in page
    text = article("Deep", body=points(60))
    herald.write("content/2026/04/deep.md", text)
    with pytest.raises(Problems) as told:
        herald.build()
    line = text.split("\n").index(f"{'  ' * 49}- Level 49") + 1
    assert [str(one) for one in told.value.problems] == [
        f"content/2026/04/deep.md:{line}: quotes or lists lie too deep in each other here to be "
        "shown; write this with fewer levels"
    ]
