"""Units of measure: which words name them, what they convert to, and what products and quotients of them measure."""

import tomllib
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import files

from attrs import field, frozen

from criteria_engine.values.labels import NO_LABELS, Labels
from criteria_engine.values.numbers import Rational, normal


@frozen
class Unit:
    """A unit: the powers of base units that it measures (sorted by name), and how many of them one of it is."""

    symbol: str
    dimension: tuple[tuple[str, int], ...]
    factor: Rational = 1
    labels: Labels = field(default=NO_LABELS, eq=False)
    scale: Rational | None = None
    made_of: tuple["Unit", ...] = field(default=(), eq=False)
    """An author's own units in a product or quotient, by whose labels readers call it."""

    def measures_as(self, other: "Unit") -> bool:
        """Whether amounts in the two units can be compared and added."""
        return self.dimension == other.dimension


BARE = Unit("", ())
"""The unit of a number without unit."""


def conversion(source: Unit, target: Unit) -> Rational:
    """What to multiply an amount in `source` by to have it in `target`; the two must measure the same.

    >>> conversion(known_units()["km2"], known_units()["m2"])
    1000000
    """
    return normal(Fraction(source.factor) / Fraction(target.factor))


def product(left: Unit, right: Unit) -> Unit:
    """The unit of a product of two amounts."""
    return _combined(left, right, 1)


def quotient(left: Unit, right: Unit) -> Unit:
    """The unit of a quotient of two amounts; BARE dimension when both measure the same."""
    return _combined(left, right, -1)


def _combined(left: Unit, right: Unit, sign: int) -> Unit:
    if not right.dimension and right.factor == 1:
        return left
    powers = dict(left.dimension)
    for base, power in right.dimension:
        powers[base] = powers.get(base, 0) + sign * power
    dimension = tuple(sorted((base, power) for base, power in powers.items() if power))
    factor = normal(Fraction(left.factor) * Fraction(right.factor) ** sign)
    if not dimension and factor == 1:
        return BARE
    if sign < 0 and (left.dimension or dimension):
        symbol = f"{left.symbol or '1'}/{right.symbol}"
    else:
        symbol = f"{left.symbol}·{right.symbol}" if left.symbol else right.symbol
    return Unit(symbol, dimension, factor, made_of=(*_own(left), *_own(right)))


def _own(unit: Unit) -> tuple[Unit, ...]:
    """The units of an author's making in a unit, itself among them."""
    return (unit,) if unit.labels and known_units().get(unit.symbol) != unit else unit.made_of


def counting_unit(symbol: str, labels: Labels, of: tuple[Rational, Unit] | None = None) -> Unit:
    """An author's own unit: a dimension of its own, or a multiple of another unit."""
    if of is None:
        return Unit(symbol, ((symbol, 1),), 1, labels)
    amount, base = of
    return Unit(symbol, base.dimension, normal(Fraction(amount) * Fraction(base.factor)), labels)


@cache
def known_units() -> Mapping[str, Unit]:
    """Every spelling of every shipped unit, in all tongues, with its unit."""
    rows = tomllib.loads((files("criteria_engine.values") / "units.toml").read_text(encoding="utf-8"))
    units: dict[str, Unit] = {}
    for symbol, row in rows.items():
        words = [(tongue, row[tongue]) for tongue in ("en", "vi")]
        unit = Unit(
            symbol,
            tuple(sorted(row["of"].items())),
            normal(Fraction(row["factor"])),
            Labels(tuple((tongue, spellings[0].replace("_", " ")) for tongue, spellings in words)),
            normal(Fraction(row["scale"])) if "scale" in row else None,
        )
        for _, spellings in words:
            for spelling in spellings:
                units[spelling] = unit
    return units
