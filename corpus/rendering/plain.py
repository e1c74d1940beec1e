"""Text as it is left when a web page is copied: tables flattened by pipes, tabs or spaces, or a cell a line."""

from __future__ import annotations

from dataclasses import dataclass, field

from .description import Grid, Heading, Report


@dataclass
class Plain:
    """The text, and where each paragraph and each cell of it begins."""

    text: str = ""
    starts: dict[int, int] = field(default_factory=dict)
    cells: dict[tuple[int, int, int], int] = field(default_factory=dict)


def write_text(report: Report, style: str) -> Plain:
    """Every piece on lines of its own. `starts` is keyed by piece, `cells` by piece, row and column."""
    parts: list[str] = []
    result = Plain()
    length = 0

    def put(text: str) -> None:
        nonlocal length
        parts.append(text)
        length += len(text)

    put(report.title + "\n")
    for index, piece in enumerate(report.pieces):
        if isinstance(piece, Grid):
            _put_grid(piece, index, style, put, result, lambda: length)
            continue
        result.starts[index] = length
        put((piece.text if isinstance(piece, Heading) else piece.plain) + "\n")
    result.text = "".join(parts)
    return result


def _put_grid(grid: Grid, index: int, style: str, put, result: Plain, here) -> None:  # type: ignore[no-untyped-def]
    separator = {"pipes": " | ", "tabs": "\t", "cells": "\n", "broken-pipes": " |\n", "spaces": " "}[style]
    by_row: dict[int, list] = {}
    for box in grid.boxes:
        by_row.setdefault(box.row, []).append(box)
    for row in range(grid.rows):
        boxes = {box.col: box for box in by_row.get(row, ())}
        if style == "pipes":
            put("| ")
        # A copied page keeps an empty place for a covered cell where the separators are tabs or pipes.
        columns = range(grid.cols) if style in ("pipes", "tabs") else sorted(boxes)
        if style == "spaces":
            columns = [col for col in columns if boxes[col].text]
        for number, col in enumerate(columns):
            if number:
                put(separator)
            if col in boxes:
                result.cells[index, row, col] = here()
                put(boxes[col].text)
        put({"pipes": " |\n", "broken-pipes": " |\n"}.get(style, "\n"))
