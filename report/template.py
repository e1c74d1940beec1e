"""`--template FILE`: a house style written in Jinja2, run in a sandbox."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import ChainableUndefined, TemplateError
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.filters import do_center, do_format, do_indent
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..errors import UsageError
from ..model import Report
from .arithmetic import work_out
from .loading import Documents
from .machine import report_object
from .options import DEFAULT_OPTIONS, Load, OutputOptions
from .places import place
from .words import outcome_word, severity_word, speak

# What an expression of a template can raise.
_FAILURES = (TypeError, ValueError, ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError)
# How many items an operator may make, or bits of a number; how many characters the whole output may have.
_MOST = 1_000_000
_OUTPUT = 100_000_000
# Widths of five digits, or given from outside, in `%` and in `format`.
_WIDE_PERCENT = re.compile(r"%(?:\(\w*\))?[-#0 +.\d]*?(?:\d{5}|\*)")
_WIDE_BRACES = re.compile(r"\{[^}]*(?:\d{5}|\{)")
_PADDING = frozenset(("center", "expandtabs", "ljust", "rjust", "zfill"))
_ESCAPED = (".html", ".htm", ".xml", ".svg")


class _Bounded(ImmutableSandboxedEnvironment):
    """Where a few characters, as in `'x' * 10**10`, cannot ask for more memory than there is."""

    intercepted_binops = frozenset(("*", "**", "%"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.filters["format"] = lambda text, *values, **named: do_format(_narrow(text), *values, **named)
        self.filters["center"] = lambda text, width=80: do_center(text, min(width, 1000))
        self.filters["indent"] = lambda text, width=4, *rest, **named: do_indent(
            text, width if isinstance(width, str) else min(width, 1000), *rest, **named
        )
        del self.globals["lipsum"]

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "%" and isinstance(left, str):
            _narrow(left)
        elif _size(operator, left, right) > _MOST:
            raise SecurityError(f"{operator} would give more than {_MOST:,} items")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, str) and attr in ("format", "format_map") and _WIDE_BRACES.search(obj):
            return False
        padding = isinstance(obj, str) and attr in _PADDING
        return not padding and super().is_safe_attribute(obj, attr, value)


def _narrow(text: str) -> str:
    """The text to format, unless it would fill up to a width of five digits."""
    if _WIDE_PERCENT.search(text):
        raise SecurityError("a width of five digits or more")
    return text


def _size(operator: str, left: Any, right: Any) -> int:
    """How many items, or bits, the result of multiplying or raising has."""
    if isinstance(left, int) and isinstance(right, int):
        few, many = left.bit_length(), right.bit_length()
        return few * abs(right) if operator == "**" else few + many if operator == "*" else 0
    items, times = (right, left) if isinstance(left, int) else (left, right)
    return len(items) * times if operator == "*" and hasattr(items, "__len__") and isinstance(times, int) else 0


def render_template(
    report: Report, lang: str = "zh", load: Load | None = None, options: OutputOptions = DEFAULT_OPTIONS
) -> bytes:
    """The report through the template at `options.template`.

    The template sees what the JSON holds (`documents`, `findings`, `unresolved`), `lang`, and on every finding
    `place`, `sum` (the relation with its numbers) and `text` (the message in the language asked for). A template
    named `*.html` escapes text by itself.

    Raises:
        UsageError: the template is missing, does not parse, or asks for something it may not have.
    """
    path = Path(options.template or "")
    try:
        source = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}：模板无法读取（{error}）", f"{path}: the template cannot be read ({error})") from None
    escape = path.name.removesuffix(".j2").endswith(_ESCAPED)
    environment = _Bounded(
        autoescape=escape,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    try:
        text = _bounded(environment.from_string(source).generate(_context(report, lang, load)))
    except TemplateSyntaxError as error:
        message = f"{path}:{error.lineno}: {error.message}"
        raise UsageError(f"模板有误：{message}", f"wrong template: {message}") from None
    except (TemplateError, SecurityError, *_FAILURES) as error:
        raise UsageError(f"{path}：模板运行出错：{error}", f"{path}: the template failed: {error}") from None
    return text.encode("utf-8", "replace")


def _bounded(pieces: Iterable[str]) -> str:
    """The pieces together, as long as they are no more than a house style can mean."""
    kept, length = [], 0
    for piece in pieces:
        length += len(piece)
        if length > _OUTPUT:
            raise SecurityError(f"more than {_OUTPUT:,} characters")
        kept.append(piece)
    return "".join(kept)


def _context(report: Report, lang: str, load: Load | None) -> dict[str, Any]:
    say = speak(lang)
    documents = Documents(load)
    plain = report_object(report)
    for finding, shown in zip(report.findings, plain["findings"], strict=True):
        shown["text"] = say(finding.message, finding.message_en)
        shown["severity_word"] = severity_word(finding.severity, say)
        shown["sum"] = work_out(finding.relations[0]).formula if finding.relations else ""
        for item, plain_item in zip(finding.evidence, shown["evidence"], strict=False):
            plain_item["place"] = place(item.location, documents.get(item.document))
        shown["place"] = shown["evidence"][0]["place"] if shown["evidence"] else ""
    plain["held"] = [
        {"rule": relation.rule, "sum": work_out(relation).formula, "outcome": outcome_word(relation.outcome, say)}
        for relation in report.relations
        if relation.outcome in ("holds", "rounding", "truncation", "scope")
    ]
    return {**plain, "lang": lang}
