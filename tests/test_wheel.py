"""The wheel, installed alone, has everything `gouji check` needs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the tracked files alone, as a release would be."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    if not listed:
        pytest.skip("not a git checkout, so the tracked files are not known")
    for name in listed.split("\0"):
        if name and not name.startswith("corpus/reports/") and (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("gouji-*.whl"))


def test_wheel_ships_the_package_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"gouji"}
    inside = {name.split("/")[1] for name in names if name.startswith("gouji/")}
    assert not inside & {"corpus", "tests", "benchmarks", "docs"}
    assert "gouji/forms/annual-2021.yaml" in names


def test_check_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site), str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    report = tmp_path / "报告.txt"
    report.write_text(
        "某局2020年政府信息公开工作年度报告\n全年共办理12件，其中甲类5件、乙类6件、其他2件。\n", encoding="utf-8"
    )
    code = (
        "import gouji, sys; sys.argv = ['gouji', 'check', sys.argv[1]]; print(gouji.__file__, file=sys.stderr); "
        "from gouji.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(report)], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr.startswith(str(site)), done.stderr
    assert done.returncode == 1, done.stderr
    assert "12" in done.stdout and "13" in done.stdout
