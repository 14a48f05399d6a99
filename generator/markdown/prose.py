"""Running text, as against labels: paragraphs that hold the end of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec
from markdown_it.token import Token

from generator.markdown.han import HAN_RUN
from generator.markdown.parser import block_parser, parser
from generator.markdown.runs import plain_text

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*(?:\s|\Z)|[。！？…]")
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")
# How a line begins that may define what a link refers to: only signs of quotes and lists precede.
_DEFINITION = re.compile(r"(?:^|[\r\n])[ \t>*+\-0-9.)]*\[")

# A word is runs of letters and digits, held together by one apostrophe, full stop or hyphen each.
# To count them, every character becomes one of three: a letter, what holds runs together, a space.
_OTHER_LETTERS = re.compile("[\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
_KINDS = b"".join(
    b"a" if char.isascii() and char.isalnum() else b"-" if char in "'.-" else b" "
    for char in map(chr, range(256))
)


class Passage(msgspec.Struct, frozen=True):
    """The first running text under a heading ("" before the first), and the block it stands in."""

    heading: str
    text: str
    block: int


def count_words(text: str) -> int:
    """How many words of Latin letters and digits `text` holds."""
    if not text.isascii():
        text = _OTHER_LETTERS.sub("a", text).replace("’", "'")
    kinds = b" " + text.encode("ascii", "replace").translate(_KINDS)
    # A run begins a word unless one `-`, with another run before it, holds it.
    return kinds.count(b" a") + kinds.count(b" -a") + kinds.count(b"--a")


def count_han(text: str) -> int:
    """How many Han characters `text` holds."""
    return sum(map(len, HAN_RUN.findall(text)))


def passages(tokens: Sequence[Token]) -> Iterator[Passage]:
    """For each heading of the body, the first paragraph of running text before the next one."""
    heading: str | None = ""
    block = -1
    for place, token in enumerate(tokens):
        if token.level or token.nesting < 0:
            continue
        block += 1
        if token.type == "heading_open":
            heading = tokens[place + 1].content
        elif token.type == "paragraph_open" and heading is not None:
            text = tokens[place + 1].content
            if is_running(text):
                yield Passage(heading, text, block)
                heading = None


def paragraphs(tokens: Sequence[Token]) -> Iterator[Passage]:
    """Every text in which a sentence ends, in lists and quotations too, under its heading."""
    heading = ""
    block = -1
    for place, token in enumerate(tokens):
        if token.level == 0 and token.nesting >= 0:
            block += 1
        if token.type == "heading_open":
            heading = tokens[place + 1].content
        elif token.type == "paragraph_open" and _SENTENCE_END.search(tokens[place + 1].content):
            yield Passage(heading, tokens[place + 1].content, block)


def is_running(text: str) -> bool:
    """Whether a paragraph is running text: a sentence ends in it, and it isn't a lead to a list."""
    return not text.endswith((":", "：")) and _SENTENCE_END.search(text) is not None


def opening(source: str) -> str:
    """The plain text of the first paragraph of running text in `source`, "" if there is none.

    As it is written, not normalized. Looks no further than it must.
    """
    for part in _beginnings(source):
        definitions: dict[str, object] = {}
        tokens = block_parser().parse(part, definitions)
        for place, token in enumerate(tokens):
            if token.type == "paragraph_open" and token.level == 0:
                line = parser().parseInline(tokens[place + 1].content, definitions)[0]
                text = plain_text(line.children or ())
                if is_running(text):
                    return text
    return ""


def _beginnings(source: str) -> Iterator[str]:
    """Longer and longer beginnings of `source`, each up to a blank line, which ends a paragraph.

    What a link refers to may be defined at the far end: then there is only the whole.
    """
    look = 0
    whole = "]:" in source and _DEFINITION.search(source)
    while not whole and (blank := _BLANK_LINE.search(source, look)):
        yield source[: blank.end()]
        look = blank.end() * 4
    yield source
