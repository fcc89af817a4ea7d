"""The linter as a whole: permissions, summing up, what it takes no notice of, and how its work grows."""

import cProfile
import pstats

import pytest

from criteria_engine.checking import check_text, with_lint
from criteria_engine.cli.main import run
from criteria_engine.source import Span

HEAD = 'ruleset l.t "L"\n  source scheme "S"\nsubject ward identified by code\nfacts\n  code : text\n'
END = 'verdict\n  passes when every mandatory criterion passes\ntest "t"\n  given late = 1\n  expect verdict passes\n'


def criterion(name: str, requires: str, more: str = '  evidence "e"\n  remedy "r"\n') -> str:
    return f'criterion {name} "T"\n  mandatory\n  requires {requires}\n  cites scheme "1"\n{more}'


def warned(text: str) -> list[tuple[str, int]]:
    return [(fault.code, fault.place.line) for fault in with_lint(check_text(text)).faults if isinstance(fault.place, Span)]


WHOLE = HEAD + "  late : integer, 0..9\n" + criterion("A", "late <= 3") + END


@pytest.mark.parametrize(
    ("comments", "line"),
    [
        (" -- allow L001: kept", 7),
        ("\n  -- allow L001: kept", None),
        (" -- ALLOW l001 , L014 : kept", 7),
        (" -- cho phép  L001: giữ lại", 7),
    ],
)
def test_a_comment_behind_is_for_its_line_and_one_below_for_what_follows(comments: str, line: int | None) -> None:
    text = HEAD + f"  late : integer, 0..9\n  radios : integer{comments}\n" + criterion("A", "late <= 3") + END
    found = [code for code, _ in warned(text)]
    assert ("L001" in found) == (line is None)
    assert ("L092" in found) == (line is None or "L014" in comments)


def test_one_above_is_for_the_whole_of_what_follows() -> None:
    text = WHOLE.replace("criterion A", "-- allow L020: so\ncriterion A").replace("late <= 3", "late <= 3 or\n    late > 3")
    assert warned(text) == []
    assert warned(text.replace("-- allow L020: so\n", "\n")) == [("L020", 10)]


def test_one_above_the_header_is_for_the_whole_file() -> None:
    bare = HEAD + "  late : integer, 0..9\n  radios : integer\n" + criterion("A", "late <= 3", "") + END
    assert [code for code, _ in warned(bare)] == ["L001", "L011", "L012"]
    assert warned("-- A file.\n-- allow L001, L011: so\n-- allow L012: so\n\n" + bare) == []


def test_a_warning_of_compiling_is_allowed_for_evaluation_too() -> None:
    points = "  points at most 3\n    2 - late{}\n"
    text = WHOLE.replace('  evidence "e"', points.format("  -- allow R018: wanted") + '  evidence "e"')
    assert [fault.code for fault in check_text(text.replace("allow R018", "of R018")).faults] == ["R018"]
    assert check_text(text).faults == ()


def test_an_error_cannot_be_allowed() -> None:
    found = warned(WHOLE.replace("late <= 3", "later <= 3 -- allow N001: so"))
    assert [code for code, _ in found] == ["N001", "L091"]


def test_of_a_file_with_errors_only_names_and_characters_are_looked_at() -> None:
    text = HEAD + '  late : integer, 0..9 "L\u202ete"\n  radios : integer -- allow L001: so\n' + criterion("A", "later <= 3") + END
    assert [code for code, _ in warned(text)] == ["L043", "N001"]


def test_what_most_criteria_lack_is_said_once() -> None:
    names = "ABCDE"
    text = HEAD + "  late : integer, 0..9\n" + "".join(criterion(name, f"late <= {index}", "") for index, name in enumerate(names)) + END
    faults = with_lint(check_text(text)).faults
    assert [(fault.code, getattr(fault, "names", ())) for fault in faults] == [("L011", tuple(names)), ("L012", tuple(names))]
    allowed = text.replace("criterion B", "-- allow L011: so\ncriterion B")
    assert getattr(with_lint(check_text(allowed)).faults[0], "names", ()) == ("A", "C", "D", "E")


@pytest.mark.parametrize(
    "requires",
    [
        "late <= 9 - 1",
        "assessment date >= 2024-01-01 and late < 3",
        "late >= lowest",
        "lowest >= 1 and late < 3",
        "late = 0 or late > 1",
        "not late = 3",
    ],
)
def test_no_false_alarm_about_truth(requires: str) -> None:
    parameter = "parameter lowest : integer\n  0 from 2023-01-01\n  2 from 2024-01-01\n"
    force = '  in force from 2023-01-01\n  source scheme "S"\n'
    text = WHOLE.replace('  source scheme "S"\n', force).replace("criterion A", parameter + "criterion A").replace("late <= 3", requires)
    text = text.replace('test "t"', 'test "t"\n  as of 2024-02-01')
    assert {code for code, _ in warned(text)} <= {"L002"}


def test_alike_is_not_the_same_as_near() -> None:
    names = ["I", "II", "I1", "V1", "VI", "C1.1", "C11", "room", "rooms", "hoa", "hoà"]
    text = HEAD + "".join(f"  {name} : integer, 0..9\n" for name in [*names, "late"]) + criterion("A", " + ".join([*names, "late"]) + " > 3") + END
    assert warned(text) == []
    assert [code for code, _ in warned(text.replace("hoa", "hòa"))] == ["L040"]


def calls(count: int) -> int:
    facts = "".join(f"  f{i} : integer, 0..9\n" for i in range(count))
    criteria = "".join(criterion(f"C{i}", f"f{i} >= 3 and f{i} <= 8 or f{(7 * i) % count} > 1") for i in range(count))
    checked = check_text(HEAD + "  late : integer, 0..9\n" + facts + criteria + criterion("A", "late < 3") + END)
    profile = cProfile.Profile()
    profile.runcall(with_lint, checked)
    return pstats.Stats(profile).total_calls  # type: ignore[attr-defined, no-any-return]


def test_work_grows_with_the_text() -> None:
    calls(5)  # fills what is remembered between runs
    assert calls(160) < 2.2 * calls(80)


def test_the_command_shows_what_is_asked_for(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    path = f"{tmp_path}/l.criteria"
    with open(path, "w", encoding="utf-8") as file:
        file.write(WHOLE.replace("  late :", "  radios : integer\n  late :").replace('  remedy "r"\n', ""))

    def codes(*words: str) -> tuple[int, list[str]]:
        code = run(["check", path, "--lang", "en", *words])
        return code, [line[8:12] for line in capsys.readouterr().err.split("\n") if line.startswith("warning")]

    assert codes() == (0, ["L001", "L012"])
    assert codes("--strict") == (1, ["L001", "L012"])
    assert codes("--strict", "--ignore", "L00,L012") == (0, [])
    assert codes("--strict", "--select", "l012") == (1, ["L012"])
    assert codes("--select", "R", "--strict") == (0, [])
    assert run(["check", path, "--select", "T017", "--lang", "vi"]) == 2
    assert "T017" in capsys.readouterr().err
