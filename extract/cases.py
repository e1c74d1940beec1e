"""Of which cases a number tells: those of one of the form's tables, or others beside them."""

from __future__ import annotations

from ..forms.schema import Phrase
from .phrases import Hit
from .scan import late
from .sentences import Mention, Sentence

# What happens to a request, one stage after the other.
STAGE = late(r"办结|答复|办复|办毕|结转|转入|转下")
CASES = "applications"
# The lines of that table that words without a number speak of.
RECEIVED_LINE, CARRIED_IN_LINE = f"{CASES}.new.total", f"{CASES}.carried_in.total"
HANDLED_LINE = f"{CASES}.handled.total"
# Cases of other kinds; what follows them in a sentence is told of them.
_OTHER_CASES = late(
    # The first two are reasons for which requests are not dealt with.
    r"信访、?(?:举报、?投诉|投诉、?举报)[类等]|行政查询事项"
    r"|(热线|工单|信访|来信(?![申\d、])|留言|信箱|建议|提案|投诉|诉求|来电|复议|诉讼|起诉|征求意见|咨询|查询|查阅)"
)
DISPUTES = ("复议", "诉讼", "起诉")
# Lines of the form that count no cases: a reading room beside them (查阅点) is no other case.
STANDING = "organisation"
_NO_CASES = (STANDING, "training", "channels")
_OWN_CASES = late("信息公开|依申请|申请公开|公开申请")
RECEIVED = late(r"受理|收到|新收|接到|接听|收件")
_A_REQUEST = late(rf"(?:{RECEIVED.pattern})(?:书面)?申请$")


def table_of(indicator: str) -> str:
    """The table of the form that an indicator belongs to."""
    return indicator.split(".")[0]


def _table(mention: Mention) -> str:
    """The table of the form of which a number before it tells, linked or a sum that is linked to nothing."""
    whole = mention.whole.indicator if mention.whole is not None else None
    if mention.indicator or whole:
        return table_of(mention.indicator or whole or "")
    other = any(m[1] for m in _OTHER_CASES.finditer(mention.lead))
    if other or not RECEIVED.search(mention.lead):
        # 受理政府信息公开投诉3件: no request is among them.
        return ""
    said = mention.lead
    if _A_REQUEST.search(said):
        said = mention.sentence.heading + mention.sentence.text[: mention.end - mention.sentence.start]
    return CASES if _OWN_CASES.search(said) else ""


def of_other_cases(phrase: Phrase, mention: Mention, sentence: Sentence) -> bool:
    """受理信访33件,办结31件,结转下年2件: what was received in this sentence is nothing of the form's."""
    if RECEIVED.search(mention.lead) or not STAGE.search(mention.lead + mention.right):
        return False
    for other in reversed([m for m in sentence.mentions if m.start < mention.start]):
        if _table(other) == table_of(phrase.indicator):
            return False
        if RECEIVED.search(other.lead):
            return True
    return False


def after_received(phrase: Phrase, mention: Mention, sentence: Sentence) -> bool:
    """办结42件 alone follows the cases received that were told last: they must be of the same table of the form."""
    told = [m for m in sentence.mentions if m.start < mention.start]
    if sentence.previous is not None:
        told = sentence.previous.mentions + told
    for other in reversed(told):
        if _table(other) == table_of(phrase.indicator):
            return True
        if RECEIVED.search(other.lead):
            return False
    return False


def among_its_own(phrase: Phrase, mention: Mention, sentence: Sentence) -> bool:
    """The last number placed before it in the paragraph belongs to the same table of the form."""
    return table_of(last_placed(mention, sentence)) == table_of(phrase.indicator)


def last_placed(mention: Mention, sentence: Sentence) -> str:
    """The indicator of the last number placed before it in the paragraph, or of its whole; empty without one."""
    told = [m for m in sentence.mentions if m.start < mention.start]
    if sentence.previous is not None and sentence.previous.block == sentence.block:
        told = sentence.previous.mentions + told
    placed = [name for m in told if (name := m.indicator or (m.whole.indicator if m.whole is not None else None))]
    return placed[-1] if placed else ""


def other_case(hit: Hit, mention: Mention, sentence: Sentence) -> int:
    """Where the last words end that name cases of another kind than the phrase's own; 0 where there are none, or where
    a number behind them is told of the phrase's own (收到申请13件,其中局长信箱收到2件)."""
    table = table_of(hit.phrase.indicator)
    if table in _NO_CASES:
        return 0
    before = sentence.text[: mention.end - sentence.start]
    own = (hit.words, *hit.phrase.context, *(DISPUTES if any(word in hit.words for word in DISPUTES) else ()))
    found = [m for m in _OTHER_CASES.finditer(before) if m[1] and not any(m[1] in word for word in own)]
    end = found[-1].end() if found else 0
    told = [m for m in sentence.mentions if sentence.start + end <= m.start < mention.start]
    return 0 if any(_table(m) == table for m in told) else end


def in_context(hit: Hit, mention: Mention, sentence: Sentence, context: str, other: int) -> bool:
    """One of the words stands in the sentence up to the number, the heading, or the sentence before; behind the words
    that name `other` cases."""
    # Staff and offices are named before what they are for: 配备了1名专职人员,负责政府信息公开工作.
    standing = table_of(hit.phrase.indicator) == STANDING
    before = sentence.text if standing else sentence.text[: mention.end - sentence.start]
    places = (before[other:],) if other else (before, sentence.heading, context)
    return any(word in place for word in hit.phrase.context for place in places)
