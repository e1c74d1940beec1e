"""Small archives for the tests of runs: files that a stand-in reads (see stubs/batch_stub.py)."""

from __future__ import annotations

import hashlib
from pathlib import Path

from gouji.batch.run import RunOptions

STUBS = Path(__file__).parent
STUB = "batch_stub:process"
PROSE = "这是供测试替身读取的一份年度报告，正文从略。"


def report(folder: Path, name: str, *lines: str) -> Path:
    path = folder / f"{name}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    # A sentence, for files of settings alone are not taken for reports.
    path.write_text("\n".join((PROSE, *lines)) + "\n", encoding="utf-8")
    return path


def archive(folder: Path, bodies: str = "甲乙丙", years: range = range(2019, 2023)) -> Path:
    """Reports of several bodies and years; what is carried forward never agrees with what is brought forward."""
    for body in bodies:
        for year in years:
            report(
                folder,
                f"{body}{year}",
                f"body={body}市人民政府",
                f"year={year}",
                "form=annual-2021",
                f"figure=applications.new.total {year - 2000}",
                f"figure=applications.carried_in.total {year % 7}",
                "figure=applications.carried_out.total 9",
            )
    return folder


def options(source: Path | str, out: Path, **changes: object) -> RunOptions:
    given: dict[str, object] = {"workers": 2, "process": STUB, "log": "none", "seconds": 60.0, **changes}
    return RunOptions((str(source),), str(out), **given)  # type: ignore[arg-type]


def fingerprints(out: Path) -> dict[str, str]:
    """The hash of every file of a dataset but the ledger, which holds timings."""
    files = [f for f in sorted(out.rglob("*")) if f.is_file() and not f.name.startswith("ledger.")]
    return {f.relative_to(out).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


if __name__ == "__main__":
    # A run in a process of its own, to be killed or interrupted.
    import sys

    from gouji.batch import basis
    from gouji.batch.run import run

    basis.program_hash = lambda: "the same"  # type: ignore[assignment]
    print(run(options(sys.argv[1], Path(sys.argv[2]))).interrupted)
