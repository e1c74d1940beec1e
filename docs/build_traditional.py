"""Writes traditional.txt, which `fold` reads, from OpenCC's table of characters: `python docs/build_traditional.py`.

Taken are traditional characters that simplified Chinese does not use as well (the set of GB 2312 has 乾, which is also
a place), each with the first simplified form of GB 2312 that the table gives. Needs `opencc-python-reimplemented`.
"""

from __future__ import annotations

from pathlib import Path

TARGET = Path(__file__).parents[1] / "traditional.txt"
# In GB 2312 for surnames and ancient music only; in traditional texts two of the commonest.
BOTH = "於徵後"
PAIRS_A_LINE = 32


def render() -> str:
    """Pairs of a character and its simplified form, parted by spaces."""
    import opencc

    source = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    pairs = [line.split() for line in source.read_text("utf-8").splitlines() if "\t" in line]
    kept = [
        old + new
        for old, new, *_ in pairs
        if len(old) == len(new) == 1 and old != new and (old in BOTH or not _known(old)) and _known(new)
    ]
    lines = [kept[i : i + PAIRS_A_LINE] for i in range(0, len(kept), PAIRS_A_LINE)]
    return "".join(" ".join(line) + "\n" for line in lines)


def _known(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


if __name__ == "__main__":
    TARGET.write_text(render(), "utf-8")
