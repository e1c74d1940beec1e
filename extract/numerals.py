"""Chinese numerals to values. 三千七百 is 3700 with last printed place 100; 二〇一六 is read digit by digit."""

from __future__ import annotations

from decimal import Decimal

from .scan import late

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6,
    "柒": 7, "捌": 8, "玖": 9, "俩": 2, "仨": 3, "幺": 1,
}  # fmt: skip
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}
SCALES = {**SMALL, **LARGE}


def chinese_number(text: str) -> tuple[int, int] | None:
    """The value and its last printed place, or None where the characters do not form one number.

    >>> chinese_number("三千七百"), chinese_number("一万二"), chinese_number("十")
    ((3700, 100), (12000, 1000), (10, 10))
    """
    if not text:
        return None
    if all(c in DIGITS for c in text):
        return (DIGITS[text], 1) if len(text) == 1 else (int("".join(str(DIGITS[c]) for c in text)), 1)
    total = section = 0
    digit: int | None = None
    place = unit_before = 1
    zero = False
    for char in text:
        if char in DIGITS:
            if digit is not None and digit != 0:
                return None
            digit = DIGITS[char]
            zero = zero or digit == 0
            place = 1
        elif char in SMALL:
            if digit == 0:
                digit = None
            section += (1 if digit is None else digit) * SMALL[char]
            place = unit_before = SMALL[char]
            digit, zero = None, False
        elif char in LARGE:
            section += digit or 0
            if section == 0 and total == 0:
                section = 1
            scale = LARGE[char]
            # 亿 after 万 multiplies all that stands before it (三万亿); 万 after 亿 only its own section.
            if scale > 10**4 or total == 0:
                total = (total + section) * scale
            else:
                total += section * scale
            place = (place if digit is None else 1) * scale
            unit_before = scale
            section, digit, zero = 0, None, False
        else:
            return None
    if digit:
        # 三百五 is 350 and 一万二 is 12000, 三百零五 is 305.
        place = 1 if zero or unit_before == 10 else unit_before // 10
        section += digit * place
    return total + section, place


# Forms of the same numerals: 壹萬 for 一万.
_PLAIN = str.maketrans("萬億兩負點貳參陸幾", "万亿两负点二三六几")
_STEP = late(r"零?(\d+)([百千万亿]*)")


def _mixed(text: str) -> tuple[int, int] | None:
    """7万5千4百 and 2千零30: digits with scale words, each step smaller than the one before."""
    total, last, place, at = 0, None, 1, 0
    while at < len(text):
        step = _STEP.match(text, at)
        if step is None or not (step[2] or total):
            return None
        place = scale_of(step[2])
        if last is not None and place >= last:
            return None
        total, last, at = total + int(step[1]) * place, place, step.end()
    return (total, place) if total else None


def spelled_number(text: str) -> tuple[Decimal, Decimal | None] | None:
    """A whole text that is one spelled number: its value, and its last printed place where it is not exact.

    >>> spelled_number("负三点五"), spelled_number("两千三百万")
    ((Decimal('-3.5'), Decimal('0.1')), (Decimal('23000000'), Decimal('1000000')))
    """
    text = "".join(text.split()).translate(_PLAIN)
    negative = text.startswith("负")
    whole, point, rest = text.removeprefix("负").partition("点")
    number = chinese_number(whole) or _mixed(whole)
    if number is None or (point and not rest):
        return None
    value, place = Decimal(number[0]), Decimal(number[1]) if whole[-1] in LARGE else None
    if point:
        digits = rest.rstrip("".join(SCALES))
        if not digits or any(c not in DIGITS for c in digits):
            return None
        factor = scale_of(rest[len(digits) :])
        value = tidy(Decimal(f"{number[0]}.{''.join(str(DIGITS[c]) for c in digits)}") * factor)
        place = tidy(Decimal(1).scaleb(-len(digits)) * factor)
    return (-value if negative else value), place


def last_place(value: Decimal) -> Decimal:
    """The place of the last digit that is not zero: 37500 → 100, 1.80 → 0.1, 0 → 1."""
    if not value:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


def part_of_one(above: int, below: int) -> tuple[Decimal, Decimal | None]:
    """三分之二 to six places, with its last place; 二分之一 is exact."""
    exact = Decimal(above) / Decimal(below)
    value = exact.quantize(Decimal("0.000001"))
    return value.normalize(), None if value == exact else Decimal("0.000001")


def scale_of(words: str) -> int:
    """万亿 → 10**12, 千万 → 10**7."""
    factor = 1
    for word in words:
        factor *= SCALES[word]
    return factor


def tidy(value: Decimal) -> Decimal:
    """Without trailing zeros behind the point, which scaling by 万 leaves (18000.0)."""
    short = value.normalize()
    return short if int(short.as_tuple().exponent) <= 0 else short.quantize(Decimal(1))
