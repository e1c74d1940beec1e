"""A researcher's own wide table under the relations of the forms: what is found, what is said, what is left aside."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from gouji import check_table
from gouji.batch import table as batch_table
from gouji.batch.table import TableCheck
from gouji.cli import app
from gouji.dataset.columns import CHECK
from gouji.errors import InputError, UsageError
from gouji.extract.wide import cells_of, record_of_row
from gouji.forms.loader import load_forms
from gouji.reconcile.columns import LARGEST, Column, suspicious
from gouji.reconcile.engine import checks_of
from gouji.report.table_check import render_table_check
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

FORMS = {form.form: form for form in load_forms()}
REVIEW = ("upheld", "corrected", "other", "pending", "total")
HEAD = ",".join(["body", "year", *(f"disputes.review.{name}" for name in REVIEW)])


def indicators(form: str) -> list[str]:
    return [f"{t.id}.{row.id}.{column.id}" for t in FORMS[form].tables for row in t.rows for column in t.columns]


def found(checked: TableCheck, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(each[column] for column in columns) for each in checked.broken]


def csv(folder: Path, *lines: str, head: str = HEAD, encoding: str = "utf-8") -> str:
    path = folder / "table.csv"
    path.write_bytes("\r\n".join([head, *lines, ""]).encode(encoding))
    return str(path)


# ---------------------------------------------------------------- columns and engine
@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(["annual-2019", "annual-2021", "statistics-2014"]))
@example(405, "annual-2021")  # a total below zero, every part of it blank
def test_the_columns_choose_the_rows_that_the_engine_finds_broken(seed: int, name: str) -> None:
    draw, form = random.Random(seed), FORMS[name]
    names = [each for each in indicators(name) if draw.random() < 0.9]
    plain, odd = ["1", "2", "-1", "", "", "/", "３"], ["1.0", "2.5", "0.5", "1,000", "约2", "无法读", "1件", "12万"]
    rows = [dict.fromkeys(names, draw.choice(["0", "0", ""])) for _ in range(8)]
    for number, row in enumerate(rows):
        for each in draw.sample(names, draw.randrange(6)):
            row[each] = draw.choice(plain + odd if number % 2 else plain)
    broken = set()
    for number, row in enumerate(rows):
        record = record_of_row(form, row, {}, "", None, None)
        if any(check.outcome == "broken" for check in checks_of(record, form)):
            broken.add(number + 2)
    checked = check_table(pd.DataFrame(rows), form=name)
    assert {row for (row,) in found(checked, "row")} == broken
    # Rows of plain counts are chosen exactly, by the columns alone; those with one below zero may be looked at in vain.
    table = pa.Table.from_pandas(pd.DataFrame(rows)).combine_chunks()
    cells = {each: cells_of(table[each].chunk(0), LARGEST) for each in names}
    columns = {each: Column(one.values, one.blank, one.odd) for each, one in cells.items()}
    chosen = suspicious(form, columns, lambda rule: True)
    exact = {n + 2 for n in range(0, 8, 2) if "-1" not in rows[n].values()}
    picked, plainly = {n + 2 for n in range(0, 8, 2) if chosen[n]}, {row for row in broken if row % 2 == 0}
    assert picked & exact == plainly & exact
    assert picked >= plainly


@pytest.mark.parametrize(
    ("cells", "all_columns", "chosen"),
    [
        ("handled 5, granted 6", False, True),
        ("handled 9, granted 3", False, False),
        ("handled 9, granted 3", True, True),
        ("handled 5, granted 3, refused 3", False, True),
        ("handled 5, granted 3, refused_internal 3", False, True),
        ("handled 5, granted 3, refused_internal 1", False, False),
        ("handled 5, granted 3, refused 2", True, True),
        ("handled 5, granted 3, refused 2, refused_internal 2", True, False),
        ("handled 5, granted 3, refused 1, refused_internal 2", True, True),
        ("handled 5, granted 3, refused_internal 2", True, False),
        ("handled 5, granted 3, refused_internal 1", True, True),
        ("handled 5, granted 3, refused 2.5, refused_internal 2", True, True),
        ("handled 5, granted 3, refused_internal 2, refused_process ?", True, True),
        ("handled 5, granted 3, refused_internal 2, refused_process -", True, False),
        ("handled 9, granted 3, refused_internal 2, refused_process -", True, False),
        ("handled 4, granted 3, refused_internal 2, refused_process -", True, True),
        ("handled 5, granted 3, refused -", True, True),
        ("handled 5, granted 3, refused 2, refused_internal -", True, False),
        ("handled 5, granted 3, refused_internal no-column", True, False),
        ("handled -, granted -1", True, False),
    ],
)
def test_a_heading_stands_for_its_rows_where_it_has_no_number(cells: str, all_columns: bool, chosen: bool) -> None:
    """Which rows of a table the columns send to the engine; with all columns, those not named are 0."""
    given = dict(cell.split() for cell in cells.split(", "))
    rows = [row for t in FORMS["annual-2021"].tables if t.id == "applications" for row in t.rows]
    names = [row.id for row in rows if row.id in given or (all_columns and not row.header)]
    names = [name for name in names if given.get(name) != "no-column"]
    columns = {}
    for name in names:
        read = cells_of(pa.array([given.get(name, "0")]), LARGEST)
        columns[f"applications.{name}.person"] = Column(read.values, read.blank, read.odd)
    assert suspicious(FORMS["annual-2021"], columns, lambda rule: rule == "S101").tolist() == [chosen]


def test_only_rows_that_break_something_go_to_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of plain counts, blanks and marks for none, the columns alone tell which."""
    rows = [(5, 1, 0, 0, 6), (5, 1, 0, 0, 7), (5, None, 0, 0, 7), (5, None, 0, 0, 4), (None,) * 5, ("/", "—", 1, 0, 1)]
    frame = pd.DataFrame(rows, columns=[f"disputes.review.{name}" for name in REVIEW], dtype=object).astype("string")
    asked = []
    once = batch_table.record_of_row
    monkeypatch.setattr(batch_table, "record_of_row", lambda *given: asked.append(given) or once(*given))
    checked = check_table(frame, form="annual-2021")
    assert len(asked) == 2 and {row for (row,) in found(checked, "row")} == {3, 5}
    numbers = found(checked, "computed", "reported", "gap", "severity")
    assert numbers == [("6", "7", "-1", "error"), ("5", "4", "1", "warning")]


# ---------------------------------------------------------------- what is printed
def test_a_broken_relation_with_its_row_its_numbers_and_its_culprit(tmp_path: Path) -> None:
    path = csv(tmp_path, "甲县,2022,8,1,2,0,0", "乙县,2022,8,1,2,0,11")
    (one,) = check_table(path).broken
    assert [one[name] for name in ("row", "body", "year", "form", "rule", "severity", "place")] == [
        2, "甲县", 2022, "annual-2021", "S102", "error", "行政复议",
    ]  # fmt: skip
    assert one["relation"] == "“行政复议”：结果维持 8 + 结果纠正 1 + 其他结果 2 + 尚未审结 0 = 11 ≠ 总计 0（差11）"
    assert (one["computed"], one["reported"], one["gap"]) == ("11", "0", "11")
    assert (one["suspect"], one["value"], one["suggested"]) == ("disputes.review.total", "0", "11")
    assert "应为11" in one["culprit"] and "should be 11" in one["culprit_en"]
    assert [*one] == [column.name for column in CHECK] == [*check_table(path).frame.columns]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["甲,2022,８,１,０,０,１０"], [("9", "10")], id="full-width digits"),
        pytest.param(['甲,2022,"1,008",1,0,0,"1,010"'], [("1009", "1010")], id="thousands separators"),
        pytest.param(["甲,2022, 8 ,1,0,0,10"], [("9", "10")], id="spaces"),
        pytest.param(["甲,2022,8,1,,0,10"], [], id="a blank may be what is missing"),
        pytest.param(["甲,2022,8,1,,0,6"], [("9", "6")], id="a blank is not less than nothing"),
        pytest.param(["甲,2022,8,1,/,—,10"], [], id="marks for no number"),
        pytest.param(["甲,2022,8,1,许多,0,6"], [], id="text leaves a sum open"),
        pytest.param(["甲,2022,8.54,1.04,0,0,9.6"], [], id="decimals are intervals"),
        pytest.param(["甲,2022,8.5,1,0,0,1"], [("9.5", "1")], id="a decimal out of reach"),
        pytest.param(["甲,2022,约8,1,0,0,40"], [("9", "40")], id="a hedge out of reach"),
        pytest.param(["甲,2022,8,1", ",,,,,,", "乙,2022,1,0,0,0,2,9,9"], [("1", "2")], id="short, blank and long rows"),
    ],
)  # fmt: skip
def test_cells_as_people_key_them(tmp_path: Path, lines: list[str], expected: list[tuple[str, str]]) -> None:
    assert found(check_table(csv(tmp_path, *lines)), "computed", "reported") == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_as_programs_write_them(tmp_path: Path, encoding: str) -> None:
    path = csv(tmp_path, "一、二〇二二年汇总表", HEAD, "甲县,2022年度,8,1,2,0,0", head="标题", encoding=encoding)
    assert found(check_table(path), "row", "body", "year") == [(4, "甲县", 2022)]


def test_every_kind_of_file_and_a_frame_give_the_same(tmp_path: Path) -> None:
    path = csv(tmp_path, "甲,2022,8,1,2,0,0", "乙,2022,8,1,,0,11", "丙,2022,8,1,2.5,0,99")
    frame = pd.read_csv(path)
    frame.to_excel(tmp_path / "t.xlsx", index=False)
    frame.to_parquet(tmp_path / "t.parquet")
    checks = [check_table(each) for each in (path, frame, str(tmp_path / "t.xlsx"), str(tmp_path / "t.parquet"))]
    assert found(checks[0], "row") == [(2,), (4,)]
    assert all(each.broken == checks[0].broken for each in checks)


def test_a_column_of_numbers_and_words_is_read_cell_by_cell() -> None:
    """What pandas makes of a sheet that people keyed."""
    frame = pd.DataFrame({f"disputes.review.{name}": [1, 1.0, "1", None, pd.NA, "一", float("nan")] for name in REVIEW})
    frame["disputes.review.total"] = [9, "9", 9.0, "x", 9, " 9 ", 9]
    frame = pd.concat([frame, pd.DataFrame({"备注": [0] * 7}), pd.DataFrame({"备注": [0] * 7})], axis=1)
    assert found(check_table(frame, form="annual-2021"), "row", "computed") == [(2, "4"), (3, "4"), (4, "4"), (7, "4")]


def test_a_row_goes_by_its_form_or_its_year() -> None:
    sums = {f"disputes.review.{name}": [1, 1, 1, 1, 1] for name in REVIEW}
    frame = pd.DataFrame({"year": [2022, 2019, 2022, None, 1999], "form": [None, "", "annual-2019", "?", None], **sums})
    checked = check_table(frame)
    assert found(checked, "row", "form") == [(2, "annual-2021"), (3, "annual-2019"), (4, "annual-2019")]
    assert checked.rows == {"annual-2021": 1, "annual-2019": 2, "": 2}
    assert "2行未核对" in render_table_check(checked)
    assert len(check_table(frame, form="annual-2019").broken) == 5


def test_what_the_flags_of_a_panel_say_lowers_a_finding() -> None:
    def severities(flag: str) -> list[tuple[object, ...]]:
        frame = pd.DataFrame({f"disputes.review.{name}": [3] for name in REVIEW} | {"disputes.review.total.flag": flag})
        return found(check_table(frame, form="annual-2021"), "severity")

    assert severities("") == [("error",)]
    assert severities("doubtful") == severities("partial+ocr") == [("warning",)]
    assert severities("over") == []


def test_rows_of_its_own_may_explain_a_total_above_its_rows() -> None:
    names = [name.split(".") for name in indicators("annual-2021")]
    frame = pd.DataFrame({".".join(n): [0, 0] for n in names if (n[0], n[2]) == ("applications", "person")})
    frame["applications.handled.person"] = [5, 0]
    frame["applications.granted.person"] = [0, 5]
    by_rule = {(each["row"], each["rule"]): each["severity"] for each in check_table(frame, form="annual-2021").broken}
    assert by_rule[2, "S101"] == "warning" and by_rule[3, "S101"] == "error"
    # A dataset's panel knows of which reports that is so.
    known = check_table(frame.assign(own_rows=[True, True]), form="annual-2021")
    assert known.ignored == ()
    assert [each["severity"] for each in known.broken if each["rule"] == "S101"] == ["note", "error"]


# ---------------------------------------------------------------- what is said, and refused
def test_what_is_left_aside_is_told(tmp_path: Path) -> None:
    head = HEAD.replace(",disputes.review.total", "") + ",备注,disputes.litigation_direct.upheld"
    checked = check_table(csv(tmp_path, "甲,2022,8,很多,2,0,x,1", head=head))
    told = render_table_check(checked, "en").splitlines()
    assert told == [
        "columns not used: 备注",
        "annual-2021: no columns of these totals, which are not tried: disputes.review.total "
        "disputes.litigation_direct.total",
        "row 2 disputes.review.corrected: “很多” is no number and is taken as missing",
        "rows tried: annual-2021 1; 0 relations broken in 0 rows",
    ]


def refused(folder: Path) -> Mapping[str, tuple[str, type[Exception], str]]:
    (folder / "empty.csv").write_bytes(b"")
    (folder / "damaged.parquet").write_bytes(b"PAR1 no more")
    (folder / "report.pdf").write_bytes(b"%PDF-1.4\n")
    (folder / "damaged.xlsx").write_bytes(b"PK\x03\x04xl/workbook.xml")
    (folder / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    pd.DataFrame({"a": [1]}).to_parquet(folder / "other.parquet")
    (folder / "twice.csv").write_text(f"{HEAD},year\n", encoding="utf-8")
    (folder / "folder").mkdir()
    return {
        "empty.csv": ("empty", InputError, "0 bytes"),
        "missing.csv": ("missing", InputError, "missing.csv"),
        "damaged.parquet": ("damaged", InputError, "damaged"),
        "damaged.xlsx": ("truncated", InputError, "damaged or cut off"),
        "report.pdf": ("no-table", InputError, "pdf is no table"),
        "other.csv": ("no-indicator", InputError, "no column bears the name of an indicator"),
        "other.parquet": ("no-indicator", InputError, "no column bears the name of an indicator"),
        "twice.csv": ("column-twice", InputError, "column year stands 2 times"),
        "folder": ("not-a-dataset", UsageError, "not a dataset"),
    }


@pytest.mark.parametrize("odd", [[1], {"a": 1}, True, pd.Timestamp(2022, 1, 1), float("inf")])
def test_values_that_are_no_cells_are_told_and_the_row_goes_on(odd: object) -> None:
    values = {f"disputes.review.{name}": [odd if name == "other" else 9] for name in REVIEW}
    checked = check_table(pd.DataFrame(values), form="annual-2021")
    assert checked.unreadable_count == 1 and [name for _, name, _ in checked.unreadable] == ["disputes.review.other"]
    assert checked.broken == [] and checked.rows == {"annual-2021": 1}


def test_numbers_beyond_64_bits_are_exact() -> None:
    frame = pd.DataFrame({f"disputes.review.{name}": pd.Series([10**30], dtype=object) for name in REVIEW})
    assert found(check_table(frame, form="annual-2021"), "gap") == [(str(3 * 10**30),)]


def test_a_frame_with_a_column_twice_is_refused() -> None:
    frame = pd.DataFrame([[1, 2]], columns=["disputes.review.total"] * 2)
    with pytest.raises(InputError, match=r"column disputes\.review\.total stands 2 times"):
        check_table(frame)


def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path) -> None:
    for name, (code, kind, words) in refused(tmp_path).items():
        with pytest.raises(kind, match=words) as caught:
            check_table(str(tmp_path / name))
        assert code == "missing" or caught.value.code == code, name  # type: ignore[attr-defined]
        made = CliRunner().invoke(app, ["dataset", str(tmp_path / name), "check"])
        assert isinstance(made.exception, kind) and made.stdout == "", name


@pytest.mark.parametrize(
    ("lines", "options", "status", "count"),
    [
        (["甲,2022,8,1,2,0,11"], [], 0, 0),
        (["甲,2022,8,1,2,0,0"], [], 1, 1),
        (["甲,2022,8,1,,0,0"], ["--fail-on", "error"], 0, 1),
        (["甲,2022,8,1,2,0,0"], ["--select", "B"], 0, 0),
        ([], ["--form", "annual-2019"], 0, 0),
    ],
)
def test_exit_statuses(tmp_path: Path, lines: list[str], options: list[str], status: int, count: int) -> None:
    made = CliRunner().invoke(app, ["dataset", csv(tmp_path, *lines), "check", "--format", "jsonl", *options])
    assert made.exit_code == status
    assert [json.loads(line)["rule"] for line in made.stdout.splitlines()] == ["S102"] * count


def test_an_unknown_form_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no form annual-2030; there are: annual-2021"):
        check_table(csv(tmp_path), form="annual-2030")
