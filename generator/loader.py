"""Every file below `content/` is an article, a translation, the topics' file, or a problem."""

from __future__ import annotations

import codecs
import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from generator.chinese import Normalizer, Text, clean
from generator.config import Project
from generator.dates import Date, parse_date
from generator.digest import digest
from generator.documents import (
    Document,
    Place,
    brief,
    decode,
    decode_utf8,
    fitting,
    read_toml,
    read_yaml,
)
from generator.errors import Problem, Problems
from generator.markdown import opening
from generator.model import Answer, Article, Correction, Image, Source, TopicEntry, topic_key
from generator.reading import excerpt
from generator.urls import alias_path, article_route, slugify

TOPICS_FILE = "topics.toml"
TRANSLATION = ".zh-Hant.md"
SUMMARY_LENGTH = 240
MOST_TOPICS = 50
MOST_QUERIES = 50
MOST_FRONT_MATTER = 256 * 1024

_CHINESE_NAME = re.compile(r"\.zh(?:[-_]\w+)*\Z", re.IGNORECASE)


class Content(msgspec.Struct, frozen=True):
    """All that `content/` holds, drafts too, in the order of the files' paths.

    `notes` are the terms for which the archive has others.
    """

    articles: tuple[Article, ...]
    topics: tuple[TopicEntry, ...]
    notes: tuple[Problem, ...]


class _Chinese(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str = ""
    summary: str = ""


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


class _Answer(
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
    faq: tuple[_Answer, ...] = ()
    corrections: tuple[_Correction, ...] = ()
    aliases: tuple[str, ...] = ()
    image: Image | None = None
    draft: bool = False


class TranslationMatter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may stand at the head of a translation's file: nothing yet."""


class _TopicChinese(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str = ""
    description: str = ""


class _Topic(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"zh_hant": "zh-Hant"}
):
    name: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    zh_hant: _TopicChinese = _TopicChinese()


_DATE: Place = ("date",)
_UPDATED: Place = ("updated",)
_NEVER = Date(9999, 1)


class _Translation(msgspec.Struct, frozen=True):
    path: str
    body: Source


def load_content(project: Project, chinese: Normalizer) -> Content:
    """The articles and topics of `project`; raises `Problems` with those of all files at once."""
    reading = _Reading(project.settings.zone, chinese)
    articles: list[Article] = []
    translations: dict[str, _Translation] = {}
    topics: tuple[TopicEntry, ...] = ()
    problems: list[Problem] = []
    for path, raw in _files(project.content, problems):
        try:
            if path == TOPICS_FILE:
                topics = reading.topics(path, raw)
            elif path.endswith(TRANSLATION):
                translations[path.removesuffix(TRANSLATION)] = reading.translation(path, raw)
            else:
                articles.append(reading.article(path, raw))
        except Problems as found:
            problems += found.problems
    failed = {problem.path for problem in problems}
    problems += _same_address(articles)
    articles = [_translated(article, translations) for article in articles]
    problems += _orphans(translations, articles, failed)
    if problems:
        raise Problems(problems)
    return Content(tuple(articles), topics, tuple(sorted(reading.notes)))


def _files(content: Path, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """The path below `content` and the bytes of each file that can be content; else a problem."""
    if not content.is_dir():
        remedy = "make the folder, and articles in it as YYYY/MM/some-slug.md"
        problems.append(Problem("content", 1, "there is no such folder", remedy))
        return
    for entry in _entries(content, problems):
        path = Path(entry.path).relative_to(content).as_posix()
        if problem := _unwanted(content, path, entry):
            problems.append(problem)
            continue
        try:
            yield path, Path(entry.path).read_bytes()
        except OSError as error:
            what = f"it cannot be read: {error.strerror}"
            problems.append(Problem(_said(path), 1, what, "make it readable, or take it away"))


def _entries(content: Path, problems: list[Problem]) -> list[os.DirEntry[str]]:
    """The entries below `content`, sorted, without what editors and systems leave about."""
    found = []
    folders = [str(content)]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as listing:
                entries = list(listing)
        except OSError as error:
            said = _said(Path(folder).relative_to(content).as_posix())
            what = f"the folder cannot be read: {error.strerror}"
            problems.append(Problem(said, 1, what, "make it readable, or take it away"))
            continue
        for entry in entries:
            name = entry.name
            if name.startswith((".", "#")) or name.endswith("~"):
                continue
            if entry.is_dir(follow_symlinks=False) and not name.endswith((".md", ".toml")):
                folders.append(entry.path)
            else:
                found.append(entry)
    return sorted(found, key=lambda entry: entry.path)


def _unwanted(content: Path, path: str, entry: os.DirEntry[str]) -> Problem | None:
    """Why a file cannot be content, if it can't."""
    said = _said(path)
    try:
        path.encode()
    except UnicodeEncodeError:
        return Problem(said, 1, "the file's name is not UTF-8", "rename it")
    try:
        if not stat.S_ISREG(entry.stat().st_mode):
            return Problem(said, 1, "it is not a plain file", "take it out of `content/`")
    except OSError as error:
        return Problem(said, 1, f"it cannot be read: {error.strerror}", "mend or delete the link")
    if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(content.resolve()):
        return Problem(said, 1, "it is a link that leads out of `content/`", "copy the file in")
    if path == TOPICS_FILE:
        return None
    if not path.endswith(".md"):
        remedy = "end its name in .md, or move it to `static/`"
        return Problem(said, 1, "`content/` holds Markdown articles and topics.toml", remedy)
    name = path.rpartition("/")[2]
    stem = (
        name.removesuffix(TRANSLATION) if name.endswith(TRANSLATION) else name.removesuffix(".md")
    )
    if not slugify(stem):
        remedy = "rename it to the article's slug, such as some-story.md"
        return Problem(said, 1, "the file's name holds no letter and no digit", remedy)
    if chinese := _CHINESE_NAME.search(stem):
        remedy = f"name a translation {stem[: chinese.start()]}{TRANSLATION}"
        return Problem(said, 1, "it looks like a translation, by its name", remedy)
    return None


class _Reading:
    """Reads single files: their bytes in, values out, `Problems` raised."""

    def __init__(self, zone: ZoneInfo, chinese: Normalizer) -> None:
        self._zone = zone
        self._chinese = chinese
        self.notes: list[Problem] = []

    def article(self, path: str, raw: bytes) -> Article:
        document, offset = _front_matter(path, raw)
        problems: list[Problem] = []
        try:
            matter = decode(document, FrontMatter)
        except Problems as found:
            problems += found.problems
            matter = fitting(document, FrontMatter)
        dates: dict[Place, Date] = {}
        for place, text in _dates(matter):
            try:
                dates[place] = parse_date(text, self._zone)
            except ValueError as error:
                what = f"`{place[-1]}` {error}: {brief(text)}"
                remedy = "write 2026-04, 2026-04-27 or 2026-04-27T09:30+08:00"
                problems.append(document.problem(place, what, remedy))
        problems += _front_matter_problems(document, matter)
        if dates.get(_UPDATED, _NEVER).ends <= dates.get(_DATE, _NEVER).begins < _NEVER.begins:
            what = "`updated` is before `date`"
            problems.append(document.problem(_UPDATED, what, "correct one of the two"))
        try:
            body = _text(path, raw, offset)
        except Problems as found:
            raise Problems([*problems, *found.problems]) from None
        if not body.strip():
            remedy = "write the article, or delete the file"
            problems.append(document.problem((), "the article has no text", remedy))
        if problems:
            raise Problems(problems)
        self.notes += self._terms(document, matter)
        return Article(
            path=path,
            slug=slugify(path.rpartition("/")[2].removesuffix(".md")),
            date=dates[_DATE],
            title=_line(matter.title),
            summary=_line(matter.summary) or excerpt(_line(opening(body)), SUMMARY_LENGTH),
            topics=tuple(_line(topic) for topic in matter.topics),
            body=Source("en", path, offset, digest(raw[offset:])),
            zh_title=self._text(matter.zh_hant.title),
            zh_summary=self._text(matter.zh_hant.summary),
            updated=dates.get(_UPDATED),
            authors=tuple(filter(None, map(_line, matter.authors))),
            aliases=matter.aliases,
            corrections=tuple(
                Correction(
                    dates["corrections", at, "date"],
                    _line(correction.text),
                    self._text(correction.zh_hant),
                )
                for at, correction in enumerate(matter.corrections)
            ),
            faq=tuple(map(self._answer, matter.faq)),
            queries=tuple(filter(None, map(_line, matter.queries))),
            image=matter.image,
            draft=matter.draft,
        )

    def _terms(self, document: Document, matter: FrontMatter) -> Iterator[Problem]:
        for name, text in (("title", matter.zh_hant.title), ("summary", matter.zh_hant.summary)):
            for finding in self._chinese.findings(text):
                what = f"`{name}` says {finding.term}"
                remedy = f"write {finding.wanted}, as the rest of the archive does"
                yield document.problem(("zh-Hant", name), what, remedy)

    def translation(self, path: str, raw: bytes) -> _Translation:
        offset = 0
        if _fence(raw):
            document, offset = _front_matter(path, raw)
            decode(document, TranslationMatter)
        if not _text(path, raw, offset).strip():
            remedy = "write the translation, or delete the file"
            raise Problems([Problem(_said(path), 1, "the translation has no text", remedy)])
        return _Translation(path, Source("zh-Hant", path, offset, digest(raw[offset:])))

    def topics(self, path: str, raw: bytes) -> tuple[TopicEntry, ...]:
        document = read_toml(_said(path), _text(path, raw, 0))
        problems: list[Problem] = []
        entries = []
        claims: dict[str, str] = {}
        for slug in document.values:
            try:
                topic = decode(document, _Topic, (slug,))
            except Problems as found:
                problems += found.problems
                continue
            if slugify(slug) != slug:
                wanted = slugify(slug) or "some-topic"
                what = f"`{brief(slug)}` cannot be part of a URL"
                problems.append(document.problem((slug,), what, f"write [{wanted}]"))
            for place, name in (
                ((slug, "name"), topic.name),
                *(((slug, "aliases", at), alias) for at, alias in enumerate(topic.aliases)),
            ):
                if not slugify(name):
                    what = f"the topic's name `{brief(name)}` holds no letter and no digit"
                    problems.append(document.problem(place, what, "write another"))
                    continue
                other = claims.setdefault(topic_key(_line(name)), slug)
                if other != slug:
                    what = f"`{brief(name)}` is claimed by [{brief(other)}] and by [{brief(slug)}]"
                    problems.append(document.problem(place, what, "leave it to one of them"))
            entries.append(
                TopicEntry(
                    slug=slug,
                    name=_line(topic.name),
                    aliases=tuple(map(_line, topic.aliases)),
                    description=_line(topic.description),
                    zh_name=self._text(topic.zh_hant.name),
                    zh_description=self._text(topic.zh_hant.description),
                )
            )
        if problems:
            raise Problems(problems)
        return tuple(entries)

    def _text(self, text: str) -> Text | None:
        line = _line(text)
        return self._chinese.text(line) if line else None

    def _answer(self, answer: _Answer) -> Answer:
        chinese = answer.zh_hant
        return Answer(
            _line(answer.question),
            _line(answer.answer),
            self._text(chinese.question) if chinese else None,
            self._text(chinese.answer) if chinese else None,
        )


def read_body(content: Path, source: Source) -> str:
    """The Markdown of `source`, below `content`; raises `Problems` if it is not what was loaded."""
    try:
        raw = (content / source.path).read_bytes()[source.offset :]
    except OSError:
        raw = b""
    if digest(raw) != source.digest:
        what = "the file changed while the archive was built"
        raise Problems([Problem(_said(source.path), 1, what, "build again")])
    return decode_utf8(_said(source.path), raw)


def _text(path: str, raw: bytes, offset: int) -> str:
    """The text of a file from the byte `offset` on."""
    return decode_utf8(_said(path), raw[offset:], raw.count(b"\n", 0, offset))


def _fence(raw: bytes) -> bytes:
    """The line that opens the front matter of a file, empty if there is none."""
    first = raw.removeprefix(codecs.BOM_UTF8).partition(b"\n")[0].rstrip()
    return first if first in (b"---", b"+++") else b""


def _front_matter(path: str, raw: bytes) -> tuple[Document, int]:
    """The front matter of a file, and the byte that the body begins at."""
    said = _said(path)
    fence = _fence(raw)
    if not fence:
        what, remedy = "no front matter", "begin the file with a line `---`, the keys, and `---`"
        raise Problems([Problem(said, 1, what, remedy)])
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
        raise Problems([Problem(said, 1, what, remedy)])
    if at - begin > MOST_FRONT_MATTER:
        what = f"the front matter is longer than {MOST_FRONT_MATTER // 1024} KB"
        raise Problems([Problem(said, 1, what, "move text into the body")])
    text = decode_utf8(said, raw[begin:at], 1)
    read = read_yaml if fence == b"---" else read_toml
    return read(said, text, 2), end + 1 if end >= 0 else len(raw)


def _front_matter_problems(document: Document, matter: FrontMatter) -> Iterator[Problem]:
    for name in ("title", "date"):
        value = document.values.get(name, "")
        if isinstance(value, str) and not _line(value):
            yield document.problem((name,), f"no `{name}`", f"add a line `{name}: …`")
    for at, topic in enumerate(matter.topics):
        if not slugify(_line(topic)):
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


def is_image_address(src: str) -> bool:
    """Whether `src` is a path on this site or an https address."""
    plain = src.isprintable() and not any(char in src for char in " \"'<>\\") and ".." not in src
    return plain and (src.startswith("https://") or (src.startswith("/") and src[1:2] != "/"))


def _dates(matter: FrontMatter) -> Iterator[tuple[Place, str]]:
    if matter.date:
        yield _DATE, matter.date
    if matter.updated:
        yield _UPDATED, matter.updated
    for at, correction in enumerate(matter.corrections):
        yield ("corrections", at, "date"), correction.date


def _same_address(articles: list[Article]) -> Iterator[Problem]:
    first: dict[str, Article] = {}
    for article in articles:
        other = first.setdefault(article_route(article.date, article.slug), article)
        if other is not article:
            what = f"it has the date's month and the slug of {_said(other.path)}"
            yield Problem(_said(article.path), 1, what, "rename one of the two files")


def _translated(article: Article, translations: Mapping[str, _Translation]) -> Article:
    translation = translations.get(article.path.removesuffix(".md"))
    if not translation:
        return article
    return msgspec.structs.replace(article, zh_body=translation.body)


def _orphans(
    translations: Mapping[str, _Translation], articles: list[Article], failed: set[str]
) -> Iterator[Problem]:
    known = {article.path.removesuffix(".md") for article in articles}
    for stem, translation in translations.items():
        if stem not in known and _said(f"{stem}.md") not in failed:
            what = f"it translates {_said(f'{stem}.md')}, which is not there"
            yield Problem(_said(translation.path), 1, what, "rename it like its article")


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _said(path: str) -> str:
    return f"content/{path}"
