"""A template shows its page's values and its edition's words, and can reach nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.assets import Assets
from generator.config import Settings
from generator.digest import canonical, digest
from generator.model import EDITIONS, Language
from generator.page import Page
from generator.templates.frame import COUNTS, POLICY, edition_frame
from generator.templates.theme import Theme, load_theme
from generator.urls import Urls

if TYPE_CHECKING:
    from jinja2 import BytecodeCache

    from generator.markdown import Body
    from generator.templates.checking import Reach
    from generator.templates.edition import Edition
    from generator.translation import Translation

__all__ = ["COUNTS", "POLICY", "Templates", "Theme", "load_theme", "render_page"]


class Templates:
    """The templates of a site whose theme has been checked, and so has its `reach`.

    Of `assets`, only the folder and the names are read. `bytecode` keeps compiled templates for
    this version of the generator and of Jinja.
    """

    def __init__(
        self,
        theme: Theme,
        reach: Reach,
        settings: Settings,
        assets: Assets,
        bytecode: BytecodeCache | None = None,
    ) -> None:
        self._theme = theme
        self._reach = reach
        self._urls = Urls(settings.base_url)
        self._assets = assets
        self._bytecode = bytecode
        self._frames = {one: edition_frame(one, settings, self._urls) for one in EDITIONS}
        self._editions: dict[Language, Edition] = {}

    def version(self, name: str, language: Language) -> bytes:
        """The digest of all that a page gets from here: templates in reach, words, frame."""
        return digest(
            canonical(self._frames[language]),
            canonical(self._theme.strings[language]),
            canonical(self._assets.folder),
            *(self._theme.templates[one].encode() for one in self._reach[name]),
        )

    def render(self, page: Page, body: Body | None, translation: Translation | None) -> str:
        """The HTML of `page`; raises `Problems` with the template's line."""
        return self._edition(page.language).render(page, body, translation)

    def _edition(self, language: Language) -> Edition:
        known = self._editions.get(language)
        if known is None:
            # A build that finds nothing new renders nothing, and needs neither Jinja nor Babel.
            from generator.templates.edition import Edition

            known = self._editions[language] = Edition(
                self._theme.templates,
                self._frames[language],
                self._theme.strings[language],
                self._urls,
                self._assets,
                self._bytecode,
            )
        return known


def render_page(
    page: Page, body: Body | None, translation: Translation | None, templates: Templates
) -> bytes:
    """The bytes of the file of `page`: a pure function of what it is given."""
    return templates.render(page, body, translation).encode()
