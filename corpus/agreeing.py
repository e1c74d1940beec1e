"""Figures for specimens: nearly every number another one, and every relation of the form satisfied.

A cell read under a wrong label cannot pass, and no check has a reason to speak.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from rendering.tables import COURTS, PEOPLE, RESULTS, outcomes

Values = dict[str, int]
_STEP = 7


def figures(form: str, start: int, absent: Collection[str] = (), local: int = 0) -> Values:
    """The numbers by indicator, from `start` upwards.

    `absent` are indicators or rows (`applications.NAME`) that the report does not print, and are nothing; `local` is
    what a row of the body's own adds to every column of the outcomes.
    """
    numbers = count(start, _STEP)
    if form == "statistics-2014":
        return _statistics(numbers, absent)
    return _article20(numbers, form) | _applications(numbers, form, absent, local) | _cases(numbers)


def shares(whole: int, parts: int) -> list[int]:
    """Unequal parts of a whole."""
    base = whole // (parts + 1)
    result = [base - _STEP * n for n in range(parts - 1)]
    return [*result, whole - sum(result)]


def _article20(numbers: Iterator[int], form: str) -> Values:
    values: Values = {}
    for row in ("rules", "normative"):
        first, second = next(numbers), next(numbers)
        if form == "annual-2021":
            names = ("made", "repealed", "valid")
            values |= _row(f"documents.{row}", names, (first, second, first + second + next(numbers)))
        else:
            names = ("made", "published", "public_total")
            values |= _row(f"documents.{row}", names, (second, first, first + second + next(numbers)))
    lines = ("licensing.license", "penalties.penalty", "penalties.coercion")
    if form == "annual-2021":
        values |= {f"{line}.decisions": next(numbers) for line in lines}
        return values | {"fees.fees.amount": next(numbers)}
    for line in (lines[0], "licensing.services", *lines[1:], "fees.fees"):
        values |= {f"{line}.{name}": next(numbers) for name in ("items_last", "items_change", "decisions")}
    values.pop("fees.fees.decisions")
    return values | {f"procurement.procurement.{name}": next(numbers) for name in ("items", "amount")}


def _row(stem: str, names: tuple[str, ...], row: tuple[int, ...]) -> Values:
    return {f"{stem}.{name}": number for name, number in zip(names, row, strict=True)}


def _applications(numbers: Iterator[int], form: str, absent: Collection[str], local: int) -> Values:
    rows: dict[str, list[int]] = {}
    for name, _, _ in outcomes(form):
        empty = f"applications.{name}" in absent
        rows[name] = [0 if empty else next(numbers) for _ in PEOPLE[:6]]
    # Where the three rows of 其他处理 are printed as one, it has numbers of its own.
    if "applications.others" not in absent and form == "annual-2021" and "applications.others_rest" in absent:
        rows["others"] = [next(numbers) for _ in PEOPLE[:6]]
    rows["handled"] = [sum(column) + local for column in zip(*rows.values(), strict=True)]
    for name in ("carried_in", "carried_out"):
        rows[name] = [next(numbers) for _ in PEOPLE[:6]]
    balance = zip(rows["handled"], rows["carried_out"], rows["carried_in"], strict=True)
    rows["new"] = [handled + out - in_ for handled, out, in_ in balance]
    return {
        f"applications.{name}.{column}": number
        for name, row in rows.items()
        for column, number in zip(PEOPLE, [*row, sum(row)], strict=True)
    }


def _cases(numbers: Iterator[int]) -> Values:
    values: Values = {}
    for table, _ in COURTS:
        row = [next(numbers) for _ in RESULTS[:4]]
        values |= _row(f"disputes.{table}", RESULTS, (*row, sum(row)))
    return values


def _statistics(numbers: Iterator[int], absent: Collection[str]) -> Values:
    values: Values = {}

    def put(name: str, number: int | None = None) -> int:
        values[f"{name}.total"] = number = next(numbers) if number is None else number
        return number

    def total(name: str, parts: tuple[str, ...]) -> int:
        return put(name, sum(0 if f"{part}.total" in absent else put(part) for part in parts))

    channels = total("channels.channels", _below("channels", "gazette website weibo wechat other"))
    made = values["documents.normative.made"] = next(numbers)
    put("disclosure.normative", made - 5)
    put("disclosure.proactive", channels - 9)
    total("response.channels", _below("response", "press interviews articles social other"))
    for name in ("press", "interviews"):
        put(f"response.{name}_head", values[f"response.{name}.total"] - 3)
    put("response.hot_topics")
    reasons = "state_secret commercial privacy stability not_information other_law"
    refused = total("applications.refused", _below("applications", *(f"refused_{name}" for name in reasons.split())))
    answers = "already_public granted partly not_this_body not_existing correction other_channel"
    handled = put("applications.handled", refused + sum(map(put, _below("applications", answers))))
    late = put("applications.closed_extended")
    put("applications.closed", handled + 4)
    put("applications.closed_on_time", handled + 4 - late)
    known = _below("applications", "new_in_person new_fax new_online new_letter")
    ways = [name for name in known if f"{name}.total" not in absent]
    for name, number in zip(ways, shares(put("applications.new", handled + 10), len(ways)), strict=True):
        put(name, number)
    for name in ("review", "litigation"):
        row = [next(numbers) for _ in range(3)]
        values |= _row(f"disputes.{name}", ("upheld", "corrected", "other", "total"), (*row, sum(row)))
    for name in ("complaints.complaints", "charges.charges", "organisation.budget"):
        put(name)
    total("organisation.staff", _below("organisation", "staff_full_time staff_part_time"))
    for name in (*_below("organisation", "offices reading_points"), *_below("training", "meetings courses trainees")):
        put(name)
    return values


def _below(table: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{table}.{name}" for each in names for name in each.split())
