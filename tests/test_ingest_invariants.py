"""Laws every document keeps: cells tile a rectangle, each character stands once, offsets tell the truth."""

from __future__ import annotations

import html
import io
from pathlib import Path

import docx
import pytest
from gouji.ingest.builder import CellDraft
from gouji.ingest.decode import decode
from gouji.ingest.grid import lay
from gouji.ingest.limits import DEFAULT_LIMITS
from gouji.ingest.read import read, read_bytes
from gouji.model import Document, from_json, to_json
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
SUFFIXES = {".html", ".htm", ".docx", ".txt"}
FILES = sorted(
    path
    for folder in (ROOT / "corpus" / "reports", SHARED / "seed", SHARED / "real")
    if folder.exists()
    for path in folder.rglob("*")
    if path.suffix in SUFFIXES and not path.name.endswith(".raw.txt")
)


def assert_laws(document: Document) -> None:
    for table in document.tables:
        slots = [
            (row, col)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for col in range(cell.col, cell.col + cell.colspan)
        ]
        height, width = max(row for row, _ in slots) + 1, max(col for _, col in slots) + 1
        assert sorted(slots) == [(row, col) for row in range(height) for col in range(width)]
        assert all(document.text[cell.start : cell.end] == cell.text for cell in table.cells)
    for loose in document.loose:
        assert all(document.text[run.start : run.end] == run.text for run in loose.runs)
    blocks = {block.table: block for block in document.blocks if block.table}
    for found in (*document.tables, *document.loose):
        spans = (
            [(c.start, c.end) for c in found.cells]
            if hasattr(found, "cells")
            else [(r.start, r.end) for r in found.runs]
        )
        inside = document.text[blocks[found.id].start : blocks[found.id].end]
        held = "".join(document.text[start:end] for start, end in sorted(spans))
        # Separators printed between the cells of a text file are no cell's.
        assert without_space(inside.translate(NO_MARKS)) == without_space(held.translate(NO_MARKS))
    ends = [0]
    for block in document.blocks:
        assert ends[-1] <= block.start <= block.end
        ends.append(block.end)
    assert from_json(to_json(document), Document) == document


NO_MARKS = str.maketrans("", "", "|│┃｜¦+-=─")


def without_space(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_laws_on_every_report(path: Path) -> None:
    assert_laws(read(str(path)))


@pytest.mark.skipif(not SHARED.exists(), reason="the shared reports are not here")
def test_the_same_report_in_docx_and_html_is_the_same_document() -> None:
    documents = [read(str(SHARED / f"seed/xiangtan-2016.{kind}")) for kind in ("docx", "html")]
    texts = [document.text for document in documents]
    assert texts[0] == texts[1]
    grids = [
        [[(c.row, c.col, c.rowspan, c.colspan, c.text) for c in table.cells] for table in document.tables]
        for document in documents
    ]
    assert grids[0] == grids[1]


# ---------------------------------------------------------------- grids
CELLS = st.tuples(st.integers(-1, 6), st.integers(-1, 6), st.sampled_from(["", "甲", "12", "很长的名称"]))
ROWS = st.lists(st.lists(CELLS, max_size=6), max_size=7)


@given(ROWS)
@settings(deadline=None)
def test_any_spans_give_a_rectangle_that_keeps_every_cell_once(rows: list[list[tuple[int, int, str]]]) -> None:
    raw = [[CellDraft(text, rowspan, colspan) for rowspan, colspan, text in row] for row in rows]
    drafts = lay(raw, DEFAULT_LIMITS)
    slots = sorted(
        (row, col)
        for draft in drafts
        for row in range(draft.row, draft.row + draft.rowspan)
        for col in range(draft.col, draft.col + draft.colspan)
    )
    height = max((row for row, _ in slots), default=-1) + 1
    width = max((col for _, col in slots), default=-1) + 1
    assert slots == [(row, col) for row in range(height) for col in range(width)]
    given_texts = sorted(text for row in rows for _, _, text in row if text)
    assert sorted(draft.text for draft in drafts if draft.text) == given_texts


def word_file(rows: list[tuple[str, ...]]) -> bytes:
    document = docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    for printed, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(printed, row.cells, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


LABELS = st.text(alphabet="甲乙丙丁数量公开", min_size=1, max_size=6)
NUMBERS = st.integers(-99, 10**6).map(str)
GRIDS = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.tuples(LABELS, *[NUMBERS] * (width - 1)), min_size=2, max_size=8).map(
        lambda rows: [("项目", *[f"第{n}栏" for n in range(1, width)]), *rows]
    )
)


@given(GRIDS)
@settings(max_examples=60, deadline=None)
def test_a_grid_comes_back_from_html_docx_pipes_and_tabs(rows: list[tuple[str, ...]]) -> None:
    markup = "".join(f"<tr>{''.join(f'<td>{html.escape(text)}</td>' for text in row)}</tr>" for row in rows)
    written = {
        "a.html": f"<html><body><p>一、概述</p><table>{markup}</table></body></html>".encode(),
        "a.docx": word_file(rows),
        "tabs.txt": ("\n".join("\t".join(row) for row in rows)).encode(),
        "pipes.txt": ("\n".join(" | ".join(row) for row in rows)).encode(),
        "broken.txt": ("".join("".join(f"{text} |\n" for text in row) for row in rows)).encode(),
    }
    wanted = [(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    for name, data in written.items():
        document = read_bytes(data, name)
        assert_laws(document)
        if name != "broken.txt" or document.tables:
            assert [(c.row, c.col, c.text) for c in document.tables[0].cells] == wanted, name


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc",), include_characters="\n\t"), max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_kept_as_it_is(text: str) -> None:
    data = ("报告" + text).encode()
    document = read_bytes(data, "a.txt")
    if document.format == "text":
        assert document.text == data.decode()
        assert_laws(document)


@given(st.text(alphabet=st.characters(codec="gb18030"), min_size=1), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@settings(deadline=None)
def test_decoding_gives_back_what_was_encoded(text: str, encoding: str) -> None:
    if not text.startswith("\ufeff") and "\0" not in text:
        assert decode(text.encode(encoding)).text == text


@given(st.text(alphabet="|\n \t1甲乙件,。一二、（）", max_size=200))
@settings(max_examples=300, deadline=None)
def test_laws_on_text_made_of_separators(text: str) -> None:
    assert_laws(read_bytes(("报告" + text).encode(), "a.txt"))
