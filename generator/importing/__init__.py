"""Saved pages of the archive become article files: all of them, or none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from generator.errors import Problem, Problems
from generator.files import write_files
from generator.importing.body import to_markdown
from generator.importing.frame import SavedPage, read_frame
from generator.importing.front_matter import front_matter
from generator.urls import slugify

Normalize = Callable[[str], str]

_MOST_BYTES = 1_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_HTML = re.compile(r"\s*<(?:!doctype|html|\?xml)", re.IGNORECASE)
_AS_TEXT = "save the page as text, in UTF-8"


class Imported(msgspec.Struct, frozen=True):
    """An article file that a saved page became, and what an editor should look at.

    `path` is relative to the content directory, with `/`. The notes are about the saved page; the
    article is complete without them.
    """

    path: str
    text: str
    notes: tuple[Problem, ...]


def import_pages(files: Sequence[Path], into: Path, normalize: Normalize) -> tuple[Imported, ...]:
    """The articles that `files` became, written below the content directory `into`.

    A file that already holds the same article is left as it is. Raises Problems, those of all
    files together, before anything is written: a file that is no saved page, two that become one
    article, an article that exists and differs.
    """
    problems: list[Problem] = []
    sources: dict[str, Path] = {}
    articles: list[Imported] = []
    for file in dict.fromkeys(files):
        try:
            article = read_saved_page(str(file), _read(file), normalize)
        except Problems as found:
            problems += found.problems
            continue
        first = sources.setdefault(article.path, file)
        if first is not file:
            what = f"this page and {first} both become {article.path}"
            problems.append(Problem(str(file), 1, what, "import one of them"))
        articles.append(article)
    new: dict[Path, bytes] = {}
    for article in articles:
        target, contents = into / article.path, article.text.encode()
        try:
            if not _is_written(target, contents):
                new[target] = contents
        except Problems as found:
            problems += found.problems
    if problems:
        raise Problems(problems)
    write_files(new)
    return tuple(articles)


def read_saved_page(path: str, text: str, normalize: Normalize) -> Imported:
    """The article that the saved page `text` holds; `path` is what problems are told with.

    `normalize` gives Chinese text its plain form. Raises Problems.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Problems([Problem(path, 1, "the file is empty", "save the page again")])
    if _HTML.match(text):
        raise Problems([Problem(path, 1, "the file is HTML", _AS_TEXT)])
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        what = f"U+{ord(control[0]):04X} is a control character, not text"
        raise Problems([Problem(path, line, what, _AS_TEXT)])
    page = read_frame(path, text)
    slug = slugify(page.title)
    if not slug:
        what = f"the English title “{page.title}” has no letter and no digit"
        raise Problems([Problem(path, 1, what, "write the title in the first question")])
    year, month = page.month.split("-")
    article = f"{front_matter(_fields(page, normalize))}\n{to_markdown(page.body)}\n"
    return Imported(f"{year}/{month}/{slug}.md", article, page.notes)


def _fields(page: SavedPage, normalize: Normalize) -> Mapping[str, object]:
    chinese = {"title": normalize(page.chinese_title)}
    if page.chinese_summary:
        chinese["summary"] = normalize(page.chinese_summary)
    fields: dict[str, object] = {"title": page.title, "date": page.month}
    fields["topics"] = list(page.topics)
    fields["zh-Hant"] = chinese
    if page.queries:
        fields["queries"] = list(page.queries)
    return fields


def _read(file: Path) -> str:
    try:
        if not file.exists():
            raise Problems([Problem(str(file), 1, "there is no such file", "check its name")])
        if not file.is_file():
            raise Problems([Problem(str(file), 1, "this is not a file", "name the files in it")])
        with file.open("rb") as saved:
            contents = saved.read(_MOST_BYTES + 1)
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise Problems([Problem(str(file), 1, what, "check who may read it")]) from error
    if len(contents) > _MOST_BYTES:
        what = "the file is larger than any saved page"
        raise Problems([Problem(str(file), 1, what, "save each page to a file of its own")])
    try:
        return contents.decode()
    except UnicodeDecodeError as error:
        line = contents.count(b"\n", 0, error.start) + 1
        raise Problems([Problem(str(file), line, "the file is not UTF-8", _AS_TEXT)]) from error


def _is_written(target: Path, contents: bytes) -> bool:
    """Whether `target` holds `contents` already. Raises Problems where it holds anything else."""
    try:
        if target.read_bytes() == contents:
            return True
    except FileNotFoundError:
        return False
    except OSError as error:
        what = f"the article cannot be written here ({error.strerror})"
        raise Problems([Problem(str(target), 1, what, "make way for it")]) from error
    what = "this article exists and differs from the saved page"
    raise Problems([Problem(str(target), 1, what, "move it away to import the page again")])
