"""`explain` tells which part of what a page is made from is new, and decides it as a build does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from herald import Site, article

from generator.cli import main

LEAVES = "The next build leaves it as it is."
NEW = "It was last rendered because all of it was new."


@pytest.fixture
def herald(tmp_path: Path) -> Site:
    """A site that was built; its only article of another topic is too old to be anyone's relation
    by it."""
    site = Site(tmp_path / "site")
    for day in range(1, 9):
        site.write(f"content/2026/04/story-{day}.md", article(f"Story {day}", f"2026-04-{day:02}"))
    site.build()
    return site


def explained(site: Site, path: str) -> list[str]:
    told = CliRunner().invoke(main, ["explain", "--site", str(site.root), path])
    assert (told.exit_code, told.stderr) == (0, "")
    return told.stdout.splitlines()


def from_article(number: int) -> str:
    return f"It is made from content/2026/04/story-{number}.md."


def test_what_is_as_it_was_is_left(herald: Site) -> None:
    said = [from_article(4), NEW, LEAVES]
    for path in (
        "2026/04/story-4/index.html",
        "/2026/04/story-4/",
        "2026/04/story-4/",
        "/zh-Hant/2026/04/story-4/",
    ):
        assert explained(herald, path) == said
    assert explained(herald, "/") == ["It is made from templates/home.html.", NEW, LEAVES]


def test_a_changed_article(herald: Site) -> None:
    herald.write("content/2026/04/story-4.md", article("Story 4", "2026-04-04", body="Other."))
    changed = "The next build renders it, because this has changed: its article."
    assert explained(herald, "/2026/04/story-4/") == [from_article(4), NEW, changed]
    herald.build()
    because = "It was last rendered because this had changed: its article."
    assert explained(herald, "/2026/04/story-4/") == [from_article(4), because, LEAVES]


def test_a_new_page(herald: Site) -> None:
    herald.write("content/2026/04/story-9.md", article("Story 9", "2026-04-09"))
    assert explained(herald, "/2026/04/story-9/") == [
        from_article(9),
        "It is not there yet: the next build makes it.",
    ]
    herald.build()
    assert explained(herald, "/2026/04/story-9/") == [from_article(9), NEW, LEAVES]


def test_a_new_page_of_an_article_that_is_there(herald: Site) -> None:
    herald.write("content/2026/04/story-4.zh-Hant.md", "一段。\n")
    assert explained(herald, "/zh-Hant/2026/04/story-4/full/") == [
        from_article(4),
        "It is not there yet: the next build makes it.",
    ]


def test_a_page_that_another_file_makes_now(herald: Site) -> None:
    (herald.root / "content/elsewhere").mkdir()
    (herald.root / "content/2026/04/story-4.md").rename(
        herald.root / "content/elsewhere/story-4.md"
    )
    assert explained(herald, "/2026/04/story-4/") == [
        "It is made from content/elsewhere/story-4.md.",
        "No build is known to have made it from that: the next one does.",
    ]


def test_neighbours_of_a_new_article(herald: Site) -> None:
    herald.write("content/2026/04/story-9.md", article("Story 9", "2026-04-09"))
    told = explained(herald, "/2026/04/story-8/")
    assert told == [
        from_article(8),
        NEW,
        "The next build renders it, because this has changed: "
        "the related articles; the one after it.",
    ]
    herald.build()
    assert explained(herald, "/2026/04/story-8/") == [
        from_article(8),
        "It was last rendered because this had changed: the related articles; the one after it.",
        LEAVES,
    ]
    assert explained(herald, "/2026/04/story-1/") == [from_article(1), NEW, LEAVES]


def test_an_edited_template(herald: Site) -> None:
    theme = Path(__file__).parents[1] / "templates/article.html"
    herald.write("templates/article.html", theme.read_text() + "\n{# mine #}\n")
    assert explained(herald, "/2026/04/story-4/")[-1] == (
        "The next build renders it, because this has changed: "
        "what site.toml says of the site, or a template, a string or a static file."
    )
    assert explained(herald, "/archive/")[-1] == LEAVES


def test_another_address_of_the_site(herald: Site) -> None:
    text = (herald.root / "site.toml").read_text()
    herald.write("site.toml", text.replace("herald.example/", "herald.example/news/"))
    assert explained(herald, "/archive/")[-1].startswith(
        "The next build renders it, because this has changed: the program, its libraries, or the "
        "rules and the address in site.toml"
    )


def test_an_output_file_that_is_gone(herald: Site) -> None:
    (herald.output / "2026/04/story-4/index.html").unlink()
    gone = "The next build renders it: in the output folder, it is not as the build left it."
    assert explained(herald, "/2026/04/story-4/") == [from_article(4), NEW, gone]


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("nowhere/", "no page of the site is there"),
        ("2026/04/story-4/notes.txt", "no page of the site is there"),
        ("counts.json", "it is a file of the site, but no page"),
        ("search/index.json", "it is a file of the site, but no page"),
    ],
)
def test_no_page_is_there(herald: Site, path: str, what: str) -> None:
    told = CliRunner().invoke(main, ["explain", "--site", str(herald.root), path])
    assert told.exit_code == 1
    shown = f"{path}index.html" if path.endswith("/") else path
    assert told.stderr == (
        f"{shown}:1: {what}; "
        "name a page by its path below the output folder\n"
        "1 problem; nothing was written.\n"
    )


@pytest.mark.parametrize(
    "asked",
    [
        "2026/04/story-4",
        "/2026/04/story-4/index.html",
        "public/2026/04/story-4/index.html",
        "{output}/2026/04/story-4/index.html",
        "https://herald.example/2026/04/story-4/",
    ],
)
def test_a_page_is_named_in_any_way(herald: Site, asked: str) -> None:
    assert explained(herald, asked.format(output=herald.output)) == [from_article(4), NEW, LEAVES]


def test_the_home_page_is_named(herald: Site) -> None:
    said = explained(herald, "/")
    assert said == explained(herald, "index.html")
    assert said == explained(herald, "https://herald.example/")


def test_a_page_that_nothing_makes_any_more(herald: Site) -> None:
    herald.delete("content/2026/04/story-4.md")
    told = CliRunner().invoke(main, ["explain", "--site", str(herald.root), "2026/04/story-4/"])
    assert told.stderr.splitlines()[0] == (
        "2026/04/story-4/index.html:1: nothing makes this page any more; the next build removes it"
    )


def test_what_is_told_is_what_is_done(herald: Site) -> None:
    """Of every page, after an edit that moves some of them."""
    herald.write(
        "content/2026/04/story-9.md", article("Story 9", "2026-04-03T09:00", "News, Chips")
    )
    herald.delete("content/2026/04/story-5.md")
    left = {
        path
        for path in herald.files()
        if path.endswith(".html") and "story-5" not in path and _told(herald, path) == LEAVES
    }
    before = {path: os.stat(herald.output / path).st_mtime_ns for path in left}
    built = herald.build()
    assert left.isdisjoint(built.changes.written)
    assert before == {path: os.stat(herald.output / path).st_mtime_ns for path in left}
    assert built.rendered == built.pages - len(left & herald.files().keys())


def _told(site: Site, path: str) -> str:
    told = CliRunner().invoke(main, ["explain", "--site", str(site.root), path])
    return told.stdout.splitlines()[-1] if told.exit_code == 0 else "gone"
