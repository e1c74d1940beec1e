"""What is told from a report by its content: data, program source, configuration. Prose is never refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from gouji.errors import InputError
from gouji.ingest.discover import discover
from gouji.ingest.read import read_bytes
from gouji.ingest.sniff import sniff

ROOT = Path(__file__).parents[1]
REPORT = "某县2023年政府信息公开工作年度报告\n一、总体情况\n本年收到申请12件，办结12件。\n"
OBJECT = {
    "title": "某县年度报告",
    "text": "一、总体情况。收到申请12件。",
    "values": [1, -2.5, None, True],
    "path": 'C:\\x"',
}
LONG = json.dumps([{"text": f"第{n}件，收到申请{n}件。"} for n in range(2000)], ensure_ascii=False)

OTHERS = {
    "object": (json.dumps(OBJECT), "json"),
    "indented": (json.dumps(OBJECT, ensure_ascii=False, indent=2), "json"),
    "lines": ("\n".join([json.dumps(OBJECT, ensure_ascii=False)] * 3), "json"),
    "longer than the head": (LONG, "json"),
    "cut off": (LONG[:5003], "json"),
    "empty": ("{}", "json"),
    "numbers": ("[1, 2, 3]", "json"),
    "python": ('"""年度报告。"""\nimport re\n\n\ndef count(text):\n    found = 3\n    return found\n', "code"),
    "script": ("function f(a) {\n  var n = 1;\n  return n;\n}\n// 收到申请12件。\n", "code"),
    "style": ("body {\n  color: red;\n}\np {\n  margin: 0;\n}\n", "code"),
    "settings": ("[report]\nname = 年度报告\nyear = 2023\npath = /a/b\n", "code"),
    "yaml": ("title: 年度报告\nbody: 某县\nfigures:\n  - id: a\n    value: 3\n  - id: b\n    value: 4\n", "config"),
    "xml": ('<?xml version="1.0"?>\n<report><title>年度报告</title><p>收到申请12件。</p></report>', "xml"),
    "xml undeclared": ("<feed><entry><name>年度报告</name></entry></feed>", "xml"),
    "picture": ('<svg xmlns="http://www.w3.org/2000/svg"><g><path d="M0 0"/></g></svg>', "xml"),
    "numbers alone": ("12 13 14\n15 16 17\n", "no-words"),
    "signs": ("====\n----\n****\n", "no-words"),
}

REPORTS = {
    "prose": (REPORT, "text"),
    "year in brackets": ("[2023] 某县年度报告\n收到申请12件。", "text"),
    "braces": ("{某县}2023年度报告\n收到申请12件。", "text"),
    "an object quoted": (REPORT + '{"a": 1}\n', "text"),
    "one line": ("本年收到申请12件。", "text"),
    "one word": ("报告", "text"),
    "English": ("Annual report\n\nThe office received 12 requests and answered 11 of them.\n", "text"),
    "Markdown": ("# 年度报告\n\n- 收到：12件\n- 办结：11件\n\n| 指标 | 数 |\n|---|---|\n| 甲 | 1 |\n", "text"),
    "front matter": ("---\ntitle: 年度报告\ndate: 2023-01-01\nlayout: page\n---\n" + REPORT, "text"),
    "labels": ("名称: 某县年度报告\n日期: 2023-01-01\n编号: 12\n", "text"),
    "table of numbers": ("指标|甲|乙\n1|2|3\n4|5|6\n", "text"),
    "semicolons": ("收到申请12件;\n办结11件;\n结转1件;\n公开3条;\n", "text"),
    "fragment": ("<strong>年度报告</strong><br>收到申请12件。", "html"),
    "XHTML": (
        '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x.dtd">\n<html><p>报告</p></html>',
        "html",
    ),
    "comment first": ("<!-- 首页 -->\n<!-- <a><b><c> -->\n<div>报告</div>", "html"),
    "Word's page": ("<?xml:namespace prefix = o ns = 'urn:x' /><p>报告</p>", "html"),
    "Word's element": ("<o:p></o:p><p>报告</p><p>收到</p>", "html"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_no_report(name: str) -> None:
    text, kind = OTHERS[name]
    data = text.encode()
    assert sniff(data, "report.txt") == kind
    with pytest.raises(InputError) as error:
        read_bytes(data, "report.txt")
    assert error.value.code == "not-a-report"


@pytest.mark.parametrize("name", REPORTS)
def test_a_report(name: str) -> None:
    text, kind = REPORTS[name]
    assert sniff(text.encode(), "report.json") == kind


def test_data_beside_reports_is_counted_as_ignored(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    (tmp_path / "gold.json").write_text(json.dumps(OBJECT), "utf-8")
    (tmp_path / "b.py").write_text(OTHERS["python"][0], "utf-8")
    found = discover([str(tmp_path)])
    assert found.inputs == (str(tmp_path / "a.txt"),)
    assert found.ignored == {"code": 1, "json": 1}
    assert discover([str(tmp_path / "gold.json")]).inputs == (str(tmp_path / "gold.json"),)


def test_every_text_of_the_corpus_is_a_report() -> None:
    kinds = {path.name: sniff(path.read_bytes(), path.name) for path in ROOT.glob("corpus/reports/**/*.txt")}
    assert len(kinds) > 10 and set(kinds.values()) == {"text"}
