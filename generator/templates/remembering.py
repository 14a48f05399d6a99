"""A macro that sees nothing but what it is given need not make twice what it made of that."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jinja2 import TemplateSyntaxError, Undefined, meta, nodes
from markupsafe import Markup

from generator.dates import Date
from generator.page import Bar, Link, MonthLink, Ref, TopicLink

KEPT = 1024
"""How many results of one function are kept: a listing's entries come again in other listings."""

_VALUES = frozenset(
    (str, Markup, int, bool, type(None), Undefined, Bar, Date, Link, MonthLink, Ref, TopicLink)
)


def remembered(function: Callable[..., str]) -> Callable[..., str]:
    """`function`, which remembers what it made of small values that never change.

    Given anything else, such as a loop, a namespace or a whole listing, it is called.
    """
    # Equal values of two types are two things: 1 and true, a text and the same as markup.
    known = lru_cache(KEPT, typed=True)(function)

    def call(*given: Any, **named: Any) -> str:
        kinds = map(type, (*given, *named.values()) if named else given)
        if _VALUES.issuperset(kinds):
            return known(*given, **named)
        return function(*given, **named)

    return call


def pure_macros(template: nodes.Template) -> list[nodes.Macro]:
    """The macros of `template` that read no variable but their own, and call none that does."""
    macros = {node.name: node for node in template.body if isinstance(node, nodes.Macro)}
    try:
        wanted = {name: _variables(macro, template) for name, macro in macros.items()}
    except TemplateSyntaxError:  # it is raised again where the template is compiled
        return []
    while impure := [name for name in wanted if not wanted[name] <= wanted.keys()]:
        for name in impure:
            del wanted[name]
    return [macros[name] for name in wanted]


def _variables(macro: nodes.Macro, template: nodes.Template) -> set[str]:
    """The variables that `macro` looks for outside, without the globals."""
    alone = nodes.Template([macro], lineno=macro.lineno, environment=template.environment)
    return meta.find_undeclared_variables(alone)
