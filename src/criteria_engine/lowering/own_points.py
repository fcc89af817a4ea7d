"""Bands, formulas, the assessor's datum or the parts become a heading's points in registers, whatever its outcome."""

from fractions import Fraction

from criteria_engine.ir.program import Fact, Heading
from criteria_engine.lowering import exact as e
from criteria_engine.lowering.arithmetic import combined
from criteria_engine.lowering.builder import Place
from criteria_engine.lowering.inputs import datum
from criteria_engine.lowering.lowered import Amount, Program, noted
from criteria_engine.lowering.scores import averaged_from, points_place, share_of, stands, sum_of, weighted_average
from criteria_engine.lowering.shape import points_by_parts
from criteria_engine.lowering.spreading import banded, spread
from criteria_engine.values.truth import Origin
from criteria_engine.values.types import OUTCOME


def assessed_fact(heading: Heading, at: Program) -> Fact:
    """The assessor's datum of a heading."""
    return at.dated.program.facts.get(heading.id) or Fact(heading.id, OUTCOME, assessed=True)


def own_points(heading: Heading, at: Program) -> Amount | None:
    """The points that a heading's bands, formula, assessor or parts give, whatever its outcome; None where its outcome decides
    or there are none."""
    b = at.b
    if heading.points is not None and heading.most is not None:
        return _ruled_points(heading, at)
    if heading.assessed and heading.most is not None:
        found = datum(b, assessed_fact(heading, at))
        assert isinstance(found, Amount)
        low, high = e.chosen(b, found.unknown, e.exact(b, 0), found.low), e.chosen(b, found.unknown, e.exact(b, heading.most), found.high)
        return noted(b, Amount(low, high, b.flag(False)), found.place)
    if heading.way == "average":
        most = heading.most
        return None if most is None else combined(b, lambda share: e.scaled_by(b, share, most), averaged_from(heading.children, at).share)
    if points_by_parts(heading, at.dated):
        parts = sum_of(heading.children, frozenset(), at)
        return noted(b, Amount(parts.low, parts.high, b.flag(False)), points_place(heading.children, at))
    return None


def own_place(heading: Heading, points: Amount | None, at: Program) -> Place:
    """From what a heading's own points are open; of parts and averages, from what any of them is, though that may not leave their
    sum open."""
    if heading.points is not None or (heading.assessed and heading.most is not None):
        return 0 if points is None else points.place
    if heading.way == "average":
        return averaged_from(heading.children, at).place
    return points_place(heading.children, at) if points_by_parts(heading, at.dated) else 0


def _ruled_points(heading: Heading, at: Program) -> Amount:
    b = at.b
    assert heading.points is not None and heading.most is not None
    points = banded(heading.points.value, at)
    for kind, expression in heading.points.clamps:
        operation = e.higher_of if kind == "at least" else e.lower_of
        points = combined(b, lambda x, y, operation=operation: operation(b, x, y), points, spread(expression, at))
    most = e.exact(b, heading.most)
    return combined(b, lambda x: e.lower_of(b, x, most), points)


def share_of_most(points: Amount, heading: Heading, at: Program) -> Amount | None:
    """Points as a share of the most that a heading gives; None where it gives none."""
    most = heading.most
    return None if not most else combined(at.b, lambda x: e.scaled_by(at.b, x, 1 / Fraction(most)), points)


def own_score(heading: Heading, share: bool, without: frozenset[str], at: Program) -> Amount:
    """The score that a heading's own clauses ask for, supposing that it is applicable; unknown where nothing that counts in it is."""
    b = at.b
    if heading.way == "average":
        return weighted_average(heading.children, at, without, heading.id)
    if not without and heading.most is not None and (heading.points is not None or heading.assessed):
        points = own_points(heading, at)
        assert points is not None
        measured = share_of_most(points, heading, at) if share else points
        if measured is None:
            none = b.note(None, [(Origin("not applicable", heading.id), None)])
            return Amount(points.low, points.high, b.flag(True), none)
        return measured
    parts, place = sum_of(heading.children, without, at), points_place(heading.children, at)
    if share:
        return share_of(b, parts, place, heading.id, b.flag(False) if without else stands(heading, at))
    return noted(b, Amount(parts.low, parts.high, b.flag(False)), place)
