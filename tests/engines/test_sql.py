"""Instructions written as SQL: each in every dialect, and each calculated by DuckDB as Python calculates it."""

from fractions import Fraction

import pyarrow as pa
import pytest
from tests.engines.in_duckdb import connection
from tests.engines.instruction_plans import TEXTS, OneInstruction, plans

import criteria_engine as ce
from criteria_engine.backends.duckdb.engine import connected
from criteria_engine.backends.sql.dialects import DIALECTS, DUCKDB, SPARK
from criteria_engine.backends.sql.encoded_source import EncodedSource, EncodedTable
from criteria_engine.backends.sql.expressions import RENDERED
from criteria_engine.backends.sql.layers import layered
from criteria_engine.backends.sql.nodes import cast, column, named
from criteria_engine.backends.sql.plan_query import UNIT, PlanQuery, setting_of, sql_text
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.lower import lower
from criteria_engine.lowering.plan import INSTRUCTIONS
from criteria_engine.values.types import TextType

KINDS = {"number": pa.int64(), "flag": pa.bool_(), "text": pa.string()}


def test_every_instruction_is_written_in_sql() -> None:
    assert set(RENDERED) == set(INSTRUCTIONS)


def query_of(found: OneInstruction, dialect: str) -> str:
    """The query of a plan of one instruction over the table `units`, with columns `v0`, `v1` … Wide numbers come as text."""
    made = DIALECTS[dialect]
    query = PlanQuery(found.plan, made, (found.result, found.result))
    columns = {each.name: str(index) for index, each in enumerate(found.plan.inputs)}
    source = EncodedSource(made, EncodedTable("units", columns, frozenset()), {}, {}, False)
    result = query.node(found.result)
    shown = cast(result, "TEXT") if query.at.is_wide(found.result) else result
    return sql_text(query.select([column(UNIT), named(shown, "result")], source), made)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_plans_of_one_instruction_are_written_in_every_dialect(dialect: str) -> None:
    for found in plans():
        assert "result" in query_of(found, dialect)


def calculated(found: OneInstruction) -> list[object]:
    """What DuckDB gives for the rows of a plan of one instruction."""
    arrays = [pa.array([row[index] for row in found.rows], KINDS[each.kind]) for index, each in enumerate(found.plan.inputs)]
    table = pa.Table.from_arrays([pa.array(range(len(found.rows)), pa.int64()), *arrays], [UNIT, *(f"v{index}" for index in range(len(arrays)))])
    cursor = connection().cursor()
    cursor.register("units", table)
    answers = cursor.sql(f"SELECT result FROM ({query_of(found, 'duckdb')}) AS found ORDER BY unit").to_arrow_table()
    cursor.close()
    return [int(each) if isinstance(each, str) else each for each in answers.column(0).to_pylist()]


@pytest.mark.parametrize("place", range(len(plans())))
def test_duckdb_calculates_every_instruction_as_python_does(place: int) -> None:
    found = plans()[place]
    answers = calculated(found)
    assert len(answers) == len(found.rows) > 1
    wrong = [(row, wanted, got) for row, wanted, got in zip(found.rows, found.wanted, answers, strict=True) if wanted != got]
    assert not wrong, (found.name, wrong[:5])


@pytest.mark.parametrize("dialect", DIALECTS)
def test_texts_of_authors_are_literals_only(dialect: str) -> None:
    """Whatever a text holds, the database's own reading of the query finds it as one literal again."""
    import sqlglot

    for wanted in (*TEXTS, "'; DROP TABLE units; --", "/* */ --", "\n", "a'\\'b", "$$", "{}", ":x", "?"):
        steps = (p.Value(0), p.Constant(wanted), p.Compare("=", 0, 1), p.Constant(False))
        inputs = (p.Input("t", TextType(), "text", Fraction(1), None),)
        verdict = p.VerdictPlan(2, 2, (), (), None, None)
        plan = p.Plan(False, inputs, steps, ("text", "text", "flag", "flag"), (0, 0, 0, 0), (1, 1, 1, 0), verdict, (), 3)
        written = query_of(OneInstruction("Compare", plan, 2, (), ()), dialect)
        found = [each.this for each in sqlglot.parse_one(written, read=dialect).find_all(sqlglot.exp.Literal) if each.is_string]
        assert wanted in found, written


def test_what_is_used_twice_is_written_once() -> None:
    """A number that is doubled sixty times has sixty columns, and no expression of it is long."""
    steps = (p.Value(0), *(p.Add(place, place) for place in range(56)), p.Constant(False))
    bounds = [(0, 2**place) for place in range(57)]
    kinds: tuple[p.Kind, ...] = ("number",) * 57 + ("flag",)
    inputs = plans()[0].plan.inputs[:1]
    verdict = p.VerdictPlan(56, 56, (), (), None, None)
    plan = p.Plan(False, inputs, steps, kinds, (*(low for low, _ in bounds), 0), (*(high for _, high in bounds), 0), verdict, (), 57)
    found = OneInstruction("Add", plan, 56, [(1,), (0,)], [2**56, 0])
    assert len(layered(setting_of(plan, DUCKDB), (56,)).columns) == 55
    assert len(query_of(found, "postgres")) < 6000
    assert calculated(found) == [2**56, 0]


def test_texts_are_told_apart_whatever_a_database_compares_by() -> None:
    found = next(each for each in plans() if each.name == "Compare" and each.plan.kinds[0] == "text")
    arrays = [pa.array([row[index] for row in found.rows]) for index in range(2)]
    database = connected(threads=1)
    database.execute("SET default_collation = 'NOCASE'")
    database.register("given", pa.table([pa.array(range(len(found.rows))), *arrays], names=[UNIT, "v0", "v1"]))
    database.execute("CREATE TABLE units AS SELECT * FROM given")
    answers = database.sql(f"SELECT result FROM ({query_of(found, 'duckdb')}) AS found ORDER BY unit").to_arrow_table().column(0).to_pylist()
    assert answers == list(found.wanted)
    assert database.execute("SELECT 'A' = 'a'").fetchall() == [(True,)]


def test_rows_held_against_what_rows_gave_again_and_again_are_not_for_spark() -> None:
    """Spark plans a part as often as it is read: five such counts, one upon the other, would be 32 plans of the first part."""
    counts = [f"define d{number} : integer = count of (cases where severity > {f'd{number - 1}' if number else 'n'})" for number in range(5)]
    text = "\n".join([
        'ruleset t "T"', "subject ward identified by code", "facts", "  code : text", "  n : integer, 0..9",
        "table cases, each case", "  severity : integer, 0..9", *counts,
        'criterion C "C"', "  requires d4 > 2", "verdict", "  passes when C passes",
    ])  # fmt: skip
    dated = ce.loads(text).on("2024-06-30")
    plan = lower(dated, findings=False, complete=False)
    PlanQuery(plan, DUCKDB, (plan.verdict.code,))
    with pytest.raises(Unsupported, match="32 times"):
        PlanQuery(plan, SPARK, (plan.verdict.code,))
