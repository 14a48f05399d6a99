"""What holds for every page of a website, as a browser's parser sees it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

import jinja2
import pytest
from built import HOSTILE, LONG, TOPICS, Page, Website
from jinja2 import nodes
from node import node_package

from generator.chinese import has_han, simplified
from generator.model import CHINESE, EDITIONS, ENGLISH
from generator.strings import load_strings
from generator.templates import POLICY
from generator.theme import THEME

pytest_plugins = ["sites"]

ENGLISH_WORDS = re.compile(r"(?:\b[A-Za-z]{2,}\b[ ,.]*){4}")


class Words(NamedTuple):
    """A piece of text in a page, the `lang` that holds for it, and the tags around it."""

    text: str
    lang: str
    around: tuple[str, ...]


def words_of(element: Element, lang: str = "", around: tuple[str, ...] = ()) -> Iterator[Words]:
    own = element.get("lang", lang)
    inside = (*around, str(element.tag))
    if element.text and element.text.strip():
        yield Words(element.text.strip(), own, inside)
    for child in element:
        if isinstance(child.tag, str):
            yield from words_of(child, own, inside)
        if child.tail and child.tail.strip():
            yield Words(child.tail.strip(), own, inside)


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


# Links, assets, ids


def links_of(page: Page) -> Iterator[str]:
    for element in page.tree.iter():
        for name in ("href", "src", "data-counts"):
            if name in element.attrib:
                yield element.attrib[name]
        if element.get("http-equiv") == "refresh":
            yield element.attrib["content"].partition("url=")[2]


def test_every_internal_link_leads_to_a_file_and_an_id(website: Website) -> None:
    ids = {
        path: {element.get("id") for element in page.tree.iter()}
        for path, page in website.pages.items()
    }
    dead = []
    for page in website.pages.values():
        for link in links_of(page):
            if (target := website.target(page, link)) is None:
                continue
            path, fragment = target
            if path not in website.files or (fragment and fragment not in ids[path]):
                dead.append(f"{page.path}: {link}")
    assert dead == []


def test_ids_are_unique_and_references_to_them_hold(website: Website) -> None:
    wrong = []
    for page in website.pages.values():
        ids = [element.attrib["id"] for element in page.tree.iter() if "id" in element.attrib]
        wrong += [f"{page.path}: #{one} twice" for one in set(ids) if ids.count(one) > 1]
        named = {element.get("aria-labelledby") for element in page.tree.iter()} - {None}
        wrong += [f"{page.path}: no #{one}" for one in named - set(ids)]
    assert wrong == []


# Nothing that runs


def dangers(element: Element) -> Iterator[str]:
    if element.tag == "style" or "style" in element.attrib:
        yield "a style of its own"
    data = element.get("type") == "application/ld+json"
    if element.tag == "script" and not data and (not element.get("src") or element.text):
        yield "a script of its own"
    for name, value in element.attrib.items():
        if name.startswith("on"):
            yield f"{name}={value}"
        scheme = value.strip().partition(":")[0].casefold()
        if name in ("href", "src", "action", "content") and scheme in ("javascript", "data"):
            yield f"{name}={value}"


def test_nothing_is_inline_and_the_policy_comes_first(website: Website) -> None:
    wrong = []
    for page in website.pages.values():
        wrong += [f"{page.path}: {one}" for at in page.tree.iter() for one in dangers(at)]
        head = [(child.tag, child.get("http-equiv")) for child in page.the("head")]
        policy = head.index(("meta", "Content-Security-Policy"))
        if any(tag in ("script", "link") for tag, _ in head[:policy]):
            wrong.append(f"{page.path}: something loads before the policy holds")
        if page.the("meta[@http-equiv='Content-Security-Policy']").get("content") != POLICY:
            wrong.append(f"{page.path}: another policy")
    assert wrong == []


def test_a_hostile_title_is_shown_as_it_was_written(odd: Website) -> None:
    page = odd.pages["2026/04/hostile/index.html"]
    assert text_of(page.the("h1")) == HOSTILE
    assert page.the("title").text == HOSTILE
    types = [script.get("type") for script in page.all("script")]
    assert types == ["application/ld+json", "module", "module"]
    assert page.all("u") == page.all("i") == page.all("img") == []


# Structure and language


def test_a_page_has_one_h1_one_main_and_its_language(website: Website) -> None:
    wrong = []
    for page in website.pages.values():
        for tag in ("h1", "main", "title"):
            if len(found := page.all(tag)) != 1 or not text_of(found[0]):
                wrong.append(f"{page.path}: {len(found)} {tag}")
        if page.tree.get("lang") != page.language:
            wrong.append(f"{page.path}: lang is {page.tree.get('lang')}")
    assert wrong == []


def test_headings_skip_no_level(website: Website) -> None:
    wrong = []
    for page in website.pages.values():
        levels = [int(one.tag[1]) for one in page.tree.iter() if re.fullmatch("h[1-6]", one.tag)]
        for above, level in pairwise(levels):
            if level > above + 1:
                wrong.append(f"{page.path}: h{level} after h{above}")
    assert wrong == []


def test_all_chinese_is_marked_as_chinese(website: Website) -> None:
    wrong = [
        f"{page.path}: {one.text}"
        for page in website.pages.values()
        for one in words_of(page.the("body"), page.language)
        # Code is one text in one typeface, whatever its comments are written in.
        if has_han(one.text) and one.lang != CHINESE and "code" not in one.around
    ]
    assert wrong == []


def test_no_english_sentence_is_marked_as_chinese(website: Website) -> None:
    wrong = [
        f"{page.path}: {one.text}"
        for page in website.pages.values()
        for one in words_of(page.the("main"), page.language)
        # The translator of a whole text has quoted what English there is in it.
        if not page.path.endswith("/full/index.html")
        and ENGLISH_WORDS.search(one.text)
        and not has_han(one.text)
        and one.lang != ENGLISH
        and "code" not in one.around
    ]
    assert wrong == []


def test_an_english_body_and_title_in_the_chinese_edition_say_so(odd: Website) -> None:
    page = odd.pages["zh-Hant/2026/04/long-title/index.html"]
    assert page.the("h1").get("lang") == ENGLISH
    assert page.the("div[@id='s-body']").get("lang") == ENGLISH
    full = odd.pages["zh-Hant/2026/04/thirty-topics/full/index.html"]
    assert full.the("h1").get("lang") is None
    assert full.the("div[@id='s-body']").get("lang") is None


# The head


def test_a_title_fits_a_search_result(website: Website) -> None:
    titles = {path: page.the("title").text or "" for path, page in website.pages.items()}
    assert {path: title for path, title in titles.items() if len(title) > 70} == {}


def test_the_long_title_is_cut_between_words(odd: Website) -> None:
    page = odd.pages["2026/04/long-title/index.html"]
    assert text_of(page.the("h1")) == LONG.strip()
    title = page.the("title").text or ""
    assert title.endswith("…")
    assert LONG.startswith(title.removesuffix("…") + " ")


def expected_canonical(website: Website, page: Page) -> str:
    """Its own address; the English page's, where a Chinese page has the English body."""
    english_body = page.is_article and not page.path.endswith("/full/index.html")
    return website.address(page.path.removeprefix("zh-Hant/") if english_body else page.path)


def test_canonical_addresses(website: Website) -> None:
    wrong = []
    for page in website.pages.values():
        if page.is_redirect:
            target = website.target(page, page.the("main//a").attrib["href"])
            expected = website.address(target[0]) if target else "a page of the site"
        else:
            expected = expected_canonical(website, page)
        if page.canonical != expected:
            wrong.append(f"{page.path}: {page.canonical}, not {expected}")
    assert wrong == []


def expected_alternates(website: Website, page: Page) -> dict[str, str]:
    """Both editions of a listing; of an article, English and the whole Chinese text if there is."""
    english = page.path.removeprefix("zh-Hant/")
    chinese = f"zh-Hant/{english}"
    if page.is_redirect or english == "404.html":
        return {}
    if page.is_article:
        if page.path.endswith("/full/index.html"):
            english, chinese = english.replace("/full/", "/"), page.path
        elif page.path == chinese:
            return {}
        else:
            chinese = chinese.replace("/index.html", "/full/index.html")
        if chinese not in website.files:
            return {}
    return {
        "en": website.address(english),
        "zh-Hant": website.address(chinese),
        "x-default": website.address(english),
    }


def test_alternates_are_where_they_are_due_and_nowhere_else(website: Website) -> None:
    for page in website.pages.values():
        assert page.alternates == expected_alternates(website, page), page.path


def test_alternates_are_reciprocal(website: Website) -> None:
    by_address = {website.address(path): page for path, page in website.pages.items()}
    for page in website.pages.values():
        if page.alternates:
            assert website.address(page.path) in page.alternates.values(), page.path
        for address in page.alternates.values():
            assert by_address[address].alternates == page.alternates, page.path


def test_the_switch_leads_to_the_same_page_of_the_other_edition(website: Website) -> None:
    for page in website.pages.values():
        if page.is_redirect:
            continue
        switch = page.the("li[@class='edition']/a")
        if page.path.startswith("zh-Hant/"):
            expected = page.path.removeprefix("zh-Hant/").replace("/full/index", "/index")
            assert switch.get("lang") == switch.get("hreflang") == ENGLISH
        else:
            expected = f"zh-Hant/{page.path}"
            assert switch.get("lang") == switch.get("hreflang") == CHINESE
        assert website.target(page, switch.attrib["href"]) == (expected, ""), page.path


@pytest.mark.parametrize(
    ("fixture", "alias", "article"),
    [
        ("demonstration", "news/1142.html", "2026/04/one-model-three-reports/index.html"),
        (
            "demonstration",
            "old/deepseek-v4-figures/index.html",
            "2026/04/one-model-three-reports/index.html",
        ),
        ("odd", "old/thirty.html", "2026/04/thirty-topics/index.html"),
    ],
)
def test_an_old_address_leads_to_the_article(
    fixture: str, alias: str, article: str, request: pytest.FixtureRequest
) -> None:
    website: Website = request.getfixturevalue(fixture)
    page = website.pages[alias]
    assert page.is_redirect
    assert page.canonical == website.address(article)
    assert page.the("meta[@name='robots']").get("content") == "noindex"


# What pages show


def test_all_thirty_topics_are_there_and_the_first_few_lead(odd: Website) -> None:
    page = odd.pages["2026/04/thirty-topics/index.html"]
    assert len(page.the("p[@class='kicker']")) == 5
    filed = [text_of(one) for one in page.all("section[@class='filed']/ul/li/a")]
    assert sorted(filed[:-1]) == sorted(TOPICS)
    assert filed[-1] == "April 2026"


def test_a_page_without_chinese_says_so_once(odd: Website) -> None:
    page = odd.pages["zh-Hant/2026/04/one-word/index.html"]
    assert [text_of(one) for one in page.all("p[@class='notice']")] == [
        "本文目前只有英文，尚無中文譯文。"
    ]
    assert odd.pages["2026/04/one-word/index.html"].all("p[@class='notice']") == []


# Words


def keys_of_templates() -> set[str]:
    keys = set()
    environment = jinja2.Environment()
    for path in (THEME / "templates").glob("*.html"):
        for call in environment.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in ("t", "form"):
                assert isinstance(call.args[0], nodes.Const)
                keys.add(call.args[0].value)
    return keys


@pytest.mark.parametrize("language", EDITIONS)
def test_the_strings_are_those_that_the_templates_show(language: str) -> None:
    strings = load_strings((THEME / "templates",), language)  # type: ignore[arg-type]
    assert strings.texts.keys() == keys_of_templates()


def test_the_chinese_strings_are_traditional() -> None:
    strings = load_strings((THEME / "templates",), "zh-Hant")
    texts = [text for forms in strings.texts.values() for text in forms.values()]
    assert [text for text in texts if simplified(text)] == []


# Colours


def luminance(colour: str) -> float:
    """WCAG 2.2, "relative luminance"."""
    digits = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_all_text_can_be_read_on_its_ground(scheme: int) -> None:
    """Axe does not look into a drawing, nor at colours that no page happens to use."""
    style = (THEME / "static" / "assets" / "style.css").read_text(encoding="utf-8")
    root = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([\w-]+): #(\w+);", root))
    pairs = [
        (ink, ground) for ink in ("ink", "soft", "mark", "link") for ground in ("paper", "tint")
    ]
    pairs += [(name, "tint") for name in colours if name.startswith("code-")]
    pairs += [("shade-ink", "shade-1"), ("shade-ink", "shade-2")]
    pairs += [("shade-ink-strong", "shade-3"), ("shade-ink-strong", "shade-4")]
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


# A validator's eye


@pytest.fixture(scope="session")
def validator() -> list[str]:
    """The command of html-validate, installed once; required where a browser is."""
    script = node_package("html-validate", "10.17.0") / "bin" / "html-validate.mjs"
    node = shutil.which("node") or "node"
    return [node, str(script), "--config", str(Path(__file__).with_name("htmlvalidate.mjs"))]


def test_the_validator_finds_nothing(website: Website, validator: list[str]) -> None:
    command = [*validator, *website.pages]
    found = subprocess.run(command, cwd=website.folder, capture_output=True, text=True, check=False)
    assert (found.stdout, found.stderr, found.returncode) == ("", "", 0)
