"""Where a document departs from its form: tables and rows left out, added, out of order, or of another year's form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..forms.schema import Form
from ..model import Cell, Claim, ClaimTerm, Document, Evidence
from .align import Match
from .formgrid import RegionReading
from .labels import core
from .sheets import Entry, Sheet

_SHOWN = 5


def deviations(
    document: Document, form: Form, sheets: Sequence[Sheet], found: dict[str, list[RegionReading]], year: int | None
) -> Iterator[Claim]:
    """Claims of kind extra_layout (notes) and missing_table, one for each departure."""
    asked = {table.id for table in form.tables if table.required}
    for sheet in sheets:
        # Where the form asks for no table, a body's own table departs from nothing.
        if sheet.name in found and asked.intersection(sheet.tables):
            yield from _of_sheet(document, sheet, found[sheet.name])
    yield from _missing_tables(document, form, sheets, found)
    first, last = form.years
    if year is not None and found and ((first and year < first) or (last and year > last)):
        place = next((r.slots[0].cell for parts in found.values() for r in parts if r.slots), None)
        if place is not None:
            yield _claim(
                document, "extra_layout", "form-year", place,
                f"报告年度 {year} 使用了另一年度的表式（{form.form}）",
                f"the report for {year} uses the form {form.form}",
            )  # fmt: skip


def _of_sheet(document: Document, sheet: Sheet, parts: Sequence[RegionReading]) -> Iterator[Claim]:
    for part in parts:
        for label, cell in part.added_rows:
            yield _claim(
                document, "extra_layout", f"row-{cell.start}", cell,
                f"表式没有的一行“{label[:40]}”", f"a row the form does not have: “{label[:40]}”",
            )  # fmt: skip
        for label, cell in part.added_columns:
            yield _claim(
                document, "extra_layout", f"column-{cell.start}", cell,
                f"表式没有的一列“{label[:40]}”", f"a column the form does not have: “{label[:40]}”",
            )  # fmt: skip
    anchor = next((slot.cell for part in parts for slot in part.slots), None)
    if anchor is None or sheet.groups:
        if anchor is not None:
            yield from _missing_columns(document, sheet, parts, anchor)
        return
    if any(part.swapped for part in parts):
        yield _claim(
            document, "extra_layout", f"order-{anchor.start}", anchor,
            "行的次序与表式不同", "the rows stand in another order than the form's",
        )  # fmt: skip
    matched = {id(entry) for part in parts for entry, _ in part.matched}
    whole = [s.row for part in parts for s in part.slots if s.row is not None and s.row.header and s.cell.text.strip()]
    heads = {core(entry.labels[0]): entry for entry in whole}
    missing = [e for e in sheet.rows if e.required and id(e) not in matched]
    merged = [e for e in missing if e.parents and core(e.parents[-1]) in heads]
    absent = [e for e in missing if e not in merged]
    for head in dict.fromkeys(e.parents[-1] for e in merged):
        yield _claim(
            document, "extra_layout", f"merged-{anchor.start}-{heads[core(head)].row}", anchor,
            f"“{head}”只列一行，未按表式分列", f"“{head}” is one row, not broken down as in the form",
        )  # fmt: skip
    if absent:
        names, names_en = _listed(absent)
        yield _claim(
            document, "extra_layout", f"missing-{anchor.start}", anchor,
            f"缺少表式的 {len(absent)} 行：{names}", f"rows of the form that are missing ({len(absent)}): {names_en}",
        )  # fmt: skip
    yield from _missing_columns(document, sheet, parts, anchor)


def _missing_columns(document: Document, sheet: Sheet, parts: Sequence[RegionReading], anchor: Cell) -> Iterator[Claim]:
    fits: list[Match | None] = [match for part in parts for match in part.columns]
    used = {match.entry for match in fits if match}
    absent = [entry for number, entry in enumerate(sheet.columns) if number not in used]
    if absent and used:
        names, names_en = _listed(absent)
        yield _claim(
            document, "extra_layout", f"columns-{anchor.start}", anchor,
            f"缺少表式的 {len(absent)} 列：{names}", f"{len(absent)} of the form's columns are missing: {names_en}",
        )  # fmt: skip


def _listed(entries: Sequence[Entry]) -> tuple[str, str]:
    names = [entry.labels[0] for entry in entries[:_SHOWN]]
    more = len(entries) - len(names)
    return "、".join(names) + ("等" if more else ""), ", ".join(names) + (f" and {more} more" if more else "")


def _missing_tables(
    document: Document, form: Form, sheets: Sequence[Sheet], found: dict[str, list[RegionReading]]
) -> Iterator[Claim]:
    """A section whose tables are all missing is a missing table; one of several is a note."""
    required = {table.id: table for table in form.tables if table.required}
    by_section: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        if any(table in required for table in sheet.tables):
            key = required[next(t for t in sheet.tables if t in required)].section or sheet.name
            by_section.setdefault("" if sheet.listing else key, []).append(sheet)
    start, end = _head(document)
    if start == end:
        return
    place = Cell(0, 0, 1, 1, document.text[start:end], start, end)
    for group in by_section.values():
        lost = [sheet for sheet in group if sheet.name not in found]
        kind = "missing_table" if len(lost) == len(group) else "extra_layout"
        for sheet in lost if kind == "extra_layout" else lost[:1]:
            title = sheet.markers[0] if sheet.markers else sheet.titles[0]
            yield _claim(
                document, kind, f"table-{sheet.name}", place,
                f"没有找到应有的表：{title}", f"a required table was not found: {title}", doubtful=not found,
            )  # fmt: skip


def _head(document: Document) -> tuple[int, int]:
    """The first line that holds anything."""
    for block in document.blocks:
        line = document.text[block.start : block.end].split("\n")[0].strip()
        if line and block.kind != "furniture":
            start = document.text.index(line, block.start)
            return start, start + len(line[:60])
    return 0, 0


def _claim(
    document: Document, kind: str, key: str, cell: Cell, note: str, note_en: str, doubtful: bool = False
) -> Claim:
    quote = document.text[cell.start : cell.end]
    block = next((b.id for b in document.blocks if b.start <= cell.start < b.end), None)
    evidence = Evidence(document.sha256, cell.start, cell.end, quote, cell.page, cell.bbox, block)
    return Claim(
        f"{kind}:{key}", kind, (ClaimTerm("place", text=quote),), quote, evidence, None, doubtful, note, note_en
    )
