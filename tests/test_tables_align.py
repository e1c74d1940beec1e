"""Printed lines against a form's lines."""

from gouji.extract.align import Printed, align
from gouji.extract.labels import core, number_of, similarity, unit_in
from gouji.extract.sheets import Entry


def entries(*labels: str) -> list[Entry]:
    return [Entry((label,), (), "t", f"r{n}") for n, label in enumerate(labels)]


def matched(printed: list[str], form: list[Entry], valued: list[bool] | None = None) -> list[int | None]:
    flags = valued or [True] * len(printed)
    lines = [Printed((label,), flag) for label, flag in zip(printed, flags, strict=True)]
    return [match.entry if match else None for match in align(lines, form)]


FORM = entries(
    "1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益", "（七）总计"
)


def test_numbering_remarks_and_spaces_do_not_matter() -> None:
    printed = [
        "属于 国家秘密",
        "（2）其他法律、行政法规禁止公开",
        "3、危及三安全一稳定",
        "④保护第三方合法权益",
        "七、总 计",
    ]
    assert matched(printed, FORM) == [0, 1, 2, 3, 4]


def test_missing_and_added_rows_leave_the_others_in_place() -> None:
    assert matched(["1.属于国家秘密", "本地统计口径", "4.保护第三方合法权益", "总计"], FORM) == [0, None, 3, 4]


def test_swapped_rows_are_found_by_their_labels() -> None:
    assert matched(["2.其他法律行政法规禁止公开", "1.属于国家秘密", "4.保护第三方合法权益"], FORM) == [1, 0, 3]


def test_misprints_and_cut_labels() -> None:
    assert matched(["1.属于国家密秘", "2.其他法律行政止公开", "3.危及三安全一稳"], FORM) == [0, 1, 2]


def test_a_label_with_another_word_is_another_row() -> None:
    form = entries("1.当面申请数", "2.传真申请数", "3.网络申请数", "4.信函申请数")
    assert matched(["1.当面申请数", "2.传真申请数", "3.邮件申请数", "4.信函申请数"], form) == [0, 1, None, 3]
    assert similarity("不同意公开答复数", "同意公开答复数") == 0
    assert similarity("政府网站公开政府信息数", "政府公报公开政府信息数") == 0


def test_a_label_that_is_exactly_another_row_is_no_misprint() -> None:
    form = entries("政务微博公开政府信息数", "政务微信公开政府信息数")
    assert matched(["政务微信公开政府信息数"], form) == [1]


def test_a_label_broken_over_two_rows_is_one_row() -> None:
    form = entries("甲数", "2.没有现成信息需要另行制作", "乙数")
    assert matched(["甲数", "2.没有现成信息", "需要另行制作", "乙数"], form, [True, True, False, True]) == [0, 1, 1, 2]


def test_the_label_above_tells_like_from_like() -> None:
    form = [
        Entry(("总计",), ("行政复议",), "t", "a"),
        Entry(("总计",), ("未经复议直接起诉",), "t", "b"),
        Entry(("总计",), ("复议后起诉",), "t", "c"),
    ]
    lines = [Printed(("行政诉讼", "复议后起诉", "总计"))]
    assert [match.entry if match else None for match in align(lines, form)] == [2]


def test_an_empty_label_between_two_neighbours_is_the_one_missing_and_not_certain() -> None:
    lines = [Printed(("1.属于国家秘密",)), Printed(("",)), Printed(("3.危及“三安全一稳定”",))]
    found = align(lines, FORM)
    assert [(m.entry, m.sure) for m in found if m] == [(0, True), (1, False), (2, True)]


def test_parts_of_labels() -> None:
    assert core("（二）部分公开（区分处理的，只计这一情形，不计其他情形）") == "部分公开"
    assert core("其中：涉及国家秘密") == "涉及国家秘密"
    assert (number_of("（三）不予公开"), number_of("12.其他"), number_of("2019年")) == ("三", "12", "")
    assert (unit_in("本年收费金额（单位：万元）"), unit_in("经费（万元）"), unit_in("其他（含附表）")) == (
        "万元",
        "万元",
        "",
    )
