"""Exact numbers that can grow too long to calculate with: found from declared bounds, before anything is calculated."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import lcm

from attrs import define, field, frozen

from criteria_engine.diagnostics.catalogue.types import ResultTooLong
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import at_date
from criteria_engine.ir.dependencies import SCORE, heading_expressions, operations, verdict_expressions
from criteria_engine.ir.program import Heading, Program, walk_headings
from criteria_engine.values.numbers import LARGEST, Rational
from criteria_engine.values.types import NumberType, Value

MOST_DIGITS = 10_000
"""Digits that an exact number may need. What people calculate needs some dozens; a product of products of products
doubles them at every step."""

_LARGEST_KNOWN = 10**60
"""Denominators up to this are kept as they are, since sums of like denominators grow no longer."""

_USUAL = 10_000
"""The denominator of a number whose scale is not known."""

_FEW = 100
"""Values of a parameter that are looked at one by one."""


@frozen
class Digits:
    """The most digits that a number can need before the point and in its denominator; and a multiple of that denominator,
    where one is known that is not too large."""

    whole: int
    below: int = 0
    denominator: int | None = 1

    @property
    def total(self) -> int:
        return self.whole + self.below


COUNTED = Digits(len(str(LARGEST)))
SHARED = Digits(1, len(str(LARGEST)), None)


def digit_faults(program: Program, days: Sequence[date]) -> Iterator[Fault]:
    """Every definition and condition in which a number can grow too long; what stands on one that does is not reported
    again. Whether one can is asked first of all days at once, with every value that a parameter ever has and every heading;
    only where that finds something is it asked of the days one by one, up to the first that has a fault."""
    ever = {name: tuple(value.value for value in parameter.values) for name, parameter in program.parameters.items()}
    headings = {heading.id: heading for heading in walk_headings(program.headings)}
    if next(_Lengths(program, ever, headings).every_fault(program.order, program.headings), None) is None:
        return
    for day in days:
        dated = at_date(program, day)
        if not dated.faults:
            values = {name: (value.value,) for name, value in dated.parameters.items()}
            found = list(_Lengths(program, values, dated.by_id).every_fault(dated.order, dated.headings))
            yield from found
            if found:
                return


@define
class _Lengths:
    """How long numbers can grow with these values of parameters, one or several of each: of definitions, headings and the
    whole score once they are known."""

    program: Program
    values: Mapping[str, Sequence[Value]]
    by_id: Mapping[str, Heading]
    known: dict[str, Digits] = field(factory=dict)

    def every_fault(self, order: Sequence[str], headings: tuple[Heading, ...]) -> Iterator[Fault]:
        """The faults of all that is in an order."""
        for key in order:
            kind, _, name = key.partition(":")
            if kind == "definition":
                value = self.program.definitions[name].value
                yield from self.faults([value])
                self.known[key] = self.of(value)
            elif kind == "heading":
                heading = self.by_id[name]
                yield from self.faults(list(heading_expressions(heading)))
                self.known[key] = self.of_heading(heading)
            elif key == SCORE:
                self.known[key] = self.of_headings(headings, self.program.verdict.way)
        yield from self.faults(list(verdict_expressions(self.program.verdict)))

    def faults(self, expressions: Sequence[ir.Expression]) -> Iterator[Fault]:
        """The first operation of each expression that can grow too long."""
        for expression in expressions:
            for part in operations(expression):
                if isinstance(part.type, NumberType) and _grows(part) and self.of(part).total > MOST_DIGITS:
                    yield ResultTooLong(part.span, MOST_DIGITS)
                    break

    def of(self, expression: ir.Expression) -> Digits:
        """The most digits of an operation; what is too long already counts as one plain number."""
        found = self._of(expression)
        return found if found.total <= MOST_DIGITS or _grows(expression) else COUNTED

    def _of(self, expression: ir.Expression) -> Digits:
        match expression:
            case ir.Constant(value=value) if isinstance(value, (int, Fraction)):
                return _number(value)
            case ir.ParameterValue(name) if self.values.get(name):
                return _one_of([_number(value) if isinstance(value, (int, Fraction)) else Digits(0) for value in self.values[name]])
            case ir.FactValue(type=kind) | ir.FieldValue(type=kind) if isinstance(kind, NumberType):
                widest = max(_number(kind.low).whole, _number(kind.high).whole)
                return Digits(widest, *_below(_USUAL if kind.scale is None else kind.scale.denominator))
            case ir.DefinitionValue(name):
                return self._settled(f"definition:{name}")
            case ir.PointsOf(name):
                return self._settled(f"heading:{name}")
            case ir.Score(headings, share):
                found = self._settled(SCORE) if headings is None else _sum([self._settled(f"heading:{name}") for name in headings])
                return _quotient(found, found) if share else found
            case ir.Total(terms):
                return _sum([self.of(term) for _, term in terms])
            case ir.Fold(way, items):
                found = _sum([self.of(item) for item in items])
                return _quotient(found, _number(len(items))) if way == "average" else found
            case ir.Product(factors):
                result = Digits(1)
                for power, factor in factors:
                    result = _product(result, self.of(factor)) if power > 0 else self._divided(result, factor)
                return result
            case ir.Converted(operand, factor):
                return _product(self.of(operand), _number(factor))
            case ir.Rounded(operand, step):
                found = self.of(operand)
                return Digits(found.whole + 1, *_below(step.denominator))
            case ir.Steps(amount, _, step, measure, start):
                parts = [measure] if start is None else [measure, start]
                return _product(self.of(amount), self._divided(_sum([self.of(part) for part in parts]), step))
            case ir.Cases(cases):
                return _sum([self._of_case(case) for case in cases])
            case ir.RowFold(_, value, _, if_none):
                values = [self.of(value), *([self.of(if_none)] if if_none is not None else [])]
                found = _sum(values)
                return Digits(found.whole + COUNTED.whole, found.below, found.denominator)
            case ir.HeadingShare() | ir.RowShare():
                return SHARED
        return COUNTED

    def _of_case(self, case: ir.When | ir.Linear) -> Digits:
        if isinstance(case, ir.When):
            return self.of(case.value)
        measure, low, high = (self.of(part) for part in (case.measure, case.from_at, case.to_at))
        starts, ends = self._exact(case.from_at), self._exact(case.to_at)
        widths = {end - start for start in starts for end in ends}
        if not widths or len(starts) * len(ends) > _FEW or 0 in widths:
            along = _quotient(_sum([measure, low, high]), _sum([measure, low, high]))
        else:
            along = _product(_sum([measure, low]), _one_of([_number(1 / Fraction(width)) for width in widths]))
        return _sum([self.of(case.from_value), _product(along, _sum([self.of(case.from_value), self.of(case.to_value)]))])

    def _exact(self, expression: ir.Expression) -> Sequence[Rational]:
        """The values that an operation can have whatever the record, where they are plain to see."""
        values: Sequence[object] = ()
        match expression:
            case ir.Constant(value=value):
                values = (value,)
            case ir.ParameterValue(name):
                values = self.values.get(name, ())
        numbers = [value for value in values if isinstance(value, (int, Fraction)) and not isinstance(value, bool)]
        return numbers if len(numbers) == len(values) <= _FEW else ()

    def _divided(self, above: Digits, divisor: ir.Expression) -> Digits:
        """A quotient; by a known number it is a product, whose denominators stay known."""
        values = self._exact(divisor)
        if not values or 0 in values:
            return _quotient(above, self.of(divisor))
        return _product(above, _one_of([_number(1 / Fraction(value)) for value in values]))

    def _settled(self, key: str) -> Digits:
        found = self.known.get(key, COUNTED)
        return found if found.total <= MOST_DIGITS else COUNTED

    def of_heading(self, heading: Heading) -> Digits:
        """The most digits of a heading's points or, where it has an average, of that."""
        stated = [rung.points for rung in heading.rungs] + [part.points for chain in heading.exemptions for part in chain]
        parts = [COUNTED, *(_number(points) for points in (heading.most, *stated) if points is not None)]
        if heading.points is not None:
            parts += [self.of(heading.points.value), *(self.of(clamp) for _, clamp in heading.points.clamps)]
        elif heading.children:
            parts.append(self.of_headings(heading.children, heading.way))
        return _sum(parts)

    def of_headings(self, headings: Iterable[Heading], way: str) -> Digits:
        """The most digits of the points of headings together, or of their weighted average."""
        points = [(heading, self._settled(f"heading:{heading.id}")) for heading in headings if heading.id in self.by_id]
        if way == "sum":
            return _sum([found for _, found in points])
        shares = [_product(_quotient(found, found), _number(heading.weight)) for heading, found in points]
        return _quotient(_sum(shares), _sum([_number(heading.weight) for heading, _ in points]))


def _grows(expression: ir.Expression) -> bool:
    """Whether an operation calculates, so that what it gives can be longer than what it gets."""
    return isinstance(expression, (ir.Total, ir.Fold, ir.Product, ir.Converted, ir.Rounded, ir.Steps, ir.Cases, ir.RowFold, ir.Score))


def _number(value: Rational) -> Digits:
    return Digits(len(str(abs(value.numerator) // value.denominator)), *_below(value.denominator))


def _below(denominator: int) -> tuple[int, int | None]:
    digits = 0 if denominator == 1 else len(str(denominator))
    return digits, denominator if denominator <= _LARGEST_KNOWN else None


def _sum(parts: Sequence[Digits]) -> Digits:
    """Of terms added, or of one of several: like denominators stay, unlike ones multiply."""
    if not parts:
        return Digits(1)
    whole = max(part.whole for part in parts) + len(str(len(parts)))
    common = lcm(*{part.denominator for part in parts if part.denominator is not None})
    unknown = sum(part.below for part in parts if part.denominator is None)
    below, known = _below(common) if common <= _LARGEST_KNOWN else (len(str(common)), None)
    return Digits(whole, below + unknown, None if unknown else known)


def _one_of(parts: Sequence[Digits]) -> Digits:
    return parts[0] if len(parts) == 1 else _sum(parts)


def _product(left: Digits, right: Digits) -> Digits:
    known = None if left.denominator is None or right.denominator is None else left.denominator * right.denominator
    if known is not None and known <= _LARGEST_KNOWN:
        return Digits(left.whole + right.whole, *_below(known))
    return Digits(left.whole + right.whole, left.below + right.below, None)


def _quotient(above: Digits, below: Digits) -> Digits:
    """Division turns the divisor over: its denominator multiplies, and all its digits come into the denominator."""
    return Digits(above.whole + below.below, above.below + below.total, None)
