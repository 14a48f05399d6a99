"""An archive of any size, invented: article `i` of a seed is the same in each of them."""

from __future__ import annotations

import datetime
from bisect import bisect
from collections.abc import Callable, Iterator
from itertools import accumulate

import msgspec

from benchmarks.prose import GRAMMAR, Prose
from generator.urls import slugify

ZONE = datetime.timezone(datetime.timedelta(hours=8))
MONTHS = tuple((2025 + (4 + at) // 12, (4 + at) % 12 + 1) for at in range(12))
"""May 2025 to April 2026. Article `i` is of month `i % 12`: 36,000 articles are 3,000 a month."""

NEWEST = datetime.datetime(2026, 4, 30, 23, 59, tzinfo=ZONE)

TOPICS = tuple(
    f"{field} {aspect}"
    for aspect in GRAMMAR["topics"]["aspect"]
    for field in GRAMMAR["topics"]["field"]
)
_ZIPF = tuple(accumulate(1 / rank for rank in range(1, len(TOPICS) + 1)))
_CODE_SHARE = 0.2
_SIZES = (10_900, 13_100)

_ISSUE = 190_000
_UNTRANSLATED = 35
"""Of so many issues, one has no Chinese text."""
_ITEMS = 12


class Article(msgspec.Struct, frozen=True):
    """An article; `body` is Markdown, and so is `zh_body`, its Chinese text block by block, which
    only an issue has. `topics` has from one to four names."""

    slug: str
    date: datetime.datetime
    title: str
    zh_title: str
    zh_summary: str
    topics: tuple[str, ...]
    queries: tuple[str, ...]
    body: str
    zh_body: str = ""

    @property
    def month(self) -> str:
        return f"{self.date:%Y-%m}"


def article(number: int, seed: int = 1) -> Article:
    """One article of the archive, about 12,000 bytes of Markdown."""
    prose = Prose(f"{seed}:{number}")
    year, month = MONTHS[number % len(MONTHS)]
    moment = (prose.number(1, 28), prose.number(0, 23), prose.number(0, 59))
    title = prose.sentence("title")
    return Article(
        slug=f"{slugify(title)}-{number}",
        date=datetime.datetime(year, month, *moment, tzinfo=ZONE),
        title=title,
        zh_title=prose.text("title", "chinese"),
        zh_summary=_chinese(prose, 3),
        topics=_topics(prose),
        queries=tuple(prose.text("query") for _ in range(prose.number(2, 3))),
        body=_body(prose),
    )


def issue(number: int, seed: int = 1) -> Article:
    """An article of about 190,000 characters, most of them lists of links, with a Chinese text."""
    prose = Prose(f"issue {seed}:{number}")
    short = article(number, seed)
    english, chinese = [prose.paragraph(4)], [_chinese(prose, 5)]
    written = 0
    while written < _ISSUE:
        parts = [prose.sentence("heading"), prose.paragraph(3)]
        items = [_item(prose, f"{number}-{written}-{at}") for at in range(_ITEMS)]
        here = [f"## {parts[0]}", parts[1], "\n".join(item for item, _ in items)]
        there = [prose.text("title", "chinese"), _chinese(prose, 4)]
        chinese += [f"## {there[0]}", there[1], "\n".join(item for _, item in items)]
        written += sum(len(part) + 2 for part in here)
        english += here
    english.append(prose.text("closing"))
    chinese.append("這篇報導是為了測試速度而產生的，內容並非事實。")
    body, zh_body = ("\n\n".join(blocks) + "\n" for blocks in (english, chinese))
    is_translated = number % _UNTRANSLATED != 0
    return msgspec.structs.replace(short, body=body, zh_body=zh_body if is_translated else "")


def articles(
    count: int, seed: int = 1, make: Callable[[int, int], Article] = article
) -> Iterator[Article]:
    """The first `count` of the archive of this seed: articles, or what else is to be made."""
    return (make(number, seed) for number in range(count))


def newest_article(
    count: int, seed: int = 1, make: Callable[[int, int], Article] = article
) -> Article:
    """One more than `count`, the newest of all, on the topics written about most, not translated
    yet."""
    topics = TOPICS[0], TOPICS[5], TOPICS[17]
    return msgspec.structs.replace(make(count, seed), date=NEWEST, topics=topics, zh_body="")


def edited(story: Article) -> Article:
    """The article with one sentence more in its first paragraph."""
    first, rest = story.body.split("\n\n", 1)
    body = f"{first} This sentence was added when the article was corrected.\n\n{rest}"
    return msgspec.structs.replace(story, body=body)


def _item(prose: Prose, name: str) -> tuple[str, str]:
    """A point of a list, in English and in Chinese, with the same three links."""
    links = [f"https://archive.example/{name}/{prose.pick(GRAMMAR['']['path'])}/" for _ in range(3)]
    one, two, three = links
    english = (
        f"- **[{prose.sentence('title')}]({one})**: {prose.sentence()} {prose.sentence()} "
        f"([{prose.text('document')}]({two}), [{prose.text('company')}]({three}))"
    )
    chinese = (
        f"- **[{prose.text('title', 'chinese')}]({one})**：{_chinese(prose, 3)}"
        f"（[說明]({two})、[{prose.text('company', 'chinese')}]({three})）"
    )
    return english, chinese


def _chinese(prose: Prose, sentences: int) -> str:
    return "".join(prose.text("sentence", "chinese") for _ in range(sentences))


def _topics(prose: Prose) -> tuple[str, ...]:
    wanted = prose.number(1, 4)
    chosen: list[str] = []
    while len(chosen) < wanted:
        topic = TOPICS[bisect(_ZIPF, prose.number(0, 10**9 - 1) / 10**9 * _ZIPF[-1])]
        if topic not in chosen:
            chosen.append(topic)
    return tuple(chosen)


def _body(prose: Prose) -> str:
    """Paragraphs under five headings, each with a list; tables and code under some of them."""
    parts = [prose.paragraph(6)]
    headings = prose.sentences("heading", 5)
    tabled = prose.sample(range(5), prose.number(2, 4))
    coded = prose.number(0, 4) if prose.chance(_CODE_SHARE) else None
    for at, heading in enumerate(headings):
        parts += [f"## {heading}", prose.paragraph(3)]
        parts += _points(prose) if at % 2 else _steps(prose)
        if at in tabled:
            parts += [prose.sentence("caption"), _table(prose)]
            parts += [f"> **Takeaway:** {prose.sentence('takeaway')}"]
        if at == coded:
            language = prose.pick([*GRAMMAR["code"]])
            parts += [f"```{language}\n{prose.text(language, 'code')}\n```"]
        parts += [prose.paragraph(2)]
    size = prose.number(*_SIZES)
    written = sum(len(part.encode()) + 2 for part in parts)
    while written < size:
        parts += [prose.paragraph(4)]
        written += len(parts[-1].encode()) + 2
    return "\n\n".join([*parts, prose.text("closing")]) + "\n"


def _points(prose: Prose) -> list[str]:
    pairs = zip(prose.sentences("thing", 4), prose.sentences("point", 4), strict=True)
    return [prose.sentence("lead"), "\n".join(f"- **{thing}**: {point}." for thing, point in pairs)]


def _steps(prose: Prose) -> list[str]:
    steps = enumerate(prose.sentences("point", 4), 1)
    return [f"### {prose.sentence('steps')}", "\n".join(f"{at}. {step}." for at, step in steps)]


def _table(prose: Prose) -> str:
    name = prose.text("names", "table")
    columns = prose.sample([*GRAMMAR["columns"]], prose.number(3, 5))
    rows = [
        [prose.sentence(name, "table"), *(prose.text(column, "columns") for column in columns)]
        for _ in range(prose.number(4, 8))
    ]
    marks = ["---", *("---" if column == "Remark" else "---:" for column in columns)]
    return "\n".join(f"| {' | '.join(row)} |" for row in ([name, *columns], marks, *rows))


CORPORA: dict[str, Callable[[int, int], Article]] = {"articles": article, "issues": issue}
"""What an archive can be made of."""
