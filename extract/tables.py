"""Every table of a document read: with the form's tables where they fit, by its own structure where none does."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from ..forms.schema import Form
from ..model import Claim, Document, Figure, Problem
from .align import Match
from .deviations import deviations
from .figures import Maker
from .formgrid import RegionReading, read_region
from .generic import read_generic
from .grid import Grid, grid_of
from .groups import under_caption
from .loose import read_loose
from .segment import Region, regions, vocabulary_of
from .sheets import Sheet
from .totals import total_claims


class TableReading(Struct, frozen=True):
    """What the tables hold. `cells` and `cells_read` count cells with characters, and those understood."""

    figures: tuple[Figure, ...]
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]
    cells: int
    cells_read: int


class SheetReading(Struct):
    """All regions of a document that one sheet of the form describes."""

    sheet: Sheet
    parts: list[tuple[Region, RegionReading]] = field(default_factory=list)


def read_tables(document: Document, form: Form | None, year: int | None) -> TableReading:
    """Every cell as a figure, blank, slash, dash or unreadable; departures from the form as claims."""
    words = vocabulary_of(form)
    maker = Maker(document, year)
    found: dict[str, SheetReading] = {}
    leftovers: list[Region] = []
    hints: dict[str, tuple[int, tuple[Match | None, ...]]] = {}
    for table in document.tables:
        for region in regions(grid_of(table), words):
            if region.sheet is None:
                leftovers.append(region)
                continue
            width, hint = hints.get(region.sheet.name, (0, ()))
            grid = under_caption(document, region.grid, region.sheet)
            reading = read_region(grid, region.sheet, hint if width == grid.width else ())
            hints[region.sheet.name] = (grid.width, reading.columns)
            maker.region(grid, region.sheet, reading)
            found.setdefault(region.sheet.name, SheetReading(region.sheet)).parts.append((region, reading))
    for loose in document.loose:
        read, rest = read_loose(document, loose, words, maker)
        leftovers += rest
        for sheet, reading in read:
            part = Region(Grid(loose.id, ()), sheet)
            found.setdefault(sheet.name, SheetReading(sheet)).parts.append((part, reading))
    sheets = [sheet for region in leftovers for sheet in read_generic(document, region.grid, maker)]
    figures = {figure.id: figure for figure in maker.figures}
    claims = list(total_claims(sheets, figures))
    if form is not None:
        # A table may be printed with other axes than the form's, so its own sheet judges it.
        own = [found[sheet.name].sheet if sheet.name in found else sheet for sheet in words.sheets]
        parts = {name: [reading for _, reading in read.parts] for name, read in found.items()}
        claims += deviations(document, form, own, parts, year)
    cells, understood = _counts(document, maker.figures)
    return TableReading(tuple(maker.figures), tuple(claims), tuple(maker.problems), cells, understood)


def _counts(document: Document, figures: Sequence[Figure]) -> tuple[int, int]:
    """Cells with characters, and those understood. Of a loose table every figure is a cell, labels are not counted."""
    loose = {table.id for table in document.loose}
    cells = sum(1 for table in document.tables for cell in table.cells if cell.text.strip() or cell.unreadable)
    cells += sum(1 for figure in figures if figure.id.split(":")[0] in loose and figure.state != "blank")
    return cells, cells - sum(1 for figure in figures if figure.state == "unreadable")
