"""A dataset opened by the tools researchers use; panels, queries, and folders that are not what they should be."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from archives import STUBS, archive, options, report
from gouji import check_table
from gouji.batch import basis
from gouji.batch.run import run
from gouji.dataset import open_dataset
from gouji.dataset.codebook import codebook_markdown
from gouji.dataset.columns import PANEL, TABLES
from gouji.dataset.indicators import indicators
from gouji.dataset.panel import concepts, stata_names
from gouji.dataset.panel_files import write_panel
from gouji.dataset.tables import schema_of
from gouji.errors import UsageError
from gouji.forms.loader import load_forms


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two bodies and four years; one year in two copies that differ, one figure in 万元."""
    folder = tmp_path_factory.mktemp("dataset")
    source = archive(folder / "in", "甲乙", range(2020, 2023))
    report(source, "old", "body=甲市人民政府", "year=2016", "form=statistics-2014", "figure=applications.new.total 7",
           "figure=funding.fees.total 2.5 万元", "figure=staff.staff.total blank",
           "figure=charges.charges.total unreadable")  # fmt: skip
    report(source, "copy", "body=甲市人民政府", "year=2021", "form=annual-2021", "figure=applications.new.total 22",
           "format=docx")  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(STUBS))
        patch.setattr(basis, "program_hash", lambda: "the same")
        run(options(source, folder / "out", workers=1))
    return folder / "out"


def test_every_tool_opens_the_tables(out: Path) -> None:
    dataset = open_dataset(str(out))
    for table in TABLES:
        count = dataset.rows[table]
        assert len(pd.read_parquet(out / table)) == count
        assert pl.scan_parquet(f"{out}/{table}/*.parquet").collect().height == count
        assert duckdb.sql(f"SELECT count(*) FROM '{out}/{table}/*.parquet'").fetchall() == [(count,)]
        assert len(getattr(dataset, table)) == count
    assert dataset.rows["documents"] == 8 and dataset.complete


def test_every_file_has_the_documented_schema(out: Path) -> None:
    for table in TABLES:
        for path in (out / table).iterdir():
            assert pq.read_schema(path).equals(schema_of(table)), path
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    described = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in package["resources"] if "schema" in r}
    assert described == {table: [column.name for column in columns] for table, columns in TABLES.items()}
    book = (out / "codebook.md").read_text(encoding="utf-8")
    assert all(f"| `{column.name}` |" in book for columns in TABLES.values() for column in columns)


def test_the_descriptor_is_a_data_package(out: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="only in the bench extra")
    package = frictionless.Package.from_descriptor(json.loads((out / "datapackage.json").read_text(encoding="utf-8")))
    assert {resource.name for resource in package.resources} == {*TABLES, "codebook"}


def test_sql_over_tables_and_codebook(out: Path) -> None:
    dataset = open_dataset(str(out))
    rows = dataset.query_arrow("SELECT year, count(*) AS n FROM documents GROUP BY year ORDER BY year").to_pylist()
    assert rows == [{"year": 2016, "n": 1}, {"year": 2020, "n": 2}, {"year": 2021, "n": 3}, {"year": 2022, "n": 2}]
    empty = dataset.query("SELECT year, page FROM figures WHERE year = 1900")
    assert list(empty.columns) == ["year", "page"] and str(empty.dtypes["page"]) == "int32[pyarrow]"
    found = dataset.query("SELECT DISTINCT unit FROM codebook WHERE indicator = 'applications.new.total'")
    assert len(found) >= 1
    with pytest.raises(UsageError, match="SQL is wrong"):
        dataset.query("SELECT nothing FROM nowhere")


def test_a_panel_cell_comes_from_the_better_copy_and_says_so(out: Path) -> None:
    panel = open_dataset(str(out)).panel()
    cell = panel[
        (panel.body_id == "甲市人民政府") & (panel.year == 2021) & (panel.indicator == "applications.new.total")
    ]
    assert cell[["value_std", "flag", "candidates"]].values.tolist() == [[22.0, "disputed", 2]]
    assert cell.source.item().endswith("copy.txt")  # declared as DOCX
    other = panel[(panel.year == 2020) & (panel.indicator == "applications.new.total")]
    assert other.flag.tolist() == ["", ""]
    money = panel[panel.indicator == "funding.fees.total"]
    assert money[["value_std", "unit_std", "value", "unit"]].values.tolist() == [[25000.0, "元", "2.5", "万元"]]
    assert not panel.duplicated(["body_id", "year", "indicator"]).any()


def test_a_wide_panel_has_one_row_a_body_and_year(out: Path) -> None:
    wide = open_dataset(str(out)).panel(wide=True)
    assert len(wide) == 7
    row = wide[(wide.body_id == "甲市人民政府") & (wide.year == 2021)].iloc[0]
    assert row["applications.new.total"] == 22 and row["applications.new.total.flag"] == "disputed"


def test_why_a_panel_cell_is_empty_is_told(out: Path) -> None:
    dataset = open_dataset(str(out))
    long = dataset.panel()
    assert list(long.columns) == [column.name for column in PANEL]
    blank = long[long.indicator == "staff.staff.total"]
    assert blank[["flag", "candidates"]].values.tolist() == [["blank", 0]] and blank.value_std.isna().all()
    wide = dataset.panel(wide=True).set_index(["body", "year"])
    flags = {year: wide.loc[("甲市人民政府", year), "staff.staff.total.flag"] for year in (2016, 2021)}
    assert flags == {2016: "blank", 2021: "not-in-form"}
    assert wide.loc[("甲市人民政府", 2021), "applications.carried_in.total.flag"] == ""
    assert wide.loc[("甲市人民政府", 2016), "applications.carried_in.total.flag"] == "not-in-form"


def test_a_panel_is_checked_as_its_cells_are_printed(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = open_dataset(str(out)).printed().set_index(["body", "year"]).loc["甲市人民政府"]
    cells = ["applications.new.total", "funding.fees.total", "staff.staff.total", "charges.charges.total"]
    assert printed.loc[2016, cells].tolist() == ["7", "2.5万元", "", "unreadable"]
    assert not printed.loc[2016, "own_rows"]
    assert printed.loc[2021, "applications.new.total.flag"] == "disputed"
    checked = check_table(str(out))
    assert checked.rows == {"annual-2021": 6, "statistics-2014": 1} and checked.broken == []
    monkeypatch.setattr("gouji.dataset.opened.Dataset.printed", lambda dataset: pd.DataFrame())
    assert check_table(str(out)).rows == {}  # no report with a number: nothing to check, and nothing wrong


def test_every_indicator_of_a_form_is_in_the_codebook_with_its_unit() -> None:
    known = {(item.form, item.id): item for item in indicators(load_forms())}
    assert known["annual-2021", "applications.new.person"].unit == "件"
    assert known["annual-2019", "licensing.license.items_last"].unit == "项"
    assert known["annual-2021", "applications.refused.total"].row.endswith("（三）不予公开")
    told = {(form.form, phrase.indicator) for form in load_forms() for phrase in form.narrative}
    assert told <= set(known)


def test_the_codebook_in_the_docs_is_current() -> None:
    """`python docs/build_codebook.py` writes it."""
    page = Path(__file__).parents[1] / "docs" / "codebook.md"
    assert codebook_markdown(load_forms()) == page.read_text(encoding="utf-8")


def test_concepts_tell_which_form_lacks_what(out: Path) -> None:
    table = concepts(open_dataset(str(out))).set_index("indicator")
    assert table.loc["applications.carried_out.total", "statistics-2014"] == "lacking"
    assert table.loc["applications.new.total", "annual-2021"] != "lacking"


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "dta"])
@pytest.mark.parametrize("wide", [False, True])
def test_panel_files_read_back_and_are_the_same_twice(out: Path, tmp_path: Path, ending: str, wide: bool) -> None:
    dataset = open_dataset(str(out))
    target = tmp_path / f"panel.{ending}"
    files = write_panel(dataset, str(target), wide)
    first = [Path(file).read_bytes() for file in files]
    assert [Path(file).read_bytes() for file in write_panel(dataset, str(target), wide)] == first
    readers = {"csv": pd.read_csv, "parquet": pd.read_parquet, "xlsx": pd.read_excel, "dta": pd.read_stata}
    frame = readers[ending](target)
    assert len(frame) == len(dataset.panel(wide))
    assert set(frame.body) == {"甲市人民政府", "乙市人民政府"}


def test_no_panel_file_holds_the_time_it_was_written(out: Path, tmp_path: Path) -> None:
    dataset = open_dataset(str(out))
    write_panel(dataset, str(tmp_path / "panel.dta"))
    assert b"01 Jan 2000 00:00" in (tmp_path / "panel.dta").read_bytes()
    write_panel(dataset, str(tmp_path / "panel.xlsx"))
    with zipfile.ZipFile(tmp_path / "panel.xlsx") as book:
        assert b"2000-01-01T00:00:00Z" in book.read("docProps/core.xml")


def test_stata_names_are_legal_and_unique() -> None:
    names = ["applications.new.total", "applications.new_total", "2019", "if", "a" * 40, "a" * 40 + "b"]
    legal = stata_names(names)
    assert legal["applications.new.total"] == "applications_new_total"
    assert len(set(legal.values())) == len(names)
    assert all(len(name) <= 32 and name.isidentifier() and name.isascii() for name in legal.values())


def test_information_about_a_dataset(out: Path) -> None:
    info = open_dataset(str(out)).info()
    assert info.statuses == {"ok": 8} and info.bodies == 2
    assert info.years[2021, "annual-2021"] == 3
    assert info.rules["D104", "warning"] == 1


@pytest.mark.parametrize(
    "what, said",
    [("nothing", "not a dataset"), ("newer", "newer gouji"), ("damaged", "is damaged"), ("lost", "is missing"),
     ("ledger", "never written")],
)  # fmt: skip
def test_folders_that_are_no_dataset(tmp_path: Path, what: str, said: str) -> None:
    resources = [{"name": "documents", "path": ["documents/2020-0000.parquet"]}]
    package = {"gouji": {"version": "9", "format": 99 if what == "newer" else 1}, "resources": resources}
    if what == "ledger":
        (tmp_path / "ledger.sqlite").touch()
    elif what == "damaged":
        (tmp_path / "datapackage.json").write_text("{")
    elif what != "nothing":
        (tmp_path / "datapackage.json").write_text(json.dumps(package))
    with pytest.raises(UsageError, match=said):
        open_dataset(str(tmp_path))
