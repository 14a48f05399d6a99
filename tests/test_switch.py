"""The reading switch of an article, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from browsing import Served
from playwright.sync_api import Locator, Page, Route, expect

pytest_plugins = ["sites", "browsing"]
pytestmark = pytest.mark.browser

STORED = "2026/04/one-model-three-reports/index.html"
FULL = "zh-Hant/2026/04/one-model-three-reports/full/index.html"
CHINESE = "zh-Hant/2026/04/one-model-three-reports/index.html"
OTHER = "2026/01/kv-cache-arithmetic/index.html"
UNSTORED = "2026/02/quantisation-without-tears/index.html"

TRANSLATOR = """
window.translated = [];
window.Translator = class {
  static async availability(languages) {
    if (languages.targetLanguage !== "zh-Hant") throw new Error("wrong language");
    return "downloadable";
  }
  static async create({ monitor, signal }) {
    const events = new EventTarget();
    monitor(events);
    for (const loaded of [0, 0.5, 1]) {
      const event = new Event("downloadprogress");
      event.loaded = loaded;
      events.dispatchEvent(event);
      await new Promise((done) => setTimeout(done, 5));
      signal.throwIfAborted();
    }
    return new this();
  }
  translateStreaming(text) {
    window.translated.push(text);
    if (window.failOn && text.includes(window.failOn)) throw new Error("no");
    return new ReadableStream({
      async start(controller) {
        controller.enqueue("譯文, 關於");
        await new Promise((done) => setTimeout(done, window.pause ?? 0));
        controller.enqueue("這件事.");
        controller.close();
      },
    });
  }
};
"""


@pytest.fixture
def page(archive: Served) -> Iterator[Page]:
    """A desktop's window, in which nothing went wrong when the test is over."""
    wrong: list[str] = []
    with archive.page(viewport={"width": 1280, "height": 800}) as opened:
        opened.on("pageerror", lambda error: wrong.append(str(error)))
        yield opened
        assert wrong == []


def button(page: Page, name: str) -> Locator:
    return page.locator(".reading").get_by_role("button", name=name)


def body(page: Page) -> Locator:
    return page.locator(".story .body")


def test_nothing_is_fetched_until_it_is_asked_for(archive: Served, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(archive.url(STORED))
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/full/" in url]
    button(page, "中文").click()
    expect(body(page)).to_contain_text("並排來看")
    assert [url for url in asked if "/full/" in url] == [archive.url(FULL)]
    button(page, "English").click()
    button(page, "雙語").click()
    expect(page.locator(".pair").first).to_be_visible()
    assert len([url for url in asked if "/full/" in url]) == 1


def test_each_view_says_what_it_is(archive: Served, page: Page) -> None:
    page.goto(archive.url(STORED))
    english = body(page).inner_text()
    for name, lang, said, fragment in (
        ("中文", "zh-Hant-TW", "Now in Chinese.", "#zh"),
        ("雙語", "en", "Now in both languages.", "#both"),
        ("English", "en", "Now in English.", "#en"),
    ):
        button(page, name).click()
        expect(button(page, name)).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".status")).to_have_text(said)
        expect(body(page)).to_have_attribute("lang", lang)
        assert page.url.endswith(fragment)
        assert page.locator(".reading [aria-pressed=true]").count() == 1
    assert body(page).inner_text() == english


def test_the_other_editions_pages_have_the_same_switch(archive: Served, page: Page) -> None:
    for path, own in ((CHINESE, "English"), (FULL, "中文")):
        page.goto(archive.url(path))
        expect(button(page, own)).to_have_attribute("aria-pressed", "true")
        button(page, "雙語").click()
        expect(page.locator(".pair").first).to_be_visible()
        rows = page.locator(".pair").evaluate_all(
            "rows => rows.map(row => [...row.children].map(side => side.lang).join())"
        )
        assert set(rows) <= {"en,zh-Hant-TW", "en"}
        page.evaluate("localStorage.clear()")


def test_pairs_stand_side_by_side_or_stacked(archive: Served, page: Page) -> None:
    page.goto(archive.url(STORED) + "#both")
    pair = page.locator(".pair:not(.woven)").nth(1)
    left, right = (pair.locator("> div").nth(at).bounding_box() for at in (0, 1))
    assert left
    assert right
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] < right["x"]
    page.set_viewport_size({"width": 360, "height": 800})
    above, below = (pair.locator("> div").nth(at).bounding_box() for at in (0, 1))
    assert above
    assert below
    assert above["y"] + above["height"] <= below["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_every_english_block_stands_beside_its_own(archive: Served, page: Page) -> None:
    page.goto(archive.url(STORED) + "#both")
    expect(page.locator(".pair").first).to_be_visible()
    pairs = page.locator(".pair:not(.woven)").evaluate_all(
        """rows => rows.map(row => [
          [...row.children[0].children].map(block => block.dataset.block).join(" "),
          row.children[1].children[0]?.dataset.pair,
        ])"""
    )
    assert pairs
    assert all(english == chinese for english, chinese in pairs)


def test_tables_are_woven_row_by_row(archive: Served, page: Page) -> None:
    page.goto(archive.url(STORED))
    rows = page.locator(".body .table").first.locator("tr").count()
    button(page, "雙語").click()
    woven = page.locator(".pair.woven").first
    expect(woven).to_be_visible()
    langs = woven.locator("tr").evaluate_all("rows => rows.map(row => row.lang || 'en')")
    assert langs.count("en") == rows
    # The head has both languages in one row; a row that is the same in both is there once.
    assert langs[:3] == ["en", "en", "zh-Hant-TW"]
    assert "zh-Hant-TW,zh-Hant-TW" not in ",".join(langs)


def test_one_key_goes_from_view_to_view(archive: Served, page: Page) -> None:
    page.goto(archive.url(STORED))
    for fragment in ("#zh", "#both", "#en"):
        page.keyboard.press("l")
        page.wait_for_url(f"**{fragment}")
        expect(page.locator(".reading [aria-pressed=true]")).to_have_count(1)
        page.wait_for_function(
            "name => document.querySelector('.status').textContent.includes(name)",
            arg={"#zh": "Chinese", "#both": "both", "#en": "English"}[fragment],
        )
    page.keyboard.press("Control+l")
    assert page.url.endswith("#en")


def test_the_choice_is_remembered_and_an_address_wins(archive: Served, page: Page) -> None:
    page.goto(archive.url(STORED))
    button(page, "中文").click()
    page.wait_for_url("**#zh")
    page.goto(archive.url(OTHER))
    expect(button(page, "中文")).to_have_attribute("aria-pressed", "true")
    expect(body(page)).to_have_attribute("lang", "zh-Hant-TW")
    page.goto(archive.url(STORED) + "#both")
    expect(button(page, "雙語")).to_have_attribute("aria-pressed", "true")
    page.goto(archive.url(UNSTORED))
    expect(button(page, "English")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("localStorage.getItem('reading')") == "zh"


@pytest.mark.parametrize("number", [5, 12, 17])
def test_the_place_in_the_text_is_kept(archive: Served, page: Page, number: int) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(archive.url(STORED))
    page.locator(f"[data-block='{number}']").evaluate(
        "block => scrollTo({top: block.getBoundingClientRect().top + scrollY - 20})"
    )
    top = "block => block.getBoundingClientRect().top"
    before = page.locator(f"[data-block='{number}']").evaluate(top)
    for key, where in (("zh", "[data-pair='{}']"), ("both", ".pair [data-block='{}']")):
        page.keyboard.press("l")
        page.wait_for_url(f"**#{key}")
        block = page.locator(where.format(number)).first
        expect(block).to_be_visible()
        assert abs(block.evaluate(top) - before) < 24


def test_a_fetch_that_fails_can_be_tried_again(archive: Served, page: Page) -> None:
    page.goto(archive.url(STORED))
    page.route("**/full/", lambda route: route.abort())
    button(page, "中文").click()
    expect(page.locator(".status")).to_contain_text("could not be fetched")
    expect(button(page, "English")).to_have_attribute("aria-pressed", "true")
    page.unroute("**/full/")
    page.get_by_role("button", name="Try again").click()
    expect(body(page)).to_contain_text("並排來看")


def test_a_slow_fetch_says_so_and_gives_way_to_another_choice(archive: Served, page: Page) -> None:
    waiting: list[Route] = []
    page.goto(archive.url(STORED))
    page.route("**/full/", lambda route: waiting.append(route))
    with page.expect_request("**/full/"):
        button(page, "中文").click()
    expect(page.locator(".status")).to_contain_text("Fetching the other language…")
    with page.expect_event("requestfailed") as failed:
        button(page, "English").click()
    assert failed.value.url == archive.url(FULL)
    expect(page.locator(".status")).to_have_text("")
    assert len(waiting) == 1
    expect(button(page, "English")).to_have_attribute("aria-pressed", "true")
    expect(body(page)).not_to_contain_text("並排來看")


def test_the_layout_does_not_shift_when_chinese_comes_in(archive: Served, page: Page) -> None:
    page.goto(archive.url(STORED))
    page.evaluate(
        """window.shifts = [];
        new PerformanceObserver(list => window.shifts.push(
          ...list.getEntries().map(entry => [entry.value, ...entry.sources.map(source =>
            source.node?.outerHTML?.slice(0, 60))]))).observe({type: "layout-shift"})"""
    )

    def slowly(route: Route) -> None:
        page.wait_for_timeout(700)
        route.continue_()

    page.route("**/full/", slowly)
    for name in ("中文", "雙語", "English"):
        button(page, name).click()
        expect(button(page, name)).to_have_attribute("aria-pressed", "true")
        page.wait_for_timeout(300)
    assert page.evaluate("window.shifts") == []


def test_without_a_script_links_lead_to_the_texts(archive: Served) -> None:
    with archive.page(java_script_enabled=False) as page:
        page.goto(archive.url(STORED))
        page.locator(".reading").get_by_role("link", name="中文").click()
        assert page.url == archive.url(FULL)
        page.locator(".reading").get_by_role("link", name="English").click()
        assert page.url == archive.url(CHINESE)


@pytest.mark.parametrize("view", ["#en", "#zh", "#both"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_view_is_accessible(archive: Served, view: str, width: int) -> None:
    with archive.page(bypass_csp=True, viewport={"width": width, "height": 800}) as page:
        page.goto(archive.url(STORED) + view)
        expect(page.locator(".reading [aria-pressed=true]")).to_have_count(1)
        page.wait_for_load_state("networkidle")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert (
            page.evaluate(
                "() => { const ids = [...document.querySelectorAll('[id]')].map(one => one.id);"
                "return ids.length - new Set(ids).size }"
            )
            == 0
        )
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_browsers_translator_fills_the_text(archive: Served, page: Page) -> None:
    page.add_init_script(TRANSLATOR)
    page.goto(archive.url(UNSTORED))
    count = "body => ['h2', 'li', 'a', 'code', 'tr'].map(tag => body.querySelectorAll(tag).length)"
    codes = "body => [...body.querySelectorAll('code')].map(code => code.textContent)"
    before, code = body(page).evaluate(count), body(page).evaluate(codes)
    button(page, "中文").click()
    expect(page.locator(".body > .note")).to_have_text(
        "Machine translation, made by this browser on this device."
    )
    expect(page.locator(".body [aria-busy]")).to_have_count(0)
    expect(page.locator(".status")).to_have_text("Now in Chinese.")
    assert body(page).evaluate(count) == before
    assert body(page).evaluate(codes) == code
    text = page.locator(".body .machine").first
    expect(text).to_contain_text("譯文，關於這件事。")
    expect(text).to_have_attribute("lang", "zh-Hant-TW")
    button(page, "雙語").click()
    expect(page.locator(".pair").first).to_be_visible()
    # The same visit translates nothing twice.
    page.reload()
    page.evaluate("window.translated = []")
    button(page, "English").click()
    button(page, "中文").click()
    expect(page.locator(".body .machine").first).to_contain_text("譯文，關於這件事。")
    assert page.evaluate("window.translated") == []


def test_a_block_that_fails_stays_english_and_can_be_tried_again(
    archive: Served, page: Page
) -> None:
    page.add_init_script(TRANSLATOR + "window.failOn = document.title ? '' : 'demonstration';")
    page.goto(archive.url(UNSTORED))
    button(page, "中文").click()
    failed = page.locator(".body .failed")
    expect(failed).to_have_count(1)
    expect(failed).to_contain_text("demonstration")
    expect(failed).to_have_attribute("lang", "en")
    page.evaluate("window.failOn = ''")
    failed.get_by_role("button", name="Translate this again").click()
    expect(failed).to_have_count(0)


def test_a_translation_can_be_cancelled(archive: Served, page: Page) -> None:
    page.add_init_script(TRANSLATOR + "window.pause = 200;")
    page.goto(archive.url(UNSTORED))
    button(page, "中文").click()
    expect(page.locator(".status")).to_contain_text(re.compile(r"Translating: [1-9]"))
    page.get_by_role("button", name="Cancel").click()
    expect(button(page, "English")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".status")).to_have_text("Now in English.")
    expect(page.locator(".body .machine")).to_have_count(0)


def test_another_view_does_not_end_a_translation(archive: Served, page: Page) -> None:
    page.add_init_script(TRANSLATOR + "window.pause = 100;")
    page.goto(archive.url(UNSTORED))
    button(page, "中文").click()
    expect(page.locator(".status")).to_contain_text(re.compile(r"Translating: [1-9]"))
    button(page, "雙語").click()
    expect(button(page, "雙語")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".status")).to_have_text("Now in both languages.")
    expect(button(page, "雙語")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".body .machine").last).to_contain_text("譯文")


def test_an_empty_translation_is_none(archive: Served, page: Page) -> None:
    page.add_init_script(TRANSLATOR.replace("譯文, 關於", "").replace("這件事.", ""))
    page.goto(archive.url(UNSTORED))
    blocks = page.locator(".body > *").count()
    button(page, "中文").click()
    expect(page.locator(".body .failed").last).to_be_visible()
    assert page.locator(".body > *").count() == blocks + 1
    expect(page.locator(".body > .failed").first).to_contain_text("Translate this again")


def test_quick_changes_end_where_the_last_one_leads(archive: Served, page: Page) -> None:
    page.goto(archive.url(STORED))
    for _ in range(7):
        page.keyboard.press("l")
    expect(button(page, "中文")).to_have_attribute("aria-pressed", "true")
    expect(body(page)).to_have_attribute("lang", "zh-Hant-TW")
    page.wait_for_url("**#zh")


def test_a_translator_that_never_answers_is_given_up(archive: Served, page: Page) -> None:
    """Chromium's own, which says `downloadable` here and whose `create` never settles."""
    page.clock.install()
    page.goto(archive.url(UNSTORED))
    button(page, "中文").click()
    if page.evaluate("'Translator' in self"):
        expect(page.locator(".status")).to_contain_text("Asking this browser's translator…")
    for _ in range(6):
        page.clock.fast_forward(10_000)
        page.wait_for_timeout(50)
    expect(page.locator(".status")).to_contain_text("No Chinese translation is stored")
    expect(button(page, "English")).to_have_attribute("aria-pressed", "true")


def test_a_browser_without_a_translator_is_told_so(archive: Served, page: Page) -> None:
    page.add_init_script("delete self.Translator")
    page.goto(archive.url(UNSTORED))
    for name in ("中文", "雙語"):
        button(page, name).click()
        expect(page.locator(".status")).to_contain_text("this browser has no translator")
        expect(button(page, "English")).to_have_attribute("aria-pressed", "true")
