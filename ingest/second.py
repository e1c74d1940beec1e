"""The second reader: given places of a PDF, read again by pdfplumber over pdfminer.six, an engine of its own.

Before a number is called wrong, it is read once more by other code than the one that read it first.
"""

from __future__ import annotations

import io
import logging
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from ..errors import InputError
from ..model import BBox
from .limits import DEFAULT_LIMITS, Limits
from .pdf_space import is_radical, plain


def reread(path: str, places: Sequence[tuple[int, BBox]], limits: Limits = DEFAULT_LIMITS) -> list[str | None]:
    """The text in each box of a page, lines joined; None where this engine cannot tell.

    None stands for a file that is no PDF or cannot be opened again, a page that does not exist, and a page
    without characters (a scan). An empty box is an empty string.
    """
    from .read import load

    found: list[str | None] = [None] * len(places)
    try:
        data = load(path, limits)
    except InputError:
        return found
    if b"%PDF" not in data[:1024]:
        return found
    return _read(data, places, found)


def _read(data: bytes, places: Sequence[tuple[int, BBox]], found: list[str | None]) -> list[str | None]:
    import pdfplumber

    # What it has to say about fonts is no concern of those who wait for findings.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    by_page: dict[int, list[int]] = defaultdict(list)
    for index, (number, _) in enumerate(places):
        by_page[number].append(index)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for number, indices in sorted(by_page.items()):
                if not 1 <= number <= len(document.pages):
                    continue
                page = document.pages[number - 1]
                for index in indices:
                    found[index] = _text_in(page, places[index][1])
                page.close()
    except Exception:
        # What pdfium opens pdfminer may not, in more ways than it has errors: then there is no second opinion.
        return found
    return found


def _text_in(page: Any, box: BBox) -> str | None:
    chars = page.chars
    if not chars:
        return None
    left, top = page.cropbox[0] - page.bbox[0], page.cropbox[1] - page.bbox[1]
    x0, y0, x1, y1 = box[0] + left, box[1] + top, box[2] + left, box[3] + top
    inside = [
        char
        for char in chars
        if x0 <= (char["x0"] + char["x1"]) / 2 <= x1 and y0 <= (char["top"] + char["bottom"]) / 2 <= y1
    ]
    return _join(inside)


def _join(chars: list[dict[str, Any]]) -> str:
    """Characters in lines from top to bottom, the lines joined, spaces left out between Chinese characters."""
    from pdfplumber.utils.text import extract_text

    text: str = extract_text(chars) if chars else ""
    joined = "".join(line.strip() for line in text.splitlines())
    return "".join(plain(char) if is_radical(char) else char for char in joined)
