"""Who runs the steps makes no difference to what they give."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path

import pytest
from herald import Site, article

from generator.executor import FEW, Workers, processes, serial

TASKS = range(40)


def squared(number: int) -> int:
    time.sleep((number % 3) * 0.002)
    return number * number


def refused(number: int) -> int:
    if number == 23:
        raise ValueError(f"not {number}")
    return number


def fatal(here: int, number: int) -> int:
    """A step whose process is killed, as by a system that has no memory left."""
    if number == 7 and os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def unavailable() -> Executor:
    raise AssertionError("nobody was to be asked")


@pytest.mark.parametrize("start", [serial, lambda: processes(2), lambda: processes(5)])
def test_results_come_in_the_order_of_the_tasks(start: Callable[[], Workers]) -> None:
    with start() as workers:
        assert list(workers.results(squared, TASKS)) == [squared(one) for one in TASKS]
        assert list(workers.results(squared, [])) == []


@pytest.mark.parametrize("count", [1, 2])
def test_what_a_step_raises_is_raised_after_the_results_before_it(count: int) -> None:
    with processes(count) as workers:
        results = workers.results(refused, TASKS)
        assert list(islice(results, 23)) == list(range(23))
        with pytest.raises(ValueError, match="not 23"):
            next(results)


def test_results_that_nobody_waits_for_are_not_given_to_others() -> None:
    """As when a build finds in the middle that its store is damaged, and begins again."""
    with processes(2) as workers:
        first = workers.results(squared, TASKS)
        assert list(islice(first, 3)) == [0, 1, 4]
        second = workers.results(squared, range(100, 140))
        assert list(second) == [one * one for one in range(100, 140)]
        assert list(first) == [one * one for one in range(3, 40)]


def test_few_tasks_wake_nobody() -> None:
    with Workers(8, unavailable) as workers:
        assert list(workers.results(squared, range(FEW))) == [0, 1, 4]
    with Workers(1, unavailable) as workers:
        assert list(workers.results(squared, TASKS)) == [squared(one) for one in TASKS]


def test_tasks_are_taken_when_there_is_somebody_to_do_them() -> None:
    """However many there are, few of them are in memory."""
    taken = 0

    def tasks() -> Iterator[int]:
        nonlocal taken
        for one in range(1000):
            taken += 1
            yield one

    with Workers(2, lambda: ThreadPoolExecutor(2)) as workers:
        for done, _ in enumerate(workers.results(lambda one: one, tasks())):
            assert taken - done <= 10


def test_a_process_that_is_killed_costs_no_result() -> None:
    step = partial(fatal, os.getpid())
    with processes(2) as workers:
        assert list(workers.results(step, TASKS)) == [one * one for one in TASKS]
        assert list(workers.results(squared, TASKS)) == [one * one for one in TASKS]


def test_a_site_is_the_same_when_its_workers_are_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.build.making.BATCH", 2)
    site = Site(tmp_path / "site")
    for day in range(1, 20):
        site.write(f"content/2026/04/story-{day}.md", article(f"Story {day}", f"2026-04-{day:02}"))
    clean = site.clean()
    killed: list[int] = []
    with monkeypatch.context() as patch:
        results = Workers.results

        def killing(
            self: Workers, step: Callable[[object], object], tasks: Iterable[object]
        ) -> Iterator[object]:
            for result in results(self, step, tasks):
                if not killed and (pool := getattr(self._executor, "_processes", None)):
                    killed.append(next(iter(pool)))
                    os.kill(killed[0], signal.SIGKILL)
                yield result

        patch.setattr(Workers, "results", killing)
        site.build(workers=2)
    assert killed
    assert site.files() == clean


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    """Those that a killed build leaves behind would hold its locks for ever."""
    place = tmp_path / "pids"
    child = os.fork()
    if child == 0:
        workers = processes(2)
        results = workers.results(partial(noted, place), range(1000))
        for _ in results:
            pass
        os._exit(0)
    while not place.exists() or len({*place.read_text().split()}) < 2:
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    orphans = {int(line) for line in place.read_text().split()}
    while any(is_running(orphan) for orphan in orphans):
        time.sleep(0.01)


def noted(place: Path, _: int) -> None:
    with place.open("a") as file:
        file.write(f"{os.getpid()}\n")
    time.sleep(0.01)


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
