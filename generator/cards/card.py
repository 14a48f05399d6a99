"""A card is a picture of an article's title for those who share it, as large as they show one."""

from __future__ import annotations

import msgspec

from generator.model import Language

WIDTH, HEIGHT = 1200, 630
"""In pixels, as Open Graph's readers want it."""


class CardText(msgspec.Struct, frozen=True):
    """What a card says: the article's title, the site's, the date, and the topics, the first of
    them being the most wanted."""

    title: str
    site: str
    date: str
    topics: tuple[str, ...]


class Carded(msgspec.Struct, frozen=True):
    """Which articles have a card: the `newest` of the archive's order, but for those that have a
    picture of their own; and in which `languages`."""

    newest: int
    languages: tuple[Language, ...]

    def since(self, articles: int) -> int:
        """The place of the first that may have one, of so many."""
        return max(0, articles - self.newest) if self.languages else articles
