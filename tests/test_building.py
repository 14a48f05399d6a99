"""`build`: what it tells people and machines, and how much it does and leaves."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from herald import Site, article

from generator.build import build as build_site
from generator.cli import main
from generator.executor import serial
from generator.store import Store


def build(site: Site, *options: str) -> Result:
    return CliRunner().invoke(main, ["build", "--site", str(site.root), *options])


def tamper(path: Path) -> None:
    """Change a byte of the file at `path` and leave its stat as it was, as a failing disk does."""
    status = path.stat()
    with path.open("r+b") as file:
        file.seek(-2, os.SEEK_END)
        file.write(b"#")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_the_outcome_as_json(herald: Site) -> None:
    draft = article("Draft").replace("topics:", "draft: true\ntopics:")
    herald.write("content/2026/04/draft.md", draft)
    told = build(herald, "--json")
    assert (told.exit_code, told.stderr) == (0, "")
    first = json.loads(told.stdout)
    assert {key: first[key] for key in ("articles", "drafts", "removed", "notes")} == {
        "articles": 5,
        "drafts": 1,
        "removed": [],
        "notes": [],
    }
    assert first["pages"] == first["rendered"]
    assert first["written"] == sorted(herald.files())
    assert list(first["seconds"]) == ["reading", "planning", "rendering", "writing"]
    assert all(isinstance(spent, float) for spent in first["seconds"].values())
    herald.delete("content/2026/04/story-5.md")
    zh = article("Noted").replace("的中文標題", "與上下文窗口")
    herald.write("content/2026/05/noted.md", zh.replace("2026-04-01", "2026-05-01"))
    second = json.loads(build(herald, "--json", "--workers", "1").stdout)
    assert "2026/04/story-5/index.html" in second["removed"]
    assert second["notes"] == [
        {
            "path": "content/2026/05/noted.md",
            "line": 6,
            "what": "`title` says 上下文窗口",
            "remedy": "write 上下文視窗, as the rest of the archive does",
        }
    ]


def test_problems_as_json(herald: Site) -> None:
    herald.write("content/2026/04/story-1.md", article("Story 1", "soon"))
    told = build(herald, "--json")
    assert (told.exit_code, told.stderr) == (1, "")
    assert json.loads(told.stdout) == {
        "problems": [
            {
                "path": "content/2026/04/story-1.md",
                "line": 3,
                "what": "`date` is not a date: soon",
                "remedy": "write 2026-04, 2026-04-27 or 2026-04-27T09:30+08:00",
            }
        ],
        "unfinished": False,
    }


def test_a_build_that_is_right_is_verified(herald: Site) -> None:
    told = build(herald, "--verify")
    assert (told.exit_code, told.stderr) == (0, "")
    number = len(herald.files())
    assert told.stdout.splitlines()[-1] == f"Verified: all {number} files are as in a clean build."
    (herald.output / "CNAME").write_text("herald.example")
    told = build(herald, "--verify", "--json", "--workers", "2")
    assert told.exit_code == 0
    assert json.loads(told.stdout)["verified"] == {
        "same": number,
        "different": [],
        "extra": [],
        "missing": [],
    }


def test_a_file_that_is_not_what_it_was_is_found(herald: Site) -> None:
    build(herald)
    tamper(herald.output / "2026/04/story-1/index.html")
    assert json.loads(build(herald, "--json").stdout)["written"] == []
    told = build(herald, "--verify")
    assert told.exit_code == 1
    assert told.stderr.splitlines() == [
        "2026/04/story-1/index.html differs from a clean build",
        f"1 file not as in a clean build; delete {herald.root}/.cache/ and build again.",
    ]
    told = build(herald, "--verify", "--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout)["verified"]["different"] == ["2026/04/story-1/index.html"]
    shutil.rmtree(herald.root / ".cache")
    assert build(herald, "--verify").exit_code == 0


def test_the_store_can_be_elsewhere(herald: Site, tmp_path: Path) -> None:
    told = build(herald, "--cache", str(tmp_path / "store"))
    assert told.exit_code == 0
    assert (tmp_path / "store/newsarchive.sqlite").is_file()
    assert not (herald.root / ".cache").exists()
    again = build(herald, "--cache", str(tmp_path / "store"), "--json")
    assert json.loads(again.stdout)["rendered"] == 0


@pytest.mark.parametrize("place", [".", "content", "static/store", "public/store", ".git"])
def test_the_store_is_not_among_the_sites_files(herald: Site, place: str) -> None:
    told = build(herald, "--cache", str(herald.root / place))
    assert told.exit_code == 1
    assert told.stderr == (
        f"{herald.root / place}:1: the store cannot be among the site's own files; "
        "name a folder that is there for it alone\n1 problem; nothing was written.\n"
    )


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_so_many_workers_there_cannot_be(herald: Site, number: str) -> None:
    told = build(herald, "--workers", number)
    assert told.exit_code == 2
    assert "Invalid value for '--workers'" in told.stderr
    assert not herald.output.exists()


SLOW = """\
import sys, time
sys.argv[0] = "newsarchive"
import generator.cli.building as building
building.QUIET = {quiet}
from generator import rendering
from generator.build import renewing
whole = rendering.render_job
def slow(press, job):
    time.sleep(0.15)
    return whole(press, job)
renewing.render_job = slow
from generator.build import making
making.BATCH = 2
from generator.cli import main
main(["build", "--workers", "1"])
"""


def on_a_terminal(site: Site, quiet: float) -> str:
    """What a slow build shows on the terminal of whoever started it."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW.format(quiet=quiet)],
        cwd=site.root,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 4096):
            shown += piece
    except OSError:
        pass  # so a terminal says that nobody writes to it any more
    os.close(ours)
    assert process.wait() == 0
    return shown.decode()


def test_progress_is_shown_on_a_terminal(herald: Site) -> None:
    shown = on_a_terminal(herald, 0.2)
    assert "\r\x1b[KRendering 2 of " in shown
    assert shown.endswith("…\r\x1b[K")
    assert "\n" not in shown


def test_a_quick_build_shows_no_progress(herald: Site) -> None:
    assert on_a_terminal(herald, 1000) == ""


def test_nothing_is_shown_in_a_pipe(herald: Site) -> None:
    told = subprocess.run(
        [sys.executable, "-c", SLOW.format(quiet=0)],
        cwd=herald.root,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.count("\n") == 3


def test_waiting_for_another_build_is_told(herald: Site) -> None:
    ours, theirs = pty.openpty()
    with Store(herald.root / ".cache"):
        process = subprocess.Popen(
            [sys.executable, "-m", "generator", "build", "--json", "--site", herald.root],
            cwd=Path(__file__).parents[1],
            stdout=subprocess.PIPE,
            stderr=theirs,
        )
        os.close(theirs)
        assert os.read(ours, 4096) == "Waiting for another build of this site…\r\n".encode()
        time.sleep(0.3)
    told, _ = process.communicate()
    os.close(ours)
    seconds = json.loads(told)["seconds"]
    assert [*seconds][:2] == ["waiting", "reading"]
    assert seconds["waiting"] >= 0.3


def test_reading_is_shown_too(herald: Site) -> None:
    """On a terminal, whatever takes long: here what has no page to render yet."""
    seen = []
    project = herald.project()
    with Store(project.cache) as store, serial() as workers:
        build_site(project, store, workers, lambda *at: seen.append(at))
    read = [at for at in seen if at[0] == "reading"]
    assert read == [("reading", 0, 0), *(("reading", done, 5) for done in range(5))]
    stages = [stage for stage, _, _ in seen]
    assert list(dict.fromkeys(stages)) == ["reading", "planning", "rendering", "writing"]
