"""Error localisation as a mixed-integer problem, for three and more suspects (de Waal 2003), on HiGHS.

A binary variable a figure says whether it is changed; the cheapest set that lets every check hold is sought. The
search is bounded by a count of nodes; what the solver returns is verified in exact arithmetic before it is believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from .check import Check, satisfied
from .interval import Interval
from .suspects import Key, weigh
from .web import Web, environment, speaks

MAX_NODES = 200
LEAST_SUSPECTS = 3
MAX_FIGURES = 200
# A set larger than this, or than the number of relations it mends, tells an auditor nothing.
MAX_SUSPECTS = 8
_MAX_VALUE = Decimal(10) ** 8


def solve(web: Web, broken: Sequence[Check]) -> tuple[dict[Key, Decimal], bool] | None:
    """The new values of the smallest set, and whether it is proven the only smallest; None where none was found.

    One and two suspects have been tried before; a search that its count of nodes ends proves nothing.
    """
    checks = _neighbourhood(web, broken)
    keys = list(dict.fromkeys(key for check in checks for key in check.keys if web.terms[key].reading is not None))
    most = min(len(broken), MAX_SUSPECTS)
    if most < LEAST_SUSPECTS or len(keys) > MAX_FIGURES or any(check.expression.linear is None for check in broken):
        return None
    first, _ = _run(web, checks, keys, most, None)
    if not first:
        return None
    return first, _run(web, checks, keys, most, first)[1]


def _cost(web: Web, values: dict[Key, Decimal]) -> Decimal:
    return sum((weigh(web.terms[key]) for key in values), Decimal(0))


def _neighbourhood(web: Web, broken: Sequence[Check]) -> list[Check]:
    """The broken checks and the linear ones that hold on their figures, two steps out."""
    chosen = {id(check): check for check in broken}
    edge: list[Check] = list(broken)
    for _ in range(2):
        reached = [other for check in edge for key in check.keys for other in web.by_key.get(key, ())]
        edge = []
        for other in reached:
            usable = other.outcome == "broken" or speaks(other)
            if id(other) not in chosen and usable and other.expression.linear is not None:
                chosen[id(other)] = other
                edge.append(other)
    return list(chosen.values())


def _run(
    web: Web, checks: Sequence[Check], keys: Sequence[Key], most: int, excluded: dict[Key, Decimal] | None
) -> tuple[dict[Key, Decimal] | None, bool]:
    """The cheapest set, None where none was found; and whether it is proven that there is none.

    With a set `excluded`, any other that costs no more than it.
    """
    import highspy
    import numpy as np

    printed = {key: _value(web, key) for key in keys}
    known = {key: value for key, value in printed.items() if value is not None}
    bound = 2 * max((abs(value) for value in known.values()), default=Decimal(1)) + 10
    if bound > _MAX_VALUE or not known:
        return None, False
    order = {key: n for n, key in enumerate(known)}
    solver: Any = _highs(highspy)
    for option, setting in (
        ("output_flag", False), ("threads", 1), ("random_seed", 1), ("mip_max_nodes", MAX_NODES),
        ("mip_feasibility_tolerance", 1e-9), ("primal_feasibility_tolerance", 1e-9), ("mip_rel_gap", 0.0),
    ):  # fmt: skip
        solver.setOptionValue(option, setting)
    count = len(order)
    infinity = highspy.kHighsInf
    for key, value in known.items():
        term = web.terms[key]
        low = float(-value) if term.nonnegative else float(-bound)
        solver.addVar(max(low, float(-bound)), float(bound))
        if term.integer:
            solver.changeColIntegrality(order[key], highspy.HighsVarType.kInteger)
    for key in known:
        solver.addVar(0.0, 1.0)
        solver.changeColIntegrality(count + order[key], highspy.HighsVarType.kInteger)
        solver.changeColCost(count + order[key], float(weigh(web.terms[key])))
    for n in order.values():
        width = float(bound)
        solver.addRow(-infinity, 0.0, 2, np.array([n, count + n]), np.array([1.0, -width]))
        solver.addRow(0.0, infinity, 2, np.array([n, count + n]), np.array([1.0, width]))
    for check in checks:
        _add_check(solver, check, order, np, infinity)
    solver.addRow(float(LEAST_SUSPECTS), float(most), count, np.arange(count, 2 * count), np.ones(count))
    if excluded is not None:
        columns = np.array([count + order[key] for key in excluded])
        solver.addRow(-infinity, len(excluded) - 1.0, len(excluded), columns, np.ones(len(excluded)))
        costs = np.array([float(weigh(web.terms[key])) for key in order])
        solver.addRow(-infinity, float(_cost(web, excluded)) + 1e-6, count, np.arange(count, 2 * count), costs)
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        return None, status == highspy.HighsModelStatus.kInfeasible
    solution = solver.getSolution().col_value
    changed = {key: known[key] + _exact(solution[n]) for key, n in order.items() if solution[count + n] > 0.5}
    return (changed if changed and _verified(checks, changed) else None), False


def _highs(highspy: Any) -> Any:
    """A silent solver: `Highs` itself prints a banner on stdout as it is made, what it derives from does not."""
    return highspy.Highs.__base__()


def _value(web: Web, key: Key) -> Decimal | None:
    reading = web.terms[key].reading
    return reading.value if reading is not None else None


def _exact(value: float) -> Decimal:
    return Decimal(repr(round(value, 6))).normalize()


def _add_check(solver: Any, check: Check, order: dict[Key, int], np: Any, infinity: float) -> None:
    """The check as a row: the sum of weighted changes lies where it makes up for the gap."""
    slack = Interval(-check.expression.constant, -check.expression.constant)
    if check.expression.comparison in ("<=", "<"):
        slack = Interval(None, slack.hi)
    elif check.expression.comparison in (">=", ">"):
        slack = Interval(slack.lo, None)
    weights: dict[int, float] = {}
    for weight, term in check.weighted:
        if term.key in order and term.key is not None and term.reading is not None:
            at = order[term.key]
            weights[at] = weights.get(at, 0.0) + float(weight)
            # What rounding leaves open around the printed value stays open around the changed one.
            slack = slack - term.reading.full.scaled(weight)
        elif term.reading is not None:
            slack = slack - term.reading.full.scaled(weight)
        else:
            slack = slack - Interval(Decimal(0) if term.nonnegative else None, None).scaled(weight)
    if not weights:
        return
    low = -infinity if slack.lo is None else float(slack.lo)
    high = infinity if slack.hi is None else float(slack.hi)
    solver.addRow(low, high, len(weights), np.array(list(weights)), np.array(list(weights.values())))
    columns = np.array([len(order) + at for at in weights])
    if not low <= 0.0 <= high:
        # One of its figures is wrong ...
        solver.addRow(1.0, infinity, len(columns), columns, np.ones(len(columns)))
    elif low == high:
        # ... and where a sum holds exactly, one of them cannot change alone.
        for n in range(len(columns)):
            solver.addRow(0.0, infinity, len(columns), columns, np.where(np.arange(len(columns)) == n, -1.0, 1.0))


def _verified(checks: Sequence[Check], changed: dict[Key, Decimal]) -> bool:
    return all(satisfied(check.expression, environment(check, changed)) for check in checks)
