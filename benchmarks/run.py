"""Builds the same archive with newsarchive and with others, in turn, and writes down the costs."""

from __future__ import annotations

import datetime
import os
import shlex
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
import msgspec

from benchmarks import measure
from benchmarks.corpus import CORPORA, Article, articles
from benchmarks.results import Results, Sample, this_commit, this_machine, write_results
from benchmarks.subject import TASKS, Subject
from benchmarks.tools import PEERS, Tool, newsarchive

WORK = Path(__file__).parents[1] / ".cache" / "benchmarks"

_SETTLED = 3.0
"""So many seconds old are all files when a round begins, as those of an archive are: who goes by
their times can't trust those of the last two seconds."""


class Names(click.ParamType[tuple[str, ...]]):
    """Names of peers, with commas between them."""

    name = "names"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        names = tuple(name for name in value.split(",") if name)
        for name in names:
            if name not in PEERS:
                self.fail(f"{name} is none of {', '.join(PEERS)}", param, ctx)
        return names


@click.command()
@click.option(
    "--articles",
    "sizes",
    type=click.IntRange(min=12),
    multiple=True,
    default=(3000,),
    show_default=True,
    help="How many articles the archive has; may be given more than once.",
)
@click.option(
    "--peers",
    type=Names(),
    default="hugo,hugo-related",
    show_default=True,
    help=f"Who is measured beside newsarchive: {', '.join(PEERS)}.",
)
@click.option(
    "--corpus",
    type=click.Choice([*CORPORA]),
    default="articles",
    show_default=True,
    help="What they are: articles of 12 KB, or issues of 190,000 characters.",
)
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Which archive is invented.")
@click.option(
    "--work",
    type=click.Path(file_okay=False, path_type=Path),
    default=WORK,
    help="A folder for the sites; else .cache/benchmarks.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file that the results go to.",
)
def main(
    sizes: tuple[int, ...],
    peers: tuple[str, ...],
    corpus: str,
    rounds: int,
    seed: int,
    work: Path,
    out: Path,
) -> None:
    """Measure builds of newsarchive and its peers on the same articles."""
    work = work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    tools = [newsarchive(work), *(PEERS[name](work) for name in peers)]
    commit = this_commit()
    results = Results(
        date=datetime.datetime.now(datetime.UTC).date(),
        command=shlex.join(["python", "-m", "benchmarks.run", *sys.argv[1:]]),
        seed=seed,
        machine=this_machine(),
        versions={
            tool.name: f"{tool.version} ({commit})" if commit and not at else tool.version
            for at, tool in enumerate(tools)
        },
        corpus=corpus,
    )
    for size in sizes:
        for sample in measured(tools, size, rounds, seed, work, CORPORA[corpus]):
            results = msgspec.structs.replace(results, samples=(*results.samples, sample))
            write_results(results, out)
            click.echo(
                f"{size:>7,}  round {sample.round}  {sample.task:<10} {sample.tool:<13}"
                f"{sample.cost.seconds:>8.2f} s {sample.cost.cpu:>8.2f} s of CPU"
                f"{sample.cost.memory / 1e6:>7,.0f} MB {sample.written.written:>8,} written,"
                f"{sample.written.changed:>8,} changed; others {sample.cost.others:.0%}"
            )


def measured(
    tools: Sequence[Tool],
    count: int,
    rounds: int,
    seed: int,
    work: Path,
    make: Callable[[int, int], Article],
) -> Iterator[Sample]:
    """A sample of each tool in turn for each task, round after round; `make` says what an article
    is."""
    folder = work / str(count)
    if folder.exists():
        shutil.rmtree(folder)
    subjects = [Subject(tool, folder / tool.name, count, seed, make) for tool in tools]
    click.echo(f"{count:>7,}  writing the articles")
    for story in articles(count, seed, make):
        for subject in subjects:
            subject.add(story)
    for number in range(1, rounds + 1):
        for subject in subjects:
            subject.begin()
        time.sleep(_SETTLED)
        for task in TASKS:
            for subject in subjects:
                subject.edit(task)
                os.sync()  # so that nobody waits for what another wrote
                log = folder / f"{subject.tool.name}.log"
                cost = measure.run(subject.tool.command, subject.folder, log)
                yield Sample(count, number, subject.tool.name, task, cost, subject.look())
    shutil.rmtree(folder)
    os.sync()


if __name__ == "__main__":
    main()
