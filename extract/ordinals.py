"""Chinese numerals before a measure word that say which one, not how many: 二期工程, 六次全会, 第一、二轮."""

from __future__ import annotations

from .scan import Rare, late
from .vocabulary import vocabulary

# What is published in issues; before anything else 期 is a stage of building.
_ISSUES = Rare(
    r"(?:训班|编[印发]|刊[发印登]|印发|发布|发行|推出|制作|出版|播出|举办|组织|开[展办设]|培训|共|各|分|编)(?:了|办)?$"
)
_ISSUED = ("简报", "培训", "专题", "专栏", "专刊", "节目", "公报", "讲座", "快报")
# 二 counts with other numerals and after a verb or a word that leads to a number (两 is the usual word); alone before a
# measure word it is an ordinal.
_LEADS = (*(word for word in vocabulary("verbs")["verb"] if len(word) > 1), *"共计为有各达")
_MEETING = ("全会", "全体会议", "中央全会", "党代会")
_SESSION = Rare(r"届[一二三四五六七八九十、]{0,8}$|届[^,。;、]{0,5}$")
_AFTER_FIRST = late(r"第[一二三四五六七八九十\d]+[、和至到-]$")
_NEXT_SESSION = Rare(r"、[一二三四五六七八九十]+次(?:全会|全体会议)")


def is_ordinal(plain: str, start: int, words: str, unit: str, after: int) -> bool:
    """Whether a numeral with the measure word that ends at `after` names one of a row."""
    before = plain[max(0, start - 12) : start]
    if _AFTER_FIRST.search(before):
        return True
    if unit == "期":
        return not plain.startswith(_ISSUED, after) and _ISSUES.search(before) is None
    if unit == "次":
        if plain.startswith(_MEETING, after) or _NEXT_SESSION.match(plain, after):
            return True
        return plain.startswith(("会议", "常委会", "代表大会"), after) and _SESSION.search(before) is not None
    if plain.startswith("级", after) or (unit == "位" and plain.startswith("数", after)):
        return True
    return words == "二" and (unit == "轮" or not before.removesuffix("了").endswith(_LEADS))
