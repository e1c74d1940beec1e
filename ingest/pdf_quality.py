"""Whether a page's characters are its text: scans, and fonts whose codes say nothing, are told from the characters."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from .pdf_space import Page

Verdict = Literal["text", "scan", "layer", "garbage", "blank"]
_FEW = 12
# What a Chinese report is printed with; the rest is other scripts and private codes.
_USUAL = (
    (0x20, 0x24F), (0x370, 0x4FF), (0x2000, 0x27BF), (0x2E80, 0x33FF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
)  # fmt: skip


def judge(page: Page) -> Verdict:
    """`text`; `scan`: a picture; `layer`: a picture with someone's invisible OCR; `garbage`; `blank`."""
    count = len(page.glyphs)
    covered = _covered(page)
    if count and page.unmapped > 0.2 * count + 2:
        return "garbage"
    if count and _strange(page) > 0.15 * count + 1:
        return "garbage"
    if count >= 30 and _uncommon(page):
        return "garbage"
    if covered > 0.5 and (count < _FEW or page.invisible > count / 2):
        return "layer" if count >= _FEW else "scan"
    if count == 0:
        # Letters drawn as outlines: many small shapes and no character.
        return "scan" if covered > 0.2 or page.objects > 200 else "blank"
    return "text"


def _covered(page: Page) -> float:
    """The share of the page that pictures cover, counted without overlap of the largest ones only."""
    areas = []
    for x0, top, x1, bottom in page.images:
        across = min(x1, page.width) - max(x0, 0.0)
        down = min(bottom, page.height) - max(top, 0.0)
        if across > 0 and down > 0:
            areas.append(across * down)
    return min(sum(areas) / max(page.width * page.height, 1.0), 1.0)


def _strange(page: Page) -> int:
    """Characters no report is printed with: private use, replacement, control codes, scripts by the dozen."""
    return sum(count for char, count in Counter(g.text for g in page.glyphs).items() if _is_strange(ord(char)))


def _is_strange(code: int) -> bool:
    if 0x7F <= code <= 0x9F or code == 0xFFFD:
        return True
    return code < 0x20000 and not any(lo <= code <= hi for lo, hi in _USUAL)


def _uncommon(page: Page) -> bool:
    """Chinese characters at random: in real text nearly all are among the commonest few thousand."""
    chinese = [g.text for g in page.glyphs if 0x4E00 <= ord(g.text) <= 0x9FFF]
    if len(chinese) < 30:
        return False
    common = sum(count for char, count in Counter(chinese).items() if _is_common(char))
    return common < 0.75 * len(chinese)


def _is_common(char: str) -> bool:
    """In the first level of GB 2312 or of Big5."""
    for encoding, last in (("gb2312", 0xD7), ("big5", 0xC6)):
        try:
            if char.encode(encoding)[0] <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False
