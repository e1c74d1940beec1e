"""Writes docs/api.md from the signatures and docstrings of the library's verbs: `python docs/build_api.py`."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gouji
from gouji import api, model

TARGET = Path(__file__).with_name("api.md")
# What `gouji` exports, then what `gouji.api` offers besides.
VERBS = tuple(name for name in gouji.__all__ if not name.startswith("_"))
MORE = ("extract_reports", "check_results", "source_bytes")
TYPES = (model.Document, model.Record, model.Figure, model.Quantity, model.Report, model.Finding, model.FileResult)
EXAMPLE = """```python
import gouji

report = gouji.check_reports(["corpus/reports/hexi-2023.pdf"])
for finding in report.findings:
    print(finding.severity, finding.rule, finding.message_en)

document = gouji.read_report("corpus/reports/hexi-2023.pdf")
record = gouji.extract_record(document)
for figure in record.figures[:3]:
    print(figure.label, figure.quantity.value, document.text[figure.evidence.start : figure.evidence.end])

for found in gouji.find_quantities("全年受理申请1.2万余件，办结率约95%"):
    print(found.raw, found.lo, found.hi, found.unit)
```"""


def render() -> str:
    """An example, every verb with what it promises, the fields of the types they hand out."""
    lines = [
        "# The library",
        "",
        "Written from the docstrings by `docs/build_api.py`. `import gouji` costs nothing.",
        "All types are frozen structs of msgspec with `Decimal` numbers and tuples; `gouji.model.to_json` writes them.",
        "",
        EXAMPLE,
        "",
    ]
    for owner, names in (("gouji", VERBS), ("gouji.api", MORE)):
        for name in names:
            lines += _verb(owner, name, getattr(api, name))
    lines += ["## CheckOptions", "", *_text(api.CheckOptions), "", *_fields(api.CheckOptions), ""]
    for kind in TYPES:
        lines += [f"## {kind.__name__}", "", *_text(kind), "", *_fields(kind), ""]
    return "\n".join(lines).rstrip() + "\n"


def _verb(owner: str, name: str, verb: Any) -> list[str]:
    signature = re.sub(r"Limits\([^)]*\)", "DEFAULT_LIMITS", str(inspect.signature(verb)).replace("'", ""))
    return [f"## {owner}.{name}", "", "```", f"{name}{signature}", "```", "", *_text(verb), ""]


def _text(thing: Any) -> list[str]:
    return (inspect.getdoc(thing) or "").replace("Raises:\n    ", "Raises ").splitlines()


def _fields(kind: Any) -> Iterator[str]:
    for name, held in kind.__annotations__.items():
        yield f"- `{name}`: `{held}`"


if __name__ == "__main__":
    TARGET.write_text(render(), "utf-8")
