"""What all pages of an edition share is worked out once."""

from __future__ import annotations

import msgspec

from generator.config import Settings
from generator.model import CHINESE, ENGLISH, Language
from generator.strings import weekday_names
from generator.urls import ARCHIVE, HOME, TOPICS, Address, Urls

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
    title: str
    description: str
    home: str
    topics: str
    archive: str
    counts: str
    policy: str

    @property
    def weekdays(self) -> tuple[str, ...]:
        return tuple(weekday_names(self.language))


def edition_frame(language: Language, settings: Settings, urls: Urls) -> Frame:
    """The frame of that edition of the site."""
    chinese = language == "zh-Hant"

    def link(route: str) -> str:
        return urls.link(Address(language, route).output)

    return Frame(
        language=language,
        lang=CHINESE if chinese else ENGLISH,
        other_lang=ENGLISH if chinese else CHINESE,
        title=settings.zh_hant.title if chinese else settings.title,
        description=settings.zh_hant.description if chinese else settings.description,
        home=link(HOME),
        topics=link(TOPICS),
        archive=link(ARCHIVE),
        counts=urls.link(COUNTS),
        policy=POLICY,
    )
