"""What people read on a terminal, in a mail, through a template, and about rules and forms."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from gouji import model as m
from gouji.errors import UsageError
from gouji.report import render_check
from gouji.report.arithmetic import work_out
from gouji.report.options import OutputOptions
from gouji.report.rules import render_rule, render_rules, rules_page
from msgspec.structs import replace
from rich.cells import cell_len

EIGHTY = """\
某县2021年年度报告
  某县.txt · annual-2021 · 已读 · 数字 10（认出 9） · 核对 4 项（成立 2）
  错误 1、警告 1、提示 1

某县.txt:6:9[3,2]  B101 错误  新收加结转不等于办理加待办
    表 “总计”一列
       一、新收 41 件
     + 二、结转  3 件
     = 合计     44
     ≠ 三、办理 43 件  ← 可疑，应为 42
     + 四、待办  2 件
     = 合计     45
       差        1
"""


def shown(samples: ModuleType, lang: str = "zh", **choices: bool | int) -> str:
    options = OutputOptions(**choices)  # type: ignore[arg-type]
    return render_check(samples.report(), "text", lang=lang, load=samples.document, options=options).decode()


def test_eighty_columns(samples: ModuleType) -> None:
    text = shown(samples)
    assert text.startswith(EIGHTY)
    assert text.endswith("2 份报告，读出 1 份；核对 4 项，成立 2 项；错误 1、警告 1、提示 1\n（--notes 列出提示）\n")
    assert "F301" not in text and "核对成立" not in text and "\x1b" not in text


@pytest.mark.parametrize("width", [40, 80, 120])
def test_nothing_but_headlines_is_wider_than_the_terminal(samples: ModuleType, width: int) -> None:
    lines = shown(samples, width=width, notes=True, verbose=True, statistics=True).splitlines()
    wide = [line for line in lines if cell_len(line) > width]
    assert all(line.startswith("某县.txt") for line in wide)


def test_choices(samples: ModuleType) -> None:
    assert "某县.txt  F301 提示  =提示一条" in shown(samples, notes=True)
    verbose = shown(samples, verbose=True)
    assert "核对成立 2 项" in verbose and "S201 12 + 9 + 21 = 42" in verbose and "每件申请要么办结" in verbose
    assert "  1  B101  错误" in shown(samples, statistics=True)
    assert shown(samples, quiet=True).splitlines()[:2] == [
        "某县.txt:6:9[3,2]  B101 错误  新收加结转不等于办理加待办",
        "某县.txt:2:15  N102 警告  同一数字前后不一：41与42  [accepted]",
    ]
    assert "\x1b[" in shown(samples, colour=True)


def test_english(samples: ModuleType) -> None:
    text = shown(samples, lang="en")
    assert "B101 error  received plus carried is not handled plus left" in text
    assert "column “总计”" in text and "← suspect, should be 42" in text and "off by 1" in text


def test_escape_sequences_of_a_report_are_not_printed(samples: ModuleType) -> None:
    report = samples.report()
    finding = replace(report.findings[0], message="甲\x1b[31m乙\u202e丙\r丁\n戊[red]己[/red]")
    text = render_check(replace(report, findings=(finding,)), "text").decode()
    assert "甲\ufffd[31m乙\ufffd丙\ufffd丁 戊[red]己[/red]" in text


def test_unreadable_files_say_why(samples: ModuleType) -> None:
    assert "坏.pdf\n  未能读出\n  ! 文件有口令，无法读取\n" in shown(samples)


def test_a_problem_met_often_is_told_once(samples: ModuleType) -> None:
    report = samples.report()
    problem = m.Problem("unreadable-cell", "单元格无法读取", "cell unreadable")
    summary = replace(report.documents[0], status="partial", problems=(problem,) * 3)
    text = render_check(replace(report, documents=(summary,)), "text").decode()
    assert text.count("单元格无法读取") == 1 and "! 单元格无法读取 × 3" in text


def test_of_many_kinds_of_problems_the_first_are_shown(samples: ModuleType) -> None:
    report = samples.report()
    problems = tuple(m.Problem(f"p{n}", f"第{n}种", f"kind {n}") for n in range(8))
    summary = replace(report.documents[0], status="partial", problems=problems)
    changed = replace(report, documents=(summary,))
    text = render_check(changed, "text").decode()
    assert "! 第4种\n  ! ……另有 3 种（--verbose）\n" in text and "第5种" not in text
    assert "! 第7种" in render_check(changed, "text", options=OutputOptions(verbose=True)).decode()


def test_a_document_without_relations_is_not_called_clean(samples: ModuleType) -> None:
    report = samples.report()
    summary = replace(report.documents[0], coverage=m.Coverage(figures=3))
    text = render_check(replace(report, documents=(summary,), findings=()), "text").decode()
    assert "数字 3（认出 0） · 没有可核对的关系\n" in text and "未发现矛盾" not in text
    clean = replace(report, documents=report.documents[:1], findings=())
    assert "未发现矛盾" in render_check(clean, "text").decode()


def defect(message: str, words: str, quote: str) -> m.Finding:
    where = m.Location(None, None, "b2", None, 14, 14 + len(quote))
    item = m.FindingEvidence(
        "某县.txt", None, "句中缺少数字", None, None, "", "narrative", words, quote, True, None, where
    )
    return m.Finding("F101", "warning", "structure", ("某县.txt",), message, message, "理由", "why", None, (item,))


@pytest.mark.parametrize(
    "words, below",
    [("最迟在小时内", []), ("最迟在小时内。", []), ("答复最迟在小时内完成", ["    正文 …答复最迟在小时内完成…"])],
)
def test_words_of_a_defect_are_printed_once(samples: ModuleType, words: str, below: list[str]) -> None:
    report = replace(samples.report(), findings=(defect("“最迟在小时内”缺少数字", words, "最迟在小时内"),))
    lines = render_check(report, "text").decode().splitlines()
    at = next(number for number, line in enumerate(lines) if "F101" in line)
    assert [line for line in lines[at + 1 :] if line.startswith("    ")] == below
    assert "可疑" not in "".join(lines)


def test_a_part_of_a_row_is_named_by_its_column(samples: ModuleType) -> None:
    doc = samples.document()
    terms = tuple(samples.term(doc, f"t{at}", 3, column) for at, column in enumerate((1, 2)))
    row = replace(relation("t0 + 12 == t1", "30", "43"), terms=terms, gap="-1")
    finding = replace(samples.report().findings[0], rule="X", relations=(row,), evidence=())
    text = render_check(replace(samples.report(), findings=(finding,)), "text").decode()
    assert (
        "    三、办理\n       自然人 30 件\n     +        12\n     = 合计   42\n     ≠ 总计   43 件\n       差      1\n"
        in text
    )


def relation(expression: str, *values: str | None, outcome: m.Outcome = "broken") -> m.Relation:
    terms = tuple(
        m.RelationTerm(f"t{at}", "a.txt", f"n:{at}", "甲乙丙丁戊"[at], None, value, "件", at, at + 1)
        for at, value in enumerate(values)
    )
    return m.Relation("X", "sum", expression, terms, outcome, "error", None)


@pytest.mark.parametrize(
    "made, formula, steps",
    [
        (relation("t1 + t2 == t0", "5", "2", "2"), "2 + 2 ≠ 5", [("", "2"), ("+", "2"), ("=", "4"), ("≠", "5")]),
        (relation("t0 == t1 + t2", "5", "2", "2"), "5 ≠ 2 + 2", [("", "2"), ("+", "2"), ("=", "4"), ("≠", "5")]),
        (relation("t0 <= t1", "9", "8"), "9 > 8", [("", "9"), (">", "8")]),
        (relation("t0 <= t1 + t2", "9", "4", "4"), "9 > 4 + 4", [("", "4"), ("+", "4"), ("=", "8"), ("<", "9")]),
        (
            relation("t0 + t1 == t2 + t3", "1", "2", "3", "4"),
            "1 + 2 ≠ 3 + 4",
            [("", "1"), ("+", "2"), ("=", "3"), ("≠", "3"), ("+", "4"), ("=", "7")],
        ),
        (relation("t0 - t1 == t2", "9", "8", "2"), "9 − 8 ≠ 2", [("", "9"), ("−", "8"), ("=", "1"), ("≠", "2")]),
        (
            relation("t0 / t1 * 100 == t2", "1", "3", "34"),
            "1 ÷ 3 × 100 ≠ 34",
            [("", "1"), ("", "3"), ("", "34"), ("=", "33.333333")],
        ),
        (relation("t0 == t1", "1", "1", outcome="holds"), "1 = 1", [("", "1"), ("=", "1")]),
        (
            relation("t0 + t1 == t2", "1", None, "3", outcome="unknown"),
            "1 + — = 3",
            [("", "1"), ("+", "—"), ("=", "3")],
        ),
        (relation("t0 * 10000 == t1", "2", "3"), "2 × 10000 ≠ 3", [("", "2 × 10000"), ("≠", "3")]),
        (relation("no relation", "1"), "", [("", "1")]),
    ],
)
def test_sums_are_set_out(made: m.Relation, formula: str, steps: list[tuple[str, str]]) -> None:
    working = work_out(made)
    assert working.formula == formula
    assert [(step.sign, step.value) for step in working.steps] == steps


def test_markdown_shows_text_as_it_is(samples: ModuleType) -> None:
    report = samples.report()
    finding = replace(report.findings[0], message="<b>*甲*</b> [链接](http://x.example)|乙")
    text = render_check(replace(report, findings=(finding,)), "md").decode()
    assert r"&lt;b&gt;\*甲\*&lt;/b&gt; \[链接\]\(http:&#47;/x.example\)\|乙" in text
    assert "← **可疑**，应为 42" in text


def test_template(samples: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "house.txt"
    path.write_text(
        "{% for f in findings %}\n{{ f.place }} {{ f.rule }} {{ f.sum }}\n{% endfor %}\n{{ lang }}", "utf-8"
    )
    made = render_check(samples.report(), "text", load=samples.document, options=OutputOptions(template=str(path)))
    assert made.decode() == "6:9[3,2] B101 41 + 3 ≠ 43 + 2\n2:15 N102 41 ≠ 42\n F301 \nzh"


def test_html_templates_escape(samples: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "house.html.j2"
    path.write_text("{{ findings[1].evidence[0].text }}", "utf-8")
    made = render_check(samples.report(), "text", options=OutputOptions(template=str(path)))
    assert b"&lt;script&gt;" in made and b"<script>" not in made


@pytest.mark.parametrize(
    "source",
    [
        "{% for %}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ 1 / 0 }}",
        "{% include '/etc/passwd' %}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{% for i in range(10**9) %}x{% endfor %}",
        "{{ findings.append(1) }}",
        # More memory, time or output than a house style can mean.
        "{{ 'x' * 10**9 }}",
        "{{ 10**(10**9) }}",
        "{{ '%01000000000d' % 1 }}",
        "{{ '{:>1000000000}'.format(1) }}",
        "{% set a = namespace(b='x') %}{% for i in range(60) %}{% set a.b = a.b ~ a.b %}{% endfor %}",
        "{% for i in range(10**5) %}{% for j in range(10**5) %}{% endfor %}{% endfor %}",
        "{{ 'x' | replace('', 'y' * 10**7) | replace('', 'z') }}",
    ],
)
def test_a_wrong_template_is_named(
    samples: ModuleType, tmp_path: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gouji.report.rendering.SECONDS", 1)
    path = tmp_path / "bad.txt"
    path.write_text(source, "utf-8")
    with pytest.raises(UsageError, match=r"bad\.txt"):
        render_check(samples.report(), "text", options=OutputOptions(template=str(path)))
    with pytest.raises(UsageError, match="cannot be read"):
        render_check(samples.report(), "text", options=OutputOptions(template=str(tmp_path / "none")))


def test_arithmetic_of_a_template(samples: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "sums.txt"
    source = "{{ 5000 * 3000 }} {{ 2**10 }} {{ '-' * 3 }} {{ '%5.1f%%' % 12.34 }} {{ '%d' | format(7) }}"
    path.write_text(source, "utf-8")
    made = render_check(samples.report(), "text", options=OutputOptions(template=str(path)))
    assert made.decode() == "15000000 1024 ---  12.3% 7"


@dataclass(frozen=True)
class Entry:
    code: str = "S101"
    name: str = "表内各行之和"
    name_en: str = "Rows add up"
    kind: str = "sum"
    severity: str = "error"
    expression: str = "part + part == total"
    why: str = "须相符。"
    why_en: str = "They must agree."
    basis: str = ""
    examples: tuple[object, ...] = ("10 ≠ 11", {"outcome": "broken", "values": {"a": 1, "b": None}})
    forms: tuple[str, ...] = ("annual-2021",)


def test_a_rule_reads_the_same_in_the_docs() -> None:
    rule = render_rule([Entry()], "s101")
    assert rule in rules_page([Entry()])
    assert "严重程度（上限）：错误" in rule and "- 不符：a = 1, b = —" in rule and "- 10 ≠ 11" in rule
    assert render_rules([Entry()], "en") == "S101  error  Rows add up\n"
    with pytest.raises(UsageError, match="no rule S999; near it: S101"):
        render_rule([Entry()], "S999")


def test_decimals_in_sums_are_exact() -> None:
    assert work_out(relation("t0 + t1 == t2", "0.1", "0.2", "0.3")).steps[2].value == str(Decimal("0.3"))
