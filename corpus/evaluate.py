"""Measures gouji against gold: `python corpus/evaluate.py corpus DIR…`, each with `gold/manifest.csv` (see README.md).

`--store FILE` writes what came out by kind; `--expect FILE` fails where a kind has become worse than stored.
"""

from __future__ import annotations

import argparse
import csv
import json
import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from evaluation.score import Item, Score, score_group
from evaluation.tell import tell


def load(directory: Path) -> list[list[Item]]:
    """The groups of a folder; a report without a group is one of its own. A gold file that is missing is an error."""
    groups: dict[str, list[Item]] = {}
    with (directory / "gold" / "manifest.csv").open(newline="") as file:
        for entry in csv.DictReader(file):
            name = entry["name"]
            figures = _rows(directory / "gold" / f"{name}.figures.csv", {"context": "", "free": ""})
            findings = _rows(directory / "gold" / f"{name}.findings.csv", {"plant": ""})
            item = Item(entry, str(directory / entry["file"]), figures, findings)
            groups.setdefault(entry.get("group") or "/" + name, []).append(item)
    return list(groups.values())


def _rows(path: Path, defaults: dict[str, str]) -> tuple[dict[str, str], ...]:
    with path.open(newline="") as file:
        return tuple(defaults | row for row in csv.DictReader(file))


def evaluate(groups: Sequence[list[Item]], workers: int = 1) -> Score:
    """The whole score; the order of the groups decides that of the lists, not who finished first."""
    total = Score()
    if workers > 1:
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            for score in pool.imap(score_group, groups, chunksize=4):
                total.add(score)
    else:
        for group in groups:
            total.add(score_group(group))
    return total


def summary(score: Score) -> dict[str, Any]:
    """What is stored and compared: shares by kind, and the false alarms by rule."""
    kinds: dict[str, dict[str, int]] = {}
    for case in score.cases:
        kind = kinds.setdefault(case.plant, {"planted": 0, "found": 0, "placed": 0, "cured": 0})
        kind["planted"] += 1
        kind["found"] += case.found
        kind["placed"] += case.placed
        kind["cured"] += case.cured
    cells = sum(n for key, n in score.cells.items() if key.startswith("right "))
    linked = sum(n for key, n in score.figures.items() if key.startswith("linked "))
    return {
        "reports": score.reports,
        "failed": len(score.failed),
        "kinds": dict(sorted(kinds.items())),
        "false_alarms": len(score.alarms),
        "cells_right": cells,
        "linked_right": linked,
    }


def worse(now: dict[str, Any], stored: dict[str, Any]) -> list[str]:
    """Where `now` falls short of `stored`; the reports must be the same."""
    lines = []
    if now["reports"] != stored["reports"]:
        lines.append(f"reports: {now['reports']} instead of {stored['reports']}")
    for name in ("failed", "false_alarms"):
        if now[name] > stored[name]:
            lines.append(f"{name}: {now[name]} instead of {stored[name]}")
    for name in ("cells_right", "linked_right"):
        if now[name] < stored[name]:
            lines.append(f"{name}: {now[name]} instead of {stored[name]}")
    for kind, old in stored["kinds"].items():
        new = now["kinds"].get(kind, {"found": 0, "placed": 0, "cured": 0})
        for name in ("found", "placed", "cured"):
            if new[name] < old[name]:
                lines.append(f"{kind}: {name} {new[name]} instead of {old[name]}")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", nargs="+", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--limit", type=int, default=200, help="how many misses and false alarms are listed")
    parser.add_argument("--store", type=Path)
    parser.add_argument("--expect", type=Path)
    options = parser.parse_args(arguments)
    score = evaluate([group for directory in options.directory for group in load(directory)], options.workers)
    print(tell(score, options.limit), end="")
    now = summary(score)
    if options.store:
        options.store.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n")
    if options.expect:
        lines = worse(now, json.loads(options.expect.read_text()))
        print("\n".join(["## Worse than stored", *lines] if lines else ["## As stored, or better"]))
        return 1 if lines else 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
