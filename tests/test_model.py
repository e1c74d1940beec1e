"""Every type of the model survives JSON, and folding keeps offsets."""

from __future__ import annotations

from decimal import Decimal

import pytest
from gouji import model as m

EVIDENCE = m.Evidence("ab" * 32, 4, 6, "43件", 2, (1.25, 2.0, 3.5, 4.0), "b3", (1, 2))
QUANTITY = m.Quantity(Decimal("99.37"), Decimal("99.365"), Decimal("99.38"), False, True, "%", "exact")
FIGURE = m.Figure(
    "t1:1,2",
    "replies.partly.total",
    QUANTITY,
    "43",
    "table",
    "3.同意部分公开答复数",
    "三/3",
    "数量",
    "数量",
    "43",
    EVIDENCE,
)
PROBLEM = m.Problem("encrypted", "加密", "encrypted", EVIDENCE.location)
TERM = m.RelationTerm("t0", "a.txt", "t1:1,2", "甲", None, "43", "件", 4, 6)
RELATION = m.Relation("S101", "sum", "t0 == t1", (TERM,), "broken", "error", "-2")
FINDING_EVIDENCE = m.FindingEvidence(
    "a.txt", None, "甲", None, "41", "件", "narrative", "共41件", "41件", True, "43", EVIDENCE.location
)
FINDING = m.Finding(
    "S101", "error", "sum", ("a.txt",), "不等", "differs", "", "", "-2",
    (FINDING_EVIDENCE,), (RELATION,), (("n:1",),), "f0", m.BaselineMark("accepted"),
)  # fmt: skip
CLAIM = m.Claim("c1", "sum", (m.ClaimTerm("whole", "n:1", "共", Decimal(3)),), "共3件", EVIDENCE, True)
RECORD = m.Record(
    "a.txt", "ab" * 32, "text", "ok", "某市", "prefecture", "430300", 2016, "2016", "2017-01-20", "年报",
    "statistics-2014", "标签", (FIGURE,), (CLAIM,), (m.OutlineItem("一、", "han", 1, "概述", 0, 4),),
    (m.SectionText("overview", "概述", "正文", 0, 9),), (m.Fact("year", "2016", "text", 1, 5),), (PROBLEM,), 9, 8,
)  # fmt: skip
DOCUMENT = m.Document(
    "a.pdf", "ab" * 32, "pdf", "partial", "年报", "一二三四43件",
    (m.Block("b1", "table", None, 0, 7, 1, None, "t1"),),
    (m.Table("t1", (1,), (m.Cell(0, 0, 1, 2, "43件", 4, 7, 1, (0.0, 0.0, 1.0, 1.0)),)),),
    (m.Section("概述", "一", 1, 0, 4),), (PROBLEM,),
    (m.LooseTable("l1", (1,), (m.Run("一二", 0, 2, 0),), "borderless"),), (("title", "年报"),),
)  # fmt: skip
SUMMARY = m.DocumentSummary("a.pdf", "ab" * 32, "ok", "pdf", None, None, None, None, None)
VALUES = [DOCUMENT, RECORD, FINDING, m.Report("0.1", (SUMMARY,), (FINDING,), (), (RELATION,)),
          m.FileResult("a.txt", "ok", RECORD, (FINDING,), (PROBLEM,))]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_json_round_trip(value: object) -> None:
    assert m.from_json(m.to_json(value), type(value)) == value


def test_decimals_are_strings_in_json() -> None:
    assert m.to_plain(QUANTITY)["value"] == "99.37"
    assert b'"value":"99.37"' in m.to_json(QUANTITY)


def test_empty_interval() -> None:
    assert m.Quantity(Decimal(10), Decimal(10), Decimal(10), True, True).is_empty
    assert not m.Quantity(Decimal(10), Decimal(10), Decimal(10)).is_empty


@pytest.mark.parametrize(
    "printed, plain", [("１２３", "123"), ("⾃然⼈", "自然人"), ("a\u3000b", "a b"), ("％（）", "%()")]
)
def test_fold_is_one_for_one(printed: str, plain: str) -> None:
    assert m.fold(printed) == plain
    assert len(m.fold(printed)) == len(printed)
