"""Two years side by side, as people read them."""

from __future__ import annotations

import json

from gouji.report.comparison import render_comparison
from msgspec import Struct
from msgspec.structs import replace


class Change(Struct, frozen=True):
    label: str
    before: str | None
    after: str | None
    difference: str | None = None
    percent: str | None = None
    column: str | None = None
    unit: str = "件"


class Statement(Struct, frozen=True):
    section: str
    text: str


class Likeness(Struct, frozen=True):
    section: str
    likeness: float


class Comparison(Struct, frozen=True):
    before: str = "2020.txt"
    after: str = "2021.txt"
    body_before: str | None = "某县"
    body_after: str | None = "某县"
    year_before: int | None = 2020
    year_after: int | None = 2021
    same_body: bool = True
    changes: tuple[Change, ...] = (
        Change("新收", "40", "50", "10", "25", "总计"),
        Change("结转", "5", "3", "-2", "-40"),
        Change("复议", "1", "1", "0", "0"),
        Change("行政查询", "0", None),
        Change("收费", "35", None, unit="项"),
        Change("行政许可", None, "12"),
    )
    dropped: tuple[Statement, ...] = (Statement("总体情况", "旧的一句"),)
    new: tuple[Statement, ...] = ()
    sections: tuple[Likeness, ...] = (Likeness("总体情况", 0.875),)


CHINESE = """\
某县 2020  2020.txt
某县 2021  2021.txt

指标的变化
  新收 · 总计  40 → 50 件  +10（25%）
  结转  5 → 3 件  -2（-40%）
  未变 1 项

只见于 2020 的指标
  收费  35 项
  另有 1 项为 0

只见于 2021 的指标
  行政许可  12 件

各部分的相似度
   87.5%  总体情况

删去的语句 1
  总体情况  旧的一句

新增的语句 0
"""


def test_what_changed_then_what_only_one_has() -> None:
    assert render_comparison(Comparison()) == CHINESE


def test_english() -> None:
    made = render_comparison(Comparison(year_before=None), lang="en")
    assert "  新收 · 总计  40 → 50 件  +10 (25%)\n" in made and "only in the earlier\n" in made
    assert "  and 1 that are 0\n" in made and "statements dropped: 1\n" in made


def test_two_bodies_are_pointed_out() -> None:
    assert "注意：两份报告的单位不同或未能读出" in render_comparison(replace(Comparison(), same_body=False))


def test_json_holds_everything() -> None:
    made = json.loads(render_comparison(Comparison(), "json"))
    assert [change["label"] for change in made["changes"]] == ["新收", "结转", "复议", "行政查询", "收费", "行政许可"]
    assert made["changes"][0]["difference"] == "10"
