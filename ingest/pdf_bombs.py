"""Files that would fill the memory or never end are told from their bytes, before pdfium unpacks them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from ..errors import InputError

# One page's drawing instructions; the largest seen in a published report was below 2 MB.
_MAX_STREAM = 48_000_000
_MAX_TOTAL = 400_000_000
_MAX_DRAWN = 50_000
# What deflate can expand at most, a little rounded.
_RATIO = 1_100
_STREAM = re.compile(rb"\bstream\r?\n")
_OBJECT = re.compile(rb"(\d{1,8})\s+\d{1,5}\s+obj\b")
_XOBJECTS = re.compile(rb"/XObject\s*<<([^<>]*)>>")
_ENTRY = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d{1,8})\s+\d{1,5}\s+R")
_DO = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")


def refuse_bombs(data: bytes) -> None:
    """Raise where a stream unpacks to far more than a page can need, or where forms draw each other without end.

    Raises:
        InputError: code `limit` or `damaged`.
    """
    total = 0
    for head, start in _streams(data):
        if b"/Image" in head and head.count(b"FlateDecode") < 2:
            continue
        total += _unpacked(data, head, start)
        if total > _MAX_TOTAL:
            raise _too_large(total, _MAX_TOTAL)
    if b"/Form" in data:
        _refuse_endless_forms(data)


def _streams(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Each stream's dictionary and where its bytes start."""
    for match in _STREAM.finditer(data):
        end = match.start()
        begin = max(data.rfind(b"obj", max(end - 4000, 0), end), 0)
        head = data[begin:end]
        if b"<<" in head:
            yield head, match.end()


def _unpacked(data: bytes, head: bytes, start: int) -> int:
    """How much a stream unpacks to, looked at only where it could be too much.

    Raises:
        InputError: it is too much.
    """
    layers = head.count(b"FlateDecode") + head.count(b"/Fl ") + head.count(b"/Fl]")
    if not layers:
        return 0
    end = data.find(b"endstream", start)
    end = len(data) if end < 0 else end
    if layers == 1 and (end - start) * _RATIO < _MAX_STREAM:
        return 0
    packed: Iterator[bytes] = iter((data[start:end],))
    for _ in range(min(layers, 8)):
        packed = _inflate(packed)
    size = 0
    for piece in packed:
        size += len(piece)
        if size > _MAX_STREAM:
            raise _too_large(size, _MAX_STREAM)
    return size


def _inflate(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack bit by bit; what is damaged ends it."""
    engine = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not engine.eof:
            try:
                yield engine.decompress(rest, 1 << 18)
            except zlib.error:
                return
            rest = engine.unconsumed_tail


def _too_large(found: int, allowed: int) -> InputError:
    return InputError(
        f"PDF 中的数据流解压后过大（超过 {allowed // 1_000_000} MB），可能是恶意文件",
        f"a stream of the PDF unpacks to more than {allowed // 1_000_000} MB; the file may be hostile",
        "limit",
    )


def _refuse_endless_forms(data: bytes) -> None:
    """Forms that draw themselves or each other too often.

    Raises:
        InputError: the forms hold a loop, or together draw more than a page can need.
    """
    forms: dict[int, list[int]] = {}
    for match in _OBJECT.finditer(data):
        end = data.find(b"stream", match.end(), match.end() + 4000)
        head = data[match.end() : end] if end >= 0 else b""
        if b"/Form" not in head or b"endobj" in head:
            continue
        names = {name: int(number) for block in _XOBJECTS.findall(head) for name, number in _ENTRY.findall(block)}
        if names:
            forms[int(match[1])] = _drawn(data, head, end, names)
    weights: dict[int, int] = {}
    for form in forms:
        if _weigh(form, forms, weights, ()) > _MAX_DRAWN:
            raise InputError(
                "PDF 的图形对象互相嵌套没有尽头，文件已损坏或是恶意文件",
                "the PDF's forms draw each other without end; it is damaged or hostile",
                "damaged",
            )


def _drawn(data: bytes, head: bytes, end: int, names: dict[bytes, int]) -> list[int]:
    """The objects a form draws, as often as it does."""
    start = end + len(b"stream")
    stop = data.find(b"endstream", start)
    content = data[start : stop if stop >= 0 else len(data)].lstrip(b"\r\n")
    if b"FlateDecode" in head:
        content = b"".join(_inflate(iter((content,))))
    drawn = [names[name] for name in _DO.findall(content) if name in names]
    return drawn or list(names.values())


def _weigh(form: int, forms: dict[int, list[int]], weights: dict[int, int], path: tuple[int, ...]) -> int:
    """How many objects a form draws in all; endless where it is met again on the way, or lies too deep."""
    if form in weights:
        return weights[form]
    if form in path or len(path) > 40:
        return _MAX_DRAWN + 1
    found = 1
    for child in forms.get(form, ()):
        found += _weigh(child, forms, weights, (*path, form))
        if found > _MAX_DRAWN:
            break
    weights[form] = found
    return found
