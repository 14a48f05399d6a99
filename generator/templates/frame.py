"""What all pages of an edition share is worked out once."""

from __future__ import annotations

import msgspec

from generator.config import Settings
from generator.model import CHINESE, ENGLISH, Language
from generator.strings import weekday_names
from generator.urls import ARCHIVE, HOME, SEARCH, TOPICS, Address, Urls, feed_routes

COUNTS = "counts.json"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
)
"""The Content-Security-Policy of every page: what is inline, or elsewhere, does not run."""


class Frame(msgspec.Struct, frozen=True):
    """What all pages of an edition share."""

    language: Language
    lang: str
    other_lang: str
    locale: str
    timezone: str
    title: str
    description: str
    home: str
    topics: str
    archive: str
    search: str
    counts: str
    atom: str
    json_feed: str
    policy: str

    @property
    def weekdays(self) -> tuple[str, ...]:
        return tuple(weekday_names(self.language))


def edition_frame(language: Language, settings: Settings, urls: Urls) -> Frame:
    """The frame of that edition of the site."""
    chinese = language == "zh-Hant"
    atom, json_feed = feed_routes()

    def link(route: str) -> str:
        return urls.link(Address(language, route).output)

    return Frame(
        language=language,
        lang=CHINESE if chinese else ENGLISH,
        other_lang=ENGLISH if chinese else CHINESE,
        locale="zh_TW" if chinese else "en_US",
        timezone=settings.timezone,
        title=settings.zh_hant.title if chinese else settings.title,
        description=settings.zh_hant.description if chinese else settings.description,
        home=link(HOME),
        topics=link(TOPICS),
        archive=link(ARCHIVE),
        search=link(SEARCH),
        counts=urls.link(COUNTS),
        atom=link(atom),
        json_feed=link(json_feed),
        policy=POLICY,
    )
