"""Whether a text is in traditional characters, whose labels and sentences the forms and the lexicon do not know."""

from __future__ import annotations

from ..model import Problem

# Common characters, each with its simplified form.
_TRADITIONAL = "開條會國與業為報關務員門問題現發經這過還進說對實後來個們學書長東"
_SIMPLIFIED = "开条会国与业为报关务员门问题现发经这过还进说对实后来个们学书长东"


def traditional(text: str) -> Problem | None:
    """A Problem where more of the common characters are in their traditional form than in the simplified one."""
    if not any(character in text for character in _TRADITIONAL):
        return None
    old, new = (sum(map(text.count, characters)) for characters in (_TRADITIONAL, set(_SIMPLIFIED) - set(_TRADITIONAL)))
    if old <= new:
        return None
    return Problem(
        "traditional",
        "文字用繁体字，表的标签和句子大多认不出；请用简体字的版本",
        "the text is in traditional characters, in which most labels are not known; use the simplified one",
    )
