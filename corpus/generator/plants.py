"""Contradictions put into a finished report, each with the label that tells where and what it is.

A plant takes the report, changes one thing (or the smallest number of things that makes the contradiction) and
returns the label; None where this report has no place for it.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from rendering import Heading, Mark, Paragraph, Report

from .planting import (
    Hand,
    Label,
    Plant,
    Planted,
    boxes_of,
    marks_of,
    reprint,
    whole_number,
    with_cell,
    with_mark,
    with_sentence,
)
from .plants_structure import STRUCTURE


# ---------------------------------------------------------------- in the tables
def cell_slip(hand: Hand, report: Report) -> Planted | None:
    """One cell that stands in a sum."""
    rng = hand.rng
    summed = ("applications.", "disputes.", "channels.", "organisation.staff", "response.")
    alone = ("response.hot_topics.total", "response.press_head.total", "response.interviews_head.total")
    places = [
        box
        for _, box in boxes_of(report)
        if box.indicator.startswith(summed) and box.indicator not in alone and box.text.isdigit()
    ]
    if not places:
        return None
    big = [box for box in places if int(box.text) > 2] or places
    box = rng.choice(big if rng.random() < 0.8 else places)
    wrong = str(hand.slip(int(box.text)))
    # Rows and columns of the applications cross: there the culprit can be told, in a single sum it cannot.
    crossed = box.indicator.startswith("applications.") and not box.path
    truth = box.text if crossed else ""
    label = Label("cell", "S", "error", "table", box.indicator, wrong, truth, box.indicator, "BNPG")
    return with_cell(report, box.indicator, wrong), label


def balance(hand: Hand, report: Report) -> Planted | None:
    """One column and the total of 四 move together, so that rows close and the balance does not."""
    rng, world = hand.rng, hand.world
    cells = {box.indicator: box.text for _, box in boxes_of(report)}
    if not world.form.startswith("annual"):
        return None
    column = rng.choice(("person", "business"))
    here, total = f"applications.carried_out.{column}", "applications.carried_out.total"
    if here not in cells:
        return None
    step = rng.randint(1, 9)
    label = Label(
        "balance",
        "B",
        "error",
        "table",
        here,
        str(int(cells[here]) + step),
        cells[here],
        "applications.carried_out",
        "SNW",
    )
    report = with_cell(report, here, str(int(cells[here]) + step))
    return with_cell(report, total, str(int(cells[total]) + step)), label


def part_over_whole(hand: Hand, report: Report) -> Planted | None:
    """A 其中 above what it is part of."""
    rng = hand.rng
    pairs = (
        ("disclosure.normative.total", "documents.normative.made"),
        ("response.press_head.total", "response.press.total"),
        ("response.interviews_head.total", "response.interviews.total"),
        ("disclosure.proactive.total", "channels.channels.total"),
        ("documents.normative.public_total", "documents.normative.published"),
    )
    cells = {box.indicator: box.text for _, box in boxes_of(report)}
    rng_pairs = [pair for pair in pairs if pair[0] in cells and pair[1] in cells]
    if not rng_pairs:
        return None
    small, large = rng.choice(rng_pairs)
    if small == "documents.normative.public_total":
        if int(cells[large]) < 2:
            return None
        wrong = str(int(cells[large]) - rng.randint(1, int(cells[large]) - 1))
    else:
        wrong = str(int(cells[large]) + rng.randint(1, 40))
    return with_cell(report, small, wrong), Label("part", "P", "error", "table", small, wrong, "", small, "SNBL")


# ---------------------------------------------------------------- in the prose
def narrative_against_table(hand: Hand, report: Report) -> Planted | None:
    """A number of the prose that its cell contradicts."""
    rng = hand.rng
    places = [
        (index, mark)
        for index, mark in marks_of(report)
        if mark.option("in") == "table" and whole_number(mark) is not None and not mark.option("scope")
    ]
    if not places:
        return None
    index, mark = rng.choice(places)
    value = whole_number(mark)
    assert value is not None
    wrong = hand.slip(value)
    label = Label(
        "narrative", "N", "error", "narrative", mark.name, str(wrong), str(value), mark.indicator, "SRPW", "", index
    )
    return with_mark(report, index, mark, reprint(mark, wrong), str(wrong)), label


def sentence_sum(hand: Hand, report: Report) -> Planted | None:
    """A part or the whole of a complete list told in one paragraph."""
    rng = hand.rng
    groups: dict[str, list[tuple[int, Mark]]] = {}
    for index, mark in marks_of(report):
        if mark.option("group") and mark.option("part") in ("whole", "part"):
            groups.setdefault(mark.option("group"), []).append((index, mark))
    whole = [
        group for group in groups.values() if len(group) > 2 and any(m.option("part") == "whole" for _, m in group)
    ]
    if not whole:
        return None
    group = rng.choice(whole)
    index, mark = rng.choice(group)
    value = whole_number(mark)
    if value is None:
        return None
    wrong = hand.slip(value)
    # A list alone does not tell which of its numbers is wrong; the table or the printed shares do.
    told = mark.option("in") == "table" or "role=share" in "".join(str(p) for p in report.pieces[index : index + 1])
    truth = str(value) if told else ""
    label = Label("sum", "S", "error", "narrative", mark.name, str(wrong), truth, mark.indicator, "NPR", "", index)
    return with_mark(report, index, mark, reprint(mark, wrong), str(wrong)), label


def share(hand: Hand, report: Report) -> Planted | None:
    """A share or a growth that its own counts contradict."""
    rng = hand.rng
    places = [(i, m) for i, m in marks_of(report) if m.option("role") in ("share", "growth") and m.option("of")]
    if not places:
        return None
    index, mark = rng.choice(places)
    old = Decimal(mark.option("value"))
    step = Decimal(rng.choice((2, 3, 5, 9, 10)))
    wrong = old + step if old < 80 or rng.random() < 0.5 else old - step
    truth = str(old) if mark.option("role") == "share" else ""
    label = Label("share", "R", "error", "narrative", mark.name, str(wrong), truth, "", "SN", "", index)
    return with_mark(report, index, mark, f"{wrong}%", str(wrong)), label


def change(hand: Hand, report: Report) -> Planted | None:
    """增加N件 that the two counts contradict."""
    rng = hand.rng
    places = [(i, m) for i, m in marks_of(report) if m.option("role") == "change" and m.option("of")]
    if not places:
        return None
    index, mark = rng.choice(places)
    value = int(mark.option("value"))
    wrong = hand.slip(value)
    label = Label("change", "R", "error", "narrative", mark.name, str(wrong), "", "", "SNC", "", index)
    return with_mark(report, index, mark, reprint(mark, wrong), str(wrong)), label


def told_twice(hand: Hand, report: Report) -> Planted | None:
    """The same quantity again, with another value, in another section."""
    rng, world = hand.rng, hand.world
    new = world.count("applications.new.total")
    wrong = hand.slip(new)
    sentence = rng.choice(
        (
            "{year}年，{we}共收到政府信息公开申请⟦{n}件|applications.new.total|#twice|value={n}|unit=件⟧，均已按规定处理。",
            "{year}年{we}新收依申请公开申请⟦{n}件|applications.new.total|#twice|value={n}|unit=件⟧。",
        )
    ).format(year=world.year, we=world.body.self_name, n=wrong)
    headings = [i for i, piece in enumerate(report.pieces) if isinstance(piece, Heading) and piece.level == 1]
    at = headings[-2] + 1
    pieces = (*report.pieces[:at], Paragraph(sentence), *report.pieces[at:])
    label = Label(
        "twice", "N", "error", "narrative", "twice", str(wrong), str(new), "applications.new.total", "DSRBP", "", at
    )
    return replace(report, pieces=pieces), label


def rate(hand: Hand, report: Report) -> Planted | None:
    """Closed above received, the rate said to be 100 %."""
    rng = hand.rng
    got = rng.randint(60, 900)
    done = got - rng.randint(4, got // 3)
    sentence = (
        f"全年“领导信箱”收到来信⟦{got}件||#rated|value={got}|unit=件|free=1⟧，办结⟦{done}件||#done|value={done}|unit=件|free=1⟧，"
        f"办结率⟦100%||#rate|value=100|unit=%|role=rate|free=1⟧。"
    )
    at = 2
    pieces = (*report.pieces[:at], Paragraph(sentence), *report.pieces[at:])
    label = Label("rate", "R", "error", "narrative", "rate", "100", "", "", "SNWP", "", at)
    return replace(report, pieces=pieces), label


def all_closed(hand: Hand, report: Report) -> Planted | None:
    """均已办结, and the table carries some over."""
    rng, world = hand.rng, hand.world
    if not world.form.startswith("annual") or world.count("applications.carried_out.total") == 0:
        return None
    words = rng.choice(
        ("所有申请均已在年内办结", "全部申请均已办理完毕，无结转下年度件", "截至年底，上述申请已全部办结")
    )
    return with_sentence(report, words, Label("all-closed", "W", "error", "words", words=words, also="NSB"))


def none_of_it(hand: Hand, report: Report) -> Planted | None:
    """未发生行政复议, and the table counts some."""
    rng, world = hand.rng, hand.world
    if world.form == "free-2008" or world.count("disputes.review.total") == 0:
        return None
    already = [1 for _, mark in marks_of(report) if mark.indicator == "disputes.review.total"]
    if already:
        return None
    words = rng.choice(("未发生政府信息公开行政复议", "没有因政府信息公开引起的行政复议", "政府信息公开行政复议为零"))
    return with_sentence(
        report,
        f"{world.year}年，{world.body.self_name}{words}",
        Label("none", "W", "error", "words", words=words, also="NS"),
    )


def unit_slip(hand: Hand, report: Report) -> Planted | None:
    """A measure word that cannot be: 办结43年."""
    rng = hand.rng
    places = [(i, m) for i, m in marks_of(report) if m.option("unit") == "件" and m.quote[0].isdigit()]
    if not places:
        return None
    index, mark = rng.choice(places)
    value = mark.option("value")
    label = Label("unit", "U", "warning", "narrative", mark.name, value, value + "件", mark.indicator, "FN", "", index)
    return with_mark(report, index, mark, value + "年", value, "年"), label


def scale_slip(hand: Hand, report: Report) -> Planted | None:
    """万元 for 元: the prose tells a budget ten thousand times what the table says."""
    world = hand.world
    if world.form != "statistics-2014" or world.numbers["organisation.budget.total"] <= 0:
        return None
    budget = world.numbers["organisation.budget.total"]
    yuan = int(budget * 10000)
    text = f"全年投入政府信息公开专项经费⟦{yuan}万元|organisation.budget.total|#scale|value={yuan}|unit=万元⟧。"
    at = next(i for i, piece in enumerate(report.pieces) if isinstance(piece, Heading) and piece.level == 1) + 1
    pieces = (*report.pieces[:at], Paragraph(text), *report.pieces[at:])
    label = Label(
        "scale", "U", "error", "narrative", "scale", str(yuan), str(budget), "organisation.budget.total", "N", "", at
    )
    return replace(report, pieces=pieces), label


# Contradictions within one report; those between reports are in `series`.
PLANTS: dict[str, Plant] = {
    "cell": cell_slip,
    "balance": balance,
    "part": part_over_whole,
    "narrative": narrative_against_table,
    "sum": sentence_sum,
    "share": share,
    "change": change,
    "twice": told_twice,
    "rate": rate,
    "all-closed": all_closed,
    "none": none_of_it,
    "unit": unit_slip,
    "scale": scale_slip,
    **STRUCTURE,
}
