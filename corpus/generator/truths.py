"""Sentences that look like contradictions and are none: other scopes, other years, hedges, open lists, plans."""

from __future__ import annotations

from collections.abc import Callable

from .world import split
from .writer import Writer, percent


def own_scope(writer: Writer) -> str:
    """The body's own office within the whole."""
    new = writer.world.count("applications.new.total")
    part = writer.rng.randint(0, new)
    own = writer.number(part, "件", scope="own", free="1")
    if writer.chance(0.5):
        return f"{_office(writer)}本级收到政府信息公开申请{own}。"
    named = {} if writer.world.form == "free-2008" else {"in_": "table"}
    whole = writer.number(new, "件", "applications.new.total", **named)
    return f"{writer.world.body.area}共收到政府信息公开申请{whole}，其中{_office(writer)}本级收到{own}。"


def last_year(writer: Writer) -> str:
    year = writer.world.year - 1
    count = writer.number(writer.world.extra["last_new"], "件", period=str(year), free="1")
    return f"{year}年，共收到政府信息公开申请{count}。"


def cumulative(writer: Writer) -> str:
    since = 2008 if writer.world.year < 2021 else writer.world.year - 3
    count = writer.world.count("applications.new.total") * 4 + writer.rng.randint(30, 900)
    return f"{since}年以来，累计收到政府信息公开申请{writer.number(count, '件', free='1')}。"


def more_than(writer: Writer) -> str:
    """A floor: 1200余条 for 1234."""
    items = writer.world.extra["items"]
    step = 10 ** (len(str(items)) - 2)
    floor = items // step * step
    if floor == items:
        return f"全年主动公开政府信息{writer.number(items, '条', 'disclosure.proactive.total', plain=True)}。"
    word = writer.rng.choice(("余", "多"))
    mark = writer.printed(f"{floor}{word}条", floor, "条", "disclosure.proactive.total", hedge="over")
    return f"全年主动公开政府信息{mark}。"


def in_myriads(writer: Writer) -> str:
    """1.2万余条 for 12345."""
    items = writer.world.extra["items"]
    if items < 11000 or items % 1000 == 0:
        return more_than(writer)
    tenth = items // 1000
    mark = writer.printed(
        f"{tenth // 10}.{tenth % 10}万余条", tenth * 1000, "条", "disclosure.proactive.total", hedge="over"
    )
    return f"主动公开的信息达到{mark}，公开力度不断加大。"


def nearly(writer: Writer) -> str:
    """近 from below: 近1300条 for 1234."""
    items = writer.world.extra["items"]
    step = 10 ** (len(str(items)) - 2)
    ceiling = (items // step + 1) * step
    mark = writer.printed(f"{ceiling}条", ceiling, "条", "disclosure.proactive.total", hedge="under")
    return f"各级各部门全年公开政府信息近{mark}。"


def open_list(writer: Writer) -> str:
    """The busiest subjects only."""
    new = writer.world.count("applications.new.total")
    if new < 12:
        return quarter(writer)
    values = sorted(split(writer.rng, new * 2 // 3, 3, 0.2), reverse=True)
    marks = [writer.number(value, "件", free="1", plain=True) for value in values]
    return f"申请数量居前的事项有：土地征收（{marks[0]}）、房屋拆迁（{marks[1]}）、城乡规划（{marks[2]}）。"


def quarter(writer: Writer) -> str:
    new = writer.world.count("applications.new.total")
    part = writer.number(
        writer.rng.randint(0, new), "件", period=f"{writer.world.year}-01/{writer.world.year}-03", free="1"
    )
    return f"第一季度收到政府信息公开申请{part}，申请量较为集中。"


def planned(writer: Writer) -> str:
    count = writer.number(writer.rng.randint(2, 30), "场次", free="1")
    return f"{writer.world.year + 1}年计划举办政务公开培训{count}。"


def same_item_many_channels(writer: Writer) -> str:
    items = writer.world.extra["items"]
    web, wechat = writer.number(items, "条", free="1"), writer.number(items * 3 // 4 + 1, "条", free="1")
    return f"同一信息在多个平台发布，网站发布{web}、微信公众号同步推送{wechat}，两者有重复。"


def points(writer: Writer) -> str:
    mark = writer.printed("3.2个百分点", None, "百分点", free="1", role="change")
    return f"群众对政务公开的满意度比上年提高{mark}。"


def other_subject(writer: Writer) -> str:
    """A count with the same measure word that has nothing to do with applications."""
    got = writer.rng.randint(100, 9000)
    done = got - writer.rng.randint(0, got // 50)
    first, second = writer.number(got, "件", free="1"), writer.number(done, "件", free="1")
    return f"全年受理12345热线工单{first}，办结{second}。"


def two_years(writer: Writer) -> str:
    a, b = writer.rng.randint(80, 300), writer.rng.randint(80, 300)
    first, second = writer.number(a, "家", free="1"), writer.number(b, "家", free="1")
    year = writer.world.year
    return f"集中公开{first}单位{year - 1}年决算和{second}单位{year}年预算。"


def tenths(writer: Writer) -> str:
    mark = writer.printed("七成", 70, "%", free="1", role="share", hedge="over")
    return f"办事材料网上提交比例超过{mark}。"


def becomes(writer: Writer) -> str:
    """较上年增加5件，为43件: the first number is the change."""
    world = writer.world
    new, old = world.count("applications.new.total"), world.extra["last_new"]
    if new <= old:
        return last_year(writer)
    change = writer.number(new - old, "件", role="change", free="1")
    shown = {} if world.form == "free-2008" else {"in_": "table"}
    now = writer.number(new, "件", "applications.new.total", **shown)
    return f"收到政府信息公开申请的数量较上年增加{change}，为{now}。"


def with_carried(writer: Writer) -> str:
    """What was to be handled is what came in and what was carried over."""
    world = writer.world
    if not world.form.startswith("annual"):
        return last_year(writer)
    new, old = world.count("applications.new.total"), world.count("applications.carried_in.total")
    first = writer.number(new, "件", "applications.new.total", in_="table")
    second = writer.number(old, "件", "applications.carried_in.total", in_="table")
    return f"新收申请{first}，加上上年结转的{second}，全年需办理申请{writer.number(new + old, '件', free='1')}。"


def overlapping(writer: Writer) -> str:
    """Subjects that an application may have two of: together more than all."""
    new = writer.world.count("applications.new.total")
    first, second = (writer.number(new - new // share, "件", free="1") for share in (3, 4))
    return f"申请内容涉及土地征收的{first}，涉及房屋拆迁的{second}，部分申请同时涉及两类事项。"


def halves(writer: Writer) -> str:
    year, new = writer.world.year, writer.world.count("applications.new.total")
    first = writer.rng.randint(0, new)
    early = writer.number(first, "件", period=f"{year}-01/{year}-06", free="1")
    late = writer.number(new - first, "件", period=f"{year}-07/{year}-12", free="1")
    return f"上半年收到申请{early}，下半年收到申请{late}。"


def cut_rate(writer: Writer) -> str:
    """A rate cut off, not rounded."""
    got = writer.rng.randint(300, 9000)
    done = got - writer.rng.randint(1, 9)
    first, second = writer.number(got, "件", free="1"), writer.number(done, "件", free="1")
    rate = writer.number(percent(done, got, 1, cut=True), "%", role="rate", of=f"{done}/{got}", free="1", plain=True)
    return f"全年受理群众诉求{first}，按期办结{second}，按期办结率{rate}。"


def times_last_year(writer: Writer) -> str:
    """是上年的1.5倍, rounded."""
    new, old = writer.world.count("applications.new.total"), writer.world.extra["last_new"]
    if new <= old * 2:
        return last_year(writer)
    times = percent(new, old * 100, 1)
    mark = writer.printed(f"{times}倍", times, "倍", role="rate", free="1")
    return f"政府信息公开申请量是上年的{mark}。"


def by_the_month(writer: Writer) -> str:
    """An average, said to be one."""
    items = writer.world.extra["items"]
    mark = writer.printed(f"{items // 12}条", items // 12, "条", free="1", hedge="about")
    return f"平均每月公开政府信息约{mark}。"


def more_bodies(writer: Writer) -> str:
    """Counts of bodies among which the greater part did something; one more is told apart."""
    all_ = writer.rng.randint(20, 90)
    some = writer.rng.randint(1, all_)
    first, second = writer.number(all_, "个", free="1"), writer.number(some, "个", free="1")
    return f"纳入考核的{first}部门中，{second}部门收到过政府信息公开申请，其余部门未收到申请。"


ALL: tuple[Callable[[Writer], str], ...] = (
    own_scope, last_year, cumulative, more_than, in_myriads, nearly, open_list, quarter, planned,
    same_item_many_channels, points, other_subject, two_years, tenths, becomes, with_carried, overlapping, halves,
    cut_rate, times_last_year, by_the_month, more_bodies,
)  # fmt: skip


def pick(writer: Writer, count: int) -> list[str]:
    """`count` different ones."""
    return [truth(writer) for truth in writer.rng.sample(ALL, min(count, len(ALL)))]


def _office(writer: Writer) -> str:
    return {"province": "省", "city": "市", "county": "县"}.get(writer.world.body.kind, "机关")
