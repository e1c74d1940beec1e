"""Accuracy of table cells against gold: `python corpus/cells.py [DIR…] [-v]`, folders with `gold/manifest.csv`.

A readable cell is right where indicator, value, unit and column are those of the gold (and the place, where the gold
gives one; a column “?” is not labelled). One that is read with another value or under another indicator is silently
wrong; one that is said to be unreadable, or is not found, is lost.
A cell that the gold calls blank or unreadable must not become a number.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from gouji.extract.detect import detect
from gouji.extract.identity import identify
from gouji.extract.tables import read_tables
from gouji.forms.loader import load_forms
from gouji.ingest.read import read
from gouji.model import Figure

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Entry:
    """One report of a manifest with its gold of table cells."""

    name: str
    path: Path
    format: str
    form: str
    gold: tuple[dict[str, str], ...]


def entries(directory: Path) -> Iterator[Entry]:
    """The reports of a folder that have gold figures and are there; paths of external ones lead to ../shared."""
    for gold, root in (
        (directory / "gold", directory),
        (directory / "gold" / "external", HERE.parents[1] / "shared"),
    ):
        manifest = gold / "manifest.csv"
        if not manifest.exists():
            continue
        with manifest.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                figures, path = gold / f"{row['name']}.figures.csv", root / row["file"]
                if figures.exists() and path.exists():
                    yield Entry(row["name"], path, row["format"], row["form"], tuple(_table_rows(figures)))


def _table_rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from (row for row in csv.DictReader(file) if row["source"] == "table")


def measure(entry: Entry, verbose: bool = False) -> Counter[str]:
    """Counts of right, wrong and lost cells, of states kept, and of figures the gold does not have."""
    document = read(str(entry.path))
    year = identify(document).year
    form = detect(document, load_forms(), year).form
    figures = read_tables(document, form, year).figures
    counts: Counter[str] = Counter(form=int(form is not None and form.form == entry.form))
    by_name: dict[str, list[Figure]] = {}
    for figure in figures:
        by_name.setdefault(figure.indicator or "", []).append(figure)
    for row in entry.gold:
        verdict, found = _judge(row, by_name)
        counts[verdict] += 1
        if found is not None:
            by_name[row["indicator"]].remove(found)
        if verbose and verdict not in ("right", "state kept"):
            value = found.quantity.value if found and found.quantity else None
            print(f"  {entry.name} {verdict}: {row['indicator']} {row['label']} {row['value']!r} read {value}")
    for name, rest in by_name.items():
        extra = [f for f in rest if f.state == "value" and name]
        counts["extra"] += len(extra)
        if verbose:
            for figure in extra:
                print(f"  {entry.name} extra: {name} {figure.raw} {figure.id}")
    return counts


def _judge(row: dict[str, str], by_name: dict[str, list[Figure]]) -> tuple[str, Figure | None]:
    candidates = by_name.get(row["indicator"], [])
    if not row["indicator"]:
        candidates = [f for f in candidates if f.quantity and str(f.quantity.value) == row["value"]]
    state = row["hedge"] if row["hedge"] in ("blank", "slash", "dash", "unreadable") else "value"
    if not candidates:
        return ("lost" if state == "value" else "state kept"), None
    best = min(candidates, key=lambda f: f.evidence.start != int(row["start"] or f.evidence.start))
    if state != "value":
        return ("state kept" if best.state == state else "state changed"), best
    if best.state != "value" or best.quantity is None or best.quantity.value is None:
        return "lost", best
    same = best.quantity.value == Decimal(row["value"]) and best.quantity.unit == row["unit"]
    placed = not row["start"] or best.evidence.start == int(row["start"])
    column = row["column"] in ("?", (best.column or "").replace("\n", ""))
    return ("right" if same and placed and column else "wrong"), best


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directories", nargs="*", type=Path, default=[HERE])
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args(arguments)
    groups: dict[tuple[str, str], Counter[str]] = {}
    for directory in options.directories:
        for entry in entries(directory):
            counts = measure(entry, options.verbose)
            groups.setdefault((entry.form, entry.format), Counter()).update({**counts, "reports": 1})
    print(f"{'form':16} {'format':6} reports   cells   right  wrong   lost  states kept/changed  extra")
    total: Counter[str] = Counter()
    for (form, kind), counts in sorted(groups.items()):
        total += counts
        print(_line(form, kind, counts))
    print(_line("all", "", total))
    return 1 if total["wrong"] or total["state changed"] else 0


def _line(form: str, kind: str, counts: Counter[str]) -> str:
    cells = counts["right"] + counts["wrong"] + counts["lost"]
    share = f"{counts['right'] / cells:.2%}" if cells else "-"
    states = f"{counts['state kept']}/{counts['state changed']}"
    return (
        f"{form:16} {kind:6} {counts['reports']:7} {cells:7} {counts['right']:7} {counts['wrong']:6} "
        f"{counts['lost']:6}  {states:19} {counts['extra']:6}  {share}"
    )


if __name__ == "__main__":
    sys.exit(main())
