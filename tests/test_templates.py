"""A site's own templates and strings, and what is told of them when they are wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from herald import Site, article

from generator.errors import Problems
from generator.theme import THEME


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path / "site")
    site.write("content/2026/04/one.md", article("One"))
    site.write("content/2026/04/two.md", article("Two", "2026-04-02"))
    return site


def theme_file(name: str) -> str:
    return (THEME / "templates" / name).read_text(encoding="utf-8")


def problems(site: Site) -> list[str]:
    with pytest.raises(Problems) as found:
        site.build()
    assert not site.output.exists()
    return str(found.value).splitlines()


def test_a_site_overrides_one_template_by_having_it(site: Site) -> None:
    site.write("templates/404.html", '{% extends "base.html" %}{% block main %}Gone.{% endblock %}')
    site.build()
    page = (site.output / "404.html").read_text()
    assert "Gone." in page
    assert "The Herald" in page


def test_a_site_overrides_one_string_file_by_having_it(site: Site) -> None:
    words = theme_file("strings.en.toml").replace('"Further reading"', '"Read on"')
    site.write("templates/strings.en.toml", words)
    site.build()
    assert "Read on" in (site.output / "2026/04/one/index.html").read_text()
    assert "延伸閱讀" in (site.output / "zh-Hant/2026/04/one/index.html").read_text()


def test_a_missing_string_fails_the_build(site: Site) -> None:
    words = theme_file("strings.zh-Hant.toml").replace("\nfurther_reading = ", "\nfurther = ")
    site.write("templates/strings.zh-Hant.toml", words)
    line = theme_file("article.html").split('t("further_reading")')[0].count("\n") + 1
    assert problems(site) == [
        "templates/strings.zh-Hant.toml:1: no `further_reading`, which "
        f'templates/article.html:{line} shows; add a line further_reading = "…"'
    ]


def test_a_place_that_no_template_fills_fails_the_build(site: Site) -> None:
    words = theme_file("strings.en.toml").replace('"Contents"', '"Contents of {book}"')
    site.write("templates/strings.en.toml", words)
    line = theme_file("article.html").split('t("contents")')[0].count("\n") + 1
    assert problems(site) == [
        f"templates/article.html:{line}: `contents` of templates/strings.en.toml has a place for "
        "{book}; give it, as book=…, or take the place out of the text"
    ]


def test_a_template_that_does_not_parse_is_told_with_its_line(site: Site) -> None:
    site.write("templates/home.html", "<p>\n{% if %}\n")
    site.write("templates/topic.html", '{% extends "nowhere.html" %}')
    site.write("templates/month.html", "{% set name = 'base.html' %}\n{% include name %}")
    site.write("templates/year.html", "{{ t(name) }}")
    assert problems(site) == [
        "templates/home.html:2: Expected an expression, got 'end of statement block'; "
        "mend the template",
        "templates/month.html:1: a template that is included or extended is named by an "
        "expression; name it by a text in quotes",
        "templates/topic.html:1: it wants the template nowhere.html, which is not there; "
        "correct the name, or make the file",
        'templates/year.html:1: the key of a string is not a text in quotes; write t("some_key")',
    ]


def test_a_template_that_fails_is_told_once_with_its_line(site: Site) -> None:
    site.write("templates/article.html", "<h1>\n{{ page.titel }}</h1>")
    assert problems(site) == [
        "templates/article.html:2: rendering 2026/04/one/index.html failed: "
        "'generator.page.ArticlePage object' has no attribute 'titel'; mend the template"
    ]


def test_a_static_file_of_the_site_replaces_the_themes(site: Site) -> None:
    site.write("static/assets/style.css", "body { color: red }")
    site.write("static/robots.txt", "User-agent: *\n")
    site.build()
    (style,) = site.output.glob("assets/*/style.css")
    assert style.read_text() == "body { color: red }"
    assert (site.output / "robots.txt").is_file()
    assert f"/{style.relative_to(site.output)}" in (site.output / "index.html").read_text()


def test_a_templates_change_renders_only_what_reaches_it(site: Site) -> None:
    shutil.copytree(THEME / "templates", site.root / "templates")
    site.build()
    words = theme_file("topics.html").replace("<h1>", "<h1>All ")
    site.write("templates/topics.html", words)
    assert site.build().changes.written == ("topics/index.html", "zh-Hant/topics/index.html")
    site.write("templates/strings.en.toml", theme_file("strings.en.toml") + "# changed\n")
    assert site.build().rendered == 0


def test_a_site_below_a_path_links_below_it(site: Site) -> None:
    site.write(
        "site.toml", (site.root / "site.toml").read_text().replace(".example/", ".example/news")
    )
    body = 'See [two](/2026/04/two/) and ![a chart](/chart.png), `href="/x"`.'
    site.write("content/2026/04/one.md", article("One", body=body))
    site.build()
    page = (site.output / "2026/04/one/index.html").read_text()
    assert 'href="/news/2026/04/two/"' in page
    assert 'src="/news/chart.png"' in page
    assert "href=&quot;/x&quot;" in page
    assert 'href="https://herald.example/news/2026/04/one/"' in page
    chinese = (site.output / "zh-Hant/2026/04/one/index.html").read_text()
    assert 'href="/news/zh-Hant/2026/04/two/"' in chinese
