"""Compressed streams of a PDF measured before pdfium unpacks them: it would take gigabytes, then end the process."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from .limits import Limits

# Flate packs a thousand to one at best: what is smaller cannot unpack to much. It still counts to the sum.
_SMALL = 4_000
_STEP = 1_000_000
# Pictures are not decoded for their text, fonts are no drawing.
_HARMLESS = re.compile(rb"/Subtype\s*/Image|/Length1\b|/Subtype\s*/(?:Type1C|CIDFontType0C|OpenType)")


def check_streams(data: bytes, limits: Limits) -> None:
    """Raise where page content unpacks to more than the limits.

    Raises:
        InputError: code `limit`, `stream_bytes` for one stream, `streams_bytes` for all together.
    """
    total = 0
    at = data.find(b"stream")
    while at >= 0:
        start = at + 6
        end = data.find(b"endstream", start)
        if end < 0:
            end = len(data)
        head = data[max(data.rfind(b" obj", max(at - 2_000, 0), at), at - 2_000, 0) : at]
        times = head.count(b"FlateDecode")
        # Packed twice, even a small one may unpack to anything.
        if times and (end - start > _SMALL or times > 1) and not _HARMLESS.search(head):
            size = _unpacked(data, start, end, times, limits.stream_bytes)
            limits.check("stream_bytes", size)
            total += size
            limits.check("streams_bytes", total)
        at = data.find(b"stream", end + 9)


def _unpacked(data: bytes, start: int, end: int, times: int, most: int) -> int:
    """The unpacked size, counted up to a little past `most`; damaged data counts as far as it goes."""
    chunks: Iterator[bytes] = iter([data[start:end].lstrip(b"\r\n")])
    for _ in range(min(times, 4)):
        chunks = _unpack(chunks)
    size = 0
    try:
        for chunk in chunks:
            size += len(chunk)
            if size > most:
                break
    except zlib.error:
        pass
    return size


def _unpack(chunks: Iterator[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    for chunk in chunks:
        while chunk:
            out = unpacker.decompress(chunk, _STEP)
            if out:
                yield out
            chunk = unpacker.unconsumed_tail
