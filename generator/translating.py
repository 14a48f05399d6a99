"""How the translations of an archive stand, and what one is marked with when it is done."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, takewhile
from pathlib import Path
from typing import Literal, get_args

import msgspec

from generator.errors import Problem, Problems, counted, printable
from generator.files import write_files
from generator.loader import read_body
from generator.loader.matter import MOST_FRONT_MATTER, front_matter, opening_fence
from generator.markdown import Body, render_body
from generator.model import Article, Source
from generator.pairing import Pair
from generator.translation import kinds_then, listed, signatures, translate

State = Literal["stale", "unpaired", "missing", "current"]

# How many places of one file are told: mending the first often mends the rest.
MOST_NOTES = 3
_EXCERPT = 40


class Status(msgspec.Struct, frozen=True):
    """How an article's Chinese text stands; `path` is the article's file.

    `stale` counts English blocks that are newer, `dropped` Chinese blocks whose English is gone,
    `unpaired` places where the texts do not pair; `notes` are the first places of each.
    """

    path: str
    state: State
    stale: int = 0
    dropped: int = 0
    unpaired: int = 0
    notes: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        counts = {"changed": self.stale, "gone": self.dropped, "unpaired": self.unpaired}
        said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
        return printable(f"{self.path}: {self.state}" + (f" ({said})" if said else ""))


def translation_status(content: Path, articles: Sequence[Article]) -> tuple[Status, ...]:
    """The status of each article below `content`, by state and then in their order."""
    order = get_args(State)
    found = (_status(content, article) for article in articles)
    return tuple(sorted(found, key=lambda status: order.index(status.state)))


def _status(content: Path, article: Article) -> Status:
    if article.zh_body is None:
        return Status(f"content/{article.path}", "missing")
    english, chinese = _Text.of(content, article.body), _Text.of(content, article.zh_body)
    found = translate(english.body, chinese.body, article.made_from)
    old = found.stale or found.dropped
    today = signatures(english.body)
    then = article.made_from or today
    kinds = kinds_then(english.body, article.made_from)
    return Status(
        path=english.path,
        state="stale" if old else "unpaired" if found.unpaired else "current",
        stale=len(found.stale),
        dropped=len(found.dropped),
        unpaired=len(found.unpaired),
        notes=(
            *islice(_newer(english, chinese, found.stale), MOST_NOTES),
            *islice(_gone(chinese, found.dropped), MOST_NOTES),
            *(
                _unpaired(chinese, pair, kinds, english.named if then == today else _numbered)
                for pair in found.unpaired[:MOST_NOTES]
            ),
        ),
    )


class _Text(msgspec.Struct, frozen=True):
    """A body, and what stands where in its file."""

    path: str
    first_line: int
    lines: tuple[str, ...]
    body: Body

    @classmethod
    def of(cls, content: Path, source: Source) -> _Text:
        text = read_body(content, source)
        body = render_body(text, source.language, list)
        return cls(f"content/{source.path}", source.line, tuple(text.split("\n")), body)

    def line(self, place: int) -> int:
        """The line in the file of the block at `place`; after the last, of the last."""
        blocks = self.body.blocks
        return self.first_line + (blocks[min(place, len(blocks) - 1)].line if blocks else 0)

    def quoted(self, place: int) -> str:
        line = self.lines[self.body.blocks[place].line].strip()
        return f'"{line if len(line) <= _EXCERPT else line[:_EXCERPT] + "…"}"'

    def named(self, place: int) -> str:
        return f"{self.quoted(place)} (line {self.line(place)})"


def _numbered(place: int) -> str:
    return f"block {place + 1}"


def _newer(english: _Text, chinese: _Text, stale: Sequence[int]) -> Iterator[Problem]:
    remedy = f"translate it, then `newsarchive translation mark {chinese.path}`"
    for place in stale:
        what = f"{english.quoted(place)} is newer than its translation"
        yield Problem(english.path, english.line(place), what, remedy)


def _gone(chinese: _Text, dropped: Sequence[int]) -> Iterator[Problem]:
    for place in dropped:
        what = f"{chinese.quoted(place)} is not shown, since its English is gone"
        remedy = f"delete it, then `newsarchive translation mark {chinese.path}`"
        yield Problem(chinese.path, chinese.line(place), what, remedy)


def _unpaired(
    chinese: _Text, pair: Pair, kinds: Sequence[str], named: Callable[[int], str]
) -> Problem:
    """Where the texts do not pair. The English blocks are of these `kinds`, by their places, and
    are `named` by them."""
    ours, theirs = len(pair.english), len(pair.chinese)
    remedy = "give both texts the same blocks"
    if not theirs:
        more = f" and {counted(ours - 1, 'block')} more" if ours > 1 else ""
        what = f"nothing here for {named(pair.english[0])}{more} of the English"
        remedy = "translate it" if ours == 1 else "translate them"
    elif not ours:
        more = f" and {counted(theirs - 1, 'block')} more" if theirs > 1 else ""
        what = f"the English has nothing for {chinese.quoted(pair.chinese[0])}{more}"
    else:
        here = [chinese.body.blocks[place].kind for place in pair.chinese]
        there = [kinds[place] for place in pair.english]
        first = f"from {named(pair.english[0])}"
        if here != there and Counter(here) == Counter(there):
            what = f"{listed(here)} here, which the English has in another order, {first}"
            remedy = "put them in the order of the English"
        else:
            what = f"{listed(here)} here for {listed(there)} of the English, {first}"
    return Problem(chinese.path, chinese.line(pair.chinese.start), what, remedy)


def mark_translations(content: Path, articles: Sequence[Article], files: Sequence[Path]) -> None:
    """Note in each of `files`, which are translations below `content`, the English it now matches.

    Raises `Problems`, and writes nothing, for a file that is no translation of an article, or that
    cannot hold what there is to note.
    """
    known = {
        _placed(content / article.zh_body.path): article for article in articles if article.zh_body
    }
    problems: list[Problem] = []
    marked: dict[Path, bytes] = {}
    for file in files:
        place = _placed(file)
        try:
            marked[place] = _marked(content, known.get(place), file)
        except Problems as found:
            problems += found.problems
    if problems:
        raise Problems(problems)
    write_files(marked)


def _placed(file: Path) -> Path:
    """Where `file` lies, and not what it leads to: two articles may link to one text."""
    return file.parent.resolve() / file.name


def _marked(content: Path, article: Article | None, file: Path) -> bytes:
    """What `file`, the translation of `article`, holds when it is marked; raises `Problems`."""
    if not file.exists():
        raise Problems([Problem(str(file), 1, "there is no such file", "correct its name")])
    if article is None:
        what = "it is not the translation of an article of this site"
        raise Problems([Problem(str(file), 1, what, "name a file that ends in .zh-Hant.md")])
    if file.is_symlink():
        what = "it is a link, and what is noted there would be noted for another article"
        raise Problems([Problem(str(file), 1, what, "put a copy in its place")])
    marks = signatures(_Text.of(content, article.body).body)
    if not marks:
        what = "the English has nothing that could be noted"
        raise Problems([Problem(str(file), 1, what, "write the article first")])
    raw = file.read_bytes()
    head = _head(file, raw, marks)
    if sum(map(len, head)) > MOST_FRONT_MATTER:
        most = MOST_FRONT_MATTER // 1024
        what = f"to note {len(marks)} blocks of the English takes more than {most} KB"
        raise Problems([Problem(str(file), 1, what, "divide the article")])
    body = raw[front_matter(file.name, raw)[1] if opening_fence(raw) else 0 :]
    fence = b"---" + _line_end(raw)
    return fence + b"".join(head) + fence + body.removeprefix(codecs.BOM_UTF8)


def _head(file: Path, raw: bytes, marks: Sequence[str]) -> list[bytes]:
    """The lines of the front matter with `marks`: comments stay, and nothing else is there."""
    end = front_matter(file.name, raw)[1] if opening_fence(raw) else 0
    lines = [line for line in raw[:end].splitlines(keepends=True)[1:-1] if line.strip()]
    above = [*takewhile(_is_comment, lines)]
    below = filter(_is_comment, lines[len(above) :])
    noted = ["made-from:", *(f"  - {mark}" for mark in marks)]
    return [*above, *(line.encode() + _line_end(raw) for line in noted), *below]


def _is_comment(line: bytes) -> bool:
    return line.lstrip().startswith(b"#")


def _line_end(raw: bytes) -> bytes:
    return b"\r\n" if raw.partition(b"\n")[0].endswith(b"\r") else b"\n"
