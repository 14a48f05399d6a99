"""A data file is read whole: its values, and the line of each key, where a mistake is told."""

from __future__ import annotations

from generator.documents.document import (
    DEEPEST,
    Document,
    Key,
    Place,
    brief,
    decode_utf8,
)
from generator.documents.fit import decode, fitting, misspelt
from generator.documents.toml import read_toml
from generator.documents.yaml import read_yaml

__all__ = [
    "DEEPEST",
    "Document",
    "Key",
    "Place",
    "brief",
    "decode",
    "decode_utf8",
    "fitting",
    "misspelt",
    "read_toml",
    "read_yaml",
]
