"""Which characters are Han, and which are punctuation as wide as a Han character."""

from __future__ import annotations

import re

from generator.chinese import HAN_RANGES

# With the radicals, which a text may still hold that was not cleaned.
_HAN = "\u2e80-\u2fd5" + HAN_RANGES
# CJK Symbols and Punctuation, the katakana middle dot, vertical, compatibility and small forms,
# and of the full-width forms all but digits and letters.
_FULL_WIDTH = (
    "\u3000-\u3004\u3006\u3008-\u3020\u302a-\u3037\u303c-\u303f\u30fb\ufe10-\ufe1f\ufe30-\ufe6f"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffee"
)

HAN = re.compile(f"[{_HAN}]")
HAN_RUN = re.compile(f"[{_HAN}]+")
FULL_WIDTH = re.compile(f"[{_FULL_WIDTH}]")
WIDE = re.compile(f"[{_HAN}{_FULL_WIDTH}]")
WIDE_RUN = re.compile(f"[{_HAN}{_FULL_WIDTH}]+")
