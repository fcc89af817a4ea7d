"""The same rules written by hand in both tongues are the same program, however they are typed."""

import re
import unicodedata

import pytest

from criteria_engine.checking import check_text
from criteria_engine.ir.dump import dump
from criteria_engine.language.printing.rule_files import rule_text
from criteria_engine.language.syntax.keywords import TONGUES, keywords
from criteria_engine.language.syntax.parser import parse
from criteria_engine.language.tree.declarations import RuleFile
from criteria_engine.rule_tests.running import run_tests
from criteria_engine.source import source_from_text

from .parts import FOLDER, PAIRS, keyword_tokens, pair_text

each_pair = pytest.mark.parametrize("name", PAIRS)
each_tongue = pytest.mark.parametrize("tongue", TONGUES)


def tree_of(text: str) -> RuleFile:
    found = parse(source_from_text(text, "pair"))
    assert found.faults == ()
    assert found.tree is not None
    return found.tree


def test_no_file_is_alone() -> None:
    assert len(list(FOLDER.glob("pairs/*.criteria"))) == 2 * len(PAIRS) > 0


@each_pair
@each_tongue
def test_compiles_without_fault(name: str, tongue: str) -> None:
    found = check_text(pair_text(name, tongue), f"{name}.{tongue}.criteria")
    assert [(fault.code, fault.place) for fault in found.faults] == []
    assert found.program is not None


@each_pair
def test_both_tongues_say_the_same(name: str) -> None:
    english, vietnamese = (pair_text(name, tongue) for tongue in ("en", "vi"))
    assert tree_of(english) == tree_of(vietnamese)
    assert dump(check_text(english).program) == dump(check_text(vietnamese).program)


@each_pair
def test_the_two_files_are_in_step(name: str) -> None:
    """Keyword for keyword and line for line, so that a reader can lay one beside the other."""
    english, vietnamese = ([(token.line, token.type) for token in keyword_tokens(pair_text(name, tongue))] for tongue in ("en", "vi"))
    assert english == vietnamese


@each_pair
@each_tongue
def test_a_file_keeps_to_its_tongue(name: str, tongue: str) -> None:
    for token in keyword_tokens(pair_text(name, tongue)):
        assert " ".join(token.split()) in keywords()[token.type.removeprefix("KW_")].spellings[tongue]


@each_pair
@each_tongue
def test_printed_into_either_tongue_it_reads_the_same(name: str, tongue: str) -> None:
    tree = tree_of(pair_text(name, tongue))
    for other in TONGUES:
        printed = rule_text(tree, other)
        assert tree_of(printed) == tree
        assert rule_text(tree_of(printed), other) == printed


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def windows_lines(text: str) -> str:
    return text.replace("\n", "\r\n")


def old_lines(text: str) -> str:
    return text.replace("\n", "\r")


def no_break_spaces(text: str) -> str:
    """No-break spaces inside keywords of several words, and for every indentation."""
    for token in reversed(keyword_tokens(text)):
        assert token.start_pos is not None and token.end_pos is not None
        text = text[: token.start_pos] + token.replace(" ", "\u00a0") + text[token.end_pos :]
    return re.sub("(?m)^ +", lambda found: "\u00a0" * len(found[0]), text)


def wide_spaces(text: str) -> str:
    """Several spaces and tabs inside keywords of several words."""
    for token in reversed(keyword_tokens(text)):
        text = text[: token.start_pos] + token.replace(" ", " \t ") + text[token.end_pos :]
    return text


def byte_order_mark(text: str) -> str:
    return "\ufeff" + text


def no_indentation(text: str) -> str:
    return re.sub("(?m)^ +", "", text)


WAYS_OF_TYPING = (decomposed, windows_lines, old_lines, no_break_spaces, wide_spaces, byte_order_mark, no_indentation)


@pytest.mark.parametrize("way", WAYS_OF_TYPING, ids=lambda way: way.__name__)
@each_pair
@each_tongue
def test_however_it_is_typed(name: str, tongue: str, way) -> None:  # type: ignore[no-untyped-def]
    text = pair_text(name, tongue)
    assert tree_of(way(text)) == tree_of(text)


@each_pair
@each_tongue
def test_every_spelling_reads_the_same(name: str, tongue: str) -> None:
    """The file with all its keywords in their first spelling, in their second and so on."""
    text = pair_text(name, tongue)
    tree = tree_of(text)
    most = max(len(row.spellings[tongue]) for row in keywords().values())
    for turn in range(most):
        respelled = text
        for token in reversed(keyword_tokens(text)):
            spellings = keywords()[token.type.removeprefix("KW_")].spellings[tongue]
            respelled = respelled[: token.start_pos] + spellings[turn % len(spellings)] + respelled[token.end_pos :]
        assert tree_of(respelled) == tree


@each_tongue
def test_every_keyword_stands_in_some_pair(tongue: str) -> None:
    used = {token.type.removeprefix("KW_") for name in PAIRS for token in keyword_tokens(pair_text(name, tongue))}
    assert used == set(keywords())


@each_tongue
def test_the_tests_in_the_pairs_hold(tongue: str) -> None:
    program = check_text(pair_text("programme_and_tests", tongue)).program
    assert program is not None
    outcomes = list(run_tests(program))
    assert len(outcomes) == 4
    assert [outcome for outcome in outcomes if not outcome.holds] == []
