"""`criteria mapping` writes a mapping that reads back without a fault and settles what is in doubt once a line is chosen."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from criteria_engine.cli.main import run

RULES = """ruleset mapping.example "Mapping"
subject ward identified by code, named by name
facts
  code      : text "Ward code" vi "Mã phường"
  name      : text
  area      : number to 0.01 in m2, 0..5000 "Area" vi "Diện tích"
  satisfied : percent, 0%..100% "Satisfied residents"
  opened    : date "Opened on"
  ready     : yes/no "Ready"
  budget    : money in VND "Budget" vi "Kinh phí"
  C.1       : integer "Points"
table cases, each case
  kind   : one of theft, drugs, other
  solved : yes/no
criterion A1 "The office is large enough"
  requires area >= 60 m2
verdict
  passes when every criterion passes
"""
DATA = """Mã phường,name,Diện tích (m2),Satisfied resident,opened,ready,Kinh phí (triệu đồng),Ghi chú "lạ"\t#
101,A,1.250,0.85,03/04/2023,x,5,a
102,B,2.500,0.91,04/05/2023,,7,b
"""
CASES = "Mã phường,kind,solved\n101,theft,có\n"
LIST = "code,name\n00101,A\n00102,B\n"
CHOSEN = ('numbers = "vi"', 'dates = "dmy"', 'blank = "no"', 'unit = "triệu đồng"')


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    for name, text in (("r.criteria", RULES), ("d.csv", DATA), ("cases.csv", CASES), ("u.csv", LIST)):
        (tmp_path / name).write_text(text, "utf-8")
    files = ["--data", str(tmp_path / "d.csv"), "--table", f"cases={tmp_path / 'cases.csv'}", "--units", str(tmp_path / "u.csv")]
    return [str(tmp_path / "r.criteria"), *files]


def faults(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    run(["evaluate", *arguments, "--as-of", "2024-01-01", "--json"])
    return [fault["code"] for fault in json.loads(capsys.readouterr().out)["faults"] if fault["severity"] == "error"]


@pytest.mark.parametrize("tongue", ["vi", "en"])
def test_a_draft_is_a_mapping_and_settles_what_is_in_doubt(
    tongue: str, arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "m.toml"
    assert run(["mapping", *arguments, "--out", str(out), "--lang", tongue]) == 0
    text = out.read_text("utf-8")
    assert tomllib.loads(text)["data"]["unit_key"] == "Mã phường"
    before = faults(arguments, capsys)
    assert sorted(set(before)) == ["D053", "D070", "D072", "D074"]
    assert faults([*arguments, "--mapping", str(out)], capsys) == before
    for line in text.splitlines():
        if any(setting in line for setting in CHOSEN) or line.startswith(("# restore", "# ignore =", "# satisfied")):
            text = text.replace(line, line.removeprefix("# "))
    out.write_text(text, "utf-8")
    assert faults([*arguments, "--mapping", str(out)], capsys) == ["D072"]
    text = re.sub(r'satisfied = "Satisfied resident"', 'satisfied = { column = "Satisfied resident", percent = "share" }', text)
    out.write_text(text, "utf-8")
    assert faults([*arguments, "--mapping", str(out)], capsys) == []


def test_what_a_draft_says(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mapping", *arguments, "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert '# area = { column = "Diện tích (m2)", numbers = "vi" }   # 1.250 = 1250; 2.500 = 2500' in out
    assert '# satisfied = "Satisfied resident"' in out
    assert '# "C.1" = "…"' in out
    assert '# ignore = ["Ghi chú \\"lạ\\"\\t#"]' in out
    assert "[tables.cases]" in out


def test_files_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "r.criteria").write_text(RULES, "utf-8")
    assert run(["mapping", str(tmp_path / "r.criteria"), "--data", str(tmp_path / "gone.csv"), "--lang", "vi"]) == 1
    assert "D001" in capsys.readouterr().err
