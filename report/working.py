"""The reconciliation sheets of a workbook: figures that can be changed, and checks that turn when they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from ..forms.expression import Expression
from ..model import Figure, Quantity, Relation, RelationTerm
from .arithmetic import Working, evaluate, parsed, work_out
from .formulas import Cells, Spread, Verdicts, bound_formulas, spread_of, spread_of_text, translate
from .labels import names
from .sheets import MAX_ROWS, Book, Sheet, colour_words
from .words import Say, clip, outcome_word, source_word

_NOTES = 2_000
_GOOD = ("holds", "rounding", "truncation", "scope")
Key = tuple[str, str]


class Group(Struct, frozen=True):
    """The checks of one document, or of several documents with each other (`path` None), with their figures."""

    path: str | None
    title: str
    terms: tuple[tuple[Key, RelationTerm], ...]
    relations: tuple[Relation, ...]

    @property
    def height(self) -> int:
        """Rows the group takes: title, headings, figures, a gap, headings, checks, a gap."""
        return len(self.terms) + len(self.relations) + 5


class Position(Struct, frozen=True):
    """Where a check or figure stands: sheet name and row from 0."""

    sheet: str
    row: int

    @property
    def address(self) -> str:
        return f"'{self.sheet}'!A{self.row + 1}"


def key_of(term: RelationTerm) -> Key:
    """What makes two terms the same number: its figure, or for a stated number its words."""
    return term.document, term.figure or f"={term.label}={term.value}"


def groups(relations: Iterable[Relation], titles: Mapping[str, str], across: str) -> list[Group]:
    """Relations by document, in the documents' order, those between documents last."""
    by_path: dict[str | None, list[Relation]] = {path: [] for path in titles}
    for relation in relations:
        paths = {term.document for term in relation.terms}
        by_path.setdefault(paths.pop() if len(paths) == 1 else None, []).append(relation)
    made = []
    for path, listed in by_path.items():
        if listed:
            terms: dict[Key, RelationTerm] = {}
            for relation in listed:
                for term in relation.terms:
                    terms.setdefault(key_of(term), term)
            title = across if path is None else titles.get(path) or path
            made.append(Group(path, title, tuple(terms.items()), tuple(listed)))
    return sorted(made, key=lambda group: group.path is None)


class Plan(Struct, frozen=True):
    """Which sheet holds which groups, and where each check that did not hold will stand; made before it is written."""

    sheets: tuple[tuple[str, tuple[Group, ...]], ...]
    checks: dict[Relation, Position]
    left_out: int


def plan(listed: Sequence[Group], name: str, separate: int) -> Plan:
    """A sheet a group, or one long sheet where there are more than `separate`."""
    sheets: list[tuple[str, tuple[Group, ...]]] = []
    if len(listed) <= separate:
        sheets = [(f"{name}{number}", (group,)) for number, group in enumerate(listed, 1)]
    elif listed:
        sheets = [(name, tuple(listed))]
    checks: dict[Relation, Position] = {}
    kept, left_out = [], 0
    for sheet, members in sheets:
        row, fitting = 0, []
        for group in members:
            if row + group.height >= MAX_ROWS:
                left_out += len(group.relations)
                continue
            fitting.append(group)
            first = row + 2 + len(group.terms) + 2
            for at, relation in enumerate(group.relations):
                if relation.outcome not in _GOOD:
                    checks.setdefault(relation, Position(sheet, first + at))
            row += group.height
        kept.append((sheet, tuple(fitting)))
    return Plan(tuple(kept), checks, left_out)


def write_groups(
    book: Book,
    made: Plan,
    held: Sheet,
    figures: Mapping[Key, Figure],
    suspects: set[Key],
    say: Say,
) -> None:
    """Write every sheet of the plan, and in `held` a row for each check that held."""
    widths = (9.0, 44.0, 26.0, 16.0, 16.0, 13.0, 13.0, 14.0, 50.0)
    notes = _NOTES
    for name, members in made.sheets:
        sheet = book.sheet(name, [("", width) for width in widths], (0, 2))
        for group in members:
            notes = _Writer(sheet, held, figures, suspects, say, notes).group(group)
        # Results stand in column G, what gouji found in column H.
        words = [(say("成立", "holds"), "good"), (say("不符", "broken"), "bad"), (say("无法核对", "unknown"), "grey")]
        colour_words(sheet, 6, sheet.row, words)
        colour_words(sheet, 7, sheet.row, words)


class _Writer:
    def __init__(
        self, sheet: Sheet, held: Sheet, figures: Mapping[Key, Figure], suspects: set[Key], say: Say, notes: int
    ) -> None:
        self.sheet, self.held, self.figures, self.suspects = sheet, held, figures, suspects
        self.say, self.notes = say, notes

    def group(self, group: Group) -> int:
        """Write the group from the sheet's next row; returns how many notes are still allowed."""
        sheet = self.sheet
        path = f"  {group.path}" if group.path not in (None, group.title) else ""
        sheet.text(0, group.title + path, "title")
        sheet.next()
        self.heads(_figure_heads(self.say, group.path is None))
        cells: dict[Key, Cells] = {}
        for key, term in group.terms:
            cells[key] = self.figure(key, term, group.path is None)
        sheet.next()
        self.heads(_check_heads(self.say))
        for relation in group.relations:
            self.check(relation, cells)
        sheet.next()
        return self.notes

    def heads(self, names: Iterable[str]) -> None:
        for column, name in enumerate(names):
            self.sheet.text(column, name, "head")
        self.sheet.next()

    def figure(self, key: Key, term: RelationTerm, across: bool) -> Cells:
        sheet, row = self.sheet, self.sheet.row + 1
        known = self.figures.get(key)
        spread = _spread(known.quantity if known else None, term)
        value = f"$E${row}"
        sheet.text(0, term.figure or "")
        sheet.text(1, term.label)
        sheet.text(2, term.column)
        source = source_word(known.origin, self.say) if known else ""
        sheet.text(3, term.document if across else source)
        number = Decimal(term.value) if term.value is not None else None
        sheet.number(4, number, term.unit, "suspect" if key in self.suspects else "input")
        cells = Cells(value, value, value)
        if spread is None or not spread.point:
            cells = Cells(value, f"$F${row}", f"$G${row}")
            for column, formula, shown in zip((5, 6), bound_formulas(spread, value), _ends(spread), strict=True):
                sheet.formula(column, formula, shown, "number")
        else:
            sheet.text(5, "")
            sheet.text(6, "")
        sheet.text(7, _place(known, term))
        sheet.text(8, clip(known.text, known.evidence.quote, 200) if known else "")
        if known is not None and known.origin == "narrative" and self.notes > 0:
            self.notes -= 1
            sheet.sheet.write_comment(
                sheet.row, 4, clip(known.text, known.evidence.quote, 400), {"author": "gouji", "x_scale": 2}
            )
        sheet.next()
        return cells

    def check(self, relation: Relation, cells: Mapping[Key, Cells]) -> None:
        sheet, row, say = self.sheet, self.sheet.row + 1, self.say
        words = Verdicts(say("成立", "holds"), say("不符", "broken"), say("无法核对", "unknown"))
        named = {term.name: cells[key_of(term)] for term in relation.terms}
        terms = {term.name: term for term in relation.terms}
        expression = parsed(relation.expression)
        made = translate(expression, named, (f"$D${row}", f"$E${row}"), words) if expression else None
        sheet.text(0, relation.rule)
        working = work_out(relation)
        told = in_words(working, say)
        sheet.text(1, told)
        sheet.text(2, working.formula)
        if made is not None and expression is not None:
            sheet.formula(3, made.left, _float(evaluate(expression.left, terms)), "number")
            sheet.formula(4, made.right, _float(evaluate(expression.right, terms)), "number")
            sheet.formula(5, made.gap, _number(relation.gap), "number")
            sheet.formula(6, made.result, _verdict(relation, expression, terms, words), "cell")
        else:
            for column in (3, 4, 5, 6):
                sheet.text(column, "")
        sheet.text(7, outcome_word(relation.outcome, say))
        sheet.text(8, say(relation.reason, relation.reason_en))
        if relation.outcome in _GOOD and not self.held.full:
            self.hold(relation, told, working.formula)
        sheet.next()

    def hold(self, relation: Relation, told: str, formula: str) -> None:
        held, at = self.held, Position(self.sheet.sheet.name, self.sheet.row).address
        paths = dict.fromkeys(term.document for term in relation.terms)
        texts = (relation.rule, "\n".join(paths), told, formula, outcome_word(relation.outcome, self.say))
        for column, text in enumerate(texts):
            held.text(column, text)
        held.link(5, at, at.replace("'", ""))
        held.next()


def _verdict(relation: Relation, expression: Expression, terms: Mapping[str, RelationTerm], words: Verdicts) -> str:
    """The outcome in the three words a formula can come to; a formula knows nothing of scopes."""
    if relation.outcome == "scope":
        left, right = evaluate(expression.left, terms), evaluate(expression.right, terms)
        if left is None or right is None:
            return words.unknown
        compared = {"==": left == right, "<=": left <= right, ">=": left >= right, "<": left < right, ">": left > right}
        return words.holds if compared[expression.comparison] else words.broken
    if relation.outcome in ("holds", "rounding", "truncation"):
        return words.holds
    return words.broken if relation.outcome == "broken" else words.unknown


def _spread(quantity: Quantity | None, term: RelationTerm) -> Spread | None:
    if term.value is None:
        return spread_of(quantity) if quantity is not None else None
    if quantity is not None and quantity.value == Decimal(term.value):
        return spread_of(quantity)
    return spread_of_text(term.value, term.unit)


def _ends(spread: Spread | None) -> tuple[float | None, float | None]:
    if spread is None:
        return 0.0, None
    if spread.value is None:
        return _float(spread.below), _float(spread.above)
    low = None if spread.below is None else spread.value - spread.below
    high = None if spread.above is None else spread.value + spread.above
    return _float(low), _float(high)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(Decimal(text))
    except ArithmeticError:
        return None


def _place(known: Figure | None, term: RelationTerm) -> str:
    page = f"p{known.evidence.page} " if known is not None and known.evidence.page else ""
    return page + (f"@{term.start}" if term.start is not None else "")


def in_words(working: Working, say: Say) -> str:
    """The relation with labels for names, what they share said once."""
    steps = [step for step in working.steps if step.term is not None]
    shared, called = names([step.term for step in steps if step.term is not None], say)
    parts = " ".join(f"{step.sign} {called[id(step.term)]}".strip() for step in steps)
    return f"{shared}{say('：', ': ')}{parts}" if shared else parts


def _figure_heads(say: Say, across: bool) -> Iterator[str]:
    yield say("编号", "id")
    yield say("指标", "label")
    yield say("列", "column")
    yield say("报告", "report") if across else say("来源", "source")
    yield say("数值（可改）", "value (change it)")
    yield say("至少", "at least")
    yield say("至多", "at most")
    yield say("位置", "place")
    yield say("原文", "text")


def _check_heads(say: Say) -> Iterator[str]:
    yield say("规则", "rule")
    yield say("关系", "relation")
    yield say("算式", "sum")
    yield say("左边", "left")
    yield say("右边", "right")
    yield say("差额", "difference")
    yield say("结果（公式）", "result (formula)")
    yield say("gouji 的结果", "as gouji found")
    yield say("说明", "remark")
