"""The archive that benchmarks build, and the report of what they measured."""

from __future__ import annotations

import datetime
import hashlib
import re
from pathlib import Path
from statistics import mean
from xml.etree import ElementTree

import msgspec
import pytest
import yaml
from click.testing import CliRunner
from herald import Site

from benchmarks.corpus import (
    MONTHS,
    NEWEST,
    TOPICS,
    article,
    articles,
    edited,
    issue,
    newest_article,
)
from benchmarks.layouts import LAYOUTS, files
from benchmarks.measure import Cost
from benchmarks.report import between_marks, chart, ratio, report
from benchmarks.results import Machine, Results, Sample, read_results, write_results
from benchmarks.site import main as site_main
from benchmarks.subject import TASKS, Subject, Written
from benchmarks.tools import SITES, Tool

COUNT = 120
STORIES = tuple(articles(COUNT))


def test_an_article_is_the_same_in_an_archive_of_any_size() -> None:
    assert tuple(articles(30)) == STORIES[:30]
    assert article(17) == STORIES[17]
    assert article(17, seed=2) != STORIES[17]


def test_an_article_never_changes() -> None:
    # Numbers that were published are of these very bytes.
    story = article(3)
    assert story.slug == "fictional-cloud-changes-its-mind-about-robot-arms-3"
    assert hashlib.blake2b(story.body.encode(), digest_size=8).hexdigest() == "26a4bb85aa9010d8"


def test_the_archive_has_the_shape_that_is_documented() -> None:
    sizes = [len(story.body.encode()) for story in STORIES]
    assert 11_500 < mean(sizes) < 12_500
    assert min(sizes) > 10_500
    assert max(sizes) < 14_500
    tables = [len(re.findall(r"^\| ---", story.body, re.M)) for story in STORIES]
    assert {*tables} == {2, 3, 4}
    assert 0.1 < mean("```" in story.body for story in STORIES) < 0.3
    assert {(story.date.year, story.date.month) for story in STORIES} == {*MONTHS}
    assert len({story.slug for story in STORIES}) == COUNT
    for story in STORIES:
        assert 1 <= len(story.topics) == len({*story.topics}) <= 4
        assert "generated for a benchmark" in story.body
        assert "{" not in re.sub(r"^```.*?^```", "", story.body, flags=re.M | re.S)


def test_few_topics_are_written_about_much() -> None:
    assert len({*TOPICS}) == 300
    counts = [sum(topic in story.topics for story in STORIES) for topic in TOPICS]
    assert sum(counts[:10]) > sum(counts) / 3
    assert counts.count(0) < 200


def test_what_is_added_is_the_newest_and_what_is_edited_is_longer() -> None:
    assert newest_article(COUNT).date == NEWEST > max(story.date for story in STORIES)
    longer = edited(STORIES[0])
    assert len(longer.body) > len(STORIES[0].body)
    assert longer.body.count("\n\n") == STORIES[0].body.count("\n\n")


def test_newsarchive_builds_it_without_a_problem_or_a_note(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("site.toml", (SITES / "newsarchive/site.toml").read_text(encoding="utf-8"))
    for story in (*STORIES[:30], newest_article(30)):
        site.write(*LAYOUTS["newsarchive"](story))
    built = site.build()
    assert built.articles == 31
    assert not built.notes
    page = (site.output / f"{STORIES[0].date:%Y/%m}/{STORIES[0].slug}/index.html").read_text()
    assert page.count("<table") >= 2


def test_an_archive_is_written_down_to_try_things_on(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    told = CliRunner().invoke(site_main, [str(folder), "--articles", "12"])
    assert (told.exit_code, told.output) == (0, "")
    assert len([*(folder / "content").rglob("*.md")]) == 12
    again = CliRunner().invoke(site_main, [str(folder)])
    assert again.exit_code == 2
    assert f"{folder} is there already" in again.output


def test_an_issue_is_long_and_its_chinese_text_is_its_twin(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("site.toml", (SITES / "newsarchive/site.toml").read_text(encoding="utf-8"))
    stories = tuple(articles(2, make=issue))
    for story in stories:
        assert 190_000 < len(story.body) < 200_000
        for path, text in files("newsarchive", story):
            site.write(path, text)
    first, second = stories
    assert not first.zh_body
    links = re.findall(r"\(https://archive\.example[^)]*\)", second.body)
    assert len(links) > 1_000
    assert re.findall(r"\(https://archive\.example[^)]*\)", second.zh_body) == links
    built = site.build()
    assert built.articles == 2
    assert not built.notes


def test_a_generator_without_translations_has_the_chinese_text_on_a_page() -> None:
    story = issue(1)
    (path, _), (twin, text) = files("hugo", story)
    assert twin == path.replace(story.slug, f"{story.slug}-zh")
    assert text.endswith(story.zh_body)


@pytest.mark.parametrize("name", ["newsarchive", "hugo", "eleventy"])
def test_the_same_article_is_laid_out_for_each_generator(name: str) -> None:
    path, text = LAYOUTS[name](STORIES[0])
    _, head, body = text.split("---\n", 2)
    matter = yaml.safe_load(head)
    assert path.endswith(f"/{STORIES[0].slug}.md")
    assert (matter["title"], tuple(matter["topics"])) == (STORIES[0].title, STORIES[0].topics)
    assert body == f"\n{STORIES[0].body}"


def test_an_article_for_pelican_has_its_metadata_line_by_line() -> None:
    _, text = LAYOUTS["pelican"](STORIES[0])
    head, _, body = text.partition("\n\n")
    metadata = dict(line.split(": ", 1) for line in head.split("\n"))
    assert metadata["Title"] == STORIES[0].title
    assert metadata["Tags"].split(", ") == [*STORIES[0].topics]
    assert body == STORIES[0].body


@pytest.fixture
def subject(tmp_path: Path) -> Subject:
    """A site of 12 articles of a generator that is never run."""
    base = SITES / "hugo/layouts/baseof.html"
    tool = Tool("still", "1", "hugo", (), "layouts/baseof.html", base)
    subject = Subject(tool, tmp_path / "still", 12, 1)
    for story in STORIES[:12]:
        subject.add(story)
    subject.begin()
    return subject


def test_every_task_edits_one_file_and_a_round_begins_as_the_last_did(subject: Subject) -> None:
    def content() -> dict[Path, bytes]:
        files = (path for path in subject.folder.rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in files}

    first = before = content()
    for task in TASKS:
        subject.edit(task)
        after = content()
        assert len({*after.items()} - {*before.items()}) == (task not in ("cold", "unchanged"))
        before = after
    subject.begin()
    assert content() == first


def test_what_a_build_wrote_is_counted(subject: Subject) -> None:
    output = subject.folder / "public"
    output.mkdir()
    for name in ("same", "rewritten", "changed"):
        (output / name).write_text(name)
    assert subject.look() == Written(3, 3, 3)
    assert subject.look() == Written(0, 0, 3)
    for name, text in (("rewritten", "rewritten"), ("changed", "else"), ("new", "new")):
        (output / f"{name}.part").write_text(text)
        (output / f"{name}.part").rename(output / name)
    assert subject.look() == Written(3, 2, 4)
    subject.begin()
    assert not output.exists()
    assert subject.look() == Written(0, 0, 0)


def sample(tool: str, task: str, number: int, seconds: float, others: float = 0.0) -> Sample:
    cost = Cost(seconds, seconds * 2, 50_000_000, others)
    return Sample(300, number, tool, task, cost, Written(7, 5, 900))


RESULTS = Results(
    date=datetime.date(2026, 5, 4),
    command="python -m benchmarks.run --articles 300",
    seed=1,
    machine=Machine("A Processor", 2, 8 * 2**30, "Linux 6.1, Python 3.11.9"),
    versions={"newsarchive": "0.1.0", "hugo": "0.1"},
    samples=(
        sample("newsarchive", "cold", 1, 3.0),
        sample("hugo", "cold", 1, 2.0),
        sample("newsarchive", "cold", 2, 5.0),
        sample("hugo", "cold", 2, 2.5, others=0.3),
        sample("newsarchive", "unchanged", 1, 0.5),
        sample("hugo", "unchanged", 1, 2.0),
        sample("newsarchive", "unchanged", 2, 0.5),
    ),
)


def test_the_report_has_a_table_for_each_kind_of_figure() -> None:
    text = report(RESULTS)
    assert text.startswith(
        "Measured on 2026-05-04 on 2 processors (A Processor), 8 GiB of memory, Linux 6.1, "
        "Python 3.11.9; newsarchive 0.1.0, hugo 0.1; rounds: 2. During a build, other programs "
        "used at most 30% of the processors.\n\n```console\n"
        "$ python -m benchmarks.run --articles 300\n```\n\n### 300 articles\n"
    )
    assert (
        "| Seconds | newsarchive | hugo | newsarchive ÷ hugo |\n"
        "| --- | ---: | ---: | ---: |\n"
        "| everything, from nothing | 4.00 | 2.25\\* | 1.75× (1.50 to 2.00) |\n"
        "| nothing changed | 0.50 | 2.00 | 0.25× |\n"
        "\n"
    ) in text
    assert "| everything, from nothing | 50 | 50 | 1.00× |" in text
    assert "| nothing changed | 7 | 7 | 1.00× |" in text
    # What nobody measured has no row.
    assert "one article more" not in text
    assert text.endswith("\\* In a round of these, others used more than 10% of the processors.\n")


def test_a_ratio_is_of_pairs() -> None:
    assert ratio([1.0, 4.0, 9.0], [2.0, 4.0, 3.0]) == "1.00× (0.50 to 3.00)"
    assert ratio([0.0], [0.0]) == "—"


def test_the_chart_is_svg_that_says_what_it_shows() -> None:
    drawn = ElementTree.fromstring(chart(RESULTS))
    svg = "{http://www.w3.org/2000/svg}"
    assert drawn.findtext(f"{svg}title") == "Seconds that a build of 300 articles takes"
    texts = [text.text for text in drawn.iter(f"{svg}text")]
    assert texts[:5] == ["Everything, from nothing", "newsarchive", "4.00 s", "hugo", "2.25 s"]
    widths = [float(bar.attrib["width"]) for bar in drawn.iter(f"{svg}rect")]
    assert widths[0] / widths[1] == pytest.approx(4 / 2.25, rel=0.01)
    assert "prefers-color-scheme: dark" in (drawn.findtext(f"{svg}style") or "")


def test_results_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_results(RESULTS, tmp_path / "results.json")
    assert read_results(tmp_path / "results.json") == RESULTS
    assert msgspec.json.decode((tmp_path / "results.json").read_bytes())["seed"] == 1


def test_the_report_goes_between_its_marks() -> None:
    page = (Path(__file__).parents[1] / "docs/performance.md").read_text(encoding="utf-8")
    filled = between_marks(page, "Figures.\n")
    assert filled.partition("## Results")[0] == page.partition("## Results")[0]
    assert filled.endswith("<!-- results -->\n\nFigures.\n\n<!-- end of results -->\n")
    assert between_marks(filled, "Figures.\n") == filled
    with pytest.raises(ValueError, match="are not both there"):
        between_marks("No marks.", "Figures.\n")
