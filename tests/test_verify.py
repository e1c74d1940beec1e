"""A findings file checked against its sources by a reader of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from gouji.errors import InputError, UsageError
from gouji.forms.loader import load_forms
from gouji.model import Document
from gouji.reconcile.quoted import read_number
from gouji.reconcile.shapes import lacking
from gouji.reconcile.verify import verify

TEXT = "全年收到申请12件，其中网上8件、信函5件，共计14件。网上占66.7%。费用1.8万余元。"


def reading(text: str = TEXT, sha: str = "a" * 64) -> Callable[[str], Document]:
    def read(path: str) -> Document:
        return Document(path, sha, "text", "ok", None, text)

    return read


def term(name: str, quote: str, value: str | None, unit: str = "件") -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"name": name, "document": "r.txt", "value": value, "unit": unit, "start": start, "end": start + len(quote)}


def report(expression: str, *terms: dict[str, Any], rule: str = "S103", kind: str = "sum") -> dict[str, Any]:
    evidence = [
        {"document": "r.txt", "quote": TEXT[t["start"] : t["end"]], "source": "narrative", "suspect": False,
         "value": t["value"], "unit": t["unit"], "text": "", "location": {"start": t["start"], "end": t["end"]}}
        for t in terms
        if t["start"] is not None
    ]  # fmt: skip
    relation = {"rule": rule, "expression": expression, "terms": list(terms), "gap": "-1" if rule == "S103" else None}
    finding = {"rule": rule, "kind": kind, "severity": "warning", "gap": relation["gap"],
               "documents": ["r.txt"], "message": "不符", "message_en": "broken",
               "evidence": evidence, "relations": [relation]}  # fmt: skip
    return {"documents": [{"path": "r.txt", "sha256": "a" * 64}], "findings": [finding]}


SUM = report("t1 + t2 == t0", term("t0", "14件", "14"), term("t1", "8件", "8"), term("t2", "5件", "5"))


def reasons(data: dict[str, Any], read: Callable[[str], Document] | None = None) -> str:
    outcome = verify(json.loads(json.dumps(data)), read or reading())
    assert outcome.stands == (not outcome.findings[0].reasons)
    return "\n".join(en for _, en in outcome.lines)


def test_a_finding_stands_where_quotes_and_sums_do() -> None:
    assert "stands" in reasons(SUM) and "1 of 1 stand" in reasons(SUM)


def test_it_falls_where_the_numbers_agree_after_all() -> None:
    good = report("t1 + t2 <= t0", *SUM["findings"][0]["relations"][0]["terms"], rule="P103", kind="part")
    assert "recomputed, it holds" in reasons(good)


def test_it_falls_where_the_quote_is_not_there() -> None:
    assert "does not stand at" in reasons(SUM, reading(TEXT.replace("8件", "9件")))


def test_it_falls_where_the_claimed_value_is_not_the_printed_one() -> None:
    wrong = json.loads(json.dumps(SUM).replace('"value": "8"', '"value": "3"'))
    assert "the quote reads 8, not 3" in reasons(wrong)


def test_it_falls_where_the_file_is_another_or_gone() -> None:
    assert "another sha256" in reasons(SUM, reading(sha="b" * 64))

    def gone(path: str) -> Document:
        raise InputError(f"{path}：找不到", f"{path}: not found", "not-found")

    assert "not found" in reasons(SUM, gone)


def test_a_share_is_recomputed_with_its_precision() -> None:
    terms = (term("t0", "8件", "8"), term("t1", "12件", "12"), term("t2", "66.7%", "66.7", "%"))
    assert "it holds" in reasons(report("t0 / t1 * 100 == t2", *terms, rule="R101", kind="ratio"))
    terms = (term("t0", "5件", "5"), term("t1", "12件", "12"), term("t2", "66.7%", "66.7", "%"))
    assert "stands" in reasons(report("t0 / t1 * 100 == t2", *terms, rule="R101", kind="ratio"))


def test_a_finding_without_evidence_falls_and_a_defect_needs_its_words_only() -> None:
    empty = json.loads(json.dumps(SUM))
    empty["findings"][0]["evidence"] = []
    assert "there is no evidence" in reasons(empty)
    words = json.loads(json.dumps(SUM))
    words["findings"][0] |= {"relations": [], "rule": "F101", "kind": "structure"}
    assert "stands" in reasons(words)


def change(path: str, value: Any) -> dict[str, Any]:
    """The sum with one field changed; the path names keys and positions of its finding."""
    data: dict[str, Any] = json.loads(json.dumps(SUM))
    *way, last = path.split(".")
    place: Any = data["findings"][0]
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    place[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("rule", "S104"), ("rule", "F101"), ("kind", "scope"), ("severity", "odd"), ("gap", "-2"),
        ("documents", ["x.txt"]),
        ("relations", []), ("evidence", []), ("evidence.1.value", "9"), ("evidence.1.unit", "条"),
        ("evidence.1.quote", "9件"), ("evidence.1.text", "没有这样的话"), ("evidence.1.document", "x.txt"),
        ("evidence.1.location.start", 0), ("evidence.1.location.end", 99), ("evidence.1.location", None),
        ("relations.0.rule", "S101"), ("relations.0.gap", "-3"), ("relations.0.expression", "t1 + t2 + 5 == t0"),
        ("relations.0.expression", "t1 + t2 * 100 == t0"), ("relations.0.expression", "t1 == t0"),
        ("relations.0.expression", "__import__('os') == t0"), ("relations.0.terms.1.value", "9"),
        ("relations.0.terms.1.unit", "%"), ("relations.0.terms.1.start", 1), ("relations.0.terms.1.start", None),
        ("relations.0.terms", SUM["findings"][0]["relations"][0]["terms"][:2]),
    ],
)  # fmt: skip
def test_it_falls_with_any_field_changed(path: str, value: Any) -> None:
    assert "0 of 1 stand" in reasons(change(path, value))


def test_a_proposal_must_cure() -> None:
    for value, stands in (("13", True), ("12", False)):
        data = change("evidence.0.suggested", value)
        data["findings"][0]["evidence"][0]["suspect"] = True
        assert ("1 of 1 stand" in reasons(data)) is stands


def test_a_sum_of_a_form_keeps_all_its_parts() -> None:
    form = next(form for form in load_forms() if form.form == "statistics-2014")
    names = ["applications.closed.total", "applications.closed_on_time.total", "applications.closed_extended.total"]
    assert lacking(form, "S101", names) == ()
    assert lacking(form, "S101", names[:2]) == (names[2],)
    assert lacking(form, "S101", [*names[:2], None]) == ()


@pytest.mark.parametrize("data", [[], {}, {"findings": 3}, {"findings": [3]}, None])
def test_something_else_is_refused(data: Any) -> None:
    with pytest.raises(UsageError):
        verify(data, reading())


def test_a_broken_relation_does_not_stop_the_others() -> None:
    odd = report("__import__('os') == t0", term("t0", "14件", "14"))
    assert "states no such relation" in reasons(odd)


@pytest.mark.parametrize(
    ("text", "quote", "unit", "value", "lo", "hi"),
    [
        ("共1,234件", "1,234件", "件", "1234", "1234", "1234"),
        ("占46.3%", "46.3%", "%", "46.3", "46.25", "46.4"),
        ("发布1.8万余条次", "1.8万", "条次", "18000", "18000", None),
        ("经费496.5万元", "496.5万元", "万元", "496.5", "496.45", "496.6"),
        ("约300人", "300人", "人", "300", "200", "400"),
        ("四十三件", "四十三件", "件", "43", "43", "43"),
        ("二万三千零五件", "二万三千零五件", "件", "23005", "23005", "23005"),
        ("减2", "减2", "", "-2", "-2", "-2"),
        ("１２件", "１２件", "件", "12", "12", "12"),
        ("无", "无", "件", None, None, None),
    ],
)
def test_numbers_are_read_from_their_quotes(
    text: str, quote: str, unit: str, value: str | None, lo: str | None, hi: str | None
) -> None:
    start = text.index(quote)
    read = read_number(text, start, start + len(quote), unit)
    if value is None:
        assert read is None
        return
    assert read is not None
    assert read.value == Decimal(value)
    assert read.interval.lo == (None if lo is None else Decimal(lo))
    assert read.interval.hi == (None if hi is None else Decimal(hi))


def test_the_whole_way_from_check_to_verify(tmp_path: Path) -> None:
    """What `check` writes about a report with a broken sum stands, and falls once the report is mended."""
    from gouji import api
    from gouji.report.machine import report_object

    text = (
        "某县2023年政府信息公开工作年度报告\n一、总体情况\n全年收到政府信息公开申请14件，其中当面申请3件、网络申请8件、"
        "信函申请5件。\n"
    )
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    checked = api.check_reports([str(path)])
    assert checked.findings
    data = json.loads(json.dumps(report_object(checked)))
    assert verify(data, api.read_report).stands
    path.write_text(text.replace("14件", "16件"), encoding="utf-8")
    assert not verify(data, api.read_report).stands
