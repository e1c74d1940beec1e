"""The language of relations: names, numbers, `+ - * /`, one comparison. Parsed with `ast`, everything else refused.

A name is `a`, `a.b` or `a.b.c`; `prev.` before it means last year's report, `text.` a figure of the narrative.
Form files may use `== <= >=`, `+ - *` and integers; the engine's own relations also divide and use `<` and `>`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from ..errors import ConfigError

Operator = Literal["+", "-", "*", "/"]
Comparison = Literal["==", "<=", ">=", "<", ">"]


class Number(Struct, frozen=True):
    value: Decimal


class Name(Struct, frozen=True):
    text: str


class Binary(Struct, frozen=True):
    operator: Operator
    left: Node
    right: Node


Node = Number | Name | Binary


class Expression(Struct, frozen=True):
    """`left comparison right`; `names` in the order of their first use.

    `linear` holds (name, coefficient) pairs of `left - right` and `constant` its constant, where left and right
    only add, subtract and multiply by numbers; else `linear` is None. `weights` are those coefficients by the number
    in the name, where all names are t0, t1, …
    """

    text: str
    left: Node
    comparison: Comparison
    right: Node
    names: tuple[str, ...]
    linear: tuple[tuple[str, Decimal], ...] | None
    constant: Decimal
    weights: tuple[tuple[int, Decimal], ...] = ()


_OPERATORS: dict[type[ast.operator], Operator] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS: dict[type[ast.cmpop], Comparison] = {
    ast.Eq: "==", ast.LtE: "<=", ast.GtE: ">=", ast.Lt: "<", ast.Gt: ">",
}  # fmt: skip


@lru_cache(maxsize=4096)
def parse(expr: str, declared: bool = False) -> Expression:
    """Parse a relation; with `declared`, only what a form file may write.

    Raises:
        ConfigError: the text is not of the language; the message quotes it.
    """
    if len(expr) > 4000:
        raise _wrong(expr[:60] + "…", "过长", "too long")
    try:
        tree = ast.parse(expr.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _wrong(expr, "无法解析", "it does not parse") from None
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1 or type(tree.ops[0]) not in _COMPARISONS:
        raise _wrong(expr, "须有且只有一个 ==、<= 或 >=", "exactly one of == <= >= is needed")
    comparison = _COMPARISONS[type(tree.ops[0])]
    if declared and comparison in ("<", ">"):
        raise _wrong(expr, "须用 ==、<= 或 >=", "use == <= or >=")
    left, right = _node(tree.left, expr, declared), _node(tree.comparators[0], expr, declared)
    names: dict[str, None] = {}
    _collect(left, names)
    _collect(right, names)
    weights = _linear(Binary("-", left, right))
    linear = None if weights is None else tuple((name, weights.get(name, Decimal(0))) for name in names)
    constant = Decimal(0) if weights is None else weights.get("", Decimal(0))
    numbered = linear is not None and all(name[0] == "t" and name[1:].isdecimal() for name in names)
    positions = tuple((int(name[1:]), weight) for name, weight in linear or ()) if numbered else ()
    return Expression(expr, left, comparison, right, tuple(names), linear, constant, positions)


def expand(pattern: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids a member of `total_of` names: itself, or for `refused.*` every id that begins with `refused_`."""
    if not pattern.endswith("*"):
        return (pattern,)
    stem = pattern.rstrip("*").rstrip("._")
    return tuple(ident for ident in ids if ident.startswith(stem + "_"))


def _wrong(expr: str, why: str, why_en: str) -> ConfigError:
    return ConfigError(f"关系式“{expr}”有误：{why}", f"relation {expr!r} is wrong: {why_en}", "expression")


def _node(tree: ast.expr, expr: str, declared: bool) -> Node:
    if isinstance(tree, ast.Constant) and isinstance(tree.value, int | float) and not isinstance(tree.value, bool):
        if declared and not isinstance(tree.value, int):
            raise _wrong(expr, "只能用整数", "only integers are allowed")
        # The printed digits, not the nearest float.
        return Number(Decimal(str(tree.value)))
    if isinstance(tree, ast.Name | ast.Attribute):
        return Name(_dotted(tree, expr))
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        return Binary("-", Number(Decimal(0)), _node(tree.operand, expr, declared))
    if isinstance(tree, ast.BinOp) and type(tree.op) in _OPERATORS:
        operator = _OPERATORS[type(tree.op)]
        if declared and operator == "/":
            raise _wrong(expr, "不能用除法", "division is not allowed")
        return Binary(operator, _node(tree.left, expr, declared), _node(tree.right, expr, declared))
    raise _wrong(expr, "含有不允许的写法", "it holds something that is not allowed")


def _dotted(tree: ast.expr, expr: str) -> str:
    parts: list[str] = []
    while isinstance(tree, ast.Attribute):
        parts.append(tree.attr)
        tree = tree.value
    if not isinstance(tree, ast.Name):
        raise _wrong(expr, "名称有误", "a name is wrong")
    parts.append(tree.id)
    return ".".join(reversed(parts))


def _collect(node: Node, names: dict[str, None]) -> None:
    if isinstance(node, Name):
        names[node.text] = None
    elif isinstance(node, Binary):
        _collect(node.left, names)
        _collect(node.right, names)


def _linear(node: Node) -> dict[str, Decimal] | None:
    """Coefficients by name, the constant under the empty name; None where the node is not linear."""
    if isinstance(node, Number):
        return {"": node.value}
    if isinstance(node, Name):
        return {node.text: Decimal(1)}
    left, right = _linear(node.left), _linear(node.right)
    if left is None or right is None:
        return None
    if node.operator in "+-":
        sign = 1 if node.operator == "+" else -1
        total = dict(left)
        for name, weight in right.items():
            total[name] = total.get(name, Decimal(0)) + sign * weight
        return total
    if node.operator == "*":
        for numbers, other in ((left, right), (right, left)):
            if set(numbers) <= {""}:
                return {name: weight * numbers.get("", Decimal(0)) for name, weight in other.items()}
    return None
