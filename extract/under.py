"""Numbers told under a placed one, by the form's own labels: the rows that its row sums, the columns that its column
sums (不予公开9件,其中国家秘密1件; 行政复议4件,维持3件)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from msgspec import Struct

from ..forms.kept import once_a_form
from ..forms.schema import Column, Form, Row
from .beside import NAMELESS
from .cases import CARRIED_IN_LINE, CASES
from .counted import of_both, told_of_this_report
from .labels import core
from .phrases import bare, phrases_of
from .scan import late
from .sentences import Mention, Sentence
from .wholes import ancestors
from .wording import plainly

# The shortest stretch of a label that names it, and how much of the words said it must be.
_SHORTEST, _MOST = 4, 0.5
_WHOLE = 100
# Words that tell no label of such a report from another.
_SAID_OF_ALL = "主动公开政府信息公开申请"
_REASON = late(r"(?:其中)?:?(?:因|由于|属于(?!不予|不同意|不公开|予以|部分|无法提供|其他处理)|涉及)")
# 无法提供(本机关不掌握)3件: what the bracket before the number says of it.
_ASIDE = late(r"\(([^()\d]+)\)的?$")
_AND_OTHERS = late("等(?:情[形况]|原因|理由|类)?(?:申请)?(?:而|依法|予以|作出)?(?:不予|无法|其他)")
_BEFORE = r"(?:来自|被|均|已|结果|因|为|由|属于?|涉及|决定|其中:?|是|复议机关|法院|判决|裁定)*"
_BEHIND = r"(?:原\w{1,8}|的|申请|提[出交]|申请的?|结果|决定|案件)*"
_AND = ("或", "和", "及", "与", "、")
_KINDS = 4
_CARRIED = (CARRIED_IN_LINE, f"{CASES}.carried_out.total")
_WITH_PARTS = late("[,(](?:含|包括|其中)")
_UPHELD = late("^(?:被|获|均|予以|决定|判决)*维持(?:原)?(?:具体)?(?:行政行为?|答复)$")
_CITIZEN = late("公民(?:个人)?(?!、|和|或|及|与)")
_REST = ("其他", "其它")
_OTHERS = late("(?:其他|其它)(?:处理|类|组织)?(?:申请)?")
# Indicators, each with a label that tells it from the others below their sum.
Labels = tuple[tuple[str, str], ...]


def place_under(sentence: Sentence, form: Form, year: int | None, above: str | None) -> str | None:
    """Link the mentions that a label under a placed number names; runs after the phrases of the sentence.

    `above` is the number that the sentence before left to be divided; returned is what this one leaves.
    """
    if not sentence.mentions:
        return above
    ladder = ladder_of(form)
    labels = ladder.under
    told = False
    for mention in sentence.mentions:
        if mention.role not in ("count", "part"):
            continue
        if mention.indicator is not None and mention.link == "exact":
            if mention.indicator in labels and not _narrowed(mention, labels[mention.indicator], form):
                continue
            above = mention.indicator if mention.indicator in labels else ladder.over.get(mention.indicator, above)
            told = True
            continue
        whole = mention.whole.indicator if mention.whole is not None else above
        # Over the end of a sentence only a whole label is believed.
        least = 1 if told or mention.whole is not None else _WHOLE
        found = rest = None
        elsewhere = of_both(mention) or _of_another_kind(mention, whole or "", form)
        if told_of_this_report(mention, year) and not elsewhere:
            found = _named(mention, labels.get(whole or "", ()), least)
            rest = _the_rest(mention, ladder) if found is None else None
        if (found or rest) and not mention.found.quantity.is_empty:
            mention.indicator, mention.link = found or rest, "exact" if found else "loose"
        elif mention.whole is None and len(mention.lead) >= _SHORTEST and mention.found.value != 0:
            # 复议10件,诉讼0件,结果维持2件: of nothing there are no parts.
            above = None
    # 其余6件转入下年。个人96件、企业11件: the next sentence speaks of those received again.
    return above if above not in _CARRIED else None


def _the_rest(mention: Mention, ladder: Ladder) -> str | None:
    """自然人申请28件,其他申请3件; 无法提供2件,其他1件: what the form calls the rest of what the numbers before divide.

    It is loose: the words may mean all that the sentence leaves out.
    """
    at = mention.sentence.mentions.index(mention)
    last = mention.sentence.mentions[at - 1] if at else None
    if last is None or not _OTHERS.fullmatch(mention.lead) or last.link != "exact" or last.whole is not mention.whole:
        return None
    if "组织" in mention.lead and at < _KINDS:
        # 商业企业5件,其他组织2件 leaves open of which kinds those are.
        return None
    whole = mention.whole.indicator if mention.whole is not None else None
    above = ladder.over.get(last.indicator or "", "")
    columns = _same_row(above, last.indicator or "")
    while above and (above, columns) not in ladder.rest:
        above = ladder.over.get(above, "") if above != whole else ""
    return ladder.rest.get((above, columns))


def _narrowed(mention: Mention, labels: Labels, form: Form) -> bool:
    """本机关不掌握而无法提供12件: the reason said with the number makes it one below; False where no label gives it.

    Several reasons, or one of them (信访举报类申请及重复申请等不予处理3件), leave it what it is.
    """
    told = _reasons(mention, labels, form) if _has_rows(labels) else set()
    if len(told) > 1 or _AND_OTHERS.search(mention.lead):
        return True
    if told:
        mention.indicator = told.pop()
        return True
    own = ladder_of(form).own.get((mention.indicator or "").rpartition(".")[0], ())
    reason = _named(mention, labels, _nearest(mention, own) + 1, "/".join(own))
    if reason is None and _REASON.match(mention.lead) and _has_rows(labels):
        mention.indicator, mention.link = None, "none"
        return False
    mention.indicator = reason or mention.indicator
    return True


def _reasons(mention: Mention, labels: Labels, form: Form) -> set[str]:
    """The numbers below that the words before the placed one's own name, or a bracket before the number does."""
    below = {name for name, _ in labels}
    index = phrases_of(form)
    hits = index.hits(plainly(mention.lead))
    at = max((hit.start for hit in hits if hit.phrase.indicator == mention.indicator), default=0)
    told = {hit.phrase.indicator for hit in hits if hit.phrase.indicator in below and hit.end <= at}
    aside = _ASIDE.search(mention.gap)
    if aside is not None:
        told |= {hit.phrase.indicator for hit in index.hits(aside[1]) if hit.phrase.indicator in below}
    return told


def _named(mention: Mention, labels: Labels, least: int = 1, own: str = "") -> str | None:
    """The one label that the words before the number name best, if any does at `least` so well.

    What they share with a label must be more than what stands in `own` as well.
    """
    words = _said(mention)
    scored = sorted(((_nearness(words, label, own), name) for name, label in labels), reverse=True)
    if not scored or scored[0][0] < least:
        return None
    best = {name for score, name in scored if score == scored[0][0]}
    return best.pop() if len(best) == 1 else None


def _said(mention: Mention) -> str:
    """What names the number: the words before it, else those behind (有12条政府信息主动公开)."""
    before = _CITIZEN.sub("自然人", bare(plainly(mention.lead)).replace("专兼职", ""))
    said = bare(mention.right) if NAMELESS.fullmatch(before) else before
    behind = mention.clause[1] - mention.sentence.start
    alone = "未公开" not in mention.sentence.text and _WITH_PARTS.match(mention.sentence.text, behind) is None
    if said == "其中公开" and alone:
        # 答复31件,其中公开20件
        return "予以公开"
    return _UPHELD.sub("结果维持", said)


def _rows(indicator: str, form: Form) -> list[Row]:
    place = indicator.split(".")[:2]
    return [row for table in form.tables for row in table.rows if [table.id, row.id] == place]


def _of_another_kind(mention: Mention, whole: str, form: Form) -> bool:
    """行政复议6件,行政诉讼结果维持3件: what became of an action is nothing of the reviews."""
    kinds = [kind for kind in ("复议", "诉讼") if kind in mention.lead]
    labels = "".join(label for row in _rows(whole, form) for label in (row.label, *row.under)) if kinds else ""
    return labels != "" and any(kind not in labels for kind in kinds)


def _nearest(mention: Mention, own: Sequence[str]) -> int:
    """How near the words come to the labels of the indicator that the phrases gave: one below it must come nearer."""
    words = _pairs(_said(mention))
    return max((len(words & _pairs(label)) for label in own), default=0)


def _has_rows(labels: Labels) -> bool:
    """Whether they are of several rows of the form, not of the columns of one."""
    return labels[0][0].split(".")[1] != labels[-1][0].split(".")[1]


def _nearness(words: str, label: str, own: str) -> int:
    """How much of a label stands in the words: all of a short one with nothing but fillers, a stretch of a long one."""
    if label in words and re.fullmatch(_BEFORE + re.escape(label) + _BEHIND, words):
        return _WHOLE + len(label)
    before, found, behind = words.partition(label)
    if found and (behind.startswith(_AND) or before.endswith(_AND)):
        # 不予公开或不属于公开范围的44件 counts the two together.
        return 0
    shared = len(_pairs(words) & _pairs(label))
    if len(label) < _SHORTEST or shared < 2:
        return 0
    stretch = _common(words, label)
    if stretch in _SAID_OF_ALL or stretch in own:
        return 0
    enough = max(_SHORTEST, _MOST * min(len(words), len(label)))
    return shared if len(stretch) >= enough or (len(stretch) == len(words) >= 3) else 0


@lru_cache(maxsize=8192)
def _pairs(words: str) -> frozenset[str]:
    return frozenset(words[i : i + 2] for i in range(len(words) - 1))


def _common(one: str, other: str) -> str:
    """The longest stretch that both have."""
    for length in range(min(len(one), len(other)), 1, -1):
        for at in range(len(one) - length + 1):
            if one[at : at + length] in other:
                return one[at : at + length]
    return ""


class Ladder(Struct, frozen=True):
    """What a form sums: `under` every indicator that sums others those and their labels, `over` every other one the
    nearest that sums it, the one with the fewest parts; `rest` the one called 其他 of what a sum sums, of its rows
    (False) or its columns (True); `own` the labels of every row."""

    under: dict[str, Labels]
    over: dict[str, str]
    rest: dict[tuple[str, bool], str]
    own: dict[str, tuple[str, ...]]


@once_a_form
def ladder_of(form: Form) -> Ladder:
    """The sums of a form, gathered once."""
    labels = _labels(form)
    over: dict[str, tuple[int, str]] = {}
    for above, below in labels.items():
        for name, _ in below:
            over[name] = min(over.get(name, (len(below), above)), (len(below), above))
    nearest = {name: above for name, (_, above) in over.items()}
    rest = {
        (above, _same_row(above, name)): name
        for above, below in labels.items()
        for name, label in below
        if nearest[name] == above and _OTHERS.fullmatch(label)
    }
    under = {above: tuple(one for one in below if one[1] not in _REST) for above, below in labels.items()}
    own = {
        f"{table.id}.{row.id}": tuple(map(core, (row.label, *row.aliases)))
        for table in form.tables
        for row in table.rows
    }
    return Ladder(under, nearest, rest, own)


def _same_row(one: str, other: str) -> bool:
    return one.split(".")[:2] == other.split(".")[:2]


def _labels(form: Form) -> dict[str, Labels]:
    found: dict[str, dict[tuple[str, str], None]] = {}
    up = ancestors(form)
    for table in form.tables:
        for row, column in product(table.rows, table.columns):
            name = f"{table.id}.{row.id}.{column.id}"
            for above in up[name]:
                _, upper_row, upper_column = above.split(".")
                if (upper_row == row.id) != (upper_column == column.id):
                    item: Row | Column = row if upper_column == column.id else column
                    labels = (core(label) for label in (item.label, *item.aliases))
                    found.setdefault(above, {}).update(dict.fromkeys((name, label) for label in labels))
    return {above: tuple(labels) for above, labels in found.items()}
