"""HTML as content systems publish it: plain, in GB18030, or with the site's navigation around the article."""

from __future__ import annotations

from html import escape

from .description import Grid, Heading, Report

_HEAD = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="{charset}">
<title>{title}</title>
<meta name="ArticleTitle" content="{title}">
<meta name="ContentSource" content="{body}">
<meta name="PubDate" content="{published}">
<style>table {{border-collapse: collapse}} td, th {{border: 1px solid #333; padding: 4px}}</style>
</head>
<body>
"""
_BEFORE = """<div class="header"><a href="/">首页</a> <a href="/jg/">机构</a> <a href="/zc/">政策</a>
<a href="/hd/">互动</a></div>
<div class="crumbs">您所在的位置：<a href="/">首页</a> &gt; <a href="/zfxxgk/">政府信息公开</a> &gt; 年度报告</div>
<div class="main">
<ul class="side">
<li><a href="/1">公开指南</a></li><li><a href="/2">公开制度</a></li>
<li><a href="/3">法定主动公开内容（128条）</a></li>
<li><a href="/4">年度报告</a></li></ul>
<table class="meta"><tr><td>索引号</td><td>11430000/{year}-00127</td><td>发布机构</td><td>{body}</td></tr>
<tr><td>公开日期</td><td>{published}</td><td>浏览次数</td><td>386</td></tr></table>
<div class="article">
"""
_AFTER = """</div></div>
<div class="related"><ul><li><a href="/a">上一篇：关于举办培训班的通知</a></li>
<li><a href="/b">下一篇：办事指南（2项）</a></li></ul></div>
<div class="footer">主办：{body} 技术支持：信息中心 电话：0000-12345678 备案号：000000号-1 累计访问 1203344 次</div>
"""


def write_html(report: Report, style: str) -> bytes:
    """One article; `navigation` puts menus, a table of metadata and a footer around it."""
    charset = "gb2312" if style == "gb18030" else "utf-8"
    names = {
        "charset": charset,
        "title": escape(report.title),
        "body": escape(report.body),
        "published": report.published,
        "year": report.published[:4],
    }
    parts = [_HEAD.format(**names)]
    if style == "navigation":
        parts.append(_BEFORE.format(**names))
    parts.append(f"<h1>{escape(report.title)}</h1>\n")
    for piece in report.pieces:
        if isinstance(piece, Grid):
            parts.append(_table(piece))
        elif isinstance(piece, Heading):
            parts.append(f"<h{piece.level + 1}>{escape(piece.text)}</h{piece.level + 1}>\n")
        else:
            parts.append(f"<p>&emsp;&emsp;{escape(piece.plain)}</p>\n")
    if style == "navigation":
        parts.append(_AFTER.format(**names))
    parts.append("</body>\n</html>\n")
    return "".join(parts).encode("gb18030" if style == "gb18030" else "utf-8")


def _table(grid: Grid) -> str:
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for box in grid.boxes:
        spans = f' rowspan="{box.rowspan}"' if box.rowspan > 1 else ""
        spans += f' colspan="{box.colspan}"' if box.colspan > 1 else ""
        rows[box.row].append(f"<td{spans}><p>{escape(box.text)}</p></td>")
    return "<table>\n" + "".join(f"<tr>{''.join(row)}</tr>\n" for row in rows) + "</table>\n"
