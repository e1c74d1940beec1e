"""The walls of the house: packages complete, imports one way, nothing loose at the root, nothing heavy at start."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("forms", "ingest", "extract", "reconcile", "report", "dataset", "batch")
NOT_SHIPPED = ("corpus", "benchmarks", "tests", "docs", "build", "dist")
# What each room may import of ours; see docs/architecture.md.
ARROWS: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "forms": {"model", "errors"},
    "ingest": {"model", "errors"},
    "extract": {"model", "errors", "forms"},
    "reconcile": {"model", "errors", "forms"},
    "report": {"model", "errors", "forms"},
    "dataset": {"model", "errors", "forms"},
    "batch": {"model", "errors", "forms", "ingest", "extract", "reconcile", "report", "dataset"},
    "api": {"model", "errors", *ROOMS},
    "cli_options": {"errors", "api"},
    "cli": {"model", "errors", "api", "cli_options", "report"},
}
ROOT_MODULES = {"__init__", "api", "cli", "cli_options", "errors", "model"}


def our_files() -> list[Path]:
    tracked = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    files = [ROOT / line for line in tracked.splitlines()] if tracked else list(ROOT.rglob("*.py"))
    return [
        f for f in files if f.is_file() and f.relative_to(ROOT).parts[0] not in NOT_SHIPPED and ".types" not in f.parts
    ]


def room_of(path: Path) -> str:
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def imported_rooms(tree: ast.AST, depth: int) -> Iterable[str]:
    """The rooms a module imports. `depth`: 1 for a root module, 2 for a module in a room."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == depth:
            if node.module:
                yield node.module.split(".")[0]
            else:
                yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").split(".")[0] == "gouji":
            parts = (node.module or "").split(".")
            yield from ([parts[1]] if len(parts) > 1 else [alias.name for alias in node.names])
        elif isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("gouji."))


def wrong_arrows(path: Path, source: str) -> list[str]:
    room = room_of(path)
    depth = len(path.relative_to(ROOT).parts)
    allowed = ARROWS.get(room, set()) | {room} | {"__version__"}
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for name in imported_rooms(ast.parse(source), depth)
        if name not in allowed
    ]


def test_arrows_point_one_way() -> None:
    wrong = [
        line
        for path in our_files()
        if path.name != "__init__.py" or path.parent != ROOT
        for line in wrong_arrows(path, path.read_text())
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "place, source",
    [
        ("reconcile/x.py", "from ..ingest.read import read"),
        ("ingest/x.py", "from ..forms import loader"),
        ("model.py", "from .errors import GoujiError"),
        ("extract/x.py", "from gouji.report import render_check"),
        ("forms/x.py", "from .. import api"),
    ],
)
def test_a_planted_wrong_arrow_is_seen(place: str, source: str) -> None:
    assert wrong_arrows(ROOT / place, source)


def loose_modules(names: Iterable[str]) -> set[str]:
    return {name for name in names if name not in ROOT_MODULES}


def test_no_loose_modules_at_the_root() -> None:
    assert loose_modules(path.stem for path in ROOT.glob("*.py")) == set()
    assert loose_modules(["conftest", "model"]) == {"conftest"}


def test_no_module_shadows_the_standard_library() -> None:
    at_root = {path.stem for path in ROOT.glob("*.py")} | {
        p.name for p in ROOT.iterdir() if (p / "__init__.py").exists()
    }
    assert at_root & set(sys.stdlib_module_names) == set()


def test_package_list_is_complete() -> None:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    found = {"gouji"} | {
        "gouji." + ".".join(path.parent.relative_to(ROOT).parts)
        for path in our_files()
        if path.name == "__init__.py" and path.parent != ROOT
    }
    assert set(setuptools["packages"]) == found
    assert setuptools["include-package-data"] is False


def test_no_export_is_named_like_a_sub_package() -> None:
    import gouji

    assert set(gouji.__all__) & (set(ROOMS) | ROOT_MODULES) == set()
    for name in gouji.__all__:
        assert getattr(gouji, name) is getattr(gouji, name)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nsys.argv=['gouji','--help']\n"
        "from gouji.cli import main\n"
        "try:\n main()\nexcept SystemExit: pass\n"
        "heavy={'pandas','spacy','jieba','pdfplumber','pydantic','lxml','docx','numpy','pypdfium2','yaml','gouji.model'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "HEAVY []"
