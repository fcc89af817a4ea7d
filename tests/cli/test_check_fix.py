"""`criteria check --fix` and `--diff`, standard input, folders, and the exit codes."""

import io
import os
import stat
import sys
from pathlib import Path
from unicodedata import normalize

import pytest

from criteria_engine.cli import check as command
from criteria_engine.cli.main import run

RIGHT = """-- Đồng ý: ghi chú giữ nguyên dấu.
ruleset trial.rules "Thử nghiệm"
subject ward identified by code
facts
  code : text
  đồng_ý : yes/no
criterion A1 "Đồng ý"
  requires đồng_ý = yes
verdict
  passes when every criterion passes
"""
WRONG = RIGHT.replace("requires đồng_ý = ", "requries ðồng_ý == ")
HOPELESS = RIGHT.replace("requires đồng_ý = yes", "requires something_else")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def said(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    """Let standard input hold this."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode()), encoding="utf-8"))


def test_fix_mends_the_file_and_checks_it_again(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.criteria").write_text(WRONG, "utf-8")
    assert run(["check", "a.criteria", "--fix", "--ignore", "L", "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert Path("a.criteria").read_text("utf-8") == RIGHT
    assert err == "a.criteria: 3 mistakes mended.\n"
    assert out.startswith("a.criteria: 1 criterion or indicator")
    assert run(["check", "a.criteria", "--fix", "--ignore", "L", "--lang", "en"]) == 0
    assert "mended" not in capsys.readouterr().err


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", [True, False])
def test_every_other_byte_stays(form: str, line_end: str, mark: str, end: bool) -> None:
    def stored(text: str) -> bytes:
        text = text if end else text.removesuffix("\n")
        return (mark + normalize("NFD" if form == "NFD" else "NFC", text).replace("\n", line_end)).encode()

    wrong = RIGHT.replace("requires", "requries").replace(" = ", " == ")
    Path("a.criteria").write_bytes(stored(wrong))
    assert run(["check", "a.criteria", "--fix"]) == 0
    assert Path("a.criteria").read_bytes() == stored(RIGHT)


def test_what_is_not_certain_stays_and_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.criteria").write_text(HOPELESS, "utf-8")
    before = os.stat("a.criteria").st_mtime_ns
    assert run(["check", "a.criteria", "--fix", "--lang", "en"]) == 1
    assert "error[N001]" in capsys.readouterr().err
    assert (Path("a.criteria").read_text("utf-8"), os.stat("a.criteria").st_mtime_ns) == (HOPELESS, before)


def test_diff_shows_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.criteria").write_text(WRONG, "utf-8")
    Path("b.criteria").write_text(RIGHT, "utf-8")
    assert run(["check", ".", "--diff", "--fix", "--ignore", "L", "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert Path("a.criteria").read_text("utf-8") == WRONG
    assert out.splitlines()[:2] == ["--- a.criteria", "+++ a.criteria"]
    changed = [line for line in out.splitlines()[2:] if line[:1] in "+-"]
    assert changed == ["-  requries ðồng_ý == yes", "+  requires đồng_ý = yes"]
    assert "fix: replace `requries` with `requires`" in err


def test_a_link_and_the_rights_stay() -> None:
    Path("deep").mkdir()
    Path("deep/a.criteria").write_text(WRONG, "utf-8")
    Path("deep/a.criteria").chmod(0o640)
    Path("link.criteria").symlink_to("deep/a.criteria")
    assert run(["check", "link.criteria", "--fix"]) == 0
    assert Path("link.criteria").is_symlink()
    assert Path("deep/a.criteria").read_text("utf-8") == RIGHT
    assert stat.S_IMODE(Path("deep/a.criteria").stat().st_mode) == 0o640
    assert sorted(path.name for path in Path("deep").iterdir()) == ["a.criteria"]


def test_a_file_that_somebody_changes_meanwhile_is_left(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.criteria").write_text(WRONG, "utf-8")
    mended = command.mended

    def slow(*arguments: object) -> object:
        result = mended(*arguments)  # type: ignore[arg-type]
        Path("a.criteria").write_text("-- new", "utf-8")
        return result

    monkeypatch.setattr(command, "mended", slow)
    assert run(["check", "a.criteria", "--fix", "--lang", "en"]) == 1
    assert Path("a.criteria").read_text("utf-8") == "-- new"
    assert "somebody changed it meanwhile" in capsys.readouterr().err


def test_standard_input_is_checked_and_mended(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    said(monkeypatch, WRONG)
    assert run(["check", "-", "--fix", "--ignore", "L"]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == (RIGHT, "")
    said(monkeypatch, HOPELESS)
    assert run(["check", "-", "--format", "concise", "--lang", "en"]) == 1
    assert capsys.readouterr().out.startswith("<stdin>:8:12: N001 ")


def test_a_folder_without_rule_files_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty/.git").mkdir(parents=True)
    Path("empty/.git/x.criteria").write_text(RIGHT, "utf-8")
    assert run(["check", "empty", "--lang", "en"]) == 1
    assert "empty" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [["--json", "--format", "sarif"], ["--diff", "--format", "github"], ["--format", "xml"], ["--unknown"], ["-", "--fix", "--json"]],
)
def test_wrong_usage(arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    said(monkeypatch, RIGHT)
    Path("a.criteria").write_text(RIGHT, "utf-8")
    assert run(["check", "a.criteria", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.strip()


def test_strict_lets_warnings_fail(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.criteria").write_text(RIGHT, "utf-8")
    assert run(["check", "a.criteria", "--format", "concise"]) == 0
    assert capsys.readouterr().out
    assert run(["check", "a.criteria", "--format", "concise", "--strict"]) == 1
