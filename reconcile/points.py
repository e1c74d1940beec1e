"""A change of a rate told in percent, or of a count told in percentage points: told otherwise than it is counted."""

from __future__ import annotations

from collections.abc import Iterator

from ..forms.expression import parse
from ..model import Claim
from .check import Check, Term, evaluate
from .terms import fitting, lowered_by

UNIT_SAID = "W107"
BY_DIFFERENCE, BY_GROWTH = "t0 - t1 == t2", "t0 / t1 * 100 - 100 == t2"
_SAID = {
    "%": (
        "{t1}与{t0}相差的是百分点，而写作{t2}",
        "{t1} and {t0} differ by percentage points, which are told as {t2}",
    ),
    "百分点": (
        "由{t1}到{t0}的增减应以百分比计，而写作{t2}",
        "the change from {t1} to {t0} is one in percent, and is told as {t2}",
    ),
}


def confused(current: Term, told: Term) -> bool:
    """Whether the change of a rate is told in percent, or that of a count in percentage points."""
    rate = current.unit in ("%", "％")
    return told.unit in (("%", "％") if rate else ("百分点", "个百分点"))


def point_checks(claim: Claim, terms: tuple[Term, Term, Term], down: bool) -> Iterator[Check]:
    """A note where the number is right and only the unit is not; a warning where neither way of counting gives it.

    A rate that grew from 50 % to 60 % grew by 20 %: to say so is no mistake.
    """
    rate = terms[0].unit in ("%", "％")
    right, other = (BY_DIFFERENCE, BY_GROWTH) if rate else (BY_GROWTH, BY_DIFFERENCE)
    checks = [
        Check("R103", "ratio", "warning", parse(text.replace("t2", "0 - t2") if down else text), terms,
              lowered=lowered_by(claim), group=claim.id, claim=claim)
        for text in (right, other)
    ]  # fmt: skip
    outcomes = [evaluate(check).outcome for check in checks]
    if outcomes[0] == "broken" or (rate and outcomes[1] != "broken"):
        best = fitting(checks)
        yield from () if best is None else (best,)
    else:
        said = _SAID["%" if rate else "百分点"]
        yield Check(
            UNIT_SAID, "words", "note", checks[1].expression, terms, message=said[0], message_en=said[1],
            lowered=lowered_by(claim), group=claim.id, claim=claim,
        )  # fmt: skip
