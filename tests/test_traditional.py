"""Reports in traditional characters are read as those in simplified ones."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import gouji
import pytest
from gouji.model import fold, simplified

SIMPLIFIED = """某市教育局2016年政府信息公开工作年度报告
一、主动公开情况
全年主动公开政府信息196条，其中通过政府网站公开信息 150 条、微信公众号公开46条。
二、依申请公开情况
2016年收到政府信息公开申请36件，其中当面申请6件、网络申请30件；办结35件，同意公开20件。
未收取费用，未发生行政复议、行政诉讼案件。
指标名称 计量单位 数量
一、主动公开政府信息数 条 196
二、收到申请数 件 36
1.当面申请数 件 6
3.网络申请数 件 30
三、申请办结数 件 35
"""
TRADITIONAL = """某市教育局2016年政府信息公開工作年度報告
一、主動公開情況
全年主動公開政府信息196條，其中通過政府網站公開信息 150 條、微信公眾號公開46條。
二、依申請公開情況
2016年收到政府信息公開申請36件，其中當面申請6件、網絡申請30件；辦結35件，同意公開20件。
未收取費用，未發生行政復議、行政訴訟案件。
指標名稱 計量單位 數量
一、主動公開政府信息數 條 196
二、收到申請數 件 36
1.當面申請數 件 6
3.網絡申請數 件 30
三、申請辦結數 件 35
"""


def figures(path: Path, text: str) -> list[tuple[object, ...]]:
    path.write_text(text, encoding="utf-8")
    record = gouji.extract_record(gouji.read_report(str(path)))
    assert record.body == text.partition("2016")[0] or record.body == simplified(text.partition("2016")[0])
    return [(f.indicator, f.quantity, f.role, f.evidence.start, f.evidence.end) for f in record.figures]


def test_same_figures_at_the_same_places(tmp_path: Path) -> None:
    found = figures(tmp_path / "t.txt", TRADITIONAL)
    assert found == figures(tmp_path / "s.txt", SIMPLIFIED)
    assert len(found) >= 13 and sum(1 for indicator, *_ in found if indicator) >= 10


def test_source_is_quoted_as_printed(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text(TRADITIONAL, encoding="utf-8")
    record = gouji.extract_record(gouji.read_report(str(tmp_path / "t.txt")))
    assert all(f.evidence.quote == TRADITIONAL[f.evidence.start : f.evidence.end] for f in record.figures)
    assert any("條" in f.evidence.quote for f in record.figures)


def test_characters_that_simplified_chinese_has_too_stay() -> None:
    assert simplified("乾縣於徵詢後") == "乾县于征询后"
    assert fold("政府信息公開１２件") == "政府信息公开12件"
    assert fold("網路公開政府資訊") == "网络公开政府信息"


def test_table_is_current() -> None:
    pytest.importorskip("opencc", reason="the table of characters is not installed")
    docs = Path(__file__).parents[1] / "docs" / "build_traditional.py"
    spec = importlib.util.spec_from_file_location("build_traditional", docs)
    assert spec is not None and spec.loader is not None
    module = sys.modules["build_traditional"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.render() == module.TARGET.read_text("utf-8")
