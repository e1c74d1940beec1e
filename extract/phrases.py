"""A form's phrases, indexed by string: which indicator a clause speaks of."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from ..forms.kept import once_a_form
from ..forms.schema import Form, Phrase
from ..forms.templates import spelled_out
from .scan import late


class Hit(Struct, frozen=True):
    """A phrase found: its place in the words searched, and the words themselves."""

    phrase: Phrase
    start: int
    end: int
    words: str


# Words that may stand inside or behind a phrase without changing what it names: 共收到各类申请 says 收到申请.
# All but the one for the start of the words begin with a character of the first set: most places are spared the rest.
_BETWEEN = late(
    r"(?:(?=[通以利经各多依按累总一共合先的了公自、法其事全当本今])|^)(?:"
    r"(?:通过|以|利用|经)?(?:各种|各类|多种)(?:渠道|方式|形式|途径)"
    r"|(?:(?:通过|以|利用|经)[^,;:]{2,16}|^[^,;:]{2,10})等(?:渠道|方式|形式|途径)"
    r"|各类|各种|依法依规|依法|按规定|累计|总共|一共|全年|共计|合计|总计|先后|的|了"
    r"|(?:(?:公民|自然人)?、?法人(?:和|或|或者|及|与|以及)?)?其他组织(?:提[出交])?的?(?=(?:政府)?信息公开(?:的)?申请|申请)"
    r"|(?<=公开)(?:当年|本年度?|今年)的?(?=各类|(?:政府)?信息)"
    r"|(?<=依申请公开)事项"
    r"|共(?=[办答收受公发主印制作新接推处]))"
)
_BEHIND = late(r"(?:共有?|为|达到?|有|是|计|总?数量?|总量|件数|:)+$")


def without_fillers(words: str) -> str:
    """共收到各类申请总数为 → 收到申请总数为."""
    return _BETWEEN.sub("", words)


def bare(words: str) -> str:
    """The words of a clause without fillers: 共收到各类申请总数为 → 收到申请."""
    return _BEHIND.sub("", _BETWEEN.sub("", words))


class PhraseIndex:
    """All phrases of a form; looking up costs one scan of the words."""

    def __init__(self, form: Form) -> None:
        self._by_words: dict[str, list[Phrase]] = {}
        self._bare: dict[str, list[Phrase]] = {}
        self._closing: dict[str, list[Phrase]] = {}
        for phrase in form.narrative:
            for plain in spelled_out(phrase.any):
                if plain.endswith("$"):
                    self._closing.setdefault(_BETWEEN.sub("", plain[:-1]), []).append(phrase)
                else:
                    self._by_words.setdefault(plain, []).append(phrase)
                    left = _BETWEEN.sub("", plain)
                    # 共办理 without its filler says no more than 办理: that has to stand right before the number.
                    known = self._closing if len(left) < 3 and left != plain else self._bare
                    known.setdefault(left, []).append(phrase)
        # What the phrases count in; None where one of them counts in anything.
        units = frozenset(unit for phrase in form.narrative for unit in phrase.units)
        self.units = units if all(phrase.units for phrase in form.narrative) else None
        self._across = {
            f"{table.id}.{row.id}.{part}": f"{table.id}.{row.id}.{column.id}"
            for table in form.tables
            for row in table.rows
            for column in table.columns
            for part in column.total_of
        }
        self._lengths = sorted({len(words) for words in self._closing})
        self._find = _Lookup(self._by_words)
        self._find_bare = _Lookup(self._bare)

    def is_whole(self, indicator: str, whole: str | None) -> bool:
        """Whether a number of `indicator` may be told as a part of one of `whole`, None where that is not known.

        办结84件,其中按期办结82件: a part is not its whole. 收办3607件,其中自然人3493件: who asked is told of a row of
        the form only where the whole is that row's.
        """
        above = self._across.get(indicator)
        return whole != indicator and (above is None or whole == above)

    def is_of_a_row(self, indicator: str) -> bool:
        """Whether it is a column of a row of the form that has a total."""
        return indicator in self._across

    def hits(self, words: str) -> list[Hit]:
        """Every phrase in the words, the longest at each place and those that start inside it."""
        return self._find.hits(words)

    def bare_hits(self, words: str) -> list[Hit]:
        """Every phrase in words made `bare`, and those that must close them and do."""
        found = self._find_bare.hits(words)
        for length in self._lengths:
            for phrase in self._closing.get(words[-length:], ()):
                found.append(Hit(phrase, len(words) - length, len(words), words[-length:]))
        return found


class _Lookup:
    """Finds the longest of many phrases at every place of the words."""

    def __init__(self, known: Mapping[str, list[Phrase]]) -> None:
        self._known = known
        # By their first two characters, since many share the first.
        lengths: dict[str, set[int]] = {}
        for words in known:
            lengths.setdefault(words[:2], set()).add(len(words))
        self._lengths = {start: sorted(found, reverse=True) for start, found in lengths.items()}
        self._single = frozenset(words for words in known if len(words) == 1)

    def hits(self, words: str) -> list[Hit]:
        found: list[Hit] = []
        for at in range(len(words)):
            for length in self._lengths.get(words[at : at + 2], ()):
                piece = words[at : at + length]
                if piece in self._known:
                    break
            else:
                if not self._single or words[at] not in self._single:
                    continue
                piece = words[at]
            found += (Hit(phrase, at, at + len(piece), piece) for phrase in self._known[piece])
        return found


@once_a_form
def phrases_of(form: Form) -> PhraseIndex:
    """The index of a form, built once."""
    return PhraseIndex(form)
