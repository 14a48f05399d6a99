"""What the English says in figures and links to is in its translation; only sure losses count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from urllib.parse import unquote

from generator.checking.amounts import amounts
from generator.checking.finding import Finding
from generator.checking.markup import links_of, text_of, text_with_code
from generator.checking.numerals import Said
from generator.checking.places import Places
from generator.documents import brief
from generator.markdown import Body
from generator.model import Article, Source
from generator.pairing import pair_blocks
from generator.translation import kind_of, signatures

_MOST = 5
_SCHEME = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)


def line_findings(article: Article, places: Places) -> Iterator[Finding]:
    """What the Chinese title and summary have lost. A summary that nobody wrote has no claim."""
    pairs = (
        ("title", article.title, article.zh_title),
        ("summary", article.summary, article.zh_summary),
    )
    for name, english, chinese in pairs:
        if chinese is None:
            continue
        lost = _lost(english, map(Said, [chinese.display]))
        if lost and places.head.values.get(name):
            line = places.line(("zh-Hant", name))
            what = f"the Chinese {name} lacks {_listed(lost)} of the English"
            remedy = "write it, or leave it out of both"
            yield Finding(places.path, line, what, remedy, "translations")


def body_findings(
    article: Article, source: Source, english: Body, chinese: Body, places: Places
) -> Iterator[Finding]:
    """What the whole Chinese text, which is at `source`, has lost, block by block. Blocks that
    changed since they were translated are left to `newsarchive translation status`."""
    said = cache(lambda at: Said(text_with_code(chinese.blocks[at])))
    linked = [links_of(block) for block in chinese.blocks]
    everywhere = {_same(link) for links in linked for link in links}
    for ours, theirs in _paired(article, english, chinese):
        around = (*theirs, *{max(0, theirs.start - 1), min(len(linked) - 1, theirs.stop)})
        text = "\n".join(text_of(english.blocks[at]) for at in ours)
        lost = _lost(text, map(said, around))
        links = [link for at in ours for link in links_of(english.blocks[at])]
        fewer = len(links) - sum(len(linked[at]) for at in theirs)
        gone = [link for link in links if _same(link) not in everywhere][: max(0, fewer)]
        gone = [link for link in gone if not link.startswith("#")]
        if not (lost or gone):
            continue
        line = places.block(source, chinese.blocks[theirs.start])
        there = places.block(article.body, english.blocks[ours[0]])
        for what, thing in ((_listed(lost), lost), (_links(gone), gone)):
            if thing:
                told = f"the Chinese lacks {what} of {places.path}:{there}"
                remedy = "translate it, or take it out of the English"
                path = f"content/{source.path}"
                yield Finding(path, line, told, remedy, "translations")


def _lost(english: str, said: Iterable[Said]) -> list[str]:
    """The amounts of an English text that no text tells of those that have `said` so much."""
    lost = [*amounts(english)]
    for text in said if lost else ():
        lost = [one for one in lost if not one.is_in(text)]
    return [*dict.fromkeys(one.shown for one in lost)]


def _paired(article: Article, english: Body, chinese: Body) -> Iterator[tuple[list[int], range]]:
    """The places of English blocks, and of the Chinese ones that translate them as they are."""
    today = signatures(english)
    then = article.made_from or today
    counts = Counter(today)
    place_now = {one: at for at, one in enumerate(today) if counts[one] == 1}
    for pair in pair_blocks([kind_of(one) for one in then], [one.kind for one in chinese.blocks]):
        if pair.english and pair.chinese:
            ours = (
                [place_now.get(then[at], -1) for at in pair.english]
                if article.made_from
                else [*pair.english]
            )
            if -1 not in ours:
                yield ours, pair.chinese


def _same(link: str) -> str:
    """What is equal for two links to one place."""
    plain = _SCHEME.sub("//", unquote(link)).partition("#")[0]
    return plain.removeprefix("/zh-Hant").rstrip("/").removesuffix("/full")


def _listed(lost: Sequence[str]) -> str:
    more = len(lost) - _MOST
    shown = [f"`{brief(one)}`" for one in lost[:_MOST]]
    return ", ".join(shown) + (f" and {more} more numbers" if more > 0 else "")


def _links(gone: Sequence[str]) -> str:
    more = len(gone) - _MOST
    shown = [f"the link to {brief(one)}" for one in gone[:_MOST]]
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
