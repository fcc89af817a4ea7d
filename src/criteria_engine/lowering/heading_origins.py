"""From what the outcome and the points of a heading are open, noted beside their registers."""

from collections.abc import Iterable
from itertools import combinations

from attrs import evolve, frozen

from criteria_engine.ir.program import Heading
from criteria_engine.lowering import exact as e
from criteria_engine.lowering.builder import Builder, Part, Place
from criteria_engine.lowering.lowered import Amount, Judged, Program, apart
from criteria_engine.lowering.own_points import own_place
from criteria_engine.lowering.plan import Register
from criteria_engine.lowering.scores import may_be_absent, points_place, possible_points, sum_of, surely_absent
from criteria_engine.lowering.shape import points_by_parts, policy_of


@frozen(eq=False)
class Settling:
    """A heading that has been judged: whether it is not surely absent, from what its own test, exceptions, minimum and applicability
    are open, its own points, and each way in which it may come out, with its points."""

    heading: Heading
    judged: Judged
    there: Register
    own: Place
    points: Amount | None
    ways: list[tuple[Register, Amount | None]]


def several(b: Builder, flags: Iterable[Register]) -> Register:
    """Whether more than one flag is true."""
    return b.compare("<", b.number(1), b.count(flags))


def outcome_place(found: Settling, b: Builder) -> Place:
    """From what the outcome is open."""
    return 0 if found.judged.single else b.note(several(b, found.judged.outcomes.values()), [(found.own, None)])


def points_origins(found: Settling, judged: Judged, at: Program) -> Judged:
    """The heading with the places where it is noted from what its points are open: the number as such, and how it counts above."""
    b, heading, points = at.b, found.heading, judged.points
    doubtful = b.every((may_be_absent(judged, b), b.negated(surely_absent(judged, b))))
    of_own = own_place(heading, found.points, at)
    of_ways: list[tuple[Part, Register | None]] = []
    own, own_points = [doubtful], [_counts_openly(heading, judged, doubtful, at), judged.may_lack_share]
    if points is not None:
        unlike, given = _unlike(found.ways, b)
        open_points = b.every((b.negated(points.unknown), apart(b, points.low, points.high)))
        ways = [(amount, flag) for flag, amount in found.ways if amount is not None and amount.place != of_own]
        of_ways = [(amount.place, b.every((flag, b.negated(amount.unknown)))) for amount, flag in ways]
        more = b.every((given, b.some((unlike, several(b, judged.outcomes.values())))))
        place = b.note(b.every((found.there, open_points)), [*of_ways, (found.own, more), (of_own, None)])
        judged = evolve(judged, points=evolve(points, place=place))
        own.append(more)
        own_points.append(open_points)
    if judged.average is not None:
        of_ways.append((judged.average.place, b.every((b.negated(judged.average.unknown), apart(b, judged.average.low, judged.average.high)))))
    place = b.note(found.there, [*of_ways, (found.own, b.some(own)), (of_own, b.some(own_points))])
    whole = possible_points(heading, at)
    if whole is None or whole[0] == whole[1] or policy_of(heading, at.dated) == "are left out":
        return evolve(judged, of_points=place)
    absent = b.every((b.negated(found.there), apart(b, *whole)))
    return evolve(judged, of_points=b.note(None, [(place, None), (points_place(heading.children, at), absent)]))


def _unlike(ways: list[tuple[Register, Amount | None]], b: Builder) -> tuple[Register, Register]:
    """Whether the ways that are open have different points, and whether any has points at all. Points that are open from different
    things are different, though their ends be the same."""
    kinds: dict[tuple[object, ...], tuple[Amount, list[Register]]] = {}
    for flag, amount in ways:
        if amount is not None:
            key = (amount.low, amount.high, amount.place)
            kinds.setdefault(key, (amount, []))[1].append(b.every((flag, b.negated(amount.unknown))))
    found = [(amount, b.some(flags)) for amount, flags in kinds.values()]
    unlike: list[Register] = []
    for (one, flag), (other, other_flag) in combinations(found, 2):
        same = [e.compared(b, "=", one.low, other.low), e.compared(b, "=", one.high, other.high)]
        if one.place != other.place:
            same.append(b.negated(apart(b, one.low, one.high)))
        unlike.append(b.every((flag, other_flag, b.negated(b.every(same)))))
    return b.some(unlike), b.some(flag for _, flag in found)


def _counts_openly(heading: Heading, judged: Judged, doubtful: Register, at: Program) -> Register:
    """Whether it is open how the heading counts in the score above it, or whether it has a share at all."""
    b, counted = at.b, judged.counted
    if counted is None:
        return b.flag(False)
    open_part = [apart(b, counted.low, counted.high), apart(b, counted.whole_low, counted.whole_high)]
    if policy_of(heading, at.dated) == "are left out":
        open_part.append(doubtful)
    if heading.way != "average" and heading.points is None and not heading.assessed and points_by_parts(heading, at.dated):
        inner = sum_of(heading.children, frozenset(), at)
        nothing = e.compared(b, "<=", inner.whole_high, e.exact(b, 0))
        open_part.append(b.every((b.negated(judged.stated), b.some((inner.optional, nothing)))))
    return b.every((counted.counts, b.some(open_part)))
