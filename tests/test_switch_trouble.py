"""The reading switch where a page has changed, a connection fails, or a browser is unusual."""

from __future__ import annotations

import re

import pytest
from browsing import Served
from playwright.sync_api import Page, Route, expect
from test_switch import CHINESE, FULL, OTHER, STORED, TRANSLATOR, UNSTORED, body, button
from test_switch import page as page
from test_switch_both import outdated
from test_switch_links import READY, pressed

pytest_plugins = ["sites", "browsing"]
pytestmark = pytest.mark.browser

# Its translator is never there, but says now and then that it is coming.
COMING = TRANSLATOR.replace(
    "for (const loaded of [0, 0.5, 1]) {",
    """window.progress = (loaded) => {
      const event = new Event("downloadprogress");
      event.loaded = loaded;
      events.dispatchEvent(event);
    };
    await new Promise((done) => { window.arrived = done; });
    for (const loaded of []) {""",
)

# Bytes come when the test says so; timers are those of the page's clock.
SLOW = """
AbortSignal.timeout = (time) => {
  const late = new AbortController();
  setTimeout(() => late.abort(new Error("late")), time);
  return late.signal;
};
const fetchAtOnce = window.fetch;
window.fetch = async (url, { signal }) => {
  const bytes = new Uint8Array(await (await fetchAtOnce(url)).arrayBuffer());
  let begin = 0;
  return new Response(new ReadableStream({
    start(controller) {
      signal.addEventListener("abort", () => controller.error(signal.reason));
      window.come = (part) => {
        const end = Math.ceil(bytes.length * part);
        controller.enqueue(bytes.slice(begin, end));
        begin = end;
        if (part === 1) controller.close();
      };
    },
  }));
};
"""


def text_of(archive: Served, path: str) -> str:
    return (archive.website.folder / path).read_text()


def give(page: Page, pattern: str, html: str) -> None:
    page.route(pattern, lambda route: route.fulfill(body=html, content_type="text/html"))


def status(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.locator(".status")).to_contain_text(text)


# Pages that do not belong together


def test_pages_say_which_english_they_stand_beside(archive: Served) -> None:
    found = [
        re.findall(r' data-of="([0-9a-f]{12})"', text_of(archive, path))
        for path in (STORED, CHINESE, FULL, UNSTORED)
    ]
    assert [len(names) for names in found] == [1, 1, 1, 1]
    assert found[0] == found[1] == found[2] != found[3]


@pytest.mark.parametrize("name", ["中文", "雙語"])
def test_an_article_that_changed_since_is_opened_again(
    archive: Served, page: Page, name: str
) -> None:
    changed = re.sub(r'data-of="\w+"', 'data-of="0123456789ab"', text_of(archive, FULL))
    give(page, "**/full/", changed)
    page.goto(archive.url(STORED))
    english = body(page).inner_text()
    button(page, name).click()
    status(page, "This article has changed since it was opened.")
    pressed(page, "English")
    assert body(page).inner_text() == english
    page.unroute("**/full/")
    page.get_by_role("button", name="Open it again").click()
    pressed(page, name)
    expect(body(page)).to_contain_text("並排來看")


def test_no_number_leads_beyond_the_text(archive: Served, page: Page) -> None:
    html = text_of(archive, FULL)
    for number, wrong in enumerate(["999999999", "5-999999999", "a b", "-3", "7-2", "+", "0"]):
        html = html.replace(f'data-pair="{number + 1}"', f'data-pair="{wrong}"')
    give(page, "**/full/", html)
    page.goto(archive.url(STORED))
    blocks = page.locator("[data-block]").count()
    button(page, "雙語").click()
    pressed(page, "雙語")
    expect(body(page)).not_to_contain_text("undefined")
    button(page, "English").click()
    pressed(page, "English")
    assert page.locator("[data-block]").count() == blocks


def test_what_goes_on_with_the_block_before_shares_its_row(archive: Served, page: Page) -> None:
    html = text_of(archive, FULL)
    html = re.sub(r'(<\w+[^>]* data-pair=")1"', r'\g<1>1-2"', html)
    html = re.sub(r'(<\w+[^>]* data-pair=")2"', r"\g<1>+" + '"', html)
    give(page, "**/full/", html)
    page.goto(archive.url(STORED) + "#both")
    row = page.locator(".pair", has=page.locator("[data-pair='1-2']"))
    expect(row.locator("[data-block]")).to_have_count(2)
    expect(row.locator("[data-pair]")).to_have_count(2)


def test_english_that_is_new_inside_a_pair_is_there_once(archive: Served, page: Page) -> None:
    html = outdated(archive, 2).replace('data-pair="1"', 'data-pair="1-3"')
    html = re.sub(r'data-pair="3"', 'data-pair="+"', html)
    give(page, "**/full/", html)
    page.goto(archive.url(STORED) + "#both")
    row = page.locator(".pair", has=page.locator("[data-pair='1-3']"))
    expect(row.locator("[data-block]")).to_have_count(3)
    expect(row.locator(".note")).to_have_count(1)


@pytest.mark.parametrize("cut", ["in a block", "after a block", "before the first", "emptied"])
def test_a_page_that_was_cut_off_is_not_taken_as_whole(
    archive: Served, page: Page, cut: str
) -> None:
    html = text_of(archive, FULL)
    begin = html.index("<", html.index('id="s-body"'))
    end = html.index("</div>\n<section", begin) if "</div>\n<section" in html else len(html)
    place = {
        "in a block": html.index("並排來看"),
        "after a block": html.index("</p>", html.index("並排來看")) + 4,
        "before the first": begin,
        "emptied": begin,
    }[cut]
    give(page, "**/full/", html[:place] + (html[end:] if cut == "emptied" else ""))
    page.goto(archive.url(STORED))
    english = body(page).inner_text()
    button(page, "中文").click()
    status(page, "could not be fetched")
    assert body(page).inner_text() == english


def test_a_slow_connection_brings_the_text_in_the_end(archive: Served, page: Page) -> None:
    page.clock.install()
    page.add_init_script(SLOW)
    page.goto(archive.url(STORED))
    button(page, "中文").click()
    page.wait_for_function("() => window.come")
    for part in (0.1, 0.2, 0.5, 0.9, 1):
        page.clock.fast_forward(12_000)
        page.evaluate("part => come(part)", part)
        page.wait_for_timeout(50)
    pressed(page, "中文")
    expect(body(page)).to_contain_text("並排來看")


def test_a_connection_that_falls_silent_is_given_up(archive: Served, page: Page) -> None:
    page.clock.install()
    page.add_init_script(SLOW)
    page.goto(archive.url(STORED))
    button(page, "中文").click()
    page.wait_for_function("() => window.come")
    page.evaluate("come(0.5)")
    page.wait_for_timeout(50)
    page.clock.fast_forward(14_000)
    status(page, "Fetching the other language…")
    page.clock.fast_forward(2_000)
    status(page, "could not be fetched")


def test_an_empty_table_of_contents_is_hidden(archive: Served, page: Page) -> None:
    give(page, "**/full/", re.sub(r"<(/?)h2\b", r"<\1h3", text_of(archive, FULL)))
    page.goto(archive.url(STORED))
    contents = page.locator(".contents")
    button(page, "中文").click()
    pressed(page, "中文")
    expect(contents).to_be_hidden()
    button(page, "English").click()
    expect(contents).to_be_visible()


# What is asked for meanwhile


def test_another_address_ends_what_is_under_way(archive: Served, page: Page) -> None:
    page.add_init_script(COMING)
    page.goto(archive.url(UNSTORED))
    button(page, "中文").click()
    page.wait_for_function("() => window.arrived")
    page.evaluate("location.hash = '#both'")
    status(page, "This browser can make one")
    page.evaluate("arrived()")
    page.wait_for_timeout(300)
    pressed(page, "English")
    assert page.evaluate("translated") == []
    status(page, "This browser can make one")


def test_an_address_in_english_asks_no_translator(archive: Served, page: Page) -> None:
    page.add_init_script(COMING)
    page.goto(archive.url(UNSTORED) + "#content")
    page.evaluate("location.hash = '#s-body'")
    button(page, "中文").click()
    page.wait_for_function("() => window.arrived")
    page.evaluate("() => { Translator.availability = () => { window.asked = true } }")
    page.evaluate("location.hash = '#en'")
    expect(page.locator(".status")).to_have_text("")
    page.evaluate("arrived()")
    page.wait_for_timeout(300)
    pressed(page, "English")
    assert page.evaluate("[window.asked, translated]") == [None, []]


def test_back_ends_a_fetch(archive: Served, page: Page) -> None:
    waiting: list[Route] = []
    page.goto(archive.url(STORED))
    page.evaluate("location.hash = '#en-side-by-side'")
    page.route("**/full/", lambda route: waiting.append(route))
    with page.expect_request("**/full/"):
        button(page, "中文").click()
    status(page, "Fetching the other language…")
    page.go_back()
    expect(page.locator(".status")).to_have_text("")
    waiting[0].fulfill(body=text_of(archive, FULL), content_type="text/html")
    page.wait_for_timeout(300)
    pressed(page, "English")


def test_a_cancelled_arrival_is_no_longer_in_the_address(archive: Served, page: Page) -> None:
    waiting: list[Route] = []
    page.route("**/full/", lambda route: waiting.append(route))
    page.goto(archive.url(STORED) + "#both")
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_url("**#en")
    assert page.evaluate("localStorage.getItem('reading')") is None


def test_a_cancelled_download_is_not_heard_of_again(archive: Served, page: Page) -> None:
    page.add_init_script(COMING)
    page.goto(archive.url(UNSTORED))
    button(page, "中文").click()
    page.wait_for_function("() => window.progress")
    page.evaluate("progress(0.25)")
    status(page, "25")
    page.get_by_role("button", name="Cancel").click()
    page.evaluate("progress(0.5)")
    expect(page.locator(".status")).to_have_text("")


def test_english_may_be_chosen_before_chinese_is_shown(archive: Served, page: Page) -> None:
    page.add_init_script(
        READY
        + """window.pause = 100;
        const begin = document.startViewTransition.bind(document);
        document.startViewTransition = (change) => {
          const transition = begin(change);
          queueMicrotask(() => document.querySelector(".reading button").click());
          return transition;
        };"""
    )
    page.goto(archive.url(UNSTORED))
    button(page, "中文").click()
    page.wait_for_url("**#en")
    page.wait_for_timeout(300)
    pressed(page, "English")
    expect(page.locator(".body .machine")).to_have_count(0)


# Headings


@pytest.mark.parametrize("path", [STORED, CHINESE, FULL])
def test_a_heading_that_is_in_view_needs_no_other_view(
    archive: Served, page: Page, path: str
) -> None:
    give(page, "**/full/", outdated(archive, 1))
    page.goto(archive.url(path))
    for name in ("English", "中文"):
        button(page, name).click()
        pressed(page, name)
    page.locator(".contents a", has_text="Side by side").click()
    page.wait_for_url("**#en-side-by-side")
    page.wait_for_timeout(200)
    pressed(page, "中文")
    expect(page.locator("#en-side-by-side")).to_be_in_viewport()
    page.locator(".contents a").last.click()
    page.wait_for_timeout(200)
    pressed(page, "中文")


@pytest.mark.parametrize("name", ["中文", "雙語"])
def test_a_link_in_a_machine_translation_stays_in_it(
    archive: Served, page: Page, name: str
) -> None:
    html = text_of(archive, UNSTORED)
    heading = re.findall(r'<h2 id="en-([^"]+)"', html)[-1]
    link = f'<a href="#en-{heading}">elsewhere</a>'
    html = re.sub(r'(<p data-block="\d+">)', rf"\1{link} ", html, count=1)
    give(page, archive.url(UNSTORED), html)
    page.add_init_script(READY)
    page.goto(archive.url(UNSTORED))
    button(page, name).click()
    expect(page.locator(".body [aria-busy]")).to_have_count(0)
    pressed(page, name)
    page.locator(f".body .machine a[href='#zh-{heading}']").click()
    page.wait_for_url(f"**#zh-{heading}" if name == "中文" else f"**#both-en-{heading}")
    page.wait_for_timeout(200)
    pressed(page, name)
    expect(page.locator(f"[id='zh-{heading}']")).to_be_in_viewport()


# What a visit keeps


def test_a_paragraph_that_changed_is_translated_again(archive: Served, page: Page) -> None:
    page.add_init_script(READY)
    page.goto(archive.url(UNSTORED))
    button(page, "中文").click()
    expect(page.locator(".body [aria-busy]")).to_have_count(0)
    expect(page.locator(".status")).to_have_text("Now in Chinese.")
    new = "It was all different. "
    html = re.sub(r'(<p data-block="\d+">)', rf"\1{new}", text_of(archive, UNSTORED), count=1)
    give(page, archive.url(UNSTORED), html)
    page.reload()
    pressed(page, "中文")
    expect(page.locator(".body [aria-busy]")).to_have_count(0)
    page.wait_for_function("() => window.translated.length")
    (again,) = page.evaluate("translated")
    assert again.startswith(new)


@pytest.mark.parametrize("junk", ["{", "5", "[1, 2]", '{"length": 3}', "[[{}]]", '[["a", 1]]'])
def test_junk_in_the_store_is_left_alone(archive: Served, page: Page, junk: str) -> None:
    page.add_init_script(
        READY + f"sessionStorage.setItem(`machine ${{location.pathname}}`, {junk!r});"
    )
    page.goto(archive.url(UNSTORED) + "#zh")
    pressed(page, "中文")
    expect(page.locator(".body .machine").first).to_contain_text("譯文，關於這件事。")


# Unusual browsers


@pytest.mark.parametrize(
    "script",
    [
        "delete AbortSignal.any",
        "history.replaceState = () => { throw new DOMException('limit', 'SecurityError') }",
        "delete Document.prototype.startViewTransition",
    ],
)
def test_older_browsers_have_every_view(archive: Served, page: Page, script: str) -> None:
    page.add_init_script(script)
    page.goto(archive.url(STORED))
    page.evaluate("document.body.dispatchEvent(new Event('keydown', {bubbles: true}))")
    for name in ("中文", "雙語", "English"):
        button(page, name).click()
        pressed(page, name)
    assert page.evaluate("localStorage.getItem('reading')") == "en"


def test_a_translator_without_streams_that_never_answers_fails(archive: Served, page: Page) -> None:
    page.clock.install()
    page.add_init_script(
        READY + "delete Translator.prototype.translateStreaming;"
        "Translator.prototype.translate = () => new Promise(() => {});"
    )
    page.goto(archive.url(UNSTORED))
    button(page, "中文").click()
    pressed(page, "中文")
    page.clock.fast_forward(21_000)
    expect(page.locator(".body .failed").first).to_be_visible()


DYING = """
window.opened = 0;
window.Translator = class {
  static async availability() { return "available"; }
  static async create() {
    window.opened += 1;
    if (window.opened > (window.most ?? 99)) throw new DOMException("no more", "OperationError");
    const translator = new this();
    translator.dead = window.opened <= (window.dead ?? 0);
    return translator;
  }
  async translate(text) {
    if (this.dead) throw new DOMException("gone", "InvalidStateError");
    return "譯文";
  }
};
"""


def test_a_translator_that_dies_is_replaced(archive: Served, page: Page) -> None:
    page.add_init_script(DYING + "window.dead = 1;")
    page.goto(archive.url(UNSTORED))
    button(page, "中文").click()
    failed = page.locator(".body .failed")
    expect(failed).to_have_count(1)
    status(page, "Some paragraphs could not be translated")
    assert page.evaluate("window.opened") == 2
    failed.get_by_role("button", name="Translate this again").click()
    expect(failed).to_have_count(0)
    status(page, "Now in Chinese.")


def test_all_that_failed_is_tried_again_at_once(archive: Served, page: Page) -> None:
    page.add_init_script(DYING + "window.most = 1; window.dead = 1;")
    page.goto(archive.url(UNSTORED))
    button(page, "中文").click()
    status(page, "Some paragraphs could not be translated")
    expect(page.locator(".body > p.machine")).to_have_count(0)
    page.evaluate("window.most = 99")
    page.locator(".status").get_by_role("button", name="Try again").click()
    status(page, "Now in Chinese.")
    expect(page.locator(".body .failed")).to_have_count(0)


def test_what_failed_is_begun_anew_after_english(archive: Served, page: Page) -> None:
    page.add_init_script(DYING + "window.most = 1; window.dead = 1;")
    page.goto(archive.url(UNSTORED))
    button(page, "中文").click()
    status(page, "Some paragraphs could not be translated")
    button(page, "English").click()
    pressed(page, "English")
    page.evaluate("window.most = 99")
    button(page, "中文").click()
    status(page, "Now in Chinese.")
    expect(page.locator(".body .failed")).to_have_count(0)


def test_a_translator_that_says_nothing_more_is_given_up(archive: Served, page: Page) -> None:
    page.clock.install()
    page.add_init_script(
        DYING + "window.Translator.prototype.translate = () => new Promise(() => {});"
    )
    page.goto(archive.url(UNSTORED))
    button(page, "中文").click()
    status(page, "Translating: 0 of")
    page.clock.run_for(25_000)
    status(page, "Translating: 1 of")
    page.clock.run_for(25_000)
    status(page, "Some paragraphs could not be translated")
    expect(page.locator(".body > p.machine")).to_have_count(0)


def test_a_translator_that_throws_is_none(archive: Served, page: Page) -> None:
    page.add_init_script("window.Translator = null;")
    page.goto(archive.url(UNSTORED))
    button(page, "中文").click()
    status(page, "this browser has no translator")


@pytest.mark.parametrize("cut", ['<section class="corrections"', '<section class="questions"'])
def test_a_page_that_is_cut_off_is_not_shown(archive: Served, page: Page, cut: str) -> None:
    whole = text_of(archive, FULL)
    assert cut in whole
    part = whole[: whole.index(cut) + 60]
    page.goto(archive.url(STORED))
    page.route("**/full/", lambda route: route.fulfill(body=part, content_type="text/html"))
    button(page, "中文").click()
    status(page, "could not be fetched")
    pressed(page, "English")


def test_the_key_keeps_the_focus_in_the_text(archive: Served, page: Page) -> None:
    page.goto(archive.url(STORED))
    link = page.locator(".body [data-block]:has(a) a").last
    number = link.evaluate("one => one.closest('[data-block]').dataset.block")
    link.focus()
    for name in ("中文", "雙語", "English"):
        page.keyboard.press("l")
        pressed(page, name)
        block = page.evaluate("Object.values(document.activeElement.dataset)[0]")
        assert block == number
    entry = page.locator(".contents a").nth(1)
    entry.focus()
    page.keyboard.press("l")
    pressed(page, "中文")
    expect(page.locator(".contents a").nth(1)).to_be_focused()


def test_a_remembered_view_is_in_the_address(archive: Served, page: Page) -> None:
    page.goto(archive.url(STORED))
    button(page, "雙語").click()
    pressed(page, "雙語")
    page.goto(archive.url(OTHER))
    pressed(page, "雙語")
    assert page.url.endswith("#both")
