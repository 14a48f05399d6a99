"""Imports point downward only, and modules of one row never import each other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import generator

ROWS = [
    ["__main__"],
    ["cli"],
    [
        "checking",
        "cluster",
        "drafting",
        "explaining",
        "importing",
        "preview",
        "publishing",
        "scaffold",
        "translating",
        "verifying",
    ],
    ["build"],
    ["rendering"],
    ["jobs"],
    ["copies", "output", "templates", "pages"],
    "assets cards claims faq feeds manifest page search sitemaps strings translation".split(),
    ["loader", "indexes", "related", "units"],
    ["markdown"],
    ["executor", "store", "version"],
    ["urls"],
    ["model", "reading"],
    ["pairing"],
    ["chinese", "dates"],
    ["config", "theme"],
    ["documents", "digest", "files", "text", "xml"],
    ["errors"],
    ["__init__"],
]
LEVEL = {name: len(ROWS) - depth for depth, row in enumerate(ROWS) for name in row}
FOLDER = Path(generator.__file__).parent
FILES = sorted(path for path in FOLDER.rglob("*.py") if "theme" not in path.parts)


def part(path: Path) -> str:
    """The part of the generator that a file belongs to."""
    first = path.relative_to(FOLDER).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The other parts that a file imports."""
    parts = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            names = [node.module or ""]
        for name in names:
            if name == "generator":
                parts.add("__init__")
            elif name.startswith("generator."):
                parts.add(name.split(".")[1])
    return parts - {part(path)}


def test_every_part_has_its_row() -> None:
    assert {part(path) for path in FILES} == LEVEL.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_imports_point_downward(path: Path) -> None:
    upward = {name for name in imported(path) if LEVEL[name] >= LEVEL[part(path)]}
    assert not upward, f"{part(path)} imports {', '.join(sorted(upward))}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_module_opens_with_its_law(path: Path) -> None:
    law = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert law.split("\n\n")[0].endswith("."), "the first paragraph is one sentence"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_module_holds_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
