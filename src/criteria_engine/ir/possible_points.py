"""The most points that headings can give when everything is applicable."""

from collections.abc import Iterable
from fractions import Fraction

from criteria_engine.ir.program import Heading
from criteria_engine.values.numbers import Rational, normal


def most_of(heading: Heading) -> Rational:
    """The most points that a heading can give: its own, or the sum of its parts'; nothing for an average of its own."""
    if heading.most is not None:
        return heading.most
    return 0 if heading.way == "average" else most_together(heading.children, heading.advisory)


def most_together(headings: Iterable[Heading], with_advisory: bool = False) -> Rational:
    """The most points that headings can give together; advisory ones count only among themselves."""
    return normal(sum((most_of(heading) for heading in headings if with_advisory or not heading.advisory), Fraction(0)))
