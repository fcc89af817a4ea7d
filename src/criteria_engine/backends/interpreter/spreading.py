"""A number that is unknown becomes the interval from the lowest to the highest that it can be in this record."""

from collections.abc import Mapping

from attrs import field, frozen

from criteria_engine.backends.interpreter import value_meanings
from criteria_engine.backends.interpreter.evaluator import NO_ROWS, Bindings, Evaluator, Result
from criteria_engine.backends.interpreter.results import HeadingResult
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.bounds import bounds
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.records import Record
from criteria_engine.values.intervals import Amount, Ranged, highest, interval, lowest
from criteria_engine.values.truth import Origin, Truth, Unknown
from criteria_engine.values.types import NumberType

_SPREAD = (ir.Total, ir.Product, ir.Converted, ir.Rounded, ir.Steps, ir.Fold)
"""Operations whose extent follows from that of their operands."""


@frozen
class _Spread:
    """An evaluation in which each unknown number spans all that it can be; conditions stay as they are."""

    at: Evaluator
    definitions: dict[str, Result] = field(factory=dict)

    @property
    def dated(self) -> Dated:
        return self.at.dated

    @property
    def record(self) -> Record:
        return self.at.record

    @property
    def results(self) -> Mapping[str, HeadingResult]:
        return self.at.results

    def defined(self, name: str) -> Result:
        return self.at.defined(name)

    def value(self, expression: ir.Expression, rows: Bindings = NO_ROWS) -> Result:
        found = self.at.value(expression, rows)
        if not isinstance(found, Unknown) or not isinstance(expression.type, NumberType):
            return found
        if isinstance(expression, ir.DefinitionValue):
            return self._defined(expression.name)
        limits = bounds(expression, self.dated)
        low, high = limits.low, limits.high
        if isinstance(expression, _SPREAD):
            wide = value_meanings.MEANINGS[type(expression)](expression, self, rows)
            if not isinstance(wide, Unknown):
                least, most = lowest(wide), highest(wide)  # type: ignore[arg-type]
                low, high = (least if least > low else low), (most if most < high else high)
        return interval(low, high, found.origins)

    def _defined(self, name: str) -> Result:
        """The extent of a definition; those before it in the order are found first, each once."""
        if name not in self.definitions:
            for key in self.dated.order:
                kind, _, other = key.partition(":")
                if kind == "definition" and other not in self.definitions:
                    self.definitions[other] = self.value(self.dated.program.definitions[other].value)
                if key == f"definition:{name}":
                    break
        return self.definitions[name]

    def truth(self, expression: ir.Expression, rows: Bindings = NO_ROWS) -> Truth:
        return self.at.truth(expression, rows)

    def amount(self, expression: ir.Expression, rows: Bindings = NO_ROWS) -> Amount:
        return self.value(expression, rows)  # type: ignore[return-value]

    def ranged(self, expression: ir.Expression) -> Ranged:
        return self.at.ranged(expression)


def spread(expression: ir.Expression, at: Evaluator, origins: frozenset[Origin]) -> Ranged:
    """The lowest to the highest that an unknown number can be, given what the record has: what is missing spans its
    declared bounds, what is known counts as it is."""
    found = _Spread(at).amount(expression)
    assert not isinstance(found, Unknown)
    return interval(lowest(found), highest(found), origins)
