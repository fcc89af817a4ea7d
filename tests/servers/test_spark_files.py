"""`criteria evaluate --engine spark` counts, writes and finds what any other engine does, or says in words why it does not."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from tests.servers.test_spark import RULES, cases, sorted_rows, units

from criteria_engine.cli.main import run

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::UserWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning")

DAY = ("--as-of", "2024-06-30", "--lang")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with rules, wards and cases, in which commands run."""
    monkeypatch.chdir(tmp_path)
    Path("rules.criteria").write_text(RULES)
    parquet.write_table(units(700), "wards.parquet")
    parquet.write_table(cases(700), "cases.parquet")
    return tmp_path


def counted(text: str) -> dict[str, Any]:
    """The counts that JSON tells, groups by name, without what differs between engines."""
    found: dict[str, Any] = json.loads(text)
    groupings = {name: sorted(each["groups"], key=lambda group: group["group"]) for name, each in found["groupings"].items()}
    return {"counts": found["counts"], "groupings": groupings, "digests": found["digests"], "evaluated": found["engine"]["evaluated"]}


def rejected(path: str) -> list[list[str]]:
    """Rejects without the numbers of rows, in order."""
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return sorted([place[0], *place[2:]] for place in csv.reader(file))


def evaluated(capsys: pytest.CaptureFixture[str], *arguments: str, tongue: str = "en") -> tuple[int, str, str]:
    code = run(["evaluate", "rules.criteria", "--data", "wards.parquet", *DAY, tongue, *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_the_same_file_through_spark_has_equal_counts_and_results(
    ending: str, spark: Any, files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("criteria_engine.cli.table_evaluation.LARGE", 1)
    monkeypatch.setattr("criteria_engine.cli.table_evaluation.MOST_SINGLE", 1)
    related = ("--table", "cases=cases.parquet") if ending == "parquet" else ()
    found = evaluated(capsys, *related, "--engine", "spark", "--json", "--out", f"spark.{ending}", "--rejects", "spark-rejects.csv")
    wanted = evaluated(capsys, *related, "--engine", "python", "--json", "--out", f"python.{ending}", "--rejects", "python-rejects.csv")
    assert found[0] == wanted[0] == 1  # data that cannot be read are errors
    assert counted(found[1]) == counted(wanted[1])
    assert "Engine: spark for 700 units" in found[2]
    if ending == "csv":
        one, other = (Path(f"{name}.csv").read_bytes().split(b"\r\n") for name in ("spark", "python"))
        assert one[0] == other[0]
        assert sorted(one) == sorted(other)
    else:
        one, other = parquet.read_table("spark.parquet"), parquet.read_table("python.parquet")
        assert one.schema.equals(other.schema)
        assert sorted_rows(one) == sorted_rows(other)
    assert rejected("spark-rejects.csv") == rejected("python-rejects.csv")
    assert len(rejected("spark-rejects.csv")) > 1
    assert not [path.name for path in files.iterdir() if path.name.startswith(".")]


def test_counts_alone_write_nothing_and_are_shown_in_the_order_of_groups(spark: Any, files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(files.iterdir())
    code, out, said = evaluated(capsys, "--engine", "spark")
    assert code == 1
    shown = [line.split()[1] for line in out.splitlines() if line.startswith("Quận")]
    assert shown == sorted(shown)
    assert "column kind" in said
    assert sorted(files.iterdir()) == before


def test_a_folder_of_results_is_replaced_and_any_other_folder_is_not(spark: Any, files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        evaluated(capsys, "--engine", "spark", "--out", "results.parquet")
        assert len(parquet.read_table("results.parquet")) == 700
    Path("own.parquet").mkdir()
    Path("own.parquet", "letter.txt").write_text("mine")
    code, _, said = evaluated(capsys, "--engine", "spark", "--out", "own.parquet")
    assert (code, Path("own.parquet", "letter.txt").read_text()) == (1, "mine")
    assert "own.parquet" in said
    assert not [path.name for path in files.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--engine", "spark", "--units", "list.csv"], 2, "`--units`"),
        (["--engine", "spark", "--out", "results.xlsx"], 2, "`results.xlsx`"),
        (["--engine", "spark", "--table", "cases=cases.csv"], 2, "`cases.csv`"),
        (["--engine", "spark", "--table", "others=cases.parquet"], 2, "`others`"),
        (["--engine", "spark", "--table", "cases=nowhere.parquet"], 1, "nowhere.parquet"),
        (["--engine", "spark", "--encoding", "utf-8", "--threads", "2"], 2, "`--threads` and `--encoding`"),
        (["--engine", "python", "--master", "local[2]"], 2, "`--master`"),
    ],
)
def test_what_spark_has_nothing_for_is_refused(arguments: list[str], code: int, words: str, files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, out, said = evaluated(capsys, *arguments)
    assert (found, out) == (code, "")
    assert words in said
    in_vietnamese = evaluated(capsys, *arguments, tongue="vi")
    assert in_vietnamese[0] == code
    assert in_vietnamese[2] != said


def test_texts_for_numbers_and_files_that_are_no_parquet_are_refused(spark: Any, files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = units(9).set_column(3, "officers", pa.array([str(number) for number in range(9)]))
    parquet.write_table(texts, "wards.parquet")
    code, out, said = evaluated(capsys, "--engine", "spark", "--out", "results.parquet")
    assert (code, out) == (2, "")
    assert "`officers`" in said
    Path("wards.parquet").write_bytes(b"PAR1 nothing of the kind")
    code, out, said = evaluated(capsys, "--engine", "spark", "--out", "results.parquet")
    assert (code, out) == (1, "")
    assert said.startswith("Spark stopped, and nothing was written: ")
    assert not Path("results.parquet").exists()


def in_a_process_of_its_own(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "criteria_engine", "evaluate", "rules.criteria", "--data", "wards.parquet", *DAY, "en", "--engine", "spark"]
    return subprocess.run([*command, *arguments], capture_output=True, text=True, encoding="utf-8", env={**os.environ, **environment})


def test_a_session_of_its_own_says_nothing_on_the_streams(files: Path) -> None:
    parquet.write_table(units(60).set_column(6, "kind", pa.array(["small"] * 60)), "wards.parquet")
    done = in_a_process_of_its_own("--table", "cases=cases.parquet", "--master", "local[2]", "--out", "results.parquet")
    assert done.stdout.startswith("Wards — results as of 30 June 2024\nOf 60 wards listed")
    lines = done.stderr.splitlines()
    assert lines[0] == "Written: results.parquet"
    assert lines[1].startswith("Engine: spark for 60 units")
    assert all("WARN" not in line and "log4j" not in line for line in lines)
    assert len(parquet.read_table("results.parquet")) == 60


def test_without_java_or_a_master_it_is_said_what_lacks(files: Path, tmp_path: Path) -> None:
    done = in_a_process_of_its_own(JAVA_HOME=str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Spark needs Java 17 or newer")
    done = in_a_process_of_its_own("--master", "spark://127.0.0.1:9")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "No master of Spark answers at spark://127.0.0.1:9. Look whether it runs, and whether host and port are right.\n"
