"""Length-prefixed messages over a pipe: each worker has a pipe of its own, so a killed worker can hold no lock."""

from __future__ import annotations

import struct
from typing import BinaryIO

_HEAD = struct.Struct("<Q")


def send(stream: BinaryIO, payload: bytes) -> None:
    """Write one message and flush it."""
    stream.write(_HEAD.pack(len(payload)))
    stream.write(payload)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """The next message; None where the other side is gone, in the middle of a message too."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    size = _HEAD.unpack(head)[0]
    payload = stream.read(size)
    return payload if len(payload) == size else None
