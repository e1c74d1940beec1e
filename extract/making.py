"""How a claim is made: its terms, its words, and where they stand."""

from __future__ import annotations

from collections.abc import Callable

from ..model import Claim, ClaimTerm, Evidence
from .sentences import Mention

EvidenceOf = Callable[[int, int], Evidence]


class ClaimMaker:
    """Builds claims with evidence from view offsets."""

    def __init__(self, evidence: EvidenceOf, plain: str) -> None:
        self.evidence = evidence
        self.plain = plain
        self._ids: dict[str, int] = {}

    def claim(
        self, kind: str, terms: list[ClaimTerm], start: int, end: int,
        complete: bool | None = None, doubtful: bool = False, note: str = "", note_en: str = "",
    ) -> Claim:  # fmt: skip
        """A claim whose text stands between two places of the view."""
        evidence = self.evidence(start, end)
        name = f"{kind}:{evidence.start}"
        seen = self._ids.get(name, 0)
        self._ids[name] = seen + 1
        if seen:
            name = f"{name}.{seen + 1}"
        return Claim(name, kind, tuple(terms), evidence.quote, evidence, complete, doubtful, note, note_en)

    def over(self, kind: str, terms: list[tuple[str, Mention]], **rest: object) -> Claim:
        """A claim about mentions; its text reaches from the first to the last of them."""
        start = min(m.clause[0] for _, m in terms)
        end = max(m.end for _, m in terms)
        made = [ClaimTerm(role, m.id, m.label or m.subject, None, m.indicator) for role, m in terms]
        return self.claim(kind, made, start, end, **rest)  # type: ignore[arg-type]
