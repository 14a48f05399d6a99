"""Only this module builds URLs and output paths."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from urllib.parse import quote, urljoin, urlsplit

import msgspec

from generator.dates import Date
from generator.model import Language

SLUG_BYTES = 120
_BREAK = re.compile(r"[\W_]+")
_ROOT_LINK = re.compile(r' (?:href|src)="/(?!/)')
_ARCHIVE_LINK = re.compile(
    r' href="/(?=(?:\d{4}/(?:\d{2}/(?:[^/"?#]+/)?)?|topics/(?:[^/"?#]+/)?|archive/)?["?#])'
)
# Two, each of which begins with a text that is soon found.
_RELATIVE_LINKS = tuple(
    re.compile(rf' ({name})="(?![A-Za-z][A-Za-z0-9+.-]*:)([^"]*)"') for name in ("href", "src")
)
_DROP = re.compile(r"[’'‘`´]")
_ACCENTS = re.compile("(?<=[a-z])[\u0300-\u036f]+")
_SIGNS = str.maketrans({"+": "-plus-", "#": "-sharp-", "&": "-and-"})


def slugify(text: str) -> str:
    """The part of a URL that stands for `text`: lower-case words of letters and digits, hyphened.

    `+`, `#` and `&` are spelled out, since C, C++ and C# are three topics. Latin letters lose their
    accents, other scripts stay as they are. A text of more than `SLUG_BYTES` bytes ends in a digest
    of the whole, so that two long ones stay apart. Empty when `text` holds no letter and no digit.
    """
    folded = unicodedata.normalize("NFKD", _DROP.sub("", text)).casefold().translate(_SIGNS)
    # A mark that has no letter with it to be composed to is lost in every script.
    composed = unicodedata.normalize("NFKC", folded)
    letters = "".join(char for char in composed if not unicodedata.combining(char))
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", letters))
    slug = _BREAK.sub("-", unicodedata.normalize("NFC", plain)).strip("-")
    encoded = slug.encode()
    if len(encoded) <= SLUG_BYTES:
        return slug
    kept = encoded[: SLUG_BYTES - 9].decode(errors="ignore").rpartition("-")[0]
    tail = hashlib.blake2b(encoded, digest_size=4).hexdigest()
    return f"{kept or encoded[: SLUG_BYTES - 9].decode(errors='ignore')}-{tail}"


def alias_path(alias: str) -> str:
    """The output path of an old address such as `/news/1234.html` or `/old/story/`.

    Raises `ValueError` with what is wrong with it.
    """
    if not alias.startswith("/"):
        raise ValueError("does not begin with /")
    if not alias.isprintable() or any(char in alias for char in '\\?#%:*"<>|'):
        raise ValueError("holds a character that no path here has")
    path = unicodedata.normalize("NFC", alias[1:])
    if path.endswith("/") or not path:
        path += "index.html"
    if not path.endswith(".html"):
        raise ValueError("ends neither in / nor in .html")
    parts = path.split("/")
    if not {"", ".", ".."}.isdisjoint(parts):
        raise ValueError("has an empty or a dotted part")
    longest = max(len(part.encode()) for part in parts)
    if longest > 2 * SLUG_BYTES or len(path.encode()) > 4 * SLUG_BYTES:
        raise ValueError("is too long for a file's name")
    return path


def is_image_address(src: str) -> bool:
    """Whether `src` is a path on this site or an https address."""
    plain = src.isprintable() and not any(char in src for char in " \"'<>\\") and ".." not in src
    return plain and (src.startswith("https://") or (src.startswith("/") and src[1:2] != "/"))


class Address(msgspec.Struct, frozen=True):
    """The place of one page: `route` is its path below the edition's root, empty or ending in `/`
    or `.html`."""

    language: Language
    route: str

    @property
    def output(self) -> str:
        """The file, below the output folder."""
        path = f"{'' if self.language == 'en' else 'zh-Hant/'}{self.route}"
        return f"{path}index.html" if not path or path.endswith("/") else path

    def beside(self, name: str) -> str:
        """The output path of a file in the page's folder."""
        return Address(self.language, f"{self.route}{name}").output

    def into(self, language: Language) -> Address:
        """The same page in the other edition."""
        return Address(language, self.route)


class Urls:
    """The URLs of a site that stands at `base_url`, which ends in a slash."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.prefix = urlsplit(base_url).path or "/"
        self._origin = urljoin(base_url, "/")

    def link(self, output: str) -> str:
        """The link to an output file from any page: its path on the site's host."""
        return self.prefix + quote(_shown(output), safe="/~")

    def placed(self, html: str, language: Language) -> str:
        """`html`, whose links begin at the site's root, as it stands on the site.

        The root becomes the site's own, and a link to a page of the archive stays in the edition.
        """
        if language == "zh-Hant" and ' href="/' in html:
            html = _ARCHIVE_LINK.sub(r"\g<0>zh-Hant/", html)
        if self.prefix != "/":
            html = _ROOT_LINK.sub(lambda link: link[0] + self.prefix[1:], html)
        return html

    def absolute(self, link: str) -> str:
        """The whole address that a link leads to."""
        if link.startswith("/") and "." not in link and link[1:2] != "/":
            return self._origin + link[1:]  # most links, and needs no look at their parts
        return urljoin(self.base_url, link)

    def alone(self, placed: str, permalink: str) -> str:
        """HTML that is `placed` on the page at `permalink`, as it stands away from it: every link
        has its whole address."""

        def whole(link: re.Match[str]) -> str:
            try:
                address = urljoin(permalink, html.unescape(link[2]))
            except ValueError:  # it leads nowhere on its page either
                address = permalink
            return f' {link[1]}="{html.escape(address)}"'

        for link in _RELATIVE_LINKS:
            placed = link.sub(whole, placed)
        return placed

    def tag(self, since: str, output: str) -> str:
        """The name of an output file as a tag URI (RFC 4151), which is not the address it is
        fetched by, and outlives that; `since` is a year or a month that the host had its name in.
        """
        host = quote(urlsplit(self.base_url).hostname or "")
        return f"tag:{host},{since}:{self.link(output)}"

    def permalink(self, output: str) -> str:
        """The whole address of an output file."""
        return self.base_url + quote(_shown(output), safe="/~")


def _shown(output: str) -> str:
    folder, _, name = output.rpartition("/")
    if name != "index.html":
        return output
    return f"{folder}/" if folder else ""


def article_route(date: Date, slug: str) -> str:
    return f"{month_route(date.year, date.month)}{slug}/"


def full_route(date: Date, slug: str) -> str:
    """The page of an article's whole Chinese text."""
    return f"{article_route(date, slug)}full/"


def month_route(year: int, month: int) -> str:
    return f"{year:04}/{month:02}/"


def year_route(year: int) -> str:
    return f"{year:04}/"


def topic_route(slug: str) -> str:
    return f"topics/{slug}/"


def feed_routes(topic: str = "") -> tuple[str, str]:
    """The Atom and the JSON Feed of all articles, or of the topic of that slug."""
    folder = topic_route(topic) if topic else HOME
    return f"{folder}feed.xml", f"{folder}feed.json"


def month_sitemap(year: int, month: int) -> str:
    return f"sitemaps/{year:04}-{month:02}.xml"


def search_texts(year: int, month: int, number: int) -> str:
    """The output path of what a search shows of some articles of a month, the oldest 0."""
    return f"search/{year:04}-{month:02}/{number}.json"


def search_shard(number: int) -> str:
    return f"search/all/{number}.bin"


def search_recent(number: int) -> str:
    return f"search/recent/{number}.bin"


def page_route(listing: str, number: int) -> str:
    """The page of that number of a listing, the oldest being 1."""
    return f"{listing}page/{number}/"


ARCHIVE = "archive/"
TOPICS = "topics/"
SEARCH = "search/"
SEARCH_DIRECTORY = "search/index.json"
HOME = ""
NOT_FOUND = "404.html"
COPY = "index.md"
"""Beside an article's page, its Markdown."""
CARD = "card.png"
"""Beside an article's page, the picture for those who share it."""
ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"
PAGES_SITEMAP = "sitemaps/pages.xml"
NEWS_SITEMAP = "sitemap-news.xml"
