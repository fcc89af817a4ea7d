"""What the README shows is what the demo prints, line by line, and its Python runs."""

import re
from pathlib import Path

import pytest

from criteria_engine.cli.main import run

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_output_shown_is_the_demo_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert run(["demo", "--lang", "en", "--out", str(tmp_path)]) == 0
    printed = capsys.readouterr().out.split("\n")
    shown = re.search(r"What it prints, in part:\n\n```\n(.*?)```", README, re.S)
    assert shown is not None
    lines = [line for line in shown[1].split("\n") if line.strip()]
    assert len(lines) > 10
    for line in lines:
        assert line in printed


def test_its_python_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    code = re.search(r"```python\n(.*?)```", README, re.S)
    assert code is not None
    exec(compile(code[1], "README.md", "exec"), {})
    assert "undetermined" in capsys.readouterr().out or "fails" in capsys.readouterr().out


def test_its_links_resolve() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
