"""A template shows its page's values and its edition's words, and can reach nothing else."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    nodes,
)
from markupsafe import Markup, escape

from generator.assets import Assets
from generator.config import Settings
from generator.dates import Date
from generator.digest import canonical, digest
from generator.errors import Problem, Problems, printable
from generator.faq import ANSWER_LENGTH, answer_queries
from generator.markdown import Body, marked
from generator.model import CHINESE, EDITIONS, ENGLISH, Language
from generator.page import ArticlePage, Page
from generator.reading import excerpt, reading_minutes
from generator.strings import (
    Strings,
    date_text,
    load_strings,
    number,
    time_text,
    weekday_names,
)
from generator.translation import Piece, Translation
from generator.urls import ARCHIVE, HOME, TOPICS, Address, Urls

COUNTS = "counts.json"

TITLE_LENGTH = 70
"""Where search results cut a title."""

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
    weekdays: tuple[str, ...]


class Templates:
    """The templates and strings of a site, its own before the theme's.

    Made from the folders that hold them, every one is parsed, and `Problems` are raised for one
    that does not parse, a name that is not there, and a string that an edition lacks.
    """

    def __init__(self, folders: tuple[Path, ...], settings: Settings, assets: Assets) -> None:
        self._folders = folders
        self._urls = Urls(settings.base_url)
        self._assets = assets
        self._frames = {language: self._frame(language, settings) for language in EDITIONS}
        self._strings = _load_all_strings(folders)
        self._environments = {language: self._environment(language) for language in EDITIONS}
        self._sources, self._reach = self._check()

    def version(self, name: str, language: Language) -> bytes:
        """The digest of all that a page gets from here: templates in reach, words, frame."""
        return digest(
            canonical(self._frames[language]),
            canonical(self._strings[language]),
            canonical(self._assets.folder),
            *(self._sources[one].encode() for one in sorted(self._reach[name])),
        )

    def render(self, page: Page, body: Body | None, translation: Translation | None) -> str:
        """The HTML of `page`; raises `Problems` with the template's line."""
        environment = self._environments[page.language]
        values: dict[str, Any] = {"page": page.context, "meta": page.meta}
        if body is not None and isinstance(page.context, ArticlePage):
            pieces = translation.pieces if translation else (Piece(body.html, ()),)
            values["pieces"] = [
                msgspec.structs.replace(
                    piece, html=Markup(self._urls.placed(piece.html, page.language))
                )
                for piece in pieces
            ]
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
            return environment.get_template(page.template).render(values)
        except Problems:
            raise
        except Exception as error:  # a site's own template can fail in any way
            raise Problems([self._failure(error, page)]) from error

    def _frame(self, language: Language, settings: Settings) -> Frame:
        chinese = language == "zh-Hant"

        def link(route: str) -> str:
            return self._urls.link(Address(language, route).output)

        return Frame(
            language=language,
            lang=CHINESE if chinese else ENGLISH,
            other_lang=ENGLISH if chinese else CHINESE,
            title=settings.zh_hant.title if chinese else settings.title,
            description=settings.zh_hant.description if chinese else settings.description,
            home=link(HOME),
            topics=link(TOPICS),
            archive=link(ARCHIVE),
            counts=self._urls.link(COUNTS),
            policy=POLICY,
            weekdays=tuple(weekday_names(language)),
        )

    def _environment(self, language: Language) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(self._folders),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=-1,
        )
        # What differs from one build to the next has no place in a page.
        del environment.globals["lipsum"], environment.filters["random"]
        strings = self._strings[language]
        environment.filters["marked"] = partial(_marked, own=self._frames[language].lang)
        environment.globals.update(
            frame=self._frames[language],
            t=lambda key, **values: strings.text(key, values),
            asset=self._asset,
            date=partial(date_text, language=language),
            time=time_text,
            number=partial(number, language=language),
            month_of=Date,
            day_of=Date,
            head_title=partial(_head_title, site=self._frames[language].title),
            absolute=self._urls.absolute,
            form=strings.form,
        )
        return environment

    def _asset(self, name: str) -> str:
        if name not in self._assets.names:
            raise TemplateNotFound(name, f"static/assets/{name} is not there")
        return self._urls.link(self._assets.folder + name)

    def _check(self) -> tuple[dict[str, str], dict[str, set[str]]]:
        """The source of each template, and the names of those that each can reach, itself too."""
        environment = self._environments["en"]
        problems: list[Problem] = []
        sources: dict[str, str] = {}
        direct: dict[str, set[str]] = {}
        for name in environment.list_templates(extensions=["html"]):
            try:
                sources[name] = environment.loader.get_source(environment, name)[0]  # type: ignore[union-attr]
                tree = environment.parse(sources[name], name)
            except TemplateSyntaxError as error:
                what = (error.message or "it does not parse").rstrip(".")
                problems.append(Problem(_said(name), error.lineno, what, "mend the template"))
                continue
            except (OSError, UnicodeDecodeError) as error:
                what = f"it cannot be read: {error}"
                problems.append(Problem(_said(name), 1, what, "save it as readable UTF-8"))
                continue
            direct[name] = set()
            for other in meta.find_referenced_templates(tree):
                if other is None:
                    what = "a template that is included or extended is named by an expression"
                    problems.append(Problem(_said(name), 1, what, "name it by a text in quotes"))
                else:
                    direct[name].add(other)
            problems += _string_problems(name, tree, self._strings.values())
        for name, others in direct.items():
            for other in others - sources.keys():
                what = f"it wants the template {other}, which is not there"
                problems.append(Problem(_said(name), 1, what, "correct the name, or make the file"))
        if problems:
            raise Problems(problems)
        return sources, {name: _closure(name, direct) for name in direct}

    def _failure(self, error: Exception, page: Page) -> Problem:
        """Where in a template rendering failed, and why."""
        frames = traceback.extract_tb(error.__traceback__)
        name, line = page.template, 1
        for frame in frames:
            for folder in self._folders:
                if frame.filename.startswith(f"{folder}/"):
                    name = Path(frame.filename).relative_to(folder).as_posix()
                    line = frame.lineno or 1
        message = error.message if isinstance(error, TemplateError) else str(error)
        what = f"rendering {page.path} failed: {printable(message or type(error).__name__)}"
        return Problem(_said(name), line, what, "mend the template")


def render_page(
    page: Page, body: Body | None, translation: Translation | None, templates: Templates
) -> bytes:
    """The bytes of the file of `page`: a pure function of what it is given."""
    return templates.render(page, body, translation).encode()


def _load_all_strings(folders: tuple[Path, ...]) -> dict[Language, Strings]:
    problems: list[Problem] = []
    strings: dict[Language, Strings] = {}
    for language in EDITIONS:
        try:
            strings[language] = load_strings(folders, language)
        except Problems as found:
            problems += found.problems
    if problems:
        raise Problems(problems)
    return strings


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


def _string_problems(
    name: str, tree: nodes.Template, editions: Sequence[Strings] | Any
) -> Iterator[Problem]:
    """What is wrong with each `t("key", …)` and `form("key", …)` of a template."""
    for call in tree.find_all(nodes.Call):
        if not isinstance(call.node, nodes.Name) or call.node.name not in ("t", "form"):
            continue
        if not call.args or not isinstance(call.args[0], nodes.Const):
            what = "the key of a string is not a text in quotes"
            yield Problem(_said(name), call.lineno, what, 'write t("some_key")')
            continue
        key = call.args[0].value
        given = {pair.key for pair in call.kwargs}
        for strings in editions:
            if key not in strings.texts:
                what = f"no `{key}`, which {_said(name)}:{call.lineno} shows"
                yield Problem(strings.path, 1, what, f'add a line {key} = "…"')
            else:
                open_places = strings.places(key) if call.node.name == "t" else set()
                for lacking in sorted(open_places - given):
                    what = f"`{key}` of {strings.path} has a place for {{{lacking}}}"
                    remedy = f"give it, as {lacking}=…, or take the place out of the text"
                    yield Problem(_said(name), call.lineno, what, remedy)


def _closure(name: str, direct: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting += direct[one]
    return reached


def _said(name: str) -> str:
    return f"templates/{name}"
