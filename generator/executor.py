"""An executor runs steps and never judges what needs to run; few tasks never wake it."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

T = TypeVar("T")
R = TypeVar("R")

FEW = 3
"""So many tasks, and no more, are done here at once rather than by others."""

AHEAD = 3
"""How many tasks wait for each worker: enough to keep it busy, few enough to hold in memory."""


class Workers(AbstractContextManager["Workers"]):
    """So many as `count` run steps, on the executor that `start` gives when there is enough to do.

    A context: at its end the executor is shut down, and `close` called.
    """

    def __init__(
        self, count: int, start: Callable[[], Executor], close: Callable[[], object] = lambda: None
    ) -> None:
        self._count = count
        self._start = start
        self._close = close
        self._executor: Executor | None = None
        self._running: deque[Future[Any]] = deque()

    def __exit__(self, *_: object) -> None:
        if self._executor is not None:
            for future in self._running:
                future.cancel()
            self._executor.shutdown(wait=True)
        self._close()

    def results(self, step: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
        """What `step` gives for each of `tasks`, in their order; raises what `step` raises.

        A step is a pure function, so one that came to nothing elsewhere is done again, here.
        """
        waiting = iter(tasks)
        first = list(islice(waiting, FEW + 1))
        waiting = chain(first, waiting)
        if self._count < 2 or len(first) <= FEW:
            yield from map(step, waiting)
            return
        if self._executor is None:
            self._executor = self._start()
        asked: deque[T] = deque()
        running: deque[Future[R]] = deque()
        self._running = running
        while True:
            for task in islice(waiting, self._count * AHEAD - len(asked)):
                asked.append(task)
                running.append(_submitted(self._executor, step, task))
            if not asked:
                return
            yield _result(step, asked.popleft(), running.popleft())


def _submitted(executor: Executor, step: Callable[[T], R], task: T) -> Future[R]:
    from concurrent.futures import BrokenExecutor, Future

    try:
        return executor.submit(step, task)
    except BrokenExecutor as error:
        failed: Future[R] = Future()
        failed.set_exception(error)
        return failed


def _result(step: Callable[[T], R], task: T, future: Future[R]) -> R:
    with suppress(Exception):  # what is the step's own fault is raised below
        return future.result()
    return step(task)


def serial() -> Workers:
    """Nobody else: every step runs in this process."""
    return processes(1)


def processes(count: int) -> Workers:
    """So many processes of this machine."""

    def start() -> Executor:
        # Most builds find little to do, and need not load what starts processes.
        from concurrent.futures import ProcessPoolExecutor

        return ProcessPoolExecutor(count, initializer=_end_with_parent)

    return Workers(count, start)


def _end_with_parent() -> None:
    """End this process when the one that started it is killed: a fork holds its locks too."""
    from multiprocessing import parent_process
    from threading import Thread

    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
