"""Which measure word stands at a place of the text."""

from __future__ import annotations

from msgspec import Struct

from .scan import late
from .vocabulary import vocabulary

_SECTIONS = vocabulary("units")
RATIO = frozenset(_SECTIONS["ratio"])
YUAN = frozenset(_SECTIONS["yuan"])
SPOKEN = frozenset((*_SECTIONS["spoken"], *_SECTIONS["spoken_only"]))
SINGLE = frozenset(_SECTIONS["single"])
TIME = frozenset(_SECTIONS["time"])
_NOT_WITH_DIGITS = ("not_unit", "unit_still", "spoken_only")
ALL = frozenset(word for name, words in _SECTIONS.items() if name not in _NOT_WITH_DIGITS for word in words)
_STILL = _SECTIONS["unit_still"]
_PER = late(
    r"(?:\s?/\s?(?:人次|人|月|年|日|天|次|户|亩|件|吨|平方米|立方米|小时|公里|个|米|项|家|名|册|条"
    r"|股|份|台|辆|套|张|场|位|床|公斤|千克|斤|度|千瓦时|标箱|车|公顷|平方公里))+"
)
_OR = late(r"\((?:次|人|件|份|宗|条|个|户|篇|项)\)")


def _lengths(words: frozenset[str]) -> dict[str, tuple[int, ...]]:
    """For the first character of the words, how long they are, longest first."""
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}


_LENGTHS = {words: _lengths(words) for words in (ALL, SPOKEN)}


def _guards() -> dict[str, tuple[str, ...]]:
    guards: dict[str, list[str]] = {}
    for word in _SECTIONS["not_unit"]:
        guards.setdefault(word[0], []).append(word)
    return {first: tuple(words) for first, words in guards.items()}


_GUARDS = _guards()


class Unit(Struct, frozen=True):
    """A measure word as printed and where it ends; `name` is what contract.md calls it (百分点 for 个百分点)."""

    name: str
    end: int


def unit_at(text: str, at: int, known: frozenset[str] = ALL) -> Unit | None:
    """The longest measure word, of ALL or of SPOKEN, that starts at `at`; 12条例 and 5批准 have none."""
    for length in _LENGTHS[known].get(text[at : at + 1], ()):
        word = text[at : at + length]
        if word in known:
            break
    else:
        return None
    if len(word) == 1 and text.startswith(_GUARDS.get(word, ("\0",)), at) and not text.startswith(_STILL, at):
        return None
    end = at + len(word)
    if word.isascii() and word[-1].isalnum() and text[end : end + 1].isascii() and text[end : end + 1].isalpha():
        return None
    if word in ("个百分点", "个基点"):
        return Unit(word[1:], end)
    if word == "%" or word == "‰":
        return Unit(word, end)
    if text.startswith(("/", " ", "("), end):
        for pattern in (_PER, _OR):
            found = pattern.match(text, end)
            if found is not None:
                end = found.end()
                word += found.group().replace(" ", "")
    return Unit(word, end)


def is_yuan(unit: str) -> bool:
    """Whether 万 and 亿 before this unit belong to it (万元)."""
    return unit.split("/")[0] in YUAN
