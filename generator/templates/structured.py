"""What a page says to programs is what it says to readers (schema.org, as JSON-LD)."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from markupsafe import Markup

from generator.dates import Date, latest, moment
from generator.model import CHINESE, ENGLISH
from generator.page import ArticlePage, MonthPage, Page, TopicPage
from generator.reading import excerpt
from generator.strings import Strings, date_text
from generator.templates.frame import Frame
from generator.urls import Urls

HEADLINE_LENGTH = 110
"""How long a headline may be, says Google."""

Values = dict[str, Any]

_SAFE = str.maketrans({one: f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"})


class Structured:
    """The data of the pages of one edition."""

    def __init__(self, frame: Frame, strings: Strings, urls: Urls) -> None:
        self._frame = frame
        self._strings = strings
        self._urls = urls
        self._zone = ZoneInfo(frame.timezone)

    def data(self, page: Page) -> Markup:
        """The data block of `page`, as it stands in a script element; empty for other pages than
        an article's, a month's and a topic's."""
        found = [*self._things(page)]
        if not found:
            return Markup("")
        data = msgspec.json.encode({"@context": "https://schema.org", "@graph": found}).decode()
        return Markup(data.translate(_SAFE))

    def _things(self, page: Page) -> Iterator[Values]:
        frame, shown = self._frame, page.context
        if isinstance(shown, ArticlePage):
            if page.meta.canonical == self._urls.permalink(page.path):
                yield self._article(page, shown)
            month = date_text(Date(shown.month.year, shown.month.month), frame.language)
            yield self._crumbs(page, (month, shown.month.url), page.meta.title)
        elif isinstance(shown, MonthPage):
            name = date_text(Date(shown.year, shown.month), frame.language)
            yield self._crumbs(page, (self._word("archive"), frame.archive), name)
        elif isinstance(shown, TopicPage):
            yield self._crumbs(page, (self._word("topics"), frame.topics), page.meta.title)

    def _article(self, page: Page, shown: ArticlePage) -> Values:
        """The article, where it stands in the page's own language."""
        frame, absolute = self._frame, self._urls.absolute
        address = page.meta.canonical
        changed = latest(shown.date, shown.updated, *(one.date for one in shown.corrections))
        article: Values = {
            "@type": "NewsArticle",
            "@id": address,
            "url": address,
            "mainEntityOfPage": address,
            "headline": _headline(page.meta.title),
            "description": page.meta.description,
            "inLanguage": frame.lang,
            "datePublished": self._when(shown.date),
            "dateModified": self._when(changed),
            "author": [{"@type": "Person", "name": name} for name in shown.authors],
            "publisher": {
                "@type": "NewsMediaOrganization",
                "name": frame.title,
                "url": absolute(frame.home),
            },
            "image": absolute(picture.src) if (picture := shown.image or shown.card) else "",
            "about": [
                {"@type": "Thing", "name": topic.name, "url": absolute(topic.url)}
                for topic in shown.topics
            ],
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": correction.text,
                    "datePublished": self._when(correction.date),
                }
                for correction in shown.corrections
            ],
            "isAccessibleForFree": True,
        }
        if frame.language == "zh-Hant":
            article["translationOfWork"] = _other(absolute(shown.english), ENGLISH)
        elif shown.full:
            article["workTranslation"] = _other(absolute(shown.full), CHINESE)
        return {key: value for key, value in article.items() if value}

    def _crumbs(self, page: Page, above: tuple[str, str], name: str) -> Values:
        """Where the page stands: below the home page and another."""
        absolute = self._urls.absolute
        places = [
            (self._frame.title, absolute(self._frame.home)),
            (above[0], absolute(above[1])),
            (name, self._urls.permalink(page.path)),
        ]
        items = [
            {"@type": "ListItem", "position": at, "name": said, "item": address}
            for at, (said, address) in enumerate(filter(itemgetter(0), places), 1)
        ]
        return {"@type": "BreadcrumbList", "itemListElement": items}

    def _word(self, key: str) -> str:
        """A text of the edition; empty where a site's own words do without it."""
        return self._strings.text(key, {}) if key in self._strings.texts else ""

    def _when(self, date: Date) -> str:
        """`date` with the time of day and the zone; of a month, nobody knows the day."""
        return moment(date, self._zone).isoformat() if date.day else date.iso


def _headline(title: str) -> str:
    cut = excerpt(title, HEADLINE_LENGTH)
    return cut if len(cut) <= HEADLINE_LENGTH else f"{title[: HEADLINE_LENGTH - 1]}…"


def _other(address: str, language: str) -> Values:
    return {"@type": "NewsArticle", "@id": address, "url": address, "inLanguage": language}
