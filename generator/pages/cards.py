"""The newest articles have a card, in each language that there is a font for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.cards import Carded, CardText
from generator.config import Settings
from generator.indexes import Archive
from generator.pages.edition import Edition
from generator.strings import date_text
from generator.units import CardUnit, TopicName
from generator.urls import CARD, article_route

MOST_TOPICS = 3


def plan_cards(
    archive: Archive, carded: Carded, names: Mapping[str, TopicName]
) -> Iterator[CardUnit]:
    """The cards of `archive`, whose topics have these `names`."""
    for card in archive.articles[carded.since(len(archive.articles)) :]:
        if card.drawn:
            yield CardUnit(
                path=card.path,
                drawn=card.drawn,
                folder=article_route(card.date, card.slug),
                topics=tuple(names[one] for one in archive.topics_of[card.path][:MOST_TOPICS]),
                languages=carded.languages,
            )


def make_card(edition: Edition, unit: CardUnit, settings: Settings) -> tuple[str, CardText]:
    """The output path of the card that `unit` makes in `edition`, and what it says."""
    article = edition.article(unit.path)
    card = CardText(
        title=edition.plain(article.title, article.zh_title),
        site=settings.zh_hant.title if edition.language == "zh-Hant" else settings.title,
        date=date_text(article.date, edition.language),
        topics=tuple(edition.plain(one.name, one.zh_name) for one in unit.topics),
    )
    return edition.address(unit.folder).beside(CARD), card
