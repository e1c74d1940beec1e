"""Reports that depart from their form: every cell under its indicator, whatever was done to the table."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from gouji.extract.record import extract
from gouji.forms.loader import load_forms
from gouji.ingest.read import read, read_bytes
from gouji.model import Record

CORPUS = Path(__file__).parents[1] / "corpus"


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"corpus_{name}", CORPUS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


CELLS = _module("cells")
ENTRIES = [entry for entry in CELLS.entries(CORPUS) if "deviations" in str(entry.path)]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.name)
def test_every_cell_is_found_under_its_indicator(entry: object) -> None:
    counts = CELLS.measure(entry)
    bad = {name: counts[name] for name in ("wrong", "lost", "state changed", "extra") if counts[name]}
    assert counts["form"] == 1 and counts["right"] >= 60 and not bad, bad


def record(name: str) -> Record:
    path = next(entry.path for entry in ENTRIES if entry.name == f"deviations/{name}")
    return extract(read(str(path)), load_forms())


def notes(name: str) -> list[str]:
    return [claim.note for claim in record(name).claims if claim.kind in ("extra_layout", "missing_table")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rows-missing", "缺少表式的 3 行"),
        ("rows-added", "表式没有的一行“其中：通过网络申请”"),
        ("rows-swapped", "行的次序与表式不同"),
        ("other-one-row", "“（六）其他处理”只列一行，未按表式分列"),
        ("late-form", "报告年度 2022 使用了另一年度的表式（annual-2019）"),
    ],
)
def test_a_departure_from_the_form_is_a_note(name: str, expected: str) -> None:
    assert any(expected in note for note in notes(name)), notes(name)


@pytest.mark.parametrize("name", ["wrapped", "bare", "serial", "halves", "three-line", "one-grid", "split", "matrix"])
def test_a_table_that_only_looks_different_is_no_departure(name: str) -> None:
    assert notes(name) == []


def test_a_local_row_keeps_its_numbers_without_an_indicator() -> None:
    local = [f for f in record("rows-added").figures if f.label == "其中：通过网络申请"]
    assert len(local) == 7
    assert {f.indicator for f in local} == {None}
    assert [f.column for f in local] == [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ]


@pytest.mark.parametrize(("year", "departs"), [(2012, False), (2016, True)])
def test_where_the_form_asks_for_no_table_nothing_departs_from_it(year: int, departs: bool) -> None:
    rows = "收到申请数\t件\t12\n其中：当面申请数\t件\t5\n网络申请数\t件\t7\n目录条目数\t条\t90\n"
    text = f"某市{year}年政府信息公开工作年度报告\n一、概述\n附表\n统计指标\t单位\t统计数\n{rows}"
    found = extract(read_bytes(text.encode(), "r.txt"), load_forms())
    assert found.form == ("statistics-2014" if departs else "free-2008")
    assert any(claim.kind == "extra_layout" for claim in found.claims) is departs
