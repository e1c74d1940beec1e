"""A table that no form describes: header rows, label columns, values, each number with its paths."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field

from ..model import Document, fold
from .cells import is_loss, looks_numeric
from .figures import Maker, caption_unit
from .grid import Grid, distinct
from .labels import core, squeeze, unit_in
from .scan import late
from .shape import is_serial

_CODE_HEAD = late(r"编码|代码|序号|行次|编号|科目号|股票代码|电话|邮编|附注|年份|日期|时间")
_PERCENT = late(r"%|％|比例|占比|比率|增长率|增减率|率$|幅度")
_YEAR = late(r"(?:19|20)\d{2}(?:年.*|[-/.]\d{1,2}.*)?")


class Value(Struct, frozen=True):
    """A number of a generic table and the figure made of it."""

    figure: str
    number: Decimal
    unit: str
    places: int


# In place of a number that could not be read: a sum with it tells nothing.
UNREAD = Value("", Decimal(0), "", 0)


class Line(Struct):
    """One data row of a band: its labels, its code where a code column stands before them, its numbers by column."""

    labels: tuple[str, ...]
    code: str
    values: dict[int, Value] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return self.labels[-1] if self.labels else ""


class Sheet(Struct):
    """One band of a generic table; `heads` are the header paths of its value columns."""

    table: str
    heads: dict[int, tuple[str, ...]]
    lines: list[Line]


def read_generic(document: Document, grid: Grid, maker: Maker) -> list[Sheet]:
    """Add the table's cells to `maker` and return its bands for the search of totals."""
    header = _header_height(grid)
    data = list(range(header, grid.height))
    if not data or grid.width < 2:
        return []
    numeric = [_is_value_column(grid, col, header, data) for col in range(grid.width)]
    unit = caption_unit(document, grid)
    sheets = []
    for cols in _bands(numeric):
        labels = [c for c in cols if not numeric[c]]
        values = [c for c in cols if numeric[c]]
        if values:
            sheets.append(_band(grid, maker, header, labels, values, unit))
    return sheets


def _band(grid: Grid, maker: Maker, header: int, labels: list[int], values: list[int], unit: str) -> Sheet:
    heads = {c: tuple(_clean(t) for t in distinct(grid.at[r][c] for r in range(header))) for c in values}
    units = {c: _column_unit(heads[c], unit) for c in values}
    codes = [c for c in labels if _is_code_column(grid, c, header)]
    losses = any(is_loss(grid.text(row, c)) for row in range(header, grid.height) for c in values)
    lines = []
    for row in range(header, grid.height):
        path = tuple(_clean(t) for t in distinct(grid.at[row][c] for c in labels if c not in codes))
        code = "".join(squeeze(grid.text(row, c)) for c in codes)
        line = Line(path, code)
        for col in values:
            cell = grid.at[row][col]
            if cell is None or not grid.is_anchor(row, col):
                continue
            own = unit_in(path[-1]) if path else ""
            before = len(maker.figures)
            maker.add(grid, cell, None, path, heads[col], own or units[col], expected=False, losses=losses)
            value = _value(maker, units[col]) if len(maker.figures) > before else None
            if value is not None:
                line.values[col] = value
            elif any(c.isdigit() for c in cell.text) or cell.unreadable:
                line.values[col] = UNREAD
        lines.append(line)
    return Sheet(grid.id, heads, lines)


def _value(maker: Maker, unit: str) -> Value | None:
    figure = maker.figures[-1]
    quantity = figure.quantity
    if figure.state != "value" or quantity is None or quantity.value is None:
        return None
    exponent = quantity.value.as_tuple().exponent
    return Value(figure.id, quantity.value, quantity.unit or unit, -exponent if isinstance(exponent, int) else 0)


# ---------------------------------------------------------------- structure
def _header_height(grid: Grid) -> int:
    """Rows above the first row that holds a number which is no year."""
    for row in range(grid.height):
        texts = [grid.text(row, col) for col in range(grid.width) if grid.is_anchor(row, col)]
        if any(_is_number(text) for text in texts):
            return row
    return grid.height


def _is_number(text: str) -> bool:
    plain = squeeze(text)
    return any(c.isdigit() for c in plain) and not _YEAR.fullmatch(plain) and (looks_numeric(text) or is_loss(text))


def _is_value_column(grid: Grid, col: int, header: int, data: list[int]) -> bool:
    if _is_code_column(grid, col, header) or is_serial(grid, col, list(range(header)), data):
        return False
    texts = [t for t in (grid.text(r, col) for r in data if grid.is_anchor(r, col)) if t.strip()]
    return bool(texts) and sum(looks_numeric(t) or is_loss(t) for t in texts) * 2 > len(texts)


def _is_code_column(grid: Grid, col: int, header: int) -> bool:
    return any(_CODE_HEAD.search(squeeze(grid.text(row, col))) for row in range(header))


def _bands(numeric: list[bool]) -> list[list[int]]:
    """Columns in groups of labels and the values right of them."""
    bands: list[list[int]] = []
    for col, is_value in enumerate(numeric):
        if not bands or (not is_value and numeric[col - 1]):
            bands.append([])
        bands[-1].append(col)
    if len(bands) > 1 and all(not numeric[c] for c in bands[-1]):
        bands.pop()
    return bands


def _column_unit(head: tuple[str, ...], unit: str) -> str:
    for text in reversed(head):
        if _PERCENT.search(fold(text)):
            return "%"
        found = unit_in(text)
        if found:
            return found
    return unit


def _clean(text: str) -> str:
    return "".join(text.split())


def is_total(label: str) -> bool:
    """True for 合计, 总计, 小计, 共计, total, alone or at the end of a label."""
    plain = core(label)
    return plain.endswith(("合计", "总计", "小计", "共计", "总额合计")) or plain.lower() in ("total", "sum", "总和")


def is_part_row(label: str) -> bool:
    return squeeze(label).startswith(("其中:", "其中", "#其中"))
