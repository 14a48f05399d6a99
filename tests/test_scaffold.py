"""A new site, and that it is one."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest
from conftest import loaded

from generator.config import load_project
from generator.errors import Problems
from generator.scaffold import new_site
from generator.theme import THEME

TODAY = datetime.date(2026, 4, 27)


def told(folder: Path) -> list[str]:
    with pytest.raises(Problems) as raised:
        new_site(folder, TODAY)
    return str(raised.value).split("\n")


def test_a_new_site_is_a_site(tmp_path: Path) -> None:
    folder = tmp_path / "news" / "herald"
    made = new_site(folder, TODAY)
    assert made == (
        ".gitignore",
        "site.toml",
        "content/2026/04/the-first-article.md",
        "content/2026/04/the-first-article.zh-Hant.md",
    )
    project = load_project(folder, THEME)
    (article,) = loaded(project).articles
    assert article.slug == "the-first-article"
    assert article.date.iso == "2026-04-27"
    assert article.zh_title
    assert article.zh_body
    ignored = (folder / ".gitignore").read_text().split()
    assert ignored == ["/public/", "/.public.new/", "/.cache/"]


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text("mine")
    (tmp_path / ".gitignore").symlink_to("nowhere")
    assert told(tmp_path) == [
        f"{tmp_path}/.gitignore:1: it is there already; name a folder that is new or empty",
        f"{tmp_path}/site.toml:1: it is there already; name a folder that is new or empty",
    ]
    assert (tmp_path / "site.toml").read_text() == "mine"
    assert sorted(os.listdir(tmp_path)) == [".gitignore", "site.toml"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert told(tmp_path / "file") == [
        f"{tmp_path}/file/.gitignore:1: it cannot be written: File exists; name another folder"
    ]
    long = tmp_path / ("a" * 300)
    assert told(long) == [
        f"{long}/.gitignore:1: it cannot be written: File name too long; name another folder"
    ]
