"""Real files with pieces deleted, doubled or swapped: rule files token by token, data files by cells, lines and bytes."""

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.corpus.parts import PAIRS, lexer, pair_text
from tests.rule_generation.chance import Chance, made_by, pick, several

from criteria_engine.checking import check_text
from criteria_engine.cli.main import run
from criteria_engine.diagnostics.rendering import in_full
from criteria_engine.language.syntax.keywords import TONGUES, keyword_in
from criteria_engine.source import Source, Span

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rulesets" / "hcmc" / "model_ward_police.criteria"
DATA = ROOT / "examples" / "data"
FEW = settings().max_examples * 2 // 5
"""Examples where each costs a whole run of a command."""


@cache
def tokens_of(name: str, tongue: str) -> tuple[str, ...]:
    """A file of the corpus in pieces that a parser takes one by one, with the line ends between them."""
    text = pair_text(name, tongue)
    found, line = [], 1
    for token in lexer().lex(text):
        if token.line is not None and token.line > line:
            found.append("\n")
            line = token.line
        found.append(str(token))
    return tuple(found)


def mangled(chance: Chance, pieces: list[str]) -> list[str]:
    """Pieces with some of them deleted, doubled, swapped, or taken from elsewhere."""
    for _ in range(chance.whole(1, 6)):
        if not pieces:
            break
        place, other = chance.whole(0, len(pieces) - 1), chance.whole(0, len(pieces) - 1)
        match chance.whole(0, 4):
            case 0:
                del pieces[place]
            case 1:
                pieces.insert(place, pieces[place])
            case 2:
                pieces[place], pieces[other] = pieces[other], pieces[place]
            case 3:
                pieces.insert(place, pieces[other])
            case _:
                del pieces[min(place, other) : min(place, other) + chance.whole(1, 12)]
    return pieces


def mangled_rules(chance: Chance) -> str:
    pieces = list(tokens_of(pick(chance, PAIRS), pick(chance, TONGUES)))
    return " ".join(mangled(chance, pieces))


@given(made_by(mangled_rules))
def test_mangled_rules_are_answered(text: str) -> None:
    found = check_text(text, "mangled")
    assert (found.program is None) == bool(found.errors)
    for fault in found.faults:
        assert isinstance(fault.place, Span), fault
        assert fault.place.file == "mangled"
    for tongue in TONGUES:
        assert bool(in_full(found.faults, tongue, {"mangled": Source("mangled", text)}, keyword_in)) == bool(found.faults)


def test_a_mistake_leaves_the_rest_of_the_file_checked() -> None:
    """Half a file, and a file of which one line lacks its middle, have few faults of syntax."""
    for name in PAIRS:
        lines = pair_text(name, "vi").split("\n")
        half = check_text("\n".join(lines[: len(lines) // 2]))
        assert sum(fault.code.startswith("S") for fault in half.faults) <= 2


def some_lines(path: Path, count: int = 9) -> list[str]:
    return path.read_text("utf-8").splitlines(keepends=True)[:count]


def mangled_csv(chance: Chance) -> str:
    """Some wards with cells, lines or characters in disorder."""
    lines = some_lines(DATA / "hcmc_wards.csv")
    match chance.whole(0, 2):
        case 0:
            return "".join(mangled(chance, lines))
        case 1:
            place = chance.whole(0, len(lines) - 1)
            lines[place] = ",".join(mangled(chance, lines[place].split(",")))
            return "".join(lines)
    return "".join(mangled(chance, list("".join(lines))))


def mangled_json(chance: Chance) -> str:
    text = (DATA / "tan_chanh_hiep.json").read_text("utf-8")
    values = ["null", "1e400", '"x"', "-0", "[]", "{}", "NaN", "1.50", '"75%"', "true", "\ud800".encode("utf-8", "backslashreplace").decode()]
    if chance.whole(0, 1):
        content = json.loads(text)
        units = content if isinstance(content, list) else content.get("units", [content])
        for name in several(chance, 1, 4, lambda: pick(chance, sorted(units[0]))):
            units[0][name] = f"@{pick(chance, range(len(values)))}@"
        text = json.dumps(content, ensure_ascii=False)
        for index, value in enumerate(values):
            text = text.replace(f'"@{index}@"', value)
        return text
    return "".join(mangled(chance, list(text)))


def assert_answered(text: str, path: Path) -> None:
    path.write_text(text, "utf-8")
    assert run(["evaluate", str(RULES), "--data", str(path), "--as-of", "2023-12-31", "--json"]) in (0, 1)


@settings(max_examples=FEW)
@given(made_by(mangled_csv))
def test_mangled_csv_is_answered(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    assert_answered(text, tmp_path_factory.mktemp("mangled") / "units.csv")


@settings(max_examples=FEW)
@given(made_by(mangled_json))
def test_mangled_json_is_answered(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    assert_answered(text, tmp_path_factory.mktemp("mangled") / "units.json")
