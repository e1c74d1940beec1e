"""The standard tables of the national forms as grids, from `values` (indicator → printed text).

Row and column ids are those of the indicators (`table.row.column`), so a grid knows what each of its cells says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .description import Box, Grid

Values = Mapping[str, str]

# (indicator, label, unit) of the appendix table of 2014–2018; "" = a heading without a number.
STATISTICS: tuple[tuple[str, str, str], ...] = (
    ("", "一、主动公开情况", ""),
    ("disclosure.proactive.total", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
    ("disclosure.normative.total", "其中：主动公开规范性文件数", "条"),
    ("documents.normative.made", "制发规范性文件总数", "件"),
    ("channels.channels.total", "（二）通过不同渠道和方式公开政府信息的情况", "条"),
    ("channels.gazette.total", "1.政府公报公开政府信息数", "条"),
    ("channels.website.total", "2.政府网站公开政府信息数", "条"),
    ("channels.weibo.total", "3.政务微博公开政府信息数", "条"),
    ("channels.wechat.total", "4.政务微信公开政府信息数", "条"),
    ("channels.other.total", "5.其他方式公开政府信息数", "条"),
    ("", "二、回应解读情况", ""),
    ("response.hot_topics.total", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次"),
    ("response.channels.total", "（二）通过不同渠道和方式回应解读的情况", "次"),
    ("response.press.total", "1.参加或举办新闻发布会总次数", "次"),
    ("response.press_head.total", "其中：主要负责同志参加新闻发布会次数", "次"),
    ("response.interviews.total", "2.政府网站在线访谈次数", "次"),
    ("response.interviews_head.total", "其中：主要负责同志参加政府网站在线访谈次数", "次"),
    ("response.articles.total", "3.政策解读稿件发布数", "篇"),
    ("response.social.total", "4.微博微信回应事件数", "次"),
    ("response.other.total", "5.其他方式回应事件数", "次"),
    ("", "三、依申请公开情况", ""),
    ("applications.new.total", "（一）收到申请数", "件"),
    ("applications.new_in_person.total", "1.当面申请数", "件"),
    ("applications.new_fax.total", "2.传真申请数", "件"),
    ("applications.new_online.total", "3.网络申请数", "件"),
    ("applications.new_letter.total", "4.信函申请数", "件"),
    ("applications.closed.total", "（二）申请办结数", "件"),
    ("applications.closed_on_time.total", "1.按时办结数", "件"),
    ("applications.closed_extended.total", "2.延期办结数", "件"),
    ("applications.handled.total", "（三）申请答复数", "件"),
    ("applications.already_public.total", "1.属于已主动公开范围数", "件"),
    ("applications.granted.total", "2.同意公开答复数", "件"),
    ("applications.partly.total", "3.同意部分公开答复数", "件"),
    ("applications.refused.total", "4.不同意公开答复数", "件"),
    ("applications.refused_state_secret.total", "其中：涉及国家秘密", "件"),
    ("applications.refused_commercial.total", "涉及商业秘密", "件"),
    ("applications.refused_privacy.total", "涉及个人隐私", "件"),
    ("applications.refused_stability.total", "危及国家安全、公共安全、经济安全和社会稳定", "件"),
    ("applications.refused_not_information.total", "不是《条例》所指政府信息", "件"),
    ("applications.refused_other_law.total", "法律法规规定的其他情形", "件"),
    ("applications.not_this_body.total", "5.不属于本行政机关公开数", "件"),
    ("applications.not_existing.total", "6.申请信息不存在数", "件"),
    ("applications.correction.total", "7.告知作出更改补充数", "件"),
    ("applications.other_channel.total", "8.告知通过其他途径办理数", "件"),
    ("disputes.review.total", "四、行政复议数量", "件"),
    ("disputes.review.upheld", "（一）维持具体行政行为数", "件"),
    ("disputes.review.corrected", "（二）被依法纠错数", "件"),
    ("disputes.review.other", "（三）其他情形数", "件"),
    ("disputes.litigation.total", "五、行政诉讼数量", "件"),
    ("disputes.litigation.upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件"),
    ("disputes.litigation.corrected", "（二）被依法纠错数", "件"),
    ("disputes.litigation.other", "（三）其他情形数", "件"),
    ("complaints.complaints.total", "六、举报投诉数量", "件"),
    ("charges.charges.total", "七、依申请公开信息收取的费用", "万元"),
    ("", "八、机构建设和保障经费情况", ""),
    ("organisation.offices.total", "（一）政府信息公开工作专门机构数", "个"),
    ("organisation.reading_points.total", "（二）设置政府信息公开查阅点数", "个"),
    ("organisation.staff.total", "（三）从事政府信息公开工作人员数", "人"),
    ("organisation.staff_full_time.total", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "人"),
    ("organisation.staff_part_time.total", "2.兼职人员数", "人"),
    (
        "organisation.budget.total",
        "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）",
        "万元",
    ),
    ("", "九、政府信息公开会议和培训情况", ""),
    ("training.meetings.total", "（一）召开政府信息公开工作会议或专题会议数", "次"),
    ("training.courses.total", "（二）举办各类培训班数", "次"),
    ("training.trainees.total", "（三）接受培训人员数", "人次"),
)

PEOPLE = ("person", "business", "research", "charity", "legal", "other", "total")
_PEOPLE_LABELS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")

# (row id, group, label) of the applications table; the rows of 三 only.
OUTCOMES: tuple[tuple[str, str, str], ...] = (
    ("granted", "", "（一）予以公开"),
    ("partly", "", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    ("refused_state_secret", "（三）不予公开", "1.属于国家秘密"),
    ("refused_forbidden_by_law", "（三）不予公开", "2.其他法律行政法规禁止公开"),
    ("refused_stability", "（三）不予公开", "3.危及“三安全一稳定”"),
    ("refused_third_party", "（三）不予公开", "4.保护第三方合法权益"),
    ("refused_internal", "（三）不予公开", "5.属于三类内部事务信息"),
    ("refused_process", "（三）不予公开", "6.属于四类过程性信息"),
    ("refused_enforcement", "（三）不予公开", "7.属于行政执法案卷"),
    ("refused_inquiry", "（三）不予公开", "8.属于行政查询事项"),
    ("unable_not_held", "（四）无法提供", "1.本机关不掌握相关政府信息"),
    ("unable_not_ready", "（四）无法提供", "2.没有现成信息需要另行制作"),
    ("unable_unclear", "（四）无法提供", "3.补正后申请内容仍不明确"),
    ("unprocessed_petition", "（五）不予处理", "1.信访举报投诉类申请"),
    ("unprocessed_repeat", "（五）不予处理", "2.重复申请"),
    ("unprocessed_publication", "（五）不予处理", "3.要求提供公开出版物"),
    ("unprocessed_mass", "（五）不予处理", "4.无正当理由大量反复申请"),
    ("unprocessed_reconfirm", "（五）不予处理", "5.要求行政机关确认或重新出具已获取信息"),
)
OTHERS_2021: tuple[tuple[str, str, str], ...] = (
    ("others_uncorrected", "（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ("others_unpaid", "（六）其他处理", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ("others_rest", "（六）其他处理", "3.其他"),
)
OTHER_2019 = ("others", "", "（六）其他处理")

RESULTS = ("upheld", "corrected", "other", "pending", "total")
_RESULT_LABELS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
COURTS = (
    ("review", ("行政复议",)),
    ("litigation_direct", ("行政诉讼", "未经复议直接起诉")),
    ("litigation_after_review", ("行政诉讼", "复议后起诉")),
)


def outcomes(form: str) -> tuple[tuple[str, str, str], ...]:
    """The rows below 本年度办理结果 whose sum is its total, in order."""
    return OUTCOMES + (OTHERS_2021 if form == "annual-2021" else (OTHER_2019,))


class _Filler:
    def __init__(self, values: Values, missing: str) -> None:
        self.values, self.missing = values, missing
        self.boxes: list[Box] = []

    def label(self, row: int, col: int, text: str, down: int = 1, across: int = 1, header: bool = False) -> None:
        self.boxes.append(Box(row, col, text, down, across, header))

    def number(self, row: int, col: int, indicator: str, across: int = 1, path: tuple[str, ...] = ()) -> None:
        text = self.values.get(indicator, self.missing)
        self.boxes.append(Box(row, col, text, 1, across, False, indicator, path))


def _level(label: str, indicator: str) -> int:
    """Depth by the printed numbering; a line without any belongs to the numbered one above it."""
    for level, pattern in enumerate(("[一二三四五六七八九]、", "（[一二三四]）", r"\d\.")):
        if re.match(pattern, label):
            return level
    return 2 if indicator.split(".")[0] in ("disclosure", "documents") else 3


def statistics_table(values: Values, missing: str = "0") -> Grid:
    """政府信息公开情况统计表: 指标, 单位, 数量."""
    fill = _Filler(values, missing)
    for col, text in enumerate(("统计指标", "单位", "数量")):
        fill.label(0, col, text, header=True)
    path: tuple[str, ...] = ()
    for row, (indicator, label, unit) in enumerate(STATISTICS, 1):
        path = (*path[: _level(label, indicator)], label)
        fill.label(row, 0, label)
        fill.label(row, 1, unit or "——")
        if indicator:
            fill.number(row, 2, indicator, path=path)
        else:
            fill.label(row, 2, "——")
    return Grid(tuple(fill.boxes), len(STATISTICS) + 1, 3, (7, 1.2, 1.6), "statistics")


def article20_2021(values: Values, missing: str = "0") -> Grid:
    """Section 二 of the 2021 form."""
    fill = _Filler(values, missing)
    row = 0

    def part(number: str, heads: tuple[str, ...], lines: tuple[tuple[str, str, tuple[str, ...]], ...]) -> None:
        nonlocal row
        fill.label(row, 0, f"第二十条第（{number}）项", across=4, header=True)
        row += 1
        across = 1 if len(heads) == 3 else 3
        for col, text in enumerate(("信息内容", *heads)):
            fill.label(row, col, text, across=across if col else 1, header=True)
        row += 1
        for label, stem, columns in lines:
            fill.label(row, 0, label)
            for col, column in enumerate(columns, 1):
                fill.number(row, col, f"{stem}.{column}", across)
            row += 1

    stock = ("made", "repealed", "valid")
    part(
        "一",
        ("本年制发件数", "本年废止件数", "现行有效件数"),
        (("规章", "documents.rules", stock), ("行政规范性文件", "documents.normative", stock)),
    )
    part("五", ("本年处理决定数量",), (("行政许可", "licensing.license", ("decisions",)),))
    part(
        "六",
        ("本年处理决定数量",),
        (
            ("行政处罚", "penalties.penalty", ("decisions",)),
            ("行政强制", "penalties.coercion", ("decisions",)),
        ),
    )
    part("八", ("本年收费金额（单位：万元）",), (("行政事业性收费", "fees.fees", ("amount",)),))
    return Grid(tuple(fill.boxes), row, 4, (1.2, 1, 1, 1), "article20")


def article20_2019(values: Values, missing: str = "0") -> Grid:
    """Section 二 of the 2019 form."""
    fill = _Filler(values, missing)
    row = 0

    def part(
        number: str, heads: tuple[str, ...], spans: tuple[int, ...], lines: tuple[tuple[str, str, tuple[str, ...]], ...]
    ) -> None:
        nonlocal row
        fill.label(row, 0, f"第二十条第（{number}）项", across=4, header=True)
        row += 1
        starts = [1 + sum(spans[:i]) for i in range(len(spans))]
        fill.label(row, 0, "信息内容", header=True)
        for col, across, text in zip(starts, spans, heads, strict=True):
            fill.label(row, col, text, across=across, header=True)
        row += 1
        for label, stem, columns in lines:
            fill.label(row, 0, label)
            for col, across, column in zip(starts, spans, columns, strict=True):
                fill.number(row, col, f"{stem}.{column}", across)
            row += 1

    made = ("made", "published", "public_total")
    flow = ("items_last", "items_change", "decisions")
    flow_heads = ("上一年项目数量", "本年增/减", "处理决定数量")
    part(
        "一",
        ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
        (1, 1, 1),
        (("规章", "documents.rules", made), ("规范性文件", "documents.normative", made)),
    )
    part(
        "五",
        flow_heads,
        (1, 1, 1),
        (
            ("行政许可", "licensing.license", flow),
            ("其他对外管理服务事项", "licensing.services", flow),
        ),
    )
    part(
        "六",
        flow_heads,
        (1, 1, 1),
        (("行政处罚", "penalties.penalty", flow), ("行政强制", "penalties.coercion", flow)),
    )
    part("八", flow_heads[:2], (1, 2), (("行政事业性收费", "fees.fees", flow[:2]),))
    part(
        "九",
        ("采购项目数量", "采购总金额"),
        (1, 2),
        (("政府集中采购", "procurement.procurement", ("items", "amount")),),
    )
    return Grid(tuple(fill.boxes), row, 4, (1.2, 1, 1, 1), "article20")


def applications_table(values: Values, form: str, missing: str = "0") -> Grid:
    """Section 三: applicants across, outcomes down."""
    fill = _Filler(values, missing)
    fill.label(0, 0, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3, True)
    fill.label(0, 3, "申请人情况", 1, 7, True)
    fill.label(1, 3, "自然人", 2, 1, True)
    fill.label(1, 4, "法人或其他组织", 1, 5, True)
    fill.label(1, 9, "总计", 2, 1, True)
    for col, text in enumerate(_PEOPLE_LABELS[1:6], 4):
        fill.label(2, col, text, header=True)
    row = 3

    def numbers(name: str) -> None:
        for col, column in enumerate(PEOPLE, 3):
            fill.number(row, col, f"applications.{name}.{column}")

    for name, label in (
        ("new", "一、本年新收政府信息公开申请数量"),
        ("carried_in", "二、上年结转政府信息公开申请数量"),
    ):
        fill.label(row, 0, label, 1, 3)
        numbers(name)
        row += 1
    lines = outcomes(form)
    fill.label(row, 0, "三、本年度办理结果", len(lines) + 1)
    group = ""
    for index, (name, above, label) in enumerate(lines):
        if above and above != group:
            fill.label(row, 1, above, sum(1 for _, other, _ in lines[index:] if other == above))
        group = above
        fill.label(row, 2 if above else 1, label, 1, 1 if above else 2)
        numbers(name)
        row += 1
    fill.label(row, 1, "（七）总计", 1, 2)
    numbers("handled")
    row += 1
    fill.label(row, 0, "四、结转下年度继续办理", 1, 3)
    numbers("carried_out")
    return Grid(tuple(fill.boxes), row + 1, 10, (0.7, 1.3, 4, 1, 1, 1, 1, 1, 1, 1), "applications")


def cases_table(values: Values, missing: str = "0") -> Grid:
    """Section 四: 行政复议 and 行政诉讼 side by side."""
    fill = _Filler(values, missing)
    fill.label(0, 0, "行政复议", 2, 5, True)
    fill.label(0, 5, "行政诉讼", 1, 10, True)
    fill.label(1, 5, "未经复议直接起诉", 1, 5, True)
    fill.label(1, 10, "复议后起诉", 1, 5, True)
    for group, (table, path) in enumerate(COURTS):
        for offset, (column, text) in enumerate(zip(RESULTS, _RESULT_LABELS, strict=True)):
            col = group * 5 + offset
            fill.label(2, col, text, header=True)
            fill.number(3, col, f"disputes.{table}.{column}", path=path)
    return Grid(tuple(fill.boxes), 4, 15, (), "cases")


def standard_grids(form: str, values: Values, missing: str = "0") -> dict[str, Grid]:
    """Every table the form requires, by name; `free-2008` has none."""
    if form == "statistics-2014":
        return {"statistics": statistics_table(values, missing)}
    if form == "annual-2019":
        first = article20_2019(values, missing)
    elif form == "annual-2021":
        first = article20_2021(values, missing)
    else:
        return {}
    return {
        "article20": first,
        "applications": applications_table(values, form, missing),
        "cases": cases_table(values, missing),
    }
