"""`criteria completion`: the script is run by bash, which then completes as it would for someone typing."""

import subprocess
from pathlib import Path

import pytest

from criteria_engine.cli.main import run
from criteria_engine.cli.usage import COMMANDS

ASKING = """
source {script}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_criteria
printf '%s\\n' "${{COMPREPLY[@]}}"
complete -p criteria
"""


@pytest.fixture
def bash_script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert run(["completion", "bash"]) == 0
    path = tmp_path / "completion.bash"
    path.write_text(capsys.readouterr().out, "utf-8")
    return path


def completed(script: Path, *words: str) -> tuple[list[str], str]:
    """What bash offers for the last word, and how it completes otherwise."""
    asked = subprocess.run(
        ["bash", "--norc", "-c", ASKING.format(script=script), "bash", *words], cwd=script.parent, capture_output=True, text=True, check=True
    )
    assert asked.stderr == ""
    *offered, otherwise = asked.stdout.rstrip("\n").split("\n")
    return [word for word in offered if word], otherwise


def test_bash_completes(bash_script: Path) -> None:
    (bash_script.parent / "rules.criteria").write_text("", "utf-8")
    assert set(completed(bash_script, "criteria", "")[0]) == set(COMMANDS)
    assert completed(bash_script, "criteria", "ev")[0] == ["evaluate"]
    assert completed(bash_script, "criteria", "fmt", "--to", "")[0] == ["vi", "en"]
    assert completed(bash_script, "criteria", "fmt", "--ch")[0] == ["--check"]
    assert completed(bash_script, "criteria", "completion", "")[0] == ["bash", "zsh", "fish"]
    for command in ("check", "fmt", "evaluate", "test"):
        assert completed(bash_script, "criteria", command, "rul")[0] == ["rules.criteria"]
    assert completed(bash_script, "criteria", "check", "x")[1] == "complete -o default -F _criteria criteria"


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_have_their_scripts(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    script = capsys.readouterr().out
    for command in COMMANDS:
        assert command in script
    assert ("#compdef criteria" in script) == (shell == "zsh")
    assert ("compdef _cyclopts_criteria criteria\n" in script) == (shell == "zsh"), "the function is announced, or nothing completes"
    assert ("complete -c criteria" in script) == (shell == "fish")


def test_an_unknown_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", "cmd", "--lang", "en"]) == 2
    assert "It is one of bash, zsh, fish." in capsys.readouterr().err
