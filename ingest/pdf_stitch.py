"""Parts of a table on several pages to one grid: a repeated header once, a row or a merged cell cut in two made whole.

Whether text continues is told from what is printed (a full line, no number of its own), never from sums.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from .builder import CellDraft
from .headings import numbering
from .lattice import rectangles
from .pdf_lines import joint, unit_width
from .pdf_tables import Part, PartCell

_NEAR = 3.0
_SHIFT = 12.0
_MARKS = frozenset(",，.．")
_DIGITS = frozenset("0123456789０１２３４５６７８９%％") | _MARKS


class _Span(Struct):
    """A cell of the growing table: rows [top, below), from x0 to x1."""

    top: int
    below: int
    x0: float
    x1: float
    cell: PartCell
    text: str
    room: float
    header: bool = False
    unreadable: str | None = None
    open_below: bool = False


def continues(above: Part, below: Part) -> bool:
    """Whether the second part can be the rest of the first: the next page, the same outer edges."""
    return (
        below.page == above.page + 1
        and below.turn == above.turn
        and abs(above.xs[0] - below.xs[0]) <= _SHIFT
        and abs((above.xs[-1] - above.xs[0]) - (below.xs[-1] - below.xs[0])) <= 2 * _NEAR
    )


def begins_anew(parts: Sequence[Part], below: Part) -> bool:
    """Whether the new page's part has a header of its own, with words where the table above has numbers."""
    first = _spans(parts[0], parts[0], 0)
    fresh = _spans(below, parts[0], 0)
    top = [s for s in fresh if s.top == 0]
    if len(top) < 2 or any(not s.text or _is_number(s.text) for s in top) or _repeated_rows(first, fresh):
        return False
    above = [s for part in parts for s in _spans(part, parts[0], 0)]
    last = [s for s in _spans(parts[-1], parts[0], 0) if s.below == len(parts[-1].ys) - 1]
    if not any(s.text and _is_number(s.text) for s in last):
        return False
    edges = [s.x0 for s in above]
    if any(all(abs(s.x0 - x) > _NEAR for x in edges) for s in top):
        return True
    return any(_holds_numbers([a.text for a in above if _same_columns(a, s)]) for s in top)


def _holds_numbers(texts: Sequence[str]) -> bool:
    """Whether a column ends with several numbers: below its header it holds nothing else."""
    filled = [text for text in texts if text][-3:]
    return len(filled) > 1 and all(map(_is_number, filled[-2:]))


def join(parts: Sequence[Part]) -> list[CellDraft]:
    """The drafts of the whole table; they tile a rectangle."""
    spans = _spans(parts[0], parts[0], 0)
    rows = len(parts[0].ys) - 1
    first = list(spans)
    for part in parts[1:]:
        fresh = _spans(part, parts[0], 0)
        repeated = _repeated_rows(first, fresh)
        for span in first:
            span.header = span.header or span.below <= repeated
        fresh = [span for span in fresh if span.top >= repeated]
        if not fresh:
            continue
        rows = _append(spans, rows, fresh, repeated, len(part.ys) - 1)
    return _drafts(spans, rows)


def _spans(part: Part, like: Part, start: int) -> list[_Span]:
    """The part's cells, their columns laid over those of `like`."""
    scale = (like.xs[-1] - like.xs[0]) / (part.xs[-1] - part.xs[0])
    xs = [like.xs[0] + (x - part.xs[0]) * scale for x in part.xs]
    return [
        _Span(
            start + c.row,
            start + c.row + c.rowspan,
            xs[c.col],
            xs[c.col + c.colspan],
            c,
            c.text,
            c.room,
            unreadable=c.unreadable,
            open_below=c.open_below,
        )
        for c in part.cells
    ]


def _row(spans: Sequence[_Span], row: int) -> list[tuple[int, int, str]]:
    found = [s for s in spans if s.top == row]
    return [(round(s.x0 / _NEAR), s.below - s.top, "".join(s.text.split())) for s in sorted(found, key=lambda s: s.x0)]


def _repeated_rows(first: Sequence[_Span], fresh: Sequence[_Span]) -> int:
    """How many of the first rows are a header that is printed again at the top of the new page."""
    height = max(span.below for span in fresh)
    count = 0
    while count < height:
        ours, theirs = _row(first, count), _row(fresh, count)
        same = len(ours) == len(theirs) and all(
            abs(a[0] - b[0]) <= 1 and a[1:] == b[1:] for a, b in zip(ours, theirs, strict=True)
        )
        if not same or not _may_be_header([text for _, _, text in ours if text]):
            break
        count += 1
    # A header ends where no cell of it reaches further down.
    while count and any(s.top < count < s.below for s in fresh):
        count -= 1
    return count


def _may_be_header(words: Sequence[str]) -> bool:
    """Words, and of numbers only those of the columns or years: other rows that are equal are two rows."""
    numbers = [text for text in words if _is_number(text)]
    if not words or not all(number.isdigit() for number in numbers):
        return False
    steps = {int(b) - int(a) for a, b in pairwise(numbers)}
    return steps in ({1}, {-1}) or all(1949 <= int(number) <= 2100 for number in numbers)


def _append(spans: list[_Span], rows: int, fresh: list[_Span], skip: int, height: int) -> int:
    """Lay the new page's cells under the others; returns the new number of rows."""
    last = [s for s in spans if s.below == rows]
    pairs = [(above, span) for span in fresh if span.top == skip for above in last if _same_columns(above, span)]
    matched = len(pairs) == sum(1 for s in fresh if s.top == skip)
    cut = matched and _is_cut_row(pairs)
    shift = rows - skip - (1 if cut else 0)
    for span in fresh:
        span.top += shift
        span.below += shift
    merged = set()
    for above, span in pairs:
        if cut or _is_cut_cell(above, span, last, fresh):
            _merge(above, span)
            merged.add(id(span))
    spans.extend(span for span in fresh if id(span) not in merged)
    return _without_remains(spans, shift + height, rows)


def _without_remains(spans: list[_Span], rows: int, seam: int) -> int:
    """Drop rows behind a page break that are only what is left of cells cut in two: all others span them."""
    # Only these reach the rows in question; the cells of a hundred pages before do not.
    near = [s for s in spans if s.below >= seam - 1]
    for row in range(rows - 1, max(seam - 2, 0), -1):
        starting = [s for s in near if s.top == row]
        beside = sum(s.top < row < s.below and s.below - s.top == 2 for s in near)
        if len(starting) >= beside or any(s.text for s in starting):
            continue
        near, spans[:] = ([s for s in some if s.top != row or s.below > row + 1] for some in (near, spans))
        for span in spans:
            span.top -= span.top > row
            span.below -= span.below > row
        rows -= 1
    return rows


def _same_columns(a: _Span, b: _Span) -> bool:
    return abs(a.x0 - b.x0) <= _NEAR and abs(a.x1 - b.x1) <= _NEAR


def _starts_anew(text: str) -> bool:
    return numbering(text) is not None


def _is_cut_row(pairs: Sequence[tuple[_Span, _Span]]) -> bool:
    """Whether the page break runs through a row: its cells are left open, or its text goes on overleaf."""
    if len(pairs) < 2:
        return False
    both = [(a, b) for a, b in pairs if a.text and b.text]
    only_above = [a for a, b in pairs if a.text and not b.text]
    only_below = [b for a, b in pairs if b.text and not a.text]
    if all(_left_open(a, b) for a, b in pairs):
        return all(_may_go_on(a, b) for a, b in both)
    if any(not (_text_goes_on(a, b) or _digits_go_on(a, b)) for a, b in both):
        return False
    if any(not _is_number(a.text) for a, _ in both):
        return not (only_above and only_below) and len(pairs) > len([a for a, _ in both if not _is_number(a.text)])
    if both:
        # Numbers alone: one breaks off at its comma, or what fits in its cell has nothing under it.
        torn = any(a.text[-1] in _MARKS for a, _ in both)
        return torn or (len(only_above) >= 2 and not only_below)
    # No text goes on: a label on one page and all its numbers on the other.
    label_above, label_below = pairs[0][0].text, pairs[0][1].text
    if label_above and not label_below:
        return len(only_above) == 1 and bool(only_below) and not _is_group(pairs)
    if label_below and not label_above:
        return len(only_below) == 1 and bool(only_above) and not _is_group(pairs)
    return False


def _is_group(pairs: Sequence[tuple[_Span, _Span]]) -> bool:
    """The first cell is merged over rows: it labels a group, so its numbers being elsewhere proves nothing."""
    above, below = pairs[0]
    return above.below - above.top > 1 or below.below - below.top > 1


def _text_goes_on(above: _Span, below: _Span) -> bool:
    if _is_number(above.text) or _is_number(below.text):
        return False
    if _starts_anew(below.text) or above.text[-1] in "。；;":
        return False
    return above.room < unit_width(below.text)


def _left_open(above: _Span, below: _Span) -> bool:
    """Whether no line parts the two, neither at the foot of the one page nor at the head of the next."""
    return above.open_below and below.cell.open_above


def _may_go_on(above: _Span, below: _Span) -> bool:
    """Whether two texts can be one: of what is left open only numbers that had room prove the contrary."""
    if not _is_number(above.text) and not _is_number(below.text):
        return not _starts_anew(below.text)
    return _digits_go_on(above, below)


def _digits_go_on(above: _Span, below: _Span) -> bool:
    """Whether a number fills its line, or ends with its comma, and digits come after it."""
    digits = above.text[-1] in _DIGITS and below.text[0] in _DIGITS and _is_number(below.text)
    return digits and (above.text[-1] in _MARKS or above.room < unit_width(below.text[0]))


def _is_number(text: str) -> bool:
    return not any(char.isalpha() for char in text)


def _is_cut_cell(above: _Span, below: _Span, last: Sequence[_Span], fresh: Sequence[_Span]) -> bool:
    """Whether a merged cell runs over the page break, under the `last` cells of the one page."""
    if _left_open(above, below) and (not above.text or not below.text or _may_go_on(above, below)):
        return True
    high, low = above.below - above.top > 1, below.below - below.top > 1
    if not below.text:
        if not above.text:
            return high and low
        # Merged cells over a row of words alone are a header's, and end with it.
        torn = above.open_below and not all(s.open_below for s in last)
        group = torn or low or _labels_next(below, fresh) or (high and any(s.text and _is_number(s.text) for s in last))
        return group and not _is_number(above.text)
    if not above.text:
        return high and not _is_number(below.text) and (low or not _starts_anew(below.text))
    if "".join(above.text.split()) == "".join(below.text.split()):
        return (high or low) and not _is_number(above.text)
    return (high or low) and _text_goes_on(above, below)


def _labels_next(span: _Span, fresh: Sequence[_Span]) -> bool:
    """An empty cell at the left of a label belongs to the group the label is in; so do those left of it."""
    for beside in fresh:
        if beside.top == span.top and abs(beside.x0 - span.x1) <= _NEAR:
            return not _is_number(beside.text) if beside.text else _labels_next(beside, fresh)
    return False


def _merge(above: _Span, below: _Span) -> None:
    same = "".join(above.text.split()) == "".join(below.text.split())
    if below.text and not same:
        if not above.text:
            above.cell = below.cell
        above.text += joint(above.text, below.text) + below.text
        above.room = below.room
    above.unreadable = above.unreadable or below.unreadable
    above.open_below = below.open_below
    above.below = max(above.below, below.below)


def _drafts(spans: Sequence[_Span], rows: int) -> list[CellDraft]:
    edges: list[float] = []
    for x in sorted(x for span in spans for x in (span.x0, span.x1)):
        if not edges or x - edges[-1] > _NEAR:
            edges.append(x)
    owner = [[-1] * (len(edges) - 1) for _ in range(rows)]
    for number, span in enumerate(spans):
        left, right = _index(edges, span.x0), _index(edges, span.x1)
        for row in range(span.top, span.below):
            for col in range(left, right):
                if owner[row][col] < 0:
                    owner[row][col] = number
    drafts = []
    written: set[int] = set()
    for row, col, rowspan, colspan in rectangles(owner):
        number = owner[row][col]
        if number < 0 or number in written:
            drafts.append(CellDraft("", rowspan, colspan, False, col, row))
            continue
        written.add(number)
        span = spans[number]
        drafts.append(
            CellDraft(
                span.text, rowspan, colspan, span.header, col, row, span.cell.page, span.cell.bbox, span.unreadable
            )
        )
    return drafts


def _index(edges: Sequence[float], x: float) -> int:
    at = bisect_left(edges, x)
    return at - 1 if at == len(edges) or (at and x - edges[at - 1] <= edges[at] - x) else at
