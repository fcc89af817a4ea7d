"""A program becomes its days of change, and for each part the days on which what it reads begins to be other.

A set of days is an integer, the bit `n` for the day number `n`: checking each part only on its own days would gain nothing
if finding these days walked through all of them for every part.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from datetime import date, timedelta
from typing import Any

from attrs import define, evolve, field, frozen

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.bounds import Bounds
from criteria_engine.ir.dated import Dated, headings_in_force
from criteria_engine.ir.dependencies import operations
from criteria_engine.ir.parameters import ParameterHistory
from criteria_engine.ir.possible_points import most_together
from criteria_engine.ir.program import Force, Heading, Program, walk_headings
from criteria_engine.values.dates import in_period
from criteria_engine.values.numbers import Rational

ANY_DAY = date(2000, 1, 1)
"""The day on which a rule set is checked in which nothing has a date."""


def days_of_change(program: Program) -> tuple[date, ...]:
    """Every day, in the rule set's force, on which a parameter, a heading or the whole begins to be other than before."""
    periods: list[Force] = [program.force, *(heading.force for heading in walk_headings(program.headings))]
    periods.extend(value.force for parameter in program.parameters.values() for value in parameter.values)
    days = {period.start for period in periods if period.start is not None}
    days |= {period.end + timedelta(days=1) for period in periods if period.end is not None and period.end < date.max}
    inside = sorted(day for day in days if in_period(day, program.force.start, program.force.end))
    return tuple(inside) or ((program.force.start or ANY_DAY),)


@frozen
class Course:
    """What an expression goes through: `changes` are the days on which something that it reads begins to be other, `lacks`
    those on which something is not there, a parameter in its gap or a heading not in force."""

    changes: int = 0
    lacks: int = 0


STEADY = Course()


@define(eq=False)
class Calendar:
    """A program's days, and what is in force on them."""

    program: Program
    days: tuple[date, ...]
    all: int
    headings: dict[str, Heading]
    in_force: dict[str, int]
    history: ParameterHistory
    parts: dict[str, int] = field(factory=dict)
    definitions: dict[str, Course] = field(factory=dict)
    _parameters: dict[str, Course] = field(factory=dict)
    _dated: dict[int, Dated] = field(factory=dict)
    _bounds: dict[tuple[str, int], Any] = field(factory=dict)
    _most: dict[date, Rational] = field(factory=dict)
    _any_heading: int = 0

    def course(self, expressions: Iterable[ir.Expression | None]) -> Course:
        """What expressions go through together, also through definitions."""
        changes = lacks = 0
        for expression in expressions:
            for part in operations(expression):
                match part:
                    case ir.ParameterValue(name):
                        found = self.parameter(name)
                        changes, lacks = changes | found.changes, lacks | found.lacks
                    case ir.DefinitionValue(name) if name in self.definitions:
                        found = self.definitions[name]
                        changes, lacks = changes | found.changes, lacks | found.lacks
                    case ir.AssessmentDate():
                        changes = self.all
                    case ir.HeadingState(name):
                        lacks |= self.absent(name)
                    case ir.PointsOf(name):
                        lacks |= self.absent(name)
                        changes |= self.parts.get(name, 0)
                    case ir.HeadingCount(selection) if self.all > 1:
                        for name in selection.headings:
                            changes |= self.begins(self.in_force[name])
                    case ir.Score(names, _, without):
                        for name in (*(names or ()), *without):
                            lacks |= self.absent(name)
                            changes |= self.parts.get(name, 0)
                        changes |= self._any_heading if names is None else 0
        return Course(changes, lacks)

    def parameter(self, name: str) -> Course:
        """The days on which a parameter has a new value, and those on which it has none."""
        if name not in self._parameters:
            present = changes = 0
            parameter = self.program.parameters.get(name)
            for value in parameter.values if parameter is not None else ():
                period = self.between(value.force)
                present |= period
                changes |= self.begins(period)
            self._parameters[name] = Course(changes, self.all & ~present)
        return self._parameters[name]

    def absent(self, name: str) -> int:
        """The days on which a heading is not in force."""
        return self.all & ~self.in_force.get(name, 0)

    def between(self, period: Force) -> int:
        """The days of a period."""
        first = 0 if period.start is None else bisect_left(self.days, period.start)
        end = len(self.days) if period.end is None else bisect_right(self.days, period.end)
        return (1 << end) - (1 << first) if first < end else 0

    def begins(self, days: int) -> int:
        """The days on which a thing begins to be there, or not to be there any more."""
        return (days ^ (days << 1)) & self.all

    def to_check(self, days: int, course: Course) -> Iterator[Dated]:
        """The program on those of some days on which something that is read begins to be other, and on the first of each
        stretch of them: on the others all is as on the day before. Days on which something lacks have a fault already."""
        days &= ~course.lacks
        left = days & (course.changes | ~(days << 1))
        while left:
            lowest = left & -left
            yield self.on(lowest.bit_length() - 1)
            left ^= lowest

    def first(self, days: int) -> date:
        """The first of some days."""
        return self.days[(days & -days).bit_length() - 1]

    def on(self, number: int) -> Dated:
        """The program on a day, as the checks need it: without the order and the faults of the day."""
        if number not in self._dated:
            day = self.days[number]
            bounds = _BoundsOfDay(self, number, self._bounds)
            self._dated[number] = Dated(self.program, day, self.history.on(day), (), _HeadingsOfDay(self, number), {}, (), (), bounds)
        return self._dated[number]

    def most(self, dated: Dated) -> Rational:
        """The most points of the whole rule set on a day."""
        if dated.as_of not in self._most:
            self._most[dated.as_of] = most_together(headings_in_force(self.program.headings, dated.as_of))
        return self._most[dated.as_of]


def calendar_of(program: Program) -> Calendar:
    """The calendar of a program that has no circle of names."""
    days = days_of_change(program)
    found = Calendar(program, days, (1 << len(days)) - 1, {}, {}, ParameterHistory(program))
    above = {heading.id: found.all for heading in program.headings}
    everything = walk_headings(program.headings)
    for heading in everything:
        found.headings[heading.id] = heading
        found.in_force[heading.id] = found.between(heading.force) & above[heading.id]
        above.update((child.id, found.in_force[heading.id]) for child in heading.children)
    for heading in reversed(everything):
        changes = found.begins(found.in_force[heading.id])
        for child in heading.children:
            changes |= found.parts[child.id]
        found.parts[heading.id] = changes
        found._any_heading |= changes
    for key in program.order:
        kind, _, name = key.partition(":")
        if kind == "definition" and name in program.definitions:
            found.definitions[name] = found.course([program.definitions[name].value])
    return found


@frozen(eq=False)
class _HeadingsOfDay(Mapping[str, Heading]):
    """The headings in force on a day, each with those of its parts that are."""

    calendar: Calendar
    number: int

    def __getitem__(self, name: str) -> Heading:
        if name not in self:
            raise KeyError(name)
        heading = self.calendar.headings[name]
        children = headings_in_force(heading.children, self.calendar.days[self.number])
        return heading if children == heading.children else evolve(heading, children=children)

    def __contains__(self, name: object) -> bool:
        return bool(self.calendar.in_force.get(str(name), 0) >> self.number & 1)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.calendar.headings if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@frozen(eq=False)
class _BoundsOfDay(MutableMapping[str, Bounds]):
    """Bounds of definitions on a day, kept for all days until something that the definition reads changes."""

    calendar: Calendar
    number: int
    known: dict[tuple[str, int], Bounds]

    def _key(self, name: str) -> tuple[str, int]:
        course = self.calendar.definitions.get(name, STEADY)
        return name, (course.changes & ((2 << self.number) - 1)).bit_length()

    def __getitem__(self, name: str) -> Bounds:
        return self.known[self._key(name)]

    def __setitem__(self, name: str, value: Bounds) -> None:
        self.known[self._key(name)] = value

    def __delitem__(self, name: str) -> None:
        del self.known[self._key(name)]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.calendar.program.definitions if self._key(name) in self.known)

    def __len__(self) -> int:
        return sum(1 for _ in self)
