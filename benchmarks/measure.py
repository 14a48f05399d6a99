"""What one run of a program costs. Linux only: the figures come from /proc."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_OFTEN = 0.02
_SHARE = 20
"""Looking at memory may take a twentieth of one processor."""


class Cost(msgspec.Struct, frozen=True):
    """Seconds; bytes of memory; `others` is the share of all processors that others used."""

    seconds: float
    cpu: float
    memory: int
    others: float


def run(command: Sequence[str], folder: Path, log: Path) -> Cost:
    """Runs the program in `folder`; what it prints goes to the file `log`.

    `cpu` is that of the program and of every process that it waited for. `memory` is the largest
    sum of the proportional set sizes of all its processes, in which shared pages count once,
    looked at every 20 milliseconds or as often as that costs little. Raises `SystemExit` with the
    end of the log if the program fails.
    """
    busy, own = _busy(), _own()
    start = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    watch = MemoryWatch(process.pid)
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    seconds = time.perf_counter() - start
    busy, own = _busy() - busy, _own() - own
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise SystemExit(f"{command[0]} ended with {process.returncode}:\n{tail}")
    cpu = usage.ru_utime + usage.ru_stime
    others = max(0.0, busy - own - cpu) / (seconds * (os.cpu_count() or 1))
    return Cost(seconds, cpu, watch.stop(), others)


class MemoryWatch:
    """Looks at the memory of all processes of a session until it is stopped."""

    def __init__(self, session: int) -> None:
        self._session = session
        self._most = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """The most bytes that they had together."""
        self._ended.set()
        self._thread.join()
        return self._most

    def _look(self) -> None:
        pause = _OFTEN
        while not self._ended.wait(pause):
            start = time.perf_counter()
            self._most = max(self._most, sum(map(_memory, _session(self._session))))
            pause = max(_OFTEN, _SHARE * (time.perf_counter() - start))


def _session(session: int) -> Iterator[Path]:
    for process in PROC.iterdir():
        if process.name.isdigit():
            try:
                stat = (process / "stat").read_text()
            except OSError:  # it ended
                continue
            # The name of the program, in brackets, may hold anything.
            if int(stat.rpartition(")")[2].split()[3]) == session:
                yield process


def _memory(process: Path) -> int:
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _busy() -> float:
    """Seconds that all processors have worked since the machine started."""
    names = "user nice system idle iowait irq softirq steal".split()
    first = (PROC / "stat").read_text().split("\n", 1)[0].split()[1:]
    ticks = dict(zip(names, map(int, first), strict=False))
    return (sum(ticks.values()) - ticks["idle"] - ticks["iowait"]) / _TICKS


def _own() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
