"""From results to tables and a chart; a figure that nobody measured is never written."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import click
import msgspec

from benchmarks.chart import Bar, bar_chart
from benchmarks.results import Machine, Results, Sample, read_results
from benchmarks.subject import TASKS

DOCS = Path(__file__).parents[1] / "docs"
BEGIN, END = "<!-- results -->\n", "<!-- end of results -->\n"
NOISY = 0.1
"""Where others used more of the processors than this, a figure is marked."""

OWN = "newsarchive"


class Measure(msgspec.Struct, frozen=True):
    """A kind of figure: how one is read from a sample, how it is written, and whether it suffers
    from what else the machine does."""

    title: str
    of: Callable[[Sample], float]
    form: Callable[[float], str]
    disturbed: bool = False


def _seconds(value: float) -> str:
    return f"{value:,.2f}" if value < 10 else f"{value:,.1f}"


def _whole(value: float) -> str:
    return f"{value:,.0f}"


MEASURES = (
    Measure("Seconds", lambda sample: sample.cost.seconds, _seconds, True),
    Measure("Seconds of processor time", lambda sample: sample.cost.cpu, _seconds, True),
    Measure("Megabytes of memory", lambda sample: sample.cost.memory / 1e6, _whole),
    Measure("Files written", lambda sample: sample.written.written, _whole),
    Measure("Files that say something new", lambda sample: sample.written.changed, _whole),
)


class Cell(msgspec.Struct, frozen=True):
    """The samples of one tool and task, by round."""

    samples: tuple[Sample, ...]

    def values(self, measure: Measure) -> list[float]:
        return [measure.of(sample) for sample in self.samples]

    @property
    def noisy(self) -> bool:
        return any(sample.cost.others > NOISY for sample in self.samples)


def report(results: Results) -> str:
    """The results in Markdown: the conditions, and the tables for each size of archive."""
    return "\n".join([*_conditions(results), "", *_tables(results)]) + "\n"


def chart(results: Results) -> str:
    """The seconds of the largest archive, as SVG."""
    size = largest_size(results)
    groups = {}
    for task, description in TASKS.items():
        bars = []
        for tool in results.versions:
            if values := _cell(results, size, tool, task).values(MEASURES[0]):
                middle = median(values)
                text = f"{_seconds(middle)} s"
                bars.append(Bar(tool, min(values), middle, max(values), text))
        if bars:
            groups[description.capitalize()] = bars
    return bar_chart(f"Seconds that a build of {size:,} {results.corpus} takes", groups)


def largest_size(results: Results) -> int:
    """How many articles the largest archive has that was built."""
    return max(sample.articles for sample in results.samples)


def ratio(own: list[float], peer: list[float]) -> str:
    """The median of what `own` is as a multiple of `peer`, round by round, and its range."""
    shares = [one / other for one, other in zip(own, peer, strict=True) if other]
    if not shares:
        return "—"
    low, middle, high = (f"{share:.2f}" for share in (min(shares), median(shares), max(shares)))
    return f"{middle}×" if low == high else f"{middle}× ({low} to {high})"


def measured_on(date: datetime.date, machine: Machine) -> str:
    """When and where, as a sentence begins."""
    return (
        f"Measured on {date} on {machine.processors} processors ({machine.processor}), "
        f"{machine.memory / 2**30:.0f} GiB of memory, {machine.system}"
    )


def _conditions(results: Results) -> Iterator[str]:
    versions = ", ".join(f"{tool} {version}" for tool, version in results.versions.items())
    rounds = max(sample.round for sample in results.samples)
    most = max(sample.cost.others for sample in results.samples)
    yield (
        f"{measured_on(results.date, results.machine)}; {versions}; "
        f"rounds: {rounds}. During a build, other programs used at most {most:.0%} of the "
        "processors."
    )
    yield f"\n```console\n$ {results.command}\n```"


def _tables(results: Results) -> Iterator[str]:
    noisy = False
    for size in sorted({sample.articles for sample in results.samples}):
        yield f"### {size:,} {results.corpus}\n"
        for measure in MEASURES:
            yield from _table(results, size, measure)
            yield ""
        noisy |= any(sample.cost.others > NOISY for sample in results.samples)
    if noisy:
        yield f"\\* In a round of these, others used more than {NOISY:.0%} of the processors."


def _table(results: Results, size: int, measure: Measure) -> Iterator[str]:
    peers = [tool for tool in results.versions if tool != OWN]
    header = [measure.title, OWN, *(text for peer in peers for text in (peer, f"{OWN} ÷ {peer}"))]
    yield f"| {' | '.join(header)} |"
    yield f"| --- |{' ---: |' * (len(header) - 1)}"
    for task, description in TASKS.items():
        own = _cell(results, size, OWN, task)
        row = [description, _middle(own, measure)]
        for peer in peers:
            other = _cell(results, size, peer, task)
            paired = _paired(own, other)
            row += [_middle(other, measure), ratio(*(cell.values(measure) for cell in paired))]
        if own.samples:
            yield f"| {' | '.join(row)} |"


def _middle(cell: Cell, measure: Measure) -> str:
    if not cell.samples:
        return "—"
    star = "\\*" if measure.disturbed and cell.noisy else ""
    return measure.form(median(cell.values(measure))) + star


def _paired(one: Cell, other: Cell) -> tuple[Cell, Cell]:
    """The samples of the rounds that both have, which an interrupted run lacks at its end."""
    rounds = {sample.round for sample in one.samples} & {sample.round for sample in other.samples}

    def kept(cell: Cell) -> Cell:
        return Cell(tuple(sample for sample in cell.samples if sample.round in rounds))

    return kept(one), kept(other)


def _cell(results: Results, size: int, tool: str, task: str) -> Cell:
    wanted = (size, tool, task)
    found = (one for one in results.samples if (one.articles, one.tool, one.task) == wanted)
    return Cell(tuple(sorted(found, key=lambda sample: sample.round)))


def between_marks(document: str, text: str, begin: str = BEGIN, end: str = END) -> str:
    """The document with `text` where its results stand; raises `ValueError` without the marks."""
    before, found, rest = document.partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended:
        raise ValueError(f"{begin.strip()} and {end.strip()} are not both there")
    return f"{before}{begin}\n{text}\n{end}{after}"


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--docs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=DOCS,
    help="The folder that holds performance.md; else docs.",
)
def main(files: tuple[Path, ...], docs: Path) -> None:
    """Write the results in FILES, each of one run, into performance.md, with a chart beside it."""
    runs = [read_results(file) for file in files]
    largest = max(runs, key=largest_size)
    page = docs / "performance.md"
    image = docs / "images" / "performance.svg"
    image.parent.mkdir(exist_ok=True)
    image.write_text(chart(largest), encoding="utf-8")
    title = f"Seconds that a build of {largest_size(largest):,} articles takes"
    text = "\n".join([f"![{title}](images/{image.name})\n", *map(report, runs)])
    page.write_text(between_marks(page.read_text(encoding="utf-8"), text), encoding="utf-8")


if __name__ == "__main__":
    main()
