"""Values of private facts, and what follows from them, are in no output unless they are asked for."""

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from criteria_engine.cli.main import run
from criteria_engine.documents.workbook.excel import excel_bytes
from criteria_engine.explain.proof_json import proof_data
from criteria_engine.records.contents import record_bytes
from criteria_engine.records.privacy import Salt
from criteria_engine.results.csv_text import results_csv
from criteria_engine.results.workbook import results_workbook

from .made import MARGINS, RULES, SECRETS, assessed
from .made import files as data_files

TOLD = re.compile("|".join(re.escape(text).replace(r"\.", "[.,]") + r"(?!\d)" for text in (*SECRETS, *MARGINS)))
"""Any of them, with either tongue's mark."""

COMMANDS = [
    *(["explain", "--unit", unit, "--full", "--format", format] for unit in "12345" for format in ("text", "json")),
    *(["explain", "--unit", unit, "--why-not", "--missing", "--format", format] for unit in "124" for format in ("text", "json")),
    *(["explain", "--unit", "1", "--compare", "2", "--format", format] for format in ("markdown", "json")),
    ["what-if", "--unit", "1", "--set", "area=10", "--json"],
    ["evaluate"],
    ["evaluate", "--json"],
]


def told(arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command prints, faults and all."""
    units, tables = data_files(folder)
    data = ["--data", str(units), "--table", f"cases={tables['cases']}", "--as-of", "2024-06-30"]
    run([arguments[0], str(RULES), *data, *arguments[1:]])
    printed = capsys.readouterr()
    return printed.out + printed.err


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_commands_do_not_tell(arguments: list[str], lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = told([*arguments, "--lang", lang], tmp_path, capsys)
    assert len(shown) > 100
    assert not TOLD.findall(shown)


@pytest.mark.parametrize("arguments", [COMMANDS[0], COMMANDS[1], ["evaluate", "--json"]], ids=" ".join)
def test_commands_tell_when_asked(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert TOLD.findall(told([*arguments, "--show-private"], tmp_path, capsys))


def test_files_do_not_tell(tmp_path: Path) -> None:
    found = assessed(tmp_path)
    workbook = excel_bytes(results_workbook(found.file(), found.rules.program, "en"))
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        sheets = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    for text in (sheets, results_csv(found.file()), record_bytes(found).decode(), record_bytes(found, Salt(b"x" * 16)).decode()):
        assert not TOLD.findall(text)


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_reports_do_not_tell(lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units, _ = data_files(tmp_path)
    told(["report", "--units", str(units), "--out", str(tmp_path / "out"), "--format", "html,md", "--lang", lang], tmp_path, capsys)
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "out").rglob("*.*")]
    assert len(pages) >= 12
    assert not [match for page in pages for match in TOLD.findall(page)]


def test_the_results_are_the_same_with_and_without(tmp_path: Path) -> None:
    masked, shown = assessed(tmp_path).data(), assessed(tmp_path, show_private=True).data()
    assert masked["results"] == shown["results"]
    assert [fault["code"] for fault in masked["faults"]] == [fault["code"] for fault in shown["faults"]]


def test_a_digest_does_not_say_that_two_values_are_equal(tmp_path: Path) -> None:
    found = assessed(tmp_path, data="code,name,area,debt,jailed,income\n1,One,1,5,no,5\n2,Two,1,5,no,5\n")
    units = json.loads(record_bytes(found, Salt(b"x" * 16)))["inputs"]["units"]
    digests = [unit["values"][fact]["withheld"] for unit in units for fact in ("debt", "jailed", "income")]
    assert len(set(digests)) == len(digests) == 6


def test_the_proof_says_that_a_value_is_private(tmp_path: Path) -> None:
    result = assessed(tmp_path).result_of("1")
    assert result is not None
    (criterion,) = [each for each in proof_data(result.typed_proof())["headings"][0]["children"] if each["id"] == "A2"]
    found = criterion["clauses"][0]["condition"]["found"]
    assert "value" not in found and [origin["kind"] for origin in found["origins"]] == ["private"]
