"""What of a record is needed beside other records: the linked numbers and the claims, without texts and quotes."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from ..model import Claim, Evidence, Figure, Record
from .across_sketch import DatedSentence, Sketch, dated_sentences, sketches_of

_CLAIMS = ("growth", "change", "direction")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d年")


class Digest(Struct, frozen=True):
    """`record` is slim: enough to try checks on, not to tell about them; then the whole record is loaded."""

    record: Record
    sketches: tuple[Sketch, ...] = ()
    dated: tuple[DatedSentence, ...] = ()

    @property
    def values(self) -> dict[str, Decimal]:
        return values_of(self.record)


def values_of(record: Record) -> dict[str, Decimal]:
    """The table's numbers by indicator; the first where an indicator is printed twice."""
    found: dict[str, Decimal] = {}
    for figure in record.figures:
        if figure.origin == "table" and figure.indicator is not None and figure.state == "value":
            value = figure.quantity.value if figure.quantity is not None else None
            if value is not None:
                found.setdefault(figure.indicator, value)
    return found


def unlike(one: dict[str, Decimal], other: dict[str, Decimal]) -> bool:
    """Whether two reports of one name and year are of two bodies: most of what either counts differs."""
    counted = [name for name, value in one.items() if name in other and (value or other[name])]
    return sum(one[name] != other[name] for name in counted) > max(1, len(counted) // 2)


def is_cumulative(figure: Figure) -> bool:
    """A count of all years up to a date: 截至2023年底，累计…; 自2008年以来，累计…. What there is on a day may fall."""
    period = figure.period
    return period is not None and period.find("/") in (0, 4) and "累计" in figure.label


def told_of_last_year(figure: Figure, record: Record) -> bool:
    """An achieved count of the narrative that is about the year before the report's."""
    last = record.year is not None and figure.period == str(record.year - 1)
    return last and figure.origin == "narrative" and figure.role == "count" and figure.modality == "achieved"


def digest(record: Record, sketched: bool = True) -> Digest:
    """The digest of a record; without sketches where there is no other report of the body to be like."""
    claims = tuple(_slim_claim(claim) for claim in record.claims if claim.kind in _CLAIMS)
    used = {term.figure for claim in claims for term in claim.terms}
    figures = tuple(
        _slim_figure(figure)
        for figure in record.figures
        if figure.indicator is not None
        or figure.id in used
        or is_cumulative(figure)
        or told_of_last_year(figure, record)
    )
    slim = replace(record, figures=figures, claims=claims, outline=(), texts=(), facts=(), problems=(), why="")
    if not sketched:
        return Digest(slim)
    return Digest(slim, sketches_of(record), tuple(dated_sentences(record)))


_NOWHERE = Evidence("", 0, 0, "")


def _slim_figure(figure: Figure) -> Figure:
    # An unlinked figure keeps its words, by which last year's number is recognised.
    text, raw = ("", "") if figure.indicator is not None else (figure.text, figure.raw)
    return replace(figure, raw=raw, row_path="", column=None, column_path=None, text=text, evidence=_NOWHERE)


def _slim_claim(claim: Claim) -> Claim:
    # The years it names say which year it compares with.
    return replace(claim, text=" ".join(YEAR.findall(claim.text)), evidence=_NOWHERE, note_en="")
