"""Clean tables of every form, whole, for tests of what true sentences beside them must not raise."""

from __future__ import annotations

from gouji.forms.schema import Form

# The cases of persons, companies, research, charities, lawyers and others; rows that are not here are empty of cases.
_APPLICATIONS = {
    "new": (18, 3, 0, 1, 1, 0),
    "carried_in": (2, 0, 0, 0, 0, 0),
    "granted": (8, 2, 0, 1, 0, 0),
    "partly": (3, 0, 0, 0, 0, 0),
    "refused_third_party": (1, 0, 0, 0, 0, 0),
    "refused_process": (1, 1, 0, 0, 0, 0),
    "unable_not_held": (4, 0, 0, 0, 0, 0),
    "unable_not_ready": (0, 0, 0, 0, 1, 0),
    "unprocessed_petition": (1, 0, 0, 0, 0, 0),
    "others_rest": (1, 0, 0, 0, 0, 0),
    "handled": (19, 3, 0, 1, 1, 0),
    "carried_out": (1, 0, 0, 0, 0, 0),
}
_STATISTICS = {
    "disclosure.proactive": 5200,
    "disclosure.normative": 12,
    "documents.normative": 15,
    "channels.channels": 8300,
    "channels.gazette": 120,
    "channels.website": 5200,
    "channels.weibo": 980,
    "channels.wechat": 1500,
    "channels.other": 500,
    "response.hot_topics": 6,
    "response.channels": 65,
    "response.press": 4,
    "response.press_head": 2,
    "response.interviews": 5,
    "response.interviews_head": 1,
    "response.articles": 46,
    "response.social": 10,
    "response.other": 0,
    "applications.new": 48,
    "applications.new_in_person": 3,
    "applications.new_fax": 0,
    "applications.new_online": 40,
    "applications.new_letter": 5,
    "applications.closed": 46,
    "applications.closed_on_time": 44,
    "applications.closed_extended": 2,
    "applications.handled": 46,
    "applications.already_public": 12,
    "applications.granted": 20,
    "applications.partly": 3,
    "applications.refused": 4,
    "applications.refused_commercial": 1,
    "applications.refused_privacy": 1,
    "applications.refused_other_law": 2,
    "applications.not_this_body": 3,
    "applications.not_existing": 4,
    "complaints.complaints": 0,
    "charges.charges": 0,
    "organisation.offices": 1,
    "organisation.reading_points": 12,
    "organisation.staff": 30,
    "organisation.staff_full_time": 5,
    "organisation.staff_part_time": 25,
    "organisation.budget": "12.5",
    "training.meetings": 4,
    "training.courses": 3,
    "training.trainees": 210,
}
_YEARLY = {
    "annual-2021": {
        "documents.normative": (5, 2, 31), "licensing.license": (1204,), "penalties.penalty": (312,),
        "penalties.coercion": (17,), "fees.fees": ("156.32",),
    },
    "annual-2019": {
        "documents.normative": (5, 4, 31), "licensing.license": (120, 3, 1204), "licensing.services": (40, -2, 300),
        "penalties.penalty": (210, 0, 312), "penalties.coercion": (15, 0, 17), "fees.fees": (6, 0),
        "procurement.procurement": (8, "120.5"),
    },
    "statistics-2014": {"disputes.review": (2, 2, 0, 0), "disputes.litigation": (1, 1, 0, 0)},
}  # fmt: skip
_DISPUTES = {"review": (2, 1, 0, 0), "litigation_direct": (1, 0, 0, 1), "litigation_after_review": (1, 0, 0, 0)}


def values_of(form: Form) -> dict[str, str | int | None]:
    """Every number of the form's clean tables by indicator."""
    found: dict[str, str | int | None] = {}
    if not form.years[0] or form.form == "free-2008":
        return found
    for table in form.tables:
        for row in table.rows:
            names = [f"{table.id}.{row.id}.{column.id}" for column in table.columns]
            if not row.header:
                found.update(zip(names, _row(form, table.id, row.id), strict=False))
    return found


def _row(form: Form, table: str, row: str) -> tuple[str | int, ...]:
    yearly = _YEARLY[form.form].get(f"{table}.{row}")
    if yearly is not None:
        return yearly
    if form.form == "statistics-2014":
        return (_STATISTICS.get(f"{table}.{row}", 0),)
    if table == "applications":
        name = "others_rest" if (form.form, row) == ("annual-2019", "others") else row
        counts = _APPLICATIONS.get(name, (0,) * 6)
        return (*counts, sum(counts))
    if table == "disputes":
        return (*_DISPUTES[row], sum(_DISPUTES[row]))
    return (0,) * 6
