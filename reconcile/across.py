"""Checks between reports: one body over the years, copies, and a parent against its subordinates.

`across` takes whole records (`gouji check A B C`); `between` and `Hierarchy` take digests, one body at a time, for
datasets that do not fit into memory, and load whole records only where there is something to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from ..model import Finding, Record
from .across_bodies import Bodies
from .across_copies import copy_findings
from .across_digest import Digest, digest
from .across_parents import Hierarchy
from .across_rules import RULES
from .across_years import year_checks
from .check import Check
from .culprit import Verdict
from .findings import findings_of

if TYPE_CHECKING:
    from ..forms.schema import Form

__all__ = ["RULES", "Across", "Digest", "Hierarchy", "across", "between", "digest", "wanted"]

Load = Callable[[str], Record]


class Across(Struct, frozen=True):
    """What comparing reports came to: relations over numbers of several reports, evaluated, and ready findings."""

    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()


def across(records: Sequence[Record], forms: Sequence[Form], bodies: Bodies | None = None) -> Across:
    """Compare records with each other. Records without a body or a year are left out.

    The checks are for the caller to locate culprits with, together with those inside the reports.
    """
    bodies = bodies or Bodies()
    by_path = {record.path: record for record in records}
    groups: dict[str, list[Record]] = {}
    for record in records:
        identity = bodies.identify(record.body)
        if identity is not None and record.year is not None:
            groups.setdefault(identity, []).append(record)
    checks: list[Check] = []
    findings: list[Finding] = []
    hierarchy = Hierarchy(bodies, forms)
    for identity in sorted(groups):
        own = sorted(groups[identity], key=lambda record: (record.year or 0, record.path))
        digests = [digest(record, len(own) > 1) for record in own]
        for each in digests:
            hierarchy.add(each)
        if len(own) > 1:
            checks += year_checks(own, forms)
            findings += copy_findings(digests, by_path.__getitem__)
    findings += hierarchy.findings(by_path.__getitem__)
    return Across(tuple(checks), tuple(findings))


def between(digests: Sequence[Digest], forms: Sequence[Form], load: Load) -> tuple[Finding, ...]:
    """The findings between the reports of one body, oldest first. `load` gives a whole record by its path."""
    if len(digests) < 2:
        return ()
    broken = [check for check in year_checks([d.record for d in digests], forms) if check.outcome == "broken"]
    found = list(copy_findings(digests, load))
    if broken:
        involved = {term.document for check in broken for term in check.terms}
        whole = [load(d.record.path) if d.record.path in involved else d.record for d in digests]
        told = [check for check in year_checks(whole, forms) if check.outcome == "broken"]
        found = [*findings_of(Verdict((check,)) for check in told), *found]
    return tuple(found)


def wanted(rule: str, select: Sequence[str], ignore: Sequence[str]) -> bool:
    """Whether a rule is asked for, by codes or their beginnings; an empty `select` means all."""
    return not rule.startswith(tuple(ignore) or ("\0",)) and (not select or rule.startswith(tuple(select)))
