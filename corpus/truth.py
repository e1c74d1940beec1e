"""From a description and its labels to the gold files. No number here comes from what gouji reads."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rendering import Box, Grid, Heading, Paragraph, Report, parse_marks
from rendering.plain import Plain, write_text

FIGURES = (
    "indicator", "label", "row_path", "column", "value", "unit", "hedge", "role", "source", "start", "end", "quote",
    "context", "free",
)  # fmt: skip
FINDINGS = (
    "rule", "severity", "kind", "document", "suspect_start", "suspect_quote", "suspect_value", "suggested", "indicator",
    "also", "context", "plant",
)  # fmt: skip
MANIFEST = ("name", "file", "format", "style", "form", "year", "body", "status", "group", "notes")
_NUMBER = re.compile(r"[+-]?\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True)
class Found:
    """A label brought to its place in one file."""

    rule: str
    severity: str
    kind: str
    plant: str
    where: str
    value: str
    truth: str
    indicator: str
    also: str
    words: str
    piece: int


def figures(report: Report, style: str = "") -> list[dict[str, str]]:
    """Every number of the tables and every marked one of the prose; `style` is the text writer's, "" elsewhere."""
    plain = write_text(report, style) if style else None
    rows: list[dict[str, str]] = []
    for index, piece in enumerate(report.pieces):
        if isinstance(piece, Grid):
            for box in sorted(piece.boxes, key=lambda b: (b.row, b.col)):
                if box.indicator and _NUMBER.fullmatch(box.text.strip()):
                    start = plain.cells[index, box.row, box.col] if plain else None
                    rows.append(_cell_row(piece, box, start))
        elif isinstance(piece, Paragraph):
            rows += _prose_rows(index, piece, plain)
    return rows


def _cell_row(grid: Grid, box: Box, start: int | None) -> dict[str, str]:
    beside = [b.text for b in sorted(grid.boxes, key=lambda b: b.col) if _beside(b, box)]
    path = list(box.path) or beside
    heads = [b for b in grid.boxes if b.header and b.row < box.row and b.col <= box.col < b.col + b.colspan]
    # One column of values needs no name.
    column = max(heads, key=lambda b: b.row).text if heads and grid.name != "statistics" else ""
    # The unit column is no label, a header that only says 数量 no column; a unit may stand in the header's brackets.
    unit = beside[-1] if len(beside) > 1 and len(beside[-1]) <= 2 else ""
    path = [text for text in path if text != unit] if unit else path
    printed = re.search(r"单位[：:]([^）)]+)", column)
    unit = unit or (printed.group(1) if printed else "")
    column = "" if column in ("数量", "合计") and grid.cols <= 3 else column
    return {
        "indicator": box.indicator,
        # A group of columns is named whole, 行政诉讼/复议后起诉; of rows, the innermost names the line.
        "label": "/".join(path) if grid.name == "cases" else path[-1] if path else "",
        "row_path": "/".join(path),
        "column": column,
        "value": box.text.strip().replace(",", "").removeprefix("+"),
        "unit": "" if unit == "/" else unit,
        "hedge": "exact",
        "role": "count",
        "source": "table",
        "start": "" if start is None else str(start),
        "end": "" if start is None else str(start + len(box.text)),
        "quote": box.text,
        "context": "",
        "free": "",
    }


def _beside(label: Box, box: Box) -> bool:
    return (
        not label.indicator
        and not label.header
        and label.row <= box.row < label.row + label.rowspan
        and label.col < box.col
    )


def _prose_rows(index: int, piece: Paragraph, plain: Plain | None) -> list[dict[str, str]]:
    text, marks = parse_marks(piece.text)
    rows = []
    for mark in marks:
        start = plain.starts[index] + mark.start if plain else None
        value, unit = mark.option("value"), mark.option("unit")
        if not dict(mark.options).keys() & {"value", "unit"}:
            number = _NUMBER.match(mark.quote)
            value = number.group().replace(",", "") if number else ""
            unit = mark.quote[number.end() :].strip() if number else ""
        rows.append(
            {
                "indicator": mark.indicator,
                "label": "",
                "row_path": "",
                "column": "",
                "value": value,
                "unit": unit,
                "hedge": mark.option("hedge", "exact"),
                "role": mark.option("role", "count"),
                "source": "narrative",
                "start": "" if start is None else str(start),
                "end": "" if start is None else str(start + len(mark.quote)),
                "quote": mark.quote,
                "context": text[max(0, mark.start - 12) : mark.end + 12],
                "free": mark.option("free"),
            }
        )
    return rows


def findings(report: Report, labels: Iterable[object], document: str, style: str = "") -> list[dict[str, str]]:
    """One row a label (anything with the attributes of `generator.plants.Label`)."""
    plain = write_text(report, style) if style else None
    rows = []
    for label in labels:
        start, quote, context = _place(report, label, plain)
        rows.append(
            {
                "rule": label.rule,  # type: ignore[attr-defined]
                "severity": label.severity,  # type: ignore[attr-defined]
                "kind": label.kind,  # type: ignore[attr-defined]
                "document": document,
                "suspect_start": "" if start is None else str(start),
                "suspect_quote": quote,
                "suspect_value": label.value,  # type: ignore[attr-defined]
                "suggested": label.truth,  # type: ignore[attr-defined]
                "indicator": label.indicator,  # type: ignore[attr-defined]
                "also": label.also,  # type: ignore[attr-defined]
                "context": context,
                "plant": label.plant,  # type: ignore[attr-defined]
            }
        )
    return rows


def _place(report: Report, label: object, plain: Plain | None) -> tuple[int | None, str, str]:
    where, words, at = label.where, label.words, label.piece  # type: ignore[attr-defined]
    for index, piece in enumerate(report.pieces):
        if isinstance(piece, Grid):
            for box in piece.boxes:
                if where and box.indicator == where:
                    return (plain.cells[index, box.row, box.col] if plain else None), box.text, ""
        elif isinstance(piece, Heading):
            if words and index == at and words in piece.text:
                # A repeated number also makes the next one a jump: both headings are the place.
                later = [
                    p.text for p in report.pieces[index + 1 :] if isinstance(p, Heading) and p.level == piece.level
                ]
                return (plain.starts[index] if plain else None), piece.text, " ".join([piece.text, *later[:1]])
        else:
            text, marks = parse_marks(piece.text)
            for mark in marks:
                if where and mark.name == where:
                    return (plain.starts[index] + mark.start if plain else None), mark.quote, text
            if words and words in text and at in (-1, index):
                return (plain.starts[index] + text.index(words) if plain else None), words, text
    return None, words, ""


def to_csv(columns: Sequence[str], rows: Iterable[dict[str, str]]) -> str:
    """Comma separated, `\\n` at line ends, columns in the given order."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="raise")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
