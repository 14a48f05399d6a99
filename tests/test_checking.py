"""`newsarchive check` tells what readers would stumble over, at its line, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from articles import article as made_article
from herald import Site, article, newsarchive, unwatched
from hypothesis import given
from hypothesis import strategies as st

from generator.checking.amounts import amounts
from generator.checking.archive import Checked, check
from generator.checking.numerals import Said
from generator.checking.topics import misspelt_topics
from generator.executor import processes
from generator.model import TopicEntry, card_of
from generator.store import Store
from generator.urls import slugify


def checked(site: Site, workers: int = 1) -> Checked:
    project = site.project()
    with Store(project.cache) as store, processes(workers) as others:
        return check(project, store, others, unwatched)


def told(site: Site) -> list[str]:
    return [str(one) for one in checked(site).findings]


def lost(english: str, chinese: str) -> list[str]:
    said = Said(chinese)
    return [one.shown for one in amounts(english) if not one.is_in(said)]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.write("content/2026/04/a.md", article("a", body="## Four Numbers\n\nSome text."))
    site.write("content/2026/04/a.zh-Hant.md", "## 四個數字\n\n一些文字。\n")
    site.write("static/images/chart.png", "no picture")
    return site


def page(body: str) -> str:
    return article("b", body=body)


def test_what_is_right_is_not_told(site: Site) -> None:
    body = """\
[a](/2026/04/a/) [its heading](/2026/04/a/#en-four-numbers) [in Chinese](../a/#zh-四個數字)
[month](/2026/04/) [topic](/topics/news/) [archive](/archive/) [feed](/feed.xml) [old](/old/a/)
[whole](https://herald.example/2026/04/a/) [file](/images/chart.png) [search](/search/?q=x)
[view](/2026/04/a/#both) [Chinese](/zh-Hant/2026/04/a/full/) [no slash](/2026/04/a) [top](#top)
[other](https://elsewhere.example/404) [mail](mailto:a@b.example) [text](/2026/04/a/#:~:text=x)
![a chart](/images/chart.png) ![far](https://elsewhere.example/x.png) [below](#below)

## Below
"""
    site.write(
        "content/2026/04/b.md", page(body).replace("\n---\n\n", "\naliases: [/old/a/]\n---\n\n")
    )
    assert told(site) == []


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (
            "Text.\n[x](/2026/05/a/)",
            "11: the link to /2026/05/a/ leads nowhere; write /2026/04/a/",
        ),
        ("[x](../a.md)", "10: the link to ../a.md leads nowhere; write /2026/04/a/"),
        (
            "[x](https://herald.example/gone.html)",
            "10: the link to https://herald.example/gone.html leads nowhere; correct it, or list "
            "it under `aliases` of the article that was there",
        ),
        (
            "[x](/2026/04/a/#four-numbers)",
            "10: the link to /2026/04/a/#four-numbers leads to no heading of content/2026/04/a.md; "
            "write /2026/04/a/#en-four-numbers",
        ),
        (
            "[x](../../../2026/04/a/#Four%20Numbers)",
            "10: the link to ../../../2026/04/a/#Four%20Numbers leads to no heading of "
            "content/2026/04/a.md; write ../../../2026/04/a/#en-four-numbers",
        ),
        (
            "[x](/2025/04/a/#four-numbers)",
            "10: the link to /2025/04/a/#four-numbers leads nowhere; "
            "write /2026/04/a/#en-four-numbers",
        ),
        (
            "One.\n\nTwo\n[x](#gone)",
            "13: the link to #gone leads to no heading of content/2026/04/b.md; "
            "name one of its headings, or leave the # out",
        ),
        (
            "![A chart](/images/chart.jpg)",
            "10: the image /images/chart.jpg leads nowhere; "
            "put the file at static/images/chart.jpg, or correct the address",
        ),
        (
            "- x\n- ![](/images/chart.png)",
            "11: the image /images/chart.png has no alternative text; say in words what it shows",
        ),
        (
            "[x](/assets/style.css)",
            "10: the link to /assets/style.css leads nowhere; move the file out of static/assets/, "
            "whose addresses change with every edit",
        ),
    ],
)
def test_an_address_is_told_at_its_line(site: Site, body: str, what: str) -> None:
    site.write("content/2026/04/b.md", page(body))
    assert told(site) == [f"content/2026/04/b.md:{what}"]


def test_a_link_of_the_chinese_text_is_told_in_its_file(site: Site) -> None:
    site.write("content/2026/04/a.zh-Hant.md", "## 四個數字\n\n一些\n[文字](#five)。\n")
    assert told(site) == [
        "content/2026/04/a.zh-Hant.md:4: the link to #five leads to no heading of "
        "content/2026/04/a.md; name one of its headings, or leave the # out"
    ]


def test_a_draft_is_no_target_and_its_old_addresses_are_looked_at(site: Site) -> None:
    draft = article("c").replace("\n---\n\n", "\naliases: [/2026/04/a/]\ndraft: true\n---\n\n")
    site.write("content/2026/04/c.md", draft)
    site.write("content/2026/04/b.md", page("[x](/2026/04/c/)"))
    assert told(site) == [
        "content/2026/04/b.md:10: /2026/04/c/ is a draft; publish it first",
        "content/2026/04/c.md:8: the alias /2026/04/a/ is an address of content/2026/04/a.md; "
        "delete it before the draft is published",
    ]


def test_the_image_of_the_front_matter_is_looked_at(site: Site) -> None:
    head = '\nimage:\n  src: /images/gone.png\n  alt: ""\n---\n\n'
    site.write("content/2026/04/b.md", page("Text.").replace("\n---\n\n", head))
    assert told(site) == [
        "content/2026/04/b.md:9: the image /images/gone.png leads nowhere; "
        "put the file at static/images/gone.png, or correct the address",
        "content/2026/04/b.md:10: `image` has no alternative text; say in words what it shows",
    ]


def test_topics_that_differ_by_a_letter_are_told_where_the_rarer_is(site: Site) -> None:
    for at, topics in enumerate(
        (
            "Batteries, AI chips, DeepSeek V3",
            "Batteries, AI chips",
            "Bateries, AI chip, DeepSeek V4",
        )
    ):
        site.write(f"content/2026/04/t{at}.md", article(f"t{at}", topics=topics))
    site.write("content/2026/04/t3.md", article("t3", topics="Ranking, batteries"))
    site.write("content/2026/04/t4.md", article("t4", topics="Banking"))
    remedy = "in content/topics.toml"
    assert told(site) == [
        "content/2026/04/t2.md:4: the topic `AI chip`, where 2 articles say `AI chips`; "
        f"write `AI chips`, or name `AI chip` {remedy}",
        "content/2026/04/t2.md:4: the topic `Bateries`, where 2 articles say `Batteries`; "
        f"write `Batteries`, or name `Bateries` {remedy}",
        "content/2026/04/t3.md:4: the topic `batteries`, where 2 articles say `Batteries`; "
        f"write `Batteries`, or name `batteries` {remedy}",
    ]
    names = '[{0}]\nname = "{1}"\n'
    wanted = (("batteries", "Batteries"), ("bateries", "Bateries"), ("ai", "AI chip"))
    site.write("content/topics.toml", "".join(names.format(*one) for one in wanted))
    assert told(site) == [
        f"content/2026/04/t{at}.md:4: the topic `AI chips`, where content/topics.toml has "
        f"`AI chip`; write `AI chip`, or name `AI chips` {remedy}"
        for at in range(2)
    ]


def advice(*topics: str, listed: Sequence[str] = ()) -> dict[str, str]:
    """What is told to be written for each topic, of which an article has one."""
    cards = [card_of(made_article(f"t{at}", topics=(name,))) for at, name in enumerate(topics)]
    entries = [TopicEntry(slug=slugify(name), name=name) for name in listed]
    told = misspelt_topics(cards, entries)
    return {name: remedy.split("`")[1] for name, (_, remedy) in told.items()}


def test_plurals_are_told() -> None:
    assert advice("Ferries", "ferry", "ferry", "Ferry") == {"Ferries": "ferry", "Ferry": "ferry"}
    assert advice("Tea", "Teas", "Teas") == {"Tea": "Teas"}
    assert advice("City boxes", "City boxes", "City Box") == {"City Box": "City boxes"}
    assert advice("Court case", "Court cases") == {"Court cases": "Court case"}
    assert advice("New media", "News media", "Pas", "Pass", "Ti", "Ties", "Bus", "Busy") == {}


def test_a_group_of_spellings_is_told_one_name() -> None:
    one = "City Transport"
    assert advice("city-transport", one, "City Transports") == {
        "city-transport": one,
        "City Transports": one,
    }
    assert advice("city-transport", one, "City Transports", listed=["City Transports"]) == {
        "city-transport": "City Transports",
        one: "City Transports",
    }
    assert advice("Batteries", listed=["Bateries", "Battery"]) == {"Batteries": "Bateries"}


@given(
    st.lists(st.text("aeisy Ax-", min_size=1, max_size=9).map("Ferr{}".format), max_size=12),
    st.lists(st.sampled_from(["Ferry", "Ferries", "Ferrex"]), max_size=2, unique=True),
)
def test_what_is_told_of_topics_never_goes_round(topics: list[str], listed: list[str]) -> None:
    told = advice(*topics, listed=listed)
    written = [told.get(name, name) for name in topics]
    assert not {*told.values()} & {*told}
    assert advice(*written, listed=listed) == {}


def test_a_long_title_is_told(site: Site) -> None:
    site.write("content/2026/04/b.md", article("x" * 61).replace(f"{'x' * 61}的", ""))
    assert [one for one in told(site) if "title has" in one] == [
        "content/2026/04/b.md:2: the title has 61 characters; "
        "shorten it to 60: search engines cut what is longer"
    ]


def test_words_of_another_vocabulary_are_told_everywhere(site: Site) -> None:
    site.write("content/2026/04/a.zh-Hant.md", "## 四個數字\n\n這套軟件很新。`軟件`\n")
    head = (
        "\ncorrections:\n  - date: 2026-04-02\n    text: Wrong.\n    zh-Hant: 硬件有誤。\n---\n\n"
    )
    text = page("Text.").replace("b的中文標題", "網絡").replace("\n---\n\n", head)
    site.write("content/2026/04/b.md", text)
    rest = "as the rest of the archive does"
    assert told(site) == [
        f"content/2026/04/a.zh-Hant.md:3: the text says 軟件; write 軟體, {rest}",
        f"content/2026/04/b.md:6: `title` says 網絡; write 網路, {rest}",
        f"content/2026/04/b.md:11: `corrections.zh-Hant` says 硬件; write 硬體, {rest}",
    ]


def test_a_word_that_is_written_in_two_ways_is_told_where_the_rarer_is(site: Site) -> None:
    site.write("content/2026/04/a.zh-Hant.md", "## 臺灣\n\n台灣的平台。\n")
    site.write("content/2026/04/b.md", page("Text.").replace("b的中文標題", "台灣"))
    assert told(site) == [
        "content/2026/04/a.zh-Hant.md:1: it says 臺灣, where 2 places of the archive say 台灣; "
        "write 台灣, or let `chinese.vocabulary` in site.toml say which it is"
    ]


def test_simplified_characters_are_told_though_a_build_converts_them(site: Site) -> None:
    site.write("content/2026/04/a.zh-Hant.md", "## 四個數字\n\n这是软件。`这`\n\n```\n这\n```\n")
    site.write("content/2026/04/b.md", page("Text.").replace("b的中文標題", "这个"))
    rest = "write it in Traditional ones; a build converts it, and may take the wrong word"
    assert [one for one in told(site) if "Simplified" in one] == [
        f"content/2026/04/a.zh-Hant.md:3: the text is in Simplified characters: 这是软件。; {rest}",
        f"content/2026/04/b.md:6: `zh-Hant.title` is in Simplified characters: 这个; {rest}",
    ]


def test_what_a_translation_lost_is_told_pair_by_pair(site: Site) -> None:
    english = """\
Prices rose 40% to $1,200, says [the report](https://report.example/en/).

In 2026 there were 120 million of them.

- Half of 30 people
"""
    chinese = """\
價格上漲四成。

共有一千兩百萬個。

- 半數的人
"""
    site.write("content/2026/04/b.md", page(english))
    site.write("content/2026/04/b.zh-Hant.md", chinese)
    rest = "translate it, or take it out of the English"
    assert told(site) == [
        "content/2026/04/b.zh-Hant.md:1: the Chinese lacks `$1,200` of content/2026/04/b.md:10; "
        f"{rest}",
        "content/2026/04/b.zh-Hant.md:1: the Chinese lacks the link to https://report.example/en/ "
        f"of content/2026/04/b.md:10; {rest}",
        "content/2026/04/b.zh-Hant.md:3: the Chinese lacks `2026`, `120 million` of "
        f"content/2026/04/b.md:12; {rest}",
        "content/2026/04/b.zh-Hant.md:5: the Chinese lacks `30` of content/2026/04/b.md:14; "
        f"{rest}",
    ]
    said = chinese.replace("四成", "四成，[報告](https://report.example/zh/)說是1,200美元")
    said = said.replace("共有一千兩百萬", "去年有1.2億").replace("半數的人", "三十人中的半數")
    site.write("content/2026/04/b.zh-Hant.md", said)
    assert told(site) == []


def test_a_link_that_moved_to_another_paragraph_is_not_lost(site: Site) -> None:
    site.write("content/2026/04/b.md", page("[One](/2026/04/a/).\n\nTwo.\n\nThree."))
    site.write("content/2026/04/b.zh-Hant.md", "一。\n\n二。\n\n[三](/zh-Hant/2026/04/a/full/)。\n")
    assert told(site) == []


def test_a_summary_that_was_derived_makes_no_claim(site: Site) -> None:
    text = page("It has 512 parts. More.")
    site.write("content/2026/04/b.md", text)
    assert told(site) == []
    site.write("content/2026/04/b.md", text.replace("date:", "summary: It has 512 parts.\ndate:"))
    assert told(site) == [
        "content/2026/04/b.md:8: the Chinese summary lacks `512` of the English; "
        "write it, or leave it out of both"
    ]


def test_paragraphs_that_changed_since_are_left_to_the_status(site: Site) -> None:
    site.write("content/2026/04/b.md", page("Some 35 people."))
    site.write("content/2026/04/b.zh-Hant.md", "許多人。\n")
    assert len(told(site)) == 1
    marked = "---\nmade-from: [paragraph-00000000]\n---\n許多人。\n"
    site.write("content/2026/04/b.zh-Hant.md", marked)
    assert told(site) == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("1.2 billion users", "12億名使用者"),
        ("120,000 people", "12 萬人"),
        ("120 million", "1億2,000萬"),
        ("about 1,234,567 votes", "約123萬票"),
        ("96,000", "近10萬"),
        ("35,000", "3萬5千"),
        ("3,500", "三千五"),
        ("1,200", "１，２００"),
        ("10 to 20 million", "1,000萬至2,000萬"),
        ("30,000–50,000", "三至五萬"),
        ("50 to 60 people", "五六十人"),
        ("30% to 40%", "三四成"),
        ("42%", "四成二"),
        ("40 percent", "百分之四十"),
        ("33%", "三分之一"),
        ("0.3%", "千分之三"),
        ("50%", "減半"),
        ("20% off", "打八折"),
        ("150%", "2.5倍"),
        ("10x", "快十倍"),
        ("2.5 times", "兩倍半"),
        ("27 April 2026", "今年四月二十七日"),
        ("in 2026", "民國115年"),
        ("the 21st century", "二十一世紀"),
        ("on 2026-04-27 at 9:30", "週一上午"),
        ("18 months", "一年半"),
        ("24 hours", "整天"),
        ("300 MW", "30萬瓩"),
        ("5 miles", "八公里"),
        ("25 basis points", "一碼"),
        ("GPT-4, H100 and v3.1.2", "幾個名稱"),
        ("24/7, 1/2, 3:1 and 1990s", "全天"),
        ("one of 2", "其一"),
    ],
)
def test_a_number_that_is_said_in_another_way_is_not_lost(english: str, chinese: str) -> None:
    assert lost(english, chinese) == []


@pytest.mark.parametrize(
    ("english", "chinese", "missing"),
    [
        ("120 million", "1,200萬", "120 million"),
        ("40%", "六成五", "40%"),
        ("40 per cent, they say", "許多", "40%"),
        ("35 people", "十五人", "35"),
        ("a loan of $1.2bn.", "12萬元的貸款", "$1.2bn"),
        ("in 2026", "四月", "2026"),
        ("the 19th time", "九次", "19th"),
    ],
)
def test_a_number_that_is_not_said_is_lost(english: str, chinese: str, missing: str) -> None:
    assert lost(english, chinese) == [missing]


DIGITS = "零一二三四五六七八九"


def in_han(number: int) -> str:
    """A number below 10^16 as Chinese says it: 120,500 is 十二萬零五百."""
    said = ""
    for power, unit in ((10**12, "兆"), (10**8, "億"), (10**4, "萬"), (1, "")):
        section = number // power % 10**4
        if not section:
            continue
        text = ""
        for place, small in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = section // place % 10
            if digit:
                text += DIGITS[digit] + small
            elif text and not text.endswith("零"):
                text += "零"
        gap = "零" if said and section < 1000 else ""
        said += gap + text.rstrip("零") + unit
    return said or "零"


WAYS = [
    in_han,
    str,
    lambda number: f"{number:,}",
    lambda number: str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    lambda number: f"{Decimal(number) / 10**4}萬",
    lambda number: f"{Decimal(number) / 10**8:f} 億",
    lambda number: f"{number // 10**4:,}萬{number % 10**4:,}" if number >= 10**4 else str(number),
    lambda number: "".join(DIGITS[int(digit)] for digit in str(number)),
]


@given(
    st.integers(3, 10**12), st.sampled_from(WAYS), st.sampled_from(["共有{}人", "{}", "（{}）。"])
)
def test_a_number_is_found_in_whatever_way_it_is_written(
    number: int, way: object, around: str
) -> None:
    assert callable(way)
    assert Decimal(number) in Said(around.format(way(number))).values
    assert lost(f"There were {number:,} of them.", around.format(way(number))) == []


@given(st.integers(1, 99))
def test_a_share_is_found_in_whatever_way_it_is_written(percent: int) -> None:
    tenths, rest = divmod(percent, 10)
    ways = [f"{percent}%", f"{percent}％", f"百分之{in_han(percent)}", f"百分之{percent}"]
    if tenths:
        ways.append(f"{DIGITS[tenths]}成{DIGITS[rest] if rest else ''}")
    for way in ways:
        assert lost(f"It fell by {percent}%.", f"下跌{way}。") == [], way


@given(st.text(alphabet="0123456789,.%一二兩十百千萬億兆點成折分之半倍至年 -kmb", max_size=60))
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    said = Said(text)
    for amount in amounts(text):
        amount.is_in(said)
    assert all(value.is_finite() for value in (*said.values, *(one for one, _ in said.shares)))


def test_what_is_kept_is_what_is_found_anew(site: Site) -> None:
    site.write("content/2026/04/b.md", page("[x](/gone/) 35 people"))
    site.write("content/2026/04/b.zh-Hant.md", "臺灣，这。\n")
    first = checked(site, workers=2)
    assert checked(site) == first
    for kept in site.root.glob(".cache/*"):
        kept.unlink()
    assert checked(site) == first
    site.write("content/2026/04/b.md", page("Text.\n\n[x](/gone/) 35 people"))
    lines = {one.line for one in checked(site).findings if one.check == "links"}
    assert lines == {12}


def test_what_a_check_keeps_a_build_takes(site: Site) -> None:
    checked(site)
    site.build()
    assert site.files() == site.clean()


def test_the_command_tells_findings_and_fails(site: Site) -> None:
    assert newsarchive("check", cwd=site.root).stderr == "Nothing found in 1 article.\n"
    site.write("content/2026/04/b.md", page("[x](/gone/)\n![](/images/chart.png)"))
    done = newsarchive("check", cwd=site.root)
    assert done.returncode == 1
    assert done.stdout.splitlines() == told(site)
    assert done.stderr == "2 findings in 2 articles: links 1, alternatives 1.\n"
    done = newsarchive("check", "--json", "--skip", "links", "content/2026/04/b.md", cwd=site.root)
    assert done.returncode == 1
    assert json.loads(done.stdout) == [
        {
            "path": "content/2026/04/b.md",
            "line": 11,
            "what": "the image /images/chart.png has no alternative text",
            "remedy": "say in words what it shows",
            "check": "alternatives",
        }
    ]
    assert newsarchive("check", "--only", "titles", cwd=site.root).returncode == 0
    assert newsarchive("check", "content/2026/04/a.md", cwd=site.root).returncode == 0
    assert newsarchive("check", "content/2026", cwd=site.root).returncode == 1
    done = newsarchive("check", "site.toml", cwd=site.root)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "site.toml:1: it is no file of this site's content; name one that is below content/\n"
    )


def test_what_stops_a_build_is_told_as_a_build_tells_it(site: Site) -> None:
    (site.root / "content/2026/04/b.md").write_bytes(page("Text.").encode() + b"\xff\n")
    site.write("content/2026/04/c.md", "no front matter")
    problems = newsarchive("build", cwd=site.root).stderr
    done = newsarchive("check", cwd=site.root)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", problems)
    assert "byte 0xff is not UTF-8" in problems
    done = newsarchive("check", "--json", cwd=site.root)
    assert done.returncode == 1
    assert [(one["check"], one["path"]) for one in json.loads(done.stdout)] == [
        ("build", "content/2026/04/b.md"),
        ("build", "content/2026/04/c.md"),
    ]
