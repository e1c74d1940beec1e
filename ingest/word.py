"""DOCX: the package and its parts opened by python-docx, the body walked as the reader sees it.

Word's final state is read: insertions kept, deletions and hidden text left out, automatic numbers rendered.
`table.cell()` of python-docx is quadratic, so tables are walked as XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..errors import InputError
from ..model import Document
from .builder import Builder, Source
from .flow import CellItems, Grid, Item, Para, emit, table_items
from .limits import Limits
from .wordcolumns import drop_phantoms
from .wordglance import plain_texts, properties_of
from .wordnumbers import Numbering
from .wordpackage import Package, W, first, open_package
from .wordstyles import Styles

_P, _TBL, _TR, _TC, _R = (W + name for name in ("p", "tbl", "tr", "tc", "r"))
_PPR, _RPR, _SDT, _SDT_CONTENT, _VAL = W + "pPr", W + "rPr", W + "sdt", W + "sdtContent", W + "val"
_T, _BR, _TYPE, _FLD_CHAR, _DEL = (W + name for name in ("t", "br", "type", "fldChar", "del"))
_TRPR, _TCPR, _GRID_BEFORE, _TBL_HEADER, _HIDDEN = (
    W + name for name in ("trPr", "tcPr", "gridBefore", "tblHeader", "hidden")
)
_GRID_SPAN, _V_MERGE, _H_MERGE, _CELL_DEL = (W + name for name in ("gridSpan", "vMerge", "hMerge", "cellDel"))
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHOICE, _FALLBACK, _ALTERNATE = _MC + "Choice", _MC + "Fallback", _MC + "AlternateContent"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_BOX = W + "txbxContent"
# Elements that only wrap what they hold.
_WRAPPERS = frozenset(
    W + name for name in ("hyperlink", "smartTag", "ins", "moveTo", "fldSimple", "customXml", "bdo", "dir", "rubyBase")
)
_USUAL = frozenset((_P, _TR, _TC))
_MARKS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_DRAWN = frozenset((W + "drawing", W + "pict", W + "object"))
# Wingdings and Symbol characters that forms use for ticked and empty boxes.
_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0A8": "□", "F06F": "□", "F0A3": "□", "F0FD": "☒", "F054": "☒", "F0D8": "≤"}
_OFF = frozenset(("0", "false", "off"))


def read(data: bytes, source: Source, limits: Limits) -> Document:
    """Read a Word document.

    Raises:
        InputError: damaged, encrypted, over a limit, or without text.
    """
    package = open_package(data, limits)
    walker = _Walker(package, limits)
    body = package.body
    items = walker.furniture(package.headers) + walker.items(body) + walker.notes()
    items += walker.furniture(package.footers)
    if not any(isinstance(item, Grid) or item.kind != "furniture" for item in items):
        raise InputError("文档中没有文字", "the document holds no text", "no-text")
    builder = Builder(source, limits)
    for code, chinese, english in walker.problems:
        builder.problem(code, chinese, english)
    titles = [item.text for item in items if isinstance(item, Para) and item.kind == "title"]
    return emit(items, builder, "".join(titles[:3]) or None, package.meta)


class _Walker:
    def __init__(self, package: Package, limits: Limits) -> None:
        self.package = package
        self.limits = limits
        self.styles = Styles(package)
        self.numbering = Numbering(package, self.styles)
        self.problems: list[tuple[str, str, str]] = []
        self._fields: list[bool] = []
        self._depth = 0
        self._plain: dict[Any, str] = {}
        self._properties: dict[Any, dict[str, Any]] = {}

    # ------------------------------------------------------------ blocks
    def items(self, container: Any) -> list[Item]:
        """Paragraphs and tables of a body, cell, text box or note."""
        self._depth += 1
        if self._depth * 4 > self.limits.depth:
            self.limits.check("depth", self._depth * 4)
        if self._depth == 1:
            self._plain, self._properties = plain_texts(container), properties_of(container)
        found: list[Item] = []
        carried = ""
        for child in _unwrapped(container):
            if child.tag == _TBL:
                found += self.table(child)
            elif child.tag == _P:
                # What was seen of an element is let go with it: together with the cells it would fill the memory.
                text, look = self._plain.pop(child, None), self._properties.pop(child, {})
                if text is None or look or carried or self._fields:
                    carried, new = self.paragraph(child, carried, text, look)
                    found += new
                elif clean := text.strip():
                    found.append(Para(clean))
            elif child.tag == W + "altChunk":
                self.problems.append(
                    (
                        "altchunk",
                        "文档嵌入了另一份文件，其内容未读取",
                        "another file is embedded; its content is not read",
                    )
                )
        if carried.strip():
            found.append(Para(carried.strip()))
        self._depth -= 1
        return found

    def paragraph(
        self, element: Any, carried: str, plain: str | None, properties: dict[str, Any]
    ) -> tuple[str, list[Item]]:
        """The paragraph's lines and text boxes; its text is carried on where its mark was deleted."""
        if not len(element) and not carried:
            return "", []
        boxes: list[Any] = []
        parts: list[str] = [carried]
        if plain is None or self._fields:
            self._inline(element, parts, boxes)
        else:
            parts.append(plain)
        text = "".join(parts)
        look = self.styles.look(properties)
        if _DEL in properties:
            return text, [item for box in boxes for item in self.items(box)]
        label, bullet = self.numbering.label(properties, look)
        found: list[Item] = []
        for position, line in enumerate(text.split("\n")):
            clean = line.strip()
            if clean or (label and not position and text.strip()):
                if not position:
                    # The first item "5个" of a list must not read "1.5个".
                    clean = f"{label} {clean}" if label.endswith(".") and clean[:1].isdigit() else label + clean
                kind = "furniture" if look.contents else look.kind if not bullet else "list"
                found.append(Para(clean, kind, look.level))  # type: ignore[arg-type]
        for box in boxes:
            found += self.items(box)
        return "", found

    def _inline(self, element: Any, parts: list[str], boxes: list[Any]) -> None:
        for child in element:
            tag = child.tag
            if tag == _R:
                self._run(child, parts, boxes)
            elif tag in _WRAPPERS:
                self._inline(child, parts, boxes)
            elif tag == _SDT:
                content = first(child, _SDT_CONTENT)
                if content is not None:
                    self._inline(content, parts, boxes)
            elif tag == _ALTERNATE:
                self._inline(_alternative(child), parts, boxes)
            elif isinstance(tag, str) and tag.endswith(("}oMath", "}oMathPara")):
                parts += [text.text or "" for text in child.iter(_MATH_TEXT)]

    def _run(self, run: Any, parts: list[str], boxes: list[Any]) -> None:
        hidden = False
        for child in run:
            tag = child.tag
            if tag == _T:
                if not hidden and (not self._fields or all(self._fields)):
                    parts.append((child.text or "").replace("\n", " "))
            elif tag == _RPR:
                hidden = self.styles.hides(child)
            elif tag == _FLD_CHAR:
                self._field(child.get(W + "fldCharType"))
            elif hidden:
                continue
            elif tag in _MARKS:
                parts.append(_MARKS[tag])
            elif tag == _BR:
                if child.get(_TYPE, "textWrapping") == "textWrapping":
                    parts.append("\n")
            elif tag == W + "sym":
                parts.append(_symbol(child))
            elif tag in _DRAWN:
                boxes += _boxes(child)
            elif tag == _ALTERNATE:
                self._run(_alternative(child), parts, boxes)
            elif tag == W + "ruby":
                self._inline(child, parts, boxes)

    def _field(self, kind: str | None) -> None:
        """A field's result is shown, its code is not."""
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    # ------------------------------------------------------------ tables
    def table(self, table: Any) -> list[Item]:
        """A grid, or the content of a table that only lays out its page."""
        rows: list[list[CellItems]] = []
        open_cells: dict[int, CellItems] = {}
        for row in _unwrapped(table):
            if row.tag == _TR:
                look = self._properties.pop(row, {})
                if _DEL not in look and not _is_on(look.get(_HIDDEN)):
                    open_cells, cells = self._row(row, look, open_cells)
                    rows.append(cells)
        drop_phantoms(table, rows)
        grid = table_items(rows)
        if grid is not None:
            return [grid]
        return [item for cells in rows for cell in cells for item in cell.items]

    def _row(
        self, row: Any, row_look: dict[str, Any], above: dict[int, CellItems]
    ) -> tuple[dict[int, CellItems], list[CellItems]]:
        """The cells that start in this row; those merged downwards are kept by the column they start in."""
        at = _number(row_look.get(_GRID_BEFORE))
        header = _is_on(row_look.get(_TBL_HEADER))
        cells: list[CellItems] = []
        open_cells: dict[int, CellItems] = {}
        for cell in _unwrapped(row):
            if cell.tag != _TC:
                continue
            look = self._properties.pop(cell, {})
            span = max(_number(look.get(_GRID_SPAN)), 1)
            if _CELL_DEL in look:
                at += span
                continue
            sideways = look.get(_H_MERGE)
            if sideways is not None and sideways.get(_VAL) != "restart" and cells:
                cells[-1].colspan += span
                at += span
                continue
            merge = look.get(_V_MERGE)
            anchor = above.get(at) if merge is not None and merge.get(_VAL) != "restart" else None
            if anchor is not None and anchor.colspan == span:
                anchor.rowspan += 1
                open_cells[at] = anchor
            else:
                made = CellItems("", 1, span, header, at, items=self.items(cell))
                cells.append(made)
                if merge is not None:
                    open_cells[at] = made
            at += span
            if at > self.limits.cells:
                self.limits.check("cells", at)
        return open_cells, cells

    # ------------------------------------------------------------ around the body
    def furniture(self, parts: list[Any]) -> list[Item]:
        """Running heads and feet, each line once; lines without a word (page numbers) left out."""
        seen: dict[str, None] = {}
        for part in parts:
            for item in self.items(part):
                lines = [item.text] if isinstance(item, Para) else [" ".join(c.text for c in row) for row in item.rows]
                seen.update((line, None) for line in lines if re.search(r"[^\W\d_]{2}", line))
        return [Para(line, "furniture") for line in seen]

    def notes(self) -> list[Item]:
        """Footnotes and endnotes, after the body. Their marks are not in the text: 25³ must not read as 253."""
        found: list[Item] = []
        for part in self.package.notes:
            for note in part:
                if note.get(W + "type") in (None, "normal"):
                    found += self.items(note)
        return found


def _unwrapped(container: Any) -> Iterator[Any]:
    """Block children, through content controls and the like; a table of contents is left to its own style."""
    for child in container:
        tag = child.tag
        if tag in _USUAL:
            yield child
        elif tag == _SDT:
            content = first(child, _SDT_CONTENT)
            if content is not None:
                yield from _unwrapped(content)
        elif tag in _WRAPPERS:
            yield from _unwrapped(child)
        elif tag == _ALTERNATE:
            yield from _unwrapped(_alternative(child))
        else:
            yield child


def _number(element: Any) -> int:
    value = element.get(_VAL, "") if element is not None else ""
    return min(int(value), 1000) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _is_on(element: Any) -> bool:
    return element is not None and element.get(_VAL, "1") not in _OFF


def _alternative(element: Any) -> Any:
    """One of the versions of a drawing; the others repeat its text."""
    choice = first(element, _CHOICE)
    if choice is None:
        choice = first(element, _FALLBACK)
    return choice if choice is not None else ()


def _boxes(drawing: Any) -> Iterator[Any]:
    """Text boxes in a drawing, those inside another box left to it."""
    stack = [drawing]
    while stack:
        element = stack.pop(0)
        if element.tag == _BOX:
            yield element
        elif element.tag == _ALTERNATE:
            stack = [_alternative(element), *stack] if len(element) else stack
        else:
            stack = [*element, *stack]


def _symbol(element: Any) -> str:
    code = element.get(W + "char", "").upper()
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    point = int(code, 16) if re.fullmatch(r"[0-9A-F]{2,5}", code) else 0
    # A private-use code means a glyph of its font, which no reader of text can name.
    return "" if not point or 0xE000 <= point <= 0xF8FF or 0xD800 <= point <= 0xDFFF or point > 0x10FFFF else chr(point)
