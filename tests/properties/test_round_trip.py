"""A tree written as text in either tongue and parsed again is the same tree; both tongues make the same program."""

import unicodedata

import pytest
from hypothesis import given
from tests.rule_generation.any_sections import rule_file
from tests.rule_generation.chance import Seeded
from tests.rule_generation.strategies import any_trees, compiled, typed_trees

from criteria_engine.ir.dump import dump
from criteria_engine.language.printing.rule_files import rule_text
from criteria_engine.language.syntax.keywords import TONGUES
from criteria_engine.language.syntax.parser import parse
from criteria_engine.language.tree.declarations import RuleFile
from criteria_engine.source import source_from_text


def assert_same_after_round_trip(tree: RuleFile, tongue: str) -> None:
    text = rule_text(tree, tongue)
    parsed = parse(source_from_text(text))
    assert not parsed.faults, f"{parsed.faults}\n{text}"
    assert parsed.tree == tree, text


@given(any_trees())
def test_any_tree_survives_either_tongue(tree: RuleFile) -> None:
    for tongue in TONGUES:
        assert_same_after_round_trip(tree, tongue)


@pytest.mark.parametrize("start", range(0, 3000, 500))
def test_many_trees_survive(start: int) -> None:
    for seed in range(start, start + 500):
        assert_same_after_round_trip(rule_file(Seeded(seed)), TONGUES[seed % len(TONGUES)])


@given(typed_trees())
def test_both_tongues_make_the_same_program(tree: RuleFile) -> None:
    english, vietnamese = (compiled(rule_text(tree, tongue)) for tongue in TONGUES)
    assert [(fault.code, fault.severity) for fault in english.faults] == [(fault.code, fault.severity) for fault in vietnamese.faults]
    assert dump(english.program) == dump(vietnamese.program)


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def as_windows_writes(text: str) -> str:
    return "\ufeff" + text.replace("\n", "\r\n")


def with_no_break_spaces(text: str) -> str:
    """Every space outside texts and names in back-quotes as a no-break space."""
    parts = []
    for line in text.split("\n"):
        quoted = False
        for position, character in enumerate(line):
            escaped = line[:position].endswith("\\") and not line[:position].endswith("\\\\")
            if character == '"' and not escaped:
                quoted = not quoted
            parts.append("\u00a0" if character == " " and not quoted and "`" not in line else character)
        parts.append("\n")
    return "".join(parts)


@pytest.mark.parametrize("written", [decomposed, as_windows_writes, with_no_break_spaces], ids=lambda way: way.__name__)
@given(tree=typed_trees())
def test_however_it_is_typed_it_is_the_same_program(written, tree: RuleFile) -> None:  # type: ignore[no-untyped-def]
    text = rule_text(tree, "vi")
    typed = parse(source_from_text(written(text)))
    assert not typed.faults
    assert typed.tree == tree
    assert dump(compiled(written(text)).program) == dump(compiled(text).program)
