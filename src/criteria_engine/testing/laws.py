"""Laws that rule sets should keep, each tried on many generated records; a breach is an AssertionError with the smallest record found."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Literal

from hypothesis import Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from criteria_engine.data.cell_reading import read_datum
from criteria_engine.data.unit_records import facts_with_identifier
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.engine import Result, Rules
from criteria_engine.ir.outcomes import Extent
from criteria_engine.ir.program import Fact
from criteria_engine.reasons.variables import Variable
from criteria_engine.testing.days import days_looked_at
from criteria_engine.testing.generated import GeneratedRecord
from criteria_engine.testing.landmarks import landmarks_of
from criteria_engine.testing.record_strategies import records
from criteria_engine.testing.value_strategies import values_of
from criteria_engine.values.numbers import Rational, exact_text
from criteria_engine.values.types import ChoiceType, DateType, NumberType, YesNoType

RANKS = {"disqualified": 0, "fails": 1, "passes": 2}
"""From the worst verdict to the best; grades stand beside them, and undetermined nowhere."""

OUTCOMES = {"fails": 0, "basically met": 1, "passes": 2}
"""From the worst outcome of a heading to the best; one that is not applicable is no better or worse."""


def assert_monotone(
    rules: Rules, fact: str, *, as_of: date | str, more: Literal["better", "worse"] = "better", criteria: bool = True, examples: int = 200
) -> None:
    """More of a fact (a number, a date, yes/no or an ordered choice) is never worse: with all else the same, a higher value
    lowers neither the verdict, nor the grade, nor the score, nor (with `criteria`) what any pillar, criterion or indicator comes
    to. With `more="worse"` it raises none of them.

    It is tried at the fact's bounds and thresholds and on other values, in records of all kinds. What is not known on one
    side, or has no score there, is not compared. Raises AssertionError with the smallest breach that was found,
    ValueError where the fact has no order.
    """
    declared = _fact(rules, fact)
    if not _in_order(declared):
        raise ValueError(f"the values of `{fact}` are in no order")

    def breach(drawn: tuple[GeneratedRecord, object, object]) -> str | None:
        record, *ends = drawn
        low, high = sorted(ends, key=lambda value: _place(declared, value))
        first, second = (rules.evaluate({**record, fact: value}, as_of) for value in (low, high))
        for what, before, after, change in _changes(first, second, criteria):
            if change < 0 if more == "better" else change > 0:
                turned = f"from {_said(low)} to {_said(high)} the {what} turns from {before} to {after}"
                return f"more `{fact}` must not be {_OTHER[more]}: {turned}; the rest of the record: {dict(record)!r}"
        return None

    value = _values(rules, declared, as_of)
    __tracebackhide__ = True
    _hold(st.tuples(_without(rules, fact, as_of), value, value), breach, examples)


def assert_indifferent(rules: Rules, fact: str, *, as_of: date | str, examples: int = 200) -> None:
    """A fact makes no difference: whatever its value, or if it is missing, verdict, grade, score and all criteria come out
    the same. Raises AssertionError with the smallest breach that was found."""
    declared = _fact(rules, fact)

    def breach(drawn: tuple[GeneratedRecord, object, object]) -> str | None:
        record, one, other = drawn
        first, second = (rules.evaluate(record if given is None else {**record, fact: given}, as_of) for given in (one, other))
        differs = _difference(first, second, criteria=True)
        if differs is None:
            return None
        shown = f"with {_said(one)} {differs[0]}, with {_said(other)} {differs[1]}"
        return f"`{fact}` must make no difference: {shown}; the rest of the record: {dict(record)!r}"

    value = _values(rules, declared, as_of)
    __tracebackhide__ = True
    _hold(st.tuples(_without(rules, fact, as_of), value | st.none(), value), breach, examples)


def assert_decided(rules: Rules, *, as_of: date | str, examples: int = 200) -> None:
    """Whoever gives every fact, each table and no unreadable value gets a verdict: it is never undetermined. Raises
    AssertionError with the smallest record found that leaves it open."""

    def breach(record: GeneratedRecord) -> str | None:
        result = rules.evaluate(record, as_of)
        return f"the verdict of a complete record is undetermined: {dict(record)!r}" if result.verdict == "undetermined" else None

    __tracebackhide__ = True
    _hold(records(rules, missing=False, as_of=as_of), breach, examples)


def assert_same(rules: Rules, others: Rules, *, as_of: date | str, examples: int = 200) -> None:
    """Two rule sets that take the same data give the same verdict, grade and score, also where facts are missing: for rules
    written anew. Records fit `rules`, with the thresholds of either. Raises AssertionError with the smallest breach found."""

    def breach(record: GeneratedRecord) -> str | None:
        first, second = rules.evaluate(record, as_of), others.evaluate(record, as_of)
        differs = _difference(first, second)
        return None if differs is None else f"{rules.name}: {differs[0]}, {others.name}: {differs[1]}; the record: {dict(record)!r}"

    either = records(rules, as_of=as_of)
    if set(facts_with_identifier(rules.program)) == set(facts_with_identifier(others.program)):
        either |= records(others, as_of=as_of)
    __tracebackhide__ = True
    _hold(either, breach, examples)


def _hold(drawn: st.SearchStrategy[Any], breach: Callable[[Any], str | None], examples: int) -> None:
    """Looks for an example with a breach, the same ones each time; raises AssertionError with the smallest."""
    __tracebackhide__ = True
    always_the_same = settings(max_examples=examples, derandomize=True, database=None, deadline=None, phases=(Phase.generate, Phase.shrink))
    try:
        found = find(drawn, lambda example: breach(example) is not None, settings=always_the_same)
    except NoSuchExample:
        return
    raise AssertionError(breach(found))


def _fact(rules: Rules, name: str) -> Fact:
    facts = facts_with_identifier(rules.program)
    if name not in facts:
        raise ValueError(f"the rules {rules.name} have no fact named {name}")
    return facts[name]


def _without(rules: Rules, fact: str, as_of: date | str) -> st.SearchStrategy[dict[str, Any]]:
    return records(rules, as_of=as_of).map(lambda record: {name: value for name, value in record.items() if name != fact})


def _values(rules: Rules, fact: Fact, as_of: date | str) -> st.SearchStrategy[Any]:
    """Values of one fact that can be read, half of them at boundaries where it has any."""
    days = days_looked_at(rules, as_of)
    variable = Variable(fact.name, fact)
    values = values_of(variable, landmarks_of([rules.on(day) for day in days], (variable,)))
    return values.ordinary if values.boundary is None else values.ordinary | values.boundary


def _in_order(fact: Fact) -> bool:
    return isinstance(fact.type, (NumberType, DateType, YesNoType)) or (isinstance(fact.type, ChoiceType) and fact.type.ordered)


def _place(fact: Fact, value: object) -> Any:
    """Where among a fact's values one stands that was made for it."""
    read = read_datum(value, fact)
    assert not isinstance(read, Fault) and read is not None
    return read


def _changes(first: Result, second: Result, criteria: bool) -> Iterator[tuple[str, str, str, Rational]]:
    """For what is known of two results, in words: what it is, what it was and became, and whether it is higher now (positive)."""
    if first.verdict in RANKS and second.verdict in RANKS:
        yield "verdict", first.verdict, second.verdict, RANKS[second.verdict] - RANKS[first.verdict]
    if first.grade is not None and second.grade is not None:
        yield "grade", first.grade, second.grade, second.outcome.grades[0] - first.outcome.grades[0]
    if first.score is not None and second.score is not None and _exact(first.score) and _exact(second.score):
        yield "score", exact_text(first.score.low), exact_text(second.score.low), second.score.low - first.score.low
    for name, before in first.criteria.items() if criteria else ():
        after = second.criteria[name]
        if before.outcome in OUTCOMES and after.outcome in OUTCOMES:
            yield f"outcome of {name}", before.outcome, after.outcome, OUTCOMES[after.outcome] - OUTCOMES[before.outcome]
        if before.points is not None and after.points is not None and _exact(before.points) and _exact(after.points):
            change = after.points.low - before.points.low
            yield f"number of points of {name}", exact_text(before.points.low), exact_text(after.points.low), change


def _exact(score: Extent) -> bool:
    return score.low == score.high


def _difference(first: Result, second: Result, criteria: bool = False) -> tuple[str, str] | None:
    """What is not the same of two results, as each has it."""
    if first.verdict != second.verdict:
        return first.verdict, second.verdict
    if first.outcome.grades != second.outcome.grades:
        return f"grade {first.grade}", f"grade {second.grade}"
    if first.score != second.score:
        return f"score {_score(first.score)}", f"score {_score(second.score)}"
    for name, outcome in first.criteria.items() if criteria else ():
        if outcome.outcome != second.criteria[name].outcome:
            return f"{name} {outcome.outcome}", f"{name} {second.criteria[name].outcome}"
    return None


def _score(score: Extent | None) -> str:
    if score is None:
        return "none"
    return exact_text(score.low) if _exact(score) else f"{exact_text(score.low)} to {exact_text(score.high)}"


def _said(value: object) -> str:
    return "nothing" if value is None else str(value)


_OTHER: Mapping[str, str] = {"better": "worse", "worse": "better"}
