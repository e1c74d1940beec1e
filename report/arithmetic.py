"""A relation set out as a sum that one can follow: who adds up to what, and by how much it misses.

The expression language of relations is `t0 + t1 == t2` with + - * / and one comparison; what does not parse is
still shown, as its terms without signs.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation, localcontext

from ..model import Relation, RelationTerm

_SYMBOL = {ast.Eq: "=", ast.LtE: "≤", ast.GtE: "≥", ast.Lt: "<", ast.Gt: ">", ast.NotEq: "≠"}
_BROKEN = {"=": "≠", "≤": ">", "≥": "<", "<": "≥", ">": "≤", "≠": "="}
_TURNED = {"=": "=", "≤": "≥", "≥": "≤", "<": ">", ">": "<", "≠": "≠"}
_OPERATOR = {ast.Add: " + ", ast.Sub: " − ", ast.Mult: " × ", ast.Div: " ÷ "}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a sum: a sign, then a term of the relation, or (term None) a computed total."""

    sign: str
    term: RelationTerm | None
    value: str | None


@dataclass(frozen=True, slots=True)
class Working:
    """`steps` are the lines; `formula` is the relation with its numbers put in, `sign` how the two sides compare."""

    steps: tuple[Step, ...]
    formula: str
    sign: str


def work_out(relation: Relation) -> Working:
    """Set the relation out line by line, the longer side first, the stated total last."""
    terms = {term.name: term for term in relation.terms}
    sides = _sides(relation.expression)
    if sides is None:
        return Working(tuple(Step("", term, term.value) for term in relation.terms), "", "")
    left, symbol, right = sides
    sign = _BROKEN[symbol] if relation.outcome == "broken" else symbol
    formula = f"{_formula(left, terms)} {sign} {_formula(right, terms)}"
    addends, others = _addends(left), _addends(right)
    if addends is None or others is None:
        steps = [Step("", term, term.value) for term in relation.terms]
        if (computed := evaluate(left, terms)) is not None:
            steps.append(Step("=", None, plain_number(computed)))
        return Working(tuple(steps), formula, sign)
    if len(others) > len(addends):
        addends, others, left, sign = others, addends, right, _turn(sign)
    lines = _lines(addends, terms)
    if len(addends) > 1 and (computed := evaluate(left, terms)) is not None:
        lines.append(Step("=", None, plain_number(computed)))
    if len(others) == 1:
        lines.append(Step(sign, terms.get(others[0][1]), _value_of(others[0][1], terms)))
    else:
        lines += [Step(sign if not at else step.sign, step.term, step.value)
                  for at, step in enumerate(_lines(others, terms))]  # fmt: skip
    return Working(tuple(lines), formula, sign)


def _turn(sign: str) -> str:
    return _TURNED[sign]


def _sides(expression: str) -> tuple[ast.expr, str, ast.expr] | None:
    try:
        tree = ast.parse(expression, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1 or type(tree.ops[0]) not in _SYMBOL:
        return None
    left, right = tree.left, tree.comparators[0]
    return (left, _SYMBOL[type(tree.ops[0])], right) if _known(left) and _known(right) else None


def parse_sides(expression: str) -> tuple[ast.expr, str, ast.expr] | None:
    """Left side, comparison and right side of a relation's expression; None where it is of another kind."""
    return _sides(expression)


def _known(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return type(node.op) in _OPERATOR and _known(node.left) and _known(node.right)
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.USub | ast.UAdd) and _known(node.operand)
    return isinstance(node, ast.Name) or (isinstance(node, ast.Constant) and isinstance(node.value, int | float))


def _addends(node: ast.expr, sign: str = "+") -> list[tuple[str, str]] | None:
    """(sign, name or constant) of a side that only adds and subtracts, else None."""
    if isinstance(node, ast.Name):
        return [(sign, node.id)]
    if isinstance(node, ast.Constant):
        return [(sign, repr(node.value))]
    if isinstance(node, ast.UnaryOp):
        return _addends(node.operand, _flip(sign) if isinstance(node.op, ast.USub) else sign)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        left = _addends(node.left, sign)
        right = _addends(node.right, _flip(sign) if isinstance(node.op, ast.Sub) else sign)
        return None if left is None or right is None else left + right
    return None


def _flip(sign: str) -> str:
    return "−" if sign == "+" else "+"


def _lines(addends: list[tuple[str, str]], terms: Mapping[str, RelationTerm]) -> list[Step]:
    steps = []
    for at, (sign, name) in enumerate(addends):
        steps.append(Step("" if at == 0 and sign == "+" else sign, terms.get(name), _value_of(name, terms)))
    return steps


def _value_of(name: str, terms: Mapping[str, RelationTerm]) -> str | None:
    return terms[name].value if name in terms else name


def _formula(node: ast.expr, terms: Mapping[str, RelationTerm]) -> str:
    if isinstance(node, ast.BinOp):
        left, right = _formula(node.left, terms), _formula(node.right, terms)
        if isinstance(node.op, ast.Mult | ast.Div):
            left, right = _bracket(node.left, left), _bracket(node.right, right)
        elif isinstance(node.op, ast.Sub):
            right = _bracket(node.right, right)
        return left + _OPERATOR[type(node.op)] + right
    if isinstance(node, ast.UnaryOp):
        return "−" + _bracket(node.operand, _formula(node.operand, terms))
    name = node.id if isinstance(node, ast.Name) else repr(getattr(node, "value", "?"))
    return _value_of(name, terms) or "?"


def _bracket(node: ast.expr, text: str) -> str:
    inner = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)
    return f"({text})" if inner else text


def evaluate(node: ast.expr, terms: Mapping[str, RelationTerm]) -> Decimal | None:
    """The side's value from the printed values; None where a value is missing or the sum has no result."""
    try:
        with localcontext() as context:
            context.prec = 34
            return _evaluate(node, terms)
    except (InvalidOperation, DivisionByZero, ZeroDivisionError, KeyError, TypeError):
        return None


def _evaluate(node: ast.expr, terms: Mapping[str, RelationTerm]) -> Decimal:
    if isinstance(node, ast.Constant):
        return Decimal(str(node.value))
    if isinstance(node, ast.Name):
        value = terms[node.id].value
        if value is None:
            raise KeyError(node.id)
        return Decimal(value)
    if isinstance(node, ast.UnaryOp):
        inner = _evaluate(node.operand, terms)
        return -inner if isinstance(node.op, ast.USub) else inner
    assert isinstance(node, ast.BinOp)
    left, right = _evaluate(node.left, terms), _evaluate(node.right, terms)
    if isinstance(node.op, ast.Add):
        return left + right
    if isinstance(node.op, ast.Sub):
        return left - right
    return left * right if isinstance(node.op, ast.Mult) else left / right


def plain_number(value: Decimal) -> str:
    """At most six decimals, no exponent, no trailing zeros."""
    rounded = round(value, 6) if value == value and abs(value) < Decimal(10) ** 20 else value
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
