"""docs/cli.md is what the command line says of itself, with every option, format and exit status."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from gouji.cli import Action, CheckFormat, FigureFormat, TableFormat
from gouji.errors import ExitCode

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_cli", DOCS / "build_cli.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_current(build: ModuleType) -> None:
    """`python docs/build_cli.py` writes it."""
    assert (DOCS / "cli.md").read_text("utf-8") == build.render()


def test_formats_actions_and_exit_statuses_are_told() -> None:
    page = (DOCS / "cli.md").read_text("utf-8")
    for words in (CheckFormat, FigureFormat, TableFormat, Action):
        assert all(f"`{word.value}`" in page for word in words)
    assert all(f"| {code.value} |" in page for code in ExitCode)
