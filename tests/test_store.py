"""The store can be lost, harmed, full or in use: a build is right, or says what is wrong."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import Mock

import pytest
from herald import Site, article, newsarchive
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import Problems, UnfinishedError
from generator.store import FORMAT, GRACE, DamagedError, Store


@contextmanager
def disk(place: Path, size: str) -> Iterator[None]:
    """A file system of its own at `place`; the test is skipped where none can be mounted."""
    place.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "newsarchive", str(place)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def fill(place: Path, left: int) -> None:
    """Leave so many bytes of the disk at `place`."""
    status = os.statvfs(place)
    with (place / "filler").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, status.f_bavail * status.f_frsize - left)


def test_what_is_kept_is_found(tmp_path: Path) -> None:
    results = {bytes([one % 256, one // 256]): bytes([one % 251]) * one for one in range(1200)}
    with Store(tmp_path) as store:
        store.keep(results)
        store.put_state("last", b"yesterday")
        assert store.state("first") == b""
    with Store(tmp_path) as store:
        assert store.kept([*results, b"another"]) == results
        assert store.state("last") == b"yesterday"
        store.forget()
        assert store.kept(results) == {}
        assert store.state("last") == b""


def test_a_result_is_forgotten_some_builds_after_its_last_use(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.keep({b"a": b"1", b"b": b"2", b"c": b"3"})
        store.put_files({"a.md": b"", "b.md": b""}, [], [], [b"a", b"b"])
        for _ in range(GRACE - 1):
            store.put_files({}, [], [], [])
        assert store.kept([b"a", b"b", b"c"]).keys() == {b"a", b"b", b"c"}
        store.put_files({}, [], [b"a"], [])
        assert store.kept([b"a", b"b", b"c"]).keys() == {b"a", b"c"}


def test_the_store_does_not_grow_with_edits(herald: Site) -> None:
    sizes = []
    for edit in range(12):
        body = "".join(f"\n\nParagraph {number} of {edit}." for number in range(400))
        herald.write("content/2026/04/story-1.md", article("Story 1", "2026-04-01", body=body))
        herald.build()
        with Store(herald.root / ".cache") as store:
            sizes.append(len(store._rows("SELECT key FROM kept")))
    assert len(set(sizes[GRACE + 1 :])) == 1


def test_a_value_that_changed_by_itself_is_noticed(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.keep({b"key": b"value"})
        store._database.execute("UPDATE kept SET value = x'00'")
        with pytest.raises(DamagedError):
            store.kept([b"key"])
        assert store.healed(lambda: store.kept([b"key"])) == {}


@pytest.mark.parametrize("harm", ["deleted", "random", "foreign", "other tables", "other values"])
def test_a_store_that_is_none_is_made_anew(herald: Site, harm: str) -> None:
    herald.build()
    place = herald.root / ".cache/newsarchive.sqlite"
    match harm:
        case "deleted":
            place.unlink()
        case "random":
            place.write_bytes(random.Random(3).randbytes(50_000))
        case "foreign":
            with sqlite3.connect(place) as database:
                database.execute(f"PRAGMA application_id = {FORMAT + 1}")
        case "other tables":
            place.unlink()
            with sqlite3.connect(place) as database:
                database.execute("CREATE TABLE kept (something)")
        case "other values":
            # What another version of the program put there is sound, and makes no sense.
            with (
                Store(herald.root / ".cache") as store,
                store.changing("../public", [], {"story": b"\x93\x01\x02\x03"}, []),
            ):
                pass
    herald.delete("content/2026/04/story-2.md")
    herald.build()
    assert herald.files() == herald.clean()
    with sqlite3.connect(place) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (FORMAT,)


@settings(max_examples=8)
@given(
    share=st.floats(0, 1), what=st.sampled_from(["newsarchive.sqlite", "newsarchive.sqlite-wal"])
)
def test_a_store_cut_off_anywhere_is_made_anew(
    tmp_path_factory: pytest.TempPathFactory, share: float, what: str
) -> None:
    site = Site(tmp_path_factory.mktemp("cut") / "site")
    site.write("content/2026/04/story.md", article("Story"))
    with Store(site.root / ".cache"):  # so that there is a log of what was not put into the file
        pass
    site.build()
    place = site.root / ".cache" / what
    if place.exists():
        os.truncate(place, int(place.stat().st_size * share))
    site.write("content/2026/04/story.md", article("Another story"))
    site.build()
    assert site.files() == site.clean()


@pytest.mark.parametrize("command", [("explain", "/2026/04/story-1/"), ("translation", "status")])
def test_commands_that_only_look_heal_a_damaged_store(
    herald: Site, command: tuple[str, ...]
) -> None:
    herald.build()
    with Store(herald.root / ".cache") as store:
        for table in ("kept", "files", "made", "state"):
            store._database.execute(f"UPDATE {table} SET value = x'00'")
    told = newsarchive(*command, cwd=herald.root)
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("newsarchive.sqlite/mine.txt", "/newsarchive.sqlite:1: the store cannot be used: "),
        ("lock/mine.txt", "/lock:1: a folder is in the way of the file that one build at a time "),
        ("", ":1: it is in the way of the folder that keeps what builds know; move it away, or "),
    ],
)
def test_what_is_in_the_stores_place_is_told(herald: Site, name: str, told: str) -> None:
    herald.build()
    before = herald.files()
    shutil.rmtree(herald.root / ".cache")
    herald.write(f".cache/{name}".rstrip("/"), "a stranger's")
    herald.write("content/2026/04/story-1.md", article("Changed", "2026-04-01"))
    built = newsarchive("build", cwd=herald.root)
    assert built.returncode == 1
    assert built.stderr.startswith(f".cache{told}")
    assert built.stderr.endswith("\n1 problem; nothing was written.\n")
    assert herald.files() == before


def test_with_the_store_lost_no_page_is_written_that_says_the_same(herald: Site) -> None:
    herald.build()
    before = {path: path.stat().st_ino for path in herald.output.rglob("*.html")}
    shutil.rmtree(herald.root / ".cache")
    herald.write("content/2026/04/story-1.md", article("Changed", "2026-04-01"))
    herald.build()
    changed = {path for path, inode in before.items() if path.stat().st_ino != inode}
    assert changed
    assert len(changed) < len(before)


def test_with_the_store_lost_a_killed_build_leaves_nothing_in_the_way(
    herald: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    herald.build()
    shutil.rmtree(herald.root / ".cache")
    herald.write("content/2026/04/story-1.md", article("Changed", "2026-04-01"))
    with monkeypatch.context() as killed:
        killed.setattr("generator.output.Staging.apply", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            herald.build()
    for day in range(1, 6):
        herald.write(f"content/2026/04/story-{day}.md", article("All new", f"2026-04-{day:02}"))
    herald.build()
    assert herald.files() == herald.clean()


def test_a_damaged_store_is_told_once(herald: Site) -> None:
    herald.build()
    os.truncate(herald.root / ".cache/newsarchive.sqlite", 3000)
    told = (
        ".cache/newsarchive.sqlite:1: the store did not hold what was written, and is made anew; "
        "look at the disk if that happens again\n"
    )
    assert newsarchive("build", cwd=herald.root).stderr == told
    assert newsarchive("build", cwd=herald.root).stderr == ""


def test_a_folder_of_the_store_that_cannot_be_written_is_told(herald: Site) -> None:
    with disk(herald.root / ".cache", "8m"):
        herald.build()
        before = herald.files()
        herald.write("content/2026/04/story-1.md", article("Changed", "2026-04-01"))
        place = str(herald.root / ".cache")
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        told = newsarchive("build", cwd=herald.root)
        assert told.returncode == 1
        assert told.stderr == (
            ".cache/lock:1: it cannot be opened: Read-only file system; "
            "make it and its folder writable, or name another folder with --cache\n"
            "1 problem; nothing was written.\n"
        )
        assert herald.files() == before


@pytest.mark.parametrize("left", [0, 16_384, 65_536, 131_072])
def test_a_full_disk_of_the_store_is_told(herald: Site, left: int) -> None:
    with disk(herald.root / ".cache", "8m"):
        herald.build()
        before = herald.files()
        fill(herald.root / ".cache", left)
        for day in range(1, 6):
            body = "\n\n".join(random.Random(day).randbytes(60).hex() for _ in range(400))
            text = article(f"Changed {day}", f"2026-04-{day:02}", body=body)
            herald.write(f"content/2026/04/story-{day}.md", text)
        told = newsarchive("build", cwd=herald.root)
        assert told.returncode == 1
        problem, end = told.stderr.splitlines()
        assert re.fullmatch(
            r"\.cache/newsarchive\.sqlite:1: the store cannot be used: "
            r"(database or disk is full|disk I/O error); make room, make the folder writable, "
            r"or delete it: a build makes it anew",
            problem,
        )
        assert end == "1 problem; nothing was written."
        assert herald.files() == before
        (herald.root / ".cache/filler").unlink()
        herald.build()
        assert herald.files() == herald.clean()


def test_a_full_disk_of_the_site_is_told(herald: Site, tmp_path: Path) -> None:
    here = tmp_path / "disk"
    with disk(here, "4m"):
        herald.output = here / "public"
        command = ("build", "--output", herald.output)
        assert newsarchive(*command, cwd=herald.root).returncode == 0
        (herald.output / "CNAME").write_text("herald.example")
        before = herald.files()
        body = "\n\n".join("A paragraph that takes room." for _ in range(3000))
        herald.write("content/2026/04/story-1.md", article("Changed", "2026-04-01", body=body))
        for left in (0, 8192, 65_536):
            fill(here, left)
            told = newsarchive(*command, cwd=herald.root)
            assert told.returncode == 1
            first, last = told.stderr.splitlines()
            assert first.startswith(str(here))
            assert ":1: it cannot be written: No space left on device; make room or mend" in first
            assert last == "1 problem; nothing was written."
            assert herald.files() == before
            (here / "filler").unlink()
            assert [path.name for path in here.iterdir()] == ["public"]
        assert newsarchive(*command, cwd=herald.root).returncode == 0
        assert herald.files() == herald.clean() | {"CNAME": b"herald.example"}


def test_a_store_that_does_not_take_what_was_written_is_told(tmp_path: Path) -> None:
    """The site is new by then, and the next build knows that it may be."""
    made = {"a page": random.Random(1).randbytes(200_000)}
    with disk(tmp_path / "cache", "500k"), Store(tmp_path / "cache") as store:
        with pytest.raises(UnfinishedError), store.changing("public", ["index.html"], made, []):
            fill(tmp_path / "cache", 8192)
        (tmp_path / "cache/filler").unlink()
        assert store.begun("public") == {"index.html"}


def test_a_site_that_is_written_in_part_is_told(herald: Site) -> None:
    herald.build()
    here = herald.output / "2026/04/story-5"
    with disk(here, "1m"):
        herald.write("content/2026/04/story-1.md", article("Changed", "2026-04-01"))
        told = newsarchive("build", cwd=herald.root)
        assert told.returncode == 1
        assert told.stderr == (
            f"{here}/index.html:1: it cannot be written: Invalid cross-device link; "
            "a disk begins here: build into a folder inside it, or outside\n"
            "1 problem; a part of the site may be new.\n"
        )
        as_json = json.loads(newsarchive("build", "--json", cwd=herald.root).stdout)
        assert as_json["unfinished"] is True
        assert len(as_json["problems"]) == 1
    herald.build()
    assert herald.files() == herald.clean()


def test_a_lock_that_cannot_be_opened_is_told(herald: Site) -> None:
    (herald.root / ".cache").mkdir()
    (herald.root / ".cache/lock").symlink_to("nowhere/at/all")
    assert newsarchive("build", cwd=herald.root).stderr == (
        ".cache/lock:1: it cannot be opened: No such file or directory; "
        "make it and its folder writable, or name another folder with --cache\n"
        "1 problem; nothing was written.\n"
    )


def test_a_store_elsewhere_is_named_whole(herald: Site, tmp_path: Path) -> None:
    place = tmp_path / "store"
    (place / "newsarchive.sqlite").mkdir(parents=True)
    told = newsarchive("build", "--cache", place, cwd=herald.root).stderr
    assert told.startswith(f"{place}/newsarchive.sqlite:1: the store cannot be used: ")


def test_a_disk_that_takes_a_part_of_a_page_is_full(herald: Site, tmp_path: Path) -> None:
    body = "\n\n".join("A paragraph that takes room." for _ in range(3000))
    herald.write("content/2026/04/story-1.md", article("Long", "2026-04-01", body=body))
    here = tmp_path / "disk"
    with disk(here, "4m"):
        herald.output = here / "public"
        herald.build(herald.output)
        page = herald.output / "2026/04/story-1/index.html"
        size = page.stat().st_size
        page.unlink()
        fill(here, size // 2)
        with pytest.raises(Problems, match="it cannot be written: No space left on device"):
            herald.build(herald.output)
        (here / "filler").unlink()
        herald.build(herald.output)
        assert herald.files() == herald.clean()


def test_a_refusal_leaves_the_output_to_the_next(herald: Site) -> None:
    """Also within one process, as a preview has it."""
    herald.write(".public.new/mine.txt", "mine")
    for _ in range(2):
        with pytest.raises(Problems, match="no build made it"):
            herald.build()
    shutil.rmtree(herald.root / ".public.new")
    herald.build()
    assert herald.files() == herald.clean()


@pytest.mark.parametrize("stores", [("one", "one"), ("one", "two"), ("one", "two", "two")])
def test_builds_at_once_are_all_right(herald: Site, stores: tuple[str, ...]) -> None:
    """Of one store, or of one output folder alone, in whatever order they come."""
    herald.build()
    herald.delete("content/2026/04/story-2.md")
    herald.write("content/2026/04/story-9.md", article("Story 9", "2026-04-09", "Other"))
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "generator", "build", "--cache", herald.root.parent / store],
            cwd=herald.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for store in stores
    ]
    for process in running:
        told, _ = process.communicate()
        assert process.returncode == 0, told.decode()
    assert herald.files() == herald.clean()


def test_sites_that_share_a_store_keep_their_files(herald: Site, tmp_path: Path) -> None:
    other = Site(tmp_path / "other")
    other.write("content/2026/04/one.md", article("One"))
    herald.write("static/notes.txt", "of the herald")
    store = tmp_path / "store"
    assert newsarchive("build", "--cache", store, cwd=herald.root).returncode == 0
    other.output.mkdir()
    (other.output / "notes.txt").write_text("mine")
    assert newsarchive("build", "--cache", store, cwd=other.root).returncode == 0
    assert other.files() == other.clean() | {"notes.txt": b"mine"}
    assert newsarchive("build", "--cache", store, cwd=herald.root).returncode == 0
    assert herald.files() == herald.clean()
