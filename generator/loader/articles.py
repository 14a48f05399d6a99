"""One file is read by itself: its bytes in, an article or a translation out, or problems."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from generator.chinese import Normalizer
from generator.dates import Date, parse_date
from generator.digest import digest
from generator.documents import Document, Place, brief, decode, decode_utf8, fitting
from generator.errors import Problem, Problems
from generator.loader.files import said
from generator.loader.matter import (
    DATE,
    UPDATED,
    AnswerMatter,
    FrontMatter,
    TranslationMatter,
    chinese_line,
    front_matter,
    matter_dates,
    matter_problems,
    one_line,
    opening_fence,
)
from generator.markdown import opening
from generator.model import (
    Answer,
    Article,
    Correction,
    Image,
    Language,
    Source,
    Translation,
)
from generator.reading import excerpt
from generator.urls import slugify

SUMMARY_LENGTH = 240

_NEVER = Date(9999, 1)


class Reader:
    """Reads the files of a site whose dates are in `zone`. `notes` gathers terms to look at."""

    def __init__(self, zone: ZoneInfo, chinese: Normalizer) -> None:
        self._zone = zone
        self._chinese = chinese
        self.notes: list[Problem] = []

    def article(self, path: str, raw: bytes) -> Article:
        document, offset = front_matter(path, raw)
        problems: list[Problem] = []
        try:
            matter = decode(document, FrontMatter)
        except Problems as found:
            problems += found.problems
            matter = fitting(document, FrontMatter)
        dates: dict[Place, Date] = {}
        for place, text in matter_dates(matter):
            try:
                dates[place] = parse_date(text, self._zone)
            except ValueError as error:
                what = f"`{place[-1]}` {error}: {brief(text)}"
                remedy = "write 2026-04, 2026-04-27 or 2026-04-27T09:30+08:00"
                problems.append(document.problem(place, what, remedy))
        problems += matter_problems(document, matter)
        if dates.get(UPDATED, _NEVER).ends <= dates.get(DATE, _NEVER).begins < _NEVER.begins:
            what = "`updated` is before `date`"
            problems.append(document.problem(UPDATED, what, "correct one of the two"))
        try:
            body = _text(path, raw, offset)
        except Problems as found:
            raise Problems([*problems, *found.problems]) from None
        if (not body or body.isspace()) and not matter.draft:
            remedy = "write the article, delete the file, or set `draft` to true"
            problems.append(document.problem((), "the article has no text", remedy))
        if problems:
            raise Problems(problems)
        self.notes += self._terms(document, matter)
        return Article(
            path=path,
            slug=slugify(path.rpartition("/")[2].removesuffix(".md")),
            date=dates[DATE],
            title=one_line(matter.title),
            summary=one_line(matter.summary) or excerpt(one_line(opening(body)), SUMMARY_LENGTH),
            topics=tuple(one_line(topic) for topic in matter.topics),
            body=_source("en", path, raw, offset),
            zh_title=chinese_line(matter.zh_hant.title, self._chinese),
            zh_summary=chinese_line(matter.zh_hant.summary, self._chinese),
            updated=dates.get(UPDATED),
            authors=tuple(filter(None, map(one_line, matter.authors))),
            zh_authors=tuple(filter(None, map(one_line, matter.zh_hant.authors))),
            aliases=matter.aliases,
            corrections=tuple(
                Correction(
                    dates["corrections", at, "date"],
                    one_line(correction.text),
                    chinese_line(correction.zh_hant, self._chinese),
                )
                for at, correction in enumerate(matter.corrections)
            ),
            faq=tuple(map(self._answer, matter.faq)),
            queries=tuple(filter(None, map(one_line, matter.queries))),
            image=_clean_image(matter.image),
            draft=matter.draft,
        )

    def _terms(self, document: Document, matter: FrontMatter) -> Iterator[Problem]:
        for name, text in (("title", matter.zh_hant.title), ("summary", matter.zh_hant.summary)):
            for finding in self._chinese.findings(text):
                what = f"`{name}` says {finding.term}"
                remedy = f"write {finding.wanted}, as the rest of the archive does"
                yield document.problem(("zh-Hant", name), what, remedy)

    def translation(self, path: str, raw: bytes) -> Translation:
        offset = 0
        matter = TranslationMatter()
        if opening_fence(raw):
            document, offset = front_matter(path, raw)
            matter = decode(document, TranslationMatter)
        if not _text(path, raw, offset).strip():
            remedy = "write the translation, or delete the file"
            raise Problems([Problem(said(path), 1, "the translation has no text", remedy)])
        return Translation(path, _source("zh-Hant", path, raw, offset), matter.made_from)

    def _answer(self, answer: AnswerMatter) -> Answer:
        chinese = answer.zh_hant
        return Answer(
            one_line(answer.question),
            one_line(answer.answer),
            chinese_line(chinese.question, self._chinese) if chinese else None,
            chinese_line(chinese.answer, self._chinese) if chinese else None,
        )


def _clean_image(image: Image | None) -> Image | None:
    return Image(image.src, one_line(image.alt)) if image else None


def _source(language: Language, path: str, raw: bytes, offset: int) -> Source:
    line = raw.count(b"\n", 0, offset) + 1
    return Source(language, path, offset, line, digest(raw[offset:]))


def _text(path: str, raw: bytes, offset: int) -> str:
    """The text of a file from the byte `offset` on."""
    return decode_utf8(said(path), raw[offset:], raw.count(b"\n", 0, offset))
