"""`criteria new`: what it asks, what it writes, and that what it writes can be used at once."""

import io
import sys
from pathlib import Path

import pytest

from criteria_engine.cli.main import run

ANSWERS = """
name = "hcmc.police"
title = "Công an phường kiểu mẫu"
unit = "công an phường"
from = 2024-07-01
source = "Quyết định số 1"
programme = "Lộ trình đến 2030"
due = "2030-12-31"
[[criteria]]
title = "Có trụ sở riêng"
[[criteria]]
title = "Người dân hài lòng"
decided_by = "percent"
at_least = 85.5
[[criteria]]
title = "Diện tích trụ sở"
decided_by = "number"
at_least = 1250
"""


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def assert_usable(rules: Path, data: Path, capsys: pytest.CaptureFixture[str], row: str, day: str) -> None:
    """The rule file is in order, its tests hold, and a unit that just meets everything passes."""
    assert run(["check", "--strict", str(rules), "--lang", "en"]) == 0
    assert capsys.readouterr().err == ""
    assert run(["test", str(rules)]) == 0
    assert run(["fmt", "--check", str(rules)]) == 0
    capsys.readouterr()
    data.write_bytes(data.read_bytes() + row.encode() + b"\r\n")
    assert run(["evaluate", str(rules), "--data", str(data), "--as-of", day, "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert "1 pass, 0 fail, 0 undetermined" in out, out
    assert err == ""


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_defaults_are_usable(tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    folder = tmp_path / "first_rules"
    assert run(["new", str(folder), "--yes", "--from", "2025-01-01", "--lang", lang]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["data.csv", "first_rules.criteria"]
    capsys.readouterr()
    assert_usable(folder / "first_rules.criteria", folder / "data.csv", capsys, "001,One,yes,80%,12", "2025-01-01")


def test_answers_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "answers.toml").write_text(ANSWERS, "utf-8")
    assert run(["new", str(tmp_path), "--answers", str(tmp_path / "answers.toml"), "--source", "Quyết định số 2", "--lang", "vi"]) == 0
    capsys.readouterr()
    rules = tmp_path / "police.criteria"
    text = rules.read_text("utf-8")
    for part in (
        'bộ tiêu chí hcmc.police "Công an phường kiểu mẫu"',
        'văn bản văn_bản "Quyết định số 2"',
        "có hiệu lực từ 2024-07-01",
        'công_an_phường "công an phường"',
        "yêu cầu người_dân_hài_lòng >= 85.5%",
        "yêu cầu diện_tích_trụ_sở >= 1250",
        "giai đoạn 1 hạn 2030-12-31",
    ):
        assert part in text
    assert_usable(rules, tmp_path / "data.csv", capsys, "001,Một,có,85.5%,1250", "2024-07-01")


def test_questions_are_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    wrong_and_right = ["two words", "a.right", "\x1b[31m", "A title", "", "2024-02-30", "2024-02-29", "", "-"]
    criteria = ["", "maybe", "", "Satisfied", "3", "101", "80", "Satisfied", "Meetings", "2", "2.5", ""]
    typed(monkeypatch, *wrong_and_right, *criteria)
    assert run(["new", str(tmp_path), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    for refused in ("two words cannot be the name", "A text is wanted here", "2024-02-30 is not a date", "none of the choices", "`101` cannot be"):
        assert refused in out
    assert "`Satisfied` is asked twice." in out
    assert "programme" not in (tmp_path / "right.criteria").read_text("utf-8")
    assert_usable(tmp_path / "right.criteria", tmp_path / "data.csv", capsys, "001,One,yes,80%,2.5", "2024-02-29")


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data.csv").write_text("mine", "utf-8")
    assert run(["new", str(tmp_path), "--yes", "--name", "a", "--lang", "en"]) == 1
    assert "data.csv exists already; nothing was written." in capsys.readouterr().err
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("data.csv", "mine")]


@pytest.mark.parametrize("folder", ["file", "file/below", "n" * 300])
def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path, folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    assert run(["new", str(tmp_path / folder), "--yes", "--name", "a", "--lang", "en"]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("file", "mine")]


def test_answers_that_end_early_write_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    typed(monkeypatch, "a", "A")
    assert run(["new", str(tmp_path), "--lang", "vi"]) == 2
    assert "chưa ghi gì" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "name = 1.5",
        "colour = 'red'",
        "criteria = []",
        "criteria = ['a']",
        "[[criteria]]\ntitle = ''",
        "[[criteria]]\ntitle = 'A'\n[[criteria]]\ntitle = 'A'",
        "[[criteria]]\ntitle = 'A'\ndecided_by = 'number'",
        "[[criteria]]\ntitle = 'A'\nwhy = 'x'",
        "name = 'requires'",
        "from = '1/1/2024'",
        "name = ",
        "\x00",
        "a = " + "[" * 5000,
    ],
)
def test_answers_that_cannot_be_taken(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "answers.toml").write_text(text, "utf-8")
    assert run(["new", str(tmp_path / "out"), "--answers", str(tmp_path / "answers.toml"), "--lang", "en"]) == 2
    assert capsys.readouterr().err != ""
    assert not (tmp_path / "out").exists()


def test_names_are_whole_phrases_of_the_files_own_tongue(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = {}
    for lang in ("en", "vi"):
        assert run(["new", str(tmp_path / lang), "--name", "r", "--yes", "--from", "2025-01-01", "--lang", lang]) == 0
        shown[lang] = (tmp_path / lang / "r.criteria").read_text("utf-8")
    assert "plural wards identified by code" in shown["en"] and "share_of_residents_who_are_satisfied" in shown["en"]
    assert "định danh bằng mã, gọi tên theo tên_đơn_vị" in shown["vi"] and "code" not in shown["vi"]
    assert 'test "C1 is not met"' in shown["en"] and '"C1 thiếu một chút' not in shown["vi"]
