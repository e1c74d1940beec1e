"""The commands in the docs of outputs run, and print what the docs show.

`GOUJI_REGEN=1` writes what they print into the docs; a test makes sure that it is not set otherwise.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from gouji.cli import app
from gouji.ingest.read import read_bytes
from gouji.ingest.second import reread
from typer.testing import CliRunner

DOCS = Path(__file__).parents[1] / "docs"
PAGES = (
    "outputs.md",
    "outputs.zh.md",
    "tour.md",
    "tour.zh.md",
    "checks.md",
    "recipes.md",
    "../README.md",
    "../README.zh.md",
)
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A report of a few lines that the commands below it are about.
SAMPLE = re.compile(r"^```text (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
READ = cache(read_bytes)
AGAIN = cache(reread)
REGEN = os.environ.get("GOUJI_REGEN") == "1"


def ran(command: str) -> str:
    arguments = shlex.split(command, comments=True)
    assert arguments[0] == "gouji"
    made = CliRunner(env={"COLUMNS": "80"}).invoke(app, arguments[1:])
    assert made.exit_code in (0, 1), made.output
    return made.stdout


@pytest.fixture(autouse=True)
def each_report_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands are about the same few reports; what they print does not hang on reading them anew."""
    monkeypatch.setattr("gouji.ingest.read.read_bytes", READ)
    monkeypatch.setattr("gouji.ingest.second.reread", lambda path, places, *limits: AGAIN(path, tuple(places), *limits))


def commands(text: str) -> list[str]:
    return [line[2:] for line in text.splitlines() if line.startswith("$ ")]


def shows(text: str) -> bool:
    """Whether the block shows what its commands print."""
    return any(not line.startswith("$ ") for line in text.splitlines())


def block(text: str) -> str:
    """The block as it should be: each command, and what it prints if the block shows that."""
    lines = []
    for command in commands(text):
        printed = ran(command)
        lines += [f"$ {command}", *(printed.splitlines() if shows(text) else [])]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", PAGES)
def test_commands_print_what_the_page_shows(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = DOCS / name
    text = page.read_text("utf-8")
    for number, found in enumerate(BLOCK.findall(text)):
        if name == "../README.zh.md" and not shows(found):
            continue  # the same commands as in the English one, which another test sees to
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "corpus").symlink_to(DOCS.parent / "corpus")
        for file, words in SAMPLE.findall(text):
            (folder / file).write_text(words, "utf-8")
        monkeypatch.chdir(folder)
        made = block(found)
        if REGEN:
            text = text.replace(found, made)
            page.write_text(text, "utf-8")
        else:
            assert found == made


def test_both_readmes_show_the_same_commands() -> None:
    english, chinese = (
        [command.partition("  #")[0] for found in BLOCK.findall(page.read_text("utf-8")) for command in commands(found)]
        for page in (DOCS.parent / "README.md", DOCS.parent / "README.zh.md")
    )
    assert [command.replace(" --lang en", "") for command in english] == chinese


def test_pages_are_not_being_rewritten() -> None:
    assert not REGEN or "CI" not in os.environ


def test_links_between_pages_lead_somewhere() -> None:
    for name in (*PAGES, "json.md", "concepts.md", "api.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (DOCS / name).read_text("utf-8")):
            assert ((DOCS / name).parent / target).exists(), f"{name}: {target}"


def test_the_picture_is_small() -> None:
    assert (DOCS / "page.png").stat().st_size < 300_000


@pytest.mark.parametrize("lang, name", [("en", "rules.md"), ("zh", "rules.zh.md")])
def test_rules_are_those_of_the_program(lang: str, name: str) -> None:
    """`python docs/build_rules.py` writes them."""
    from gouji.forms.loader import load_forms
    from gouji.reconcile.catalog import catalog
    from gouji.report.rules import rules_page

    assert (DOCS / name).read_text("utf-8") == rules_page(catalog(load_forms()), lang)


@pytest.mark.parametrize("name", ["README.md", "docs/api.md"])
def test_python_of_the_docs_runs(name: str) -> None:
    root = DOCS.parent
    for code in re.findall(r"^```python\n(.*?)^```$", (root / name).read_text("utf-8"), re.MULTILINE | re.DOTALL):
        made = subprocess.run(
            [sys.executable, "-c", code.replace('"corpus/reports"', '"corpus/reports/hexi-2023.pdf"')],
            cwd=root, capture_output=True, timeout=120, check=False, env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
        assert made.returncode == 0, made.stderr.decode()
        assert "S102" in made.stdout.decode()


def test_the_library_page_is_what_the_docstrings_say() -> None:
    """`python docs/build_api.py` writes it."""
    spec = importlib.util.spec_from_file_location("build_api", DOCS / "build_api.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (DOCS / "api.md").read_text("utf-8") == module.render()
