"""Bytes to str by rule: byte order mark, then UTF-8, then GB18030; a declared gb2312 or gbk means gb18030.

Parsers are always given str: lxml handed raw bytes with `charset=gb2312` silently loses everything after the
first character outside GB2312, and guessing libraries take short Chinese texts for Korean.
"""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{3,20})""", re.IGNORECASE)
_OTHERS = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949"}


class Decoded(Struct, frozen=True):
    """The text without its byte order mark; `lossy` where bytes had to be replaced by U+FFFD."""

    text: str
    encoding: str
    lossy: bool = False


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode `data`; `declared` is a charset from a header, used only where UTF-8 and GB18030 both fail."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _with(data[len(bom) :], encoding)
    wide = _utf16_without_bom(data)
    if wide:
        return _with(data, wide)
    for encoding in ("utf-8", "gb18030"):
        try:
            return Decoded(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            pass
    other = _OTHERS.get((declared or "").lower())
    if other:
        try:
            return Decoded(data.decode(other), other)
        except UnicodeDecodeError:
            pass
    return _most_likely(data)


def declared_charset(data: bytes) -> str | None:
    """The charset named in the first 4 KB of markup or of a MIME header."""
    match = _DECLARED.search(data[:4096])
    return match[1].decode("ascii") if match else None


def _with(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return Decoded(data.decode(encoding, "replace"), encoding, lossy=True)


def _most_likely(data: bytes) -> Decoded:
    """One damaged byte must not turn a whole UTF-8 file into GB18030 mojibake: fewer replacements win."""
    tried = [(data.decode(encoding, "replace"), encoding) for encoding in ("utf-8", "gb18030")]
    text, encoding = min(tried, key=lambda pair: pair[0].count("�"))
    return Decoded(text, encoding, lossy=True)


def _utf16_without_bom(data: bytes) -> str | None:
    """UTF-16 saved without its mark: its digits, spaces and line ends carry a NUL, and it reads as Chinese or ASCII."""
    head = data[: 4096 & ~1]
    if len(head) < 4 or b"\0" not in head:
        return None
    try:
        head.decode("utf-8")
        # Valid UTF-8 with a stray NUL is UTF-8; ASCII in UTF-16 is half NULs.
        if head.count(0) * 4 < len(head):
            return None
    except UnicodeDecodeError:
        pass
    pairs = list(zip(head[0::2], head[1::2], strict=False))
    little = sum(1 for low, high in pairs if high == 0 and _is_plain(low))
    big = sum(1 for high, low in pairs if high == 0 and _is_plain(low))
    encoding = "utf-16-le" if little >= big else "utf-16-be"
    text = head.decode(encoding, "replace")
    plausible = sum(1 for char in text if _is_plain(ord(char)) or _is_chinese(ord(char)))
    return encoding if max(little, big) > 2 * min(little, big) and plausible * 10 >= len(text) * 9 else None


def _is_plain(code: int) -> bool:
    return 0x20 <= code <= 0x7E or code in (0x09, 0x0A, 0x0D)


def _is_chinese(code: int) -> bool:
    return 0x4E00 <= code <= 0x9FFF or 0x2000 <= code <= 0x33FF or 0xFF00 <= code <= 0xFFEF or 0xA0 <= code <= 0xFF
