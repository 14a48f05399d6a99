"""Every page that stands for itself is in one sitemap, with the truth about its last change."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from built import Website
from herald import Site, article

pytest_plugins = ["sites"]

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"

# The types of sitemap.xsd and sitemap-news.xsd: xsd:date or xsd:dateTime, and xsd:anyURI.
WHEN = r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?"
WEB = r"https?://[!-~]{1,2000}"
LANGUAGE = r"zh-cn|zh-tw|[a-z]{2,3}"

CHILDREN = {
    f"{SITEMAP}urlset": r"(url )+",
    f"{SITEMAP}sitemapindex": r"(sitemap )+",
    f"{SITEMAP}sitemap": r"loc (lastmod )?",
    # What is of another namespace comes last.
    f"{SITEMAP}url": r"loc (lastmod )?(link )*(news )?",
    f"{NEWS}news": r"publication publication_date title ",
    f"{NEWS}publication": r"name language ",
}
TEXTS = {
    f"{SITEMAP}loc": WEB,
    f"{SITEMAP}lastmod": WHEN,
    f"{NEWS}publication_date": WHEN,
    f"{NEWS}language": LANGUAGE,
    f"{NEWS}name": r".+",
    f"{NEWS}title": r".+",
    f"{XHTML}link": "",
}


def faults(element: Element) -> list[str]:
    """What the schemas say against `element` and all that is in it."""
    found = []
    names = "".join(f"{child.tag.rpartition('}')[2]} " for child in element)
    if not re.fullmatch(CHILDREN.get(element.tag, ""), names):
        found.append(f"{element.tag} holds {names}")
    text = (element.text or "").strip()
    if not re.fullmatch(TEXTS.get(element.tag, ""), text):
        found.append(f"{element.tag} says {text}")
    return found + [fault for child in element for fault in faults(child)]


def locations(path: Path) -> dict[str, str]:
    """The addresses of a sitemap, and when each last changed."""
    root = ElementTree.parse(path).getroot()
    return {
        entry.findtext(f"{SITEMAP}loc") or "": entry.findtext(f"{SITEMAP}lastmod") or ""
        for entry in root
    }


def maps(website: Website) -> list[str]:
    return sorted(path for path in website.files if re.match(r"sitemap.*\.xml$", path))


def test_every_sitemap_fits_the_schemas(website: Website) -> None:
    for path in maps(website):
        assert faults(ElementTree.parse(website.folder / path).getroot()) == []


def test_the_index_names_every_sitemap_and_robots_the_index(website: Website) -> None:
    named = locations(website.folder / "sitemap.xml").keys()
    assert named == {website.address(path) for path in maps(website)} - {
        website.address("sitemap.xml")
    }
    robots = (website.folder / "robots.txt").read_text().splitlines()
    assert f"Sitemap: {website.address('sitemap.xml')}" in robots


def test_every_page_that_stands_for_itself_is_in_one_sitemap(website: Website) -> None:
    listed = [
        address
        for path in maps(website)
        if path.startswith("sitemaps/")
        for address in locations(website.folder / path)
    ]
    own = {
        page.canonical
        for page in website.pages.values()
        if page.canonical == website.address(page.path)
        and page.find("meta[@name='robots']") is None
    }
    numbered = {address for address in own if re.search(r"/page/\d+/$", address)}
    others = {website.address(path) for path in website.pages if "/search/" in f"/{path}"}
    assert len(listed) == len(set(listed))
    assert set(listed) == own - numbered - others


def test_languages_are_those_that_the_pages_name(website: Website) -> None:
    by_address = {website.address(path): page for path, page in website.pages.items()}
    for path in maps(website):
        root = ElementTree.parse(website.folder / path).getroot()
        for entry in root.findall(f"{SITEMAP}url"):
            if path.startswith("sitemaps/"):
                links = entry.findall(f"{XHTML}link")
                named = {link.attrib["hreflang"]: link.attrib["href"] for link in links}
                address = entry.findtext(f"{SITEMAP}loc") or ""
                assert named == by_address[address].alternates


@pytest.fixture
def herald(tmp_path: Path) -> Site:
    site = Site(tmp_path / "site")
    site.write("content/march.md", article("March", "2026-03-30"))
    site.write("content/vague.md", article("Vague", "2026-04", "Other"))
    site.write("content/first.md", article("First", "2026-04-01T09:30"))
    site.write("content/last.md", article("Last", "2026-04-02"))
    site.build()
    return site


def test_a_change_dates_what_it_changed_and_closed_months_stay(herald: Site) -> None:
    base = "https://herald.example/"
    before = herald.files()
    head = "updated: 2026-04-20\ntopics:"
    text = article("First", "2026-04-01T09:30").replace("topics:", head)
    herald.write("content/first.md", text)
    changed = herald.build().changes.written
    assert "sitemaps/2026-04.xml" in changed
    assert "sitemaps/2026-03.xml" not in changed
    assert locations(herald.output / "sitemaps/2026-04.xml") == {
        f"{base}2026/04/vague/": "",
        f"{base}2026/04/first/": "2026-04-20",
        f"{base}2026/04/last/": "2026-04-02",
    }
    listings = locations(herald.output / "sitemaps/pages.xml")
    assert listings[base] == listings[f"{base}zh-Hant/topics/news/"] == "2026-04-20"
    assert listings[f"{base}2026/03/"] == "2026-03-30"
    assert listings[f"{base}topics/other/"] == ""
    assert locations(herald.output / "sitemap.xml") == {
        f"{base}sitemaps/pages.xml": "2026-04-20",
        f"{base}sitemap-news.xml": "2026-04-20",
        f"{base}sitemaps/2026-04.xml": "2026-04-20",
        f"{base}sitemaps/2026-03.xml": "2026-03-30",
    }
    assert herald.files()["sitemaps/2026-03.xml"] == before["sitemaps/2026-03.xml"]
    assert herald.files() == herald.clean()


def test_news_are_of_the_archives_two_newest_days(herald: Site) -> None:
    def told() -> list[str]:
        root = ElementTree.parse(herald.output / "sitemap-news.xml").getroot()
        return [title.text or "" for title in root.iter(f"{NEWS}title")]

    assert told() == ["Last", "First"]
    herald.write("content/last.zh-Hant.md", "全文。\n")
    herald.write("content/third.md", article("Third", "2026-04-03"))
    herald.build()
    assert told() == ["Third", "Last", "Last 的中文標題"]


def test_a_robots_txt_of_the_site_wins(herald: Site) -> None:
    herald.write("static/robots.txt", "mine")
    herald.build()
    assert herald.files()["robots.txt"] == b"mine"
    (herald.root / "static/robots.txt").unlink()
    herald.build()
    assert b"Sitemap: https://herald.example/sitemap.xml" in herald.files()["robots.txt"]


def test_an_archive_without_articles_has_no_news(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    (site.root / "content").mkdir()
    site.build()
    assert "sitemap-news.xml" not in site.files()
    assert locations(site.output / "sitemap.xml") == {
        "https://herald.example/sitemaps/pages.xml": ""
    }
