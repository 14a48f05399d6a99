"""Only this package changes Chinese text, and any text's characters."""

from __future__ import annotations

from generator.chinese.characters import HAN, HAN_RANGES, OPAQUE, clean, has_han
from generator.chinese.normalizer import Normalizer, normalizer
from generator.chinese.script import simplified
from generator.chinese.vocabulary import Finding
from generator.text import Rules, Text

__all__ = [
    "HAN",
    "HAN_RANGES",
    "OPAQUE",
    "Finding",
    "Normalizer",
    "Rules",
    "Text",
    "clean",
    "has_han",
    "normalizer",
    "simplified",
]
