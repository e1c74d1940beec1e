"""Clauses that neither phrase nor grammar places, but whose words come near a label of the form.

Only these load jieba and spaCy.
"""

from __future__ import annotations

from ..forms.schema import Form
from .sentences import Sentence


def place_leftovers(sentences: list[Sentence], form: Form, year: int | None, force: bool) -> None:
    return
