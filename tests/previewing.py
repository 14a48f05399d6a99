"""The preview of a site in a folder, served in this process to whoever asks."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generator.config import load_project
from generator.preview import Preview, Server, listening, serving
from generator.theme import THEME

PATIENCE = 30.0


class Answer:
    """What a server answered: the body is read."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()


class Previewed:
    """A site that is served at `port`; `said` has the lines of the terminal."""

    def __init__(self, root: Path, port: int, server: Server, said: list[str]) -> None:
        self.root = root
        self.port = port
        self.server = server
        self.said = said

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers=headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        """Edit a file as most editors do: another takes its place."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        beside = self.root / f"{path}.tmp~"
        beside.write_text(text.replace(old, new), encoding="utf-8")
        beside.replace(self.root / path)

    def until(self, wanted: Callable[[], object]) -> None:
        """Wait until `wanted` gives something."""
        end = time.monotonic() + PATIENCE
        while not wanted():
            assert time.monotonic() < end, f"it never came; the terminal said {self.said}"
            time.sleep(0.01)

    @contextmanager
    def events(self) -> Iterator[Events]:
        before = len(self.server.hub)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", "/.newsarchive/events")
        response = connection.getresponse()
        self.until(lambda: len(self.server.hub) > before)
        try:
            yield Events(response)
        finally:
            response.close()
            connection.close()


class Events:
    """What a browser is told."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self._response = response
        self.type = response.headers["content-type"]

    def next(self) -> dict[str, Any]:
        while not (line := self._response.readline()).startswith(b"data: "):
            assert line, "the events ended"
        told: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
        return told


@contextmanager
def previewed(
    root: Path, *, drafts: bool = False, follow: bool = False, now: str = "2026-05-01"
) -> Iterator[Previewed]:
    """The site in the folder `root`, as its editor sees it on the day `now`."""
    import datetime

    project = load_project(root, THEME)
    minute = datetime.date.fromisoformat(now).toordinal() * 1440
    said: list[str] = []
    listener = listening("127.0.0.1", 0)
    port = listener.getsockname()[1]
    preview = Preview(project, drafts, lambda: minute)
    server = Server(preview, root, follow, said.append)
    running = serving(server, "127.0.0.1")
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    one = Previewed(root, port, server, said)
    try:
        one.until(lambda: running.started)
        yield one
    finally:
        running.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive()
