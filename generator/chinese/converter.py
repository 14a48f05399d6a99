"""Only this module knows how OpenCC takes its dictionaries."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import opencc

Names = Sequence["str | Names"]
"""Dictionaries: of a list, the first that has an entry is taken; of a list in it, the longest."""


def converter(
    own: Mapping[str, Mapping[str, str]], words: Names, steps: Sequence[Names]
) -> Callable[[str], str]:
    """OpenCC with dictionaries of its own and of ours, which are `own`; `words` part the text."""
    shipped = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
    with TemporaryDirectory() as name:
        folder = Path(name)

        def group(names: str | Names, policy: str = "short_circuit") -> dict[str, object]:
            if not isinstance(names, str):
                dicts = [group(name, "union") for name in names]
                return {"type": "group", "match_policy": policy, "dicts": dicts}
            if names in own:
                return {"type": "text", "file": str(folder / f"{names}.txt")}
            return {"type": "ocd2", "file": str(shipped / f"{names}.ocd2")}

        config: dict[str, object] = {
            "name": "Taiwan",
            "conversion_chain": [{"dict": group(step)} for step in steps],
        }
        if words:
            config["segmentation"] = {"type": "mmseg", "dict": group(words, "union")}
        for title, entries in own.items():
            lines = (f"{term}\t{wanted}\n" for term, wanted in sorted(entries.items()))
            (folder / f"{title}.txt").write_text("".join(lines), encoding="utf-8")
        path = folder / "config.json"
        path.write_text(json.dumps(config), encoding="utf-8")
        convert: Callable[[str], str] = opencc.OpenCC(str(path)).convert
        return convert
