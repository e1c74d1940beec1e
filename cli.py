"""The command line: parse, call, print, choose the exit code. No logic lives here."""

# Annotations are values here, not the strings of `__future__`, which typer would evaluate one by one at every start.
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from .cli_options import (
    Action,
    BaselineOption,
    BodiesOption,
    CheckFormat,
    Engine,
    FigureFormat,
    ForceOption,
    FormsOption,
    IgnoreOption,
    Lang,
    LangOption,
    LimitOption,
    Log,
    OutOption,
    Paths,
    QuietOption,
    ReadingsOption,
    SelectOption,
    Severity,
    TableFormat,
    TablesOption,
    VerboseOption,
    limits_of,
    options_of,
    shard_of,
)
from .errors import INTERNAL_FAULT, ExitCode, GoujiError, InputError, UsageError
from .report.console import may_write, needs_out, progress_bar, say, width, write

if TYPE_CHECKING:
    from .api import CheckOptions
    from .model import Document, DocumentSummary, FileResult, Report

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="勾稽: read annual reports, extract every figure, show where a report contradicts itself.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
baseline_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="A reviewer's decisions about known findings."
)
app.add_typer(baseline_app, name="baseline")


@app.command()
def check(
    paths: Paths,
    format: Annotated[CheckFormat, typer.Option("--format", "-f")] = CheckFormat.text,
    out: OutOption = None,
    fail_on: Annotated[Severity, typer.Option(help="Exit 1 from this severity on.")] = Severity.warning,
    notes: Annotated[bool, typer.Option("--notes", help="List the notes too.")] = False,
    statistics: Annotated[bool, typer.Option("--statistics", help="Counts by rule at the end.")] = False,
    full: Annotated[bool, typer.Option("--full", help="HTML: embed every document whole.")] = False,
    template: Annotated[str | None, typer.Option(help="A Jinja2 template for a house style.")] = None,
    bodies: BodiesOption = None,
    lang: LangOption = Lang.zh,
    forms: FormsOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    baseline: BaselineOption = None,
    readings: ReadingsOption = None,
    limit: LimitOption = None,
    tables: TablesOption = False,
    force: ForceOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Read, extract and reconcile; print what contradicts itself.

    Example: gouji check corpus/reports --format html --out findings.html
    """
    from . import api, report
    from .report.options import OutputOptions

    options = options_of(forms, select, ignore, limit, tables, baseline=baseline, readings=readings, bodies=bodies)
    api.check_codes(options)
    needs_out(format.value in ("xlsx",), out, format.value)
    may_write(out, force or format.value != "xlsx")
    results = _extract(paths, options, quiet)
    checked = api.check_results(results, options)
    choices = OutputOptions(
        notes=notes, verbose=verbose, statistics=statistics, quiet=quiet, full=full, template=template,
        colour=out is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ, width=width(),
        records=tuple(result.record for result in results if result.record is not None), fetch=api.source_bytes,
    )  # fmt: skip
    data = report.render_check(checked, format.value, lang=lang.value, load=_loader(options), options=choices)
    write(data, out)
    if out is not None or format is not CheckFormat.text:
        _explain(results, lang.value)
    _finish(_check_codes(checked, fail_on))


@app.command()
def extract(
    paths: Paths,
    format: Annotated[FigureFormat, typer.Option("--format", "-f")] = FigureFormat.jsonl,
    out: OutOption = None,
    all_cells: Annotated[bool, typer.Option("--all", help="Also blank, slash, dash and unreadable cells.")] = False,
    unlinked: Annotated[bool, typer.Option("--unlinked", help="Only figures that fit no indicator.")] = False,
    lang: LangOption = Lang.zh,
    forms: FormsOption = None,
    limit: LimitOption = None,
    tables: TablesOption = False,
    force: ForceOption = False,
    quiet: QuietOption = False,
) -> None:
    """Read and extract; print every figure with its place.

    Example: gouji extract report.pdf --format csv --out figures.csv
    """
    from . import report

    needs_out(format.value in ("parquet", "xlsx"), out, format.value)
    may_write(out, force or format.value != "xlsx")
    results = _extract(paths, options_of(forms, limit=limit, tables=tables), quiet)
    records = [result.record for result in results if result.record is not None]
    write(report.render_figures(records, format.value, all=all_cells, unlinked=unlinked), out)
    _explain(results, lang.value)
    _finish(_input_codes(results))


@app.command()
def read(
    path: Annotated[str, typer.Argument(help="One file.")],
    out: OutOption = None,
    limit: LimitOption = None,
) -> None:
    """Print the document model of one file as JSON."""
    from . import api
    from .report import render_document

    try:
        document = api.read_report(path, limits_of(limit))
    except InputError as error:
        raise type(error)(f"{path}: {error.message}", f"{path}: {error.message_en}", error.code) from None
    write(render_document(document), out)


@app.command()
def rules(lang: LangOption = Lang.zh, forms: FormsOption = None) -> None:
    """List everything that is checked."""
    from . import api
    from .report.rules import render_rules

    write(render_rules(api.rule_catalog(api.load_forms(forms)), lang.value), None)


@app.command()
def rule(code: str, lang: LangOption = Lang.zh, forms: FormsOption = None) -> None:
    """Explain one rule: expression, severity, why, basis, examples."""
    from . import api
    from .report.rules import render_rule

    write(render_rule(api.rule_catalog(api.load_forms(forms)), code, lang.value), None)


@app.command(name="forms")
def list_forms(lang: LangOption = Lang.zh, forms: FormsOption = None) -> None:
    """List the reporting forms gouji knows."""
    from . import api
    from .report.rules import render_forms

    write(render_forms(api.load_forms(forms), lang.value), None)


@app.command()
def form(name: str, lang: LangOption = Lang.zh, forms: FormsOption = None) -> None:
    """Show one form: tables, rows, columns, hierarchy, rules."""
    from . import api
    from .report.rules import render_form

    write(render_form(api.load_forms(forms), name, lang.value), None)


@app.command()
def annotate(
    file: str,
    out: Annotated[str, typer.Option("--out", "-o", help="The marked-up copy.")],
    notes: Annotated[bool, typer.Option("--notes", help="Mark what the notes speak of too.")] = False,
    lang: LangOption = Lang.zh,
    forms: FormsOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    limit: LimitOption = None,
    force: ForceOption = False,
) -> None:
    """Write the findings back into a copy of the report (PDF, DOCX, HTML)."""
    from . import api
    from .report.annotate import annotate_file

    may_write(out, force)
    options = options_of(forms, select, ignore, limit)
    api.check_codes(options)
    results = _extract([file], options, True)
    checked = api.check_results(results, options)
    if not any(code in (ExitCode.INPUT, ExitCode.INTERNAL) for code in _input_codes(results)):
        annotate_file(file, out, checked, _loader(options)(file), lang=lang.value, notes=notes)
    _explain(results, lang.value)
    _finish(_input_codes(results))


@app.command()
def letter(
    file: str,
    out: Annotated[str, typer.Option("--out", "-o", help="The letter (.docx).")],
    template: Annotated[str | None, typer.Option(help="A DOCX template of your own.")] = None,
    forms: FormsOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    limit: LimitOption = None,
    force: ForceOption = False,
) -> None:
    """Write the query letter an auditor would send about one report."""
    from . import api
    from .report.letter import write_letter

    may_write(out, force)
    options = options_of(forms, select, ignore, limit)
    api.check_codes(options)
    results = _extract([file], options, True)
    checked = api.check_results(results, options)
    if not any(code in (ExitCode.INPUT, ExitCode.INTERNAL) for code in _input_codes(results)):
        write_letter(checked, out, template=template)
    _explain(results, "zh")
    _finish(_input_codes(results))


@app.command()
def verify(
    findings: Annotated[str, typer.Argument(help="The JSON of `gouji check --format json`.")],
    lang: LangOption = Lang.zh,
) -> None:
    """Look up every quote of a findings file in its source and recompute every relation."""
    from . import api
    from .report.terminal import render_verification

    result = api.verify_findings(findings)
    write(render_verification(result, lang.value), None)
    _finish([ExitCode.OK if result.stands else ExitCode.FOUND])


@app.command()
def run(
    paths: Paths,
    out: Annotated[str, typer.Option("--out", "-o", help="The dataset's folder; made if missing, resumed if there.")],
    workers: Annotated[int, typer.Option(help="Processes; 0 means one a core.")] = 0,
    engine: Annotated[Engine, typer.Option(help="dask needs the extra gouji[cluster].")] = Engine.local,
    scheduler: Annotated[str | None, typer.Option(help="Address of a dask scheduler.")] = None,
    shard: Annotated[str | None, typer.Option(help="I/N: only the I-th of N parts.")] = None,
    bodies: BodiesOption = None,
    seconds: Annotated[float, typer.Option(help="Time limit of one file.")] = 300.0,
    megabytes: Annotated[int, typer.Option(help="Memory limit of one file.")] = 2000,
    log: Annotated[Log, typer.Option(help="How progress is told on stderr.")] = Log.auto,
    lang: LangOption = Lang.zh,
    forms: FormsOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    limit: LimitOption = None,
    tables: TablesOption = False,
) -> None:
    """Turn an archive of reports into a dataset; started again it does only what is new or changed."""
    from . import api
    from .report.summary import render_run, run_event

    summary = api.run_archive(
        paths, out, options_of(forms, select, ignore, limit, tables, bodies=bodies), workers=workers,
        engine=engine.value, scheduler=scheduler, shard=shard_of(shard), seconds=seconds, megabytes=megabytes,
        log=log.value,
    )  # fmt: skip
    say(run_event(summary) if log is Log.json else render_run(summary, lang.value))
    failed = summary.statuses.get("failed", 0) + summary.statuses.get("skipped", 0)
    codes = [ExitCode.INPUT] * bool(failed) + [ExitCode.INTERNAL] * bool(summary.internal)
    if summary.interrupted:
        raise typer.Exit(130)
    _finish(codes)


@app.command()
def dataset(
    directory: Annotated[
        str, typer.Argument(help="The dataset's folder (for merge: the new one; for check: or a table's file).")
    ],
    action: Annotated[Action, typer.Argument(help="query SQL, panel, info, check, or merge DIR...")],
    arguments: Annotated[list[str] | None, typer.Argument(help="The SQL, or the folders to merge.")] = None,
    format: Annotated[TableFormat, typer.Option("--format", "-f", help="For query and check.")] = TableFormat.csv,
    out: OutOption = None,
    wide: Annotated[bool, typer.Option("--wide", help="Panel: one row a body and year.")] = False,
    form: Annotated[str | None, typer.Option("--form", help="Check: the form of every row.")] = None,
    fail_on: Annotated[Severity, typer.Option(help="Check: exit 1 from this severity on.")] = Severity.warning,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    limit: LimitOption = None,
    lang: LangOption = Lang.zh,
    forms: FormsOption = None,
    bodies: BodiesOption = None,
) -> None:
    """Query a dataset with SQL, export its panel, describe it, merge datasets into a new one, or check a table.

    A dataset's panel, or a table of your own with a row a report and a column an indicator, is checked against the
    relations of the forms: one line a broken relation.

    Example: gouji dataset out query "select body, year, count(*) from findings group by all"
    """
    from . import api
    from .report import frames, summary, table_check

    given = arguments or []
    if action is Action.check:
        if given:
            raise UsageError("check 之后没有其他参数；表式用 --form 指定", "check takes no argument; see --form")
        needs_out(format.value in ("parquet", "xlsx"), out, format.value)
        checked = api.check_table(directory, form, options_of(forms, select, ignore, limit))
        say(table_check.render_table_check(checked, lang.value))
        write(frames.render_frame(checked.frame, format.value), out)
        _finish([ExitCode.FOUND if checked.found(fail_on.value) else ExitCode.OK])
        return
    if action is Action.merge:
        merged = api.merge_datasets(directory, given, options_of(forms, bodies=bodies))
        say(summary.render_run(merged, lang.value))
        return
    opened = api.open_dataset(directory)
    if action is Action.info:
        write(summary.render_info(opened.info(), lang.value), out)
    elif action is Action.query:
        if len(given) != 1:
            raise UsageError("query 之后须有一句 SQL", "query takes one SQL statement")
        needs_out(format.value in ("parquet", "xlsx"), out, format.value)
        write(frames.render_frame(opened.query(given[0]), format.value), out)
    elif out is None:
        write(frames.render_frame(opened.panel(wide), "csv"), None)
    else:
        may_write(out, True)
        say("\n".join(api.write_panel(opened, out, wide)))


@app.command()
def compare(
    before: Annotated[str, typer.Argument(help="A report.")],
    after: Annotated[str, typer.Argument(help="Another year's report of the same body.")],
    lang: LangOption = Lang.zh,
    forms: FormsOption = None,
    limit: LimitOption = None,
    json_format: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Two years of a body: every indicator's change, new and dropped statements, likeness by section."""
    from . import api
    from .report.comparison import render_comparison

    results = _extract([before, after], options_of(forms, limit=limit), True)
    _explain(results, lang.value)
    records = [result.record for result in results if result.record is not None]
    if len(records) == 2:
        comparison = api.compare_records(records[0], records[1])
        write(render_comparison(comparison, "json" if json_format else "text", lang.value), None)
    elif len(results) != 2:
        raise UsageError("compare 需要两份报告", "compare takes two reports")
    _finish(_input_codes(results))


@baseline_app.command(name="write")
def baselinewrite(
    file: Annotated[str, typer.Argument(help="The baseline file; decisions in it are kept.")],
    paths: Paths,
    forms: FormsOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    limit: LimitOption = None,
) -> None:
    """Record the findings of today; decisions already taken on them are kept."""
    from . import api

    options = options_of(forms, select, ignore, limit)
    api.check_codes(options)
    results = _extract(paths, options, True)
    api.write_baseline(api.check_results(results, options), file)
    _explain(results, "zh")
    _finish(_input_codes(results))


@baseline_app.command(name="list")
def baseline_list(file: str) -> None:
    """One line a known finding: fingerprint, status, rule, document, message, note."""
    from . import api

    write("".join(line + "\n" for line in api.list_baseline(file)), None)


@baseline_app.command(name="edit")
def baseline_edit(
    file: str,
    fingerprint: Annotated[str, typer.Argument(help="The fingerprint, or a beginning of it that is unique.")],
    status: Annotated[str | None, typer.Option(help="open, confirmed, dismissed or corrected.")] = None,
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
    by: Annotated[str | None, typer.Option(help="The reviewer's initials.")] = None,
) -> None:
    """Take a decision about one known finding."""
    from . import api

    api.edit_baseline(file, fingerprint, status, note, by)


def _extract(paths: Sequence[str], options: "CheckOptions", quiet: bool) -> "list[FileResult]":
    from . import api

    found = api.find_inputs(paths, options.tables)
    if found.ignored and not quiet:
        counts = ", ".join(f"{name} {count}" for name, count in sorted(found.ignored.items()))
        say(f"未读取的其他文件 / not taken: {counts}")
    with progress_bar(len(found.inputs) > 3 and not quiet) as progress:
        return api.extract_inputs(found.inputs, options, progress)


def _loader(options: "CheckOptions") -> "Callable[[str], Document]":
    from .api import read_report

    return lambda path: read_report(path, options.limits)


def _input_codes(results: "Sequence[FileResult] | Sequence[DocumentSummary]") -> list[ExitCode]:
    codes = [ExitCode.INPUT for result in results if result.status in ("failed", "skipped")]
    codes += [ExitCode.INTERNAL for result in results if any(p.code == INTERNAL_FAULT for p in result.problems)]
    return codes


def _check_codes(report: "Report", fail_on: Severity) -> list[ExitCode]:
    from . import api

    found = api.open_findings(report, fail_on.value)
    return [*_input_codes(report.documents), ExitCode.FOUND if found else ExitCode.OK]


def _explain(results: "Sequence[FileResult]", lang: str) -> None:
    for result in results:
        if result.status in ("failed", "skipped"):
            for problem in result.problems:
                say(f"{result.path}: {problem.message if lang == 'zh' else problem.message_en}")


def _finish(codes: Sequence[ExitCode]) -> None:
    for code in (ExitCode.INTERNAL, ExitCode.CONFIG, ExitCode.USAGE, ExitCode.INPUT, ExitCode.FOUND):
        if code in codes:
            raise typer.Exit(code)


def main() -> None:
    """The `gouji` script: the one place where errors become exit codes and one clear line each."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except GoujiError as error:
        english = _asked_for_english()
        say(f"gouji: {error.message_en if english else error.message}")
        raise SystemExit(int(error.exit_code)) from None
    except BrokenPipeError:
        # The reader of our output went away; that is its right.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except Exception as error:
        if "GOUJI_DEBUG" in os.environ:
            raise
        say(f"gouji: 内部错误（请报告）/ a fault of gouji's own, please report it: {type(error).__name__}: {error}")
        raise SystemExit(int(ExitCode.INTERNAL)) from None


def _asked_for_english() -> bool:
    argv = sys.argv
    named = [argv[i + 1] for i, item in enumerate(argv[:-1]) if item == "--lang"]
    named += [item.partition("=")[2] for item in argv if item.startswith("--lang=")]
    return (named or [os.environ.get("GOUJI_LANG", "zh")])[-1] == "en"
