"""What the tests take from the npm registry, installed once for all of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest


def node_package(name: str, version: str) -> Path:
    """The folder of a package; skips the test where there is no npm, unless all tests must run."""
    npm = shutil.which("npm")
    if not npm:
        if os.environ.get("NEWSARCHIVE_BROWSER") == "required":
            pytest.fail(f"npm is needed to install {name}")
        pytest.skip("there is no npm")
    folder = Path(__file__).parents[1] / ".cache" / "node" / f"{name}@{version}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=folder.parent))
        install = [npm, "install", "--no-save", "--no-package-lock", "--prefix", str(fresh)]
        subprocess.run([*install, f"{name}@{version}"], check=True, capture_output=True)
        try:
            fresh.rename(folder)
        except OSError:  # another worker was first
            shutil.rmtree(fresh)
    return folder / "node_modules" / name
