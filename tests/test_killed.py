"""A build that is killed anywhere is repaired by the next, and nobody else's file is gone.

There are 40 kills; with `NEWSARCHIVE_KILLS=200` in the environment, so many.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from herald import Site, article

KILLS = int(os.environ.get("NEWSARCHIVE_KILLS", "40"))
VARIANTS = 4
FOREIGN = {
    "CNAME": b"herald.example",
    "notes.txt": b"mine",
    "2026/04/story-1/notes.txt": b"mine too",
    "assets/mine/picture.png": b"\x89PNG",
    "elsewhere/index.html": b"<title>A page of another program</title>",
}


def write_variant(site: Site, variant: int) -> None:
    """Other texts, topics, months and addresses, so that much is written and much removed."""
    shutil.rmtree(site.root / "content", ignore_errors=True)
    for number in range(1, 6):
        month = 4 if number < 3 else 4 + variant
        title = f"Story {number} of {variant}"
        text = article(title, f"2026-{month:02}-0{number}", f"News, Topic {variant}")
        site.write(f"content/2026/04/story-{number + (variant if number > 3 else 0)}.md", text)
    site.write("static/assets/mine.css", f"/* {variant} */")


def killed_after(seconds: float, build: Callable[[], object]) -> bool:
    """Whether `build` was under way when a process that does it was killed."""
    child = os.fork()
    if child == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        replace = os.replace

        def slowly(source: str, target: str) -> None:
            # As on a slow disk: else hardly a kill would fall between two renames.
            time.sleep(0.003)
            replace(source, target)

        os.replace = slowly  # type: ignore[assignment]
        try:
            build()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_a_build_that_was_killed_is_repaired_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.executor.FEW", 1)
    monkeypatch.setattr("generator.build.making.BATCH", 4)
    site = Site(tmp_path / "site")
    clean = []
    for variant in range(VARIANTS):
        write_variant(site, variant)
        clean.append(site.clean())
    site.build()
    for path, data in FOREIGN.items():
        target = site.output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    chance = random.Random()
    killed, latest = 0, 0.5
    while killed < KILLS:
        write_variant(site, chance.randrange(VARIANTS))
        if chance.random() < 0.1:
            shutil.rmtree(site.root / ".cache")
        build = partial(site.build, workers=chance.choice([1, 2]))
        if killed_after(chance.uniform(0, latest), build):
            killed += 1
            latest *= 1.1
        else:
            latest *= 0.8  # it was done before
        if chance.random() < 0.3:
            continue  # killed once more, before anything is repaired
        variant = chance.randrange(VARIANTS)
        write_variant(site, variant)
        site.build()
        assert site.files() == clean[variant] | FOREIGN
        assert not list(site.root.glob(".*.new"))
    write_variant(site, 0)
    site.build()
    assert site.files() == clean[0] | FOREIGN
