"""Findings between reports, streamed body by body from the ledger's digests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from ..dataset.rows import finding_row
from ..dataset.tables import expand, pack
from ..model import Finding, Record
from ..reconcile.across import Digest, Hierarchy, between, wanted
from ..reconcile.across_bodies import Bodies
from .ledger import Choice, Ledger

if TYPE_CHECKING:
    from ..forms.schema import Form

# Of one body and year at most so many documents are compared: more of them is a name misread, not a report.
COPIES = 50
Row = tuple[int | None, str | None, int, str, bytes]


def findings_between(ledger: Ledger, forms: Sequence[Form], bodies: Bodies, choice: Choice) -> None:
    """Find what contradicts itself between reports and keep it in the ledger.

    Only one body's digests are in memory at a time; whole records are loaded for findings alone.
    """
    ledger.replace_across(_rows(ledger, forms, bodies, choice))


def _rows(ledger: Ledger, forms: Sequence[Form], bodies: Bodies, choice: Choice) -> Iterator[Row]:
    hierarchy = Hierarchy(bodies, forms)
    load = _Loader(ledger)
    position = 0
    for body_id, digests in _groups(ledger, bodies):
        for finding in between(digests, forms, load):
            if not wanted(finding.rule, *choice):
                continue
            yield _row(finding, digests[0].record.body, body_id, load, position)
            position += 1
        for digest in digests:
            hierarchy.add(digest)
    for finding in hierarchy.findings(load):
        if not wanted(finding.rule, *choice):
            continue
        first = load(finding.documents[0])
        yield _row(finding, first.body, bodies.identify(first.body), load, position)
        position += 1


def _row(finding: Finding, body: str | None, body_id: str | None, load: _Loader, position: int) -> Row:
    year = load(finding.documents[0]).year
    return (
        year,
        body_id,
        position,
        finding.severity,
        pack("findings", [finding_row(finding, True, body, body_id, year)]),
    )


def _groups(ledger: Ledger, bodies: Bodies) -> Iterator[tuple[str, list[Digest]]]:
    """Each body's digests, oldest year first; bodies in the order of their ids, former names among them."""
    names: dict[str, list[str]] = {}
    for name in ledger.bodies():
        identity = bodies.identify(name)
        if identity is not None:
            names.setdefault(identity, []).append(name)
    for identity in sorted(names):
        digests: list[Digest] = []
        copies: Counter[int | None] = Counter()
        for name in names[identity]:
            for data in ledger.digests(name):
                digest = msgspec.msgpack.decode(expand(data), type=Digest)
                copies[digest.record.year] += 1
                if copies[digest.record.year] <= COPIES:
                    digests.append(digest)
        digests.sort(key=lambda digest: (digest.record.year or 0, digest.record.path))
        yield identity, digests


class _Loader:
    """Whole records by path; the last few are kept, since one finding asks for the same ones several times."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._kept: dict[str, Record] = {}

    def __call__(self, path: str) -> Record:
        if path not in self._kept:
            while len(self._kept) >= 8:
                del self._kept[next(iter(self._kept))]
            data = self._ledger.answer(path, "record")
            self._kept[path] = msgspec.msgpack.decode(expand(data), type=Record)
        return self._kept[path]
