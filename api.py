"""The library's verbs. Everything heavy is imported inside them, so that importing this module is cheap."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from .errors import UsageError
from .ingest.limits import DEFAULT_LIMITS as DEFAULT_LIMITS
from .ingest.limits import Limits as Limits
from .model import BBox, Coverage, Document, DocumentSummary, FileResult, Finding, Record, Report, Severity

if TYPE_CHECKING:
    import pandas as pd

    from .batch.run import RunSummary
    from .batch.table import TableCheck
    from .dataset import Dataset
    from .extract.quantities import Found
    from .forms.schema import Form
    from .ingest.discover import Discovery
    from .reconcile.across_bodies import Bodies
    from .reconcile.across_compare import Comparison
    from .reconcile.engine import Reconciled
    from .reconcile.rule import RuleEntry
    from .reconcile.verify import Verification

Path = str | os.PathLike[str]
Progress = Callable[[int, int, str], None]


class CheckOptions(Struct, frozen=True):
    """How `check_reports` works.

    `forms` is a folder with the user's own form files; `select`/`ignore` are rule codes or their first
    letters; `baseline` and `readings` are files of a reviewer's decisions and corrections; `bodies` is a
    table of bodies and their parents; `tables` also takes spreadsheets found in folders.
    """

    forms: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: str | None = None
    readings: str | None = None
    limits: Limits = field(default=DEFAULT_LIMITS)
    tables: bool = False
    bodies: str | None = None


def load_forms(directory: str | None = None) -> Sequence[Form]:
    """The bundled forms, and before them those of a folder of the user's own.

    Raises:
        ConfigError: a form file is wrong; the message names file, line, path and what was expected.
    """
    from .forms.loader import load_forms as load

    return load(directory)


def rule_catalog(forms: Sequence[Form]) -> tuple[RuleEntry, ...]:
    """Every rule there is, sorted by code: the built-in ones, those of the forms and those across reports."""
    from .reconcile.catalog import catalog

    return catalog(forms)


def read_report(path: Path, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read one file into a Document.

    Raises:
        InputError: the file cannot be read; the message names the file, what was found and what to do.
    """
    from .ingest.read import read

    return read(os.fspath(path), limits)


def source_bytes(path: str) -> bytes:
    """The bytes of a source as `path` names it (`archive.zip!/member` too).

    Raises:
        InputError: as for `read_report`.
    """
    from .ingest.read import load

    return load(path)


def extract_record(document: Document, forms: Sequence[Form] | None = None) -> Record:
    """Extract the figures and claims of a Document; `forms` default to the bundled ones."""
    from .extract.record import extract

    return extract(document, load_forms() if forms is None else forms)


def reconcile_records(records: Sequence[Record], forms: Sequence[Form] | None = None) -> list[Finding]:
    """The contradictions inside each record and between them, most serious first."""
    from .reconcile.engine import reconcile

    return list(reconcile(records, load_forms() if forms is None else forms).findings)


def find_quantities(text: str) -> list[Found]:
    """Every quantity in running text, with start, end, value (Decimal), lo, hi, unit and hedge."""
    from .extract.quantities import find_quantities as find

    return find(text)


def open_dataset(directory: str) -> Dataset:
    """Open a dataset written by `gouji run`.

    Raises:
        UsageError: the folder holds no dataset, or one of a newer version.
    """
    from .dataset import open_dataset as opened

    return opened(directory)


def extract_reports(
    paths: Path | Sequence[Path], options: CheckOptions | None = None, progress: Progress | None = None
) -> list[FileResult]:
    """Read and extract every report under `paths`; one result a file, in input order, whatever happened."""
    options = options or CheckOptions()
    return extract_inputs(find_inputs(paths, options.tables).inputs, options, progress)


def find_inputs(paths: Path | Sequence[Path], tables: bool = False) -> Discovery:
    """The inputs that files, folders, globs and archives stand for, and how many files were left aside."""
    from .ingest.discover import discover

    one_by_one = [paths] if isinstance(paths, str | os.PathLike) else paths
    return discover([os.fspath(path) for path in one_by_one], tables=tables)


def extract_inputs(inputs: Sequence[str], options: CheckOptions, progress: Progress | None = None) -> list[FileResult]:
    """As `extract_reports`, for inputs already found."""
    from .batch.one import Options, process

    file_options = Options(load_forms(options.forms), options.limits)
    results = []
    for number, path in enumerate(inputs):
        if progress:
            progress(number, len(inputs), path)
        results.append(process(path, file_options))
    if progress:
        progress(len(inputs), len(inputs), "")
    return results


def check_reports(
    paths: Path | Sequence[Path], options: CheckOptions | None = None, progress: Progress | None = None
) -> Report:
    """Read, extract and reconcile every report under `paths` (files, folders, globs, archives; one or several).

    Raises:
        ConfigError: a form, baseline or readings file is wrong.
    """
    options = options or CheckOptions()
    check_codes(options)
    return check_results(extract_reports(paths, options, progress), options)


def check_codes(options: CheckOptions) -> None:
    """See that every code to select or ignore begins the code of a rule.

    Raises:
        UsageError: one does not; nothing would be checked under it.
    """
    if options.select or options.ignore:
        from .reconcile.catalog import require_codes

        require_codes(load_forms(options.forms), (*options.select, *options.ignore))


def check_results(results: Sequence[FileResult], options: CheckOptions) -> Report:
    """Reconcile what `extract_reports` gave and put the report together."""
    from . import __version__

    bodies = None
    if options.bodies is not None:
        from .reconcile.across_bodies import load_bodies

        bodies = load_bodies(options.bodies)
    results, outcome = _reconciled(results, options, bodies)
    summaries = tuple(_summary(result, outcome.coverage, outcome.problems) for result in results)
    report = Report(
        __version__, summaries, tuple(outcome.findings), tuple(outcome.unresolved), tuple(outcome.relations)
    )
    return _reviewed(report, options)


def _reconciled(
    results: Sequence[FileResult], options: CheckOptions, bodies: Bodies | None
) -> tuple[Sequence[FileResult], Reconciled]:
    """All records reconciled together; where a fault of gouji's own strikes, its record is left aside."""
    from .batch.one import faulty
    from .reconcile.engine import reconcile

    def together(chosen: Sequence[FileResult]) -> Reconciled:
        return reconcile(
            [result.record for result in chosen if result.record is not None], load_forms(options.forms),
            select=options.select, ignore=options.ignore, second_reader=_reread, bodies=bodies,
        )  # fmt: skip

    try:
        return results, together(results)
    except Exception:
        kept = []
        for result in results:
            try:
                together([result])
                kept.append(result)
            except Exception as error:
                kept.append(faulty(result.path, error))
        if all(before is after for before, after in zip(results, kept, strict=True)):
            raise
        return kept, together(kept)


def _reread(path: str, places: Sequence[tuple[int, BBox]]) -> list[str | None]:
    from .ingest.second import reread

    return reread(path, places)


def _reviewed(report: Report, options: CheckOptions) -> Report:
    """The report with a reviewer's readings and baseline marks beside the findings."""
    if options.readings:
        from .reconcile.readings import apply_readings, load_readings

        report = apply_readings(report, load_readings(options.readings))
    if options.baseline:
        from .reconcile.baseline import load_baseline, mark

        report = replace(report, findings=tuple(mark(report.findings, load_baseline(options.baseline))))
    return report


def _summary(result: FileResult, coverage: dict[str, Coverage], problems: dict[str, Any]) -> DocumentSummary:
    from .batch.one import file_sha256

    found = (*result.problems, *problems.get(result.path, ()))
    first = found[0].message if found else None
    record = result.record
    if record is None:
        sha = file_sha256(result.path)
        return DocumentSummary(result.path, sha, result.status, "", None, None, None, None, first, found)
    return DocumentSummary(
        result.path, record.sha256, result.status, record.format, record.title, record.body, record.year,
        record.form, first, found, coverage.get(result.path, Coverage()),
    )  # fmt: skip


def open_findings(report: Report, severity: Severity) -> list[Finding]:
    """The findings at or above a severity that no reviewer dismissed."""
    from .reconcile.severity import rank

    return [
        finding
        for finding in report.findings
        if rank(finding.severity) <= rank(severity)
        and (finding.baseline is None or finding.baseline.status != "dismissed")
    ]


def compare_records(before: Record, after: Record) -> Comparison:
    """Two years of a body: every indicator's change, new and dropped statements, likeness by section."""
    from .reconcile.across_compare import compare

    return compare(before, after)


def verify_findings(path: str) -> Verification:
    """Look up every quote of a findings file (the JSON of a check) in its source and recompute every relation.

    Raises:
        UsageError: the file is not readable JSON.
    """
    import json

    from .reconcile.verify import verify

    try:
        with open(path, encoding="utf-8-sig") as stream:
            data = json.load(stream)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}：不是可读的 JSON（{error}）", f"{path}: not readable JSON ({error})") from None
    return verify(data, read_report, load_forms())


def write_baseline(report: Report, path: str) -> None:
    """Record the findings of a report as known; decisions already taken on them in the file are kept."""
    from .reconcile import baseline

    before = baseline.load_baseline(path) if os.path.exists(path) else None
    baseline.write_baseline(baseline.from_findings(report.findings, before), path)


def list_baseline(path: str) -> list[str]:
    """One line a known finding: fingerprint, status, rule, document, message, note."""
    from .reconcile import baseline

    return baseline.list_baseline(baseline.load_baseline(path))


def edit_baseline(path: str, fingerprint: str, status: str | None, note: str | None, by: str | None) -> None:
    """Take a reviewer's decision about one known finding; `fingerprint` may be a beginning that is unique."""
    from .reconcile import baseline

    baseline.write_baseline(baseline.edit(baseline.load_baseline(path), fingerprint, status, note, by), path)


def run_archive(
    paths: Sequence[str],
    out: str,
    options: CheckOptions | None = None,
    *,
    workers: int = 0,
    engine: Literal["local", "dask"] = "local",
    scheduler: str | None = None,
    shard: tuple[int, int] | None = None,
    seconds: float = 300.0,
    megabytes: int = 2000,
    log: Literal["auto", "text", "json", "none"] = "auto",
) -> RunSummary:
    """Turn an archive into the dataset `out`, resuming what is there; see `batch.run.RunOptions` for the options.

    Raises:
        UsageError: the folder cannot be used, or an option is wrong.
        ConfigError: a form file or the table of bodies is wrong.
    """
    from .batch.run import RunOptions, run

    options = options or CheckOptions()
    check_codes(options)
    return run(
        RunOptions(
            tuple(paths), out, workers, engine, scheduler, shard, options.forms, options.select, options.ignore,
            options.bodies, options.tables, options.limits, seconds, megabytes, log,
        )
    )  # fmt: skip


def merge_datasets(directory: str, sources: Sequence[str], options: CheckOptions | None = None) -> RunSummary:
    """Merge datasets (of shards, say) into a new one, byte-identical to that of one run.

    Raises:
        UsageError: a folder cannot be used, or the datasets do not fit together.
    """
    from .batch.merge import merge

    options = options or CheckOptions()
    return merge(directory, sources, options.forms, options.bodies)


def check_table(table: str | pd.DataFrame, form: str | None = None, options: CheckOptions | None = None) -> TableCheck:
    """Try every relation of the forms on a table with a row a report and a column an indicator.

    `table` is a frame, a file (CSV, XLSX, Parquet) or a dataset's folder, whose panel is then tried. Columns `body`,
    `year` and `form` tell what a row is about; without a column `form` the year decides, with `form` that decides.
    `.broken` has one row a broken relation, `.frame` is the same as a frame.

    Raises:
        UsageError: no such form, or a folder that is no dataset.
        InputError: the file cannot be read, or has no column of an indicator, or one twice.
    """
    from .batch.table import TableCheck
    from .batch.table import check_table as check
    from .reconcile.engine import Wanted

    options = options or CheckOptions()
    check_codes(options)
    if isinstance(table, str) and os.path.isdir(table):
        table = open_dataset(table).printed()
        if table.empty:
            return TableCheck([])
    wanted = Wanted(options.select, options.ignore)
    return check(table, load_forms(options.forms), form, wanted, options.limits)


def write_panel(dataset: Dataset, out: str, wide: bool = False) -> list[str]:
    """Write the harmonised panel in the format that `out` ends with; returns what there is to say about it."""
    from .dataset.panel_files import write_panel as write

    return write(dataset, out, wide)
