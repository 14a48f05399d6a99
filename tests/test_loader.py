"""Files below `content/` become articles, or problems that are told all at once."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import SETTINGS, Loaded, Site, loaded
from hypothesis import given
from hypothesis import strategies as st

from generator.dates import Date
from generator.errors import Problems
from generator.loader import read_body
from generator.model import Answer, Article, Correction, Image, TopicEntry
from generator.urls import is_image_address

FORMS = "write 2026-04, 2026-04-27 or 2026-04-27T09:30+08:00"


def only(content: Loaded) -> Article:
    (article,) = content.articles
    return article


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One site for all examples of a property, which empties its `content/` itself."""
    return Site(tmp_path_factory.mktemp("shared"))


# What an article says.


def test_an_article_says_little_or_much(site: Site) -> None:
    site.article("2026/04/Some Story.md", body="First *things* first. And more.\n")
    article = only(site.load())
    assert (article.path, article.slug) == ("2026/04/Some Story.md", "some-story")
    assert (article.title, article.date) == ("A Story", Date(2026, 4, 27))
    assert article.summary == "First things first. And more."
    assert (article.zh_title, article.zh_summary, article.zh_body) == (None, None, None)
    assert (article.topics, article.draft, article.image) == ((), False, None)


FULL_YAML = """\
---
title: "A  “Title”: with a colon"
date: 2026-04-27T09:30+08:00
updated: 2026-05
summary: A summary.
topics: [DeepSeek V4, "C#"]
authors: [Lin, ""]
zh-Hant:
  title: 标题
  summary: 摘要。
queries: [what it costs]
faq:
  - question: Q?
    answer: A.
    zh-Hant: {question: 問？, answer: 答。}
  - {question: R?, answer: B.}
corrections:
  - {date: 2026-04-28, text: Mended., zh-Hant: 已更正。}
aliases: [/old/]
image: {src: /a.png, alt: A picture}
draft: true
---
Text.
"""

FULL_TOML = """\
+++
title = "A “Title”: with a colon"
date = 2026-04-27T09:30:00+08:00
updated = "2026-05"
summary = "A summary."
topics = ["DeepSeek V4", "C#"]
authors = ["Lin"]
queries = ["what it costs"]
aliases = ["/old/"]
draft = true
image = { src = "/a.png", alt = "A picture" }
[zh-Hant]
title = "標題"
summary = "摘要。"
[[faq]]
question = "Q?"
answer = "A."
[faq.zh-Hant]
question = "問？"
answer = "答。"
[[faq]]
question = "R?"
answer = "B."
[[corrections]]
date = 2026-04-28
text = "Mended."
zh-Hant = "已更正。"
+++
Text.
"""


@pytest.mark.parametrize("text", [FULL_YAML, FULL_TOML], ids=["yaml", "toml"])
def test_all_that_an_article_can_say(site: Site, text: str) -> None:
    chinese = site.chinese.text
    site.write("content/a.md", text)
    article = only(site.load())
    assert article.title == "A “Title”: with a colon"
    assert article.date == Date(2026, 4, 27, 570, 480)
    assert article.updated == Date(2026, 5)
    assert article.summary == "A summary."
    assert article.topics == ("DeepSeek V4", "C#")
    assert article.authors == ("Lin",)
    assert article.zh_title == chinese("標題")
    assert article.zh_summary == chinese("摘要。")
    assert article.queries == ("what it costs",)
    assert article.faq == (
        Answer("Q?", "A.", chinese("問？"), chinese("答。")),
        Answer("R?", "B."),
    )
    assert article.corrections == (Correction(Date(2026, 4, 28), "Mended.", chinese("已更正。")),)
    assert article.aliases == ("/old/",)
    assert article.image == Image("/a.png", "A picture")
    assert article.draft


@pytest.mark.parametrize("title", ["No", "1.10", "2026", "2026-04-27", "10:30", "0x1F"])
def test_a_title_stays_as_it_was_written(site: Site, title: str) -> None:
    site.article("a.md", f"title: {title}\ntopics: [{title}]")
    article = only(site.load())
    assert (article.title, article.topics) == (title, (title,))


def test_a_summary_is_a_beginning_of_the_body_that_ends_with_a_word(site: Site) -> None:
    site.article("a.md", body="# Heading\n\n" + "word " * 200 + "end.\n")
    summary = only(site.load()).summary
    assert summary == "word " * (len(summary) // 5 - 1) + "word…"
    assert 200 < len(summary) <= 240


def test_a_translation_is_the_body_of_its_article(site: Site) -> None:
    site.article("2026/04/a.md")
    site.write("content/2026/04/a.zh-Hant.md", "\ufeff---\n---\n中文。\n")
    article = only(site.load())
    assert article.zh_body
    assert article.zh_body.path == "2026/04/a.zh-Hant.md"
    assert read_body(site.root / "content", article.zh_body) == "中文。\n"


@pytest.mark.parametrize(
    "text", ["中文。\n", "--- \n---\n中文。\n", "-----\n\n中文。\n", "+++\n+++\n文"]
)
def test_a_translation_needs_no_front_matter(site: Site, text: str) -> None:
    site.article("a.md")
    site.write("content/a.zh-Hant.md", text)
    assert only(site.load()).zh_body


@pytest.mark.parametrize(
    "raw",
    [
        b"---\ntitle: A\ndate: 2026-04\n---\nOne.\nTwo.\n",
        b"\xef\xbb\xbf---\ntitle: A\ndate: 2026-04\n---\nOne.\nTwo.\n",
        b"--- \r\ntitle: A\r\ndate: 2026-04\r\n---\t\r\nOne.\r\nTwo.\r\n",
        b"---\ntitle: A\ndate: 2026-04\n---\n\xef\xbb\xbfOne.\rTwo.\n",
    ],
    ids=["plain", "mark", "CRLF", "CR"],
)
def test_a_body_begins_after_the_front_matter_and_its_lines_end_alike(
    site: Site, raw: bytes
) -> None:
    site.write("content/a.md", raw)
    article = only(site.load())
    assert article.title == "A"
    assert read_body(site.root / "content", article.body) == "One.\nTwo.\n"


def test_a_body_that_changed_after_it_was_loaded(site: Site) -> None:
    file = site.article("a.md")
    body = only(site.load()).body
    told = "content/a.md:1: the file changed while the archive was built; build again"
    file.write_text("---\n---\nOther text.\n")
    with pytest.raises(Problems) as raised:
        read_body(site.root / "content", body)
    assert str(raised.value) == told
    file.unlink()
    with pytest.raises(Problems) as raised:
        read_body(site.root / "content", body)
    assert str(raised.value) == told


def test_the_digest_of_a_body_is_of_its_bytes_alone(site: Site) -> None:
    site.article("a.md", "summary: One.")
    site.article("b.md", "summary: Another, and longer.")
    site.article("c.md", body="Other text.\n")
    a, b, c = (article.body.digest for article in site.load().articles)
    assert a == b != c


# All problems of all files.


def test_all_problems_of_all_files_are_told_at_once(site: Site) -> None:
    site.write("content/2026/04/a.md", "---\ntitel: A\ntopics: AI\naliases: [old]\n---\n\n")
    site.write("content/2026/04/b.md", "No head.\n")
    site.write("content/2026/04/c.md", "---\ntitle: C\n")
    site.write("content/2026/04/d.md", b"---\ntitle: D\ndate: 2026-04\n---\nOne.\n\xffTwo.\n")
    site.write("content/2026/04/e.zh-Hant.md", "中文。\n")
    site.write("content/2026/04/notes.txt", "")
    site.article("2026/04/story.md")
    site.article("2026/05/Story.md", "date: 2026-04-03")
    site.article("2026/05/fine.md")
    site.write("content/topics.toml", '[ai]\nnam = "AI"\n')
    assert site.problems() == [
        "content/2026/04/a.md:2: no `date`; add a line `date: …`",
        "content/2026/04/a.md:2: the article has no text; write the article, delete the file, "
        "or set `draft` to true",
        "content/2026/04/a.md:2: unknown key `titel`; did you mean `title`?",
        "content/2026/04/a.md:3: `topics` is text; it must be a list",
        "content/2026/04/a.md:4: the alias `old` does not begin with /;"
        " write an old path of this site, such as /news/1234.html or /old/story/",
        "content/2026/04/b.md:1: no front matter;"
        " begin the file with a line `---`, the keys, and `---`",
        "content/2026/04/c.md:1: the front matter is not closed;"
        " add a line `---` after its last key",
        "content/2026/04/d.md:6: byte 0xff is not UTF-8; save the file as UTF-8",
        "content/2026/04/e.zh-Hant.md:1: it translates content/2026/04/e.md,"
        " which is not there; rename it like its article",
        "content/2026/04/notes.txt:1: `content/` holds Markdown articles and topics.toml;"
        " end its name in .md, or move it to `static/`",
        "content/2026/05/Story.md:1: it has the date's month and the slug of"
        " content/2026/04/story.md; rename one of the two files",
        "content/topics.toml:2: unknown key `nam`; did you mean `name`?",
    ]


@pytest.mark.parametrize(
    ("head", "problems"),
    [
        ("title: ", ["3: no `title`; add a line `title: …`"]),
        ("title: '\u200b\u00a0'", ["3: no `title`; add a line `title: …`"]),
        ("date: ~", ["3: no `date`; add a line `date: …`"]),
        ("date: last week", [f"3: `date` is not a date: last week; {FORMS}"]),
        ("date: 2026-02-30", [f"3: `date` is not in the calendar: 2026-02-30; {FORMS}"]),
        ("date: 1899-12-31", [f"3: `date` is not between 1900 and 2199: 1899-12-31; {FORMS}"]),
        (
            "date: 2026-04-27T24:00",
            [f"3: `date` is not on the clock: 2026-04-27T24:00; {FORMS}"],
        ),
        (
            "date: 2026-04-27T09:30+99:00",
            [f"3: `date` is not a distance from UTC: 2026-04-27T09:30+99:00; {FORMS}"],
        ),
        ("updated: soon", [f"4: `updated` is not a date: soon; {FORMS}"]),
        ("updated: 2026-04-26", ["4: `updated` is before `date`; correct one of the two"]),
        ("updated: 2026-03", ["4: `updated` is before `date`; correct one of the two"]),
        ("updated: 2026-04-27T09:30", []),
        ("updated: 2026-04", []),
        (
            "corrections:\n- {date: 2026-13, text: x}\n- {text: x}\n- {date: now, txt: x}",
            [
                "6: no `date` in `corrections.1`; add a line `date: …`",
                "7: unknown key `txt`; did you mean `text`?",
            ],
        ),
        (
            "corrections:\n- {date: 2026-13, text: x}",
            [f"5: `date` is not in the calendar: 2026-13; {FORMS}"],
        ),
        (
            "zh-hant: {title: 題}\nsumary: x",
            [
                "4: unknown key `zh-hant`; did you mean `zh-Hant`?",
                "5: unknown key `sumary`; did you mean `summary`?",
            ],
        ),
        ("zh-Hant:\n  tittle: 題", ["5: unknown key `tittle`; did you mean `title`?"]),
        (
            "faq:\n- question: Q\n  answer: A\n  zh-Hant:\n    question: 問\n    answr: 答",
            [
                "9: unknown key `answr`; did you mean `answer`?",
            ],
        ),
        (
            "colour: x",
            [
                "4: unknown key `colour`; known are title, date, updated, summary, topics,"
                " authors, zh-Hant, queries, faq, corrections, aliases, image, draft"
            ],
        ),
        ("title: A\ntitle: B", ["4: `title` is said twice; keep one of the two"]),
        (
            "topics: ['..', /, AI]",
            [
                "4: the topic `..` holds no letter and no digit; write another name",
                "4: the topic `/` holds no letter and no digit; write another name",
            ],
        ),
        (
            f"topics: [{', '.join(map(str, range(51)))}]",
            ["4: 51 topics are more than 50; keep those it is about"],
        ),
        (
            f"queries: [{', '.join(map(str, range(51)))}]",
            ["4: 51 queries are more than 50; keep those that readers search for most"],
        ),
        (
            "image: {src: 'javascript:alert(1)', alt: x}",
            [
                "4: `image.src` is no address of an image: javascript:alert(1);"
                " write a path such as /images/chart.png, or an https address"
            ],
        ),
        ("image: /a.png", ["4: `image` is text; it must be a table of keys and values"]),
        ("draft: yes", ["4: `draft` is text; it must be true or false"]),
        (
            "summary: *Bold* news",
            [
                "4: this is not YAML: did not find expected alphabetic or numeric character;"
                " mend the line, or put the value in quotes"
            ],
        ),
    ],
)
def test_problems_of_front_matter(site: Site, head: str, problems: list[str]) -> None:
    site.article("a.md", head)
    assert site.problems() == [f"content/a.md:{problem}" for problem in problems]


@pytest.mark.parametrize(
    ("alias", "wrong"),
    [
        ("old/story/", "does not begin with /"),
        ("/old/story", "ends neither in / nor in .html"),
        ("/old?id=1", "holds a character that no path here has"),
        ("/../x.html", "has an empty or a dotted part"),
        ("//x/", "has an empty or a dotted part"),
        ("/" + "x" * 250 + "/", "is too long for a file's name"),
    ],
)
def test_aliases_of_each_bad_kind(site: Site, alias: str, wrong: str) -> None:
    site.article("a.md", f"aliases:\n  - /fine/\n  - '{alias}'")
    said = alias if len(alias) <= 60 else f"{alias[:59]}…"
    assert site.problems() == [
        f"content/a.md:6: the alias `{said}` {wrong};"
        " write an old path of this site, such as /news/1234.html or /old/story/"
    ]


@pytest.mark.parametrize(
    ("src", "good"),
    [
        ("/a/b.png", True),
        ("https://elsewhere.example/b.png?x=1&y=2", True),
        ("http://elsewhere.example/b.png", False),
        ("//elsewhere.example/b.png", False),
        ("a.png", False),
        ("", False),
        ("data:image/png;base64,AAAA", False),
        ("/../a.png", False),
        ("/a b.png", False),
        ('/a.png"onload="x', False),
        ("/a\n.png", False),
        ("/\u202ea.png", False),
    ],
)
def test_addresses_of_images(src: str, good: bool) -> None:
    assert is_image_address(src) is good


def test_terms_for_which_the_archive_has_others_are_noted(site: Site) -> None:
    site.article("a.md", "zh-Hant:\n  title: 舊詞一則\n  summary: 新詞。")
    site.write("site.toml", SETTINGS + '[chinese.vocabulary]\n"舊詞" = "新詞"\n')
    content = site.load()
    assert [str(note) for note in content.notes] == [
        "content/a.md:5: `title` says 舊詞; write 新詞, as the rest of the archive does"
    ]


# Files as a whole.


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "1: no front matter; begin the file with a line `---`, the keys, and `---`"),
        (b"\n---\n", "1: no front matter; begin the file with a line `---`, the keys, and `---`"),
        (b"---- \n", "1: no front matter; begin the file with a line `---`, the keys, and `---`"),
        (b"---", "1: the front matter is not closed; add a line `---` after its last key"),
        (
            b"+++\na = 1\n---",
            "1: the front matter is not closed; add a line `+++` after its last key",
        ),
        (
            b"---\ntitle: A\ndate: 2026-04\n---",
            "2: the article has no text; write the article, delete the file, "
            "or set `draft` to true",
        ),
        (
            b"---\ntitle: A\ndate: 2026-04\n---\n \n\t\n",
            "2: the article has no text; write the article, delete the file, "
            "or set `draft` to true",
        ),
        (
            b"---\ntitle: A\n# \x00\n---\n",
            "3: U+0000 has no place in YAML; delete the character",
        ),
        (
            b"---\ntitle: A\n\xe4\xb8: x\n---\n",
            "3: byte 0xe4 is not UTF-8; save the file as UTF-8",
        ),
        (
            b"\xef\xbb\xbf---\r\ntitle: A\r\ndate: 2026-04\r\n---\r\n\r\nOne \xa0two.\r\n",
            "6: byte 0xa0 is not UTF-8; save the file as UTF-8",
        ),
        (
            b"---\ntitle: A\ndate: 2026-04\n---\n".decode().encode("utf-16"),
            "1: this is UTF-16; save the file as UTF-8",
        ),
        (
            b"---\ntitle: A\nsummary: " + b"x" * 1_000_000 + b"\n---\nText.\n",
            "1: the front matter is longer than 256 KB; move text into the body",
        ),
        (
            b"---\na: " + b"[" * 100_000 + b"\n---\nText.\n",
            "2: the values are nested too deeply; nest at most 20 levels",
        ),
        (
            b"+++\na = " + b"[" * 100_000 + b"\n+++\nText.\n",
            "2: the values are nested too deeply; nest at most 20 levels",
        ),
        (
            b"+++\ntitle = \n+++\nText.\n",
            "2: this is not TOML: invalid value; mend the line",
        ),
    ],
)
def test_problems_of_a_file(site: Site, raw: bytes, problem: str) -> None:
    site.write("content/a.md", raw)
    assert site.problems() == [f"content/a.md:{problem}"]


def test_several_problems_of_one_file_with_a_broken_body(site: Site) -> None:
    site.write("content/a.md", b"---\ntitel: A\n---\n\xff\n")
    assert [problem.partition(";")[0] for problem in site.problems()] == [
        "content/a.md:2: no `date`",
        "content/a.md:2: unknown key `titel`",
        "content/a.md:4: byte 0xff is not UTF-8",
    ]


def test_characters_that_a_terminal_would_obey_are_told_as_escapes(site: Site) -> None:
    site.article("\x1b[31m\u202e\n'\"<b>.md", 'date: "\\e[31m"')
    assert site.problems() == [
        f"content/\\x1b[31m\\u202e\\n'\"<b>.md:3: `date` is not a date: \\x1b[31m; {FORMS}"
    ]


def test_controls_and_debris_are_taken_out_of_what_is_shown(site: Site) -> None:
    site.article(
        "a.md", 'title: "A\\u0000 \\e[1m\\u202eB\\nC\\u200b"\ntopics: ["\\u200bAI\\u00a0 X"]'
    )
    article = only(site.load())
    assert article.title == "A [1mB C"
    assert article.topics == ("AI X",)


@pytest.mark.parametrize("count", [300, 100_000])
def test_long_titles_and_topics(site: Site, count: int) -> None:
    site.article("a.md", f"title: {'T' * count}\ntopics: [{'t' * count}]")
    assert only(site.load()).title == "T" * count


@pytest.mark.parametrize(
    "name",
    [
        'it\'s "quoted" & <b>bold</b>',
        "two\nlines",
        "\u202ertl\u200f",
        "n" * 240,
        "報導 一",
        "a.b.c",
    ],
)
def test_strange_names_of_files_that_are_fine(site: Site, name: str) -> None:
    site.article(f"{name}.md")
    site.write(f"content/{name}.zh-Hant.md", "中文。")
    article = only(site.load())
    assert article.path == f"{name}.md"
    assert article.zh_body
    assert article.slug
    assert not set("/.<>\"'\n ") & set(article.slug)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (
            "---.md",
            "the file's name holds no letter and no digit;"
            " rename it to the article's slug, such as some-story.md",
        ),
        (
            "Story.zh.md",
            "it looks like a translation, by its name; name a translation Story.zh-Hant.md",
        ),
        (
            "Story.zh-TW.md",
            "it looks like a translation, by its name; name a translation Story.zh-Hant.md",
        ),
        (
            "a.zh_hant.md",
            "it looks like a translation, by its name; name a translation a.zh-Hant.md",
        ),
        (
            "a.MD",
            "`content/` holds Markdown articles and topics.toml;"
            " end its name in .md, or move it to `static/`",
        ),
        (
            "2026/topics.toml",
            "`content/` holds Markdown articles and topics.toml;"
            " end its name in .md, or move it to `static/`",
        ),
    ],
)
def test_names_that_no_article_has(site: Site, name: str, problem: str) -> None:
    site.article(name)
    assert site.problems() == [f"content/{name}:1: {problem}"]


def test_a_name_that_only_begins_like_a_language(site: Site) -> None:
    site.article("an-evening-with-dr.zhou.md")
    assert only(site.load()).slug == "an-evening-with-dr-zhou"


def test_what_is_no_plain_file(site: Site) -> None:
    content = site.root / "content"
    site.article("fine.md")
    site.write("secret.md", FULL_YAML)
    (content / "inside.md").symlink_to("fine.md")
    (content / "folder.md").mkdir()
    (content / "gone.md").symlink_to("nothing.md")
    (content / "linked").symlink_to("../content")
    (content / "loop.md").symlink_to("loop.md")
    (content / "out.md").symlink_to("../secret.md")
    (content / "topics.toml").mkdir()
    os.mkfifo(content / "pipe.md")
    Path(os.fsdecode(os.fsencode(content) + b"/caf\xe9.md")).touch()
    assert site.problems() == [
        "content/caf\\udce9.md:1: the file's name is not UTF-8; rename it",
        "content/folder.md:1: it is not a plain file; take it out of `content/`",
        "content/gone.md:1: it cannot be read: No such file or directory; mend or delete the link",
        "content/linked:1: it is not a plain file; take it out of `content/`",
        "content/loop.md:1: it cannot be read: Too many levels of symbolic links;"
        " mend or delete the link",
        "content/out.md:1: it is a link that leads out of `content/`; copy the file in",
        "content/pipe.md:1: it is not a plain file; take it out of `content/`",
        "content/topics.toml:1: it is not a plain file; take it out of `content/`",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read every file")
def test_files_that_may_not_be_read(site: Site) -> None:
    site.article("a.md").chmod(0)
    (site.root / "content/folder").mkdir(mode=0)
    assert site.problems() == [
        "content/a.md:1: it cannot be read: Permission denied; make it readable, or take it away",
        "content/folder:1: the folder cannot be read: Permission denied;"
        " make it readable, or take it away",
    ]


def test_folders_too_deep_for_a_path(site: Site) -> None:
    depth = 2100
    folder = os.open(site.root / "content", os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("a", dir_fd=folder)
        inner = os.open("a", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    (problem,) = site.problems()
    assert problem.startswith("content/a/a/a/")
    assert problem.endswith(
        ":1: the folder cannot be read: File name too long; make it readable, or take it away"
    )
    # Nothing that takes folders away by recursion could take these.
    for _ in range(depth):
        outer = os.open("..", os.O_RDONLY, dir_fd=folder)
        os.rmdir("a", dir_fd=outer)
        os.close(folder)
        folder = outer
    os.close(folder)


def test_what_editors_and_systems_leave_about_is_no_content(site: Site) -> None:
    site.article("a.md")
    for name in (".a.md.swp", "a.md~", "#a.md#", ".DS_Store", ".git/config", "2026/.#b.md"):
        site.write(f"content/{name}", b"\xff")
    (site.root / "content/.#a.md").symlink_to("someone@host.1234")
    assert only(site.load()).path == "a.md"


def test_a_site_without_content(site: Site) -> None:
    (site.root / "content").rmdir()
    assert site.problems() == [
        "content:1: there is no such folder;"
        " make the folder, and articles in it as YYYY/MM/some-slug.md"
    ]


def test_content_without_articles(site: Site) -> None:
    content = site.load()
    assert (content.articles, content.topics) == ((), ())


# Translations.


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("\n \n", "1: the translation has no text; write the translation, or delete the file"),
        ("---\n---\n", "1: the translation has no text; write the translation, or delete the file"),
        ("---\ntitle: 題\n---\n文。", "2: unknown key `title`; known are made-from"),
        ("---\n文。", "1: the front matter is not closed; add a line `---` after its last key"),
    ],
)
def test_problems_of_a_translation(site: Site, text: str, problem: str) -> None:
    site.article("a.md")
    site.write("content/a.zh-Hant.md", text)
    assert site.problems() == [f"content/a.zh-Hant.md:{problem}"]


def test_a_translation_of_a_broken_article_is_no_second_problem(site: Site) -> None:
    site.write("content/a.md", "x")
    site.write("content/a.zh-Hant.md", "文。")
    assert len(site.problems()) == 1


# Topics.


def test_topics(site: Site) -> None:
    site.write(
        "content/topics.toml",
        """\
[ai]
name = "AI"
aliases = ["A.I.", "Artificial Intelligence"]
description = "Machines."
[ai.zh-Hant]
name = "人工智能"
description = "機器。"
[c-sharp]
name = "C#"
""",
    )
    assert site.load().topics == (
        TopicEntry(
            "ai",
            "AI",
            ("A.I.", "Artificial Intelligence"),
            "Machines.",
            site.chinese.text("人工智能"),
            site.chinese.text("機器。"),
        ),
        TopicEntry("c-sharp", "C#"),
    )


def test_problems_of_topics(site: Site) -> None:
    site.write(
        "content/topics.toml",
        """\
plain = 1
[ai]
name = "AI"
aliases = ["Machine Learning", "..", "A I"]
[machine_learning]
name = "Machine-Learning"
[".."]
name = "Dots"
[empty]
name = " "
[other]
nam = "Other"
[other.zh-Hant]
titel = "其他"
[last]
name = "Last"
aliases = ["Ai"]
""",
    )
    assert [problem.removeprefix("content/topics.toml:") for problem in site.problems()] == [
        "1: `plain` is a whole number; it must be a table of keys and values",
        "4: the topic's name `..` holds no letter and no digit; write another",
        "5: `machine_learning` cannot be part of a URL; write [machine-learning]",
        "6: `Machine-Learning` is claimed by [ai] and by [machine_learning];"
        " leave it to one of them",
        "7: `..` cannot be part of a URL; write [some-topic]",
        "10: the topic's name ` ` holds no letter and no digit; write another",
        "12: unknown key `nam`; did you mean `name`?",
        "14: unknown key `titel`; known are name, description",
        "17: `Ai` is claimed by [ai] and by [last]; leave it to one of them",
    ]


def test_topics_that_are_not_utf8(site: Site) -> None:
    site.write("content/topics.toml", b'[ai]\nname = "AI\xff"\n')
    assert site.problems() == [
        "content/topics.toml:2: byte 0xff is not UTF-8; save the file as UTF-8"
    ]


# Strangers' files.


PIECES = [
    *(b"---\n", b"+++\n", b"title: A\n", b"title = 'A'\n", b"date: 2026-04\n", b"faq:\n- "),
    *(
        b"\xff",
        b"\x00",
        b"\r",
        b"\n",
        b"topics: [",
        b"]\n",
        b"zh-Hant: ",
        b"\xef\xbb\xbf",
        b"a = [\n",
    ),
]


@given(st.binary(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join))
def test_any_bytes_are_an_article_or_a_problem(shared: Site, raw: bytes) -> None:
    for name in ("a.md", "a.zh-Hant.md", "topics.toml"):
        shared.write(f"content/{name}", raw)
    with suppress(Problems):
        assert isinstance(shared.load(), Loaded)


@pytest.mark.parametrize(
    "line",
    ["a", "a.", "1.", "[", "(", "*a", "`", "<a ", "中", ' ."', "- ", "> ", "|a", "&amp;", "\u202e"],
)
def test_a_body_of_one_long_line_is_read(site: Site, line: str) -> None:
    site.article("a.md", body=line * (50_000 // len(line)) + " end.\n")
    assert only(site.load()).slug == "a"


def test_the_order_in_which_a_disk_lists_files_does_not_matter(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b.md", "a/c.md", "a.md", "z/a.md"):
        site.article(name, f"title: {name}\ndate: 20{len(name)}0-04")
    first = site.load()
    project = site.project()
    listing = os.scandir

    class Backwards(list[os.DirEntry[str]]):
        def __enter__(self) -> Backwards:
            return self

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(os, "scandir", lambda path: Backwards(reversed([*listing(path)])))
    assert loaded(project) == first
    assert [article.path for article in first.articles] == ["a.md", "a/c.md", "b.md", "z/a.md"]
