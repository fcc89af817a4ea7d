"""The values of parameters by day: a view of those in force on a day costs nothing until one of them is asked for."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date

from attrs import define, field, frozen

from criteria_engine.ir.program import DatedValue, Program
from criteria_engine.values.dates import in_period


@define
class ParameterHistory:
    """Every parameter's values in the order in which they come into force; each is sorted when it is first asked for."""

    program: Program
    _sorted: dict[str, tuple[list[date], list[DatedValue]]] = field(factory=dict)

    def value(self, name: str, day: date) -> DatedValue | None:
        """The value of a parameter on a day; None in a gap and where there is no such parameter."""
        if name not in self._sorted:
            parameter = self.program.parameters.get(name)
            values = sorted(parameter.values if parameter is not None else (), key=_start)
            self._sorted[name] = [_start(value) for value in values], values
        starts, values = self._sorted[name]
        for number in range(bisect_right(starts, day) - 1, -1, -1):
            if in_period(day, values[number].force.start, values[number].force.end):
                return values[number]
        return None

    def on(self, day: date) -> Mapping[str, DatedValue]:
        """The parameters in force on a day."""
        return _OnDay(self, day)


@frozen(eq=False)
class _OnDay(Mapping[str, DatedValue]):
    history: ParameterHistory
    day: date

    def __getitem__(self, name: str) -> DatedValue:
        found = self.history.value(name, self.day)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.history.program.parameters if self.history.value(name, self.day) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _start(value: DatedValue) -> date:
    return value.force.start or date.min
