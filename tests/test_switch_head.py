"""The head of an article is in the language that is read, and takes no other room."""

from __future__ import annotations

import pytest
from browsing import Served
from playwright.sync_api import Locator, Page, expect
from test_switch import CHINESE, FULL, OTHER, STORED, TRANSLATOR, UNSTORED, body, button
from test_switch import page as page

pytest_plugins = ["sites", "browsing"]
pytestmark = pytest.mark.browser

ENGLISH_TITLE = "One Model, Three Reports: How to Read Reported Figures"
CHINESE_TITLE = "一個模型，三篇報導：如何解讀報導裡的數字"


def title(page: Page) -> Locator:
    """The title that is shown and read out."""
    return page.get_by_role("heading", level=1)


def summary(page: Page) -> str:
    return page.locator(".story > header .summary").first.inner_text()


def choose(page: Page, name: str) -> None:
    button(page, name).click()
    expect(button(page, name)).to_have_attribute("aria-pressed", "true")


def test_the_head_of_an_english_page_is_chinese_in_chinese(archive: Served, page: Page) -> None:
    page.goto(archive.url(STORED))
    for name, own, other, first in (
        ("中文", CHINESE_TITLE, ENGLISH_TITLE, "三篇談"),
        ("雙語", ENGLISH_TITLE, CHINESE_TITLE, "Three reports"),
        ("中文", CHINESE_TITLE, ENGLISH_TITLE, "三篇談"),
        ("English", ENGLISH_TITLE, CHINESE_TITLE, "Three reports"),
    ):
        choose(page, name)
        expect(title(page)).to_have_accessible_name(own)
        assert page.locator(".story .other").inner_text() == other
        assert summary(page).startswith(first)
        assert page.title().replace(" ", "").startswith(own.replace(" ", ""))
        shown = page.locator("h1 > span:not([hidden])")
        expect(shown).to_have_attribute("lang", "zh-Hant-TW" if name == "中文" else "en")


def test_the_chinese_edition_is_headed_in_chinese(archive: Served, page: Page) -> None:
    for path in (CHINESE, FULL):
        page.goto(archive.url(path))
        for name in ("中文", "雙語", "English"):
            choose(page, name)
            expect(title(page)).to_have_accessible_name(CHINESE_TITLE)
            assert summary(page).startswith("三篇談")


def test_a_machines_chinese_has_the_head_that_was_written(archive: Served, page: Page) -> None:
    page.add_init_script(TRANSLATOR)
    page.goto(archive.url(UNSTORED))
    choose(page, "中文")
    expect(body(page)).to_contain_text("譯文")
    expect(title(page)).to_have_accessible_name("量化不必提心吊膽")
    assert summary(page).startswith("以8位元")


def places(page: Page) -> list[float]:
    """How far down the page the switch and the text are, in pixels."""
    both = page.locator(".reading, .story .body")
    tops = both.evaluate_all("all => all.map(one => one.getBoundingClientRect().top + scrollY)")
    return [float(top) for top in tops]


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_switch_stays_where_it_is(archive: Served, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in (STORED, OTHER, FULL):
        page.goto(archive.url(path))
        before = places(page)
        for name in ("中文", "雙語", "English"):
            choose(page, name)
            assert places(page) == before
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_on_a_phone_what_is_said_stands_above_the_text(archive: Served, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(archive.url(STORED))
    page.evaluate("scrollTo(0, 0)")
    page.route("**/full/**", lambda _: None)
    button(page, "中文").click()
    expect(page.locator(".status")).to_contain_text("Fetching the other language…")
    box = page.locator(".status").bounding_box()
    assert box
    assert box["y"] < 100
