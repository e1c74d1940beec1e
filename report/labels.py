"""What the numbers of a relation are called: short, and what all of them share said once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import RelationTerm
from .words import Say, printable

_ASIDE = re.compile(r"[（(][^（）()]{7,}[）)]$")


def short_label(text: str) -> str:
    """A printed label without the explanation that forms put behind it in brackets."""
    return _ASIDE.sub("", printable(text)) or printable(text)


def with_column(label: str, column: str | None) -> str:
    return short_label(label) + (f"〔{printable(column)}〕" if column else "")


def names(terms: Sequence[RelationTerm], say: Say) -> tuple[str, dict[int, str]]:
    """What all terms have in common, and what each is called below it, by its `id`."""
    labels = {term.label for term in terms}
    columns = {term.column or "" for term in terms}
    if len(terms) > 1 and len(labels) == 1 and len(columns) == len(terms) and "" not in columns:
        return short_label(terms[0].label), {id(term): printable(term.column or "") for term in terms}
    if len(terms) > 1 and len(columns) == 1 and "" not in columns:
        column = printable(terms[0].column or "")
        return say(f"“{column}”一列", f"column “{column}”"), {id(term): short_label(term.label) for term in terms}
    return "", {id(term): with_column(term.label, term.column) for term in terms}
