"""Feeds that any reader understands, and that say what the pages say."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import jsonschema
import pytest
from built import Website
from herald import SITE, Site, article
from hypothesis import given
from hypothesis import strategies as st

from generator.feeds import Feed, atom_feed
from generator.urls import Urls
from generator.xml import allowed

pytest_plugins = ["sites"]

ATOM = {"a": "http://www.w3.org/2005/Atom"}
RFC_3339 = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"
TAG = r"^tag:[a-z0-9.-]+,\d{4}(-\d\d)?:/\S*$"

AUTHORS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": {"type": "string", "minLength": 1}},
        "required": ["name"],
        "additionalProperties": False,
    },
}
WEB = {"type": "string", "pattern": "^https?://"}
WORDS = {"type": "string", "minLength": 1}
JSON_FEED = {
    "$comment": "https://www.jsonfeed.org/version/1.1/, as far as it is used",
    "type": "object",
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": WORDS,
        "description": WORDS,
        "language": {"enum": ["en", "zh-Hant-TW"]},
        "home_page_url": WEB,
        "feed_url": WEB,
        "icon": WEB,
        "authors": AUTHORS,
        "items": {
            "type": "array",
            "maxItems": 50,
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string", "pattern": TAG},
                    "url": WEB,
                    "title": WORDS,
                    "summary": WORDS,
                    "content_html": WORDS,
                    "content_text": WORDS,
                    "language": {"enum": ["en", "zh-Hant-TW"]},
                    "image": WEB,
                    "date_published": {"type": "string", "pattern": RFC_3339},
                    "date_modified": {"type": "string", "pattern": RFC_3339},
                    "authors": AUTHORS,
                    "tags": {"type": "array", "items": WORDS, "uniqueItems": True},
                },
                "required": ["id", "url", "date_published", "date_modified"],
                "oneOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "additionalProperties": False,
            },
        },
    },
    "required": ["version", "title", "home_page_url", "feed_url", "items"],
    "additionalProperties": False,
}


def feeds(website: Website, suffix: str) -> list[str]:
    found = sorted(path for path in website.files if f"/{path}".endswith(f"/feed.{suffix}"))
    assert len(found) > 4
    return found


def read(site: Site, path: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((site.output / path).read_bytes())
    return document


@pytest.fixture
def herald(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


def test_feedparser_reads_every_feed(website: Website) -> None:
    for path in feeds(website, "xml"):
        feed = feedparser.parse((website.folder / path).read_bytes())
        assert (feed.bozo, feed.version) == (False, "atom10"), path
        assert feed.feed.title
        assert feed.feed.updated_parsed
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)
        for entry in feed.entries:
            assert re.match(TAG, entry.id)
            assert entry.title
            assert entry.published_parsed <= entry.updated_parsed <= feed.feed.updated_parsed
            assert entry.content[0].value


def test_what_rfc_4287_requires_is_there(website: Website) -> None:
    for path in feeds(website, "xml"):
        root = ElementTree.parse(website.folder / path).getroot()
        for one in (root, *root.findall("a:entry", ATOM)):
            for name in ("id", "title", "updated"):
                assert len(one.findall(f"a:{name}", ATOM)) == 1, path
            assert len(one.findall("a:link[@rel='alternate'][@type='text/html']", ATOM)) == 1
            for name in ("updated", "published"):
                for date in one.findall(f"a:{name}", ATOM):
                    assert re.match(RFC_3339, date.text or ""), path
        (own,) = root.findall("a:link[@rel='self']", ATOM)
        assert own.attrib["href"] == website.address(path)
        dates = [one.text for one in root.findall("a:entry/a:updated", ATOM)]
        assert root.findtext("a:updated", namespaces=ATOM) in dates


def test_every_json_feed_fits_its_schema_and_says_what_the_other_says(website: Website) -> None:
    schema = jsonschema.Draft202012Validator(JSON_FEED)
    for path in feeds(website, "json"):
        document = json.loads((website.folder / path).read_bytes())
        schema.validate(document)
        assert document["feed_url"] == website.address(path)
        twin = website.folder / path.replace(".json", ".xml")
        root = ElementTree.parse(twin).getroot()
        entries = root.findall("a:entry", ATOM)
        contents = [one.findtext("a:content", namespaces=ATOM) for one in entries]
        assert contents == [allowed(item["content_html"]) for item in document["items"]]
        ids = [one.findtext("a:id", namespaces=ATOM) for one in entries]
        assert ids == [item["id"] for item in document["items"]]


def test_every_link_of_an_entry_is_whole_and_its_page_is_there(website: Website) -> None:
    for path in feeds(website, "json"):
        for item in json.loads((website.folder / path).read_bytes())["items"]:
            page = website.target(website.pages["index.html"], item["url"])
            assert page is not None
            assert website.pages[page[0]].canonical in (
                item["url"],
                item["url"].replace("/zh-Hant/", "/"),
            )
            for link in re.findall(r' (?:href|src)="([^"]*)"', item["content_html"]):
                assert re.match("https?://|mailto:", link), f"{path}: {link}"
            assert "data-" not in re.sub(r">[^<]*<", "><", item["content_html"])


def test_a_page_names_the_feeds_of_its_edition_and_its_topic(demonstration: Website) -> None:
    def named(path: str) -> list[str]:
        links = demonstration.pages[path].all("link[@rel='alternate'][@type]")
        return [one.attrib["href"] for one in links if "feed" in one.attrib["href"]]

    assert named("2026/04/index.html") == ["/feed.xml", "/feed.json"]
    chips = "zh-Hant/topics/chip-economics/"
    assert named(f"{chips}index.html") == [
        "/zh-Hant/feed.xml",
        "/zh-Hant/feed.json",
        f"/{chips}feed.xml",
        f"/{chips}feed.json",
    ]


def test_the_feed_opens_with_a_style(demonstration: Website) -> None:
    text = (demonstration.folder / "feed.xml").read_text()
    found = re.search(r'<\?xml-stylesheet type="text/css" href="/(.*)"\?>', text)
    assert found
    assert found[1] in demonstration.files


def test_dates_of_three_precisions_begin_in_the_zone_of_the_site(herald: Site) -> None:
    herald.write("site.toml", SITE.replace("page_size", 'timezone = "America/New_York"\npage_size'))
    herald.write("content/month.md", article("Month", "2026-04"))
    herald.write("content/day.md", article("Day", "2026-01-02"))
    herald.write("content/minute.md", article("Minute", "2026-04-27T09:30+08:00"))
    herald.build()
    dates = {item["title"]: item["date_published"] for item in read(herald, "feed.json")["items"]}
    assert dates == {
        "Month": "2026-04-01T00:00:00-04:00",
        "Day": "2026-01-02T00:00:00-05:00",
        "Minute": "2026-04-26T21:30:00-04:00",
    }


def test_a_correction_and_an_update_change_the_date(herald: Site) -> None:
    head = "updated: 2026-04\ncorrections:\n  - {date: 2026-05-02, text: Mended.}\ntopics:"
    herald.write("content/one.md", article("One", "2026-04-27").replace("topics:", head))
    herald.build()
    (item,) = read(herald, "feed.json")["items"]
    assert item["date_published"] == "2026-04-27T00:00:00+08:00"
    assert item["date_modified"] == "2026-05-02T00:00:00+08:00"


def test_the_chinese_feed_has_the_chinese_text_where_it_is_stored(herald: Site) -> None:
    body = "A [link](/topics/news/), [one](#two) and [another](sub/).\n\n## Two"
    herald.write("content/2026/04/one.md", article("One", body=body))
    herald.build()
    before, english = read(herald, "zh-Hant/feed.json"), read(herald, "feed.json")
    (item,) = before["items"]
    base = "https://herald.example/zh-Hant/2026/04/one/"
    assert (item["language"], item["url"]) == ("en", base)
    assert item["title"] == "One 的中文標題"
    assert f'<a href="{base}#en-two">' in item["content_html"]
    assert f'<a href="{base}sub/">' in item["content_html"]
    assert '<a href="https://herald.example/zh-Hant/topics/news/">' in item["content_html"]
    assert '<a href="https://herald.example/topics/news/">' in english["items"][0]["content_html"]

    herald.write("content/2026/04/one.zh-Hant.md", "一段[話](/topics/news/)。\n\n## 二\n")
    herald.build()
    (full,) = read(herald, "zh-Hant/feed.json")["items"]
    assert (full["language"], full["url"]) == ("zh-Hant-TW", f"{base}full/")
    assert full["content_html"].startswith("<p>一段<a href=")
    assert full["id"] == item["id"]
    assert read(herald, "feed.json") == english


def test_an_entry_keeps_its_name_when_the_site_is_served_otherwise(herald: Site) -> None:
    herald.write("content/one.md", article("One"))
    herald.build()
    before = read(herald, "feed.json")["items"][0]
    herald.write("site.toml", SITE.replace("https:", "http:"))
    herald.build()
    after = read(herald, "feed.json")["items"][0]
    assert before["id"] == after["id"] == "tag:herald.example,2026-04:/2026/04/one/"
    assert before["url"] != after["url"]


def test_a_topics_feed_has_its_newest_ten_and_the_sites_its_newest_fifty(herald: Site) -> None:
    for number in range(52):
        minute = f"2026-04-01T10:{number:02}"
        herald.write(f"content/{number}.md", article(f"Story {number}", minute))
    herald.build()
    newest = [f"Story {number}" for number in range(51, 1, -1)]
    assert [one["title"] for one in read(herald, "feed.json")["items"]] == newest
    topic = read(herald, "topics/news/feed.json")["items"]
    assert [one["title"] for one in topic] == newest[:10]


def test_a_feed_of_long_texts_has_the_newest_whole_and_the_summaries_of_all(herald: Site) -> None:
    long = "All work and no play makes a dull feed. " * 10_000
    for number in range(5):
        herald.write(f"content/{number}.md", article(f"Story {number}", body=long))
    herald.build()
    whole = [True, True, True, False, False]
    document = read(herald, "feed.json")
    jsonschema.Draft202012Validator(JSON_FEED).validate(document)
    assert [len(item.get("content_html", "")) > 300_000 for item in document["items"]] == whole
    for item in document["items"][3:]:
        assert item["content_text"] == item["summary"]
    feed = feedparser.parse((herald.output / "feed.xml").read_bytes())
    assert feed.bozo is False
    assert ["content" in entry for entry in feed.entries] == whole
    assert all(entry.link and entry.summary for entry in feed.entries)


def test_an_archive_without_articles_has_empty_feeds(herald: Site) -> None:
    (herald.root / "content").mkdir()
    herald.build()
    feed = feedparser.parse((herald.output / "feed.xml").read_bytes())
    assert (feed.bozo, feed.feed.updated, feed.entries) == (False, "1970-01-01T00:00:00+00:00", [])
    assert read(herald, "feed.json")["items"] == []


@given(st.text())
def test_any_text_can_stand_in_a_feed(text: str) -> None:
    title = text.encode(errors="replace").decode()
    feed = Feed("i", "en", title, "a", "", "h", "a", "j", "s", "i", ())
    root = ElementTree.fromstring(atom_feed(feed))
    said = root.findtext("a:title", namespaces=ATOM) or ""
    assert said.split() == allowed(title).split()


@given(st.text(alphabet=':/?#[]@!$&()*+,;=%aé"<> '))
def test_a_link_that_is_no_address_stands_too(link: str) -> None:
    urls = Urls("https://herald.example/")
    alone = urls.alone(f'<a href="{escape(link)}">x</a>', "https://herald.example/2026/")
    assert re.fullmatch(r'<a href="[^"<>]*">x</a>', alone)
