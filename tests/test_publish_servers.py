"""The blocks that are printed for web servers do what they say, by the servers themselves."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import msgspec
import pytest

from generator.publishing.newsroom import Settings
from generator.publishing.webserver import FOR_EVER, caddy, nginx

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
    "search/index.html": "search",
    "search/index.json": "{}",
    "search/all/7.bin": "shard",
    "search/2026-04/0.json": "[]",
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
    (site / "previews/next/releases/1/long.css").write_text("p { margin: 0 }" * 400)
    for parent in tmp_path.parents:  # a server may drop its rights
        if parent.stat().st_mode & 0o005 != 0o005 and parent.owner() != "root":
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
    for path in ("search/all/7.bin?v=0a1b2c3d", "search/2026-04/0.json?v=0a1b2c3d"):
        answer, text = ask(port, prefix + path)
        assert (answer.status, answer.headers["Cache-Control"]) == (200, FOR_EVER)
    for path in (
        "search/",
        "search/?v=0a1b2c3d",
        "search/index.json",
        "search/index.json?v=0a1b2c3d",
        "search/all/7.bin",
        "search/all/8.bin?v=0a1b2c3d",
    ):
        answer, text = ask(port, prefix + path)
        assert answer.status == (404 if "8.bin" in path else 200)
        assert answer.headers["Cache-Control"] == "no-cache"


def check_preview(port: int, host: str, prefix: str, missing: str) -> None:
    """What both servers do for the preview that stands below `prefix`; one is `missing`."""
    answer, text = ask(port, f"{prefix}/2026/04/one/", host)
    assert (answer.status, text) == (200, "one")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert ask(port, f"{prefix}/", host)[1] == "home"
    assert ask(port, f"{prefix}/feed.xml", host)[1] == "<feed/>"
    for path, page in (("no", "not here"), ("2026/no/", "not here"), ("zh-Hant/no/", "找不到")):
        answer, text = ask(port, f"{prefix}/{path}", host)
        assert (answer.status, text) == (404, page)
        assert answer.headers["X-Robots-Tag"] == "noindex"
    for path in ["/2026/04/one", "/zh-Hant", *([""] if prefix else [])]:
        answer, _ = ask(port, prefix + path, host)
        assert answer.status in (301, 308)
        assert answer.headers["Location"] == f"{prefix}{path}/"
    headers = {"Host": host, "Accept-Encoding": "gzip"}
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", f"{prefix}/long.css", headers=headers)
    assert connection.getresponse().headers["Content-Encoding"] == "gzip"
    other = host if prefix else host.replace("next", "other")
    assert ask(port, missing, other)[0].status == 404


PREVIEWS = [
    ("http://preview.localhost/{branch}/", "preview.localhost", "/next", "/other/"),
    ("http://preview.localhost/a/{branch}/", "preview.localhost", "/a/next", "/a/other/"),
    ("http://{branch}.preview.localhost/", "next.preview.localhost", "", "/"),
]


def nginx_command(block: str, tmp_path: Path) -> list[str]:
    temporary = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = tmp_path / "nginx.conf"
    block = re.sub(r" +listen \[::\]:\d+;\n", "", block)
    config.write_text(
        f"daemon off;\nuser root;\npid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{temporary}{block}}}\n"
    )
    return [str(NGINX), "-c", str(config), "-e", "stderr", "-p", str(tmp_path)]


def caddy_command(block: str, tmp_path: Path) -> list[str]:
    config = tmp_path / "Caddyfile"
    config.write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{block}")
    return [str(CADDY), "run", "--adapter", "caddyfile", "--config", str(config)]


def moved(settings: Settings, port: int) -> Settings:
    """The same at the port `port`."""
    address, previews = (
        re.sub(r"(//[^/]+)/", rf"\1:{port}/", text, count=1)
        for text in (settings.address, settings.previews)
    )
    return msgspec.structs.replace(settings, address=address, previews=previews)


@pytest.mark.parametrize(
    ("block", "command"),
    [
        pytest.param(
            nginx,
            nginx_command,
            marks=pytest.mark.skipif(NGINX is None, reason="nginx is not installed"),
        ),
        pytest.param(
            caddy,
            caddy_command,
            marks=pytest.mark.skipif(CADDY is None, reason="Caddy is not installed"),
        ),
    ],
)
def test_server(
    settings: Settings,
    tmp_path: Path,
    block: Callable[[Settings], str],
    command: Callable[[str, Path], list[str]],
) -> None:
    path = settings.address.removeprefix("http://127.0.0.1")
    for previews, host, prefix, missing in PREVIEWS:
        port = free_port()
        shown = moved(msgspec.structs.replace(settings, previews=previews), port)
        with running(command(block(shown), tmp_path), port):
            check(port, path)
            check_preview(port, host, prefix, missing)


def test_a_port_is_listened_at_and_is_no_part_of_the_name(settings: Settings) -> None:
    lines = [line.strip() for line in nginx(moved(settings, 8086)).splitlines()]
    assert lines.count("listen 8086;") == lines.count("listen [::]:8086;") == 2
    assert "server_name 127.0.0.1;" in lines
    assert "server_name preview.localhost;" in lines
    assert "listen 80;" in [line.strip() for line in nginx(settings).splitlines()]
