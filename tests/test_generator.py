"""The generator: true reports are true, planted ones differ in one place, and the same seed gives the same bytes."""

from __future__ import annotations

import ast
import itertools
import random
import re
import sys
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "corpus"))

import generate
import truth
from generator.bodies import make_body
from generator.compose import compose
from generator.phrases import FACTS, ways
from generator.planting import Hand, marks_of
from generator.plants import PLANTS
from generator.series import make_family, make_series
from generator.world import World, make_world
from generator.writer import chinese, percent
from rendering import STYLES, Grid, Paragraph, Report, parse_marks, render
from rendering.tables import PEOPLE, outcomes

FORM_YEARS = (2010, 2016, 2019, 2020, 2022)
ROOT = Path(__file__).parents[1]
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)


def told(seed: int, year: int) -> tuple[World, Report]:
    rng = random.Random(seed)
    world = make_world(rng, make_body(rng), year)
    return world, compose(rng, world, 3)


def test_at_least_thirty_ways_to_state_each_fact() -> None:
    assert {fact: len(ways(fact)) for fact in FACTS if len(ways(fact)) < 30} == {}


def test_generator_and_extractor_share_no_phrases() -> None:
    """Neither reads the other's lists: nothing of the package is imported or opened here, nor the other way round."""
    named = re.compile(r"\bgouji\b|\b(?:forms|lexicon|extract)\b[./]")
    ours = [*(ROOT / "corpus" / "generator").glob("*.py"), *(ROOT / "corpus" / "rendering").glob("*.py")]
    package = [path for room in ("extract", "forms", "reconcile") for path in (ROOT / room).rglob("*.py")]
    assert ours and package
    assert [path.name for path in ours if named.search(_code(path))] == []
    assert [path.name for path in package if re.search(r"\bcorpus\b|\bgenerator\b[./]", _code(path))] == []


def _code(path: Path) -> str:
    """Imports and string literals that are no docstrings."""
    tree = ast.parse(path.read_text())
    words = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    documented = [ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, DOCUMENTED)]
    imports = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    return "\n".join([*imports, *(word for word in words if word not in documented)])


def test_every_way_has_exactly_one_number() -> None:
    assert [(fact, way) for fact in FACTS for way in ways(fact) if way.count("{n}") != 1] == []


@pytest.mark.parametrize("year", (2019, 2022))
def test_applications_close_in_every_column_and_row(year: int) -> None:
    for seed in range(30):
        world, _ = told(seed, year)
        for column in PEOPLE:
            value = {
                name: world.count(f"applications.{name}.{column}")
                for name in ("new", "carried_in", "handled", "carried_out")
            }
            rows = sum(world.count(f"applications.{name}.{column}") for name, _, _ in outcomes(world.form))
            assert value["new"] + value["carried_in"] == value["handled"] + value["carried_out"]
            assert rows == value["handled"]
        assert sum(world.count(f"applications.new.{c}") for c in PEOPLE[:6]) == world.count("applications.new.total")


def test_statistics_close() -> None:
    for seed in range(30):
        world, _ = told(seed, 2016)
        names = [name for name in world.numbers if name.startswith("channels.") and name != "channels.channels.total"]
        assert sum(world.count(name) for name in names) == world.count("channels.channels.total")
        assert world.count("disclosure.proactive.total") <= world.count("channels.channels.total")


@pytest.mark.parametrize("year", FORM_YEARS)
def test_complete_lists_and_shares_of_a_true_report_are_true(year: int) -> None:
    for seed in range(40):
        _, report = told(seed, year)
        groups: dict[str, dict[str, int]] = {}
        for _, mark in marks_of(report):
            part = mark.option("part")
            if mark.option("group") and part in ("whole", "part"):
                sums = groups.setdefault(mark.option("group"), {})
                sums[part] = sums.get(part, 0) + int(mark.option("value"))
            if mark.option("role") == "share" and "/" in mark.option("of"):
                hits, count = (int(number) for number in mark.option("of").split("/"))
                gap = abs(Decimal(mark.option("value")) - Decimal(hits) * 100 / count)
                assert gap <= Decimal("0.1")
        assert [sums for sums in groups.values() if len(sums) == 2 and sums["whole"] != sums["part"]] == []


@pytest.mark.parametrize("kind", sorted(PLANTS))
def test_a_plant_changes_the_report_and_says_where(kind: str) -> None:
    planted = 0
    for seed in range(120):
        world, report = told(seed, FORM_YEARS[seed % 5])
        result = PLANTS[kind](Hand(random.Random(seed), world), report)
        if result is None:
            continue
        planted += 1
        changed, label = result
        assert changed != report
        assert not label.value or label.value != label.truth
        row = truth.findings(changed, [label], "x")[0]
        assert row["suspect_quote"]
    assert planted >= 10


def test_slips_go_as_far_as_asked() -> None:
    world, _ = told(1, 2022)
    for value in (0, 1, 7, 40, 315, 20000):
        for seed in range(20):
            rng = random.Random(seed)
            assert abs(Hand(rng, world, "one").slip(value) - value) == 1
            assert Hand(rng, world, "large").slip(value) >= value * 10
            wrong = Hand(rng, world, "digit").slip(value)
            assert wrong != value and wrong >= 0


def test_years_carry_over_unless_planted() -> None:
    for seed in range(10):
        worlds = [world for world, _ in make_series(random.Random(seed), 2021, 3)[0]]
        for before, after in itertools.pairwise(worlds):
            for column in PEOPLE:
                carried = before.count(f"applications.carried_out.{column}")
                assert after.count(f"applications.carried_in.{column}") == carried
    (_, last), (_, label) = (
        make_series(random.Random(1), 2021, 2, "carry")[0][-1],
        make_series(random.Random(1), 2021, 2, "carry")[1][0],
    )
    assert label.rule == "C" and isinstance(last, Report)


def test_a_parent_counts_its_children_unless_planted() -> None:
    told_, labels = make_family(random.Random(3), 2022, 5)
    new = [world.count("applications.new.total") for world, _ in told_]
    assert labels == [] and new[0] >= sum(new[1:])
    told_, labels = make_family(random.Random(3), 2022, 5, "parent")
    new = [world.count("applications.new.total") for world, _ in told_]
    assert len(labels) == 1 and new[0] < sum(new[1:])


@pytest.mark.parametrize("format", sorted(STYLES))
def test_every_format_has_the_same_bytes_each_time(format: str) -> None:
    _, report = told(5, 2022)
    for style in STYLES[format]:
        assert render(report, format, style) == render(report, format, style)


@pytest.mark.parametrize("style", STYLES["txt"])
def test_gold_offsets_of_text_are_exact(style: str) -> None:
    for seed in range(8):
        _, report = told(seed, FORM_YEARS[seed % 5])
        text = render(report, "txt", style).decode()
        rows = truth.figures(report, style)
        assert rows
        assert [row for row in rows if text[int(row["start"]) : int(row["end"])] != row["quote"]] == []


def test_the_command_gives_the_same_bytes_for_the_same_seed(tmp_path: Path) -> None:
    for name in ("a", "b"):
        generate.main(
            ["--out", str(tmp_path / name), "--count", "4", "--seed", "9", "--plant", "cell=1", "--plant", "carry=1"]
        )
    first = {p.relative_to(tmp_path / "a"): p.read_bytes() for p in (tmp_path / "a").rglob("*") if p.is_file()}
    second = {p.relative_to(tmp_path / "b"): p.read_bytes() for p in (tmp_path / "b").rglob("*") if p.is_file()}
    assert first == second
    assert len(list((tmp_path / "a" / "reports").rglob("*.*"))) == 6


def test_marks() -> None:
    plain, marks = parse_marks("收到⟦43件|applications.new.total|#a|role=part⟧，办结⟦40件⟧。")
    assert plain == "收到43件，办结40件。"
    assert [(m.start, m.end, m.quote, m.indicator, m.name) for m in marks] == [
        (2, 5, "43件", "applications.new.total", "a"),
        (8, 11, "40件", "", ""),
    ]
    with pytest.raises(ValueError, match="unclosed"):
        parse_marks("收到⟦43件")


def test_grids_from_strings() -> None:
    grid = Grid.parse([["项目", "数量", "<"], ["申请", "⟦43|applications.new.total⟧", "2"], ["^", "5", "6"]])
    assert [(b.row, b.col, b.rowspan, b.colspan, b.text, b.indicator) for b in grid.boxes] == [
        (0, 0, 1, 1, "项目", ""),
        (0, 1, 1, 2, "数量", ""),
        (1, 0, 2, 1, "申请", ""),
        (1, 1, 1, 1, "43", "applications.new.total"),
        (1, 2, 1, 1, "2", ""),
        (2, 1, 1, 1, "5", ""),
        (2, 2, 1, 1, "6", ""),
    ]


def test_numerals_and_percentages() -> None:
    assert [chinese(n) for n in (0, 5, 10, 15, 20, 101, 110, 1005, 2050)] == [
        "零", "五", "十", "十五", "二十", "一百零一", "一百一十", "一千零五", "二千零五十",
    ]  # fmt: skip
    assert percent(1, 3, 2) == Decimal("33.33")
    assert percent(2, 3, 1) == Decimal("66.7")
    assert percent(2, 3, 1, cut=True) == Decimal("66.6")


def test_a_paragraph_prints_its_plain_words() -> None:
    assert Paragraph("办结⟦40件|x⟧").plain == "办结40件"
