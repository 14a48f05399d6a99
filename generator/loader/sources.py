"""A body's Markdown is read when it is needed, and must be what was loaded."""

from __future__ import annotations

from pathlib import Path

from generator.digest import digest
from generator.documents import decode_utf8
from generator.errors import Problem, Problems
from generator.loader.files import said
from generator.model import Source


def read_body(content: Path, source: Source) -> str:
    """The Markdown of `source`, below `content`; raises `Problems` if it is not what was loaded."""
    try:
        raw = (content / source.path).read_bytes()[source.offset :]
    except OSError:
        raw = b""
    if digest(raw) != source.digest:
        what = "the file changed while the archive was built"
        raise Problems([Problem(said(source.path), 1, what, "build again")])
    return decode_utf8(said(source.path), raw)


def body_key(base: bytes, source: Source) -> bytes:
    """What the body that `source` makes is kept under; `base` is the digest of what makes it."""
    return digest(b"body", base, source.language.encode(), source.digest)
