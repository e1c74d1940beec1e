"""Every rule code there is: what it checks and why. Printed by `rules` and `rule`, and in docs/rules.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..model import Severity
from .across_rules import RULES as ACROSS_REPORTS
from .rule import RuleEntry
from .structure import DEFECTS

if TYPE_CHECKING:
    from ..forms.schema import Form


def _rule(
    code: str, kind: str, severity: Severity, name: str, name_en: str, expression: str, why: str, why_en: str,
    *examples: str,
) -> RuleEntry:  # fmt: skip
    return RuleEntry(code, name, name_en, kind, severity, expression, why, why_en, "", examples)


BUILT_IN: tuple[RuleEntry, ...] = (
    _rule(
        "S101", "sum", "error", "表内各行之和", "Rows of a table add up", "part + part + … == total",
        "表式规定某一行是若干行之和，每一列都须相符。留空不作 0；已印出的分项之和超过总数时，即使有留空也不符。",
        "The form says that one row is the sum of others; it must hold in every column. A blank is not 0; printed "
        "parts above the total are wrong even where another cell is blank.",
        "10 + 1 + 0 + 0 ≠ 0",
    ),
    _rule(
        "S102", "sum", "error", "表内各列之和", "Columns of a table add up", "part + part + … == total",
        "表式规定某一列是若干列之和，每一行都须相符。",
        "The form says that one column is the sum of others, in every row.",
        "自然人 6 + 法人 1 ≠ 总计 8",
    ),
    _rule(
        "S103", "sum", "error", "句中各项之和", "A sum in a sentence", "part + part + … == whole",
        "句子列出总数和全部分项，分项之和应等于总数。清单不完整时只核对分项是否超过总数。",
        "A sentence gives a whole and all its parts. Where the list is not complete, only parts above the whole count.",
        "A 12件、B 9件，共22件",
    ),
    _rule(
        "S104", "sum", "error", "文表合计", "A sum across sentence and table", "part + part + … == whole",
        "总数与分项分别写在正文和表中，也应相符。",
        "The whole stands in the text and parts in the table, or the reverse.",
    ),
    _rule(
        "S105", "sum", "note", "句中各项之和略小于总数", "Parts in a sentence that nearly reach their whole",
        "part + part + … == whole",
        "清单不一定完整，但各项之和只比总数少一点，改动一位数字就能相符；请核对。",
        "The list need not be complete, but it misses its whole by little, and one wrong digit would explain it.",
        "共 4380：1520 + 2600 + 200 = 4320",
    ),
    _rule(
        "P101", "part", "error", "其中项不超过总项", "A row that is part of another", "part <= whole",
        "“其中”项是上一项的一部分，不应大于它。", "A row marked as part of another cannot be larger.", "其中 30 > 25",
    ),
    _rule(
        "P102", "part", "error", "分列不超过总列", "A column within another", "part <= whole",
        "表式规定一列的数包含在另一列之内。", "The form says that one column is contained in another.",
    ),
    _rule(
        "P103", "part", "error", "句中部分不超过整体", "A part within its whole in a sentence", "part <= whole",
        "部分不应大于整体，抽取的数不应大于其总体。",
        "A part cannot exceed its whole, nor a count what it is drawn from.",
    ),
    _rule(
        "B102", "balance", "warning", "句中收办平衡", "Cases in equal cases out in a sentence",
        "received + carried == done + left",
        "一句话写明新收、上年结转、办结和结转下年的，前两项之和应等于后两项之和；"
        "未写上年结转的，只核对办结与结转之和是否少于新收。",
        "A sentence that tells what came in, what was left from last year, what was done and what is left must agree. "
        "Where it does not tell what was left from last year, only too few done and left are noted.",
        "新收23件，上年结转2件，办结23件，结转下年1件",
    ),
    _rule(
        "N101", "narrative", "error", "正文与表", "Text against table", "text == table",
        "同一数量在正文和表中应一致；范围或时期不同的不比较。",
        "The same quantity must be the same in text and table; other scopes and periods are not compared.",
        "正文“同意部分公开41件”，表中43件",
    ),
    _rule(
        "N102", "narrative", "error", "正文前后", "Text against text", "text == text",
        "同一数量在正文中两次出现应一致。", "The same quantity told twice in the text must be the same.",
    ),
    _rule(
        "N103", "narrative", "error", "表中重复的数", "A cell printed twice", "table == table",
        "同一指标在两处表格中应一致。", "The same indicator in two tables must be the same.",
    ),
    _rule(
        "R101", "ratio", "error", "占比", "A share of a whole", "part / whole * 100 == share",
        "占比应与自己的件数相符；四舍五入、截尾、约数都不算不符；为使各项凑成 100% 而差末位一个单位的只作提示。",
        "A share must agree with its own counts; rounding, truncation and stated approximation are no contradiction. "
        "One that is one last place off so that the list makes 100 % is only noted.",
    ),
    _rule(
        "R102", "ratio", "error", "比率", "A rate", "numerator / denominator * 100 == rate",
        "办结率、满意率等应与分子、分母相符。", "A rate must agree with its numerator and denominator.",
    ),
    _rule(
        "R103", "ratio", "error", "增长率", "Growth", "current / base * 100 - 100 == growth",
        "同比增长率应与本期数和上期数相符。", "A rate of growth must agree with its two endpoints.",
    ),
    _rule(
        "R104", "ratio", "error", "增减量", "A change", "current - base == change",
        "增加或减少的数量应等于两期之差。", "A stated increase or decrease must be the difference of its endpoints.",
    ),
    _rule(
        "R105", "ratio", "warning", "总体与分项的增长", "Growth of a whole and of its parts",
        "part / (1 + growth) + … == whole / (1 + growth)",
        "由各自的增长率倒推上期数，分项之和应等于总体。",
        "Last year's numbers, worked back from the growth of each, must add up as this year's do.",
    ),
    _rule(
        "R106", "ratio", "warning", "占比之和", "Shares add up", "share + share + … == 100",
        "完整清单的占比之和应为100%（按印出的位数留有余地）。",
        "Shares of a complete list reach 100 % within their precision.",
    ),
    _rule(
        "R107", "ratio", "warning", "占比可达性", "A share that no count can give", "count / whole * 100 == share",
        "总数已知时，占比须能由某个整数件数得出（GRIM）。",
        "With a known total, a share must come from some whole number of cases (GRIM).",
    ),
    _rule(
        "R108", "ratio", "warning", "平均数", "An average", "total / 12 == average",
        "月均、日均等应与全年总数相符；日均可按工作日计算，四舍五入和截尾不算不符。",
        "An average a month, a week or a day must agree with the year's total; days may be working days.",
        "全年公开5200条，平均每月533条",
    ),
    _rule(
        "L101", "list", "warning", "列举项数", "An announced list", "announced == listed",
        "说有几项就应列出几项。", "A list that says five must list five.", "“以下五项”只列了四项",
    ),
    _rule(
        "W101", "words", "error", "称没有而有", "Said to be none", "number == 0",
        "文字称未发生、未收取，数字却不为零。", "The words say there was none, the numbers say otherwise.",
    ),
    _rule(
        "W102", "words", "error", "称全部办结而有结转", "Said to be all done", "left == 0, or done == received",
        "文字称均已办结，数字却有未办结的。", "The words say all was done, the numbers show some left.",
    ),
    _rule(
        "W103", "words", "warning", "增减方向", "Direction", "current > base",
        "称上升、下降或持平，应与两期数相符。", "Said to rise, fall or stay, against the two numbers.",
    ),
    _rule(
        "W104", "words", "warning", "比较", "Comparison", "left > right",
        "称多于、少于或等于，应与两数相符。", "Said to be more, less or equal, against the two numbers.",
    ),
    _rule(
        "W105", "words", "warning", "居首", "Said to be the largest", "subject >= other",
        "称最多的一项不应小于其他项。", "What is said to be the largest cannot be below another.",
    ),
    _rule(
        "W106", "words", "error", "称全属一类", "Said to be all of one kind", "part + … >= whole",
        "称全部属于一类（均为自然人提出、均予以公开）时，表中该类的数不应少于总数。",
        "What is said to be all of one kind cannot be more than the table counts of that kind.",
        "收到23件，均为自然人提出；表中自然人18件",
    ),
    _rule(
        "W107", "words", "note", "百分点与百分比", "Percentage points and percent", "current - base == change",
        "比率之差以百分点计，数量的增减以百分比计；数字相符而单位写错的只作提示。",
        "Rates differ by percentage points, counts by percent; a right number with the wrong one of them is a note.",
        "由75%提高到90%，提高15%",
    ),
    _rule(
        "G101", "generic", "warning", "其他表格的合计", "Totals of other tables", "part + part + … == total",
        "不属于已知表式的表格中，标明合计的行或列应等于其上各项之和。",
        "In a table of no known form, a row or column labelled as total is the sum of what stands before it.",
    ),
)  # fmt: skip

_TEXT_WHY = (
    "正文本身的缺陷，可在所标位置直接看到。",
    "A defect of the text itself, to be seen at the place marked.",
)


def catalog(forms: Sequence[Form]) -> tuple[RuleEntry, ...]:
    """All rules, sorted by code: the built-in ones, those of the forms and those across reports."""
    entries = {entry.code: entry for entry in BUILT_IN}
    for defect in DEFECTS.values():
        entries[defect.code] = RuleEntry(
            defect.code, defect.name, defect.name_en, defect.kind, defect.severity, "", *_TEXT_WHY
        )
    for entry in ACROSS_REPORTS:
        entries[entry.code] = entry
    for entry in _declared(forms):
        entries[entry.code] = entry
    return tuple(entries[code] for code in sorted(entries))


def _declared(forms: Sequence[Form]) -> list[RuleEntry]:
    found: dict[str, RuleEntry] = {}
    for form in forms:
        for rule in form.rules:
            before = found.get(rule.code)
            named = (*before.forms, form.form) if before is not None else (form.form,)
            found[rule.code] = RuleEntry(
                rule.code, rule.name, rule.name_en, rule.kind, rule.severity, rule.expr, rule.why, rule.why_en,
                rule.basis, rule.examples, named,
            )  # fmt: skip
    return list(found.values())


def known_codes(forms: Sequence[Form]) -> frozenset[str]:
    return frozenset(entry.code for entry in catalog(forms))


def require_codes(forms: Sequence[Form], codes: Sequence[str]) -> None:
    """See that each of `codes` is a rule's code or the beginning of one.

    Raises:
        UsageError: one is not.
    """
    known = sorted(known_codes(forms))
    for code in codes:
        if not any(each.startswith(code) for each in known):
            families = " ".join(sorted({each[0] for each in known}))
            raise UsageError(
                f"没有以 {code} 开头的规则；各类为 {families}，全部见 gouji rules",
                f"no rule's code begins with {code}; families are {families}, all are listed by gouji rules",
            )
