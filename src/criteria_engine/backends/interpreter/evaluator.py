"""What the meaning of one operation may ask of the evaluation that it stands in."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from criteria_engine.backends.interpreter.results import HeadingResult
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.records import Record, Row
from criteria_engine.values.intervals import Amount, Interval, Ranged, Within
from criteria_engine.values.truth import Truth, Unknown
from criteria_engine.values.types import Value

Result = Value | Interval | Within | Unknown
Bindings = Mapping[str, tuple[str, Row]]
"""The rows that quantifiers have bound: for each variable, the row's table and the row."""

NO_ROWS: Bindings = {}


class Evaluator(Protocol):
    """One record being evaluated on one date."""

    @property
    def dated(self) -> Dated: ...

    @property
    def record(self) -> Record: ...

    @property
    def results(self) -> Mapping[str, HeadingResult]: ...

    def defined(self, name: str) -> Result:
        """The value of a definition."""
        ...

    def value(self, expression: ir.Expression, rows: Bindings = NO_ROWS) -> Result:
        """The value of an operation."""
        ...

    def truth(self, expression: ir.Expression, rows: Bindings = NO_ROWS) -> Truth:
        """The value of a condition."""
        ...

    def amount(self, expression: ir.Expression, rows: Bindings = NO_ROWS) -> Amount:
        """The value of a numeric operation."""
        ...

    def ranged(self, expression: ir.Expression) -> Ranged:
        """The value of a numeric operation; where it is unknown, from the lowest to the highest that it can be."""
        ...


Meaning = Callable[[Any, Evaluator, Bindings], Result]
"""How an operation gets its value: the operation, the evaluation, the rows bound around it."""
