"""Reports made by hand for the tests of the outputs: a small document, its record, and findings about it."""

from __future__ import annotations

from decimal import Decimal

from gouji import model as m
from msgspec.structs import replace

SHA = "ab" * 32
TABLE = (
    ("项目", "自然人", "总计"),
    ("一、新收", "30", "41"),
    ("二、结转", "2", "3"),
    ("三、办理", "30", "43"),
    ("四、待办", "2", "2"),
)
PROSE = "三、办理申请 全年共收到申请41件,同意公开12件、部分公开9件、不予公开21件,共42件。<script>alert(1)</script>"
PARAGRAPHS: tuple[tuple[m.BlockKind, str], ...] = (("heading", "某县2021年年度报告"), ("paragraph", PROSE))


def document(path: str = "某县.txt", format: str = "text") -> m.Document:
    """A heading, a paragraph with markup in it, and a table of five rows."""
    text, blocks, cells = "", [], []
    for number, (kind, words) in enumerate(PARAGRAPHS):
        start = len(text)
        text += words + "\n"
        level, page = (1 if kind == "heading" else None), (1 if format == "pdf" else None)
        blocks.append(m.Block(f"b{number + 1}", kind, level, start, start + len(words), page))
    start = len(text)
    for row, line in enumerate(TABLE):
        for col, word in enumerate(line):
            text += "" if not (row or col) else ("\n" if not col else "\t")
            cells.append(m.Cell(row, col, 1, 1, word, len(text), len(text) + len(word), header=row == 0))
            text += word
    blocks.append(m.Block("b3", "table", None, start, len(text), None, None, "t1"))
    return m.Document(path, SHA, format, "ok", "某县2021年年度报告", text + "\n", tuple(blocks),
                      (m.Table("t1", (1,), tuple(cells)),))  # fmt: skip


def cell(doc: m.Document, row: int, col: int) -> m.Cell:
    return next(c for c in doc.tables[0].cells if (c.row, c.col) == (row, col))


def term(doc: m.Document, name: str, row: int, col: int) -> m.RelationTerm:
    found = cell(doc, row, col)
    return m.RelationTerm(
        name, doc.path, f"t1:{row},{col}", TABLE[row][0], TABLE[0][col], found.text, "件", found.start, found.end
    )


def prose_term(doc: m.Document, name: str, label: str, value: str) -> m.RelationTerm:
    start = doc.text.index(label + value) + len(label)
    return m.RelationTerm(name, doc.path, f"n:{start}", label, None, value, "件", start, start + len(value) + 1)


def evidence(doc: m.Document, item: m.RelationTerm, suggested: str | None = None) -> m.FindingEvidence:
    assert item.start is not None and item.end is not None and item.figure is not None
    quote = doc.text[item.start : item.end]
    table = item.figure.startswith("t")
    place = None
    if table:
        row, col = item.figure.removeprefix("t1:").split(",")
        place = (int(row), int(col))
    block = next(b for b in doc.blocks if b.start <= item.start < b.end)
    text = quote if table else doc.text[block.start : block.end]
    where = m.Location(1 if doc.format == "pdf" else None, None, block.id, place, item.start, item.end)
    return m.FindingEvidence(
        doc.path, None, item.label, item.column, item.value, item.unit, "table" if table else "narrative", text, quote,
        suggested is not None, suggested, where,
    )  # fmt: skip


def report(doc: m.Document | None = None) -> m.Report:
    """An error in the table, a warning in the prose, a note, a held check, and one file that could not be read."""
    doc = doc or document()
    balance = tuple(term(doc, f"t{at}", row, 2) for at, row in enumerate((1, 2, 3, 4)))
    broken = m.Relation("B101", "balance", "t0 + t1 == t2 + t3", balance, "broken", "error", "-1")
    persons = tuple(term(doc, f"t{at}", row, 1) for at, row in enumerate((1, 2, 3, 4)))
    held = m.Relation("B101", "balance", "t0 + t1 == t2 + t3", persons, "holds", "error", "0")
    parts = [prose_term(doc, f"t{at}", label, value) for at, (label, value) in
             enumerate((("同意公开", "12"), ("部分公开", "9"), ("不予公开", "21"), ("共", "42")))]  # fmt: skip
    listed = m.Relation("S201", "sum", "t0 + t1 + t2 == t3", tuple(parts), "holds", "error", "0")
    against = (prose_term(doc, "t0", "收到申请", "41"), replace(parts[3], name="t1"))
    told = m.Relation("N102", "same", "t0 == t1", against, "broken", "warning", "-1")
    findings = (
        m.Finding(
            "B101", "error", "balance", (doc.path,), "新收加结转不等于办理加待办",
            "received plus carried is not handled plus left",
            "每件申请要么办结,要么待办。", "An application is handled or left.", "-1",
            (evidence(doc, balance[2], "42"), *(evidence(doc, balance[at]) for at in (0, 1, 3))), (broken,), (), "f1",
        ),
        m.Finding(
            "N102", "warning", "same", (doc.path,), "同一数字前后不一：41与42",
            "one number told twice: 41 and 42", "", "", "-1",
            tuple(evidence(doc, item) for item in against), (told,),
            (("收到申请",), ("共",)), "f2", m.BaselineMark("accepted", "已知"),
        ),
        m.Finding("F301", "note", "structure", (doc.path,), "=提示一条", "=a note", "", "", None, (), (), (), "f3"),
    )  # fmt: skip
    coverage = m.Coverage(15, 14, 10, 9, 4, 2, 2)
    problem = m.Problem("encrypted", "文件有口令，无法读取", "the file is encrypted")
    documents = (
        m.DocumentSummary(
            doc.path, doc.sha256, "ok", doc.format, doc.title, "某县", 2021, "annual-2021", None, (), coverage
        ),
        m.DocumentSummary("坏.pdf", "cd" * 32, "failed", "pdf", None, None, None, None, problem.message, (problem,)),
    )
    return m.Report("0.1.0", documents, findings, (), (broken, held, listed, told))


def figure(doc: m.Document, item: m.RelationTerm, indicator: str | None = None) -> m.Figure:
    shown = evidence(doc, item)
    value = Decimal(item.value or "0")
    where = m.Evidence(
        doc.sha256, item.start or 0, item.end or 0, shown.quote, None, None, shown.location.block, shown.location.cell
    )
    return m.Figure(
        item.figure or "", indicator, m.Quantity(value, value, value, unit=item.unit), item.value or "", shown.source,
        item.label, item.label, item.column, item.column, shown.text, where,
    )  # fmt: skip


def record(doc: m.Document | None = None) -> m.Record:
    doc = doc or document()
    figures = [figure(doc, term(doc, "t0", row, col), f"applications.r{row}.{'total' if col == 2 else 'person'}")
               for row in range(1, 5) for col in (1, 2)]  # fmt: skip
    figures += [figure(doc, prose_term(doc, "t0", "收到申请", "41"))]
    return m.Record(doc.path, doc.sha256, doc.format, "ok", "某县", "county", None, 2021, "2021", None, doc.title,
                    "annual-2021", "", tuple(figures))  # fmt: skip
