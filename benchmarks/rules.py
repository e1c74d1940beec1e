"""The sum checks of many reports: gouji against pandera and frictionless, the same relations on the same numbers.

    python benchmarks/rules.py [--records N] [--sample N]

gouji's engine takes reports one by one, as they arrive; its time is given with and without making the records. The
others are asked both ways where they can: report by report, and all reports at once as one wide table that is made
beforehand. The slow ways are timed on a sample and scaled. CPU seconds of this process; every tool must flag the same
reports.
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
from gouji.forms.loader import load_forms
from gouji.forms.schema import Form
from gouji.model import Record
from gouji.reconcile.culprit import locate
from gouji.reconcile.engine import checks_of
from gouji.reconcile.grid import Grid
from gouji.reconcile.plan import plan_of

Row = dict[str, Decimal]
BROKEN_EVERY = 10


def relations(form: Form) -> list[tuple[str, list[str]]]:
    """(total, parts) of every sum of the form, headings resolved to the rows under them."""

    def names(part: object) -> list[str]:
        children = part.children  # type: ignore[attr-defined]
        return [n for child in children for n in names(child)] if children else [part.indicator]  # type: ignore[attr-defined]

    plan = plan_of(form)
    printed = {row.id for table in form.tables for row in table.rows if not row.header}
    return [
        (sums.total.indicator, [name for part in sums.parts for name in names(part)])
        for sums in plan.sums
        if sums.total.indicator.split(".")[1] in printed
    ]


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


# ---------------------------------------------------------------- gouji
def as_columns(rows: Sequence[Row]) -> Any:
    """One wide table, as every tool that takes one is given it; making it is not timed."""
    import pandas as pd

    return pd.DataFrame({name: [float(row[name]) for row in rows] for name in rows[0]})


def records_of(form: Form, rows: Sequence[Row]) -> list[Record]:
    return [record_of(form, row, str(n)) for n, row in enumerate(rows)]


def gouji_checks(form: Form, records: Sequence[Record]) -> set[int]:
    """The engine's full checks with their terms and places."""
    return {
        n
        for n, record in enumerate(records)
        if any(check.outcome == "broken" for check in checks_of(record, form, lambda rule: rule.startswith("S")))
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


def pandera_each(form: Form, rows: Sequence[Row]) -> set[int]:
    import pandas as pd
    import pandera.errors

    schema, bad = pandera_schema(form), set()
    for number, row in enumerate(rows):
        frame = pd.DataFrame([{name: float(v) for name, v in row.items()}])
        try:
            schema.validate(frame, lazy=True)  # type: ignore[attr-defined]
        except pandera.errors.SchemaErrors:
            bad.add(number)
    return bad


# ---------------------------------------------------------------- frictionless
def frictionless_wide(form: Form, rows: Sequence[Row]) -> set[int]:
    from frictionless import Checklist, Resource, checks, validate

    flat = [{name.replace(".", "_"): int(v) for name, v in row.items()} for row in rows]
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
    parser.add_argument("--sample", type=int, default=200, help="reports for the ways that are timed on a sample")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    form = next(form for form in load_forms() if form.form == "annual-2021")
    rows = reports(form, options.records)
    sample, scale = rows[: options.sample], options.records / options.sample
    wrong = {n for n in range(len(rows)) if n % BROKEN_EVERY == 0}
    print(f"{options.records} reports of {form.form}, {len(relations(form))} sums each, {len(wrong)} reports broken")
    frame, records = as_columns(rows), records_of(form, sample)
    ways: list[tuple[str, Callable[[], set[int]], float]] = [
        ("pandera, all at once", lambda: pandera_wide(form, frame), 1.0),
        ("frictionless, all at once", lambda: frictionless_wide(form, sample), scale),
        ("gouji, report by report", lambda: gouji_checks(form, records), scale),
        ("gouji, making the records too", lambda: gouji_checks(form, records_of(form, sample)), scale),
        ("pandera, report by report", lambda: pandera_each(form, sample), scale),
    ]
    gouji_checks(form, records[:1])
    pandera_wide(form, as_columns(sample[:1]))
    took = {}
    for name, work, factor in ways:
        took[name], flagged = timed(work, factor)
        expected = wrong if factor == 1.0 else {n for n in wrong if n < len(sample)}
        scaled = "" if factor == 1.0 else f" (timed on {len(sample)})"
        verdict = "the same reports flagged" if flagged == expected else "OTHER reports flagged"
        print(f"  {name:28s} {took[name]:9.2f} s CPU{scaled}, {verdict}")
    ours = took["gouji, report by report"]
    for name in list(took):
        if not name.startswith("gouji"):
            print(f"  {name} takes {took[name] / ours:.3g} times the CPU of gouji")
    times = localisation(form, sample)
    print(f"  localisation: median {statistics.median(times):.2f} ms, longest {max(times):.1f} ms of {len(times)}")


if __name__ == "__main__":
    main()
