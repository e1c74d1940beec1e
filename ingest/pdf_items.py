"""What a page holds once its characters and lines are known: its tables and the lines of text around them."""

from __future__ import annotations

from ..model import BBox
from .pdf_flow import PageItems
from .pdf_lines import lines_of
from .pdf_space import Page, turn_box, upright
from .pdf_tables import take_tables


def page_items(page: Page, ocr: bool = False) -> PageItems:
    """The page's tables and lines, in the direction its text runs."""
    turned = upright(page)
    parts, outside = take_tables(turned)
    boxes = [part.bbox for part in parts]
    aside = ["".join(glyph.text for glyph in page.aside)] if page.aside else []
    items = PageItems(page.number, turned.width, turned.height, lines_of(outside), parts, _rules(turned, boxes), aside)
    items.ocr, items.turn = ocr, page.turn
    if ocr:
        _even_sizes(items)
    if page.turn:
        for part in parts:
            for cell in part.cells:
                cell.bbox = _rounded(turn_box(cell.bbox, page.turn, turned.width, turned.height))
    return items


def _even_sizes(items: PageItems) -> None:
    """Sizes measured in a picture vary from line to line: those near the usual one are the usual one."""
    sizes = sorted(line.size for line in items.lines)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    for line in items.lines:
        if abs(line.size - usual) < 0.25 * usual:
            line.size = usual


def _rounded(box: BBox) -> BBox:
    x0, top, x1, bottom = box
    return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)


def _rules(page: Page, boxes: list[BBox]) -> list[BBox]:
    """Level lines outside every grid, long enough to be a table's."""
    return [
        (r.x0, r.top, r.x1, r.bottom)
        for r in page.rulings
        if r.x1 - r.x0 > 0.3 * page.width
        and not any(x0 - 3 <= r.x0 <= x1 + 3 and top - 3 <= r.top <= bottom + 3 for x0, top, x1, bottom in boxes)
    ]
