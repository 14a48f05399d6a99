"""The reading switch where an address, a key or a keyboard's reader asks for a view."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest
from browsing import Served
from playwright.sync_api import Page, Route, expect
from test_switch import (
    CHINESE,
    FULL,
    OTHER,
    STORED,
    TRANSLATOR,
    UNSTORED,
    button,
)
from test_switch import page as page

pytest_plugins = ["sites", "browsing"]
pytestmark = pytest.mark.browser

READY = TRANSLATOR.replace('"downloadable"', '"available"')
FOCUSED = "document.activeElement.textContent"


def pressed(page: Page, name: str) -> None:
    expect(button(page, name)).to_have_attribute("aria-pressed", "true")


def top_of(page: Page, heading: str) -> float:
    top: float = page.locator(f"[id='{heading}']").evaluate(
        "async heading => { await new Promise(done => setTimeout(done, 400));"
        " return heading.getBoundingClientRect().top }"
    )
    return top


# Addresses


@pytest.mark.parametrize("path", [STORED, CHINESE, FULL])
def test_the_address_of_a_chinese_heading_opens_chinese_there(
    archive: Served, page: Page, path: str
) -> None:
    page.goto(archive.url(path) + "#zh-帳對得起來嗎")
    pressed(page, "中文")
    expect(page.locator("[id='zh-帳對得起來嗎']")).to_be_in_viewport()
    assert abs(top_of(page, "zh-帳對得起來嗎")) < 60
    assert unquote(page.url).endswith("#zh-帳對得起來嗎")


def test_the_address_of_a_heading_wins_and_both_have_it(archive: Served, page: Page) -> None:
    page.goto(archive.url(STORED))
    page.evaluate("localStorage.setItem('reading', 'zh')")
    page.goto(archive.url(OTHER) + "#en-four-numbers")
    pressed(page, "English")
    page.evaluate("localStorage.setItem('reading', 'both')")
    for path, heading in (
        (STORED, "zh-帳對得起來嗎"),
        (CHINESE, "zh-帳對得起來嗎"),
        (FULL, "en-do-the-sums-close"),
    ):
        page.goto(archive.url(path) + f"#{heading}")
        pressed(page, "雙語")
        expect(page.locator(f"[id='{heading}']")).to_be_in_viewport()
        assert abs(top_of(page, heading)) < 60


def test_a_heading_that_is_asked_for_later_is_shown_too(archive: Served, page: Page) -> None:
    page.goto(archive.url(STORED))
    page.evaluate("location.hash = '#zh-我們自己的表格守則'")
    pressed(page, "中文")
    expect(page.locator("[id='zh-我們自己的表格守則']")).to_be_in_viewport()
    page.go_back()
    pressed(page, "English")


def test_an_address_is_not_remembered(archive: Served, page: Page) -> None:
    page.goto(archive.url(STORED))
    button(page, "中文").click()
    page.wait_for_url("**#zh")
    for fragment, name in (("#both", "雙語"), ("#en", "English"), ("#en-side-by-side", "English")):
        page.goto("about:blank")
        page.goto(archive.url(STORED) + fragment)
        pressed(page, name)
        assert page.evaluate("localStorage.getItem('reading')") == "zh"
    page.goto(archive.url(OTHER))
    pressed(page, "中文")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", [STORED, CHINESE, FULL])
def test_nothing_moves_for_a_view_that_the_address_names(
    archive: Served, path: str, width: int
) -> None:
    waiting: list[Route] = []
    with archive.page(viewport={"width": width, "height": 1400}) as page:
        page.add_init_script(
            """window.shifts = [];
            new PerformanceObserver(list => window.shifts.push(
              ...list.getEntries().flatMap(entry => entry.sources.map(source =>
                source.node?.outerHTML?.slice(0, 60))))).observe({type: "layout-shift"})"""
        )
        page.route(
            "**/*",
            lambda route: (
                waiting.append(route)
                if route.request.resource_type == "fetch"
                else route.continue_()
            ),
        )
        with page.expect_request(lambda request: request.resource_type == "fetch"):
            page.goto(archive.url(path) + "#both")
        page.wait_for_timeout(300)
        for route in waiting:
            route.continue_()
        pressed(page, "雙語")
        page.wait_for_timeout(300)
        assert page.evaluate("window.shifts") == []


# Where nothing is stored


@pytest.mark.parametrize(("fragment", "name"), [("#zh", "中文"), ("#both", "雙語")])
def test_an_address_that_needs_a_download_says_so(
    archive: Served, page: Page, fragment: str, name: str
) -> None:
    page.add_init_script(TRANSLATOR)
    page.goto(archive.url(UNSTORED) + fragment)
    expect(page.locator(".status")).to_contain_text("This browser can make one")
    pressed(page, "English")
    assert page.evaluate("window.translated") == []
    page.get_by_role("button", name="Translate").click()
    pressed(page, name)
    expect(page.locator(".body [aria-busy]")).to_have_count(0)
    expect(page.locator(".status")).to_contain_text("Now in ")
    # What was translated in this visit needs neither a click nor a translator.
    page.reload()
    pressed(page, name)
    expect(page.locator(".body > .note")).to_be_visible()
    assert page.evaluate("window.translated") == []


def test_an_address_that_needs_no_download_needs_no_click(archive: Served, page: Page) -> None:
    page.add_init_script(READY)
    page.goto(archive.url(UNSTORED) + "#zh")
    pressed(page, "中文")
    expect(page.locator(".body .machine").first).to_contain_text("譯文")


def test_an_address_that_no_translator_serves_says_so(archive: Served, page: Page) -> None:
    page.add_init_script("delete self.Translator")
    page.goto(archive.url(UNSTORED) + "#zh")
    expect(page.locator(".status")).to_contain_text("this browser has no translator")
    pressed(page, "English")


def test_a_heading_of_a_machine_translation_is_gone_to(archive: Served, page: Page) -> None:
    page.add_init_script(READY)
    page.goto(archive.url(UNSTORED))
    heading = page.locator(".body h2").last.get_attribute("id") or ""
    page.evaluate("id => location.hash = id", heading.replace("en-", "zh-"))
    pressed(page, "中文")
    expect(page.locator(f"[id='{heading.replace('en-', 'zh-')}']")).to_be_in_viewport()


# The keyboard


def test_shift_goes_back_and_other_keys_are_left_alone(archive: Served, page: Page) -> None:
    page.goto(archive.url(STORED))
    page.keyboard.press("Shift+L")
    page.wait_for_url("**#both")
    pressed(page, "雙語")
    for modifier in ("Control", "Alt", "Meta"):
        page.evaluate(
            """name => document.body.dispatchEvent(new KeyboardEvent("keydown",
              {key: "l", bubbles: true, [name]: true}))""",
            {"Control": "ctrlKey", "Alt": "altKey", "Meta": "metaKey"}[modifier],
        )
    page.evaluate(
        """() => {
          document.querySelector("main").insertAdjacentHTML("afterbegin",
            "<input><textarea></textarea><div contenteditable='plaintext-only'>a</div>");
        }"""
    )
    for field in ("input", "textarea", "[contenteditable]"):
        page.locator(field).focus()
        page.keyboard.press("l")
        page.keyboard.press("Shift+L")
    page.wait_for_timeout(200)
    pressed(page, "雙語")
    page.locator("h1").click()
    page.keyboard.press("Shift+L")
    pressed(page, "中文")


def test_a_fetch_can_be_cancelled(archive: Served, page: Page) -> None:
    waiting: list[Route] = []
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.goto(archive.url(STORED))
    page.route("**/full/", lambda route: waiting.append(route))
    with page.expect_request("**/full/"):
        page.keyboard.press("l")
    cancel = page.locator(".status").get_by_role("button", name="Cancel")
    cancel.focus()
    with page.expect_event("requestfailed"):
        page.keyboard.press("Enter")
    expect(page.locator(".status")).to_have_text("")
    pressed(page, "English")
    assert page.evaluate(FOCUSED) == "English"
    assert failed == [archive.url(FULL)]


def test_the_focus_is_not_lost_when_a_fetch_is_tried_again(archive: Served, page: Page) -> None:
    page.goto(archive.url(STORED))
    pressed(page, "English")
    page.route("**/full/", lambda route: route.abort())
    page.keyboard.press("l")
    page.get_by_role("button", name="Try again").focus()
    page.unroute("**/full/")
    page.keyboard.press("Enter")
    pressed(page, "中文")
    assert page.evaluate(FOCUSED) == "中文"
    # It was the reader's choice the first time.
    page.wait_for_url("**#zh")
    assert page.evaluate("localStorage.getItem('reading')") == "zh"


def test_the_focus_stays_with_a_cancel_that_is_renewed(archive: Served, page: Page) -> None:
    page.add_init_script(TRANSLATOR + "window.pause = 100;")
    page.goto(archive.url(UNSTORED))
    button(page, "中文").click()
    page.get_by_role("button", name="Cancel").focus()
    expect(page.locator(".status")).to_contain_text(re.compile(r"Translating: [2-9]"))
    assert page.evaluate(FOCUSED) == "Cancel"
    page.keyboard.press("Enter")
    pressed(page, "English")
    assert page.evaluate(FOCUSED) == "English"


@pytest.mark.parametrize("name", ["中文", "雙語"])
def test_the_focus_stays_with_a_block_that_is_tried_again(
    archive: Served, page: Page, name: str
) -> None:
    page.add_init_script(TRANSLATOR + "window.failOn = document.title ? '' : 'demonstration';")
    page.goto(archive.url(UNSTORED))
    button(page, name).click()
    again = page.get_by_role("button", name="Translate this again")
    expect(page.locator(".status")).to_contain_text("Some paragraphs could not be translated")
    again.focus()
    page.keyboard.press("Enter")
    expect(again).to_be_focused()
    page.evaluate("window.failOn = ''")
    page.keyboard.press("Enter")
    expect(again).to_have_count(0)
    expect(page.locator(".body [aria-busy]")).to_have_count(0)
    assert "譯文" in page.evaluate(FOCUSED)


def test_a_translation_that_falls_silent_fails_block_by_block(archive: Served, page: Page) -> None:
    page.clock.install()
    silent = TRANSLATOR.replace("controller.close();", "if (!window.hang) controller.close();")
    page.add_init_script(silent + "window.hang = true;")
    page.goto(archive.url(UNSTORED))
    blocks = page.locator(".body > *").count()
    button(page, "中文").click()
    failed = page.locator(".body > .failed")
    for _ in range(6 * blocks):
        page.clock.fast_forward(11_000)
        if failed.count() > blocks / 2 and "Some" in page.locator(".status").inner_text():
            break
    expect(page.locator(".status")).to_contain_text("Some paragraphs could not be translated")
    assert failed.count() > blocks / 2
    expect(page.locator(".body > .failed > button").first).to_be_visible()


def test_what_is_tidied(archive: Served, page: Page) -> None:
    page.goto(archive.url(UNSTORED))
    module = page.locator("script[src$='reading.js']").get_attribute("src") or ""
    tidied: Any = page.evaluate(
        "async ([url, texts]) => texts.map((await import(url)).tidied)",
        [
            module.replace("reading.js", "machine.js"),
            ["降低 40%, 同時", "他說: “好”", "真的嗎?", "模型 發布.", "10:30, 1,000", "API 的用法"],
        ],
    )
    assert tidied == [
        "降低 40%，同時",
        "他說：「好」",
        "真的嗎？",
        "模型發布。",
        "10:30, 1,000",
        "API 的用法",
    ]
