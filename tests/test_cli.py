"""The commands, as they are typed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from herald import Site, article


def newsarchive(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_a_new_site_builds(tmp_path: Path) -> None:
    made = newsarchive("init", "herald", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert made.stdout.splitlines()[-1] == "Build it with: newsarchive build --site herald"
    built = newsarchive("build", cwd=tmp_path / "herald")
    assert built.returncode == 0, built.stderr
    assert built.stderr == ""
    first, last = built.stdout.splitlines()
    assert first.startswith("Built 1 article as 17 pages: 17 rendered, ")
    assert last == "The site is in public/; look at it with: python3 -m http.server -d public/"
    assert (tmp_path / "herald/public/zh-Hant/index.html").is_file()


def test_a_site_is_not_made_where_one_is(tmp_path: Path) -> None:
    newsarchive("init", "herald", cwd=tmp_path)
    again = newsarchive("init", "herald", cwd=tmp_path)
    assert again.returncode == 1
    assert again.stderr.splitlines()[-1] == "4 problems; nothing was written."
    assert "herald/site.toml:1: it is there already; name a folder that is new" in again.stderr


def test_problems_are_told_with_their_places_and_no_traceback(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/2026/04/one.md", article("One", "soon"))
    site.write("content/2026/04/two.md", "---\ntitle: Two\n")
    built = newsarchive("build", cwd=tmp_path)
    assert built.returncode == 1
    assert built.stdout == ""
    assert built.stderr.splitlines() == [
        "content/2026/04/one.md:3: `date` is not a date: soon; "
        "write 2026-04, 2026-04-27 or 2026-04-27T09:30+08:00",
        "content/2026/04/two.md:1: the front matter is not closed; "
        "add a line `---` after its last key",
        "2 problems; nothing was written.",
    ]
    assert not (tmp_path / "public").exists()


def test_a_folder_without_a_site_is_told(tmp_path: Path) -> None:
    built = newsarchive("build", cwd=tmp_path)
    assert built.returncode == 1
    assert built.stderr.startswith(f"site.toml:1: not found in {tmp_path}; run the command in a ")


def test_terms_of_another_vocabulary_are_told_and_do_not_stop_the_build(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/2026/04/one.md", article("One").replace("的中文標題", "與上下文窗口"))
    built = newsarchive("build", cwd=tmp_path)
    assert built.returncode == 0
    assert built.stderr.splitlines() == [
        "content/2026/04/one.md:6: `title` says 上下文窗口; "
        "write 上下文視窗, as the rest of the archive does"
    ]


def test_saved_pages_are_imported_and_built(tmp_path: Path) -> None:
    site = Site(tmp_path)
    saved = Path(__file__).parent / "fixtures/import/ferry-kites.txt"
    imported = newsarchive("import", saved, "--into", site.root / "content", cwd=tmp_path)
    assert imported.returncode == 0, imported.stderr
    written = [Path(line) for line in imported.stdout.splitlines()]
    assert all(path.is_file() for path in written)
    assert newsarchive("build", cwd=tmp_path).returncode == 0
    missing = newsarchive("import", "nowhere.txt", "--into", "content", cwd=tmp_path)
    assert missing.returncode == 1
    assert missing.stderr.startswith("nowhere.txt:1: ")


def test_another_output_folder_can_be_named(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    site.write("content/2026/04/one.md", article("One"))
    built = newsarchive("build", "--site", site.root, "--output", "www", cwd=tmp_path)
    assert built.returncode == 0
    assert (tmp_path / "www/index.html").is_file()
    assert not site.output.exists()
