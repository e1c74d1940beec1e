"""Laws of numerals: what is written out is read back, an interval holds its own point, offsets hold the text."""

from __future__ import annotations

from decimal import Decimal

from gouji.extract.numerals import chinese_number
from gouji.extract.quantities import find_quantities, quantity_of
from hypothesis import given
from hypothesis import strategies as st

DIGITS = "零一二三四五六七八九"


def spelled(number: int) -> str:
    """A number as it is written in full: 12005 → 一万二千零五."""
    if number == 0:
        return "零"
    for unit, word in ((10**8, "亿"), (10**4, "万")):
        if number >= unit:
            high, low = divmod(number, unit)
            gap = "零" if low and low < unit // 10 else ""
            return spelled(high) + word + gap + (spelled(low) if low else "")
    text, gap = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + word
            gap = False
        else:
            gap = gap or bool(text)
    return text


@given(st.integers(0, 10**12 - 1))
def test_spelled_numbers_are_read_back(number: int) -> None:
    read = chinese_number(spelled(number))
    assert read is not None and read[0] == number


@given(st.integers(2, 99999).filter(lambda n: n < 1000 or str(n)[0] != "1" or n > 9999))
def test_spelled_counts_are_found(number: int) -> None:
    found = find_quantities(f"全市共清理{spelled(number)}项权责")
    assert [f.value for f in found] == [Decimal(number)]


@given(st.integers(0, 10**9), st.sampled_from(["件", "条", "人次", "万元", "个", "%"]), st.booleans())
def test_printed_counts_are_found(number: int, unit: str, grouped: bool) -> None:
    printed = f"{number:,}" if grouped else str(number)
    found = find_quantities(f"全年共计{printed}{unit}，")
    assert [(f.value, f.unit) for f in found] == [(Decimal(number), unit)]


@given(st.decimals(0, 10**6, places=2), st.sampled_from(["万元", "%", "亿元", "万人次"]))
def test_an_interval_holds_its_point(number: Decimal, unit: str) -> None:
    quantity = find_quantities(f"总额为{number}{unit}。")[0].quantity
    assert quantity.value is not None and quantity.lo is not None and quantity.hi is not None
    assert quantity.lo <= quantity.value < quantity.hi


@given(st.integers(-(10**9), 10**9))
def test_cells_of_whole_numbers(number: int) -> None:
    quantity = quantity_of(f"{number}")
    assert quantity is not None and quantity.value == number and quantity.is_point


@given(st.text(alphabet="收到件条一二三十百千万亿余多近约第年月日号0123456789.,，、（）()《》“”%+-：\n ", max_size=40))
def test_any_text_gives_ordered_quotes_of_itself(text: str) -> None:
    end = 0
    for hit in find_quantities(text):
        assert hit.start >= end and text[hit.start : hit.end] == hit.raw
        end = hit.end
