"""The message and the explanation of a finding, in Chinese and English, from its checks and the search's verdict."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ..forms.expression import Name
from .check import Check, Term
from .culprit import Verdict
from .figures import cell_name
from .suspects import Suspect
from .words import Lang, listing, name_of, number, place_of, relation_words, value_of

# With more possible culprits than this, a message does not name them; the explanation does.
MAX_NAMED = 3
_MISREAD = ("该数识读自图像，可能读错", "it was read from a picture, perhaps wrongly")


class Told(Struct, frozen=True):
    words: str
    words_en: str
    message: str
    message_en: str
    explanation: str
    explanation_en: str


def tell(verdict: Verdict, one: Suspect | None, checks: Sequence[Check]) -> Told:
    """Everything there is to say about one finding."""
    first = checks[0]
    said = {lang: sentence(first, lang) for lang in ("zh", "en")}
    tails = {lang: judgement(verdict, one, lang) for lang in ("zh", "en")}
    texts = {lang: _explanation(verdict, one, checks, lang) for lang in ("zh", "en")}
    message = said["zh"] + (f"；{tails['zh']}" if tails["zh"] else "")
    message_en = said["en"] + (f"; {tails['en']}" if tails["en"] else "")
    return Told(said["zh"], said["en"], message, message_en, texts["zh"], texts["en"])


def sentence(check: Check, lang: Lang) -> str:
    """The relation in words and numbers."""
    zh = lang == "zh"
    if check.kind == "narrative" and len(check.terms) == 2:
        return _two_places(check, zh)
    if check.rule == "W101":
        term, claim = check.terms[0], check.claim
        words = claim.text if claim is not None else ""
        value = value_of(term, lang)
        if zh:
            return f"文称“{words}”，而{term.label} {value}"
        return f"the text says “{words}”, but {name_of(term, lang)} is {value}"
    if check.rule in ("W102", "W106"):
        words = check.claim.text if check.claim is not None else ""
        body = relation_words(check, lang)
        return f"文称“{words}”，而 {body}" if zh else f"the text says “{words}”, but {body}"
    if check.rule == "L101":
        stated, there = (value_of(term, lang) for term in check.terms[:2])
        return f"称有{stated}，实列{there}项" if zh else f"announces {stated}, lists {there}"
    gap = number(abs(check.gap)) if check.gap is not None else ""
    tail = ""
    if check.kind == "sum" and gap:
        tail = f"（差{gap}）" if zh else f" (off by {gap})"
    lead = ""
    if check.kind == "ratio" and isinstance(check.expression.right, Name):
        lead = "按自身数字计算：" if zh else "by its own numbers: "
    return lead + relation_words(check, lang) + tail


def _two_places(check: Check, zh: bool) -> str:
    one, other = check.terms
    first, second = (value_of(term, "zh" if zh else "en") for term in (one, other))
    label = one.label if other.figure is None or other.figure.origin == "narrative" else other.label
    if other.figure is not None and other.figure.origin == "table":
        if one.figure is not None and one.figure.origin == "table":
            return f"“{label}”两处表格不一：{first}、{second}" if zh else f"“{label}” in two tables: {first}, {second}"
        if zh:
            return f"“{label}”正文为 {first}，表中为 {second}"
        return f"“{label}” is {first} in the text, {second} in the table"
    return f"“{label}”前后不一：{first}、{second}" if zh else f"“{label}” is told twice: {first}, {second}"


def judgement(verdict: Verdict, one: Suspect | None, lang: Lang, full: bool = False) -> str:
    """What is said of the culprit; empty where there is nothing to say. With `full`, every possibility by name."""
    zh = lang == "zh"
    if verdict.askew:
        count = len(verdict.broken)
        return (
            f"同一表中有{count}项关系同时不符，可能整表错位或误读，请先对照原表"
            if zh
            else f"{count} relations of this table break at once: perhaps printed or read askew; compare it first"
        )
    if verdict.missing is not None:
        amount = number(verdict.missing)
        return (
            f"各项占比都与自身数字相符，可能漏列一项（约{amount}），不像某个数字写错"
            if zh
            else f"each share fits its own count: an item of about {amount} is probably missing, "
            "not a slip in one number"
        )
    if one is None or verdict.broken[0].kind == "list":
        return ""
    if verdict.certain:
        return _blame(one, lang)
    if verdict.likely:
        return _likely(verdict, one, lang)
    count = 1 + len(verdict.alternatives)
    if count > MAX_NAMED and not full:
        return "仅凭这些数字无法断定哪个有误" if zh else "these numbers alone cannot tell which of them is wrong"
    names = _options(verdict, lang)
    return f"仅凭数字无法断定哪个有误：{names}" if zh else f"the numbers alone cannot tell which is wrong: {names}"


def _blame(one: Suspect, lang: Lang) -> str:
    zh = lang == "zh"
    if one.slip.name == "words":
        return "疑为文字有误" if zh else "suspect: the words"
    printed, where, name = value_of(one.term, lang), _short_place(one.term, lang), _name(one.term, lang)
    if one.proposal is None:
        return f"疑为{where}“{name}”{printed}有误" if zh else f"suspect: “{name}” {printed} {where}"
    should = number(one.proposal)
    if zh:
        return f"疑为{where}“{name}”{printed}有误，应为{should}"
    return f"suspect: “{name}” {printed} {where}, should be {should}"


def _likely(verdict: Verdict, one: Suspect, lang: Lang) -> str:
    """The set that a telling slip explains, and that others are possible."""
    count = len(verdict.alternatives)
    if lang == "zh":
        blame = _blame(one, lang).removeprefix("疑为")
        return f"最可能是{blame}（{one.slip.words or _MISREAD[0]}）；另有{count}种改法也能使数字相符"
    blame = _blame(one, lang).removeprefix("suspect: ")
    others = "1 other change" if count == 1 else f"{count} other changes"
    return f"most likely {blame} ({one.slip.words_en or _MISREAD[1]}); {others} would also agree"


def _short_place(term: Term, lang: Lang) -> str:
    narrated = term.figure is not None and term.figure.origin == "narrative"
    if lang == "zh":
        return "正文" if narrated else "表中"
    return "in the text" if narrated else "in the table"


def _options(verdict: Verdict, lang: Lang, groups: Sequence[tuple[Suspect, ...]] = ()) -> str:
    join = "、" if lang == "zh" else " + "
    shown = []
    for group in (groups or (verdict.suspects, *verdict.alternatives))[:6]:
        shown.append(join.join(_option(one, lang) for one in group))
    return ("；或 " if lang == "zh" else "; or ").join(shown)


def _option(one: Suspect, lang: Lang) -> str:
    if one.slip.name == "words":
        return "文字" if lang == "zh" else "the words"
    change = f"→{number(one.proposal)}" if one.proposal is not None else ""
    return f"{_name(one.term, lang)} {value_of(one.term, lang)}{change}"


def _name(term: Term, lang: Lang) -> str:
    """A cell of a grid by its row and column, whichever of them the relation goes by; else the label."""
    figure, name = term.figure, name_of(term, lang)
    if figure is not None and figure.origin == "table" and figure.column is not None and name in (term.label, ""):
        return cell_name(figure, totals=True)
    return name


# ---------------------------------------------------------------- the long text
def _explanation(verdict: Verdict, one: Suspect | None, checks: Sequence[Check], lang: Lang) -> str:
    zh = lang == "zh"
    first, rest = checks[0], checks[1:]
    lines = [("关系：" if zh else "Relation: ") + first.rule + " " + relation_words(first, lang)]
    if first.gap is not None and first.kind in ("sum", "balance", "part"):
        lines.append(("左右之差：" if zh else "Left minus right: ") + number(first.gap))
    lines.append(("各数所在：" if zh else "Where the numbers stand: ") + _places(first, lang))
    if first.kind == "list" and first.claim is not None:
        items = [part.text for part in first.claim.terms if part.role == "listed" and part.text]
        lines.append(("所列：" if zh else "Listed: ") + ("、" if zh else ", ").join(items) if items else "")
    if first.reason and first.reason != first.why:
        lines.append(("说明：" if zh else "Note: ") + (first.reason if zh else first.reason_en))
    if rest:
        same = one is not None and verdict.certain
        also = "同一数字还使下列关系不符：" if same else "同时不符的："
        lines.append(also if zh else "The same number breaks as well:" if same else "Broken as well:")
        lines += ["  " + line for line in listing(rest, lang, True)]
    if verdict.held and (one is None or verdict.told):
        lines.append("与之相关而成立的：" if zh else "What holds around it:")
        lines += ["  " + line for line in listing(verdict.held, lang, False, 4)]
    lines += _reasoning(verdict, one, checks, lang)
    why = first.why if zh else first.why_en
    if why:
        lines.append(("依据：" if zh else "Why this must hold: ") + why)
    return "\n".join(line for line in lines if line)


def _places(check: Check, lang: Lang) -> str:
    shown = [term for term in check.terms if term.figure is not None]
    long = len(shown) > 12
    if long:
        shown = [term for term in shown if term.reading is None or term.reading.value != 0]
    opening, closing = ("（", "）") if lang == "zh" else (" (", ")")
    parts = [f"{name_of(t, lang)} {value_of(t, lang)}{opening}{place_of(t, lang)}{closing}" for t in shown]
    return ("；" if lang == "zh" else "; ").join(parts)


def _reasoning(verdict: Verdict, one: Suspect | None, checks: Sequence[Check], lang: Lang) -> list[str]:
    zh = lang == "zh"
    if verdict.missing is not None or verdict.askew:
        return [("判断：" if zh else "Reading: ") + judgement(verdict, one, lang)]
    if one is None or verdict.broken[0].kind == "list":
        return []
    lines = [("判断：" if zh else "Verdict: ") + (_reason(verdict, checks, zh) if verdict.certain else "")]
    if not verdict.certain:
        lines[0] += judgement(verdict, one, lang, full=True)
        if verdict.likely:
            others = _options(verdict, lang, verdict.alternatives)
            lines.append(("其他可能：" if zh else "Other possibilities: ") + others)
        if verdict.backed:
            exact = ("佐证：下列各项按所印数字恰好合计相等", "Speaks for it: these add up exactly as printed")
            lines.append(exact[0 if zh else 1])
            lines += ["  " + line for line in listing(verdict.backed, lang, False)]
    if one.slip.strength and verdict.certain:
        lines.append(("可能的笔误：" if zh else "Likely slip: ") + (one.slip.words if zh else one.slip.words_en))
    if verdict.told and one.proposal is not None:
        lines.append(("更正建议：" if zh else "Cure: ") + number(one.proposal))
    return lines


def _reason(verdict: Verdict, checks: Sequence[Check], zh: bool) -> str:
    least, count = len(verdict.suspects), len(checks)
    if verdict.suspects[0].slip.name == "words":
        return (
            "文字所否认的数字改了就会破坏其他成立的关系，故疑为文字有误"
            if zh
            else "changing the numbers that the words deny would break what holds, so the words are suspected"
        )
    if least > 1:
        return (
            f"最少须改{least}个数才能使全部关系成立，这是其中之一"
            if zh
            else f"at least {least} numbers must change to satisfy everything; this is one of them"
        )
    one = count == 1
    all_zh = "上述关系" if one else f"上述{count}项关系"
    all_en = "the relation" if one else "both relations" if count == 2 else f"all {count} relations"
    return (
        f"只改这一个数即可使{all_zh}成立，且不破坏其他关系；改其他任何一个数都不行"
        if zh
        else f"changing this number alone satisfies {all_en} and breaks no other; no other single number does"
    )
