"""Conditions that the declared ranges make always true or always false, on every day on which the rules are in force."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from attrs import define, field, frozen

from criteria_engine.diagnostics.catalogue.lint import ConditionAddsNothing, ConditionAlwaysFalse, ConditionAlwaysTrue
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.dependencies import operations
from criteria_engine.ir.dump import dump
from criteria_engine.ir.parameters import ParameterHistory
from criteria_engine.ir.program import Grading, Program, walk_headings
from criteria_engine.language.checks.calendar import ANY_DAY
from criteria_engine.language.checks.value_sets import ValueSet, complement, constant_on, covered, domain_of, intersection, union, within
from criteria_engine.language.lint.material import Material
from criteria_engine.values.dates import in_period

MOST_IN_ONE = 20
"""Conditions of one expression that are warned of."""


@frozen
class _Needs:
    """What a condition's truth hangs on besides the record: parameters, and the assessment date itself."""

    parameters: frozenset[str]
    assessment_date: bool


_NOTHING = _Needs(frozenset(), False)


@define
class _Calendar:
    """The program on the days that matter to a condition: the first day, and those on which its parameters change."""

    program: Program
    history: ParameterHistory
    dated: dict[date, Dated] = field(factory=dict)
    needs_of_definitions: dict[str, _Needs] = field(factory=dict)
    found: dict[tuple[int, date], "Covered | None"] = field(factory=dict)

    def on(self, day: date) -> Dated:
        """The parameters of a day, which is all that bounds are made of. The checks have found the day sound before."""
        if day not in self.dated:
            self.dated[day] = Dated(self.program, day, self.history.on(day), (), {}, {}, (), ())
        return self.dated[day]

    def covered(self, condition: ir.Expression, dated: Dated) -> "Covered | None":
        """The values for which a condition holds on a day: asked for alone and again where it is joined with others."""
        key = id(condition), dated.as_of
        if key not in self.found:
            self.found[key] = covered(condition, dated)
        return self.found[key]

    def needs(self, parts: Iterable[ir.Expression]) -> _Needs:
        """What operations read, through definitions too; each of these is looked at once."""
        parameters: set[str] = set()
        assessment_date = False
        for part in parts:
            match part:
                case ir.ParameterValue(name):
                    parameters.add(name)
                case ir.AssessmentDate():
                    assessment_date = True
                case ir.DefinitionValue(name) if name in self.needs_of_definitions:
                    parameters |= self.needs_of_definitions[name].parameters
                    assessment_date = assessment_date or self.needs_of_definitions[name].assessment_date
        return _Needs(frozenset(parameters), assessment_date)

    def days(self, needs: _Needs) -> list[Dated]:
        force = self.program.force
        days = {force.start or ANY_DAY}
        for name in needs.parameters:
            days |= {value.force.start for value in self.program.parameters[name].values if value.force.start is not None}
        return [self.on(day) for day in sorted(days) if in_period(day, force.start, force.end)]


def truth_faults(material: Material, program: Program) -> Iterator[Fault]:
    """A warning for each condition, the innermost first found, that no value within the declared ranges can make other
    than it is. The last of several cases may well hold always: it is their `otherwise`."""
    calendar = _Calendar(program, ParameterHistory(program))
    for key in program.order:
        kind, _, name = key.partition(":")
        if kind == "definition":
            calendar.needs_of_definitions[name] = calendar.needs(operations(program.definitions[name].value))
    last = _last_cases(material, program)
    for parts in material.expressions:
        settled: set[int] = set()
        whole = calendar.needs(parts)
        for part in reversed(parts):
            match part:
                case ir.Not(operand) if id(operand) in settled:
                    settled.add(id(part))
                case ir.AllOf(items) | ir.AnyOf(items) if any(id(item) in settled for item in items):
                    settled.add(id(part))
                case ir.Comparison() | ir.AllOf() | ir.AnyOf() | ir.CountOf():
                    found = _always(part, calendar, whole)
                    if found is not None and part.span is not None and not (found and id(part) in last):
                        settled.add(id(part))
                        if len(settled) <= MOST_IN_ONE:
                            yield (ConditionAlwaysTrue if found else ConditionAlwaysFalse)(part.span)
                    elif isinstance(part, (ir.AllOf, ir.AnyOf)) and len(settled) <= MOST_IN_ONE:
                        yield from _idle(part, calendar, material)


def _idle(joined: ir.AllOf | ir.AnyOf, calendar: _Calendar, material: Material) -> Iterator[Fault]:
    """Conditions that another one on the same thing implies (`and`) or takes in (`or`), where only numbers written there
    decide it: a parameter beside a number is a floor that it may one day pass below."""
    needs = calendar.needs(operations(joined))
    days = calendar.days(needs)
    if needs.parameters or needs.assessment_date or not days:
        return
    dated = days[0]
    groups: dict[str, list[tuple[ir.Expression, ValueSet]]] = {}
    for item in joined.items:
        found = calendar.covered(item, dated)
        if found is not None:
            groups.setdefault(found[0], []).append((item, found[2]))
    for group in groups.values():
        if 2 <= len(group) <= MOST_IN_ONE:
            yield from _idle_of_group(group, isinstance(joined, ir.AllOf), material)


def _idle_of_group(group: list[tuple[ir.Expression, ValueSet]], every: bool, material: Material) -> Iterator[Fault]:
    idle: set[int] = set()
    for position in reversed(range(len(group))):
        item, values = group[position]
        for other, others_values in group:
            smaller, larger = (others_values, values) if every else (values, others_values)
            if other is not item and id(other) not in idle and within(smaller, larger) and dump(other) != dump(item):
                idle.add(id(item))
                if item.span is not None and other.span is not None and other.span.line == other.span.end_line:
                    line = material.source.line(other.span.line)
                    yield ConditionAddsNothing(item.span, line[other.span.column - 1 : other.span.end_column - 1])
                break


def _last_cases(material: Material, program: Program) -> set[int]:
    found: set[int] = set()
    gradings: list[Grading | None] = [program.verdict.grading]
    for heading in walk_headings(program.headings):
        gradings.append(heading.grading)
        conditions = [rung.condition for rung in heading.rungs if rung.condition is not None]
        found |= {id(conditions[-1])} if len(conditions) > 1 else set()
    for grading in gradings:
        conditions = [rule.condition for rule in grading.grades if rule.condition is not None] if grading is not None else []
        found |= {id(conditions[-1])} if conditions else set()
    for parts in material.expressions:
        for part in parts:
            if isinstance(part, ir.Cases) and len(part.cases) > 1 and isinstance(part.cases[-1], ir.When):
                found.add(id(part.cases[-1].condition))
    return found


def _always(condition: ir.Expression, calendar: _Calendar, whole: _Needs) -> bool | None:
    """The truth that a condition has whatever the record and the day; None where it can be both. `whole` is what the
    expression in which it stands needs."""
    if isinstance(condition, ir.CountOf):
        return _always_counted(condition)
    needs = whole if whole == _NOTHING else calendar.needs(operations(condition))
    if needs.assessment_date:
        return None
    answers = set()
    for dated in calendar.days(needs):
        answers.add(_on_day(condition, dated, needs, calendar))
        if answers != {True} and answers != {False}:
            return None
    return answers.pop() if answers else None


def _always_counted(condition: ir.CountOf) -> bool | None:
    none_asked = condition.bound == "at least" and condition.number <= 0
    any_allowed = condition.bound == "at most" and condition.number >= len(condition.items)
    return True if none_asked or any_allowed else None


def _on_day(condition: ir.Expression, dated: Dated, needs: _Needs, calendar: _Calendar) -> bool | None:
    match condition:
        case ir.Comparison(symbol, left, right):
            sides = constant_on(left, dated), constant_on(right, dated)
            if sides[0] is not None and sides[1] is not None:
                # A parameter beside a number is a switch that a later text may turn.
                return None if needs.parameters else _compared(symbol, sides[0] - sides[1])
            return _of_values(calendar.covered(condition, dated), dated)
        case ir.AllOf(items):
            return False if any(_combined(group, dated, True) for group in _by_thing(items, dated, calendar).values()) else None
        case ir.AnyOf(items):
            return True if any(_combined(group, dated, False) for group in _by_thing(items, dated, calendar).values()) else None
    return None


def _compared(symbol: ir.Symbol, difference: object) -> bool:
    assert isinstance(difference, int) or hasattr(difference, "numerator")
    sign = (difference > 0) - (difference < 0)  # type: ignore[operator]
    return {"=": sign == 0, "!=": sign != 0, "<": sign < 0, "<=": sign <= 0, ">": sign > 0, ">=": sign >= 0}[symbol]


Covered = tuple[str, ir.Expression, ValueSet]


def _of_values(found: Covered | None, dated: Dated) -> bool | None:
    """Whether values are all that the thing can have (True), or none of them (False)."""
    domain = domain_of(found[1], dated) if found is not None else None
    if found is None or domain is None:
        return None
    if not found[2].stretches:
        return False
    return True if not complement(found[2], domain).stretches else None


def _by_thing(items: Sequence[ir.Expression], dated: Dated, calendar: _Calendar) -> Mapping[str, list[Covered]]:
    groups: dict[str, list[Covered]] = {}
    for item in items:
        found = calendar.covered(item, dated)
        if found is not None:
            groups.setdefault(found[0], []).append(found)
    return groups


def _combined(group: list[Covered], dated: Dated, every: bool) -> bool:
    """Whether several conditions on one thing leave it no value together (`every`), or together leave none out."""
    domain = domain_of(group[0][1], dated)
    if len(group) < 2 or domain is None:
        return False
    sets = list(dict.fromkeys(values for _, _, values in group))
    if every:
        return not intersection(sets, domain).stretches
    return not complement(union(sets, domain), domain).stretches
