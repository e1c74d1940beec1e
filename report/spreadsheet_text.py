"""Text that a spreadsheet program must not take for a formula."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?\Z")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def harmless(cell: object) -> str:
    """The cell for a CSV file: text that would start a formula gets an apostrophe in front; numbers stay numbers."""
    text = "" if cell is None else without_control(str(cell))
    if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠") and not _NUMBER.match(text):
        return "'" + text
    return text


def without_control(text: str) -> str:
    """The text without characters that XML, and so a workbook, cannot hold."""
    return _CONTROL.sub("\ufffd", text)
