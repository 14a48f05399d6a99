"""What is measured of previews is measured in a real one."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks import previews
from benchmarks.tools import newsarchive

pytest_plugins = ["browsing"]


def test_an_editor_waits_for_pages_and_sees_each_edit(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "EDITS", 2)
    wait = previews.measured(newsarchive(tmp_path), 24, 1, tmp_path, browser)
    assert 0 < wait.page < wait.first
    assert wait.seen > 0
    assert wait.memory > 10_000_000
    (edited,) = (tmp_path / "previews/newsarchive/content").rglob("*-12.md")
    assert "Correction number 1." in edited.read_text(encoding="utf-8")
