"""Everything a site can set is in `site.toml`, and is checked before anything else is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from generator.documents import Document, Place, decode, decode_utf8, read_toml
from generator.errors import Problem, Problems

SITE_FILE = "site.toml"
SOURCES = ("content", "templates", "static", ".cache", ".git")


class ChineseSite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The site's own names in Chinese."""

    title: str
    description: str = ""


class ChineseText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the site adds to the rules for Chinese text: terms that stay as they are, and terms for
    which the archive has another, which is only reported, or put in their place."""

    protect: tuple[str, ...] = ()
    vocabulary: dict[str, str] = {}
    replace: dict[str, str] = {}


class Cards(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pictures for those who share an article: the `newest` have one, set in the `font` in that
    file, or in what the machine has."""

    newest: int = 0
    font: str = ""


class Settings(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"zh_hant": "zh-Hant"},
):
    """`site.toml`. `base_url` ends in a slash; a page of a listing holds `page_size` articles."""

    title: str
    base_url: str
    zh_hant: ChineseSite
    description: str = ""
    timezone: str = "Asia/Taipei"
    page_size: int = 50
    output: str = "public"
    chinese: ChineseText = ChineseText()
    cards: Cards = Cards()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class Project(msgspec.Struct, frozen=True):
    """Where a site is on this machine, and its settings. `theme` holds the package's own files."""

    root: Path
    theme: Path
    output: Path
    cache: Path
    settings: Settings

    @property
    def content(self) -> Path:
        return self.root / "content"

    def into(self, output: Path) -> Project:
        """The same site, built into the folder `output`; raises `Problems` for one of its own."""
        own = (self.root, *(self.root / name for name in SOURCES))
        if output == output.parent or output in (*own, *self.root.parents):
            what = "the site cannot be built into this folder"
        elif any(output.is_relative_to(folder) for folder in own[1:]):
            what = "the site cannot be built among its own sources"
        else:
            return msgspec.structs.replace(self, output=output)
        raise Problems([Problem(str(output), 1, what, "name a folder that is there for it alone")])

    def keeping_in(self, cache: Path) -> Project:
        """The same site, with its store in the folder `cache`; raises `Problems` for one that a
        build reads or writes."""
        places = (self.output, *(self.root / name for name in SOURCES if name != ".cache"))
        if cache == self.root or any(cache.is_relative_to(place) for place in places):
            what = "the store cannot be among the site's own files"
            raise Problems(
                [Problem(str(cache), 1, what, "name a folder that is there for it alone")]
            )
        return msgspec.structs.replace(self, cache=cache)

    def layers(self, folder: str) -> tuple[Path, ...]:
        """The folders of that name; the site's own comes before the theme's, and the first wins."""
        return (self.root / folder, self.theme / folder)


def load_project(root: Path, theme: Path) -> Project:
    """The site in the folder `root`; raises `Problems`."""
    path = root / SITE_FILE
    try:
        text = decode_utf8(SITE_FILE, path.read_bytes())
    except FileNotFoundError:
        remedy = f"run the command in a site's folder, or make one with `newsarchive init {root}`"
        raise Problems([Problem(SITE_FILE, 1, f"not found in {root}", remedy)]) from None
    except OSError as error:
        what = f"it cannot be read: {error.strerror}"
        raise Problems([Problem(SITE_FILE, 1, what, "make it readable")]) from None
    document = read_toml(SITE_FILE, text)
    settings = decode(document, Settings)
    if problems := [*_settings_problems(document, settings)]:
        raise Problems(problems)
    if not settings.base_url.endswith("/"):
        settings = msgspec.structs.replace(settings, base_url=settings.base_url + "/")
    return Project(root, theme, root / settings.output, root / ".cache", settings)


def settings_problem(project: Project, place: Place, what: str, remedy: str) -> Problem:
    """A problem with what `site.toml`, which was loaded, says at `place`."""
    text = decode_utf8(SITE_FILE, (project.root / SITE_FILE).read_bytes())
    return read_toml(SITE_FILE, text).problem(place, what, remedy)


def _settings_problems(document: Document, settings: Settings) -> Iterator[Problem]:
    if not settings.title.strip():
        yield document.problem(("title",), "`title` is empty", "name the site")
    if not settings.zh_hant.title.strip():
        yield document.problem(("zh-Hant", "title"), "`title` is empty", "name the site in Chinese")
    if not _is_site_address(settings.base_url):
        what = f"`base_url` is not a web address: {settings.base_url}"
        yield document.problem(("base_url",), what, 'write it as "https://news.example/"')
    for place, text in (
        (("title",), settings.title),
        (("description",), settings.description),
        (("zh-Hant", "title"), settings.zh_hant.title),
        (("zh-Hant", "description"), settings.zh_hant.description),
    ):
        if not text.isprintable():
            what = f"`{place[-1]}` holds a character that is not shown"
            yield document.problem(place, what, "delete it")
    try:
        if settings.timezone in ("localtime", "posixrules"):
            raise ValueError  # another zone on every machine
        ZoneInfo(settings.timezone)
    except (KeyError, ValueError, OSError):
        what = f"no time zone is called {settings.timezone}"
        yield document.problem(("timezone",), what, 'write a name such as "Asia/Taipei"')
    if not 1 <= settings.page_size <= 1000:
        what = f"`page_size` is {settings.page_size}"
        yield document.problem(("page_size",), what, "it must be from 1 to 1000")
    if settings.cards.newest < 0:
        what = f"`newest` is {settings.cards.newest}"
        yield document.problem(("cards", "newest"), what, "it must be 0 or more")
    parts = Path(settings.output).parts
    if not settings.output.isprintable():
        what = "`output` holds a character that no folder's name has"
        yield document.problem(("output",), what, 'name a folder such as "public"')
    elif Path(settings.output).is_absolute() or ".." in parts or not parts:
        what = f"`output` leaves the site's folder: {settings.output}"
        remedy = "name a folder inside it, or use `--output` to build elsewhere"
        yield document.problem(("output",), what, remedy)
    elif parts[0] in SOURCES:
        what = f"`output` is inside `{parts[0]}`"
        yield document.problem(("output",), what, 'name another folder, such as "public"')


def _is_site_address(url: str) -> bool:
    if not url.isprintable() or any(char in url for char in " \"'<>\\?#"):
        return False
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and parts.username is None
        and "//" not in parts.path
        and not {".", ".."} & {*parts.path.split("/")}
    )
