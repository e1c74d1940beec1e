"""Lines and tables of all pages to the blocks of a document, in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from ..model import BBox, Place
from .builder import Builder
from .headings import find_title, heading_level, numbering
from .pdf_furniture import find_furniture
from .pdf_lines import Line, joint, unit_width
from .pdf_loose import columns_apart, loose_runs
from .pdf_space import slanted, turn_box
from .pdf_stitch import begins_anew, continues, join
from .pdf_tables import Part

_SENTENCE_END = re.compile(r"[。！？：；.!?:;]$")


class PageItems(Struct):
    """What one page holds, characters already made lines. `rules` are level lines that belong to no grid."""

    number: int
    width: float
    height: float
    lines: list[Line]
    parts: list[Part]
    rules: list[BBox] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    ocr: bool = False
    turn: int = 0
    slant: float = 0.0

    def box(self, line: Line) -> BBox:
        """The line's box on the page as a viewer shows it."""
        box: BBox = line.x0, line.top, line.x1, line.bottom
        if self.slant:
            box = slanted(box, self.slant, self.width / 2, self.height / 2)
        x0, top, x1, bottom = turn_box(box, self.turn, self.width, self.height)
        return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)


class _Margins(Struct):
    left: float
    right: float


class Flow:
    """Writes pages to a builder: paragraphs run over page breaks, furniture waits for the block to end."""

    def __init__(self, builder: Builder, pages: Sequence[PageItems]) -> None:
        self.builder = builder
        self.pages = pages
        self.by_number = {page.number: page for page in pages}
        self.furniture = find_furniture([(p.number, p.height, p.lines) for p in pages])
        self.margins = {key: _margins(lines, key) for key, lines in self._by_width().items()}
        self.paragraph: list[tuple[int, Line]] = []
        self.table: list[Part] = []
        self.loose: list[tuple[PageItems, Sequence[Line]]] = []
        self.waiting: list[tuple[int, str, BBox | None]] = []
        self.head: list[str] = []
        self.body_seen = False
        self.ocr = False

    def _by_width(self) -> dict[int, list[Line]]:
        found: dict[int, list[Line]] = {}
        for page in self.pages:
            skip = self.furniture.get(page.number, set())
            kept = [line for i, line in enumerate(page.lines) if i not in skip]
            found.setdefault(round(page.width), []).extend(kept)
        return found

    def run(self) -> str | None:
        """Write every page; returns the title found among the first blocks."""
        for page in self.pages:
            self.ocr = page.ocr
            self._page(page)
        self._flush_table()
        self._flush_loose()
        self._flush_paragraph()
        self._flush_furniture()
        return find_title(self.head)

    def _page(self, page: PageItems) -> None:
        skip = self.furniture.get(page.number, set())
        body = [line for i, line in enumerate(page.lines) if i not in skip]
        loose = loose_runs(body, page.rules)
        starts = dict(loose)
        inside = {i for first, last in loose for i in range(first, last)}
        items: list[tuple[float, float, int, Part | None]] = [
            (line.top, line.x0, i, None) for i, line in enumerate(body) if i not in inside or i in starts
        ]
        items += [(part.bbox[1], part.bbox[0], -1, part) for part in page.parts]
        for _, _, index, part in sorted(items, key=lambda item: item[:3]):
            if part is not None:
                self._part(part)
            elif index in starts:
                self._loose(page, body[index : starts[index]])
            else:
                self._line(page, body[index])
        for i in sorted(skip):
            self.waiting.append((page.number, page.lines[i].text, page.box(page.lines[i])))
        for text in page.aside:
            self.waiting.append((page.number, text, None))

    # ------------------------------------------------------------ tables
    def _part(self, part: Part) -> None:
        if self.table and (not continues(self.table[-1], part) or begins_anew(self.table, part)):
            self._flush_table()
        if not self.table:
            self._flush_loose()
            self._flush_paragraph()
        self.table.append(part)

    def _flush_table(self) -> None:
        parts, self.table = self.table, []
        if not parts:
            return
        if max(part.columns for part in parts) > 1:
            self.body_seen = True
            pages = sorted({part.page for part in parts})
            self.builder.table(join(parts), pages, self.ocr)
            self._flush_furniture()
            return
        # One column is no table but text in a frame.
        for part in parts:
            margins = _Margins(part.xs[0], part.xs[-1])
            for line in part.lines:
                self._add(part.page, line, margins)
            self._flush_paragraph()

    def _loose(self, page: PageItems, lines: Sequence[Line]) -> None:
        self._flush_table()
        if self.loose and self.loose[-1][0].number != page.number - 1:
            self._flush_loose()
        if not self.loose:
            self._flush_paragraph()
        self.loose.append((page, lines))

    def _flush_loose(self) -> None:
        """Write the loose table that has ended; on several pages it is one."""
        parts, self.loose = self.loose, []
        if not parts:
            return
        self.body_seen = True
        runs = []
        for page, lines in parts:
            for line, words in zip(lines, columns_apart(lines), strict=True):
                runs.append([(text, page.number, page.box(replace(line, x0=x0, x1=x1))) for text, x0, x1 in words])
        ocr = any(page.ocr for page, _ in parts)
        self.builder.loose(runs, "borderless", [page.number for page, _ in parts], ocr)
        self._flush_furniture()

    # ------------------------------------------------------------ paragraphs
    def _line(self, page: PageItems, line: Line) -> None:
        self._flush_table()
        self._flush_loose()
        self._add(page.number, line, self.margins[round(page.width)])

    def _add(self, page: int, line: Line, margins: _Margins) -> None:
        if self.paragraph and self._breaks(page, line, margins):
            self._flush_paragraph()
        self.paragraph.append((page, line))

    def _breaks(self, page: int, line: Line, margins: _Margins) -> bool:
        number, before = self.paragraph[-1]
        return breaks(number, before, page, line, margins, len(self.paragraph) == 1)

    def _flush_paragraph(self) -> None:
        lines, self.paragraph = self.paragraph, []
        if not lines:
            return
        text = ""
        places = []
        for page, line in lines:
            text += joint(text, line.text)
            places.append(Place(len(text), len(text) + len(line.text), page, self.by_number[page].box(line)))
            text += line.text
        level = heading_level(text) if len(lines) <= 2 else None
        first = lines[0][0]
        box = _around([place.bbox for place in places if place.page == first])
        is_title = not self.body_seen and level is None and self._looks_like_title(lines)
        if len(self.head) < 12:
            self.head.append(text)
        self.body_seen = self.body_seen or not is_title
        kind = "heading" if level is not None or is_title else "paragraph"
        self.builder.block(kind, text, 0 if is_title else level, first, box, places)  # type: ignore[arg-type]
        self._flush_furniture()

    def _looks_like_title(self, lines: Sequence[tuple[int, Line]]) -> bool:
        """Centred, and no sentence: what stands above the first paragraph."""
        if len(lines) > 3 or any(mark in line.text for _, line in lines for mark in "。；"):
            return False
        page = self.by_number[lines[0][0]]
        line = lines[0][1]
        full = line.x1 > self.margins[round(page.width)].right - 2 * line.size
        return not full and abs((line.x0 + line.x1) / 2 - page.width / 2) < 0.05 * page.width

    def _flush_furniture(self) -> None:
        waiting, self.waiting = self.waiting, []
        for page, text, box in waiting:
            self.builder.block("furniture", text, None, page, box)


def _margins(lines: Sequence[Line], width: float) -> _Margins:
    """Where the body's lines start and end: the leftmost place many start from, and the rightmost many reach."""
    starts = Counter(round(line.x0 / 3) for line in lines if line.x0 < width / 2)
    if not starts:
        return _Margins(0, width)
    enough = 1 if len(lines) < 12 else max(2, len(lines) // 16)
    left = min((x for x, count in starts.items() if count >= enough), default=min(starts)) * 3.0
    ends = sorted(line.x1 for line in lines if len(line.text) >= 12) or [width - left]
    right = ends[int(len(ends) * 0.9)] if len(ends) > 9 else ends[-1]
    # Where all lines are short none of them shows the margin; it is like the one at the left.
    return _Margins(left, right if right > width - left - 60 else width - left)


def _around(boxes: Sequence[BBox]) -> BBox:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def breaks(page: int, before: Line, next_page: int, line: Line, margins: _Margins, alone: bool) -> bool:
    """Whether a paragraph ends between two lines; `alone`: the first of them is its only line so far."""
    size = max(before.size, 1.0)
    if abs(line.size - size) > max(1.2, 0.12 * size):
        return True
    heading = heading_level(before.text) is not None
    if heading and numbering(line.text) is not None:
        return True
    room = margins.right - before.x1 - unit_width(line.text) * size
    # A long line without the end of a sentence goes on, even if what could not be broken left some room on it.
    long = before.x1 - margins.left > 0.7 * (margins.right - margins.left)
    unfinished = long and not _SENTENCE_END.search(before.text)
    if line.x0 > margins.left + 1.2 * size:
        hanging = unfinished and room <= 0.6 * size and line.x0 <= before.x0 + 2.5 * size
        # Two lines indented alike are two paragraphs' first lines, unless the paragraph shows its own indent.
        alike = alone and abs(line.x0 - before.x0) < 0.5 * size
        if not hanging or alike or numbering(line.text) is not None:
            return True
    if room > (6.0 if unfinished and not heading else 0.6) * size:
        return True
    if page == next_page and line.top - before.bottom > 1.6 * size:
        return True
    if numbering(line.text) is not None and _SENTENCE_END.search(before.text):
        return heading_level(line.text) is not None and margins.right - line.x1 > 2 * size
    return False
