"""What is the same on every page of an edition is a constant of its compiled templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from generator.templates.frame import Frame

FOLDED = frozenset({"asset", "form", "frame", "t"})
"""The names that no template may give another meaning."""


class Folding(NodeTransformer):
    """Puts its value in the place of each `frame.name`, and of each call of one of `functions`
    with constants; Jinja joins those to the text beside them."""

    def __init__(self, frame: Frame, functions: Mapping[str, Callable[..., str]]) -> None:
        self._frame = frame
        self._functions = functions

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802 - as Jinja calls it
        self.generic_visit(node)
        if isinstance(node.node, nodes.Name) and node.node.name == "frame":
            return _constant(node, lambda: getattr(self._frame, node.attr))
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.node.name not in self._functions:
            return node
        function = self._functions[node.node.name]
        given = [one.value for one in node.args if isinstance(one, nodes.Const)]
        named = {
            one.key: one.value.value for one in node.kwargs if isinstance(one.value, nodes.Const)
        }
        if len(given) < len(node.args) or len(named) < len(node.kwargs):
            return node
        if node.dyn_args or node.dyn_kwargs:
            return node
        return _constant(node, lambda: function(*given, **named))


def _constant(node: nodes.Expr, value: Callable[[], Any]) -> nodes.Expr:
    """The constant with that value in the place of `node`, which stays if it has none."""
    try:
        return nodes.Const.from_untrusted(value(), node.lineno, node.environment)
    except Exception:  # it fails again, and is told with its line, where it is rendered
        return node
