"""A sketch of each section's narrative, small enough to keep for millions of reports, for finding copied text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zlib import crc32

from msgspec import Struct

from ..model import Record, SectionText, fold

PERMUTATIONS = 64
SHINGLE = 5
LEAST = 120  # characters of narrative, boilerplate left out, below which likeness proves nothing
_SENTENCE = re.compile(r"[^。！？；!?\n]+")
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)年")
_PERIOD = re.compile(r"(?<![\d自从于])(20[0-4]\d)年(?!\d|以来|起|以后|之后|前|版|新?修订|出台|印发|颁布|施行|实施)")
_NAMED = re.compile(r"《[^》]*》|[〔\[(（]\d{4}[〕\])）]")


class Sketch(Struct, frozen=True):
    """A section: its name for matching, how much narrative it has, and the MinHash of its shingles."""

    name: str
    length: int
    hashes: bytes


class DatedSentence(Struct, frozen=True):
    """A sentence that names years: `key` is its hash, `years` what it names, `periods` those it tells about.

    自2022年以来, 2022年6月建成 and 《2022年工作要点》 name 2022 as history, which a later report may repeat.
    """

    key: int
    start: int
    end: int
    years: tuple[int, ...]
    periods: tuple[int, ...]


def sketches_of(record: Record) -> tuple[Sketch, ...]:
    """A sketch of every section with enough narrative."""
    found = []
    for section in record.texts:
        text = narrative_of(section)
        if len(text) >= LEAST:
            found.append(Sketch(section_name(section), len(text), _minhash(text)))
    return tuple(found)


def section_name(section: SectionText) -> str:
    return section.concept or "".join(fold(section.title).split())


def narrative_of(section: SectionText) -> str:
    """The section's own sentences, folded, numbers as #, without its heading and the sentences every report has."""
    kept = []
    heading, _, rest = section.text.partition("\n")
    titled = bool(section.title) and heading.strip().endswith(section.title.strip())
    text = rest if titled else section.text
    for sentence in _SENTENCE.findall(fold(text)):
        plain = "".join(sentence.split())
        if "\t" in sentence or "|" in sentence or len(plain) < 8:
            continue
        if not any(pattern.search(plain) for pattern in patterns("sentences")):
            kept.append(_DIGITS.sub("#", plain))
    return "".join(kept)


def shingles(text: str) -> set[str]:
    return {text[n : n + SHINGLE] for n in range(len(text) - SHINGLE + 1)}


def likeness(one: Sketch, other: Sketch) -> float:
    """Estimated share of common shingles, from the sketches alone."""
    same = sum(one.hashes[n : n + 4] == other.hashes[n : n + 4] for n in range(0, 4 * PERMUTATIONS, 4))
    return same / PERMUTATIONS


def exact_likeness(one: SectionText, other: SectionText) -> float:
    """Jaccard index of the two narratives' shingles."""
    first, second = shingles(narrative_of(one)), shingles(narrative_of(other))
    union = len(first | second)
    return len(first & second) / union if union else 0.0


def dated_sentences(record: Record) -> Iterator[DatedSentence]:
    """The sentences of the narrative that name a year, boilerplate left out."""
    for section in record.texts:
        for found in _SENTENCE.finditer(section.text):
            plain = "".join(fold(found.group()).split())
            years = tuple(sorted({int(year) for year in _YEAR.findall(plain)}))
            if not years or len(plain) < 12 or any(pattern.search(plain) for pattern in patterns("sentences")):
                continue
            start = section.start + found.start() + len(found.group()) - len(found.group().lstrip())
            key = int.from_bytes(blake2b(plain.encode(), digest_size=8).digest(), "big") >> 1
            told = _PERIOD.findall(_NAMED.sub("", plain))
            yield DatedSentence(key, start, section.start + found.end(), years, tuple(sorted(set(map(int, told)))))


def _minhash(text: str) -> bytes:
    import numpy

    sketch = _blank().copy()
    sketch.update_batch([shingle.encode() for shingle in sorted(shingles(text))])
    return bytes(numpy.asarray(sketch.hashvalues, dtype="<u4").tobytes())


@lru_cache(maxsize=1)
def _blank() -> Any:
    """An empty MinHash to copy: making its permutations costs more than hashing a section."""
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=crc32)


@lru_cache(maxsize=4)
def patterns(key: str) -> tuple[re.Pattern[str], ...]:
    """The expressions of one list in boilerplate.yaml, for folded sentences without spaces."""
    import yaml

    data = yaml.safe_load((Path(__file__).parent / "boilerplate.yaml").read_text(encoding="utf-8"))
    return tuple(re.compile(pattern) for pattern in data[key])
