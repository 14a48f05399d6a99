"""Edits the same archive under the previews of newsarchive and of others, in a browser, and writes
down how long an editor waits."""

from __future__ import annotations

import datetime
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import click
import msgspec
from playwright.sync_api import Browser, Error, Page, sync_playwright

from benchmarks import measure
from benchmarks.corpus import Article, article, articles
from benchmarks.report import DOCS, between_marks, measured_on
from benchmarks.results import this_commit, this_machine
from benchmarks.run import WORK, Names
from benchmarks.subject import Subject
from benchmarks.tools import PEERS, Tool, newsarchive

BEGIN, END = "<!-- previews -->\n", "<!-- end of previews -->\n"

PAGES = 20
EDITS = 5
_PATIENCE = 900
_REST = 2.0
"""How many seconds an editor looks at an edit before the next one."""


class Wait(msgspec.Struct, frozen=True):
    """What an editor waits for, in seconds: from the command to the first page; for a page more;
    and from saving an article until the browser that has it open shows that. The last two are
    medians. `memory` is the most bytes that the preview had."""

    first: float
    page: float
    seen: float
    memory: int


@click.command()
@click.option("--articles", "sizes", type=int, multiple=True, default=(3000,), show_default=True)
@click.option("--peers", type=Names(), default="hugo,eleventy", show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Which archive is invented.")
def main(sizes: tuple[int, ...], peers: tuple[str, ...], seed: int) -> None:
    """Measure previews of newsarchive and its peers on the same articles, and write a table into
    docs/performance.md."""
    WORK.mkdir(parents=True, exist_ok=True)
    tools = [newsarchive(WORK), *(PEERS[name](WORK) for name in peers)]
    for tool in tools:
        if not tool.serve:
            raise click.UsageError(f"{tool.name} shows no edit by itself")
    waits = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for size in sizes:
            for tool in tools:
                wait = waits[size, tool.name] = measured(tool, size, seed, WORK, browser)
                click.echo(f"{size:>7,}  {tool.name:<13} {'  '.join(_row(wait))}")
        browser.close()
    versions = ", ".join(f"{tool.name} {tool.version}" for tool in tools)
    where = measured_on(datetime.datetime.now(datetime.UTC).date(), this_machine())
    command = shlex.join(["python", "-m", "benchmarks.previews", *sys.argv[1:]])
    lines = [f"{where}; {versions}; commit {this_commit()}.", "", f"```console\n$ {command}\n```"]
    for size in sizes:
        heads = "first page | another page | saved to seen | memory"
        lines += ["", f"| {size:,} articles | {heads} |", "| --- | ---: | ---: | ---: | ---: |"]
        lines += [f"| {tool.name} | {' | '.join(_row(waits[size, tool.name]))} |" for tool in tools]
    page = DOCS / "performance.md"
    text = between_marks(page.read_text(encoding="utf-8"), "\n".join(lines), BEGIN, END)
    page.write_text(text, encoding="utf-8")


def measured(tool: Tool, count: int, seed: int, work: Path, browser: Browser) -> Wait:
    """What an editor of the first `count` articles of the archive waits for, who looks at them in
    `browser`. The site is made in the folder `work`."""
    folder = work / "previews"
    if folder.exists():
        shutil.rmtree(folder)
    subject = Subject(tool, folder / tool.name, count, seed)
    for story in articles(count, seed):
        subject.add(story)
    subject.begin()
    # Every preview finds what a build leaves: the store, or what the system has read by then.
    log = folder / "log"
    measure.run(tool.command, subject.folder, log)
    os.sync()
    story = article(count // 2, seed)
    others = [article(number, seed) for number in range(0, count, count // PAGES)][:PAGES]
    begun = time.perf_counter()
    with _served(tool, subject.folder, log) as (root, memory):
        _wait_for(root)
        first = time.perf_counter() - begun
        pages = [*_fetched(root, others)]
        page = browser.new_page()
        page.goto(root + _path(story))
        seen = [*_seen(page, subject, story)]
        page.close()
        return Wait(first, median(pages), median(seen), memory.stop())


@contextmanager
def _served(tool: Tool, folder: Path, log: Path) -> Iterator[tuple[str, measure.MemoryWatch]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*tool.serve, str(port)],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield f"http://localhost:{port}", measure.MemoryWatch(process.pid)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait()


def _wait_for(root: str) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(root, timeout=_PATIENCE).read()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.01)
        else:
            return
    raise SystemExit(f"{root} did not answer in {_PATIENCE} s")


def _fetched(root: str, stories: list[Article]) -> Iterator[float]:
    """How long each page of `stories` took."""
    for story in stories:
        begun = time.perf_counter()
        urllib.request.urlopen(root + _path(story)).read()
        yield time.perf_counter() - begun


def _seen(page: Page, subject: Subject, story: Article) -> Iterator[float]:
    """How long it took until `page`, which shows `story`, showed each edit of it."""
    for number in range(EDITS):
        time.sleep(_REST)
        mark = f"Correction number {number}."
        begun = time.perf_counter()
        subject.add(msgspec.structs.replace(story, body=f"{mark}\n\n{story.body}"))
        while not _shows(page, mark):
            if time.perf_counter() - begun > _PATIENCE:
                raise SystemExit(f"{page.url} did not show an edit in {_PATIENCE} s")
            time.sleep(0.01)
        yield time.perf_counter() - begun


def _shows(page: Page, text: str) -> bool:
    try:
        return bool(page.evaluate("text => document.body?.textContent.includes(text)", text))
    except Error:  # the page is being loaded again
        return False


def _path(story: Article) -> str:
    return f"/{story.date:%Y/%m}/{story.slug}/"


def _row(wait: Wait) -> tuple[str, ...]:
    return (
        f"{wait.first:.2f} s",
        f"{wait.page * 1000:.0f} ms",
        f"{wait.seen * 1000:,.0f} ms",
        f"{wait.memory / 1e6:,.0f} MB",
    )


if __name__ == "__main__":
    main()
