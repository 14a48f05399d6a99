"""Two sites, built once: the demonstration archive, and one in which everything is unusual."""

from __future__ import annotations

from pathlib import Path

import pytest
from built import Website, built_website, write_odd_site


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Website:
    """The repository's own archive."""
    folder = tmp_path_factory.mktemp("demonstration")
    return built_website(Path(__file__).parents[1], folder / "public", folder / ".cache")


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Website:
    """The site of edge cases."""
    root = tmp_path_factory.mktemp("odd")
    write_odd_site(root)
    return built_website(root, root / "public", root / ".cache")


@pytest.fixture(scope="session", params=["demonstration", "odd"])
def website(request: pytest.FixtureRequest) -> Website:
    """Each of the two in turn."""
    built: Website = request.getfixturevalue(request.param)
    return built
