"""The query letter: what it asks, from which template, and that a report's text stays text."""

from __future__ import annotations

import io
from pathlib import Path
from types import ModuleType

import docx
import pytest
from gouji import model as m
from gouji.errors import UsageError
from gouji.report.letter import render_letter, write_letter
from msgspec.structs import replace


def words(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def template(*paragraphs: str) -> bytes:
    word = docx.Document()
    for text in paragraphs:
        word.add_paragraph(text)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def test_the_letter_asks_about_each_contradiction(samples: ModuleType, tmp_path: Path) -> None:
    out = tmp_path / "letter.docx"
    write_letter(samples.report(), str(out))
    text = words(out.read_bytes())
    assert text[0] == "关于核实2021年年度报告有关数据的函" and text[1] == "某县："
    assert "1. 新收加结转不等于办理加待办" in text
    assert "核对算式：41 + 3 ≠ 43 + 2（差 1）" in text
    assert "请问：附表“三、办理”〔总计〕公布为“43”，是否应为 42？请核实并说明。" in text
    # The second is settled by a reviewer, the third is a note.
    assert not any(line.startswith("2. ") for line in text)
    assert any("下列 1 处" in line for line in text)


def test_same_bytes_twice(samples: ModuleType) -> None:
    source = template("{{ body }}", "{% for finding in findings %}", "{{ finding.message }}", "{% endfor %}")
    assert render_letter(samples.report(), source) == render_letter(samples.report(), source)


def test_a_template_of_ones_own(samples: ModuleType) -> None:
    word = docx.Document()
    run = word.add_paragraph().add_run("致{{ bo")
    run.bold = True
    word.paragraphs[0].add_run("dy }}（{{ count }}）")
    for text in ("{% for finding in findings %}", "{{ finding.rule }}：{{ finding.sum }}", "{% endfor %}", "完"):
        word.add_paragraph(text)
    stream = io.BytesIO()
    word.save(stream)
    made = render_letter(samples.report(), stream.getvalue())
    assert words(made) == ["致某县（1）", "B101：41 + 3 ≠ 43 + 2", "完"]
    assert docx.Document(io.BytesIO(made)).paragraphs[0].runs[0].bold


def test_text_of_the_report_is_no_template(samples: ModuleType) -> None:
    report = samples.report()
    hostile = "{{ 7*7 }}{% for x in y %}"
    finding = replace(report.findings[0], message=hostile)
    summary = replace(report.documents[0], body=hostile)
    source = template("{{ body }}", "{% for finding in findings %}", "{{ finding.message }}", "{% endfor %}")
    made = render_letter(replace(report, findings=(finding,), documents=(summary,)), source)
    assert words(made) == [hostile, hostile]


@pytest.mark.parametrize(
    "text",
    [
        "{{ body",
        "{% for finding in findings %}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ 'x' * 10**10 }}",
    ],
)
def test_a_wrong_template_is_named(samples: ModuleType, text: str) -> None:
    with pytest.raises(UsageError, match=r"house\.docx"):
        render_letter(samples.report(), template(text), "house.docx")


def test_no_docx_no_letter(samples: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a usable DOCX"):
        render_letter(samples.report(), b"plain", "plain.docx")
    with pytest.raises(UsageError, match="cannot be read"):
        write_letter(samples.report(), str(tmp_path / "a.docx"), template=str(tmp_path / "none.docx"))
    with pytest.raises(UsageError, match="no report"):
        render_letter(m.Report("0", (), ()), template("x"))
