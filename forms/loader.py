"""Reads form files: the bundled ones fast, a user's with every mistake named by file, line and path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ..errors import ConfigError, UsageError
from .schema import Form, FormTable

_IDENT = re.compile(r"[a-z][a-z0-9_]*\Z")
_INDICATOR = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*){2}\Z")
_CODE = re.compile(r"[A-Z]{1,2}\d{3}\Z")
_NAME = re.compile(r"[a-z0-9-]+\Z")


def load_forms(directory: str | None = None) -> tuple[Form, ...]:
    """The bundled forms, newest first, then those of `directory` (every *.yaml in it).

    A user's form that bears the name of a bundled one takes its place.

    Raises:
        ConfigError: one line naming file, line, path and what was expected.
    """
    bundled = _bundled()
    if directory is None:
        return bundled
    folder = Path(directory)
    if not folder.is_dir():
        raise ConfigError(f"{directory}：不是目录，表式目录应含 *.yaml", f"{directory}: not a directory of form files")
    files = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
    if not files:
        raise ConfigError(f"{directory}：目录中没有 *.yaml 表式文件", f"{directory}: no *.yaml form file in it")
    own = [read_form(path) for path in files]
    names = [form.form for form in own]
    for name, path in zip(names, files, strict=True):
        if names.count(name) > 1:
            raise _mistake(str(path), 1, "form", f"表式名 {name} 重复", f"another form name; {name} is used twice")
    return (*own, *(form for form in bundled if form.form not in names))


def find_form(forms: Sequence[Form], name: str) -> Form:
    """The form called `name`.

    Raises:
        UsageError: no form bears that name; the message lists those that exist.
    """
    for form in forms:
        if form.form == name:
            return form
    known = ", ".join(form.form for form in forms)
    raise UsageError(f"没有表式 {name}；现有：{known}", f"no form {name}; there are: {known}")


def read_form(path: Path) -> Form:
    """One form file, checked in full.

    Raises:
        ConfigError: one line naming file, line, path and what was expected.
    """
    from pydantic import TypeAdapter, ValidationError

    text, raw = _parse(path)
    adapter: TypeAdapter[Form] = TypeAdapter(Form)
    _refuse_unknown(str(path), text, raw)
    try:
        form = adapter.validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        at = first["loc"]
        expected = first["msg"][:1].lower() + first["msg"][1:]
        raise _mistake(str(path), _line(text, at), _dotted(at), expected, expected) from None
    for at, expected, expected_en in _mistakes(form):
        raise _mistake(str(path), _line(text, at), _dotted(at), expected, expected_en)
    return form


@lru_cache(maxsize=1)
def _bundled() -> tuple[Form, ...]:
    # Checked by the tests, so a start does not pay for importing pydantic.
    import msgspec

    forms = [msgspec.convert(_parse(path)[1], Form) for path in Path(__file__).parent.glob("*.yaml")]
    return tuple(sorted(forms, key=lambda form: form.years[0] or 0, reverse=True))


def bundled_paths() -> tuple[Path, ...]:
    """The files of the forms that come with the package."""
    return tuple(sorted(Path(__file__).parent.glob("*.yaml")))


def _parse(path: Path) -> tuple[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        return text, yaml.load(text, Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise _mistake(str(path), 1, "", f"无法读取（{error}）", f"a readable UTF-8 file ({error})") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "not YAML"
        raise _mistake(str(path), line, "", f"合法的 YAML（{problem}）", f"valid YAML ({problem})") from None


def _refuse_unknown(path: str, text: str, raw: Any) -> None:
    """Unknown keys, which pydantic accepts in plain dataclasses below the top."""
    for at, key, known in _unknown(raw, Form, ()):
        where = (*at, key)
        names = ", ".join(known)
        raise _mistake(path, _line(text, where), _dotted(where), f"键名之一：{names}", f"one of the keys {names}")


def _unknown(raw: Any, kind: Any, at: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str, list[str]]]:
    from dataclasses import fields, is_dataclass
    from typing import get_args, get_type_hints

    if is_dataclass(kind) and isinstance(kind, type):
        if not isinstance(raw, dict):
            return
        hints = get_type_hints(kind)
        names = [field.name for field in fields(kind)]
        for key, value in raw.items():
            if key not in names:
                yield at, str(key), names
            else:
                yield from _unknown(value, hints[key], (*at, key))
    elif isinstance(raw, list) and get_args(kind):
        for number, item in enumerate(raw):
            yield from _unknown(item, get_args(kind)[0], (*at, number))


def _mistakes(form: Form) -> Iterator[tuple[tuple[Any, ...], str, str]]:
    """What types cannot say: the shape of ids, uniqueness, and that every id named exists."""
    if not _NAME.match(form.form):
        yield ("form",), "小写字母、数字和连字符", "lower-case letters, digits and hyphens"
    yield from _unique(("tables",), [table.id for table in form.tables])
    for number, table in enumerate(form.tables):
        yield from _table_mistakes(("tables", number), table)
    sections = {section.id for section in form.sections}
    yield from _unique(("sections",), [section.id for section in form.sections])
    for number, table in enumerate(form.tables):
        if table.section is not None and table.section not in sections:
            yield ("tables", number, "section"), f"某节的 id，而非 {table.section}", "the id of a section"
    known = {i for table in form.tables for i in indicators(table)}
    for number, phrase in enumerate(form.narrative):
        if phrase.indicator not in known and not (phrase.prose and _INDICATOR.match(phrase.indicator)):
            yield ("narrative", number, "indicator"), "表.行.列", f"table.row.column, not {phrase.indicator}"
    codes = [rule.code for rule in form.rules]
    for number, rule in enumerate(form.rules):
        if not _CODE.match(rule.code):
            yield ("rules", number, "code"), "一两个大写字母加三位数字，如 B101", "one or two capitals and three digits"
        if codes.count(rule.code) > 1:
            yield ("rules", number, "code"), "不重复的编号", f"a code used once; {rule.code} is used twice"


def _table_mistakes(at: tuple[Any, ...], table: FormTable) -> Iterator[tuple[tuple[Any, ...], str, str]]:
    columns, rows = [c.id for c in table.columns], [r.id for r in table.rows]
    sums = (("columns", columns, [c.total_of for c in table.columns]), ("rows", rows, [r.total_of for r in table.rows]))
    for part, ids, totals in sums:
        if not ids:
            yield (*at, part), "至少一项", "at least one"
        yield from _unique((*at, part), ids)
        for number, others in enumerate(totals):
            for other in (other for other in others if not _names(other, ids)):
                where = (*at, part, number, "total_of")
                yield where, f"本表已有的 id，而非 {other}", f"an id of this table, not {other}"
    for number, row in enumerate(table.rows):
        if row.part_of is not None and row.part_of not in [r.id for r in table.rows]:
            yield (*at, "rows", number, "part_of"), "本表已有的行 id", f"a row of this table, not {row.part_of}"
    if not _IDENT.match(table.id):
        yield (*at, "id"), "小写字母开头的标识", "a lower-case letter, then letters, digits, underscores"


def _names(pattern: str, ids: Sequence[str]) -> bool:
    if pattern.endswith(".*"):
        return any(i.startswith(pattern[:-2] + "_") for i in ids)
    return pattern in ids


def _unique(at: tuple[Any, ...], ids: Sequence[str]) -> Iterator[tuple[tuple[Any, ...], str, str]]:
    for number, name in enumerate(ids):
        if not _IDENT.match(name):
            yield (*at, number, "id"), "小写字母开头的标识", "a lower-case letter, then letters, digits, underscores"
        if ids.index(name) != number:
            yield (*at, number, "id"), f"不重复的 id；{name} 已用过", f"an id used once; {name} is used twice"


def indicators(table: FormTable) -> Iterator[str]:
    """Every `table.row.column` the table defines, rows that only head others included."""
    for row in table.rows:
        for column in table.columns:
            yield f"{table.id}.{row.id}.{column.id}"


def _mistake(path: str, line: int, at: str, expected: str, expected_en: str) -> ConfigError:
    where = f"{path}:{line}: {at}: " if at else f"{path}:{line}: "
    return ConfigError(f"{where}应为{expected}", f"{where}expected {expected_en}", "form")


def _dotted(at: Sequence[Any]) -> str:
    return ".".join(str(part) for part in at)


def _line(text: str, at: Sequence[Any]) -> int:
    """The line of the value at a path, or of the innermost part of the path that exists."""
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    line = 1
    for part in at:
        found = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(part):
                    line, found = key.start_mark.line + 1, value
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            found = node.value[part]
            line = found.start_mark.line + 1
        if found is None:
            break
        node = found
    return line
