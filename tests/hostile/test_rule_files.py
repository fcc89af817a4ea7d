"""Whatever a rule file holds, each command that reads one ends in time, with faults that say where, and never by accident."""

from pathlib import Path

import pytest

from .commands import BIG, attempt, located
from .rule_attacks import ATTACKS, HEAD

SIZE = 100_000 if BIG else 1_500
RULES = Path(__file__).parents[2] / "rulesets" / "hcmc" / "model_ward_police.criteria"
DATA = b"code,f,n\n1,yes,3\n"


@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_on_rule_files(name: str, tmp_path: Path) -> None:
    path, data, sheet = tmp_path / "a.criteria", tmp_path / "d.csv", tmp_path / "t.xlsx"
    content = ATTACKS[name](SIZE)
    path.write_bytes(content)
    data.write_bytes(DATA)
    on_data = ["--data", data, "--as-of", "2023-12-31", "--lang", "vi"]
    checked = attempt("check", path, "--lang", "en")
    assert checked.code in (0, 1)
    if checked.code == 1:
        assert "error[" in checked.err and located(checked, path)
        assert checked.err.count("error[") <= 500
    every = [
        ["check", path, "--format", "json", "--lang", "vi"],
        ["test", path],
        ["evaluate", path, *on_data],
        ["explain", path, *on_data, "--unit", "1", "--why-not", "--seconds", "0.2"],
        ["schema", path, "--template", "xlsx", "--out", sheet],
        ["mapping", path, "--data", data],
    ]
    for command in every if checked.code == 0 or BIG else every[:2]:
        assert attempt(*command).code in (0, 1)
    found = attempt("fmt", path, "--to", "vi", "--lang", "en")
    assert found.code in (0, 1)
    if found.code:
        assert path.read_bytes() == content
    path.write_bytes(content)
    attempt("check", path, "--fix", "--lang", "en")
    assert attempt("check", path, "--lang", "en").err.count("error[") <= checked.err.count("error[") or checked.err.count("error[") >= 500


WHOLE = RULES.read_bytes()
VERDICT = WHOLE.index("kết luận".encode()) if "kết luận".encode() in WHOLE else WHOLE.index(b"\nverdict")
"""Where the verdict begins: behind it the file may be whole without its tests."""

CUTS = [*range(1, len(WHOLE), len(WHOLE) // (400 if BIG else 24) or 1)]


@pytest.mark.parametrize("cut", CUTS)
def test_half_a_file(cut: int, tmp_path: Path) -> None:
    path = tmp_path / "half.criteria"
    path.write_bytes(WHOLE[:cut])
    found = attempt("check", path, "--lang", "en")
    if cut <= VERDICT:
        assert found.code == 1 and located(found, path)
    assert found.code == 0 or located(found, path)
    assert found.err.count("error[") <= 12  # the end is missing: what stands before it has no faults of its own
    for command in ("fmt", "test") if BIG else ("fmt",):
        attempt(command, path)


@pytest.mark.parametrize("cut", CUTS[:: 4 if BIG else 6])
def test_the_other_half_of_a_file(cut: int, tmp_path: Path) -> None:
    path = tmp_path / "half.criteria"
    path.write_bytes(WHOLE[cut:])
    found = attempt("check", path, "--lang", "vi")
    assert found.code == 1 and located(found, path)


@pytest.mark.parametrize("name", ["UTF-16", "UTF-16 without a mark", "UTF-16 the other way", "UTF-32", "UTF-32 without a mark", "NUL", "a byte"])
def test_what_is_not_text_is_one_fault(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.criteria"
    path.write_bytes(ATTACKS[name](1000))
    assert attempt("check", path, "--lang", "en").err.count("error[") == 1


def test_very_many_faults_are_shown_up_to_five_hundred(tmp_path: Path) -> None:
    path = tmp_path / "a.criteria"
    path.write_bytes(HEAD.encode() + "".join(f"  x{number} : unknown_{number}\n" for number in range(700)).encode())
    found = attempt("check", path, "--lang", "en")
    assert found.code == 1
    assert found.err.count("error[") == 500
    assert "201" in found.err  # 700 types that are none, and no verdict


EVIL = "\x1b[31m\u202e\u2066\u200b\ufeff\x07[red]=cmd|' /C calc'!A0 <script>alert(1)</script> **b** `c` | x"


def _evil_rules() -> str:
    text = EVIL.replace('"', "")
    return (
        f'ruleset a "{text}"\n  source s "{text}"\nsubject ward "{text}" identified by code, named by name, grouped by district\n'
        f'facts\n  code : text\n  name : text\n  district : text\n  f : yes/no "{text}" actionable\n  r : one of (a "{text}", b) "{text}"\n'
        f'pillar P "{text}"\ncriterion C "{text}"\n  mandatory\n  requires f\n  evidence "{text}"\n  cites s "{text}"\n  remedy "{text}"\n'
        f'verdict\n  disqualified when r = a because "{text}"\n  passes when C passes\n'
        f'programme "{text}"\n  phase 1 "{text}" due 2023-12-31\n    every ward passes\n'
        f'test "{text}"\n  given f = no\n  expect C passes\n'
    )


def test_text_of_rules_and_data_is_inert_in_every_output(tmp_path: Path) -> None:
    rules, data = tmp_path / "e.criteria", tmp_path / "d.csv"
    rules.write_text(_evil_rules(), "utf-8")
    quoted = EVIL.replace('"', "")
    data.write_text(f'code,name,district,f,r\n1,"{quoted}","{quoted}",no,b\n2,"{quoted}","{quoted}","{quoted}",a\n', "utf-8")
    units = tmp_path / "u.csv"
    units.write_text(f'code,name,district\n1,"{quoted}","{quoted}"\n2,"{quoted}","{quoted}"\n3,"{quoted}","{quoted}"\n', "utf-8")
    on_data = [rules, "--data", data, "--as-of", "2023-12-31", "--units", units]
    commands: list[list[object]] = [
        ["check", rules],
        *(["check", rules, "--format", form] for form in ("json", "sarif", "github", "concise")),
        ["test", rules],
        ["test", rules, "--json"],
        ["schema", rules],
        ["mapping", rules, "--data", data],
        ["evaluate", *on_data],
        ["evaluate", *on_data, "--json"],
        ["programme", *on_data],
        *(
            ["explain", *on_data, "--unit", "1", "--format", form, *more]
            for form in ("text", "markdown", "json")
            for more in ([], ["--why-not"], ["--missing"])
        ),
    ]
    for command in commands:
        for tongue in ("vi", "en"):
            done = attempt(*command, "--lang", tongue)
            if "markdown" in command:
                assert "<script" not in done.out
