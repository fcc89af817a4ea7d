"""Exact arithmetic on numbers in registers: scales and quotients of which no part is ever rounded."""

from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm
from typing import Literal

from criteria_engine.lowering.builder import Builder
from criteria_engine.lowering.plan import Exact, Register
from criteria_engine.values.numbers import Rational

ONE = Fraction(1)


def exact(b: Builder, value: Rational) -> Exact:
    """A constant. A whole one is the same object wherever it is asked for, so that it is soon seen to be the same number."""
    if type(value) is not int:
        return Exact(b.number(value.numerator), None, scale_of(1, value.denominator))
    found: Exact | None = b.worked_out.get(value)
    if found is None:
        found = b.worked_out[value] = Exact(b.number(value), None, ONE)
    return found


@lru_cache(maxsize=10_000)
def scale_of(above: int, below: int) -> Fraction:
    """A scale. Equal scales are nearly always the same object, so that comparing them costs nothing."""
    return ONE if above == below else Fraction(above, below)


def constant_of(b: Builder, number: Exact) -> Fraction | None:
    """The value of a number that is known at compile time."""
    above = b.constant_of(number.above)
    return Fraction(above) * number.scale if number.below is None and isinstance(above, int) else None


def scaled(b: Builder, number: Exact, scale: Fraction) -> Register:
    """The numerator at a finer scale, which divides that of the number."""
    if number.scale is scale:
        return number.above
    above, below = number.scale.as_integer_ratio()
    finer_above, finer_below = scale.as_integer_ratio()
    ratio, rest = divmod(above * finer_below, below * finer_above)
    assert not rest
    return b.multiply(number.above, b.number(ratio))


def joint_scale(one: Fraction, other: Fraction) -> Fraction:
    """The coarsest scale of which both are whole multiples."""
    if one is other:
        return one
    return _joint_scale(*one.as_integer_ratio(), *other.as_integer_ratio())


@lru_cache(maxsize=10_000)
def _joint_scale(one: int, below_one: int, other: int, below_other: int) -> Fraction:
    below = lcm(below_one, below_other)
    return scale_of(*Fraction(gcd(one * (below // below_one), other * (below // below_other)), below).as_integer_ratio())


def _joint(b: Builder, left: Exact, right: Exact) -> Fraction:
    """A scale for both; a constant zero fits any."""
    if b.constant_of(left.above) == 0:
        return ONE if b.constant_of(right.above) == 0 else right.scale
    return left.scale if b.constant_of(right.above) == 0 else joint_scale(left.scale, right.scale)


def aligned(b: Builder, left: Exact, right: Exact) -> tuple[Register, Register, Register | None, Fraction]:
    """Two numbers over one denominator and scale: both numerators, the denominator, the scale."""
    if left.scale is right.scale and left.below == right.below:
        return left.above, right.above, left.below, left.scale
    scale = _joint(b, left, right)
    one = b.number(0) if b.constant_of(left.above) == 0 else scaled(b, left, scale)
    other = b.number(0) if b.constant_of(right.above) == 0 else scaled(b, right, scale)
    if left.below == right.below:
        return one, other, left.below, scale
    below = left.below
    if right.below is not None:
        one = b.multiply(one, right.below)
        below = right.below if below is None else b.multiply(below, right.below)
    if left.below is not None:
        other = b.multiply(other, left.below)
    return one, other, below, scale


def plus(b: Builder, left: Exact, right: Exact) -> Exact:
    if b.constant_of(left.above) == 0:
        return right
    if b.constant_of(right.above) == 0:
        return left
    one, other, below, scale = aligned(b, left, right)
    return Exact(b.add(one, other), below, scale)


def minus(b: Builder, left: Exact, right: Exact) -> Exact:
    one, other, below, scale = aligned(b, left, right)
    return Exact(b.subtract(one, other), below, scale)


def times(b: Builder, left: Exact, right: Exact) -> Exact:
    for one, other in ((left, right), (right, left)):
        known = constant_of(b, one)
        if known is not None:
            return scaled_by(b, other, known)
    below = left.below if right.below is None else right.below if left.below is None else b.multiply(left.below, right.below)
    return Exact(b.multiply(left.above, right.above), below, _shared(left.scale * right.scale))


def scaled_by(b: Builder, number: Exact, factor: Rational) -> Exact:
    """A number times a constant."""
    if factor == 0:
        return exact(b, 0)
    if factor == 1:
        return number
    if factor > 0:
        return Exact(number.above, number.below, _shared(number.scale * factor))
    return Exact(b.subtract(b.number(0), number.above), number.below, _shared(number.scale * -factor))


def _shared(scale: Fraction) -> Fraction:
    return scale_of(*scale.as_integer_ratio())


def over(b: Builder, left: Exact, right: Exact) -> Exact:
    """A quotient; where the divisor is zero, any number."""
    known = constant_of(b, right)
    if known is not None:
        return scaled_by(b, left, 1 / known if known else Fraction(1))
    one = b.number(1)
    sign_known = b.lows[right.above] > 0
    divisor = right.above if sign_known else _not_zero(b, _size(b, right.above), one)
    above = left.above if right.below is None else b.multiply(left.above, right.below)
    if b.lows[right.above] < 0:
        above = b.choose(b.compare("<", right.above, b.number(0)), b.subtract(b.number(0), above), above)
    below = divisor if left.below is None else b.multiply(divisor, left.below)
    return Exact(above, below, _shared(left.scale / right.scale))


def _size(b: Builder, register: Register) -> Register:
    if b.lows[register] >= 0:
        return register
    return b.greatest(register, b.subtract(b.number(0), register))


def _not_zero(b: Builder, register: Register, one: Register) -> Register:
    """A register that is not negative, with 1 in the place of 0."""
    return b.greatest(register, one)


def compared(b: Builder, symbol: Literal["=", "<", "<="], left: Exact, right: Exact) -> Register:
    """Whether two numbers stand in an order, by cross-multiplying."""
    one, other, _, _ = aligned(b, left, right)
    return b.compare(symbol, one, other)


def lower_of(b: Builder, left: Exact, right: Exact) -> Exact:
    """The lower of two numbers."""
    if left == right:
        return left
    one, other, below, scale = aligned(b, left, right)
    if left.below == right.below:
        return Exact(b.least(one, other), below, scale)
    return chosen(b, b.compare("<=", one, other), left, right)


def higher_of(b: Builder, left: Exact, right: Exact) -> Exact:
    """The higher of two numbers."""
    if left == right:
        return left
    one, other, below, scale = aligned(b, left, right)
    if left.below == right.below:
        return Exact(b.greatest(one, other), below, scale)
    return chosen(b, b.compare("<=", other, one), left, right)


def chosen(b: Builder, condition: Register, then: Exact, otherwise: Exact) -> Exact:
    """One of two numbers."""
    sure = b.constant_of(condition)
    if sure is not None:
        return then if sure else otherwise
    if then is otherwise or then == otherwise:
        return then
    scale = _joint(b, then, otherwise)
    one = b.number(0) if b.constant_of(then.above) == 0 else scaled(b, then, scale)
    other = b.number(0) if b.constant_of(otherwise.above) == 0 else scaled(b, otherwise, scale)
    below = then.below
    if then.below != otherwise.below:
        unit = b.number(1)
        below = b.choose(condition, unit if then.below is None else then.below, unit if otherwise.below is None else otherwise.below)
    return Exact(b.choose(condition, one, other), below, scale)


def floored(b: Builder, number: Exact) -> Register:
    """The greatest whole number that is not above a number."""
    above = b.multiply(number.above, b.number(number.scale.numerator))
    below = b.number(number.scale.denominator)
    return b.divide(above, below if number.below is None else b.multiply(below, number.below))


def rounded(b: Builder, number: Exact, step: Rational, way: str) -> Exact:
    """The multiple of a step that a way of rounding picks."""
    ratio = number.scale / step
    if ratio.denominator == 1 and number.below is None:
        return number
    above = b.multiply(number.above, b.number(ratio.numerator))
    below = b.number(ratio.denominator)
    if number.below is not None:
        below = b.multiply(below, number.below)
    size = _size(b, above)
    two, one = b.number(2), b.number(1)
    match way:
        case "down":
            whole = b.divide(size, below)
        case "up":
            whole = b.divide(b.add(size, b.subtract(below, one)), below)
        case _:
            twice, half = b.multiply(below, two), b.add(b.multiply(size, two), below)
            whole = b.divide(half, twice)
            if way == "half even":
                tie = b.compare("=", half, b.multiply(whole, twice))
                odd = b.compare("=", b.subtract(whole, b.multiply(b.divide(whole, two), two)), one)
                whole = b.subtract(whole, b.count([b.every((tie, odd))]))
    if b.lows[above] < 0:
        whole = b.choose(b.compare("<", above, b.number(0)), b.subtract(b.number(0), whole), whole)
    return Exact(whole, None, scale_of(*step.as_integer_ratio()))
