"""`criteria fmt`: what it writes, what it leaves, what it says, and its exit codes."""

import io
import json
import os
import stat
import sys
from pathlib import Path

import pytest

from criteria_engine.cli.main import run
from criteria_engine.language.formatting import rule_text as layout

ROUGH = 'ruleset a "A"\nfacts\n  x :yes/no -- why\n'
NEAT = 'ruleset a "A"\n\nfacts\n  x : yes/no  -- why\n'
VIETNAMESE = 'bộ tiêu chí a "A"\n\nsố liệu\n  x : có/không  -- why\n'
BROKEN = 'ruleset a "A"\nfacts\n  x : : yes/no\n'


@pytest.fixture
def rough(tmp_path: Path) -> Path:
    path = tmp_path / "rough.criteria"
    path.write_text(ROUGH, "utf-8")
    return path


def feed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> io.BytesIO:
    """Standard input with this content; gives what goes to standard output."""
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, "utf-8", write_through=True))
    return out


def test_writes_once(rough: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fmt", str(rough), "--lang", "en"]) == 0
    assert rough.read_text("utf-8") == NEAT
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"Formatted: {rough}\n1 formatted, 0 as they should be, 0 left alone because of errors.\n")
    before = rough.stat().st_mtime_ns
    assert run(["fmt", str(rough), "--lang", "vi"]) == 0
    assert rough.stat().st_mtime_ns == before
    assert capsys.readouterr().err == "0 tệp được trình bày lại, 1 tệp đã đúng, 0 tệp giữ nguyên vì có lỗi.\n"
    assert list(rough.parent.iterdir()) == [rough]


def test_check_lists_and_writes_nothing(rough: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fmt", "--check", str(rough), "--lang", "en"]) == 1
    assert capsys.readouterr().out == f"Would be formatted: {rough}\n"
    assert rough.read_text("utf-8") == ROUGH
    run(["fmt", str(rough)])
    capsys.readouterr()
    assert run(["fmt", "--check", str(rough)]) == 0
    assert capsys.readouterr().out == ""


def test_diff_shows_what_would_change(rough: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fmt", "--diff", str(rough)]) == 1
    out = capsys.readouterr().out
    assert "-  x :yes/no -- why\n" in out
    assert "+  x : yes/no  -- why\n" in out
    assert rough.read_text("utf-8") == ROUGH


def test_turns_keywords_there_and_back(rough: Path) -> None:
    assert run(["fmt", "--to", "vi", str(rough)]) == 0
    assert rough.read_text("utf-8") == VIETNAMESE
    assert run(["fmt", str(rough)]) == 0
    assert rough.read_text("utf-8") == VIETNAMESE
    assert run(["fmt", "--to", "en", str(rough)]) == 0
    assert rough.read_text("utf-8") == NEAT


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    out = feed(monkeypatch, ROUGH.encode())
    assert run(["fmt", "-"]) == 0
    assert out.getvalue().decode() == NEAT
    out = feed(monkeypatch, ROUGH.encode())
    assert run(["fmt", "-", "--check"]) == 1
    assert out.getvalue() == b""


def test_standard_input_with_faults_gives_nothing(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    out = feed(monkeypatch, BROKEN.encode())
    assert run(["fmt", "-"]) == 1
    assert out.getvalue() == b""


def test_line_ends_stay_and_the_byte_order_mark_goes(rough: Path) -> None:
    rough.write_bytes(b"\xef\xbb\xbf" + ROUGH.replace("\n", "\r\n").encode())
    assert run(["fmt", str(rough)]) == 0
    assert rough.read_bytes() == NEAT.replace("\n", "\r\n").encode()
    assert run(["fmt", "--check", str(rough)]) == 0


def test_files_with_faults_are_left(tmp_path: Path, rough: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.criteria").write_text(BROKEN, "utf-8")
    (tmp_path / "latin.criteria").write_bytes('ruleset a "Ph\u00fa"'.encode("latin-1"))
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "rough.criteria").write_text(ROUGH, "utf-8")
    (tmp_path / "other.txt").write_text(ROUGH, "utf-8")
    assert run(["fmt", str(tmp_path), str(rough), str(tmp_path / "nowhere.criteria"), "--lang", "en"]) == 1
    err = capsys.readouterr().err
    assert "error[S008]" in err
    assert "not text in UTF-8" in err
    assert "1 formatted, 0 as they should be, 3 left alone because of errors." in err
    assert (tmp_path / "broken.criteria").read_text("utf-8") == BROKEN
    assert (tmp_path / ".hidden" / "rough.criteria").read_text("utf-8") == ROUGH
    assert rough.read_text("utf-8") == NEAT


def test_as_data(tmp_path: Path, rough: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.criteria"
    broken.write_text(BROKEN, "utf-8")
    assert run(["fmt", "--json", "--check", str(rough), str(broken)]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["files"] == [{"file": str(rough), "changed": True, "left": False}, {"file": str(broken), "changed": False, "left": True}]
    assert [fault["code"] for fault in data["faults"]] == ["S008"]


def test_an_empty_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fmt", str(tmp_path), "--lang", "en"]) == 1
    assert capsys.readouterr().err == f"There are no rule files (.criteria) in {tmp_path}.\n"


def test_rights_and_links_stay(tmp_path: Path, rough: Path) -> None:
    rough.chmod(0o640)
    link = tmp_path / "link.criteria"
    link.symlink_to(rough)
    assert run(["fmt", str(link)]) == 0
    assert link.is_symlink()
    assert rough.read_text("utf-8") == NEAT
    assert stat.S_IMODE(rough.stat().st_mode) == 0o640


def test_a_stop_while_writing_leaves_the_file(rough: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stop(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", stop)
    assert run(["fmt", str(rough), "--lang", "en"]) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert os.listdir(rough.parent) == [rough.name]
    assert rough.read_text("utf-8") == ROUGH


def test_an_unfaithful_layout_is_refused(rough: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(layout, "_laid_out", lambda *_: NEAT.replace("why", "who"))
    assert run(["fmt", str(rough), "--lang", "en"]) == 70
    assert "would have changed what it says" in capsys.readouterr().err
    assert rough.read_text("utf-8") == ROUGH


@pytest.mark.parametrize("arguments", [[], ["--chekc", "a"], ["a", "--chekc"], ["a", "--to", "fr"]])
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fmt", *arguments, "--lang", "vi"]) == 2
    assert capsys.readouterr().err != ""
