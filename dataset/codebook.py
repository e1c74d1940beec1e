"""The codebook: what every table, column and indicator means, generated from the schema and the forms."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .columns import ABOUT, CHECK, PANEL, TABLES, Column
from .indicators import Indicator, indicators
from .panel import FLAGS, RULE

if TYPE_CHECKING:
    from ..forms.schema import Form

_HEAD = (
    "indicator", "form", "first_year", "last_year", "table", "row", "column", "unit", "level", "required", "comparable",
    "comparable_why",
)  # fmt: skip


def codebook_csv(forms: Sequence[Form]) -> str:
    """One line an indicator and form version."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEAD)
    for item in indicators(forms):
        years = ["" if year is None else year for year in (item.first_year, item.last_year)]
        writer.writerow(
            [item.id, item.form, *years, item.table, item.row, item.column, item.unit, item.level,
             "yes" if item.required else "no", item.comparable, item.why]
        )  # fmt: skip
    return out.getvalue()


def codebook_markdown(forms: Sequence[Form]) -> str:
    """Tables, columns and indicators, to be read by people."""
    parts = ["# Codebook / 数据字典\n", "## Tables / 数据表\n"]
    for name, columns in TABLES.items():
        parts.append(f"### {name}\n\n{ABOUT[name][0]} / {ABOUT[name][1]}\n\n{_columns(columns)}")
    parts.append(f"## Panel / 面板\n\n{RULE}\n\n{_columns(PANEL)}")
    parts.append("| flag | meaning |\n| --- | --- |\n" + "".join(f"| `{f}` | {m} |\n" for f, m in FLAGS.items()))
    parts.append("## Check / 核对\n\nWhat `gouji dataset … check` prints: one row a broken relation.\n")
    parts.append(_columns(CHECK))
    parts.append("## Indicators / 指标\n")
    parts.append(
        "An indicator keeps its id in every form version. `same` values may be put in one series; `narrower` and "
        "`wider` differ as the remark says; `break` starts a new series.\n"
    )
    for form in dict.fromkeys(item.form for item in indicators(forms)):
        own = [item for item in indicators(forms) if item.form == form]
        parts.append(_form_part(form, own))
    return "\n".join(parts)


def _columns(columns: Sequence[Column]) -> str:
    lines = ["| column | type | null | unit | meaning | 含义 |", "| --- | --- | --- | --- | --- | --- |"]
    for column in columns:
        null = "never" if column.required else "allowed"
        lines.append(
            f"| `{column.name}` | {column.kind} | {null} | {column.unit} | {column.about} | {column.about_zh} |"
        )
    return "\n".join(lines) + "\n"


def _form_part(form: str, own: Sequence[Indicator]) -> str:
    first, last = own[0].first_year, own[0].last_year
    lines = [
        f"### {form} ({first or ''}–{last or ''})\n",
        "| indicator | table | row | column | unit | comparable |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for item in own:
        comparable = item.comparable + (f": {item.why}" if item.why else "")
        row = item.row.replace("|", "\\|")
        lines.append(f"| `{item.id}` | {item.table} | {row} | {item.column} | {item.unit} | {comparable} |")
    return "\n".join(lines) + "\n"
