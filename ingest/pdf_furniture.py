"""Page numbers, running headers and footers: lines of the page's margin that come again on other pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from .pdf_lines import Line

_MARGIN = 0.12
_NUMBER = re.compile(
    r"[\s\-—–―_·.~〜～|]*(?:第\s*)?(\d{1,4})\s*(?:页)?(?:\s*[/／,，、]?\s*(?:共\s*)?\d{1,4}\s*页?)?[\s\-—–―_·.~〜～|]*$"
)
_DIGITS = re.compile(r"\d+")


def find_furniture(pages: Sequence[tuple[int, float, Sequence[Line]]]) -> dict[int, set[int]]:
    """For each page (number, height, lines) the positions of lines that are furniture."""
    seen: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    numbered: dict[int, list[tuple[int, int, bool]]] = defaultdict(list)
    for number, height, lines in pages:
        for position, line in enumerate(lines):
            if not (line.bottom < height * _MARGIN or line.top > height * (1 - _MARGIN)):
                continue
            match = _NUMBER.match(line.text)
            if match:
                marked = not line.text.strip().isdigit()
                numbered[int(match[1]) - number].append((number, position, marked))
            else:
                key = _DIGITS.sub("#", "".join(line.text.split())), round(line.top / 6)
                seen[key].append((number, position))
    found: dict[int, set[int]] = defaultdict(set)
    for candidates in numbered.values():
        # A lone bare number may be a figure; with dashes around it, it is a page's.
        for page, position, marked in candidates:
            if marked or len(candidates) > 1:
                found[page].add(position)
    enough = 2 if len(pages) <= 4 else max(3, len(pages) // 5)
    for key, places in seen.items():
        near = {page for page, _ in places}
        for step in (-1, 1):
            near |= {page for page, _ in seen.get((key[0], key[1] + step), ())}
        if len(near) >= enough:
            for page, position in places:
                found[page].add(position)
    return found
