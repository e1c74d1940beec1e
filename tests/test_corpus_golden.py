"""The specimens of the corpus, compared exactly with gold written by hand."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

import gouji
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "corpus"))

import make_reports
from evaluation.match import letters, speaks_of

CORPUS = Path(__file__).parents[1] / "corpus"

MANIFEST = list(csv.DictReader((CORPUS / "gold" / "manifest.csv").open(newline="")))
NAMES = [entry["name"] for entry in MANIFEST]
ENTRIES = {entry["name"]: entry for entry in MANIFEST}


def gold(name: str, kind: str) -> list[dict[str, str]]:
    """A missing file is an error, never an empty list."""
    with (CORPUS / "gold" / f"{name}.{kind}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_enough_specimens_of_every_form_and_format() -> None:
    assert len(MANIFEST) >= 8
    assert {entry["form"] for entry in MANIFEST} == {"free-2008", "statistics-2014", "annual-2019", "annual-2021"}
    assert {entry["format"] for entry in MANIFEST} == {"pdf", "docx", "html", "txt"}
    assert sum(entry["status"] == "clean" for entry in MANIFEST) >= 3


def test_files_are_what_the_specimens_say() -> None:
    assert make_reports.stale() == []


def test_nothing_is_written_without_the_flag(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("written without --write")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    monkeypatch.setattr(make_reports, "stale", lambda: ["gold/x.figures.csv"])
    assert make_reports.main([]) == 1
    assert capsys.readouterr().out == "gold/x.figures.csv\n"


def test_a_missing_golden_file_fails() -> None:
    with pytest.raises(FileNotFoundError):
        gold("no-such-report", "figures")


@pytest.mark.parametrize("name", NAMES)
def test_table_figures(name: str) -> None:
    entry = ENTRIES[name]
    record = gouji.extract_record(gouji.read_report(str(CORPUS / entry["file"])))
    assert (record.form, str(record.year)) == (entry["form"], entry["year"])
    text = entry["format"] == "txt"
    rows = [row for row in gold(name, "figures") if row["source"] == "table"]
    # Of a table whose headers were tampered with, labels and columns are not in the gold.
    named = not any(row["column"] == "?" for row in rows)
    expected = [
        (row["indicator"], *(row[key] if named else "" for key in ("label", "row_path", "column")), row["value"],
         row["quote"], row["start"])
        for row in rows
    ]  # fmt: skip
    got = [
        (
            figure.indicator or "",
            *((figure.label, figure.row_path, figure.column or "") if named else ("", "", "")),
            str(figure.quantity.value) if figure.quantity else "",
            figure.evidence.quote,
            str(figure.evidence.start) if text else "",
        )
        for figure in record.figures
        if figure.origin == "table" and figure.state == "value"
    ]
    assert sorted(got) == sorted(expected)


@pytest.mark.parametrize("name", NAMES)
def test_prose_figures(name: str) -> None:
    entry = ENTRIES[name]
    record = gouji.extract_record(gouji.read_report(str(CORPUS / entry["file"])))
    text = entry["format"] == "txt"
    rows = [row for row in gold(name, "figures") if row["source"] == "narrative"]
    names = ("quote", "value", "unit", "hedge", "role", "start")
    free = {(row["quote"], row["value"]) for row in rows if row["free"]}
    expected = Counter((*(row[key] for key in names), "" if row["free"] else row["indicator"]) for row in rows)
    got: Counter[tuple[str, ...]] = Counter()
    for figure in record.figures:
        if figure.origin == "table" or figure.quantity is None:
            continue
        quantity, quote = figure.quantity, figure.evidence.quote
        value = "" if quantity.value is None else str(quantity.value)
        start = str(figure.evidence.start) if text else ""
        open_ = (quote, value) in free and expected[
            quote, value, quantity.unit, quantity.hedge, figure.role, start, ""
        ] > 0
        indicator = "" if open_ else figure.indicator or ""
        got[quote, value, quantity.unit, quantity.hedge, figure.role, start, indicator] += 1
    assert sorted((got - expected).elements()) == []
    assert sorted((expected - got).elements()) == []


@pytest.mark.parametrize("name", NAMES)
def test_findings(name: str) -> None:
    """Every planted contradiction is found, and no error or warning is without one."""
    path = str(CORPUS / ENTRIES[name]["file"])
    report = gouji.check_reports([path])
    findings = [finding for finding in report.findings if finding.severity != "note"]
    rows = gold(name, "findings")
    missed = [
        row["suspect_quote"]
        for row in rows
        if not any(speaks_of(f, row, path) and f.rule[0] in letters(row) for f in findings)
    ]
    extra = [f"{f.rule} {f.message}" for f in findings if not any(speaks_of(f, row, path) for row in rows)]
    assert missed == []
    assert extra == []
