"""One document to one record: who, when, which form, every figure and claim."""

from __future__ import annotations

from collections.abc import Sequence

from ..forms.schema import Form
from ..model import Claim, Document, Figure, Record
from .detect import detect
from .identity import identify
from .tables import read_tables


def extract(document: Document, forms: Sequence[Form]) -> Record:
    """Everything a report says about itself and its year, figures in the order of the text.

    The year may be None, and so may the form: the tables are then read by their own structure.
    """
    from .outline import read_outline
    from .prose import read_prose

    who = identify(document)
    detection = detect(document, forms, who.year)
    form = detection.form
    tables = read_tables(document, form, who.year)
    prose = read_prose(document, form, who.year, who.body, tables.figures)
    outline = read_outline(document, form, who.year)
    figures = sorted([*tables.figures, *prose.figures], key=_place)
    claims = _once([*tables.claims, *prose.claims, *outline.claims, *who.claims])
    problems = (*document.problems, *tables.problems)
    status = document.status
    if status == "ok" and any(problem.code == "unreadable-cell" for problem in tables.problems):
        status = "partial"
    return Record(
        document.path, document.sha256, document.format, status, who.body, who.level, who.division, who.year,
        who.period, who.published, who.title, form.form if form else None, detection.why,
        tuple(figures), tuple(claims), outline.items, outline.texts, who.facts, problems,
        tables.cells, tables.cells_read,
    )  # fmt: skip


def _place(figure: Figure) -> tuple[int, int, str]:
    return figure.evidence.start, figure.evidence.end, figure.id


def _once(claims: Sequence[Claim]) -> list[Claim]:
    """Each claim once, ids unique, in the order of the text."""
    found: dict[str, Claim] = {}
    for claim in claims:
        found.setdefault(claim.id, claim)
    return sorted(found.values(), key=lambda claim: (claim.evidence.start, claim.id))
