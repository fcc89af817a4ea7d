"""`python -m tests.engines.answers_digest THREADS`: a digest of what every engine on this machine answers for some made-up cases.

The host program has set the decimal context as no one should: few digits, rounding down, every trap off.
"""

import decimal
import hashlib
import locale
import sys
from contextlib import suppress

from tests.engines.agreement import made_up
from tests.engines.table_engines import OverTables
from tests.rule_generation.chance import Seeded

from criteria_engine.backends.columns.engine import ColumnsEngine
from criteria_engine.backends.duckdb.engine import DuckDBEngine
from criteria_engine.backends.python.engine import PythonEngine
from criteria_engine.ir.outcomes import UnitOutcome
from criteria_engine.lowering.builder import Unsupported


def digest(threads: int) -> str:
    """The SHA-256 of all answers, engine by engine."""
    over_tables = (
        OverTables("columns", lambda dated: ColumnsEngine(dated, threads=threads)),
        OverTables("duckdb", lambda dated: DuckDBEngine(dated, threads=threads)),
    )
    said = hashlib.sha256()
    for seed in range(300, 304):
        found, given = made_up(Seeded(seed), 30)
        with suppress(Unsupported):
            python = PythonEngine(found.dated)
            said.update("\n".join(_text(python.outcome(record)) for record in given).encode())
        for engine in over_tables:
            with suppress(Unsupported):
                said.update("\n".join(map(_text, engine.findings(found.dated, given))).encode())
    return said.hexdigest()


def _text(found: UnitOutcome | None) -> str:
    """What an outcome says, its sets in order."""
    if found is None:
        return "the interpreter's"
    headings = [(name, sorted(each.possible), each.points, each.most, each.grades) for name, each in found.headings.items()]
    whole = (found.unit, found.verdict, sorted(found.possible), found.grades, found.score, found.most, found.missing, found.reasons, found.invalid)
    return repr((whole, headings))


if __name__ == "__main__":
    decimal.setcontext(decimal.Context(prec=3, rounding=decimal.ROUND_DOWN, traps=[]))
    with suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, "")
    print(digest(int(sys.argv[1])))
