"""Whatever a rule file or a data file holds, the answer is a fault with code and place, and exit code 1, never a traceback."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_engine.checking import check_text
from criteria_engine.cli.main import run
from criteria_engine.source import Span

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "rulesets").rglob("*.criteria"))
HEAD = 'ruleset h.t "H"\nsubject ward identified by code\nfacts\n  code : text\n  a : integer, 0..9\n  f : yes/no\n'
TAIL = "\nverdict\n  passes when F1 passes\n"
LONG = 20_000
"""How long the chains are: a tenth of a megabyte; how the time grows is measured elsewhere."""


def faults_of(text: str) -> list[str]:
    found = check_text(text).faults
    assert all(fault.code for fault in found)
    assert all(isinstance(fault.place, Span) for fault in found if fault.code[0] in "SNT")
    return [fault.code for fault in found]


@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    assert faults_of(text)


@given(st.binary(max_size=300))
def test_any_bytes_are_answered(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "soup.criteria"
    path.write_bytes(content)
    assert run(["check", str(path), "--lang", "vi"]) == 1
    rules = SHIPPED[0]
    data = path.with_suffix(".csv")
    data.write_bytes(content)
    assert run(["evaluate", str(rules), "--data", str(data), "--as-of", "2024-06-30"]) in (0, 1)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_mangled_rule_files_are_answered(path: Path) -> None:
    random = Random(7)
    lines = path.read_text("utf-8").split("\n")
    for _ in range(12):
        mangled = list(lines)
        for _ in range(random.randint(1, 6)):
            place, other = random.randrange(len(mangled)), random.randrange(len(mangled))
            match random.randrange(5):
                case 0:
                    del mangled[place]
                case 1:
                    mangled.insert(place, mangled[other])
                case 2:
                    mangled[place], mangled[other] = mangled[other], mangled[place]
                case 3:
                    words = mangled[place].split(" ")
                    random.shuffle(words)
                    mangled[place] = " ".join(words)
                case _:
                    mangled[place] = mangled[place][: random.randint(0, len(mangled[place]))]
        faults_of("\n".join(mangled))
    for part in (0.1, 0.5, 0.9):
        text = path.read_text("utf-8")
        faults_of(text[: int(len(text) * part)])


HOSTILE = {
    "brackets": "criterion F1\n  requires " + "(" * LONG + "f" + ")" * LONG,
    "nots": "criterion F1\n  requires " + "not " * LONG + "f",
    "signs": "criterion F1\n  requires a >= " + "- " * LONG + "1",
    "open brackets": "criterion F1\n  requires " + "(" * LONG,
    "ands": "criterion F1\n  requires " + " and ".join(["f"] * LONG),
    "ors": "criterion F1\n  requires " + " or ".join(["f"] * LONG),
    "terms": "criterion F1\n  requires " + " + ".join(["a"] * LONG) + " >= 1",
    "factors": "criterion F1\n  requires " + " * ".join(["a"] * 2_000) + " >= 1",
    "list": "criterion F1\n  requires at least 3 of " + ", ".join(["f"] * LONG),
    "one long line": "criterion F1\n  requires f -- " + "x" * 1_000_000,
    "zeros": "criterion F1\n  requires a >= 1" + "0" * LONG,
    "nul bytes": "criterion F1\n  requires f\0\0\0 and \0 f",
    "quotes": "criterion F1 " + '"' * 99_999,
    "names": "criterion F1\n  requires " + "\n".join(f"x{n}" for n in range(20_000)),
    "headings below headings": "".join(f"\nindicator I{n}\n  under I{n + 1}\n  requires f" for n in range(3_000)),
    "definitions on definitions": "".join(f"\ndefine d{n} : integer = d{n + 1} + 1" for n in range(3_000)) + "\ndefine d3000 : integer = 1",
    "definitions in a circle": "".join(f"\ndefine d{n} : integer = d{(n + 1) % 3_000}" for n in range(3_000)),
    "combining marks": "criterion F1\n  requires " + "e" + "\u0301" * 50_000,
    "directions": "criterion F1\n  requires \u202ef\u202c",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_answered(name: str) -> None:
    checked = check_text(HEAD + HOSTILE[name] + TAIL)
    assert checked.program is not None or checked.errors
    assert all(fault.code for fault in checked.faults)


@pytest.mark.parametrize("name", ["ands", "ors", "terms", "list"])
def test_long_chains_are_evaluated_and_explained(name: str) -> None:
    import criteria_engine as ce

    body = HOSTILE[name]
    rules = ce.loads(HEAD + body + TAIL)
    result = rules.evaluate({"code": "1", "f": True, "a": 1}, "2024-01-01")
    assert result.verdict == "passes"


def test_too_large_a_file_is_refused() -> None:
    assert faults_of(HEAD + "-- " + "x" * 2_100_000) == ["S002"]


def test_very_many_mistakes_are_all_told() -> None:
    """The search for repairs ends after a time; what is wrong after it is told as well."""
    criteria = "".join(f"criterion G{n}\n  requires f f\n" for n in range(1_500))
    found = faults_of(f"{HEAD}{criteria}verdict\n  passes when G1 passes\n")
    assert len(found) == 1_500
    assert set(found) <= {"S008", "S020"}
