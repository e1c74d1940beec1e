"""Names of files as they can be printed, and the way back: a name on disk may be bytes that are no text."""

from __future__ import annotations

import os
import re


def shown_path(path: str) -> str:
    """The path as it can be printed and written to JSON: bytes that are no UTF-8 as \\xNN."""
    return os.fsencode(path).decode("utf-8", "backslashreplace") if not _printable(path) else path


def real_path(path: str) -> str:
    """The way back from `shown_path`, where the shown one does not exist."""
    if "\\x" not in path or os.path.lexists(path):
        return path
    raw = re.sub(rb"\\x([89a-f][0-9a-f])", lambda m: bytes([int(m[1], 16)]), os.fsencode(path))
    found = os.fsdecode(raw)
    return found if os.path.lexists(found) else path


def _printable(path: str) -> bool:
    return not any(0xD800 <= ord(char) <= 0xDFFF for char in path)
