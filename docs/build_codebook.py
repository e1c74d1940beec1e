"""Writes docs/codebook.md, which every dataset carries too, from the schema: `python docs/build_codebook.py`."""

from __future__ import annotations

from pathlib import Path

from gouji.dataset.codebook import codebook_markdown
from gouji.forms.loader import load_forms

TARGET = Path(__file__).with_name("codebook.md")


def render() -> str:
    """The page: tables, columns, the panel, and every indicator of every form version."""
    return codebook_markdown(load_forms())


if __name__ == "__main__":
    TARGET.write_text(render(), "utf-8")
