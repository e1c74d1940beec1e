"""Plain text: what stands in the file is the document's text, unchanged; tables are found in it by offset.

What separators decide becomes a Table. What they do not (cells on lines of their own, columns run together)
becomes a LooseTable, for `extract` to fit to a form or to call unreadable. Nothing is guessed here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from ..errors import InputError
from ..model import HAN, Block, BlockKind, Cell, Document, Location, LooseTable, Problem, Run, Table
from .builder import Source
from .decode import decode
from .headings import find_title, heading_level, sections_of
from .limits import Limits
from .textgrid import find_tables
from .textspans import Span, Tabular, strip

_HEADER_LINE = re.compile(rf"\s*({HAN}{{2,6}})\s*[:：]\s*(.*)$")
_HEADER_KEYS = {
    "标题": "title",
    "名称": "title",
    "发布时间": "published",
    "发布日期": "published",
    "公开日期": "published",
    "成文日期": "published",
    "发布机构": "author",
    "来源": "author",
    "原文链接": "url",
    "网址": "url",
    "链接": "url",
    "关键词": "keywords",
}
_LABELS = frozenset(_HEADER_KEYS) | {"文号", "栏目", "索引号", "本地目录", "主题分类", "发文机关", "发文字号", "分类"}
_RULE = re.compile(r"\s*[=\-_*~—#]{4,}.{0,12}?[=\-_*~—#]*\s*$")
_DATE = re.compile(r"((?:19|20)\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})")


def read(data: bytes, source: Source, limits: Limits) -> Document:
    """Read a text file.

    Raises:
        InputError: nothing but white space, or over a limit.
    """
    # A character takes at most four bytes: no need to decode what is surely too long.
    limits.check("text_chars", len(data) // 4)
    decoded = decode(data)
    limits.check("text_chars", len(decoded.text))
    if not decoded.text.strip():
        raise InputError("文件中没有文字", "the file holds no text", "empty")
    document = _document(decoded.text, source, limits)
    if decoded.lossy:
        problem = Problem(
            "encoding", "部分字节无法解码，已用 U+FFFD 代替", "some bytes could not be decoded; U+FFFD stands for them"
        )
        document = replace(document, problems=(*document.problems, problem))
    return document


class _Draft(Struct):
    """What is found, in reading order, before ids are given."""

    kind: BlockKind
    span: Span
    level: int | None = None
    table: Tabular | None = None


def _document(text: str, source: Source, limits: Limits) -> Document:
    lines = split_lines(text)
    header, meta = _header(text, lines)
    drafts = [_Draft("furniture", span) for span in lines[:header] if span.end > span.start]
    tables = find_tables(text, lines[header:])
    drafts += _paragraphs(text, lines[header:], tables)
    drafts.sort(key=lambda draft: draft.span.start)
    title = dict(meta).get("title") or _title(text, drafts)
    _mark_title(text, drafts, title)
    blocks, grids, loose = _number(text, drafts, limits)
    problems = tuple(_unreadable(table) for table in loose if table.reason == "run-together")
    document = Document(
        source.path, source.sha256, source.format, "partial" if problems else "ok", title, text,
        blocks, grids, sections_of(blocks, text), problems, loose, meta,
    )  # fmt: skip
    return document


def split_lines(text: str) -> list[Span]:
    """Each line without its ending and the white space around it."""
    spans = (strip(text, *match.span()) for match in re.finditer(r"[^\r\n\f\v\x85\u2028\u2029]+", text))
    return [span for span in spans if span.end > span.start]


def _header(text: str, lines: Sequence[Span]) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Lines such as 发布时间：… above the report, as archives of pages write them."""
    meta: dict[str, str] = {}
    last = known = 0
    for number, span in enumerate(lines[:16]):
        line = text[span.start : span.end]
        match = _HEADER_LINE.match(line)
        if match and match[1] in _LABELS:
            known += 1
            last = number + 1
            key, value = _HEADER_KEYS.get(match[1]), match[2].strip()
            if key and value:
                meta.setdefault(key, value)
        elif known and len(line) <= 120 and _RULE.match(line):
            last = number + 1
            break
        elif number - last > 1:
            break
    if known < 2:
        return 0, ()
    if "published" in meta:
        date = _DATE.search(meta["published"])
        meta["published"] = "{}-{:02}-{:02}".format(*map(int, date.groups())) if date else meta["published"]
    return last, tuple(meta.items())


def _paragraphs(text: str, lines: Sequence[Span], tables: Sequence[Tabular]) -> list[_Draft]:
    """The tables, and every stretch of a line that lies in none of them."""
    drafts = [_Draft("table", table.span, None, table) for table in tables]
    ordered = sorted((table.span for table in tables), key=lambda span: span.start)
    position = 0
    for line in lines:
        while position < len(ordered) and ordered[position].end <= line.start:
            position += 1
        at = line.start
        for span in ordered[position:]:
            if span.start >= line.end:
                break
            drafts += _paragraph(text, at, span.start)
            at = max(at, span.end)
        drafts += _paragraph(text, at, line.end)
    return drafts


def _paragraph(text: str, start: int, end: int) -> list[_Draft]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return []
    line = text[start:end]
    if len(line) <= 120 and _RULE.fullmatch(line):
        return [_Draft("furniture", Span(start, end))]
    level = heading_level(line)
    return [_Draft("heading" if level else "paragraph", Span(start, end), level)]


def _title(text: str, drafts: Sequence[_Draft]) -> str | None:
    lines = [text[d.span.start : d.span.end] for d in drafts[:16] if d.kind != "table"]
    return find_title([line for line in lines if not _HEADER_LINE.match(line)])


def _mark_title(text: str, drafts: Sequence[_Draft], title: str | None) -> None:
    left = re.sub(r"\s+", "", title or "")
    for draft in drafts[:16]:
        plain = re.sub(r"\s+", "", text[draft.span.start : draft.span.end])
        if draft.kind in ("paragraph", "furniture") and len(plain) > 3 and left.startswith(plain):
            draft.kind, draft.level = "heading", 0
            left = left[len(plain) :]


def _number(
    text: str, drafts: Sequence[_Draft], limits: Limits
) -> tuple[tuple[Block, ...], tuple[Table, ...], tuple[LooseTable, ...]]:
    blocks: list[Block] = []
    grids: list[Table] = []
    loose: list[LooseTable] = []
    limits.check("cells", sum(len(draft.table.cells) for draft in drafts if draft.table))
    for draft in drafts:
        name = None
        if draft.table is not None and draft.table.reason is None:
            name = f"t{len(grids) + 1}"
            grids.append(Table(name, (), tuple(_cell(text, placed) for placed in draft.table.cells)))
        elif draft.table is not None and draft.table.reason is not None:
            name = f"l{len(loose) + 1}"
            runs = tuple(
                Run(text[span.start : span.end], span.start, span.end, line) for line, span in draft.table.runs
            )
            loose.append(LooseTable(name, (), runs, draft.table.reason))
        span = draft.span
        blocks.append(Block(f"b{len(blocks) + 1}", draft.kind, draft.level, span.start, span.end, table=name))
    return tuple(blocks), tuple(grids), tuple(loose)


def _cell(text: str, placed: tuple[int, int, int, Span]) -> Cell:
    row, col, colspan, span = placed
    return Cell(row, col, 1, colspan, text[span.start : span.end], span.start, span.end)


def _unreadable(table: LooseTable) -> Problem:
    start, end = table.runs[0].start, table.runs[-1].end
    return Problem(
        "unreadable-run-together",
        "表格的单元格连写在一起，没有分隔，部分数字无法确定属于哪一栏",
        "the cells of a table are run together without separators; some figures cannot be assigned to a column",
        Location(start=start, end=end),
    )
