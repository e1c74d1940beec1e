"""What words name in the form where no number stands beside them: 自然人 of 均为自然人提出."""

from __future__ import annotations

from ..forms.schema import Form
from .phrases import bare, phrases_of
from .scan import Rare, late
from .under import ladder_of
from .wholes import ancestors
from .wording import plainly

# 网络方式提交的申请 names what 网络 does; the label itself may stand among fillers.
_HOW = Rare(
    r"(?:的?(?:方式|渠道|形式|途径|平台|个人)?(?:所?(?:提出|提交|递交|发起|申请|受理|收到|办理|处理|答复))*"
    r"的?(?:政府信息公开|信息公开|依申请公开)?(?:申请|案件|答复)?)$"
)
_VERBS = Rare(
    r"^(?:其中:?|已|依法|为|是|系|属于?|由|来自于?|来源于|通过|利用|以|经|采用|采取|按照?|作出|做出|予以|给予|被|结果|复议机关|法院)*"
)
# Each item once, and once for every channel.
_SAME = {"disclosure.proactive.total": ("disclosure.proactive.total", "channels.channels.total")}
_NEGATED = late("[不未无没非]")
_JOINED = late("[或和及与、者]|以及")


def named_in(words: str, form: Form, whole: str, exactly: bool = False) -> tuple[str, ...]:
    """The cells below `whole` in the form that count the one thing the words name; empty where they name none, or
    several. A heading is counted by the rows below it, 法人或其他组织 by the columns. `exactly` asks that the words
    say nothing beside."""
    index, above, words = phrases_of(form), ancestors(form), plainly(words)
    short = _HOW.sub("", words)
    core = _VERBS.sub("", short)
    group = _columns_under(core, form, whole)
    if group:
        return group
    hits = [*index.hits(words), *index.bare_hits(bare(words)), *index.bare_hits(bare(short))]
    found = {
        hit.phrase.indicator
        for hit in hits
        if whole in above.get(hit.phrase.indicator, ())
        and not any(word in words for word in hit.phrase.none)
        and _NEGATED.search(words.partition(hit.words)[0]) is None
        and _JOINED.search(words.replace(hit.words, "")) is None
        and (not exactly or not _VERBS.sub("", _HOW.sub("", words.replace(hit.words, "", 1))))
    } or {name for name, label in ladder_of(form).under.get(whole, ()) if label == core}
    return _cells(found.pop(), form) if len(found) == 1 else ()


def total_named(words: str, unit: str, form: Form) -> tuple[str, ...]:
    """The lines of the form, counted in this unit, that the words may name as a whole: 主动公开, which two lines count
    each in its way."""
    index, words = phrases_of(form), plainly(words)
    hits = [hit for hit in (*index.hits(words), *index.bare_hits(bare(words))) if not hit.phrase.prose]
    hits = [hit for hit in hits if not hit.phrase.units or unit in hit.phrase.units]
    longest = max((hit.end - hit.start for hit in hits), default=0)
    found = {hit.phrase.indicator for hit in hits if hit.end - hit.start == longest}
    found = {name for name in found if not any(word in words for hit in hits for word in hit.phrase.none)}
    return _SAME.get(name := found.pop(), (name,)) if len(found) == 1 else ()


def _columns_under(core: str, form: Form, whole: str) -> tuple[str, ...]:
    """法人或其他组织, or 法人 for short, where the columns of the whole's table stand under such a head."""
    table_id, row, _ = whole.split(".")
    words = _JOINED.sub("", core)
    columns = next((table.columns for table in form.tables if table.id == table_id), ())
    heads = {column.under for column in columns if column.under}
    for head in heads:
        if words == _JOINED.sub("", head) or words == _JOINED.split(head)[0]:
            return tuple(f"{table_id}.{row}.{column.id}" for column in columns if column.under == head)
    return ()


def _cells(indicator: str, form: Form) -> tuple[str, ...]:
    table_id, row_id, column = indicator.split(".")
    row = next(row for table in form.tables if table.id == table_id for row in table.rows if row.id == row_id)
    return tuple(f"{table_id}.{name}.{column}" for name in row.total_of) if row.header else (indicator,)
