"""A card is drawn of the newest articles, where fonts can, and again only when it shows another."""

from generator.cards.card import HEIGHT, WIDTH, Carded, CardText
from generator.cards.fonts import Fonts

__all__ = ["HEIGHT", "WIDTH", "CardText", "Carded", "Fonts"]
