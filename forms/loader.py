"""Reads form files; a mistake in a user's is named by file, line and path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec import Struct

from ..errors import ConfigError, UsageError
from .schema import Form

FOLDER = Path(__file__).parent
COMPILED = "compiled.jsonl"


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
    taken = {rule.code: rule.name for form in bundled for rule in form.rules}
    own = [read_form(path, taken) for path in files]
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


def read_form(path: Path, taken: Mapping[str, str] = MappingProxyType({})) -> Form:
    """One form file, checked in full; `taken` are the codes of other forms' rules with their names.

    Raises:
        ConfigError: one line naming file, line, path and what was expected.
    """
    from .mistakes import mistakes_of

    text, raw = _parse(path)
    _refuse_unknown(str(path), text, raw)
    try:
        form = msgspec.convert(raw, Form)
    except msgspec.ValidationError as error:
        at, expected, expected_en = _said(error)
        raise _mistake(str(path), _line(text, at), _dotted(at), expected, expected_en) from None
    for at, expected, expected_en in mistakes_of(form):
        raise _mistake(str(path), _line(text, at), _dotted(at), expected, expected_en)
    for number, rule in enumerate(form.rules):
        if taken.get(rule.code, rule.name) != rule.name:
            at = ("rules", number, "code")
            expected = f"另一编号；{rule.code} 是“{taken[rule.code]}”"
            expected_en = f"another code; {rule.code} is {taken[rule.code]}"
            raise _mistake(str(path), _line(text, at), _dotted(at), expected, expected_en)
    return form


@lru_cache(maxsize=1)
def _bundled() -> tuple[Form, ...]:
    return tuple(sorted(read_folder(FOLDER), key=lambda form: form.years[0] or 0, reverse=True))


def bundled_paths(folder: Path = FOLDER) -> tuple[Path, ...]:
    """The files of the forms that come with the package."""
    return tuple(sorted(folder.glob("*.yaml")))


class _Compiled(Struct):
    """A form as JSON, which is read thirty times as fast as YAML; `source` is the hash of the YAML it was made from."""

    source: str
    form: Form


def read_folder(folder: Path) -> list[Form]:
    """The forms of a folder that need no checking: from `COMPILED` where that was made of the file as it is now."""
    compiled = {}
    if (folder / COMPILED).exists():
        lines = (folder / COMPILED).read_bytes().splitlines()
        compiled = {entry.source: entry.form for entry in (msgspec.json.decode(line, type=_Compiled) for line in lines)}
    return [
        compiled.get(_hash(path)) or msgspec.convert(_parse(path)[1], Form) for path in bundled_paths(folder)
    ]  # fmt: skip


def compile_forms() -> bytes:
    """What `COMPILED` holds when it is current; `python docs/build_forms.py` writes it."""
    made = [_Compiled(_hash(path), msgspec.convert(_parse(path)[1], Form)) for path in bundled_paths()]
    return b"".join(msgspec.json.encode(entry) + b"\n" for entry in made)


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _parse(path: Path) -> tuple[str, Any]:
    import yaml

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
    """Unknown keys, with those there are."""
    for at, key, known in _unknown(raw, Form, ()):
        where = (*at, key)
        names = ", ".join(known)
        raise _mistake(path, _line(text, where), _dotted(where), f"键名之一：{names}", f"one of the keys {names}")


def _unknown(raw: Any, kind: Any, at: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str, list[str]]]:
    from typing import get_args, get_type_hints

    if isinstance(kind, type) and issubclass(kind, Struct):
        if not isinstance(raw, dict):
            return
        hints = get_type_hints(kind)
        names = list(kind.__struct_fields__)
        for key, value in raw.items():
            if key not in names:
                yield at, str(key), names
            else:
                yield from _unknown(value, hints[key], (*at, key))
    elif isinstance(raw, list) and get_args(kind):
        for number, item in enumerate(raw):
            yield from _unknown(item, get_args(kind)[0], (*at, number))


def _mistake(path: str, line: int, at: str, expected: str, expected_en: str) -> ConfigError:
    where = f"{path}:{line}: {at}: " if at else f"{path}:{line}: "
    return ConfigError(f"{where}应为{expected}", f"{where}expected {expected_en}", "form")


_TYPES = {
    "array": "列表", "object": "键和值", "str": "文字", "int": "整数", "float": "数", "null": "空",
    "bool": "true 或 false",
}  # fmt: skip


def _said(error: msgspec.ValidationError) -> tuple[tuple[str | int, ...], str, str]:
    """Where (msgspec's `$.rules[3].code`) and what was expected there, in Chinese and in English."""
    said, _, place = str(error).partition(" - at `$")
    path = tuple(int(number) if number else name for name, number in re.findall(r"\.(\w+)|\[(\d+)\]", place))
    types = re.match(r"Expected `([^`]+)`, got `([^`]+)`", said)
    if types is not None:
        wanted, given = ("、".join(_TYPES.get(t, t) for t in kind.split(" | ")) for kind in types.groups())
        return path, f"{wanted}，而非{given}", said.removeprefix("Expected ")
    if said.startswith("Object missing required"):
        name = said.rpartition("field ")[2].strip("`")
        return path, f"有键 {name}", f"the key {name}"
    if said.startswith("Invalid enum value"):
        value = said.removeprefix("Invalid enum value ")
        return path, f"已知的值之一，而非 {value}", f"one of the known values, not {value}"
    return path, said, said


def _dotted(at: Sequence[Any]) -> str:
    return ".".join(str(part) for part in at)


def _line(text: str, at: Sequence[Any]) -> int:
    """The line of the value at a path, or of the innermost part of the path that exists."""
    import yaml

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
