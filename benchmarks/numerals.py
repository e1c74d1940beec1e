"""Scores the reading of quantities on number suites of other projects: `python benchmarks/numerals.py FILE …`.

A JSON suite is a list of {"Input", "Results": [{"Text", "Resolution": {"value"}, "Start"}]}; a text suite has lines
`words => number`. The suites are not part of this project. Scored are the value of a number given its place
(`quantity_of`), the value found in the running text (`find_quantities`), and texts without numbers that gave one.
Suites count every numeral; `find_quantities` wants one that counts something, so its recall here is low by design.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from gouji.extract.quantities import find_quantities, quantity_of
from gouji.model import Quantity

_SCALAR = re.compile(r"^-?[\d,]*\.?\d+%?$")
_MONEY = {"万元": 10**4, "亿元": 10**8, "千元": 10**3, "百万元": 10**6, "千万元": 10**7}


@dataclass(frozen=True)
class Case:
    """A text and the (start, words, value) of the numbers a suite sees in it."""

    text: str
    numbers: tuple[tuple[int, str, Decimal], ...]


def cases(path: Path) -> Iterator[Case]:
    if path.suffix == ".json":
        for case in json.loads(path.read_text(encoding="utf-8-sig")):
            if "python" in case.get("NotSupported", ""):
                continue
            numbers = [scalar(result) for result in case["Results"]]
            if None not in numbers:
                yield Case(case["Input"], tuple(n for n in numbers if n is not None))
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        words, arrow, value = line.partition("=>")
        if arrow and _SCALAR.match(value.strip()):
            yield Case(words.strip(), ((0, words.strip(), decimal(value)),))


def scalar(result: dict[str, object]) -> tuple[int, str, Decimal] | None:
    """None where the suite gives no scalar value (ranges, unresolved)."""
    resolution = result.get("Resolution")
    value = resolution.get("value") if isinstance(resolution, dict) else None
    try:
        return int(str(result.get("Start", 0))), str(result["Text"]), decimal(str(value))
    except InvalidOperation:
        return None


def decimal(text: str) -> Decimal:
    return Decimal(text.strip().removesuffix("%").replace(",", ""))


def same(quantity: Quantity | None, value: Decimal) -> bool:
    """Equal to six digits; 万元 counts ten thousand to one."""
    if quantity is None or quantity.value is None:
        return False
    read = quantity.value * _MONEY.get(quantity.unit, 1)
    return abs(read - value) <= abs(value) * Decimal("1e-6") + Decimal("1e-6")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("-v", dest="verbose", action="store_true", help="list the numbers read wrongly at their place")
    chosen = parser.parse_args()
    for path in chosen.suites:
        given = found = total = empty = false = 0
        missed: list[str] = []
        for case in cases(path):
            hits = find_quantities(case.text)
            if not case.numbers:
                empty, false = empty + 1, false + bool(hits)
            for start, words, value in case.numbers:
                total += 1
                right = same(quantity_of(words), value)
                given += right
                found += any(same(h.quantity, value) for h in hits if h.start < start + len(words) and h.end > start)
                if not right:
                    missed.append(f"{words} is {value}")
        print(
            f"{path.name}: {total} numbers, read at their place {given / max(total, 1):.3f}, "
            f"in the text {found / max(total, 1):.3f}; {false} of {empty} texts without a number gave one"
        )
        if chosen.verbose:
            print("\n".join(f"    {line}" for line in missed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
