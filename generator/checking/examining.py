"""An article is examined by itself: what is wrong with it, and what all others must know of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from generator.checking.finding import Finding
from generator.checking.markup import links_of, pictures_of, text_of
from generator.checking.pairs import body_findings, line_findings
from generator.checking.places import Places
from generator.checking.words import (
    Spelt,
    script_findings,
    spelt_words,
    vocabulary_findings,
)
from generator.chinese import Text, has_han, normalizer, simplified
from generator.documents import Place
from generator.loader import Reading, body_key
from generator.markdown import Body
from generator.model import Article, Language, Source
from generator.rendering import made_body, opened_body, packed_body

LONGEST_TITLE = 60
_ELSEWHERE = re.compile(r"//|[A-Za-z][A-Za-z0-9+.-]*:")


class Desk(msgspec.Struct, frozen=True):
    """What every article is examined by: the folder `content`, the rules for texts, the digest of
    what makes a body's key, and where the site stands."""

    content: Path
    reading: Reading
    base: bytes
    base_url: str

    def is_own(self, address: str) -> bool:
        """Whether an address is one of this site."""
        return address.startswith(self.base_url) or not _ELSEWHERE.match(address)


class Reference(msgspec.Struct, frozen=True, gc=False):
    """An address that the article at `path` names, as a page or a file to link to, or an image: in
    the body of `language`, in a block that begins at `line`; or as `image` in its front matter,
    where the line is 0."""

    path: str
    line: int
    address: str
    language: Language = "en"
    image: bool = False


class Examined(msgspec.Struct, frozen=True):
    """What was found in the article at `path`, and what else must be known to judge it, or others
    by it: `ids` are those of its headings."""

    path: str
    findings: tuple[Finding, ...]
    references: tuple[Reference, ...]
    ids: frozenset[str]
    spelt: tuple[Spelt, ...]


class Batch(msgspec.Struct, frozen=True):
    """Some articles, and their bodies by their keys, as far as they are kept."""

    articles: tuple[Article, ...]
    bodies: dict[bytes, bytes]


def examine(desk: Desk, batch: Batch) -> tuple[list[Examined], dict[bytes, bytes]]:
    """What was found in each article of `batch`, and the bodies that were made on the way."""
    new: dict[bytes, bytes] = {}
    return [_Examination(desk, article, batch.bodies, new).all() for article in batch.articles], new


class _Examination:
    """One article, and all that is looked at in it."""

    def __init__(
        self,
        desk: Desk,
        article: Article,
        bodies: Mapping[bytes, bytes],
        new: dict[bytes, bytes],
    ) -> None:
        self._desk = desk
        self._article = article
        self._places = Places(desk.content, article)
        self._kept = bodies
        self._new = new
        self._english = self._body(article.body)
        self._chinese = self._body(article.zh_body) if article.zh_body else None

    def all(self) -> Examined:
        """Everything that is to be known."""
        return Examined(
            path=self._article.path,
            findings=tuple(self._findings()),
            references=tuple(self._references()),
            ids=frozenset(one.id for _, body in self._bodies() for one in body.headings),
            spelt=tuple(self._spelt()),
        )

    def _body(self, source: Source) -> Body:
        key = body_key(self._desk.base, source)
        if kept := self._kept.get(key):
            return opened_body(kept)
        body = made_body(self._places.markdown(source), source.language, self._desk.reading)
        self._new[key] = packed_body(body)
        return body

    def _findings(self) -> Iterator[Finding]:
        article, places = self._article, self._places
        if len(article.title) > LONGEST_TITLE:
            what = f"the title has {len(article.title)} characters"
            remedy = f"shorten it to {LONGEST_TITLE}: search engines cut what is longer"
            yield Finding(places.path, places.line(("title",)), what, remedy, "titles")
        yield from self._alternatives()
        yield from self._chinese_lines()
        yield from line_findings(article, places)
        if article.zh_body and self._chinese:
            yield from self._chinese_text(article.zh_body, self._chinese)
            yield from body_findings(article, article.zh_body, self._english, self._chinese, places)

    def _alternatives(self) -> Iterator[Finding]:
        what, remedy = "has no alternative text", "say in words what it shows"
        image = self._article.image
        if image and not image.alt.strip():
            line = self._places.line(("image", "alt"))
            yield Finding(self._places.path, line, f"`image` {what}", remedy, "alternatives")
        for source, body in self._bodies():
            for block in body.blocks:
                for one in pictures_of(block):
                    if not one.alt.strip():
                        line = self._places.address(source, source.line + block.line, one.src)
                        told = f"the image {one.src} {what}"
                        path = f"content/{source.path}"
                        yield Finding(path, line, told, remedy, "alternatives")

    def _bodies(self) -> Iterator[tuple[Source, Body]]:
        yield self._article.body, self._english
        if self._article.zh_body and self._chinese:
            yield self._article.zh_body, self._chinese

    def _references(self) -> Iterator[Reference]:
        path = self._article.path
        for source, body in self._bodies():
            for block in body.blocks:
                line = self._places.block(source, block)
                for address in links_of(block):
                    if self._desk.is_own(address):
                        yield Reference(path, line, address, source.language)
                for one in pictures_of(block):
                    if self._desk.is_own(one.src):
                        yield Reference(path, line, one.src, source.language, image=True)
        if (image := self._article.image) and self._desk.is_own(image.src):
            yield Reference(path, 0, image.src, image=True)

    def _chinese_lines(self) -> Iterator[Finding]:
        """What is wrong with the Chinese of the front matter; of the title and the summary, the
        loader has told the terms already."""
        places, rules = self._places, self._desk.reading.chinese
        chinese = normalizer(rules)
        converted = has_han(places.head_text) and simplified(places.head_text)
        for place, text in self._chinese_places():
            terms = [*chinese.findings(text.plain)] if place[0] != "zh-Hant" else []
            if not (terms or converted):
                continue
            line = places.line(place)
            name = f"`{'.'.join(str(key) for key in place if isinstance(key, str))}`"
            yield from vocabulary_findings(terms, places.path, line, name)
            yield from script_findings(places.written(place), rules, places.path, line, name)

    def _chinese_places(self) -> Iterator[tuple[Place, Text]]:
        """The Chinese texts of the front matter, and their places there."""
        article = self._article
        texts: list[tuple[Place, Text | None]] = [
            (("zh-Hant", "title"), article.zh_title),
            (("zh-Hant", "summary"), article.zh_summary),
        ]
        for at, one in enumerate(article.corrections):
            texts.append((("corrections", at, "zh-Hant"), one.zh_text))
        for at, answer in enumerate(article.faq):
            texts.append((("faq", at, "zh-Hant", "question"), answer.zh_question))
            texts.append((("faq", at, "zh-Hant", "answer"), answer.zh_answer))
        for place, text in texts:
            if text is not None:
                yield place, text

    def _chinese_text(self, source: Source, body: Body) -> Iterator[Finding]:
        rules = self._desk.reading.chinese
        chinese, path = normalizer(rules), f"content/{source.path}"
        for at, block in enumerate(body.blocks):
            line = self._places.block(source, block)
            yield from vocabulary_findings(chinese.findings(text_of(block)), path, line)
            if block.kind != "fence":
                written = "\n".join(self._places.lines(source, body, at))
                yield from script_findings(written, rules, path, line)

    def _spelt(self) -> Iterator[Spelt]:
        article, rules = self._article, self._desk.reading.chinese
        for key, text in (("title", article.zh_title), ("summary", article.zh_summary)):
            for word in spelt_words(text.display, rules) if text else ():
                yield Spelt(word, article.path, 0, key)
        if article.zh_body and self._chinese:
            for block in self._chinese.blocks:
                line = self._places.block(article.zh_body, block)
                for word in spelt_words(text_of(block), rules):
                    yield Spelt(word, article.path, line)
