"""A cluster of another engine runs the steps, behind the interface that processes have."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Any

from generator.errors import Problem, Problems
from generator.executor import Workers

EXTRA = "pip install 'newsarchive[cluster]'"


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
        executor: Executor = client.get_executor(pure=False)
        return executor

    return Workers(len(versions) + 1, start, client.close)


def _version() -> bytes:
    from generator.version import program_version

    return program_version()


def _unusable(address: str, what: str, remedy: str) -> Problems:
    return Problems([Problem(address, 1, what, remedy)])
