"""The blocks that are printed for web servers do what they say, by the servers themselves."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from generator.publishing.newsroom import Settings
from generator.publishing.webserver import caddy, nginx

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
CADDY = shutil.which("caddy")

PAGES = {
    "index.html": "home",
    "404.html": "not here",
    "zh-Hant/index.html": "首頁",
    "zh-Hant/404.html": "找不到",
    "2026/04/one/index.html": "one",
    "feed.xml": "<feed/>",
    "assets/0123456789/style.css": "p { }",
}


@pytest.fixture(params=["/", "/news/"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """A newsroom that stands at a host, or below a path of it, with one release and the last."""
    site = tmp_path / "www"
    for path, text in PAGES.items():
        for folder in ("releases/2", "previews/next/releases/1"):
            file = site / folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    old = site / "releases/1/assets/aaaaaaaaaa/style.css"
    old.parent.mkdir(parents=True)
    old.write_text("old")
    for link, target in (("current", "releases/2"), ("previous", "releases/1")):
        (site / link).symlink_to(target)
    (site / "previews/next/current").symlink_to("releases/1")
    for folder in tmp_path.parents:  # a server may drop its rights
        if folder.stat().st_mode & 0o005 != 0o005 and folder.owner() != "root":
            pytest.skip("a server cannot reach the folder of tests")
    return Settings(
        str(site),
        "main",
        f"http://127.0.0.1{request.param}",
        5,
        "http://preview.localhost/{branch}/",
    )


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], port: int) -> Iterator[int]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        while process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        assert process.poll() is None, process.stderr and process.stderr.read()
        yield port
    finally:
        process.terminate()
        process.communicate()


def ask(port: int, path: str, host: str = "127.0.0.1") -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    return answer, answer.read().decode()


def check(port: int, prefix: str) -> None:
    """What both servers do."""
    answer, text = ask(port, prefix)
    assert (answer.status, text) == (200, "home")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert ask(port, f"{prefix}2026/04/one/")[1] == "one"
    assert ask(port, f"{prefix}zh-Hant/")[1] == "首頁"
    for path, page in (("no/", "not here"), ("zh-Hant/no/", "找不到")):
        answer, text = ask(port, prefix + path)
        assert (answer.status, text) == (404, page)
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    answer, text = ask(port, f"{prefix}assets/0123456789/style.css")
    assert (answer.status, text) == (200, "p { }")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert ask(port, f"{prefix}assets/aaaaaaaaaa/style.css")[1] == "old"
    answer, text = ask(port, f"{prefix}assets/bbbbbbbbbb/style.css")
    assert (answer.status, text) == (404, "not here")
    assert answer.headers["Cache-Control"] == "no-cache"
    answer, text = ask(port, "/next/2026/04/one/", "preview.localhost")
    assert (answer.status, text) == (200, "one")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert ask(port, "/next/", "preview.localhost")[1] == "home"
    assert ask(port, "/other/", "preview.localhost")[0].status == 404


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_nginx(settings: Settings, tmp_path: Path) -> None:
    port = free_port()
    block = nginx(settings).replace("listen 80;", f"listen 127.0.0.1:{port};")
    block = block.replace("    listen [::]:80;\n", "")
    temporary = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = tmp_path / "nginx.conf"
    config.write_text(
        f"daemon off;\nuser root;\npid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{temporary}{block}}}\n"
    )
    command = [str(NGINX), "-c", str(config), "-e", "stderr", "-p", str(tmp_path)]
    with running(command, port):
        check(port, settings.address.removeprefix("http://127.0.0.1"))


@pytest.mark.skipif(CADDY is None, reason="Caddy is not installed")
def test_caddy(settings: Settings, tmp_path: Path) -> None:
    port = free_port()
    block = caddy(settings).replace("http://127.0.0.1 {", f"http://127.0.0.1:{port} {{")
    block = block.replace("http://preview.localhost {", f"http://preview.localhost:{port} {{")
    config = tmp_path / "Caddyfile"
    config.write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{block}")
    command = [str(CADDY), "run", "--adapter", "caddyfile", "--config", str(config)]
    with running(command, port):
        check(port, settings.address.removeprefix("http://127.0.0.1"))
