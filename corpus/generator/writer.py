"""Puts numbers into words: printed forms of one value, and sentences with their numbers marked."""

from __future__ import annotations

import random
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from . import phrases
from .world import World

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """一百零五, 两位 left as 二; below ten thousand."""
    if number < 10:
        return _DIGITS[number]
    words, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if zero and words else "") + _DIGITS[digit] + name
            zero = False
        else:
            zero = True
    return words.removeprefix("一") if 10 <= number < 20 else words


def percent(part: int, whole: int, places: int, cut: bool = False) -> Decimal:
    """The share in per cent, rounded, or cut off after `places`."""
    step = Decimal(1).scaleb(-places)
    return (Decimal(part) * 100 / Decimal(whole)).quantize(step, ROUND_DOWN if cut else ROUND_HALF_UP)


class Writer:
    """Speaks of one world. Every number it prints it marks."""

    def __init__(self, rng: random.Random, world: World) -> None:
        self.rng, self.world = rng, world
        self._names = 0

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def name(self, stem: str) -> str:
        self._names += 1
        return f"{stem}{self._names}"

    def number(
        self, value: int | Decimal, unit: str, indicator: str = "", *, plain: bool = False, **options: str
    ) -> str:
        """A marked number as it might be printed."""
        text = str(value)
        gap = ""
        if not plain and isinstance(value, int):
            style = self.rng.random()
            if style < 0.05 and 3 <= value <= 9999 and unit and unit != "%":
                text = chinese(value)
            elif style < 0.09 and value > 999:
                text = f"{value:,}"
            elif style < 0.14:
                gap = " "
        return self.printed(text + gap + unit, value, unit, indicator, **options)

    def printed(self, quote: str, value: int | Decimal | None, unit: str, indicator: str = "", **options: str) -> str:
        """A mark around words already chosen."""
        fields = {"value": "" if value is None else str(value), "unit": unit, **options}
        name = fields.pop("name", "") or self.name("m")
        rest = "".join(f"|{key.rstrip('_')}={text}" for key, text in fields.items())
        return f"⟦{quote}|{indicator}|#{name}{rest}⟧"

    def frame(self, sentence: str) -> str:
        """`{Y}` and `{we}` filled in."""
        body, year = self.world.body, self.world.year
        when = self.rng.choice(phrases.WHEN).replace("{year}", str(year))
        who = self.rng.choice(phrases.WHO).replace("{self}", body.self_name).replace("{area}", body.area)
        if body.kind in ("department", "town"):
            who = body.self_name if "各" in who or not who or who == body.area else who
        if "向{we}" in sentence and not who:
            who = body.self_name
        text = sentence.replace("{Y}", when).replace("{we}", who)
        return text.replace("，，", "，").replace("年，年", "年")

    def say(self, fact: str, number: str) -> str:
        """One wording of a fact with its number."""
        return self.frame(phrases.choose(self.rng, self.rng.choice(phrases.FACTS[fact])).replace("{n}", number))
