"""PDF in pure Python (reportlab's canvas, the Song face every Chinese reader has, not embedded).

Styles: `ruled` strokes every border; `three-line` only top, header and bottom; `page-broken` starts tables low
on the page and lets rows split over the break, leaving spanned cells open there, as Word does; `segments`
draws each border as a thin filled rectangle, as WPS does.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from .description import Box, Grid, Heading, Report

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.28, 841.89
LEFT, TOP, BOTTOM = 62.0, 62.0, 780.0
INNER = WIDTH - 2 * LEFT
PAD = 3.0
_NO_LINE_START = "，。、；：！？）》」』】”’％%"


def write_pdf(report: Report, style: str) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    canvas.setTitle(report.title)
    canvas.setAuthor(report.body)
    page = _Page(canvas)
    page.lines(wrap(report.title, INNER, 18), 18, 26, centre=True)
    page.y += 12
    for piece in report.pieces:
        if isinstance(piece, Grid):
            if style == "page-broken" and piece.rows > 6 and page.y < 520:
                page.y = BOTTOM - 96
            _Sheet(page, piece, style).draw()
            page.y += 10
        elif isinstance(piece, Heading):
            page.lines(wrap(piece.text, INNER, 14 - piece.level / 2), 14 - piece.level / 2, 22)
        else:
            page.lines(wrap("　　" + piece.plain, INNER, 12), 12, 20)
    page.finish()
    canvas.save()
    return buffer.getvalue()


def wrap(text: str, width: float, size: float) -> list[str]:
    """Lines no wider than `width`; digit runs stay whole where they fit, no line begins with closing punctuation."""
    lines: list[str] = []
    line = ""
    used = 0.0
    for token in _tokens(text):
        advance = pdfmetrics.stringWidth(token, FONT, size)
        if line and used + advance > width and token not in _NO_LINE_START:
            lines.append(line)
            line, used = "", 0.0
        while advance > width and len(token) > 1:
            fit = len(token) - 1
            while fit > 1 and pdfmetrics.stringWidth(token[:fit], FONT, size) > width:
                fit -= 1
            lines.append(token[:fit])
            token = token[fit:]
            advance = pdfmetrics.stringWidth(token, FONT, size)
        line += token
        used += advance
    if line or not lines:
        lines.append(line)
    return lines


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for char in text:
        plain = char.isascii() and (char.isalnum() or char in ".-%/:@,")
        last = tokens[-1] if tokens else ""
        if plain and last and last[-1].isascii() and (last[-1].isalnum() or last[-1] in ".-%/:@,"):
            tokens[-1] += char
        else:
            tokens.append(char)
    return tokens


class _Page:
    """Where the pen is; `y` counts down from the top."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.number = 1
        self.y = TOP

    def lines(self, lines: list[str], size: float, height: float, centre: bool = False) -> None:
        for line in lines:
            if self.y + height > BOTTOM:
                self.turn()
            x = LEFT
            if centre:
                x = (WIDTH - pdfmetrics.stringWidth(line, FONT, size)) / 2
            self.text(line, x, self.y + (height + size) / 2 - 1, size)
            self.y += height

    def text(self, text: str, x: float, baseline: float, size: float) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, HEIGHT - baseline, text)

    def turn(self) -> None:
        self.finish()
        self.number += 1
        self.y = TOP

    def finish(self) -> None:
        label = f"- {self.number} -"
        self.text(label, (WIDTH - pdfmetrics.stringWidth(label, FONT, 9)) / 2, 812, 9)
        self.canvas.showPage()


@dataclass
class _Strip:
    """The part of one row that is on the current page."""

    row: int
    top: float
    height: float


class _Sheet:
    """Draws one table, over as many pages as it needs."""

    def __init__(self, page: _Page, grid: Grid, style: str) -> None:
        self.page, self.grid, self.style = page, grid, style
        self.size = 8.0 if grid.cols > 8 else 10.0
        self.leading = self.size + 3.5
        shares = grid.widths or (1.0,) * grid.cols
        scale = INNER / sum(shares)
        self.x = [LEFT]
        for share in shares:
            self.x.append(self.x[-1] + share * scale)
        self.left: dict[Box, list[str]] = {
            box: wrap(box.text, self.x[box.col + box.colspan] - self.x[box.col] - 2 * PAD, self.size)
            for box in grid.boxes
        }
        self.heights = self._row_heights()

    def _need(self, box: Box) -> float:
        return len(self.left[box]) * self.leading + 2 * PAD

    def _row_heights(self) -> list[float]:
        heights = [self.leading + 2 * PAD] * self.grid.rows
        for box in sorted(self.grid.boxes, key=lambda b: b.rowspan):
            last = box.row + box.rowspan - 1
            have = sum(heights[box.row : last + 1])
            if self._need(box) > have and box.rowspan < 8:
                heights[last] += self._need(box) - have
        return heights

    def draw(self) -> None:
        strips: list[_Strip] = []
        y = self.page.y
        for row, height in enumerate(self.heights):
            room = BOTTOM - y
            rest = height
            if height > room:
                lines = int((room - 2 * PAD) // self.leading)
                if self.style == "page-broken" and 1 <= lines < (height - 2 * PAD) // self.leading:
                    part = lines * self.leading + 2 * PAD
                    strips.append(_Strip(row, y, part))
                    rest = max(height - lines * self.leading, self.leading + 2 * PAD)
                if strips:
                    self._draw_page(strips)
                    strips = []
                self.page.turn()
                y = self.page.y
            strips.append(_Strip(row, y, rest))
            y += rest
        self._draw_page(strips, last=True)
        self.page.y = y

    def _draw_page(self, strips: list[_Strip], last: bool = False) -> None:
        for box in self.grid.boxes:
            mine = [strip for strip in strips if box.row <= strip.row < box.row + box.rowspan]
            if not mine:
                continue
            top, bottom = mine[0].top, mine[-1].top + mine[-1].height
            goes_on = mine[-1] is strips[-1] and not last and self._goes_on(box, mine[-1])
            self._draw_border(box, top, bottom, goes_on)
            self._draw_text(box, top, bottom, goes_on)
        if self.style == "three-line":
            self._rule(strips[0].top, 1.2)
            headers = [strip for strip in strips if self._is_header(strip.row)]
            if headers:
                self._rule(headers[-1].top + headers[-1].height, 0.6)
            self._rule(strips[-1].top + strips[-1].height, 1.2)

    def _goes_on(self, box: Box, strip: _Strip) -> bool:
        return strip.row < box.row + box.rowspan - 1 or strip.height < self.heights[strip.row] - 0.1

    def _is_header(self, row: int) -> bool:
        return any(box.header for box in self.grid.boxes if box.row == row)

    def _rule(self, y: float, width: float) -> None:
        self.page.canvas.setLineWidth(width)
        self.page.canvas.line(LEFT, HEIGHT - y, self.x[-1], HEIGHT - y)

    def _draw_border(self, box: Box, top: float, bottom: float, goes_on: bool) -> None:
        if self.style == "three-line":
            return
        x0, x1 = self.x[box.col], self.x[box.col + box.colspan]
        sides = [(x0, top, x1, top), (x0, top, x0, bottom), (x1, top, x1, bottom)]
        if not (goes_on and self.style == "page-broken"):
            sides.append((x0, bottom, x1, bottom))
        canvas = self.page.canvas
        for xa, ya, xb, yb in sides:
            if self.style == "segments":
                canvas.rect(xa - 0.24, HEIGHT - yb - 0.24, xb - xa + 0.48, yb - ya + 0.48, stroke=0, fill=1)
            else:
                canvas.setLineWidth(0.5)
                canvas.line(xa, HEIGHT - ya, xb, HEIGHT - yb)

    def _draw_text(self, box: Box, top: float, bottom: float, goes_on: bool) -> None:
        lines = self.left[box]
        room = max(1, int((bottom - top - 2 * PAD + 0.1) // self.leading))
        now = lines[:room] if goes_on else lines
        self.left[box] = lines[len(now) :]
        height = len(now) * self.leading
        y = top + PAD if goes_on else max(top + 1, (top + bottom - height) / 2)
        x0, x1 = self.x[box.col], self.x[box.col + box.colspan]
        for line in now:
            x = x0 + PAD
            if box.indicator or box.header:
                x = (x0 + x1 - pdfmetrics.stringWidth(line, FONT, self.size)) / 2
            self.page.text(line, x, y + self.size, self.size)
            y += self.leading
