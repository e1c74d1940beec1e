"""The one schema of a dataset: every table, every column, its type, unit and meaning."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal["string", "integer", "number", "boolean", "strings"]
FORMAT = 1  # of the folder as a whole; a newer gouji may raise it, an older one then refuses the folder


class Column(Struct, frozen=True):
    """One column. `required` columns are never null."""

    name: str
    kind: Kind
    about: str
    about_zh: str
    required: bool = False
    unit: str = ""


def _c(name: str, kind: Kind, about: str, about_zh: str, unit: str = "") -> Column:
    return Column(name.rstrip("!"), kind, about, about_zh, name.endswith("!"), unit)


_PLACE = (
    _c("page", "integer", "Page, from 1; null where the format has none", "页码，从 1 起"),
    _c("x0", "number", "Left edge on the page", "左", "pt"),
    _c("top", "number", "Upper edge on the page", "上", "pt"),
    _c("x1", "number", "Right edge on the page", "右", "pt"),
    _c("bottom", "number", "Lower edge on the page", "下", "pt"),
    _c("block", "string", "Block of the document", "段落编号"),
    _c("cell_row", "integer", "Row of the cell, from 0", "单元格行，从 0 起"),
    _c("cell_col", "integer", "Column of the cell, from 0", "单元格列，从 0 起"),
    _c("start", "integer", "First character in the document's text", "起始字符位置", "code points"),
    _c("end", "integer", "One past the last character", "结束字符位置（不含）", "code points"),
)

DOCUMENTS = (
    _c("path!", "string", "The document, as it was named", "文件路径"),
    _c("sha256!", "string", "Hash of its bytes; empty where they could not be read", "文件内容的 SHA-256"),
    _c("format!", "string", "pdf, docx, html, text …; empty where not known", "文件格式"),
    _c("status!", "string", "ok, partial, failed or skipped", "读取状态"),
    _c("body", "string", "The body that published it, as printed", "发布机关（原文）"),
    _c(
        "body_id",
        "string",
        "The same body under all its names; null where no body is known",
        "机关标识（更名前后一致）",
    ),
    _c("level", "string", "central, province, prefecture, county, township, department or other", "层级"),
    _c("division", "string", "The administrative division it belongs to", "所属行政区划"),
    _c("year", "integer", "Reporting year", "报告年度"),
    _c("period", "string", "Reporting period, ISO 8601", "报告期间"),
    _c("published", "string", "Date of publication, ISO 8601", "发布日期"),
    _c("title", "string", "Title as printed", "标题"),
    _c("form", "string", "Form version; null where none was recognised", "报告格式版本"),
    _c("why!", "string", "How the form was recognised", "格式判定依据"),
    _c("cells!", "integer", "Table cells that hold characters", "有内容的单元格数", "cells"),
    _c("cells_read!", "integer", "Of these, cells that became figures or labels", "其中已识读的单元格数", "cells"),
    _c("figures!", "integer", "Numbers found", "识别的数字个数", "figures"),
    _c("linked!", "integer", "Of these, numbers that fit an indicator", "其中对应到指标的个数", "figures"),
    _c("relations!", "integer", "Relations tried within the document", "文内核对关系数", "relations"),
    _c("held!", "integer", "Relations that hold", "成立", "relations"),
    _c("broken!", "integer", "Relations that are broken", "不成立", "relations"),
    _c("rounding!", "integer", "Relations that hold by rounding", "四舍五入后成立", "relations"),
    _c("truncation!", "integer", "Relations that hold by truncation", "截断后成立", "relations"),
    _c("scope!", "integer", "Relations left open because scopes may differ", "口径可能不同", "relations"),
    _c("unknown!", "integer", "Relations with a term missing", "缺项", "relations"),
    _c("blocked!", "integer", "Relations with a term in dispute", "项有争议", "relations"),
    _c("problem", "string", "The first problem's message (Chinese)", "首个读取问题"),
)

FIGURES = (
    _c("document!", "string", "documents.path", "文件路径"),
    _c("sha256!", "string", "documents.sha256", "文件内容的 SHA-256"),
    _c("body", "string", "documents.body", "发布机关"),
    _c("body_id", "string", "documents.body_id", "机关标识"),
    _c("year", "integer", "documents.year", "报告年度"),
    _c("form", "string", "documents.form", "报告格式版本"),
    _c("figure!", "string", "Id of the figure within its document", "数字编号"),
    _c("indicator", "string", "table.row.column of the codebook; null where nothing fits", "指标编码"),
    _c("label!", "string", "Innermost printed row label", "行标签"),
    _c("row_path!", "string", "All printed row labels, outermost first", "行标签路径"),
    _c("column", "string", "Innermost printed column header", "列标题"),
    _c("column_path", "string", "All printed column headers", "列标题路径"),
    _c("state!", "string", "value, blank, slash, dash or unreadable: five different things", "单元格状态"),
    _c("value", "string", "The printed number, exact, as a decimal string; null for a range", "数值（精确）"),
    _c("number", "number", "The same as a float, for computing", "数值（浮点）"),
    _c("unit!", "string", "The printed measure word", "单位（原文）"),
    _c("value_std", "number", "The number in unit_std", "标准化数值"),
    _c("unit_std!", "string", "元 for money, the printed unit for everything else", "标准化单位"),
    _c("lo", "string", "Least value the printed number may stand for; null = unbounded", "可能的最小值"),
    _c("hi", "string", "Greatest value; null = unbounded", "可能的最大值"),
    _c("lo_open!", "boolean", "The least value itself is excluded", "不含最小值"),
    _c("hi_open!", "boolean", "The greatest value itself is excluded", "不含最大值"),
    _c("hedge!", "string", "exact, about, over, under or range", "约数修饰"),
    _c("role!", "string", "count, part, share, rate, growth, change, rank, price, limit or other", "数字的角色"),
    _c("modality!", "string", "achieved, planned or required", "已完成、计划或要求"),
    _c("source!", "string", "table or narrative", "来源：表格或正文"),
    _c("subject!", "string", "The noun phrase counted", "计数对象"),
    _c("scope", "string", "whole, own or named:…; null where not said", "统计口径"),
    _c("period", "string", "Period the figure is about, ISO 8601", "所指期间"),
    _c("link!", "string", "exact, loose, doubtful or none: how sure the indicator is", "指标对应的把握"),
    _c("confidence!", "string", "sure, loose or ocr: how the number was read", "识读方式"),
    _c("raw!", "string", "The number as printed", "原样"),
    _c("text!", "string", "The clause or cell around it", "所在语句或单元格"),
    _c("quote!", "string", "The document's text from start to end", "引文"),
    *_PLACE,
)

FINDINGS = (
    _c("fingerprint!", "string", "Stable id of the finding", "发现的指纹"),
    _c("rule!", "string", "Code of the rule", "规则编码"),
    _c("severity!", "string", "error, warning or note", "严重程度"),
    _c("kind!", "string", "Kind of relation", "类别"),
    _c("across!", "boolean", "Found by comparing reports, not within one", "是否跨报告"),
    _c("body", "string", "Body of the first document", "机关"),
    _c("body_id", "string", "documents.body_id of the first document", "机关标识"),
    _c("year", "integer", "Reporting year of the first document", "报告年度"),
    _c("documents!", "strings", "documents.path of all documents concerned", "涉及的文件"),
    _c("message!", "string", "What is wrong (Chinese)", "说明（中文）"),
    _c("message_en!", "string", "What is wrong (English)", "说明（英文）"),
    _c("explanation!", "string", "Which number is likely wrong, and why (Chinese)", "解释（中文）"),
    _c("explanation_en!", "string", "The same in English", "解释（英文）"),
    _c("gap", "string", "Left side minus right side, decimal", "差额"),
    _c("evidence!", "string", "JSON list of the numbers used, with their places", "证据（JSON）"),
    _c("relations!", "string", "JSON list of all relations the same culprit breaks", "关系（JSON）"),
    _c("alternatives!", "string", "JSON list of other sets of figures that would explain it", "其他可能（JSON）"),
)

PROBLEMS = (
    _c("document!", "string", "documents.path", "文件路径"),
    _c("sha256!", "string", "documents.sha256", "文件内容的 SHA-256"),
    _c("year", "integer", "documents.year", "报告年度"),
    _c("code!", "string", "Kind of problem", "问题编码"),
    _c("message!", "string", "What could not be read (Chinese)", "说明（中文）"),
    _c("message_en!", "string", "What could not be read (English)", "说明（英文）"),
    *_PLACE,
)

# Not a table of the folder: what `dataset panel` makes of them. The wide panel has a column an indicator with the
# value_std, and beside it INDICATOR.flag and INDICATOR.source.
PANEL = (
    _c("body_id!", "string", "documents.body_id", "机关标识"),
    _c("body", "string", "documents.body of the report the number comes from", "机关名称"),
    _c("level", "string", "documents.level", "层级"),
    _c("division", "string", "documents.division", "所属行政区划"),
    _c("year!", "integer", "Reporting year", "报告年度"),
    _c("form", "string", "Form version of that report", "报告格式版本"),
    _c("indicator!", "string", "Indicator of the codebook", "指标编码"),
    _c("value_std", "number", "The number in unit_std; null where the cell holds none", "标准化数值"),
    _c("unit_std!", "string", "元 for money, else the printed unit, else the form's", "标准化单位"),
    _c("value", "string", "The printed number, exact", "数值（精确）"),
    _c("unit!", "string", "The printed measure word", "单位（原文）"),
    _c(
        "comparable!",
        "string",
        "same, narrower, wider or break: the indicator in this form against the others",
        "可比性",
    ),
    _c("comparable_why!", "string", "Why it is not the same", "不可比的原因"),
    _c("flag!", "string", "Empty, or words joined by +: see below", "质量标记"),
    _c("source!", "string", "documents.path of the report the number comes from", "来源文件"),
    _c("figure!", "string", "figures.figure of the number", "数字编号"),
    _c("candidates!", "integer", "Numbers that could have stood here; all of them are in figures", "候选数字个数"),
)

# What `dataset check` prints: one row a broken relation.
CHECK = (
    _c("row!", "integer", "Row of the table as a spreadsheet counts, the names of the columns being row 1",
       "表中的行号（列名为第 1 行）"),
    _c("body", "string", "The row's body", "该行的机关"),
    _c("year", "integer", "The row's year", "该行的年度"),
    _c("form!", "string", "Form version the row was tried by", "核对所依的报告格式版本"),
    _c("rule!", "string", "Code of the rule", "规则编码"),
    _c("severity!", "string", "error, warning or note", "严重程度"),
    _c("place!", "string", "Row or column of the form that the numbers stand in; empty where there is none",
       "所在的行或列"),
    _c("relation!", "string", "The relation in words and numbers (Chinese)", "关系（文字与数字，中文）"),
    _c("relation_en!", "string", "The relation in words and numbers (English)", "关系（英文）"),
    _c("computed", "string", "Left side, as the sum of the parts; what is missing left out", "左边（如各项之和）"),
    _c("reported", "string", "Right side, as the total", "右边（如合计）"),
    _c("gap", "string", "computed minus reported, decimal", "差额"),
    _c("suspect", "string", "Indicators of the numbers to blame, parted by spaces; null where that cannot be told",
       "疑有误的指标；无法断定则为空"),
    _c("value", "string", "Their numbers as they stand", "其现值"),
    _c("suggested", "string", "The numbers with which everything agrees", "建议值"),
    _c("culprit!", "string", "What is said of the culprit, other possibilities too (Chinese)", "判断（中文）"),
    _c("culprit_en!", "string", "The same in English", "判断（英文）"),
)  # fmt: skip

TABLES: dict[str, tuple[Column, ...]] = {
    "documents": DOCUMENTS,
    "figures": FIGURES,
    "findings": FINDINGS,
    "problems": PROBLEMS,
}
ABOUT: dict[str, tuple[str, str]] = {
    "documents": ("One row a document, whatever became of it", "每份文件一行"),
    "figures": ("One row a printed number or cell", "每个数字（或单元格）一行"),
    "findings": ("One row a contradiction, within a report or between reports", "每处矛盾一行"),
    "problems": ("One row a thing that could not be read", "每个读取问题一行"),
}
