"""What pages say to programs is true to what they show, and runs nowhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from built import HOSTILE, Page, Website
from herald import Site, article

pytest_plugins = ["sites"]

WEB = {"type": "string", "pattern": "^https?://[^ ]+$"}
WORDS = {"type": "string", "minLength": 1}
WHEN = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d(-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d))?$",
}


def thing(kind: str, **properties: Any) -> dict[str, Any]:
    """The schema of a thing of that kind: a name that ends in an underscore may be missing."""
    return {
        "type": "object",
        "properties": {
            "@type": {"const": kind},
            **{name.strip("_"): value for name, value in properties.items()},
        },
        "required": ["@type", *(name for name in properties if not name.endswith("_"))],
        "additionalProperties": False,
    }


def some(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": items}


OTHER = thing("NewsArticle", **{"@id": WEB}, url=WEB, inLanguage=WORDS)
ARTICLE = thing(
    "NewsArticle",
    **{"@id": WEB},
    url=WEB,
    mainEntityOfPage=WEB,
    headline={"type": "string", "minLength": 1, "maxLength": 110},
    description_=WORDS,
    inLanguage={"enum": ["en", "zh-Hant-TW"]},
    datePublished=WHEN,
    dateModified=WHEN,
    author_=some(thing("Person", name=WORDS)),
    publisher=thing("NewsMediaOrganization", name=WORDS, url=WEB),
    image_=WEB,
    about_=some(thing("Thing", name=WORDS, url=WEB)),
    correction_=some(thing("CorrectionComment", text=WORDS, datePublished=WHEN)),
    isAccessibleForFree={"const": True},
    translationOfWork_=OTHER,
    workTranslation_=OTHER,
)
STEP = thing("ListItem", position={"type": "integer", "minimum": 1}, name=WORDS, item=WEB)
CRUMBS = thing("BreadcrumbList", itemListElement=some(STEP))
DATA = {
    "type": "object",
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@graph": some({"oneOf": [ARTICLE, CRUMBS]}),
    },
    "required": ["@context", "@graph"],
    "additionalProperties": False,
}
SCHEMA = jsonschema.Draft202012Validator(DATA)


def data_of(page: Page) -> list[dict[str, Any]]:
    """What a page says to programs."""
    blocks = page.all("script[@type='application/ld+json']")
    if not blocks:
        return []
    (block,) = blocks
    document = json.loads(block.text or "")
    SCHEMA.validate(document)
    graph: list[dict[str, Any]] = document["@graph"]
    return graph


def article_of(page: Page) -> dict[str, Any] | None:
    return next((one for one in data_of(page) if one["@type"] == "NewsArticle"), None)


def test_every_page_fits_the_schema_and_is_where_it_says(website: Website) -> None:
    for page in website.pages.values():
        for found in data_of(page):
            if found["@type"] == "NewsArticle":
                assert found["@id"] == page.canonical == website.address(page.path)
                continue
            steps = found["itemListElement"]
            assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
            assert steps[-1]["item"] == website.address(page.path)
            for step in steps:
                target = website.target(page, step["item"])
                assert target is not None
                assert target[0] in website.pages


def test_a_page_is_an_article_where_it_stands_for_itself(website: Website) -> None:
    for page in website.pages.values():
        own = page.is_article and page.canonical == website.address(page.path)
        found = article_of(page)
        assert (found is not None) == own, page.path
        if found is None:
            continue
        assert found["inLanguage"] == page.language
        shown = "".join(page.the("h1").itertext())
        if len(shown) <= 110:
            assert "".join(found["headline"].split()) == "".join(shown.split())
        else:
            assert found["headline"].endswith("…")
        published = page.the("meta[@property='article:published_time']").attrib["content"]
        assert found["datePublished"][: len(published[:10])] == published[:10]


def test_translations_name_each_other(website: Website) -> None:
    articles = {page.canonical: one for page in website.pages.values() if (one := article_of(page))}
    for page in website.pages.values():
        found = article_of(page)
        if found and page.alternates:
            relation = "workTranslation" if page.language == "en" else "translationOfWork"
            other = articles[found[relation]["@id"]]
            back = "translationOfWork" if page.language == "en" else "workTranslation"
            assert other[back]["@id"] == found["@id"]
            assert other["inLanguage"] == found[relation]["inLanguage"]
        elif found:
            assert not {"workTranslation", "translationOfWork"} & found.keys()


def test_months_and_topics_have_their_place(demonstration: Website) -> None:
    def names(path: str) -> list[str]:
        (found,) = data_of(demonstration.pages[path])
        return [step["name"] for step in found["itemListElement"]]

    site = "The Demonstration Archive"
    assert names("2026/04/index.html") == [site, "Archive", "April 2026"]
    assert names("topics/deepseek-v4/index.html") == [site, "Topics", "DeepSeek V4"]
    assert names("zh-Hant/2026/04/index.html")[::2] == ["示範新聞庫", "2026年4月"]


def test_corrections_authors_and_topics_are_told_with_their_dates(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    head = (
        "authors: [A. Writer]\nimage: {src: /a.png, alt: A}\n"
        "corrections:\n  - {date: 2026-04-05T08:00, text: Mended.}\ntopics:"
    )
    site.write("content/one.md", article("One", "2026-04-01T09:30").replace("topics:", head))
    site.build()
    page = (site.output / "2026/04/one/index.html").read_text()
    block = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    (found, _) = json.loads(block)["@graph"]
    assert found["datePublished"] == "2026-04-01T09:30:00+08:00"
    assert found["dateModified"] == "2026-04-05T08:00:00+08:00"
    assert found["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "Mended.",
            "datePublished": "2026-04-05T08:00:00+08:00",
        }
    ]
    assert found["author"] == [{"@type": "Person", "name": "A. Writer"}]
    assert found["about"][0]["url"] == "https://herald.example/topics/news/"
    assert found["image"] == "https://herald.example/a.png"


def test_a_hostile_title_ends_no_script(odd: Website) -> None:
    page = odd.pages["2026/04/hostile/index.html"]
    text = page.the("script[@type='application/ld+json']").text or ""
    assert not {"<", ">", "&", "\u2028"} & set(text)
    found = article_of(page)
    assert found
    assert found["headline"] == HOSTILE


@pytest.mark.parametrize("name", ["title", "type", "url", "site_name", "locale"])
def test_open_graph_is_complete(website: Website, name: str) -> None:
    for page in website.pages.values():
        if not page.is_redirect:
            found = page.the(f"meta[@property='og:{name}']").attrib["content"]
            assert found, page.path
            if name == "type":
                assert found == ("article" if page.is_article else "website")
            if name == "locale":
                assert found == ("en_US" if page.language == "en" else "zh_TW")
