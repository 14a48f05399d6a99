"""Equal values have equal digests, on every machine and in every run."""

from __future__ import annotations

import hashlib

import msgspec

SIZE = 16


def digest(*parts: bytes) -> bytes:
    """The BLAKE2b digest of `parts`, in `SIZE` bytes; where a part ends is digested too."""
    state = hashlib.blake2b(digest_size=SIZE)
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.digest()


def canonical(value: object) -> bytes:
    """The bytes that stand for a frozen value: its MessagePack encoding, in field order."""
    return _encoder.encode(value)


_encoder = msgspec.msgpack.Encoder(order="deterministic")
