"""What can be told of a template without a page is told before the first page is rendered."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

import msgspec
from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from generator.assets import Assets
from generator.errors import Problem, Problems
from generator.strings import Strings
from generator.templates.folding import FOLDED
from generator.templates.theme import Theme, template_file

Reach = dict[str, tuple[str, ...]]
"""For each template, the sorted names of those that it can reach, itself too."""


def check_theme(theme: Theme, assets: Assets) -> Reach:
    """What each template can reach.

    Raises `Problems` for a template that does not parse, a template or an asset that is not there
    or is not named by a text, a string that an edition lacks, and a name that is taken.
    """
    environment = Environment()
    problems: list[Problem] = []
    direct: dict[str, set[str]] = {}
    for name, source in theme.templates.items():
        try:
            tree = environment.parse(source, name)
        except TemplateSyntaxError as error:
            what = (error.message or "it does not parse").rstrip(".")
            problems.append(Problem(template_file(name), error.lineno, what, "mend the template"))
            continue
        wanted = set(meta.find_referenced_templates(tree))
        if None in wanted:
            what = "a template that is included or extended is named by an expression"
            problems.append(Problem(template_file(name), 1, what, "name it by a text in quotes"))
        direct[name] = {other for other in wanted if other is not None}
        for other in direct[name] - theme.templates.keys():
            what = f"it wants the template {other}, which is not there"
            remedy = "correct the name, or make the file"
            problems.append(Problem(template_file(name), 1, what, remedy))
        problems += _taken_names(name, tree)
        problems += _asset_problems(name, tree, assets)
        problems += _string_problems(name, tree, theme.strings.values())
    if problems:
        raise Problems(problems)
    return {name: tuple(sorted(_closure(name, direct))) for name in direct}


def _taken_names(name: str, tree: nodes.Template) -> Iterator[Problem]:
    """Each place that gives one of the names in `FOLDED` another meaning."""
    for node in tree.find_all((nodes.Name, nodes.Macro, nodes.Import, nodes.FromImport)):
        given: list[str] = []
        if isinstance(node, nodes.FromImport):
            given = [one if isinstance(one, str) else one[1] for one in node.names]
        elif isinstance(node, nodes.Import):
            given = [node.target]
        elif isinstance(node, nodes.Macro) or (isinstance(node, nodes.Name) and node.ctx != "load"):
            given = [node.name]
        for one in FOLDED.intersection(given):
            what = f"`{one}` has a meaning in every template already"
            yield Problem(template_file(name), node.lineno, what, "choose another name")


def _calls(tree: nodes.Template, *functions: str) -> Iterator[tuple[str, nodes.Call]]:
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in functions:
            yield call.node.name, call


def _asset_problems(name: str, tree: nodes.Template, assets: Assets) -> Iterator[Problem]:
    for _, call in _calls(tree, "asset"):
        for asset in call.args[:1]:
            if isinstance(asset, nodes.Const) and asset.value not in assets.names:
                what = f"it wants static/assets/{asset.value}, which is not there"
                remedy = "correct the name, or make the file"
                yield Problem(template_file(name), call.lineno, what, remedy)


def _string_problems(
    name: str, tree: nodes.Template, editions: Collection[Strings]
) -> Iterator[Problem]:
    """What is wrong with each `t("key", …)` and `form("key", …)` of a template."""
    said = template_file(name)
    for function, call in _calls(tree, "t", "form"):
        if not call.args or not isinstance(call.args[0], nodes.Const):
            what = "the key of a string is not a text in quotes"
            yield Problem(said, call.lineno, what, 'write t("some_key")')
            continue
        key = call.args[0].value
        given = {pair.key for pair in call.kwargs}
        lacking = [strings.path for strings in editions if key not in strings.texts]
        if lacking:
            files = " and in ".join(lacking)
            what = f"no text is called `{key}`"
            remedy = f'correct the name, or have a line {_toml_key(key)} = "…" in {files}'
            yield Problem(said, call.lineno, what, remedy)
            continue
        for strings in editions if function == "t" else ():
            for place in sorted(strings.places(key) - given):
                what = f"`{key}` of {strings.path} has a place for {{{place}}}"
                remedy = f"give it, as {place}=…, or take the place out of the text"
                yield Problem(said, call.lineno, what, remedy)


def _toml_key(key: object) -> str:
    """`key` as TOML has it before an equals sign."""
    text = str(key)
    return text if re.fullmatch(r"[\w-]+", text, re.ASCII) else msgspec.json.encode(text).decode()


def _closure(name: str, direct: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting += direct[one]
    return reached
