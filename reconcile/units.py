"""Which printed units may be compared, and by what factor."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _tables() -> tuple[tuple[frozenset[str], ...], dict[str, Decimal]]:
    text = (Path(__file__).parent / "units.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    same = tuple(frozenset(line.split()) for line in lines if "=" not in line)
    money = (word.split("=") for line in lines if "=" in line for word in line.split())
    return same, {unit: Decimal(worth) for unit, worth in money}


@lru_cache(maxsize=1024)
def comparable(unit: str, other: str) -> bool:
    """True where counts in these units may be compared; a missing unit goes with every one."""
    if unit == other or not unit or not other:
        return True
    same, money = _tables()
    if unit in money or other in money:
        return unit in money and other in money
    return any(unit in line and other in line for line in same)


@lru_cache(maxsize=1024)
def scale(unit: str) -> Decimal:
    """What one of this unit is worth in the unit its kind is compared in: 万元 is 10000 元, a count is 1."""
    return _tables()[1].get(unit, Decimal(1))
