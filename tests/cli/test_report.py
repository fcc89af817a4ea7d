"""`criteria report`: what it writes, what it says, and its exit code."""

from pathlib import Path

import pytest
from tests.reports.small_city import DATA, LIST, RULES

from criteria_engine.cli.main import run


@pytest.fixture
def city(tmp_path: Path) -> list[str]:
    """The arguments of a report without faults of data, into the folder `out`."""
    (tmp_path / "city.criteria").write_text(RULES, "utf-8")
    (tmp_path / "wards.csv").write_text(DATA.replace("abc", "61"), "utf-8")
    (tmp_path / "list.csv").write_text(LIST, "utf-8")
    files = ["--data", str(tmp_path / "wards.csv"), "--units", str(tmp_path / "list.csv")]
    return [str(tmp_path / "city.criteria"), *files, "--as-of", "2024-06-30", "--out", str(tmp_path / "out"), "--no-changes"]


def test_a_page_each_and_one_above(city: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", *city, "--lang", "vi"]) == 0
    out, err = capsys.readouterr()
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len(names) == 7 and "index.html" in names and "unit-01.html" in names
    assert out == "" and "7 tệp" in err and "\x1b" not in err
    first = {name: (tmp_path / "out" / name).read_bytes() for name in names}
    assert run(["report", *city, "--lang", "vi"]) == 0
    assert first == {name: (tmp_path / "out" / name).read_bytes() for name in names}


def test_only_some_units_and_those_that_are_not_there(city: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", *city, "--unit", "02", "--unit", "99", "--lang", "en"]) == 1
    assert "`99`" in capsys.readouterr().err
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["index.html", "unit-02.html"]


def test_an_unknown_format_is_wrong_usage(city: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", *city, "--format", "html,odt", "--lang", "en"]) == 2
    assert "odt" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_said(city: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").write_text("a file", "utf-8")
    assert run(["report", *city, "--lang", "en"]) == 1
    err = capsys.readouterr().err
    assert "cannot" in err.lower() or "not be written" in err
    assert "Traceback" not in err
