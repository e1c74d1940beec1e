"""A relation set out as a sum that one can follow: who adds up to what, and by how much it misses.

What does not parse as a relation is still shown, as its terms without signs.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation, localcontext

from msgspec import Struct

from ..errors import ConfigError
from ..forms.expression import Binary, Expression, Name, Node, Number, parse
from ..model import Relation, RelationTerm

_SYMBOL = {"==": "=", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}
_BROKEN = {"=": "≠", "≤": ">", "≥": "<", "<": "≥", ">": "≤"}
_TURNED = {"=": "=", "≠": "≠", "≤": "≥", "≥": "≤", "<": ">", ">": "<"}
_OPERATOR = {"+": " + ", "-": " − ", "*": " × ", "/": " ÷ "}
Terms = Mapping[str, RelationTerm]


class Step(Struct, frozen=True):
    """One line of a sum: a sign, then a term of the relation, or (term None) a computed total or a constant."""

    sign: str
    term: RelationTerm | None
    value: str | None
    total: bool = False


class Working(Struct, frozen=True):
    """`steps` are the lines; `formula` is the relation with its numbers put in, `additive` where it only adds up."""

    steps: tuple[Step, ...]
    formula: str
    additive: bool

    @property
    def signed(self) -> bool:
        """Whether the lines can be read as a sum; else the formula must be read beside them."""
        return any(step.sign and not step.total for step in self.steps)

    @property
    def whole(self) -> RelationTerm | None:
        """The number that the others are held against."""
        return next((step.term for step in reversed(self.steps) if step.term is not None), None)


def parsed(expression: str) -> Expression | None:
    """The relation, or None where it is of another kind."""
    try:
        return parse(expression)
    except ConfigError:
        return None


def work_out(relation: Relation) -> Working:
    """Set the relation out line by line, the longer side first, the stated total last."""
    terms = {term.name: term for term in relation.terms}
    expression = parsed(relation.expression)
    if expression is None:
        return Working(tuple(Step("", term, term.value) for term in relation.terms), "", False)
    sign = _SYMBOL[expression.comparison]
    if relation.outcome == "broken":
        sign = _BROKEN[sign]
    left, right = expression.left, expression.right
    formula = f"{formula_of(left, terms)} {sign} {formula_of(right, terms)}"
    long, short = _addends(left), _addends(right)
    if long is None or short is None:
        return Working(tuple(_plain_steps(left, right, sign, terms)), formula, False)
    if len(short) > len(long):
        long, short, left, sign = short, long, right, _TURNED[sign]
    steps = _steps(long, terms)
    if len(long) > 1 and (computed := evaluate(left, terms)) is not None:
        steps.append(Step("=", None, plain_number(computed), total=True))
    tail = _steps(short, terms)
    steps.append(Step(sign if not tail[0].sign else sign + tail[0].sign, tail[0].term, tail[0].value))
    steps += tail[1:]
    other = right if left is expression.left else expression.left
    if len(short) > 1 and (computed := evaluate(other, terms)) is not None:
        steps.append(Step("=", None, plain_number(computed), total=True))
    return Working(tuple(steps), formula, len(long) > 1)


def _plain_steps(left: Node, right: Node, sign: str, terms: Terms) -> list[Step]:
    """Each number once, then what the side that computes comes to."""
    steps = [Step("", term, term.value) for term in terms.values()]
    side = left if isinstance(left, Binary) else right
    computed = evaluate(side, terms)
    if computed is not None and isinstance(side, Binary):
        steps.append(Step("=", None, plain_number(computed), total=True))
    return steps


def _addends(node: Node, sign: str = "+") -> list[tuple[str, Node]] | None:
    """(sign, part) of a side that only adds and subtracts numbers and names times a constant, else None."""
    if isinstance(node, Name | Number) or _scaled(node) is not None:
        return [(sign, node)]
    assert isinstance(node, Binary)
    if node.operator not in "+-":
        return None
    flipped = ("−" if sign == "+" else "+") if node.operator == "-" else sign
    left, right = _addends(node.left, sign), _addends(node.right, flipped)
    if left is None or right is None:
        return None
    # A minus sign in front is parsed as 0 − x.
    return right if node.left == Number(Decimal(0)) and node.operator == "-" else left + right


def _scaled(node: Node) -> tuple[Name, Decimal] | None:
    """A name times a constant, as when 万元 is brought to 元."""
    if isinstance(node, Binary) and node.operator == "*":
        if isinstance(node.left, Name) and isinstance(node.right, Number):
            return node.left, node.right.value
        if isinstance(node.right, Name) and isinstance(node.left, Number):
            return node.right, node.left.value
    return None


def _steps(addends: list[tuple[str, Node]], terms: Terms) -> list[Step]:
    steps = []
    for at, (sign, node) in enumerate(addends):
        scaled = _scaled(node)
        name = scaled[0] if scaled else node
        term = terms.get(name.text) if isinstance(name, Name) else None
        steps.append(Step("" if at == 0 and sign == "+" else sign, term, formula_of(node, terms)))
    return steps


def formula_of(node: Node, terms: Terms) -> str:
    """The side with its printed numbers put in; a missing one is an em dash."""
    if isinstance(node, Number):
        return format(node.value, "f")
    if isinstance(node, Name):
        value = terms[node.text].value if node.text in terms else None
        return value if value is not None else "—"
    left, right = formula_of(node.left, terms), formula_of(node.right, terms)
    if node.operator == "-" and node.left == Number(Decimal(0)):
        return "−" + _bracket(node.right, right)
    if node.operator in "*/":
        left, right = _bracket(node.left, left), _bracket(node.right, right)
    elif node.operator == "-":
        right = _bracket(node.right, right)
    return left + _OPERATOR[node.operator] + right


def _bracket(node: Node, text: str) -> str:
    return f"({text})" if isinstance(node, Binary) and node.operator in "+-" else text


def evaluate(node: Node, terms: Terms) -> Decimal | None:
    """The side's value from the printed values; None where one is missing or the sum has no result."""
    try:
        with localcontext() as context:
            context.prec = 34
            return _evaluate(node, terms)
    except (InvalidOperation, DivisionByZero, ZeroDivisionError, KeyError):
        return None


def _evaluate(node: Node, terms: Terms) -> Decimal:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Name):
        value = terms[node.text].value
        if value is None:
            raise KeyError(node.text)
        return Decimal(value)
    left, right = _evaluate(node.left, terms), _evaluate(node.right, terms)
    if node.operator == "+":
        return left + right
    if node.operator == "-":
        return left - right
    return left * right if node.operator == "*" else left / right


def plain_number(value: Decimal) -> str:
    """At most six decimals, no exponent, no trailing zeros."""
    rounded = round(value, 6) if abs(value) < Decimal(10) ** 20 else value
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
