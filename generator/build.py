"""A page is rendered when its key is new, and a file written when its bytes are."""

from __future__ import annotations

import importlib.metadata
import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec

from generator.assets import Assets, StaticFile, load_assets
from generator.chinese import Normalizer, Rules, clean
from generator.config import Project, Settings
from generator.digest import canonical, digest
from generator.errors import Problem, Problems
from generator.indexes import Archive, index_archive
from generator.loader import Content, load_content, read_body
from generator.markdown import Body, render_body
from generator.model import Source
from generator.output import Staging, found_pages, unchanged
from generator.page import Page
from generator.pages import plan_pages
from generator.store import UNSURE, Entry, Manifest, Store
from generator.templates import COUNTS, Templates, render_page
from generator.translation import Translation, translate


class Changes(msgspec.Struct, frozen=True):
    """The difference of two manifests, as sorted output paths."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


class Built(msgspec.Struct, frozen=True):
    """What a build did. `rendered` counts the pages whose key was new; `notes` do not stop it."""

    articles: int
    drafts: int
    pages: int
    rendered: int
    changes: Changes
    notes: tuple[Problem, ...]


def build(project: Project, store: Store) -> Built:
    """Make the output folder of `project` what its files say.

    Raises `Problems`, all of them at once, and then nothing has changed.
    """
    rules = chinese_rules(project.settings)
    chinese = Normalizer(rules)
    content, templates, assets = _load(project, chinese)
    published = [article for article in content.articles if not article.draft]
    archive = index_archive(published, content.topics)
    name = os.path.relpath(project.output, project.root)
    known = store.manifest(name)
    old = known or found_pages(project.output)
    with Staging(project.output) as staging:
        bodies = _Bodies(project.content, chinese)
        making = _Making(templates, bodies, staging, old, canonical(rules))
        for page in plan_pages(archive, project.settings):
            making.page(page)
        pages = len(making.new)
        making.file(COUNTS, counts_json(archive))
        for file in assets.files:
            making.copy(file)
        if making.problems:
            raise Problems(making.problems)
        changes = making.changes()
        if not known and old:
            # The store was lost; what a build would write into a build's folder is a build's.
            old = {**dict.fromkeys(changes.written, UNSURE), **old}
        if problems := [*staging.obstacles(changes.written, changes.removed, old)]:
            raise Problems(problems)
        with store.changing(name, old, making.new, changes.written + changes.removed):
            staging.apply(changes.written, changes.removed)
    return Built(
        articles=len(published),
        drafts=len(content.articles) - len(published),
        pages=pages,
        rendered=making.rendered,
        changes=changes,
        notes=(*content.notes, *making.notes()),
    )


def _load(project: Project, chinese: Normalizer) -> tuple[Content, Templates, Assets]:
    """All that the site is made of; raises the `Problems` of all of it."""
    problems: list[Problem] = []
    assets = Assets("", frozenset(), ())
    try:
        content = load_content(project, chinese)
    except Problems as found:
        problems += found.problems
    try:
        assets = load_assets(project.layers("static"))
    except Problems as found:
        problems += found.problems
    try:
        templates = Templates(project.layers("templates"), project.settings, assets)
    except Problems as found:
        problems += found.problems
    if problems:
        raise Problems(problems)
    return content, templates, assets


def counts_json(archive: Archive) -> bytes:
    """Today's number of articles of each topic and month, for pages that state an older one."""
    topics = {slug: len(topic.group.articles) for slug, topic in archive.topics.items()}
    months = {
        f"{month.year:04}-{month.month:02}": len(month.group.articles) for month in archive.months
    }
    return msgspec.json.encode({"topics": topics, "months": months}) + b"\n"


class _Bodies:
    """The bodies of articles, rendered when asked for. Pages that share one come one after another,
    so the last of each language is all that is kept."""

    def __init__(self, content: Path, chinese: Normalizer) -> None:
        self._content = content
        self._normalize = {"en": _cleaned, "zh-Hant": chinese.runs}
        self._last: dict[str, tuple[bytes, Body]] = {}

    def body(self, source: Source) -> Body:
        language = source.language
        known = self._last.get(language)
        if known and known[0] == source.digest:
            return known[1]
        text = read_body(self._content, source)
        body = render_body(text, language, self._normalize[language])
        self._last[language] = source.digest, body
        return body


class _Making:
    """The new output folder, file by file: what is as it was stays, all else is staged."""

    def __init__(
        self,
        templates: Templates,
        bodies: _Bodies,
        staging: Staging,
        old: Manifest,
        rules: bytes,
    ) -> None:
        self._templates = templates
        self._bodies = bodies
        self._staging = staging
        self._old = old
        self._rules = rules
        self._owners: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self._versions: dict[tuple[str, str], bytes] = {}
        self._written: list[str] = []
        self.new: dict[str, Entry] = {}
        self.problems: list[Problem] = []
        self.rendered = 0

    def page(self, page: Page) -> None:
        if not self._claim(page.path, page.origin):
            return
        key = digest(b"page", self._version(page), canonical(page))
        if self._keep(page.path, key):
            return
        try:
            body = self._bodies.body(page.body) if page.body else None
            translation = self._translation(page, body)
            data = render_page(page, body, translation, self._templates)
        except Problems as found:
            # A template's mistake shows on many pages; the first of them is enough to mend it.
            told = {(problem.path, problem.line) for problem in self.problems}
            self.problems += (one for one in found.problems if (one.path, one.line) not in told)
            return
        self.rendered += 1
        self._stage(page.path, key, data)
        if page.body and body and translation:
            notes = msgspec.msgpack.encode([*translation_notes(page.body, body, translation)])
            self.new[page.path] = msgspec.structs.replace(self.new[page.path], notes=notes)

    def notes(self) -> list[Problem]:
        """What was noted of the pages, when they were rendered."""
        return sorted(
            note
            for entry in self.new.values()
            if entry.notes
            for note in msgspec.msgpack.decode(entry.notes, type=list[Problem])
        )

    def _translation(self, page: Page, body: Body | None) -> Translation | None:
        if page.english is None or body is None:
            return None
        return translate(self._bodies.body(page.english), body, page.made_from)

    def file(self, path: str, data: bytes) -> None:
        """A file that is cheaper to make than to key."""
        if self._claim(path, path):
            self._stage(path, digest(data), data)

    def copy(self, file: StaticFile) -> None:
        if self._claim(file.path, file.origin) and not self._keep(file.path, file.digest):
            self.new[file.path] = self._staging.copy(file.path, file.digest, Path(file.source))
            self._written.append(file.path)

    def changes(self) -> Changes:
        removed = self._old.keys() - self.new.keys()
        return Changes(tuple(sorted(self._written)), tuple(sorted(removed)))

    def _claim(self, path: str, owner: str) -> bool:
        """Whether `owner` is the first to want the output path, and wants no file of another for a
        folder; else there is a problem that names both."""
        other = self._owners.get(path)
        if other == owner:
            return self._refuse(owner, f"it wants the address /{path} twice")
        if other is not None:
            # Of a page of the theme and a file of the site, it is the file that can give way.
            theme, own = sorted((other, owner), key=lambda one: not one.startswith("templates/"))
            twin = path.removeprefix("zh-Hant/")
            shown = twin if self._owners.get(twin) == other else path
            return self._refuse(own, f"it wants the address of {theme}, which is /{shown}")
        if path in self._folders:
            holder = self._owners[self._folders[path]]
            return self._refuse(owner, f"it wants the file /{path}, which is a folder of {holder}")
        self._owners[path] = owner
        folder = path.rpartition("/")[0]
        while folder and folder not in self._folders:
            other = self._owners.get(folder)
            if other is not None:
                return self._refuse(owner, f"it wants the folder /{folder}, a file of {other}")
            self._folders[folder] = path
            folder = folder.rpartition("/")[0]
        return True

    def _refuse(self, owner: str, what: str) -> bool:
        self.problems.append(Problem(owner, 1, what, "rename one of the two"))
        return False

    def _keep(self, path: str, key: bytes) -> bool:
        known = self._old.get(path)
        if known is None or known.key != key or not unchanged(self._staging.output, path, known):
            return False
        self.new[path] = known
        return True

    def _stage(self, path: str, key: bytes, data: bytes) -> None:
        known = self._old.get(path)
        if (
            known is not None
            and known.digest == digest(data)
            and unchanged(self._staging.output, path, known)
        ):
            self.new[path] = msgspec.structs.replace(known, key=key)
            return
        self.new[path] = self._staging.write(path, key, data)
        self._written.append(path)

    def _version(self, page: Page) -> bytes:
        """The digest of all that makes a page but the page itself."""
        name = page.template, page.language
        known = self._versions.get(name)
        if known is None:
            known = digest(generator_version(), self._rules, self._templates.version(*name))
            self._versions[name] = known
        return known


@cache
def generator_version() -> bytes:
    """The digest of the generator's own sources and of the libraries that write what it keeps."""
    folder = Path(__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".toml"))
    sources = (path.read_bytes() for path in files)
    libraries = ("babel", "jinja2", "markdown-it-py", "markupsafe", "opencc", "pygments")
    versions = (importlib.metadata.version(name).encode() for name in libraries)
    return digest(*sources, *versions)


def chinese_rules(settings: Settings) -> Rules:
    """The rules for Chinese text that the site adds."""
    return Rules(
        protect=settings.chinese.protect,
        vocabulary=tuple(settings.chinese.vocabulary.items()),
        replace=tuple(settings.chinese.replace.items()),
    )


def translation_notes(source: Source, chinese: Body, translation: Translation) -> Iterator[Problem]:
    """What an editor should look at in a translation, at the lines of its file."""
    path = f"content/{source.path}"
    if translation.stale:
        count = len(translation.stale)
        what = f"{count} block{'s' if count > 1 else ''} of the English changed since"
        remedy = f"translate again, then `newsarchive translation mark {path}`"
        yield Problem(path, source.line, what, remedy)
    for pair in translation.unpaired:
        place = min(pair.chinese, default=len(chinese.blocks) - 1)
        line = source.line + (chinese.blocks[place].line if chinese.blocks else 0)
        what = f"{_blocks(pair.chinese)} here for {_blocks(pair.english)} of the English"
        yield Problem(path, line, what, "give both texts the same blocks, to pair them one by one")


def _blocks(places: Sequence[int]) -> str:
    return f"{len(places)} block{'' if len(places) == 1 else 's'}"


def _cleaned(runs: list[str]) -> list[str]:
    return [clean(run) for run in runs]
