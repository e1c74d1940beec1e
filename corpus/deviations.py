"""Specimens that depart from their form; `python corpus/make_reports.py --write` writes them and their gold.

Nearly every number in a table is another one, so that a cell read under a wrong label cannot pass, and all of them
agree with each other: whatever was done to the form, nothing is wrong with the figures. The truth is the indicator that
each box carries; gouji takes no part.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).parent
sys.path.insert(0, str(CORPUS))

import truth  # noqa: E402
from agreeing import figures  # noqa: E402
from rendering import Grid, Heading, Paragraph, Report, extension, parse_marks, render  # noqa: E402
from rendering.tables import STATISTICS, standard_grids  # noqa: E402

Rows = list[list[str]]
Edit = Callable[[Rows], Rows]
_SECTIONS = {
    "article20": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "cases": "四、政府信息公开行政复议、行政诉讼情况",
    "statistics": "附表",
}
# Every report is another body's.
_PLACES = (
    "桑梓 柏林 槐荫 枫桥 榆关 樟树 楠溪 桐庐 椿城 杉岭 棠下 "
    "梓潼 楸滩 栗园 榕江 橡坪 檀州 桂阳 梨川 柚城 桃源 柿庄 杏山 榛岭 楝塘"
)
_OFFICES = "水务局 教育局 民政局 审计局 司法局"
_PROBLEMS = (
    "个别栏目更新不够及时，将加强检查。",
    "答复文书的说理还不充分，今后逐件复核。",
    "基层人员调动较多，准备分批轮训。",
    "公开目录多年未动，明年重新编排。",
    "解读以文字为主，将多用图表。",
    "查阅场所开放时间偏短，拟延长到周末。",
    "旧文件尚未全部数字化，继续补录。",
)


@dataclass(frozen=True)
class Specimen:
    """One report: which form, printed how, and what was done to its tables."""

    name: str
    form: str
    year: int
    format: str
    style: str
    notes: str
    edits: tuple[tuple[str, Edit], ...] = ()
    joined: bool = False
    absent: tuple[str, ...] = ()
    local: int = 0

    @property
    def body(self) -> str:
        number = [each.name for each in SPECIMENS].index(self.name)
        offices = _OFFICES.split()
        return f"{_PLACES.split()[number]}县{offices[number % len(offices)]}"


def rows_of(grid: Grid) -> Rows:
    """The grid in the notation that `Grid.parse` reads."""
    rows = [[""] * grid.cols for _ in range(grid.rows)]
    for box in grid.boxes:
        for r in range(box.row, box.row + box.rowspan):
            for c in range(box.col, box.col + box.colspan):
                rows[r][c] = "<" if c > box.col else "^"
        rows[box.row][box.col] = f"⟦{box.text}|{box.indicator}⟧" if box.indicator else box.text
    return rows


def _label(text: str) -> str:
    return parse_marks(text)[0]


def _row(rows: Rows, label: str) -> int:
    """Which row bears the label, innermost."""
    return next(i for i, row in enumerate(rows) if any(_label(cell).endswith(label) for cell in row))


# ---------------------------------------------------------------- what may be done to a table
def without(*labels: str) -> Edit:
    def edit(rows: Rows) -> Rows:
        for label in labels:
            at = _row(rows, label)
            # A merged label whose first row goes moves down to the next.
            for col, cell in enumerate(rows[at]):
                if cell not in ("^", "<") and at + 1 < len(rows) and rows[at + 1][col] == "^":
                    rows[at + 1][col] = cell
            del rows[at]
        return rows

    return edit


def relabelled(changes: dict[str, str]) -> Edit:
    def edit(rows: Rows) -> Rows:
        return [[changes.get(cell, cell) for cell in row] for row in rows]

    return edit


def added(after: str, label: str, number: int) -> Edit:
    """A local row of the same shape, the same number in every column but the total's, of no indicator."""

    def edit(rows: Rows) -> Rows:
        at = _row(rows, after)
        marked = [col for col, cell in enumerate(rows[at]) if "⟦" in cell]
        plain = [cell if "⟦" not in cell else f"⟦{number}|local⟧" for cell in rows[at]]
        if len(marked) > 1:
            plain[marked[-1]] = f"⟦{number * (len(marked) - 1)}|local⟧"
        innermost = max(i for i, cell in enumerate(plain) if "⟦" not in cell and cell not in ("<", "^", ""))
        outer = ["^" if i < innermost and cell not in ("<", "") else cell for i, cell in enumerate(plain)]
        outer[innermost] = label
        return [*rows[: at + 1], outer, *rows[at + 1 :]]

    return edit


def swapped(first: str, second: str) -> Edit:
    """Two rows of one group exchanged; merged labels stay where they are."""

    def edit(rows: Rows) -> Rows:
        a, b = _row(rows, first), _row(rows, second)
        start = next(i for i, cell in enumerate(rows[a]) if _label(cell).endswith(first))
        rows[a][start:], rows[b][start:] = rows[b][start:], rows[a][start:]
        return rows

    return edit


def columns_moved(order: Sequence[int]) -> Edit:
    def edit(rows: Rows) -> Rows:
        return [[row[c] for c in order] for row in rows]

    return edit


def header_cut(keep: int, height: int) -> Edit:
    """Only the innermost `keep` of the `height` header rows."""

    def edit(rows: Rows) -> Rows:
        full = [row[:] for row in rows]
        for col in range(len(full[0])):
            for row in range(1, height):
                if full[row][col] == "^":
                    full[row][col] = full[row - 1][col]
                elif full[row][col] == "<":
                    full[row][col] = full[row][col - 1]
        kept = full[height - keep : height]
        for col in range(1, len(kept[0]) if kept else 0):
            if kept[0][col] == kept[0][col - 1]:
                kept[0][col] = "<"
        return [*kept, *rows[height:]]

    return edit


def repeated_header(at: int, height: int) -> Edit:
    def edit(rows: Rows) -> Rows:
        again = [row[:] for row in rows[:height]]
        for row in range(at, at + 1):
            for col, cell in enumerate(rows[row]):
                if cell == "^":
                    up = next(r for r in range(row, -1, -1) if rows[r][col] != "^")
                    rows[row][col] = rows[up][col]
        return [*rows[:at], *again, *rows[at:]]

    return edit


def transposed(rows: Rows) -> Rows:
    flip = {"<": "^", "^": "<"}
    return [[flip.get(cell, cell) for cell in column] for column in zip(*rows, strict=True)]


def side_by_side(rows: Rows) -> Rows:
    """The list in two halves, left and right."""
    head, body = rows[0], rows[1:]
    half = (len(body) + 1) // 2
    right = body[half:] + [[""] * len(head)] * (half - len(body[half:]))
    return [head + head, *(a + b for a, b in zip(body[:half], right, strict=True))]


def unit_in_label(rows: Rows) -> Rows:
    """No unit column; the unit stands in brackets behind the label."""
    result = [[rows[0][0], rows[0][2]]]
    for label, unit, value in rows[1:]:
        result.append([label + (f"（{unit}）" if unit != "——" else ""), value])
    return result


def numbered(rows: Rows) -> Rows:
    """A column of serial numbers before everything else."""
    return [["序号", *rows[0]], *([str(n), *row] for n, row in enumerate(rows[1:], 1))]


def as_matrix(rows: Rows) -> Rows:
    """Reviews and suits as three rows of five outcomes."""
    heads = ["类别", *rows[2][:5]]
    names = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    return [heads, *([name, *rows[3][5 * n : 5 * n + 5]] for n, name in enumerate(names))]


def broken_label(label: str, at: int) -> Edit:
    """A label wrapped over two rows, the numbers beside the first."""

    def edit(rows: Rows) -> Rows:
        n = _row(rows, label)
        col = next(i for i, cell in enumerate(rows[n]) if cell == label)
        second = ["^" if i < col else "" for i in range(len(rows[n]))]
        second[col] = label[at:]
        rows[n] = [cell if cell != label else label[:at] for cell in rows[n]]
        for i in range(col + 1, len(second)):
            if rows[n][i] == "<":
                second[i] = "<"
        return [*rows[: n + 1], second, *rows[n + 1 :]]

    return edit


def bare_labels(rows: Rows) -> Rows:
    """Labels without their numbering."""
    import re

    return [
        [re.sub(r"^(?:（[一二三四五六七八九]）|\d\.|[一二三四五六七八九]、)", "", cell) for cell in row] for row in rows
    ]


# ---------------------------------------------------------------- the specimens
_SHORT = {
    "一、本年新收政府信息公开申请数量": "一、本年新收政府信息公开申请",
    "5.要求行政机关确认或重新出具已获取信息": "5.要求行政机关确认或重新出具",
    "2.没有现成信息需要另行制作": "2.没有现成信息需另行制作",
    "3.危及“三安全一稳定”": "3.危及三安全一稳定",
    "7.属于行政执法案卷": "7.属于行政执法案件卷",
    "商业企业": "商业\n企业",
    "社会公益组织": "社会公\n益组织",
}
_RENUMBERED = {
    "（四）无法提供": "(三)无法提供",
    "1.本机关不掌握相关政府信息": "（1）本机关不掌握相关政府信息",
    "2.没有现成信息需要另行制作": "（2）没有现成信息需要另行制作",
    "（七）总计": "（六）总计",
    "四、结转下年度继续办理": "五、结转下年度继续办理",
}
_A = "applications"
_UNCORRECTED = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
SPECIMENS = (
    Specimen("wrapped", "annual-2021", 2022, "docx", "grid", "标签换行、截短、误印", ((_A, relabelled(_SHORT)),)),
    Specimen("renumbered", "annual-2021", 2021, "html", "utf8", "编号改动", ((_A, relabelled(_RENUMBERED)),)),
    Specimen(
        "rows-missing", "annual-2021", 2023, "pdf", "ruled", "缺三行",
        ((_A, without("8.属于行政查询事项", "4.无正当理由大量反复申请", _UNCORRECTED)),),
        absent=("applications.refused_inquiry", "applications.unprocessed_mass", "applications.others_uncorrected"),
    ),
    Specimen("rows-added", "annual-2021", 2022, "html", "navigation", "增加本地行",
             ((_A, added("（一）予以公开", "其中：通过网络申请", 61)),
              (_A, added("2.重复申请", "政务服务投诉", 37))), local=37),
    Specimen("rows-swapped", "annual-2019", 2019, "docx", "grid", "行序不同",
             ((_A, swapped("5.属于三类内部事务信息", "6.属于四类过程性信息")),)),
    Specimen("total-first", "annual-2019", 2020, "html", "gb18030", "总计列印在其他列之前",
             ((_A, header_cut(1, 3)), (_A, columns_moved([0, 1, 2, 3, 4, 5, 6, 7, 9, 8])),)),
    Specimen("one-header", "annual-2021", 2021, "txt", "tabs", "单层表头", ((_A, header_cut(1, 3)),)),
    Specimen("no-header", "annual-2021", 2022, "txt", "pipes", "没有表头", ((_A, header_cut(0, 3)),)),
    Specimen("header-again", "annual-2021", 2022, "html", "utf8", "表头重复", ((_A, repeated_header(14, 3)),)),
    Specimen("transposed", "annual-2019", 2020, "html", "utf8", "行列互换", ((_A, transposed),)),
    Specimen("one-grid", "annual-2021", 2023, "docx", "grid", "三张表合为一个表格", joined=True),
    Specimen("split", "annual-2021", 2021, "html", "utf8", "表三分成两个表格，后一半没有表头"),
    Specimen("late-form", "annual-2019", 2022, "pdf", "page-broken", "2022年度沿用2019年的表"),
    Specimen("other-one-row", "annual-2021", 2021, "pdf", "segments", "其他处理只列一行",
             ((_A, without("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "3.其他")),
              (_A, relabelled({"1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "<"}))),
             absent=("applications.others_uncorrected", "applications.others_unpaid", "applications.others_rest")),
    Specimen("matrix", "annual-2021", 2022, "docx", "grid", "表四按三行五列印", (("cases", as_matrix),)),
    Specimen("broken-label", "annual-2021", 2022, "txt", "tabs", "一行标签分成两行",
             ((_A, broken_label("2.没有现成信息需要另行制作", 7)),)),
    Specimen("bare", "annual-2021", 2023, "html", "utf8", "标签没有编号", ((_A, bare_labels),)),
    Specimen("halves", "statistics-2014", 2015, "docx", "grid", "左右两栏", (("statistics", side_by_side),)),
    Specimen("unit-in-label", "statistics-2014", 2016, "html", "utf8", "单位写在标签后",
             (("statistics", unit_in_label),)),
    Specimen("serial", "statistics-2014", 2018, "pdf", "ruled", "加序号列", (("statistics", numbered),)),
    Specimen("three-line", "statistics-2014", 2017, "pdf", "three-line", "三线表"),
    Specimen("three-line-21", "annual-2021", 2022, "pdf", "three-line", "三线表"),
    Specimen("cell-a-line", "statistics-2014", 2014, "txt", "cells", "一行一格"),
    Specimen("cell-a-line-21", "annual-2021", 2021, "txt", "cells", "一行一格"),
    Specimen("gap-list", "statistics-2014", 2016, "txt", "broken-pipes", "缺行、增行、换序",
             (("statistics", without("3.网络申请数")), ("statistics", added("2.传真申请数", "其中：邮件申请数", 41)),
              ("statistics", swapped("5.不属于本行政机关公开数", "6.申请信息不存在数"))),
             absent=("applications.new_online.total",)),
)  # fmt: skip


def report(specimen: Specimen) -> Report:
    """The report of a specimen, its sentences the least that a report needs."""
    number = SPECIMENS.index(specimen)
    values = figures(specimen.form, 101 + 11 * number, specimen.absent, specimen.local)
    if specimen.name == "other-one-row":
        values |= {key.replace(".others.", ".others_uncorrected."): n for key, n in values.items() if ".others." in key}
    grids = standard_grids(specimen.form, {indicator: str(number) for indicator, number in values.items()})
    title = f"{specimen.body}{specimen.year}年政府信息公开工作年度报告"
    pieces: list[Heading | Paragraph | Grid] = [
        Heading("一、总体情况"),
        Paragraph(f"本报告所列数据的统计期限自{specimen.year}年1月1日起至{specimen.year}年12月31日止。"),
    ]
    parts: Rows = []
    for name, grid in grids.items():
        rows = rows_of(grid)
        for target, edit in specimen.edits:
            if target == name:
                rows = edit(rows)
        if specimen.name == "other-one-row" and name == "applications":
            rows = _other_in_one(rows)
        if specimen.joined:
            parts += _wide(rows, 15)
            continue
        pieces.append(Heading(_SECTIONS[name]))
        if specimen.name == "split" and name == "applications":
            pieces += [Grid.parse(rows[:13], 3), Paragraph("（续表）"), Grid.parse(_upright(rows, 13), 0)]
        else:
            pieces.append(Grid.parse(rows, _header(rows)))
    if specimen.joined:
        pieces += [piece for name in grids for piece in (Heading(_SECTIONS[name]), Paragraph("数据见下表。"))]
        pieces.append(Grid.parse(parts, 0))
    pieces += [Heading("五、存在的主要问题及改进情况"), Paragraph(_PROBLEMS[number % len(_PROBLEMS)])]
    pieces += [Heading("六、其他需要报告的事项"), Paragraph("无其他需要报告的事项。")]
    return Report(title, tuple(pieces), specimen.body, f"{specimen.year + 1}-01-20")


def _other_in_one(rows: Rows) -> Rows:
    """（六）其他处理 across both label columns, its numbers those of the group."""
    at = _row(rows, "（六）其他处理")
    return [
        [cell.replace("others_uncorrected", "others") for cell in row] if n == at else row for n, row in enumerate(rows)
    ]


def _upright(rows: Rows, start: int) -> Rows:
    """The rows from `start` on, merged labels printed again at the top."""
    part = [row[:] for row in rows[start:]]
    for col, cell in enumerate(part[0]):
        if cell == "^":
            up = next(r for r in range(start, -1, -1) if rows[r][col] != "^")
            part[0][col] = rows[up][col]
    return part


def _wide(rows: Rows, width: int) -> Rows:
    """Every row as wide as the widest table, its last cell stretched."""
    return [
        [*row, *["<"] * (width - len(row))] if row[-1] != "^" else [*row, *["^"] * (width - len(row))] for row in rows
    ]


def _header(rows: Rows) -> int:
    for number, row in enumerate(rows):
        if any("⟦" in cell for cell in row):
            return number
    return len(rows)


def build() -> tuple[dict[str, bytes], list[dict[str, str]]]:
    """Every file by its path below the corpus, and the lines of the manifest."""
    files: dict[str, bytes] = {}
    manifest = []
    for specimen in SPECIMENS:
        written = report(specimen)
        file = f"reports/deviations/{specimen.name}{extension(specimen.format)}"
        files[file] = render(written, specimen.format, specimen.style)
        style = specimen.style if specimen.format == "txt" else ""
        figures = list(_local(truth.figures(written, style), specimen.form))
        gold = f"gold/deviations/{specimen.name}"
        files[f"{gold}.figures.csv"] = truth.to_csv(truth.FIGURES, figures).encode()
        files[f"{gold}.findings.csv"] = truth.to_csv(truth.FINDINGS, ()).encode()
        entry = {"name": f"deviations/{specimen.name}", "file": file, "format": specimen.format}
        entry |= {"style": specimen.style, "form": specimen.form, "year": str(specimen.year), "notes": specimen.notes}
        entry |= {"body": written.body, "status": "clean", "group": ""}
        manifest.append(entry)
    return files, manifest


def _local(figures: Sequence[dict[str, str]], form: str) -> Iterator[dict[str, str]]:
    """Numbers of local rows have no indicator; headers are what was tampered with, so columns are not labelled."""
    units = {"fees.fees.amount": "万元"} if form == "annual-2021" else {}
    if form == "statistics-2014":
        units = {indicator: unit for indicator, _, unit in STATISTICS}
    for row in figures:
        indicator = "" if row["indicator"] == "local" else row["indicator"]
        yield row | {"indicator": indicator, "unit": units.get(indicator, ""), "row_path": "", "column": "?"}
