"""PDF files made for tests: each function returns the bytes of one small document."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.28, 841.89
Draw = Callable[[Any], None]


def make(*pages: Draw, size: tuple[float, float] = (WIDTH, HEIGHT), rotate: int = 0, **options: Any) -> bytes:
    """A document whose pages are drawn by the functions given; (0, 0) is the bottom left corner."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, invariant=1, **options)
    for draw in pages:
        canvas.setFont(FONT, 12)
        if rotate:
            canvas.setPageRotation(rotate)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def text(canvas: Any, x: float, top: float, words: str, size: float = 12) -> None:
    """Write words with the top of their line at `top`, counted from the page's top."""
    canvas.setFont(FONT, size)
    canvas.drawString(x, HEIGHT - top - 0.88 * size, words)


def line(canvas: Any, x0: float, top: float, x1: float, bottom: float) -> None:
    canvas.line(x0, HEIGHT - top, x1, HEIGHT - bottom)


def grid(
    canvas: Any,
    x: float,
    top: float,
    widths: Sequence[float],
    rows: Sequence[Sequence[str]],
    height: float = 20,
    size: float = 10,
    bottom: bool = True,
) -> float:
    """A ruled table without merged cells; returns where it ends. A line feed in a cell starts a new line."""
    edges = [x]
    for width in widths:
        edges.append(edges[-1] + width)
    end = top + height * len(rows)
    for edge in edges:
        line(canvas, edge, top, edge, end)
    for number in range(len(rows) + (1 if bottom else 0)):
        line(canvas, x, top + number * height, edges[-1], top + number * height)
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            for index, part in enumerate(words.split("\n")):
                text(canvas, edges[column] + 4, top + number * height + 4 + index * size * 1.2, part, size)
    return end


def paragraph(canvas: Any, top: float, lines: Sequence[str], size: float = 12, left: float = 72) -> float:
    """Lines of one paragraph; the first is indented by the caller's spaces."""
    for number, words in enumerate(lines):
        indent = len(words) - len(words.lstrip("　"))
        text(canvas, left + indent * size, top + number * size * 1.6, words.lstrip("　"), size)
    return top + len(lines) * size * 1.6
