"""An editor's browser follows each edit, without a reload, and stays where its reader is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from herald import Site, article
from playwright.sync_api import Browser, Page, expect
from previewing import Previewed, previewed

from generator.theme import THEME

pytest_plugins = ["browsing"]
pytestmark = pytest.mark.browser

STORY = "content/2026/04/story.md"
CHINESE = "content/2026/04/story.zh-Hant.md"
LONG = "\n\n".join(f"Paragraph {number} of the story." for number in range(1, 61))
LONG_CHINESE = "\n\n".join(f"報導的第{number}段。" for number in range(1, 61))


@pytest.fixture
def herald(tmp_path: Path) -> Site:
    site = Site(tmp_path / "herald")
    site.write(STORY, article("The Story", body=LONG))
    site.write(CHINESE, LONG_CHINESE)
    other = article("Another", "2026-04-02", body="Other.")
    site.write("content/2026/04/other.md", other.replace("zh-Hant:", "summary: It.\nzh-Hant:"))
    return site


@contextmanager
def opened(browser: Browser, site: Site, path: str, **options: Any) -> Iterator[tuple[Any, ...]]:
    """The preview of `site`, and the page at `path` in a browser that is told of edits."""
    with previewed(site.root, **options) as preview, browser.new_context() as context:
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda one: one.type == "error" and errors.append(one.text))
        # A page that begins to listen asks once whether it is still as it was.
        with page.expect_response(lambda one: one.status == 304):
            page.goto(preview.origin + path)
        preview.until(lambda: len(preview.server.hub))
        page.evaluate("window.stays = true")
        yield preview, page
        assert [one for one in errors if "500" not in one and "404" not in one] == []


@pytest.fixture
def story(browser: Browser, herald: Site) -> Iterator[tuple[Any, ...]]:
    with opened(browser, herald, "/2026/04/story/") as both:
        yield both


def paragraph(page: Page, number: int) -> Any:
    return page.locator(".body > p").nth(number - 1)


def test_an_article_is_seen_as_it_is_saved(story: tuple[Previewed, Page]) -> None:
    preview, page = story
    preview.replace(STORY, "Paragraph 2 of", "Paragraph *two* of")
    expect(paragraph(page, 2)).to_have_text("Paragraph two of the story.")
    preview.replace(STORY, "title: The Story", "title: The Tale")
    expect(page.locator("h1")).to_have_text("The Tale")
    expect(page).to_have_title("The Tale | The Herald")
    assert page.evaluate("window.stays")


def test_a_page_goes_with_the_site_to_another_path_and_back(
    story: tuple[Previewed, Page],
) -> None:
    preview, page = story
    preview.replace("site.toml", "https://herald.example/", "https://herald.example/news/")
    page.wait_for_url("**/news/2026/04/story/")
    expect(page.locator("h1")).to_have_text("The Story")
    preview.until(lambda: len(preview.server.hub))
    preview.replace("site.toml", "https://herald.example/news/", "https://herald.example/")
    page.wait_for_url(f"{preview.origin}/2026/04/story/")
    expect(page.locator("h1")).to_have_text("The Story")


def test_scroll_focus_and_selection_stay(story: tuple[Previewed, Page]) -> None:
    preview, page = story
    paragraph(page, 40).scroll_into_view_if_needed()
    page.locator(".further a, .neighbours a").first.evaluate(
        "one => one.focus({preventScroll: true})"
    )
    page.evaluate(
        """() => {
            const text = document.querySelectorAll(".body > p")[40].firstChild;
            getSelection().setBaseAndExtent(text, 0, text, 9);
        }"""
    )
    top = paragraph(page, 40).evaluate("one => one.getBoundingClientRect().top")
    focused = page.evaluate("document.activeElement.textContent")
    preview.replace(STORY, "Paragraph 3 of", "A third paragraph, now longer, of")
    expect(paragraph(page, 3)).to_have_text("A third paragraph, now longer, of the story.")
    preview.replace(STORY, "Paragraph 5 of the story.", "Five.\n\nFive and a half.")
    expect(paragraph(page, 6)).to_have_text("Five and a half.")
    expect(paragraph(page, 41)).to_be_in_viewport()
    preview.until(lambda: page.evaluate("String(getSelection())") == "Paragraph")
    preview.until(lambda: page.evaluate("document.activeElement.textContent") == focused)
    assert abs(paragraph(page, 41).evaluate("one => one.getBoundingClientRect().top") - top) < 60
    assert page.evaluate("window.stays")


@pytest.mark.parametrize(("view", "shown"), [("中文", "報導的第2段。"), ("雙語", "報導的第2段。")])
def test_the_reading_view_stays(story: tuple[Previewed, Page], view: str, shown: str) -> None:
    preview, page = story
    button = page.get_by_role("button", name=view)
    button.click()
    expect(page.locator(".body").get_by_text(shown)).to_be_visible()
    preview.replace(STORY, "Paragraph 2 of", "Paragraph *two* of")
    if view == "雙語":
        expect(page.locator(".body").get_by_text("Paragraph two of")).to_be_visible()
    preview.replace(CHINESE, "報導的第2段。", "報導的第二段。")
    expect(page.locator(".body").get_by_text("報導的第二段。")).to_be_visible()
    expect(page.get_by_role("button", name=view)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("group", name="Reading language")).to_have_count(1)
    # Scripts that an edit begins anew may still be on their way, and would end what a key began.
    page.wait_for_timeout(1000)
    page.keyboard.press("l")
    expect(page.locator(".reading [aria-pressed=true]")).not_to_have_text(view)
    page.keyboard.press("Shift+L")
    expect(page.locator(".reading [aria-pressed=true]")).to_have_text(view)
    assert page.evaluate("window.stays")


def test_a_template_a_string_and_settings(story: tuple[Previewed, Page]) -> None:
    preview, page = story
    text = (THEME / "templates/article.html").read_text(encoding="utf-8")
    preview.write("templates/article.html", text.replace('class="facts"', 'class="facts own"'))
    expect(page.locator(".facts.own")).to_be_visible()
    strings = (THEME / "templates/strings.en.toml").read_text(encoding="utf-8")
    preview.write("templates/strings.en.toml", strings.replace('"Topics"', '"Subjects"'))
    expect(page.locator(".masthead nav")).to_contain_text("Subjects")
    preview.replace("site.toml", "The Herald", "The Crier")
    expect(page.locator(".masthead .name")).to_have_text("The Crier")
    assert page.evaluate("window.stays")


def test_a_stylesheet_is_swapped_alone(story: tuple[Previewed, Page]) -> None:
    preview, page = story
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url.rpartition("/")[2]))
    text = (THEME / "static/assets/style.css").read_text(encoding="utf-8")
    preview.write("static/assets/style.css", text + "\nh1 { letter-spacing: 7px }\n")
    expect(page.locator("h1")).to_have_css("letter-spacing", "7px")
    expect(page.locator("link[rel=stylesheet]")).to_have_count(1)
    # A browser fetches the page's icon whenever it has time for it.
    assert [name for name in asked if name != "icon.svg"] == ["style.css"]
    page.get_by_role("button", name="雙語").click()
    expect(page.locator(".body").get_by_text("報導的第2段。")).to_be_visible()
    assert page.evaluate("window.stays")


def test_a_page_that_did_not_change_is_not_touched(story: tuple[Previewed, Page]) -> None:
    preview, page = story
    page.evaluate(
        """() => {
            window.touched = 0;
            new MutationObserver(() => { window.touched += 1; })
                .observe(document.body, {
                    subtree: true, childList: true, attributes: true, characterData: true,
                });
        }"""
    )
    preview.replace("content/2026/04/other.md", "Other.", "Newer.")
    offer = page.get_by_role("status").get_by_role("link", name="Another")
    expect(offer).to_be_visible()
    assert page.evaluate("window.touched") == 0
    offer.click()
    expect(page.locator("h1")).to_have_text("Another")
    expect(page.locator(".body")).to_contain_text("Newer.")


def test_a_mistake_lies_over_the_page_until_it_is_mended(story: tuple[Previewed, Page]) -> None:
    preview, page = story
    preview.replace(STORY, "topics: [News]", "topcis: [News]")
    over = page.get_by_role("alert")
    expect(over.get_by_role("heading", name=f"{STORY}:4")).to_be_visible()
    expect(over).to_contain_text("unknown key `topcis`; did you mean `topics`?")
    expect(over.locator("mark")).to_have_text("    4  topcis: [News]\n")
    expect(page.locator("h1")).to_have_text("The Story")
    page.reload()
    expect(over).to_be_visible()
    preview.replace(STORY, "topcis", "topics")
    expect(over).to_have_count(0)
    text = (THEME / "templates/article.html").read_text(encoding="utf-8")
    preview.write(
        "templates/article.html", text.replace("<h1", "{{ 1 // (page.date.month - 4) }}<h1")
    )
    line = text[: text.index("<h1")].count("\n") + 1
    expect(over.get_by_role("heading", name=f"templates/article.html:{line}").first).to_be_visible()
    expect(page.locator("h1")).to_have_text("The Story")
    preview.write("templates/article.html", text)
    expect(over).to_have_count(0)


def test_escape_closes_what_lies_over_the_page(story: tuple[Previewed, Page]) -> None:
    preview, page = story
    preview.replace(STORY, "topics: [News]", "topcis: [News]")
    over = page.get_by_role("alert")
    expect(over).to_be_visible()
    page.keyboard.press("a")
    expect(over).to_be_visible()
    page.keyboard.press("Escape")
    expect(over).to_have_count(0)


def test_a_line_of_a_template_is_told_once(story: tuple[Previewed, Page]) -> None:
    preview, page = story
    text = (THEME / "templates/article.html").read_text(encoding="utf-8")
    preview.write("templates/article.html", text.replace("<h1", "{{ page.nonsense.deeper }}<h1"))
    over = page.get_by_role("alert")
    expect(over.get_by_role("heading", name="Something is wrong")).to_be_visible()
    expect(over).to_contain_text("`page` has no `nonsense`; mend the template")
    assert len(preview.said) == 1


def test_the_browser_follows_if_asked(browser: Browser, herald: Site) -> None:
    with opened(browser, herald, "/", follow=True) as (preview, page):
        preview.write("content/2026/04/third.md", article("A Third", "2026-04-03"))
        expect(page.locator("h1")).to_have_text("A Third")
        page.wait_for_url("**/2026/04/third/")


def test_drafts_are_marked(browser: Browser, herald: Site) -> None:
    draft = article("Not Yet", "2026-04-03").replace("zh-Hant:", "draft: true\nzh-Hant:")
    herald.write("content/2026/04/not-yet.md", draft)
    with opened(browser, herald, "/", drafts=True) as (preview, page):
        link = page.locator("main").get_by_role("link", name="Not Yet")
        after = "one => getComputedStyle(one, '::after').content"
        preview.until(lambda: link.evaluate(after) == '" · draft"')
        preview.write("content/2026/04/nor-this.md", draft.replace("Not Yet", "Nor This"))
        newer = page.locator("main").get_by_role("link", name="Nor This")
        preview.until(lambda: newer.evaluate(after) == '" · draft"')
        link.click()
        banner = page.get_by_text("Draft: no build publishes it.")
        expect(banner).to_be_visible()
        preview.until(lambda: len(preview.server.hub) == 1)
        preview.replace("content/2026/04/not-yet.md", "draft: true\n", "")
        expect(banner).to_have_count(0)


def test_a_listing_shows_what_is_new(browser: Browser, herald: Site) -> None:
    with opened(browser, herald, "/zh-Hant/") as (preview, page):
        preview.write("content/2026/04/third.md", article("A Third", "2026-04-03"))
        expect(page.locator("main")).to_contain_text("A Third的中文標題")
        expect(page.get_by_role("status").get_by_role("link")).to_have_attribute(
            "href", "/zh-Hant/2026/04/third/"
        )
        assert page.evaluate("window.stays")
