"""The library's verbs: a fault of gouji's own on one report does not cost the others theirs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gouji
import pytest
from gouji.model import Record
from gouji.reconcile import engine

BROKEN = "某县某局2020年政府信息公开工作年度报告\n全年共办理12件，其中甲类5件、乙类6件、其他2件。\n"


def test_verbs_fit_together(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BROKEN, encoding="utf-8")
    record = gouji.extract_record(gouji.read_report(str(path)))
    findings = gouji.reconcile_records([record])
    assert [finding.rule for finding in findings] == [f.rule for f in gouji.check_reports([str(path)]).findings]
    assert findings


def test_a_fault_in_reconciling_leaves_one_report_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(BROKEN, encoding="utf-8")
    whole = engine.reconcile

    def faulty(records: Sequence[Record], *args: Any, **options: Any) -> engine.Reconciled:
        if any(record.path.endswith("a.txt") for record in records):
            raise ArithmeticError("planted")
        return whole(records, *args, **options)

    monkeypatch.setattr(engine, "reconcile", faulty)
    report = gouji.check_reports([str(tmp_path)])
    assert [document.status for document in report.documents] == ["failed", "ok"]
    assert "planted" in (report.documents[0].problem or "")
    assert {path for finding in report.findings for path in finding.documents} == {str(tmp_path / "b.txt")}


def test_numbers_of_forty_digits_are_told_not_choked_on(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BROKEN.replace("12件", "1" * 40 + "件"), encoding="utf-8")
    report = gouji.check_reports([str(path)])
    assert report.documents[0].status == "ok"


def test_find_quantities_is_a_list_of_intervals() -> None:
    (found,) = gouji.find_quantities("全年受理1.2万余件")
    assert (found.start, found.unit, found.hedge) == (4, "件", "over")
    assert str(found.value) == "12000"


def test_paths_may_be_path_objects_one_or_several(tmp_path: Path) -> None:
    report = tmp_path / "r.txt"
    report.write_text("某县2015年政府信息公开工作年度报告。收到政府信息公开申请46件。", encoding="utf-8")
    assert gouji.read_report(report).path == str(report)
    for paths in (report, str(report), [report]):
        assert [one.path for one in gouji.check_reports(paths).documents] == [str(report)]
