"""The head of a file, in YAML or TOML, says what its article is; an unknown key is a problem."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated

import msgspec

from generator.chinese import Normalizer, Text, clean
from generator.documents import Document, Place, brief, decode_utf8, misspelt, read_toml, read_yaml
from generator.errors import Problem, Problems
from generator.loader.files import said
from generator.model import Image
from generator.urls import alias_path, is_image_address, slugify

MOST_TOPICS = 50
MOST_QUERIES = 50
MOST_FRONT_MATTER = 256 * 1024

Signature = Annotated[str, msgspec.Meta(pattern=r"^[a-z]+[2-6]?-[0-9a-f]{8}$")]

DATE: Place = ("date",)
UPDATED: Place = ("updated",)


class _Chinese(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()


class _ChineseText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str


class _ChineseAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    question: str
    answer: str


class _Correction(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"zh_hant": "zh-Hant"}
):
    date: str
    text: str
    zh_hant: str = ""


class AnswerMatter(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"zh_hant": "zh-Hant"}
):
    question: str
    answer: str
    zh_hant: _ChineseAnswer | None = None


class FrontMatter(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"zh_hant": "zh-Hant"}
):
    """What stands at the head of an article's file; `title` and `date` must not stay empty."""

    title: str = ""
    date: str = ""
    updated: str = ""
    summary: str = ""
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    zh_hant: _Chinese = _Chinese()
    queries: tuple[str, ...] = ()
    faq: tuple[AnswerMatter, ...] = ()
    corrections: tuple[_Correction, ...] = ()
    aliases: tuple[str, ...] = ()
    image: Image | None = None
    draft: bool = False


class TranslationMatter(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"made_from": "made-from"}
):
    """What may stand at the head of a translation's file: the English blocks it was made from."""

    made_from: tuple[Signature, ...] = ()


def front_matter(path: str, raw: bytes) -> tuple[Document, int]:
    """The front matter of a file, and the byte that the body begins at."""
    place = said(path)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Problems([Problem(place, 1, "this is UTF-16", "save the file as UTF-8")])
    fence = opening_fence(raw)
    if not fence:
        what, remedy = "no front matter", "begin the file with a line `---`, the keys, and `---`"
        raise Problems([Problem(place, 1, what, remedy)])
    begin = raw.find(b"\n") + 1
    at = begin
    while at and at < len(raw):
        end = raw.find(b"\n", at)
        line = raw[at : end if end >= 0 else len(raw)]
        if line.rstrip() == fence:
            break
        at = end + 1
    else:
        what = "the front matter is not closed"
        remedy = f"add a line `{fence.decode()}` after its last key"
        raise Problems([Problem(place, 1, what, remedy)])
    if at - begin > MOST_FRONT_MATTER:
        what = f"the front matter is longer than {MOST_FRONT_MATTER // 1024} KB"
        raise Problems([Problem(place, 1, what, "move text into the body")])
    text = decode_utf8(place, raw[begin:at], 1)
    read = read_yaml if fence == b"---" else read_toml
    return read(place, text, 2), end + 1 if end >= 0 else len(raw)


def opening_fence(raw: bytes) -> bytes:
    """The line that opens the front matter of a file, empty if there is none."""
    first = raw.removeprefix(codecs.BOM_UTF8).partition(b"\n")[0].rstrip()
    return first if first in (b"---", b"+++") else b""


def matter_problems(document: Document, matter: FrontMatter) -> Iterator[Problem]:
    """What is wrong with front matter of the right shape, but for its dates."""
    for name in ("title", "date"):
        value = document.values.get(name, "")
        if isinstance(value, str) and not one_line(value):
            if name in misspelt(document.values, FrontMatter).values():
                continue
            remedy = f"add {document.syntax.text.format(key=name)}"
            yield document.problem((name,), f"no `{name}`", remedy)
    for at, topic in enumerate(matter.topics):
        if not _is_name(topic):
            what = f"the topic `{brief(topic)}` holds no letter and no digit"
            yield document.problem(("topics", at), what, "write another name")
    if len(matter.topics) > MOST_TOPICS:
        what = f"{len(matter.topics)} topics are more than {MOST_TOPICS}"
        yield document.problem(("topics",), what, "keep those it is about")
    if len(matter.queries) > MOST_QUERIES:
        what = f"{len(matter.queries)} queries are more than {MOST_QUERIES}"
        yield document.problem(("queries",), what, "keep those that readers search for most")
    for at, alias in enumerate(matter.aliases):
        try:
            alias_path(alias)
        except ValueError as error:
            what = f"the alias `{brief(alias)}` {error}"
            remedy = "write an old path of this site, such as /news/1234.html or /old/story/"
            yield document.problem(("aliases", at), what, remedy)
    if matter.image and not is_image_address(matter.image.src):
        what = f"`image.src` is no address of an image: {brief(matter.image.src)}"
        remedy = "write a path such as /images/chart.png, or an https address"
        yield document.problem(("image", "src"), what, remedy)


# The same topics are named in article after article.
@lru_cache(4096)
def _is_name(topic: str) -> bool:
    return bool(slugify(one_line(topic)))


def matter_dates(matter: FrontMatter) -> Iterator[tuple[Place, str]]:
    """Every date that front matter says, and its place."""
    if matter.date:
        yield DATE, matter.date
    if matter.updated:
        yield UPDATED, matter.updated
    for at, correction in enumerate(matter.corrections):
        yield ("corrections", at, "date"), correction.date


def one_line(text: str) -> str:
    """`text` without debris, on one line."""
    return " ".join(clean(text).split())


def chinese_line(text: str, chinese: Normalizer) -> Text | None:
    """`text` on one line, in both forms of Chinese text; None where it is empty."""
    line = one_line(text)
    return chinese.text(line) if line else None
