"""Files that are written whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import Problems
from generator.files import write_files


def test_a_file_keeps_its_mode_and_a_link_stays_one(tmp_path: Path) -> None:
    secret, link, fresh = (tmp_path / name for name in ("secret", "link", "below/fresh"))
    secret.write_text("old")
    secret.chmod(0o600)
    other = tmp_path / "other"
    other.write_text("old")
    other.chmod(0o664)
    link.symlink_to(other)
    write_files({secret: b"one", link: b"two", fresh: b"three"})
    assert (secret.read_text(), other.read_text(), fresh.read_text()) == ("one", "two", "three")
    assert link.is_symlink()
    assert [file.stat().st_mode & 0o777 for file in (secret, other)] == [0o600, 0o664]
    names = sorted(path.name for path in tmp_path.rglob("*"))
    assert names == ["below", "fresh", "link", "other", "secret"]


def test_where_one_cannot_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    wrong = tmp_path / "file/below"
    with pytest.raises(Problems) as found:
        write_files({tmp_path / "file": b"new", wrong: b"new"})
    assert str(found.value).startswith(f"{wrong}:1: the file cannot be written (")
    assert (tmp_path / "file").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
