"""The commands, as they are typed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
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
    first, spent, last = built.stdout.splitlines()
    assert first.startswith("Built 1 article as 19 pages: 19 rendered, 0 as they were, ")
    assert re.fullmatch(r"It took \d+\.\d s \(reading .*, planning .*, rendering .*\)\.", spent)
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


def test_translations_are_marked_and_their_status_is_told(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/2026/04/one.md", article("One", body="First.\n\nSecond."))
    site.write("content/2026/04/one.zh-Hant.md", "第一段。\n\n第二段。\n")
    site.write("content/2026/04/two.md", article("Two"))
    chinese = Path("content/2026/04/one.zh-Hant.md")

    def status() -> list[str]:
        return newsarchive("translation", "status", cwd=tmp_path).stdout.splitlines()

    assert status() == [
        "content/2026/04/two.md: missing",
        "2 articles: 1 current, 0 stale, 0 unpaired, 1 missing.",
    ]
    marked = newsarchive("translation", "mark", chinese, cwd=tmp_path)
    assert marked.stdout == f"{chinese}: marked\n"
    head, _, text = (tmp_path / chinese).read_text().partition("\n---\n")
    assert head.splitlines()[:2] == ["---", "made-from:"]
    assert len(head.splitlines()) == 4
    assert text == "第一段。\n\n第二段。\n"
    assert status()[-1] == "2 articles: 1 current, 0 stale, 0 unpaired, 1 missing."
    site.write("content/2026/04/one.md", article("One", body="First.\n\nSecond, mended."))
    assert status() == [
        "content/2026/04/one.md: stale (1 changed)",
        '  content/2026/04/one.md:12: "Second, mended." is newer than its translation; '
        "translate it, then `newsarchive translation mark content/2026/04/one.zh-Hant.md`",
        "content/2026/04/two.md: missing",
        "2 articles: 0 current, 1 stale, 0 unpaired, 1 missing.",
    ]
    note = (
        "content/2026/04/one.zh-Hant.md:6: 1 block of the English changed since; translate again, "
        "then `newsarchive translation mark content/2026/04/one.zh-Hant.md`"
    )
    for _ in range(2):
        built = newsarchive("build", cwd=tmp_path)
        assert built.stderr.splitlines() == [note]
    page = (tmp_path / "public/zh-Hant/2026/04/one/full/index.html").read_text()
    assert "第一段。" in page
    assert "Second, mended." in page
    assert "第二段。" not in page
    newsarchive("translation", "mark", chinese, cwd=tmp_path)
    assert status()[-1] == "2 articles: 1 current, 0 stale, 0 unpaired, 1 missing."


def test_what_is_no_translation_is_not_marked(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/2026/04/one.md", article("One"))
    marked = newsarchive("translation", "mark", "content/2026/04/one.md", "x.md", cwd=tmp_path)
    assert marked.returncode == 1
    assert marked.stderr.splitlines() == [
        "content/2026/04/one.md:1: it is not the translation of an article of this site; "
        "name a file that ends in .zh-Hant.md",
        "x.md:1: there is no such file; correct its name",
        "2 problems; nothing was written.",
    ]


def test_a_signature_that_is_none_is_told(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/2026/04/one.md", article("One"))
    site.write("content/2026/04/one.zh-Hant.md", "---\nmade-from: [hello]\n---\n一。\n")
    built = newsarchive("build", cwd=tmp_path)
    assert built.returncode == 1
    said = "content/2026/04/one.zh-Hant.md:2: `made-from` does not fit: hello; correct the value\n"
    assert built.stderr.startswith(said)


@pytest.mark.parametrize("output", ["/", ".", "content", "content/www", "static", ".cache", ".."])
def test_a_folder_of_the_sites_own_is_not_built_into(tmp_path: Path, output: str) -> None:
    site = Site(tmp_path / "site")
    site.write("content/2026/04/one.md", article("One"))
    before = site.files(site.root)
    built = newsarchive("build", "--output", output, cwd=site.root)
    assert built.returncode == 1
    assert "name a folder that is there for it alone" in built.stderr
    assert site.files(site.root) == before


def test_a_full_disk_of_the_reader_is_no_traceback(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/2026/04/one.md", article("One"))
    command = f"{sys.executable} -m generator build > /dev/full"
    built = subprocess.run(
        command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert built.returncode == 1
    assert "Traceback" not in built.stderr
