"""What `run` and `dataset info` tell people."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from gouji.report.summary import render_info, render_run, run_event


@dataclass
class Run:
    out: str = "数据集"
    processed: int = 3
    kept: int = 1200
    statuses: dict[str, int] = field(default_factory=lambda: {"ok": 1202, "partial": 0, "failed": 1})
    findings: dict[str, int] = field(default_factory=lambda: {"error": 2, "warning": 0, "note": 5})
    ignored: dict[str, int] = field(default_factory=dict)
    interrupted: bool = False
    seconds: float = 1.25


@dataclass
class Info:
    directory: str = "out"
    version: str = "0.1.0"
    complete: bool = True
    rows: dict[str, int] = field(default_factory=lambda: {"documents": 4, "figures": 6140, "problems": 0})
    statuses: dict[str, int] = field(default_factory=lambda: {"ok": 3, "skipped": 1})
    bodies: int = 3
    years: dict[tuple[int | None, str | None], int] = field(
        default_factory=lambda: {(2023, "annual-2021"): 3, (None, None): 1}
    )
    rules: dict[tuple[str, str], int] = field(default_factory=lambda: {("S102", "error"): 2})
    problems: dict[str, int] = field(default_factory=lambda: {"encrypted": 1})


def test_a_run_as_one_line_for_machines() -> None:
    told = json.loads(run_event(Run()))
    assert (told["event"], told["processed"], told["statuses"]["failed"], told["findings"]["note"]) == ("done", 3, 1, 5)


def test_a_run_in_three_lines() -> None:
    assert render_run(Run()) == (
        "数据集：本次处理 3 份，沿用 1200 份，用时 1.2 秒\n状态：已读 1,202、失败 1\n发现：错误 2、提示 5"
    )
    assert render_run(Run(), "en") == (
        "数据集: 3 done now, 1200 kept, 1.2 s\nstatus: ok 1,202, failed 1\nfindings: error 2, note 5"
    )


def test_a_run_tells_what_was_left_out_and_how_to_go_on() -> None:
    made = render_run(Run(statuses={}, findings={}, ignored={".jpg": 7}, interrupted=True))
    assert made.splitlines()[1:] == ["状态：无", "发现：无", "未读取：.jpg 7", "已中断；再次运行可继续"]
    assert render_run(Run(interrupted=True), "en").endswith("interrupted; run again to go on")


def test_info_groups_its_counts() -> None:
    assert render_info(Info()) == (
        "out  gouji 0.1.0\n  报告 4、数字 6,140\n  单位 3；已读 3、跳过 1\n  年度与表式\n    2023  annual-2021  3\n"
        "    ?  -  1\n  发现\n    S102  错误  2\n  读取问题\n    encrypted  1\n"
    )
    english = render_info(Info(complete=False), "en")
    assert english.startswith("out  gouji 0.1.0 (incomplete)\n  rows: documents 4, figures 6,140\n  bodies 3; ok 3,")
    assert "S102  error  2" in english


def test_info_of_an_empty_dataset_has_no_empty_groups() -> None:
    made = render_info(Info(rows={}, statuses={}, bodies=0, years={}, rules={}, problems={}))
    assert made == "out  gouji 0.1.0\n  空\n  单位 0；\n"
