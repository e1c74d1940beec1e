"""Records to findings: every check tried, what is broken located, and how much was covered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from ..model import Coverage, Finding, Problem, Record, Relation
from .check import Check, evaluate
from .claims import claim_checks
from .culprit import locate
from .figures import Figures
from .findings import defect, findings_of, relation_of, scope_note, sorted_findings, unresolved
from .grid import Grid
from .narrative import narrative_checks
from .ratios import ratio_checks
from .second import SecondReader, doubted
from .tables import table_checks

if TYPE_CHECKING:
    from ..forms.schema import Form
    from .across_bodies import Bodies


class Reconciled(Struct, frozen=True):
    """What reconciling came to. `problems` and `coverage` are by path."""

    findings: tuple[Finding, ...] = ()
    unresolved: tuple[Finding, ...] = ()
    relations: tuple[Relation, ...] = ()
    problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    coverage: dict[str, Coverage] = field(default_factory=dict)


def reconcile(
    records: Sequence[Record],
    forms: Sequence[Form],
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    second_reader: SecondReader | None = None,
    bodies: Bodies | None = None,
) -> Reconciled:
    """Try every check on the records, alone and together, and say what does not agree.

    `select` and `ignore` are rule codes or their beginnings; an empty `select` means all. `bodies` tells which body is
    part of which; without it names and administrative codes do.
    """
    wanted = Wanted(tuple(select), tuple(ignore))
    by_form = {form.form: form for form in forms}
    grid = Grid()
    checks: list[Check] = []
    for record in records:
        grid.add(record.path, record.figures)
        checks += checks_of(record, by_form.get(record.form or ""), wanted)
    findings: list[Finding] = []
    if len(records) > 1:
        found = _across(records, forms, bodies)
        checks += [check for check in found[0] if wanted(check.rule)]
        findings += [finding for finding in found[1] if wanted(finding.rule)]
    problems = _second(records, checks, second_reader)
    findings += findings_of(locate(checks, grid))
    findings += [scope_note(check) for check in checks if check.outcome == "scope" and _to_tell(check)]
    for record in records:
        found_defects = (defect(record.path, claim) for claim in record.claims)
        findings += [each for each in found_defects if each is not None and wanted(each.rule)]
    open_checks = [check for check in checks if check.outcome in ("unknown", "blocked")]
    return Reconciled(
        sorted_findings(findings),
        tuple(unresolved(check) for check in open_checks),
        tuple(relation_of(check) for check in checks),
        problems,
        coverage_of(records, checks),
    )


def checks_of(record: Record, form: Form | None, wanted: Callable[[str], bool] | None = None) -> list[Check]:
    """The checks of one record, evaluated."""
    figures = Figures(record)
    made: list[Check] = []
    seen: set[object] = set()
    for check in _made(figures, form):
        if wanted is not None and not wanted(check.rule):
            continue
        if check.outcome != "unknown":
            # Tried as it was made: a form states a relation once, and nothing else relates cells under its codes.
            made.append(_scoped(check))
            continue
        terms = [(term.figure.id,) if term.figure is not None else term.label for term in check.terms]
        mark = (check.rule, check.expression.text, *terms)
        if mark not in seen:
            seen.add(mark)
            made.append(_scoped(evaluate(check)))
    return made


def _made(figures: Figures, form: Form | None) -> Iterator[Check]:
    if form is not None:
        yield from table_checks(figures, form)
    yield from narrative_checks(figures)
    yield from claim_checks(figures)
    yield from ratio_checks(figures, form)


class Wanted(Struct, frozen=True):
    """Whether a rule is to be tried; codes or their beginnings, an empty `select` means all."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def __call__(self, rule: str) -> bool:
        if self.ignore and rule.startswith(self.ignore):
            return False
        return not self.select or rule.startswith(self.select)


def _scoped(check: Check) -> Check:
    """Differences that another scope explains are no contradiction; they are counted, and told where they matter."""
    if check.outcome == "broken" and "different" in check.lowered:
        check.outcome = "scope"
        check.reason, check.reason_en = "范围或时期不同，不可直接比较", "scopes or periods differ; not comparable"
    elif check.kind == "scope" and check.outcome == "holds" and check.gap:
        check.outcome = "scope"
        check.reason, check.reason_en = check.why, check.why_en
    elif "added" in check.lowered and check.outcome == "holds":
        # That the body's own rows close it may be chance: it is told, and speaks for no number.
        check.outcome = "scope"
        check.reason, check.reason_en = "计入本机关自行增加的行后相符", "it adds up with the rows that the body added"
    return check


def _to_tell(check: Check) -> bool:
    return check.kind == "scope" or "added" in check.lowered


def _across(
    records: Sequence[Record], forms: Sequence[Form], bodies: Bodies | None
) -> tuple[Sequence[Check], Sequence[Finding]]:
    from importlib import import_module

    found = import_module(".across", __package__).across(records, forms, bodies)
    return found.checks, found.findings


def _second(
    records: Sequence[Record], checks: Sequence[Check], reader: SecondReader | None
) -> dict[str, tuple[Problem, ...]]:
    """Problems of the cells that two engines read differently; the checks on them are left undecided."""
    if reader is None or not any(check.outcome == "broken" for check in checks):
        return {}
    found = doubted(records, checks, reader)
    for check in checks:
        if any(term.figure is not None and term.figure.id in found.get(term.document, ()) for term in check.terms):
            check.outcome = "blocked"
            check.reason, check.reason_en = "单元格两次读取不一致", "two readings of a cell differ"
    return {path: tuple(cells.values()) for path, cells in found.items()}


def coverage_of(records: Sequence[Record], checks: Iterable[Check]) -> dict[str, Coverage]:
    """How much of each document was read, linked and checked."""
    counts: dict[str, dict[str, int]] = {record.path: {} for record in records}
    for check in checks:
        for path in {term.document for term in check.terms}:
            if path in counts:
                counts[path][check.outcome] = counts[path].get(check.outcome, 0) + 1
    return {record.path: _coverage(record, counts[record.path]) for record in records}


def _coverage(record: Record, outcomes: dict[str, int]) -> Coverage:
    values = [figure for figure in record.figures if figure.state == "value"]
    return Coverage(
        record.cells, record.cells_read, len(values), sum(1 for f in values if f.indicator is not None),
        sum(outcomes.values()), outcomes.get("holds", 0), outcomes.get("broken", 0), outcomes.get("rounding", 0),
        outcomes.get("truncation", 0), outcomes.get("scope", 0), outcomes.get("unknown", 0),
        outcomes.get("blocked", 0),
    )  # fmt: skip
