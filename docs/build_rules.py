"""Writes docs/rules.md and docs/rules.zh.md from the catalogue of rules: `python docs/build_rules.py`."""

from __future__ import annotations

from pathlib import Path

from gouji.forms.loader import load_forms
from gouji.reconcile.catalog import catalog
from gouji.report.rules import rules_page

TARGETS = {"en": Path(__file__).with_name("rules.md"), "zh": Path(__file__).with_name("rules.zh.md")}


def render(lang: str) -> str:
    """The page in one language: every rule as `gouji rule CODE` prints it."""
    return rules_page(catalog(load_forms()), lang)


if __name__ == "__main__":
    for lang, target in TARGETS.items():
        target.write_text(render(lang), "utf-8")
