"""The library's verbs. Everything heavy is imported inside them, so that importing this module is cheap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from .ingest.limits import DEFAULT_LIMITS, Limits
from .model import BBox, Coverage, Document, DocumentSummary, FileResult, Finding, Record, Report

if TYPE_CHECKING:
    from .dataset import Dataset
    from .extract.quantities import Found
    from .forms.schema import Form
    from .ingest.discover import Discovery
    from .reconcile.across_bodies import Bodies
    from .reconcile.engine import Reconciled

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class CheckOptions:
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


def read_report(path: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read one file into a Document.

    Raises:
        InputError: the file cannot be read; the message names the file, what was found and what to do.
    """
    from .ingest.read import read

    return read(path, limits)


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

    return extract(document, _forms(None) if forms is None else forms)


def reconcile_records(records: Sequence[Record], forms: Sequence[Form] | None = None) -> list[Finding]:
    """The contradictions inside each record and between them, most serious first."""
    from .reconcile.engine import reconcile

    return list(reconcile(records, _forms(None) if forms is None else forms).findings)


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
    paths: Sequence[str], options: CheckOptions | None = None, progress: Progress | None = None
) -> list[FileResult]:
    """Read and extract every report under `paths`; one result a file, in input order, whatever happened."""
    options = options or CheckOptions()
    return extract_inputs(find_inputs(paths, options.tables).inputs, options, progress)


def find_inputs(paths: Sequence[str], tables: bool = False) -> Discovery:
    """The inputs that files, folders, globs and archives stand for, and how many files were left aside."""
    from .ingest.discover import discover

    return discover(paths, tables=tables)


def extract_inputs(inputs: Sequence[str], options: CheckOptions, progress: Progress | None = None) -> list[FileResult]:
    """As `extract_reports`, for inputs already found."""
    from .batch.one import Options, process

    file_options = Options(_forms(options.forms), options.limits)
    results = []
    for number, path in enumerate(inputs):
        if progress:
            progress(number, len(inputs), path)
        results.append(process(path, file_options))
    if progress:
        progress(len(inputs), len(inputs), "")
    return results


def check_reports(
    paths: Sequence[str], options: CheckOptions | None = None, progress: Progress | None = None
) -> Report:
    """Read, extract and reconcile every report under `paths` (files, folders, globs, archives).

    Raises:
        ConfigError: a form, baseline or readings file is wrong.
    """
    options = options or CheckOptions()
    return check_results(extract_reports(paths, options, progress), options)


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
            [result.record for result in chosen if result.record is not None], _forms(options.forms),
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


def _forms(directory: str | None) -> Sequence[Form]:
    from .forms.loader import load_forms

    return load_forms(directory)
