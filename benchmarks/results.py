"""The file that a run leaves and the report reads."""

from __future__ import annotations

import datetime
import os
import platform
import subprocess
from collections.abc import Mapping
from pathlib import Path

import msgspec

from benchmarks.measure import PROC, Cost
from benchmarks.subject import Written


class Sample(msgspec.Struct, frozen=True):
    """One build: of `articles` articles, in which round, by which tool, after which edit."""

    articles: int
    round: int
    tool: str
    task: str
    cost: Cost
    written: Written


class Machine(msgspec.Struct, frozen=True):
    """Where it ran; memory in bytes."""

    processor: str
    processors: int
    memory: int
    system: str


class Results(msgspec.Struct, frozen=True):
    """All samples of a run. `versions` are by tool, newsarchive's own first; `corpus` says what the
    archive was made of."""

    date: datetime.date
    command: str
    seed: int
    machine: Machine
    versions: Mapping[str, str]
    corpus: str = "articles"
    samples: tuple[Sample, ...] = ()


def this_machine() -> Machine:
    model = (
        line.partition(":")[2].strip()
        for line in (PROC / "cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    )
    kernel = ".".join(platform.release().split(".")[:2])
    return Machine(
        processor=next(model, platform.machine()),
        processors=os.cpu_count() or 1,
        memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        system=f"{platform.system()} {kernel}, Python {platform.python_version()}",
    )


def this_commit() -> str:
    """The commit of this repository, with a word if files differ from it; nothing without git."""
    command = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"]
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def write_results(results: Results, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(results)) + b"\n")


def read_results(path: Path) -> Results:
    return msgspec.json.decode(path.read_bytes(), type=Results)
