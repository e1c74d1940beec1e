"""Quantities in running text: what is found, as which interval with which unit, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from gouji.extract.quantities import find_quantities, quantity_of


def one(text: str) -> tuple[str, str | None, str, str]:
    found = find_quantities(text)
    assert len(found) == 1, [f.raw for f in found]
    hit = found[0]
    assert text[hit.start : hit.end] == hit.raw
    return hit.raw, None if hit.value is None else str(hit.value), hit.unit, hit.hedge


@pytest.mark.parametrize(
    ("text", "raw", "value", "unit", "hedge"),
    [
        ("网上交办 7506 件,", "7506 件", "7506", "件", "exact"),
        ("培训1,204人次", "1,204人次", "1204", "人次", "exact"),
        ("公开１，２３４条", "１，２３４条", "1234", "条", "exact"),
        ("办结率100 %,", "100 %", "100", "%", "exact"),
        ("发布资讯1.8万余条次", "1.8万余条次", "18000", "条次", "over"),
        ("粉丝数达到了65万人次", "65万人次", "650000", "人次", "exact"),
        ("经费496.5万元", "496.5万元", "496.5", "万元", "exact"),
        ("收费2.287亿元", "2.287亿元", "2.287", "亿元", "exact"),
        ("挽回损失65万余元", "65万余元", "65", "万元", "over"),
        ("投资1亿2300万元", "1亿2300万元", "12300", "万元", "exact"),
        ("三千七百多项权力", "三千七百多项", "3700", "项", "over"),
        ("一万二千人", "一万二千人", "12000", "人", "exact"),
        ("达到百分之九十五", "百分之九十五", "95", "%", "exact"),
        ("占七成", "七成", "70", "%", "exact"),
        ("缩短三分之二。", "三分之二", "0.666667", "", "exact"),
        ("访问量翻了一番", "翻了一番", "2", "倍", "exact"),
        ("试行半年", "半年", "0.5", "年", "exact"),
        ("五大功能区", "五大", "5", "大", "exact"),
        ("七大类项目", "七大类", "7", "大类", "exact"),
        ("80-100个工作日", "80-100个", None, "个", "range"),
        ("3至5个工作日办结", "3至5个", None, "个", "range"),
        ("约4900人次", "4900人次", "4900", "人次", "about"),
        ("将近15万人次", "15万人次", "150000", "人次", "under"),
        ("货值10万元以上", "10万元", "10", "万元", "over"),
        ("最高5000次左右", "5000次", "5000", "次", "about"),
        ("不超过30分钟", "30分钟", "30", "分钟", "under"),
        ("精简了30来个", "30来个", "30", "个", "over"),
        ("同比-3.2%", "-3.2%", "-3.2", "%", "exact"),
        ("每人每月，460元/人/月", "460元/人/月", "460", "元/人/月", "exact"),
        ("提高3.2个百分点", "3.2个百分点", "3.2", "百分点", "exact"),
        ("不予公开信息数0。", "0", "0", "", "exact"),
        ("节约20万元", "20万元", "20", "万元", "exact"),
        ("共计211,000件", "211,000件", "211000", "件", "exact"),
        ("提高两个百分点", "两个百分点", "2", "百分点", "exact"),
        ("办理政务服务热线来电120件", "120件", "120", "件", "exact"),
        ("申请为零件；", "零件", "0", "件", "exact"),
        ("全市各级部门共受理政府信息公开申请6\n87件", "6\n87件", "687", "件", "exact"),
        ("截至年底累计主动公开\n5928\n条，其中", "5928\n条", "5928", "条", "exact"),
        ("收到1 234件", "1 234件", "1234", "件", "exact"),
        ("公开12\u00a0345条", "12\u00a0345条", "12345", "条", "exact"),
        ("装机1.39亿千瓦", "1.39亿千瓦", "139000000", "千瓦", "exact"),
        ("装机3000万千瓦", "3000万千瓦", "30000000", "千瓦", "exact"),
        ("惠及3000多万群众", "3000多万", "30000000", "", "over"),
        ("服务16万儿童", "16万", "160000", "", "exact"),
        ("约占全省1/4左右", "1/4", "0.25", "", "about"),
        ("收入比缩小至2.52:1。", "2.52", "2.52", "", "exact"),
        ("同步上线20+个平台", "20+个", "20", "个", "over"),
        ("历时3年半完成", "3年半", "3.5", "年", "exact"),
        ("百余人参加", "百余人", "100", "人", "over"),
        ("走访上百家企业", "百家", "100", "家", "over"),
        ("总量突破百亿元", "百亿元", "100", "亿元", "over"),
        ("保持在百万吨以上", "百万吨", "1000000", "吨", "over"),
        ("抓好七项重点工作", "七项", "7", "项", "exact"),
        ("满意率百分百", "百分百", "100", "%", "exact"),
        ("办理费用压减11%", "11%", "11", "%", "exact"),
        ("公开一条", "一条", "1", "条", "exact"),
        ("接到12条线索", "12条", "12", "条", "exact"),
        ("下达5项目标", "5项", "5", "项", "exact"),
        ("选出16个案例", "16个", "16", "个", "exact"),
        ("国际友城120对", "120对", "120", "对", "exact"),
        ("110米口径", "110米", "110", "米", "exact"),
        ("为6000栋老旧高层建筑加装", "6000栋", "6000", "栋", "exact"),
        ("双向8车道", "8车道", "8", "车道", "exact"),
        ("编发三期简报", "三期", "3", "期", "exact"),
        ("召开三次会议", "三次", "3", "次", "exact"),
        ("含量27克/千克", "27克/千克", "27", "克/千克", "exact"),
        ("突破100万大关", "100万", "1000000", "", "over"),
        ("连续四个季度合格", "四个季度", "4", "个季度", "exact"),
        ("占两成多；", "两成多", "20", "%", "over"),
        ("由总体情况等六部分构成", "六部分", "6", "部分", "exact"),
        ("本月完成答复件502，其中", "502", "502", "", "exact"),
    ],
)
def test_found(text: str, raw: str, value: str | None, unit: str, hedge: str) -> None:
    assert one(text) == (raw, value, unit, hedge)


@pytest.mark.parametrize(
    "text",
    [
        "（潭办发〔2016〕37号）",
        "政办发【2016】54号",
        "2016年4月29日至2016年12月31日",
        "2016年1-12月",
        "2019-2020学年",
        "发布时间：2014-02-25 00:00",
        "三年多来成效明显",
        "做到“办结一件申请、解决一个问题、温暖一颗民心”",
        "解决公开备案两张皮问题",
        "见附件12，",
        "第二十条第（一）项",
        "第十三个五年规划",
        "1、加强领导",
        "（2）推进公开",
        "公开行为1、加强培训",
        "12345热线",
        "整合12345平台",
        "拨打58395110服务",
        "电话：0591-23165250",
        "邮编：350400",
        "pzxxgkb@163.com",
        "www.abc123.gov.cn",
        "主楼14层",
        "人民路90号",
        "“1+6+17”政策体系",
        "PM2.5浓度",
        "十三五期间，贯彻党的十九大精神",
        "“十四五”规划、一号文件、两会、三公经费",
        "两个维护、四个意识、“三个一”机制",
        "建党95周年",
        "转载率居全省第二",
        "统一部署，进一步提升，一些问题",
        "《关于2015年20条措施的通知》",
        "家园985后台",
        "7×24小时",
        "有关条例12条例的名称",
        "红十字、十字路口，零件、零部件，两位数增长",
        "机场二期和三期，第一、二轮督察，二类器械",
        "省委六次全会，十四届人大三次会议，七次、八次全会",
        "数十名、几百件、若干意见",
        "四套班子，双随机一公开，十四五，二十届三中全会，第三方",
        "百家争鸣，每万人，千家万户",
        "5A级景区，G20，A4纸，5G网，2.0版",
        "粮食实现5连增",
        "电动三四轮车，防洪标准由五年一遇提高到二十年一遇",
        "人民路123号3楼305室，3号楼2单元1203室",
        "干一件成一件",
        "比例为1:500",
    ],
)
def test_refused(text: str) -> None:
    assert [f.raw for f in find_quantities(text)] == []


@pytest.mark.parametrize(
    ("text", "lo", "hi", "lo_open", "hi_open"),
    [
        ("件数12件", "12", "12", False, False),
        ("1.2万条", "11500", "13000", False, True),
        ("占0.14%", "0.135", "0.15", False, True),
        ("37500余条", "37500", "37600", True, True),
        ("30多家", "30", "40", True, True),
        ("近200家", "100", "200", False, True),
        ("超过85%", "85", None, False, False),
        ("不足20件", "0", "20", False, True),
        ("约4900人", "4850", "4950", False, False),
        ("80-100个", "80", "100", False, False),
        ("1.5-2万件", "15000", "20000", False, False),
        ("上百家", "100", None, False, False),
        ("百余家", "100", "200", True, True),
        ("过万亿元", "10000", None, False, False),
    ],
)
def test_interval(text: str, lo: str, hi: str | None, lo_open: bool, hi_open: bool) -> None:
    quantity = find_quantities(text)[0].quantity
    assert quantity.lo == Decimal(lo)
    assert quantity.hi == (None if hi is None else Decimal(hi))
    assert (quantity.lo_open, quantity.hi_open) == (lo_open, hi_open)


def test_near_and_more_leave_nothing() -> None:
    assert find_quantities("信访近10余件")[0].quantity.is_empty


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1,234", "1234"), ("减2", "-2"), ("+3", "3"), ("-2", "-2"), ("增3", "3"), ("0", "0"), ("２０１６", "2016"),
        ("12件", "12"), ("1.2万", "12000"), ("53802895.90元", "53802895.90"), ("三", "3"), (" 45 ", "45"), ("—2", "-2"),
    ],
)  # fmt: skip
def test_cell(raw: str, value: str) -> None:
    quantity = quantity_of(raw)
    assert quantity is not None
    assert quantity.value == Decimal(value)


@pytest.mark.parametrize("raw", ["", "/", "—", "-", "1 2", "abc12", "规章", "12件13件"])
def test_no_cell_number(raw: str) -> None:
    assert quantity_of(raw) is None


def test_printed_unit_wins_over_the_columns() -> None:
    printed, column = quantity_of("5万元", "元"), quantity_of("5", "万元")
    assert printed is not None and column is not None
    assert (printed.unit, column.unit) == ("万元", "万元")


def test_full_width_comma_between_half_width_numbers_parts_them() -> None:
    assert [f.raw for f in find_quantities("收到12件，345件")] == ["12件", "345件"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("分别提高20.9、36.2、54个百分点", ["20.9百分点", "36.2百分点", "54百分点"]),
        ("分别为3、5和8件", ["3件", "5件", "8件"]),
        ("共12、13件", ["12件", "13件"]),
        ("保持在全省1/10、全国1/20以上", ["0.1", "0.05"]),
        ("倍差由1.96缩小至1.81。", ["1.96", "1.81"]),
        ("12345热线受理诉求3456件", ["3456件"]),
        ("地铁3、5号线和小学2、3年级", []),
    ],
)
def test_several(text: str, numbers: list[str]) -> None:
    assert [f"{f.value}{f.unit}" for f in find_quantities(text)] == numbers
