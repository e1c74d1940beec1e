"""The folder as a Frictionless Data Package: descriptor, codebook, and how new tables take the place of old ones."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .codebook import codebook_csv, codebook_markdown
from .columns import ABOUT, FORMAT, TABLES, Column

if TYPE_CHECKING:
    from ..forms.schema import Form

BUILDING = ".replacing"  # present only while new tables are being moved into place
_TYPES = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean", "strings": "array"}
_KEYS = {"documents": ["path"], "figures": ["document", "figure"]}


def describe(folder: Path, files: dict[str, list[dict[str, Any]]], version: str, complete: bool) -> None:
    """Write `datapackage.json`: every table with its files, hashes and columns."""
    resources = [_resource(name, files[name]) for name in TABLES]
    resources.append(
        {
            "name": "codebook",
            "path": "codebook.csv",
            "type": "table",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8-sig",
            "description": "One row an indicator and form version / 每个指标在每个表式版本中一行",
        }
    )
    package = {
        "name": "gouji-dataset",
        "title": "Figures of annual reports and the contradictions among them / 年度报告数据与勾稽结果",
        "gouji": {"version": version, "format": FORMAT, "complete": complete},
        "resources": resources,
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")


def codebook_files(folder: Path, forms: Sequence[Form]) -> None:
    """Write `codebook.csv` (the indicators) and `codebook.md` (tables, columns and indicators, to be read)."""
    (folder / "codebook.csv").write_text(codebook_csv(forms), encoding="utf-8-sig", newline="")
    (folder / "codebook.md").write_text(codebook_markdown(forms), encoding="utf-8", newline="\n")


def renamings_file(folder: Path, renamings: Iterable[tuple[str, str, str, str]]) -> None:
    """Write `renamings.csv`: former and later name, whether they were joined, and why."""
    with open(folder / "renamings.csv", "w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("former", "name", "joined", "evidence"))
        writer.writerows(renamings)


def publish(staging: Path, folder: Path) -> None:
    """Move what is in `staging` into `folder`, the descriptor last.

    A mark lies in the folder while this lasts; if the power fails meanwhile, readers are told and the next run
    writes the tables again.
    """
    (folder / BUILDING).touch()
    names = sorted(os.listdir(staging), key=lambda name: (name == "datapackage.json", name))
    for name in names:
        target = folder / name
        if target.is_dir():
            shutil.rmtree(target)
        os.replace(staging / name, target)
    (folder / BUILDING).unlink()


def _resource(name: str, files: list[dict[str, Any]]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in TABLES[name]]}
    if name in _KEYS:
        schema["primaryKey"] = _KEYS[name]
    return {
        "name": name,
        "path": [file["path"] for file in files],
        "type": "table",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": " / ".join(ABOUT[name]),
        "schema": schema,
        "gouji:files": files,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": f"{column.about} / {column.about_zh}",
    }
    if column.required:
        field["constraints"] = {"required": True}
    if column.unit:
        field["unit"] = column.unit
    return field
