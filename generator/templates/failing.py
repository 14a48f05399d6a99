"""Why a template could not be rendered is said in the words that the template itself has."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping

from jinja2 import Environment, StrictUndefined, TemplateError, UndefinedError, nodes
from jinja2.utils import missing

from generator.errors import Problem, printable
from generator.templates.theme import template_file


class Lacking(StrictUndefined):
    """What a template asks for and is not there."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        if self._undefined_obj is missing:
            return f"nothing is called `{self._undefined_name}`"
        return _no(self._undefined_name)


def failure(error: Exception, sources: Mapping[str, str], template: str, page: str) -> Problem:
    """Where `template`, or another of `sources` that it reached, failed with `error`, and why;
    `page` is the path of the page that it was to make."""
    names = {template_file(name): name for name in sources}
    said, line = template_file(template), 1
    for frame, at in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename in names:
            said, line = frame.f_code.co_filename, at
    why = (error.message if isinstance(error, TemplateError) else str(error)) or ""
    if isinstance(error, UndefinedError) and said in names:
        why = next(_owned(why, sources[names[said]], line), why)
    what = f"rendering {page} failed: {printable(why or type(error).__name__)}"
    return Problem(said, line, what, "mend the template")


def _no(name: object) -> str:
    return f"there is no `{name}`"


def _owned(why: str, source: str, line: int) -> Iterator[str]:
    """`why` something is lacking, by the name of what lacks it in that line of `source`."""
    tree = Environment().parse(source)
    asked = [(node.lineno, node.node, node.attr) for node in tree.find_all(nodes.Getattr)]
    items = tree.find_all(nodes.Getitem)
    asked += [(node.lineno, node.node, _said(node.arg)) for node in items]
    for at, node, name in asked:
        if at == line and why == _no(name) and (owner := _said(node)):
            yield f"`{owner}` has no `{name}`"


def _said(node: nodes.Node) -> str:
    """The expression, if it is a name, or one of a name's values; a constant's text."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Const):
        return str(node.value)
    if isinstance(node, nodes.Getattr) and (owner := _said(node.node)):
        return f"{owner}.{node.attr}"
    return ""
