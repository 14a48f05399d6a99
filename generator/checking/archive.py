"""What readers would stumble over, and no build stops for, is found and told with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

import msgspec

from generator.build import Watch
from generator.build.site import Site, load_site, reading_base
from generator.checking.examining import Batch, Desk, Examined, Reference, examine
from generator.checking.finding import Finding
from generator.checking.links import Targets, draft_aliases
from generator.checking.places import Places
from generator.checking.topics import misspelt_topics
from generator.checking.words import Spelt, spelling_findings, topic_findings
from generator.config import Project
from generator.digest import digest
from generator.executor import Workers
from generator.indexes import index_archive
from generator.loader import Library, body_key, content_files, reading_rules
from generator.loader.files import TRANSLATION
from generator.model import Article, Card
from generator.pages import Finder
from generator.store import Month, Monthly, Store

_TOGETHER = 32


class Checked(msgspec.Struct, frozen=True):
    """How many articles were looked at, drafts too, and what was found, by place."""

    articles: int
    findings: tuple[Finding, ...]


def check(project: Project, store: Store, workers: Workers, watch: Watch) -> Checked:
    """What is to be told of the content of `project`; raises the `Problems` that a build would."""
    return store.healed(lambda: _check(project, store, workers, watch))


def _check(project: Project, store: Store, workers: Workers, watch: Watch) -> Checked:
    site = load_site(project, content_files(project.content), store, workers, watch)
    content = site.content
    archive = index_archive((one for one in content.cards if not one.draft), content.topics)
    desk = Desk(
        content=project.content,
        reading=reading_rules(project.settings),
        base=reading_base(project.settings),
        base_url=project.settings.base_url,
    )
    examined = [*_examined(desk, site, store, workers, watch)]
    finder = Finder(archive, project.settings.page_size, lambda _: (), site.press.carded)
    wanted = [*finder.wanted(), *((file.path, file.origin) for file in site.files)]
    ids = {one.path: one.ids for one in examined}
    paths = [path for path, _ in wanted]
    targets = Targets(
        project.settings.base_url, content.cards, paths, site.files, site.press.theme, ids
    )
    places = _Placed(project, site)
    findings = {finding for one in examined for finding in one.findings}
    findings.update(
        Finding(note.path, note.line, note.what, note.remedy, "vocabulary")
        for note in content.notes
    )
    for one in examined:
        for reference in one.references:
            if told := targets.told(reference):
                name, what, remedy = told
                findings.add(Finding(*places.reference(reference), what, remedy, name))
    misspelt = misspelt_topics(content.cards, content.topics)
    for card in content.cards:
        for at, topic in enumerate(card.topics):
            if topic in misspelt:
                findings.add(
                    Finding(*places.head(card.path, "topics", at), *misspelt[topic], "topics")
                )
    for path, (name, what, remedy) in draft_aliases(content.cards, wanted):
        findings.add(Finding(*places.head(path, "aliases"), what, remedy, name))
    spelt = [word for one in examined for word in one.spelt]
    findings.update(spelling_findings(spelt, places.spelt))
    findings.update(topic_findings(project.content, desk.reading.chinese))
    return Checked(len(examined), tuple(sorted(findings)))


def _examined(
    desk: Desk, site: Site, store: Store, workers: Workers, watch: Watch
) -> Iterator[Examined]:
    """What was found in each article; those that are as they were are not looked at again."""
    cards, library = site.content.cards, site.content.library
    kept = Monthly(store, "checked", _decode)
    base = digest(desk.base, desk.base_url.encode())
    places = [(_month(card), _key(base, card, library)) for card in cards]
    due = [
        (card, month, key)
        for card, (month, key) in zip(cards, places, strict=True)
        if key not in kept.of(month)
    ]
    waiting = iter(due)
    done = 0
    watch("checking", 0, len(due))
    batches = _batches((card for card, _, _ in due), desk, library, store)
    for some, made in workers.results(partial(examine, desk), batches):
        store.keep(made)
        for one in some:
            _, month, key = next(waiting)
            kept.put(month, key, one)
        done += len(some)
        watch("checking", done, len(due))
    kept.save(places)
    yield from (kept.of(month)[key] for month, key in places)


def _month(card: Card) -> Month:
    return card.date.year, card.date.month


def _key(base: bytes, card: Card, library: Library) -> bytes:
    """The digest of all that the article of `card` is examined by: its file and its translation."""
    other = library.known.get(card.path.removesuffix(".md") + TRANSLATION)
    return digest(base, library.known[card.path].record, other.record if other else b"")


def _batches(cards: Iterable[Card], desk: Desk, library: Library, store: Store) -> Iterator[Batch]:
    waiting = iter(cards)
    while some := [card.path for card in islice(waiting, _TOGETHER)]:
        library.records(some)
        articles = tuple(map(library.article, some))
        yield Batch(articles, store.kept(_keys(articles, desk.base)))


def _keys(articles: Iterable[Article], base: bytes) -> Iterator[bytes]:
    for article in articles:
        for source in filter(None, (article.body, article.zh_body)):
            yield body_key(base, source)


class _Placed:
    """The files and lines of what is told."""

    def __init__(self, project: Project, site: Site) -> None:
        self._content = project.content
        self._library = site.content.library
        self._known: dict[str, tuple[Article, Places]] = {}

    def head(self, path: str, *place: str | int) -> tuple[str, int]:
        """Where a key stands in the front matter of the article at `path`."""
        _, places = self._article(path)
        return places.path, places.line(place)

    def reference(self, one: Reference) -> tuple[str, int]:
        article, places = self._article(one.path)
        if not one.line:
            return self.head(one.path, "image", "src")
        source = article.body if one.language == "en" else article.zh_body
        assert source is not None, "a reference stands in a body"
        return f"content/{source.path}", places.address(source, one.line, one.address)

    def spelt(self, one: Spelt) -> tuple[str, int]:
        if one.key:
            return self.head(one.path, "zh-Hant", one.key)
        article, _ = self._article(one.path)
        assert article.zh_body is not None, "the word stands in it"
        return f"content/{article.zh_body.path}", one.line

    def _article(self, path: str) -> tuple[Article, Places]:
        if path not in self._known:
            article = self._library.article(path)
            self._known[path] = article, Places(self._content, article)
        return self._known[path]


_decode = msgspec.msgpack.Decoder(dict[bytes, Examined]).decode
