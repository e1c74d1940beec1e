"""What the commands share: their options as typer declares them, and the values those strings stand for."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from .errors import UsageError

if TYPE_CHECKING:
    from .api import CheckOptions, Limits


class Lang(StrEnum):
    zh = "zh"
    en = "en"


class CheckFormat(StrEnum):
    text = "text"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    xlsx = "xlsx"
    html = "html"
    sarif = "sarif"
    md = "md"


class FigureFormat(StrEnum):
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    xlsx = "xlsx"


class Severity(StrEnum):
    error = "error"
    warning = "warning"
    note = "note"


class Log(StrEnum):
    auto = "auto"
    text = "text"
    json = "json"
    none = "none"


class Engine(StrEnum):
    local = "local"
    dask = "dask"


class Action(StrEnum):
    query = "query"
    panel = "panel"
    info = "info"
    check = "check"
    merge = "merge"


class TableFormat(StrEnum):
    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"
    xlsx = "xlsx"


Paths = Annotated[list[str], typer.Argument(help="Files, folders, globs or .zip archives.", show_default=False)]
LangOption = Annotated[Lang, typer.Option("--lang", envvar="GOUJI_LANG", help="Language of messages for people.")]
FormsOption = Annotated[str | None, typer.Option("--forms", help="Folder with form files of your own.")]
SelectOption = Annotated[
    list[str] | None, typer.Option("--select", help="Only these rule codes (S101) or families (S).")
]
IgnoreOption = Annotated[list[str] | None, typer.Option("--ignore", help="Leave out these rule codes or families.")]
OutOption = Annotated[str | None, typer.Option("--out", "-o", help="Write to this file instead of stdout.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite a file that a person may have edited.")]
BaselineOption = Annotated[str | None, typer.Option("--baseline", help="File of known findings, to mark them.")]
ReadingsOption = Annotated[str | None, typer.Option("--readings", help="File of a reviewer's corrected readings.")]
LimitOption = Annotated[list[str] | None, typer.Option("--limit", help="Raise a limit: pages=5000, text-chars=2e7 …")]
TablesOption = Annotated[bool, typer.Option("--tables", help="Also take XLSX and CSV found in folders.")]
BodiesOption = Annotated[str | None, typer.Option("--bodies", help="A table of bodies and their parents (CSV).")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Findings only.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Also what held, and the relations tried.")]


def shard_of(given: str | None) -> tuple[int, int] | None:
    if given is None:
        return None
    number, _, count = given.partition("/")
    if not (number.isdigit() and count.isdigit()):
        raise UsageError(f"--shard {given}：应为 I/N", f"--shard {given}: expected I/N")
    return int(number), int(count)


def options_of(
    forms: str | None = None,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
    limit: list[str] | None = None,
    tables: bool = False,
    *,
    baseline: str | None = None,
    readings: str | None = None,
    bodies: str | None = None,
) -> CheckOptions:
    from .api import CheckOptions

    return CheckOptions(
        forms, _codes(select), _codes(ignore), baseline, readings, limits_of(limit), tables, bodies,
    )  # fmt: skip


def _codes(given: list[str] | None) -> tuple[str, ...]:
    return tuple(code.strip().upper() for item in given or () for code in item.split(",") if code.strip())


def limits_of(given: list[str] | None) -> Limits:
    from msgspec.structs import replace

    from .api import DEFAULT_LIMITS

    names = DEFAULT_LIMITS.__struct_fields__
    changes: dict[str, int] = {}
    for item in given or ():
        name, _, value = item.partition("=")
        key = name.strip().replace("-", "_")
        try:
            if key not in names:
                raise ValueError(key)
            changes[key] = int(float(value))
        except ValueError:
            known = ", ".join(sorted(n.replace("_", "-") for n in names))
            raise UsageError(
                f"--limit {item}：应为 名称=数值，名称有 {known}", f"--limit {item}: expected NAME=N, one of {known}"
            ) from None
    return replace(DEFAULT_LIMITS, **changes)
