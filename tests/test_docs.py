"""Every command, option, setting and key is documented, and nothing else is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec
import pytest
from jinja2.defaults import DEFAULT_NAMESPACE

from generator.cli import main
from generator.config import Settings
from generator.loader.matter import FrontMatter
from generator.loader.topics import TopicMatter
from generator.templates import Templates, load_theme
from generator.templates.checking import check_theme

ROOT = Path(__file__).parents[1]
REFERENCE = (ROOT / "docs/reference.md").read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, click.Command]]:
    for name, command in main.commands.items():
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", one) for inner, one in command.commands.items())
        else:
            yield name, command


COMMANDS = dict(commands())


def section(heading: str) -> str:
    found = re.search(
        rf"^(#+) {re.escape(heading)}[^\n]*\n(.*?)(?=^#{{1,2}} |^\1 |\Z)", REFERENCE, re.M | re.S
    )
    assert found, f"docs/reference.md has no section {heading}"
    return found[2]


def keys(text: str) -> set[str]:
    """What the first column of a section's tables has in code."""
    rows = (line.split("|")[1] for line in text.splitlines() if line.startswith("| `"))
    return {key for row in rows for key in re.findall(r"`([^`]+)`", row)}


def fields(kind: Any, prefix: str = "") -> Iterator[str]:
    """The keys of a struct, those of tables in it with a dot."""
    for field in msgspec.structs.fields(kind):
        inner = field.type
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            yield from fields(inner, f"{prefix}{field.encode_name}.")
        else:
            yield f"{prefix}{field.encode_name}"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_its_options_are_documented(name: str) -> None:
    text = section(f"`newsarchive {name}")
    options = {
        option
        for parameter in COMMANDS[name].params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }
    assert {key.split()[0] for key in keys(text)} == options
    assert COMMANDS[name].help


def test_no_command_is_documented_that_is_not_there() -> None:
    assert set(re.findall(r"^### `newsarchive ([a-z -]+[a-z])", REFERENCE, re.M)) == {
        *COMMANDS,
        "--version",
    }


def test_every_setting_is_documented() -> None:
    assert keys(section("`site.toml`")) == set(fields(Settings))


def test_every_front_matter_key_is_documented() -> None:
    plain = {name.partition(".")[0] for name in fields(FrontMatter)}
    assert {key.partition(".")[0] for key in keys(section("Front matter"))} == plain


def test_every_topic_key_is_documented() -> None:
    assert keys(section("`content/topics.toml`")) == set(fields(TopicMatter))


def test_every_name_that_a_template_can_use_is_documented(tmp_path: Path) -> None:
    from herald import Site

    from generator.assets import file_digest, load_assets
    from generator.theme import THEME

    site = Site(tmp_path)
    project = site.project()
    assets = load_assets((THEME / "static",), file_digest)
    theme = load_theme((THEME / "templates",))
    templates = Templates(theme, check_theme(theme, assets), project.settings, assets)
    given = templates._edition("en").environment.globals.keys() - DEFAULT_NAMESPACE.keys()
    documented = {re.split(r"[(\s]", key)[0] for key in keys(section("Templates"))}
    assert documented == given


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/*.md")))
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
        name, _, anchor = target.partition("#")
        other = path.parent / name if name else path
        assert other.exists(), f"{path.name} links to {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", other.read_text(encoding="utf-8"), re.M)
            slugs = {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}
            assert anchor in slugs, f"{path.name} links to {target}"


def test_the_layers_are_documented_as_they_are_tested() -> None:
    from test_layers import ROWS

    text = (ROOT / "docs/design.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z]+)`", text.split("## The layers")[1].split("## ")[0]))
    assert {name for row in ROWS for name in row} - {"__main__", "__init__"} <= named


def test_the_libraries_are_documented() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "docs/design.md").read_text(encoding="utf-8").split("## Libraries")[1]
    wanted = {re.split(r"[>=\[]", name)[0] for name in project["dependencies"]}
    assert wanted <= set(re.findall(r"`([a-z0-9-]+)`", text))
