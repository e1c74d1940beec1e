"""DOCX through python-docx, with the clock and the zip's times taken out so that the bytes stay the same."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

from docx import Document
from docx.oxml.ns import qn

from .description import Grid, Heading, Report

_FIXED = dt.datetime(2020, 1, 1)


def write_docx(report: Report) -> bytes:
    document = Document()
    font = document.styles["Normal"].font
    font.name = "SimSun"
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "SimSun")
    document.core_properties.title = report.title
    document.core_properties.author = report.body
    document.core_properties.created = document.core_properties.modified = _FIXED
    document.add_paragraph(report.title, style="Title")
    for piece in report.pieces:
        if isinstance(piece, Grid):
            _add_table(document, piece)
        elif isinstance(piece, Heading):
            document.add_heading(piece.text, piece.level)
        else:
            document.add_paragraph(piece.plain)
    buffer = io.BytesIO()
    document.save(buffer)
    return _without_clock(buffer.getvalue())


def _add_table(document, grid: Grid) -> None:  # type: ignore[no-untyped-def]
    table = document.add_table(grid.rows, grid.cols)
    table.style = "Table Grid"
    cells = [list(row.cells) for row in table.rows]
    for box in grid.boxes:
        cell = cells[box.row][box.col]
        if box.rowspan > 1 or box.colspan > 1:
            cell = cell.merge(cells[box.row + box.rowspan - 1][box.col + box.colspan - 1])
        cell.text = box.text
    document.add_paragraph("")


def _without_clock(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return buffer.getvalue()
