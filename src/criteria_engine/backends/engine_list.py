"""The engines that there are: by name, what each works on, what has to be installed for it, and how it is made.

An engine is one row of `ENGINES`: the command line, the library and the tables of what is not supported read it.
"""

import os
from collections.abc import Callable
from importlib.util import find_spec
from typing import Literal

from attrs import frozen

from criteria_engine.backends.tables.encoded import TableEngine
from criteria_engine.ir.dated import Dated

WorksOn = Literal["records", "files", "database", "cluster"]
"""One record after the other; files, as whole columns; tables that stay where they are; files, on many machines."""


@frozen(eq=False)
class ListedEngine:
    """An engine. `packages` are the modules that it imports and `extra` is what installs them. `check` raises Unsupported for rules of a
    date that are not for it. `make`, of an engine over files, makes it for the rules of a date, with findings or for the verdict alone,
    with so many threads (None: as it thinks best), and raises Unsupported likewise."""

    name: str
    works_on: WorksOn
    packages: tuple[str, ...]
    extra: str
    check: Callable[[Dated], object]
    make: Callable[[Dated, bool, int | None], TableEngine] | None = None

    @property
    def lacking(self) -> tuple[str, ...]:
        """The modules that are not installed."""
        return tuple(name for name in self.packages if find_spec(name) is None)

    def made(self, dated: Dated, findings: bool, threads: int | None) -> TableEngine:
        """The engine over files for the rules of a date. Raises Unsupported."""
        if self.make is None:
            raise ValueError(self.name)
        return self.make(dated, findings, threads)


def _over_files(name: str, packages: tuple[str, ...], extra: str, make: Callable[[Dated, bool, int | None], TableEngine]) -> ListedEngine:
    return ListedEngine(name, "files", packages, extra, lambda dated: make(dated, True, None), make)


def _python(dated: Dated, findings: bool, threads: int | None) -> TableEngine:
    from criteria_engine.backends.python.tables import PythonTables

    return PythonTables(dated, findings)


def _columns(dated: Dated, findings: bool, threads: int | None) -> TableEngine:
    from criteria_engine.backends.columns.engine import ColumnsEngine

    return ColumnsEngine(dated, findings, threads or os.cpu_count() or 1)


def _duckdb(dated: Dated, findings: bool, threads: int | None) -> TableEngine:
    from criteria_engine.backends.duckdb.engine import DuckDBEngine

    return DuckDBEngine(dated, findings, threads)


def _planned_for_postgres(dated: Dated) -> object:
    from criteria_engine.backends.postgres.engine import planned

    return planned(dated, findings=True)


def _on_workers(dated: Dated) -> object:
    return _python(dated, True, None)  # workers have compiled Python at least


ENGINES: tuple[ListedEngine, ...] = (
    ListedEngine("interpreter", "records", (), "", lambda dated: dated),
    _over_files("python", ("pyarrow",), "tables", _python),
    _over_files("columns", ("pyarrow", "llvmlite"), "columns", _columns),
    _over_files("duckdb", ("pyarrow", "duckdb", "sqlglot"), "duckdb", _duckdb),
    ListedEngine("postgres", "database", ("pyarrow", "psycopg", "sqlglot"), "postgres", _planned_for_postgres),
    ListedEngine("spark", "cluster", ("pyarrow", "pandas", "pyspark"), "spark", _on_workers),
)
"""The engines, in the order in which they are told. Compiled Python answers for single records too, without anything installed."""

SPARK = ENGINES[-1]

TABLE_ENGINES: dict[str, ListedEngine] = {engine.name: engine for engine in ENGINES if engine.make is not None}
"""The engines over files by name."""

PREFERRED = ("columns", "python")
"""What `auto` takes for large tables: the first that is installed and takes the rules."""
