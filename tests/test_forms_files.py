"""The bundled form files, and what is said to the author of a wrong one."""

from pathlib import Path

import pytest
from gouji.errors import ConfigError
from gouji.forms.loader import bundled_paths, find_form, load_forms, read_form
from gouji.forms.mistakes import indicators
from gouji.forms.schema import Form

ROOT = Path(__file__).parents[1]
FORMS = load_forms()


@pytest.mark.parametrize("path", bundled_paths(), ids=lambda p: p.stem)
def test_a_bundled_form_passes_every_check_a_users_form_must_pass(path: Path) -> None:
    assert read_form(path) == find_form(FORMS, path.stem)


def test_there_is_a_form_for_every_year_since_2008() -> None:
    for year in range(2008, 2027):
        fitting = [f.form for f in FORMS if (f.years[0] or 0) <= year <= (f.years[1] or 9999)]
        assert len(fitting) == 1, (year, fitting)


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.form)
def test_every_rule_has_an_example_that_holds_and_one_that_breaks(form: Form) -> None:
    for rule in form.rules:
        outcomes = {example.outcome for example in rule.examples}
        assert {"holds", "broken"} <= outcomes, rule.code
        for name in rule.examples[0].values:
            assert name in rule.expr, (rule.code, name)


def test_a_code_means_the_same_check_in_every_form() -> None:
    names: dict[str, tuple[str, str]] = {}
    for form in FORMS:
        for rule in form.rules:
            assert names.setdefault(rule.code, (rule.name, rule.expr)) == (rule.name, rule.expr)


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.form)
def test_what_cannot_be_compared_says_why(form: Form) -> None:
    for table in form.tables:
        for row in table.rows:
            assert bool(row.comparable_why) == (row.comparable != "same"), (table.id, row.id)


def test_a_concept_keeps_its_id_over_the_forms() -> None:
    ids = {form.form: {i for table in form.tables for i in indicators(table)} for form in FORMS}
    everywhere = set.intersection(*(ids[name] for name in ids))
    assert {"applications.new.total", "applications.partly.total", "applications.handled.total"} <= everywhere
    assert "applications.carried_out.total" in ids["annual-2019"] & ids["annual-2021"]
    assert ids["free-2008"] < ids["statistics-2014"]


@pytest.mark.parametrize("form", [f for f in FORMS if f.detect.needs], ids=lambda f: f.form)
def test_the_labels_that_recognise_a_form_are_its_own(form: Form) -> None:
    own = {form.title, *(t.marker or "" for t in form.tables)}
    for table in form.tables:
        for item in (*table.rows, *table.columns):
            own |= {item.label, *item.aliases}
    for label in form.detect.needs:
        assert any(label in text for text in own), label
    for label in form.detect.excludes:
        assert not any(label == text for table in form.tables for text in (r.label for r in table.rows)), label


def test_the_applications_table_balances_and_adds_up() -> None:
    table = next(t for t in find_form(FORMS, "annual-2021").tables if t.id == "applications")
    rows = {row.id: row for row in table.rows}
    counted = rows["handled"].total_of
    leaves = [leaf for part in counted for leaf in (rows[part].total_of or (part,))]
    assert len(leaves) == 21
    assert [c.id for c in table.columns if c.total_of] == ["total"]


GOOD = """form: mine
title: 我的表
years: [2020, null]
detect:
  needs: [甲数, 乙数]
tables:
  - id: counts
    title: 数量
    columns:
      - {id: total, label: 数量}
    rows:
      - {id: a, label: 甲数}
      - {id: b, label: 乙数, part_of: a}
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "expected"),
    [
        ("title: 我的表", "titel: 我的表", 2, "titel", "one of the keys form, title"),
        ("label: 甲数}", "lable: 甲数}", 12, "tables.0.rows.0.lable", "one of the keys id, label"),
        ("years: [2020, null]", "years: always", 3, "years", "`array`, got `str`"),
        ("label: 甲数}", "aliases: [甲数]}", 12, "tables.0.rows.0", "the key label"),
        ("part_of: a", "comparable: equal", 13, "tables.0.rows.1.comparable", "not 'equal'"),
        ("part_of: a", "part_of: c", 13, "tables.0.rows.1.part_of", "a row of this table, not c"),
        ("years: [2020, null]", "years: [2020, 2010]", 3, "years", "the first year, then the last"),
        ("label: 甲数}", "label: ' '}", 12, "tables.0.rows.0.label", "the words that the table prints"),
        (
            "label: 甲数}",
            "label: 甲数, total_of: [a]}",
            12,
            "tables.0.rows.0.total_of",
            "another id of this table, not a",
        ),
        ("{id: b,", "{id: a,", 13, "tables.0.rows.1.id", "a is used twice"),
        ("id: counts", "id: Counts", 7, "tables.0.id", "a lower-case letter"),
        (
            "    columns:\n      - {id: total, label: 数量}\n",
            "    columns: []\n",
            9,
            "tables.0.columns",
            "at least one",
        ),
        ("detect:", "detect: [", 5, "", "valid YAML"),
    ],
)
def test_a_mistake_is_one_line_with_file_line_path_and_what_was_expected(
    tmp_path: Path, old: str, new: str, line: int, path: str, expected: str
) -> None:
    file = tmp_path / "mine.yaml"
    assert old in GOOD
    file.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_forms(str(tmp_path))
    assert "\n" not in error.value.message_en
    where, _, said = error.value.message_en.partition(": expected ")
    assert where.startswith(f"{file}:")
    assert where == f"{file}:{line}: {path}" if path else where.startswith(f"{file}:")
    assert expected in said
    assert error.value.exit_code == 4


RULE = """rules:
  - {code: P301, name: 甲, name_en: A, expr: counts.b.total <= counts.a.total, severity: note,
     message: 甲, message_en: a, why: 甲, why_en: a}
"""


@pytest.mark.parametrize(
    ("old", "new", "path", "expected"),
    [
        ("counts.b.total <=", "counts.c.total <=", "expr", "ids of the form, not counts.c.total"),
        ("counts.b.total <=", "counts.b.total <<", "expr", "a relation"),
        ("severity: note,", "over: count.columns, severity: note,", "over", "TABLE.columns or TABLE.rows"),
        ("severity: note,", "over: counts.columns, severity: note,", "expr", "ids of the form, not counts.b.total"),
        ("message_en: a,", "message_en: '{b}',", "message_en", "names of the relation in braces, not b"),
        ("P301", "B101", "code", "another code; B101 is 收办平衡"),
        (
            "why_en: a}",
            "why_en: a, examples: [{outcome: holds, values: {counts.b.total: 3, counts.a.total: 2}}]}",
            "examples.0.outcome",
            "what the values give, not holds",
        ),
        ("why_en: a}", "why_en: a, examples: [{outcome: holds, values: {a: 1}}]}", "examples.0.values", "a value for"),
    ],
)
def test_a_rule_that_could_not_be_tried_is_a_mistake(
    tmp_path: Path, old: str, new: str, path: str, expected: str
) -> None:
    assert old in RULE
    (tmp_path / "mine.yaml").write_text(GOOD + RULE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_forms(str(tmp_path))
    where, _, said = error.value.message_en.partition(": expected ")
    assert where.endswith(f": rules.0.{path}") and expected in said and error.value.exit_code == 4


def test_a_code_used_twice_in_one_form_is_refused(tmp_path: Path) -> None:
    text = GOOD + RULE + RULE.split("\n", 1)[1]
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="P301 is used twice"):
        load_forms(str(tmp_path))


def test_a_users_form_comes_first_and_may_replace_a_bundled_one(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(GOOD.replace("form: mine", "form: annual-2021"), encoding="utf-8")
    forms = load_forms(str(tmp_path))
    assert [f.form for f in forms[:2]] == ["mine", "annual-2021"]
    assert [f.form for f in forms].count("annual-2021") == 1
    assert find_form(forms, "annual-2021").title == "我的表"


def test_a_name_used_by_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(ConfigError, match="mine is used twice"):
        load_forms(str(tmp_path))


def test_a_directory_without_forms_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no \*\.yaml"):
        load_forms(str(tmp_path))
    with pytest.raises(ConfigError, match="not a directory"):
        load_forms(str(tmp_path / "absent"))
