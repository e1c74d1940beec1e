"""Two numbers of one sentence that phrases gave the same line of the form, which has but one."""

from __future__ import annotations

from .phrases import bare
from .scan import late
from .sentences import Sentence

_CARRIED_APART = late("[;。](?:其中)?(?:上一?年|去年)[^;。]{0,6}结转")


def set_apart(sentence: Sentence) -> None:
    """强制措施12件,强制执行5件: two names and two numbers for one line are parts of it, or more than it.

    Of numbers told apart for those carried over (予以公开13件;上年结转1件,予以公开1件) none is the line's; of two
    websites the one whose words are surer, if any.
    """
    told = [(m, bare(m.lead)) for m in sentence.mentions if m.link in ("exact", "loose") and m.depth == 0]
    for n, (one, first) in enumerate(told):
        for other, second in told[n + 1 :]:
            same = (one.indicator, one.period, one.scope) == (other.indicator, other.period, other.scope)
            if not same or one.indicator is None:
                continue
            listed = one.whole is not None and one.whole is other.whole
            if one.found.value == other.found.value and not listed:
                continue
            between = sentence.text[one.end - sentence.start : other.start - sentence.start]
            carried = first == second and _CARRIED_APART.search(between)
            if carried or ("网" in first and "网" in second):
                # 在门户网站公开320条,在市政府信息公开网公开150条: the site whose words are surer is the body's own.
                for told_less in (m for m in (one, other) if carried or one.link == other.link or m.link == "loose"):
                    told_less.indicator, told_less.link = None, "none"
            elif not (first in second or second in first):
                one.link = other.link = "loose"
