"""Well-typed examples and test blocks; what they expect need not come out."""

from datetime import date

from tests.rule_generation.any_words import PLACE
from tests.rule_generation.chance import distinct, likely, pick
from tests.rule_generation.typed_amounts import family_of, literal_of
from tests.rule_generation.typed_conditions import WORDS
from tests.rule_generation.typed_world import Thing, World, name, title_or_none

from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e
from criteria_engine.values.types import DATE, TEXT, YES_NO, ChoiceType, NumberType


def examples_and_tests(w: World) -> list[d.Section]:
    """An example now and then, and test blocks that may be like it."""
    found: list[d.Section] = []
    like: str | None = None
    if likely(w.chance, 3):
        like = w.fresh("example")
        found.append(d.Example(name(like), title_or_none(w), tuple(_given(w)), PLACE))
    for number in range(w.chance.whole(0, 3) - 1):
        clauses: list[d.TestClause] = [d.Like(name(like), PLACE)] if like is not None and likely(w.chance, 6) else []
        if likely(w.chance, 5):
            clauses.append(d.AsOf(date(2024, 6, 30), PLACE))
        found.append(d.Test(f"test {number}", (*clauses, *_given(w), *_expected(w)), PLACE))
    return found


def _given(w: World) -> list[d.Given]:
    given = [d.Given(name(one.name), _value(w, one) if likely(w.chance, 8) else None, None, PLACE) for one in distinct(w.chance, 0, 4, w.facts)]
    for table in w.tables:
        if likely(w.chance, 5):
            rows = []
            for _ in range(w.chance.whole(0, 2)):
                fields = distinct(w.chance, 1, 3, table.fields)
                rows.append(d.Row(tuple(d.RowField(name(one.name), _value(w, one), PLACE) for one in fields), PLACE))
            given.append(d.Given(name(table.name), None, tuple(rows), PLACE))
    return given


def _value(w: World, thing: Thing) -> e.Expression:
    kind = thing.type
    if isinstance(kind, NumberType):
        assert thing.low is not None and thing.high is not None
        return literal_of(family_of(kind), pick(w.chance, (thing.low, thing.high)))
    if isinstance(kind, ChoiceType):
        return e.Reference(pick(w.chance, kind.members).name, PLACE)
    if kind == DATE:
        return e.DateLiteral(date(2016, 2, 29), PLACE)
    if kind == TEXT:
        return e.TextLiteral(pick(w.chance, WORDS), PLACE)
    assert kind == YES_NO
    return e.YesNoLiteral(likely(w.chance, 5), PLACE)


def _expected(w: World) -> list[d.TestClause]:
    verdicts = ("passes", "fails", "undetermined", "disqualified", "graded")
    missing = tuple(name(one.name) for one in distinct(w.chance, 0, 2, w.facts))
    found: list[d.TestClause] = [d.ExpectVerdict(pick(w.chance, verdicts), missing, PLACE)]  # type: ignore[arg-type]
    if w.done and likely(w.chance, 5):
        found.append(d.ExpectOutcome(name(pick(w.chance, w.done).name), pick(w.chance, ("passes", "fails", "scored")), PLACE))  # type: ignore[arg-type]
    if w.done and likely(w.chance, 4):
        number = e.NumberLiteral(w.chance.whole(0, 9), None, False, PLACE)
        found.append(d.ExpectPoints(name(pick(w.chance, w.done).name), number, None, True, PLACE))
    return found
