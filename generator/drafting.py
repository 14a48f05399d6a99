"""A new article is a draft: one file, where its date puts it and called as its title is."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from generator.chinese import clean
from generator.config import Project
from generator.dates import Date, parse_date
from generator.errors import Problem, Problems
from generator.files import write_files
from generator.loader.matter import MOST_TOPICS
from generator.urls import slugify

_PLAIN = re.compile(r"[A-Za-z][\w .'’-]*[\w.'’]", re.ASCII)
_WORDS = frozenset("true false yes no on off null y n".split())


def new_article(
    project: Project,
    title: str,
    zh_title: str,
    topics: Sequence[str],
    date: str,
    now: datetime.datetime,
) -> Path:
    """Make the file of a draft in `content/` of `project`; returns its path.

    `date` is written as in front matter; empty, it is the minute of `now`, in the site's zone.
    Raises `Problems`, and makes nothing, where the file is there or cannot be, or where its title,
    a topic or its date is none.
    """
    problems: list[Problem] = []
    slug = slugify(title)
    if not slug or not _is_shown(title):
        what, remedy = "it holds no letter and no digit", "name the article"
        if slug:
            what, remedy = "it holds a character that is not shown", "delete it"
        problems.append(Problem("TITLE", 1, what, remedy))
    for option, texts in (("--zh-title", [zh_title]), ("--topic", topics)):
        for text in texts:
            if not _is_shown(text) or (option == "--topic" and not slugify(text)):
                what = "it is no name" if _is_shown(text) else "it holds what is not shown"
                problems.append(Problem(option, 1, what, "write it again"))
    if len(topics) > MOST_TOPICS:
        what = f"{len(topics)} topics are more than {MOST_TOPICS}"
        problems.append(Problem("--topic", 1, what, "keep those it is about"))
    when = _now(now.astimezone(project.settings.zone))
    if date:
        try:
            when = parse_date(date, project.settings.zone)
        except ValueError as error:
            what = f"`{date}` {error}"
            problems.append(Problem("--date", 1, what, "write it as 2026-04-27T09:30"))
    if problems:
        raise Problems(problems)
    file = project.content / f"{when.year:04}" / f"{when.month:02}" / f"{slug}.md"
    for folder in (file.parents[1], file.parents[0]):
        if folder.is_symlink():
            said = folder.relative_to(project.root).as_posix()
            what, remedy = "it is a link, which no build follows", "put a folder in its place"
            raise Problems([Problem(said, 1, what, remedy)])
    if os.path.lexists(file):
        said = file.relative_to(project.root).as_posix()
        remedy = "choose another title, or edit that file"
        raise Problems([Problem(said, 1, "there is an article of this name already", remedy)])
    write_files({file: _text(title, zh_title, topics, when).encode()})
    return file


def _is_shown(text: str) -> bool:
    """Whether a build would keep all of `text`, on one line; a joiner in an emoji is kept."""
    return text.isprintable() or (clean(text) == text and text.replace("\u200d", "").isprintable())


def _now(moment: datetime.datetime) -> Date:
    offset = moment.utcoffset() or datetime.timedelta()
    minute = moment.hour * 60 + moment.minute
    east = int(offset.total_seconds()) // 60
    return Date(moment.year, moment.month, moment.day, minute, east)


def _text(title: str, zh_title: str, topics: Sequence[str], date: Date) -> str:
    lines = ["---", f"title: {_scalar(title)}", f"date: {date.iso}"]
    if topics:
        lines.append(f"topics: [{', '.join(map(_scalar, topics))}]")
    if zh_title:
        lines += ["zh-Hant:", f"  title: {_scalar(zh_title)}"]
    return "\n".join([*lines, "draft: true", "---", "", ""])


def _scalar(text: str) -> str:
    """`text` in YAML: as it is where that is safe, else as a string of JSON, which YAML reads."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return msgspec.json.encode(text).decode()
