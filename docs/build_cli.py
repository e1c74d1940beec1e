"""Writes docs/cli.md from the command line's own help: `python docs/build_cli.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from gouji.cli import app
from gouji.errors import ExitCode

TARGET = Path(__file__).with_name("cli.md")
STATUS = {
    ExitCode.OK: "no contradiction at or above `--fail-on`",
    ExitCode.FOUND: "contradictions at or above `--fail-on` (default `warning`); `verify`: something does not stand",
    ExitCode.USAGE: "wrong usage, or an output that cannot be written",
    ExitCode.INPUT: "at least one input is `failed` or `skipped`; what was found in the others is printed",
    ExitCode.CONFIG: "a form, baseline or configuration file is wrong",
    ExitCode.INTERNAL: "a fault of gouji's own",
}


def render() -> str:
    """Every command with its arguments and options, then the exit statuses."""
    lines = ["# The command line", "", "Written from `gouji COMMAND --help` by `docs/build_cli.py`.", ""]
    for name, command in _commands(typer.main.get_command(app), "gouji"):
        lines += [f"## {name}", "", *_help(command), "", *_parameters(command), ""]
    lines += ["## Exit status", "", "Where several apply: 70, 4, 2, 3, 1, 0 in that order.", ""]
    lines += ["| status | meaning |", "| --- | --- |", *(f"| {code.value} | {text} |" for code, text in STATUS.items())]
    return "\n".join(lines) + "\n"


def _commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if children is None:
        yield name, command
        return
    for child, inner in children.items():
        yield from _commands(inner, f"{name} {child}")


def _help(command: Any) -> list[str]:
    return [line.strip() for line in (command.help or "").splitlines() if line.strip()]


def _parameters(command: Any) -> Iterator[str]:
    shown = [one for one in command.params if one.name != "help"]
    if not shown:
        return
    yield "| argument or option | values | default | meaning |"
    yield "| --- | --- | --- | --- |"
    for one in shown:
        option = one.param_type_name == "option"
        name = ", ".join(f"`{word}`" for word in one.opts) if option else f"`{one.name.upper()}`"
        choices = " ".join(f"`{choice}`" for choice in getattr(one.type, "choices", ()))
        default = getattr(one.default, "value", one.default)
        told = "" if default in (None, False, ()) or callable(default) or one.required else f"`{default}`"
        yield f"| {name} | {choices} | {told} | {getattr(one, 'help', None) or ''} |"


if __name__ == "__main__":
    TARGET.write_text(render(), "utf-8")
