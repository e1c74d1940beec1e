"""Where words stand on a PDF page, when the document model knows only the paragraph they are in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from ..model import BBox, Block, Document, FindingEvidence

_SPACES = re.compile(r"\s+")
# Boxes of the paragraph and of its characters need not agree to the point.
_SLACK = 3.0


class Frame(Struct, frozen=True):
    """A page's visible part in its own coordinates, and how it is turned when shown."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    def to_page(self, box: BBox) -> BBox:
        """A box measured from the shown page's top left corner, as (left, bottom, right, top) of the page."""
        x0, y0, x1, y1 = box
        if self.turn == 90:
            return self.left + y0, self.bottom + x0, self.left + y1, self.bottom + x1
        if self.turn == 180:
            return self.right - x1, self.bottom + y0, self.right - x0, self.bottom + y1
        if self.turn == 270:
            return self.right - y1, self.top - x1, self.right - y0, self.top - x0
        return self.left + x0, self.top - y1, self.left + x1, self.top - y0

    def to_shown(self, box: BBox) -> BBox:
        """The other way round."""
        x0, y0, x1, y1 = box
        if self.turn == 90:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.turn == 180:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        if self.turn == 270:
            return self.top - y1, self.right - x1, self.top - y0, self.right - x0
        return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0


class Spot(Struct, frozen=True):
    """Where to look for a quote: its page, its paragraph's box, how many same quotes stand before it there, and
    the characters just before it."""

    page: int
    box: BBox
    exact: bool
    quote: str = ""
    before: int = 0
    lead: str = ""


def spot_of(item: FindingEvidence, document: Document | None) -> Spot | None:
    """The place of the evidence on its page; None where neither it nor its paragraph has one."""
    where = item.location
    if where.page is not None and where.bbox is not None and where.cell is not None:
        return Spot(where.page, where.bbox, True)
    block = _block_at(document, where.start)
    if document is not None and block is not None and where.start is not None:
        found = _stretch(block, where.start, where.end or where.start + 1)
        if found is not None:
            page, box, start = found
            quote, ahead = _squeeze(item.quote), _squeeze(document.text[start : where.start])
            return Spot(page, box, False, quote, ahead.count(quote) if quote else 0, ahead[-8:])
    if where.page is not None and where.bbox is not None:
        return Spot(where.page, where.bbox, True)
    return None


def _block_at(document: Document | None, start: int | None) -> Block | None:
    if document is None or start is None:
        return None
    return next((block for block in document.blocks if block.start <= start < block.end), None)


def _stretch(block: Block, start: int, end: int) -> tuple[int, BBox, int] | None:
    """Page, box and first character of the printed lines that hold the stretch, else of the whole paragraph."""
    lines = [line for line in block.lines if line.start < end and start < line.end]
    if lines:
        # Words broken over a page are shown where they begin.
        boxes = [line.bbox for line in lines if line.page == lines[0].page]
        return lines[0].page, _around(boxes), lines[0].start
    if block.page is None or block.bbox is None:
        return None
    return block.page, block.bbox, block.start


def _around(boxes: Sequence[BBox]) -> BBox:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _squeeze(text: str) -> str:
    return _SPACES.sub("", text)


class Pages:
    """The pages of one PDF, opened from its bytes; close it after use.

    Raises:
        RuntimeError: the bytes are no PDF that can be opened.
    """

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        self.pdf = pypdfium2.PdfDocument(data)
        self._text: dict[int, tuple[str, list[BBox]]] = {}

    def __len__(self) -> int:
        return len(self.pdf)

    def close(self) -> None:
        self.pdf.close()

    def frame(self, page: int) -> Frame:
        sheet = self.pdf[page - 1]
        left, bottom, right, top = sheet.get_bbox()
        return Frame(left, bottom, right, top, sheet.get_rotation() % 360)

    def find(self, spot: Spot) -> tuple[int, list[BBox]]:
        """The page and the quote's boxes as shown, one a line; the paragraph's where the quote is not found."""
        if spot.exact or not spot.quote or not 1 <= spot.page <= len(self):
            return spot.page, [spot.box]
        text, boxes = self._characters(spot.page)
        inside = [at for at, box in enumerate(boxes) if _within(box, spot.box)]
        words, start = "".join(text[at] for at in inside), -1
        for _ in range(spot.before + 1):
            start = words.find(spot.quote, start + 1)
            if start < 0:
                return self._overleaf(spot)
        return spot.page, _lines([boxes[at] for at in inside[start : start + len(spot.quote)]])

    def _overleaf(self, spot: Spot) -> tuple[int, list[BBox]]:
        """The same for a paragraph that goes on on the next page."""
        if spot.page < len(self) and spot.lead:
            text, boxes = self._characters(spot.page + 1)
            sought = spot.lead + spot.quote
            if text.count(sought) == 1:
                start = text.index(sought) + len(spot.lead)
                return spot.page + 1, _lines(boxes[start : start + len(spot.quote)])
        return spot.page, [spot.box]

    def _characters(self, page: int) -> tuple[str, list[BBox]]:
        """Every character of the page that is no space, and its box as shown."""
        if page not in self._text:
            frame, textpage = self.frame(page), self.pdf[page - 1].get_textpage()
            characters, boxes = [], []
            for at in range(textpage.count_chars()):
                char = textpage.get_text_range(at, 1)
                if len(char) == 1 and not char.isspace():
                    characters.append(char)
                    boxes.append(frame.to_shown(textpage.get_charbox(at)))
            self._text[page] = "".join(characters), boxes
        return self._text[page]


def _within(box: BBox, outer: BBox) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] - _SLACK <= x <= outer[2] + _SLACK and outer[1] - _SLACK <= y <= outer[3] + _SLACK


def _lines(boxes: list[BBox]) -> list[BBox]:
    """Boxes of neighbouring characters joined, a new one where the line breaks."""
    joined: list[BBox] = []
    for box in boxes:
        if joined and box[0] >= joined[-1][0] and abs(box[3] - joined[-1][3]) < (box[3] - box[1]) + 4:
            last = joined[-1]
            joined[-1] = (last[0], min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            joined.append(box)
    return joined
