"""What both languages at once show, and what is shown once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsing import Served
from playwright.sync_api import Page, expect
from test_switch import CHINESE, FULL, STORED, TRANSLATOR, UNSTORED, button
from test_switch import page as page

pytest_plugins = ["sites", "browsing"]
pytestmark = pytest.mark.browser

TABLES = "2026/01/kv-cache-arithmetic/index.html"


def in_both(page: Page, url: str) -> None:
    page.goto(url + "#both")
    expect(page.locator(".pair").first).to_be_visible()


def check_ids(page: Page) -> None:
    """No id is there twice, and the table of contents leads to headings that are there."""
    ids = page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))
    links = page.locator(".contents a").evaluate_all(
        """links => links.map(link => {
          const names = link.children.length ? [...link.children] : [link];
          const there = document.getElementById(decodeURIComponent(link.hash.slice(1)));
          const inside = there?.querySelectorAll(":scope > * > h2") ?? [];
          const headings = there?.matches("h2") ? [there] : [...inside];
          return [names, headings].map(all => all.map(one => one.textContent).sort());
        })"""
    )
    assert links
    assert all(names == headings for names, headings in links), links


def test_code_is_shown_once_and_across(archive: Served, page: Page) -> None:
    in_both(page, archive.url(TABLES))
    code = page.locator(".body pre")
    expect(code).to_have_count(1)
    block, whole = code.bounding_box(), page.locator(".body").bounding_box()
    assert block
    assert whole
    assert (block["x"], block["width"]) == (whole["x"], whole["width"])
    button(page, "中文").click()
    expect(button(page, "中文")).to_have_attribute("aria-pressed", "true")
    expect(code).to_have_count(1)


def test_what_a_table_has_in_both_is_shown_once(archive: Served, page: Page) -> None:
    in_both(page, archive.url(TABLES))
    head = page.locator(".woven thead tr")
    expect(head).to_have_count(1)
    assert head.locator("th").first.inner_text().split() == ["Scheme", "做法"]
    expect(head.locator("th").first.locator("[lang=zh-Hant-TW]")).to_have_text("做法")
    rows = page.locator(".woven tbody tr").all_inner_texts()
    assert rows[0].split("\t")[0] == "32 KV heads, 16-bit"
    assert rows[1] == "32個KV頭，16位元"
    assert sum(row.count("512 GiB") for row in rows) == 1


def test_a_row_that_is_the_same_in_both_is_shown_once(archive: Served, page: Page) -> None:
    full = "zh-Hant" / Path(TABLES).parent / "full/index.html"
    chinese = (archive.website.folder / full).read_text()
    html = chinese.replace("32個KV頭，16位元", "32 KV heads, 16-bit")
    assert html != chinese
    page.route("**/full/", lambda route: route.fulfill(body=html, content_type="text/html"))
    in_both(page, archive.url(TABLES))
    rows = page.locator(".woven tbody tr")
    expect(rows.filter(has_text="32 KV heads, 16-bit")).to_have_count(1)
    expect(rows.nth(0).locator("[rowspan]")).to_have_count(0)
    expect(rows.nth(1)).to_contain_text("8 KV heads, 16-bit")
    expect(rows.nth(2)).to_have_attribute("lang", "zh-Hant-TW")


@pytest.mark.parametrize("path", [STORED, CHINESE, FULL])
def test_the_notice_is_of_the_view(archive: Served, page: Page, path: str) -> None:
    page.goto(archive.url(path))
    words = page.locator(".reading")
    for name, key in (("中文", "zh"), ("雙語", "both"), ("English", "en")):
        button(page, name).click()
        expect(button(page, name)).to_have_attribute("aria-pressed", "true")
        text = words.get_attribute(f"data-notice{key}")
        assert text
        expect(page.locator(".notice")).to_have_text(text)


def test_the_head_stays_where_it_is(archive: Served, page: Page) -> None:
    parts = ("h1", ".story > header", ".facts", ".notice", ".contents", ".body")
    page.goto(archive.url(STORED))
    before = [page.locator(part).bounding_box() for part in parts]
    button(page, "雙語").click()
    expect(page.locator(".pair").first).to_be_visible()
    for part, was in zip(parts, before, strict=True):
        now = page.locator(part).bounding_box()
        assert now
        assert was
        assert (now["x"], now["width"]) == (was["x"], was["width"]), part


def outdated(archive: Served, *numbers: int) -> str:
    """The page of the whole Chinese text, in which some blocks are English that is newer."""
    english = (archive.website.folder / STORED).read_text()
    chinese = (archive.website.folder / FULL).read_text()
    for number in numbers:
        start = re.search(rf'<(\w+)[^>]* data-block="{number}"', english)
        old = re.search(rf'<(\w+)[^>]* data-pair="{number}"', chinese)
        assert start
        assert old
        ours = english[start.start() : english.index(f"</{start[1]}>", start.start())]
        end = chinese.index(f"</{old[1]}>", old.start()) + len(f"</{old[1]}>")
        chinese = (
            chinese[: old.start()]
            + f'<div class="newer" lang="en" data-pair="{number}"><p class="note"'
            + f' lang="zh-Hant-TW">新</p>\n{ours}</{start[1]}></div>'
            + chinese[end:]
        )
    return chinese


def test_newer_english_is_not_shown_twice(archive: Served, page: Page) -> None:
    html = outdated(archive, 1, 2, 3)
    page.route("**/full/", lambda route: route.fulfill(body=html, content_type="text/html"))
    in_both(page, archive.url(STORED))
    notes = page.locator(".pair .note")
    expect(notes).to_have_count(3)
    expect(page.locator(".pair .newer")).to_have_count(0)
    expect(page.locator(".body [data-block='2']")).to_have_count(1)
    expect(page.locator(".body .table[data-block='3'] tr[lang]")).to_have_count(0)
    assert page.locator(".body h2", has_text="Side by side").count() == 1
    check_ids(page)
    button(page, "中文").click()
    expect(page.locator(".body > .newer")).to_have_count(3)
    check_ids(page)
    expect(page.locator(".contents li").first).to_have_attribute("lang", "en")
    button(page, "English").click()
    expect(page.locator(".body > .newer")).to_have_count(0)
    expect(page.locator(".body > .table[data-block='3'] tr[lang]")).to_have_count(0)
    check_ids(page)


def test_what_fails_is_valid_and_is_tried_again_in_both(archive: Served, page: Page) -> None:
    """A heading, a list and a table among them."""
    page.add_init_script(TRANSLATOR + "window.failOn = document.title ? '' : ' ';")
    page.goto(archive.url(UNSTORED))
    button(page, "雙語").click()
    expect(page.locator(".status")).to_contain_text("Some paragraphs")
    check_ids(page)
    tags = "all => all.map(one => one.firstElementChild.className || one.firstElementChild.tagName)"
    kinds = set(page.locator(".pair .failed").evaluate_all(tags))
    assert {"H2", "OL", "table", "P"} <= kinds
    wrong = page.locator(".failed").evaluate_all(
        """all => all.filter(one => !["DIV"].includes(one.parentElement.tagName)
          || [...one.children].at(-1).tagName !== "BUTTON"
          || one.querySelector("ul > button, ol > button, table button, h2 button"))
          .map(one => one.outerHTML)"""
    )
    assert wrong == []
    page.evaluate("window.failOn = ''")
    table = page.locator(".failed", has=page.locator("table"))
    again = table.get_by_role("button")
    again.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".woven tbody [lang=zh-Hant-TW]").first).to_contain_text("譯文")
    assert page.evaluate("document.activeElement.closest('.pair').textContent").count("譯文")
    page.locator(".failed", has=page.locator("h2")).get_by_role("button").first.click()
    expect(page.locator(".pair h2.machine").first).to_contain_text("譯文")
    check_ids(page)
