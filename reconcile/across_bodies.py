"""Which body is which over the years, and which belongs to which: a table the user gives, names, and codes.

The table is CSV with a header; every column but `name` may be missing or empty:

    name      the body's name as reports print it
    former    a name it bore earlier; one line each
    parent    the name of the body whose report includes this one's figures
    code      its administrative code (6 or more digits, GB/T 2260 or 统一社会信用代码 of the division)
    evidence  the document that says so (for a former name)
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct, field

from ..errors import ConfigError
from ..model import Record, fold

_COLUMNS = ("name", "former", "parent", "code", "evidence")


class Bodies(Struct, frozen=True):
    """What is known about bodies. All names are as `plain_name` gives them."""

    current: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    evidence: dict[tuple[str, str], str] = field(default_factory=dict)
    key: str = ""

    def identify(self, name: str | None) -> str | None:
        """One id for a body under all names it has borne; None where there is no name."""
        if not name:
            return None
        plain = plain_name(name)
        seen = set()
        while plain in self.current and plain not in seen:
            seen.add(plain)
            plain = self.current[plain]
        return plain

    def parent(self, name: str, code: str | None, known: dict[str, str]) -> str | None:
        """The id of the body whose report includes `name`'s, from the table, else from the codes, else None.

        `known` maps administrative codes of divisions to ids of the bodies that govern them.
        """
        if name in self.parents:
            return self.identify(self.parents[name])
        code = self.codes.get(name) or code
        for above in codes_above(code) if code else ():
            if above in known and known[above] != name:
                return known[above]
        return None

    def renamings(self, spans: Sequence[tuple[str, int, int]]) -> list[tuple[str, str, str, str]]:
        """Former name, later name, `yes` or `no` for joined, and the evidence.

        Joined are those of the table. Names alike of which one ends where the other begins are listed as doubtful
        and left apart: an office that takes over from another is not always the same office.
        """
        made = [(old, new, "yes", self.evidence.get((old, new), "")) for old, new in sorted(self.current.items())]
        found = []
        by_start: dict[tuple[str, int], list[str]] = {}
        for name, first, _ in spans:
            by_start.setdefault((_place(name), first), []).append(name)
        for name, _, last in spans:
            alike = [(_alike(name, new), new) for new in by_start.get((_place(name), last + 1), ())]
            score, new = max(alike, default=(0.0, ""))
            if score >= _ALIKE and self.identify(name) != self.identify(new):
                found.append(
                    (name, new, "no", f"names {score:.0f}% alike; {name} ends {last}, {new} begins {last + 1}")
                )
        return made + sorted(found)


_ALIKE = 55.0  # per cent of characters two names must share to be listed as a doubtful renaming
_PLACE = re.compile(r".{1,}?(?:省|市|州|盟|地区|区|县|旗|镇|乡|街道)")


_PLACED = re.compile(r"^.+?(?:省|自治区|市|州|盟|地区|区|县|旗)")
_PROVINCES = re.compile(
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川"
    "|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆"
)


def doubt_of_identity(one: Record, other: Record) -> str | None:
    """Whether two reports of one name may be of two bodies.

    A name without a county or a place above it (城关镇人民政府) is borne by many: then `doubtful`, and `unproven` where
    the reports or their folders name different provinces.
    """
    if one.level == "central" or _PLACED.search(one.body or ""):
        return None
    places = _provinces(one), _provinces(other)
    return "unproven" if all(places) and places[0].isdisjoint(places[1]) else "doubtful"


def _provinces(record: Record) -> set[str]:
    return set(_PROVINCES.findall(record.path + "".join(section.text for section in record.texts)))


def _place(name: str) -> str:
    """The division a name begins with, or its first two characters."""
    plain = plain_name(name)
    found = _PLACE.match(plain)
    return found.group() if found else plain[:2]


def _alike(one: str, other: str) -> float:
    from rapidfuzz.fuzz import ratio

    first, second = plain_name(one), plain_name(other)
    return 0.0 if first == second else float(ratio(first, second))


def codes_above(code: str) -> Iterable[str]:
    """The codes of the divisions a six-digit code lies in, nearest first: 430321 lies in 430300, that in 430000."""
    digits = code[:6]
    if len(digits) < 6 or not digits.isdigit():
        return
    for cut in (4, 2):
        above = digits[:cut].ljust(6, "0")
        if above != digits:
            yield above


@lru_cache(maxsize=65536)
def plain_name(name: str) -> str:
    """The name without spaces and with plain brackets, so that one body has one spelling."""
    return "".join(fold(name).split()).replace("(", "（").replace(")", "）")


def load_bodies(path: str | None) -> Bodies:
    """Read a table of bodies; without one, nothing is known beyond the names.

    Raises:
        ConfigError: the file cannot be read, has no column `name`, an unknown column, or a name with two parents.
    """
    if path is None:
        return Bodies()
    try:
        data = Path(path).read_bytes()
        rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(
            f"{path}：机关表无法读取（{error}）", f"{path}: the table of bodies cannot be read ({error})"
        ) from None
    found = [name for name in (rows[0] if rows else {}) if name is not None]
    strange = [name for name in found if name not in _COLUMNS]
    if "name" not in found or strange:
        raise ConfigError(
            f"{path}：第 1 行应为 {','.join(_COLUMNS)} 中的列名，且含 name",
            f"{path}: line 1: columns are {', '.join(_COLUMNS)}, and name must be among them",
        )
    bodies = Bodies(key=hashlib.sha256(data).hexdigest())
    for number, row in enumerate(rows, 2):
        _add(bodies, row, f"{path}:{number}")
    return bodies


def _add(bodies: Bodies, row: dict[str, str | None], place: str) -> None:
    name, former, parent, code = (plain_name(row.get(column) or "") for column in ("name", "former", "parent", "code"))
    if not name:
        raise ConfigError(f"{place}：name 为空", f"{place}: name is empty")
    for store, given, what in ((bodies.parents, parent, "parent"), (bodies.codes, code, "code")):
        if given and store.setdefault(name, given) != given:
            raise ConfigError(f"{place}：{name} 有两个 {what}", f"{place}: {name} has two values of {what}")
    if former:
        if bodies.current.setdefault(former, name) != name:
            raise ConfigError(f"{place}：{former} 有两个后续名称", f"{place}: {former} has two later names")
        bodies.evidence[former, name] = row.get("evidence") or ""
