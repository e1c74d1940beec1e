"""Which of several totals a list breaks down, told by the form and by the words, never by which one adds up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..forms.kept import once_a_form
from ..forms.schema import Column, Form, FormTable, Row
from .list_parts import Group
from .scan import late
from .sentences import Mention

_MOST_WORDS = 10
# Pairs of characters that every number of these reports has beside it.
_SAID_OF_ALL = frozenset(("公开", "政府", "信息", "申请", "府信", "息公", "开申"))
_CLOSED = late(r"^(?:共|已|共计)?(?:办结|答复|办理|处理)(?:完毕|答复)?(?:的|了|各类)*(?:申请)?(?:共|共计|总计)?$")
_REST = late(r"其他|其它|其余")


def settle_wholes(groups: list[Group], form: Form | None) -> None:
    """Give every group the whole its parts belong to; where the form says that they belong to none of the totals
    before them, the group is doubtful."""
    above = ancestors(form) if form is not None else {}
    full = partitions(form) if form is not None else {}
    for group in groups:
        candidates = [group.whole, *group.others]
        known = [above[part.indicator] for part in group.parts if part.indicator in above]
        if known:
            _by_form(group, candidates, known)
        if group.others:
            _by_words(group)
        rest = [part for part in group.parts if part.indicator not in above]
        if len(known) > 2 and group.whole.indicator is None and all(_REST.match(part.lead) for part in rest):
            _name_total(group, known)
        if full.get(group.whole.indicator or "") == frozenset(part.indicator or "" for part in group.parts):
            # 办结239件,其中按时办结231件,延期办结8件: the form knows no third.
            group.complete, group.doubtful = True, bool(group.others)
        for part in group.parts:
            part.whole, part.others = group.whole, group.others


def _by_form(group: Group, candidates: list[Mention], known: list[frozenset[str]]) -> None:
    fitting = [c for c in candidates if c.indicator is not None and all(c.indicator in names for names in known)]
    open_ones = [c for c in candidates if c.indicator is None]
    first = group.parts[0]
    if fitting and open_ones and ";" in first.gap and all(c.sentence is first.sentence for c in candidates):
        # 诉讼4件,直接起诉3件,复议后起诉1件;其中维持2件: of the last as likely as of all, which the form has no row for.
        _choose(group, [*fitting, *open_ones])
        for part in group.parts:
            part.indicator, part.link = None, "none"
    elif fitting:
        _choose(group, fitting)
    elif all(known) and len(open_ones) < len(candidates):
        group.doubtful = True
        if open_ones:
            group.whole, group.others = open_ones[0], open_ones[1:]


def _by_words(group: Group) -> None:
    """按时办结 and 延期办结 are parts of 办结, where no other total has that word."""
    shared = [c for c in (group.whole, *group.others) if all(_akin(c, part) for part in group.parts)]
    if len(shared) == 1:
        _choose(group, shared)


def _name_total(group: Group, known: list[frozenset[str]]) -> None:
    """A bare total behind its list (…,合计46件), or 答复46件 before it, is what the form makes of all its parts."""
    shared = frozenset.intersection(*known)
    behind, closed = group.whole.start > group.parts[-1].start, _CLOSED.search(group.whole.lead)
    if (behind or closed) and len(shared) == 1 and group.whole.role == "count":
        # Some of the parts may have been added up alone.
        group.whole.indicator, group.whole.link = next(iter(shared)), "exact" if closed else "loose"


def _choose(group: Group, found: list[Mention]) -> None:
    group.whole, group.others = found[0], found[1:]
    group.doubtful = len(found) > 1


def _akin(whole: Mention, part: Mention) -> bool:
    words = whole.lead[-_MOST_WORDS:]
    shared = (words[i : i + 2] for i in range(len(words) - 1))
    return any(pair in part.lead for pair in shared if pair not in _SAID_OF_ALL)


@once_a_form
def partitions(form: Form) -> dict[str, frozenset[str]]:
    """The indicators that the form makes of rows, with all these rows."""
    return {name: parts for table in form.tables for name, parts in _made_of(table)}


def _made_of(table: FormTable) -> Iterator[tuple[str, frozenset[str]]]:
    for row in table.rows:
        for column in table.columns if row.total_of else ():
            yield (
                f"{table.id}.{row.id}.{column.id}",
                frozenset(f"{table.id}.{part}.{column.id}" for part in row.total_of),
            )


@once_a_form
def ancestors(form: Form) -> dict[str, frozenset[str]]:
    """Every indicator of the form's tables with those it is a part of, near and far; empty where it is no part."""
    return {name: names for table in form.tables for name, names in _of_table(table)}


def _of_table(table: FormTable) -> Iterator[tuple[str, frozenset[str]]]:
    rows, columns = _above(table.rows), _above(table.columns)
    for row in table.rows:
        for column in table.columns:
            up = {(r, column.id) for r in rows[row.id]} | {(row.id, c) for c in columns[column.id]}
            up |= {(r, c) for r in rows[row.id] for c in columns[column.id]}
            yield f"{table.id}.{row.id}.{column.id}", frozenset(f"{table.id}.{r}.{c}" for r, c in up)


def _above(items: Sequence[Row] | Sequence[Column]) -> dict[str, set[str]]:
    """For every id those that count it in, directly or through others."""
    ids = [item.id for item in items]
    direct: dict[str, set[str]] = {name: set() for name in ids}
    for item in items:
        for name in item.total_of:
            for each in ids if name.endswith(".*") else [name]:
                if each == name or (name.endswith(".*") and each.startswith(name[:-2] + "_")):
                    direct[each].add(item.id)
        if isinstance(item, Row) and item.part_of is not None:
            direct[item.id].add(item.part_of)
    for _ in ids:
        for name in ids:
            direct[name] |= {up for each in tuple(direct[name]) for up in direct[each]}
    return direct
