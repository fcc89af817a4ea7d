"""Numbers on the wrong scale: a share below one percent, a percentage of many times the whole, a weight of nothing."""

from collections.abc import Iterator
from fractions import Fraction

from criteria_engine.diagnostics.catalogue.lint import MeasureIsZero, PercentTooLarge, ShareTooSmall
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.program import Program
from criteria_engine.language.lint.material import Material
from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e
from criteria_engine.values.numbers import Rational, normal

ONE_IN_A_HUNDRED = Fraction(1, 100)
TEN_TIMES = 1000
"""Percent, from which on a decimal mark was most likely lost."""


def scale_faults(material: Material, program: Program) -> Iterator[Fault]:
    """Warnings about shares, percentages and measures. Bounds of facts may be as wide as their author likes."""
    for operations in material.expressions:
        for part in operations:
            if isinstance(part, ir.Comparison) and (small := _small(part, program)) is not None:
                yield ShareTooSmall(part.span, small)
    in_ranges: set[int] = set()
    for node in material.nodes:
        if isinstance(node, d.Range):
            in_ranges |= {id(node.low), id(node.high)}
        elif id(node) not in in_ranges:
            yield from _of_node(node)


def _of_node(node: object) -> Iterator[Fault]:
    match node:
        case e.NumberLiteral() if node.percent and (node.value >= TEN_TIMES or node.value <= -TEN_TIMES):
            yield PercentTooLarge(node.span, normal(Fraction(node.value) / 100))
        case e.Quantity(kind="at least") | d.Target(quantity="at least") if node.percent and node.number is not None and 0 < node.number < 1:
            yield ShareTooSmall(node.span, normal(Fraction(node.number) / 100))
        case d.Measure(kind="weight") if _is_zero(node.value):
            yield MeasureIsZero(node.span, "weight")
        case d.Measure(kind="minimum") if _is_zero(node.value):
            yield MeasureIsZero(node.span, "minimum")
        case d.Points() if _is_zero(node.at_most):
            yield MeasureIsZero(node.span, "points")


def _is_zero(value: object) -> bool:
    return isinstance(value, e.NumberLiteral) and value.value == 0


def _small(comparison: ir.Comparison, program: Program) -> Rational | None:
    """The share that a comparison asks for at least, where it is above nothing and below one in a hundred."""
    asked = {">=": (comparison.left, comparison.right), ">": (comparison.left, comparison.right)}
    asked |= {"<=": (comparison.right, comparison.left), "<": (comparison.right, comparison.left)}
    share, mark = asked.get(comparison.symbol, (None, None))
    while isinstance(share, ir.DefinitionValue):
        share = program.definitions[share.name].value
    is_share = isinstance(share, (ir.RowShare, ir.HeadingShare)) or (isinstance(share, ir.Score) and share.share)
    if not is_share or not isinstance(mark, ir.Constant) or isinstance(mark.value, bool) or not isinstance(mark.value, (int, Fraction)):
        return None
    return mark.value if 0 < mark.value < ONE_IN_A_HUNDRED else None
