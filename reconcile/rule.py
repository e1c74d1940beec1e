"""What there is to say of one rule."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from ..model import Severity


class RuleEntry(Struct, frozen=True):
    """One rule. `severity` is a ceiling; `expression` is empty for a defect of the text; `forms` empty means all."""

    code: str
    name: str
    name_en: str
    kind: str
    severity: Severity
    expression: str
    why: str
    why_en: str
    basis: str = ""
    examples: tuple[Any, ...] = ()
    forms: tuple[str, ...] = ()
