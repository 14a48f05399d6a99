"""What stands where on a saved page is known only here.

A page has a head (Chinese title, month, topics, Chinese summary, notice), the English body, and a
foot of four sections (related topics, archive, further reading, questions). The English title is
nowhere but in the first question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

import msgspec
from babel.dates import get_month_names

from generator.errors import Problem, Problems
from generator.importing.topics import readings

_MONTHS = tuple(get_month_names("wide", locale="en").values())
_MONTH = rf"(?P<month>(?:{'|'.join(_MONTHS)})\s[0-9]{{4}})"
_MONTH_LINE = re.compile(_MONTH)
_LINK_LINE = re.compile(rf"(?P<topics>.*)Archive:\s?{_MONTH}")
_PUBLISHED_LINE = re.compile(rf"{_MONTH}[0-9,]+\spublished\sarticles?")
_RELATED_LINE = re.compile(r".*\srelated\sarticles?")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN_WORD = re.compile(r"[A-Za-z]+")
# A few words of the line that says which language the body is in.
_NOTICE = "in English by default"
# The head has five lines; a few more may have been saved with it.
_HEAD_LINES = 12
_QUESTIONS = ("常见问题", "常見問題")
_SECTIONS = ("Related topics", "Archive", "Further Reading", *_QUESTIONS)


class SavedPage(msgspec.Struct, frozen=True):
    """A saved page, taken apart. Its texts are as they were saved; `month` is as in "2026-04"."""

    title: str
    chinese_title: str
    chinese_summary: str
    month: str
    topics: tuple[str, ...]
    queries: tuple[str, ...]
    body: tuple[str, ...]
    notes: tuple[Problem, ...]


class _Line(NamedTuple):
    number: int
    text: str


class _Head(NamedTuple):
    title: str
    months: list[_Line]
    topics: _Line
    summary: str
    strays: list[_Line]
    last: int  # the number of its last line
    noticed: bool


class _Foot(NamedTuple):
    first: int  # the number of its first line
    months: list[_Line]
    topics: _Line
    questions: list[_Line]
    strays: list[_Line]


def read_frame(path: str, text: str) -> SavedPage:
    """The parts of the saved page `text`; `path` is what problems are told with.

    A note tells of each line outside the body that has no place, and of each part that an article
    can do without. Raises Problems where the page has no head, title or body, or where its month
    or topics cannot be told for certain.
    """
    lines = text.split("\n")
    foot = _read_foot(lines)
    head = _read_head(lines[: foot.first - 1])
    if not head:
        what = "no line among the first holds the topics and “Archive: ” with a month"
        remedy = "save the whole page as text, from its Chinese title to its questions"
        raise Problems([Problem(path, 1, what, remedy)])
    body = tuple(lines[head.last : foot.first - 1])
    ways = readings(head.topics.text, foot.topics.text)
    missing = _missing(path, head, foot, body)
    problems = (*missing, *_unsure_topics(path, head, foot, ways), *_unsure_month(path, head, foot))
    if problems:
        raise Problems(problems)
    month, year = head.months[-1].text.split()
    title, *queries = (_quoted(question.text) for question in foot.questions)
    return SavedPage(
        title=title,
        chinese_title=head.title,
        chinese_summary=head.summary,
        month=f"{year}-{_MONTHS.index(month) + 1:02}",
        topics=ways[0],
        queries=tuple(queries),
        body=body,
        notes=tuple(_notes(path, head, foot)),
    )


def _read_head(lines: Sequence[str]) -> _Head | None:
    filled = list(_filled(lines))
    links = (_LINK_LINE.fullmatch(line.text) for line in filled[:_HEAD_LINES])
    index, link = next(((at, link) for at, link in enumerate(links) if link), (0, None))
    if not link:
        return None
    above, number, below = filled[:index], filled[index].number, filled[index + 1 :]
    months = [line for line in above if _MONTH_LINE.fullmatch(line.text)]
    others = [line for line in above if line not in months]
    chinese = [line for line in others if _HAN.search(line.text)]
    titles = (chinese or others)[:1]
    summary = [
        line
        for _, line in takewhile(
            lambda pair: _is_chinese(pair[1].text) and pair[1].number == below[0].number + pair[0],
            enumerate(below),
        )
    ]
    notice = [line for line in below[len(summary) :][:1] if _NOTICE in line.text]
    return _Head(
        title=titles[0].text if titles else "",
        months=[*months, _Line(number, link["month"])],
        topics=_Line(number, link["topics"].strip()),
        summary="".join(line.text for line in summary),
        strays=[line for line in others if line not in titles],
        last=[filled[index], *summary, *notice][-1].number,
        noticed=bool(notice),
    )


def _is_chinese(text: str) -> bool:
    """Whether a line is Chinese text with English names in it, and not the other way round."""
    return len(_HAN.findall(text)) > len(_LATIN_WORD.findall(text))


def _read_foot(lines: Sequence[str]) -> _Foot:
    filled = list(_filled(lines))
    starts = _sections(filled)
    first = min(starts.values(), default=len(filled))
    months, counted, questions, strays = [], [], [], []
    section, answered = "", True
    for index, line in enumerate(filled[first:], first):
        if starts.get(line.text) == index:
            section, answered = line.text, True
        elif section == "Related topics" and _RELATED_LINE.fullmatch(line.text):
            counted.append(line)
        elif section == "Archive" and (month := _PUBLISHED_LINE.fullmatch(line.text)):
            months.append(_Line(line.number, month["month"]))
        elif section in _QUESTIONS and _is_question(line.text):
            questions.append(line)
            answered = False
        elif section in _QUESTIONS and not answered:
            answered = True
        elif section != "Further Reading":
            strays.append(line)
    return _Foot(
        first=filled[first].number if starts else len(lines) + 1,
        months=months,
        topics=_Line(counted[0].number if counted else 0, "".join(line.text for line in counted)),
        questions=questions,
        strays=strays,
    )


def _sections(filled: Sequence[_Line]) -> dict[str, int]:
    """Where each section of the foot begins: the last line that is its heading.

    The body may have a section of the same name, so that what follows has to fit as well.
    """
    starts: dict[str, int] = {}
    following = [*(line.text for line in filled[1:]), ""]
    for index, (line, below) in enumerate(zip(filled, following, strict=True)):
        fits = (
            below in _SECTIONS
            or line.text in _QUESTIONS
            or (line.text == "Related topics" and _RELATED_LINE.fullmatch(below))
            or (line.text == "Archive" and _PUBLISHED_LINE.fullmatch(below))
            or (line.text == "Further Reading" and _is_chinese(below))
        )
        if line.text in _SECTIONS and fits:
            starts[line.text] = index
    return starts


def _is_question(text: str) -> bool:
    """Whether `text` asks in Chinese about what it quotes."""
    before, opening, rest = text.partition("“")
    quoted, closing, after = rest.rpartition("”")
    return bool(
        opening and closing and quoted.strip() and text[-1] in "?？" and _HAN.search(before + after)
    )


def _quoted(text: str) -> str:
    """What stands between the first “ and the last ”; it may hold quotation marks itself."""
    return text.partition("“")[2].rpartition("”")[0].strip()


def _filled(lines: Iterable[str]) -> Iterator[_Line]:
    for number, line in enumerate(lines, 1):
        if text := line.strip():
            yield _Line(number, text)


def _missing(path: str, head: _Head, foot: _Foot, body: Sequence[str]) -> Iterator[Problem]:
    if not head.title:
        remedy = "write it as the first line, above the month"
        yield Problem(path, 1, "there is no Chinese title", remedy)
    if not any(line.strip() for line in body):
        remedy = "save the whole page as text, from its Chinese title to its questions"
        yield Problem(path, head.last, "no English body follows", remedy)
    if not foot.questions:
        remedy = "end the page with the line 常见问题 and, below it, the line 关于“the title”?"
        yield Problem(path, foot.first, "no question below quotes the English title", remedy)


def _unsure_topics(
    path: str, head: _Head, foot: _Foot, ways: Sequence[Sequence[str]]
) -> Iterator[Problem]:
    number, names = head.topics
    if len(ways) > 1:
        both = " or as ".join(" | ".join(way) for way in ways)
        what = f"the topics “{names}” can be read as {both}"
        yield Problem(path, number, what, "write | between the topics on this line")
    elif not ways and foot.topics.text:
        what = f"the topics “{names}” are not those counted on line {foot.topics.number}"
        remedy = "write the same topics on both lines, in the same order"
        yield Problem(path, number, what, remedy)
    elif not ways:
        what = f"the topics “{names}” are not counted below “Related topics”, and run together"
        remedy = "write them below “Related topics”, each as in “Solar power12 related articles”"
        yield Problem(path, number, what, remedy)


def _unsure_month(path: str, head: _Head, foot: _Foot) -> Iterator[Problem]:
    first, *others = (*head.months, *foot.months)
    for number, month in others:
        if month.split() != first.text.split():
            what = f"the month is “{month}” here, and “{first.text}” on line {first.number}"
            yield Problem(path, number, what, "write the month of publication on both lines")


def _notes(path: str, head: _Head, foot: _Foot) -> Iterator[Problem]:
    for number, text in (*head.strays, *foot.strays):
        shown = text if len(text) <= 60 else f"{text[:59]}…"
        remedy = "it is left out, so add it by hand if it belongs to the article"
        yield Problem(path, number, f"“{shown}” has no place in an article", remedy)
    if not head.summary:
        remedy = "write one under zh-Hant in the article"
        yield Problem(path, head.topics.number, "no Chinese summary follows", remedy)
    if not head.noticed:
        what = "the notice that ends the head is not there"
        remedy = "see that the body of the article begins with the line below"
        yield Problem(path, head.last, what, remedy)
    if len(foot.questions) != 3:
        what = f"the page has {len(foot.questions)} questions and not 3"
        remedy = "see that the title and the queries of the article are right"
        yield Problem(path, foot.questions[0].number, what, remedy)
