"""`criteria check` in the formats that programs read: what they say is true of the stored file, and nothing breaks out of them."""

import json
import re
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote

import jsonschema
import pytest

from criteria_engine.cli.main import run
from criteria_engine.locale import TONGUES

SCHEMA = json.loads((Path(__file__).parent / "sarif.subset.schema.json").read_text("utf-8"))
WRONG = """ruleset trial.rules “Thử nghiệm”
subject ward identified by code
facts
  code : text
  đồng_ý : yes/no
criterion A1 "Đồng ý"
  requries đồng_ý == yes
criterion A2 "x"
  requires 50%, a:b
verdict
  passes when every criterion passes
"""
FORMATS = ("concise", "json", "sarif", "github")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 1) -> str:
    assert run(["check", *arguments]) == code
    out, err = capsys.readouterr()
    assert err == ""
    return out


def sarif(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 1) -> dict[str, Any]:
    log = json.loads(printed(capsys, *arguments, "--format", "sarif", code=code))
    jsonschema.validate(log, SCHEMA, format_checker=jsonschema.FormatChecker())
    run_of: dict[str, Any] = log["runs"][0]
    return run_of


def applied(stored: str, result: dict[str, Any]) -> str:
    """A file with a result's first fix made, by SARIF's own rules: lines, and code points in them."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", stored)
    for replacement in reversed(result["fixes"][0]["artifactChanges"][0]["replacements"]):
        region = replacement["deletedRegion"]
        assert region["startLine"] == region["endLine"]
        line = lines[region["startLine"] - 1]
        lines[region["startLine"] - 1] = line[: region["startColumn"] - 1] + replacement["insertedContent"]["text"] + line[region["endColumn"] - 1 :]
    return "".join(lines)


@pytest.mark.parametrize("tongue", TONGUES)
def test_sarif_has_the_shape_of_its_standard(tongue: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("bộ luật").mkdir()
    Path("bộ luật/a [1].criteria").write_text(WRONG, "utf-8")
    found = sarif(capsys, ".", "--lang", tongue)
    assert found["language"] == tongue
    assert [unquote(artifact["location"]["uri"]) for artifact in found["artifacts"]] == ["bộ luật/a [1].criteria"]
    rules = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    assert {"S005", "S008", "S016"} <= set(rules)
    for result in found["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]


def test_sarif_links_rules_to_pages_where_these_stand(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.criteria").write_text(WRONG, "utf-8")
    rule = sarif(capsys, "a.criteria", "--lang", "vi", "--help-base", "https://intranet.example/errors/")["tool"]["driver"]["rules"][0]
    assert rule["helpUri"] == f"https://intranet.example/errors/{rule['id']}.vi.md"
    assert "helpUri" not in sarif(capsys, "a.criteria", "--lang", "vi")["tool"]["driver"]["rules"][0]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_regions_and_fixes_are_those_of_the_stored_file(form: Any, line_end: str, mark: str, capsys: pytest.CaptureFixture[str]) -> None:
    stored = normalize(form, WRONG).replace("\n", line_end)
    Path("a.criteria").write_bytes((mark + stored).encode())
    found = sarif(capsys, "a.criteria")
    (turned,) = (result for result in found["results"] if result["ruleId"] == "S016")
    region = turned["locations"][0]["physicalLocation"]["region"]
    line = re.split("\r\n|\r|\n", stored)[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "=="
    assert applied(stored, turned) == stored.replace("==", "=")
    assert json.loads(printed(capsys, "a.criteria", "--json"))["faults"][2]["place"]["column"] == region["startColumn"]


def test_nothing_breaks_out_of_a_workflow_command(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a,b:c%.criteria").write_text(WRONG.replace("ward", "ward\x1b[31m\u202e"), "utf-8")
    lines = printed(capsys, ".", "--format", "github").splitlines()
    for line in lines:
        place = r"file=a%2Cb%3Ac%25\.criteria,line=\d+,endLine=\d+,col=\d+,endColumn=\d+"
        command = re.fullmatch(rf"::(error|warning) {place},title=[A-Z]\d{{3}}::(.+)", line)
        assert command is not None, line
        assert not re.search(r"%(?!25|0A|0D)", command[2])
        assert line.isprintable()
    assert any("50%25" in line or "%25" in line.partition("::")[2] for line in lines)


def test_concise_is_one_line_a_fault_with_line_and_column(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.criteria").write_text(WRONG, "utf-8")
    lines = printed(capsys, "a.criteria", "nowhere.criteria", "--format", "concise", "--lang", "en").splitlines()
    assert all(re.fullmatch(r"\S+\.criteria:\d+:\d+: [A-Z]\d{3} \S.*", line) for line in lines)
    assert "nowhere.criteria:1:1: S001 the file `nowhere.criteria` cannot be read: there is no such file" in lines


def test_json_has_the_fix_of_each_fault(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.criteria").write_text(WRONG, "utf-8")
    data = json.loads(printed(capsys, "a.criteria", "--json", "--lang", "en"))
    assert data["files"] == [{"file": "a.criteria", "ruleset": None}]
    by_code = {fault["code"]: fault["fix"] for fault in data["faults"]}
    assert by_code["S016"] == {
        "certain": True,
        "title": "replace `==` with `=`",
        "edits": [{"place": {"file": "a.criteria", "line": 7, "column": 19, "end_line": 7, "end_column": 21}, "replacement": "="}],
    }
    assert None in by_code.values()


@pytest.mark.parametrize("format", FORMATS)
def test_a_right_file_has_nothing_to_say(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    right = WRONG.replace("“", '"').replace("”", '"').replace("requries", "requires").replace("==", "=").replace("50%, a:b", "đồng_ý")
    Path("a.criteria").write_text(right, "utf-8")
    out = printed(capsys, "a.criteria", "--format", format, "--ignore", "L", code=0)
    if format in ("concise", "github"):
        assert out == ""
    else:
        data = json.loads(out)
        assert (data["faults"] if format == "json" else data["runs"][0]["results"]) == []


@pytest.mark.parametrize("format", FORMATS)
def test_the_order_is_that_of_the_paths(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("b/z.criteria", "b/a.criteria", "a.criteria", "c/d/e.criteria", ".hidden/x.criteria", "b/notes.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(WRONG, "utf-8")
    first = printed(capsys, ".", "b", "a.criteria", "--format", format)
    assert printed(capsys, ".", "--format", format) == first
    names = re.findall(r"(?:[\w/]+/)?\w+\.criteria", first)
    assert list(dict.fromkeys(names)) == ["a.criteria", "b/a.criteria", "b/z.criteria", "c/d/e.criteria"]


@pytest.mark.parametrize("format", [*FORMATS, "full"])
def test_a_file_with_a_hostile_name_does_nothing_to_a_terminal(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    name = "a\x1b[31m\u202e\udcff.criteria"
    Path(name).write_text(WRONG, "utf-8")
    assert run(["check", name, "--format", format]) == 1
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err
    assert "\u202e" not in out + err
    assert "S016" in out + err


def test_of_very_many_faults_the_first_are_shown_and_all_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = tmp_path / "many.criteria"
    criteria = "".join(f"criterion C{number}\n  requires nothing_{number}_such\n" for number in range(520))
    rules.write_text('ruleset g "G"\nlabels en\nin force from 2025-01-01\nsubject ward identified by code\nfacts\n  code : text\n'
                     f"{criteria}verdict\n  passes when C1 passes\n", "utf-8")  # fmt: skip
    assert run(["check", str(rules), "--lang", "en", "--ignore", "L"]) == 1
    shown = capsys.readouterr().err
    assert shown.count("error[") == 500
    assert "20" in shown.split("\n\n")[-2] and "520 errors" in shown
    assert run(["check", str(rules), "--lang", "en", "--ignore", "L", "--format", "concise"]) == 1
    assert capsys.readouterr().out.count(" N001 ") == 520
