"""The harmonised panel: one number for every body, year and indicator, chosen by a rule that is printed with it.

All candidates stay in `figures`. A number is taken, in this order of preference:

1. a figure whose indicator is certain (`link` exact) before a doubtful one;
2. a table before the narrative;
3. a report read in full before one read in part;
4. the later publication before the earlier;
5. DOCX (and other word processors), then PDF, then HTML, then text;
6. the first path, and the first place in it.

Planned and required numbers, ranges, and numbers about another period are no candidates. Where no report gives a number
the cell that should hold one says by its flag what it holds instead: blank, slash, dash or unreadable.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from .opened import Dataset

RULE = "\n\n".join((__doc__ or "").split("\n\n")[1:4]).strip()
FLAGS = {
    "blank, slash, dash, unreadable": "the cell is there and holds no number but this",
    "disputed": "the candidates differ",
    "doubtful": "the number's indicator is not certain",
    "narrative": "the number stands in the prose",
    "partial": "the report could be read in part only",
    "loose, ocr": "read from a table without a grid, or from an image",
    "about, over, under": "the number is an approximation",
    "missing": "wide panel: the form asks for it and the report has no such cell",
    "not-in-form": "wide panel: the form of that year does not ask for it",
}
KEYS = ["body_id", "body", "level", "division", "year", "form"]
_STATA_NAME = 32
_LONG = """
WITH candidates AS (
  SELECT f.body_id, f.indicator, f.year, f.document, f.figure, f.source, f.value, f.unit, f.value_std, f.unit_std,
         f.link, f.confidence, f.hedge, f.form, f.state, d.body, d.level, d.division, d.status, d.published, d.format,
         f.start,
         CASE WHEN d.format IN ('docx', 'doc', 'wps', 'odt', 'rtf', 'xlsx') THEN 0 WHEN d.format = 'pdf' THEN 1
              WHEN d.format IN ('html', 'mhtml') THEN 2 WHEN d.format = 'text' THEN 3 ELSE 4 END AS format_rank
  FROM figures f JOIN documents d ON d.path = f.document
  WHERE f.indicator IS NOT NULL AND f.body_id IS NOT NULL AND f.year IS NOT NULL AND (
    f.state <> 'value' OR (f.value IS NOT NULL AND f.modality = 'achieved'
      AND f.role NOT IN ('share', 'rate', 'growth', 'change', 'rank', 'limit')
      AND (f.period IS NULL OR f.period = CAST(f.year AS VARCHAR))))
), ranked AS (
  SELECT *, row_number() OVER (
      PARTITION BY body_id, year, indicator
      ORDER BY state <> 'value', link <> 'exact', source <> 'table', status <> 'ok', published DESC NULLS LAST,
               format_rank, document, start
    ) AS place,
    count(value) OVER (PARTITION BY body_id, year, indicator) AS candidates,
    min(value_std) OVER (PARTITION BY body_id, year, indicator)
      <> max(value_std) OVER (PARTITION BY body_id, year, indicator) AS differ
  FROM candidates
)
SELECT r.body_id, r.body, r.level, r.division, r.year, r.form, r.indicator, r.value_std,
       coalesce(nullif(r.unit_std, ''), c.unit, '') AS unit_std, r.value, r.unit,
       coalesce(c.comparable, 'unknown') AS comparable, coalesce(c.comparable_why, '') AS comparable_why,
       concat_ws('+', CASE WHEN r.state <> 'value' THEN r.state END, CASE WHEN r.differ THEN 'disputed' END,
                 CASE WHEN r.link <> 'exact' THEN 'doubtful' END, CASE WHEN r.source <> 'table' THEN 'narrative' END,
                 CASE WHEN r.status <> 'ok' THEN 'partial' END, CASE WHEN r.confidence <> 'sure' THEN r.confidence END,
                 CASE WHEN r.hedge <> 'exact' THEN r.hedge END
       ) AS flag,
       r.document AS source, r.figure, r.candidates
FROM ranked r LEFT JOIN codebook c ON c.form = r.form AND c.indicator = r.indicator
WHERE r.place = 1
ORDER BY r.body_id, r.year, r.indicator
"""
_PRINTED = f"""
WITH own AS (
  SELECT DISTINCT g.document FROM figures g
  JOIN figures h ON h.document = g.document AND split_part(h.figure, ':', 1) = split_part(g.figure, ':', 1)
  WHERE g.source = 'table' AND g.indicator IS NULL AND g.state = 'value' AND h.indicator IS NOT NULL
)
SELECT p.body_id, p.body, p.level, p.division, p.year, p.form, p.indicator,
       CASE WHEN f.state = 'unreadable' THEN 'unreadable' WHEN f.state <> 'value' THEN ''
            WHEN f.lo = f.hi THEN f.value || CASE WHEN f.unit_std = '元' THEN f.unit ELSE '' END
            WHEN f.unit_std = '元' AND NOT contains(f.raw, f.unit) THEN f.raw || f.unit ELSE f.raw END AS printed,
       regexp_replace(p.flag, 'about|over|under', '') AS flag, p.source IN (FROM own) AS own_rows
FROM ({_LONG}) p JOIN figures f ON f.document = p.source AND f.figure = p.figure
ORDER BY p.body_id, p.year, p.indicator
"""


def long_panel(dataset: Dataset) -> pd.DataFrame:
    """One row a body, year and indicator.

    `flag` is empty where nothing is to be said, else some of blank, slash, dash, unreadable (then there is no value),
    disputed (candidates differ), doubtful, narrative, partial, loose, ocr, about, over, under, joined by `+`.
    `unit_std` is the form's where the report prints none. `comparable` says whether the form of that year means the
    same by the indicator as the other forms.
    """
    import pandas as pd

    table = dataset.query_arrow(_LONG)
    return table.to_pandas(types_mapper=pd.ArrowDtype)  # type: ignore[no-any-return]


def wide_panel(dataset: Dataset) -> pd.DataFrame:
    """One row a body and year. Each indicator has three columns: the value, `.flag` and `.source`.

    Where there is no value the flag says why: `blank`, `slash`, `dash` or `unreadable` is what the cell holds,
    `not-in-form` that the form of that year does not ask for it, `missing` that it does and the report has no such
    cell.
    """
    import pandas as pd

    long = long_panel(dataset)
    # The body's name and place are those of the report that gave the most cells.
    first = long.groupby(["body_id", "year"], as_index=False).agg(
        **{name: (name, "first") for name in ("body", "level", "division", "form")}
    )
    parts = [first.set_index(["body_id", "year"])]
    for column, ending in (("value_std", ""), ("flag", ".flag"), ("source", ".source")):
        part = long.pivot(index=["body_id", "year"], columns="indicator", values=column)
        part.columns = pd.Index([f"{name}{ending}" for name in part.columns])
        parts.append(part)
    frame = pd.concat(parts, axis=1).reset_index()
    asked = dataset.codebook.groupby("indicator")["form"].agg(set)
    for name in long["indicator"].unique():
        lacking = frame[f"{name}.flag"].isna()
        in_form = frame["form"].isin(asked.get(name, set()))
        frame.loc[lacking & in_form, f"{name}.flag"] = "missing"
        frame.loc[lacking & ~in_form, f"{name}.flag"] = "not-in-form"
    names = [name for name in frame.columns if name not in KEYS]
    order = sorted(names, key=lambda name: (name.removesuffix(".flag").removesuffix(".source"), name))
    return frame[[*KEYS, *order]]


def printed_panel(dataset: Dataset) -> pd.DataFrame:
    """One row a body and year, an indicator's column with the number of the chosen cell, money with its unit.

    A number that is not exact stands as it is printed, an unreadable cell as the word `unreadable`. Beside each is
    INDICATOR.flag, without the hedges, which the printed number has. `own_rows` is True where a report printed rows of
    its own in a table of the form.
    """
    import pandas as pd

    long = dataset.query_arrow(_PRINTED).to_pandas()
    keys = ["body_id", "year"]
    first = long.groupby(keys).agg(**{name: (name, "first") for name in ("body", "level", "division", "form")})
    first["own_rows"] = long.groupby(keys)["own_rows"].any()
    printed = long.pivot(index=keys, columns="indicator", values="printed")
    flags = long.pivot(index=keys, columns="indicator", values="flag").add_suffix(".flag")
    frame: pd.DataFrame = pd.concat([first, printed, flags], axis=1).reset_index()
    return frame


def concepts(dataset: Dataset) -> pd.DataFrame:
    """Indicator × form version: its comparability where the form has it, `lacking` where it does not."""
    book = dataset.codebook
    forms = list(dict.fromkeys(book["form"]))
    table = book.pivot(index="indicator", columns="form", values="comparable")
    return table.reindex(columns=forms).fillna("lacking").reset_index()


def stata_names(names: list[str]) -> dict[str, str]:
    """A legal and unique Stata name for each: letters, digits and `_`, not a digit first, at most 32 long."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for name in names:
        legal = re.sub(r"[^A-Za-z0-9_]", "_", name)
        if not re.match(r"[A-Za-z_]", legal) or legal in _RESERVED:
            legal = f"v_{legal}"
        if len(legal) > _STATA_NAME or legal in taken:
            legal = legal[: _STATA_NAME - 7] + "_" + hashlib.sha256(name.encode()).hexdigest()[:6]
        taken.add(legal)
        found[name] = legal
    return found


_RESERVED = frozenset((
    "aggregate", "array", "boolean", "break", "byte", "case", "catch", "class", "colvector", "complex", "const",
    "continue", "default", "delegate", "delete", "do", "double", "else", "eltypedef", "end", "enum", "explicit",
    "export", "external", "float", "for", "friend", "function", "global", "goto", "if", "inline", "int", "local",
    "long", "mata", "matrix", "namespace", "new", "numeric", "NULL", "operator", "orgtypedef", "pointer",
    "polymorphic", "pragma", "private", "protected", "public", "quad", "real", "return", "rowvector", "scalar",
    "short", "signed", "static", "string", "struct", "super", "switch", "template", "this", "throw", "transmorphic",
    "try", "typedef", "typename", "union", "unsigned", "using", "vector", "version", "virtual", "void", "volatile",
    "while", "with",
))  # fmt: skip
