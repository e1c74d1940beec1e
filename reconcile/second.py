"""A second reading of PDF table cells before an error rests on them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from ..model import BBox, Figure, Problem, Record, fold
from .check import Check
from .severity import severity_of

SecondReader = Callable[[str, Sequence[tuple[int, BBox]]], list[str | None]]
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_SPACE = re.compile(r"\s+")


def doubted(records: Iterable[Record], checks: Sequence[Check], reader: SecondReader) -> dict[str, dict[str, Problem]]:
    """By document and figure id: the cells under a broken error that the second engine reads otherwise."""
    pdfs = {record.path for record in records if record.format == "pdf"}
    wanted: dict[str, dict[str, Figure]] = {}
    for check in checks:
        if check.outcome != "broken" or severity_of(check) != "error":
            continue
        for term in check.terms:
            figure = term.figure
            if figure is None or term.document not in pdfs or figure.origin != "table":
                continue
            if figure.evidence.page is not None and figure.evidence.bbox is not None and figure.state == "value":
                wanted.setdefault(term.document, {})[figure.id] = figure
    found: dict[str, dict[str, Problem]] = {}
    for path, figures in sorted(wanted.items()):
        places = [(f.evidence.page or 1, f.evidence.bbox or (0.0, 0.0, 0.0, 0.0)) for f in figures.values()]
        for figure, text in zip(figures.values(), reader(path, places), strict=True):
            if text is not None and not agrees(figure.raw, text):
                found.setdefault(path, {})[figure.id] = _problem(figure, text)
    return found


def agrees(raw: str, text: str) -> bool:
    """True where the second reading holds the same number, or the same characters, as the first."""
    one, other = _SPACE.sub("", fold(raw)), _SPACE.sub("", fold(text))
    if one in other and not _NUMBER.search(one):
        return True
    numbers = [match.replace(",", "") for match in _NUMBER.findall(one)]
    return set(numbers) <= {match.replace(",", "") for match in _NUMBER.findall(other)}


def _problem(figure: Figure, text: str) -> Problem:
    shown = " ".join(text.split()) or "∅"
    begun = _SPACE.sub("", fold(text))
    if begun and _SPACE.sub("", fold(figure.raw)).startswith(begun):
        # The place of a cell that a page break cuts is that of its first part.
        return Problem(
            "second-reading",
            f"单元格“{figure.raw}”第二次只读到开头的“{shown}”（可能跨页），未能核对，据此的检查未作结论",
            f"of the cell “{figure.raw}” only the beginning “{shown}” could be read again (it may run over a page "
            "break); it is not confirmed, and checks that rest on it are left undecided",
            figure.evidence.location,
        )
    return Problem(
        "second-reading",
        f"同一单元格两次读取不一致：“{figure.raw}”与“{shown}”，据此的检查未作结论",
        f"two readings of one cell differ: “{figure.raw}” and “{shown}”; checks that rest on it are left undecided",
        figure.evidence.location,
    )
