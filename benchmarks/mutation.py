"""Change one number of a consistent record, or two, and see: is it found, is the right number blamed, is it cured?

    python benchmarks/mutation.py [--records N] [--pairs N] [--corpus]

Every form, every cell, every kind of change, then the same by how the cell is held. Of a cell in no relation nothing
can be said; one in a single sum shares the blame with the others of that sum, unless a slip is telling; below a bound
(part ≤ whole) a change is seen only where it breaks the bound. These cells are listed.
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).parent))
from clean_records import MUTATIONS, clean_values, record_of
from gouji.forms.loader import load_forms
from gouji.forms.schema import Form
from gouji.model import Record
from gouji.reconcile.check import Check
from gouji.reconcile.culprit import Verdict, locate
from gouji.reconcile.engine import checks_of
from gouji.reconcile.grid import Grid


@dataclass
class Tally:
    tried: int = 0
    found: int = 0
    first: int = 0
    among: int = 0
    certain: int = 0
    certain_right: int = 0
    likely: int = 0
    likely_right: int = 0
    cured: int = 0

    def line(self) -> str:
        def share(part: int, whole: int) -> str:
            return f"{100 * part / whole:6.1f}" if whole else "     –"

        return (
            f"{self.tried:7d} {share(self.found, self.tried)} {share(self.first, self.found)} "
            f"{share(self.among, self.found)} {share(self.cured, self.found)} {share(self.certain, self.found)} "
            f"{share(self.certain_right, self.certain)} {share(self.likely, self.found)} "
            f"{share(self.likely_right, self.likely)}"
        )


def located(record: Record, form: Form) -> tuple[list[Verdict], float]:
    checks = checks_of(record, form)
    grid = Grid()
    grid.add(record.path, record.figures)
    start = time.perf_counter()
    return locate(checks, grid), time.perf_counter() - start


def changed(record: Record, figure_id: str, value: Decimal | None) -> Record:
    figures = []
    for figure in record.figures:
        if figure.id == figure_id:
            if value is None:
                figure = replace(figure, quantity=None, raw="", state="blank")
            else:
                assert figure.quantity is not None
                quantity = replace(figure.quantity, value=value, lo=value, hi=value)
                figure = replace(figure, quantity=quantity, raw=f"{value:f}")
        figures.append(figure)
    return replace(record, figures=tuple(figures))


def singles(record: Record) -> Iterator[tuple[str, str, Decimal, Decimal]]:
    for figure in record.figures:
        if figure.origin != "table" or figure.quantity is None or not figure.quantity.is_point:
            continue
        assert figure.quantity.value is not None
        right = figure.quantity.value
        for name, change in MUTATIONS.items():
            wrong = change(right)
            if wrong is not None and wrong != right and wrong >= 0:
                yield figure.id, name, right, wrong


def score(tally: Tally, verdicts: list[Verdict], planted: dict[str, Decimal]) -> None:
    tally.tried += 1
    if not verdicts:
        return
    tally.found += 1
    sets = [(verdict.suspects, *verdict.alternatives) for verdict in verdicts]
    blamed = {one.key[1]: one.proposal for options in sets for one in options[0]}
    everyone = {one.key[1] for options in sets for each in options for one in each}
    right = set(blamed) == set(planted)
    tally.first += right
    tally.among += set(planted) <= everyone
    tally.cured += right and all(blamed[key] == value for key, value in planted.items())
    certain = all(verdict.certain for verdict in verdicts)
    tally.certain += certain
    tally.certain_right += certain and right
    likely = not certain and all(verdict.told for verdict in verdicts)
    tally.likely += likely
    tally.likely_right += likely and right


def corpus_records(form: Form) -> list[Record]:
    """The clean reports of the corpus that are of this form, as gouji reads them."""
    import gouji

    corpus = Path(__file__).parents[1] / "corpus"
    with (corpus / "gold" / "manifest.csv").open(newline="") as file:
        entries = [e for e in csv.DictReader(file) if e["status"] == "clean" and e["form"] == form.form]
    return [gouji.extract_record(gouji.read_report(str(corpus / entry["file"]))) for entry in entries]


NONE, BOUND, ONE, MORE = "in no relation", "only below a bound", "in one sum", "in two sums or more"


def hold(record: Record, checks: Sequence[Check]) -> dict[str, str]:
    """How many relations hold each number of the tables: its id to one of the four ways."""
    sums = Counter(key[1] for check in checks if check.expression.comparison == "==" for key in check.keys)
    bounds = {key[1] for check in checks for key in check.keys}
    return {
        figure.id: MORE if sums[figure.id] > 1 else ONE if sums[figure.id] else BOUND if figure.id in bounds else NONE
        for figure in record.figures
        if figure.origin == "table" and figure.state == "value"
    }


class Measured:
    """What one form came to: tallies by change and by how the cell is held, the cells so held, milliseconds, alarms."""

    def __init__(self) -> None:
        self.changes: dict[str, Tally] = defaultdict(Tally)
        self.held: dict[str, Tally] = defaultdict(Tally)
        self.cells: dict[str, list[str]] = {}
        self.times: list[float] = []
        self.alarms = 0


def measure(form: Form, records: Sequence[Record], pairs: int) -> Measured:
    measured = Measured()
    tallies, times = measured.changes, measured.times
    for seed, record in enumerate(records):
        checks = checks_of(record, form)
        measured.alarms += sum(1 for check in checks if check.outcome == "broken")
        used = {key[1] for check in checks for key in check.keys}
        held = hold(record, checks)
        if seed == 0:
            for way in (NONE, BOUND, ONE):
                measured.cells[way] = [f.indicator or "" for f in record.figures if held.get(f.id) == way]
        for figure_id, name, right, wrong in singles(record):
            if figure_id in used:
                verdicts, took = located(changed(record, figure_id, wrong), form)
                times.append(took)
                for tally in (tallies[name], measured.held[held[figure_id]]):
                    score(tally, verdicts, {figure_id: right})
        for figure in record.figures:
            if figure.id in used and figure.origin == "table" and figure.state == "value":
                verdicts, _ = located(changed(record, figure.id, None), form)
                tallies["blank (must stay silent)"].tried += 1
                tallies["blank (must stay silent)"].found += bool(verdicts)
        draw = random.Random(seed)
        usable = [change for change in singles(record) if change[0] in used]
        for _ in range(pairs if len(usable) > 1 else 0):
            one, other = draw.sample(usable, 2)
            if one[0] == other[0]:
                continue
            both = changed(changed(record, one[0], one[3]), other[0], other[3])
            verdicts, took = located(both, form)
            times.append(took)
            score(tallies["two at once"], verdicts, {one[0]: one[2], other[0]: other[2]})
    return measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=3)
    parser.add_argument("--corpus", action="store_true", help="the clean reports of the corpus instead, prose included")
    parser.add_argument("--pairs", type=int, default=300, help="pairs a record")
    options = parser.parse_args()
    for form in load_forms():
        if not any(True for _ in form.tables):
            continue
        made = [record_of(form, clean_values(form, seed)) for seed in range(options.records)]
        records = corpus_records(form) if options.corpus else made
        measured = measure(form, records, options.pairs)
        if measured.times:
            tell(form, len(records), measured)


def tell(form: Form, records: int, measured: Measured) -> None:
    print(f"\n{form.form}: {records} clean records, broken relations in them: {measured.alarms}")
    print(f"{'change':26s}   tried  found  first  among  cured certain right likely  right")
    for name, tally in measured.changes.items():
        print(f"{name:26s} {tally.line()}")
    print("one change, by how the cell is held")
    for way in (MORE, ONE, BOUND):
        if way in measured.held:
            print(f"{way:26s} {measured.held[way].line()}")
    times = sorted(measured.times)
    slow = times[int(len(times) * 0.99)]
    print(f"localisation: median {1000 * statistics.median(times):.2f} ms, 99th percentile {1000 * slow:.1f} ms")
    for way, cells in measured.cells.items():
        print(f"cells {way} ({len(cells)}): {', '.join(cells) or 'none'}")


if __name__ == "__main__":
    main()
