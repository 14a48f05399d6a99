"""Saved pages become articles, word for word."""

from __future__ import annotations

import contextlib
import html
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.errors import Problems
from generator.importing import import_pages, read_saved_page
from generator.importing.body import to_markdown
from generator.importing.frame import read_frame
from generator.importing.front_matter import front_matter
from generator.importing.literal import line
from generator.importing.topics import readings

FIXTURES = Path(__file__).parent / "fixtures" / "import"
SAVED = sorted((Path(__file__).parents[2] / "shared" / "pages").glob("*.txt"))
PAGE = (FIXTURES / "ferry-kites.txt").read_text(encoding="utf-8")
ARTICLE = (FIXTURES / "ferry-kites.md").read_text(encoding="utf-8")
SLUG = "ferry-kites-the-straits-quiet-machine-isnt-a-toy"
UNTIMED = settings(deadline=None)
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def marked(chinese: str) -> str:
    return f"<{chinese}>"


def problems(text: str) -> list[str]:
    with pytest.raises(Problems) as raised:
        read_saved_page("page.txt", text, marked)
    return [str(problem) for problem in raised.value.problems]


def notes(text: str) -> list[str]:
    return [str(note) for note in read_saved_page("page.txt", text, marked).notes]


def without(*parts: str) -> str:
    text = PAGE
    for part in parts:
        assert part in text
        text = text.replace(part, "", 1)
    return text


def test_a_page_becomes_an_article() -> None:
    article = read_saved_page("page.txt", PAGE, marked)
    assert article.text == ARTICLE
    assert article.path == f"2031/03/{SLUG}.md"
    assert article.notes == ()


@pytest.mark.parametrize(
    "saved",
    [
        PAGE.replace("\n", "\r\n"),
        PAGE.replace("\n", "\r"),
        f"\ufeff{PAGE}",
        PAGE.rstrip("\n"),
        PAGE.replace("\n", "  \n"),
        f"\n\n{PAGE}\n\n",
    ],
)
def test_how_the_lines_end_makes_no_difference(saved: str) -> None:
    assert read_saved_page("page.txt", saved, marked).text == ARTICLE


# The topics


@pytest.mark.parametrize(
    ("names", "counted", "topics"),
    [
        ("", "", [()]),
        ("Solar power", "Solar power24 related articles", [("Solar power",)]),
        ("GPT-4", "GPT-424 related articles", [("GPT-4",)]),
        ("GPT-43D vision", "GPT-41 related article3D vision12 related articles", None),
        ("AB", "A1,024 related articlesB1,000,000 related articles", [("A", "B")]),
        ("Asails", "A1 related articlesails2 related articles", [("A", "sails")]),
        ("Aails", "A1 related articlesails2 related articles", [("A", "ails")]),
        ("20242025", "202431 related articles202516 related articles", [("2024", "2025")]),
        ("A", "A0 related articles", []),
        ("A", "B2 related articles", []),
        ("A", "", []),
        ("", "A2 related articles", []),
        ("AB", "A2 related articles", []),
        ("A", "A2 related articlesB3 related articles", []),
    ],
)
def test_topics_are_parted_by_their_counts(
    names: str, counted: str, topics: list[tuple[str, ...]] | None
) -> None:
    assert readings(names, counted) == ([("GPT-4", "3D vision")] if topics is None else topics)


AMBIGUOUS = "1125 related articles11155 related articles"


def test_what_can_be_read_in_two_ways_is_said_to_be() -> None:
    assert sorted(readings("1111", AMBIGUOUS)) == [("1", "111"), ("11", "11")]
    assert readings("11 | 11", AMBIGUOUS) == [("11", "11")]
    assert readings("1|111", AMBIGUOUS) == [("1", "111")]


NAME = st.text(st.sampled_from("ab1 2s-"), min_size=1, max_size=6).map(str.strip).filter(bool)


@UNTIMED
@given(st.lists(st.tuples(NAME, st.integers(1, 1200)), max_size=5), st.booleans())
def test_the_true_topics_are_among_the_readings(
    topics: list[tuple[str, int]], grouped: bool
) -> None:
    counted = "".join(
        f"{name}{count:{',' if grouped else ''}} related article{'s' if count > 1 else ''}"
        for name, count in topics
    )
    truth = tuple(name for name, _ in topics)
    ways = readings("".join(truth), counted)
    assert truth in ways or len(ways) == 2
    assert all("".join(way) == "".join(truth) for way in ways)
    assert readings("|".join(truth), counted) == [truth]


def test_long_runs_of_digits_cost_little() -> None:
    assert readings("1" * 400, "111111 related articles" * 100) != []
    assert readings("1" * 500_000, "11 related article" * 500_000) == []


# What is missing, and what is not clear


def test_a_page_without_topics_has_none() -> None:
    counted = PAGE[PAGE.index("Related topics") : PAGE.index("\n\nArchive\n")]
    page = without("GPT-43D visionsmall harbours", counted)
    assert "\ntopics: []\n" in read_saved_page("page.txt", page, marked).text


def test_topics_that_are_not_clear_stop_the_import() -> None:
    other = PAGE.replace("small harbours17", "big harbours17")
    assert problems(other) == [
        "page.txt:4: the topics “GPT-43D visionsmall harbours” are not those counted on line 28;"
        " write the same topics on both lines, in the same order"
    ]
    uncounted = re.sub(r"Related topics\n\n.*\n", "", PAGE)
    assert problems(uncounted) == [
        "page.txt:4: the topics “GPT-43D visionsmall harbours” are not counted below “Related"
        " topics”, and run together; write them below “Related topics”, each as in “Solar power12"
        " related articles”"
    ]
    ambiguous = re.sub("GPT-4.*harbours(?=Archive)", "1111", PAGE)
    ambiguous = re.sub("GPT-4.*articles", AMBIGUOUS, ambiguous)
    assert problems(ambiguous) == [
        "page.txt:4: the topics “1111” can be read as 11 | 11 or as 1 | 111;"
        " write | between the topics on this line"
    ]
    parted = ambiguous.replace("1111Archive", "11|11Archive")
    assert '\n  - "11"\n  - "11"\n' in read_saved_page("page.txt", parted, marked).text


def test_the_month_must_be_one() -> None:
    assert problems(PAGE.replace("March 2031", "May 2031", 1)) == [
        "page.txt:4: the month is “March 2031” here, and “May 2031” on line 3;"
        " write the month of publication on both lines",
        "page.txt:32: the month is “March 2031” here, and “May 2031” on line 3;"
        " write the month of publication on both lines",
    ]
    assert read_saved_page("page.txt", without("March 2031\n"), marked).text == ARTICLE
    december = read_saved_page("page.txt", PAGE.replace("March", "December"), marked)
    assert december.path == f"2031/12/{SLUG}.md"


def test_without_its_frame_a_text_is_no_page() -> None:
    assert problems("A letter.\n\nDear reader,\n") == [
        "page.txt:1: no line among the first holds the topics and “Archive: ” with a month;"
        " save the whole page as text, from its Chinese title to its questions"
    ]


def test_all_that_is_missing_is_said_at_once() -> None:
    body = PAGE[PAGE.index("\nEvery ferry") : PAGE.index("Related topics")]
    questions = PAGE[PAGE.index("常见问题") :]
    title = PAGE[: PAGE.index("March")]
    assert problems(without(body, questions, title)) == [
        "page.txt:1: there is no Chinese title; write it as the first line, above the month",
        "page.txt:4: no English body follows;"
        " save the whole page as text, from its Chinese title to its questions",
        "page.txt:5: no question below quotes the English title;"
        " end the page with the line 常见问题 and, below it, the line 关于“the title”?",
    ]


def test_the_remedy_for_a_missing_title_works() -> None:
    page = PAGE[: PAGE.index("常见问题")] + "常见问题\n关于“The Title”?\n"
    assert read_saved_page("page.txt", page, marked).path == "2031/03/the-title.md"
    assert notes(page) == [
        "page.txt:39: the page has 1 questions and not 3;"
        " see that the title and the queries of the article are right"
    ]


def test_a_title_needs_a_letter() -> None:
    page = re.sub("“Ferry.*”", "“…!”", PAGE)
    assert problems(page) == [
        "page.txt:1: the English title “…!” has no letter and no digit;"
        " write the title in the first question"
    ]


def test_an_answer_may_quote_and_ask() -> None:
    page = PAGE.replace("The kite pulls…", "Does the “quiet” kite pull?")
    assert read_saved_page("page.txt", page, marked).text == ARTICLE


def test_lines_without_a_place_are_noted() -> None:
    page = PAGE.replace("March 2031\n", "March 2031\nBy the harbour desk\n", 1)
    page = page.replace("\n常见问题\n", "\n常见问题\n\nThree questions\n")
    page += "\nPrinted on recycled paper, with an ink that was made from the soot of old engines\n"
    article = read_saved_page("page.txt", page, marked)
    assert article.text == ARTICLE
    remedy = "it is left out, so add it by hand if it belongs to the article"
    assert [str(note) for note in article.notes] == [
        f"page.txt:4: “By the harbour desk” has no place in an article; {remedy}",
        f"page.txt:41: “Three questions” has no place in an article; {remedy}",
        "page.txt:55: “Printed on recycled paper, with an ink that was made from t…”"
        f" has no place in an article; {remedy}",
    ]


def test_a_page_without_summary_or_notice_is_noted_and_keeps_its_body() -> None:
    summary, notice = PAGE.split("\n")[4:6]
    page = without(f"{summary}\n", f"{notice}\n")
    assert notes(page) == [
        "page.txt:4: no Chinese summary follows; write one under zh-Hant in the article",
        "page.txt:4: the notice that ends the head is not there;"
        " see that the body of the article begins with the line below",
    ]
    expected = ARTICLE.replace(f"  summary: <{summary}>\n", "")
    assert read_saved_page("page.txt", page, marked).text == expected
    other = PAGE.replace(notice, "Another notice.")
    assert read_frame("page.txt", other).body[0] == "Another notice."


def test_a_section_of_the_body_may_be_called_as_one_of_the_foot() -> None:
    section = "Archive\n\nBoats are kept.\n\nFurther Reading\n\nThe log of the Heron.\n\n"
    page = PAGE.replace("How It Works\n", f"{section}How It Works\n")
    start, end = page.rindex("Archive\n"), page.index("常见问题")
    page = page[:start] + page[end:]
    text = read_saved_page("page.txt", page, marked).text
    assert "## Archive\n\nBoats are kept.\n\n## Further Reading\n\nThe log" in text
    assert text.endswith("still need an engine.\n")


# The body


# Each case is a title, the saved text and the Markdown, parted by lines with a full stop.
BODIES = (FIXTURES / "bodies.txt").read_text(encoding="utf-8").removesuffix("\n.\n")
CASES = {case.partition("\n")[0]: case.split("\n.\n")[1:] for case in BODIES.split("\n.\n\n")}


@pytest.mark.parametrize(("source", "expected"), CASES.values(), ids=CASES)
def test_a_body_becomes_markdown(source: str, expected: str) -> None:
    assert to_markdown(source.split("\n")) == expected
    assert said(expected) == letters(source)


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def said(markdown: str) -> str:
    """The letters and digits a reader of `markdown` gets, the numbers of lists among them."""
    heard: list[str] = []
    for token in MARKDOWN.parse(markdown):
        assert token.type not in ("html_block", "code_block", "hr")
        if token.type == "list_item_open":
            heard.append(token.info)
        elif token.type == "fence":
            heard += token.info, token.content
        elif token.type == "inline":
            assert token.children is not None
            heard += (child.content for child in token.children)
    return letters("".join(heard))


ANY = st.characters(exclude_categories=["Cc", "Cs"])
MARKS = st.sampled_from(
    "* _ ` ~ [ ] ( ) < > & ; # | \\ - + = : 1. 2) a B ** ~~ --- ``` &amp; <b> ]( [a]: é".split(" ")
)
TEXT = st.lists(MARKS | st.just(" ") | ANY, max_size=20).map("".join)


@UNTIMED
@given(TEXT.map(lambda text: text.replace("`", "'").replace("**", "*_")))
def test_text_renders_as_it_reads(text: str) -> None:
    assume(text.strip())
    rendered = MARKDOWN.render(line(text))
    assert re.fullmatch("<p>[^<>]*</p>\n", rendered)
    assert html.unescape(rendered[3:-5]) == text.strip()
    below = MARKDOWN.render(f"first\n{line(text)}\nlast")
    assert html.unescape(below[3:-5]) == f"first\n{text.strip()}\nlast"


@UNTIMED
@given(TEXT)
def test_backticks_and_double_asterisks_are_the_only_markup(text: str) -> None:
    assume(text.strip())
    rendered = MARKDOWN.render(line(text))
    assert set(re.findall(r"<(\w+)", rendered)) <= {"p", "code", "strong"}
    plain = html.unescape(re.sub("<[^>]*>", "", rendered))
    assert re.sub(r"[`*\s]", "", plain) == re.sub(r"[`*\s]", "", text)


SHAPES = """\
{}

- {}
* {}
1. {}
2. {}
| {} | {} |
|---|---|
{}: {}
Takeaway: {}
Step 1: {}
Step 2: {}
A Title
Prices:
**A:** {}
## {}
```
~~~ {}""".split("\n")
LINES = st.lists(
    st.builds(
        lambda indent, shape, text: indent + shape.replace("{}", text),
        st.sampled_from(["", "", "  ", "    ", "\t"]),
        st.sampled_from(SHAPES),
        TEXT,
    ),
    max_size=10,
)


@UNTIMED
@given(LINES)
def test_a_body_is_complete(lines: list[str]) -> None:
    assert said(to_markdown(lines)) == letters("".join(lines))


def test_points_are_kept_however_deep_they_stand() -> None:
    lines = [f"{'  ' * depth}- point {depth}" for depth in range(30)]
    assert said(to_markdown(lines)) == letters("".join(lines))


def test_long_lines_and_many_lines_cost_little() -> None:
    for text in ("`" * 3 + "x\n", "- a\n", "**a ", "A: ", "(", "|a\n|-\n", " #", "&a"):
        to_markdown((text * 20_000).split("\n"))
    to_markdown([" ".join("`" * size for size in range(1, 800))])
    to_markdown(["`" * size + "x" for size in range(800, 3, -1)])


# The file


@UNTIMED
@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"])),
        st.text(st.characters(exclude_categories=["Cs"])),
        max_size=3,
    )
)
def test_front_matter_reads_back(fields: dict[str, str]) -> None:
    written = front_matter({"fields": list(fields.items())})
    opening, text, closing = re.split("^---\n", written, flags=re.MULTILINE)
    assert (opening, closing) == ("", "")
    assert yaml.safe_load(text)["fields"] == [list(item) for item in fields.items()]


@UNTIMED
@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    for strange in (text, PAGE.replace("Heron", text), PAGE + text):
        with contextlib.suppress(Problems):
            read_saved_page("page.txt", strange, marked)


def test_pages_are_written_once(tmp_path: Path) -> None:
    page, into = tmp_path / "page.txt", tmp_path / "content"
    page.write_text(PAGE, encoding="utf-8")
    for _ in range(2):
        (article,) = import_pages([page, page], into, marked)
        target = into / article.path
        assert target.read_bytes() == ARTICLE.encode()
        assert [path for path in into.rglob("*") if path.is_file()] == [target]
        written = target.stat()
    assert target.stat() == written


def test_an_article_is_not_overwritten(tmp_path: Path) -> None:
    page, other, into = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "content"
    page.write_text(PAGE, encoding="utf-8")
    other.write_text(PAGE.replace("Ferry Kites", "Sails"), encoding="utf-8")
    target = into / "2031" / "03" / f"{SLUG}.md"
    target.parent.mkdir(parents=True)
    target.write_text("Edited.\n", encoding="utf-8")
    with pytest.raises(Problems) as raised:
        import_pages([page, other], into, marked)
    assert str(raised.value) == (
        f"{target}:1: this article exists and differs from the saved page;"
        " move it away to import the page again"
    )
    assert target.read_text(encoding="utf-8") == "Edited.\n"
    assert list(target.parent.iterdir()) == [target]


def test_two_pages_cannot_become_one_article(tmp_path: Path) -> None:
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    for page in (first, second):
        page.write_text(PAGE, encoding="utf-8")
    with pytest.raises(Problems) as raised:
        import_pages([first, second], tmp_path / "content", marked)
    assert str(raised.value) == (
        f"{second}:1: this page and {first} both become 2031/03/{SLUG}.md; import one of them"
    )
    assert not (tmp_path / "content").exists()


def test_files_that_are_no_saved_pages_are_told_together(tmp_path: Path) -> None:
    files = {
        "binary": b"\x89PNG\r\n\x1a\n\x00",
        "control": "題\n\x1b[2J\n".encode(),
        "empty": b" \n\n",
        "html": b"\n<!DOCTYPE html><html></html>",
        "large": b"a" * 1_000_001,
        "latin": "first\ncaf\u00e9".encode("latin-1"),
    }
    for name, contents in files.items():
        (tmp_path / name).write_bytes(contents)
    (tmp_path / "folder").mkdir()
    names = [*files, "folder", "nowhere"]
    with pytest.raises(Problems) as raised:
        import_pages([tmp_path / name for name in names], tmp_path / "content", marked)
    as_text = "save the page as text, in UTF-8"
    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in raised.value.problems] == [
        f"binary:1: the file is not UTF-8; {as_text}",
        f"control:2: U+001B is a control character, not text; {as_text}",
        "empty:1: the file is empty; save the page again",
        "folder:1: this is not a file; name the files in it",
        f"html:1: the file is HTML; {as_text}",
        "large:1: the file is larger than any saved page; save each page to a file of its own",
        f"latin:2: the file is not UTF-8; {as_text}",
        "nowhere:1: there is no such file; check its name",
    ]


def test_what_stands_in_the_way_is_said(tmp_path: Path) -> None:
    page, into = tmp_path / "page.txt", tmp_path / "content"
    page.write_text(PAGE, encoding="utf-8")
    into.write_text("a file", encoding="utf-8")
    with pytest.raises(Problems) as raised:
        import_pages([page], into, marked)
    assert str(raised.value) == (
        f"{into}/2031/03/{SLUG}.md:1: the article cannot be written here (Not a directory);"
        " make way for it"
    )


def test_when_one_cannot_be_written_none_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text(PAGE, encoding="utf-8")
    second.write_text(PAGE.replace("Ferry Kites", "Sails"), encoding="utf-8")
    write_bytes = Path.write_bytes

    def full(path: Path, contents: bytes) -> int:
        if "sails" in path.name:
            write_bytes(path, contents[:10])
            raise OSError(28, "No space left on device")
        return write_bytes(path, contents)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Problems, match=r"cannot be written \(No space left on device\)"):
        import_pages([first, second], tmp_path / "content", marked)
    assert not [path for path in (tmp_path / "content").rglob("*") if path.is_file()]


# The real pages


@pytest.mark.parametrize("saved", SAVED, ids=[path.stem for path in SAVED])
def test_a_real_page_is_imported_word_for_word(saved: Path, tmp_path: Path) -> None:
    text = saved.read_text(encoding="utf-8")
    (article,) = import_pages([saved], tmp_path, marked)
    assert article.notes == ()
    page = read_frame(str(saved), text)
    assert "DeepSeek V4" in page.topics
    assert len(page.queries) == 2
    assert not re.search(r"[“”]", page.title)
    start, end = text.index("on demand.\n") + 11, text.index("Related topics")
    body = article.text.split("\n---\n", 1)[1]
    assert said(body) == letters(text[start:end])
    # Punctuation too: everything but the marks of lists, tables, labels and headings.
    assert sorted(re.sub(r"[#*>|\\\s-]", "", body)) == sorted(
        re.sub(r"[#*>|\\\s-]", "", text[start:end])
    )
    tables = sum(token.type == "table_open" for token in MARKDOWN.parse(body))
    assert tables == text.count("\n|---")
    assert body.count("\n> **Data Takeaway:** ") == text.count("\nData Takeaway:")
    assert len(re.findall("^## ", body, re.MULTILINE)) == 5
