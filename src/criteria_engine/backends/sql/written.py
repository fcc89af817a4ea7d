"""A rule set read as of a date becomes a text of SQL for a database's own tables: the query of the results, and the query of what is not read."""

import re

from criteria_engine.backends.sql.dialects import DIALECTS
from criteria_engine.backends.sql.plan_query import sql_text
from criteria_engine.backends.sql.result_query import result_query
from criteria_engine.backends.sql.typed_source import TypedSource, TypedTables
from criteria_engine.ir.dated import Dated
from criteria_engine.version import VERSION


def sql_source(dated: Dated, dialect: str, tables: TypedTables) -> str:
    """Two queries, one after the other. `dialect` is a key of `DIALECTS`. Raises Unsupported where the rules are not for it."""
    made = DIALECTS[dialect]
    source = TypedSource(dated.program, made, tables)
    results = sql_text(result_query(dated, made, source, source.groups, source.has_names), made, pretty=True)
    rejects = sql_text(source.rejects(), made, pretty=True)
    title = _comment(f"{dated.program.name} as of {dated.as_of.isoformat()}, for {dialect}; criteria_engine {VERSION}")
    return (
        f"{title}\n-- 1. the results, a row for each unit\n{results};\n\n-- 2. what was not read: unit, fact, value, code of the fault\n{rejects};\n"
    )


def _comment(said: str) -> str:
    """A line that is a comment whatever a name holds."""
    return "-- " + re.sub(r"[^\w .,;:()-]", "?", said)
