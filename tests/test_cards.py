"""A card shows its title whole, in lines that end where they may, and is drawn once."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import unicodedata
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from generator.cards import HEIGHT, WIDTH, CardText, Fonts
from generator.cards.drawing import draw_card
from generator.cards.finding import Found, card_fonts, machine_fonts
from generator.cards.fontfile import NotAFontError, characters, named_faces
from generator.cards.setting import ELLIPSIS, NOT_FIRST, NOT_LAST, fits, pieces, set_lines
from generator.errors import Problems
from generator.store import Store


@cache
def found() -> tuple[Found, ...]:
    return tuple(machine_fonts())


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Fonts:
    """Those of this machine."""
    with Store(tmp_path_factory.mktemp("fonts")) as store:
        made = card_fonts(None, "1", store, found())
    if made.languages != ("en", "zh-Hant"):
        pytest.skip("this machine has no font for Chinese")
    return made


def width(piece: str) -> float:
    """As wide as in a face whose Latin letters are half as wide as its Han characters."""
    return sum(2.0 if unicodedata.east_asian_width(char) in "WF" else 1.0 for char in piece)


def lines(text: str, measure: float, most: int = 9) -> list[str]:
    return ["".join(line) for line in set_lines(text, measure, most, width).lines]


# --- lines


@pytest.mark.parametrize(
    ("text", "measure", "wanted"),
    [
        ("", 10, []),
        ("One", 10, ["One"]),
        ("One two three four", 10, ["One two", "three four"]),
        ("One two three four five", 18, ["One two three", "four five"]),
        ("  One \n two  ", 10, ["One two"]),
        ("權力轉移", 6, ["權力", "轉移"]),
        ("他說，「好。」", 8, ["他說，", "「好。」"]),
        ("他說（不行）走", 8, ["他說（不", "行）走"]),
        ("模型GPT-5推出", 8, ["模型", "GPT-5", "推出"]),
        ("漲了12,000元", 8, ["漲了", "12,000元"]),
        ("真的……嗎？", 8, ["真的……", "嗎？"]),
        ("a state—or not", 8, ["a state—", "or not"]),
        ("成長40%以上", 8, ["成長40%", "以上"]),
    ],
)
def test_where_a_line_ends(text: str, measure: float, wanted: list[str]) -> None:
    assert lines(text, measure) == wanted


def test_lines_are_about_as_long_as_each_other() -> None:
    text = "The board has met once more to decide"
    assert lines(text, 34) == ["The board has met", "once more to decide"]
    assert lines("這個標題只比一行多出了一個字而已", 30) == ["這個標題只比一行", "多出了一個字而已"]


@pytest.mark.parametrize(
    ("text", "measure", "most", "wanted"),
    [
        ("One two three four", 8, 2, ["One two", "three…"]),
        ("他說，這是一個很長的標題", 8, 2, ["他說，這", "是一個…"]),
        ("他說這是，一個很長的標題", 11, 1, ["他說這是…"]),
        ("Incomprehensibilities", 8, 1, ["Incompr…"]),
    ],
)
def test_what_does_not_fit_is_cut(text: str, measure: float, most: int, wanted: list[str]) -> None:
    assert lines(text, measure, most) == wanted
    assert not set_lines(text, measure, most, width).whole


def test_a_word_is_torn_only_where_a_line_is_too_short_for_it() -> None:
    assert lines("An incomprehensible one", 10) == ["An", "incomprehe", "nsible one"]
    assert not fits("An incomprehensible one", 10, 9, width)
    assert fits("An incomprehensible one", 16, 3, width)
    assert not fits("An incomprehensible one", 16, 1, width)


def test_a_title_without_end_costs_no_more_than_a_long_one() -> None:
    setting = set_lines("永" * 1_000_000, 20, 4, width)
    assert [len(line) for line in setting.lines] == [10, 10, 10, 10]
    assert setting.lines[-1][-1] == ELLIPSIS


WORDS = st.sampled_from(
    "the a GPT-5 12,000 40% $3.5 “quoted” (so) incomprehensible e\u0301t".split()
    + "權 力 ， 。 「 」 （ ） …… —— 、 ： 《 》 ア ！".split()
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from(["", "", " "])), max_size=30).map(
    lambda parts: "".join(word + space for word, space in parts).strip()
)


@given(TEXTS, st.integers(2, 40), st.integers(1, 5))
def test_the_laws_of_lines(text: str, measure: int, most: int) -> None:
    setting = set_lines(text, measure, most, width)
    shown = ["".join(line) for line in setting.lines]
    assert len(shown) <= most
    assert all(sum(map(width, line)) <= measure for line in setting.lines)
    assert all(line == line.strip() for line in shown)
    # Every character is there, in its place, unless the title was cut.
    kept, whole = re.sub(r"\s", "", "".join(shown)), re.sub(r"\s", "", text)
    if setting.whole:
        assert kept == whole
    else:
        assert kept.endswith(ELLIPSIS)
        assert whole.startswith(kept.removesuffix(ELLIPSIS))
        assert kept != whole
    if all(width(piece) <= measure for piece in pieces(text)):
        for line, after in pairwise(shown):
            assert line[-1] not in NOT_LAST
            assert after[0] not in NOT_FIRST | {"\u0301"}
            assert line[-1] + after[0] not in ("……", "——")
        words = [word for line in shown for word in re.findall("[A-Za-z0-9]+", line)]
        assert words == re.findall("[A-Za-z0-9]+", text)[: len(words)]


# --- fonts


def font_file(name: str) -> Path:
    for one in found():
        if Path(one.path).name == name:
            return Path(one.path)
    pytest.skip(f"this machine has no {name}")


@pytest.mark.parametrize(
    ("name", "index"),
    [("DejaVuSans.ttf", 0), ("NotoSansCJK-Bold.ttc", 3), ("NotoSansCJK-Bold.ttc", 0)],
)
def test_a_font_has_the_characters_that_fontconfig_finds_in_it(name: str, index: int) -> None:
    path = font_file(name)
    query = ["fc-query", "--index", str(index), "--format", "%{charset}", str(path)]
    told = subprocess.run(query, capture_output=True, text=True, check=True).stdout
    wanted = set()
    for part in told.split():
        first, _, last = part.partition("-")
        wanted.update(range(int(first, 16), int(last or first, 16) + 1))
    known = characters(path.read_bytes(), index)
    has = {code for code in range(0x110000) if chr(code) in known}
    assert wanted <= has
    # It leaves out controls and what is blank and should not be.
    assert len(has - wanted) < 10


def test_chinese_is_in_the_forms_of_taiwan_and_english_has_narrow_quotation_marks(
    fonts: Fonts,
) -> None:
    for faces, forms in (
        (fonts.titles, "KR"),
        (fonts.small, "KR"),
        (fonts.zh_titles, "TC"),
        (fonts.zh_small, "TC"),
    ):
        face = faces[0]
        named = named_faces(Path(face.path).read_bytes())[face.index]
        if "CJK" in named.family:
            assert named.family.endswith(f"CJK {forms}")


@given(st.data())
@settings(max_examples=200)
def test_what_is_no_font_is_told_as_such(data: st.DataObject) -> None:
    """However a font file is cut off, or a byte of its tables is another."""
    whole = font_file("DejaVuSans.ttf").read_bytes()
    damaged = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for at in data.draw(st.lists(st.integers(0, 2000), max_size=4)):
        if at < len(damaged):
            damaged[at] = data.draw(st.integers(0, 255))
    for read in (named_faces, lambda one: characters(one, 0)):
        with suppress(NotAFontError):
            read(bytes(damaged))


def test_a_collection_that_counts_faces_without_end_is_no_font() -> None:
    with pytest.raises(NotAFontError):
        named_faces(b"ttcf\0\1\0\0" + struct.pack(">I", 0xFFFFFFFF) + bytes(100))


def test_known_fonts_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(tmp_path) as store:
        first = card_fonts(None, "1", store, found())
        monkeypatch.setattr("generator.cards.finding.named_faces", None)
        assert card_fonts(None, "1", store, found()) == first
        with pytest.raises(TypeError):
            card_fonts(None, "2", store, found())


def test_the_usual_folders_are_looked_at_where_fontconfig_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = font_file("DejaVuSans.ttf")
    (tmp_path / "deep").mkdir()
    shutil.copy(source, tmp_path / "deep/DejaVuSans.ttf")
    (tmp_path / "readme.txt").write_text("no font")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("generator.cards.finding._FOLDERS", (str(tmp_path),))
    assert machine_fonts() == [Found(str(tmp_path / "deep/DejaVuSans.ttf"), chinese=False)]


# --- drawing

TITLES = [
    "A",
    "DeepSeek V4 Moves the Power to the Users",
    "權力轉移",
    "第一個標題很長，" * 12,
    "A Title of Two Hundred Characters Which Goes On and On " * 4,
    "Incomprehensibilities" * 20,
    "字" * 500,
]


def card(title: str, **changes: Any) -> CardText:
    first = CardText(title, "The Herald", "April 27, 2026", ("Chips", "推理"))
    return msgspec.structs.replace(first, **changes)


@pytest.mark.parametrize("title", TITLES)
def test_a_card_keeps_its_edges_free(title: str, fonts: Fonts, tmp_path: Path) -> None:
    data, lacking = draw_card(card(title, site=title, topics=(title,)), fonts)
    (tmp_path / "card.png").write_bytes(data)
    with Image.open(tmp_path / "card.png") as image:
        assert image.size == (WIDTH, HEIGHT) == (1200, 630)
        paper = image.getpixel((40, 40))
        edges = [(0, 12, 76, 630), (1124, 12, 1200, 630), (0, 12, 1200, 60), (0, 590, 1200, 630)]
        assert all(image.crop(edge).getcolors(1) == [(count(edge), paper)] for edge in edges)
    assert lacking == ""
    assert draw_card(card(title, site=title, topics=(title,)), fonts) == (data, "")


def count(box: tuple[int, int, int, int]) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def test_a_card_holds_no_time(fonts: Fonts) -> None:
    data, _ = draw_card(card("One"), fonts)
    kinds, at = set(), 8
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        kinds.add(kind)
        at += 12 + length
    assert kinds == {b"IHDR", b"IDAT", b"IEND"}


def test_what_no_font_has_is_left_out_and_told(fonts: Fonts) -> None:
    private, old = "\ue123", "\U0010fffd"
    assert draw_card(card(f"One {private} two{old}"), fonts) == (
        draw_card(card("One two"), fonts)[0],
        private + old,
    )


def test_a_character_is_set_in_the_first_font_that_has_it(fonts: Fonts) -> None:
    """Not even where the first font has a box for it."""
    latin = [face for face in fonts.titles if face.path.endswith("DejaVuSans-Bold.ttf")]
    if not latin:
        pytest.skip("this machine has no DejaVu Sans")
    mixed = msgspec.structs.replace(fonts, zh_titles=(*latin, fonts.zh_titles[0]))
    assert draw_card(card("權力A"), mixed)[1] == ""
    alone = msgspec.structs.replace(fonts, titles=tuple(latin), zh_titles=tuple(latin))
    assert draw_card(card("權力A"), alone) == (draw_card(card("A"), alone)[0], "權力")


def test_signs_that_have_no_glyph_of_their_own_are_not_missed(fonts: Fonts) -> None:
    assert draw_card(card("One\u200d \ufe0ftwo"), fonts) == draw_card(card("One two"), fonts)


def test_a_font_that_is_another_by_now_draws_nothing(fonts: Fonts, tmp_path: Path) -> None:
    face = fonts.titles[0]
    copy = tmp_path / "font.ttf"
    copy.write_bytes(b"no font")
    gone = msgspec.structs.replace(face, path=str(copy))
    with pytest.raises(Problems) as raised:
        draw_card(card("One"), msgspec.structs.replace(fonts, titles=(gone,)))
    assert str(raised.value) == (
        f"{copy}:1: the font is not there any more, or is another; "
        "build again, or name another as `cards.font`"
    )
