"""Bands, formulas, the assessor's datum or the parts become a heading's points, whatever its outcome."""

from collections.abc import Sequence

from criteria_engine.backends.interpreter.averages import weighted_average
from criteria_engine.backends.interpreter.evaluator import NO_ROWS, Evaluator
from criteria_engine.backends.interpreter.parts import NOTHING, parts_of, points_by_parts, points_origins_of, stands_with_its_parts
from criteria_engine.backends.interpreter.shares import Part, may_be_empty, share_range, total_range
from criteria_engine.backends.interpreter.value_meanings import reachable_cases
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.program import Heading
from criteria_engine.ir.records import Invalid, Open
from criteria_engine.values.intervals import Ranged, combine, highest, hull, interval, lowest, origins_of
from criteria_engine.values.numbers import ratio
from criteria_engine.values.truth import Origin, Unknown, unknown


def own_points(heading: Heading, at: Evaluator) -> tuple[Ranged | None, frozenset[Origin]]:
    """The points that a heading's bands, formula, assessor or parts give, whatever its outcome; None where its outcome
    decides or there are none. With what is open of them."""
    if heading.points is not None and heading.most is not None:
        points = _ruled_points(heading, at)
        return points, origins_of(points)
    if heading.assessed and heading.most is not None:
        found = at.record.values.get(heading.id)
        if found is None or isinstance(found, (Invalid, Open)):
            origins = unknown("invalid" if isinstance(found, Invalid) else "missing", heading.id).origins
            low, high = (found.low, found.high) if isinstance(found, Open) else (None, None)
            points = interval(0 if low is None else low, heading.most if high is None else high, origins)  # type: ignore[arg-type]
            return points, origins_of(points)
        return found, NOTHING  # type: ignore[return-value]
    if heading.way == "average":
        share, origins, _ = weighted_average(heading.children, at)
        if share is None or heading.most is None:
            return None, origins
        return combine(lambda ratio: ratio * heading.most, share), origins  # type: ignore[return-value]
    if points_by_parts(heading, at):
        origins = points_origins_of(heading.children, at)
        return total_range(parts_of(heading.children, frozenset(), at), origins), origins
    return None, NOTHING


def own_score(heading: Heading, share: bool, without: frozenset[str], at: Evaluator) -> Ranged | Unknown:
    """The score that a heading's own clauses ask for, supposing that it is applicable: its own points, or what its parts
    have together; or the share of what is possible, unknown where nothing that counts in it is applicable."""
    none = unknown("not applicable", heading.id).origins
    if heading.way == "average":
        average, origins, empty = weighted_average(heading.children, at, without)
        sure = not empty or (not without and stands_with_its_parts(heading, at))
        return average if average is not None and sure else Unknown(origins | none)
    if not without and heading.most is not None and (heading.points is not None or heading.assessed):
        points, _ = own_points(heading, at)
        assert points is not None
        measured = share_of_most(points, heading) if share else points
        return Unknown(none) if measured is None else measured
    origins = points_origins_of(heading.children, at)
    parts = parts_of(heading.children, without, at)
    if not share:
        return total_range(parts, origins)
    found = share_range(parts, origins)
    sure = not may_be_empty(parts) or (not without and stands_with_its_parts(heading, at))
    return found if found is not None and sure else Unknown(origins | none)


def share_of_parts(parts: Sequence[Part], origins: frozenset[Origin]) -> Ranged | Unknown:
    """What parts have together as a share of what was possible; unknown where nothing is applicable, or may not be."""
    found = share_range(parts, origins)
    return Unknown(origins | unknown("not applicable", "").origins) if found is None or may_be_empty(parts) else found


def share_of_most(points: Ranged, heading: Heading) -> Ranged | None:
    """Points as a share of the most that a heading gives; None where it gives none."""
    most = heading.most
    if most is None or most == 0:
        return None
    return combine(lambda number: ratio(number, most), points)  # type: ignore[return-value]


def _ruled_points(heading: Heading, at: Evaluator) -> Ranged:
    """Bands or a formula, then the clamps in order, then never above the most. What is unknown spans all that it can be."""
    assert heading.points is not None and heading.most is not None
    points = banded(heading.points.value, at)
    for kind, expression in heading.points.clamps:
        operation = max if kind == "at least" else min
        points = combine(operation, points, at.ranged(expression))  # type: ignore[assignment]
    most = heading.most
    return combine(lambda number: min(number, most), points)  # type: ignore[return-value]


def banded(expression: ir.Expression, at: Evaluator) -> Ranged:
    """The hull of the bands that hold or may hold; a value that is unknown spans all that it can be."""
    if not isinstance(expression, ir.Cases):
        return at.ranged(expression)
    found, origins, closed = reachable_cases(expression, at, NO_ROWS)
    if not found or not closed:
        return at.ranged(expression)
    spans: list[Ranged] = []
    for case, value in found:
        if not isinstance(value, Unknown):
            spans.append(value)  # type: ignore[arg-type]
        elif isinstance(case, ir.When):
            spans.append(at.ranged(case.value))
        else:
            spans.append(hull([at.ranged(case.from_value), at.ranged(case.to_value)]))
    whole = hull(spans)
    return interval(lowest(whole), highest(whole), origins_of(whole) | origins)
