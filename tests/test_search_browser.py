"""A real browser's search finds what looking through all texts finds."""

from __future__ import annotations

import json
import random
import re
import time
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import opencc
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from browsing import Served
from built import HOSTILE, Website, built_website
from herald import SITE, article
from playwright.sync_api import Dialog, Page, expect

from generator.search.folding import folded, words

pytest_plugins = ["sites", "browsing"]
pytestmark = pytest.mark.browser

MODULES = """
    const source = new URL(document.querySelector("script[src*='search/search.js']").src);
    const module = (name) => import(new URL(name, source));
    const { Index } = await module("shards.js");
    const { Search } = await module("finding.js");
    const { parse } = await module("query.js");
    const { loadVariants, folded, words, stem } = await module("folding.js");
    await loadVariants();
"""

ASK = (
    "async (queries) => {"
    + MODULES
    + """
    const form = document.querySelector("form.search");
    const moved = async () => {
        await new Promise((done) => setTimeout(done, 10));
        const entries = performance.getEntriesByType("resource");
        performance.clearResourceTimings();
        return entries.reduce((sum, entry) => sum + entry.transferSize, 0);
    };
    const answers = [];
    for (const { q, ...filters } of queries) {
        await moved();
        const index = await Index.open(new URL(form.dataset.directory, location.href));
        const begin = () => Search.begin(index, parse(q), filters);
        const search = await begin();
        const found = await search.next();
        const { count, isExact } = search.total;
        const first = await moved();
        await (await begin()).next();
        const again = await moved();
        while (!search.isDone) found.push(...(await search.next()));
        answers.push({ count, isExact, first, again, routes: found.map((text) => text.route) });
    }
    return answers;
}"""
)

HAN = re.compile("[\u3400-\u9fff]+")
WORDS = (
    "視窗企業模型晶片國產上下文推理成本訓練資料中心開源軟體體驗發展乾淨干預幹部頭髮台灣臺灣裡面麼"
)
LATIN = ["OpenAI", "GPT-4", "token", "DeepSeek V4", "1.6 TB"]
ENGLISH = ["models", "pricing", "released", "chips", "companies", "trained", "use", "video"]


class Truth:
    """All texts of a site, and what is found by looking through them."""

    def __init__(self, website: Website) -> None:
        self.texts: dict[str, list[str]] = {}
        self.topics: dict[str, set[str]] = {}
        for path in sorted(website.files):
            if re.fullmatch(r"search/\d{4}-\d\d/\d+\.json", path):
                month = path.split("/")[1].replace("-", "/")
                shown = json.loads((website.folder / path).read_text("utf-8"))
                for slug, _, title, zh_title, summary, zh_summary, topics in shown:
                    names = [name for topic in topics for name in topic[1:]]
                    route = f"{month}/{slug}/"
                    self.texts[route] = [zh_title, title, zh_summary, summary, *names]
                    self.topics[route] = {topic[0] for topic in topics}

    @cached_property
    def _streams(self) -> dict[str, list[str]]:
        return {
            route: ["".join(folded(text)) for text in texts] for route, texts in self.texts.items()
        }

    @cached_property
    def _words(self) -> dict[str, set[str]]:
        return {
            route: {word for text in texts for word in words(folded(text))}
            for route, texts in self.texts.items()
        }

    def substring(self, sought: str) -> set[str]:
        stream = "".join(folded(sought))
        return {
            route for route, texts in self._streams.items() if any(stream in one for one in texts)
        }

    def word(self, sought: str) -> set[str]:
        wanted = {*words(folded(sought))}
        return {route for route, known in self._words.items() if wanted <= known}


def ask(page: Page, queries: list[dict[str, str]]) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = page.evaluate(ASK, queries)
    return answers


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Website:
    """Four hundred articles of many months, of made-up text."""
    root = tmp_path_factory.mktemp("large")
    chance = random.Random(26)

    def chinese(length: int) -> str:
        parts = [*WORDS, "，", "。", " ", "的", "「", "」"]
        return "".join(
            chance.choice(LATIN) if chance.random() < 0.06 else chance.choice(parts)
            for _ in range(length)
        )

    files = {"site.toml": SITE}
    for at in range(400):
        month = at // 5
        title = f"{' '.join(chance.choices(ENGLISH, k=4)).capitalize()} {at}"
        text = article(title, f"{2019 + month // 12}-{month % 12 + 1:02}-{at % 5 * 5 + 1:02}")
        text = text.replace(f"{title}的中文標題", json.dumps("題" + chinese(15)))
        text = text.replace(f"{title}的中文摘要。", json.dumps("要" + chinese(80)))
        files[f"content/story-{at}.md"] = text
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return built_website(root, root / "public", root / ".cache")


def substrings(truth: Truth, count: int, seed: int) -> list[str]:
    """Substrings of two to six characters, as they stand or in Simplified characters."""
    chance = random.Random(seed)
    simplified = opencc.OpenCC("t2s")
    runs = sorted(
        {run for texts in truth.texts.values() for text in texts for run in HAN.findall(text)}
    )
    runs = [run for run in runs if len(run) > 1]
    found = []
    for _ in range(count):
        run = chance.choice(runs)
        length = min(chance.randint(2, 6), len(run))
        at = chance.randint(0, len(run) - length)
        text = run[at : at + length]
        found.append(simplified.convert(text) if chance.random() < 0.5 else text)
    return found


@pytest.mark.parametrize("name", ["demonstration", "large"])
def test_every_substring_is_found(name: str, serve: Any, request: pytest.FixtureRequest) -> None:
    served: Served = serve(request.getfixturevalue(name))
    truth = Truth(served.website)
    sought = substrings(truth, 150, 7)
    with served.page() as page:
        page.goto(served.url("search/index.html"))
        answers = ask(page, [{"q": text} for text in sought])
    for text, answer in zip(sought, answers, strict=True):
        assert set(answer["routes"]) == truth.substring(text), text
        assert not answer["isExact"] or answer["count"] == len(answer["routes"]), text
        assert answer["first"] <= 100_000, text
        assert answer["again"] == 0, text


def test_words_and_filters(large: Website, serve: Any) -> None:
    served: Served = serve(large)
    truth = Truth(large)
    pairs = [("model", "pricing"), ("chips", "企業"), ("use", "上下文"), ("Companies", "released")]
    with served.page() as page:
        page.goto(served.url("search/index.html"))
        answers = ask(page, [{"q": " ".join(pair)} for pair in pairs])
        for pair, answer in zip(pairs, answers, strict=True):
            both = [truth.word(one) if one.isascii() else truth.substring(one) for one in pair]
            assert set(answer["routes"]) == both[0] & both[1], pair
        month, topic, best, newest, other, *alone = ask(
            page,
            [
                {"q": "企業", "month": "2020-03"},
                {"q": "企業", "topic": "news"},
                {"q": "model", "order": "best"},
                {"q": "model"},
                {"q": "企業", "topic": "no-such-topic"},
                {"q": "", "topic": "news"},
                {"q": "", "month": "2020-03"},
                {"q": "", "month": "2020-03", "topic": "news", "order": "best"},
            ],
        )
    found = truth.substring("企業")
    assert set(month["routes"]) == {route for route in found if route.startswith("2020/03/")}
    assert set(topic["routes"]) == found
    assert other["routes"] == []
    assert set(best["routes"]) == set(newest["routes"]) == truth.word("model")
    assert newest["routes"] == sorted(newest["routes"], key=lambda one: one[:7], reverse=True)

    every = sorted(truth.texts, key=lambda one: one[:7], reverse=True)
    assert [one[:7] for one in alone[0]["routes"]] == [one[:7] for one in every]
    for one in alone[1:]:
        assert {*one["routes"]} == {route for route in every if route.startswith("2020/03/")}
    for one in alone:
        assert one["isExact"]
        assert one["count"] == len(one["routes"])
        assert one["first"] <= 100_000


def test_words_in_quotes_follow_each_other(large: Website, serve: Any) -> None:
    served: Served = serve(large)
    streams = {
        route: [f" {' '.join(words(folded(text)))} " for text in texts]
        for route, texts in Truth(large).texts.items()
    }
    pairs = [("model", "pricing"), ("chips", "companies"), ("model", "prices"), ("token", "model")]
    with served.page() as page:
        page.goto(served.url("search/index.html"))
        answers = ask(page, [{"q": f'"{one} {other}"'} for one, other in pairs])
    for pair, answer in zip(pairs, answers, strict=True):
        sought = f" {' '.join(words(folded(' '.join(pair))))} "
        found = {route for route, texts in streams.items() if any(sought in one for one in texts)}
        assert {*answer["routes"]} == found, pair
    assert 0 < len(answers[0]["routes"]) < len(Truth(large).word("model pricing"))


def test_a_character_alone_is_looked_for(large: Website, serve: Any) -> None:
    served: Served = serve(large)
    with served.page() as page:
        page.goto(served.url("search/index.html"))
        (answer,) = ask(page, [{"q": "髮"}])
    assert set(answer["routes"]) == Truth(large).substring("髮")


def test_what_is_sought_is_folded_as_what_is_found(archive: Served) -> None:
    folds = json.loads((Path(__file__).parent / "fixtures" / "folding.json").read_text("utf-8"))
    fold = (
        "async (folds) => {"
        + MODULES
        + """return {
        stems: folds.words.concat(folds.apart).map((forms) => forms.map(stem)),
        texts: folds.texts.map(([text]) => [
            text,
            folded(text).map((run) => run.map(({ char }) => char).join("")),
            folded(text).flatMap((run) => [...words(run)].map(({ word }) => word)),
        ]),
    }; }"""
    )
    with archive.page() as page:
        page.goto(archive.url("search/index.html"))
        said = page.evaluate(fold, folds)
    from generator.search.folding import stem

    assert said["texts"] == folds["texts"]
    assert said["stems"] == [[*map(stem, forms)] for forms in folds["words"] + folds["apart"]]


@pytest.mark.parametrize("edition", ["", "zh-Hant/"])
def test_a_link_holds_the_query(archive: Served, edition: str) -> None:
    with archive.page() as page:
        page.goto(archive.url(f"{edition}search/index.html") + "?q=翻译")
        hit = page.locator(".results li mark").first
        expect(hit).to_have_text("翻譯")
        expect(page.locator("#q")).to_have_value("翻译")
        page.fill("#q", "tokens")
        page.press("#q", "Enter")
        expect(page.locator(".results li").first).to_be_visible()
        assert page.url.endswith("search/?q=tokens")
        page.go_back()
        expect(page.locator("#q")).to_have_value("翻译")
        expect(hit).to_have_text("翻譯")
        prefix = archive.website.prefix + edition
        links = page.locator(".results h3 a").evaluate_all("all => all.map(a => a.pathname)")
        for link in links:
            path = f"{link.removeprefix(prefix)}index.html"
            assert f"{edition}{path}" in archive.website.files


@pytest.fixture(scope="session")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Website:
    """A dozen articles of two months and two topics, one with sentences to be searched across."""
    root = tmp_path_factory.mktemp("varied")
    files = {"site.toml": SITE}
    for at in range(12):
        topic = "Ferries" if at % 3 else "Trams"
        text = article(f"Story {at}", f"2026-0{3 + at % 2}-{at + 1:02}", topics=topic)
        files[f"content/story-{at}.md"] = text
    long = "長" * 150
    summary = f"開頭。{long}要做檢索。先算帳！再說一句。最後，AI, 模型 and the news they had. Ends."
    odd = article("Odd", "2026-02-01", topics="Odd")
    files["content/odd.md"] = odd.replace("Odd的中文摘要。", summary)
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return built_website(root, root / "public", root / ".cache")


def test_a_topic_or_a_month_is_enough(varied: Website, serve: Any) -> None:
    served: Served = serve(varied)
    with served.page() as page:
        found, items = page.locator(".found"), page.locator(".results li")
        page.goto(served.url("search/index.html"))
        expect(found).to_have_text("Type words, or choose a topic or a month.")
        assert items.count() == 0
        page.select_option("#q-topic", "ferries")
        expect(found).to_have_text("8 articles")
        expect(page.get_by_role("heading", name="Results")).to_be_visible()
        dates = page.locator(".results time").evaluate_all("all => all.map(one => one.dateTime)")
        assert dates == sorted(dates, reverse=True)
        assert page.url.endswith("search/?topic=ferries")
        page.goto(served.url("search/index.html") + "?month=2026-03")
        expect(found).to_have_text("6 articles")
        page.goto(served.url("search/index.html") + "?lang=en")
        expect(found).to_have_text("13 articles")
        expect(items).to_have_count(10)
        page.click(".more")
        expect(items).to_have_count(13)
        page.goto(served.url("search/index.html") + "?q=story&topic=boats")
        expect(found).to_have_text("“boats” is not among the choices and was left out. 12 articles")
        page.select_option("#q-topic", "trams")
        expect(found).to_have_text("4 articles")


@pytest.mark.parametrize("edition", ["", "zh-Hant/"])
def test_the_other_edition_is_asked_the_same(archive: Served, edition: str) -> None:
    with archive.page() as page:
        page.goto(archive.url(f"{edition}search/index.html") + "?q=推理&order=best")
        page.click(".edition a")
        expect(page.locator("#q")).to_have_value("推理")
        expect(page.locator("#q-order")).to_have_value("best")
        assert ("zh-Hant" in page.url) is not bool(edition)
        page.fill("#q", "tokens")
        page.press("#q", "Enter")
        expect(page.locator(".edition a")).to_have_attribute(
            "href", re.compile(r"search/\?q=tokens&order=best$")
        )
        page.go_back()
        page.click(".edition a")
        expect(page.locator("#q")).to_have_value("推理")


@pytest.mark.parametrize("query", ["檢索先算帳", "做检索，先算帐", "索先 再說"])
def test_what_is_met_across_sentences_is_shown_whole(
    varied: Website, serve: Any, query: str
) -> None:
    served: Served = serve(varied)
    with served.page() as page:
        page.goto(served.url("zh-Hant/search/index.html") + f"?q={query}")
        shown = page.locator(".results li h3 + p")
        expect(shown.locator("mark").first).to_contain_text("索。先")
        expect(shown).to_contain_text("檢索。先算帳！")
        assert len(shown.inner_text()) < 200


def test_words_are_sought_as_they_are_written(varied: Website, serve: Any) -> None:
    served: Served = serve(varied)
    with served.page() as page:
        found, marks = page.locator(".found"), page.locator(".results mark")
        for query, hits in [
            ('"the news they"', ["the news they"]),
            ('"news the"', []),
            ('"AI and"', []),
            ("“模型 and”", ["模型and"]),
            ('"news', ["news"]),
        ]:
            page.goto(served.url("search/index.html") + f"?q={query}")
            expect(found).to_have_text("1 article" if hits else "Nothing was found.")
            assert marks.all_inner_texts() == hits, query


def test_results_come_while_one_types(varied: Website, serve: Any) -> None:
    served: Served = serve(varied)
    with served.page() as page:
        found = page.locator(".found")
        page.goto(served.url("search/index.html"))
        steps = page.evaluate("history.length")
        page.locator("#q").press_sequentially("story 1", delay=20)
        expect(found).to_have_text("1 article")
        expect(page.locator("#q")).to_be_focused()
        assert page.url.endswith("?q=story+1")
        page.locator("#q").press_sequentially("1")
        expect(page.locator(".results h3")).to_have_text("Story 11")
        assert page.url.endswith("?q=story+11")
        assert page.evaluate("history.length") == steps
        page.keyboard.press("Enter")
        assert page.evaluate("history.length") == steps
        page.keyboard.press("Backspace")
        expect(page.locator(".results h3")).to_have_text("Story 1")
        assert page.evaluate("history.length") == steps + 1, "what Enter asked for can be gone to"
        page.fill("#q", "")
        expect(found).to_have_text("Type words, or choose a topic or a month.")
        page.go_back()
        expect(page.locator(".results h3")).to_have_text("Story 11")
        assert found.get_attribute("role") == "status"


@pytest.mark.parametrize("edition", ["", "zh-Hant/"])
def test_the_first_result_is_seen_on_a_telephone(archive: Served, edition: str) -> None:
    with archive.page(viewport={"width": 360, "height": 740}) as page:
        page.goto(archive.url(f"{edition}search/index.html") + "?q=token")
        expect(page.locator(".results h3").first).to_be_in_viewport(ratio=1)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width == 360


def test_the_keyboard_is_enough(archive: Served) -> None:
    with archive.page() as page:
        page.goto(archive.url("search/index.html"))
        page.keyboard.press("/")
        expect(page.locator("#q")).to_be_focused()
        page.keyboard.type("model")
        page.keyboard.press("Enter")
        expect(page.locator(".results li").nth(1)).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(page.locator(".results h3 a").nth(1)).to_be_focused()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        expect(page.locator("#q")).to_be_focused()


def test_hostile_words_stay_words(odd: Website, serve: Any) -> None:
    served: Served = serve(odd)
    seen: list[str] = []
    with served.page() as page:

        def dismiss(dialog: Dialog) -> None:
            seen.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", dismiss)
        page.on("pageerror", lambda error: seen.append(str(error)))
        page.goto(served.url("search/index.html"))
        for query in [
            "alert",
            HOSTILE,
            "script",
            "引號",
            "%",
            "\\",
            "視窗 \ud7ff",
            "字" * 100,
            "*",
        ]:
            page.fill("#q", query)
            page.press("#q", "Enter")
            expect(page.locator(".found")).not_to_have_text("Searching…")
            assert page.locator(".results").locator("script, img, b, i").count() == 0
        page.fill("#q", "alert")
        page.press("#q", "Enter")
        expect(page.locator(".results li a").first).to_contain_text("<script>alert")
    assert seen == []


def test_without_a_script_the_page_leads_on(archive: Served) -> None:
    with archive.page(java_script_enabled=False) as page:
        page.goto(archive.url("search/index.html"))
        assert "JavaScript" in page.inner_text("noscript")
        assert page.locator("noscript a").count() == 2


def test_an_index_that_is_newer_is_fetched_again(tmp_path: Path, serve: Any) -> None:
    for at in range(3):
        target = tmp_path / "content" / f"story-{at}.md"
        target.parent.mkdir(exist_ok=True)
        target.write_text(article(f"Story {at}", f"2026-04-0{at + 1}"), encoding="utf-8")
    (tmp_path / "site.toml").write_text(SITE, encoding="utf-8")
    website = built_website(tmp_path, tmp_path / "public", tmp_path / ".cache")
    served: Served = serve(website)
    with served.page() as page:
        page.goto(served.url("search/index.html") + "?q=nothing")
        expect(page.locator(".found")).to_have_text("Nothing was found.")
        time.sleep(1.1)  # the server tells the times of files in whole seconds
        later = tmp_path / "content" / "story-9.md"
        later.write_text(article("Later", "2026-04-09"), encoding="utf-8")
        built_website(tmp_path, tmp_path / "public", tmp_path / ".cache")
        page.fill("#q", "Later")
        page.press("#q", "Enter")
        expect(page.locator(".results h3")).to_have_text("Later")
    assert msgspec.json.decode((website.folder / "search/index.json").read_bytes())["recent"]


@pytest.mark.parametrize("edition", ["", "zh-Hant/"])
def test_results_are_accessible(archive: Served, edition: str) -> None:
    with archive.page(bypass_csp=True) as page:
        page.goto(archive.url(f"{edition}search/index.html") + "?q=token")
        expect(page.locator(".results li").first).to_be_visible()
        results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
