"""What is found in sentences beside a form's table that these tests know by heart."""

from __future__ import annotations

from collections.abc import Mapping

from by_hand import from_values
from gouji.extract.prose import read_prose
from gouji.extract.wholes import partitions
from gouji.forms.loader import find_form, load_forms
from gouji.model import Block, Document
from gouji.reconcile.engine import reconcile
from msgspec.structs import replace

FORMS = load_forms()
_WHO = ("person", "business", "research", "charity", "legal", "other", "total")
VALUES = {
    "annual-2021": {
        **{f"applications.new.{who}": count for who, count in zip(_WHO, (18, 3, 0, 1, 1, 0, 23), strict=True)},
        "applications.carried_in.person": 2,
        "applications.carried_in.total": 2,
        "applications.handled.person": 19,
        "applications.granted.total": 11,
        "applications.partly.total": 3,
        **dict.fromkeys(partitions(find_form(FORMS, "annual-2021"))["applications.refused.total"], 0),
        "applications.refused_third_party.total": 1,
        "applications.refused_process.total": 2,
        **dict.fromkeys(partitions(find_form(FORMS, "annual-2021"))["applications.others.total"], 0),
        "applications.others_uncorrected.total": 2,
        "applications.others_rest.total": 1,
        "documents.normative.made": 5,
        "penalties.coercion.decisions": 17,
        "documents.normative.repealed": 2,
        "applications.handled.total": 24,
        "applications.carried_out.total": 1,
        "disputes.review.upheld": 2,
        "disputes.review.corrected": 1,
        "disputes.review.total": 3,
    },
    "free-2008": {},
    "statistics-2014": {
        "disclosure.proactive.total": 5200,
        "channels.channels.total": 8300,
        "channels.website.total": 5200,
        "applications.new.total": 48,
        "applications.new_online.total": 40,
        "applications.new_letter.total": 5,
        "applications.new_in_person.total": 3,
        "applications.new_fax.total": 0,
        "applications.closed.total": 46,
        "applications.closed_on_time.total": 44,
        "applications.handled.total": 46,
        "applications.granted.total": 43,
        "applications.partly.total": 3,
        "disputes.review.total": 2,
        "disputes.review.upheld": 2,
        "disputes.review.corrected": 0,
    },
}


def told(
    name: str, *sentences: str, body: str | None = None, values: Mapping[str, str | int | None] | None = None
) -> list[tuple[str, str]]:
    """Rule and severity of what is found in these sentences beside the form's table, which holds these values."""
    blocks, text = [], ""
    for number, words in enumerate(("政府信息公开申请情况。", *sentences), 1):
        blocks.append(Block(f"p{number}", "paragraph", None, len(text), len(text) + len(words)))
        text += words + "\n"
    form = find_form(FORMS, name)
    year = {"annual-2021": 2022, "annual-2019": 2019, "statistics-2014": 2016}.get(name, 2012)
    table = from_values(form, VALUES[name] if values is None else values)
    document = Document(table.path, table.sha256, "txt", "ok", None, text, tuple(blocks))
    reading = read_prose(document, form, year, body or table.body)
    table = replace(table, body=body or table.body, level="department" if body else table.level, year=year)
    record = replace(table, figures=(*table.figures, *reading.figures), claims=reading.claims)
    return [(finding.rule, finding.severity) for finding in reconcile([record], FORMS, ignore=["P203"]).findings]
