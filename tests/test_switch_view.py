"""The view that an address, a reload or the other edition opens, and what is said if it cannot."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from browsing import Served
from playwright.sync_api import Page, expect
from test_switch import CHINESE, FULL, OTHER, STORED, TRANSLATOR, UNSTORED, body, button
from test_switch import page as page
from test_switch_both import in_both, outdated
from test_switch_links import READY, pressed
from test_switch_trouble import COMING, give, status

from generator.model import EDITIONS
from generator.strings import load_strings
from generator.theme import THEME

pytest_plugins = ["sites", "browsing"]
pytestmark = pytest.mark.browser

CHOSEN = "localStorage.getItem('reading')"


def choose_before(page: Page, name: str) -> None:
    page.add_init_script(f"if (!{CHOSEN}) localStorage.setItem('reading', {name!r})")


# A reload, a link, the other edition


@pytest.mark.parametrize("path", [STORED, CHINESE, FULL])
def test_a_heading_gone_to_in_both_is_reloaded_and_shared_in_both(
    archive: Served, page: Page, path: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    in_both(page, archive.url(path))
    link = page.locator(".contents a").nth(2)
    link.click()
    page.wait_for_url(re.compile("#both-en-do-the-sums-close$"))
    pressed(page, "雙語")
    heading = page.locator("#en-do-the-sums-close")
    expect(heading).to_be_in_viewport()
    page.reload()
    pressed(page, "雙語")
    expect(heading).to_be_in_viewport()
    with archive.page(viewport={"width": 1280, "height": 800}) as another:
        another.goto(page.url)
        pressed(another, "雙語")
        expect(another.locator("#en-do-the-sums-close")).to_be_in_viewport()
        assert another.evaluate(CHOSEN) is None


def test_a_reload_keeps_the_place_in_both(archive: Served, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    in_both(page, archive.url(STORED))
    block = page.locator("[data-block='17']")
    block.evaluate("one => scrollTo({top: one.getBoundingClientRect().top + scrollY - 20})")
    page.reload()
    pressed(page, "雙語")
    page.wait_for_function(
        "one => Math.abs(one.getBoundingClientRect().top - 20) < 24", arg=block.element_handle()
    )


def test_a_link_in_the_text_keeps_both_in_the_address(archive: Served, page: Page) -> None:
    in_both(page, archive.url(STORED))
    page.evaluate("location.hash = '#zh-帳對得起來嗎'")
    page.wait_for_url(re.compile("#both-en-do-the-sums-close$"))
    pressed(page, "雙語")
    page.go_back()
    page.wait_for_url("**#both")
    pressed(page, "雙語")


def test_english_gone_to_in_chinese_is_reloaded_in_chinese(archive: Served, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    give(page, "**/full/", outdated(archive, 1))
    page.goto(archive.url(STORED) + "#zh")
    pressed(page, "中文")
    page.locator(".contents a", has_text="Side by side").click()
    page.wait_for_url("**#en-side-by-side")
    page.reload()
    pressed(page, "中文")
    expect(page.locator("#en-side-by-side")).to_be_in_viewport()


def test_a_heading_in_both_is_gone_to_in_english_where_there_is_no_chinese(
    archive: Served, page: Page
) -> None:
    page.add_init_script("delete self.Translator")
    page.goto(archive.url(UNSTORED))
    heading = page.locator(".body h2").last.get_attribute("id") or ""
    page.goto(archive.url(UNSTORED) + f"#both-{heading}")
    status(page, "this browser has no translator")
    pressed(page, "English")
    expect(page.locator(f"[id='{heading}']")).to_be_in_viewport()
    assert unquote(page.url).endswith(f"#{heading}")


@pytest.mark.parametrize(("name", "fragment"), [("雙語", "#both"), ("中文", "#zh")])
def test_the_other_edition_opens_in_the_view(
    archive: Served, page: Page, name: str, fragment: str
) -> None:
    page.goto(archive.url(STORED) + fragment)
    pressed(page, name)
    page.locator(".edition a").click()
    page.wait_for_url(archive.url(CHINESE) + fragment)
    pressed(page, name)
    button(page, "English").click()
    pressed(page, "English")
    assert page.locator(".edition a").evaluate("link => link.hash") == ""


# Where the view is not to be had


@pytest.mark.parametrize("name", ["zh", "both"])
@pytest.mark.parametrize("path", [UNSTORED, "zh-Hant/" + UNSTORED])
def test_what_was_chosen_and_is_not_there_is_said_quietly(
    archive: Served, page: Page, name: str, path: str
) -> None:
    page.add_init_script("delete self.Translator")
    choose_before(page, name)
    page.goto(archive.url(path))
    line = page.locator(".status.quiet")
    expect(line).to_contain_text(re.compile("in English only|以英文顯示"))
    pressed(page, "English")
    line.get_by_role("button").click()
    expect(page.locator(".status")).to_have_text("")
    assert page.evaluate(CHOSEN) == name
    page.goto(archive.url(OTHER))
    pressed(page, "中文" if name == "zh" else "雙語")


def test_what_was_chosen_and_must_be_fetched_is_offered_quietly(
    archive: Served, page: Page
) -> None:
    page.add_init_script(TRANSLATOR)
    choose_before(page, "zh")
    page.goto(archive.url(UNSTORED))
    expect(page.locator(".status.quiet")).to_contain_text("This browser can make one")
    page.get_by_role("button", name="Translate").click()
    pressed(page, "中文")


@pytest.mark.parametrize("fragment", ["#zh", "#both", "#zh-帳對得起來嗎"])
def test_after_a_fetch_that_failed_the_address_is_of_what_is_shown(
    archive: Served, page: Page, fragment: str
) -> None:
    page.route("**/full/", lambda route: route.abort())
    page.goto(archive.url(STORED) + fragment)
    status(page, "could not be fetched")
    pressed(page, "English")
    page.wait_for_url("**#en")
    page.unroute("**/full/")
    page.get_by_role("button", name="Try again").click()
    pressed(page, "雙語" if fragment == "#both" else "中文")
    assert unquote(page.url).endswith(fragment)
    assert page.evaluate(CHOSEN) is None


def test_an_address_that_no_translator_serves_becomes_that_of_english(
    archive: Served, page: Page
) -> None:
    page.add_init_script("delete self.Translator")
    page.goto(archive.url(UNSTORED) + "#zh")
    status(page, "this browser has no translator")
    page.wait_for_url("**#en")
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".status")).to_have_text("")


def test_an_offer_that_is_closed_leaves_the_address_of_english(archive: Served, page: Page) -> None:
    page.add_init_script(TRANSLATOR)
    page.goto(archive.url(UNSTORED) + "#both")
    status(page, "This browser can make one")
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".status")).to_have_text("")
    page.wait_for_url("**#en")
    page.keyboard.press("Shift+L")
    pressed(page, "雙語")


def test_a_translator_that_hangs_can_be_tried_again_or_closed(archive: Served, page: Page) -> None:
    page.clock.install()
    page.add_init_script(COMING)
    page.goto(archive.url(UNSTORED))
    button(page, "中文").click()
    page.wait_for_function("() => window.arrived")
    page.clock.fast_forward(21_000)
    status(page, "this browser's translator does not answer")
    pressed(page, "English")
    page.evaluate("window.arrived = undefined")
    page.get_by_role("button", name="Try again").click()
    page.wait_for_function("() => window.arrived")
    page.clock.fast_forward(21_000)
    status(page, "this browser's translator does not answer")
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".status")).to_have_text("")
    assert page.evaluate("document.activeElement.textContent") == "English"


# What stands around the text


def test_the_contents_are_in_both_languages_and_as_high_as_in_one(
    archive: Served, page: Page
) -> None:
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("about:blank")
        page.goto(archive.url(STORED))
        high = page.locator(".contents").evaluate("one => one.offsetHeight")
        button(page, "雙語").click()
        pressed(page, "雙語")
        item = page.locator(".contents li").first
        assert item.locator("[lang=en]").inner_text() == "Side by side"
        assert item.locator("[lang=zh-Hant-TW]").inner_text() == "並排來看"
        assert page.locator(".contents").evaluate("one => one.offsetHeight") == high
        page.evaluate("localStorage.clear()")


@pytest.mark.parametrize("path", [STORED, CHINESE, FULL])
def test_the_questions_are_in_the_language_of_the_text(
    archive: Served, page: Page, path: str
) -> None:
    page.goto(archive.url(path))
    questions = page.locator(".story .questions")
    before = questions.inner_html()
    button(page, "中文").click()
    pressed(page, "中文")
    expect(questions).to_contain_text("這篇報導的結論是什麼？")
    assert questions.evaluate("one => one.closest('[lang]').lang") == "zh-Hant-TW"
    expect(questions.locator("p").first).to_contain_text("我們")
    expect(page.locator(".corrections")).to_have_count(1)
    expect(page.locator(".corrections")).to_contain_text("先前版本")
    button(page, "English").click()
    pressed(page, "English")
    expect(questions.locator("p").first).to_contain_text("We have")
    button(page, "中文" if path == FULL else "English").click()
    pressed(page, "中文" if path == FULL else "English")
    assert questions.inner_html() == before


def test_a_table_that_is_newer_has_the_whole_width(archive: Served, page: Page) -> None:
    give(page, "**/full/", outdated(archive, 3))
    in_both(page, archive.url(STORED))
    row = page.locator(".pair.across")
    table, note, whole = (
        one.bounding_box() for one in (row.locator(".table"), row.locator(".note"), body(page))
    )
    assert table
    assert note
    assert whole
    assert (table["x"], table["width"]) == (whole["x"], whole["width"])
    assert note["y"] + note["height"] <= table["y"]
    assert row.locator(".table").evaluate("one => one.scrollWidth <= one.clientWidth")


def test_the_words_are_right_for_tables_and_for_a_phone(archive: Served, page: Page) -> None:
    words = {language: load_strings((THEME / "templates",), language) for language in EDITIONS}
    assert words["en"].text("newer", {}) == "This part is newer than its translation."
    assert "這一部分" in words["zh-Hant"].text("newer", {})
    page.set_viewport_size({"width": 360, "height": 800})
    in_both(page, archive.url(STORED))
    expect(page.locator(".notice")).to_have_text("Both languages, paragraph by paragraph.")
    page.goto(archive.url(FULL) + "#both")
    expect(page.locator(".notice")).to_have_text("以下逐段對照英文原文與中文譯文。")


def test_the_columns_are_alike_and_stand_in_the_middle(archive: Served, page: Page) -> None:
    in_both(page, archive.url(STORED))
    (columns,) = {
        tuple(row)
        for row in page.locator(".pair:not(.woven)").evaluate_all(
            """rows => rows.map(row => [...row.children].flatMap(side => {
              const { left, right } = side.getBoundingClientRect();
              return [Math.round(left), Math.round(right)];
            }))"""
        )
    }
    left, left_end, right, right_end = columns
    assert abs((left_end - left) - (right_end - right)) <= 1
    assert abs(left - (page.evaluate("document.documentElement.clientWidth") - right_end)) <= 1


def test_a_machines_text_is_as_wide_as_the_english(archive: Served, page: Page) -> None:
    page.add_init_script(READY)
    in_both(page, archive.url(UNSTORED))
    expect(page.locator(".body [aria-busy]")).to_have_count(0)
    english, chinese = page.locator(".pair", has=page.locator("p.machine")).first.evaluate(
        """row => [...row.querySelectorAll("p")].map(one =>
          one.clientWidth - parseFloat(getComputedStyle(one).paddingInlineStart))"""
    )
    assert abs(english - chinese) <= 1


def test_of_a_table_one_row_is_highlighted(archive: Served, page: Page) -> None:
    in_both(page, archive.url(STORED))
    colour = "one => getComputedStyle(one).backgroundColor"
    table = page.locator(".pair.woven").first
    plain = page.locator("body").evaluate(colour)
    english, chinese, after = (table.locator("tbody tr").nth(at) for at in range(3))
    for one in (english, chinese):
        one.hover()
        assert english.evaluate(colour) == chinese.evaluate(colour) != plain
        assert table.evaluate(colour) == after.evaluate(colour) == plain
    table.locator("thead").hover()
    assert table.evaluate(colour) == plain


@pytest.mark.parametrize("path", [STORED, UNSTORED, "zh-Hant/" + UNSTORED, FULL])
def test_without_a_script_every_box_of_the_switch_leads_somewhere(
    archive: Served, path: str
) -> None:
    with archive.page(java_script_enabled=False) as page:
        page.goto(archive.url(path))
        boxes = page.locator(".reading > p > *")
        assert boxes.count() == (2 if path in (STORED, FULL) else 0)
        assert all(boxes.evaluate_all("all => all.map(one => one.matches('a[href]'))"))
        expect(page.locator(".reading")).to_be_visible(visible=boxes.count() > 0)


def test_the_switch_takes_the_room_that_was_left_for_it(archive: Served, page: Page) -> None:
    page.add_init_script(READY)
    for path in (STORED, UNSTORED):
        page.goto(archive.url(path))
        pressed(page, "English")
        after = page.locator(".reading").evaluate("one => one.offsetHeight")
        page.locator(".reading").evaluate("one => one.replaceChildren()")
        assert page.locator(".reading").evaluate("one => one.offsetHeight") == after


@pytest.mark.parametrize("fragment", ["", "#zh", "#both"])
@pytest.mark.parametrize("down", [300, 1500, 2400])
def test_a_reload_and_the_way_back_keep_the_place(
    archive: Served, page: Page, fragment: str, down: int
) -> None:
    page.goto(archive.url(OTHER) + fragment)
    pressed(page, {"": "English", "#zh": "中文", "#both": "雙語"}[fragment])
    page.mouse.move(200, 400)
    page.mouse.wheel(0, down)
    page.wait_for_function("down => Math.abs(scrollY - down) < 2", arg=down)
    page.reload()
    page.wait_for_function("down => Math.abs(scrollY - down) < 2", arg=down)
    page.wait_for_timeout(300)
    assert abs(page.evaluate("scrollY") - down) < 2
    page.goto(archive.url("topics/index.html"))
    page.go_back()
    page.wait_for_function("down => Math.abs(scrollY - down) < 2", arg=down)
    page.wait_for_timeout(300)
    assert abs(page.evaluate("scrollY") - down) < 2


def test_a_dark_screen_prints_ink_on_paper(archive: Served) -> None:
    with archive.page(color_scheme="dark") as dark:
        dark.goto(archive.url(STORED))
        dark.emulate_media(media="print")
        colours = "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
        assert dark.locator("html").evaluate(colours) == ["rgb(27, 26, 24)", "rgb(255, 254, 251)"]
