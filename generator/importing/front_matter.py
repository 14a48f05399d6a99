"""Front matter is written here: YAML that an editor would write, and any parser reads back."""

from __future__ import annotations

import math
from collections.abc import Mapping

import yaml


class _Dumper(yaml.SafeDumper):
    """Plain text where YAML allows it, else double quotes, which leave apostrophes alone."""

    def choose_scalar_style(self) -> str:
        style: str = super().choose_scalar_style()
        return '"' if style == "'" else style

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)


def front_matter(fields: Mapping[str, object]) -> str:
    """The front matter that holds `fields` in their order, with both its `---` lines."""
    text = yaml.dump(
        dict(fields), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=math.inf
    )
    return f"---\n{text}---\n"
