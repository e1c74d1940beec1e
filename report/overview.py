"""What a reader of many reports wants first: where findings cluster, which rules break, how main figures move."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from ..model import Record, Report

_BODIES = 60
# As many as there are colours to tell them apart.
_LINES = 6
_CHARTS = 6


class HeatMap(Struct, frozen=True):
    """Errors and warnings of a body in a year; None where no report of that year was read."""

    years: tuple[int, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]
    left_out: int


class Line(Struct, frozen=True):
    """One body's values over the years, with the points of an SVG polyline in a 220 × 80 box."""

    body: str
    values: tuple[tuple[int, str], ...]
    points: str


class Chart(Struct, frozen=True):
    """One indicator over the years."""

    label: str
    indicator: str
    first: int
    last: int
    top: str
    lines: tuple[Line, ...]
    left_out: int


class Total(Struct, frozen=True):
    """How much of all documents was read and checked."""

    read: int
    figures: int
    linked: int
    relations: int
    held: int
    undecided: int


def total_coverage(report: Report) -> Total:
    """The sums over the documents."""
    found = [document.coverage for document in report.documents]
    return Total(
        sum(document.status in ("ok", "partial") for document in report.documents),
        sum(one.figures for one in found),
        sum(one.linked for one in found),
        sum(one.relations for one in found),
        sum(one.held + one.rounding + one.truncation + one.scope for one in found),
        sum(one.unknown + one.blocked for one in found),
    )


def heat_map(report: Report) -> HeatMap | None:
    """Bodies with most findings first; None unless there are two bodies or two years."""
    places = {document.path: (document.body, document.year) for document in report.documents}
    seen = {(body, year) for body, year in places.values() if body and year}
    years = tuple(sorted({year for _, year in seen if year is not None}))
    bodies = {body for body, _ in seen if body is not None}
    if len(bodies) < 2 and len(years) < 2:
        return None
    counts: Counter[tuple[str | None, int | None]] = Counter()
    for finding in report.findings:
        if finding.severity != "note":
            counts.update({places[path] for path in finding.documents if path in places})
    totals = {body: sum(counts[body, year] for year in years) for body in bodies}
    ranked = sorted(bodies, key=lambda body: (-totals[body], body))
    rows = tuple(
        (body, tuple(counts[body, year] if (body, year) in seen else None for year in years))
        for body in ranked[:_BODIES]
    )
    return HeatMap(years, rows, max(0, len(ranked) - _BODIES))


def broken_rules(report: Report) -> list[tuple[str, str, int]]:
    """(rule, severity, how often), most often first; notes left out."""
    counts = Counter((finding.rule, finding.severity) for finding in report.findings if finding.severity != "note")
    return [(rule, severity, count) for (rule, severity), count in sorted(counts.items(), key=lambda i: (-i[1], i[0]))]


def trends(records: Sequence[Record]) -> list[Chart]:
    """The indicators that most reports give, each over the years, for bodies with at least two years."""
    values: dict[str, dict[str, dict[int, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    labels: dict[str, str] = {}
    for record in records:
        if record.body is None or record.year is None:
            continue
        for figure in record.figures:
            value = figure.quantity.value if figure.quantity else None
            if figure.origin == "table" and figure.indicator and figure.state == "value" and value is not None:
                values[figure.indicator][record.body].setdefault(record.year, value)
                labels.setdefault(figure.indicator, figure.label)
    ranked = sorted(values, key=lambda name: (-_weight(values[name]), not name.endswith(".total"), name))
    charts = [chart for name in ranked if (chart := _chart(name, labels[name], values[name])) is not None]
    return charts[:_CHARTS]


def _weight(bodies: dict[str, dict[int, Decimal]]) -> int:
    """How many points move: a row that is zero everywhere tells nothing."""
    return sum(1 for years in bodies.values() for value in years.values() if value and len(years) > 1)


def _chart(name: str, label: str, bodies: dict[str, dict[int, Decimal]]) -> Chart | None:
    series = {body: years for body, years in bodies.items() if len(years) > 1}
    if not series or not any(value for years in series.values() for value in years.values()):
        return None
    first = min(min(years) for years in series.values())
    last = max(max(years) for years in series.values())
    top = max(value for years in series.values() for value in years.values())
    ranked = sorted(series, key=lambda body: (-max(series[body].values()), body))
    lines = []
    for body in ranked[:_LINES]:
        points = sorted(series[body].items())
        drawn = " ".join(f"{_across(year, first, last)},{_up(value, top)}" for year, value in points)
        lines.append(Line(body, tuple((year, format(value, "f")) for year, value in points), drawn))
    return Chart(label, name, first, last, format(top, "f"), tuple(lines), max(0, len(ranked) - _LINES))


def _across(year: int, first: int, last: int) -> str:
    return format(5 + 210 * (year - first) / max(1, last - first), ".1f")


def _up(value: Decimal, top: Decimal) -> str:
    return format(75 - 61 * float(max(value, Decimal(0)) / top if top > 0 else 0), ".1f")
