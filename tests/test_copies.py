"""Beside an article's page lies its Markdown, and the page says so."""

from __future__ import annotations

from pathlib import Path

import yaml
from built import Website
from herald import Site, article
from hypothesis import given
from hypothesis import strategies as st

from generator.build.site import load_articles
from generator.copies import _quoted
from generator.executor import serial
from generator.store import Store
from generator.translating import mark_translations

pytest_plugins = ["sites"]


def test_every_article_page_names_a_copy_that_names_it(website: Website) -> None:
    copies = set()
    for page in website.pages.values():
        links = page.all("link[@type='text/markdown']")
        assert len(links) == page.is_article
        for link in links:
            target = website.target(page, link.attrib["href"])
            assert target is not None
            copies.add(target[0])
            text = (website.folder / target[0]).read_text(encoding="utf-8")
            matter = yaml.safe_load(text.split("---\n")[1])
            assert matter["url"] == page.canonical
            assert matter["language"] in ("en", "zh-Hant-TW")
    assert copies == {path for path in website.files if path.endswith(".md")}


def test_a_copy_is_the_text_as_it_was_written_with_what_is_known_of_it(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    head = "updated: 2026-04-03T08:00\nauthors: ['A \"B\" C', 王小明]\ntopics:"
    body = "First *words*, [linked](/topics/news/).\n\n---\n\nLast."
    site.write("content/one.md", article("One", body=body).replace("topics:", head))
    site.write("content/one.zh-Hant.md", "一段。\n\n二段。\n")
    site.build()
    assert (site.output / "2026/04/one/index.md").read_text() == (
        "---\n"
        'title: "One"\n'
        "date: 2026-04-01\n"
        "updated: 2026-04-03T08:00+08:00\n"
        'authors: ["A \\"B\\" C", "王小明"]\n'
        'topics: ["News"]\n'
        "language: en\n"
        'url: "https://herald.example/2026/04/one/"\n'
        f"---\n\n{body}\n"
    )
    full = (site.output / "zh-Hant/2026/04/one/full/index.md").read_text()
    assert full.endswith('/full/"\n---\n\n一段。\n\n二段。\n')
    assert "outdated" not in full


def test_a_copy_of_a_translation_says_what_is_outdated(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    site.write("content/one.md", article("One", body="First.\n\nSecond."))
    site.write("content/one.zh-Hant.md", "一。\n\n二。\n")
    project = site.project()
    with Store(project.cache) as store, serial() as workers:
        articles = load_articles(project, store, workers)
    mark_translations(project.content, articles, [project.content / "one.zh-Hant.md"])
    site.write("content/one.md", article("One", body="First.\n\nSecond, mended."))
    site.build()
    full = (site.output / "zh-Hant/2026/04/one/full/index.md").read_text()
    assert "\noutdated: 1\n---\n\n一。\n" in full
    assert site.files() == site.clean()


@given(st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF)))
def test_any_text_can_stand_in_the_head(text: str) -> None:
    assert yaml.safe_load(f"title: {_quoted(text)}") == {"title": text}
