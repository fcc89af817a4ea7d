"""The servers that the tests start are what they are meant to be, and what lacks is told."""

import os
from pathlib import Path

import psycopg
import pytest
from tests.servers import ready
from tests.servers.postgres import postgres_server
from tests.servers.programs import LEAST_POSTGRES, java, postgres_folder


def test_the_server_is_new_enough_and_speaks_utf8(postgres: str) -> None:
    with psycopg.connect(postgres) as connection:
        assert connection.info.server_version >= LEAST_POSTGRES * 10_000
        found = connection.execute("SELECT current_setting('server_encoding')").fetchone()
        assert found == ("UTF8",)


@pytest.mark.skipif(postgres_folder() is None, reason="the server that is used is elsewhere: CRITERIA_POSTGRES")
def test_a_server_is_gone_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CRITERIA_POSTGRES", raising=False)
    seen = []

    def fails() -> None:
        with postgres_server() as connection:
            seen.append(connection)
            with psycopg.connect(connection) as opened:
                opened.execute("SELECT 1 / 0")

    with pytest.raises(psycopg.errors.DivisionByZero):
        fails()
    assert not Path(psycopg.conninfo.conninfo_to_dict(seen[0])["host"]).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(seen[0], connect_timeout=2)


def test_what_lacks_is_told_and_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = tuple(ready.Need(need.name, lambda: None, need.package, need.advice) for need in ready.NEEDS)
    monkeypatch.setattr(ready, "NEEDS", nowhere)
    monkeypatch.setattr(ready, "installed", lambda package: False)
    monkeypatch.delenv("CRITERIA_POSTGRES", raising=False)
    assert ready.main() == 1
    said = capsys.readouterr().err
    assert "Java 17 or newer" in said and "apt-get install postgresql" in said and "CRITERIA_POSTGRES" in said


def test_a_server_elsewhere_needs_none_here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(ready, "NEEDS", (ready.NEEDS[0], ready.Need("a server", lambda: None, "postgresql", "")))
    monkeypatch.setenv("CRITERIA_POSTGRES", "host=elsewhere")
    assert ready.main() == 0
    assert capsys.readouterr().err == ""


def test_programs_are_found_where_path_has_only_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    folder = postgres_folder()
    assert java() is not None and ("CRITERIA_POSTGRES" in os.environ or folder is not None)
