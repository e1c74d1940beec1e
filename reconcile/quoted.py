"""A small reader of one printed number, used to verify findings without the extractor."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct

from ..model import fold
from .interval import RATIOS, Interval, exactly

_DIGITS = re.compile(r"(?P<sign>[-+减增负]?)\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>[百千万亿]*)")
_RANGE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(?:-|—+|–|~|至|到)\s*(\d[\d,]*(?:\.\d+)?)")
_SPOKEN = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+")
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_FIGURES = {character: n for n, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_MORE_AFTER = re.compile(r"^\s*(?:余|多|来)")
_ABOUT = re.compile(r"(?:约|大约|大概|左右|上下|近|将近|接近)\s*$")
_OVER = re.compile(r"(?:超过|超|逾|不少于|至少|至少)\s*$")
_UNDER = re.compile(r"(?:不足|不到|少于|低于|未超过|不超过|至多|最多)\s*$")
_AFTER_ABOUT = re.compile(r"^\s*\S{0,3}(?:左右|上下)")
_AFTER_OVER = re.compile(r"^\s*\S{0,3}(?:以上|余|多)")
_AFTER_UNDER = re.compile(r"^\s*\S{0,3}以下")


class Quoted(Struct, frozen=True):
    """The number of a quote; `value` is None for a range."""

    value: Decimal | None
    interval: Interval


def read_number(text: str, start: int, end: int, unit: str) -> Quoted | None:
    """The number printed at `start:end`, with the words of approximation around it; None where there is none."""
    quote = fold(text[start:end])
    before, after = fold(text[max(0, start - 4) : start]), fold(text[end : end + 6])
    if (span := _RANGE.search(quote)) is not None:
        low, high = (Decimal(group.replace(",", "")) for group in span.groups())
        return Quoted(None, Interval(low, high))
    found = _DIGITS.search(quote)
    if found is None:
        return _spoken(quote, unit)
    value = Decimal(found["number"].replace(",", ""))
    places = found["number"].partition(".")[2]
    place = Decimal(1).scaleb(-len(places))
    factor = Decimal(1)
    # 万元 and 亿元 are units and stay as printed; before every other unit the scale word is multiplied out.
    scale = found["scale"]
    if scale and not unit.startswith(scale):
        for character in scale:
            factor *= _SCALES[character]
    value, place = value * factor, place * factor
    tail = quote[found.end() :] + after
    if found["sign"] in ("-", "减", "负"):
        value = -value
    fuzzy = bool(places) or factor != 1 or unit in RATIOS
    return Quoted(value, _interval(value, place, fuzzy, before, tail))


def printed_as(value: str, unit: str, rounded: bool = False) -> Interval:
    """What a value stands for if it is printed so, in this unit; an average is `rounded` though it be a count."""
    places = value.partition(".")[2]
    fuzzy = rounded or bool(places) or unit in RATIOS
    return _interval(Decimal(value), Decimal(1).scaleb(-len(places)), fuzzy, "", "")


def _interval(value: Decimal, place: Decimal, fuzzy: bool, before: str, tail: str) -> Interval:
    trailing = _last_place(value)
    step = max(place, trailing)
    if _MORE_AFTER.search(tail) or _AFTER_OVER.search(tail) or _OVER.search(before):
        # Reading the hedge as wide as it can be keeps a finding only where nothing can save the number.
        return Interval(value, None)
    if _UNDER.search(before) or _AFTER_UNDER.search(tail):
        return Interval(Decimal(0), value)
    if _ABOUT.search(before) or _AFTER_ABOUT.search(tail):
        return Interval(value - step, value + step)
    if not fuzzy:
        return exactly(value)
    if value < 0:
        return Interval(value - place, value + place / 2, True)
    return Interval(value - place / 2, value + place, False, True)


def _last_place(value: Decimal) -> Decimal:
    """The worth of the last digit that is not zero: 37500 → 100."""
    if value == 0:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def _spoken(quote: str, unit: str) -> Quoted | None:
    found = _SPOKEN.search(quote)
    if found is None:
        return None
    total, section, digit = 0, 0, 0
    for character in found.group():
        if character in _FIGURES:
            digit = _FIGURES[character]
        elif character in "万亿":
            total += (section + digit) * _SCALES[character]
            section = digit = 0
        else:
            worth = 10 if character == "十" else _SCALES[character]
            section += (digit or 1) * worth
            digit = 0
    value = Decimal(total + section + digit)
    if unit == "%" and "成" in quote:
        value *= 10
    return Quoted(value, exactly(value))
