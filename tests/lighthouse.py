"""Lighthouse on the kinds of page that readers meet first: `make lighthouse` prints its scores."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from node import node_package
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

PAGES = ("", "2026/04/one-model-three-reports/", "topics/deepseek-v4/", "2026/04/")
PATHS = (*PAGES, *(f"zh-Hant/{page}" for page in PAGES))
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-sync"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The site as the servers of docs/publishing.md give it: compressed, on lasting connections."""
    app = Starlette(
        routes=[Mount("/", StaticFiles(directory=folder, html=True))],
        middleware=[Middleware(GZipMiddleware)],
    )
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    server.should_exit = True
    thread.join()


def scores(url: str, lighthouse: Path) -> dict[str, int]:
    """The score of each category, of 100."""
    command = ["node", str(lighthouse / "cli" / "index.js"), url, "--output=json", "--quiet"]
    environment = {**os.environ, "CHROME_PATH": shutil.which("chromium") or ""}
    ran = subprocess.run(
        [*command, f"--chrome-flags={FLAGS}"], env=environment, capture_output=True, check=True
    )
    report = json.loads(ran.stdout)
    for audit in report["audits"].values():
        if audit["score"] is not None and audit["score"] < 0.9:
            print(f"  {audit['id']}: {audit['title']} {audit.get('displayValue', '')}")
    return {
        name: round((category["score"] or 0) * 100)
        for name, category in report["categories"].items()
    }


def main() -> None:
    lighthouse = node_package("lighthouse", "12.8.2")
    perfect = True
    with tempfile.TemporaryDirectory() as folder:
        build = [
            sys.executable,
            "-m",
            "generator",
            "build",
            "--site",
            "..",
            "--output",
            folder + "/public",
        ]
        subprocess.run(build, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with served(Path(folder, "public")) as root:
            for path in PATHS:
                found = scores(root + path, lighthouse)
                perfect &= min(found.values()) == 100
                print(f"/{path}", *(f"{name} {score}" for name, score in found.items()))
    sys.exit(not perfect)


if __name__ == "__main__":
    main()
