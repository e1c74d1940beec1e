"""The sum and pair checks of a form over very many reports at once, as columns of numbers.

A screen finds the reports worth a closer look; what is wrong in them, and how sure that is, is the engine's to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .tables import Part, plan_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..forms.schema import Form


@dataclass(frozen=True, slots=True)
class Screened:
    """One relation over all reports: `broken` and `unknown` hold one truth value a report."""

    rule: str
    indicators: tuple[str, ...]
    place: str
    broken: NDArray[np.bool_]
    unknown: NDArray[np.bool_]


def screen(form: Form, columns: Mapping[str, NDArray[np.float64]]) -> Iterator[Screened]:
    """Try the form's sums, pairs and linear rules on columns by indicator; NaN stands for every missing number.

    Agrees with the engine on counts; a relation with a missing number is unknown here, never broken.
    """
    import numpy as np

    plan = plan_of(form)
    for sums in plan.sums:
        if sums.total.indicator not in columns:
            continue
        parts = [name for part in sums.parts for name in _names(part, columns)]
        if any(name not in columns for name in parts):
            continue
        gap = np.negative(columns[sums.total.indicator])
        for name in parts:
            gap += columns[name]
        yield _screened(sums.rule, (sums.total.indicator, *parts), sums.place, gap, "==", np)
    for pair in plan.pairs:
        names = (pair.part.indicator, pair.whole.indicator)
        if all(name in columns for name in names):
            yield _screened(pair.rule, names, "", columns[names[0]] - columns[names[1]], "<=", np)
    for rule in plan.rules:
        if rule.expression.linear is None or any(name not in columns for name in rule.names):
            continue
        gap = np.full_like(columns[rule.names[0]], float(rule.expression.constant))
        for (_, weight), name in zip(rule.expression.linear, rule.names, strict=True):
            gap += float(weight) * columns[name]
        yield _screened(rule.code, rule.names, rule.place, gap, rule.expression.comparison, np)


def _names(part: Part, columns: Mapping[str, Any]) -> Iterator[str]:
    if part.children and part.indicator not in columns:
        for child in part.children:
            yield from _names(child, columns)
    else:
        yield part.indicator


def _screened(rule: str, names: tuple[str, ...], place: str, gap: Any, comparison: str, np: Any) -> Screened:
    excess = {"==": np.abs(gap), "<=": gap, ">=": -gap}[comparison]
    return Screened(rule, names, place, excess > 1e-6, np.isnan(gap))
