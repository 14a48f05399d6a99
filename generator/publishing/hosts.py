"""Each host of static files has its limits, and its own way to be told of headers and redirects."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from generator.errors import Problem
from generator.model import Article
from generator.page import RedirectPage
from generator.pages import both_editions, make_pages
from generator.publishing.webserver import FOR_EVER, HEADERS
from generator.units import OldUnit
from generator.urls import Urls, article_route

CLOSE = 0.8
"""The part of a limit from which it is told of."""

MEGABYTE = 1_000_000


class Host(msgspec.Struct, frozen=True):
    """What a host takes: how many files, bytes in all, bytes of one file, and redirects; 0 where it
    does not say. `reads` tells that it reads `_headers` and `_redirects`."""

    files: int = 0
    bytes: int = 0
    largest: int = 0
    redirects: int = 0
    reads: bool = False


HOSTS = {
    "github": Host(bytes=1000 * MEGABYTE, largest=100 * MEGABYTE),
    "gitlab": Host(files=200_000, bytes=1000 * MEGABYTE),
    "cloudflare": Host(files=20_000, largest=25 * 1024 * 1024, redirects=2000, reads=True),
    "netlify": Host(reads=True),
}
"""What the hosts said of their free plans when this was written."""


class Measure(msgspec.Struct, frozen=True):
    """How many files a site has, how many bytes, and the largest of them."""

    files: int
    bytes: int
    largest: int
    largest_path: str


def measure(output: Path) -> Measure:
    """How large the site in the folder `output` is."""
    files = total = largest = 0
    largest_path = ""
    for parent, _, names in os.walk(output):
        for name in names:
            path = os.path.join(parent, name)
            size = os.lstat(path).st_size
            files, total = files + 1, total + size
            if size > largest:
                largest, largest_path = size, os.path.relpath(path, output)
    return Measure(files, total, largest, largest_path)


def warnings(name: str, found: Measure, redirects: int, output: Path) -> Iterator[Problem]:
    """What is close to the limits of the host `name`, or past them."""
    host = HOSTS[name]
    place = output.name
    remedy = f"see what {name} offers for more, or publish from a server of your own"
    for limit, there, unit in (
        (host.files, found.files, "files"),
        (host.bytes // MEGABYTE, found.bytes // MEGABYTE, "MB"),
        (host.redirects, redirects, "redirects"),
    ):
        if limit and there > limit * CLOSE:
            what = f"the site has {there:,} {unit}, and {name} takes {limit:,}"
            yield Problem(place, 1, what, remedy)
    if host.largest and found.largest > host.largest:
        what = f"the file has {found.largest / MEGABYTE:,.0f} MB, too many for {name}"
        yield Problem(f"{place}/{found.largest_path}", 1, what, "keep it elsewhere, and link to it")


def headers_file(urls: Urls) -> str:
    """`_headers`. Hosts have browsers ask for pages each time anyway; what is asked for by its
    version is kept: assets, and of the search what lies in folders. The files with no version in
    their address, `search/index.json` and the page, lie in none."""
    lines = [f"{urls.prefix}*", *(f"  {name}: {value}" for name, value in HEADERS.items()), ""]
    for path in ("assets/*", "search/:folder/:file"):
        lines += [f"{urls.prefix}{path}", f"  Cache-Control: {FOR_EVER}", ""]
    return "\n".join(lines)


def redirects(urls: Urls, articles: Iterable[Article]) -> Iterator[tuple[str, str]]:
    """The links that lead to old addresses of articles, and where each leads now."""
    editions = both_editions(urls, _nothing)
    for one in articles:
        if one.aliases and not one.draft:
            route = article_route(one.date, one.slug)
            unit = OldUnit(one.path, route, one.aliases, one.zh_body is not None)
            for page in make_pages(unit, editions):
                assert isinstance(page.context, RedirectPage)
                yield urls.link(page.path), page.context.url


def redirects_file(pairs: Iterable[tuple[str, str]], name: str) -> str:
    """`_redirects` of the host `name`. There is a page at each old address too, for other hosts;
    with a `!`, Netlify does not look at it."""
    status = "301!" if name == "netlify" else "301"
    return "".join(f"{old} {new} {status}\n" for old, new in pairs)


def _nothing(path: str) -> Article:
    raise KeyError(path)  # a page that leads on shows no article
