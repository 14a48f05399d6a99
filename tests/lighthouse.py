"""Lighthouse on the kinds of page that readers meet first: `make lighthouse` prints its scores."""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from node import node_package

PAGES = ("", "2026/04/one-model-three-reports/", "topics/deepseek-v4/", "2026/04/")
PATHS = (*PAGES, *(f"zh-Hant/{page}" for page in PAGES))
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-sync"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


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
