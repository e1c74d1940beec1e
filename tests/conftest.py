"""Fixtures that more than one test file needs."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


def _beside(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    """`report_samples.py`: reports made by hand."""
    return _beside("report_samples")


@pytest.fixture(scope="session")
def hand() -> ModuleType:
    """`by_hand.py`: figures, claims and records made by hand."""
    return _beside("by_hand")
