"""What is checked and why, for `rules`, `rule`, `forms`, `form` and for docs/rules.md: the same text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import UsageError
from .words import Say, severity_word, speak

if TYPE_CHECKING:
    from ..forms.schema import Form, FormTable


_KINDS = {
    "sum": "合计",
    "part": "部分与整体",
    "balance": "收支平衡",
    "year": "跨年",
    "narrative": "正文与表、正文前后",
    "ratio": "占比、比率、增长",
    "unit": "计量单位",
    "list": "列举",
    "words": "文字断言",
    "structure": "文本结构",
    "copy": "沿用旧文",
    "hierarchy": "上下级",
    "generic": "其他表格",
    "scope": "口径",
    "rule": "表式规定",
}


class RuleLike(Protocol):
    """The parts of a catalogue entry that are printed."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def expression(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def why_en(self) -> str: ...
    @property
    def basis(self) -> str: ...
    @property
    def examples(self) -> Sequence[Any]: ...
    @property
    def forms(self) -> Sequence[str]: ...


def render_rules(rules: Sequence[RuleLike], lang: str = "zh") -> str:
    """One line a rule: code, severity, name."""
    say = speak(lang)
    lines = [f"{rule.code}  {severity_word(rule.severity, say)}  {say(rule.name, rule.name_en)}" for rule in rules]
    return "\n".join(lines) + "\n"


def render_rule(rules: Sequence[RuleLike], code: str, lang: str = "zh") -> str:
    """One rule, as docs/rules.md prints it.

    Raises:
        UsageError: no such code; the message names near ones.
    """
    for rule in rules:
        if rule.code == code.upper():
            return rule_text(rule, lang)
    near = " ".join(_near(code.upper(), [rule.code for rule in rules]))
    raise UsageError(
        f"没有规则 {code}；相近的有：{near}；全部见 gouji rules",
        f"no rule {code}; near it: {near}; gouji rules lists all",
        "rule",
    )


def _near(name: str, known: Sequence[str]) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(name, known, 4, 0.3) or list(known[:4])


def rule_text(rule: RuleLike, lang: str = "zh") -> str:
    """Everything about one rule, as Markdown that also reads well on a terminal."""
    say = speak(lang)
    lines = [f"## {rule.code} {say(rule.name, rule.name_en)}", ""]
    severity = severity_word(rule.severity, say)
    lines.append(say(f"- 严重程度（上限）：{severity}", f"- severity (at most): {severity}"))
    lines.append(say(f"- 类别：{_KINDS.get(rule.kind, rule.kind)}", f"- kind: {rule.kind}"))
    if rule.expression:
        lines.append(say(f"- 关系：`{rule.expression}`", f"- relation: `{rule.expression}`"))
    if rule.forms:
        lines.append(say("- 适用表式：", "- forms: ") + say("、", ", ").join(rule.forms))
    if rule.basis:
        lines.append(say(f"- 依据：{rule.basis}", f"- basis: {rule.basis}"))
    why = say(rule.why, rule.why_en).strip()
    if why:
        lines += ["", why]
    examples = [_example(example, say) for example in rule.examples]
    if examples:
        lines += ["", say("例：", "Examples:"), "", *examples]
    return "\n".join(lines) + "\n"


def _example(example: Any, say: Say) -> str:
    if isinstance(example, str):
        return f"- {example}"
    outcome = example["outcome"] if isinstance(example, Mapping) else example.outcome
    values = example["values"] if isinstance(example, Mapping) else example.values
    words = {
        "holds": say("成立", "holds"),
        "rounding": say("四舍五入后成立", "holds by rounding"),
        "truncation": say("截尾后成立", "holds by truncation"),
        "broken": say("不符", "broken"),
        "unknown": say("无法核对", "unknown"),
    }
    shown = ", ".join(f"{name} = {'—' if value is None else value}" for name, value in values.items())
    return f"- {words.get(outcome, outcome)}{say('：', ': ')}{shown}"


def rules_page(rules: Sequence[RuleLike], lang: str = "zh") -> str:
    """docs/rules.md: every rule, each as `gouji rule CODE` prints it."""
    say = speak(lang)
    head = say("# 核对哪些关系\n", "# What is checked\n")
    listed = "".join(f"- {rule.code} {say(rule.name, rule.name_en)}\n" for rule in rules)
    return "\n".join([head, listed, *(rule_text(rule, lang) for rule in rules)])


def render_forms(forms: Sequence[Form], lang: str = "zh") -> str:
    """One line a form: name, years, title."""
    say = speak(lang)
    return "".join(f"{form.form}  {_years(form.years)}  {say(form.title, form.title_en)}\n" for form in forms)


def _years(years: tuple[int | None, int | None]) -> str:
    first, last = (str(year) if year else "" for year in years)
    return first if first == last else f"{first}–{last}"


def render_form(forms: Sequence[Form], name: str, lang: str = "zh") -> str:
    """One form's tables and relations.

    Raises:
        UsageError: no such form; the message names those that exist.
    """
    for form in forms:
        if form.form == name:
            return form_text(form, lang)
    known = " ".join(form.form for form in forms)
    raise UsageError(f"没有表式 {name}；有：{known}", f"no form {name}; there are: {known}", "form")


def form_text(form: Form, lang: str = "zh") -> str:
    """A form's tables with their rows, ids and sums."""
    say = speak(lang)
    lines = [f"## {form.form}", "", say(form.title, form.title_en), ""]
    lines.append(say(f"- 年度：{_years(form.years)}", f"- years: {_years(form.years)}"))
    if form.basis:
        lines.append(say(f"- 依据：{form.basis}", f"- basis: {form.basis}"))
    for table in form.tables:
        lines += ["", *_table(table, say)]
    if form.rules:
        lines += ["", say("### 关系", "### Relations"), ""]
        lines += [f"- {rule.code} {say(rule.name, rule.name_en)}: `{rule.expr}`" for rule in form.rules]
    return "\n".join(lines) + "\n"


def _table(table: FormTable, say: Say) -> list[str]:
    columns = say("、", ", ").join(f"{column.label} (`{column.id}`)" for column in table.columns)
    lines = [f"### {table.title} (`{table.id}`)", "", say(f"列：{columns}", f"Columns: {columns}"), ""]
    for row in table.rows:
        line = "  " * row.level + f"- {row.label} (`{row.id}`)"
        if row.unit:
            line += f" {row.unit}"
        if row.total_of:
            line += " = " + " + ".join(f"`{name}`" for name in row.total_of)
        if row.part_of:
            line += f" ≤ `{row.part_of}`"
        lines.append(line)
    return lines
