"""A site's own templates and strings, and what is told of them when they are wrong."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from herald import Site, article
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from generator.assets import Assets
from generator.config import ChineseSite, Settings
from generator.digest import canonical
from generator.errors import Problems
from generator.model import EDITIONS
from generator.page import Meta, Page, RedirectPage
from generator.strings import Strings
from generator.templates import Templates, Theme, load_theme
from generator.templates.checking import check_theme
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


def test_a_site_overrides_one_string_by_having_it(site: Site) -> None:
    site.write("templates/strings.en.toml", 'further_reading = "Read on"')
    site.build()
    assert "Read on" in (site.output / "2026/04/one/index.html").read_text()
    assert "延伸閱讀" in (site.output / "zh-Hant/2026/04/one/index.html").read_text()


def test_a_missing_string_is_told_once_and_mended_by_its_line_alone(site: Site) -> None:
    site.write("templates/404.html", '\n<p>{{ t("no-such") }}</p>\n{{ t("it\'s") }}')
    files = "templates/strings.en.toml and in templates/strings.zh-Hant.toml"
    assert problems(site) == [
        "templates/404.html:2: no text is called `no-such`; correct the name, "
        f'or have a line no-such = "…" in {files}',
        "templates/404.html:3: no text is called `it's`; correct the name, "
        f'or have a line "it\'s" = "…" in {files}',
    ]
    site.write("templates/strings.en.toml", 'no-such = "There"\n"it\'s" = "is"\n')
    (first, _) = problems(site)
    assert first.endswith('or have a line no-such = "…" in templates/strings.zh-Hant.toml')
    site.write("templates/strings.zh-Hant.toml", 'no-such = "有"\n"it\'s" = "是"\n')
    site.build()
    assert "<p>There</p>" in (site.output / "404.html").read_text()


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
        "`page` has no `titel`; mend the template"
    ]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("page.nonsense.deeper", "`page` has no `nonsense`"),
        ("page.meta.at.all", "`page` has no `meta`"),
        ("meta.title.lost", "`meta.title` has no `lost`"),
        ("page['lost']", "`page` has no `lost`"),
        ("{'a': none}.a.b", "there is no `b`"),
        ("lost", "nothing is called `lost`"),
        ("lost.deeper", "nothing is called `lost`"),
        ("meta.__class__", "access to attribute '__class__' of 'Meta' object is unsafe."),
    ],
)
def test_what_a_template_lacks_is_said_in_its_own_words(wrong: str, why: str) -> None:
    with pytest.raises(Problems) as found:
        shown(templates_of(theme(page="{{ 1 }}\n{{ " + wrong + " }}")))
    told = f"rendering old/index.html failed: {why}; mend the template"
    assert str(found.value) == f"templates/page.html:2: {told}"


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


# The theme as a value


def theme(words: str = "", **templates: str) -> Theme:
    """A theme with these templates, by their names without `.html`."""
    texts = {"hello": {"other": words}, "n": {"one": "{n} & one", "other": "{n} & more"}}
    strings = {one: Strings(f"templates/strings.{one}.toml", one, texts) for one in EDITIONS}
    return Theme({f"{name}.html": text for name, text in templates.items()}, strings)


def templates_of(
    theme: Theme, title: str = "The Herald", bytecode: BytecodeCache | None = None
) -> Templates:
    settings = Settings(title, "https://herald.example/", ChineseSite("先鋒報"))
    return Templates(theme, check_theme(theme, ASSETS), settings, ASSETS, bytecode)


def shown(templates: Templates) -> str:
    """What the template `page` shows."""
    meta = Meta("https://herald.example/old/", "/zh-Hant/")
    page = Page("old/index.html", "page.html", "en", meta, RedirectPage("/new/?a&b"), "one.md")
    return templates.render(page, None, None)


def refused(theme: Theme) -> list[str]:
    with pytest.raises(Problems) as found:
        check_theme(theme, ASSETS)
    return str(found.value).splitlines()


ASSETS = Assets("assets/12/", frozenset({"a&b.css"}), ())


def test_what_each_template_reaches_is_told() -> None:
    reach = check_theme(
        theme(
            a='{% extends "b.html" %}',
            b='{% include ["c.html", "d.html"] %}',
            c='{% import "b.html" as b %}',
            d='{% from "e.html" import e %}',
            e="",
        ),
        ASSETS,
    )
    every = ("b.html", "c.html", "d.html", "e.html")
    assert reach == {
        "a.html": ("a.html", *every),
        "b.html": every,
        "c.html": every,
        "d.html": ("d.html", "e.html"),
        "e.html": ("e.html",),
    }


def test_an_asset_that_is_not_there_is_told() -> None:
    assert refused(theme(page='<p>\n{{ asset("a&b.css") }}{{ asset("b.css") }}')) == [
        "templates/page.html:2: it wants static/assets/b.css, which is not there; "
        "correct the name, or make the file"
    ]


def test_a_name_that_every_template_has_cannot_be_given_away() -> None:
    page = """\
{% set t = 1 %}
{% for form in [1] %}{% endfor %}
{% macro asset(frame) %}{% endmacro %}
{% import "page.html" as t %}
{% from "page.html" import x as frame, form %}
{% set frame %}{% endset %}
{% set time = 1 %}
"""
    lines = [(1, "t"), (2, "form"), (3, "asset"), (3, "frame"), (4, "t"), (5, "form")]
    assert refused(theme(page=page)) == [
        f"templates/page.html:{line}: `{name}` has a meaning in every template already; "
        "choose another name"
        for line, name in [*lines, (5, "frame"), (6, "frame")]
    ]


def test_a_template_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    shutil.copytree(THEME / "templates", tmp_path / "theme")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/home.html").write_bytes(b"<p>\n\xff")
    (tmp_path / "site/gone.html").symlink_to("nowhere.html")
    os.mkfifo(tmp_path / "site/year.html")
    with pytest.raises(Problems) as found:
        load_theme((tmp_path / "site", tmp_path / "theme"))
    assert str(found.value).splitlines() == [
        "templates/gone.html:1: it cannot be read: No such file or directory; "
        "make it readable, or take it away",
        "templates/home.html:2: byte 0xff is not UTF-8; save the file as UTF-8",
        "templates/year.html:1: it is not a plain file; take it away",
    ]


def test_a_theme_is_a_value() -> None:
    loaded = load_theme((THEME / "templates",))
    assert pickle.loads(pickle.dumps(loaded)) == loaded
    assert canonical(pickle.loads(pickle.dumps(loaded))) == canonical(loaded)


def test_what_only_a_page_needs_is_not_loaded_without_one() -> None:
    code = """\
import sys
from generator.config import ChineseSite, Settings
from generator.assets import Assets
from generator.templates import Templates, load_theme
from generator.theme import THEME
theme = load_theme((THEME / "templates",))
settings = Settings("The Herald", "https://herald.example/", ChineseSite("先鋒報"))
templates = Templates(theme, {"404.html": ("404.html",)}, settings, Assets("", frozenset(), ()))
templates.version("404.html", "en")
print({"babel", "jinja2", "pygments"} & sys.modules.keys())
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


def test_words_and_the_frame_are_escaped_like_all_else() -> None:
    page = """\
{{ t("hello") }} {{ frame.title }} {{ asset("a&b.css") }} {{ page.url }} {{ t("n", n=1) }}
{{ t("n", n=page.url | length) }} {{ form("n", "few") }} {{ frame["lang"] }}"""
    templates = templates_of(theme("<b>", page=page), "A & B")
    assert shown(templates) == (
        "&lt;b&gt; A &amp; B /assets/12/a%26b.css /new/?a&amp;b 1 &amp; one\n"
        "9 &amp; more {n} &amp; more en"
    )


def test_a_template_can_use_all_of_jinja() -> None:
    parts = """\
{% macro item(text, extra="") %}<i>{{ text }}{{ extra }}</i>{% endmacro %}
{% macro around(text) %}{{ text }}{{ caller() }}{% endmacro %}"""
    base = """\
{% block one %}base{% endblock %}
{% for part in [1, [2, [3]]] recursive %}{{ loop(part) if part is iterable else part }}{% endfor %}
{% block two %}{% endblock %}"""
    page = """\
{% extends "base.html" %}
{% import "parts.html" as parts %}
{% block one %}{{ super() }} {{ parts.item("a<", extra=1) }}
{{- parts.item(true, 1) }}{{ parts.item(1, true) }}{{ parts.item([1]) }}
{%- endblock %}
{% block two %}{% call parts.around("x") %}<b>{{ page.url }}</b>{% endcall %}
{%- autoescape false %}{{ page.url }}{% endautoescape %}{% include "inner.html" %}
{{- [page] | map(attribute="url") | first }}{{ page[0] is defined }}{{ page.url is string }}
{%- endblock %}"""
    inner = "{{ page.url }}"
    assert shown(templates_of(theme(parts=parts, base=base, page=page, inner=inner))) == (
        "base <i>a&lt;1</i><i>True1</i><i>1True</i><i>[1]</i>123"
        "x<b>/new/?a&amp;b</b>/new/?a&b/new/?a&amp;b/new/?a&amp;bFalseTrue"
    )


def test_a_macro_that_counts_goes_on_counting() -> None:
    page = """\
{% set seen = namespace(n=0) %}
{% macro count() %}{% set seen.n = seen.n + 1 %}{{ seen.n }}{% endmacro %}
{% macro twice() %}{{ count() }}{{ count() }}{% endmacro %}
{% macro named() %}{{ name }}{% endmacro %}
{{ count() }}{{ count() }}{{ twice() }}{{ twice() }}
{%- set name = "a" %}{{ named() }}{% set name = "b" %}{{ named() }}"""
    templates = templates_of(theme(page=page))
    assert shown(templates) == shown(templates) == "123456ab"


def test_a_template_of_another_folder_fails_with_its_own_line() -> None:
    templates = templates_of(
        theme(page='{% include "parts/a.html" %}', **{"parts/a": "\n\n{{ page.lost }}"})
    )
    with pytest.raises(Problems) as found:
        shown(templates)
    assert str(found.value) == (
        "templates/parts/a.html:3: rendering old/index.html failed: "
        "`page` has no `lost`; mend the template"
    )
    with pytest.raises(Problems) as found:
        shown(templates_of(theme(page="\n{% macro a() %}{{ 1 | nothing }}{% endmacro %}")))
    assert str(found.value) == (
        "templates/page.html:2: rendering old/index.html failed: No filter named 'nothing'.; "
        "mend the template"
    )


class Kept(BytecodeCache):
    """Compiled templates, in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


def test_compiled_templates_are_kept_with_what_is_folded_into_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = Kept()
    plain = theme("Hello", page='{{ frame.title }}: {{ t("hello") }}')
    assert shown(templates_of(plain, "A", kept)) == "A: Hello"
    assert shown(templates_of(plain, "B", kept)) == "B: Hello"
    words = msgspec.structs.replace(plain, strings=theme("Hi").strings)
    assert shown(templates_of(words, "A", kept)) == "A: Hi"
    assert len(kept.kept) == 3
    monkeypatch.delattr("jinja2.Environment.compile")
    assert shown(templates_of(plain, "A", kept)) == "A: Hello"
    assert shown(templates_of(plain, "B", kept)) == "B: Hello"


def test_a_version_is_of_what_a_page_can_get() -> None:
    def versions(templates: Templates) -> tuple[bytes, ...]:
        names = ("page.html", "other.html")
        return tuple(templates.version(name, one) for one in EDITIONS for name in names)

    def changed(other: Templates) -> list[bool]:
        return [a != b for a, b in zip(before, versions(other), strict=True)]

    parts = {"page": '{% include "parts.html" %}', "parts": "", "other": ""}
    before = versions(templates_of(theme(**parts)))
    assert changed(templates_of(theme(**parts))) == [False] * 4
    assert changed(templates_of(theme(**{**parts, "parts": "a"}))) == [True, False] * 2
    assert changed(templates_of(theme("a", **parts))) == [True] * 4
    assert changed(templates_of(theme(**parts), title="Another")) == [True, True, False, False]


@pytest.mark.parametrize(
    "escape",
    [
        "{{ page.__class__.__mro__ }}",
        '{{ ""["__cla" ~ "ss__"].mro() }}',
        '{{ "" | attr("__class__") | attr("mro") }}',
        '{{ "{0.__class__.__mro__}".format(page) }}',
        "{{ t.__globals__ }}",
        "{{ absolute.__func__.__globals__ }}",
        '{{ [page] | map(attribute="__class__.__mro__") | list }}',
    ],
)
def test_a_template_runs_nothing(site: Site, escape: str) -> None:
    site.write("templates/home.html", f"<p>\n{escape}")
    told = problems(site)
    assert told
    assert told[0].startswith("templates/home.html:2: rendering index.html failed: ")
