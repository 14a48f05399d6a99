"""Only this module escapes: what it returns, rendered as Markdown, reads as the text did."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What a renderer obeys wherever it stands in a line (CommonMark §2.4, §2.5 and §6, GFM §6.5).
_OBEYED = re.compile(
    r"""
      \\(?=[!-/:-@\[-`{-~]|$)               # before punctuation, and at the end of a line
    | [*`\[]
    | (?<![^\W_])_ | _(?![^\W_])            # but not inside a word: snake_case
    | <(?=[A-Za-z/!?])                      # a tag, a comment or an autolink, not "p < 0.05"
    | &(?=\#?[0-9A-Za-z]{1,40};)            # a character reference, not "R&D"
    | (?<=\S)~ | ~(?=~)                     # but not before a number: ~70%
    | (?<=\s)\#(?=\#*$)                     # the closing marks of a heading
    """,
    re.VERBOSE,
)
# What it obeys at the start of a line only (CommonMark §4 and §5.2, GFM §4.10).
_OBEYED_FIRST = re.compile(
    r"""
      \#{1,6}(?=\s|$)
    | >
    | [-+](?=\s|$)
    | [-:|][-:|\s]*$                        # a rule, an underline, the second line of a table
    | =+\s*$
    | (?P<number>[0-9]{1,9})(?=[.)](?:\s|$))
    """,
    re.VERBOSE,
)
_BACKTICKS = re.compile("`+")
# Between two words `**` means strong; "2**8 or 2**9" is arithmetic.
_STRONG = re.compile(r"(?<![\w*])\*\*(?=\S)([^*]{1,200})(?<=\S)\*\*(?![\w*])")


def line(text: str) -> str:
    """`text` as one line of Markdown; see `inline` for what stays markup."""
    escaped = inline(text.strip())
    first = _OBEYED_FIRST.match(escaped)
    if not first:
        return escaped
    at = max(first.end("number"), 0)
    return f"{escaped[:at]}\\{escaped[at:]}"


def inline(text: str) -> str:
    """`text` as Markdown in the middle of a line.

    Spans in backticks stay code and words between `**` and `**` stay strong, since that is what
    they are in the saved pages. Nothing else is markup, and only what would be taken for markup is
    escaped.
    """
    return "".join(part if code else _escaped(part) for part, code in _code_and_text(text))


def _escaped(text: str) -> str:
    parts = (_OBEYED.sub(r"\\\g<0>", part) for part in _STRONG.split(text))
    return "".join(f"**{part}**" if index % 2 else part for index, part in enumerate(parts))


def _code_and_text(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of `text`, each with whether it is a code span (CommonMark §6.1).

    A span ends at the next run of as many backticks. The runs are paired from the end, so that
    many that have no partner cost no search each.
    """
    runs = [run.span() for run in _BACKTICKS.finditer(text)]
    partner: dict[int, int] = {}
    nearest: dict[int, int] = {}
    for start, end in reversed(runs):
        if end - start in nearest:
            partner[start] = nearest[end - start]
        nearest[end - start] = end
    done = 0
    for start, _ in runs:
        if start >= done and start in partner:
            yield text[done:start], False
            yield text[start : partner[start]], True
            done = partner[start]
    yield text[done:], False
