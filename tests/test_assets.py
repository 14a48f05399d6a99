"""Static files, and the folder that is named by what it holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.assets import Assets, FileDigests, Stamp, file_digest, load_assets
from generator.errors import Problems


def fill(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def paths(assets: Assets) -> dict[str, str]:
    """The output path of each file, by its name in the site."""
    return {file.origin: file.path for file in assets.files}


def told(*folders: Path) -> list[str]:
    with pytest.raises(Problems) as raised:
        load_assets(folders, file_digest)
    return str(raised.value).split("\n")


def test_where_static_files_go(tmp_path: Path) -> None:
    names = {"robots.txt": "a", ".well-known/x": "b", "assets/site.css": "c", "assets/js/a.js": ""}
    assets = load_assets((fill(tmp_path, names),), file_digest)
    assert assets.names == {"site.css", "js/a.js"}
    assert paths(assets) == {
        "static/.well-known/x": ".well-known/x",
        "static/assets/js/a.js": f"{assets.folder}js/a.js",
        "static/assets/site.css": f"{assets.folder}site.css",
        "static/robots.txt": "robots.txt",
    }
    head, mark, tail = assets.folder.split("/")
    assert (head, len(mark), tail) == ("assets", 10, "")


def test_the_first_folder_with_a_name_gives_it(tmp_path: Path) -> None:
    site = fill(tmp_path / "site", {"a.txt": "site", "assets/a.css": "site"})
    theme = fill(tmp_path / "theme", {"a.txt": "theme", "assets/b.css": "theme"})
    assets = load_assets((site, theme), file_digest)
    sources = {file.origin: Path(file.source).read_text() for file in assets.files}
    assert sources == {
        "static/a.txt": "site",
        "static/assets/a.css": "site",
        "static/assets/b.css": "theme",
    }


def test_the_folder_changes_with_a_name_or_a_byte_of_the_assets_alone(tmp_path: Path) -> None:
    def folder() -> str:
        return load_assets((tmp_path,), file_digest).folder

    fill(tmp_path, {"assets/a.css": "ab", "assets/b.css": "c"})
    first = folder()
    fill(tmp_path, {"robots.txt": "new"})
    os.utime(tmp_path / "assets/a.css", (0, 0))
    assert folder() == first
    fill(tmp_path, {"assets/a.css": "a", "assets/b.css": "bc"})
    second = folder()
    (tmp_path / "assets/b.css").rename(tmp_path / "assets/c.css")
    assert len({first, second, folder()}) == 3


def test_no_static_files(tmp_path: Path) -> None:
    assets = load_assets((tmp_path / "none", tmp_path), file_digest)
    assert (assets.files, assets.names) == ((), frozenset())


def test_what_editors_leave_about_is_not_copied(tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": "", "a.txt~": "", ".a.txt.swp": "", ".DS_Store": ""})
    assert list(paths(load_assets((tmp_path,), file_digest))) == ["static/a.txt"]


def test_links_inside_the_folder_are_followed(tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": "a"})
    (tmp_path / "b.txt").symlink_to("a.txt")
    first, second = load_assets((tmp_path,), file_digest).files
    assert first.digest == second.digest


def test_all_that_cannot_be_copied_is_told_at_once(tmp_path: Path) -> None:
    static = fill(tmp_path / "static", {"folder/a.txt": ""})
    fill(tmp_path, {"secret": ""})
    (static / "out.txt").symlink_to("../secret")
    (static / "gone.txt").symlink_to("nothing")
    (static / "loop.txt").symlink_to("loop.txt")
    (static / "link").symlink_to("folder")
    os.mkfifo(static / "pipe")
    (static / "a\x1b[31m.txt").touch()
    Path(os.fsdecode(os.fsencode(static) + b"/\xff\n.txt")).touch()
    assert told(static, static) == [
        "static/\\udcff\\n.txt:1: the file's name is not UTF-8; rename it",
        "static/a\\x1b[31m.txt:1: the file's name holds a character that is not shown; rename it",
        "static/gone.txt:1: it cannot be read: No such file or directory; mend or delete the link",
        "static/link:1: it is not a plain file; take it out of `static/`",
        "static/loop.txt:1: it cannot be read: Too many levels of symbolic links;"
        " mend or delete the link",
        "static/out.txt:1: it is a link that leads out of `static/`; copy the file in",
        "static/pipe:1: it is not a plain file; take it out of `static/`",
    ]


def test_a_file_is_read_again_when_its_stat_is_not_what_it_was(tmp_path: Path) -> None:
    """The digest that is known of it is not its own, so one sees whether it was taken."""
    path = fill(tmp_path, {"a.txt": "one"}) / "a.txt"
    later = path.stat().st_mtime_ns + 3_000_000_000
    first = FileDigests({}, later)
    assert first.digest(path) == file_digest(path)
    (stamp,) = first.stamps.values()
    known = {str(path): Stamp(stamp.seen, b"as it was known")}
    second = FileDigests(known, later)
    assert second.digest(path) == b"as it was known"
    assert second.stamps == known
    path.write_text("two", encoding="utf-8")
    assert FileDigests(known, later).digest(path) == file_digest(path)


def test_the_stat_of_a_file_that_was_just_written_is_not_remembered(tmp_path: Path) -> None:
    path = fill(tmp_path, {"a.txt": "one"}) / "a.txt"
    digests = FileDigests({}, path.stat().st_mtime_ns + 1_000_000_000)
    digests.digest(path)
    assert digests.stamps == {}
