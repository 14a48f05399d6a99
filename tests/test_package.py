"""The wheel holds all that a site elsewhere needs, and only what is the project's."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from herald import Site, article

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package as a wheel installs it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True)
    (wheel,) = folder.glob("newsarchive-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site-packages")
    return folder / "site-packages"


def test_the_wheel_holds_the_theme(installed: Path) -> None:
    theme = installed / "generator/theme"
    for folder in ("templates", "static"):
        own = {path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file()}
        held = {path.relative_to(theme) for path in (theme / folder).rglob("*") if path.is_file()}
        assert held == own
    assert (installed / "generator/chinese/vocabulary.toml").is_file()
    assert {path.name.split("-")[0] for path in installed.iterdir()} == {"generator", "newsarchive"}


def test_a_site_elsewhere_builds_with_the_installed_theme(installed: Path, tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    site.write("content/2026/04/one.md", article("One"))
    site.write("templates/404.html", '{% extends "base.html" %}{% block main %}Gone.{% endblock %}')
    code = "import generator.theme as t, generator.cli as c; print(t.THEME); c.main()"
    built = subprocess.run(
        [sys.executable, "-c", code, "build", "--site", str(site.root)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    assert built.stdout.splitlines()[0] == str(installed / "generator/theme")
    assert "Gone." in (site.output / "404.html").read_text()
    # The same bytes as the working tree's theme gives.
    wheel = site.files()
    site.build()
    assert site.files() == wheel
