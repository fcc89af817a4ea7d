"""A heading becomes registers: a flag for each outcome that it may have, points, how it counts above it, its grades."""


from attrs import evolve

from criteria_engine.ir.program import Heading
from criteria_engine.lowering import exact as e
from criteria_engine.lowering.builder import Builder, Part
from criteria_engine.lowering.grades import grades_of
from criteria_engine.lowering.heading_origins import Settling, outcome_place, points_origins
from criteria_engine.lowering.lowered import Amount, Counted, Judged, Program, decided, is_decided
from criteria_engine.lowering.own_points import own_points
from criteria_engine.lowering.own_tests import own_test
from criteria_engine.lowering.plan import OUTCOMES, Exact, Register
from criteria_engine.lowering.scores import (
    averaged_from,
    by_its_parts,
    may_be_absent,
    may_lack,
    portions_of,
    possible_points,
    stated_portions,
    sum_of,
    surely_absent,
)
from criteria_engine.lowering.shape import counted_children, policy_of
from criteria_engine.lowering.shares import group
from criteria_engine.lowering.values import hull
from criteria_engine.lowering.ways import Way, ways_of, with_minimum


def judge(heading: Heading, at: Program) -> Judged:
    """A heading whose parts, and everything else that it reads, are lowered; with its grades."""
    b = at.b
    applicable = decided(b, b.flag(True)) if heading.applies is None else at.truth(heading.applies)
    counted = [at.judged[child.id] for child in counted_children(heading, at.dated) if child.id in at.judged]
    nothing_left = b.every(surely_absent(child, b) for child in counted) if counted else b.flag(False)
    absent = b.some((applicable.no, nothing_left))
    there = b.negated(absent)
    bases, single, of_test = own_test(heading, counted, at)
    points = own_points(heading, at)
    ways, readings_single, of_exceptions = ways_of(heading, bases, points, at)
    ways, reached_single, of_minimum = with_minimum(heading, ways, at)
    single = single and readings_single and reached_single and is_decided(b, applicable) and all(child.single for child in counted)
    outcomes: dict[str, Register] = {}
    own: list[tuple[Part, Register | None]] = [(place, None) for place in (of_test, of_exceptions, of_minimum, applicable.place)]
    for name in OUTCOMES:
        flags = [way.flag for way in ways if way.outcome == name]
        flag = b.every((there, b.some(flags))) if flags else b.flag(False)
        if name == "not applicable":
            maybe = b.every(may_be_absent(child, b) for child in counted) if counted else b.flag(False)
            flag = b.some((flag, absent, b.negated(applicable.yes), maybe))
            own.append((b.note(None, [(child.of_outcome, None) for child in counted]), maybe))
        if b.constant_of(flag) is not False:
            outcomes[name] = flag
    found = _points(ways, there, single, b)
    averaged = averaged_from(heading.children, at) if heading.way == "average" else None
    average = None if averaged is None else averaged.share
    lacks = b.flag(False) if averaged is None else b.every((there, averaged.empty, b.negated(averaged.stands)))
    stated = b.some(way.flag for way in ways if way.stated)
    result = Judged(outcomes, single, found, None, average, {}, stated, lacks)
    if averaged is None:
        result = evolve(result, may_lack_share=may_lack(heading, result, at))
    result = evolve(result, counted=_counted(heading, result, at))
    if b.tracing:
        settling = Settling(heading, result, there, b.note(None, own), points, [(way.flag, way.points) for way in ways])
        result = evolve(result, of_outcome=outcome_place(settling, b))
        result = points_origins(settling, result, at)
    if heading.grading is None:
        return result
    at.judged[heading.id] = evolve(result, outcomes={name: flag for name, flag in outcomes.items() if name != "not applicable"})
    present = b.negated(surely_absent(result, b))
    possible, place = grades_of(heading.grading, at)
    grades = {grade: b.every((present, flag)) for grade, flag in possible.items()}
    return evolve(result, grades=grades, of_grades=b.note(present, [(place, None)]))


def _points(ways: list[Way], there: Register, single: bool, b: Builder) -> Amount | None:
    """The hull of the points of all ways that are open."""
    options: dict[tuple[Exact, Exact], tuple[Register, Amount]] = {}
    given: list[Register] = []
    for way in ways:
        if way.points is None:
            continue
        flag = b.every((way.flag, b.negated(way.points.unknown)))
        given.append(flag)
        key = (way.points.low, way.points.high)
        known = options.get(key)
        options[key] = (flag if known is None else b.some((known[0], flag)), way.points)
    if not options:
        return None
    low, high = hull(b, list(options.values()), single)
    always = all(way.points is not None and b.constant_of(way.points.unknown) is False for way in ways)
    return Amount(low, high, b.negated(there if always else b.every((there, b.some(given)))))


def _counted(heading: Heading, judged: Judged, at: Program) -> Counted | None:
    """How the heading counts in the score above it, by the policy for what is not applicable."""
    b = at.b
    whole = possible_points(heading, at)
    if whole is None:
        return None
    zero = e.exact(b, 0)
    if judged.points is None and b.constant_of(surely_absent(judged, b)) is False:
        return None
    # what never applies has no points, yet its possible points may count
    points = judged.points or Amount(zero, zero, b.flag(True))
    absent, may_be = surely_absent(judged, b), may_be_absent(judged, b)
    doubtful = b.every((may_be, b.negated(absent)))
    policy = policy_of(heading, at.dated)
    given = b.every((b.negated(absent), b.negated(points.unknown)))
    varied = b.flag(False)
    if by_its_parts(heading, at):
        varied = b.some((sum_of(heading.children, frozenset(), at).optional, b.negated(e.compared(b, "=", whole[0], whole[1]))))
    excused = any(part.outcome == "not applicable" for chain in heading.exemptions for part in chain)
    if excused and heading.way == "average" and policy != "are left out":
        b.never(may_be)
    if policy == "are left out":
        low = e.chosen(b, doubtful, e.lower_of(b, points.low, zero), points.low)
        high = e.chosen(b, doubtful, e.higher_of(b, points.high, zero), points.high)
        whole_low = e.chosen(b, b.every((given, b.negated(doubtful))), whole[0], zero)
        low, high = e.chosen(b, given, low, zero), e.chosen(b, given, high, zero)
        portion = group(b, portions_of(heading, judged, at), given, doubtful)
        whole_high, optional = e.chosen(b, given, whole[1], zero), b.every((given, b.some((doubtful, varied))))
        return Counted(low, high, whole_low, whole_high, optional, given, portion, b.flag(False), doubtful)
    in_full = policy == "count in full"
    least, greatest = (whole[0], whole[1]) if in_full else (zero, zero)
    low = e.chosen(b, doubtful, e.lower_of(b, points.low, least), points.low)
    high = e.chosen(b, doubtful, e.higher_of(b, points.high, greatest), points.high)
    low, high = e.chosen(b, absent, least, e.chosen(b, given, low, zero)), e.chosen(b, absent, greatest, e.chosen(b, given, high, zero))
    counts = b.some((absent, given))
    said = b.some((absent, b.every((doubtful, given))))
    more = e.chosen(b, absent, e.minus(b, greatest, least), zero)
    own = stated_portions(b, Amount(low, e.chosen(b, absent, least, high), b.flag(False)), whole, more, said)
    usual = group(b, portions_of(heading, judged, at), b.every((given, b.negated(doubtful))), b.flag(False))
    portion = group(b, (*own, usual), counts, b.flag(False))
    whole_low, whole_high = e.chosen(b, counts, whole[0], zero), e.chosen(b, counts, whole[1], zero)
    return Counted(low, high, whole_low, whole_high, b.every((counts, varied)), counts, portion, said, b.flag(False))
