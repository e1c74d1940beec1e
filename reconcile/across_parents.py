"""A parent's total against its subordinates' sum: a report that covers the bodies below it cannot be less than they."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from ..forms.expression import parse
from ..model import Figure, Finding, Record, Severity, copy_rank, fold
from .across_bodies import Bodies
from .across_copies import figure_evidence, make
from .across_digest import Digest
from .across_sketch import patterns
from .check import Check, evaluate, figure_term
from .figures import Figures
from .findings import plain, relation_of

if TYPE_CHECKING:
    from ..forms.schema import Form

Load = Callable[[str], Record]
_GOVERNMENT = re.compile(r"^(.+?(?:省|市|州|盟|地区|区|县|旗))人民政府$")
_SHOWN = 40


class _Report(Struct):
    """What is kept of one report until all are there: who, when, where, and the totals."""

    body: str
    year: int
    code: str | None
    path: str
    rank: tuple[int, str, int, str]
    packed: bytes  # of all reports at once, so kept small

    @property
    def totals(self) -> dict[str, Decimal]:
        return {name: Decimal(value) for name, value in json.loads(zlib.decompress(self.packed)).items()}


class Hierarchy(Struct, dict=True):
    """Collects the totals of all reports, then compares every parent with its subordinates."""

    bodies: Bodies
    forms: Sequence[Form] = ()
    _reports: dict[tuple[str, int], _Report] = field(default_factory=dict)

    @cached_property
    def _changes(self) -> frozenset[str]:
        """Indicators of increases and decreases: one body's decrease makes up for another's increase."""
        return frozenset(
            f"{table.id}.{row.id}.{column.id}"
            for form in self.forms
            for table in form.tables
            for column in table.columns
            if column.signed
            for row in table.rows
        )

    def add(self, digest: Digest) -> None:
        """Keep a report's totals: table counts without a split by kind of applicant."""
        record = digest.record
        body = self.bodies.identify(record.body)
        if body is None or record.year is None:
            return
        totals = {name: str(value) for name, value in _totals(record, self._changes).items()}
        packed = zlib.compress(json.dumps(totals).encode())
        report = _Report(body, record.year, _code(record), record.path, copy_rank(record), packed)
        before = self._reports.get((body, record.year))
        if totals and (before is None or report.rank < before.rank):
            self._reports[body, record.year] = report

    def findings(self, load: Load) -> Iterator[Finding]:
        """One finding a parent and year in which some total is below the sum of its subordinates' totals."""
        for year in sorted({year for _, year in self._reports}):
            reports = {body: report for (body, at), report in self._reports.items() if at == year}
            for parent, children, told in self._families(reports):
                over = _over(parent, children)
                if over and (told or not _own_only(load(parent.path))):
                    yield _finding(parent, children, over, told, load)

    def _families(self, reports: dict[str, _Report]) -> Iterator[tuple[_Report, list[_Report], bool]]:
        """Parents with their children of one year; `told` is true where the user's table says so."""
        governs = {r.code: body for body, r in sorted(reports.items()) if r.code and _GOVERNMENT.match(body)}
        divisions = {m.group(1): body for body in reports if (m := _GOVERNMENT.match(body))}
        named: dict[str, list[_Report]] = {}
        guessed: dict[str, list[_Report]] = {}
        for body, report in sorted(reports.items()):
            parent = self.bodies.parent(body, report.code if _GOVERNMENT.match(body) else None, governs)
            if parent in reports and parent is not None:
                (named if body in self.bodies.parents else guessed).setdefault(parent, []).append(report)
                continue
            above = _by_name(body, divisions)
            if parent is None and above is not None and above in reports:
                guessed.setdefault(above, []).append(report)
        for parent in sorted({*named, *guessed}):
            # What a table says and what a name suggests are not added up: the one is proof, the other is not.
            if parent in named:
                yield reports[parent], named[parent], True
            if parent in guessed:
                yield reports[parent], guessed[parent], False


def _by_name(body: str, divisions: dict[str, str]) -> str | None:
    """The government of the division a body's name begins with: X市教育局 belongs to X市人民政府."""
    fitting = [name for name in divisions if body.startswith(name) and divisions[name] != body]
    return divisions[max(fitting, key=len)] if fitting else None


def _own_only(record: Record) -> bool:
    """Whether a report says that it leaves the bodies below out."""
    texts = ("".join(fold(section.text).split()) for section in record.texts)
    return any(pattern.search(text) for text in texts for pattern in patterns("own_only"))


def _code(record: Record) -> str | None:
    division = record.division or ""
    return division if len(division) == 6 and division.isdigit() else None


def _totals(record: Record, changes: frozenset[str]) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for figure in record.figures:
        value = figure.quantity.value if figure.quantity is not None else None
        if figure.origin != "table" or figure.indicator is None or figure.role != "count" or figure.state != "value":
            continue
        if figure.indicator in changes:
            continue
        if value and value > 0 and figure.scope != "own" and figure.confidence != "ocr":
            kind, _, column = figure.indicator.rpartition(".")
            if column == "total" or kind.partition(".")[0] != "applications":
                totals.setdefault(figure.indicator, value)
    return totals


def _over(parent: _Report, children: Sequence[_Report]) -> list[tuple[Decimal, str]]:
    """Indicators whose children together exceed the parent, the largest excess first."""
    found = []
    summed: dict[str, Decimal] = {}
    for child in children:
        for indicator, value in child.totals.items():
            summed[indicator] = summed.get(indicator, Decimal(0)) + value
    for indicator, total in parent.totals.items():
        if summed.get(indicator, Decimal(0)) > total:
            found.append((summed[indicator] - total, indicator))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


def _finding(
    parent: _Report, children: Sequence[_Report], over: list[tuple[Decimal, str]], told: bool, load: Load
) -> Finding:
    whole = load(parent.path)
    indicator = over[0][1]
    shares = {child.body: child.totals.get(indicator, Decimal(0)) for child in children}
    below = [child for child in children if shares[child.body]]
    below.sort(key=lambda child: (-shares[child.body], child.body))
    records = [whole, *(load(child.path) for child in below[:_SHOWN])]
    figures = [(record, Figures(record).pick(indicator)) for record in records]
    evidence = [figure_evidence(record, figure) for record, figure in figures if figure is not None]
    label = evidence[0].label if evidence else indicator
    summed = plain(parent.totals[indicator] + over[0][0])
    total = plain(parent.totals[indicator])
    severity: Severity = "warning"
    doubt = "" if told else "（隶属关系由名称或区划代码推定）"
    doubt_en = "" if told else " (subordination inferred from names or codes)"
    more = f"，另有{len(over) - 1}项如此" if len(over) > 1 else ""
    more_en = f"; {len(over) - 1} more indicators likewise" if len(over) > 1 else ""
    finding = make(
        "H101", severity, "hierarchy", records,
        f"{parent.body}{parent.year}年“{label}”{total}，少于所属{len(below)}个机关之和{summed}{more}{doubt}",
        f"{parent.body} {parent.year} “{label}” {total} is below the sum {summed} of {len(below)} subordinates"
        f"{more_en}{doubt_en}",
        evidence, plain(-over[0][0]),
    )  # fmt: skip
    return _with_relation(finding, figures, severity) if len(below) < _SHOWN else finding


def _with_relation(finding: Finding, figures: Sequence[tuple[Record, Figure | None]], severity: Severity) -> Finding:
    terms = tuple(figure_term(record.path, figure) for record, figure in figures if figure is not None)
    text = " + ".join(f"t{n}" for n in range(1, len(terms)))
    if not text:
        return finding
    check = evaluate(Check("H101", "hierarchy", severity, parse(f"t0 >= {text}"), terms))
    return replace(finding, relations=(relation_of(check),))
