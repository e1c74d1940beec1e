"""One wording for what reports call by many names, before a form's phrases are looked up in it."""

from __future__ import annotations

import re

from ..model import HAN
from .scan import late

REQUEST = "政府信息公开申请"
# What the names of a request are made of: 政府信息依申请公开件, 依申请公开政府信息的申请, 公开政府信息申请书.
_NAME = late(
    r"(?:(?<![予以分意动宜已准可])公开|政府信息|政务信息|信息|依申请|依法申请|申请)"
    r"(?:政府|政务|信息|依申请|申请|公开|的|类|事项|办理事项|办件|要求|请求|诉求|内容|件(?!次)|信件|信函)*(?:书|表)?"
)
_NOUN_ENDS = late("$|[共总数为达有]|答复")
_INFORMATION = late("依申请公开(?:的?(?:政府|政务)?信息|类|件)?")
_PUBLIC = r"(?:社会|广大)?(?:公众|群众|市民|公民|居民|村民|民众|网民|当事人)"
_DEALT_WITH = late(
    r"(?:[受办处]理|收到|新收|接[到收受]|[答回]复|办[结复毕]|完成|登记|收悉|承接|新增|提[出交])"
    rf"(?:[各共的了类本级省市县区州政府]|{_PUBLIC}|(?:提出|的)?要求)*$"
)
# Whose request it is, where that is anybody: 来自公民、法人或其他组织的, 公众向市政府提交的, 省政府及省政府办公厅.
_WHO = r"(?:自然人|公民|法人|企业|单位|(?:其他)?(?:社会)?组织)"
_ANYBODYS = late(
    # What the alternatives begin with, which spares most places all of them.
    rf"(?=[来社广公群市居村民网当自法企单其组向提递申的对要需希])(?:来自)?(?:{_PUBLIC}|{_WHO}(?:(?:和|以?及|与|或者?|、){_WHO})+|其他(?:社会)?组织)?"
    rf"(?:向[^,;:、]{{1,16}}?(?=提|递|申|政府信息公开申请))?(?:提[出交]|递交|申请)?(?:的|对|(?:要求|需要|希望)(?:[本我该]{HAN}{{1,3}})?)?"
    rf"(?={REQUEST})"
)
# 通过互联网、邮寄等多种渠道: a list of ways that leaves none out.
# 4名政府信息公开全职工作人员
_DUTY = late("(?:政府)?信息公开(?:工作)?的?(?=[专兼全]职)")
_ALL_WAYS = late(
    r"(?:通过|以|经|采[取用])?[^,;:]{1,20}等(?:多种|各种|各类|不同)[^,;:、\d]{0,4}(?:方式|渠道|途径|形式|载体|平台|媒体)的?"
)
# 省政府及省政府办公厅, whose documents are those of the report.
_OWNER = late(
    r"(?:(?:地方|(?:本|我|全)?[省市县区州旗镇乡]?(?:级)?(?:人民)?)政府(?:[和及与](?:其|[省市县区州旗])?(?:人民)?(?:政府)?办公[厅室])?"
    r"|以[^,;:、]{2,16}名义)(?:(?:制发|印发|制定|出台)?的)?(?=规章|(?:行政)?规范性文件|政府信息公开申请)"
)


def plainly(words: str) -> str:
    """受理公众提交的依申请公开件 → 受理政府信息公开申请; 废止省政府规章 → 废止规章."""
    if "申请" in words:
        words = _NAME.sub(_request, words)
        if not words.startswith(REQUEST) and REQUEST in words:
            words = _ANYBODYS.sub("", words)
    if "职" in words:
        words = _DUTY.sub("", words)
    if "等" in words and "公开" in words:
        words = _ALL_WAYS.sub("", words)
    if "规" in words or words.count("政府") > 1:
        words = _OWNER.sub("", words)
    return words


def _request(name: re.Match[str]) -> str:
    """What is made of the pieces is a request where both the request and what it asks for are among them.

    依申请 alone is one only as a noun: 办理依申请查阅档案 is none. 依申请公开信息 that are not received or answered are
    information.
    """
    said = name.group()
    if said.endswith("办理事项") and not _DEALT_WITH.search(name.string, 0, name.start()):
        return said
    if said == "依申请" and not _NOUN_ENDS.match(name.string, name.end()):
        return said
    if _INFORMATION.fullmatch(said.removeprefix("公开")) and not _DEALT_WITH.search(name.string, 0, name.start()):
        return said
    return REQUEST if "申请" in said and ("公开" in said or "政府信息" in said or said.startswith("依")) else said
