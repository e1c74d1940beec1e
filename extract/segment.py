"""Which rows of a grid belong to which printed table of the form, and which way round the grid stands."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ..forms.kept import once_a_form
from ..forms.schema import Form
from .grid import Grid
from .groups import group_bands
from .labels import core, similarity, squeeze
from .sheets import Entry, Sheet, sheets_of

_ENOUGH = 1.5
_SWITCH = 0.9
_KEPT = 20_000
_MOST_ROWS = 2000


class Region(Struct, frozen=True):
    """Rows of a grid that one sheet describes; `sheet` is None for rows that no form table accounts for."""

    grid: Grid
    sheet: Sheet | None


# The sheet's number, and the weight of a text as one of its row labels and of its column labels.
Weight = tuple[int, float, float]


class Vocabulary:
    """The labels of a form's sheets, ready for looking up printed ones."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.sheets = tuple(sheets)
        self._rows = [_cores(sheet.rows) for sheet in sheets]
        self._columns = [_cores(sheet.columns) | _parents(sheet.columns) for sheet in sheets]
        self._marks = [tuple(squeeze(marker) for marker in sheet.markers) for sheet in sheets]
        # Kept over documents, since the labels of one form are printed alike by most bodies; bounded all the same.
        self._weights: dict[str, tuple[Weight, ...]] = {}
        self._announced: dict[str, tuple[tuple[int, float], ...]] = {}

    def weigh(self, text: str) -> tuple[Weight, ...]:
        """How much the text speaks for a sheet as a row label and as a column label, for the sheets it speaks for."""
        known = self._weights.get(text)
        if known is None:
            known = tuple((n, row, column) for n, (row, column) in enumerate(self._weigh(text)) if row or column)
            if len(self._weights) >= _KEPT:
                self._weights.clear()
            self._weights[text] = known
        return known

    def announced(self, text: str) -> tuple[tuple[int, float], ...]:
        """The sheets that a line alone in its row announces, by marker or by title."""
        known = self._announced.get(text)
        if known is None:
            plain = squeeze(text)
            found = []
            for number, sheet in enumerate(self.sheets):
                if any(marker in plain for marker in self._marks[number]):
                    found.append((number, 3.0))
                elif any(similarity(text, title) >= 0.9 for title in sheet.titles):
                    found.append((number, 1.0))
            if len(self._announced) >= _KEPT:
                self._announced.clear()
            known = self._announced[text] = tuple(found)
        return known

    def _weigh(self, text: str) -> tuple[tuple[float, float], ...]:
        bare = core(text)
        if len(bare) < 2 or bare.isdigit():
            return tuple((0.0, 0.0) for _ in self.sheets)
        weight = 1.0 if len(bare) >= 4 else 0.3
        exact = [
            (weight * (bare in rows), weight * (bare in columns))
            for rows, columns in zip(self._rows, self._columns, strict=True)
        ]
        if any(row or column for row, column in exact) or len(bare) < 4:
            return tuple(exact)
        return tuple(
            (_best(text, rows), _best(text, columns)) for rows, columns in zip(self._rows, self._columns, strict=True)
        )


def vocabulary_of(form: Form | None) -> Vocabulary:
    """The labels of a form's sheets; without a form, none."""
    return _vocabulary_of(form) if form is not None else Vocabulary(())


@once_a_form
def _vocabulary_of(form: Form) -> Vocabulary:
    return Vocabulary(sheets_of(form))


def regions(grid: Grid, words: Vocabulary) -> list[Region]:
    """The grid cut into the form's tables, each turned so that the form's rows run down."""
    turned = _is_turned(grid, words)
    upright = grid.turned() if turned else grid
    result: list[Region] = []
    for start, end, sheet in sheet_runs(upright, words):
        band = upright.band(range(start, end), range(upright.width))
        if sheet is not None and sheet.groups:
            result += [Region(part, own) for part, own in group_bands(band, sheet)]
        else:
            result.append(Region(band.turned() if sheet is None and turned else band, sheet))
    return result


def sheet_runs(grid: Grid, words: Vocabulary) -> list[tuple[int, int, Sheet | None]]:
    """Half-open ranges of rows and the sheet that describes each, None where the evidence is too thin."""
    result: list[tuple[int, int, Sheet | None]] = []
    texts = [grid.row_texts(row) for row in range(grid.height)] if words.sheets else []
    evidence = [row_evidence(row, words) for row in texts]
    for start, end, number in _runs(texts, evidence, words) if texts else _unknown(grid):
        sheet = None
        if number is not None and end - start <= _MOST_ROWS:
            support = _support(evidence[start:end], number)
            # A row or two cut off by the end of a page have no header to speak for them.
            sheet = words.sheets[number] if support >= (_ENOUGH if end - start > 3 else 1.0) else None
        if sheet is None and result and result[-1][2] is None:
            result[-1] = (result[-1][0], end, None)
        else:
            result.append((start, end, sheet))
    return result


def row_evidence(texts: Sequence[str], words: Vocabulary) -> list[float]:
    """How strongly the texts of one row speak for each sheet."""
    total = [0.0] * len(words.sheets)
    for text in texts[:40]:
        for number, as_row, as_column in words.weigh(text):
            total[number] += max(as_row, as_column)
    if 0 < len(texts) <= 2:
        for number, weight in words.announced(texts[0]):
            total[number] += weight
    return total


def _unknown(grid: Grid) -> list[tuple[int, int, int | None]]:
    return [(0, grid.height, None)] if grid.height else []


def _runs(
    texts: Sequence[Sequence[str]], evidence: Sequence[Sequence[float]], words: Vocabulary
) -> list[tuple[int, int, int | None]]:
    """The best division of the rows among the sheets (Viterbi: evidence minus a price for every change)."""
    kinds = range(len(words.sheets))
    score = [0.0] * len(kinds)
    back: list[list[int]] = []
    before = True
    for row, texts_of_row in enumerate(texts):
        heading = _is_heading(texts_of_row)
        # A header row after rows of numbers more likely opens the next table than repeats this one's.
        price = 0.1 if heading and row > 0 and not before else 0.0
        before = heading
        top = max(kinds, key=score.__getitem__)
        move = score[top] - _SWITCH
        previous = []
        fresh = []
        for kind in kinds:
            stay = score[kind] - price
            previous.append(kind if stay >= move else top)
            fresh.append(max(stay, move) + evidence[row][kind])
        score = fresh
        back.append(previous)
    kind = max(kinds, key=score.__getitem__)
    kinds_of = [0] * len(texts)
    for row in range(len(texts) - 1, -1, -1):
        kinds_of[row] = kind
        kind = back[row][kind]
    runs: list[tuple[int, int, int | None]] = []
    for row, kind in enumerate(kinds_of):
        if runs and runs[-1][2] == kind:
            runs[-1] = (runs[-1][0], row + 1, kind)
        else:
            runs.append((row, row + 1, kind))
    return runs


def _support(evidence: Sequence[Sequence[float]], number: int) -> float:
    """The evidence for the sheet, nought where it is thin for the number of rows."""
    total = sum(row[number] for row in evidence)
    return total if total >= 4.0 or total >= 0.25 * len(evidence) else 0.0


def _is_heading(texts: Sequence[str]) -> bool:
    return not any(any(c.isdigit() for c in text) and core(text).isdigit() for text in texts)


def _is_turned(grid: Grid, words: Vocabulary) -> bool:
    """True where the form's rows run across: their labels spread over columns, not rows."""
    down: set[int] = set()
    across: set[int] = set()
    outcome_rows: set[int] = set()
    outcome_cols: set[int] = set()
    for r in range(grid.height):
        for c in range(grid.width):
            if not grid.is_anchor(r, c):
                continue
            for number, as_row, as_column in words.weigh(grid.text(r, c)):
                sheet = words.sheets[number]
                if as_row >= 0.9 and not sheet.groups:
                    down.add(r)
                    across.add(c)
                if as_column >= 0.3 and sheet.groups:
                    outcome_rows.add(r)
                    outcome_cols.add(c)
    if len(down) + len(across) > 2:
        return len(across) >= 4 and len(across) > 2 * len(down)
    return len(outcome_rows) >= 5 and len(outcome_rows) > 2 * len(outcome_cols)


def _cores(entries: Sequence[Entry]) -> frozenset[str]:
    return frozenset(core(label) for entry in entries for label in entry.labels if label)


def _parents(entries: Sequence[Entry]) -> frozenset[str]:
    return frozenset(core(parent) for entry in entries for parent in entry.parents)


def _best(text: str, labels: frozenset[str]) -> float:
    best = max((similarity(text, label) for label in labels), default=0.0)
    return best if best >= 0.85 else 0.0
