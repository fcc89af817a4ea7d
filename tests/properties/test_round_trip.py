"""A tree written as text in either tongue and parsed again is the same tree."""

import pytest
from hypothesis import given

from criteria_engine.language.printing.rule_files import rule_text
from criteria_engine.language.syntax.parser import parse
from criteria_engine.language.tree import declarations as d
from criteria_engine.source import source_from_text

from tests.rule_generation.any_sections import rule_file
from tests.rule_generation.chance import Seeded, made_by


def assert_same_after_round_trip(tree: d.RuleFile, tongue: str) -> None:
    text = rule_text(tree, tongue)
    parsed = parse(source_from_text(text))
    assert not parsed.faults, f"{parsed.faults}\n{text}"
    assert parsed.tree == tree, text


@given(made_by(rule_file))
def test_any_tree_survives_english(tree: d.RuleFile) -> None:
    assert_same_after_round_trip(tree, "en")


@given(made_by(rule_file))
def test_any_tree_survives_vietnamese(tree: d.RuleFile) -> None:
    assert_same_after_round_trip(tree, "vi")


@pytest.mark.parametrize("start", range(0, 2000, 500))
def test_many_trees_survive_both(start: int) -> None:
    for seed in range(start, start + 500):
        tree = rule_file(Seeded(seed))
        assert_same_after_round_trip(tree, "en" if seed % 2 else "vi")
