"""What the pages on PostgreSQL and Spark show is what comes of it, statement by statement and command by command."""

import os
from doctest import DocTestParser, DocTestRunner
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from tests.docs.pages import pages
from tests.docs.sessions import Session, agrees, environment, steps

VARIABLES = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "dbname": "PGDATABASE", "password": "PGPASSWORD"}


@pytest.mark.parametrize("page", [page for page in pages() if "evaluate-in-postgresql" in page.name], ids=lambda page: page.path.name)
def test_the_pages_on_postgresql(page, postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    session = Session(tmp_path)
    told = {VARIABLES[name]: str(value) for name, value in conninfo_to_dict(postgres).items() if name in VARIABLES}
    run = 0
    with psycopg.connect(postgres, autocommit=True) as connection, patch.dict(os.environ, {**environment(page), **told}, clear=True):
        connection.execute("DROP TABLE IF EXISTS offices, results_2024, results_again")
        for block in page.blocks:
            name = block.mark("file")
            if name is not None:
                session.write(name, block.text)
            elif block.language == "sql":
                connection.execute(block.text)
            elif block.language == "sh" and block.text.startswith("$ "):
                for step in steps(block):
                    printed = session.printed(step.command)
                    assert agrees(step.shown, printed), "\n".join(printed)
                    run += 1
            elif block.language == "sh":
                exec(compile(block.text.replace("dbname=police", "").replace("results_2024", "results_again"), block.place, "exec"), {})
        connection.execute("DROP TABLE offices, results_2024, results_again")
    assert run == 2


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::UserWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("page", [page for page in pages() if "evaluate-on-spark" in page.name], ids=lambda page: page.path.name)
def test_the_pages_on_spark(page, spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    session = Session(tmp_path)
    run = 0
    with patch.dict(os.environ, environment(page), clear=True):
        for block in page.blocks:
            name = block.mark("file")
            if name is not None:
                session.write(name, block.text)
            elif block.language == "python":
                test = DocTestParser().get_doctest(block.text, {}, page.name, None, 0)
                assert not DocTestRunner(verbose=False).run(test).failed
            elif block.language == "sh" and block.text.startswith("$ "):
                for step in steps(block):
                    printed = session.printed(step.command)
                    assert agrees(step.shown, printed), "\n".join(printed)
                    run += 1
            elif block.language == "sh":
                found: dict[str, Any] = {"spark": spark}
                here = block.text.replace('parquet("', f'parquet("{tmp_path}/')  # Spark's own folder is the one that it was started in
                exec(compile(here, block.place, "exec"), found)
                assert found["results"].count() == 3000
    assert run == 1
