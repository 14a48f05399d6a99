"""A new article's file, and that it is one."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import Site
from herald import Site as Herald
from herald import article as story
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.cli import main
from generator.config import load_project
from generator.drafting import new_article
from generator.errors import Problems
from generator.model import Article
from generator.theme import THEME

NOW = datetime.datetime(2026, 4, 30, 16, 5, tzinfo=datetime.UTC)
"""In Taipei, where the site is, it is five past midnight, and May."""


def made(
    site: Site, title: str, zh_title: str = "", topics: tuple[str, ...] = (), date: str = ""
) -> Path:
    file = new_article(site.project(), title, zh_title, topics, date, NOW)
    return file.relative_to(site.root)


def written(site: Site) -> tuple[Article, ...]:
    """The articles, once each has a text."""
    for file in site.root.glob("content/*/*/*.md"):
        file.write_text(file.read_text(encoding="utf-8") + "Text.\n", encoding="utf-8")
    return site.load().articles


def told(site: Site, title: str, **given: object) -> list[str]:
    with pytest.raises(Problems) as raised:
        made(site, title, **given)  # type: ignore[arg-type]
    return str(raised.value).split("\n")


def test_the_file_has_the_slug_and_the_day_of_the_site(site: Site) -> None:
    path = made(site, "GPT-5: What's New & Old?", "有什麼新的？", ("AI agents", "Chips: 2nm"))
    assert path == Path("content/2026/05/gpt-5-whats-new-and-old.md")
    assert (site.root / path).read_text(encoding="utf-8") == (
        "---\n"
        'title: "GPT-5: What\'s New & Old?"\n'
        "date: 2026-05-01T00:05+08:00\n"
        'topics: [AI agents, "Chips: 2nm"]\n'
        "zh-Hant:\n"
        '  title: "有什麼新的？"\n'
        "draft: true\n"
        "---\n"
        "\n"
    )
    (article,) = written(site)
    assert article.title == "GPT-5: What's New & Old?"
    assert article.topics == ("AI agents", "Chips: 2nm")
    assert article.date.iso == "2026-05-01T00:05+08:00"
    assert article.zh_title is not None
    assert article.zh_title.plain == "有什麼新的？"


def test_a_draft_needs_no_text_and_what_is_published_does(site: Site) -> None:
    file = site.root / made(site, "A", date="2026-04")
    (article,) = site.load().articles
    assert (article.draft, article.summary) == (True, "")
    file.write_text(file.read_text(encoding="utf-8").replace("draft: true\n", ""))
    wanted = "write the article, delete the file, or set `draft` to true"
    assert site.problems() == [f"content/2026/04/a.md:2: the article has no text; {wanted}"]


def test_the_command_stops_no_build_and_no_check(tmp_path: Path) -> None:
    herald = Herald(tmp_path)
    herald.write("content/2026/04/one.md", story("One"))
    for command in (
        ["new", "A Story", "--topic", "News", "--zh-title", "報導"],
        ["build"],
        ["check"],
    ):
        done = CliRunner().invoke(main, [*command, "--site", str(tmp_path)])
        assert done.exit_code == 0, done.output
    assert "A Story" not in (tmp_path / "public/index.html").read_text(encoding="utf-8")


def test_a_date_is_as_exact_as_it_was_given(site: Site) -> None:
    assert made(site, "A", date="2025-12") == Path("content/2025/12/a.md")
    assert made(site, "B", date="2025-12-31T23:30Z") == Path("content/2026/01/b.md")
    dates = {article.title: article.date.iso for article in written(site)}
    assert dates == {"A": "2025-12", "B": "2026-01-01T07:30+08:00"}


def test_nothing_that_is_there_is_written_over(site: Site) -> None:
    path = made(site, "The Story")
    (site.root / path).write_text("mine")
    wanted = "there is an article of this name already; choose another title, or edit that file"
    assert told(site, "the story!") == [f"content/2026/05/the-story.md:1: {wanted}"]
    assert (site.root / path).read_text() == "mine"


def test_what_is_no_article_is_told_together(site: Site) -> None:
    assert told(site, "?!", topics=("…",), date="tomorrow", zh_title="\u202e") == [
        "--date:1: `tomorrow` is not a date; write it as 2026-04-27T09:30",
        "--topic:1: it is no name; write it again",
        "--zh-title:1: it holds what is not shown; write it again",
        "TITLE:1: it holds no letter and no digit; name the article",
    ]
    assert told(site, "A\nB") == ["TITLE:1: it holds a character that is not shown; delete it"]
    many = tuple(f"Topic {number}" for number in range(51))
    assert told(site, "A", topics=many) == [
        "--topic:1: 51 topics are more than 50; keep those it is about"
    ]
    assert os.listdir(site.root / "content") == []


@given(
    st.text(st.characters(max_codepoint=0x2FF, exclude_categories=["C"]), min_size=1, max_size=40)
)
def test_any_title_is_read_back(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    site = Site(tmp_path_factory.mktemp("new"))
    title = " ".join(f"x {title}".split())
    assume(title.isprintable())
    made(site, title, topics=(title,))
    (article,) = written(site)
    assert (article.title, article.topics) == (title, (title,))


@pytest.mark.parametrize("title", ["No", "2026-04-01", "~a", "1e3", "x: y", "- a", "a #b", "'q'"])
def test_a_title_that_yaml_could_take_for_something_else(site: Site, title: str) -> None:
    made(site, title)
    (article,) = written(site)
    assert article.title == title


def run(site: Site, *given: str, editor: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(
        main, ["new", "--site", str(site.root), *given], env={"EDITOR": editor}
    )
    return result.exit_code, result.stdout, result.stderr


def test_the_command_says_where_it_is_and_opens_it(site: Site) -> None:
    file = site.root / "content/2026/04/a-story.md"
    date = ("--date", "2026-04-02")
    mark = f'{sys.executable} -c \'import sys; open(sys.argv[1], "a").write("edited")\''
    assert run(site, "A Story", *date, "--edit", editor=mark) == (0, f"{file}\n", "")
    assert file.read_text().endswith("---\n\nedited")
    assert load_project(site.root, THEME)


def test_an_editor_that_is_not_there(site: Site) -> None:
    date = ("--date", "2026-04-02", "--edit")
    code, out, err = run(site, "One", *date)
    assert (code, out) == (1, f"{site.root}/content/2026/04/one.md\n")
    assert err == "EDITOR is not set; name an editor in it, or open the file yourself.\n"


def test_an_editor_with_an_open_quote_is_told(site: Site) -> None:
    code, _, err = run(site, "One", "--edit", editor="vi 'x")
    assert code == 1
    assert err == "EDITOR cannot be read: No closing quotation; open the file yourself.\n"


def test_a_title_may_have_what_a_build_keeps(site: Site) -> None:
    made(site, "A family 👩\u200d👧")
    assert [article.title for article in written(site)] == ["A family 👩\u200d👧"]
    assert told(site, "A\u200bB") == ["TITLE:1: it holds a character that is not shown; delete it"]


def test_no_file_is_made_where_no_build_looks(site: Site, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (site.root / "content/2026").symlink_to(elsewhere)
    assert told(site, "A Story") == [
        "content/2026:1: it is a link, which no build follows; put a folder in its place"
    ]
    assert not any(elsewhere.iterdir())
