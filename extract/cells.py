"""What one cell says: a number, or why it holds none."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from ..model import Quantity, State, fold
from .quantities import quantity_of
from .scan import late

_SLASHES = frozenset(["/", "\\", "//"])
_DASHES = frozenset(("一一", "无", "不适用", "N/A", "n/a", "NA"))
_DASH_CHARS = frozenset("-—–─―－")


class Reading(Struct, frozen=True):
    """The state of a cell, its number where it has one, and where in the cell's text that stands."""

    state: State
    quantity: Quantity | None
    start: int
    end: int
    reason: str = ""


_BRACKETED = late(r"\((\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\)")


def is_loss(text: str) -> bool:
    """True for a negative number as accountants print it: (1,084); (3) may be a numbering."""
    inside = _BRACKETED.fullmatch("".join(fold(text).split()))
    return inside is not None and len(inside.group(1)) >= 3


@lru_cache(maxsize=16384)
def read_cell(text: str, unit: str = "", unreadable: str | None = None, losses: bool = False) -> Reading:
    """Blank, slash, dash and unreadable stay what they are; none of them becomes a number.

    With `losses`, a number in brackets is a negative one.
    """
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if start >= end:
        return Reading("unreadable", None, 0, len(text), unreadable) if unreadable else Reading("blank", None, 0, 0)
    raw = text[start:end]
    if unreadable:
        return Reading("unreadable", None, start, end, unreadable)
    bare = "".join(fold(raw).split())
    if bare in _SLASHES:
        return Reading("slash", None, start, end)
    if bare in _DASHES or set(bare) <= _DASH_CHARS:
        return Reading("dash", None, start, end)
    loss = _BRACKETED.fullmatch(bare) if losses else None
    quantity = quantity_of(f"-{loss.group(1)}" if loss else raw, unit)
    if quantity is None and "\n" in raw and not any(c in " \u3000\xa0\t" for c in raw):
        # A number broken over two lines of a narrow cell; a space inside a line may part two numbers.
        quantity = quantity_of(bare, unit) if bare.replace(",", "").replace(".", "").isdigit() else None
    if quantity is None:
        return Reading("unreadable", None, start, end, "not-a-number")
    return Reading("value", quantity, start, end)


@lru_cache(maxsize=16384)
def looks_numeric(text: str) -> bool:
    """True where the cell is a number, or one of the marks that stand for one."""
    bare = "".join(fold(text).split())
    if not bare:
        return False
    if bare in _SLASHES or bare in _DASHES or set(bare) <= _DASH_CHARS:
        return True
    if not any(c.isdigit() for c in bare):
        return False
    return quantity_of(text) is not None
