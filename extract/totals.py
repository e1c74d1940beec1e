"""Totals of a table without a form, found from its words and codes and borne out by its own arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from ..model import Claim, ClaimTerm, Figure
from .generic import UNREAD, Line, Sheet, Value, is_part_row, is_total
from .labels import core, squeeze
from .scan import late

_SIGNED = late(r"^(?:[一二三四五六七八九十\d]+[、.])?(?:减|加|扣除)")
_TOTAL = late("(?:合计|总计|共计)$")
_NOT_ADDED = ("%", "元/股")
_MIN_PARTS = 2
# A table longer than this is a list of records, whose search for totals would only cost time.
_MOST_LINES = 2000


class Relation(Struct, frozen=True):
    """One line (or column) that is the sum of others: `held` of `tried` places bear it out."""

    whole: int
    parts: tuple[int, ...]
    held: int
    tried: int
    words: bool


def total_claims(sheets: Sequence[Sheet], figures: dict[str, Figure]) -> Iterator[Claim]:
    """A claim for every place where a total was found; those where it does not close are for the rules to tell."""
    for sheet in sheets:
        rows = [line.values for line in sheet.lines]
        for relation in row_relations(sheet):
            for col in sheet.heads:
                yield from _claim(figures, relation, [rows[i].get(col) for i in (relation.whole, *relation.parts)])
        for relation in column_relations(sheet):
            for values in rows:
                yield from _claim(figures, relation, [values.get(c) for c in (relation.whole, *relation.parts)])


def _claim(figures: dict[str, Figure], relation: Relation, values: Sequence[Value | None]) -> Iterator[Claim]:
    whole, parts = values[0], [value for value in values[1:] if value is not None]
    if whole is None or UNREAD in values or len(parts) < _MIN_PARTS or any(v.unit != whole.unit for v in parts):
        return
    if whole.unit in _NOT_ADDED:
        return
    figure = figures[whole.figure]
    terms = (ClaimTerm("whole", whole.figure), *(ClaimTerm("part", value.figure) for value in parts))
    how, how_en = ("由“合计”等字样和算术得出", "from words and arithmetic")
    if not relation.words:
        how, how_en = ("由算术得出", "from arithmetic")
    yield Claim(
        f"total:{whole.figure}:{parts[0].figure}", "sum", terms, figure.label, figure.evidence, True, False,
        f"{how}，{relation.tried} 处中 {relation.held} 处成立",
        f"{how_en}, holds in {relation.held} of {relation.tried} places",
    )  # fmt: skip


# ---------------------------------------------------------------- rows
def row_relations(sheet: Sheet) -> list[Relation]:
    """Rows that are sums of rows: by word, by code, by arithmetic alone; at most one a row."""
    found: dict[int, Relation] = {}
    if len(sheet.lines) > _MOST_LINES:
        return []
    for relation in (*_by_word(sheet), *_by_code(sheet), *_by_arithmetic(sheet)):
        known = found.get(relation.whole)
        if known is None or (relation.held * known.tried > known.held * relation.tried):
            found[relation.whole] = relation
    return [found[key] for key in sorted(found)]


def _by_word(sheet: Sheet) -> Iterator[Relation]:
    lines = sheet.lines
    totals = [i for i, line in enumerate(lines) if is_total(line.label) and line.values]
    for at in totals:
        best: Relation | None = None
        for parts in _candidates(lines, at, totals):
            if len(parts) < _MIN_PARTS or any(_SIGNED.match(squeeze(lines[i].label)) for i in parts):
                continue
            held, tried = _support(sheet, at, parts)
            if tried and (best is None or held * best.tried > best.held * tried):
                best = Relation(at, tuple(parts), held, tried, True)
        if best is None:
            continue
        # One column of numbers cannot bear itself out; several that all fail speak against the reading.
        if (best.held * 2 >= best.tried and best.held) or (best.tried == 1 and _is_plain(lines, at, totals)):
            yield best


def _candidates(lines: Sequence[Line], at: int, totals: Sequence[int]) -> Iterator[list[int]]:
    """The rows a total may be the sum of, the likeliest first."""
    valued = [i for i, line in enumerate(lines) if line.values]
    before = max((t for t in totals if t < at), default=-1)
    after = min((t for t in totals if t > at), default=len(lines))
    above = [i for i in valued if before < i < at]
    yield [i for i in above if not is_part_row(lines[i].label)]
    yield above
    subtotals = [t for t in totals if t < at]
    if subtotals:
        yield [*subtotals, *above]
        yield [i for i in valued if i < at and i not in totals and not is_part_row(lines[i].label)]
        yield _top(lines, [i for i in valued if i < at])
    below = [i for i in valued if at < i < after]
    if not above or at == valued[0]:
        yield [i for i in below if not is_part_row(lines[i].label)]
        yield _top(lines, [i for i in valued if i > at])
        yield _shortest_codes(lines, below)
    yield _top(lines, above)
    yield _named_in(lines, at, totals)


def _named_in(lines: Sequence[Line], at: int, totals: Sequence[int]) -> list[int]:
    """负债和所有者权益总计 names the totals it is made of."""
    names = re.split("[和及与、]", _TOTAL.sub("", core(lines[at].label)))
    found = [i for name in names for i in totals if i != at and _TOTAL.sub("", core(lines[i].label)) == name]
    return found if len(found) == len(names) > 1 else []


def _top(lines: Sequence[Line], rows: Sequence[int]) -> list[int]:
    """Those numbered 一、二、三 among the rows."""
    return [i for i in rows if re.match(r"[一二三四五六七八九十]+[、.]", squeeze(lines[i].label))]


def _shortest_codes(lines: Sequence[Line], rows: Sequence[int]) -> list[int]:
    codes = [lines[i].code for i in rows if lines[i].code]
    least = min(map(len, codes), default=0)
    return [i for i in rows if lines[i].code and len(lines[i].code) == least]


def _is_plain(lines: Sequence[Line], at: int, totals: Sequence[int]) -> bool:
    """True where nothing else could be meant: 合计 as the last row over rows of one kind, and no other total."""
    others = [line for i, line in enumerate(lines) if i != at and line.values]
    return (
        core(lines[at].label) in ("合计", "总计", "共计")
        and len(totals) == 1
        and at == max(i for i, line in enumerate(lines) if line.values)
        and len(others) >= _MIN_PARTS
        and not any(is_part_row(line.label) or line.code or _SIGNED.match(squeeze(line.label)) for line in others)
        and len({bool(re.match(r"[一二三四五六七八九十(\d]", squeeze(line.label))) for line in others}) == 1
        and all(line.label and len(line.labels) == len(others[0].labels) for line in others)
    )


def _by_code(sheet: Sheet) -> Iterator[Relation]:
    """201 is the sum of 20139 and its like: the codes one step longer that begin with it."""
    lines = sheet.lines
    for at, line in enumerate(lines):
        if not line.code.isdigit() or not line.values:
            continue
        children = []
        for i in range(at + 1, len(lines)):
            if not lines[i].code.startswith(line.code) or lines[i].code == line.code:
                break
            children.append(i)
        parts = _shortest_codes(lines, [i for i in children if lines[i].values])
        if len(parts) < _MIN_PARTS:
            continue
        held, tried = _support(sheet, at, parts)
        if tried and held * 2 >= tried and held:
            yield Relation(at, tuple(parts), held, tried, True)


def _by_arithmetic(sheet: Sheet) -> Iterator[Relation]:
    """A row equal to the rows just above it in at least three columns and in most."""
    lines = sheet.lines
    for at, line in enumerate(lines):
        if len(line.values) < 3 or is_total(line.label):
            continue
        for first in range(at - 3, max(-1, at - 30), -1):
            parts = [i for i in range(first, at) if lines[i].values]
            if len(parts) < 3:
                continue
            held, tried = _support(sheet, at, parts)
            if held >= 3 and held * 4 >= tried * 3:
                yield Relation(at, tuple(parts), held, tried, False)
                break


def _support(sheet: Sheet, at: int, parts: Sequence[int]) -> tuple[int, int]:
    """In how many columns the rows add up, of those in which there is something to add."""
    lines = sheet.lines
    pairs = [(lines[at].values.get(col), [lines[i].values.get(col) for i in parts]) for col in sheet.heads]
    return _count(pairs)


# ---------------------------------------------------------------- columns
def column_relations(sheet: Sheet) -> list[Relation]:
    """Columns headed 合计 and the like that are sums of their neighbours under the same head."""
    found = []
    cols = list(sheet.heads)
    for at in cols:
        head = sheet.heads[at]
        if not head or not is_total(head[-1]):
            continue
        best: Relation | None = None
        for parts in _column_candidates(sheet, at, cols):
            if len(parts) < _MIN_PARTS:
                continue
            pairs = [(line.values.get(at), [line.values.get(c) for c in parts]) for line in sheet.lines]
            held, tried = _count(pairs)
            if held >= 2 and held * 2 >= tried and (best is None or held * best.tried > best.held * tried):
                best = Relation(at, tuple(parts), held, tried, True)
        if best is not None:
            found.append(best)
    return found


def _column_candidates(sheet: Sheet, at: int, cols: Sequence[int]) -> Iterator[list[int]]:
    depth = len(sheet.heads[at])
    stem = sheet.heads[at][:-1]
    siblings = [c for c in cols if c != at and sheet.heads[c][: depth - 1] == stem]
    yield [c for c in siblings if len(sheet.heads[c]) == depth]
    yield siblings
    yield [c for c in cols if c > at and not is_total(sheet.heads[c][-1] if sheet.heads[c] else "")]
    yield [c for c in cols if c < at and not is_total(sheet.heads[c][-1] if sheet.heads[c] else "")]
    yield [c for c in cols if c != at and is_total(sheet.heads[c][-1] if sheet.heads[c] else "")]
    yield [c for c in cols if c != at]


def _count(pairs: Sequence[tuple[Value | None, Sequence[Value | None]]]) -> tuple[int, int]:
    held = tried = 0
    for whole, values in pairs:
        parts = [value for value in values if value is not None]
        if whole is None or UNREAD in (whole, *values) or len(parts) < _MIN_PARTS or whole.unit in _NOT_ADDED:
            continue
        if sum(value.number != 0 for value in parts) < 2 and whole.number == sum(v.number for v in parts):
            continue
        tried += 1
        gap = abs(whole.number - sum((value.number for value in parts), Decimal(0)))
        places = max(whole.places, *(value.places for value in parts))
        slack = Decimal(len(parts) + 1) / 2 / Decimal(10) ** places if places > 0 else Decimal(0)
        held += gap <= slack
    return held, tried
