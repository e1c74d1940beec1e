"""Every problem code that the source can raise is told in docs/errors.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Which argument of a call holds the code.
CALLS = {"Problem": 0, "problem": 0, "InputError": 2, "SkippedError": 2}


def codes() -> Iterator[str]:
    for room in ("ingest", "extract", "batch", "reconcile"):
        for path in sorted((ROOT / room).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    yield from _codes(node)


def _codes(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    owner = getattr(call.func, "value", None)
    if name == "append" and "problems" in (getattr(owner, "attr", None), getattr(owner, "id", None)):
        name, call = "problem", ast.Call(call.func, getattr(call.args[0], "elts", []), [])
    at = CALLS.get(name)
    if at is None:
        return
    given = [word.value for word in call.keywords if word.arg == "code"] + call.args[at : at + 1]
    for node in (part for one in given for part in (_choices(one))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _choices(node: ast.expr) -> list[ast.expr]:
    return [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]


def test_every_code_is_explained() -> None:
    page = (ROOT / "docs" / "errors.md").read_text("utf-8")
    told = set(
        re.findall(r"`([a-z-]+)`", "".join(line.split("|")[1] for line in page.splitlines() if line[:3] == "| `"))
    )
    found = set(codes())
    assert len(found) > 20
    assert found <= told, f"not in docs/errors.md: {sorted(found - told)}"
