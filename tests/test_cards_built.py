"""The newest articles have a card, which their pages name, and which is drawn when it is new."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from herald import SITE, Site, article
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from previewing import previewed
from test_cards import found

from generator.build.site import load_site
from generator.cards import Carded, CardText, Fonts
from generator.cards.drawing import draw_card
from generator.errors import Problems
from generator.executor import serial
from generator.explaining import explain, sentences
from generator.indexes import index_archive
from generator.loader import content_files
from generator.model import EDITIONS, Language
from generator.pages import volumes
from generator.store import Store
from generator.verifying import verify

CARDS = SITE + "[cards]\nnewest = 2\n"
CHINESE = any(one.chinese for one in found())

pytestmark = pytest.mark.skipif(not CHINESE, reason="this machine has no font for Chinese")


def unwatched(*_: object) -> None:
    """Nobody looks at how far a build is."""


class Drawn(list[str]):
    """The titles of the cards that were drawn, in the order of the alphabet."""

    def take(self) -> list[str]:
        titles = sorted(self)
        self.clear()
        return titles


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """What is drawn, as it is drawn."""
    titles = Drawn()

    def draw(card: CardText, fonts: Fonts) -> tuple[bytes, str]:
        titles.append(card.title)
        return draw_card(card, fonts)

    monkeypatch.setattr("generator.cards.drawing.draw_card", draw)
    return titles


@pytest.fixture
def herald(tmp_path: Path) -> Site:
    """Four articles, of which the two of the last days have a card."""
    site = Site(tmp_path / "herald")
    site.write("site.toml", CARDS)
    for day, name in enumerate(["one", "two", "three", "four"], 1):
        site.write(f"content/{name}.md", article(name.title(), f"2026-04-{day:02}"))
    return site


def cards(site: Site) -> list[str]:
    return sorted(path for path in site.files() if path.endswith(".png"))


def named(site: Site, page: str) -> list[str]:
    """What the head of the page in that folder says of pictures."""
    text = (site.output / page / "index.html").read_text()
    return re.findall(r'<meta (?:property="og:image|name="twitter:)[^>]*>', text)


def both(*names: str) -> list[str]:
    paths = [f"2026/04/{name}/card.png" for name in names]
    return sorted([*paths, *(f"zh-Hant/{path}" for path in paths)])


def test_a_site_that_does_not_ask_for_cards_has_none(herald: Site, drawn: Drawn) -> None:
    herald.write("site.toml", SITE)
    herald.build()
    assert (cards(herald), drawn, named(herald, "2026/04/four")) == ([], [], [])


def test_the_newest_have_a_card_and_their_pages_name_it(herald: Site, drawn: Drawn) -> None:
    built = herald.build()
    assert built.notes == ()
    assert drawn.take() == ["Four", "Four 的中文標題", "Three", "Three 的中文標題"]
    assert cards(herald) == both("three", "four")
    for path in cards(herald):
        with Image.open(herald.output / path) as image:
            assert (image.format, image.size) == ("PNG", (1200, 630))
    assert named(herald, "2026/04/two") == []
    assert named(herald, "2026/04/four") == [
        '<meta property="og:image" content="https://herald.example/2026/04/four/card.png">',
        '<meta property="og:image:width" content="1200">',
        '<meta property="og:image:height" content="630">',
        '<meta property="og:image:alt" content="Four">',
        '<meta name="twitter:card" content="summary_large_image">',
    ]
    chinese = named(herald, "zh-Hant/2026/04/four")
    assert "https://herald.example/zh-Hant/2026/04/four/card.png" in chinese[0]
    assert 'content="Four 的中文標題"' in chinese[3]
    text = (herald.output / "2026/04/four/index.html").read_text()
    data = json.loads(text.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert data["@graph"][0]["image"] == "https://herald.example/2026/04/four/card.png"


def test_the_page_of_the_whole_chinese_text_names_the_chinese_card(herald: Site) -> None:
    herald.write("content/four.zh-Hant.md", "全文。\n")
    herald.build()
    assert named(herald, "zh-Hant/2026/04/four/full")[0] == (
        '<meta property="og:image" content="https://herald.example/zh-Hant/2026/04/four/card.png">'
    )


def test_an_article_with_a_picture_of_its_own_needs_no_card(herald: Site) -> None:
    picture = "image: {src: /chart.png, alt: A chart}\ntopics:"
    text = article("Four", "2026-04-04")
    herald.write("content/four.md", text.replace("topics:", picture))
    herald.build()
    assert cards(herald) == both("three")
    assert named(herald, "2026/04/four") == [
        '<meta property="og:image" content="https://herald.example/chart.png">',
        '<meta property="og:image:alt" content="A chart">',
    ]
    herald.write("content/four.md", text)
    herald.build()
    assert cards(herald) == both("three", "four")
    assert herald.files() == herald.clean()


def test_a_card_is_drawn_only_when_it_shows_something_else(herald: Site, drawn: Drawn) -> None:
    herald.build()
    drawn.take()
    herald.write("content/four.md", article("Four", "2026-04-04", body="A new *text*. And more."))
    herald.write("content/three.md", article("Three", "2026-04-03T10:00"))
    herald.write("content/four.zh-Hant.md", "全文。\n")
    herald.write("static/assets/style.css", "p { color: red }")
    herald.build()
    assert drawn == []
    herald.write("content/four.md", article("Fourth", "2026-04-04"))
    herald.write("content/three.md", article("Three", "2026-04-03", topics="News, Chips"))
    herald.build()
    assert drawn.take() == ["Fourth", "Fourth 的中文標題", "Three", "Three 的中文標題"]
    herald.write("site.toml", CARDS.replace("The Herald", "The Other Herald"))
    herald.build()
    assert len(drawn.take()) == 4
    herald.write("content/one.md", article("The First", "2026-04-01"))
    herald.build()
    assert drawn == []
    assert herald.files() == herald.clean()


def test_one_article_more_takes_the_place_of_one(herald: Site, drawn: Drawn) -> None:
    for number in range(10, 30):
        herald.write(f"content/{number}.md", article(f"No {number}", f"2026-03-{number}", "Old"))
    herald.build()
    drawn.take()
    herald.write("content/five.md", article("Five", "2026-05-01", "Chips"))
    changes = herald.build().changes
    assert drawn.take() == ["Five", "Five 的中文標題"]
    assert set(both("three")) == {path for path in changes.removed if path.endswith(".png")}
    assert "2026/04/three/index.html" in changes.written
    assert named(herald, "2026/04/three") == []
    assert herald.files() == herald.clean()
    drawn.clear()
    herald.delete("content/five.md")
    herald.build()
    assert drawn.take() == ["Three", "Three 的中文標題"]
    assert herald.files() == herald.clean()


def test_more_or_fewer_cards_than_before(herald: Site) -> None:
    herald.build()
    for newest, names in (
        (1, ["four"]),
        (100, ["one", "two", "three", "four"]),
        (3, ["two", "three", "four"]),
        (0, []),
    ):
        herald.write("site.toml", CARDS.replace("newest = 2", f"newest = {newest}"))
        herald.build()
        assert cards(herald) == both(*names)
        assert herald.files() == herald.clean()


def test_workers_and_a_clean_build_draw_the_same(herald: Site) -> None:
    for number in range(1, 80):
        herald.write(f"content/{number}.md", article(f"Number {number}", "2026-03"))
    herald.write("site.toml", CARDS.replace("newest = 2", "newest = 20"))
    herald.build(workers=2)
    assert len(cards(herald)) == 40
    project = herald.project()
    with Store(project.cache) as store, serial() as workers:
        verified = verify(project, store, workers, unwatched)
    assert (verified.different, verified.extra, verified.missing) == ((), (), ())


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "picture", "delete", "newest"]),
        st.integers(0, 5),
        st.sampled_from(["One", "Two"]),
        st.sampled_from(["2026-03-09", "2026-04-01", "2026-04-02", "2026-05"]),
        st.sampled_from(["News", "Chips", "News, Chips"]),
    ),
    min_size=1,
    max_size=8,
)


@given(EDITS)
@settings(max_examples=8)
def test_whatever_is_edited_a_clean_build_gives_the_same(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, int, str, str, str]]
) -> None:
    site = Site(tmp_path_factory.mktemp("walk") / "herald")
    site.write("site.toml", CARDS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.cards.drawing.draw_card", lambda card, _: (f"{card}".encode(), ""))
        site.write("content/first.md", article("First", "2026-03-01"))
        site.build()
        for what, number, title, date, topics in edits:
            path = f"content/story-{number}.md"
            text = article(title, date, topics)
            if what == "newest":
                site.write("site.toml", CARDS.replace("newest = 2", f"newest = {number}"))
            elif what == "delete":
                (site.root / path).unlink(missing_ok=True)
            else:
                picture = "image: {src: /a.png, alt: A}\n" if what == "picture" else ""
                site.write(path, text.replace("topics:", f"{picture}topics:"))
            site.build()
        assert site.files() == site.clean()
    shutil.rmtree(site.root)


def test_a_machine_without_a_font_for_chinese(
    herald: Site, drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    latin = [one for one in found() if Path(one.path).name == "DejaVuSans-Bold.ttf"]
    if not latin:
        pytest.skip("this machine has no DejaVu Sans")
    monkeypatch.setattr("generator.cards.finding.machine_fonts", lambda: latin)
    built = herald.build()
    assert list(map(str, built.notes)) == [
        "site.toml:7: no Chinese cards are made: no font of this machine has Chinese; "
        "install one, such as fonts-noto-cjk, or name its file as `font`"
    ]
    assert drawn.take() == ["Four", "Three"]
    assert cards(herald) == ["2026/04/four/card.png", "2026/04/three/card.png"]
    assert named(herald, "zh-Hant/2026/04/four") == []
    assert len(named(herald, "2026/04/four")) == 5
    assert herald.files() == herald.clean()
    # The font is installed.
    monkeypatch.undo()
    assert herald.build().notes == ()
    assert cards(herald) == both("three", "four")
    assert herald.files() == herald.clean()


def test_a_machine_without_any_font(herald: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.cards.finding.machine_fonts", list)
    assert list(map(str, herald.build().notes)) == [
        "site.toml:7: no cards are made: no font of this machine has letters; "
        "install one, such as fonts-noto-cjk, or name its file as `font`"
    ]
    assert cards(herald) == []


def test_a_font_of_the_site_comes_first(herald: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    (chinese, *_) = (one for one in found() if one.chinese)
    shutil.copy(chinese.path, herald.root / "own.ttc")
    monkeypatch.setattr("generator.cards.finding.machine_fonts", list)
    herald.write("site.toml", CARDS + 'font = "own.ttc"\n')
    assert herald.build().notes == ()
    assert cards(herald) == both("three", "four")


@pytest.mark.parametrize(
    ("settings_text", "problem"),
    [
        (
            "newest = -1",
            "site.toml:7: `newest` is -1; it must be 0 or more",
        ),
        (
            'newest = "all"',
            "site.toml:7: `cards.newest` is text; it must be a whole number",
        ),
        (
            'newest = 2\nfont = "gone.ttf"',
            "site.toml:8: the font gone.ttf cannot be used: No such file or directory; "
            "name a font file, from the site's folder or from the root of the disk",
        ),
        (
            'newest = 2\nfont = "site.toml"',
            "site.toml:8: the font site.toml cannot be used: it is not a TrueType or an OpenType "
            "font; name a font file, from the site's folder or from the root of the disk",
        ),
        (
            'newest = 2\nfont = "content"',
            "site.toml:8: the font content cannot be used: Is a directory; "
            "name a font file, from the site's folder or from the root of the disk",
        ),
        (
            "newest = 2\nfonts = 1",
            "site.toml:8: unknown key `fonts`; did you mean `font`?",
        ),
    ],
)
def test_what_site_toml_may_not_say(herald: Site, settings_text: str, problem: str) -> None:
    herald.write("site.toml", CARDS.replace("newest = 2", settings_text))
    with pytest.raises(Problems) as raised:
        herald.build()
    assert str(raised.value) == problem


def test_pillow_that_is_not_installed_is_told(
    herald: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.build.site.installed", lambda _: "")
    with pytest.raises(Problems) as raised:
        herald.build()
    assert str(raised.value) == (
        "site.toml:7: cards are drawn by Pillow, which is not installed; "
        "pip install 'newsarchive[cards]', or set `newest` to 0"
    )


def test_a_character_that_no_font_has_is_told_as_long_as_it_is_there(herald: Site) -> None:
    herald.write("content/four.md", article("Four \U0010fffd", "2026-04-04"))
    note = (
        "content/four.md:1: the card is drawn without what no font has: \\U0010fffd (U+10FFFD); "
        "name a font that has it as `cards.font` in site.toml"
    )
    assert list(map(str, herald.build().notes)) == [note]
    assert list(map(str, herald.build().notes)) == [note]
    assert cards(herald) == both("three", "four")


def test_cards_of_a_lost_store_are_known(herald: Site) -> None:
    herald.build()
    shutil.rmtree(herald.root / ".cache")
    (herald.output / "2026/04/four/photo.png").write_bytes(b"mine")
    herald.delete("content/three.md")
    herald.build()
    assert cards(herald) == sorted([*both("two", "four"), "2026/04/four/photo.png"])


def test_the_preview_serves_the_same_cards(herald: Site) -> None:
    herald.build()
    with previewed(herald.root) as preview:
        for path in cards(herald):
            answer = preview.get(f"/{path}")
            assert answer.headers["content-type"] == "image/png"
            assert answer.body == (herald.output / path).read_bytes()
        assert preview.get("/2026/04/two/card.png").status == 404


def test_a_preview_follows_the_settings_of_cards(herald: Site) -> None:
    with previewed(herald.root) as preview:
        assert preview.get("/2026/04/two/card.png").status == 404
        preview.write("site.toml", CARDS.replace("newest = 2", "newest = 3"))
        preview.until(lambda: preview.get("/2026/04/two/card.png").status == 200)


def test_why_a_card_was_drawn_can_be_told(herald: Site) -> None:
    herald.build()
    herald.write("content/four.md", article("Fourth", "2026-04-04"))
    project = herald.project()
    with Store(project.cache) as store, serial() as workers:
        told = explain(project, store, workers, "zh-Hant/2026/04/four/card.png")
    assert list(sentences(told)) == [
        "It is made from content/four.md.",
        "It was last rendered because all of it was new.",
        "The next build renders it, because this has changed: the titles or the date on the card.",
    ]


def test_a_month_is_planned_again_only_when_its_cards_are_others(herald: Site) -> None:
    herald.write("content/old.md", article("Old", "2026-03-01"))
    project = herald.project()
    with Store(project.cache) as store, serial() as workers:
        files = content_files(project.content)
        content = load_site(project, files, store, workers, unwatched).content
    archive = index_archive(content.cards, content.topics)

    def keys(newest: int, languages: tuple[Language, ...]) -> tuple[bytes, bytes]:
        march, april = volumes(archive, Carded(newest, languages))
        return march.key, april.key

    none, two, three = keys(0, ()), keys(2, ("en",)), keys(3, ("en",))
    assert none[0] == two[0] == three[0] != keys(5, ("en",))[0]
    assert len({none[1], two[1], three[1], keys(2, EDITIONS)[1]}) == 4
    assert three[1] != keys(4, ("en",))[1] == keys(5, ("en",))[1]
