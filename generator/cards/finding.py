"""The fonts of a machine are those that fontconfig names, else those in the usual folders.

Of all that are there, only those are looked at whose names are known to be good, and the one that
the site names; for Chinese, any that fontconfig says has it.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from generator.cards.fontfile import Named, NotAFontError, characters, named_faces
from generator.cards.fonts import Face, Faces, Fonts
from generator.digest import canonical, digest
from generator.store import Store
from generator.version import program_version

BOLD, REGULAR = 700, 400

TAIWAN, NARROW = "TC", "KR"
"""How a collection's faces are marked: that in the forms of Taiwan, and that whose quotation marks
and dots are as narrow as English has them."""

_STATE = "fonts"
_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "~/Library/Fonts",
)
_SUFFIXES = (".ttc", ".otc", ".otf", ".ttf")
_SANS = ("NotoSansCJK", "NotoSansCJKtc", "NotoSansTC", "SourceHanSans", "SourceHanSansTC")
_SERIF = ("NotoSerifCJK", "NotoSerifCJKtc", "NotoSerifTC", "SourceHanSerif", "SourceHanSerifTC")
_CHINESE = (
    "NotoSansCJK-VF",
    "NotoSansTC[wght]",
    "NotoSansTC-VariableFont_wght",
    "PingFang",
    "msjhbd",
    "msjh",
    "wqy-zenhei",
    "wqy-microhei",
    "DroidSansFallbackFull",
)
_OTHERS = ("DejaVuSans", "LiberationSans", "NotoSans", "FreeSans", "Arial Unicode", "Helvetica")
_SIGNS = ("NotoSansSymbols2-Regular", "NotoSansSymbols-Regular", "NotoEmoji-Regular", "Symbola")
_TEST = "臺灣新聞的，。「」"
"""What a face that sets Chinese has."""


class Found(msgspec.Struct, frozen=True):
    """A font file; `chinese` if it is known to have Chinese as it is written in Taiwan."""

    path: str
    chinese: bool


def card_fonts(named: Path | None, library: str, store: Store, found: Sequence[Found]) -> Fonts:
    """The fonts that cards are drawn with, of those `found` on the machine, and before them the one
    that the site has `named`; `library` is the version of what draws. A file whose stat is what
    `store` knows is not read again.

    Raises `NotAFontError` or `OSError` where the named one cannot be used.
    """
    if named:
        named.stat()
    own = [str(named)] if named else []
    serif = [*own, *_wanted(found, (*_SERIF, *_SANS), BOLD)]
    sans = [*own, *_wanted(found, (*_SANS, *_SERIF), BOLD)]
    small = [*own, *_wanted(found, (*_SANS, *_SERIF), REGULAR)] or serif
    stats = [_stat(path) for path in (*serif, *sans, *small)]
    key = digest(program_version(), canonical((library, serif, sans, small, stats)))
    kept = store.state(_STATE)
    if kept[: len(key)] == key:
        return msgspec.msgpack.decode(kept[len(key) :], type=Fonts)
    if named:
        named_faces(named.read_bytes())
    reader = _Reader()
    made = Fonts(
        titles=reader.faces(serif, BOLD, NARROW),
        zh_titles=reader.faces(sans, BOLD, TAIWAN),
        small=reader.faces(small, REGULAR, NARROW),
        zh_small=reader.faces(small, REGULAR, TAIWAN),
        chinese=all(map(reader.has_chinese, (sans, small))),
        library=library,
    )
    store.put_state(_STATE, key + canonical(made))
    return made


def machine_fonts() -> list[Found]:
    """The font files of this machine, in the order of their paths."""
    try:
        asked = subprocess.run(
            ["fc-list", "--format", "%{file}\t%{lang}\n"],
            capture_output=True,
            check=True,
            timeout=20,
        )
    except (OSError, subprocess.SubprocessError):
        return _in_folders([Path(folder).expanduser() for folder in _FOLDERS])
    lines = os.fsdecode(asked.stdout).splitlines()
    known: dict[str, bool] = {}
    for line in lines:
        path, _, languages = line.partition("\t")
        if path.lower().endswith(_SUFFIXES) and path.isprintable():
            known[path] = known.get(path, False) or "zh-tw" in languages.split("|")
    return [Found(path, known[path]) for path in sorted(known)]


def _in_folders(folders: Iterable[Path]) -> list[Found]:
    """The font files below `folders`."""
    paths = {
        os.path.join(parent, name)
        for folder in folders
        for parent, _, names in os.walk(folder)
        for name in names
        if name.lower().endswith(_SUFFIXES) and name.isprintable()
    }
    return [Found(path, chinese=False) for path in sorted(paths)]


def _wanted(found: Sequence[Found], families: Iterable[str], weight: int) -> list[str]:
    """The files to set a text in, the best first: two of known names that have Chinese, or any one
    that has; and what has letters and signs of other scripts."""
    style = "Bold" if weight == BOLD else "Regular"
    by_name = {Path(one.path).stem.casefold(): one.path for one in reversed(found)}

    def known(names: Iterable[str]) -> list[str]:
        return [by_name[name.casefold()] for name in names if name.casefold() in by_name]

    chinese = known((*(f"{family}-{style}" for family in families), *_CHINESE))
    others = known((*(f"{family}-{style}" for family in _OTHERS), *_OTHERS, *_SIGNS))
    return [*(chinese[:2] or [one.path for one in found if one.chinese][:1]), *others]


def _stat(path: str) -> tuple[int, ...]:
    try:
        status = os.stat(path)
    except OSError:
        return ()
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


class _Reader:
    """Reads each font file once."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[list[Named], bytes, bool] | None] = {}

    def faces(self, paths: Iterable[str], weight: int, forms: str) -> Faces:
        """The face of each of `paths` that fits best; none of a file that is no font."""
        styles = ("Bold", "Semibold") if weight == BOLD else ("Regular", "Medium")

        def rank(face: Named) -> tuple[bool, bool, bool]:
            words = face.family.split()
            return "Mono" in words, forms not in words, face.style not in styles

        return tuple(
            Face(path, min(read[0], key=rank).index, weight, read[1])
            for path in paths
            if (read := self._once(path))
        )

    def has_chinese(self, paths: Iterable[str]) -> bool:
        """Whether one of `paths` has Chinese."""
        return any(read[2] for path in paths if (read := self._once(path)))

    def _once(self, path: str) -> tuple[list[Named], bytes, bool] | None:
        """The faces of a font file, its digest, and whether it has Chinese; all that are in one
        collection have the same characters."""
        if path not in self._read:
            try:
                data = Path(path).read_bytes()
                known = characters(data, 0)
                chinese = all(char in known for char in _TEST)
                self._read[path] = named_faces(data), digest(data), chinese
            except (OSError, NotAFontError):
                self._read[path] = None
        return self._read[path]
