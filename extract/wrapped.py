"""Lines of plain text that a program broke at a width: their sentence goes on in the next line."""

from __future__ import annotations

from itertools import pairwise

from ..model import Block, Document
from .scan import late

# A line narrower than this is broken off for another reason; so many lines as wide as the widest tell of a width.
_NARROW, _ALIKE = 24, 3
# Of so many lines one may be wider: an address, a line that was not broken.
_FEW = 12
# A line may end so far before the width: half-width signs and spaces do not fill it evenly.
_RAGGED = 8
_WIDE = "\u2e80"
_ENDED = frozenset("。！？；：!?;:.…”」）)》")
_TITLE_ENDS = ("报告", "年报", "情况")
# Words of such reports that a break may part.
_WORDS = (
    "公开", "政府信息", "信息公开", "主动公开", "申请公开", "公开申请", "不予公开", "予以公开", "部分公开", "行政复议",
    "行政诉讼", "规范性文件", "工作人员", "门户网站", "公众号", "发布会", "办结", "答复", "受理", "收到", "申请",
)  # fmt: skip
_TORN = late("|".join(f"{word[:at]}\n{word[at:]}" for word in _WORDS for at in range(1, len(word))))
_UNIT = late(r"\d\n(?:\d|[件条次人个篇份名期场宗起项元万])")


class Wrapping:
    """The width at which a document's lines are broken, if they are."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._width = _width_of(document) if document.format == "text" else 0

    def parts(self, last: Block, block: Block) -> bool:
        """Whether the break between two lines stands inside a sentence."""
        if not self._width or self._text[last.end : block.start].count("\n") != 1:
            return False
        line, words = self._text[last.start : last.end], self._text[block.start : block.end]
        if (last.kind, block.kind) != ("paragraph", "paragraph") or line[-1] in _ENDED or line.endswith(_TITLE_ENDS):
            return False
        torn = _TORN.search(f"{line[-4:]}\n{words[:4]}") is not None
        return torn or (self._width <= _display(line) + _RAGGED and _breaks(line, words))


def _width_of(document: Document) -> int:
    """The width of most lines that end without a stop, where one at least breaks in a word; 0 where they have none in
    common, or more than a few lines are wider."""
    text = document.text
    lines = [text[block.start : block.end] for block in document.blocks if block.kind == "paragraph"]
    broken = [
        line for line, after in pairwise([*lines, ""]) if line and line[-1] not in _ENDED and _breaks(line, after)
    ]
    widths = [width for line in broken if (width := _display(line)) >= _NARROW]
    widest = max(widths, default=0)
    if sum(width >= widest - _RAGGED for width in widths) < max(_ALIKE, len(widths) / 2):
        return 0
    limit = widest + _RAGGED
    wider = sum(len(line) > limit or _display(line) > limit for line in lines)
    ends = (f"{one[-4:]}\n{other[:4]}" for one, other in pairwise(lines))
    torn = any(_TORN.search(end) or _UNIT.search(end) for end in ends)
    return widest if torn and wider <= len(lines) / _FEW else 0


def _breaks(line: str, after: str) -> bool:
    """Whether a line may be broken before the next: a number at its end only where its unit or more digits follow."""
    return not line[-1].isdigit() or _UNIT.match(f"{line[-1]}\n{after[:1]}") is not None


def _display(line: str) -> int:
    """How wide a line is printed, a Chinese character as two."""
    return len(line) + sum(character >= _WIDE for character in line)
