"""What a reader sees and can do, in a real browser."""

from __future__ import annotations

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from browsing import Served
from built import Website
from playwright.sync_api import ConsoleMessage, Page, Request, expect

pytest_plugins = ["sites", "browsing"]
pytestmark = pytest.mark.browser

WIDTHS = [320, 360, 768, 1280]
MOST_BYTES = 60_000
"""What an article's page may send in all, uncompressed."""


@pytest.fixture
def oddities(serve: Any, odd: Website) -> Served:
    one: Served = serve(odd)
    return one


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(served: Served, scheme: str) -> None:
    found = {}
    with served.page(color_scheme=scheme) as page:
        for kind, url in served.kinds():
            page.goto(url)
            results = Axe().run(page)
            if results.violations_count:
                found[f"{kind}, {url}"] = results.generate_report()
    assert found == {}


def test_a_page_asks_no_other_host_and_logs_no_error(served: Served) -> None:
    wrong: list[str] = []

    def logged(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            wrong.append(f"{message.location['url']}: {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith(f"{served.origin}/"):
            wrong.append(request.url)

    with served.page() as page:
        page.on("console", logged)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", asked)
        for _, url in served.kinds():
            page.goto(url)
            page.keyboard.press("End")
            page.wait_for_load_state("networkidle")
    assert wrong == []


@pytest.mark.parametrize(
    ("width", "scale"), [*((width, 1) for width in WIDTHS), pytest.param(640, 2, id="zoomed")]
)
def test_a_page_is_no_wider_than_the_screen(served: Served, width: int, scale: int) -> None:
    wide = {}
    viewport = {"width": width, "height": 800}
    with served.page(viewport=viewport, device_scale_factor=scale) as page:
        for kind, url in served.kinds():
            page.goto(url)
            if (across := page.evaluate("document.documentElement.scrollWidth")) > width:
                wide[kind] = across
    assert wide == {}


def test_the_keyboard_reaches_the_skip_link_first_and_it_works(served: Served) -> None:
    with served.page() as page:
        for kind, url in served.kinds():
            page.goto(url)
            page.keyboard.press("Tab")
            skip = page.locator(".skip")
            assert skip.evaluate("link => link === document.activeElement"), kind
            box = skip.bounding_box()
            assert box is not None
            assert box["height"] > 20, kind
            page.keyboard.press("Enter")
            page.wait_for_url("**/*#content")
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.closest('main') !== null"), kind


def test_a_wide_table_scrolls_inside_itself(oddities: Served) -> None:
    url = oddities.url("2026/04/thirty-topics/index.html")
    with oddities.page(viewport={"width": 360, "height": 800}) as page:
        page.goto(url)
        table = page.locator(".table")
        assert table.evaluate("one => one.scrollWidth > one.clientWidth")
        table.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => document.querySelector('.table').scrollLeft > 0")
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_cell_of_chinese_is_no_column_of_single_characters(oddities: Served) -> None:
    url = oddities.url("zh-Hant/2026/04/thirty-topics/full/index.html")
    with oddities.page(viewport={"width": 360, "height": 800}) as page:
        page.goto(url)
        widths = page.evaluate(
            "[...document.querySelectorAll('.table :is(th, td)')].map(cell => {"
            "  const style = getComputedStyle(cell);"
            "  const inner = cell.clientWidth - parseFloat(style.paddingInline) * 2;"
            "  return inner / parseFloat(style.fontSize);"
            "})"
        )
    assert min(widths) >= 3


# The numbers of an article's page


OLD = ["2026/01/kv-cache-arithmetic/index.html", "zh-Hant/2026/01/kv-cache-arithmetic/index.html"]


def numbers(page: Page) -> dict[str, str]:
    """What the page says of each topic, by its slug."""
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('[data-topic]')]"
        ".map(one => [one.dataset.topic, one.textContent]))"
    )
    return found


@pytest.mark.parametrize("path", OLD)
def test_a_reader_who_gets_there_is_told_todays_numbers(archive: Served, path: str) -> None:
    text = (archive.website.folder / "counts.json").read_text(encoding="utf-8")
    today = json.loads(text)["topics"]
    with archive.page() as page:
        page.goto(archive.url(path))
        note = page.locator(".asof")
        then, now = note.inner_text(), note.get_attribute("data-now")
        before = numbers(page)
        note.scroll_into_view_if_needed()
        expect(note).to_have_text(now or "")
        after = numbers(page)
    assert then != now
    assert before != after
    for slug, shown in after.items():
        assert shown in (f"{today[slug]}篇報導", f"{today[slug]} articles", "1 article")


@pytest.mark.parametrize("path", OLD)
@pytest.mark.parametrize("answer", [{"status": 404}, {"body": "<html>"}])
def test_without_todays_numbers_the_pages_own_stay(
    archive: Served, path: str, answer: dict[str, Any]
) -> None:
    with archive.page() as page:
        page.route("**/counts.json", lambda route: route.fulfill(**answer))
        page.goto(archive.url(path))
        note = page.locator(".asof")
        then, before = note.inner_text(), numbers(page)
        with page.expect_response("**/counts.json"):
            note.scroll_into_view_if_needed()
        page.wait_for_timeout(100)  # what must not happen has no event to wait for
        assert (note.inner_text(), numbers(page)) == (then, before)


def test_everything_can_be_read_without_scripts(served: Served) -> None:
    def texts(scripts: bool) -> dict[str, str]:
        with served.page(java_script_enabled=scripts) as page:
            page.route("**/counts.json", lambda route: route.abort())
            read = {}
            for kind, url in served.kinds():
                if kind.startswith("search"):
                    continue  # which says that it needs one
                page.goto(url)
                # The switch is links without a script, to what can be had without one.
                switch = " ".join(" ".join(page.locator(".reading").all_inner_texts()).split())
                text = " ".join(page.locator("body").inner_text().split())
                read[kind] = " ".join(text.replace(switch, "", 1).split())
            return read

    without = texts(scripts=False)
    assert all(without.values())
    assert without == texts(scripts=True)


def test_an_articles_page_is_light(archive: Served) -> None:
    heavy = {}
    with archive.page() as page:
        finished: list[Request] = []
        page.on("requestfinished", lambda request: finished.append(request))
        for kind, url in archive.kinds():
            if kind.startswith(("article", "full text")):
                finished.clear()
                page.goto(url)
                page.locator(".asof").scroll_into_view_if_needed()
                page.wait_for_load_state("networkidle")
                sizes = {one.url: one.sizes()["responseBodySize"] for one in finished}
                assert len(sizes) >= 3, "the page, its stylesheet and its script"
                if sum(sizes.values()) >= MOST_BYTES:
                    heavy[kind] = sizes
    assert heavy == {}
