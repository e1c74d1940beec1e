"""A reviewer's corrections of what gouji misread, kept apart from what the body printed.

A readings file (CSV or JSON) says for a place: the value gouji read, the value a person sees there, and who looked.
The number stays what was read in every check; the correction stands beside it as `read`.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ..errors import ConfigError
from ..model import Finding, FindingEvidence, Report, fold

_FIELDS = ("document", "place", "read", "seen", "initials")


class ReadingNote(Struct, frozen=True):
    """`place` is `START` or `START-END` (offsets), or `PAGE:ROW,COL` or `ROW,COL` of a table cell, from 0.

    `document` is a file name or the end of a path; empty stands for every document. `read` is what gouji read.
    """

    document: str
    place: str
    read: str
    seen: str
    initials: str


def load_readings(path: str) -> tuple[ReadingNote, ...]:
    """Read a readings file: CSV with the columns document, place, read, seen, initials, or a JSON list of such.

    Raises:
        ConfigError: the file cannot be read, or a field is missing; the message names the line.
    """
    try:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            text = stream.read()
        rows = _json_rows(text) if text.lstrip().startswith(("[", "{")) else list(csv.DictReader(io.StringIO(text)))
    except (OSError, ValueError, csv.Error, RecursionError) as error:
        raise ConfigError(f"{path}：无法读取（{error}）", f"{path}: cannot be read ({error})", "readings") from None
    return tuple(_note(path, number, row) for number, row in enumerate(rows, start=1))


def _json_rows(text: str) -> list[Any]:
    data = json.loads(text)
    rows = data.get("readings") if isinstance(data, dict) else data
    if not isinstance(rows, list):
        raise ValueError("a list of readings is expected")
    return rows


def _note(path: str, number: int, row: Any) -> ReadingNote:
    if not isinstance(row, dict):
        raise ConfigError(f"{path}：第{number}条不是对象", f"{path}: reading {number} is not an object", "readings")
    values = {name: row.get(name) for name in _FIELDS}
    missing = [name for name in ("place", "read", "seen", "initials") if not isinstance(values[name], str)]
    if missing or not str(values["place"]).strip() or not str(values["initials"]).strip():
        names = "、".join(missing) or "place、initials"
        raise ConfigError(
            f"{path}：第{number}条缺少 {names}",
            f"{path}: reading {number} lacks {', '.join(missing) or 'place or initials'}",
            "readings",
        )
    return ReadingNote(*(str(values[name] or "").strip() for name in _FIELDS))


def apply_readings(report: Report, notes: Sequence[ReadingNote]) -> Report:
    """The report with every correction beside the figure it speaks of; nothing else is changed."""
    if not notes:
        return report
    return replace(
        report,
        findings=tuple(_noted(finding, notes) for finding in report.findings),
        unresolved=tuple(_noted(finding, notes) for finding in report.unresolved),
    )


def _noted(finding: Finding, notes: Sequence[ReadingNote]) -> Finding:
    evidence = tuple(_seen(each, notes) for each in finding.evidence)
    return finding if evidence == finding.evidence else replace(finding, evidence=evidence)


def _seen(evidence: FindingEvidence, notes: Sequence[ReadingNote]) -> FindingEvidence:
    for note in notes:
        if _of(note.document, evidence.document) and _at(note.place, evidence) and _same(note.read, evidence):
            return replace(evidence, read=f"{note.seen} ({note.initials})")
    return evidence


def _of(name: str, document: str) -> bool:
    if not name:
        return True
    given, known = name.replace(os.sep, "/"), document.replace(os.sep, "/")
    return known == given or known.endswith("/" + given) or os.path.basename(known) == given


def _at(place: str, evidence: FindingEvidence) -> bool:
    where = evidence.location
    text = place.replace(" ", "")
    if "," in text:
        page, _, cell = text.rpartition(":")
        if page and str(where.page) != page:
            return False
        return where.cell is not None and f"{where.cell[0]},{where.cell[1]}" == cell
    start, _, end = text.partition("-")
    return str(where.start) == start and (not end or str(where.end) == end)


def _same(read: str, evidence: FindingEvidence) -> bool:
    """A correction belongs to the value it was made for: where another value is read now, it no longer applies."""
    if fold(read).strip() == fold(evidence.quote).strip():
        return True
    try:
        return evidence.value is not None and Decimal(fold(read).replace(",", "")) == Decimal(evidence.value)
    except InvalidOperation:
        return False
