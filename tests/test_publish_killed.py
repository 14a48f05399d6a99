"""Whatever happens to a push, readers see one whole release, and the next push puts all right."""

from __future__ import annotations

import functools
import os
import random
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from herald import SITE, article
from newsroom import Clone, Newsroom

PAGES = ("/", "/zh-Hant/", "/2026/04/one/", "/zh-Hant/2026/04/one/", "/2026/04/", "/topics/news/")


@pytest.fixture
def editor(newsroom: Newsroom) -> Clone:
    clone = newsroom.clone()
    clone.write("content/2026/04/one.md", article("One"))
    edition(clone, 1)
    clone.push()
    return clone


def edition(clone: Clone, number: int) -> None:
    """A commit that every page shows the number of."""
    site = SITE.replace("The Herald", f"Herald {number}").replace("先鋒報", f"Herald {number}")
    clone.write("site.toml", site)
    clone.commit(f"Number {number}")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


class Readers:
    """A client that reads pages all the while. `seen` has the numbers on them, in order."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read)
        self.seen: list[int] = []
        self.wrong: list[str] = []

    def _read(self) -> None:
        at = 0
        while not self._stop.is_set():
            path = PAGES[at % len(PAGES)]
            at += 1
            connection = HTTPConnection("127.0.0.1", self._port)
            connection.request("GET", path)
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            number = re.search(r"Herald (\d+)", text)
            if answer.status != 200 or number is None or not text.rstrip().endswith("</html>"):
                self.wrong.append(f"{path}: {answer.status}")
            else:
                self.seen.append(int(number[1]))

    def __enter__(self) -> Readers:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """The folder, by a server; gives its port."""
    handler = functools.partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_readers_see_only_whole_releases(newsroom: Newsroom, editor: Clone) -> None:
    with served(newsroom.site / "current") as port, Readers(port) as readers:
        for number in range(2, 7):
            edition(editor, number)
            editor.push()
    assert readers.wrong == []
    # All pages turn at once: who has seen a number never sees an older one, on any page.
    assert readers.seen == sorted(readers.seen)
    assert len(set(readers.seen)) > 2
    assert newsroom.whole(editor)


def hooks(newsroom: Newsroom) -> list[int]:
    """The processes that hooks of the newsroom's repository run in."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdecimal():
            try:
                command = Path("/proc", name, "cmdline").read_bytes()
            except OSError:
                continue
            if b"receive\0" in command and os.fsencode(newsroom.repository) in command:
                found.append(int(name))
    return found


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="there is no /proc")
def test_a_hook_that_is_killed_anywhere(newsroom: Newsroom, editor: Clone) -> None:
    chance = random.Random(1)
    number, killed = 1, 0
    with served(newsroom.site / "current") as port, Readers(port) as readers:
        for _ in range(8):
            number += 1
            edition(editor, number)
            with editor.begin_push("+main") as push:
                pause = time.monotonic() + chance.uniform(0.1, 2.0)
                while push.poll() is None and time.monotonic() < pause:
                    time.sleep(0.01)
                for process in hooks(newsroom):
                    with suppress(ProcessLookupError):
                        os.kill(process, signal.SIGKILL)
                        killed += 1
                push.communicate()
    assert killed
    assert readers.wrong == []
    assert readers.seen == sorted(readers.seen)
    editor.commit("After all that")
    editor.push("+main")
    assert newsroom.whole(editor)
    log = newsroom.command("log").splitlines()
    assert log[0].split()[1] == "live"


@pytest.mark.parametrize(
    "place",
    [
        "generator.publishing.worktree.WorkTree._write",
        "generator.publishing.releases.Releases.add",
        "generator.publishing.releases.Releases._bring",
        "generator.publishing.releases._sync",
        "generator.publishing.journal.Journal.append",
        "generator.publishing.releases.Releases._link",
        "generator.output.Staging.apply",
    ],
)
def test_a_process_that_dies_at(place: str, newsroom: Newsroom, editor: Clone) -> None:
    """Dies before and after each step that changes something."""
    for moment in ("before", "after"):
        dying(newsroom, place, moment)
        editor.write("content/2026/04/two.md", article(f"Two {moment}"))
        editor.commit()
        live = newsroom.files()
        with editor.begin_push() as push:
            push.communicate()
        # Whole: what it was, or what was pushed.
        assert newsroom.files() == live or newsroom.whole(editor)
        Newsroom(newsroom.folder)
        editor.commit("Once more")
        editor.push()
        assert newsroom.whole(editor)


def dying(newsroom: Newsroom, place: str, moment: str) -> None:
    """Have the hooks die at the function `place`."""
    module, _, name = place.rpartition(".")
    code = f"""\
import importlib, os, runpy
owner, name = {module!r}, {name!r}
try:
    found = importlib.import_module(owner)
except ModuleNotFoundError:
    owner, _, kind = owner.rpartition(".")
    found = getattr(importlib.import_module(owner), kind)
real = getattr(found, name)
def dying(*given, **named):
    if {moment!r} == "after":
        made = real(*given, **named)
        if hasattr(made, "__next__"):
            next(made, None)
    os.kill(os.getpid(), 9)
setattr(found, name, dying)
runpy.run_module("generator", run_name="__main__", alter_sys=True)
"""
    wrapper = newsroom.folder / "dying.py"
    wrapper.write_text(code)
    for hook in (newsroom.repository / "hooks").iterdir():
        hook.write_text(hook.read_text().replace("-m generator", str(wrapper)))


def test_two_pushes_at_once_queue(newsroom: Newsroom, editor: Clone) -> None:
    other = newsroom.clone("other")
    other.git("fetch", "--quiet", str(newsroom.repository), "main")
    other.git("reset", "--quiet", "--hard", "FETCH_HEAD")
    editor.write("content/2026/04/two.md", article("Two"))
    other.write("content/2026/04/three.md", article("Three"))
    for clone in (editor, other):
        clone.commit()
    with editor.begin_push() as one, other.begin_push() as two:
        said = [one.communicate()[1], two.communicate()[1]]
    done = [one.returncode == 0, two.returncode == 0]
    assert sorted(done) == [False, True], said
    first, second = (editor, other) if done[0] else (other, editor)
    assert newsroom.whole(first)
    second.git("fetch", "--quiet", str(newsroom.repository), "main")
    second.git("rebase", "--quiet", "FETCH_HEAD")
    second.push()
    assert newsroom.whole(second)
    assert len(newsroom.files().keys() & {f"2026/04/{n}/index.html" for n in ("two", "three")}) == 2


def test_pushes_to_two_branches_at_once_both_land(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, "--previews", "https://p.herald.example/{branch}/")
    editor, other = newsroom.clone(), newsroom.clone("other")
    for clone in (editor, other):
        clone.write("content/2026/04/one.md", article("One"))
        clone.commit()
    other.git("branch", "--move", "next")
    with editor.begin_push() as one, other.begin_push("next") as two:
        said = [one.communicate()[1], two.communicate()[1]]
    assert (one.returncode, two.returncode) == (0, 0), said
    assert newsroom.whole(editor)
    assert (newsroom.site / "previews/next/current/2026/04/one/index.html").is_file()


@pytest.mark.parametrize(
    "lost",
    [
        "news.git/newsarchive/published/cache",
        "news.git/newsarchive/published/index",
        "news.git/newsarchive/published/tree",
        "news.git/newsarchive/published",
        "news.git/newsarchive/log.jsonl",
        "www/.spare",
        "www/built",
    ],
)
def test_what_is_lost_is_made_again(lost: str, newsroom: Newsroom, editor: Clone) -> None:
    path = newsroom.folder / lost
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    editor.write("content/2026/04/two.md", article("Two"))
    editor.commit()
    editor.push()
    assert newsroom.whole(editor)
    assert newsroom.live == "2"


def test_a_power_cut_in_a_build_has_it_made_anew(newsroom: Newsroom, editor: Clone) -> None:
    state = newsroom.repository / "newsarchive/published"
    (state / "building").write_text("before the machine was started")
    page = newsroom.site / "built/2026/04/one/index.html"
    page.unlink()
    (newsroom.site / "built/2026/04/two").mkdir()
    (newsroom.site / "built/2026/04/two/index.html").touch()
    editor.write("content/2026/04/two.md", article("Two"))
    editor.commit()
    editor.push()
    assert newsroom.whole(editor)


def test_a_generator_that_was_upgraded(newsroom: Newsroom, editor: Clone) -> None:
    """Another generator has another digest, and nothing that was kept is good for it."""
    package = newsroom.folder / "upgraded"
    for name in ("generator", "templates", "static"):
        source = Path(__file__).parents[1] / name
        shutil.copytree(source, package / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (package / "generator/markdown/body.py").open("a") as file:
        file.write("\n# A line more.\n")
    for hook in (newsroom.repository / "hooks").iterdir():
        root = str(Path(__file__).parents[1])
        hook.write_text(hook.read_text().replace(f"PYTHONPATH={root}", f"PYTHONPATH={package}"))
    editor.write("content/2026/04/two.md", article("Two"))
    editor.commit()
    editor.push()
    assert newsroom.whole(editor)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk(small_disk: Path) -> None:
    newsroom = Newsroom(small_disk)
    editor = Clone(small_disk.parent / "editor", newsroom.repository)
    editor.write("content/2026/04/one.md", article("One"))
    editor.commit()
    editor.push()
    before = newsroom.files()
    ballast = small_disk / "ballast"
    free = shutil.disk_usage(small_disk).free
    for left in (4096, 40_000, 100_000, 300_000):
        ballast.write_bytes(b"\0" * max(free - left, 0))
        editor.write("content/2026/04/two.md", article("Two", body=f"Text {left}. " * 2000))
        editor.commit()
        with editor.begin_push() as push:
            said = push.communicate()[1]
        assert newsroom.files() == before or newsroom.whole(editor), said
        assert "Traceback" not in said
        ballast.unlink()
    editor.commit("Room again")
    editor.push()
    assert newsroom.whole(editor)
