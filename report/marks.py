"""A document's text and tables as HTML, with every cited number in a `<mark>` of its own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup, escape

from ..model import Block, Cell, Document, Table

Span = tuple[int, int]
# Of a longer table only the head and the rows cited are shown, unless the whole document is.
_LONG_TABLE = 60


class Marker:
    """Writes stretches of one document's text, splitting them where cited spans begin and end.

    `cited` spans belong to findings, `held` spans to checks that came out. Overlapping spans give several marks
    side by side, each with its offsets in `data-s` and `data-e`.
    """

    def __init__(self, text: str, cited: Iterable[Span], held: Iterable[Span] = ()) -> None:
        self.text = text
        self.cited = _joined(cited, len(text))
        self.held = _joined(held, len(text))
        edges = {edge for span in (*cited, *held) for edge in span}
        self.edges = sorted(edges)

    def touches(self, start: int, end: int) -> bool:
        """Whether a cited span meets the stretch."""
        return _meets(self.cited, start, end)

    def write(self, start: int, end: int) -> Markup:
        """The stretch as escaped text and marks."""
        cuts = self.edges[bisect_right(self.edges, start) : bisect_left(self.edges, end)]
        parts = []
        for first, last in zip([start, *cuts], [*cuts, end], strict=True):
            piece = escape(self.text[first:last])
            if _meets(self.cited, first, last):
                parts.append(Markup('<mark data-s="{}" data-e="{}">{}</mark>').format(first, last, piece))
            elif _meets(self.held, first, last):
                parts.append(Markup('<mark class="k" data-s="{}" data-e="{}">{}</mark>').format(first, last, piece))
            else:
                parts.append(piece)
        return Markup("").join(parts)


def _joined(spans: Iterable[Span], length: int) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted((start, end) for start, end in spans if 0 <= start < end <= length):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _meets(spans: Sequence[Span], start: int, end: int) -> bool:
    at = bisect_right(spans, (start, len(spans) and spans[-1][1])) - 1
    if at >= 0 and spans[at][1] > start:
        return True
    return at + 1 < len(spans) and spans[at + 1][0] < end


def write_document(document: Document, marker: Marker, whole: bool) -> Markup:
    """All blocks where `whole`, else only those that are cited, with a gap where something is left out.

    Where a page begins its number stands, written as in the places of findings.
    """
    tables = {table.id: table for table in document.tables}
    blocks = document.blocks or (Block("b1", "paragraph", None, 0, len(document.text)),)
    parts: list[Markup] = []
    gap, page = False, None
    for block in blocks:
        if not whole and not marker.touches(block.start, block.end):
            gap = True
            continue
        if gap:
            parts.append(Markup('<p class="gap">…</p>'))
            gap = False
        if block.page is not None and block.page != page:
            page = block.page
            parts.append(Markup('<p class="pg">p{}</p>').format(page))
        table = tables.get(block.table or "")
        parts.append(_table(table, marker, whole) if table else _block(block, marker))
    return Markup("\n").join(parts)


def _block(block: Block, marker: Marker) -> Markup:
    # Headings are all of one rank below the page's own, or a report that skips a level would break the outline.
    tag, kind = ("h3", f"l{block.level or 1}") if block.kind == "heading" else ("p", block.kind)
    shown = Markup(' class="{}"').format(kind) if kind != "paragraph" else Markup("")
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), shown, marker.write(block.start, block.end))


def _table(table: Table, marker: Marker, whole: bool) -> Markup:
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    shorten = not whole and len(rows) > _LONG_TABLE
    lines = []
    for number, cells in sorted(rows.items()):
        cited = any(marker.touches(cell.start, cell.end) for cell in cells)
        if not shorten or number < 3 or cited:
            lines.append(Markup("<tr>") + Markup("").join(_cells(cells, marker)))
    return Markup('<div class="t" tabindex="0"><table><tbody>{}</tbody></table></div>').format(Markup("\n").join(lines))


def _cells(cells: Iterable[Cell], marker: Marker) -> Iterator[Markup]:
    for cell in cells:
        # Closing tags of cells and rows may be left out; over hundreds of tables that is a third of the page.
        spans = Markup(' rowspan="{}"').format(cell.rowspan) if cell.rowspan > 1 else Markup("")
        if cell.colspan > 1:
            spans += Markup(' colspan="{}"').format(cell.colspan)
        tag = Markup("th" if cell.header else "td")
        yield Markup("<{}{}>{}").format(tag, spans, marker.write(cell.start, cell.end))
