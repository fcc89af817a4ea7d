"""A rule set becomes a Hypothesis strategy of records that fit it."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from attrs import define, field, frozen
from hypothesis import strategies as st

from criteria_engine.data.unit_records import facts_with_identifier
from criteria_engine.engine import Rules
from criteria_engine.ir.program import Fact, Table
from criteria_engine.reasons.variables import Variable
from criteria_engine.testing.days import days_looked_at
from criteria_engine.testing.generated import GeneratedRecord
from criteria_engine.testing.landmarks import Landmarks, landmarks_of
from criteria_engine.testing.value_strategies import values_of

Some = bool | Collection[str]
"""All, none, or those of these names."""

LEFT_OUT = 3
LOTS = tuple(st.integers(least, least + 9) for least in (0, 2, 3))
"""Each record draws for all its facts from one of these, and leaves out what draws less than LEFT_OUT: three of ten, one of ten,
none. One limit for all, so that a record without gaps shrinks to one with them, and its other facts stay as they are."""


def records(
    rules: Rules,
    *,
    missing: Some = True,
    invalid: Some = False,
    boundary: Some = True,
    tables: Some = True,
    rows: int = 3,
    as_of: date | str | None = None,
    given: Mapping[str, object] | None = None,
) -> st.SearchStrategy[GeneratedRecord]:
    """Records that fit a rule set, as `rules.evaluate` takes them.

    `missing`, `invalid` and `boundary` say what may be left out, be unreadable, or be at a bound or threshold more often
    than by chance: everything (True), nothing (False), or the names of facts (`area`), related tables (`cases`) and their
    fields (`cases.solved`). The unit's code is always there and can be read. `tables` are the related tables to give at all,
    with up to `rows` rows each; the others are left out. `as_of`: the thresholds are those of that day; without it, of every
    day on which the rules change. `given` are values that stand in every record as they are.

    A failing record shrinks to one that lacks what it can do without. Raises ValueError for names that the rules do not
    have, FaultsFound where the rules cannot be evaluated on the day.

    >>> import criteria_engine as ce
    >>> from hypothesis import find
    >>> rules = ce.loads('''
    ... ruleset small.example "A small example"
    ... subject ward identified by code
    ... facts
    ...   code  : text
    ...   area  : number in m2, 0..50000
    ...   floors: integer, 0..9
    ... table cases, each case
    ...   solved : yes/no
    ... criterion A1 "An office"
    ...   requires area >= 200 m2 and exists case in cases where solved
    ... verdict
    ...   passes when A1 passes
    ... ''')
    >>> find(records(rules), lambda record: rules.evaluate(record, "2024-01-01").verdict == "passes")
    GeneratedRecord({'code': '1', 'area': 200, 'cases': [{'solved': True}]})
    >>> find(records(rules, invalid=["area"]), lambda record: bool(record.invalid))
    GeneratedRecord({'code': '1', 'area': '?'}, invalid={'area'})
    """
    facts = facts_with_identifier(rules.program)
    own = next(iter(facts))
    fixed = dict(given or {})
    _known_names(rules, facts, (*(missing, invalid, boundary, tables), tuple(fixed)))
    days = days_looked_at(rules, as_of)
    own_facts = [Variable(name, fact) for name, fact in facts.items()]
    fields = [_field(name, of, fact) for name, table in rules.program.tables.items() for of, fact in table.fields.items()]
    landmarks = landmarks_of([rules.on(day) for day in days], (*own_facts, *fields))
    asked = _Asked(missing, invalid, boundary, landmarks)
    parts = {each.name: asked.part(each, each.name, identifies=each.name == own) for each in own_facts if each.name not in fixed}
    related = {name: _table(asked, name, table) for name, table in rules.program.tables.items() if _among(name, tables) and name not in fixed}
    return _records(parts, related, asked, frozenset(rules.program.tables) - fixed.keys(), rows, fixed)


@frozen(eq=False)
class _Part:
    """One fact or field: whether it may be missing, what it may be, and (None: nothing) at a boundary or not to be read."""

    missing: bool
    ordinary: st.SearchStrategy[object]
    boundary: st.SearchStrategy[object] | None
    invalid: st.SearchStrategy[object] | None
    marks: frozenset[object]


@frozen(eq=False)
class _Asked:
    missing: Some
    invalid: Some
    boundary: Some
    landmarks: Landmarks

    def part(self, variable: Variable, name: str, identifies: bool = False) -> _Part:
        values = values_of(variable, self.landmarks, identifies)
        if identifies:
            return _Part(False, values.ordinary, None, None, frozenset())
        return _Part(
            _among(name, self.missing),
            values.ordinary,
            values.boundary if _among(name, self.boundary) else None,
            values.invalid if _among(name, self.invalid) else None,
            values.marks,
        )


def _table(asked: _Asked, name: str, table: Table) -> Mapping[str, _Part]:
    return {of: asked.part(_field(name, of, fact), f"{name}.{of}") for of, fact in table.fields.items()}


def _field(table: str, name: str, fact: Fact) -> Variable:
    return Variable(f"{table}.{name}", fact, table, 0)


def _among(name: str, some: Some) -> bool:
    """Whether a name is among some; a table's name stands for all its fields too."""
    return some if isinstance(some, bool) else name in some or name.split(".", maxsplit=1)[0] in some


def _known_names(rules: Rules, facts: Mapping[str, Fact], asked: Collection[Some]) -> None:
    tables = rules.program.tables
    known = {*facts, *tables, *(f"{name}.{of}" for name, table in tables.items() for of in table.fields)}
    for some in asked:
        if isinstance(some, str):
            raise ValueError(f"a collection of names is needed, as ({some!r},)")
        unknown = sorted(set(() if isinstance(some, bool) else some) - known)
        if unknown:
            raise ValueError(f"the rules {rules.name} have no fact, table or field named {', '.join(unknown)}")


@define
class _Drawing:
    """A record while it is drawn."""

    draw: st.DrawFn
    lots: st.SearchStrategy[int]
    missing: list[str] = field(factory=list)
    invalid: list[str] = field(factory=list)
    boundary: list[str] = field(factory=list)

    def left_out(self) -> bool:
        return self.draw(self.lots) < LEFT_OUT

    def values(self, parts: Mapping[str, _Part], before: str = "") -> dict[str, object]:
        found: dict[str, object] = {}
        for name, part in parts.items():
            if part.missing and self.left_out():
                self.missing.append(before + name)
                continue
            if part.invalid is not None and self.draw(_TENTH) == 9:
                self.invalid.append(before + name)
                found[name] = self.draw(part.invalid)
                continue
            at_one = part.boundary is not None and self.draw(st.booleans())
            found[name] = value = self.draw(part.boundary if at_one and part.boundary is not None else part.ordinary)
            if value in part.marks:
                self.boundary.append(before + name)
        return found


_TENTH = st.integers(0, 9)


@st.composite
def _records(
    draw: st.DrawFn,
    parts: Mapping[str, _Part],
    related: Mapping[str, Mapping[str, _Part]],
    asked: _Asked,
    tables: frozenset[str],
    rows: int,
    fixed: Mapping[str, object],
) -> GeneratedRecord:
    drawing = _Drawing(draw, LOTS[draw(st.integers(0, 2))] if asked.missing else LOTS[-1])
    found: dict[str, Any] = drawing.values(parts)
    drawing.missing += sorted(tables - related.keys())
    for name, fields in related.items():
        if _among(name, asked.missing) and drawing.left_out():
            drawing.missing.append(name)
            continue
        found[name] = [drawing.values(fields, f"{name}[{row}].") for row in range(1, draw(st.integers(0, rows)) + 1)]
    return GeneratedRecord({**found, **fixed}, drawing.missing, drawing.invalid, drawing.boundary)
