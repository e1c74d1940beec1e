"""Makes reports with known truth: `python corpus/generate.py --out DIR --count 100 --seed 1 --plant cell=20 …`.

DIR/reports holds the files, DIR/gold what is true of them (corpus/README.md), DIR/gold/manifest.csv the list.
The same arguments give the same bytes.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import truth
from generator.bodies import make_body
from generator.compose import compose
from generator.phrases import FACTS, ways
from generator.planting import Hand, Label
from generator.plants import PLANTS
from generator.series import BETWEEN, make_family, make_series
from generator.world import World, make_world
from rendering import ON_REQUEST, STYLES, Report, extension, render

FORMS = ("free-2008", "statistics-2014", "annual-2019", "annual-2021")
YEARS = {
    "free-2008": (2008, 2013),
    "statistics-2014": (2014, 2018),
    "annual-2019": (2019, 2020),
    "annual-2021": (2021, 2025),
}


@dataclass
class Job:
    """Where files go, and what has been written so far."""

    out: Path
    seed: int
    formats: Sequence[str]
    styles: Sequence[str]
    manifest: list[dict[str, str]] = field(default_factory=list)

    def write(
        self, rng: random.Random, world: World, report: Report, labels: list[Label], group: str = "", name: str = ""
    ) -> None:
        """One file with its gold."""
        format = rng.choice(list(self.formats))
        known = (*STYLES[format], *ON_REQUEST.get(format, ()))
        styles = [style for style in known if style in self.styles] or list(STYLES[format])
        style = rng.choice(styles)
        name = name or f"r{len(self.manifest) + 1:05d}"
        file = f"reports/{group + '/' if group else ''}{name}{extension(format)}"
        target = self.out / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(render(report, format, style))
        text_style = style if format == "txt" else ""
        gold = self.out / "gold"
        gold.mkdir(exist_ok=True)
        figures = truth.to_csv(truth.FIGURES, truth.figures(report, text_style))
        findings = truth.to_csv(truth.FINDINGS, truth.findings(report, labels, file, text_style))
        (gold / f"{name}.figures.csv").write_text(figures)
        (gold / f"{name}.findings.csv").write_text(findings)
        self.manifest.append(
            {
                "name": name, "file": file, "format": format, "style": style, "form": world.form,
                "year": str(world.year), "body": world.body.full, "group": group,
                "status": "broken" if labels else "clean", "notes": " ".join(label.plant for label in labels),
            }
        )  # fmt: skip


def single(
    job: Job, rng: random.Random, forms: Sequence[str], year: int | None, tricky: int, plants: list[str], size: str
) -> None:
    """One report; a plant that finds no place is tried on other reports, some times over."""
    for _ in range(200):
        chosen = year or rng.randint(*YEARS[rng.choice(list(forms))])
        world = make_world(rng, make_body(rng), chosen)
        report = compose(rng, world, rng.randint(0, tricky))
        labels: list[Label] = []
        for plant in plants:
            planted = PLANTS[plant](Hand(rng, world, size), report)
            if planted is None:
                break
            report = planted[0]
            labels.append(planted[1])
        if len(labels) == len(plants):
            job.write(rng, world, report, labels)
            return
    raise SystemExit(f"no place for {' '.join(plants)} in any of these forms: {' '.join(forms)}")


def groups(job: Job, seed: int, counts: dict[str, int], size: int) -> None:
    """Series and families, clean and planted."""
    for kind, count in counts.items():
        for number in range(count):
            rng = random.Random(f"{seed}:{kind}:{number}")
            group = f"{kind}{number + 1:03d}"
            if kind in ("family", "parent"):
                told, labels = make_family(rng, rng.randint(2014, 2024), size, kind)
            else:
                first = {"stock": 2021, "carry": 2019}.get(kind) or rng.choice((2014, 2015, 2019, 2021, 2022))
                told, labels = make_series(rng, first, 3 if first != 2019 else 2, kind)
            for index, (world, report) in enumerate(told):
                mine = [label for where, label in labels if where == index]
                job.write(rng, world, report, mine, group, f"{group}-{index + 1}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--ways", action="store_true", help="only tell in how many ways each fact can be stated")
    parser.add_argument("--count", type=int, default=40, help="single reports; planted ones are among them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--form", action="append", choices=FORMS)
    parser.add_argument("--format", action="append", choices=sorted(STYLES))
    parser.add_argument(
        "--style",
        action="append",
        default=[],
        choices=sorted({name for names in (*STYLES.values(), *ON_REQUEST.values()) for name in names}),
        help="libreoffice needs LibreOffice and is used only if asked for",
    )
    parser.add_argument("--year", type=int)
    parser.add_argument(
        "--plant", action="append", default=[], metavar="KIND=N", help=f"{', '.join((*PLANTS, *BETWEEN))}, all"
    )
    parser.add_argument("--per-report", type=int, default=1, help="contradictions in one report")
    parser.add_argument(
        "--slip", choices=("one", "digit", "large"), default="digit", help="how far a planted number is off"
    )
    parser.add_argument("--tricky", type=int, default=3, help="at most so many truths that look like contradictions")
    parser.add_argument("--series", type=int, default=0, help="clean series of years")
    parser.add_argument("--families", type=int, default=0, help="clean families of bodies")
    parser.add_argument("--family-size", type=int, default=5)
    options = parser.parse_args(arguments)
    if options.ways:
        print("\n".join(f"{fact} {len(ways(fact))}" for fact in FACTS))
        return 0
    if options.out is None:
        parser.error("--out: name a folder")
    asked: dict[str, int] = {}
    for item in options.plant:
        kind, _, number = item.partition("=")
        kinds = [kind] if kind != "all" else [*PLANTS, *BETWEEN]
        for one in kinds:
            if one not in PLANTS and one not in BETWEEN:
                parser.error(f"--plant {one}: not one of {', '.join((*PLANTS, *BETWEEN))}")
            asked[one] = asked.get(one, 0) + int(number or 1)
    job = Job(options.out, options.seed, options.format or sorted(STYLES), options.style)
    work = [kind for kind, number in asked.items() if kind in PLANTS for _ in range(number)]
    random.Random(options.seed).shuffle(work)
    batches = [work[i : i + options.per_report] for i in range(0, len(work), options.per_report)]
    batches += [[]] * max(0, options.count - len(batches))
    for number, plants in enumerate(batches):
        rng = random.Random(f"{options.seed}:{number}")
        single(job, rng, options.form or FORMS, options.year, options.tricky, plants, options.slip)
    between = {kind: number for kind, number in asked.items() if kind in BETWEEN}
    groups(job, options.seed, {"series": options.series, "family": options.families} | between, options.family_size)
    (options.out / "gold" / "manifest.csv").write_text(truth.to_csv(truth.MANIFEST, job.manifest))
    print(f"{len(job.manifest)} reports in {options.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
