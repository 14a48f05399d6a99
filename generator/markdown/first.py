"""A rule is tried only where the first character is one that it can begin with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline, text

_BlockRule = Callable[[StateBlock, int, int, bool], bool]
_InlineRule = Callable[[StateInline, bool], bool]
_Rule = TypeVar("_Rule", _BlockRule, _InlineRule)

_BLOCKS = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}
_INLINES = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
}
# What a block of another kind can end.
_CHAINS = ("paragraph", "reference", "blockquote", "list")


def blocks_by_first(parser: MarkdownIt) -> None:
    """Make one rule of all block rules of `parser`, and one of each chain of those that end one.

    The rules stay in their order, since the two that have no first character come before and after
    all others: `table`, which is known by its second line, and `paragraph`.
    """
    ruler = parser.block.ruler
    names = dict(zip(ruler.getRules(""), ruler.get_active_rules(), strict=True))
    chains = {
        chain: _block({names[rule]: rule for rule in ruler.getRules(chain)})
        for chain in ("", *_CHAINS)
    }
    # A line is code where a rule of this name is on; but that rule itself is never reached, nor are
    # those of the chains, since the first one takes every line.
    ruler.enableOnly("code")
    ruler.before("code", "block", chains.pop(""))
    for chain, rule in chains.items():
        ruler.push(f"end_{chain}", rule, {"alt": [chain]})


def _block(rules: dict[str, _BlockRule]) -> _BlockRule:
    beginnings = _by_first(rules, _BLOCKS)
    code, table = rules.get("code", _no_block), rules.get("table", _no_block)
    paragraph = rules.get("paragraph", _no_block)

    def begin(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        if state.sCount[line] - state.blkIndent >= 4:
            return code(state, line, end, silent)
        if table(state, line, end, silent):
            return True
        start = state.bMarks[line] + state.tShift[line]
        for rule in beginnings.get(state.src[start : start + 1], ()):
            if rule(state, line, end, silent):
                return True
        return paragraph(state, line, end, silent)

    return begin


def _no_block(_state: StateBlock, _line: int, _end: int, _silent: bool) -> bool:
    return False


def inlines_by_first(parser: MarkdownIt) -> None:
    """Make one rule of all inline rules of `parser`. What no other begins with is text."""
    ruler = parser.inline.ruler
    rules = dict(zip(ruler.get_active_rules(), ruler.getRules(""), strict=True))
    beginnings = _by_first(rules, _INLINES)

    def begin(state: StateInline, silent: bool) -> bool:
        # `any` would take longer than most rules.
        for rule in beginnings.get(state.src[state.pos], (text,)):  # noqa: SIM110
            if rule(state, silent):
                return True
        return False

    ruler.enableOnly("text")
    ruler.at("text", begin)


def _by_first(rules: dict[str, _Rule], firsts: dict[str, str]) -> dict[str, list[_Rule]]:
    beginnings: dict[str, list[_Rule]] = {}
    for name, rule in rules.items():
        for char in firsts.get(name, ""):
            beginnings.setdefault(char, []).append(rule)
    return beginnings
