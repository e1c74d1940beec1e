"""Contradictions put into a finished report, each with the label that tells where and what it is.

A plant takes the report, changes one thing (or the smallest number of things that makes the contradiction) and
returns the label; None where this report has no place for it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from rendering import Box, Grid, Heading, Mark, Paragraph, Report, parse_marks
from rendering.description import Piece

from .world import World


@dataclass(frozen=True)
class Label:
    """What was planted. `where` is a cell's indicator or a mark's name; `truth` what stood there before.

    `rule` is the family letter, `also` the letters under which the same culprit may rightly be reported.
    `words` are printed at the place, for defects that are no number.
    """

    plant: str
    rule: str
    severity: str
    kind: str
    where: str = ""
    value: str = ""
    truth: str = ""
    indicator: str = ""
    also: str = ""
    words: str = ""
    piece: int = -1


Planted = tuple[Report, Label]


@dataclass(frozen=True)
class Hand:
    """Who plants: chance, the true figures, and how far a slip may go (one, digit, large)."""

    rng: random.Random
    world: World
    size: str = "digit"

    def slip(self, value: int) -> int:
        """Another number, never below zero: off by one; a digit changed, dropped or swapped; or ten times as much."""
        rng, text = self.rng, str(value)
        if self.size == "one":
            return value + 1 if value == 0 or rng.random() < 0.5 else value - 1
        if self.size == "large":
            return value * 10 + rng.randint(0, 9) if value else rng.randint(20, 90)
        options: set[int] = {value + 1, value + rng.choice((2, 3, 10))}
        if value > 3:
            options.add(value - rng.choice((1, 2)))
        if len(text) > 1:
            i, j = rng.randrange(len(text) - 1), rng.randrange(len(text))
            options.add(int(text[:i] + text[i + 1] + text[i] + text[i + 2 :]))
            options.add(int(text[:j] + text[j + 1 :] or "0"))
            digit = rng.choice([d for d in "123456789" if d != text[j]])
            options.add(int(text[:j] + digit + text[j + 1 :]))
        return rng.choice(sorted(options - {value}))


Plant = Callable[[Hand, Report], Planted | None]


# ---------------------------------------------------------------- finding and changing places
def marks_of(report: Report) -> Iterator[tuple[int, Mark]]:
    for index, piece in enumerate(report.pieces):
        if isinstance(piece, Paragraph):
            for mark in parse_marks(piece.text)[1]:
                yield index, mark


def boxes_of(report: Report) -> Iterator[tuple[int, Box]]:
    for index, piece in enumerate(report.pieces):
        if isinstance(piece, Grid):
            for box in piece.boxes:
                if box.indicator:
                    yield index, box


def with_piece(report: Report, index: int, piece: Piece) -> Report:
    pieces = list(report.pieces)
    pieces[index] = piece
    return replace(report, pieces=tuple(pieces))


def with_text(report: Report, index: int, old: str, new: str) -> Report:
    piece = report.pieces[index]
    assert isinstance(piece, Paragraph) and piece.text.count(old) == 1, old
    return with_piece(report, index, Paragraph(piece.text.replace(old, new)))


def with_mark(report: Report, index: int, mark: Mark, quote: str, value: str, unit: str | None = None) -> Report:
    """The same sentence with another number at the mark."""
    piece = report.pieces[index]
    assert isinstance(piece, Paragraph)
    found = re.search(rf"⟦[^⟦⟧]*\|#{re.escape(mark.name)}(\|[^⟦⟧]*)?⟧", piece.text)
    assert found is not None, mark.name
    options = dict(mark.options) | {"value": value}
    if unit is not None:
        options["unit"] = unit
    rest = "".join(f"|{key}={text}" for key, text in options.items())
    fresh = f"⟦{quote}|{mark.indicator}|#{mark.name}{rest}⟧"
    return with_piece(report, index, Paragraph(piece.text[: found.start()] + fresh + piece.text[found.end() :]))


def with_cell(report: Report, indicator: str, text: str) -> Report:
    pieces = [piece.with_texts({indicator: text}) if isinstance(piece, Grid) else piece for piece in report.pieces]
    return replace(report, pieces=tuple(pieces))


def _reprint(mark: Mark, value: int | str) -> str:
    return f"{value}{mark.option('unit')}"


def _whole_number(mark: Mark) -> int | None:
    value = mark.option("value")
    return int(value) if value.isdigit() and not mark.option("hedge") else None


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
        if mark.option("in") == "table" and _whole_number(mark) is not None and not mark.option("scope")
    ]
    if not places:
        return None
    index, mark = rng.choice(places)
    value = _whole_number(mark)
    assert value is not None
    wrong = hand.slip(value)
    label = Label(
        "narrative", "N", "error", "narrative", mark.name, str(wrong), str(value), mark.indicator, "SRPW", "", index
    )
    return with_mark(report, index, mark, _reprint(mark, wrong), str(wrong)), label


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
    value = _whole_number(mark)
    if value is None:
        return None
    wrong = hand.slip(value)
    # A list alone does not tell which of its numbers is wrong; the table or the printed shares do.
    told = mark.option("in") == "table" or "role=share" in "".join(str(p) for p in report.pieces[index : index + 1])
    truth = str(value) if told else ""
    label = Label("sum", "S", "error", "narrative", mark.name, str(wrong), truth, mark.indicator, "NPR", "", index)
    return with_mark(report, index, mark, _reprint(mark, wrong), str(wrong)), label


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
    return with_mark(report, index, mark, _reprint(mark, wrong), str(wrong)), label


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
    return _with_sentence(report, words, Label("all-closed", "W", "error", "words", words=words, also="NSB"))


def none_of_it(hand: Hand, report: Report) -> Planted | None:
    """未发生行政复议, and the table counts some."""
    rng, world = hand.rng, hand.world
    if world.form == "free-2008" or world.count("disputes.review.total") == 0:
        return None
    already = [1 for _, mark in marks_of(report) if mark.indicator == "disputes.review.total"]
    if already:
        return None
    words = rng.choice(("未发生政府信息公开行政复议", "没有因政府信息公开引起的行政复议", "政府信息公开行政复议为零"))
    return _with_sentence(
        report,
        f"{world.year}年，{world.body.self_name}{words}",
        Label("none", "W", "error", "words", words=words, also="NS"),
    )


def _with_sentence(report: Report, words: str, label: Label) -> Planted:
    at = next(i for i, piece in enumerate(report.pieces) if isinstance(piece, Heading) and piece.level == 1) + 1
    while not isinstance(report.pieces[at], Paragraph):
        at += 1
    pieces = (*report.pieces[: at + 1], Paragraph(words + "。"), *report.pieces[at + 1 :])
    return replace(report, pieces=pieces), replace(label, piece=at + 1)


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


# ---------------------------------------------------------------- the structure
def list_length(hand: Hand, report: Report) -> Planted | None:
    """五项 announced, four told."""
    rng = hand.rng
    announced, told = rng.choice((("四", 3), ("五", 4), ("三", 2), ("三", 4)))
    items = ["健全工作机制", "加强平台建设", "做好政策解读", "强化业务培训", "严格考核评议"]
    ordinals = "一二三四五"
    text = f"重点开展了以下{announced}项工作：" + "；".join(f"{ordinals[i]}是{items[i]}" for i in range(told)) + "。"
    return _with_sentence(report, text.rstrip("。"), Label("list", "L", "warning", "structure", words=announced + "项"))


def missing_number(hand: Hand, report: Report) -> Planted | None:
    """A sentence whose number was forgotten."""
    rng = hand.rng
    words = rng.choice(
        (
            "全年举办新闻发布会场，回应社会关切",
            "全年共收到群众来信件，均已转办",
            "要求自收到来件之日起个工作日内回复",
            "全年更新栏目信息条",
        )
    )
    return _with_sentence(
        report, words, Label("missing-number", "F", "warning", "structure", words=words.split("，")[0])
    )


def skipped_number(hand: Hand, report: Report) -> Planted | None:
    """The headings' numbering jumps or repeats."""
    rng = hand.rng
    headings = [i for i, piece in enumerate(report.pieces) if isinstance(piece, Heading) and piece.level == 1]
    position = rng.randrange(2, len(headings))
    piece = report.pieces[headings[position]]
    assert isinstance(piece, Heading)
    numerals = "一二三四五六七八九十"
    fresh = numerals[position + 1] if rng.random() < 0.5 or position < 2 else numerals[position - 1]
    text = fresh + piece.text[1:]
    # From here on the numbering goes on from the wrong one, or repeats: only the first break is a label.
    return with_piece(report, headings[position], Heading(text, 1)), Label(
        "numbering", "F", "warning", "structure", words=text, piece=headings[position]
    )


def missing_section(hand: Hand, report: Report) -> Planted | None:
    """The last-but-one section is not there, the numbering closed up."""
    world = hand.world
    if not world.form.startswith("annual"):
        return None
    headings = [i for i, piece in enumerate(report.pieces) if isinstance(piece, Heading) and piece.level == 1]
    start, end = headings[4], headings[5]
    last = report.pieces[end]
    assert isinstance(last, Heading)
    pieces = (*report.pieces[:start], Heading("五" + last.text[1:], 1), *report.pieces[end + 1 :])
    return replace(report, pieces=pieces), Label(
        "missing-section", "F", "warning", "structure", words="存在的主要问题及改进情况"
    )


def wrong_year(hand: Hand, report: Report) -> Planted | None:
    """The statistics are said to cover another year."""
    world = hand.world
    for index, piece in enumerate(report.pieces):
        if isinstance(piece, Paragraph) and "统计" in piece.text and "12月31日" in piece.text:
            old = f"{world.year}年1月1日"
            if old in piece.text and piece.text.count(f"{world.year}年12月31日") <= 1:
                fresh = piece.text.replace(old, f"{world.year - 1}年1月1日").replace(
                    f"{world.year}年12月31日", f"{world.year - 1}年12月31日"
                )
                label = Label(
                    "wrong-year", "F", "warning", "structure", words=f"{world.year - 1}年1月1日", piece=index, also="D"
                )
                return with_piece(report, index, Paragraph(fresh)), label
    return None


def future_document(hand: Hand, report: Report) -> Planted | None:
    """A document of a year that had not come."""
    rng, world = hand.rng, hand.world
    year = world.year + rng.randint(3, 9)
    words = f"〔{year}〕{rng.randint(1, 60)}号"
    text = f"印发《关于进一步规范政府信息公开工作的通知》（政办发{words}）"
    return _with_sentence(report, text, Label("future-document", "F", "warning", "structure", words=words))


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
    "list": list_length,
    "missing-number": missing_number,
    "numbering": skipped_number,
    "missing-section": missing_section,
    "wrong-year": wrong_year,
    "future-document": future_document,
}
