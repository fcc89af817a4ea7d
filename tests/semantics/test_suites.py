"""What the heads of suite files say holds of their cases, and every word of the conformance page is used."""

import re
from collections import Counter

import pytest
from tests.semantics.suites import SuiteFile, group_of, suite_files, words

FILES = suite_files()


@pytest.mark.parametrize("file", FILES, ids=[file.topic for file in FILES])
def test_every_test_of_the_suite_is_a_case_or_left_out(file: SuiteFile) -> None:
    found = Counter(map(group_of, file.cases))
    left = {group: sum(reasons.values()) for group, reasons in file.left.items()}
    assert {group: found[group] + left.get(group, 0) for group in file.groups} == dict(file.groups)
    assert set(found) | set(left) <= set(file.groups)


@pytest.mark.parametrize("file", FILES, ids=[file.topic for file in FILES])
def test_a_case_says_what_the_suite_answers_where_we_answer_otherwise(file: SuiteFile) -> None:
    assert [case.id for case in file.cases if (case.departs is None) != (case.theirs is None)] == []
    assert [case.id for case in file.cases if case.departs is not None and case.values.get("answer") == case.theirs] == []
    assert all(re.fullmatch(r"[0-9a-f]{40}", commit) for commit in file.commits)


def test_reasons_and_deviations_are_those_of_the_cases() -> None:
    assert {file.of for file in FILES} == set(words()["suites"])
    assert {why for file in FILES for reasons in file.left.values() for why in reasons} == set(words()["left"])
    assert {case.departs for file in FILES for case in file.cases} - {None} == set(words()["departs"])
