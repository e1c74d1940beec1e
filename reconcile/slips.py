"""How a person comes to write one number for another: a digit, two digits exchanged, a zero, a neighbour's value."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct


class Slip(Struct, frozen=True):
    """A hypothesis. `strength` 2 is telling, 1 is possible; 0 means that no slip explains the change."""

    name: str
    words: str
    words_en: str
    strength: int


NONE = Slip("", "", "", 0)
_LEFT_ZERO = Slip("left_zero", "合计栏留作 0、未填合计", "the total was left at 0", 3)
_TENFOLD = Slip("scale", "多写或少写了零（相差 10 的整数倍）", "a factor of ten: zeros too many or too few", 2)
_UNIT = Slip("unit", "计量单位错位（相差 10000 倍，如“万元”与“元”）", "a unit slip: a factor of 10,000", 2)
_UNIT_BELOW = Slip("scale", _UNIT.words, _UNIT.words_en, 1)
_SIGN = Slip("sign", "正负号写反", "the sign was turned", 2)
_SWAPPED = Slip("transposition", "相邻两位数字写颠倒", "two neighbouring digits exchanged", 2)
_DROPPED = Slip("dropped", "漏写一位数字", "a digit was dropped", 2)
_DOUBLED = Slip("doubled", "某位数字重复写了一次", "a digit was doubled", 2)
_ADDED = Slip("added", "多写一位数字", "a digit too many", 1)
_DIGIT = Slip("digit", "写错一位数字", "one digit is wrong", 1)
_COPIED = Slip("copied", "与相邻单元格的数相同，可能抄错了格", "the value of a neighbouring cell, perhaps copied", 2)


DERIVED = Slip("derived", "比率算错或抄错", "the ratio was miscomputed or miscopied", 2)
WORDS = Slip("words", "文字未随数字更新", "the words were not brought up to date with the numbers", 2)


def explain(printed: Decimal, right: Decimal, neighbours: Iterable[Decimal] = (), is_total: bool = False) -> Slip:
    """The most telling slip by which `right` became `printed`."""
    if printed == 0 and right != 0 and is_total:
        return _LEFT_ZERO
    if printed == -right and printed != 0:
        return _SIGN
    scaled = _scale(printed, right)
    if scaled is not None:
        return scaled
    if abs(printed) >= 10 and printed in tuple(neighbours):
        return _COPIED
    return _digits(_plain(printed), _plain(right))


def _scale(printed: Decimal, right: Decimal) -> Slip | None:
    if printed == 0 or right == 0:
        return None
    for power in (1, 2, 3, 4):
        factor = Decimal(10) ** power
        if printed == right * factor:
            # A number in 元 left under the heading 万元 is far commoner than the reverse.
            return _UNIT if power == 4 else _TENFOLD
        if right == printed * factor:
            return _UNIT_BELOW if power == 4 else _TENFOLD
    return None


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digits(printed: str, right: str) -> Slip:
    if len(printed) == len(right):
        different = [at for at, (a, b) in enumerate(zip(printed, right, strict=True)) if a != b]
        if len(different) == 2 and different[1] == different[0] + 1:
            first, second = different
            if printed[first] == right[second] and printed[second] == right[first]:
                return _SWAPPED
        return _DIGIT if len(different) == 1 else NONE
    if len(printed) + 1 == len(right) and len(printed) > 0:
        return _DROPPED if any(right[:at] + right[at + 1 :] == printed for at in range(len(right))) else NONE
    if len(printed) == len(right) + 1:
        for at in range(len(printed)):
            if printed[:at] + printed[at + 1 :] == right:
                doubled = (at > 0 and printed[at] == printed[at - 1]) or (
                    at + 1 < len(printed) and printed[at] == printed[at + 1]
                )
                return _DOUBLED if doubled else _ADDED
    return NONE
