"""What must stay as it is written is out of sight while the rules for Chinese are at work."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice

from generator.chinese.characters import CJK_RANGES, LATIN, OPAQUE
from generator.chinese.vocabulary import builtin

# Neither is left in a text that has been cleaned.
WORD = "\x01"
"""Stands for each character of something that is spaced like a Latin word."""
APART = "\x02"
"""Stands for each character of something whose neighbours stay as they are."""
FIXED = OPAQUE + WORD + APART
"""What no rule changes or takes away, for a class of a pattern."""

_HIDDEN = re.compile(f"[{WORD}{APART}]+")
# What tells of something to hide: a URL's slashes, an address, a tag, a code span, an --option, a
# sign that ends a word.
_TRIGGER = re.compile(r"[/@#`.!'-](?:(?<=://)|(?<=[@#`'])|(?<=--)|(?<=[A-Za-z][.!]))")


@cache
def _pattern() -> re.Pattern[str]:
    address = "A-Za-z0-9._%+-"
    # One class in front of all, so that Han is passed over fast.
    return re.compile(
        "[!-~](?:"
        # A URL goes on in Han characters after a sign that something must come after.
        r"(?P<url>(?:(?<=h)ttps?://|(?<=w)ww\.)[!#-;=?-_a-z|~]*[A-Za-z0-9_/#=&%+~-]"
        f"(?P<tail>(?<=[/=_-])[{CJK_RANGES}][{CJK_RANGES}A-Za-z0-9_/%=&#-]*)?)"
        f"|(?<=#)(?<!&.)(?<!{LATIN}.)(?P<tag>\\w+#?)"
        f"|(?<=[{address}])(?<![{address}].)[{address}]*@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+"
        r"|(?<=`)[^`\n]+`"
        r"|(?<=[A-Za-z])(?<![A-Za-z].)\.(?:[A-Za-z]\.)+"
        f"|(?<=-)(?<!{LATIN}.)(?<!-.)-[a-z][A-Za-z0-9-]*"
        f"|(?<!{LATIN}.)(?:{either(builtin().verbatim)})(?!{LATIN}))"
    )


def either(terms: Iterable[str]) -> str:
    """A pattern for any of `terms` whose first character has been matched."""
    return "|".join(f"(?<={re.escape(term[0])}){re.escape(term[1:])}" for term in terms)


def hide(text: str) -> tuple[str, str]:
    """`text` with what must stay out of sight, and what that was. The length stays."""
    hidden: list[str] = []

    def stand_in(match: re.Match[str]) -> str:
        hidden.append(match[0])
        if match["tag"]:
            return APART * len(match[0])
        # Without its space, what follows would be a part of such a URL.
        open_ended = match["url"] and (match["tail"] or match[0][-1] in "/=_-")
        return WORD * (len(match[0]) - 1) + (APART if open_ended else WORD)

    if _TRIGGER.search(text):
        text = _pattern().sub(stand_in, text)
    return text, "".join(hidden)


def show(text: str, hidden: str) -> str:
    """`text` with what `hide` took out of sight."""
    if not hidden:
        return text
    characters = iter(hidden)
    return _HIDDEN.sub(lambda match: "".join(islice(characters, len(match[0]))), text)
