"""`criteria compile`: rules become a program in another language, printed or written to a file."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from criteria_engine.backends.python.source import module_source
from criteria_engine.cli.options import Lang, RuleFile, WrongUsage, day
from criteria_engine.cli.rule_files import loaded
from criteria_engine.cli.screen import DONE, FAULTS, Screen, screen, write
from criteria_engine.cli.words import said, shown
from criteria_engine.cli.written_files import write_file
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.program import Program, walk_headings
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.values.dates import EARLIEST

To = Annotated[Literal["python", "sql"], Parameter(name="--to", help=shown("option compile_to"))]
For = Annotated[Literal["duckdb", "postgres", "spark"] | None, Parameter(name="--dialect", help=shown("option compile_dialect"))]
Tables = Annotated[tuple[str, ...], Parameter(name="--table", help=shown("option compile_table"))]
Percents = Annotated[Literal["points", "share"] | None, Parameter(name="--percent", help=shown("option compile_percent"))]
On = Annotated[str | None, Parameter(name="--as-of", help=shown("option compile_as_of"))]
Out = Annotated[Path | None, Parameter(name="--out", help=shown("option compile_out"))]


def compile(
    file: RuleFile,
    *,
    to: To,
    dialect: For = None,
    table: Tables = (),
    percent: Percents = None,
    as_of: On = None,
    out: Out = None,
    lang: Lang = None,
) -> int:
    """Print the program that a rule set becomes in another language."""
    show = screen(lang)
    if to != "sql" and (dialect or table or percent):
        raise WrongUsage(said(show.tongue, "only_with_sql"))
    asked = None if as_of is None else day(as_of, show)
    rules = loaded(file, show)
    if rules is None:
        return FAULTS
    dated = rules.on(asked or latest_text(rules.program))
    try:
        text = module_source(dated) if to == "python" else _sql(dated, dialect or "duckdb", table, percent or "points", show)
    except Unsupported as problem:
        raise WrongUsage(said(show.tongue, "not_compiled" if to == "python" else "not_in_sql", what=problem.what, why=problem.why)) from problem
    if out is None:
        write(text)
        return DONE
    return DONE if write_file(out, text, show) else FAULTS


def _sql(dated: Dated, dialect: str, tables: tuple[str, ...], percent: Literal["points", "share"], show: Screen) -> str:
    """The queries for tables of a database; `tables` names that of the units, or `TABLE=NAME` a related one, `TABLE=` one that is not there."""
    try:
        from criteria_engine.backends.sql.typed_source import TypedTables
        from criteria_engine.backends.sql.written import sql_source
    except ModuleNotFoundError as problem:
        raise WrongUsage(said(show.tongue, "needs_extra", file="SQL", package=problem.name or "sqlglot", extra="sql")) from problem
    units, related = "units", {name: name for name in dated.program.tables}
    for each in tables:
        name, given, database_name = each.partition("=")
        if not given:
            units = name
        elif name in related:
            related[name] = database_name
        else:
            known = ", ".join(related) or "–"
            raise WrongUsage(said(show.tongue, "no_such_table_compiled", name=name, known=known))
    found = {name: tuple(said_name.split(".")) for name, said_name in related.items() if said_name}
    return sql_source(dated, dialect, TypedTables(tuple(units.split(".")), found, percent=percent))


def latest_text(program: Program) -> date:
    """The day on which the text last changes, so that the rules as they stand in the end are taken."""
    forces = [program.force, *(value.force for parameter in program.parameters.values() for value in parameter.values)]
    forces += [heading.force for heading in walk_headings(program.headings)]
    latest = max((force.start for force in forces if force.start is not None), default=EARLIEST)
    return latest if program.force.end is None else min(latest, program.force.end)
