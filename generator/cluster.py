"""A cluster of another engine runs the steps, behind the interface that processes have."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from threading import Event, Thread
from typing import Any, TypeVar
from weakref import WeakSet

from generator.errors import Problem, Problems
from generator.executor import Workers

R = TypeVar("R")

EXTRA = "pip install 'newsarchive[cluster]'"

LOOK = 1.0
"""How often a build looks whether there is anybody left, in seconds."""

PATIENCE = 10.0
"""How long it waits for workers that are begun anew, in seconds."""


def cluster(address: str, version: bytes) -> Workers:
    """The workers of the Dask cluster whose scheduler is at `address`, such as
    `tcp://10.0.0.1:8786`; raises `Problems` where it cannot be used.

    Each worker must have this `version` of the program, since its results are kept as ours.
    """
    try:
        from distributed import Client
    except ImportError:
        raise _unusable(address, "Dask is not installed", EXTRA) from None
    try:
        client: Any = Client(address, timeout="5s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        what = f"no scheduler answers there: {error}".partition("\n")[0]
        raise _unusable(address, what, "start one, or build without `--scheduler`") from None
    try:
        versions = client.run(_version)
    except Exception as error:  # whatever a worker's import of the program raises
        client.close()
        what = f"a worker cannot load newsarchive: {error}".partition("\n")[0]
        raise _unusable(address, what, "install this version on every worker") from None
    others = sorted(name for name, other in versions.items() if other != version)
    if others or not versions:
        client.close()
        if not versions:
            raise _unusable(address, "the cluster has no worker", "start some: dask worker ADDRESS")
        what = f"{others[0]} has another version of newsarchive"
        raise _unusable(address, what, "install this version on every worker")

    def start() -> Executor:
        return _Cluster(client)

    return Workers(len(versions) + 1, start, client.close)


class _Cluster(Executor):
    """The workers of a cluster. When the last of them is gone for good, or the scheduler is, what
    waits for them is cancelled, and no more is taken."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._waiting: WeakSet[Future[Any]] = WeakSet()
        self._ended = Event()
        Thread(target=self._watch, daemon=True).start()

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        if self._ended.is_set():
            raise BrokenExecutor("the cluster has no worker any more")
        future: Future[R] = Future()
        try:
            asked = self._client.submit(fn, *args, pure=False, **kwargs)
            asked.add_done_callback(lambda done: _pass_on(done, future))
        except Exception as error:  # whatever the engine raises when its scheduler is gone
            raise BrokenExecutor(str(error)) from error
        self._waiting.add(future)
        return future

    def shutdown(self, *_: object, **__: object) -> None:
        """Take no more; there is nothing to wait for, as nobody wants what is not done by now."""
        self._ended.set()

    def _watch(self) -> None:
        missed = 0.0
        while missed < PATIENCE:
            if self._ended.wait(LOOK):
                return
            missed = 0.0 if self._has_workers() else missed + LOOK
        self._ended.set()
        for future in list(self._waiting):
            future.cancel()

    def _has_workers(self) -> bool:
        try:
            return bool(self._client.nthreads())
        except Exception:  # as above
            return False


def _pass_on(done: Any, future: Future[Any]) -> None:
    """Give `future` what came of what the engine calls `done`, unless it was cancelled: a result
    that is lost with its worker is waited for again."""
    try:
        result = done.result()
    except Exception as error:  # of the step, or of the engine
        if future.set_running_or_notify_cancel():
            future.set_exception(error)
    else:
        if future.set_running_or_notify_cancel():
            future.set_result(result)


def _version() -> bytes:
    from generator.version import program_version

    return program_version()


def _unusable(address: str, what: str, remedy: str) -> Problems:
    return Problems([Problem(address, 1, what, remedy)])
