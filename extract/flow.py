"""Text whose cells have run together: the form's labels cut it up, and digits are split only where one way exists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from ..model import Cell, Document, LooseTable, fold
from .align import Match
from .formgrid import RegionReading, Slot
from .labels import core, number_of
from .scan import late
from .segment import Vocabulary
from .sequence import columns_in_order, header
from .sheets import Entry, Sheet

_HEADER = 160
# Bounds for hostile text; no printed table comes near them.
_LONGEST = 160
_MOST_LABELS = 1500
_QUOTES = frozenset("“”\"‘’'「」")
_VALUE = frozenset("0123456789.,+-/—–增减%")
_REMARK = late(r"\((?![一二三四五六七八九十\d]{1,3}\))[^()]*\)")
_ANY_NUMBER = late(r"(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、|(?<!\d)\d{1,2}[.、])$")
_UNIT = late(r"(?:万元|亿元|人次|[条件次篇人个元项份期])")
_TOKEN = late(r"[+-]?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?|[/—–-]")


class _Text(Struct, frozen=True):
    """The stretch without white space and quotes; `at` maps to the document, `gap` tells where white space was."""

    plain: str
    at: tuple[int, ...]
    gap: tuple[bool, ...]


class _Hit(Struct, frozen=True):
    """An entry's label in the text: `start` with its numbering, `end` with its remark."""

    entry: int
    start: int
    end: int


def read_flow(document: Document, table: LooseTable, words: Vocabulary) -> Iterator[tuple[Sheet, RegionReading]]:
    """Every sheet whose marker, title or labels the stretch prints."""
    text = _text(document, table.runs[0].start, table.runs[-1].end)
    starts = [(start, sheet) for sheet in words.sheets if (start := _start(text.plain, sheet)) is not None]
    starts.sort(key=lambda pair: pair[0])
    for number, (start, sheet) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(text.plain)
        reading = (_read_groups if sheet.groups else _read)(document, text, start, end, sheet)
        if reading.slots:
            yield sheet, reading


def split_digits(chunks: Sequence[str], columns: int) -> list[list[str]] | None:
    """The one way to make `columns` numbers of the chunks, blanks allowed for; None where there are none or several.

    No number begins with a nought, so 0000000 is seven noughts; 6000017 may be split in many ways.
    """
    if sum(_fewest(chunk) for chunk in chunks) != columns:
        return None
    ways = [_ways(chunk) for chunk in chunks]
    if any(len(way) != 1 for way in ways):
        return None
    return [list(way[0]) for way in ways]


@lru_cache(maxsize=4096)
def _ways(chunk: str) -> tuple[tuple[str, ...], ...]:
    """The ways to split a chunk into its fewest numbers."""
    fewest = _fewest(chunk)
    found: list[tuple[str, ...]] = []

    def grow(rest: str, parts: tuple[str, ...]) -> None:
        if len(found) > 1 or len(parts) > fewest:
            return
        if not rest:
            found.append(parts)
            return
        for end in range(len(rest), 0, -1):
            if _TOKEN.fullmatch(rest[:end]):
                grow(rest[end:], (*parts, rest[:end]))

    grow(chunk, ())
    return tuple(found)


@lru_cache(maxsize=4096)
def _fewest(chunk: str) -> int:
    """The least number of numbers a chunk can be; a large one where it is none."""
    if len(chunk) > _LONGEST:
        return 10**6
    best = [0] + [10**6] * len(chunk)
    for end in range(1, len(chunk) + 1):
        for start in range(end):
            if best[start] + 1 < best[end] and _TOKEN.fullmatch(chunk[start:end]):
                best[end] = best[start] + 1
    return best[-1]


# ---------------------------------------------------------------- where things stand
def _text(document: Document, start: int, end: int) -> _Text:
    plain: list[str] = []
    at: list[int] = []
    gap: list[bool] = []
    space = True
    for offset, char in enumerate(fold(document.text[start:end]), start):
        if char.isspace():
            space = True
        elif char not in _QUOTES:
            plain.append(char)
            at.append(offset)
            gap.append(space)
            space = False
    return _Text("".join(plain), tuple(at), tuple(gap))


def _bare(text: str) -> str:
    return "".join(c for c in fold(text) if not c.isspace() and c not in _QUOTES)


def _start(plain: str, sheet: Sheet) -> int | None:
    for marker in sheet.markers:
        at = plain.find(_bare(marker))
        return at if at >= 0 else None
    if sheet.groups:
        ends = [plain.find(_bare(entry.parents[-1])) for entry in sheet.columns]
        return min((at for at in ends if at >= 0), default=None) if any(at >= 0 for at in ends[5:]) else None
    places = [
        plain.find(_bare(_unnumbered(label)))
        for entry in sheet.rows
        for label in entry.labels[:1]
        if len(core(label)) >= 6
    ]
    found = sorted(at for at in places if at >= 0)
    return max(0, found[0] - 4) if len(found) >= max(2, len(places) // 4) else None


def _hits(plain: str, start: int, end: int, sheet: Sheet) -> list[_Hit]:
    """The longest chain of labels in the form's order, and those out of order that occur only once."""
    found: list[_Hit] = []
    for number, entry in enumerate(sheet.rows):
        for label in entry.labels:
            found += _occurrences(plain, start, end, number, label)
    found.sort(key=lambda hit: (hit.start, hit.end))
    del found[_MOST_LABELS:]
    best: list[tuple[int, int]] = []
    for i, hit in enumerate(found):
        weight, back = 0, -1
        for k in range(i):
            if found[k].end <= hit.start and found[k].entry < hit.entry and best[k][0] > weight:
                weight, back = best[k][0], k
        best.append((weight + hit.end - hit.start, back))
    chain: list[_Hit] = []
    i = max(range(len(found)), key=lambda k: best[k][0]) if found else -1
    while i >= 0:
        chain.append(found[i])
        i = best[i][1]
    used = {hit.entry for hit in chain}
    for hit in found:
        alone = sum(other.entry == hit.entry for other in found) == 1
        if hit.entry not in used and alone and all(hit.end <= o.start or hit.start >= o.end for o in chain):
            chain.append(hit)
            used.add(hit.entry)
    return sorted(chain, key=lambda hit: hit.start)


def _occurrences(plain: str, start: int, end: int, number: int, label: str) -> Iterator[_Hit]:
    bare = _bare(_unnumbered(label))
    short = len(core(label)) <= 3
    at = plain.find(bare, start, end)
    while at >= 0:
        stop = at + len(bare)
        begin = at - _numbering(plain, at, number_of(label))
        follows = stop < len(plain) and (plain[stop] in _VALUE or plain[stop] == "(")
        if not short or (follows and (begin < at or not number_of(label))):
            remark = _REMARK.match(plain, stop)
            yield _Hit(number, begin, remark.end() if remark else stop)
        at = plain.find(bare, at + 1, end)


def _unnumbered(label: str) -> str:
    plain = _bare(label)
    number = number_of(label)
    if not number:
        return plain
    return re.sub(r"^\(?" + re.escape(number) + r"\)?[、.]?", "", plain, count=1)


def _numbering(plain: str, at: int, expected: str) -> int:
    """How many characters before a label are its numbering."""
    for form in (f"({expected})", f"{expected}.", f"{expected}、", f"({expected})、") if expected else ():
        if plain.endswith(form, 0, at):
            return len(form)
    other = _ANY_NUMBER.search(plain[max(0, at - 6) : at])
    return len(other.group()) if other else 0


# ---------------------------------------------------------------- reading
def _read(document: Document, text: _Text, start: int, end: int, sheet: Sheet) -> RegionReading:
    reading = RegionReading()
    hits = _hits(text.plain, start, end, sheet)
    order = list(range(len(sheet.columns)))
    if hits:
        # The header of the columns stands before the first label.
        head = text.plain[max(0, hits[0].start - _HEADER) : hits[0].start]
        order = columns_in_order(_labels_in(head, sheet), sheet) or []
    for number, hit in enumerate(hits):
        stop = hits[number + 1].start if number + 1 < len(hits) else end
        entry = sheet.rows[hit.entry]
        label = "".join(document.text[text.at[hit.start] : text.at[hit.end - 1] + 1].split())
        reading.matched.append((entry, label))
        unit, first = _unit(text.plain, hit.end, stop) if sheet.listing else ("", hit.end)
        last = first
        while last < stop and text.plain[last] in _VALUE:
            last += 1
        if last > first:
            reading.slots += _slots(document, text, first, last, entry, label, sheet, order, unit)
    reading.columns = tuple(Match(n, 1.0, True) for n in range(len(sheet.columns)))
    return reading


def _labels_in(head: str, sheet: Sheet) -> list[str]:
    """The column labels printed in a stretch, in their order; those inside a longer label do not count."""
    for parent in {_bare(parent) for entry in sheet.columns for parent in entry.parents}:
        head = head.replace(parent, "#" * len(parent))
    found = []
    for label in sorted({label for entry in sheet.columns for label in entry.labels}, key=len, reverse=True):
        at = head.rfind(_bare(label))
        if at >= 0:
            found.append((at, label))
            head = head[:at] + "#" * len(_bare(label)) + head[at + len(_bare(label)) :]
    return [label for _, label in sorted(found)]


def _read_groups(document: Document, text: _Text, start: int, end: int, sheet: Sheet) -> RegionReading:
    """The numbers after the last outcome label are the whole table."""
    reading = RegionReading()
    labels = {_bare(label) for entry in sheet.columns for label in entry.labels if len(core(label)) >= 2}
    places = [m.end() for label in labels for m in re.finditer(re.escape(label), text.plain[start:end])]
    if len(places) < len(sheet.columns) // 2:
        return reading
    first = start + max(places)
    last = first
    while last < end and text.plain[last] in _VALUE:
        last += 1
    if last > first:
        order = list(range(len(sheet.columns)))
        reading.slots = _slots(document, text, first, last, sheet.rows[0], "", sheet, order, "")
    reading.columns = tuple(Match(n, 1.0, True) for n in range(len(sheet.columns)))
    return reading


def _unit(plain: str, at: int, stop: int) -> tuple[str, int]:
    match = _UNIT.match(plain, at, stop)
    if match:
        return match.group(), match.end()
    if plain[at : at + 1] == "/" and at + 1 < stop and plain[at + 1].isdigit():
        return "", at + 1
    return "", at


def _slots(
    document: Document,
    text: _Text,
    first: int,
    last: int,
    entry: Entry,
    label: str,
    sheet: Sheet,
    order: Sequence[int],
    unit: str,
) -> list[Slot]:
    chunks: list[str] = []
    for i in range(first, last):
        if text.gap[i] or not chunks:
            chunks.append("")
        chunks[-1] += text.plain[i]
    path = (label,) if label else ()
    parts = split_digits(chunks, len(sheet.columns)) if order else None
    if parts is None:
        whole = _cell(document, text, first, last, "run-together")
        return [Slot(whole, entry, c, path, header(sheet, n), unit, True) for n, c in enumerate(sheet.columns)]
    slots = []
    at = first
    for part, number in zip((p for chunk in parts for p in chunk), order, strict=True):
        cell = _cell(document, text, at, at + len(part), None)
        slots.append(Slot(cell, entry, sheet.columns[number], path, header(sheet, number), unit, True))
        at += len(part)
    return slots


def _cell(document: Document, text: _Text, first: int, last: int, reason: str | None) -> Cell:
    start, end = text.at[first], text.at[last - 1] + 1
    return Cell(0, 0, 1, 1, document.text[start:end], start, end, None, None, False, reason)
