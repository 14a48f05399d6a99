"""What the browser's translator is given of a line with links, code or emphasis in it, and what
becomes of its answer."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from browsing import Served
from playwright.sync_api import Page, expect
from test_switch import UNSTORED, button
from test_switch import page as page
from test_switch_links import READY, pressed
from test_switch_trouble import give, text_of

pytest_plugins = ["sites", "browsing"]
pytestmark = pytest.mark.browser

LINE = (
    'See <a href="/x/">the <em>long</em> list</a> of <code>kv_cache</code>, and'
    ' <span lang="zh-Hant-TW">快取</span>, &lt;b&gt; or 5 &lt; 6.'
)
GIVEN = "See <g1>the <g2>long</g2> list</g1> of <x3/>, and <x4/>, <b> or 5 < 6."

# A translator that gives the answer it is told to for a text with marks.
ANSWERING = READY.replace(
    'controller.enqueue("譯文, 關於");',
    """if (text.includes("<g1>") && window.answer) {
          for (const part of window.answer.match(/[^]{1,7}/g)) controller.enqueue(part);
          controller.close();
          return;
        }
        controller.enqueue("譯文, 關於");""",
)


def opened(archive: Served, page: Page, line: str, answer: str) -> Any:
    """The first paragraph, whose English is `line`, once it is translated."""
    html = re.sub(
        r'(<p data-block="\d+">).*?</p>',
        lambda match: f"{match[1]}{line}</p>",
        text_of(archive, UNSTORED),
        count=1,
        flags=re.DOTALL,
    )
    give(page, archive.url(UNSTORED), html)
    assert ANSWERING.count("window.answer") == 2
    page.add_init_script(ANSWERING + f"window.answer = {json.dumps(answer)};")
    page.goto(archive.url(UNSTORED))
    button(page, "中文").click()
    pressed(page, "中文")
    expect(page.locator(".body [aria-busy]")).to_have_count(0)
    expect(page.locator(".status")).to_have_text("Now in Chinese.")
    return page.locator(".body > p.machine").first


def test_a_line_is_translated_whole_and_its_elements_come_back(archive: Served, page: Page) -> None:
    answer = "關於<x3/> 與< x4 />, 5 < 6 <b>, 請見 <G1><g2>長長</g2>的清單</g1>."
    line = opened(archive, page, LINE, answer)
    assert GIVEN in page.evaluate("translated")
    html = (
        "關於<code>kv_cache</code> 與"
        '<span lang="zh-Hant-TW">快取</span>, 5 &lt; 6 &lt;b&gt;，請見'
        '<a href="/x/"><em>長長</em>的清單</a>。'
    )
    assert line.inner_html() == html
    # It is kept for the visit.
    page.reload()
    pressed(page, "中文")
    expect(line).to_contain_text("的清單")
    assert line.inner_html() == html
    assert page.evaluate("translated") == []


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("見<g1>清單</g1>的<x3/>和<x4/>。", id="one is lost"),
        pytest.param("見<g1><g2>長</g2>清單</g1><x3/><x4/><x3/>。", id="one is there twice"),
        pytest.param("見<g1><g2>長</g1>清單</g2><x3/><x4/>。", id="crossed"),
        pytest.param("見<g2>長</g2><g1>清單</g1><x3/><x4/>。", id="no longer inside"),
        pytest.param("見<g1><g2>長</g2>清單<x3/><x4/>。", id="not closed"),
        pytest.param("見<g1><g2>長</g2>清單</g1><x3/><x4/><x5/>。", id="one too many"),
        pytest.param("見<g1><g2> </g2>清單</g1><x3/><x4/>。", id="emptied"),
        pytest.param("見<g1><g2>長</g2>清單</g1><x3/><x4/>＜x3＞。", id="a mark as text"),
    ],
)
def test_a_line_that_comes_back_broken_is_translated_in_pieces(
    archive: Served, page: Page, answer: str
) -> None:
    line = opened(archive, page, LINE, answer)
    expect(line).not_to_contain_text("見")
    given = page.evaluate("translated")
    assert given.index(GIVEN) < given.index("See") < given.index("long")
    shape = "one => one.innerHTML.replace(/[^<>]*(<[^>]*>)[^<>]*/g, '$1')"
    assert line.evaluate(shape) == (
        '<a href="/x/"><em></em></a><code></code><span lang="zh-Hant-TW"></span>'
    )
    assert line.locator("code").inner_text() == "kv_cache"
    # That it came back broken is kept too.
    html = line.inner_html()
    page.reload()
    pressed(page, "中文")
    assert line.inner_html() == html
    assert page.evaluate("translated") == []


def test_an_answer_is_text_and_no_markup(archive: Served, page: Page) -> None:
    evil = "<img src=x onerror='window.ran = 1'><script>window.ran = 1</script>"
    line = opened(archive, page, LINE, f"見<g1><g2>{evil}</g2></g1><x3/><x4/>")
    expect(line).to_contain_text("<script>window.ran = 1</script>")
    assert line.locator("img, script").count() == 0
    assert page.evaluate("window.ran") is None


def test_what_needs_no_marks_has_none(archive: Served, page: Page) -> None:
    line = '<strong>One\nword</strong>. <br><a href="/x/"><code>a</code></a> 7'
    opened(archive, page, line, "")
    given = page.evaluate("translated")
    assert "One word" in given
    assert not [text for text in given if "One" in text and "<" in text]
    assert page.locator(".body .machine br + a > code").inner_text() == "a"


def test_a_text_with_marks_of_its_own_is_translated_in_pieces(archive: Served, page: Page) -> None:
    opened(archive, page, "The tag &lt;g1&gt; is <em>bold</em> here.", "")
    assert "The tag <g1> is" in page.evaluate("translated")


def test_marks_are_no_neighbours_of_characters(archive: Served, page: Page) -> None:
    page.goto(archive.url(UNSTORED))
    module = page.locator("script[src$='reading.js']").get_attribute("src") or ""
    tidied = page.evaluate(
        "async ([url, texts]) => texts.map((await import(url)).tidied)",
        [
            module.replace("reading.js", "machine.js"),
            ["<g1>模型</g1>, 同時", "見 <g1>清單</g1> 。", "見<g1>清單</g1>.", "用 <x1/> 跑"],
        ],
    )
    assert tidied == [
        "<g1>模型</g1>，同時",
        "見<g1>清單</g1> 。",
        "見<g1>清單</g1>。",
        "用 <x1/> 跑",
    ]
