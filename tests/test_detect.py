"""Which form a document follows."""

import hashlib
from pathlib import Path

import pytest
from gouji.extract.detect import detect
from gouji.forms.loader import load_forms
from gouji.ingest.read import read
from gouji.model import Block, Document

FORMS = load_forms()
ROOT = Path(__file__).parents[1]
OLD = (
    "收到申请数 申请办结数 申请答复数 同意部分公开答复数 "
    "告知通过其他途径办理数 举报投诉数量 接受培训人员数 主动公开政府信息数"
)
NEW = "本年新收政府信息公开申请数量 上年结转政府信息公开申请数量 结转下年度继续办理 未经复议直接起诉 复议后起诉"
T2019 = "本年新制作数量 本年新公开数量 对外公开总数量 上一年项目数量 其他对外管理服务事项"
T2021 = "本年制发件数 本年废止件数 现行有效件数 本年处理决定数量 行政规范性文件 本年收费金额"


def document(text: str, title: str | None = None) -> Document:
    block = Block("b1", "paragraph", None, 0, len(text))
    return Document("r.txt", hashlib.sha256(text.encode()).hexdigest(), "text", "ok", title, text, (block,))


@pytest.mark.parametrize(
    ("text", "year", "form"),
    [
        (OLD, 2016, "statistics-2014"),
        (NEW + T2019, 2019, "annual-2019"),
        (NEW + T2021, 2023, "annual-2021"),
        (NEW + T2019, 2022, "annual-2019"),  # the tables decide, not the year
        (NEW + T2021, 2020, "annual-2021"),
        (OLD, None, "statistics-2014"),
        ("某县政府信息公开工作年度报告。全年主动公开政府信息 20 条。", 2011, "free-2008"),
        ("某县政府信息公开工作年度报告。全年主动公开政府信息 20 条。", 2016, "statistics-2014"),
        ("某县政府信息公开工作年度报告。全年主动公开政府信息 20 条。", None, "free-2008"),
        ("某县政府信息公开2016年度报告。公开 20 条。", 2016, "statistics-2014"),
        ("某街道2014年政府信息公开年报。公开 20 条。", 2014, "statistics-2014"),
        ("现将我局2015年政府信息公开情况报告如下。公开 20 条。", 2015, "statistics-2014"),
        ("某县2022年政府工作报告。政府信息公开不断加强。", 2022, None),
        ("某公司年度报告。营业收入 20 万元。", 2019, None),
        ("", None, None),
    ],
)
def test_the_form(text: str, year: int | None, form: str | None) -> None:
    found = detect(document(text), FORMS, year)
    assert (found.form.form if found.form else None) == form


def test_the_reason_tells_what_was_found_and_what_speaks_against_it() -> None:
    found = detect(document(NEW + T2021 + "上一年项目数量"), FORMS, 2022)
    assert found.form is not None and found.form.form == "annual-2021"
    assert "印有该表式" in found.why and "上一年项目数量" in found.why
    assert 0.3 < found.score < 1


def test_the_reason_says_that_the_year_would_have_called_for_another_form() -> None:
    found = detect(document(NEW + T2019), FORMS, 2022)
    assert "以表格为准" in found.why
    assert "the tables decide" in found.why_en


def test_spaces_and_full_width_forms_inside_labels_do_not_matter() -> None:
    wide = (NEW + T2021).replace("本年", "本 年").replace("数", "数\u3000")
    assert detect(document(wide), FORMS, 2021).score == detect(document(NEW + T2021), FORMS, 2021).score


@pytest.mark.parametrize("name", ["late-form", "other-one-row", "three-line", "cell-a-line-21", "halves"])
def test_departures_do_not_hide_the_form(name: str) -> None:
    path = next((ROOT / "corpus" / "reports" / "deviations").glob(name + ".*"))
    expected = {"late-form": "annual-2019", "three-line": "statistics-2014", "halves": "statistics-2014"}
    found = detect(read(str(path)), FORMS, None)
    assert found.form is not None and found.form.form == expected.get(name, "annual-2021")
    assert found.score > 0.8
