"""Evaluating in a database from the command line and the library: what is written, what is not, and what is said where something is refused."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pyarrow.parquet as parquet
import pytest
from tests.servers.typed_tables import Made, made_tables

import criteria_engine as ce
from criteria_engine.cli.main import run
from criteria_engine.table_assessment.in_database import InDatabase, TableThere, assess_in_database

RULES = Path(__file__).with_name("typed_tables.criteria")
DAY = date(2024, 6, 30)


@pytest.fixture
def connection(postgres: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(postgres, autocommit=True) as opened:
        yield opened


@pytest.fixture
def made(connection: psycopg.Connection[Any], tmp_path: Path) -> Made:
    return made_tables(connection, tmp_path, 3, 40)


def evaluate(postgres: str, *more: str) -> int:
    return run([
        "evaluate", str(RULES), "--engine", "postgres", "--connection", postgres, "--data", "made.wards", "--table", "cases=made.cases",
        "--as-of", "2024-06-30", "--lang", "en", *more,
    ])  # fmt: skip


def there(connection: psycopg.Connection[Any], name: str) -> bool:
    return connection.execute("SELECT to_regclass(%s) IS NOT NULL", (name,)).fetchone() == (True,)


def test_results_in_a_table_are_those_in_a_file(
    postgres: str, connection: psycopg.Connection[Any], made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.parquet"
    assert evaluate(postgres, "--out", str(out), "--units", "made.listed") == 1  # data that could not be read are faults
    assert evaluate(postgres, "--out", 'made."Results of 2024"', "--units", "made.listed", "--replace") == 1
    told = capsys.readouterr()
    assert "Engine: postgres" in told.err and "wards listed" in told.out
    wanted = {row["unit"]: row for row in parquet.read_table(out).to_pylist()}
    with connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
        found = {row["unit"]: row for row in cursor.execute('SELECT * FROM made."Results of 2024"').fetchall()}
    assert len(wanted) == 39 and found == wanted
    comment = connection.execute("""SELECT obj_description('made."Results of 2024"'::regclass)""").fetchone()
    assert comment is not None and "ruleset: servers.typed" in comment[0]
    connection.execute('DROP TABLE made."Results of 2024"')


def test_a_table_that_is_there_is_kept_unless_told_otherwise(
    postgres: str, connection: psycopg.Connection[Any], made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    connection.execute("CREATE TABLE made.kept (precious integer); INSERT INTO made.kept VALUES (1)")
    assert evaluate(postgres, "--out", "made.kept") == 2
    assert "made.kept is there already" in capsys.readouterr().err
    assert connection.execute("SELECT precious FROM made.kept").fetchall() == [(1,)]
    with pytest.raises(TableThere):
        assess_in_database(ce.load(RULES), InDatabase(connection, "made.wards", {}), DAY, into="made.kept")
    assert evaluate(postgres, "--out", "made.kept", "--replace") == 1
    assert connection.execute("SELECT count(*) > 30 FROM made.kept WHERE verdict IS NOT NULL").fetchall() == [(True,)]
    connection.execute("DROP TABLE made.kept")


def test_no_right_is_needed_but_to_read(postgres: str, connection: psycopg.Connection[Any], made: Made) -> None:
    connection.execute("DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA made TO reader")
    connection.execute("GRANT SELECT ON made.wards, made.cases TO reader; REVOKE TEMPORARY ON DATABASE postgres FROM PUBLIC")
    try:
        with psycopg.connect(postgres, autocommit=True) as reader:
            reader.execute("SET ROLE reader; SET default_transaction_read_only = on")
            found = assess_in_database(ce.load(RULES), InDatabase(reader, "made.wards", {"cases": "made.cases"}), DAY)
            assert found.evaluated == 40
            with pytest.raises(ce.FaultsFound) as refused:
                assess_in_database(ce.load(RULES), InDatabase(reader, "made.wards", {}, "made.listed"), DAY)
            assert [fault.code for fault in refused.value.faults] == ["D132"]
            assert "permission denied" in refused.value.faults[0].said  # type: ignore[attr-defined]
            with pytest.raises(ce.FaultsFound):
                assess_in_database(ce.load(RULES), InDatabase(reader, "made.wards", {}), DAY, into="made.refused")
    finally:
        connection.execute("GRANT TEMPORARY ON DATABASE postgres TO PUBLIC; DROP OWNED BY reader; DROP ROLE reader")
    assert not there(connection, "made.refused")


@pytest.mark.parametrize("name", ["made.wards; DROP TABLE made.wards", "nowhere", "made.nowhere", "a.b.c.d", '"', "", "wa\0rds", "pg_class'"])
def test_names_that_mean_no_table_are_faults(name: str, connection: psycopg.Connection[Any], made: Made) -> None:
    with pytest.raises(ce.FaultsFound) as refused:
        assess_in_database(ce.load(RULES), InDatabase(connection, name, {}), DAY)
    assert [fault.code for fault in refused.value.faults] == ["D132"]
    assert there(connection, "made.wards")


def test_hostile_names_and_texts_are_only_names_and_texts(connection: psycopg.Connection[Any]) -> None:
    text = """ruleset t "T"
subject ward identified by code
facts
  code : text
  motto : text
criterion C "C"
  requires motto = "\\\\'); DROP TABLE hostile; --"
verdict
  passes when C passes
"""
    motto = "\\'); DROP TABLE hostile; --"
    name = 'odd "name"; DROP TABLE x; --'
    quoted = '"' + name.replace('"', '""') + '"'
    connection.execute(f"""DROP TABLE IF EXISTS {quoted}; CREATE TABLE {quoted} ("code" text, "motto" text, "weird ""col" text)""")
    for code, own in (("a'b\\", motto), ('{"x"}', "x"), ("%s", motto.upper()), ("$$", None)):
        connection.execute(f"INSERT INTO {quoted} VALUES (%s, %s, 'x')", (code, own))
    connection.execute("SET standard_conforming_strings = off; SET DateStyle = 'German'; SET TimeZone = 'Asia/Ho_Chi_Minh'")
    rules = ce.loads(text)
    found = assess_in_database(rules, InDatabase(connection, name, {}), DAY, into="public.hostile_results", replace=True)
    rows = dict(connection.execute("SELECT unit, verdict FROM public.hostile_results").fetchall())
    assert rows == {"a'b\\": "passes", '{"x"}': "fails", "%s": "fails", "$$": "undetermined"}
    assert found.evaluated == 4
    connection.execute("DROP TABLE public.hostile_results")
    connection.execute(f"DROP TABLE {quoted}")


def test_an_interrupted_evaluation_leaves_no_table(postgres: str, connection: psycopg.Connection[Any], made: Made) -> None:
    slowly = "SELECT w.* FROM made.wards w, LATERAL (SELECT pg_sleep(0.2) FROM (SELECT w.code) c) s"
    connection.execute(f"CREATE OR REPLACE VIEW made.slow AS {slowly}")
    command = [sys.executable, "-m", "criteria_engine", "evaluate", str(RULES), "--engine", "postgres", "--connection", postgres]
    more = ["--data", "made.slow", "--table", "cases=made.cases", "--as-of", "2024-06-30", "--out", "made.half"]
    with subprocess.Popen([*command, *more], stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 30
        while not connection.execute("SELECT FROM pg_stat_activity WHERE application_name = 'criteria' AND state = 'active'").fetchall():
            assert time.monotonic() < deadline and process.poll() is None
            time.sleep(0.05)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode not in (0, 1) and "Traceback" not in said
    assert not there(connection, "made.half")
    connection.execute("DROP VIEW made.slow")


def test_options_that_do_not_go_together_are_refused(postgres: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", str(RULES), "--data", "x.csv", "--as-of", "2024-06-30", "--connection", postgres]) == 2
    assert evaluate(postgres, "--record", "x.json") == 2
    assert evaluate(postgres, "--out", "x.xlsx") == 2
    assert evaluate("host=/no/such/folder") == 1
    assert "D132" in capsys.readouterr().err


def test_rejects_and_results_of_single_units(
    postgres: str, connection: psycopg.Connection[Any], made: Made, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.json"
    assert evaluate(postgres, "--rejects", str(rejects)) == 1
    assert '"code": "D0' in rejects.read_text("utf-8")
    where = InDatabase(connection, "made.wards", {"cases": "made.cases"})
    found = assess_in_database(ce.load(RULES), where, DAY)
    code = connection.execute("SELECT code FROM made.wards WHERE code LIKE 'W%' LIMIT 1").fetchone()
    assert code is not None
    result = found.result_of(code[0])
    assert result is not None and result.unit == code[0] and result.explain("en")


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_databases_of_other_encodings(encoding: str, postgres: str, connection: psycopg.Connection[Any]) -> None:
    text = """ruleset t "T"
subject ward identified by code
facts
  code : text
  place : text
criterion C "C"
  requires place = "Café"
verdict
  passes when C passes
"""
    name = f"other_{encoding.lower()}"
    connection.execute(f"DROP DATABASE IF EXISTS {name}")
    connection.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    with psycopg.connect(postgres, dbname=name, autocommit=True) as other:
        other.execute("SET client_encoding = 'UTF8'; CREATE TABLE wards (code text, place text)")
        other.execute("INSERT INTO wards VALUES ('É1', 'Café'), ('2', 'Cafe')")
        where = InDatabase(other, "wards", {})
        if encoding == "SQL_ASCII":
            with pytest.raises(ce.FaultsFound) as refused:
                assess_in_database(ce.loads(text), where, DAY)
            assert refused.value.faults[0].said == "server_encoding = SQL_ASCII"  # type: ignore[attr-defined]
        else:
            found = assess_in_database(ce.loads(text), where, DAY)
            assert (found.counts.passes, found.counts.fails) == (1, 1)
    connection.execute(f"DROP DATABASE {name}")
