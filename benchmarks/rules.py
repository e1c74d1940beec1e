"""The sum checks of many reports: gouji against pandera and frictionless, the same relations on the same numbers.

    python benchmarks/rules.py [--records N] [--sample N]

Both ways, like with like. All reports at once, as one wide table of whole numbers that is made beforehand: gouji's
columns tell which rows break something, as the others do; `check_table` then proves each of them and finds the culprit.
Report by report, each made beforehand: gouji's engine against pandera. The slow ways are timed on a sample and scaled.
CPU seconds of this process; every tool must flag the same reports.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from clean_records import clean_values, record_of
from gouji.api import CheckOptions, check_table
from gouji.extract.wide import cells_of
from gouji.forms.loader import load_forms
from gouji.forms.schema import Form
from gouji.model import Record
from gouji.reconcile.columns import LARGEST, Column, suspicious
from gouji.reconcile.culprit import locate
from gouji.reconcile.engine import checks_of
from gouji.reconcile.grid import Grid
from gouji.reconcile.plan import plan_of

Row = dict[str, Decimal]
Way = tuple[str, Callable[[], set[int]], float]
BROKEN_EVERY = 10


def relations(form: Form) -> list[tuple[str, list[str]]]:
    """(total, parts) of every sum of the form that prints a total, headings resolved to the rows under them."""
    printed = {f"{table.id}.{row.id}" for table in form.tables for row in table.rows if not row.header}
    sums = [[cell.indicator for cell in each.line.cells] for each in plan_of(form).sums]
    return [(total, parts) for total, *parts in sums if total.rpartition(".")[0] in printed]


def reports(form: Form, count: int) -> list[Row]:
    made = []
    base = [clean_values(form, seed) for seed in range(50)]
    totals = [total for total, _ in relations(form)]
    for number in range(count):
        values = dict(base[number % len(base)])
        if number % BROKEN_EVERY == 0:
            values[totals[number // BROKEN_EVERY % len(totals)]] += 1 + number % 7
        made.append(values)
    return made


def timed(work: Callable[[], set[int]], scale: float = 1.0) -> tuple[float, set[int]]:
    start = time.process_time()
    flagged = work()
    return (time.process_time() - start) * scale, flagged


def as_frame(rows: Sequence[Row]) -> Any:
    import pandas as pd

    return pd.DataFrame({name: [int(row[name]) for row in rows] for name in rows[0]})


# ---------------------------------------------------------------- gouji
def only_sums(rule: str) -> bool:
    return rule.startswith("S")


def gouji_columns(form: Form, frame: Any) -> set[int]:
    """The rows that break something, from the table as it is given."""
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False)
    cells = {name: cells_of(table[name].combine_chunks(), LARGEST) for name in table.column_names}
    columns = {name: Column(one.values, one.blank, one.odd) for name, one in cells.items()}
    return set(suspicious(form, columns, only_sums).nonzero()[0].tolist())


def gouji_table(form: Form, frame: Any) -> set[int]:
    """The same with every broken relation proven and its culprit, as `gouji dataset TABLE check` does it."""
    checked = check_table(frame, form.form, CheckOptions(select=("S",)))
    return {each["row"] - 2 for each in checked.broken}


def records_of(form: Form, rows: Sequence[Row]) -> list[Record]:
    return [record_of(form, row, str(n)) for n, row in enumerate(rows)]


def gouji_checks(form: Form, records: Sequence[Record]) -> set[int]:
    return {
        n
        for n, record in enumerate(records)
        if any(check.outcome == "broken" for check in checks_of(record, form, only_sums))
    }


# ---------------------------------------------------------------- pandera
def pandera_schema(form: Form) -> object:
    import pandera.pandas as pa

    def check(total: str, parts: list[str]) -> object:
        return pa.Check(lambda frame: frame[parts].sum(axis=1) == frame[total], name=total)

    return pa.DataFrameSchema(checks=[check(total, parts) for total, parts in relations(form)])


def pandera_wide(form: Form, frame: Any) -> set[int]:
    import pandera.errors

    try:
        pandera_schema(form).validate(frame, lazy=True)  # type: ignore[attr-defined]
    except pandera.errors.SchemaErrors as error:
        return {int(index) for index in error.failure_cases["index"].dropna()}
    return set()


def pandera_each(form: Form, frames: Sequence[Any]) -> set[int]:
    import pandera.errors

    schema, bad = pandera_schema(form), set()
    for number, frame in enumerate(frames):
        try:
            schema.validate(frame, lazy=True)  # type: ignore[attr-defined]
        except pandera.errors.SchemaErrors:
            bad.add(number)
    return bad


# ---------------------------------------------------------------- frictionless
def as_flat(rows: Sequence[Row]) -> list[dict[str, int]]:
    """Rows as frictionless takes them: a dot in a name would be an attribute."""
    return [{name.replace(".", "_"): int(v) for name, v in row.items()} for row in rows]


def frictionless_wide(form: Form, flat: list[dict[str, int]]) -> set[int]:
    from frictionless import Checklist, Resource, checks, validate

    formulas = [
        f"{total.replace('.', '_')} == {' + '.join(p.replace('.', '_') for p in parts)}"
        for total, parts in relations(form)
    ]
    checklist = Checklist(checks=[checks.row_constraint(formula=formula) for formula in formulas])
    resource = Resource(data=flat)
    report = validate(resource, checklist=checklist, limit_errors=10**6)
    return {number - 2 for (number,) in report.flatten(["rowNumber"]) if number is not None}


def localisation(form: Form, rows: Sequence[Row]) -> list[float]:
    """Milliseconds to find the culprit, for every broken report."""
    times = []
    for number, row in enumerate(rows):
        if number % BROKEN_EVERY:
            continue
        record = record_of(form, row, str(number))
        checks, grid = checks_of(record, form), Grid()
        grid.add(record.path, record.figures)
        start = time.process_time()
        locate(checks, grid)
        times.append(1000 * (time.process_time() - start))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--sample", type=int, default=500, help="reports for the ways that are timed on a sample")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    form = next(form for form in load_forms() if form.form == "annual-2021")
    rows = reports(form, options.records)
    sample, scale = rows[: options.sample], options.records / options.sample
    wrong = {n for n in range(len(rows)) if n % BROKEN_EVERY == 0}
    print(f"{options.records} reports of {form.form}, {len(relations(form))} sums each, {len(wrong)} reports broken")
    frame, flat, records = as_frame(rows), as_flat(sample), records_of(form, sample)
    single = [as_frame([row]) for row in sample]
    together: list[Way] = [
        ("gouji, columns", lambda: gouji_columns(form, frame), 1.0),
        ("gouji, with proof and culprit", lambda: gouji_table(form, frame), 1.0),
        ("pandera", lambda: pandera_wide(form, frame), 1.0),
        ("frictionless", lambda: frictionless_wide(form, flat), scale),
    ]
    one_by_one: list[Way] = [
        ("gouji, engine", lambda: gouji_checks(form, records), scale),
        ("gouji, making the records too", lambda: gouji_checks(form, records_of(form, sample)), scale),
        ("pandera", lambda: pandera_each(form, single), scale),
    ]
    for warm in (lambda: gouji_columns(form, single[0]), lambda: gouji_checks(form, records[:1]),
                 lambda: pandera_wide(form, single[0])):  # fmt: skip
        warm()
    compare("all at once, one wide table", together, wrong, len(sample))
    compare("report by report", one_by_one, wrong, len(sample))
    times = localisation(form, sample)
    print(f"localisation: median {statistics.median(times):.2f} ms, longest {max(times):.1f} ms of {len(times)}")


def compare(title: str, ways: Sequence[Way], wrong: set[int], sampled: int) -> None:
    """Time every way; the first is what the others are multiples of."""
    print(title)
    ours = 0.0
    for name, work, factor in ways:
        took, flagged = timed(work, factor)
        ours = ours or took
        expected = wrong if factor == 1.0 else {n for n in wrong if n < sampled}
        verdict = "the same reports flagged" if flagged == expected else "OTHER reports flagged"
        scaled = "" if factor == 1.0 else f" (timed on {sampled})"
        print(f"  {name:30s} {took:9.2f} s CPU, {took / ours:8.3g} times, {verdict}{scaled}")


if __name__ == "__main__":
    main()
