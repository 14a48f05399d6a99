"""The built sites on a real server, and a real browser to read them with."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import pytest
from built import Website
from playwright.sync_api import Browser, Page, expect, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# How soon a busy machine shows what is awaited is no matter of these tests.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium."""
    executable = shutil.which("chromium")
    if executable is None:
        if os.environ.get("NEWSARCHIVE_BROWSER") == "required":
            pytest.fail("no chromium is on the path")
        pytest.skip("there is no chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield launched
        launched.close()


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a built folder below the path that the site stands at."""

    def __init__(self, *args: Any, website: Website) -> None:
        self.website = website
        super().__init__(*args, directory=str(website.folder))

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.website.prefix):
            return str(self.website.folder / "no such file")
        return super().translate_path("/" + path.removeprefix(self.website.prefix))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != HTTPStatus.NOT_FOUND:
            return super().send_error(code, message, explain)
        body = (self.website.folder / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
        pass


class Served:
    """A site, the address it is served at, and a browser to read it with."""

    def __init__(self, website: Website, origin: str, browser: Browser) -> None:
        self.website = website
        self.origin = origin
        self.browser = browser

    def url(self, path: str) -> str:
        address = self.website.address(path).removeprefix(self.website.settings.base_url)
        return f"{self.origin}{self.website.prefix}{address}"

    def kinds(self) -> Iterator[tuple[str, str]]:
        """What names each kind of page in each edition, and the URL of one. None redirects."""
        for (language, kind), path in self.website.kinds().items():
            if kind != "redirect":
                yield f"{kind} in {language}", self.url(path)

    @contextmanager
    def page(self, **context: Any) -> Iterator[Page]:
        with self.browser.new_context(**context) as opened:
            yield opened.new_page()


@pytest.fixture(scope="session")
def serve(browser: Browser) -> Iterator[Any]:
    servers = []

    @functools.cache
    def served(website: Website) -> Served:
        handler = functools.partial(Handler, website=website)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return Served(website, f"http://127.0.0.1:{server.server_port}", browser)

    yield served
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def served(serve: Any, website: Website) -> Served:
    one: Served = serve(website)
    return one


@pytest.fixture
def archive(serve: Any, demonstration: Website) -> Served:
    one: Served = serve(demonstration)
    return one
