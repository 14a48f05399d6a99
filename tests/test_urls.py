"""Slugs, aliases and links."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.dates import Date
from generator.urls import (
    SLUG_BYTES,
    Address,
    Urls,
    alias_path,
    article_route,
    full_route,
    page_route,
    slugify,
    topic_route,
)

TEXT = st.text(st.characters())


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("DeepSeek V4 Moves the Power", "deepseek-v4-moves-the-power"),
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("ＡＢ＋", "ab-plus"),
        ("R&D", "r-and-d"),
        ("Don’t Panic", "dont-panic"),
        ("Crème Brûlée", "creme-brulee"),
        ("Straße", "strasse"),
        ("GPT-4.5 — what_is new?", "gpt-4-5-what-is-new"),
        ("生成式 AI", "生成式-ai"),
        ("ガバナンス", "ガバナンス"),
        ("Йод", "йод"),
        ("..", ""),
        ("/", ""),
        ("-_-", ""),
        ("", ""),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(TEXT | st.text("aA-_/. é中か\u3099\u0301İﬁ", min_size=60))
def test_a_slug_is_a_safe_part_of_a_path(text: str) -> None:
    slug = slugify(text)
    assert not set("/.\\?#%<>\"' _") & set(slug)
    assert slug.isprintable()
    assert slug == slug.strip("-")
    assert "--" not in slug
    assert len(slug.encode()) <= SLUG_BYTES
    assert unicodedata.normalize("NFC", slug) == slug
    assert slugify(slug) == slug


def test_long_texts_stay_apart() -> None:
    one, other = slugify("word " * 60 + "one"), slugify("word " * 60 + "other")
    assert one != other
    assert one.startswith("word-word-")
    assert len(slugify("中" * 300).encode()) <= SLUG_BYTES


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("/", "index.html"),
        ("/news/1234.html", "news/1234.html"),
        ("/old/story/", "old/story/index.html"),
        ("/舊/報導/", "舊/報導/index.html"),
        ("/cafe\u0301/", "caf\u00e9/index.html"),
    ],
)
def test_aliases(alias: str, path: str) -> None:
    assert alias_path(alias) == path


@pytest.mark.parametrize(
    ("alias", "wrong"),
    [
        ("", "does not begin with /"),
        ("https://elsewhere.example/", "does not begin with /"),
        ("/a?id=1.html", "holds a character that no path here has"),
        ("/a\x00.html", "holds a character that no path here has"),
        ("/a\n.html", "holds a character that no path here has"),
        ("/%2e%2e/x.html", "holds a character that no path here has"),
        ("/a\\b.html", "holds a character that no path here has"),
        ("/news", "ends neither in / nor in .html"),
        ("/feed.xml", "ends neither in / nor in .html"),
        ("/../x.html", "has an empty or a dotted part"),
        ("/a/./x.html", "has an empty or a dotted part"),
        ("//elsewhere.example/", "has an empty or a dotted part"),
        ("//", "has an empty or a dotted part"),
        (f"/{'中' * 81}/", "is too long for a file's name"),
        (f"/{'a/' * 250}", "is too long for a file's name"),
    ],
)
def test_what_is_no_alias(alias: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(wrong)}$"):
        alias_path(alias)


@given(TEXT.map(lambda text: f"/{text}/") | st.text("/.a中%\x00\u0958", min_size=1))
def test_an_alias_is_refused_or_a_safe_path(alias: str) -> None:
    try:
        path = alias_path(alias)
    except ValueError:
        return
    parts = path.split("/")
    assert not {"", ".", ".."} & set(parts)
    assert path.isprintable()
    assert all(len(part.encode()) < 255 for part in parts)
    assert len(path.encode()) < 500


def test_routes_and_outputs() -> None:
    day = Date(2026, 4, 27)
    assert article_route(day, "a-story") == "2026/04/a-story/"
    assert full_route(day, "a-story") == "2026/04/a-story/full/"
    assert page_route(topic_route("ai"), 3) == "topics/ai/page/3/"
    assert Address("en", "").output == "index.html"
    assert Address("en", "404.html").output == "404.html"
    assert Address("en", "2026/").into("zh-Hant").output == "zh-Hant/2026/index.html"


def test_links_of_a_site_at_the_root_of_its_host() -> None:
    urls = Urls("https://herald.example/")
    assert urls.link("index.html") == "/"
    assert urls.link("zh-Hant/index.html") == "/zh-Hant/"
    assert urls.link("topics/生成/index.html") == "/topics/%E7%94%9F%E6%88%90/"
    assert urls.link("404.html") == "/404.html"
    assert urls.permalink("2026/index.html") == "https://herald.example/2026/"
    assert urls.absolute("/2026/") == "https://herald.example/2026/"


def test_links_of_a_site_in_a_folder() -> None:
    urls = Urls("https://example.org/herald/")
    assert urls.link("2026/index.html") == "/herald/2026/"
    assert urls.permalink("2026/index.html") == "https://example.org/herald/2026/"
    assert urls.absolute("/herald/2026/") == "https://example.org/herald/2026/"


@pytest.mark.parametrize(
    ("link", "english", "chinese"),
    [
        ("/2026/04/x/", "/herald/2026/04/x/", "/herald/zh-Hant/2026/04/x/"),
        ("/topics/ai/", "/herald/topics/ai/", "/herald/zh-Hant/topics/ai/"),
        ("/", "/herald/", "/herald/zh-Hant/"),
        ("/report.pdf", "/herald/report.pdf", "/herald/report.pdf"),
        ("//elsewhere.example/", "//elsewhere.example/", "//elsewhere.example/"),
        ("https://elsewhere.example/2026/", *["https://elsewhere.example/2026/"] * 2),
        ("#part", "#part", "#part"),
    ],
)
def test_links_in_a_body(link: str, english: str, chinese: str) -> None:
    urls = Urls("https://example.org/herald/")
    html = f'<a href="{link}">'
    assert urls.placed(html, "en") == f'<a href="{english}">'
    assert urls.placed(html, "zh-Hant") == f'<a href="{chinese}">'


def test_an_image_in_a_body_is_no_page_of_an_edition() -> None:
    urls = Urls("https://example.org/herald/")
    assert urls.placed('<img src="/2026/x.png">', "zh-Hant") == '<img src="/herald/2026/x.png">'


PARTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(quote)


@given(st.lists(PARTS, max_size=4))
def test_a_link_leads_where_a_browser_takes_it(parts: list[str]) -> None:
    link = "/" + "/".join(parts)
    assert Urls("https://news.example/a/").absolute(link) == urljoin("https://news.example/", link)
