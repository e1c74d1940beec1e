"""Precision and recall of the prose stage on hand-labelled reports.

`python corpus/prose_eval.py [-v] [--in DIR] [LABELS.csv …]`

A label file is `corpus/gold/NAME.prose.csv` (the report is `corpus/reports/NAME.*`) or one of `corpus/gold/external/`,
whose report is looked for by its sha256 among the files of `../shared/` and of DIR. Prints one line a document and a
total.

`corpus/gold/sentences/FORM.txt` holds sentences of ours with every number marked: finding and linking are scored on
them, each sentence a document of its own.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from gouji.extract.detect import detect
from gouji.extract.identity import identify
from gouji.extract.prose import read_prose
from gouji.forms.loader import find_form, load_forms
from gouji.forms.schema import Form
from gouji.ingest.read import read
from gouji.model import Block, Document, Figure, simplified

CORPUS = Path(__file__).parent
SHARED = CORPUS.parents[1] / "shared"
MEASURES = ("value", "unit", "hedge", "role")
_MARK = re.compile(r"\[([^\]=]*)(?:=([^\]]*))?\]")


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
        parts += [f"{m} {self.ratio(m, 'found_right'):.3f}" for m in MEASURES if m in self.counts]
        parts.append(f"link P {self.ratio('link_right', 'linked'):.3f} R {self.ratio('link_right', 'to_link'):.3f}")
        return "  ".join(parts)


def reports(*folders: Path) -> dict[str, Path]:
    """Every report that labels may speak of, by sha256; those of `folders` too."""
    paths = [
        *sorted((CORPUS / "reports").glob("*.txt")),
        *sorted(SHARED.glob("seed/*")),
        *sorted(SHARED.glob("real/**/*")),
        *(path for folder in folders for path in sorted(folder.glob("*"))),
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
    form = form_of(document, year, any(row["indicator"] for row in rows))
    figures = {f.evidence.start: f for f in read_prose(document, form, year, identify(document).body, ()).figures}
    return compare(rows, figures, document.text)


def form_of(document: Document, year: int | None, follows: bool) -> Form | None:
    """The form detected, or where the report prints no table the one of its year.

    An excerpt without its title is known by its labels: those of a report that `follows` a form name lines of it.
    """
    forms = load_forms()
    found = detect(document, forms).form
    if year is None or (found is None and not follows):
        return found
    if found is not None and (found.years[0] or 0) <= year <= (found.years[1] or 9999):
        return found
    return next((f for f in forms if (f.years[0] or 0) <= year <= (f.years[1] or 9999)), None)


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
        counts["linked"] += figure.link in ("exact", "loose")
    return result


def _compare_one(row: dict[str, str], figure: Figure, counts: Counter[str], wrong: list[str], place: str) -> None:
    quantity = figure.quantity
    assert quantity is not None
    value = None if not row["value"] else Decimal(row["value"])
    got = {
        "value": quantity.value == value,
        "unit": quantity.unit == simplified(row["unit"]),
        "hedge": quantity.hedge == row["hedge"],
    }
    got["role"] = figure.role == row["role"]
    for name, right in got.items():
        counts[name] += right
        if not right:
            wrong.append(f"{name} {row[name]} read {figure.role if name == 'role' else quantity} {place}")
    if row["indicator"] == "?":
        return
    linked = figure.indicator is not None and figure.link in ("exact", "loose")
    right = linked and figure.indicator == row["indicator"]
    counts["linked"] += linked
    counts["link_right"] += right
    if linked != bool(row["indicator"]) or (linked and not right):
        wrong.append(f"link {row['indicator'] or '-'} read {figure.indicator} ({figure.link}) {place}")


def score_sentences(path: Path) -> Score:
    """Finding and linking in the marked sentences of one form."""
    form = find_form(load_forms(), path.stem)
    result = Score()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            _score_sentence(line, form, result)
    return result


def _score_sentence(line: str, form: Form, result: Score) -> None:
    heading, bar, marked = line.rpartition("|")
    text, wanted, at = heading + "\n" if bar else "", {}, 0
    opening = len(text)
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        wanted[len(text)] = (mark[1], mark[2] or "")
        text, at = text + mark[1], mark.end()
    text += marked[at:]
    blocks = [Block("b0", "heading", 1, 0, opening - 1)] if bar else []
    blocks.append(Block("b1", "paragraph", None, opening, len(text)))
    document = Document("sentence.txt", "0" * 64, "txt", "ok", None, text, tuple(blocks))
    year = (form.years[0] or 0) + (form.years[1] is None)
    figures = {f.evidence.start: f for f in read_prose(document, form, year, None, ()).figures}
    counts = result.counts
    counts["labels"] += len(wanted)
    counts["found"] += len(figures)
    for start, (raw, indicator) in wanted.items():
        figure = figures.get(start)
        right = figure is not None and figure.raw == raw
        counts["found_right"] += right
        if not right:
            result.wrong.append(f"missed [{raw}] {text}")
        if indicator == "?":
            continue
        read_as = figure.indicator if figure is not None and figure.link in ("exact", "loose") else None
        counts["to_link"] += bool(indicator)
        counts["linked"] += read_as is not None
        counts["link_right"] += read_as is not None and read_as == indicator
        if (read_as or "") != indicator:
            result.wrong.append(f"link {indicator or '-'} read {read_as} [{raw}] {text}")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", nargs="*", type=Path, metavar="LABELS.csv")
    parser.add_argument("-v", action="store_true", dest="verbose", help="every difference, with its place")
    parser.add_argument("--in", type=Path, action="append", default=[], dest="folders", metavar="DIR")
    options = parser.parse_args(arguments)
    named, verbose, places = options.labels, options.verbose, reports(*options.folders)
    total = Score()
    for labels in named or sorted([*CORPUS.glob("gold/*.prose.csv"), *CORPUS.glob("gold/external/*.prose.csv")]):
        if labels.suffix == ".txt":
            _print(score_sentences(labels), f"sentences {labels.stem}", verbose)
            continue
        result = score(labels, places)
        name = labels.name.removesuffix(".prose.csv")
        if result is None:
            print(f"{name:28} report not found, skipped")
            continue
        _print(result, name, verbose)
        total.counts.update(result.counts)
    if total.counts:
        print(total.line("all"))
    for labels in () if named else sorted(CORPUS.glob("gold/sentences/*.txt")):
        _print(score_sentences(labels), f"sentences {labels.stem}", verbose)
    return 0


def _print(result: Score, name: str, verbose: bool) -> None:
    print(result.line(name))
    if verbose and result.wrong:
        print("\n".join(f"    {line}" for line in result.wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
