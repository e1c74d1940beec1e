"""Writes `reports/` and `gold/` from `specimens/*.yaml`: `python corpus/make_reports.py --write`.

The truth is what the specimens say, marked by hand; gouji takes no part. Without `--write` nothing is written:
the files that differ from what the specimens say are named, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parent))

import deviations
import truth
from generator.plants import Label
from rendering import Grid, Heading, Paragraph, Report, extension, render
from rendering.description import Piece
from rendering.tables import PEOPLE, RESULTS, standard_grids

CORPUS = Path(__file__).parent


def describe(source: dict[str, Any]) -> Report:
    """The report a specimen file describes."""
    values = {key: str(value) for key, value in source.get("values", {}).items()}
    for row, numbers in source.get("rows", {}).items():
        columns = PEOPLE if row.startswith("applications.") else RESULTS
        for column, number in zip(columns, numbers, strict=True):
            values[f"{row}.{column}"] = "" if number is None else str(number)
    grids = standard_grids(source["form"], values, source.get("missing", "0"))
    pieces: list[Piece] = []
    for piece in source["pieces"]:
        if "h" in piece:
            pieces.append(Heading(piece["h"], piece.get("level", 1)))
        elif "p" in piece:
            pieces.append(Paragraph(piece["p"]))
        elif "grid" in piece:
            pieces.append(Grid.parse(piece["grid"], piece.get("header", 1), piece.get("widths", ())))
        else:
            pieces.append(grids[piece["t"]])
    return Report(source["title"], tuple(pieces), source["body"], str(source["published"]))


def labels(source: dict[str, Any]) -> list[Label]:
    names = ("plant", "rule", "severity", "kind", "where", "value", "truth", "indicator", "also", "words")
    result = []
    for finding in source["findings"]:
        unknown = set(finding) - set(names)
        if unknown:
            raise ValueError(f"{source['title']}: unknown {', '.join(sorted(unknown))}")
        fields = {name: str(finding.get(name, "")) for name in names} | {"plant": ""}
        result.append(Label(**fields, piece=_heading(source, fields["words"])))
    return result


def _heading(source: dict[str, Any], words: str) -> int:
    """Which heading the words are; -1 where they stand in a paragraph."""
    for index, piece in enumerate(source["pieces"]):
        if words and piece.get("h") == words:
            return index
    return -1


def build() -> dict[str, bytes]:
    """Every file of `reports/` and `gold/` by its path below the corpus."""
    files: dict[str, bytes] = {}
    manifest = []
    for path in sorted((CORPUS / "specimens").glob("*.yaml")):
        source = yaml.safe_load(path.read_text())
        report, name = describe(source), path.stem
        file = f"reports/{name}{extension(source['format'])}"
        style = source.get("style", "")
        files[file] = render(report, source["format"], style)
        text_style = style if source["format"] == "txt" else ""
        figures = truth.figures(report, text_style)
        findings = truth.findings(report, labels(source), file, text_style)
        files[f"gold/{name}.figures.csv"] = truth.to_csv(truth.FIGURES, figures).encode()
        files[f"gold/{name}.findings.csv"] = truth.to_csv(truth.FINDINGS, findings).encode()
        entry = {key: str(source[key]) for key in ("format", "form", "year", "body", "status", "notes")}
        manifest.append(entry | {"name": name, "file": file, "style": style, "group": ""})
    departures, more = deviations.build()
    files["gold/manifest.csv"] = truth.to_csv(truth.MANIFEST, manifest + more).encode()
    return files | departures


def stale() -> list[str]:
    """Files that are missing or differ from what the specimens say."""
    return [
        name for name, data in build().items() if not (CORPUS / name).is_file() or (CORPUS / name).read_bytes() != data
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    if not parser.parse_args(arguments).write:
        names = stale()
        print("\n".join(names) or "as the specimens say")
        return 1 if names else 0
    for name, data in build().items():
        (CORPUS / name).parent.mkdir(parents=True, exist_ok=True)
        (CORPUS / name).write_bytes(data)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
