"""The saved text of a body becomes Markdown, complete and word for word: nothing is dropped here.

First the lines become blocks, by their marks alone (`|`, `-`, `1.`, a fence). Then each line of
text is set by its words, which `labels` judges, and by what stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from generator.importing import labels
from generator.importing.lists import Item, bold, markdown_list
from generator.importing.literal import inline, line
from generator.importing.tables import markdown_table, table_end

_HEADING = re.compile(r"(#{2,6})\s+(\S.*)")
_BULLET = re.compile(r"[-*•]\s+(\S.*)")
_NUMBER = re.compile(r"([1-9][0-9]{0,2})\.\s+(\S.*)")
_BRACKETED_NUMBER = re.compile(r"[0-9]{1,3}\)\s")
_FENCE = re.compile(r"(`{3,})[^`]*|(~{3,}).*")


class Text(msgspec.Struct, frozen=True):
    """One line of text; `spaced` where a blank line, or nothing, stands above it."""

    text: str
    spaced: bool


class Marked(msgspec.Struct, frozen=True):
    """A block that shows by its marks what it is, as Markdown."""

    kind: Literal["heading", "table", "code"]
    markdown: str
    spaced: bool


Block = Text | Marked | Item


def to_markdown(lines: Sequence[str]) -> str:
    """The Markdown of the body that `lines` are the saved text of, without a final newline."""
    return "\n\n".join(_paragraphs(list(_blocks(lines))))


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    fences = _fences(lines)
    at, spaced, last_number = 0, True, 0
    while at < len(lines):
        text, end = lines[at].strip(), at + 1
        indent = len(lines[at].expandtabs(4)) - len(lines[at].expandtabs(4).lstrip())
        number = _NUMBER.fullmatch(text)
        if not text:
            pass
        elif at in fences:
            end = fences[at]
            yield Marked("code", _code(lines[at:end]), spaced)
        elif after := table_end(lines, at):
            end = after
            yield Marked("table", markdown_table(lines[at:end]), spaced)
        elif heading := _HEADING.fullmatch(text):
            yield Marked("heading", f"{heading[1]} {inline(heading[2])}", spaced)
        elif bullet := _BULLET.fullmatch(text):
            yield Item((bullet[1],), None, indent, spaced)
        # A year may end a sentence and begin a line: only what counts on from 1 is a list.
        elif number and int(number[1]) in (1, last_number + 1):
            last_number = int(number[1])
            yield Item((number[2],), last_number, indent, spaced)
        else:
            yield Text(text, spaced)
        spaced = not text
        at = end


def _fences(lines: Sequence[str]) -> dict[int, int]:
    """Where the code blocks begin, and the index after each one's last line (CommonMark §4.5).

    One that is never closed is text. What is known to have no end is not searched for again.
    """
    fences: dict[int, int] = {}
    endless = {"`": len(max(lines, key=len, default="")) + 1}
    endless["~"] = endless["`"]
    at = 0
    while at < len(lines):
        opening = _FENCE.fullmatch(lines[at].strip())
        mark = opening[1] or opening[2] if opening else ""
        at += 1
        if not mark or len(mark) >= endless[mark[0]]:
            continue
        for end in range(at, len(lines)):
            closing = lines[end].strip()
            if closing.startswith(mark) and not closing.strip(mark[0]):
                fences[at - 1] = at = end + 1
                break
        else:
            endless[mark[0]] = len(mark)
    return fences


def _code(lines: Sequence[str]) -> str:
    opening, *code, closing = lines
    margin = opening[: len(opening) - len(opening.lstrip())]
    kept = (text.removeprefix(margin) for text in code)
    return "\n".join((opening.strip(), *kept, closing.strip()))


def _paragraphs(blocks: Sequence[Block]) -> Iterator[str]:
    at = 0
    while at < len(blocks):
        block = blocks[at]
        below = blocks[at + 1] if at + 1 < len(blocks) else None
        at += 1
        if isinstance(block, Marked):
            yield block.markdown
        elif isinstance(block, Item):
            items, further = [block], [list[str]()]
            while at < len(blocks) and (more := _belonging(blocks[at])):
                if isinstance(more, Item):
                    items.append(more)
                    further.append([])
                else:
                    further[-1].append(more.text)
                at += 1
            yield markdown_list(
                [
                    msgspec.structs.replace(item, lines=(*item.lines, *lines))
                    for item, lines in zip(items, further, strict=True)
                ]
            )
        elif alone := _standing_alone(block, below):
            yield alone
        else:
            lines = [block.text]
            while at < len(blocks) and isinstance(more := _belonging(blocks[at]), Text):
                lines.append(more.text)
                at += 1
            yield _paragraph(lines)


def _belonging(block: Block) -> Text | Item | None:
    """`block` where it may be a further point of a list, or a further line of the text above it."""
    if isinstance(block, Text):
        text = block.text
        opens = labels.paragraph_label(text) or labels.takeaway(text) or labels.caption(text)
        return None if block.spaced or opens or _BRACKETED_NUMBER.match(text) else block
    return block if isinstance(block, Item) else None


def _standing_alone(block: Text, below: Block | None) -> str | None:
    """`block` as a heading or as the caption of what is `below` it; None for a paragraph."""
    if below is None:
        return None
    if label := labels.caption(block.text):
        lesson = isinstance(below, Text) and not below.spaced and labels.takeaway(block.text)
        return None if lesson else bold(label)
    if not block.spaced or not labels.is_title(block.text):
        return None
    if isinstance(below, Marked) and below.kind == "table":
        return f"**{inline(block.text)}**"
    if not below.spaced:
        return f"### {inline(block.text)}"
    return None if labels.paragraph_label(block.text) else f"## {inline(block.text)}"


def _paragraph(lines: Sequence[str]) -> str:
    first, *rest = lines
    lesson = labels.takeaway(first)
    label = lesson or labels.paragraph_label(first)
    opening = f"{bold(label)} {inline(label.text)}".rstrip() if label else line(first)
    paragraph = (opening, *map(line, rest))
    return "\n".join(f"> {text}" if lesson else text for text in paragraph)
