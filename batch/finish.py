"""From the ledger to the tables: the findings between reports, then every table anew, put in place at the end."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..dataset.package import BUILDING, codebook_files, describe, publish, renamings_file
from ..dataset.tables import TableWriter, unpack
from ..reconcile.across_bodies import Bodies
from .between import findings_between
from .ledger import Choice, Ledger, clear

if TYPE_CHECKING:
    from ..forms.schema import Form

_YEAR_TABLES = ("figures", "findings", "problems")


def finish(ledger: Ledger, forms: Sequence[Form], bodies: Bodies, choice: Choice, complete: bool) -> dict[str, int]:
    """Write the tables from the ledger and return the number of findings by severity.

    Where nothing changed since they were last written they are left as they are. The tables are written into a
    folder of their own and moved into place when all are there, so a reader never sees half of them.
    """
    state = _state(ledger, forms, bodies, choice, complete)
    folder = ledger.folder
    if ledger.meta("built") == state and (folder / "datapackage.json").exists() and not (folder / BUILDING).exists():
        return _severities(ledger)
    ledger.set_meta("built", "")
    ledger.set_meta("version", __version__)
    findings_between(ledger, forms, bodies, choice)
    with clear(folder):
        staging = folder / ".tables"
        shutil.rmtree(staging, ignore_errors=True)
        try:
            staging.mkdir()
            counts = _write(ledger, staging, bodies, forms, complete)
            publish(staging, folder)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    for severity in ("error", "warning", "note"):
        ledger.set_meta(f"findings {severity}", str(counts.get(severity, 0)))
    ledger.set_meta("built", state)
    return _severities(ledger)


def _severities(ledger: Ledger) -> dict[str, int]:
    return {name: int(ledger.meta(f"findings {name}") or 0) for name in ("error", "warning", "note")}


def _state(ledger: Ledger, forms: Sequence[Form], bodies: Bodies, choice: Choice, complete: bool) -> str:
    """A hash of everything the tables are made from."""
    digest = hashlib.sha256(repr((__version__, [repr(form) for form in forms], bodies.key, choice, complete)).encode())
    for entry in ledger.entries():
        key = (entry.path, entry.sha256, entry.basis, entry.form_hash, entry.status)
        digest.update(repr(key).encode())
    return digest.hexdigest()


def _write(ledger: Ledger, staging: Path, bodies: Bodies, forms: Sequence[Form], complete: bool) -> dict[str, int]:
    """All tables into `staging`; returns findings by severity."""
    import pyarrow.compute as pc

    writers = {name: TableWriter(staging, name) for name in ("documents", *_YEAR_TABLES)}
    counts: dict[str, int] = {}
    for name, writer in writers.items():
        last: int | None = None
        started = False
        for entry, data in ledger.answers(name):
            if name == "findings" and started and entry.year != last:
                _across(ledger, writer, last, counts)
            started, last = True, entry.year
            if not data:
                continue
            rows = unpack(data)
            if name != "problems":
                rows = _with_body(rows, bodies.identify(entry.body))
            if name == "findings":
                for value in pc.value_counts(rows["severity"]).to_pylist():
                    counts[value["values"]] = counts.get(value["values"], 0) + value["counts"]
            writer.write(entry.year, rows)
        if name == "findings" and started:
            _across(ledger, writer, last, counts)
    files = {name: writer.close() for name, writer in writers.items()}
    codebook_files(staging, forms)
    renamings_file(staging, bodies.renamings(ledger.spans()))
    describe(staging, files, __version__, complete)
    return counts


def _across(ledger: Ledger, writer: TableWriter, year: int | None, counts: dict[str, int]) -> None:
    """The findings between reports that belong to `year`, after those within the reports of that year."""
    for severity, data in ledger.across(year):
        counts[severity] = counts.get(severity, 0) + 1
        writer.write(year, unpack(data))


def _with_body(rows: Any, body_id: str | None) -> Any:
    """The rows with the body's id, which may change without the file being read again."""
    import pyarrow as pa

    position = rows.schema.get_field_index("body_id")
    return rows.set_column(position, rows.schema.field(position), pa.array([body_id] * rows.num_rows, pa.string()))
