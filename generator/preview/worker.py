"""All work on a site is done in one thread, in the order it came, and nobody waits for its end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import TypeVar

R = TypeVar("R")


class Worker:
    """A thread that does what it is asked to, one thing after another. It is a daemon: what is
    under way when the program ends is not waited for."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="preview", daemon=True)
        self._thread.start()

    def close(self, patience: float = 0.5) -> None:
        """Do nothing more; what is under way has so many seconds to end."""
        self._waiting.put(None)
        self._thread.join(patience)

    async def result(self, step: Callable[[], R]) -> R:
        """What `step` gives, or raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[R] = loop.create_future()
        self._waiting.put(partial(_settle, loop, future, step))
        return await future

    def _work(self) -> None:
        while (task := self._waiting.get()) is not None:
            task()


def _settle(
    loop: asyncio.AbstractEventLoop, future: asyncio.Future[R], step: Callable[[], R]
) -> None:
    def settled(value: R) -> None:
        if not future.done():
            future.set_result(value)

    def failed(error: BaseException) -> None:
        if not future.done():
            future.set_exception(error)

    with suppress(RuntimeError):  # the loop has ended, and so has whoever waited
        try:
            value = step()
        except Exception as error:
            loop.call_soon_threadsafe(failed, error)
        else:
            loop.call_soon_threadsafe(settled, value)
