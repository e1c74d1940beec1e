"""A document's rows for each table, from its record and findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from ..model import Coverage, Figure, FileResult, Finding, Location, Problem, Quantity, Record, to_json

Row = dict[str, Any]
# Value and unit to the unit in which values of its kind are compared.
Standard = Callable[[Decimal, str], tuple[Decimal, str]]


def document_row(result: FileResult, sha256: str, body_id: str | None, coverage: Coverage, problem: str | None) -> Row:
    """The one row of `documents` for a file, whatever happened to it."""
    record = result.record
    counts = {name: getattr(coverage, name) for name in Coverage.__struct_fields__}
    row: Row = {"path": result.path, "sha256": sha256, "status": result.status, "body_id": body_id, "problem": problem}
    if record is None:
        unknown = dict.fromkeys(("body", "level", "division", "year", "period", "published", "title", "form"))
        return {**row, **unknown, "format": "", "why": "", **counts}
    names = ("format", "body", "level", "division", "year", "period", "published", "title", "form", "why")
    counts |= {"cells": record.cells, "cells_read": record.cells_read}
    return {**row, **{name: getattr(record, name) for name in names}, **counts}


def figure_rows(record: Record, body_id: str | None, standard: Standard) -> list[Row]:
    """One row a figure, blank and unreadable cells too, in the record's order."""
    shared = {
        "document": record.path,
        "sha256": record.sha256,
        "body": record.body,
        "body_id": body_id,
        "year": record.year,
        "form": record.form,
    }
    return [{**shared, **_figure(figure, standard)} for figure in record.figures]


def finding_row(finding: Finding, across: bool, body: str | None, body_id: str | None, year: int | None) -> Row:
    """One contradiction; what has parts is JSON."""
    plain = ("fingerprint", "rule", "severity", "kind", "message", "message_en", "explanation", "explanation_en", "gap")
    return {
        **{name: getattr(finding, name) for name in plain},
        "across": across,
        "body": body,
        "body_id": body_id,
        "year": year,
        "documents": list(finding.documents),
        "evidence": to_json(finding.evidence).decode(),
        "relations": to_json(finding.relations).decode(),
        "alternatives": to_json(finding.alternatives).decode(),
    }


def problem_rows(path: str, sha256: str, year: int | None, problems: Sequence[Problem]) -> list[Row]:
    shared = {"document": path, "sha256": sha256, "year": year}
    return [
        {
            **shared,
            "code": problem.code,
            "message": problem.message,
            "message_en": problem.message_en,
            **_place(problem.location or Location()),
        }
        for problem in problems
    ]


def _figure(figure: Figure, standard: Standard) -> Row:
    direct = (
        "indicator", "label", "row_path", "column", "column_path", "state", "role", "modality", "subject", "scope",
        "period", "link", "confidence", "raw", "text",
    )  # fmt: skip
    return {
        "figure": figure.id,
        **{name: getattr(figure, name) for name in direct},
        "source": figure.origin,
        **_quantity(figure.quantity if figure.state == "value" else None, standard),
        "quote": figure.evidence.quote,
        **_place(figure.evidence.location),
    }


def _quantity(quantity: Quantity | None, standard: Standard) -> Row:
    if quantity is None:
        return {
            "value": None, "number": None, "unit": "", "value_std": None, "unit_std": "", "lo": None, "hi": None,
            "lo_open": False, "hi_open": False, "hedge": "exact",
        }  # fmt: skip
    value, std = quantity.value, None
    unit_std = standard(Decimal(0), quantity.unit)[1]
    if value is not None:
        std = float(standard(value, quantity.unit)[0])
    return {
        "value": _decimal(value),
        "number": None if value is None else float(value),
        "unit": quantity.unit,
        "value_std": std,
        "unit_std": unit_std,
        "lo": _decimal(quantity.lo),
        "hi": _decimal(quantity.hi),
        "lo_open": quantity.lo_open,
        "hi_open": quantity.hi_open,
        "hedge": quantity.hedge,
    }


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _place(place: Location) -> Row:
    x0, top, x1, bottom = place.bbox or (None, None, None, None)
    row, col = place.cell or (None, None)
    return {
        "page": place.page, "x0": x0, "top": top, "x1": x1, "bottom": bottom, "block": place.block,
        "cell_row": row, "cell_col": col, "start": place.start, "end": place.end,
    }  # fmt: skip
