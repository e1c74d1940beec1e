"""Defects of words and structure put into a finished report: what is missing, skipped, impossible or left unfilled."""

from __future__ import annotations

from dataclasses import replace

from rendering import Grid, Heading, Paragraph, Report

from .planting import Hand, Label, Plant, Planted, with_piece, with_sentence


def list_length(hand: Hand, report: Report) -> Planted | None:
    """五项 announced, four told."""
    rng = hand.rng
    announced, told = rng.choice((("四", 3), ("五", 4), ("三", 2), ("三", 4)))
    items = ["健全工作机制", "加强平台建设", "做好政策解读", "强化业务培训", "严格考核评议"]
    ordinals = "一二三四五"
    text = f"重点开展了以下{announced}项工作：" + "；".join(f"{ordinals[i]}是{items[i]}" for i in range(told)) + "。"
    return with_sentence(report, text.rstrip("。"), Label("list", "L", "warning", "structure", words=announced + "项"))


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
    return with_sentence(
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
    return with_sentence(report, text, Label("future-document", "F", "warning", "structure", words=words))


def missing_table(hand: Hand, report: Report) -> Planted | None:
    """The table of one section is not there; the section is."""
    if not hand.world.form.startswith("annual"):
        return None
    places = [i for i, piece in enumerate(report.pieces) if isinstance(piece, Grid)]
    at = hand.rng.choice(places)
    heading = next(piece for piece in reversed(report.pieces[:at]) if isinstance(piece, Heading) and piece.level == 1)
    # The first of the section's tables is known by its first article, the others by the section.
    words = "第二十条第（一）项" if at == places[0] else heading.text[2:]
    return with_piece(report, at, Paragraph("详见附件。")), Label(
        "missing-table", "F", "warning", "structure", words=words
    )


def placeholder(hand: Hand, report: Report) -> Planted | None:
    """What the template left to be filled in, unfilled."""
    blank = hand.rng.choice(("XX", "××", "__"))
    words = hand.rng.choice((f"组织召开{blank}次工作推进会", f"开展专题培训{blank}场", f"为民解决问题{blank}件"))
    return with_sentence(report, words, Label("placeholder", "F", "warning", "structure", words=words))


def empty_hedge(hand: Hand, report: Report) -> Planted | None:
    """A number said to be both below and above: 近100余件."""
    number = hand.rng.choice((20, 30, 100, 200, 500, 1000))
    before, after = hand.rng.choice((("近", "余"), ("近", "多"), ("不足", "余"), ("将近", "余")))
    words = f"{before}{number}{after}"
    text = f"全年答复群众来电来访{words}件"
    return with_sentence(report, text, Label("hedge", "U", "warning", "structure", words=words))


def wrong_direction(hand: Hand, report: Report) -> Planted | None:
    """Said to have grown, and both numbers beside it show that it fell, or the other way round."""
    rng = hand.rng
    low = rng.randint(40, 900)
    high = low + rng.randint(5, low)
    now, then, word = (low, high, "增加") if rng.random() < 0.5 else (high, low, "减少")
    words = f"比上年的{then}人次有所{word}"
    text = f"接受现场咨询⟦{now}人次||#now|value={now}|unit=人次|free=1⟧，{words}"
    return with_sentence(report, text, Label("direction", "W", "warning", "words", words=words, also="RC"))


STRUCTURE: dict[str, Plant] = {
    "list": list_length,
    "missing-number": missing_number,
    "numbering": skipped_number,
    "missing-section": missing_section,
    "missing-table": missing_table,
    "wrong-year": wrong_year,
    "future-document": future_document,
    "placeholder": placeholder,
    "hedge": empty_hedge,
    "direction": wrong_direction,
}
