"""What there is to say of one rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..model import Severity


@dataclass(frozen=True, slots=True)
class RuleEntry:
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
