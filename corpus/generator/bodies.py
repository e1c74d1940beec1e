"""Who publishes: invented places, and what each kind of body calls itself and its area."""

from __future__ import annotations

import random
from dataclasses import dataclass

_FIRST = "青云临安丰永平石金白龙凤江海清南北东西泰昌宁兴长新华松柏桂梅兰溪"
_SECOND = "禾岭川泽源山湖州陵水港桥原乡阳浦城沙河潭溪坪塘渡口"
_OFFICES = (
    "教育局", "财政局", "民政局", "司法局", "自然资源局", "生态环境局", "住房和城乡建设局", "交通运输局", "水利局",
    "农业农村局", "文化广电和旅游局", "卫生健康局", "应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局",
    "城市管理局", "发展和改革局", "人力资源和社会保障局", "林业局", "商务局", "科学技术局", "信访局",
)  # fmt: skip


@dataclass(frozen=True)
class Body:
    """`full` is the name in titles, `self_name` what it calls itself in sentences, `area` its whole territory.

    `size` is the usual number of applications a year.
    """

    full: str
    self_name: str
    area: str
    kind: str
    size: int
    parent: str = ""


def place(rng: random.Random) -> str:
    return rng.choice(_FIRST) + rng.choice(_SECOND)


def make_body(rng: random.Random, kind: str = "") -> Body:
    """A body of the given kind (province, city, county, department, town), or of any."""
    kind = kind or rng.choices(("city", "county", "department", "town", "province"), (2, 5, 6, 3, 1))[0]
    name = place(rng)
    if kind == "province":
        return Body(f"{name}省人民政府", "我省", "全省", kind, rng.randint(900, 9000))
    if kind == "city":
        return Body(f"{name}市人民政府", "我市", "全市", kind, rng.randint(120, 2400))
    if kind == "county":
        sort = rng.choice("县县区市")
        return Body(f"{name}{sort}人民政府", f"我{sort}", f"全{sort}", kind, rng.randint(12, 420))
    above = name + rng.choice("市县区")
    if kind == "town":
        sort = rng.choice(("镇", "乡", "街道办事处"))
        town = place(rng)
        full = f"{above}{town}街道办事处" if sort == "街道办事处" else f"{above}{town}{sort}人民政府"
        own = "我街道" if sort == "街道办事处" else f"我{sort}"
        return Body(full, own, "全" + own[1:], kind, rng.randint(0, 14), above + "人民政府")
    office = rng.choice(_OFFICES)
    return Body(above + office, "我局", "全局", kind, rng.randint(0, 90), above + "人民政府")


def children_of(rng: random.Random, parent: Body, count: int) -> list[Body]:
    """Departments below a city or county, all with different names."""
    stem = parent.full.removesuffix("人民政府")
    offices = rng.sample(_OFFICES, count)
    return [Body(stem + office, "我局", "全局", "department", rng.randint(0, 40), parent.full) for office in offices]
