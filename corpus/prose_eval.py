"""Precision and recall of the prose stage on hand-labelled reports: `python corpus/prose_eval.py [LABELS.csv …]`.

A label file is `corpus/gold/NAME.prose.csv` (the report is `corpus/reports/NAME.*`) or one of `corpus/gold/external/`,
whose report is looked for by its sha256 among the files of `../shared/`. Prints one line a document and a total.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from gouji.extract.detect import detect
from gouji.extract.prose import read_prose
from gouji.forms.loader import load_forms
from gouji.forms.schema import Form
from gouji.ingest.read import read
from gouji.model import Document, Figure

CORPUS = Path(__file__).parent
SHARED = CORPUS.parents[1] / "shared"
MEASURES = ("value", "unit", "hedge", "role")


@dataclass
class Score:
    """Counts of one document; `wrong` says what differed, for reading."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def ratio(self, good: str, of: str) -> float:
        return self.counts[good] / self.counts[of] if self.counts[of] else 1.0

    def line(self, name: str) -> str:
        precision, recall = self.ratio("found_right", "found"), self.ratio("found_right", "labels")
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        parts = [f"{name:28} {self.counts['labels']:4d} find P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"]
        parts += [f"{m} {self.ratio(m, 'found_right'):.3f}" for m in MEASURES]
        parts.append(f"link P {self.ratio('link_right', 'linked'):.3f} R {self.ratio('link_right', 'to_link'):.3f}")
        return "  ".join(parts)


def reports() -> dict[str, Path]:
    """Every report that labels may speak of, by sha256."""
    paths = [
        *sorted((CORPUS / "reports").glob("*.txt")),
        *sorted(SHARED.glob("seed/*")),
        *sorted(SHARED.glob("real/**/*")),
    ]
    return {hashlib.sha256(p.read_bytes()).hexdigest(): p for p in paths if p.is_file()}


def score(labels: Path, places: dict[str, Path]) -> Score | None:
    """None where the report is not there."""
    with labels.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    path = places.get(rows[0]["sha256"])
    if path is None:
        return None
    document = read(str(path))
    year = next((int(part) for part in labels.name.split(".")[0].split("-") if part.isdigit()), None)
    form = form_of(document, year)
    figures = {f.evidence.start: f for f in read_prose(document, form, year, None, ()).figures}
    return compare(rows, figures, document.text)


def form_of(document: Document, year: int | None) -> Form | None:
    """The form detected, or where the report prints no table the one of its year."""
    forms = load_forms()
    found = detect(document, forms).form
    if found is None or year is None or (found.years[0] or 0) <= year <= (found.years[1] or 9999):
        return found
    return next((f for f in forms if (f.years[0] or 0) <= year <= (f.years[1] or 9999)), found)


def compare(rows: Iterable[dict[str, str]], figures: dict[int, Figure], text: str) -> Score:
    result = Score()
    counts, wrong = result.counts, result.wrong
    left = dict(figures)
    for row in rows:
        counts["labels"] += 1
        counts["to_link"] += row["indicator"] not in ("", "?")
        start, end = int(row["start"]), int(row["end"])
        place = f"{start} {text[max(0, start - 12) : start]}[{text[start:end]}]{text[end : end + 6]}".replace("\n", "/")
        figure = left.pop(start, None)
        if figure is None or figure.evidence.end != end:
            wrong.append(f"missed {place}")
            counts["found"] += figure is not None
            continue
        counts["found"] += 1
        counts["found_right"] += 1
        _compare_one(row, figure, counts, wrong, place)
    for start, figure in left.items():
        counts["found"] += 1
        wrong.append(
            f"extra {start} {text[max(0, start - 12) : start]}[{figure.raw}]{text[figure.evidence.end :][:6]}".replace(
                "\n", "/"
            )
        )
        counts["linked"] += figure.link == "exact"
    return result


def _compare_one(row: dict[str, str], figure: Figure, counts: Counter[str], wrong: list[str], place: str) -> None:
    quantity = figure.quantity
    assert quantity is not None
    value = None if not row["value"] else Decimal(row["value"])
    got = {
        "value": quantity.value == value,
        "unit": quantity.unit == row["unit"],
        "hedge": quantity.hedge == row["hedge"],
    }
    got["role"] = figure.role == row["role"]
    for name, right in got.items():
        counts[name] += right
        if not right:
            wrong.append(f"{name} {row[name]} read {figure.role if name == 'role' else quantity} {place}")
    if row["indicator"] == "?":
        return
    linked = figure.indicator is not None and figure.link == "exact"
    right = linked and figure.indicator == row["indicator"]
    counts["linked"] += linked
    counts["link_right"] += right
    if linked != bool(row["indicator"]) or (linked and not right):
        wrong.append(f"link {row['indicator'] or '-'} read {figure.indicator} ({figure.link}) {place}")


def main(arguments: list[str]) -> int:
    verbose = "-v" in arguments
    named = [Path(a) for a in arguments if a != "-v"]
    places = reports()
    total = Score()
    for labels in named or sorted([*CORPUS.glob("gold/*.prose.csv"), *CORPUS.glob("gold/external/*.prose.csv")]):
        result = score(labels, places)
        name = labels.name.removesuffix(".prose.csv")
        if result is None:
            print(f"{name:28} report not found, skipped")
            continue
        print(result.line(name))
        if verbose:
            print("\n".join(f"    {line}" for line in result.wrong))
        total.counts.update(result.counts)
    print(total.line("all"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
