"""A manifest says what each unit of a site made, and how that lies in the output folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from generator.errors import Problem
from generator.store import DamagedError, Store


class File(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file of the output folder: its path there, its digest, and its stat when it was written."""

    path: str
    digest: bytes
    size: int
    mtime: int


class Made(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a unit made: the files, and what was noted of them.

    `key` is the digest of all that they were made from, and `parts` short ones of each part of it;
    `because` are the parts that had changed when they were made, empty where all was new.
    """

    key: bytes
    files: tuple[File, ...]
    parts: bytes
    because: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()


class Manifest(msgspec.Struct, frozen=True):
    """What lies in an output folder, by the names of the units. A build that did not end, or whose
    store was lost, wrote what is at `unsure`."""

    made: dict[str, Made]
    unsure: frozenset[str]

    def files(self) -> Iterator[File]:
        """Every file that a unit made."""
        return (file for made in self.made.values() for file in made.files)

    def paths(self) -> set[str]:
        """The path of every file that a build wrote."""
        return {file.path for file in self.files()} | self.unsure


def load_manifest(store: Store, output: str) -> Manifest:
    """What the last build left in the folder `output`; empty if there was none.
    Raises `DamagedError`."""
    try:
        made = {name: _decoder.decode(value) for name, value in store.made(output).items()}
    except msgspec.DecodeError as error:  # another version of the program wrote it
        raise DamagedError(str(error)) from None
    return Manifest(made, store.begun(output))


def encoded(manifest: Manifest, names: Iterable[str]) -> dict[str, bytes]:
    """What the store keeps of the units `names`."""
    return {name: _encoder.encode(manifest.made[name]) for name in names}


_decoder = msgspec.msgpack.Decoder(Made)
_encoder = msgspec.msgpack.Encoder()
