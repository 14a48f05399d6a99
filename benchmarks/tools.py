"""The generators that are measured: how each is called, and what it keeps between its builds."""

from __future__ import annotations

import importlib.metadata
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from benchmarks.layouts import LAYOUTS, Layout
from generator.theme import THEME

SITES = Path(__file__).with_name("sites")
ELEVENTY = {
    "@11ty/eleventy": "3.1.2",
    "@11ty/eleventy-plugin-rss": "2.0.4",
    "@11ty/eleventy-plugin-syntaxhighlight": "5.0.2",
}


class Tool(msgspec.Struct, frozen=True):
    """A generator. `command` is run in the folder of a site made from `sites/<site>`, and writes
    into `output` there; `kept` are other folders that a build leaves for the next one. `template`
    is the file that all pages are made with, and `base` what it says before it is edited. `serve`
    is the command of its preview, without the port; empty if it is not measured."""

    name: str
    version: str
    site: str
    command: tuple[str, ...]
    template: str
    base: Path
    output: str = "public"
    kept: tuple[str, ...] = ()
    serve: tuple[str, ...] = ()

    @property
    def layout(self) -> Layout:
        return LAYOUTS[self.site]


def newsarchive(_: Path) -> Tool:
    command = _installed("newsarchive")
    return Tool(
        name="newsarchive",
        version=_said([command, "--version"]).split()[-1],
        site="newsarchive",
        command=(command, "build"),
        template="templates/base.html",
        base=THEME / "templates/base.html",
        kept=(".cache",),
        serve=(command, "serve", "--port"),
    )


def hugo(_: Path) -> Tool:
    return _hugo("hugo", "hugo.toml")


def hugo_related(_: Path) -> Tool:
    return _hugo("hugo-related", "hugo.toml,related.toml")


def _hugo(name: str, configuration: str) -> Tool:
    """Hugo's own binary: the command that its Python package installs starts a Python first."""
    try:
        package = importlib.metadata.distribution("hugo")
    except importlib.metadata.PackageNotFoundError:
        raise SystemExit(_missing("hugo")) from None
    (binary,) = (file for file in package.files or () if file.parent.name == "binaries")
    program = str(package.locate_file(binary))
    options = ("--config", configuration, "--logLevel", "error")
    return Tool(
        name=name,
        version=package.version,
        site="hugo",
        command=(program, *options),
        template="layouts/baseof.html",
        base=SITES / "hugo/layouts/baseof.html",
        kept=("resources",),
        serve=(program, "server", *options, "--port"),
    )


def eleventy(work: Path) -> Tool:
    """Eleventy, installed in `work`, where the sites below it find its plugins too."""
    program = work / "node_modules/@11ty/eleventy/cmd.cjs"
    if not program.exists():
        packages = [f"{name}@{version}" for name, version in ELEVENTY.items()]
        install = [_installed("npm"), "install", "--no-save", "--no-package-lock"]
        subprocess.run([*install, "--prefix", str(work), *packages], check=True)
    command = (_installed("node"), str(program), "--quiet")
    return Tool(
        name="eleventy",
        version=_said([*command, "--version"]),
        site="eleventy",
        command=command,
        template="_includes/base.njk",
        base=SITES / "eleventy/_includes/base.njk",
        kept=(".cache",),
        serve=(*command, "--serve", "--port"),
    )


def pelican(_: Path) -> Tool:
    return Tool(
        name="pelican",
        version=importlib.metadata.version("pelican"),
        site="pelican",
        command=(_installed("pelican"), "--settings", "pelicanconf.py", "--quiet"),
        template="theme/templates/base.html",
        base=SITES / "pelican/theme/templates/base.html",
        kept=("cache",),
    )


PEERS: dict[str, Callable[[Path], Tool]] = {
    "hugo": hugo,
    "hugo-related": hugo_related,
    "eleventy": eleventy,
    "pelican": pelican,
}


def _installed(name: str) -> str:
    """The command of this name: beside this Python, or on the path."""
    beside = Path(sys.executable).parent
    found = shutil.which(name, path=str(beside)) or shutil.which(name)
    if not found:
        raise SystemExit(_missing(name))
    return found


def _missing(name: str) -> str:
    return f"There is no command {name} here; docs/performance.md says what to install."


def _said(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
