"""Figures of one body in one year that satisfy every relation of the form, and of the years after it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal

from rendering.tables import OTHER_2019, OTHERS_2021, OUTCOMES, PEOPLE

from .bodies import Body

Numbers = dict[str, Decimal]


def form_of(year: int) -> str:
    if year <= 2013:
        return "free-2008"
    if year <= 2018:
        return "statistics-2014"
    return "annual-2019" if year <= 2020 else "annual-2021"


@dataclass
class World:
    """`numbers` by indicator; `extra` holds what only the prose tells (information by category, last year's count)."""

    body: Body
    year: int
    form: str
    numbers: Numbers
    extra: dict[str, int] = field(default_factory=dict)

    def count(self, indicator: str) -> int:
        return int(self.numbers.get(indicator, 0))


def split(rng: random.Random, total: int, parts: int, skew: float = 1.0) -> list[int]:
    """`total` in `parts` non-negative pieces, the earlier ones larger on the whole."""
    weights = [rng.random() ** 2 / (1 + skew * i) + 0.002 for i in range(parts)]
    scale = total / sum(weights)
    pieces = [int(weight * scale) for weight in weights]
    for _ in range(total - sum(pieces)):
        pieces[rng.randrange(parts)] += 1
    return pieces


def make_world(rng: random.Random, body: Body, year: int, before: World | None = None) -> World:
    """Figures for one year; `before` is the same body's year before, whose stocks are carried on."""
    form = form_of(year)
    world = World(body, year, form, {})
    if form.startswith("annual"):
        _annual(rng, world, before)
    else:
        _statistics(rng, world)
    items = rng.randint(60, 400) if body.size < 20 else rng.randint(400, 60000)
    world.extra.setdefault("items", items)
    world.extra["last_new"] = (
        before.count("applications.new.total")
        if before
        else max(1, int(world.count("applications.new.total") * rng.uniform(0.6, 1.5)))
    )
    world.extra["last_items"] = before.extra["items"] if before else max(10, int(items * rng.uniform(0.7, 1.3)))
    return world


def _annual(rng: random.Random, world: World, before: World | None) -> None:
    numbers, size = world.numbers, world.body.size
    whole = rng.randint(size * 2 // 3, size * 4 // 3 + 1)
    persons = int(whole * rng.choice((1.0, rng.uniform(0.6, 1.0), rng.uniform(0.85, 1.0))))
    new = [persons, *split(rng, whole - persons, 5, 2.0)]
    if before and before.form.startswith("annual"):
        carried_in = [before.count(f"applications.carried_out.{column}") for column in PEOPLE[:6]]
    else:
        carried_in = [min(part, rng.choice((0, 0, 0, 1, 2, max(0, part // 12)))) for part in new]
    rows = [name for name, _, _ in OUTCOMES]
    rows += [name for name, _, _ in OTHERS_2021] if world.form == "annual-2021" else [OTHER_2019[0]]
    table: dict[str, list[int]] = {name: [] for name in ("new", "carried_in", "handled", "carried_out", *rows)}
    for fresh, old in zip(new, carried_in, strict=True):
        whole = fresh + old
        out = min(whole, rng.choice((0, 0, 1, whole // 15, whole // 9)))
        pieces = split(rng, whole - out, len(rows), 0.35)
        for name, value in zip(rows, pieces, strict=True):
            table[name].append(value)
        for name, value in (("new", fresh), ("carried_in", old), ("handled", whole - out), ("carried_out", out)):
            table[name].append(value)
    for name, values in table.items():
        for column, value in zip(PEOPLE, [*values, sum(values)], strict=True):
            numbers[f"applications.{name}.{column}"] = Decimal(value)
    for name in ("review", "litigation_direct", "litigation_after_review"):
        values = split(rng, rng.choice((0, 0, rng.randint(1, 6), rng.randint(0, 2 + size // 9))), 4, 0.8)
        for column, value in zip(
            ("upheld", "corrected", "other", "pending", "total"), [*values, sum(values)], strict=True
        ):
            numbers[f"disputes.{name}.{column}"] = Decimal(value)
    _article20(rng, world, before)


def _article20(rng: random.Random, world: World, before: World | None) -> None:
    numbers, size = world.numbers, world.body.size
    governs = world.body.kind in ("province", "city")

    def put(indicator: str, value: int | Decimal) -> None:
        numbers[indicator] = Decimal(value)

    if world.form == "annual-2021":
        same = before is not None and before.form == world.form
        for row in ("rules", "normative"):
            top = 6 if row == "rules" else 40
            made = rng.randint(0, top) if governs or row == "normative" else 0
            stem = f"documents.{row}"
            old = before.count(f"{stem}.valid") if before and same else rng.randint(0, top * 6) if made else 0
            repealed = rng.randint(0, max(0, min(old, top // 2)))
            put(f"{stem}.made", made)
            put(f"{stem}.repealed", repealed)
            put(f"{stem}.valid", old + made - repealed)
        put("licensing.license.decisions", rng.randint(0, size * 60 + 30))
        put("penalties.penalty.decisions", rng.randint(0, size * 40 + 20))
        put("penalties.coercion.decisions", rng.randint(0, size * 4 + 3))
        put("fees.fees.amount", Decimal(rng.randint(0, size * 9000 + 100)) / 100)
        return
    for row in ("rules", "normative"):
        made = rng.randint(0, 40) if governs or row == "normative" else 0
        published = rng.randint(0, made)
        put(f"documents.{row}.made", made)
        put(f"documents.{row}.published", published)
        put(f"documents.{row}.public_total", published + rng.randint(0, 120) if made else published)
    for stem in ("licensing.license", "licensing.services", "penalties.penalty", "penalties.coercion", "fees.fees"):
        old = rng.randint(0, 300)
        if before and before.form == world.form:
            old = before.count(f"{stem}.items_last") + before.count(f"{stem}.items_change")
        put(f"{stem}.items_last", old)
        put(f"{stem}.items_change", rng.randint(-min(old, 30), 30))
        if stem != "fees.fees":
            put(f"{stem}.decisions", rng.randint(0, size * 50 + 20))
    put("procurement.procurement.items", rng.randint(0, 400))
    put("procurement.procurement.amount", Decimal(rng.randint(1000, 9_000_000)) / 100)


def _statistics(rng: random.Random, world: World) -> None:
    numbers, size = world.numbers, world.body.size

    def put(indicator: str, value: int | Decimal) -> int:
        numbers[indicator] = Decimal(value)
        return int(value)

    def parts(whole: str, total: int, names: tuple[str, ...], skew: float = 0.6) -> None:
        put(whole, total)
        for name, value in zip(names, split(rng, total, len(names), skew), strict=True):
            put(name, value)

    small = world.form == "free-2008"
    channels = rng.randint(80, 900) if size < 20 else rng.randint(900, 90000)
    names = ("website", "gazette", "other") if small else ("website", "wechat", "weibo", "other", "gazette")
    parts("channels.channels.total", channels, tuple(f"channels.{name}.total" for name in names), 1.5)
    items = put("disclosure.proactive.total", rng.randint(channels * 2 // 3, channels))
    world.extra["items"] = items
    made = put("documents.normative.made", rng.randint(0, min(60, items)))
    put("disclosure.normative.total", rng.randint(made * 3 // 4, made))
    press, talks = put("response.press.total", rng.randint(0, 60)), put("response.interviews.total", rng.randint(0, 40))
    put("response.press_head.total", rng.randint(0, press))
    put("response.interviews_head.total", rng.randint(0, talks))
    rest = [put(f"response.{name}.total", rng.randint(0, 900)) for name in ("articles", "social", "other")]
    put("response.channels.total", press + talks + sum(rest))
    put("response.hot_topics.total", rng.randint(0, press + talks + sum(rest)))
    new = rng.randint(size * 2 // 3, size * 4 // 3 + 1)
    parts(
        "applications.new.total",
        new,
        tuple(f"applications.new_{n}.total" for n in ("online", "letter", "in_person", "fax")),
    )
    closed = new - rng.choice((0, 0, min(new, 1), new // 20))
    late = rng.randint(0, closed // 8)
    put("applications.closed.total", closed)
    put("applications.closed_on_time.total", closed - late)
    put("applications.closed_extended.total", late)
    answers = (
        "granted",
        "already_public",
        "not_existing",
        "not_this_body",
        "partly",
        "other_channel",
        "refused",
        "correction",
    )
    parts("applications.handled.total", closed, tuple(f"applications.{name}.total" for name in answers), 0.4)
    reasons = ("privacy", "not_information", "other_law", "commercial", "stability", "state_secret")
    refused = int(numbers["applications.refused.total"])
    parts("applications.refused.total", refused, tuple(f"applications.refused_{name}.total" for name in reasons))
    for name in ("review", "litigation"):
        total = rng.choice((0, 0, rng.randint(1, 8), rng.randint(0, 2 + size // 6)))
        parts(f"disputes.{name}.total", total, tuple(f"disputes.{name}.{c}" for c in ("upheld", "other", "corrected")))
    put("complaints.complaints.total", rng.choice((0, 0, rng.randint(1, 30))))
    put("charges.charges.total", Decimal(rng.choice((0, 0, 0, rng.randint(1, 400)))) / 100)
    put("organisation.offices.total", rng.randint(1, 120))
    put("organisation.reading_points.total", rng.randint(1, 300))
    full, part = put("organisation.staff_full_time.total", rng.randint(1, 90)), rng.randint(1, 400)
    put("organisation.staff_part_time.total", part)
    put("organisation.staff.total", full + part)
    put("organisation.budget.total", Decimal(rng.randint(0, 9000)) / 10)
    put("training.meetings.total", rng.randint(1, 60))
    put("training.courses.total", rng.randint(1, 40))
    put("training.trainees.total", rng.randint(30, 6000))
