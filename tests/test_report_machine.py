"""What programs read: JSON as documented, JSON lines, CSV for Excel, SARIF, and figures in four formats."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from types import ModuleType

import pyarrow.parquet as pq
import pytest
from gouji import model as m
from gouji.errors import UsageError
from gouji.report import CHECK_FORMATS, FIGURE_FORMATS, render_check, render_document, render_figures
from msgspec.structs import replace

FINDING_KEYS = [
    "rule", "severity", "kind", "documents", "message", "message_en", "explanation", "explanation_en", "gap",
    "evidence", "relations", "alternatives", "fingerprint", "baseline",
]  # fmt: skip
FIGURE_KEYS = [
    "document", "sha256", "body", "year", "form", "indicator", "label", "row_path", "column", "column_path", "value",
    "unit", "lo", "hi", "lo_open", "hi_open", "hedge", "role", "source", "scope", "period", "text", "quote", "location",
]  # fmt: skip


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("format", list(CHECK_FORMATS))
def test_same_bytes_twice(samples: ModuleType, format: str) -> None:
    made = [render_check(samples.report(), format, load=samples.document) for _ in range(2)]
    assert made[0] == made[1] and made[0]


@pytest.mark.parametrize("format", FIGURE_FORMATS)
def test_figures_same_bytes_twice(samples: ModuleType, format: str) -> None:
    assert render_figures([samples.record()], format) == render_figures([samples.record()], format)


def test_json_has_the_documented_keys_in_order(samples: ModuleType) -> None:
    data = render_check(samples.report(), "json")
    plain = json.loads(data)
    assert list(plain) == ["gouji", "documents", "findings", "unresolved"]
    assert list(plain["documents"][0]) == [
        "path", "sha256", "status", "format", "title", "body", "year", "form", "problem", "problems", "coverage",
    ]  # fmt: skip
    assert list(plain["documents"][0]["coverage"]) == [
        "cells", "cells_read", "figures", "linked", "relations", "held", "broken", "rounding", "truncation", "scope",
        "unknown", "blocked",
    ]  # fmt: skip
    finding = plain["findings"][0]
    assert list(finding) == FINDING_KEYS
    assert list(finding["evidence"][0]) == [
        "document", "indicator", "label", "column", "value", "unit", "source", "text", "quote", "suspect", "suggested",
        "location",
    ]  # fmt: skip
    assert list(finding["relations"][0]) == ["rule", "expression", "terms", "gap"]
    assert plain["documents"][1]["problem"] == "文件有口令，无法读取"
    assert "新收加结转".encode() in data and b"\\u" not in data


def test_json_keeps_what_utf8_cannot_hold_out(samples: ModuleType) -> None:
    report = samples.report()
    broken = replace(report.findings[0], message="坏\ud800字")
    plain = json.loads(render_check(replace(report, findings=(broken,)), "json"))
    assert plain["findings"][0]["message"] == "坏?字"


def test_a_reviewers_reading_is_shown_only_where_there_is_one(samples: ModuleType) -> None:
    report = samples.report()
    read = replace(report.findings[0].evidence[0], read="42")
    report = replace(report, findings=(replace(report.findings[0], evidence=(read,)),))
    assert json.loads(render_check(report, "json"))["findings"][0]["evidence"][0]["read"] == "42"


def test_unresolved_say_why(samples: ModuleType) -> None:
    report = samples.report()
    unknown = replace(report.relations[0], outcome="unknown", reason="留空", reason_en="blank")
    report = replace(report, unresolved=(replace(report.findings[0], relations=(unknown,)),))
    relation = json.loads(render_check(report, "json"))["unresolved"][0]["relations"][0]
    assert (relation["outcome"], relation["reason"], relation["reason_en"]) == ("unknown", "留空", "blank")


def test_jsonl_is_one_finding_a_line(samples: ModuleType) -> None:
    lines = render_check(samples.report(), "jsonl").decode().splitlines()
    assert [json.loads(line)["rule"] for line in lines] == ["B101", "N102", "F301"]


def test_csv_for_excel(samples: ModuleType) -> None:
    data = render_check(samples.report(), "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    table = rows(data)
    assert [(row["finding"], row["value"], row["suspect"], row["suggested"]) for row in table[:2]] == [
        ("1", "43", "yes", "42"),
        ("1", "41", "", ""),
    ]
    assert table[0]["gap"] == "-1"


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "@SUM", "\t=1", "\r=1", "＝1"])
def test_csv_text_is_never_a_formula(samples: ModuleType, text: str) -> None:
    report = samples.report()
    finding = replace(report.findings[0], message=text)
    item = replace(finding.evidence[0], label=text, quote=text)
    report = replace(report, findings=(replace(finding, evidence=(item,)),))
    row = rows(render_check(report, "csv"))[0]
    assert row["message"] == row["label"] == row["quote"] == "'" + text


def test_sarif(samples: ModuleType) -> None:
    plain = json.loads(render_check(samples.report(), "sarif", lang="en"))
    run = plain["runs"][0]
    assert plain["version"] == "2.1.0"
    result = run["results"][0]
    assert (result["ruleId"], result["level"], result["partialFingerprints"]) == ("B101", "error", {"gouji/v1": "f1"})
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]] == {"id": "B101"}
    text = samples.document().text
    region = result["locations"][0]["physicalLocation"]["region"]
    assert text[region["charOffset"] : region["charOffset"] + region["charLength"]] == "43"
    assert len(result["relatedLocations"]) == 3
    # Only what a reviewer dismissed is suppressed.
    assert "suppressions" not in run["results"][1]
    report = samples.report()
    dismissed = replace(report.findings[1], baseline=m.BaselineMark("dismissed", "已知"))
    again = json.loads(render_check(replace(report, findings=(dismissed,)), "sarif"))["runs"][0]["results"][0]
    assert again["suppressions"] == [{"kind": "external", "justification": "已知"}]
    notice = run["invocations"][0]["toolExecutionNotifications"][0]
    assert notice["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "%E5%9D%8F.pdf"


def test_figures_as_json_lines(samples: ModuleType) -> None:
    lines = [json.loads(line) for line in render_figures([samples.record()], "jsonl").splitlines()]
    assert all(list(line) == FIGURE_KEYS for line in lines) and len(lines) == 9
    assert list(lines[0]["location"]) == ["page", "bbox", "block", "cell", "start", "end"]
    text = samples.document().text
    assert all(text[x["location"]["start"] : x["location"]["end"]] == x["quote"] for x in lines)
    assert (lines[1]["value"], lines[1]["unit"], lines[1]["hedge"], lines[1]["source"]) == (
        "41",
        "件",
        "exact",
        "table",
    )


def test_only_numbers_unless_all(samples: ModuleType) -> None:
    record = samples.record()
    blank = replace(record.figures[0], id="t1:9,9", state="blank", quantity=None, raw="")
    record = replace(record, figures=(*record.figures, blank))
    assert len(render_figures([record], "jsonl").splitlines()) == 9
    last = json.loads(render_figures([record], "jsonl", all=True).splitlines()[-1])
    assert (last["hedge"], last["value"]) == ("blank", None)
    unlinked = [json.loads(line) for line in render_figures([record], "jsonl", unlinked=True).splitlines()]
    assert [line["indicator"] for line in unlinked] == [None]


def test_figures_keep_their_decimals(samples: ModuleType) -> None:
    record = samples.record()
    value = Decimal("0.10")
    figure = replace(record.figures[0], quantity=m.Quantity(value, value, None, False, True, "万元", "over"))
    record = replace(record, figures=(figure,))
    line = json.loads(render_figures([record], "jsonl"))
    assert (line["value"], line["lo"], line["hi"], line["hi_open"], line["hedge"]) == (
        "0.10",
        "0.10",
        None,
        True,
        "over",
    )
    assert rows(render_figures([record], "csv"))[0]["value"] == "0.10"
    table = pq.read_table(io.BytesIO(render_figures([record], "parquet")))
    assert table.column_names == FIGURE_KEYS and table.to_pylist()[0] == line


def test_no_records_still_have_columns() -> None:
    assert render_figures([], "csv").decode("utf-8-sig").startswith("document,sha256,body")
    assert pq.read_table(io.BytesIO(render_figures([], "parquet"))).column_names == FIGURE_KEYS
    assert render_figures([], "jsonl") == b""


def test_the_document(samples: ModuleType) -> None:
    plain = json.loads(render_document(samples.document()))
    assert list(plain)[:10] == [
        "path", "sha256", "format", "status", "title", "text", "blocks", "tables", "sections", "problems",
    ]  # fmt: skip
    assert list(plain["blocks"][0])[:8] == ["id", "kind", "level", "start", "end", "page", "bbox", "table"]
    cell = plain["tables"][0]["cells"][0]
    assert list(cell) == ["row", "col", "rowspan", "colspan", "text", "start", "end", "page", "bbox", "header"]
    assert plain["text"][cell["start"] : cell["end"]] == cell["text"]


def test_unknown_names_are_named(samples: ModuleType) -> None:
    with pytest.raises(UsageError, match=r"'pdf'.*html"):
        render_check(samples.report(), "pdf")
    with pytest.raises(UsageError, match="'docx'"):
        render_figures([], "docx")
    with pytest.raises(UsageError, match="'fr'"):
        render_check(samples.report(), "text", lang="fr")
