"""`site.toml`: what it may say, and what is told of its mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SETTINGS, Site

from generator.config import ChineseSite, ChineseText, Settings, load_project
from generator.errors import Problems
from generator.theme import THEME


def test_what_must_be_said_and_what_is_so_by_default(site: Site) -> None:
    assert site.project().settings == Settings(
        title="The Herald",
        base_url="https://herald.example/",
        zh_hant=ChineseSite(title="先鋒報"),
        description="",
        timezone="Asia/Taipei",
        page_size=50,
        output="public",
        chinese=ChineseText(),
    )


def test_all_that_can_be_set(site: Site) -> None:
    site.write(
        "site.toml",
        """\
title = "T"
description = "D"
base_url = "http://example.org:8080/news"
timezone = "Europe/Berlin"
page_size = 10
output = "build/site"
[zh-Hant]
title = "題"
description = "述"
[chinese]
protect = ["甲"]
[chinese.vocabulary]
"乙" = "丙"
[chinese.replace]
"丁" = "戊"
""",
    )
    project = site.project()
    assert project.settings == Settings(
        title="T",
        description="D",
        base_url="http://example.org:8080/news/",
        timezone="Europe/Berlin",
        page_size=10,
        output="build/site",
        zh_hant=ChineseSite("題", "述"),
        chinese=ChineseText(("甲",), {"乙": "丙"}, {"丁": "戊"}),
    )
    assert project.output == site.root / "build/site"
    assert project.settings.zone.key == "Europe/Berlin"
    assert project.layers("static") == (site.root / "static", THEME / "static")


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "",
            [
                'site.toml:1: no `base_url`; add a line `base_url = "…"`',
                'site.toml:1: no `title`; add a line `title = "…"`',
                "site.toml:1: no `zh-Hant`; add a table `[zh-Hant]`",
            ],
        ),
        (
            SETTINGS.replace("title =", "titel =", 1),
            ["site.toml:1: unknown key `titel`; did you mean `title`?"],
        ),
        (
            SETTINGS.replace("[zh-Hant]", 'base_ur = ""\npage_size = "x"\n[zh-Hant]\nname = ""'),
            [
                "site.toml:4: unknown key `base_ur`; did you mean `base_url`?",
                "site.toml:5: `page_size` is text; it must be a whole number",
                "site.toml:7: unknown key `name`; known are title, description",
            ],
        ),
        (
            'title = " "\nbase_url = "herald.example"\ntimezone = "Taipei"\npage_size = 0\n'
            'output = "../public"\n[zh-Hant]\ntitle = ""\n',
            [
                "site.toml:1: `title` is empty; name the site",
                "site.toml:2: `base_url` is not a web address: herald.example;"
                ' write it as "https://news.example/"',
                'site.toml:3: no time zone is called Taipei; write a name such as "Asia/Taipei"',
                "site.toml:4: `page_size` is 0; it must be from 1 to 1000",
                "site.toml:5: `output` leaves the site's folder: ../public;"
                " name a folder inside it, or use `--output` to build elsewhere",
                "site.toml:7: `title` is empty; name the site in Chinese",
            ],
        ),
        (
            SETTINGS + "title = 1\n",
            ["site.toml:6: this is not TOML: cannot overwrite a value; mend the line"],
        ),
    ],
    ids=["empty", "misspelt", "misfits", "values", "twice"],
)
def test_problems(site: Site, text: str, problems: list[str]) -> None:
    site.write("site.toml", text)
    assert site.problems() == problems


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/news/",
        "ftp://herald.example/",
        "javascript:alert(1)//",
        "https://",
        "https:///news/",
        "https://me@herald.example/",
        "https://herald.example/?a=b",
        "https://herald.example/?",
        "https://herald.example/#top",
        "https://herald.example/#",
        "https://herald.example//news/",
        "https://herald.example/../",
        "https://herald.example/./",
        "https://herald.example/a b/",
        'https://herald.example/"/',
        "https://herald.example/<b>/",
        "https://herald.example:port/",
        "https://herald.example:99999/",
        "https://[herald/",
        "https://herald.example/\\u0000",
        "https://herald.example/\\u202e",
    ],
)
def test_what_is_no_address_of_a_site(site: Site, url: str) -> None:
    escaped = url.replace('"', '\\"')
    site.write("site.toml", SETTINGS.replace("https://herald.example/", escaped))
    (problem,) = site.problems()
    assert problem.startswith("site.toml:2: `base_url` is not a web address: ")


@pytest.mark.parametrize("zone", ["", "../Taipei", "Asia", "\\u0000", "/etc/passwd", "a" * 300])
def test_what_is_no_time_zone(site: Site, zone: str) -> None:
    site.write("site.toml", f'timezone = "{zone}"\n{SETTINGS}')
    (problem,) = site.problems()
    assert problem.startswith("site.toml:1: no time zone is called ")


@pytest.mark.parametrize(
    ("output", "what"),
    [
        ("", "`output` leaves the site's folder: "),
        (".", "`output` leaves the site's folder: ."),
        ("/srv/www", "`output` leaves the site's folder: /srv/www"),
        ("a/../../b", "`output` leaves the site's folder: a/../../b"),
        ("content/2026", "`output` is inside `content`"),
        ("static", "`output` is inside `static`"),
        (".git/x", "`output` is inside `.git`"),
        ("a\\u0000b", "`output` holds a character that no folder's name has"),
    ],
)
def test_where_no_site_may_be_built(site: Site, output: str, what: str) -> None:
    site.write("site.toml", f'output = "{output}"\n{SETTINGS}')
    (problem,) = site.problems()
    assert problem.startswith(f"site.toml:1: {what}; ")


def test_a_folder_without_a_site(tmp_path: Path) -> None:
    with pytest.raises(Problems) as raised:
        load_project(tmp_path, THEME)
    assert str(raised.value) == (
        f"site.toml:1: not found in {tmp_path}; run the command in a site's folder,"
        f" or make one with `newsarchive init {tmp_path}`"
    )


def test_settings_that_cannot_be_read(site: Site) -> None:
    (site.root / "site.toml").unlink()
    (site.root / "site.toml").mkdir()
    assert site.problems() == ["site.toml:1: it cannot be read: Is a directory; make it readable"]


def test_settings_that_are_not_utf8(site: Site) -> None:
    site.write("site.toml", b'a = 1\ntitle = "\xff"\n')
    assert site.problems() == ["site.toml:2: byte 0xff is not UTF-8; save the file as UTF-8"]


def test_settings_of_another_system(site: Site) -> None:
    site.write("site.toml", b"\xef\xbb\xbf" + SETTINGS.replace("\n", "\r\n").encode())
    assert site.problems() == []
