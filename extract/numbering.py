"""Printed numbering: recognising it, reading its value, and finding where a sequence skips or repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from .scan import late

_HAN = "一二三四五六七八九十"
_DIGIT = {char: value for value, char in enumerate(_HAN, 1)}

# Order matters: the first pattern that matches names the style; an outer style comes before an inner one.
STYLES: tuple[tuple[str, str], ...] = (
    ("part", rf"第(?P<n>[{_HAN}]{{1,3}})(?:部分|章|节)[、.:：]?"),
    ("han", rf"(?P<n>[{_HAN}]{{1,3}})[、.](?!是)"),
    ("han-paren", rf"\((?P<n>[{_HAN}]{{1,3}})\)[、.]?"),
    ("arabic", r"(?P<n>\d{1,2})、(?=\D)"),
    ("arabic-dot", r"(?P<n>\d{1,2})\.(?!\d)(?=\D)"),
    ("arabic-paren", r"\((?P<n>\d{1,2})\)[、.]?"),
    ("arabic-half", r"(?P<n>\d{1,2})\)[、.]?"),
)
_START = late("|".join(f"(?P<s{i}>{p.replace('?P<n>', f'?P<n{i}>')})" for i, (_, p) in enumerate(STYLES)))
_SPOKEN = late(rf"(?<![{_HAN}第])(?P<n>[{_HAN}]{{1,2}})是(?!否|非)")


class Number(Struct, frozen=True):
    """A numbering mark at `start:end`. `sure` where it opens a line, not where it stands inside a paragraph."""

    style: str
    value: int
    start: int
    end: int
    sure: bool


class Jump(Struct, frozen=True):
    """`found` came after `before` in one sequence: the same number again, or one left out."""

    before: Number
    found: Number

    @property
    def repeats(self) -> bool:
        return self.before.value == self.found.value


def han_value(text: str) -> int:
    """The value of 一 … 九十九.

    Raises:
        ValueError: not such a numeral.
    """
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if ten:
        value = (_DIGIT[tens] if tens else 1) * 10 + (_DIGIT[ones] if ones else 0)
    elif len(text) == 1 and text in _DIGIT:
        value = _DIGIT[text]
    else:
        raise ValueError(text)
    return value


def mark_at(text: str, offset: int = 0, sure: bool = True) -> Number | None:
    """The numbering that opens `text` (folded), with `offset` added to its places."""
    match = _START.match(text)
    if not match:
        return None
    for i, (style, _) in enumerate(STYLES):
        if match.group(f"s{i}"):
            try:
                value = han_value(match.group(f"n{i}"))
            except (ValueError, KeyError):
                return None
            return Number(style, value, offset + match.start(), offset + match.end(), sure) if value else None
    return None


def marks_inside(text: str, offset: int) -> list[Number]:
    """Numbering that stands inside a paragraph after the end of a sentence or a space."""
    found: dict[int, Number] = {}
    for match in re.finditer(r"(?<=[。;；！!?？:： \u3000）)>”])\s*", text):
        if match.end() and (number := mark_at(text[match.end() : match.end() + 8], offset + match.end(), sure=False)):
            found[number.start] = number
    return list(found.values())


def jumps(numbers: Sequence[Number]) -> list[Jump]:
    """Where the numbering of sure marks skips or repeats.

    Marks inside paragraphs are never faulted; they only fill gaps. A mark of value 1 opens a new list, also inside one
    of the same style; an inner list ends when an outer number comes. Lists of fewer than three sure marks are not
    judged, nor are steps so wide that the mark hardly belongs to the list.
    """
    open_runs: list[_Run] = []
    runs: list[_Run] = []
    for number in numbers:
        # An inner list ends where an outer number comes; a mark inside a paragraph may be an unrelated list.
        if number.sure:
            open_runs = [run for run in open_runs if _RANK[run.style] <= _RANK[number.style]]
        alike = [run for run in open_runs if run.style == number.style]
        home = next((run for run in reversed(alike) if run.last + 1 == number.value), None)
        if home is None and alike and number.value != 1 and 0 <= number.value - alike[-1].last <= _WIDEST_STEP:
            # Where lists of one style lie inside each other, a step that fits none may be a new inner one.
            home = alike[-1] if len(alike) == 1 or number.value == alike[-1].last else None
        if home is None:
            home = _Run(number.style, [])
            open_runs.append(home)
            runs.append(home)
        elif number.sure:
            del open_runs[open_runs.index(home) + 1 :]
        home.numbers.append(number)
    return [jump for run in runs for jump in _run_jumps(run.numbers)]


_WIDEST_STEP = 3
_RANK = {style: rank for rank, (style, _) in enumerate(STYLES)}


class _Run(Struct):
    """A list as it grows."""

    style: str
    numbers: list[Number]

    @property
    def last(self) -> int:
        return self.numbers[-1].value


def _run_jumps(run: Sequence[Number]) -> list[Jump]:
    sure = [number for number in run if number.sure]
    if len(sure) < 3 or sure[0].value > 2:
        return []
    found = []
    for before, after in pairwise(sure):
        between = {n.value for n in run if not n.sure and before.start < n.start < after.start}
        expected = set(range(before.value + 1, after.value))
        if after.value == before.value or (after.value > before.value and not expected <= between):
            found.append(Jump(before, after))
    return found


def printed(style: str, value: int) -> tuple[str, ...]:
    """How a number of that style may be printed, folded; empty for styles without a fixed shape."""
    han = _HAN[value - 1] if value <= 10 else "十" + _HAN[value - 11] if value < 20 else ""
    shapes = {
        "han": (f"{han}、", f"{han}."),
        "han-paren": (f"({han})",),
        "arabic": (f"{value}、", f"{value}."),
        "arabic-dot": (f"{value}、", f"{value}."),
        "arabic-paren": (f"({value})",),
        "arabic-half": (f"{value})",),
        "part": (f"第{han}",),
    }
    return shapes.get(style, ()) if han or style.startswith("arabic") else ()


def spoken_jumps(text: str, offset: int = 0) -> list[Jump]:
    """Skips in 一是…二是…三是 within one paragraph (folded); 一是 starts anew."""
    found: list[Jump] = []
    before: Number | None = None
    for match in _SPOKEN.finditer(text):
        try:
            value = han_value(match["n"])
        except (ValueError, KeyError):
            continue
        number = Number("spoken", value, offset + match.start(), offset + match.end(), True)
        if before is not None and value > before.value + 1 and value <= before.value + 3:
            found.append(Jump(before, number))
        # A number that cannot continue the list belongs to something else (十一是).
        if value == 1 or (before is not None and before.value < value <= before.value + 3):
            before = number
    return found
