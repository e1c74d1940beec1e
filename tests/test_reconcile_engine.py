"""Records to findings: what is found, how serious it is called, what is said of it, and what is left alone."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from types import ModuleType

import pytest
from gouji.extract.record import extract
from gouji.forms.loader import load_forms
from gouji.model import Block, ClaimTerm, Document, Finding, Location, Problem, Quantity, Record
from gouji.reconcile.engine import Reconciled, checks_of, reconcile
from gouji.reconcile.findings import relation_of
from gouji.reconcile.plan import Line, plan_of
from msgspec.structs import replace

FORMS = {form.form: form for form in load_forms()}


def run(*records: Record, **options: object) -> Reconciled:
    return reconcile(list(records), list(FORMS.values()), **options)  # type: ignore[arg-type]


def flat(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity) for finding in findings]


def suspects(finding: Finding) -> list[tuple[str, str | None]]:
    return [(e.value or "", e.suggested) for e in finding.evidence if e.suspect]


def dispute(**values: int) -> dict[str, int]:
    return {f"disputes.review.{column}": value for column, value in values.items()}


@pytest.mark.parametrize("seed", range(30))
def test_plain_counts_come_out_as_every_other_number_does(hand: ModuleType, seed: int) -> None:
    """Relations over plain counts are tried without their terms; terms, outcome and gap are those of the full way."""
    draw = random.Random(seed)
    form = FORMS[draw.choice(["annual-2019", "annual-2021", "statistics-2014"])]
    headings = sorted(plan_of(form).headings)
    printed = draw.sample(headings, draw.randint(0, len(headings)))
    names = sorted({*printed, *(cell.indicator for sums in plan_of(form).sums for cell in sums.line.cells)})
    values = {name: draw.choice([0, 0, 1, 2, 3]) for name in names} | {draw.choice(names): "2.5"}
    record = hand.from_values(form, values, blank=draw.sample(names, draw.randrange(3)))
    twice = [replace(figure, id=f"t9:{n},0") for n, figure in enumerate(draw.sample(record.figures, 20))]
    record = replace(record, figures=(*twice[:10], *record.figures, *twice[10:]))
    quick = checks_of(record, form)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Line, "gap", lambda *_: None)
        full = checks_of(record, form)
    shown = [[(relation_of(check), check.gap, check.kind, check.keys) for check in each] for each in (quick, full)]
    assert shown[0] == shown[1]


def test_a_total_left_at_zero_is_the_suspect_and_its_sum_the_cure(hand: ModuleType) -> None:
    record = hand.from_values(FORMS["annual-2021"], dispute(upheld=10, corrected=1, other=0, pending=0, total=0))
    found = run(record).findings
    assert flat(found) == [("S102", "error")]
    assert suspects(found[0]) == [("0", "11")]
    assert found[0].gap == "11"


def test_ninety_nine_stays_ninety_nine(hand: ModuleType) -> None:
    """The printed number is never replaced by the computed one, wherever it is told."""
    record = hand.from_values(FORMS["annual-2021"], dispute(upheld=3, corrected=1, other=1, pending=1, total=99))
    outcome = run(record)
    (finding,) = outcome.findings
    total = next(e for e in finding.evidence if e.column == "总计")
    assert (total.value, total.quote) == ("99", "99")
    assert [t.value for r in finding.relations for t in r.terms if t.column == "总计"] == ["99"]
    assert [t.value for r in outcome.relations for t in r.terms if t.column == "总计"] == ["99"]
    assert "总计 99" in finding.message and "总计 99" in finding.message_en
    assert next(f for f in record.figures if f.column == "总计").raw == "99"


def test_a_blank_is_not_zero(hand: ModuleType) -> None:
    values = dispute(upheld=1, corrected=1, other=0, total=3)
    record = hand.from_values(FORMS["annual-2021"], values, blank=["disputes.review.pending"])
    outcome = run(record)
    assert outcome.findings == ()
    (left,) = outcome.unresolved
    assert "留空" in left.explanation and "blank" in left.explanation_en
    assert outcome.coverage[record.path].unknown == 1


def test_parts_above_the_total_are_wrong_even_beside_a_blank(hand: ModuleType) -> None:
    values = dispute(upheld=4, corrected=1, other=0, total=3)
    record = hand.from_values(FORMS["annual-2021"], values, blank=["disputes.review.pending"])
    assert flat(run(record).findings) == [("S102", "warning")]


def test_a_heading_without_number_is_worth_its_rows(hand: ModuleType) -> None:
    form = FORMS["annual-2021"]
    table = next(table for table in form.tables if table.id == "applications")
    names = [f"applications.{row.id}.person" for row in table.rows if not row.header]
    values = dict.fromkeys(names, 0)
    values |= {"applications.refused_internal.person": 2, "applications.granted.person": 3}
    values |= {"applications.handled.person": 5, "applications.new.person": 5}
    assert run(hand.from_values(form, values)).findings == ()
    values["applications.handled.person"] = values["applications.new.person"] = 4
    found = run(hand.from_values(form, values)).findings
    assert flat(found) == [("S101", "error")]


@pytest.mark.parametrize(
    ("person", "business", "outcome"),
    [(2, 5, "scope"), (None, 5, "unknown"), (None, None, "broken"), (1, 5, "broken")],
)
def test_a_row_of_the_bodys_own_may_be_what_a_total_has_beyond_its_rows(
    hand: ModuleType, person: int | None, business: int | None, outcome: str
) -> None:
    """Printed, it closes the total or does not; blank, it may be the rest; a row without any number is a heading."""
    form = FORMS["annual-2021"]
    number, table = next((n, t) for n, t in enumerate(form.tables, 1) if t.id == "applications")
    down = next(n for n, row in enumerate(table.rows) if row.id == "refused")
    values = {f"applications.{row.id}.person": 0 for row in table.rows if not row.header}
    record = hand.from_values(form, values | {"applications.granted.person": 3, "applications.handled.person": 5})
    own = [
        hand.cell(None, value, (down, right), table=f"t{number}", label="另行", state="value" if value else "blank")
        for right, value in enumerate((person, business))
    ]
    checks = checks_of(replace(record, figures=(*record.figures, *own)), form, lambda rule: rule == "S101")
    assert [check.outcome for check in checks] == [outcome]


def test_loose_or_ocr_readings_are_at_most_warnings(hand: ModuleType) -> None:
    record = hand.from_values(FORMS["annual-2021"], dispute(upheld=3, corrected=1, other=1, pending=1, total=9))
    for confidence in ("loose", "ocr"):
        read = replace(record, figures=tuple(replace(f, confidence=confidence) for f in record.figures))
        assert flat(run(read).findings) == [("S102", "warning")]


def test_rules_can_be_selected_and_ignored(hand: ModuleType) -> None:
    record = hand.from_values(FORMS["annual-2021"], dispute(upheld=3, corrected=1, other=1, pending=1, total=9))
    assert run(record, ignore=("S1",)).findings == ()
    assert run(record, select=("N",)).relations == ()
    assert len(run(record, select=("S102",)).findings) == 1


# ---------------------------------------------------------------- text and table
def founding(hand: ModuleType, prose_value: int = 41) -> Record:
    """Eight outcomes of applications in a table that closes, and one of them told otherwise in a sentence."""
    outcomes = {"already_public": 86, "granted": 336, "partly": 43, "refused": 41, "not_this_body": 51,
                "not_existing": 42, "correction": 63, "other_channel": 25, "handled": 687}  # fmt: skip
    values = {f"applications.{name}.total": value for name, value in outcomes.items()}
    record = hand.from_values(FORMS["statistics-2014"], values)
    whole = hand.said(10, 687, subject="申请答复数", indicator="applications.handled.total")
    parts = []
    for number, (name, value) in enumerate(outcomes.items()):
        if name != "handled":
            told = prose_value if name == "partly" else value
            parts.append(hand.said(20 + number, told, subject=name, indicator=f"applications.{name}.total"))
    share = hand.said(90, 6, "%", role="share")
    claims = (
        hand.claim("sum", 10, [("whole", whole), *(("part", part) for part in parts)], complete=True),
        hand.claim("share", 90, [("whole", whole), ("part", parts[2]), ("share", share)]),
    )
    return replace(record, figures=(*record.figures, whole, *parts, share), claims=claims, year=2016)


def test_a_sentence_against_the_table_is_one_finding_with_its_proof(hand: ModuleType) -> None:
    found = run(founding(hand)).findings
    assert flat(found) == [("N101", "error")]
    assert suspects(found[0]) == [("41", "43")]
    assert next(e for e in found[0].evidence if e.suspect).source == "narrative"
    assert [relation.rule for relation in found[0].relations] == ["N101", "S103"]
    assert "S101" in found[0].explanation and "687" in found[0].explanation


@pytest.mark.parametrize(("told", "rules"), [(90, [("S104", "error")]), (80, [])])
def test_a_total_the_table_leaves_out_is_held_against_its_rows(
    hand: ModuleType, told: int, rules: list[tuple[str, str]]
) -> None:
    rows = {"unable_not_held": 71, "unable_not_ready": 9, "unable_unclear": 0}
    record = hand.from_values(FORMS["annual-2021"], {f"applications.{row}.total": n for row, n in rows.items()})
    said = hand.said(10, told, "件", subject="无法提供", indicator="applications.unable.total")
    assert flat(run(replace(record, figures=(*record.figures, said))).findings) == rules


def test_a_cell_is_named_by_row_and_column(hand: ModuleType) -> None:
    record = hand.from_values(FORMS["annual-2021"], {"disputes.review.upheld": 9})
    spoken = hand.said(10, 8, "件", subject="维持", indicator="disputes.review.upheld")
    (finding,) = run(replace(record, figures=(*record.figures, spoken))).findings
    assert "“行政复议〔结果维持〕”" in finding.message


def test_the_same_report_without_the_slip_is_clean(hand: ModuleType) -> None:
    outcome = run(founding(hand, 43))
    assert outcome.findings == ()
    assert outcome.coverage["report.txt"].held == len(outcome.relations)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, [("N101", "error")]),
        ({"link": "doubtful"}, [("N101", "warning")]),
        ({"scope": "own"}, []),
        ({"period": "2022"}, []),
        ({"period": "/2023-12-31"}, [("N101", "note")]),
        ({"modality": "planned"}, []),
        ({"role": "growth"}, []),
    ],
)
def test_scope_period_and_link_decide_how_serious_a_difference_is(
    hand: ModuleType, more: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    record = hand.from_values(FORMS["annual-2021"], dispute(total=5))
    told = hand.said(10, 4, indicator="disputes.review.total", **more)
    assert flat(run(replace(record, figures=(*record.figures, told))).findings) == expected


def test_a_difference_of_scope_is_counted_as_such(hand: ModuleType) -> None:
    record = hand.from_values(FORMS["annual-2021"], dispute(total=5))
    told = hand.said(10, 4, indicator="disputes.review.total", scope="own")
    outcome = run(replace(record, figures=(*record.figures, told)))
    assert outcome.coverage["report.txt"].scope == 1


def test_units_that_mean_the_same_are_compared_and_others_are_not(hand: ModuleType) -> None:
    record = hand.from_values(FORMS["annual-2021"], {"fees.fees.amount": 3})
    figures = tuple(replace(f, quantity=replace(f.quantity, unit="万元")) for f in record.figures)
    for unit, value, count in (("元", 30000, 0), ("元", 3000, 1), ("件", 3, 0), ("万元", 4, 1)):
        told = hand.said(10, value, unit, indicator="fees.fees.amount")
        assert len(run(replace(record, figures=(*figures, told))).findings) == count


def test_a_hedged_number_is_an_interval_and_at_most_a_warning(hand: ModuleType) -> None:
    record = hand.from_values(FORMS["annual-2021"], dispute(total=37550))
    for lo, hi, expected in ((37500, 37600, []), (38500, 38600, [("N101", "warning")])):
        held = Quantity(Decimal(lo), Decimal(lo), Decimal(hi), True, True, "条", "over")
        told = hand.said(10, f"{lo}余", "条", held=held, indicator="disputes.review.total")
        assert flat(run(replace(record, figures=(*record.figures, told))).findings) == expected


# ---------------------------------------------------------------- sums and shares in sentences
def categories(hand: ModuleType, complete: bool | None = None) -> Record:
    """Six categories that reach 99.7 % of their whole, every share right by truncation."""
    whole = hand.said(10, 344266, "条", subject="全部信息")
    figures, claims = [whole], []
    pairs = [("159564", "46.3"), ("10809", "3.14"), ("6236", "1.81"), ("11859", "3.44"), ("11763", "3.41")]
    for number, (count, share) in enumerate([*pairs, ("142903", "41.51")]):
        at = 100 + number * 20
        part = hand.said(at, int(count), "条", subject="其他类" if number == 5 else f"第{number}类")
        percent = hand.said(at + 10, share, "%", role="share")
        figures += [part, percent]
        claims.append(hand.claim("share", at, [("whole", whole), ("part", part), ("share", percent)]))
    parts = [("part", figure) for figure in figures[1:] if figure.role == "count"]
    claims.append(hand.claim("sum", 10, [("whole", whole), *parts], complete=complete))
    return hand.record(figures, claims, None)


def test_a_list_that_falls_short_though_each_share_fits_lacks_a_category(hand: ModuleType) -> None:
    found = run(categories(hand)).findings
    assert flat(found) == [("S103", "error")]
    assert suspects(found[0]) == []
    assert "1132" in found[0].message and "漏列" in found[0].message and "missing" in found[0].message_en
    assert {relation.rule for relation in found[0].relations} == {"S103", "R106"}


def test_a_list_not_known_to_be_complete_may_fall_short_but_not_exceed(hand: ModuleType) -> None:
    whole, one, two = hand.said(1, 20), hand.said(2, 12), hand.said(3, 7)
    claim = hand.claim("sum", 1, [("whole", whole), ("part", one), ("part", two)])
    assert run(hand.record([whole, one, two], [claim])).findings == ()
    more = hand.said(2, 14)
    claim = hand.claim("sum", 1, [("whole", whole), ("part", more), ("part", two)])
    assert flat(run(hand.record([whole, more, two], [claim])).findings) == [("P103", "error")]


def test_over_other_numbers_a_part_is_not_proven_to_belong_to_its_whole(hand: ModuleType) -> None:
    whole, between, part = hand.said(1, 20), hand.said(9, 300, "家"), hand.said(20, 45)
    claim = hand.claim("part", 1, [("whole", whole), ("part", part)])
    assert flat(run(hand.record([whole, part], [claim])).findings) == [("P103", "error")]
    assert flat(run(hand.record([whole, between, part], [claim])).findings) == [("P103", "warning")]
    more = hand.claim("sum", 1, [("whole", whole), ("part", part), ("part", hand.said(30, 2))])
    record = hand.record([whole, between, part, hand.said(30, 2)], [more])
    assert flat(run(record).findings) == [("P103", "warning")]


@pytest.mark.parametrize(
    ("share", "outcome"),
    [("16.7", "rounding"), ("17", "rounding"), ("16", "truncation"), ("16.66", "truncation"), ("18", "broken"),
     ("16.5", "broken"), ("17.0", "broken")],
)  # fmt: skip
def test_shares_are_read_as_rounded_or_cut_off(hand: ModuleType, share: str, outcome: str) -> None:
    part, whole, percent = hand.said(1, 1), hand.said(2, 6), hand.said(3, share, "%", role="share")
    claim = hand.claim("share", 1, [("part", part), ("whole", whole), ("share", percent)])
    (relation,) = run(hand.record([part, whole, percent], [claim])).relations
    assert relation.outcome == outcome


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        # Rounded they make 99.9: one was made a tenth more.
        (("82.4", "16.3", "1.3"), [("R101", "note")]),
        (("82.4", "16.3", "1.2"), []),
        (("82.4", "16.2", "1.4"), [("R101", "error"), ("R101", "error")]),
        (("82.4", "16.3", "1.4"), [("R101", "error")]),
    ],
)
def test_a_share_moved_so_that_the_list_makes_100_is_only_noted(
    hand: ModuleType, shares: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    whole = hand.said(1, 1046)
    parts = [hand.said(10 * n, count) for n, count in enumerate((862, 171, 13), 1)]
    percents = [hand.said(10 * n + 5, share, "%", role="share") for n, share in enumerate(shares, 1)]
    claims = [
        hand.claim("share", 10 * n, [("whole", whole), ("part", part), ("share", percent)])
        for n, (part, percent) in enumerate(zip(parts, percents, strict=True))
    ]
    assert flat(run(hand.record([whole, *parts, *percents], claims)).findings) == expected


def test_a_share_that_no_count_can_give_is_found(hand: ModuleType) -> None:
    for share, count in (("33", 0), ("66.6", 0), ("50", 1), ("34", 1)):
        whole, percent = hand.said(2, 3), hand.said(3, share, "%", role="share")
        claim = hand.claim("share", 1, [("whole", whole), ("share", percent)])
        assert len(run(hand.record([whole, percent], [claim])).findings) == count


@pytest.mark.parametrize(("growth", "count"), [("29.4", 0), ("29.3", 0), ("28.4", 1), ("2.94", 1)])
def test_growth_against_its_endpoints(hand: ModuleType, growth: str, count: int) -> None:
    current, base = hand.said(1, 24190), hand.said(2, 18694, period="2022")
    rate = hand.said(3, growth, "%", role="growth")
    claim = hand.claim("growth", 1, [("current", current), ("base", base), ("growth", rate)])
    assert len(run(hand.record([current, base, rate], [claim])).findings) == count


def test_growth_of_a_whole_against_growth_of_its_parts(hand: ModuleType) -> None:
    def report(whole_growth: str) -> Record:
        figures, claims, pieces = [], [], []
        rows = ((21802, whole_growth), (5200, "21.38"), (16602, "24.33"))
        for number, (count, growth) in enumerate(rows):
            current = hand.said(number * 10, count, "户")
            rate = hand.said(number * 10 + 5, growth, "%", role="growth")
            figures += [current, rate]
            claims.append(hand.claim("growth", number * 10, [("current", current), ("growth", rate)]))
            pieces.append(("part" if number else "whole", current))
        claims.append(hand.claim("sum", 0, pieces, complete=True))
        return hand.record(figures, claims)

    assert run(report("23.62")).findings == ()
    assert flat(run(report("26.32")).findings) == [("R105", "warning")]


# Of the 24 dealt with, of the 20 received, of the 25 with those carried in; of the 3 of its kind under a heading.
@pytest.mark.parametrize(
    ("row", "part", "share", "count"),
    [("granted", 10, share, 0) for share in ("41.7", "50", "40")]
    + [("granted", 10, "45", 1), ("refused_process", 2, "66.7", 0), ("refused_process", 2, "33.3", 1)],
)
def test_a_share_of_what_the_table_tells(hand: ModuleType, row: str, part: int, share: str, count: int) -> None:
    form = FORMS["annual-2021"]
    table = next(table for table in form.tables if table.id == "applications")
    values = {row.id: 0 for row in table.rows if not row.header} | {"handled": 24, "new": 20, "carried_in": 5}
    values |= {"granted": 10, "refused_process": 2, "refused_enforcement": 1}
    record = hand.from_values(form, {f"applications.{name}.total": n for name, n in values.items()})
    said = hand.said(1, part, indicator=f"applications.{row}.total")
    of = hand.said(2, share, unit="%", role="share")
    claim = hand.claim("share", 1, [("part", said), ("share", of)], doubtful=True)
    found = run(replace(record, figures=(*record.figures, said, of), claims=(claim,))).findings
    assert flat([one for one in found if one.rule == "R101"]) == [("R101", "warning")] * count


@pytest.mark.parametrize(("note", "change", "count"), [("up", 7, 0), ("up", 8, 1), ("down", 7, 1)])
def test_a_change_is_the_difference_of_its_endpoints(hand: ModuleType, note: str, change: int, count: int) -> None:
    current, base, by = hand.said(1, 20), hand.said(2, 13, period="2022"), hand.said(3, change, role="change")
    claim = hand.claim("change", 1, [("current", current), ("base", base), ("change", by)], note=note)
    assert len(run(hand.record([current, base, by], [claim])).findings) == count


@pytest.mark.parametrize(
    ("note", "change", "growth", "count"),
    [("up", 20, "20", 0), ("up", 20, "16.7", 1), ("down", 20, "14.3", 0), ("down", 20, "20", 1), ("up", 120, "100", 0)],
)
def test_a_growth_goes_with_the_change_told_beside_it(
    hand: ModuleType, note: str, change: int, growth: str, count: int
) -> None:
    current, by = hand.said(1, 120), hand.said(2, change, role="change")
    rate = hand.said(3, growth, unit="%", role="growth")
    claims = [
        hand.claim("change", 1, [("current", current), ("change", by)], note=note),
        hand.claim("growth", 2, [("current", current), ("growth", rate)], note=note),
    ]
    found = run(hand.record([current, by, rate], claims)).findings
    assert flat(found) == [("R103", "warning")] * count


@pytest.mark.parametrize(("link", "severity"), [("exact", "error"), ("doubtful", "warning"), ("loose", "note")])
def test_how_sure_the_words_are_bounds_the_severity(hand: ModuleType, link: str, severity: str) -> None:
    record = hand.from_values(FORMS["annual-2021"], {"documents.normative.made": 5})
    said = hand.said(1, 6, indicator="documents.normative.made", link=link)
    assert flat(run(replace(record, figures=(*record.figures, said))).findings) == [("N101", severity)]


# ---------------------------------------------------------------- words and lists
def test_words_that_deny_what_the_numbers_say(hand: ModuleType) -> None:
    record = hand.from_values(FORMS["annual-2021"], dispute(total=2, upheld=2, corrected=0, other=0, pending=0))
    claim = hand.claim("none", 1, [("subject", "disputes.review.total")], text="未发生行政复议")
    found = run(replace(record, claims=(claim,))).findings
    assert flat(found) == [("W101", "error")]
    assert "未发生行政复议" in found[0].message


def test_words_that_all_was_done_though_some_is_left(hand: ModuleType) -> None:
    record = hand.from_values(FORMS["annual-2021"], {"applications.carried_out.total": 1})
    claim = hand.claim("all_done", 1, [("subject", "applications.new.total")], text="均已办结")
    assert flat(run(replace(record, claims=(claim,))).findings) == [("W102", "error")]


@pytest.mark.parametrize(("counted", "found"), [(24, []), (25, [("W102", "error")])])
def test_all_of_so_many_were_done(hand: ModuleType, counted: int, found: list[tuple[str, str]]) -> None:
    values = {"applications.carried_out.total": 1, "applications.handled.total": 24}
    record, said = hand.from_values(FORMS["annual-2021"], values), hand.said(1, counted)
    claim = hand.claim("all_done", 1, [("subject", "applications.new.total"), ("counted", said)], text="均已办结")
    assert flat(run(replace(record, figures=(*record.figures, said), claims=(claim,))).findings) == found


@pytest.mark.parametrize(("note", "count"), [("up", 1), ("down", 0), ("flat", 1)])
def test_direction_in_words(hand: ModuleType, note: str, count: int) -> None:
    current, base = hand.said(1, 20), hand.said(2, 30, period="2022")
    claim = hand.claim("direction", 1, [("current", current), ("base", base)], note=note)
    assert len(run(hand.record([current, base], [claim])).findings) == count


def test_an_announced_list_of_another_length(hand: ModuleType) -> None:
    announced = hand.said(1, 5, "类")
    claim = hand.claim("list", 1, [("announced", announced), ("listed", 4)])
    found = run(hand.record([announced], [claim])).findings
    assert flat(found) == [("L101", "warning")]


def test_defects_of_the_text_are_warnings_and_doubtful_ones_notes(hand: ModuleType) -> None:
    claims = [hand.claim("missing_number", 5, [], text="最迟在小时内"), hand.claim("bad_unit", 9, [], doubtful=True)]
    found = run(hand.record([], claims)).findings
    assert flat(found) == [("F101", "warning"), ("U101", "note")]
    assert found[0].evidence[0].quote == "最迟在小时内" and found[0].evidence[0].value is None


def test_an_impossible_unit_is_cured_only_where_the_claim_tells_the_likely_one(hand: ModuleType) -> None:
    told = hand.claim("bad_unit", 9, [("place", "办结7250年")], note="“办结”的单位不可能是“年”")
    told = replace(told, terms=(*told.terms, ClaimTerm("instead", None, "7250件")))
    (found,) = run(hand.record([], [told])).findings
    assert found.evidence[0].suggested == "7250件"
    assert "7250件" in found.message and "7250件" in found.message_en
    (found,) = run(hand.record([], [replace(told, terms=told.terms[:1])])).findings
    assert found.evidence[0].suggested is None
    assert "无法断定" in found.explanation and "does not tell" in found.explanation_en


# ---------------------------------------------------------------- second reader
def test_an_error_on_pdf_cells_is_read_again_and_disagreement_is_a_problem(hand: ModuleType) -> None:
    record = hand.from_values(FORMS["annual-2021"], dispute(upheld=10, corrected=1, other=0, pending=0, total=0))
    figures = tuple(
        replace(f, evidence=replace(f.evidence, page=3, bbox=(float(n), 0.0, n + 1.0, 1.0)))
        for n, f in enumerate(record.figures)
    )
    record = replace(record, figures=figures, format="pdf")
    asked: list[int] = []

    def reader(answers: dict[str, str]) -> object:
        def read(path: str, places: Sequence[tuple[int, tuple[float, ...]]]) -> list[str | None]:
            asked.append(len(places))
            raws = {figure.evidence.bbox: figure.raw for figure in figures}
            return [answers.get(raws[box], raws[box] + " ") for _, box in places]

        return read

    agreed = run(record, second_reader=reader({}))
    assert flat(agreed.findings) == [("S102", "error")] and agreed.problems == {} and asked == [5]
    other = run(record, second_reader=reader({"10": "1 0 7"}))
    assert other.findings == ()
    assert [problem.code for problem in other.problems["report.txt"]] == ["second-reading"]
    assert other.coverage["report.txt"].broken == 0
    cut = run(record, second_reader=reader({"10": "1"}))
    (problem,) = cut.problems["report.txt"]
    assert cut.findings == () and "可能跨页" in problem.message and "only the beginning “1”" in problem.message_en
    assert "可能跨页" not in other.problems["report.txt"][0].message


# ---------------------------------------------------------------- laws
def test_reconciling_nothing_finds_nothing() -> None:
    assert run() == Reconciled()


def test_the_order_of_the_records_does_not_change_what_is_found(hand: ModuleType) -> None:
    one = hand.from_values(FORMS["annual-2021"], dispute(upheld=1, corrected=1, other=0, pending=0, total=3), "a.txt")
    two = hand.from_values(FORMS["annual-2021"], dispute(upheld=5, corrected=0, other=0, pending=0, total=0), "b.txt")
    found = run(one, two, ignore=("C", "D", "H")).findings
    assert [f.documents for f in found] == [("a.txt",), ("b.txt",)]
    assert found == run(two, one, ignore=("C", "D", "H")).findings


# ---------------------------------------------------------------- tables of no known form
@pytest.mark.parametrize(
    ("unit", "total", "expected"),
    [("", 60, []), ("", 61, [("G101", "warning")]), ("%", 61, []), ("", 40, [])],
    ids=["closes", "does not close", "shares", "one part is a line of which"],
)
def test_totals_of_other_tables(hand: ModuleType, unit: str, total: int, expected: list[tuple[str, str]]) -> None:
    figures = [hand.cell(None, value, (row, 1), label=f"第{row}行", unit=unit) for row, value in
               enumerate((10, 20, 30, total), start=1)]  # fmt: skip
    roles = [("part", figure) for figure in figures[:3]] + [("whole", figures[3])]
    claim = replace(hand.claim("sum", 1, roles, complete=True), id="total:t1:4,1")
    assert flat(run(hand.record(figures, [claim])).findings) == expected


@pytest.mark.parametrize(("parts", "relations"), [(200, 1), (201, 0), (3000, 0)])
def test_a_list_beyond_all_bounds_is_left_alone(hand: ModuleType, parts: int, relations: int) -> None:
    whole, listed = hand.said(1, parts), [hand.said(10 * n + 20, 1) for n in range(parts)]
    claim = hand.claim("sum", 1, [("whole", whole), *(("part", one) for one in listed)], complete=True)
    assert len(run(hand.record([whole, *listed], [claim])).relations) == relations


@pytest.mark.parametrize(("problems", "severity"), [((), "error"), ((Problem("ocr", "", "", Location(2)),), "warning")])
def test_a_sentence_read_from_a_picture_proves_nothing(problems: tuple[Problem, ...], severity: str) -> None:
    text = "公开信息12条，其中甲8条、乙7条。"
    block = Block("b1", "paragraph", None, 0, len(text), 2, (0.0, 0.0, 100.0, 10.0))
    document = Document("r.pdf", "0" * 64, "pdf", "ok", None, text, (block,), problems=problems)
    found = run(extract(document, list(FORMS.values()))).findings
    assert [finding.severity for finding in found if finding.rule == "P103"] == [severity]
