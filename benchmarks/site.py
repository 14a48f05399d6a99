"""Writes down the archive that is measured, as a site to try things on."""

from __future__ import annotations

from pathlib import Path

import click

from benchmarks.corpus import CORPORA, articles
from benchmarks.subject import Subject
from benchmarks.tools import newsarchive


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--articles", "count", type=click.IntRange(min=12), default=3000, show_default=True)
@click.option("--corpus", type=click.Choice([*CORPORA]), default="articles", show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Which archive is invented.")
def main(folder: Path, count: int, corpus: str, seed: int) -> None:
    """Make a site of newsarchive in FOLDER, which must not be there yet."""
    if folder.exists():
        raise click.BadParameter(f"{folder} is there already")
    site = Subject(newsarchive(folder), folder, count, seed, CORPORA[corpus])
    for one in articles(count, seed, CORPORA[corpus]):
        site.add(one)


if __name__ == "__main__":
    main()
