"""A stored translation against the English that has moved on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import loaded
from herald import Site, article
from hypothesis import given
from hypothesis import strategies as st

from generator.config import load_project
from generator.errors import Problems
from generator.markdown import Body, render_body
from generator.model import Article
from generator.theme import THEME
from generator.translating import mark_translations, translation_status
from generator.translation import named, signatures, translate

ENGLISH = """\
One.

## Part

Two.

| a |
| - |
| b |

Three.
"""
CHINESE = """\
一。

## 部分

二。

| 甲 |
| - |
| 乙 |

三。
"""


def body(markdown: str, language: str = "en") -> Body:
    return render_body(markdown, language, list)


def shown(english: str, chinese: str, made_from: str = "") -> list[str]:
    """Each piece as `numbers text`, newer English with a star."""
    before = signatures(body(made_from)) if made_from else ()
    translation = translate(body(english), body(chinese, "zh-Hant"), before)
    return [
        f"{' '.join(map(str, piece.numbers))}{'*' if piece.newer else ''} "
        + " ".join(re.sub(r"<[^>]+>", " ", piece.html).split())
        for piece in translation.pieces
    ]


def test_a_text_without_signatures_is_current() -> None:
    assert shown(ENGLISH, CHINESE) == ["0 一。", "1 部分", "2 二。", "3 甲 乙", "4 三。"]


def test_what_is_unchanged_stays_chinese() -> None:
    assert shown(ENGLISH, CHINESE, ENGLISH) == shown(ENGLISH, CHINESE)


def test_a_changed_paragraph_is_shown_in_english() -> None:
    today = ENGLISH.replace("Two.", "Two, corrected.")
    assert shown(today, CHINESE, ENGLISH) == [
        "0 一。",
        "1 部分",
        "2* Two, corrected.",
        "3 甲 乙",
        "4 三。",
    ]


def test_a_new_paragraph_is_shown_in_english_and_a_deleted_one_is_gone() -> None:
    today = ENGLISH.replace("One.\n", "One.\n\nOne and a half.\n").replace("Three.\n", "")
    assert shown(today, CHINESE, ENGLISH) == [
        "0 一。",
        "1* One and a half.",
        "2 部分",
        "3 二。",
        "4 甲 乙",
    ]


def test_new_english_is_untranslated_and_not_newer_than_its_translation() -> None:
    today = ENGLISH.replace("One.\n", "One.\n\nOne and a half.\n").replace("Three.", "3.")
    before = signatures(body(ENGLISH))
    pieces = translate(body(today), body(CHINESE, "zh-Hant"), before).pieces
    assert {piece.numbers: piece.untranslated for piece in pieces if piece.newer} == {
        (1,): True,
        (5,): False,
    }


def test_a_changed_heading_is_in_the_contents_too() -> None:
    today = ENGLISH.replace("## Part", "## Another part")
    before = signatures(body(ENGLISH))
    translation = translate(body(today), body(CHINESE, "zh-Hant"), before)
    assert [heading.text for heading in translation.headings] == ["Another part"]
    assert translation.stale == (1,)


def test_a_reflowed_paragraph_is_not_changed() -> None:
    before, today = "One two\nthree.\n", "One\ntwo three.\n"
    assert shown(today, "一。\n", before) == ["0 一。"]


def test_a_pair_of_several_blocks_falls_back_to_english_whole() -> None:
    english, chinese = "One.\n\nTwo.\n\n## Part\n", "一。二。\n\n## 部分\n"
    assert shown(english, chinese, english) == ["0 1 一。二。", "2 部分"]
    today = english.replace("Two.", "Two!")
    assert shown(today, chinese, english) == ["0* One.", "1* Two!", "2 部分"]


def test_unpaired_blocks_are_told() -> None:
    chinese = CHINESE.replace("二。", "二。\n\n又一段。")
    translation = translate(body(ENGLISH), body(chinese, "zh-Hant"), ())
    assert [(pair.english, pair.chinese) for pair in translation.unpaired] == [
        (range(2, 3), range(2, 4))
    ]


def test_the_numbers_stand_in_the_html() -> None:
    translation = translate(body(ENGLISH), body(CHINESE, "zh-Hant"), ())
    numbers = [re.search(r'data-pair="([^"]*)"', piece.html) for piece in translation.pieces]
    assert [found[1] for found in numbers if found] == ["0", "1", "2", "3", "4"]
    assert all("data-block" not in piece.html for piece in translation.pieces)


def test_a_page_does_not_grow_with_the_square_of_what_is_in_doubt() -> None:
    english = "\n\n".join(f"One {number}." for number in range(1000))
    chinese = "\n\n".join(f"一{number}。" for number in range(990))
    translation = translate(body(english), body(chinese, "zh-Hant"), ())
    pairs = re.findall(r'data-pair="([^"]*)"', "".join(piece.html for piece in translation.pieces))
    assert pairs == ["0-999", *["+"] * 989]


def test_a_body_is_named_by_all_its_blocks() -> None:
    names = {named(body(text)) for text in (ENGLISH, "", "One.", "Two.", "One.\n\nTwo.", "- One.")}
    assert len(names) == 6
    assert named(body("One two.")) == named(body("One\ntwo."))
    translation = translate(body(ENGLISH), body(CHINESE, "zh-Hant"), ())
    assert translation.of == named(body(ENGLISH))


def test_a_paragraph_that_moved_takes_its_translation_along() -> None:
    english, chinese = "One.\n\nTwo.\n\n## Part\n\nThree.", "一。\n\n二。\n\n## 部分\n\n三。"
    today = "Two.\n\n## Part\n\nThree.\n\nOne."
    assert shown(today, chinese, english) == ["0 二。", "1 部分", "2 三。", "3 一。"]


def test_blocks_of_one_pair_that_were_parted_fall_back_to_english() -> None:
    english, chinese = "One.\n\nTwo.\n\n## Part\n\n- a", "一。二。\n\n## 部分\n\n- 甲"
    today = "One.\n\n## Part\n\n- a\n\nTwo."
    assert shown(today, chinese, english) == ["0* One.", "1 部分", "2 甲", "3* Two."]
    between = "One.\n\nNew.\n\nTwo.\n\n## Part\n\n- a"
    assert shown(between, chinese, english) == ["0 2 一。二。", "1* New.", "3 部分", "4 甲"]


def test_what_is_the_same_twice_stays_with_its_neighbours() -> None:
    english = "Same.\n\n- a\n\nSame.\n\n## Part"
    chinese = "前。\n\n- 甲\n\n後。\n\n## 部分"
    assert shown("- a\n\nSame.\n\n## Part", chinese, english) == ["0 甲", "1 後。", "2 部分"]
    ends = "Same.\n\n- a\n\nSame."
    assert shown("New.\n\nSame.", "前。\n\n- 甲\n\n後。", ends) == ["0* New.", "1 後。"]


def dropped(english: str, chinese: str, made_from: str) -> tuple[int, ...]:
    before = signatures(body(made_from))
    return translate(body(english), body(chinese, "zh-Hant"), before).dropped


def test_chinese_whose_english_is_gone_is_told() -> None:
    assert dropped(ENGLISH, CHINESE, ENGLISH) == ()
    assert dropped(ENGLISH.replace("Two.\n", ""), CHINESE, ENGLISH) == (2,)
    assert dropped(ENGLISH.replace("One.\n", ""), CHINESE, ENGLISH) == (0,)
    assert dropped("", CHINESE, ENGLISH) == (0, 1, 2, 3, 4)
    # What changed has newer English in its place.
    assert dropped(ENGLISH.replace("Two.", "Two!"), CHINESE, ENGLISH) == ()
    assert dropped(ENGLISH.replace("One.", "One!"), CHINESE, ENGLISH) == ()
    both = ENGLISH.replace("One.", "One!").replace("Three.\n", "")
    assert dropped(both, CHINESE, ENGLISH) == (4,)


WORDS = st.lists(st.sampled_from(["p", "h", "t"]), min_size=1, max_size=10)
EDIT = st.tuples(st.sampled_from(["keep", "change", "delete", "insert", "move"]), st.integers(0, 9))
TEMPLATES = {"p": "{}.", "h": "## {}", "t": "| {} |\n| - |"}


@given(WORDS, st.lists(EDIT, max_size=4))
def test_an_edit_hides_its_own_translation_and_no_other(
    kinds: list[str], edits: list[tuple[str, int]]
) -> None:
    then = [TEMPLATES[kind].format(f"e{place}") for place, kind in enumerate(kinds)]
    chinese = [TEMPLATES[kind].format(f"z{place}") for place, kind in enumerate(kinds)]
    today = [*then]
    for count, (edit, number) in enumerate(edits):
        place = number % len(today) if today else 0
        if edit == "change" and today:
            today[place] = f"Changed {count}."
        elif edit == "delete":
            del today[place : place + 1]
        elif edit == "insert":
            today.insert(place, f"New {count}.")
        elif edit == "move" and today:
            today.append(today.pop(place))
    before = signatures(body("\n\n".join(then)))
    now = body("\n\n".join(today))
    translation = translate(now, body("\n\n".join(chinese), "zh-Hant"), before)
    read = [" ".join(re.sub(r"<[^>]+>", " ", piece.html).split()) for piece in translation.pieces]
    expected = [text.replace("e", "z", 1) if text in then else text for text in today]
    assert read == [text.replace("## ", "").replace("\n| - |", "").strip("| ") for text in expected]
    assert translation.stale == tuple(place for place, text in enumerate(today) if text not in then)


LINES = st.lists(st.sampled_from(["One.", "Two.", "## Part", "- a", "Three."]), max_size=12)


@given(LINES, LINES, LINES)
def test_nothing_outdated_is_shown_and_nothing_new_is_missing(
    then: list[str], today: list[str], chinese: list[str]
) -> None:
    before, english = body("\n\n".join(then)), body("\n\n".join(today))
    translation = translate(english, body("\n\n".join(chinese), "zh-Hant"), signatures(before))
    marks = {block.mark for block in before.blocks}
    if before.blocks:
        for place, block in enumerate(english.blocks):
            if block.mark not in marks:
                assert place in translation.stale
    order = [piece.numbers[0] for piece in translation.pieces if piece.numbers]
    assert order == sorted(order)


def test_the_status_of_each_translation_names_the_first_places(tmp_path: Path) -> None:
    site = Site(tmp_path)
    text = "One.\n\n## Power\n\nTwo.\n\n## Water\n\n- a\n\nThree."
    chinese = "一。\n\n## 電力\n\n二。\n\n## 水\n\n- 甲\n\n三。\n"
    for name, english, translated in (
        ("a", text, None),
        ("b", text, chinese),
        ("c", text, chinese.replace("## 水\n\n", "")),
        ("d", text, chinese.replace("- 甲", "- 甲\n\n譯註。")),
        ("e", text, chinese),
        ("f", text, chinese),
    ):
        site.write(f"content/2026/04/{name}.md", article(name, body=english))
        if translated:
            site.write(f"content/2026/04/{name}.zh-Hant.md", translated)
    folder = tmp_path / "content"
    project = load_project(tmp_path, THEME)

    def articles() -> tuple[Article, ...]:
        return loaded(project).articles

    marked = [folder / f"2026/04/{name}.zh-Hant.md" for name in "ef"]
    mark_translations(folder, articles(), marked)
    site.write("content/2026/04/e.md", article("e", body=text.replace("Two.", "Two, mended.")))
    site.write("content/2026/04/f.md", article("f", body=text.replace("\n\nThree.", "")))
    told = [
        str(line) for one in translation_status(folder, articles()) for line in (one, *one.notes)
    ]
    mark = "then `newsarchive translation mark content/2026/04/{}.zh-Hant.md`".format
    assert told == [
        "content/2026/04/e.md: stale (1 changed)",
        'content/2026/04/e.md:14: "Two, mended." is newer than its translation; '
        f"translate it, {mark('e')}",
        "content/2026/04/f.md: stale (1 gone)",
        'content/2026/04/f.zh-Hant.md:20: "三。" is not shown, since its English is gone; '
        f"delete it, {mark('f')}",
        "content/2026/04/c.md: unpaired (1 unpaired)",
        'content/2026/04/c.zh-Hant.md:7: nothing here for "## Water" (line 16) of the English; '
        "translate it",
        "content/2026/04/d.md: unpaired (1 unpaired)",
        "content/2026/04/d.zh-Hant.md:11: 2 paragraphs here for 1 paragraph of the English, "
        'from "Three." (line 20); give both texts the same blocks',
        "content/2026/04/a.md: missing",
        "content/2026/04/b.md: current",
    ]


def marking(site: Site, chinese: str, english: str = "One.\n") -> str:
    """What stands in a translation that was marked, or what was told of it, without its path."""
    site.write("content/2026/04/a.md", article("a", body=english))
    site.write("content/2026/04/a.zh-Hant.md", chinese)
    file = site.root / "content/2026/04/a.zh-Hant.md"
    try:
        mark(site, "a")
    except Problems as found:
        return str(found).removeprefix(f"{file}:1: ")
    return file.read_bytes().decode()


def mark(site: Site, *names: str) -> None:
    folder = site.root / "content"
    articles = loaded(load_project(site.root, THEME)).articles
    files = [folder / f"2026/04/{name}.zh-Hant.md" for name in names]
    mark_translations(folder, articles, files)


def test_what_is_not_marked_is_left_as_it_is(tmp_path: Path) -> None:
    site = Site(tmp_path)
    (noted,) = signatures(body("One."))
    head = f"---\nmade-from:\n  - {noted}\n---\n"
    assert marking(site, "一。\n") == f"{head}一。\n"
    assert marking(site, f"{head}一。\n") == f"{head}一。\n"
    assert marking(site, "一。\r\n\r\n二。") == head.replace("\n", "\r\n") + "一。\r\n\r\n二。"
    old = "# Mine.\n\nmade-from:\n  # First.\n  - paragraph-00000000 # too\n# Last.\n"
    assert marking(site, f"---\n{old}---\n一。\n") == (
        f"---\n# Mine.\nmade-from:\n  - {noted}\n  # First.\n# Last.\n---\n一。\n"
    )


def test_a_build_can_read_what_is_marked(tmp_path: Path) -> None:
    site = Site(tmp_path)
    many = "\n\n".join(f"P {number}." for number in range(11500))
    assert marking(site, "一。\n", many) == (
        "to note 11500 blocks of the English takes more than 256 KB; divide the article"
    )
    assert marking(site, "一。\n", "[one]: https://one.example/") == (
        "the English has nothing that could be noted; write the article first"
    )
    assert marking(site, "一。\n", many[: many.index("P 11000.")]).count("paragraph") == 11000
    assert len(loaded(load_project(site.root, THEME)).articles[0].made_from) == 11000


def test_a_link_is_not_marked_and_does_not_take_the_place_of_its_file(tmp_path: Path) -> None:
    site = Site(tmp_path)
    for name, text in (("a", "One."), ("b", "Two.")):
        site.write(f"content/2026/04/{name}.md", article(name, body=text))
    site.write("content/2026/04/a.zh-Hant.md", "一。\n")
    file, link = (site.root / f"content/2026/04/{name}.zh-Hant.md" for name in "ab")
    link.symlink_to(file.name)
    file.chmod(0o600)
    mark(site, "a")
    assert signatures(body("One."))[0] in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Problems) as found:
        mark(site, "b")
    assert str(found.value) == (
        f"{link}:1: it is a link, and what is noted there would be noted for another article; "
        "put a copy in its place"
    )
    assert link.is_symlink()


def test_what_kinds_do_not_pair_is_told(tmp_path: Path) -> None:
    site = Site(tmp_path)

    def told(english: str, chinese: str) -> list[str]:
        site.write("content/2026/04/a.md", article("a", body=english))
        site.write("content/2026/04/a.zh-Hant.md", chinese)
        articles = loaded(load_project(site.root, THEME)).articles
        (status,) = translation_status(site.root / "content", articles)
        return [f"{note.what}; {note.remedy}" for note in status.notes]

    rest = "give both texts the same blocks"
    assert told("## A\n\n### B\n\nOne.\n\nTwo.", "## 甲\n\n### 乙\n\n一。\n\n二。\n\n三。") == [
        f'3 paragraphs here for 2 paragraphs of the English, from "One." (line 14); {rest}'
    ]
    assert told("One.\n\n- a\n\n> b", "一。\n\n> b\n\n- 甲\n") == [
        "1 quote and 1 list here, which the English has in another order, from "
        '"- a" (line 12); put them in the order of the English'
    ]
