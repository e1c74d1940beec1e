"""Defects of the text itself, as `extract` marked them: each is certain where it stands, and no sum."""

from __future__ import annotations

from msgspec import Struct

from ..model import Severity


class Defect(Struct, frozen=True):
    """The rule a kind of defect is reported under, and the sentence that says it."""

    code: str
    severity: Severity
    kind: str
    name: str
    name_en: str


DEFECTS: dict[str, Defect] = {
    "missing_number": Defect("F101", "warning", "structure", "句中缺少数字", "a number is missing from the sentence"),
    "placeholder": Defect("F102", "warning", "structure", "留有未填写的占位符", "a placeholder was left in"),
    "unbalanced": Defect("F103", "note", "structure", "引号或括号不成对", "quotes or brackets do not pair"),
    "duplicated_word": Defect("F104", "note", "structure", "词语重复", "a word is printed twice"),
    "wrong_year": Defect("F105", "warning", "structure", "年份与报告年度不符", "the year is not the report's"),
    "document_year": Defect(
        "F106", "warning", "structure", "文号年份晚于报告年度", "a document number of a later year"
    ),
    "numbering": Defect("F107", "warning", "structure", "编号跳号或重号", "numbering skips or repeats"),
    "missing_section": Defect("F108", "warning", "structure", "缺少应有的部分", "a required section is missing"),
    "missing_table": Defect("F109", "warning", "structure", "缺少应有的表", "a required table is missing"),
    "extra_layout": Defect("F110", "note", "structure", "与规定的版式不同", "the layout is not the form's"),
    "other_body": Defect("F111", "warning", "structure", "机关名称不一致", "the body is not the title's"),
    "bad_unit": Defect("U101", "warning", "unit", "计量单位不可能", "a unit that cannot be"),
    "empty_interval": Defect("U102", "warning", "unit", "概数自相矛盾", "an approximation that contradicts itself"),
}
