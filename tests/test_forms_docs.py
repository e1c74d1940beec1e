"""docs/forms.md and the example form say what the program does."""

import importlib.util
import re
import shutil
from decimal import Decimal
from pathlib import Path

from gouji.extract.record import extract
from gouji.forms.loader import COMPILED, FOLDER, compile_forms, load_forms, read_folder
from gouji.ingest.read import read

DOCS = Path(__file__).parents[1] / "docs"

REPORT = """<html><body><h1>青山市图书馆2021年图书馆年度报告</h1><h2>二、读者服务情况</h2>
<table><tr><td>指标</td><td>单位</td><td>总馆</td><td>分馆</td><td>合计</td></tr>
<tr><td>总流通人次</td><td>人次</td><td>900</td><td>300</td><td>1200</td></tr>
<tr><td>图书外借册次</td><td>册次</td><td>500</td><td>100</td><td>600</td></tr>
<tr><td>其中：成人文献</td><td>册次</td><td>300</td><td>40</td><td>340</td></tr>
<tr><td>少儿文献</td><td>册次</td><td>200</td><td>60</td><td>260</td></tr>
<tr><td>持证读者数</td><td>人</td><td>80</td><td>20</td><td>100</td></tr></table></body></html>"""


def test_the_page_of_forms_and_the_compiled_forms_are_current() -> None:
    spec = importlib.util.spec_from_file_location("build_forms", DOCS / "build_forms.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.render(load_forms()) == (DOCS / "forms.md").read_text(encoding="utf-8")
    assert (FOLDER / COMPILED).read_bytes() == compile_forms()


def test_a_form_edited_since_it_was_compiled_is_read_as_it_stands(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    edited = tmp_path / "annual-2021.yaml"
    edited.write_text(edited.read_text("utf-8").replace("form: annual-2021", "form: annual-2030", 1), "utf-8")
    names = {form.form for form in load_forms()}
    assert {form.form for form in read_folder(tmp_path)} == names - {"annual-2021"} | {"annual-2030"}


def test_the_form_in_the_readme_is_short_and_reads_a_report_of_its_kind(tmp_path: Path) -> None:
    (shown,) = re.findall(r"^```yaml\n(.*?)^```$", (DOCS.parent / "README.md").read_text("utf-8"), re.M | re.S)
    assert len(shown.splitlines()) < 40
    example = tmp_path / "library.yaml"
    example.write_text(shown, encoding="utf-8")
    page = tmp_path / "report.html"
    page.write_text(REPORT, encoding="utf-8")
    record = extract(read(str(page)), load_forms(str(example.parent)))
    assert (record.form, record.year) == ("library-report", 2021)
    values = {f.indicator: f.quantity.value for f in record.figures if f.indicator and f.quantity}
    assert values["service.loans.total"] == Decimal(600)
    assert values["service.loans_child.branches"] == Decimal(60)
    assert values["service.readers.main"] == Decimal(80)
    assert {f.indicator: f.quantity.unit for f in record.figures if f.indicator and f.quantity}[
        "service.visits.total"
    ] == "人次"
