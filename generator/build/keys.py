"""A unit's key is the digest of all that its pages are made from, and says which part is new."""

from __future__ import annotations

from generator.digest import canonical, digest
from generator.jobs import Press
from generator.model import EDITIONS
from generator.templates import Templates
from generator.units import AnyUnit, CardUnit

PROGRAM, TEMPLATES, FONTS = "program", "templates", "fonts"

_TEMPLATES = {
    "story": ("article.html",),
    "month": ("month.html", "redirect.html"),
    "topic": ("topic.html", "redirect.html"),
}
_FILES = ("feed", "sitemap", "sitemaps", "news")
"""What is made without a template."""

_PART = 4


class Keys:
    """The keys of units whose pages are made with `press`."""

    def __init__(self, press: Press) -> None:
        self._templates = Templates(press.theme, press.reach, press.settings, press.assets)
        self._site = digest(
            canonical((press.settings.title, press.settings.description, press.settings.zh_hant)),
            press.assets.folder.encode(),
        )
        names = press.settings.title, press.settings.zh_hant.title
        self._program = digest(press.base, press.settings.base_url.encode())
        self._versions = {"card": digest(canonical(names), press.fonts.key)}

    def key(self, unit: AnyUnit) -> bytes:
        """The digest of all that the pages of `unit` are made from."""
        return digest(self._program, self._version(unit.kind), canonical(unit))

    def stories(self, volume: bytes) -> bytes:
        """The digest of all that the pages of a volume of that key are made from."""
        return digest(self._program, self._version("story"), volume)

    def parts(self, unit: AnyUnit) -> bytes:
        """A short digest of each part of it, in the order of `part_names`."""
        fields = (canonical(getattr(unit, name)) for name in unit.__struct_fields__)
        parts = (self._program, self._version(unit.kind), *map(digest, fields))
        return b"".join(part[:_PART] for part in parts)

    def _version(self, kind: str) -> bytes:
        known = self._versions.get(kind)
        if known is None and kind in _FILES:
            return self._site
        if known is None:
            names = _TEMPLATES.get(kind, (f"{kind}.html",))
            known = self._versions[kind] = digest(
                *(self._templates.version(name, one) for name in names for one in EDITIONS)
            )
        return known


def part_names(unit: AnyUnit) -> tuple[str, ...]:
    """What the parts are called: the program, the templates or the fonts, and the unit's own
    fields."""
    made_with = FONTS if isinstance(unit, CardUnit) else TEMPLATES
    return (PROGRAM, made_with, *unit.__struct_fields__)


def changed_parts(unit: AnyUnit, old: bytes, new: bytes) -> tuple[str, ...]:
    """The names of the parts of `unit` that differ between what `Keys.parts` gave then and now."""
    return tuple(
        name
        for at, name in enumerate(part_names(unit))
        if old[at * _PART : (at + 1) * _PART] != new[at * _PART : (at + 1) * _PART]
    )
