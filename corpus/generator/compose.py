"""A world becomes a report: sections, sentences, tables, and what is left to chance in between."""

from __future__ import annotations

import random
from decimal import Decimal

from rendering import Heading, Paragraph, Report
from rendering.description import Piece
from rendering.tables import standard_grids

from . import filler, phrases, truths
from .world import World, split
from .writer import Writer, percent

_NUMERALS = "一二三四五六七八九十"


def compose(rng: random.Random, world: World, tricky: int = 2) -> Report:
    """A report whose every sentence is true. `tricky` truths look like contradictions and are none."""
    writer = Writer(rng, world)
    sections = _annual_sections(writer) if world.form.startswith("annual") else _older_sections(writer)
    for sentence in truths.pick(writer, tricky):
        target = sections[0 if writer.chance(0.5) else 1][1]
        target.append(Paragraph(sentence))
    pieces: list[Piece] = [Paragraph(_fill(writer, rng.choice(filler.OPENING)))]
    for index, (title, content) in enumerate(sections):
        pieces.append(Heading(f"{_NUMERALS[index]}、{title}", 1))
        pieces += content
    full, year = world.body.full, world.year
    kind = rng.choice(("政府信息公开工作年度报告", "政府信息公开年度报告", "度政府信息公开工作年度报告"))
    title = f"{full}{year}年{kind}"
    return Report(title, tuple(pieces), full, f"{year + 1}-01-{rng.randint(10, 28)}")


def _fill(writer: Writer, sentence: str) -> str:
    rng, world = writer.rng, writer.world
    names = {
        "full": world.body.full, "we": world.body.self_name, "year": world.year, "next": world.year + 1,
        "door": rng.randint(1, 300), "zip": rng.randint(100000, 699999), "area_code": rng.randint(310, 999),
        "phone": rng.randint(2000000, 8999999), "doc": rng.randint(1, 90), "ordinal": rng.choice("二三四五"),
        "price": rng.choice((580, 610, 640)),
    }  # fmt: skip
    if world.year < 2019:
        sentence = sentence.replace("（国务院令第711号，以下简称《条例》）", "（以下简称《条例》）")
        sentence = sentence.replace("《条例》第五十条", "《条例》")
    for key, value in names.items():
        sentence = sentence.replace("{" + key + "}", str(value))
    return sentence


def _fillers(writer: Writer, count: int) -> list[Piece]:
    texts = [text for text in filler.OVERVIEW if "十四五" not in text or writer.world.year >= 2021]
    return [Paragraph(_fill(writer, text)) for text in writer.rng.sample(texts, count)]


# ---------------------------------------------------------------- paragraphs shared by the forms
def disclosed(writer: Writer) -> str:
    """主动公开: the total, sometimes by category with shares, sometimes against last year."""
    world = writer.world
    total, group = world.extra["items"], writer.name("s")
    indicator = "disclosure.proactive.total"
    # The annual forms have no such line: whether the extractor has a name for it is its own affair.
    named = {"free": "1"} if world.form.startswith("annual") else _table(world, indicator)
    whole = writer.number(total, "条", indicator, group=group, part="whole", **named)
    text = writer.say("items", whole)
    if writer.chance(0.4) and world.extra["last_items"] != total:
        text += "，" + growth(writer, total, world.extra["last_items"], "条")
    text += "。"
    if writer.chance(0.55):
        count = writer.rng.randint(3, 6)
        names = [*writer.rng.sample(phrases.CATEGORIES, count - 1), "其他类"]
        values = split(writer.rng, total, count, 0.3)
        shares = writer.chance(0.5) and total > 99
        places, cut = writer.rng.choice((1, 2)), writer.chance(0.25)
        parts = []
        for name, value in zip(names, values, strict=True):
            part = (
                name + writer.rng.choice(("", "信息")) + writer.number(value, "条", group=group, part="part", free="1")
            )
            if shares:
                share = percent(value, total, places, cut)
                quote = writer.number(share, "%", role="share", of=f"{value}/{total}", free="1", plain=True)
                part += writer.rng.choice((f"，占{quote}", f"（占{quote}）", f"，占比{quote}"))
            parts.append(part)
        lead = writer.rng.choice(("其中，", "按类别分，", "主要包括以下类别：", "具体为："))
        text += lead + writer.rng.choice(("；", "，", "、") if not shares else ("；",)).join(parts) + "。"
    return text


def growth(writer: Writer, now: int, then: int, unit: str) -> str:
    """Against last year, with the base told or not."""
    if then <= 0:
        return "上年同期为0" + unit
    rate = percent(abs(now - then), then, writer.rng.choice((0, 1, 2)))
    up = now > then
    if now == then or rate == 0:
        return "与上年基本持平"
    base = writer.number(then, unit, period=str(writer.world.year - 1), free="1")
    mark = writer.number(rate, "%", role="growth", of=f"{abs(now - then)}/{then}", free="1", plain=True)
    word = "增长" if up else writer.rng.choice(("下降", "减少"))
    change = writer.number(abs(now - then), unit, role="change", of=f"{now}-{then}", free="1")
    return writer.rng.choice(
        (
            f"较上年的{base}{word}{mark}",
            f"比上年（{base}）{'增加' if up else '减少'}{change}",
            f"上年为{base}，同比{word}{mark}",
            f"较{writer.world.year - 1}年的{base}{'增加' if up else '减少'}{change}，{'增幅' if up else '降幅'}{mark}",
        )
    )


def _table(world: World, indicator: str) -> dict[str, str]:
    printed = world.form != "free-2008" and indicator in world.numbers
    return {"in_": "table"} if printed else {}


def _fact(writer: Writer, fact: str, indicator: str, unit: str = "件", **options: str) -> str:
    value = writer.world.numbers[indicator]
    number = int(value) if value == int(value) else value
    return writer.say(fact, writer.number(number, unit, indicator, **_table(writer.world, indicator), **options))


def _people(writer: Writer, group: str) -> str:
    """Applicants: persons and bodies, which together are all."""
    world = writer.world
    persons = world.count("applications.new.person")
    firms = world.count("applications.new.total") - persons
    first = writer.number(persons, "件", "applications.new.person", group=group, part="part", in_="table")
    second = writer.number(firms, "件", group=group, part="part", free="1")
    return writer.rng.choice(
        (
            f"其中，自然人申请{first}，法人或其他组织申请{second}",
            f"按申请人分，自然人{first}，法人或其他组织{second}",
            f"其中自然人提出{first}、法人或者其他组织提出{second}",
        )
    )


def _ways_in(writer: Writer, total: int, group: str) -> str:
    """By channel; in the older forms each is a line of the table."""
    world = writer.world
    names = (("当面", "new_in_person"), ("网络", "new_online"), ("信函", "new_letter"), ("传真", "new_fax"))
    values = split(writer.rng, total, 4, 0.5)
    parts = []
    for (name, row), value in zip(names, values, strict=True):
        indicator = f"applications.{row}.total"
        if indicator in world.numbers:
            mark = writer.number(
                world.count(indicator), "件", indicator, group=group, part="part", **_table(world, indicator)
            )
        else:
            mark = writer.number(value, "件", group=group, part="part", free="1")
        parts.append(f"{name}申请{mark}")
    writer.rng.shuffle(parts)
    return writer.rng.choice(("其中", "从申请方式看，", "按申请渠道划分，")) + writer.rng.choice("、，；").join(parts)


def _results(writer: Writer) -> str:
    """Outcomes of the annual forms, which together are all that was handled."""
    world, group = writer.world, writer.name("s")

    def family(*stems: str) -> int:
        return sum(
            int(value)
            for key, value in world.numbers.items()
            if key.endswith(".total") and key.startswith(tuple(f"applications.{stem}" for stem in stems))
        )

    def part(value: int, indicator: str = "") -> str:
        if indicator:
            return writer.number(value, "件", indicator, group=group, part="part", in_="table")
        return writer.number(value, "件", group=group, part="part", free="1")

    pieces = [
        "予以公开" + part(family("granted."), "applications.granted.total"),
        "部分公开" + part(family("partly."), "applications.partly.total"),
        "不予公开" + part(family("refused_")),
        "无法提供" + part(family("unable_")),
        "不予处理" + part(family("unprocessed_")),
        "其他处理" + part(family("others")),
    ]
    whole = writer.number(
        world.count("applications.handled.total"),
        "件",
        "applications.handled.total",
        group=group,
        part="whole",
        in_="table",
    )
    joined = writer.rng.choice("，、；").join(pieces)
    return writer.rng.choice(
        (
            f"本年度共办理{whole}，其中{joined}。",
            f"办理结果：{joined}，总计{whole}。",
            f"已答复的申请中，{joined}，合计{whole}。",
            f"办结的{whole}申请中，{joined}。",
        )
    )


def applications(writer: Writer) -> list[str]:
    """依申请公开, in one of several orders."""
    world = writer.world
    new, group = world.count("applications.new.total"), writer.name("s")
    told = _fact(writer, "new", "applications.new.total", group=group, part="whole")
    annual = world.form.startswith("annual")
    sentences = [told]
    if writer.chance(0.3) and world.extra["last_new"] != new:
        sentences[0] += "，" + growth(writer, new, world.extra["last_new"], "件")
    if new and writer.chance(0.7):
        detail = _people(writer, group) if annual and writer.chance(0.6) else _ways_in(writer, new, group)
        sentences[0] += writer.rng.choice(("，", "。")) + detail
    if annual:
        if writer.chance(0.5):
            sentences[0] += "；" + _fact(writer, "carried_in", "applications.carried_in.total")
        if writer.chance(0.75):
            sentences.append(_fact(writer, "handled", "applications.handled.total"))
        if writer.chance(0.5):
            sentences.append(_results(writer).rstrip("。"))
        if writer.chance(0.6):
            sentences.append(_fact(writer, "carried_out", "applications.carried_out.total"))
        elif world.count("applications.carried_out.total") == 0 and writer.chance(0.6):
            sentences.append(writer.rng.choice(phrases.WORDS_ALL_DONE))
    else:
        sentences += _older_answers(writer)
    return ["。".join(sentence for sentence in sentences if sentence) + "。"]


def _older_answers(writer: Writer) -> list[str]:
    world, group = writer.world, writer.name("s")
    if not world.count("applications.new.total"):
        return []
    result = []
    if writer.chance(0.6):
        whole = _number(writer, "applications.closed.total", group, "whole")
        on_time = _number(writer, "applications.closed_on_time.total", group, "part")
        late = _number(writer, "applications.closed_extended.total", group, "part")
        result.append(f"申请办结{whole}，其中按时办结{on_time}、延期办结{late}")
    if writer.chance(0.7):
        group = writer.name("s")
        whole = _number(writer, "applications.handled.total", group, "whole")
        words = (
            ("属于已主动公开范围", "already_public"), ("同意公开", "granted"), ("同意部分公开", "partly"),
            ("不同意公开", "refused"), ("不属于本行政机关公开", "not_this_body"), ("申请信息不存在", "not_existing"),
            ("告知作出更改补充", "correction"), ("告知通过其他途径办理", "other_channel"),
        )  # fmt: skip
        parts = [name + _number(writer, f"applications.{row}.total", group, "part") for name, row in words]
        mark = writer.rng.choice("，；、")
        result.append(writer.rng.choice((f"答复申请{whole}，其中", f"在{whole}答复中，")) + mark.join(parts))
    return result


def _number(writer: Writer, indicator: str, group: str, part: str, unit: str = "件") -> str:
    return writer.number(
        writer.world.count(indicator), unit, indicator, group=group, part=part, **_table(writer.world, indicator)
    )


def _cases(writer: Writer) -> str:
    """Reviews and lawsuits in words, with their outcomes sometimes."""
    world = writer.world
    sentences = []
    reviews = world.count("disputes.review.total")
    if reviews == 0 and writer.chance(0.6):
        sentences.append(writer.frame(writer.rng.choice(phrases.WORDS_NO_REVIEW)))
    else:
        group = writer.name("s")
        text = _fact(writer, "review", "disputes.review.total", group=group, part="whole")
        if reviews > 1 and writer.chance(0.6):
            rows = [("结果维持", "upheld"), ("结果纠正", "corrected"), ("其他结果", "other"), ("尚未审结", "pending")]
            parts = [
                name + _number(writer, f"disputes.review.{row}", group, "part")
                for name, row in rows
                if f"disputes.review.{row}" in world.numbers
            ]
            text += "，其中" + "、".join(parts)
        sentences.append(text)
    total = _lawsuits(world)
    if total == 0:
        if writer.chance(0.6):
            sentences.append(writer.frame(writer.rng.choice(phrases.WORDS_NO_LITIGATION)))
    elif world.form.startswith("annual"):
        sentences.append(writer.say("litigation", writer.number(total, "件", free="1")))
    else:
        sentences.append(_fact(writer, "litigation", "disputes.litigation.total"))
    return "；".join(sentences) + "。"


def _lawsuits(world: World) -> int:
    if world.form.startswith("annual"):
        return world.count("disputes.litigation_direct.total") + world.count("disputes.litigation_after_review.total")
    return world.count("disputes.litigation.total")


# ---------------------------------------------------------------- the forms
Sections = list[tuple[str, list[Piece]]]


def _annual_sections(writer: Writer) -> Sections:
    world, rng = writer.world, writer.rng
    overview = _fillers(writer, rng.randint(1, 4))
    titled = writer.chance(0.6)
    if titled:
        overview.append(Heading("（一）主动公开情况", 2))
    overview.append(Paragraph(disclosed(writer)))
    if writer.chance(0.4):
        overview.append(Paragraph(_by_channel(writer)))
    if titled:
        overview.append(Heading("（二）依申请公开情况", 2))
    overview += [Paragraph(text) for text in applications(writer)]
    if writer.chance(0.4):
        overview.append(Paragraph(_cases(writer)))
    if titled:
        overview.append(Heading("（三）监督保障情况", 2))
    overview += _fillers(writer, rng.randint(1, 3))
    values = {key: _printed(value) for key, value in world.numbers.items()}
    grids = standard_grids(world.form, values, "0")
    second: list[Piece] = [grids["article20"]]
    if writer.chance(0.5):
        second.append(Paragraph(_article20(writer)))
    others = [text for text in filler.OTHERS if "2020" not in text or world.year >= 2020]
    fee = writer.frame(rng.choice(phrases.WORDS_NO_FEE)) + "。" if writer.chance(0.4) else rng.choice(others)
    return [
        ("总体情况", overview),
        ("主动公开政府信息情况", second),
        ("收到和处理政府信息公开申请情况", [grids["applications"]]),
        ("政府信息公开行政复议、行政诉讼情况", [grids["cases"]]),
        ("存在的主要问题及改进情况", _problems(writer)),
        ("其他需要报告的事项", [Paragraph(fee)]),
    ]


def _printed(value: Decimal) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _problems(writer: Writer) -> list[Piece]:
    rng = writer.rng
    return [Paragraph(_fill(writer, rng.choice(filler.PROBLEMS))), Paragraph(_fill(writer, rng.choice(filler.PLANS)))]


def _by_channel(writer: Writer) -> str:
    """Channels of the annual forms; the items are counted once a channel, so nothing need add up."""
    total = writer.world.extra["items"]
    web, wechat, weibo = total, writer.rng.randint(0, total), writer.rng.randint(0, total)
    facts = [("website", web), ("wechat", wechat), ("weibo", weibo)][: writer.rng.randint(1, 3)]
    return "，".join(writer.say(name, writer.number(value, "条", free="1")) for name, value in facts) + "。"


def _article20(writer: Writer) -> str:
    world = writer.world
    facts = [
        ("normative_made", "documents.normative.made"),
        ("licensing", "licensing.license.decisions"),
        ("penalty", "penalties.penalty.decisions"),
    ]
    if world.form == "annual-2021":
        facts.append(("normative_valid", "documents.normative.valid"))
    chosen = writer.rng.sample(facts, writer.rng.randint(1, 3))
    return "；".join(_fact(writer, name, indicator) for name, indicator in chosen) + "。"


def _older_sections(writer: Writer) -> Sections:
    world, rng = writer.world, writer.rng
    channels = ["gazette", "website", "weibo", "wechat"] if world.form != "free-2008" else ["gazette", "website"]
    labels = {"gazette": "政府公报", "website": "政府网站", "weibo": "政务微博", "wechat": "政务微信"}
    second = disclosed(writer)
    if writer.chance(0.7):
        rows = rng.sample(channels, rng.randint(2, len(channels)))
        told = [_number(writer, f"channels.{row}.total", "", "alone", "条") for row in rows]
        second += "；".join(labels[row] + "公开政府信息" + mark for row, mark in zip(rows, told, strict=True)) + "。"
    team = _fact(writer, "staff", "organisation.staff.total", "人", group=(group := writer.name("s")), part="whole")
    if writer.chance(0.7):
        full = _number(writer, "organisation.staff_full_time.total", group, "part", "人")
        part = _number(writer, "organisation.staff_part_time.total", group, "part", "人")
        team += f"，其中专职人员{full}、兼职人员{part}"
    team += "。" + _fact(writer, "courses", "training.courses.total", rng.choice(("次", "期", "场")))
    team += "，" + _fact(writer, "trainees", "training.trainees.total", "人次") + "。"
    fee = world.numbers["charges.charges.total"]
    if fee == 0:
        fees = writer.frame(rng.choice(phrases.WORDS_NO_FEE)) + "。"
    else:
        fees = _fact(writer, "fees", "charges.charges.total", "万元") + "。"
    sections: Sections = [
        ("概述", [*_fillers(writer, rng.randint(2, 4)), Paragraph(team)]),
        ("主动公开政府信息情况", [Paragraph(second)]),
        ("依申请公开政府信息情况", [Paragraph(text) for text in applications(writer)]),
        ("政府信息公开的收费及减免情况", [Paragraph(fees)]),
        ("行政复议、行政诉讼情况", [Paragraph(_cases(writer))]),
        ("存在的主要问题及改进措施", _problems(writer)),
    ]
    if world.form == "statistics-2014":
        values = {key: _printed(value) for key, value in world.numbers.items()}
        sections.append(("附表", [standard_grids(world.form, values, "0")["statistics"]]))
    else:
        sections.append(("其他需要报告的事项", [Paragraph("无其他需要报告的事项。")]))
    return sections
