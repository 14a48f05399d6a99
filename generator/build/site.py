"""All that a site is made of is loaded together, and what is wrong with any of it told at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

import msgspec

from generator.assets import Assets, FileDigests, Stamp, StaticFile, load_assets
from generator.build.watching import Watch
from generator.cards import Fonts
from generator.config import Project, Settings, settings_problem
from generator.digest import canonical, digest
from generator.errors import Problem, Problems
from generator.executor import Workers
from generator.jobs import Press
from generator.loader import Content, Found, content_files, load_content, reading_rules
from generator.model import EDITIONS, Article
from generator.store import Store
from generator.templates import Theme, load_theme
from generator.version import installed, program_version

DRAWING = "pillow"
EXTRA = "pip install 'newsarchive[cards]'"

_REACH, _COMPILED, _STATIC = "reach", "compiled", "static"

Reach = dict[str, tuple[str, ...]]


class Site(msgspec.Struct, frozen=True):
    """The content of a site, what its pages are made with, and the files that are copied; `notes`
    are what it makes do without, and `digest` is that of everything."""

    content: Content
    press: Press
    files: tuple[StaticFile, ...]
    notes: tuple[Problem, ...]
    digest: bytes


def load_site(project: Project, files: Found, store: Store, workers: Workers, watch: Watch) -> Site:
    """The site of `project`, whose content is in `files`; raises the `Problems` of its content,
    theme and static files."""
    problems: list[Problem] = []
    base = reading_base(project.settings)
    assets = Assets("", frozenset(), ())
    try:
        content = load_content(project, files, store, workers, base, partial(watch, "reading"))
    except Problems as found:
        problems += found.problems
    try:
        assets = site_assets(project, store)
    except Problems as found:
        problems += found.problems
    try:
        fonts = site_fonts(project, store)
    except Problems as found:
        problems += found.problems
    try:
        theme = load_theme(project.layers("templates"))
        # What a template wants of the static files can be told once these are known.
        reach = theme_reach(theme, assets, store) if assets.folder else {}
    except Problems as found:
        problems += found.problems
    if problems:
        raise Problems(problems)
    press = press_of(project.settings, theme, reach, assets, fonts)
    copied = (part for file in assets.files for part in (file.path.encode(), file.digest))
    site = digest(press.key, content.digest, *copied)
    return Site(content, press, assets.files, tuple(font_notes(project, fonts)), site)


def site_assets(project: Project, store: Store) -> Assets:
    """The static files of `project`; what `store` knows of one by its stat is not read again."""
    kept = store.state(_STATIC)
    known = msgspec.msgpack.decode(kept, type=dict[str, Stamp]) if kept else {}
    digests = FileDigests(known, time.time_ns())
    assets = load_assets(project.layers("static"), digests.digest)
    if digests.stamps != known:
        store.put_state(_STATIC, msgspec.msgpack.encode(digests.stamps))
    return assets


def site_fonts(project: Project, store: Store) -> Fonts:
    """What the cards of `project` are set in, if it wants any; raises `Problems`."""
    wanted = project.settings.cards
    if not wanted.newest:
        return Fonts()
    library = installed(DRAWING)
    if not library:
        what = "cards are drawn by Pillow, which is not installed"
        place = ("cards", "newest")
        raise Problems([settings_problem(project, place, what, f"{EXTRA}, or set `newest` to 0")])
    # Most sites have no cards, and need not load what asks for fonts.
    from generator.cards.finding import card_fonts, machine_fonts
    from generator.cards.fontfile import NotAFontError

    named = project.root / wanted.font if wanted.font else None
    try:
        return card_fonts(named, library, store, machine_fonts())
    except (OSError, NotAFontError) as error:
        why = (isinstance(error, OSError) and error.strerror) or error
        what = f"the font {wanted.font} cannot be used: {why}"
        remedy = "name a font file, from the site's folder or from the root of the disk"
        raise Problems([settings_problem(project, ("cards", "font"), what, remedy)]) from None


def font_notes(project: Project, fonts: Fonts) -> Iterator[Problem]:
    """What is told of a site that wants cards, and has no `fonts` for some or for any."""
    if project.settings.cards.newest and fonts.languages != EDITIONS:
        cards, script = ("Chinese cards", "Chinese") if fonts.titles else ("cards", "letters")
        what = f"no {cards} are made: no font of this machine has {script}"
        remedy = "install one, such as fonts-noto-cjk, or name its file as `font`"
        yield settings_problem(project, ("cards", "newest"), what, remedy)


def press_of(settings: Settings, theme: Theme, reach: Reach, assets: Assets, fonts: Fonts) -> Press:
    """What the pages are made with, where the theme, the static files and the fonts are these."""
    base = reading_base(settings)
    assets = msgspec.structs.replace(assets, files=())
    names = sorted(assets.names)
    key = digest(base, canonical((settings, theme, names, assets.folder)), fonts.key)
    return Press(key, base, reading_rules(settings), settings, theme, reach, assets, fonts)


def compiled_templates(store: Store, press: Press) -> dict[str, bytes]:
    """The compiled templates of `press` that the store keeps."""
    kept = store.state(_COMPILED)
    if kept[: len(press.key)] != press.key:
        return {}
    return msgspec.msgpack.decode(kept[len(press.key) :], type=dict[str, bytes])


def keep_compiled(store: Store, press: Press, new: dict[str, bytes]) -> None:
    """Keep `new` compiled templates of `press` beside those that are kept."""
    if new:
        kept = compiled_templates(store, press) | new
        store.put_state(_COMPILED, press.key + msgspec.msgpack.encode(kept))


def load_articles(project: Project, store: Store, workers: Workers) -> tuple[Article, ...]:
    """Every article of `project`, drafts too; raises the `Problems` of its content."""

    def load() -> tuple[Article, ...]:
        files, base = content_files(project.content), reading_base(project.settings)
        content = load_content(project, files, store, workers, base)
        return tuple(content.library.article(card.path) for card in content.cards)

    return store.healed(load)


def reading_base(settings: Settings) -> bytes:
    """The digest of all that a file is read by: the program and the site's rules."""
    return digest(program_version(), canonical(reading_rules(settings)))


def theme_reach(theme: Theme, assets: Assets, store: Store) -> Reach:
    """What each template can reach; a theme that is known is not parsed again."""
    key = digest(canonical((theme, sorted(assets.names))))
    kept = store.state(_REACH)
    if kept[: len(key)] == key:
        return msgspec.msgpack.decode(kept[len(key) :], type=Reach)
    from generator.templates.checking import check_theme

    reach = check_theme(theme, assets)
    store.put_state(_REACH, key + canonical(reach))
    return reach
