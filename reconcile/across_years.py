"""One body's reports of different years: what one carries forward, claims of growth, totals that may not fall."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..forms.expression import parse
from ..forms.templates import spelled_out
from ..model import Claim, Figure, Record, copy_rank, fold
from .across_digest import is_cumulative, told_of_last_year, unlike, values_of
from .across_doubts import Changed, changed_between, doubts, named_alike, of_another_year, scope_doubt, scoped
from .check import Check, Term, common_factors, evaluate, figure_term
from .figures import Figures, short_label
from .growth import growth_text, signed_text
from .plan import instances
from .terms import lowered_by, terms_of
from .units import comparable

if TYPE_CHECKING:
    from ..forms.schema import Form, Rule

_PREV = "prev."
_WORD = re.compile(r"[A-Za-z_][\w.]*")
# How near a phrase stands to its number, and how long it must be to name an indicator without more context.
_NEAR_WORDS, _LEAST_WORDS = 4, 4
_DIRECTION = {"up": ">", "down": "<", "flat": "=="}


def year_checks(records: Sequence[Record], forms: Sequence[Form]) -> list[Check]:
    """The checks between the reports of one body. Of several copies of a year the most readable one speaks."""
    by_form = {form.form: form for form in forms}
    figures = {year: Figures(record) for year, record in _chosen(records).items()}
    made: list[Check] = []
    for year in sorted(figures):
        before = figures.get(year - 1)
        if before is None:
            continue
        now = figures[year]
        form = by_form.get(now.record.form or "")
        if form is not None:
            made += _declared(now, before, form, by_form.get(before.record.form or ""))
        changed = changed_between(form, by_form.get(before.record.form or ""))
        made += _claims(now, before, changed)
        made += _restated(now, before, form, changed)
    made += _cumulative([figures[year] for year in sorted(figures)])
    by_path = {record.path: record for record in records}
    return [named_alike(scoped(evaluate(check)), by_path) for check in made]


def _chosen(records: Sequence[Record]) -> dict[int, Record]:
    """One report a year. A year with two unlike reports has none: one name may be borne by several bodies."""
    chosen: dict[int, Record] = {}
    torn: set[int] = set()
    for record in records:
        if record.year is None or record.form is None:
            continue
        best = chosen.get(record.year)
        if best is None:
            chosen[record.year] = record
            continue
        if unlike(values_of(best), values_of(record)):
            torn.add(record.year)
        if copy_rank(record) < copy_rank(best):
            chosen[record.year] = record
    return {year: record for year, record in chosen.items() if year not in torn}


# ---------------------------------------------------------------- relations the forms declare
def _declared(now: Figures, before: Figures, form: Form, form_before: Form | None) -> Iterator[Check]:
    """The rules with `prev.`, column by column or row by row, where both reports have the numbers' places."""
    for rule in form.rules:
        if rule.status == "retired" or _PREV not in rule.expr:
            continue
        names = parse(rule.expr, declared=True).names
        order = {name: f"t{number}" for number, name in enumerate(names)}
        text = _WORD.sub(lambda word, order=order: order.get(word.group(), word.group()), rule.expr)  # type: ignore[misc]
        for filled, place in instances(form, rule):
            terms = _terms(names, filled, now, before)
            if terms is not None:
                yield _declared_check(rule, text, order, terms, place, _broken_series(filled, form, form_before))


def _terms(names: Sequence[str], filled: dict[str, str], now: Figures, before: Figures) -> tuple[Term, ...] | None:
    """The terms in the expression's order; None where a report does not have one of them at all."""
    terms = []
    for name in names:
        indicator = filled[name]
        source = before if indicator.startswith(_PREV) else now
        figure = source.pick(indicator.removeprefix(_PREV))
        if figure is None:
            return None
        terms.append(dated_term(source, figure))
    return tuple(terms)


def _declared_check(
    rule: Rule, text: str, order: dict[str, str], terms: tuple[Term, ...], place: str, changed: bool
) -> Check:
    message, message_en = rule.message, rule.message_en
    for name, term in order.items():
        message = message.replace("{" + name + "}", "{" + term + "}")
        message_en = message_en.replace("{" + name + "}", "{" + term + "}")
    return Check(
        rule.code, rule.kind, rule.severity, parse(text), terms, rule.why, rule.why_en, message, message_en,
        ("unproven",) if changed else (), place=place,
    )  # fmt: skip


def _broken_series(filled: dict[str, str], form: Form, before: Form | None) -> bool:
    """True where the form changed between the two years and the concept with it."""
    changed = changed_between(form, before)
    return any(changed(indicator.removeprefix(_PREV)) for indicator in filled.values())


def dated_term(figures: Figures, figure: Figure) -> Term:
    """A term that says of which year's report it is."""
    year = figures.record.year
    label = short_label(figure.label) or figure.subject
    return figure_term(figures.path, figure, f"{label}（{year}年报告）", f"{label} ({year} report)")


# ---------------------------------------------------------------- growth claims against last year's own report
def _claims(now: Figures, before: Figures, changed: Changed) -> Iterator[Check]:
    makers: dict[str, Callable[[Figures, Figures, Claim, Term, Term], Check | None]] = {
        "growth": _growth, "change": _change, "direction": _direction,
    }  # fmt: skip
    for claim in now.record.claims:
        maker = makers.get(claim.kind)
        if maker is None or of_another_year(claim, now):
            continue
        current = terms_of(now, claim, "current")
        if not current or current[0].figure is None:
            continue
        base = _same_figure(current[0].figure, before)
        if base is None or not comparable(current[0].unit, base.unit):
            continue
        check = maker(now, before, claim, current[0], base)
        if check is not None:
            lowered = doubts(now, current[0], base, current[0].figure.indicator, changed)
            yield replace(check, lowered=(*check.lowered, *lowered))


def _growth(now: Figures, before: Figures, claim: Claim, current: Term, base: Term) -> Check | None:
    growth = terms_of(now, claim, "growth")
    text = growth_text(growth[0], current.unit) if growth else None
    if text is None:
        return None
    return _claimed(
        "C201", claim, _scaled(signed_text(text, claim, growth[0]), current, base), (current, base, growth[0])
    )


def _change(now: Figures, before: Figures, claim: Claim, current: Term, base: Term) -> Check | None:
    change = terms_of(now, claim, "change")
    if not change:
        return None
    return _claimed("C202", claim, signed_text("t0 - t1 == t2", claim, change[0]), (current, base, change[0]))


def _direction(now: Figures, before: Figures, claim: Claim, current: Term, base: Term) -> Check | None:
    sign = _DIRECTION.get(claim.note)
    if sign is None:
        return None
    return _claimed("C203", claim, _scaled(f"t0 {sign} t1", current, base), (current, base))


def _claimed(rule: str, claim: Claim, text: str, terms: tuple[Term, ...]) -> Check:
    return Check(rule, "year", "warning", parse(text), terms, lowered=lowered_by(claim), group=claim.id, claim=claim)


def _same_figure(figure: Figure, other: Figures, indicator: str | None = None) -> Term | None:
    """Last year's number for the same thing: the table's before the narrative's; None where it is not certain which."""
    indicator = indicator or figure.indicator
    if indicator is None:
        return None
    found = other.pick(indicator)
    if found is None:
        told = [f for f in other.narrative.get(indicator, ()) if _is_own_year(f, other) and f.role == figure.role]
        values = {f.quantity.value for f in told if f.quantity is not None}
        found = told[0] if len(values) == 1 else None
    if found is None or found.state != "value":
        return None
    return dated_term(other, found)


def _is_own_year(figure: Figure, figures: Figures) -> bool:
    return figure.period is None or figure.period == str(figures.record.year)


@lru_cache(maxsize=256)
def _scaled_text(text: str, factors: tuple[object, ...]) -> str:
    for number, factor in enumerate(factors):
        text = text.replace(f"t{number}", f"(t{number} * {factor:f})")
    return text


def _scaled(text: str, current: Term, base: Term) -> str:
    units = [current.unit, base.unit]
    return _scaled_text(text, common_factors(units)) if all(units) else text


# ---------------------------------------------------------------- last year's numbers told again
def _restated(now: Figures, before: Figures, form: Form | None, changed: Changed) -> Iterator[Check]:
    """A number this report gives for last year, and growth bases, against last year's own report."""
    told: dict[str, tuple[Figure, str]] = {}
    for figure in now.record.figures:
        if told_of_last_year(figure, now.record):
            indicator = figure.indicator or _by_words(figure, form)
            if indicator is not None:
                told[figure.id] = figure, indicator
    for claim in now.record.claims:
        pairs = {part.role: now.by_id.get(part.figure or "") for part in claim.terms}
        base, current = pairs.get("base"), pairs.get("current")
        if base is not None and current is not None and current.indicator is not None:
            told[base.id] = base, base.indicator or current.indicator
    for figure, indicator in told.values():
        base_term = _same_figure(figure, before, indicator)
        if base_term is None or base_term.figure is None or figure.role != base_term.figure.role:
            continue
        term = dated_term(now, figure)
        if comparable(term.unit, base_term.unit):
            text = _scaled("t0 == t1", term, base_term)
            lowered = doubts(now, term, base_term, indicator, changed)
            yield Check("C204", "year", "warning", parse(text), (term, base_term), lowered=lowered)


def _by_words(figure: Figure, form: Form | None) -> str | None:
    """The indicator that the form's own phrases give to the words just before a number; None where several fit."""
    if form is None or (figure.scope or "").startswith("named:"):
        return None
    clause = "".join(fold(figure.text).split())
    lead = clause.partition("".join(fold(figure.raw).split()))[0]
    unit = figure.quantity.unit if figure.quantity is not None else ""
    best: dict[str, int] = {}
    for phrase in form.narrative:
        if (phrase.units and unit not in phrase.units) or any(word in clause for word in phrase.none):
            continue
        if not all(word in clause for word in phrase.all):
            continue
        for words in spelled_out(phrase.any):
            at = lead.rfind(words)
            if at >= 0 and len(lead) - at - len(words) <= _NEAR_WORDS:
                best[phrase.indicator] = max(best.get(phrase.indicator, 0), len(words))
    longest = max(best.values(), default=0)
    fitting = [indicator for indicator, length in best.items() if length == longest]
    return fitting[0] if len(fitting) == 1 and longest >= _LEAST_WORDS else None


def _cumulative(series: Sequence[Figures]) -> Iterator[Check]:
    """Totals that add up over the years may not fall from one report to the next."""
    last: dict[tuple[str, str, str], Term] = {}
    for figures in series:
        found: dict[tuple[str, str, str], Term] = {}
        for figure in figures.record.figures:
            if not is_cumulative(figure) or figure.state != "value" or figure.modality != "achieved":
                continue
            name, first = figure.indicator or figure.subject, (figure.period or "").partition("/")[0]
            if name and first != str(figures.record.year) and figure.quantity is not None:
                found.setdefault((name, figure.quantity.unit, first), dated_term(figures, figure))
        for key, term in found.items():
            before = last.get(key)
            if before is not None:
                lowered = (*scope_doubt(figures.record.level, term, before), *(() if _linked(term) else ("doubtful",)))
                yield Check("C205", "year", "warning", parse("t0 <= t1"), (before, term), lowered=lowered)
        last.update(found)


def _linked(term: Term) -> bool:
    return term.figure is not None and term.figure.indicator is not None
