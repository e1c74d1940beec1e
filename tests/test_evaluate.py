"""The evaluation: what counts as found, in place, cured or false, and that it does not get worse unseen."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "corpus"))

import evaluate
import generate
from evaluation.match import speaks_of, touches
from evaluation.score import Case, Item, Score, _score_findings
from evaluation.tell import tell, wilson

CORPUS = Path(__file__).parents[1] / "corpus"

STORED = CORPUS / "gold" / "expected.json"
SLICE = ["--count", "30", "--seed", "77", "--plant", "all=1"]


@dataclass
class Evidence:
    document: str = "a.txt"
    indicator: str | None = None
    value: str | None = None
    source: str = "narrative"
    text: str = ""
    quote: str = ""
    suspect: bool = False
    suggested: str | None = None


@dataclass
class Finding:
    rule: str
    evidence: list[Evidence]
    severity: str = "error"
    kind: str = "x"
    message: str = ""
    documents: tuple[str, ...] = ("a.txt",)


@dataclass
class Gold:
    row: dict[str, str] = field(
        default_factory=lambda: {
            "rule": "N", "also": "S", "severity": "error", "kind": "narrative", "document": "a.txt",
            "suspect_start": "",
            "suspect_quote": "41件", "suspect_value": "41", "suggested": "43", "indicator": "applications.partly.total",
            "context": "其中，同意部分公开41件，不同意公开41件。", "plant": "narrative",
        }
    )  # fmt: skip


def entry(status: str = "broken") -> dict[str, str]:
    return {"form": "statistics-2014", "format": "txt", "style": "pipes", "status": status}


def judged(findings: list[Finding], status: str = "broken", rows: int = 1) -> Score:
    score = Score()
    gold = tuple(Gold().row for _ in range(rows))
    _score_findings(score, [Item(entry(status), "a.txt", (), gold)], findings)
    return score


def test_a_prose_number_is_recognised_by_value_and_words() -> None:
    gold = Gold().row
    assert touches(Evidence(value="41", text="同意部分公开41件", quote="41件"), gold)
    assert not touches(Evidence(value="43", text="同意部分公开43件", quote="43件"), gold)
    assert not touches(Evidence(value="41", text="受理投诉41件", quote="41件"), gold)
    assert not touches(Evidence(value="41", text="同意部分公开41件", quote="41件", source="table"), gold)


def test_a_cell_is_recognised_by_its_indicator() -> None:
    gold = Gold().row | {"kind": "table", "indicator": "applications.carried_out", "context": ""}
    cell = Evidence(indicator="applications.carried_out.person", value="3", source="table")
    assert touches(cell, gold)
    assert not touches(Evidence(indicator="applications.new.person", value="3", source="table"), gold)


def test_a_missing_section_is_told_by_the_message() -> None:
    gold = Gold().row | {"kind": "structure", "suspect_value": "", "context": "", "suspect_quote": "存在的主要问题"}
    assert speaks_of(Finding("F103", [], message="缺少“存在的主要问题”一节"), gold, "a.txt")
    assert not speaks_of(Finding("F103", [], message="缺少“总体情况”一节"), gold, "a.txt")


def test_found_placed_and_cured() -> None:
    evidence = Evidence(value="41", text="同意部分公开41件", quote="41件", suspect=True, suggested="43")
    score = judged([Finding("N101", [evidence])])
    case = score.cases[0]
    assert (case.found, case.placed, case.cured) == (True, True, True)
    assert score.alarms == [] and len(score.hits) == 1


def test_found_but_blaming_another_number() -> None:
    here = Evidence(value="41", text="同意部分公开41件", quote="41件")
    other = Evidence(indicator="applications.partly.total", value="43", source="table", suspect=True, suggested="41")
    case = judged([Finding("N101", [here, other])]).cases[0]
    assert (case.found, case.placed, case.cured) == (True, False, False)


def test_a_second_finding_of_the_same_culprit_is_no_false_alarm() -> None:
    evidence = Evidence(value="41", text="同意部分公开41件", quote="41件")
    score = judged([Finding("N101", [evidence]), Finding("S101", [evidence]), Finding("R101", [evidence])])
    assert (len(score.hits), score.echoes, len(score.alarms)) == (1, 2, 0)


def test_a_finding_of_another_kind_alone_does_not_count() -> None:
    score = judged([Finding("F101", [Evidence(value="41", text="同意部分公开41件", quote="41件")])])
    assert not score.cases[0].found
    assert score.cases[0].got.startswith("F101")


def test_a_note_does_not_count_as_found_and_is_no_false_alarm() -> None:
    score = judged([Finding("N101", [Evidence(value="41", text="同意部分公开41件", quote="41件")], severity="note")])
    assert (score.cases[0].found, score.cases[0].as_note, score.alarms) == (False, True, [])


def test_unexplained_findings_are_false_alarms() -> None:
    score = judged([Finding("N101", [Evidence(value="7", text="收到7件", quote="7件")])], "clean", rows=0)
    assert len(score.alarms) == 1 and score.clean_with_alarm == 1
    assert "收到7件" in tell(score)


def test_wilson() -> None:
    low, high = wilson(50, 100)
    assert (round(low, 4), round(high, 4)) == (0.4038, 0.5962)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(10, 10)[1] == pytest.approx(1.0)


def test_missing_gold_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "manifest.csv").write_text(
        "name,file,format,form,year,body,status,group\nx,x.txt,txt,f,2020,b,clean,\n"
    )
    with pytest.raises(FileNotFoundError):
        evaluate.load(tmp_path)


def test_worse_than_stored_is_told() -> None:
    stored = {
        "reports": 1,
        "failed": 0,
        "false_alarms": 0,
        "cells_right": 9,
        "linked_right": 1,
        "kinds": {"cell": {"found": 2}},
    }
    kinds = {"cell": {"found": 1, "placed": 0, "cured": 0}}
    stored["kinds"] = {"cell": {"found": 2, "placed": 0, "cured": 0}}
    now = stored | {"kinds": kinds, "false_alarms": 1}
    assert evaluate.worse(stored, stored) == []
    assert evaluate.worse(now, stored) == ["false_alarms: 1 instead of 0", "cell: found 1 instead of 2"]


def test_a_slice_of_generated_reports_is_no_worse_than_stored(tmp_path: Path) -> None:
    """Renew with `python corpus/evaluate.py DIR --store corpus/gold/expected.json` after looking at what changed."""
    generate.main(["--out", str(tmp_path), *SLICE])
    score = evaluate.evaluate(evaluate.load(tmp_path))
    assert evaluate.worse(evaluate.summary(score), json.loads(STORED.read_text())) == []


def test_cases_tell_their_place() -> None:
    score = Score(
        reports=1, cases=[Case("cell", "S", "annual-2021", "pdf", "error", "a.pdf", "applications.new.total 7")]
    )
    assert "a.pdf cell (S): applications.new.total 7" in tell(score)
