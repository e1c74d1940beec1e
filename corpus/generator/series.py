"""Reports that belong together, a body over years or a parent with its departments, and what breaks between them."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from rendering import Heading, Paragraph, Report
from rendering.tables import PEOPLE

from . import filler
from .bodies import Body, children_of, make_body
from .compose import compose
from .planting import Label
from .world import World, make_world

Told = list[tuple[World, Report]]
BETWEEN = ("carry", "stock", "base", "copied", "parent")


def make_series(rng: random.Random, first: int, years: int, plant: str = "") -> tuple[Told, list[tuple[int, Label]]]:
    """One body's reports for consecutive years, and the labels with the number of the report they belong to."""
    body = make_body(rng, rng.choice(("city", "county")))
    worlds: list[World] = []
    for offset in range(years):
        worlds.append(make_world(rng, body, first + offset, worlds[-1] if worlds else None))
    labels: list[tuple[int, Label]] = []
    last = len(worlds) - 1
    if plant == "carry" and worlds[last].form.startswith("annual"):
        labels.append((last, _break_carry(rng, worlds[last])))
    if plant == "stock" and worlds[last].form == worlds[last - 1].form == "annual-2021":
        labels.append((last, _break_stock(rng, worlds[last])))
    told = [(world, compose(rng, world, 2)) for world in worlds]
    told = [(world, _own_problems(report, number)) for number, (world, report) in enumerate(told)]
    if plant == "base":
        told[last], label = _break_base(rng, *told[last])
        labels.append((last, label))
    if plant == "copied":
        told[last], label = _copy(told[last - 1][1], *told[last])
        labels.append((last, label))
    return told, labels


def _break_carry(rng: random.Random, world: World) -> Label:
    """二 of this year is not 四 of last year; the year's own table closes."""
    columns = [c for c in PEOPLE[:6] if world.count(f"applications.new.{c}") > 3] or ["person"]
    column, step = rng.choice(columns), rng.randint(1, 3)
    old = world.count(f"applications.carried_in.{column}")
    for name in (column, "total"):
        world.numbers[f"applications.carried_in.{name}"] += step
        world.numbers[f"applications.new.{name}"] -= step
    indicator = f"applications.carried_in.{column}"
    return Label("carry", "C", "error", "years", indicator, str(old + step), "", "applications.carried_in", "B")


def _break_stock(rng: random.Random, world: World) -> Label:
    indicator = "documents.normative.valid"
    old = world.count(indicator)
    world.numbers[indicator] = Decimal(old + rng.randint(2, 20))
    return Label("stock", "C", "warning", "years", indicator, str(world.count(indicator)), "", indicator, "B")


def _break_base(rng: random.Random, world: World, report: Report) -> tuple[tuple[World, Report], Label]:
    """Last year's count is told otherwise than last year's report told it."""
    told = world.extra["last_new"] + rng.randint(3, 30)
    options = f"value={told}|unit=件|period={world.year - 1}|free=1"
    sentence = f"上年收到政府信息公开申请⟦{told}件|applications.new.total|#base|{options}⟧。"
    pieces = (*report.pieces[:2], Paragraph(sentence), *report.pieces[2:])
    label = Label(
        "base",
        "C",
        "warning",
        "years",
        "base",
        str(told),
        str(world.extra["last_new"]),
        "applications.new.total",
        "NR",
        "",
        2,
    )
    return (world, replace(report, pieces=pieces)), label


def _section_five(report: Report) -> tuple[int, int]:
    headings = [i for i, piece in enumerate(report.pieces) if isinstance(piece, Heading) and piece.level == 1]
    for position, index in enumerate(headings):
        piece = report.pieces[index]
        assert isinstance(piece, Heading)
        if "问题" in piece.text:
            return index + 1, headings[position + 1]
    raise ValueError("a report without its problems")


def _own_problems(report: Report, number: int) -> Report:
    """Each year speaks of its problems in its own words, so that only a planted copy is one."""
    start, end = _section_five(report)
    problems = filler.PROBLEMS[number % len(filler.PROBLEMS)]
    plans = (filler.PLANS[0], filler.PLANS[2])[number % 2]
    pieces = (*report.pieces[:start], Paragraph(problems), Paragraph(plans), *report.pieces[end:])
    return replace(report, pieces=pieces)


def _copy(before: Report, world: World, report: Report) -> tuple[tuple[World, Report], Label]:
    """Last year's 存在的主要问题 word for word."""
    start, end = _section_five(before)
    taken = before.pieces[start:end]
    start, end = _section_five(report)
    pieces = (*report.pieces[:start], *taken, *report.pieces[end:])
    heading = report.pieces[start - 1]
    assert isinstance(heading, Heading)
    label = Label("copied", "D", "warning", "years", words=heading.text, piece=start - 1)
    return (world, replace(report, pieces=pieces)), label


def make_family(rng: random.Random, year: int, size: int, plant: str = "") -> tuple[Told, list[tuple[int, Label]]]:
    """A parent and its departments; the parent counts its own and theirs, unless `plant` is parent."""
    parent = make_body(rng, "city")
    bodies = children_of(rng, parent, size)
    children = [make_world(rng, body, year) for body in bodies]
    own = make_world(rng, replace(parent, size=rng.randint(10, 60)), year)
    whole = _sum(parent, [own, *children])
    labels: list[tuple[int, Label]] = []
    if plant == "parent":
        indicator = "applications.new.total"
        below = sum(child.count(indicator) for child in children)
        small = make_world(rng, replace(parent, size=max(1, below // 2)), year)
        for key in whole.numbers:
            if key.startswith("applications."):
                whole.numbers[key] = small.numbers[key]
        if whole.count(indicator) < below:
            labels.append(
                (
                    0,
                    Label(
                        "parent",
                        "H",
                        "warning",
                        "hierarchy",
                        indicator,
                        str(whole.count(indicator)),
                        "",
                        "applications",
                    ),
                )
            )
    worlds = [whole, *children]
    return [(world, compose(rng, world, 1)) for world in worlds], labels


def _sum(body: Body, worlds: list[World]) -> World:
    numbers = {
        key: sum((world.numbers.get(key, Decimal(0)) for world in worlds), Decimal(0)) for key in worlds[0].numbers
    }
    extra = {key: sum(world.extra[key] for world in worlds) for key in worlds[0].extra}
    return World(body, worlds[0].year, worlds[0].form, numbers, extra)
