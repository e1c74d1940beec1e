"""What the rows and columns of a region are for: header, data, notes; labels, units, numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from ..model import Cell
from .cells import looks_numeric
from .grid import Grid
from .labels import core, is_unit, similarity, squeeze
from .sheets import Sheet

HEAD_WORDS = frozenset(
    re.split(
        "[ \n]+",
        "指标 统计指标 指标名称 项目 项目名称 信息内容 内容 单位 计量单位 序号 数量 数值\n"
        "合计 总计 申请人情况 类别 名称 统计数 备注 说明",
    )
)
_UNIT_HEADS = frozenset(["单位", "计量单位"])
REMARK_HEADS = frozenset(["备注", "说明", "备考"])
_SERIAL_HEADS = frozenset(["序号", "编号", "行次", "代码"])


class Shape(Struct):
    """What the rows and columns of a region are for."""

    header: list[int]
    data: list[int]
    notes: list[int]
    labels: list[int]
    values: list[int]
    unit: int | None


def shape_of(grid: Grid, sheet: Sheet) -> Shape:
    """Sort rows and columns by what stands in them and by the sheet's labels."""
    header, data, notes = _row_kinds(grid, sheet)
    unit = _unit_column(grid, header, data)
    values = _value_columns(grid, sheet, header, data, unit)
    first = values[0] if values else grid.width
    labels = [c for c in range(first) if c != unit and not is_serial(grid, c, header, data)]
    return Shape(header, data, notes, labels, values, unit)


def _row_kinds(grid: Grid, sheet: Sheet) -> tuple[list[int], list[int], list[int]]:
    header: list[int] = []
    data: list[int] = []
    notes: list[int] = []
    for row in range(grid.height):
        texts = grid.row_texts(row)
        if _is_header_row(texts, sheet):
            header.append(row)
        elif _is_note(grid, row, texts, sheet) or (not texts and not data and not sheet.groups):
            notes.append(row)
        else:
            data.append(row)
    return header, data, notes


def _is_header_row(texts: list[str], sheet: Sheet) -> bool:
    if not texts:
        return False
    known = {core(label) for e in sheet.columns for label in (*e.labels, *e.parents)} | HEAD_WORDS
    hits = [text for text in texts if core(text) in known or _is_column_label(text, sheet)]
    if not hits:
        return False
    numbers = [t for t in texts if looks_numeric(t) and any(c.isdigit() for c in t)]
    if numbers and not _are_serials(numbers):
        return False
    lines = {core(label) for e in sheet.rows for label in e.labels}
    own = sum(core(t) in lines and core(t) not in known for t in texts)
    return len(hits) > own and (own == 0 or len(hits) >= 2)


def _are_serials(texts: list[str]) -> bool:
    """Column numbers (1 2 3 …) printed under a header."""
    plain = [squeeze(t) for t in texts]
    return len(plain) >= 3 and plain == [str(n + 1) for n in range(len(plain))]


def _is_column_label(text: str, sheet: Sheet) -> bool:
    return any(similarity(text, label) >= 0.8 for e in sheet.columns for label in e.labels if len(core(label)) >= 4)


def _is_note(grid: Grid, row: int, texts: list[str], sheet: Sheet) -> bool:
    """A line across the whole table that is no row of it: a marker, a title, a remark."""
    if len(texts) != 1 or looks_numeric(texts[0]):
        return False
    if any(squeeze(marker) in squeeze(texts[0]) for marker in sheet.markers):
        return True
    covers = grid.at[row][0] is not None and all(cell is grid.at[row][0] for cell in grid.at[row])
    plain = squeeze(texts[0])
    remark = plain.startswith(("(", "注", "说明", "备注", "填报", "*", "单位:"))
    entry = any(similarity(texts[0], label) >= 0.9 for e in sheet.rows for label in e.labels if label)
    return not entry and (covers or remark) and grid.width > 1


def _unit_column(grid: Grid, header: list[int], data: list[int]) -> int | None:
    for col in range(grid.width):
        if any(core(grid.text(row, col)) in _UNIT_HEADS for row in header):
            return col
    for col in range(grid.width):
        texts = [grid.text(row, col) for row in data if grid.is_anchor(row, col) and grid.text(row, col).strip()]
        units = sum(is_unit(text) for text in texts)
        if units and all(is_unit(text) or squeeze(text) in ("/", "-", "—") for text in texts):
            return col
    return None


def _value_columns(grid: Grid, sheet: Sheet, header: list[int], data: list[int], unit: int | None) -> list[int]:
    result = []
    for col in range(grid.width):
        if col == unit or is_serial(grid, col, header, data):
            continue
        leaf = leaf_of(grid, header, col)
        if leaf is not None and core(leaf.text) in REMARK_HEADS:
            continue
        labels = [label for e in sheet.columns for label in e.labels]
        named = leaf is not None and any(similarity(leaf.text, label) >= 0.7 for label in labels)
        texts = [t for t in (grid.text(row, col) for row in data if grid.is_anchor(row, col)) if t.strip()]
        numeric = sum(looks_numeric(t) for t in texts)
        if (named and (not texts or numeric)) or (texts and numeric * 2 > len(texts)) or (sheet.groups and not texts):
            result.append(col)
        elif result and not texts and all(not grid.text(row, col).strip() for row in data):
            # An empty column right of the first number is a column left blank.
            result.append(col)
    return result


def is_serial(grid: Grid, col: int, header: list[int], data: list[int]) -> bool:
    """True for a column that only numbers the rows."""
    if any(core(grid.text(row, col)) in _SERIAL_HEADS for row in header):
        return True
    texts = [squeeze(grid.text(row, col)) for row in data if grid.is_anchor(row, col)]
    texts = [t for t in texts if t]
    if col > 0 or len(texts) < 4 or not all(t.isdigit() for t in texts):
        return False
    return [int(t) for t in texts] == list(range(int(texts[0]), int(texts[0]) + len(texts)))


def bands_of(grid: Grid, sheet: Sheet) -> list[list[int]]:
    """The columns of a list printed side by side (指标 数量 | 指标 数量), one band a label column."""
    if not sheet.listing:
        return [list(range(grid.width))]
    lines = {core(label) for e in sheet.rows for label in e.labels}
    starts: list[int] = []
    for col in range(grid.width):
        hits = sum(core(grid.text(row, col)) in lines for row in range(grid.height) if grid.is_anchor(row, col))
        if hits >= 3 and (col == 0 or not starts or col - starts[-1] >= 2):
            starts.append(col)
    if len(starts) < 2:
        return [list(range(grid.width))]
    starts[0] = 0
    ends = [*starts[1:], grid.width]
    return [list(range(a, b)) for a, b in zip(starts, ends, strict=True)]


def leaf_of(grid: Grid, header: Sequence[int], col: int) -> Cell | None:
    """The innermost header above a column."""
    for row in reversed(header):
        cell = grid.at[row][col]
        if cell is not None and cell.text.strip() and not _are_digits(cell.text):
            return cell
    return None


def _are_digits(text: str) -> bool:
    return squeeze(text).isdigit()
