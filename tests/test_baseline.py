"""A reviewer's decisions and corrections: kept over runs and folders, reopened by another number, never hiding."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import pytest
from gouji.errors import ConfigError, UsageError
from gouji.forms.loader import load_forms
from gouji.model import Finding, Report
from gouji.reconcile.baseline import (
    Baseline,
    edit,
    from_findings,
    list_baseline,
    load_baseline,
    mark,
    write_baseline,
)
from gouji.reconcile.engine import reconcile
from gouji.reconcile.readings import apply_readings, load_readings
from msgspec.structs import replace

FORMS = list(load_forms())
FORM = next(form for form in FORMS if form.form == "annual-2021")


def findings(hand: ModuleType, total: int = 9, path: str = "a/b/report.pdf") -> tuple[Finding, ...]:
    values = {f"disputes.review.{c}": 1 for c in ("upheld", "corrected", "other", "pending")}
    record = hand.from_values(FORM, values | {"disputes.review.total": total}, path)
    return reconcile([record], FORMS).findings


def decided(hand: ModuleType) -> Baseline:
    baseline = from_findings(findings(hand))
    return edit(baseline, baseline.entries[0].fingerprint[:6], "dismissed", "表内另有说明", "LZ")


def test_a_decision_survives_a_rewrite_and_a_moved_folder(hand: ModuleType, tmp_path: Path) -> None:
    path = str(tmp_path / "known.json")
    write_baseline(decided(hand), path)
    (marked,) = mark(findings(hand, path="elsewhere/report.pdf"), load_baseline(path))
    assert marked.baseline is not None
    mark_ = marked.baseline
    assert (mark_.status, mark_.note, mark_.reviewer) == ("dismissed", "表内另有说明", "LZ")
    again = from_findings(findings(hand), load_baseline(path))
    assert again == decided(hand)


def test_another_number_opens_it_again(hand: ModuleType) -> None:
    (marked,) = mark(findings(hand, total=8), decided(hand))
    assert marked.baseline is None


def test_nothing_is_hidden_and_one_more_of_the_same_is_new(hand: ModuleType) -> None:
    twice = (*findings(hand), *findings(hand))
    marked = mark(twice, decided(hand))
    assert [finding.baseline is not None for finding in marked] == [True, False]
    assert len(marked) == 2


def test_the_same_baseline_gives_the_same_bytes(hand: ModuleType, tmp_path: Path) -> None:
    one, other = tmp_path / "1.json", tmp_path / "2.json"
    write_baseline(decided(hand), str(one))
    write_baseline(load_baseline(str(one)), str(other))
    assert one.read_bytes() == other.read_bytes()


def test_listing_tells_the_decision(hand: ModuleType) -> None:
    (line,) = list_baseline(decided(hand))
    assert "dismissed LZ" in line and "S102" in line and "表内另有说明" in line


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"gouji-baseline": 2, "entries": []}', '{"gouji-baseline": 1, "entries": [1]}',
     '{"gouji-baseline": 1, "entries": [{"fingerprint": "x", "status": "gone"}]}',
     '{"gouji-baseline": 1, "entries": [{"fingerprint": 5}]}',
     '{"gouji-baseline": 1, "entries": [{"fingerprint": "x", "count": 0}]}'],
)  # fmt: skip
def test_a_wrong_file_is_refused_by_name(text: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"wrong\.json"):
        load_baseline(str(path))


def test_editing_needs_exactly_one_entry(hand: ModuleType) -> None:
    baseline = decided(hand)
    for beginning in ("", "zzzz"):
        with pytest.raises(UsageError):
            edit(baseline, beginning, "confirmed")
    with pytest.raises(UsageError, match="gone"):
        edit(baseline, baseline.entries[0].fingerprint, "gone")


# ---------------------------------------------------------------- readings
def report_of(found: tuple[Finding, ...]) -> Report:
    return Report("0", (), found)


@pytest.mark.parametrize("as_json", [False, True])
def test_a_correction_stands_beside_the_number_and_changes_nothing(
    hand: ModuleType, tmp_path: Path, as_json: bool
) -> None:
    row = {"document": "report.pdf", "place": "0,4", "read": "9", "seen": "4", "initials": "LZ"}
    path = tmp_path / "readings"
    text = json.dumps([row]) if as_json else "\ufeff" + ",".join(row) + "\n" + ",".join(
        f'"{v}"' for v in row.values()) + "\n"  # fmt: skip
    path.write_text(text, encoding="utf-8")
    before = report_of(findings(hand))
    after = apply_readings(before, load_readings(str(path)))
    noted = [e for e in after.findings[0].evidence if e.read is not None]
    assert [(e.value, e.read) for e in noted] == [("9", "4 (LZ)")]
    plain = tuple(replace(e, read=None) for e in after.findings[0].evidence)
    assert replace(after.findings[0], evidence=plain) == before.findings[0]


def test_a_correction_of_another_value_or_place_does_not_apply(hand: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "readings.csv"
    path.write_text(
        'document,place,read,seen,initials\n,"0,4",8,4,LZ\nother.pdf,"0,4",9,4,LZ\n,"1,4",9,4,LZ\n',
        encoding="utf-8",
    )
    before = report_of(findings(hand))
    assert apply_readings(before, load_readings(str(path))) == before


def test_a_correction_without_initials_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "readings.csv"
    path.write_text("place,read,seen,initials\n10,1,2,\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"readings\.csv"):
        load_readings(str(path))
