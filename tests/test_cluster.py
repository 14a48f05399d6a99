"""A cluster of another engine gives what this machine gives, or is said to be of no use."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from herald import Site, article

from generator.cli import main
from generator.cluster import cluster as workers_of
from generator.version import program_version

pytest.importorskip("distributed")

CLUSTER = """\
import os, sys
from distributed import Client, LocalCluster
if __name__ == "__main__":
    with LocalCluster(
        n_workers=int(sys.argv[1]), threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster, Client(cluster) as client:
        print(cluster.scheduler_address, *client.run(os.getpid).values(), flush=True)
        sys.stdin.read()
"""


class Cluster:
    """A scheduler and its workers, each a process of this machine."""

    def __init__(self, folder: Path, count: int) -> None:
        script = folder / "cluster.py"
        script.write_text(CLUSTER)
        self._process = subprocess.Popen(
            [sys.executable, script, str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parents[1],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
            text=True,
        )
        assert self._process.stdout
        self.address, *pids = self._process.stdout.readline().split()
        self.workers = [int(pid) for pid in pids]

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), 2)
    yield cluster
    cluster.close()


@pytest.fixture
def herald(tmp_path: Path) -> Site:
    """A site with so much to do that it is shared."""
    site = Site(tmp_path / "site")
    body = "\n\n".join(f"Paragraph *{number}* of [it](/topics/)." for number in range(60))
    for number in range(60):
        text = article(f"Story {number}", f"2026-04-{number % 28 + 1:02}", body=body)
        site.write(f"content/2026/04/story-{number}.md", text)
        if number % 9 == 0:
            site.write(f"content/2026/04/story-{number}.zh-Hant.md", "一段。\n\n二段。\n")
    return site


def build(site: Site, address: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "generator", "build", "--site", site.root, "--scheduler", address],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def refusal(site: Site, address: str) -> str:
    """What is told of a cluster that cannot be used."""
    told = CliRunner().invoke(main, ["build", "--site", str(site.root), "--scheduler", address])
    assert told.exit_code == 1
    assert told.stdout == ""
    assert not site.output.exists()
    first, last = told.stderr.splitlines()
    assert last == "1 problem; nothing was written."
    return first


def test_a_cluster_gives_what_this_machine_gives(herald: Site, cluster: Cluster) -> None:
    process = build(herald, cluster.address)
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert herald.files() == herald.clean()


def test_a_worker_that_is_killed_costs_no_page(herald: Site, cluster: Cluster) -> None:
    process = build(herald, cluster.address)
    staged = herald.root / ".public.new/files/9"
    while not staged.exists():
        assert process.poll() is None
        time.sleep(0.005)
    os.kill(cluster.workers[0], signal.SIGKILL)
    assert process.poll() is None, "it ended too soon to show anything"
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    assert herald.files() == herald.clean()


BARE = """\
import asyncio, sys
from distributed import Scheduler, Worker
async def main():
    async with Scheduler(port=0, dashboard_address=None) as scheduler:
        print(scheduler.address, flush=True)
        await scheduler.finished()
async def work(address):
    async with Worker(address, nthreads=1, dashboard_address=None) as worker:
        print("ready", flush=True)
        await worker.finished()
asyncio.run(work(sys.argv[1]) if sys.argv[1:] else main())
"""


def started(*arguments: str) -> tuple[subprocess.Popen[str], str]:
    """A scheduler, or the worker of one, and what it says when it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", BARE, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[1],
        text=True,
    )
    assert process.stdout
    return process, process.stdout.readline().strip()


@pytest.mark.parametrize("victim", ["worker", "scheduler"])
def test_what_nobody_is_left_to_do_is_done_here(
    victim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.cluster.LOOK", 0.2)
    monkeypatch.setattr("generator.cluster.PATIENCE", 0.6)
    scheduler, address = started()
    worker, _ = started(address)
    try:
        with workers_of(address, program_version()) as workers:
            results = workers.results(abs, range(0, -99, -1))
            found = [next(results)]
            (worker if victim == "worker" else scheduler).kill()
            found += results
            assert found == [*range(99)]
    finally:
        for process in (worker, scheduler):
            process.kill()
            process.communicate()


def test_a_scheduler_without_workers_is_told(herald: Site, tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, 0)
    try:
        assert refusal(herald, cluster.address) == (
            f"{cluster.address}:1: the cluster has no worker; start some: dask worker ADDRESS"
        )
    finally:
        cluster.close()


def test_workers_of_another_version_are_told(
    herald: Site, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.version.program_version", lambda: b"another")
    told = refusal(herald, cluster.address)
    assert told.endswith(
        " has another version of newsarchive; install this version on every worker"
    )


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("tcp://127.0.0.1:1", "Timed out trying to connect to tcp://127.0.0.1:1 after 5 s"),
        ("nonsense", "missing port number in address 'nonsense'"),
    ],
)
def test_an_address_where_no_scheduler_is_is_told(herald: Site, address: str, why: str) -> None:
    assert refusal(herald, address) == (
        f"{address}:1: no scheduler answers there: {why}; start one, or build without `--scheduler`"
    )


def test_dask_that_is_not_installed_is_told(herald: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert refusal(herald, "tcp://127.0.0.1:8786") == (
        "tcp://127.0.0.1:8786:1: Dask is not installed; pip install 'newsarchive[cluster]'"
    )
