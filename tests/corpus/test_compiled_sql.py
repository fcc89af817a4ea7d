"""What `criteria compile --to sql` prints for a small rule set, in every dialect, to be read; and how it answers what it cannot do."""

import os
from pathlib import Path

import pytest
import sqlglot

from criteria_engine.backends.sql.dialects import DIALECTS
from criteria_engine.cli.main import run

HERE = Path(__file__).parent / "compiled_sql"
RULES = HERE / "offices.criteria"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_small_rule_set_is_written_as_it_was_read(dialect: str, tmp_path: Path) -> None:
    out = tmp_path / "out.sql"
    arguments = ["--to", "sql", "--dialect", dialect, "--table", "police.offices", "--table", "cases=police.case_list", "--out", str(out)]
    assert run(["compile", str(RULES), *arguments]) == 0
    kept = HERE / f"{dialect}.sql"
    if os.environ.get("CRITERIA_ACCEPT"):
        kept.write_text(out.read_text("utf-8"), "utf-8")
    assert out.read_text("utf-8") == kept.read_text("utf-8")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_written_are_two_queries_of_that_database(dialect: str) -> None:
    queries = sqlglot.parse((HERE / f"{dialect}.sql").read_text("utf-8"), read=dialect)
    assert len([query for query in queries if query is not None]) == 2
    tables = {table.sql(dialect=dialect) for query in queries if query is not None for table in query.find_all(sqlglot.exp.Table)}
    quote = "`" if dialect == "spark" else '"'
    assert {f"{quote}police{quote}.{quote}offices{quote}", f"{quote}police{quote}.{quote}case_list{quote}"} <= tables


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "python", "--dialect", "spark"], "go with `--to sql` only"),
        (["--to", "sql", "--table", "other=x"], "no related table `other`; they have: cases"),
        (["--to", "sql", "--dialect", "oracle"], "oracle"),
    ],
)
def test_wrong_usage_is_told(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compile", str(RULES), *arguments, "--lang", "en"]) == 2
    assert said in capsys.readouterr().err


def test_names_that_a_database_takes_for_one_are_told_in_vietnamese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = tmp_path / "rules.criteria"
    rules.write_text(
        RULES.read_text("utf-8").replace("  own       : yes/no", "  own : yes/no\n  OWN : yes/no").replace("requires own", "requires own and OWN")
    )
    assert run(["compile", str(rules), "--to", "sql", "--lang", "vi"]) == 2
    assert "Không viết được bộ tiêu chí này thành SQL" in capsys.readouterr().err
