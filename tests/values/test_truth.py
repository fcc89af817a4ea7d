"""Strong Kleene logic: the whole tables, De Morgan, and origins that could settle an unknown."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_engine.values.truth import Origin, Truth, Unknown, conjunction, disjunction, negation, unknown

A, B = unknown("missing", "a"), unknown("division by zero", "b")
T, F = True, False
AND = [(T, T, T), (T, F, F), (T, A, A), (F, T, F), (F, F, F), (F, A, F), (A, T, A), (A, F, F), (A, A, A)]
OR = [(T, T, T), (T, F, T), (T, A, T), (F, T, T), (F, F, F), (F, A, A), (A, T, T), (A, F, A), (A, A, A)]
ORDER = {F: 0, T: 2}
truths = st.booleans() | st.frozensets(st.builds(Origin, st.just("missing"), st.sampled_from("abc")), min_size=1).map(Unknown)


def rank(truth: Truth) -> int:
    return 1 if isinstance(truth, Unknown) else ORDER[truth]


@pytest.mark.parametrize(("left", "right", "expected"), AND)
def test_and(left: Truth, right: Truth, expected: Truth) -> None:
    assert conjunction((left, right)) == expected


@pytest.mark.parametrize(("left", "right", "expected"), OR)
def test_or(left: Truth, right: Truth, expected: Truth) -> None:
    assert disjunction((left, right)) == expected


def test_not() -> None:
    assert [negation(truth) for truth in (T, F, A)] == [F, T, A]


def test_of_nothing() -> None:
    assert (conjunction(()), disjunction(())) == (True, False)


@pytest.mark.parametrize("several", [list(row) for length in range(4) for row in product((T, F, A, B), repeat=length)])
def test_the_tables_of_any_length(several: list[Truth]) -> None:
    for found, expected in ((conjunction(several), min), (disjunction(several), max)):
        assert rank(found) == expected(map(rank, several), default=2 if expected is min else 0)
        if isinstance(found, Unknown):
            assert found.origins == frozenset().union(*(truth.origins for truth in several if isinstance(truth, Unknown)))
    assert conjunction(iter(several)) == conjunction(reversed(several)) and disjunction(iter(several)) == disjunction(reversed(several))


@given(st.lists(truths, max_size=5))
def test_de_morgan(several: list[Truth]) -> None:
    assert negation(conjunction(several)) == disjunction(map(negation, several))
    assert negation(disjunction(several)) == conjunction(map(negation, several))


@given(st.lists(truths, min_size=1, max_size=5), st.data())
def test_knowing_more_never_turns_a_decided_truth(several: list[Truth], data: st.DataObject) -> None:
    known = [data.draw(st.booleans()) if isinstance(truth, Unknown) else truth for truth in several]
    for operation in (conjunction, disjunction):
        found = operation(several)
        assert isinstance(operation(known), bool)
        assert isinstance(found, Unknown) or operation(known) == found


@given(st.lists(truths, max_size=4))
def test_an_unknown_could_go_either_way(several: list[Truth]) -> None:
    for operation in (conjunction, disjunction):
        if isinstance(operation(several), Unknown):
            ends = {operation([end if isinstance(truth, Unknown) else truth for truth in several]) for end in (True, False)}
            assert ends == {True, False}


def test_an_unknown_is_no_python_truth() -> None:
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(A)
    assert unknown("missing", "a") == A and A != B
    assert sorted([Origin("missing", "b"), Origin("invalid", "c"), Origin("missing", "a")])[0] == Origin("invalid", "c")
