"""A check in words and in numbers, in Chinese and English, so that it can be followed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from ..forms.expression import Binary, Node, Number
from .check import Check, Term, span_of
from .interval import ZERO, exactly

Lang = Literal["zh", "en"]
_SIGN = {"==": "=", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}
_BROKEN = {"==": "≠", "<=": ">", ">=": "<", "<": "≥", ">": "≤"}
_OPERATOR = {"+": " + ", "-": " − ", "*": " × ", "/": " ÷ "}
MAX_SHOWN = 9
_LARGEST = Decimal(10) ** 20


def number(value: Decimal | None) -> str:
    """A number without exponent and without trailing zeros; at most four decimals."""
    if value is None:
        return "?"
    # Beyond that the decimal context has no digits left to round to.
    text = format(round(value, 4) if abs(value) < _LARGEST else value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_of(term: Term, lang: Lang) -> str:
    """The number as printed, with its unit; what is there instead where there is none."""
    figure = term.figure
    if figure is None:
        said = {"zh": "未印出", "en": "not printed"}[lang]
        return said if term.reading is None else number(term.reading.value)
    if term.reading is None:
        states = {
            "blank": ("留空", "blank"), "slash": ("“/”", "a slash"), "dash": ("“—”", "a dash"),
            "unreadable": ("无法识读", "unreadable"), "value": (f"“{figure.raw}”", f"“{figure.raw}”"),
        }  # fmt: skip
        return states[figure.state][0 if lang == "zh" else 1]
    if term.reading.hedged or term.reading.value is None:
        return figure.raw
    unit = figure.quantity.unit if figure.quantity is not None else ""
    return number(term.reading.value) + unit


def name_of(term: Term, lang: Lang) -> str:
    """The label of a term; in a grid the column as well is told by the place."""
    return (term.label_en or term.label) if lang == "en" else term.label


def place_of(term: Term, lang: Lang) -> str:
    """Where a number stands: page, table, row and column, or the offset in the text."""
    figure = term.figure
    if figure is None:
        return ""
    evidence = figure.evidence
    parts = []
    if evidence.page is not None:
        parts.append(f"第{evidence.page}页" if lang == "zh" else f"page {evidence.page}")
    if figure.origin == "table":
        table = figure.id.partition(":")[0]
        if evidence.cell is not None:
            row, column = evidence.cell[0] + 1, evidence.cell[1] + 1
            parts.append(
                f"表{table}第{row}行第{column}列" if lang == "zh" else f"table {table} row {row} column {column}"
            )
        else:
            parts.append(f"表{table}" if lang == "zh" else f"table {table}")
    else:
        parts.append(f"正文第{evidence.start}字" if lang == "zh" else f"text, character {evidence.start}")
    return " ".join(parts) if lang == "zh" else ", ".join(parts)


def relation_words(check: Check, lang: Lang, broken: bool | None = None) -> str:
    """The relation with labels and numbers: 维持 10 + 纠正 1 = 11 ≠ 总计 0."""
    failed = check.outcome == "broken" if broken is None else broken
    if failed and (check.message_en if lang == "en" else check.message):
        return _template(check, check.message_en if lang == "en" else check.message, lang)
    text = _arithmetic(check, lang, failed)
    where = check.place and (f"“{check.place}”：" if lang == "zh" else f"“{check.place}”: ")
    return (where or "") + text


def _template(check: Check, message: str, lang: Lang) -> str:
    for n, term in enumerate(check.terms):
        message = message.replace("{t" + str(n) + "}", value_of(term, lang))
    if not check.place:
        return message
    return (f"“{check.place}”：" if lang == "zh" else f"“{check.place}”: ") + message


def _arithmetic(check: Check, lang: Lang, failed: bool) -> str:
    expression = check.expression
    sign = (_BROKEN if failed else _SIGN)[expression.comparison]
    left, right = _side(check, expression.left, lang), _side(check, expression.right, lang)
    computed = worth(check, expression.left)
    middle = f" = {number(computed)}" if computed is not None and isinstance(expression.left, Binary) else ""
    if not failed and (check.outcome in ("rounding", "truncation") or check.kind == "ratio"):
        sign = "≈"
    return f"{left}{middle} {sign} {right}"


def worth(check: Check, node: Node) -> Decimal | None:
    """One side of a relation from the numbers as they stand, those that are missing left out; None for a range."""
    env = {}
    for n, term in enumerate(check.terms):
        value = term.reading.value if term.reading is not None else None
        if value is None and term.reading is None:
            value = ZERO
        if value is None:
            return None
        env[f"t{n}"] = exactly(value)
    return span_of(node, env).point


def _side(check: Check, node: Node, lang: Lang) -> str:
    terms = {f"t{n}": term for n, term in enumerate(check.terms)}
    addends = _addends(node)
    if addends is not None and len(addends) > MAX_SHOWN:
        # A long column: what is not zero is told, the rest is counted.
        shown = [name for name in addends if _matters(terms[name])]
        zeros = len(addends) - len(shown)
        text = " + ".join(_named(terms[name], lang) for name in shown)
        if zeros:
            rest = f"其余{zeros}项 0" if lang == "zh" else f"{zeros} others 0"
            text = f"{text} + {rest}" if text else rest
        return text
    return _render(node, terms, lang)


def _matters(term: Term) -> bool:
    return term.reading is None or term.reading.value != 0


def _named(term: Term, lang: Lang) -> str:
    name, value = name_of(term, lang), value_of(term, lang)
    return value if value in name else f"{name} {value}"


def _addends(node: Node) -> list[str] | None:
    if isinstance(node, Binary):
        if node.operator != "+":
            return None
        left, right = _addends(node.left), _addends(node.right)
        return None if left is None or right is None else left + right
    return None if isinstance(node, Number) else [node.text]


def _render(node: Node, terms: dict[str, Term], lang: Lang) -> str:
    if isinstance(node, Number):
        return number(node.value)
    if isinstance(node, Binary):
        left, right = _render(node.left, terms, lang), _render(node.right, terms, lang)
        if isinstance(node.left, Number) and node.left.value == 0 and node.operator == "-":
            return f"−{right}"
        if node.operator in "*/":
            left = f"({left})" if _sum(node.left) else left
        if node.operator != "+" and _sum(node.right):
            right = f"({right})"
        return f"{left}{_OPERATOR[node.operator]}{right}"
    return _named(terms[node.text], lang)


def _sum(node: Node) -> bool:
    return isinstance(node, Binary) and node.operator in "+-"


def listing(checks: Sequence[Check], lang: Lang, broken: bool, limit: int = 5) -> list[str]:
    """One line a check, the code before it; what is beyond the limit is counted."""
    lines = [f"{check.rule} {relation_words(check, lang, broken)}" for check in checks[:limit]]
    if len(checks) > limit:
        more = len(checks) - limit
        lines.append(f"……另有{more}项" if lang == "zh" else f"… and {more} more")
    return lines
