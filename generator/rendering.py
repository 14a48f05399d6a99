"""A job is rendered from values alone, so any process of any machine may do it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

import msgspec
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from generator.chinese import clean, normalizer
from generator.config import Settings
from generator.copies import has_copy, markdown_copy
from generator.digest import canonical
from generator.errors import Problem, Problems, counted
from generator.feeds import MOST_TEXT, Written, atom_feed, json_feed, write_entry
from generator.jobs import Done, Job, Press, Rendered
from generator.loader import Reading, body_key, decode_article
from generator.markdown import Body, NestedError, render_body
from generator.model import Article, Language, Source
from generator.page import Page
from generator.pages import Edition, both_editions, make_card, make_entry, make_feed, make_pages
from generator.sitemaps import sitemap_files
from generator.templates import Templates, render_page
from generator.translation import Translation, kinds_then, listed, translate
from generator.units import CardUnit, FeedUnit, FileUnit, Whole
from generator.urls import Urls, feed_routes

_MOST_LACKING = 5


def render_job(press: Press, job: Job) -> Done:
    """What the units of `job` make. A pure function, in so far as the templates are."""
    articles: dict[str, Article] = {}

    def article(path: str) -> Article:
        known = articles.get(path)
        if known is None:
            known = articles[path] = decode_article(job.articles[path])
        return known

    templates, compiled = _templates(press)
    bodies = _Bodies(press, job)
    editions = both_editions(Urls(press.settings.base_url), article)
    feeds = _Feeds(press.settings, press.assets.folder, editions, bodies)
    rendered = []
    for unit in job.units:
        files: list[tuple[str, bytes]] = []
        notes: list[Problem] = []
        problems: list[Problem] = []
        if isinstance(unit, FeedUnit):
            try:
                files += feeds.files(unit)
            except Problems as found:
                problems += found.problems
        elif isinstance(unit, CardUnit):
            made, told = _cards(unit, editions, press)
            files += made
            notes += told
        elif isinstance(unit, FileUnit):
            files += sitemap_files(unit, press.settings, article)
        for page in make_pages(unit, editions):
            try:
                body = bodies.body(page.body) if page.body else None
                translation = _translation(page, body, bodies)
                files.append((page.path, render_page(page, body, translation, templates)))
            except Problems as found:
                problems += found.problems
                continue
            if page.body and body and translation:
                english = bodies.body(page.english) if page.english else body
                kinds = kinds_then(english, page.made_from)
                notes += _translation_notes(page.body, body, translation, kinds)
            if text := bodies.text(page):
                stale = len(translation.stale) if translation else 0
                files.append(markdown_copy(page, text, stale))
        rendered.append(Rendered(tuple(files), tuple(notes), tuple(problems)))
    return Done(tuple(rendered), bodies.new, compiled.take())


class _Bodies:
    """The bodies of a job, each made once. Pages that share one come one after another."""

    def __init__(self, press: Press, job: Job) -> None:
        self._press = press
        self._job = job
        self._last: dict[str, tuple[bytes, Body]] = {}
        self.new: dict[bytes, bytes] = {}

    def body(self, source: Source) -> Body:
        key = body_key(self._press.base, source)
        last = self._last.get(source.language)
        if last and last[0] == key:
            return last[1]
        body = self._made(key, source)
        self._last[source.language] = key, body
        return body

    def text(self, page: Page) -> str:
        """The Markdown of a page that has it in its own language, empty for any other."""
        if page.body is None or not has_copy(page):
            return ""
        return self._job.texts.get(body_key(self._press.base, page.body), "")

    def html(self, article: Article, language: Language) -> str:
        """The text of `article` as one reads it in an edition, whole."""
        body = self.body(article.body)
        if language == "en" or article.zh_body is None:
            return body.html
        pieces = translate(body, self.body(article.zh_body), article.made_from).pieces
        return "".join(
            f'<div lang="en">{one.html}</div>' if one.newer else one.html for one in pieces
        )

    def _made(self, key: bytes, source: Source) -> Body:
        if kept := self._job.bodies.get(key) or self.new.get(key):
            return opened_body(kept)
        try:
            body = made_body(self._job.texts[key], source.language, self._press.reading)
        except NestedError as error:
            what = "quotes or lists lie too deep in each other here to be shown"
            place = f"content/{source.path}", source.line + error.line
            raise Problems([Problem(*place, what, "write this with fewer levels")]) from None
        self.new[key] = packed_body(body)
        return body


class _Feeds:
    """The feeds of a job; an article that is in several is set once."""

    def __init__(
        self, settings: Settings, assets: str, editions: Sequence[Edition], bodies: _Bodies
    ) -> None:
        self._settings = settings
        self._assets = assets
        self._editions = editions
        self._bodies = bodies
        self._entries: dict[tuple[Whole, Language], Written] = {}

    def files(self, unit: FeedUnit) -> Iterator[tuple[str, bytes]]:
        """The paths and the bytes of the feeds that `unit` makes."""
        entries: list[list[Written]] = [[] for _ in self._editions]
        for one in unit.newest:
            for edition, before in zip(self._editions, entries, strict=True):
                room = sum(entry.size for entry in before) < MOST_TEXT
                before.append(self._whole(edition, one) if room else self._brief(edition, one))
        atom, json = feed_routes(unit.topic.slug if unit.topic else "")
        for edition, written in zip(self._editions, entries, strict=True):
            feed = make_feed(edition, unit, written, self._settings, self._assets)
            yield edition.address(atom).output, atom_feed(feed)
            yield edition.address(json).output, json_feed(feed)

    def _whole(self, edition: Edition, one: Whole) -> Written:
        known = self._entries.get((one, edition.language))
        if known is None:
            html = self._bodies.html(edition.article(one.path), edition.language)
            known = self._entries[one, edition.language] = self._written(edition, one, html)
        return known

    def _brief(self, edition: Edition, one: Whole) -> Written:
        return self._written(edition, one, "")

    def _written(self, edition: Edition, one: Whole, html: str) -> Written:
        article = edition.article(one.path)
        return write_entry(make_entry(edition, article, one.topics, html, self._settings))


def _cards(
    unit: CardUnit, editions: Sequence[Edition], press: Press
) -> tuple[list[tuple[str, bytes]], list[Problem]]:
    """The paths and the bytes of the cards that `unit` makes, and a note on what they lack.

    Raises `Problems` where a font is not what it was: another machine may not have it.
    """
    # What draws need not be installed where no card is wanted.
    from generator.cards.drawing import draw_card

    files = []
    lacking = ""
    for edition in editions:
        if edition.language in unit.languages:
            path, card = make_card(edition, unit, press.settings)
            data, absent = draw_card(card, press.fonts)
            files.append((path, data))
            lacking += absent
    if not lacking:
        return files, []
    first = sorted(set(lacking))[:_MOST_LACKING]
    named = ", ".join(f"{char} (U+{ord(char):04X})" for char in first)
    what = f"the card is drawn without what no font has: {named}"
    remedy = "name a font that has it as `cards.font` in site.toml"
    return files, [Problem(unit.origin, 1, what, remedy)]


def _translation(page: Page, body: Body | None, bodies: _Bodies) -> Translation | None:
    if page.english is None or body is None:
        return None
    return translate(bodies.body(page.english), body, page.made_from)


def _translation_notes(
    source: Source, chinese: Body, translation: Translation, kinds: Sequence[str]
) -> Iterator[Problem]:
    """What an editor should look at in a translation, at the lines of its file; `kinds` are those
    of the English blocks that it pairs with."""
    path = f"content/{source.path}"
    mark = f"then `newsarchive translation mark {path}`"
    if translation.stale:
        what = f"{counted(len(translation.stale), 'block')} of the English changed since"
        yield Problem(path, source.line, what, f"translate again, {mark}")
    if translation.dropped:
        line = source.line + chinese.blocks[translation.dropped[0]].line
        number = counted(len(translation.dropped), "block")
        what = f"{number} from here on not shown: the English is gone"
        yield Problem(path, line, what, f"delete, {mark}")
    for pair in translation.unpaired:
        place = min(pair.chinese.start, len(chinese.blocks) - 1)
        line = source.line + (chinese.blocks[place].line if chinese.blocks else 0)
        here = listed([chinese.blocks[one].kind for one in pair.chinese])
        there = listed([kinds[one] for one in pair.english])
        if not pair.chinese:
            what, remedy = f"nothing here for {there} of the English", "translate what is missing"
        elif not pair.english:
            what, remedy = f"{here} here that the English has not", "delete what is too much"
        else:
            what, remedy = f"{here} here for {there} of the English", "give both the same blocks"
        yield Problem(path, line, what, remedy)


def made_body(text: str, language: Language, reading: Reading) -> Body:
    """The body that the Markdown `text` makes, by the site's rules."""
    chinese = normalizer(reading.chinese)
    return render_body(text, language, _cleaned if language == "en" else chinese.runs)


def packed_body(body: Body) -> bytes:
    """What the store keeps of a body."""
    return zlib.compress(canonical(body), 1)


def opened_body(kept: bytes) -> Body:
    """The body that was packed."""
    return _decode_body(zlib.decompress(kept))


def _cleaned(runs: list[str]) -> list[str]:
    return [clean(run) for run in runs]


class _Compiled(BytecodeCache):
    """Templates that are compiled already, and those that come to be."""

    def __init__(self, known: dict[str, bytes]) -> None:
        self._known = known
        self._new: dict[str, bytes] = {}

    def take(self) -> dict[str, bytes]:
        """Those that are new since the last time."""
        new, self._new = self._new, {}
        return new

    def load_bytecode(self, bucket: Bucket) -> None:
        if known := self._known.get(bucket.key):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._new[bucket.key] = bucket.bytecode_to_string()


_made: dict[bytes, tuple[Templates, _Compiled]] = {}


def _templates(press: Press) -> tuple[Templates, _Compiled]:
    """The templates of `press`; a process keeps those of the last one."""
    if press.key not in _made:
        _made.clear()
        compiled = _Compiled(press.compiled)
        templates = Templates(press.theme, press.reach, press.settings, press.assets, compiled)
        _made[press.key] = templates, compiled
    return _made[press.key]


_decode_body = msgspec.msgpack.Decoder(Body).decode
