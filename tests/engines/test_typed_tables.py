"""A database's own tables give the results that the interpreter gives, and what is not read comes out with its fault's code."""

from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest
from tests.engines.in_duckdb import connection
from tests.engines.typed_tables import compare

from criteria_engine.backends.sql.dialects import DUCKDB, POSTGRES, SPARK
from criteria_engine.backends.sql.plan_query import sql_text
from criteria_engine.backends.sql.result_query import result_query
from criteria_engine.backends.sql.typed_source import TypedSource, TypedTables
from criteria_engine.data.cell_reading import read_datum
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.dated import at_date
from criteria_engine.language.compile import compile_source
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.source import source_from_text


def asked(tables: dict[str, pa.Table], results: str, rejects: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What DuckDB answers."""
    cursor = connection().cursor()
    for name, table in tables.items():
        cursor.register(name, table)
    found = [cursor.sql(query).to_arrow_table().to_pylist() for query in (results, rejects)]
    cursor.close()
    return found[0], found[1]


def test_typed_tables_give_what_the_interpreter_gives() -> None:
    count = compare(DUCKDB, range(12), asked)
    assert count.records > 80, count
    assert count.rejected > 5, count
    assert count.declined < 3, count


HOSTILE = """ruleset t "T"
subject ward identified by mã
choices kind "Kind"
  first "O'Neill; DROP TABLE units; --" vi "“ngoặc” \\" \\\\" < second "second" vi "Thứ hai"
facts
  mã : text
  `select` : yes/no
  `from` : kind
  diện_tích_đất_thuộc_quyền_sử_dụng_của_đơn_vị : integer, 0..10
  "$EXTRA"
criterion `2 words "x` "it's"
  requires `select` and `from` >= second and diện_tích_đất_thuộc_quyền_sử_dụng_của_đơn_vị >= 1
verdict
  passes when `2 words "x` passes
"""


def test_names_and_words_of_authors_cannot_leave_their_quotes() -> None:
    text = HOSTILE.replace('  "$EXTRA"\n', "").replace('`2 words "x`', "`a b`")
    compiled = compile_source(source_from_text(text))
    assert compiled.program is not None, compiled.errors
    dated = at_date(compiled.program, date(2024, 1, 1))
    source = TypedSource(dated.program, DUCKDB, TypedTables(('un"its; --',)))
    table = pa.table(
        {
            "mã": ["1", "2", "'; DROP TABLE x; --"],
            "select": [True, True, True],
            "from": ["O'Neill; DROP TABLE units; --", "THỨ HAI", '“ngoặc” " \\'],
            "diện_tích_đất_thuộc_quyền_sử_dụng_của_đơn_vị": [1, 1, 11],
        }
    )
    cursor = connection().cursor()
    cursor.register('un"its; --', table)
    rows = cursor.sql(sql_text(result_query(dated, DUCKDB, source, (), False), DUCKDB)).to_arrow_table().to_pylist()
    rejects = cursor.sql(sql_text(source.rejects(), DUCKDB)).fetchall()
    cursor.close()
    assert {row["unit"]: row["verdict"] for row in rows} == {"1": "fails", "2": "passes", "'; DROP TABLE x; --": "fails"}
    assert [(unit, value, code) for unit, _, value, code in rejects] == [("'; DROP TABLE x; --", "11", "D036")]


def test_names_that_a_database_takes_for_one_are_refused() -> None:
    for dialect, one, other in ((DUCKDB, "area", "AREA"), (SPARK, "Ấp", "ấp"), (POSTGRES, "đ" * 40, "đ" * 39)):
        text = HOSTILE.replace('  "$EXTRA"\n', f"  {one} : yes/no\n  {other} : yes/no\n").replace('`2 words "x`', "`a b`")
        compiled = compile_source(source_from_text(text.replace("requires `select`", f"requires `select` and {one} and {other}")))
        assert compiled.program is not None, compiled.errors
        dated = at_date(compiled.program, date(2024, 1, 1))
        with pytest.raises(Unsupported, match="cannot tell it from"):
            result_query(dated, dialect, TypedSource(dated.program, dialect, TypedTables(("units",))), (), False)


def test_what_cannot_be_read_comes_out_with_the_code_that_reading_by_row_gives() -> None:
    text = """ruleset t "T"
subject ward identified by code
choices level "Level"
  weak "Weak" vi "Yếu" < good "Good" vi "Khá"
facts
  code : text
  area : number to 0.25 in m2, 0..5000
  share : percent
  built : date, 1990-01-01..2030-12-31
  grade1 : level
  note : text private
  j : yes/no
criterion C "C"
  assessed
  points at most 5
table cases, each case
  kind : one of theft, other
verdict
  passes when j
"""
    compiled = compile_source(source_from_text(text))
    assert compiled.program is not None, compiled.errors
    program = compiled.program
    cells = {
        "area": [1.25, 0.1, -0.25, 5000.25, float("nan"), 1e15, 5000.0, None],
        "built": [datetime(2020, 1, 1), datetime(2020, 1, 1, 0, 0, 1), datetime(1989, 12, 31), datetime(2031, 1, 1), datetime(2030, 12, 31), None],
        "grade1": ["weak", " KHA ", "no", "n/a", "", None, "Yếu", "Ye\u0302\u0301u", "-"],
        "note": ["a", "\0", "x" * 131073, " ", None],
    }
    for name, given in cells.items():
        fact = program.facts[name]
        absent = frozenset(each for each in program.facts if each not in ("code", name))
        source = TypedSource(program, DUCKDB, TypedTables(("units",), {}, absent))
        cursor = connection().cursor()
        cursor.register("units", pa.table({"code": [str(number) for number in range(len(given))], name: given}))
        rejects = {int(unit): (fact_name, value, code) for unit, fact_name, value, code in cursor.sql(sql_text(source.rejects(), DUCKDB)).fetchall()}
        cursor.close()
        for number, cell in enumerate(given):
            read = read_datum(cell, fact)
            assert (read.code if isinstance(read, Fault) else None) == (rejects[number][2] if number in rejects else None), (name, cell)
        assert all((value is None) == fact.private for _, value, _ in rejects.values())
        assert rejects
