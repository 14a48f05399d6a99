"""A template is given its page, and what its edition has for every page."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec
from jinja2 import BytecodeCache, TemplateNotFound
from markupsafe import Markup, escape

from generator.assets import Assets
from generator.dates import Date
from generator.digest import canonical, digest
from generator.errors import Problems
from generator.faq import ANSWER_LENGTH, answer_queries
from generator.markdown import Body, marked
from generator.model import ENGLISH
from generator.page import ArticlePage, Page
from generator.reading import excerpt, reading_minutes
from generator.strings import Strings, date_text, number, time_text
from generator.templates.compiling import EditionEnvironment, EditionLoader
from generator.templates.failing import Lacking, failure
from generator.templates.folding import Folding
from generator.templates.frame import Frame
from generator.templates.remembering import remembered
from generator.templates.structured import Structured
from generator.translation import Piece, Translation, named
from generator.urls import Urls

TITLE_LENGTH = 70
"""Where search results cut a title."""


class Edition:
    """The pages of one edition as HTML."""

    def __init__(
        self,
        sources: dict[str, str],
        frame: Frame,
        strings: Strings,
        urls: Urls,
        assets: Assets,
        bytecode: BytecodeCache | None,
    ) -> None:
        self._sources = sources
        self._urls = urls
        self._structured = Structured(frame, strings, urls)
        self.environment = EditionEnvironment(bytecode)
        self.environment.undefined = Lacking

        def asset(name: str) -> str:
            if name not in assets.names:
                raise TemplateNotFound(name, f"static/assets/{name} is not there")
            return urls.link(assets.folder + name)

        def text(key: str, **values: Any) -> str:
            return strings.text(key, values)

        self.environment.filters["marked"] = partial(_marked, own=frame.lang)
        self.environment.globals.update(
            frame=frame,
            t=remembered(text),
            asset=asset,
            date=partial(date_text, language=frame.language),
            time=time_text,
            number=partial(number, language=frame.language),
            month_of=Date,
            day_of=Date,
            head_title=partial(_head_title, site=frame.title),
            absolute=urls.absolute,
            form=strings.form,
        )
        folding = Folding(frame, {"t": text, "form": strings.form, "asset": asset})
        folded = digest(
            canonical(frame),
            canonical(strings),
            urls.base_url.encode(),
            assets.folder.encode(),
        )
        self.environment.loader = EditionLoader(sources, folding, folded.hex())

    def render(self, page: Page, body: Body | None, translation: Translation | None) -> str:
        """The HTML of `page`; raises `Problems` with the template's line."""
        data = self._structured.data(page)
        values: dict[str, Any] = {"page": page.context, "meta": page.meta, "data": data}
        if body is not None and isinstance(page.context, ArticlePage):
            pieces = translation.pieces if translation else (Piece(body.html, ()),)
            values["pieces"] = [
                msgspec.structs.replace(
                    piece, html=Markup(self._urls.placed(piece.html, page.language))
                )
                for piece in pieces
            ]
            values["of"] = translation.of if translation else named(body)
            values["headings"] = translation.headings if translation else body.headings
            values["minutes"] = reading_minutes(body.words, body.han)
            texts = [passage.text for passage in body.passages]
            values["opening"] = texts[0] if texts else ""
            values["conclusion"] = excerpt(texts[-1], ANSWER_LENGTH) if len(texts) > 2 else ""
            answers = answer_queries(page.context.queries, body.paragraphs)
            values["answers"] = answers
            if any(one.answer.startswith(values["conclusion"][:60]) for one in answers):
                values["conclusion"] = ""  # it is an answer already
        try:
            return self.environment.get_template(page.template).render(values)
        except Exception as error:  # a site's own template can fail in any way
            problem = failure(error, self._sources, page.template, page.path)
            raise Problems([problem]) from error


def _marked(text: str, lang: str = "", *, own: str) -> str:
    """`text`, which is in `lang` or in the page's `own` language, with the Chinese in English
    marked as such, as it is in a body."""
    if (lang or own) != ENGLISH or text.isascii():
        return text
    return Markup(marked(str(escape(text))))


def _head_title(title: Markup, site: str) -> str:
    """What a tab and a search result show: the page's title, and the site's if both are short."""
    own = title.unescape().strip()
    whole = f"{own} | {site}"
    if own != site and len(whole) <= TITLE_LENGTH:
        return whole
    cut = excerpt(own, TITLE_LENGTH)
    return cut if len(cut) <= TITLE_LENGTH else f"{own[: TITLE_LENGTH - 1]}…"
