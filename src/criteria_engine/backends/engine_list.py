"""The engines that there are: by name, what each answers for, what has to be installed for it, and how it is made.

An engine over tables is one row of `TABLE_ENGINES`: the command line, the library and the table of what is not supported read it.
"""

import os
from collections.abc import Callable
from importlib.util import find_spec

from attrs import frozen

from criteria_engine.backends.tables.encoded import TableEngine
from criteria_engine.ir.dated import Dated


@frozen(eq=False)
class ListedEngine:
    """An engine over tables. `packages` are the modules that it imports and `extra` is what installs them; `make` makes it for the rules
    of a date, with findings or for the verdict alone, with so many threads (None: as it thinks best), and raises Unsupported."""

    name: str
    packages: tuple[str, ...]
    extra: str
    make: Callable[[Dated, bool, int | None], TableEngine]

    @property
    def lacking(self) -> tuple[str, ...]:
        """The modules that are not installed."""
        return tuple(name for name in self.packages if find_spec(name) is None)


def _python(dated: Dated, findings: bool, threads: int | None) -> TableEngine:
    from criteria_engine.backends.python.tables import PythonTables

    return PythonTables(dated, findings)


def _columns(dated: Dated, findings: bool, threads: int | None) -> TableEngine:
    from criteria_engine.backends.columns.engine import ColumnsEngine

    return ColumnsEngine(dated, findings, threads or os.cpu_count() or 1)


def _duckdb(dated: Dated, findings: bool, threads: int | None) -> TableEngine:
    from criteria_engine.backends.duckdb.engine import DuckDBEngine

    return DuckDBEngine(dated, findings, threads)


TABLE_ENGINES: dict[str, ListedEngine] = {
    engine.name: engine
    for engine in (
        ListedEngine("columns", ("pyarrow", "llvmlite"), "columns", _columns),
        ListedEngine("python", ("pyarrow",), "tables", _python),
        ListedEngine("duckdb", ("pyarrow", "duckdb", "sqlglot"), "duckdb", _duckdb),
    )
}
"""The engines over tables by name, in the order in which they are told."""

PREFERRED = ("columns", "python")
"""What `auto` takes for large tables: the first that is installed and takes the rules."""
