"""A dataset as it lies on the disk: its tables as frames, and SQL over them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from ..errors import UsageError
from .columns import FORMAT, TABLES
from .package import BUILDING

if TYPE_CHECKING:
    import pandas as pd


class Info(Struct, frozen=True):
    """What a dataset holds. `years` counts documents by year and form, `rules` findings by rule and severity."""

    directory: str
    version: str
    complete: bool
    rows: dict[str, int]
    statuses: dict[str, int]
    bodies: int
    years: dict[tuple[int | None, str | None], int] = field(default_factory=dict)
    rules: dict[tuple[str, str], int] = field(default_factory=dict)
    problems: dict[str, int] = field(default_factory=dict)
    renamings: tuple[dict[str, str], ...] = ()


class Dataset:
    """The tables `documents`, `figures`, `findings` and `problems` of a folder, and the `codebook`.

    Each is an attribute that reads the whole table into a pandas frame; `query` takes SQL and reads only what it needs.
    """

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self._package = _descriptor(Path(directory))

    def __repr__(self) -> str:
        rows = ", ".join(f"{name} {count:,}" for name, count in self.rows.items())
        return f"<gouji dataset {self.directory}: {rows}>"

    @property
    def documents(self) -> pd.DataFrame:
        return self._frame("documents")

    @property
    def figures(self) -> pd.DataFrame:
        return self._frame("figures")

    @property
    def findings(self) -> pd.DataFrame:
        return self._frame("findings")

    @property
    def problems(self) -> pd.DataFrame:
        return self._frame("problems")

    @property
    def codebook(self) -> pd.DataFrame:
        """One row an indicator and form version."""
        import pandas as pd

        types = {"first_year": "Int32", "last_year": "Int32"}
        path = Path(self.directory) / "codebook.csv"
        return pd.read_csv(
            path, encoding="utf-8-sig", dtype=types, keep_default_na=False, na_values={c: [""] for c in types}
        )

    @property
    def version(self) -> str:
        return str(self._package["gouji"]["version"])

    @property
    def complete(self) -> bool:
        """False where the run that wrote it was interrupted."""
        return bool(self._package["gouji"]["complete"])

    @property
    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return {
            r["name"]: sum(f["rows"] for f in r["gouji:files"])
            for r in self._package["resources"]
            if r["name"] in TABLES
        }

    def files(self, table: str) -> list[str]:
        """The Parquet files of a table, in order."""
        for resource in self._package["resources"]:
            if resource["name"] == table:
                return [str(Path(self.directory) / path) for path in resource["path"]]
        raise KeyError(table)

    def connect(self) -> Any:
        """A DuckDB connection in memory with a view for every table and the codebook; close it after use."""
        import duckdb

        connection = duckdb.connect()
        connection.execute("SET enable_progress_bar = false")  # it would go to stdout
        for table in TABLES:
            names = ", ".join(_quoted(path) for path in self.files(table))
            connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet([{names}])")
        book = _quoted(str(Path(self.directory) / "codebook.csv"))
        connection.execute(f"CREATE VIEW codebook AS SELECT * FROM read_csv({book}, header = true, nullstr = '')")
        return connection

    def query(self, sql: str) -> pd.DataFrame:
        """The rows of an SQL query over `documents`, `figures`, `findings`, `problems` and `codebook`.

        Raises:
            UsageError: the SQL is wrong; the message is DuckDB's.
        """
        import pandas as pd

        # Arrow's own types, or whole numbers beside a null would become floats.
        frame: pd.DataFrame = self.query_arrow(sql).to_pandas(types_mapper=pd.ArrowDtype)
        return frame

    def query_arrow(self, sql: str) -> Any:
        """As `query`, as an Arrow table, which keeps integers and nulls as they are."""
        import duckdb

        connection = self.connect()
        try:
            relation = connection.sql(sql)
            # A statement without rows, such as SET, gives no relation.
            result = (connection.sql("SELECT 1 WHERE false") if relation is None else relation).to_arrow_table()
        except duckdb.Error as error:
            raise UsageError(f"SQL 有误：{error}", f"the SQL is wrong: {error}", "sql") from None
        finally:
            connection.close()
        return result

    def panel(self, wide: bool = False) -> pd.DataFrame:
        """The harmonised panel body × year × indicator; see `panel.py` for how a cell is chosen."""
        from .panel import long_panel, wide_panel

        return wide_panel(self) if wide else long_panel(self)

    def printed(self) -> pd.DataFrame:
        """The wide panel with what the chosen cells print, not yet numbers; see `panel.py`."""
        from .panel import printed_panel

        return printed_panel(self)

    def info(self) -> Info:
        """What the dataset holds, in numbers."""
        statuses = self.query_arrow("SELECT status, count(*) n FROM documents GROUP BY 1 ORDER BY 1").to_pylist()
        years = "SELECT year, form, count(*) n FROM documents GROUP BY ALL ORDER BY year NULLS LAST, form NULLS LAST"
        rules = "SELECT rule, severity, count(*) n FROM findings GROUP BY ALL ORDER BY rule, severity"
        codes = "SELECT code, count(*) n FROM problems GROUP BY 1 ORDER BY 1"
        bodies = self.query_arrow("SELECT count(DISTINCT body_id) n FROM documents").to_pylist()[0]["n"]
        return Info(
            self.directory,
            self.version,
            self.complete,
            self.rows,
            {row["status"]: row["n"] for row in statuses},
            bodies,
            {(row["year"], row["form"]): row["n"] for row in self.query_arrow(years).to_pylist()},
            {(row["rule"], row["severity"]): row["n"] for row in self.query_arrow(rules).to_pylist()},
            dict(Counter({row["code"]: row["n"] for row in self.query_arrow(codes).to_pylist()})),
            self._renamings(),
        )

    def _renamings(self) -> tuple[dict[str, str], ...]:
        import csv

        with open(Path(self.directory) / "renamings.csv", encoding="utf-8-sig", newline="") as stream:
            return tuple(dict(row) for row in csv.DictReader(stream))

    def _frame(self, table: str) -> pd.DataFrame:
        import pandas as pd

        return pd.concat(
            [pd.read_parquet(path, dtype_backend="pyarrow") for path in self.files(table)], ignore_index=True
        )


def query(directory: str, sql: str) -> Any:
    """`gouji dataset DIR query SQL`: the result as an Arrow table. See `Dataset.query`."""
    return Dataset(directory).query_arrow(sql)


def info(directory: str) -> Info:
    """`gouji dataset DIR info`."""
    return Dataset(directory).info()


def _descriptor(folder: Path) -> dict[str, Any]:
    """The descriptor of a dataset that can be read as it is."""
    shown = str(folder)
    if (folder / BUILDING).exists():
        raise UsageError(
            f"{shown}：数据表正在更新或上次更新中断；请稍候，或重新运行同一 gouji run 命令",
            f"{shown}: its tables are being replaced, or that was cut short; wait, or run the same gouji run again",
            "half-written",
        )
    try:
        package: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        format = int(package["gouji"]["format"])
    except OSError:
        raise _no_dataset(folder) from None
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{shown}：datapackage.json 已损坏（{error}）；请重新运行 gouji run",
            f"{shown}: datapackage.json is damaged ({error}); run gouji run again",
            "damaged",
        ) from None
    if format > FORMAT:
        made = package["gouji"].get("version")
        raise UsageError(
            f"{shown}：数据集由更新的 gouji {made} 写成，请升级后再用",
            f"{shown}: written by a newer gouji ({made}); upgrade to use it",
            "newer",
        )
    missing = [p for r in package["resources"] for p in _paths(r) if not (folder / p).exists()]
    if missing:
        raise UsageError(
            f"{shown}：缺少 {missing[0]}；请重新运行 gouji run",
            f"{shown}: {missing[0]} is missing; run gouji run again",
            "damaged",
        )
    return package


def _no_dataset(folder: Path) -> UsageError:
    shown = str(folder)
    if (folder / "ledger.sqlite").exists():
        return UsageError(
            f"{shown}：还没有写出数据表（上次运行中断）；请重新运行同一 gouji run 命令",
            f"{shown}: its tables were never written (the run was cut short); run the same gouji run again",
            "half-written",
        )
    return UsageError(
        f"{shown}：不是 gouji 数据集（没有 datapackage.json）",
        f"{shown}: not a dataset of gouji (no datapackage.json)",
        "not-a-dataset",
    )


def _paths(resource: dict[str, Any]) -> list[str]:
    path = resource["path"]
    return [path] if isinstance(path, str) else list(path)


def _quoted(path: str) -> str:
    return "'" + path.replace("'", "''") + "'"
