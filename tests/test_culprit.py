"""Which number is blamed: never more than the numbers prove, and with the cure that makes them agree."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import gouji
import pytest
from gouji.forms.loader import load_forms
from gouji.model import Figure, Record
from gouji.reconcile import solver
from gouji.reconcile.culprit import Verdict, locate
from gouji.reconcile.engine import checks_of, reconcile
from gouji.reconcile.grid import Grid
from gouji.reconcile.slips import explain
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

FORM = next(form for form in load_forms() if form.form == "annual-2021")
PEOPLE = ("person", "business", "research", "charity", "legal", "other")


def verdicts(record: Record) -> list[Verdict]:
    grid = Grid()
    grid.add(record.path, record.figures)
    return locate(checks_of(record, FORM), grid)


def blamed(found: list[Verdict]) -> dict[str, str | None]:
    return {
        f"{one.term.figure.indicator}" if one.term.figure else "": None if one.proposal is None else f"{one.proposal:f}"
        for verdict in found
        for one in verdict.suspects
        if verdict.told
    }


def table(changes: Mapping[str, int] | None = None) -> dict[str, int]:
    """Six applicants' columns that add up, in every row and every column, and balance."""
    values: dict[str, int] = {}
    new = {"person": 40, "business": 12, "research": 0, "charity": 3, "legal": 5, "other": 1}
    granted = {"person": 21, "business": 7, "research": 0, "charity": 1, "legal": 5, "other": 0}
    for row in next(t for t in FORM.tables if t.id == "applications").rows:
        if row.header:
            continue
        for column in PEOPLE:
            rest = new[column] - granted[column]
            value = {"new": new[column], "granted": granted[column], "unable_not_held": rest, "handled": new[column]}
            values[f"applications.{row.id}.{column}"] = value.get(row.id, 0)
        values[f"applications.{row.id}.total"] = sum(values[f"applications.{row.id}.{c}"] for c in PEOPLE)
    return values | dict(changes or {})


def test_the_table_used_here_agrees_with_itself(hand: ModuleType) -> None:
    assert verdicts(hand.from_values(FORM, table())) == []


@pytest.mark.parametrize(
    ("indicator", "wrong", "right"),
    [
        ("applications.granted.person", 12, 21),
        ("applications.granted.total", 43, 34),
        ("applications.handled.business", 21, 12),
        ("applications.carried_in.legal", 1, 0),
        ("applications.new.person", 400, 40),
    ],
)
def test_one_wrong_cell_is_blamed_alone_and_cured(hand: ModuleType, indicator: str, wrong: int, right: int) -> None:
    found = verdicts(hand.from_values(FORM, table({indicator: wrong})))
    assert len(found) == 1 and found[0].certain
    assert blamed(found) == {indicator: str(right)}


def test_an_explanation_counts_the_relations_in_words(hand: ModuleType) -> None:
    (finding,) = reconcile([hand.from_values(FORM, table({"applications.carried_in.legal": 1}))], [FORM]).findings
    assert "satisfies both relations" in finding.explanation_en
    # Four relations use the cell, by row and by column: it is named by both.
    assert "“上年结转政府信息公开申请数量〔" in finding.message.partition("疑为")[2]


def test_two_wrong_cells_far_apart_are_two_verdicts(hand: ModuleType) -> None:
    wrong = {"applications.granted.person": 12, "applications.carried_in.legal": 1}
    found = verdicts(hand.from_values(FORM, table(wrong)))
    assert len(found) == 2
    assert blamed(found) == {"applications.granted.person": "21", "applications.carried_in.legal": "0"}


def test_two_wrong_cells_of_one_row_are_found_together(hand: ModuleType) -> None:
    wrong = {"applications.granted.person": 12, "applications.granted.business": 70}
    found = verdicts(hand.from_values(FORM, table(wrong)))
    assert blamed(found) == {"applications.granted.person": "21", "applications.granted.business": "7"}


def test_three_wrong_cells_of_one_row_go_to_the_solver_and_stdout_stays_clean(
    hand: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    wrong = {f"applications.granted.{column}": value for column, value in
             (("person", 12), ("business", 70), ("charity", 9))}  # fmt: skip
    found = verdicts(hand.from_values(FORM, table(wrong)))
    assert blamed(found) == {
        "applications.granted.person": "21", "applications.granted.business": "7", "applications.granted.charity": "1",
    }  # fmt: skip
    if sys.platform != "win32":
        ctypes.CDLL(None).fflush(None)  # what C code printed waits in a buffer of its own
    assert capfd.readouterr().out == ""


def test_a_search_that_its_bound_ends_proves_no_set_the_only_one(
    hand: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {f"applications.granted.{column}": value for column, value in
             (("person", 12), ("business", 70), ("charity", 9))}  # fmt: skip
    run = solver._run
    monkeypatch.setattr(solver, "_run", lambda *given: (None, False) if given[-1] else run(*given))
    (found,) = verdicts(hand.from_values(FORM, table(wrong)))
    assert len(found.suspects) == 3 and not found.told


def test_a_lone_sum_cannot_tell_which_of_its_numbers_is_wrong(hand: ModuleType) -> None:
    values = {f"disputes.review.{c}": v for c, v in
              (("upheld", 21), ("corrected", 13), ("other", 35), ("pending", 46), ("total", 123))}  # fmt: skip
    (found,) = verdicts(hand.from_values(FORM, values))
    assert not found.told
    assert {one.key for each in (found.suspects, *found.alternatives) for one in each} == {
        ("report.txt", f"t6:0,{n}") for n in range(5)
    }


def test_a_telling_slip_points_but_is_not_called_certain(hand: ModuleType) -> None:
    values = {f"disputes.review.{c}": v for c, v in
              (("upheld", 210), ("corrected", 13), ("other", 35), ("pending", 46), ("total", 115))}  # fmt: skip
    (found,) = verdicts(hand.from_values(FORM, values))
    assert found.likely and not found.certain and found.alternatives
    assert blamed([found]) == {"disputes.review.upheld": "21"}


def test_a_cure_below_zero_is_no_cure(hand: ModuleType) -> None:
    """Only the total can have been 3 where one part alone is already above the printed 2."""
    values = {f"disputes.review.{c}": v for c, v in
              (("upheld", 0), ("corrected", 0), ("other", 0), ("pending", 9), ("total", 2))}  # fmt: skip
    (found,) = verdicts(hand.from_values(FORM, values))
    options = {one.term.label for each in (found.suspects, *found.alternatives) for one in each}
    assert options == {"总计", "尚未审结"}


def test_what_was_read_by_ocr_is_doubted_first(hand: ModuleType) -> None:
    record = hand.from_values(FORM, {f"disputes.review.{c}": v for c, v in
                                     (("upheld", 21), ("corrected", 13), ("other", 0), ("total", 44))}
                              | {"disputes.review.pending": 11})  # fmt: skip

    def read(figure: Figure) -> Figure:
        return replace(figure, confidence="ocr") if figure.column == "结果纠正" else figure

    (found,) = verdicts(replace(record, figures=tuple(read(f) for f in record.figures)))
    assert found.likely and not found.certain and blamed([found]) == {"disputes.review.corrected": "12"}


def test_the_answer_does_not_depend_on_the_order_of_the_figures(hand: ModuleType) -> None:
    wrong = {"applications.granted.person": 12, "applications.granted.business": 70}
    record = hand.from_values(FORM, table(wrong))
    turned = replace(record, figures=record.figures[::-1])
    assert blamed(verdicts(record)) == blamed(verdicts(turned))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_changing_one_cell_breaks_exactly_the_relations_that_use_it(data: st.DataObject, hand: ModuleType) -> None:
    values = table()
    indicator = data.draw(st.sampled_from(sorted(values)))
    wrong = data.draw(st.integers(0, 500).filter(lambda value: value != values[indicator]))
    record = hand.from_values(FORM, table({indicator: wrong}))
    figure = next(f for f in record.figures if f.indicator == indicator)
    checks = checks_of(record, FORM)
    broken = {id(check) for check in checks if check.outcome == "broken"}
    assert broken == {id(check) for check in checks if ("report.txt", figure.id) in check.keys}
    for verdict in verdicts(record):
        assert not verdict.certain or blamed([verdict]) == {indicator: str(values[indicator])}


# ---------------------------------------------------------------- slips
@pytest.mark.parametrize(
    ("printed", "right", "name"),
    [
        ("171", "117", "transposition"), ("41", "43", "digit"), ("120", "12", "scale"), ("12", "1200", "scale"),
        ("113", "1134", "dropped"), ("1134", "113", "added"), ("1133", "113", "doubled"),
        ("-5", "5", "sign"), ("87", "23", ""), ("496.5", "4965", "scale"),
    ],
)  # fmt: skip
def test_slips_are_told_by_name(printed: str, right: str, name: str) -> None:
    assert explain(Decimal(printed), Decimal(right)).name == name


def test_a_neighbours_value_and_an_empty_total() -> None:
    assert explain(Decimal(87), Decimal(23), neighbours=(Decimal(87),)).name == "copied"
    assert explain(Decimal(0), Decimal(11), is_total=True).name == "left_zero"


def test_a_factor_of_ten_thousand_is_a_unit_slip() -> None:
    slip = explain(Decimal(50000), Decimal(5))
    assert "万元" in slip.words and "unit" in slip.words_en


def test_a_table_that_breaks_nearly_everywhere_is_told_once(hand: ModuleType) -> None:
    """A column shifted by one: no number is wrong by itself, and forty findings would help nobody."""
    values = table()
    shifted = dict(values)
    for indicator in values:
        head, _, column = indicator.rpartition(".")
        if head.startswith("applications.") and column != "total":
            following = PEOPLE[(PEOPLE.index(column) + 1) % len(PEOPLE)]
            shifted[indicator] = values[f"{head}.{following}"] + (7 if column == "person" else 1)
    record = hand.from_values(FORM, shifted)
    found = verdicts(record)
    assert [verdict.askew for verdict in found] == [True]
    (finding,) = reconcile([record], [FORM]).findings
    assert finding.severity == "warning" and "错位" in finding.message and "askew" in finding.message_en
    assert not any(evidence.suspect for evidence in finding.evidence)


def rate_with_a_list(hand: ModuleType, *parts: int) -> Record:
    """117 taken in, 171 closed, all of them closed; and what they were, as far as the text tells."""
    said = [hand.said(1, 117), hand.said(2, 171), hand.said(3, 100, "%")]
    listed = [hand.said(10 + n, value) for n, value in enumerate(parts)]
    rate = hand.claim("rate", 1, [("numerator", said[1]), ("denominator", said[0]), ("rate", said[2])])
    wholes = [("whole", said[1]), ("whole", said[0])]
    of_which = hand.claim("sum", 10, [*wholes, *(("part", one) for one in listed)], doubtful=True)
    return hand.record([*said, *listed], [rate, of_which])  # type: ignore[no-any-return]


def test_a_list_that_closes_exactly_speaks_for_its_whole(hand: ModuleType) -> None:
    (finding,) = reconcile([rate_with_a_list(hand, 91, 7, 19)], [FORM]).findings
    assert [(e.value, e.suggested) for e in finding.evidence if e.suspect] == [("171", "117")]
    assert "最可能" in finding.message and "佐证" in finding.explanation
    assert "add up exactly" in finding.explanation_en


def test_a_list_that_leaves_a_rest_speaks_for_nothing(hand: ModuleType) -> None:
    (finding,) = reconcile([rate_with_a_list(hand, 91, 7, 18)], [FORM]).findings
    assert [e.value for e in finding.evidence if e.suspect] == []
    assert "无法断定" in finding.message


def test_below_a_bound_a_slip_of_a_short_number_is_a_coincidence(tmp_path: Path) -> None:
    """11 for 1 would bring the parts below their total, and so would many another value."""
    path = tmp_path / "r.txt"
    path.write_text("某县某局2020年工作年度报告\n办结12件，其中甲类11件、乙类2件。\n", encoding="utf-8")
    (finding,) = [each for each in gouji.check_reports([str(path)]).findings if each.rule == "P103"]
    assert not any(each.suspect for each in finding.evidence)
