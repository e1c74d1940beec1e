"""A score as tables for people."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable, Sequence

from .score import Case, Score


def wilson(hits: int, count: int, z: float = 1.959964) -> tuple[float, float]:
    """The 95 % interval of a share, by Wilson."""
    if count == 0:
        return 0.0, 1.0
    share = hits / count
    centre = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * ((share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5) / (1 + z * z / count)
    return max(0.0, centre - half), min(1.0, centre + half)


def ratio(hits: int, count: int) -> str:
    """`93.3 % [86.1, 96.9] 84/90`."""
    if count == 0:
        return "–"
    low, high = wilson(hits, count)
    return f"{100 * hits / count:5.1f} % [{100 * low:.1f}, {100 * high:.1f}] {hits}/{count}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def _recall(cases: Sequence[Case], key: Callable[[Case], str]) -> list[list[str]]:
    groups: dict[str, list[Case]] = collections.defaultdict(list)
    for case in cases:
        groups[key(case)].append(case)
    rows = []
    for name in sorted(groups):
        mine = groups[name]
        found = [case for case in mine if case.found]
        placed, cured = sum(c.placed and c.placeable for c in found), sum(c.cured and c.curable for c in found)
        rows.append(
            [
                name,
                ratio(len(found), len(mine)),
                ratio(placed, sum(c.placeable for c in found)),
                ratio(cured, sum(c.curable for c in found)),
                str(sum(c.as_note and not c.found for c in mine)),
            ]
        )
    return rows


def _precision(score: Score, key: int) -> list[list[str]]:
    good = collections.Counter(hit[key] for hit in score.hits)
    index = ("rule", "severity", "form", "format")[key]
    bad = collections.Counter(getattr(alarm, index)[: 1 if key == 0 else None] for alarm in score.alarms)
    return [[name, ratio(good[name], good[name] + bad[name])] for name in sorted(set(good) | set(bad))]


def _shares(counter: collections.Counter[str], hit: str, all_: str) -> list[list[str]]:
    names = sorted({name.removeprefix(all_ + " ") for name in counter if name.startswith(all_ + " ")})
    rows = [[name, ratio(counter[f"{hit} {name}"], counter[f"{all_} {name}"])] for name in names]
    total_hit = sum(counter[f"{hit} {name}"] for name in names)
    total = sum(counter[f"{all_} {name}"] for name in names)
    return [*rows, ["all", ratio(total_hit, total)]]


def f1(score: Score) -> float:
    """Of linked prose figures: recall over what should be linked, precision over what was linked there."""
    right = sum(n for key, n in score.figures.items() if key.startswith("linked "))
    want = sum(n for key, n in score.figures.items() if key.startswith("to link "))
    wrong = sum(n for key, n in score.figures.items() if key.startswith("mislinked "))
    return 2 * right / (want + right + wrong) if want else 0.0


def tell(score: Score, limit: int = 200) -> str:
    """Everything, with each miss and false alarm at the end."""
    found = sum(case.found for case in score.cases)
    head = ("", "recall", "place right", "cure right", "only as a note")
    parts = [
        f"reports {score.reports}, failed {len(score.failed)}; planted {len(score.cases)}, found {found}; "
        f"true findings {len(score.hits)}, second findings of the same culprit {score.echoes}, "
        f"false alarms {len(score.alarms)}; "
        f"clean reports with a false alarm {ratio(score.clean_with_alarm, score.clean)}",
        "recall " + ratio(found, len(score.cases)),
        "precision " + ratio(len(score.hits), len(score.hits) + len(score.alarms)),
        "## By what was planted\n" + table(head, _recall(score.cases, lambda c: f"{c.plant} ({c.rule})")),
        "## Recall by form\n" + table(head, _recall(score.cases, lambda c: c.form)),
        "## Recall by format\n" + table(head, _recall(score.cases, lambda c: c.format)),
        "## Recall by severity\n" + table(head, _recall(score.cases, lambda c: c.severity)),
    ]
    for key, name in enumerate(("rule", "severity", "form", "format")):
        parts.append(f"## Precision by {name}\n" + table((name, "precision"), _precision(score, key)))
    parts.append("## Cells read right\n" + table(("form/format/style", "cells"), _shares(score.cells, "right", "gold")))
    parts.append(
        "## Prose numbers read right\n"
        + table(("form/format/style", "numbers"), _shares(score.figures, "right", "gold"))
    )
    parts.append(
        f"## Prose figures linked right (F1 {f1(score):.3f})\n"
        + table(("form/format/style", "linked"), _shares(score.figures, "linked", "to link"))
    )
    parts.append("## Coverage\n" + ", ".join(f"{name} {count}" for name, count in score.coverage.items()))
    parts.append(_lists(score, limit))
    return "\n\n".join(parts) + "\n"


def _lists(score: Score, limit: int) -> str:
    missed = [case for case in score.cases if not case.found]
    lists = [
        ("Failed", list(score.failed)),
        ("False alarms", [f"{a.file} {a.rule} {a.severity}: {a.message} | {a.place}" for a in score.alarms]),
        (
            "Missed",
            [f"{c.file} {c.plant} ({c.rule}): {c.place}" + (f" | instead: {c.got}" if c.got else "") for c in missed],
        ),
        (
            "Found at the wrong place",
            [f"{c.file} {c.plant}: {c.place}" for c in score.cases if c.found and c.placeable and not c.placed],
        ),
        ("Cells read wrong", score.wrong_cells),
        ("Prose figures read or linked wrong", score.wrong_figures),
    ]
    parts = []
    for title, lines in lists:
        more = [f"… and {len(lines) - limit} more"] if len(lines) > limit else []
        parts.append(f"## {title} ({len(lines)})\n" + "\n".join(lines[:limit] + more))
    return "\n\n".join(parts)
