"""Text that is no report: data, program source, configuration. Decided by content, and for prose when in doubt."""

from __future__ import annotations

import re

_JSON = re.compile(
    r"""(?: \s++ | "(?:[^"\\\x00-\x1f]|\\.)*+" | -?\d[\d.eE+-]*+ | (?:true|false|null)\b | [\[\]{},:] )*+""", re.VERBOSE
)
_CUT = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*+\\?\Z|[a-z]{1,5}\Z')
_FRONT = re.compile(r"---[ \t]*\n.{0,4000}?\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_KEYWORDS = (
    r"import|from\s+[\w.]+\s+import|def|class|return|if|elif|else|for|while|try|except|with|function|var|let|const|export|"
    r"public|private|static|SELECT|INSERT|CREATE|UPDATE"
)
_CODE = re.compile(
    rf"""[^㐀-鿿]*[;{{}}]\s*$ | \s*[)\]}}] | \s*(?:{_KEYWORDS})\b.{{0,80}}?(?:[=(:,]|$)
    | \s*["']?[A-Za-z_][\w.$\[\]-]*["']?\s*[-+*]?=\s*\S | \s*[A-Za-z_$][\w.$]*\(.*\)?,?\s*$ | \s*@\w """,
    re.VERBOSE | re.ASCII,
)
# Comments and texts within a program, which look like prose.
_REMARKS = re.compile(r'"""(?:.*?"""|.*\Z)|/\*(?:.*?\*/|.*\Z)|^[ \t]*(?://|\#).*?$', re.DOTALL | re.MULTILINE)
_QUOTED = re.compile(r""""[^"\n]*"|'[^'\n]*'""")
_KEY = re.compile(r"""\s*(?:-\s+)?["']?[a-z_][\w.-]*["']?:(?:\s|$)""")
_ENTRY = re.compile(r"\s*(?:-\s|#|-$)")
# Compiled where it is asked for: few texts look like a program, and a range of all characters takes its time.
_SENTENCE = r"[㐀-鿿][^\n\"'`#*;{}=<>]{6,}[。；！？]"
_WORD = re.compile(r"[^\W\d_]{2,}")


def kind_of(head: str) -> str:
    """`json`, `code`, `config`, `no-words` or `text`, by the start of a file that is text."""
    if is_json(head):
        return "json"
    if not any("㐀" <= char <= "鿿" for char in head) and len(set(_WORD.findall(head))) < 3:
        return "no-words"
    return _kind_of_lines(_FRONT.sub("", head, count=1) if head.startswith("---") else head)


def is_json(head: str) -> bool:
    """Whether it is made of nothing but JSON, cut off at the end or not; a number or a string alone is not."""
    start = head.lstrip()
    if start[:1] not in ("{", "["):
        return False
    match = _JSON.match(start)
    end = match.end() if match else 0
    # An empty pair of brackets is JSON, a bracket alone says nothing.
    return end > 1 and (end == len(start) or bool(_CUT.match(start, end)))


def _kind_of_lines(head: str) -> str:
    """Most lines have to look it, and no sentences may stand among them as in prose."""
    lines = _lines(head)
    keys = sum(1 for line in lines if _KEY.match(line))
    entries = sum(1 for line in lines if _ENTRY.match(line) and not _KEY.match(line))
    if keys >= 3 and keys * 5 >= len(lines) * 2 and (keys + entries) * 5 >= len(lines) * 4 and not _is_prose(lines):
        return "config"
    lines = _lines(_QUOTED.sub("q", _REMARKS.sub("", head)))
    code = sum(1 for line in lines if _CODE.match(line))
    return "code" if code >= 3 and code * 3 >= len(lines) * 2 and not _is_prose(lines) else "text"


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _is_prose(lines: list[str]) -> bool:
    return sum(1 for line in lines if re.search(_SENTENCE, line)) * 10 > len(lines)
