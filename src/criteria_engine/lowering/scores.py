"""Points and shares of headings together, in registers.

Where a part may or may not be left out, the lowest and the highest share move with it; they are found in a few rounds (`lowering.shares`).
"""

from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from criteria_engine.ir.program import Heading
from criteria_engine.lowering import exact as e
from criteria_engine.lowering.builder import Builder, Place
from criteria_engine.lowering.lowered import Amount, Counted, Judged, Program, noted
from criteria_engine.lowering.plan import Exact, Register
from criteria_engine.lowering.shape import averaged, counted_children, counts, gives_points, has_share, points_by_parts, policy_of
from criteria_engine.lowering.shares import Portion, group, may_be_empty, share_range
from criteria_engine.lowering.values import hull
from criteria_engine.values.numbers import Rational
from criteria_engine.values.truth import Origin


@frozen
class Sum:
    """Points and possible points of headings together, and how they count in a share."""

    low: Exact
    high: Exact
    whole_low: Exact
    whole_high: Exact
    optional: Register
    portions: tuple[Portion, ...]


def may_be_absent(judged: Judged, b: Builder) -> Register:
    """Whether a heading may be not applicable."""
    return judged.outcomes.get("not applicable", b.flag(False))


def surely_absent(judged: Judged, b: Builder) -> Register:
    """Whether a heading is surely not applicable."""
    found = judged.outcomes.get("not applicable")
    if found is None:
        return b.flag(False)
    if judged.single:
        return found
    return b.every((found, *(b.negated(flag) for name, flag in judged.outcomes.items() if name != "not applicable")))


def sum_of(headings: Iterable[Heading], without: frozenset[str], at: Program) -> Sum:
    """How headings count together, leaving out some of them at any depth. It is asked again and again of the same headings, once they
    are lowered."""
    headings = tuple(headings)
    key = (sum_of, without, tuple([at.judged.get(heading.id) for heading in headings]))
    found: Sum | None = at.b.worked_out.get(key)
    if found is None:
        found = at.b.worked_out[key] = _sum_of(headings, without, at)
    return found


def _sum_of(headings: Iterable[Heading], without: frozenset[str], at: Program) -> Sum:
    b = at.b
    zero = e.exact(b, 0)
    low = high = whole_low = whole_high = zero
    optional: list[Register] = []
    portions: list[Portion] = []
    for heading in headings:
        judged = at.judged.get(heading.id)
        if judged is None or heading.id in without or not counts(heading, at.dated):
            continue
        found = _without(heading, judged, without, at) if without else judged.counted
        if found is None:
            continue
        low, high = e.plus(b, low, found.low), e.plus(b, high, found.high)
        whole_low, whole_high = e.plus(b, whole_low, found.whole_low), e.plus(b, whole_high, found.whole_high)
        optional.append(found.optional)
        portions.append(found.portion)
    return Sum(low, high, whole_low, whole_high, b.some(optional), tuple(portions))


def _without(heading: Heading, judged: Judged, without: frozenset[str], at: Program) -> Counted | None:
    """How a heading counts when some of its own parts are left out: what counts by parts counts by those that are left, and so does what is
    stated out of a whole that is open."""
    b, found = at.b, judged.counted
    if found is None or not by_its_parts(heading, at):
        return found
    zero = e.exact(b, 0)
    usual, inner = sum_of(heading.children, frozenset(), at), sum_of(heading.children, without, at)
    whole_open = b.every((b.some((found.said, judged.stated)), e.compared(b, "<", usual.whole_low, usual.whole_high)))
    usually = b.every((b.negated(found.said), b.negated(judged.stated), b.some([part.counts for part in usual.portions])))
    by_parts = b.every((found.counts, b.some((whole_open, usually))))
    there = b.every((by_parts, b.some([part.counts for part in inner.portions])))
    as_it_is = b.every((found.counts, b.negated(by_parts)))
    low = e.chosen(b, found.left_out, e.lower_of(b, inner.low, zero), inner.low)
    high = e.chosen(b, found.left_out, e.higher_of(b, inner.high, zero), inner.high)
    whole_low = e.chosen(b, found.left_out, zero, inner.whole_low)
    ends = ((found.low, low), (found.high, high), (found.whole_low, whole_low), (found.whole_high, inner.whole_high))
    low, high, whole_low, whole_high = [e.chosen(b, as_it_is, own, e.chosen(b, there, parts, zero)) for own, parts in ends]
    optional = b.some((b.every((as_it_is, found.optional)), b.every((there, b.some((found.left_out, inner.optional))))))
    counts = b.some((as_it_is, there))
    both = (group(b, (found.portion,), as_it_is, b.flag(False)), group(b, inner.portions, there, found.left_out))
    return Counted(low, high, whole_low, whole_high, optional, counts, group(b, both, counts, b.flag(False)), found.said, found.left_out)


def points_place(headings: Iterable[Heading], at: Program) -> Place:
    """From what the points of those headings that count together are open."""
    if not at.b.tracing:
        return 0
    counted = (at.judged[heading.id] for heading in headings if heading.id in at.judged and counts(heading, at.dated))
    return at.b.note(None, [(judged.of_points, None) for judged in counted])


def share_of(b: Builder, found: Sum, place: Place, own: str, stands: Register) -> Amount:
    """Points as a share of what was possible, where it is open from a place; unknown where nothing was, or may turn out so, unless the
    heading `own` of which these are the parts is then itself not applicable."""
    share = share_range(b, found.portions)
    result = Amount(share.low, share.high, b.some((share.none, b.every((share.empty, b.negated(stands))))))
    return evolve(result, place=b.note(result, [(place, None), (Origin("not applicable", own), result.unknown)])) if b.tracing else result


def stands(heading: Heading, at: Program) -> Register:
    """Whether a heading with points of its parts is itself not applicable where no part has a share."""
    b = at.b
    found = []
    for child in counted_children(heading, at.dated):
        judged = at.judged[child.id]
        counted = b.flag(False) if judged.counted is None else judged.counted.counts
        found.append(b.some((surely_absent(judged, b), b.every((counted, b.negated(judged.may_lack_share))))))
    return b.every(found)


def given_points(judged: Judged, points: Amount, b: Builder) -> Register:
    """Whether a heading is not surely absent and has points."""
    return b.every((b.negated(surely_absent(judged, b)), b.negated(points.unknown)))


def portions_of(heading: Heading, judged: Judged, at: Program) -> tuple[Portion, ...]:
    """How a heading with points counts in a share, supposing that it is applicable: by points that are stated, or by its parts."""
    b = at.b
    points, whole = judged.points, possible_points(heading, at)
    if points is None or whole is None:
        return ()
    given, no = given_points(judged, points, b), b.flag(False)
    if not by_its_parts(heading, at):
        return (Portion(points.low, points.high, whole[0], given, no),)
    own = stated_portions(b, points, whole, e.exact(b, 0), b.every((given, judged.stated)))
    parts = sum_of(heading.children, frozenset(), at)
    return (*own, group(b, parts.portions, b.every((given, b.negated(judged.stated))), no))


def by_its_parts(heading: Heading, at: Program) -> bool:
    """Whether the points of a heading are those of its parts, unless they are stated."""
    return heading.way != "average" and heading.points is None and not heading.assessed and points_by_parts(heading, at.dated)


def stated_portions(b: Builder, points: Amount, whole: tuple[Exact, Exact], more: Exact, counts: Register) -> tuple[Portion, ...]:
    """Points out of a whole that may be smaller, with so many points less, where parts turn out not to apply."""
    if b.constant_of(counts) is False:
        return ()
    own = Portion(points.low, points.high, whole[0], counts, b.flag(False))
    return (own,) if whole[0] == whole[1] else (own, Portion(more, more, e.minus(b, whole[1], whole[0]), counts, b.flag(True)))


def share_of_heading(heading: Heading, judged: Judged, at: Program) -> Amount | None:
    """A heading's own share of what is possible, supposing that it is applicable; None where it never has one."""
    b = at.b
    if heading.way == "average":
        return judged.average
    if gives_points(heading, at.dated):
        if judged.points is None or possible_points(heading, at) is None:
            return None
        found = share_range(b, portions_of(heading, judged, at))
        return noted(b, Amount(found.low, found.high, b.some((found.none, judged.points.unknown))), judged.of_points)
    return _outcome_share(heading, judged, at) if averaged(heading, at.dated) else None


def may_lack(heading: Heading, judged: Judged, at: Program) -> Register:
    """Whether a heading with points may have no share although it is applicable."""
    b, whole = at.b, possible_points(heading, at)
    if judged.points is None or whole is None or not by_its_parts(heading, at):
        return b.flag(False)
    zero = e.exact(b, 0)
    some = b.every((e.compared(b, "<=", whole[0], zero), e.compared(b, "<", zero, whole[1])))
    none = may_be_empty(b, sum_of(heading.children, frozenset(), at).portions)
    lacks = b.some((b.every((judged.stated, some)), b.every((b.negated(judged.stated), none))))
    return b.every((given_points(judged, judged.points, b), lacks, b.negated(stands(heading, at))))


def _outcome_share(heading: Heading, judged: Judged, at: Program) -> Amount | None:
    """What a heading without points counts in an average: all, none, or what "basically met" is said to."""
    b = at.b
    shares: dict[str, Rational] = {"passes": 1, "fails": 0, "basically met": heading.basically_met_share or 0}
    options = [(flag, _constant(b, shares[name])) for name, flag in judged.outcomes.items() if name in shares]
    if not options:
        return None
    low, high = hull(b, options, judged.single)
    return noted(b, Amount(low, high, b.negated(b.some(flag for flag, _ in options))), judged.of_outcome)


def _constant(b: Builder, value: Rational) -> Amount:
    number = e.exact(b, value)
    return Amount(number, number, b.flag(False))


def possible_points(heading: Heading, at: Program) -> tuple[Exact, Exact] | None:
    """What a heading counts out of, lowest and highest; None where it has no points."""
    if heading.most is not None:
        most = e.exact(at.b, heading.most)
        return most, most
    if not points_by_parts(heading, at.dated):
        return None
    found = sum_of(heading.children, frozenset(), at)
    return found.whole_low, found.whole_high


@frozen(eq=False)
class Averaged:
    """The weighted average of some headings. `share` is unknown where none of them applies; `empty` tells that none may turn out to;
    `place` is from what any share in it is open, though that may not leave the average open. `stands` tells whether a heading of
    which none of these has a share is itself not applicable."""

    share: Amount
    empty: Register
    place: Place
    stands: Register


def weighted_average(children: Sequence[Heading], at: Program, without: frozenset[str] = frozenset(), own: str = "") -> Amount:
    """The average of the children's shares by weight, over those that count and apply; unknown where none of them does, or may turn out
    to, unless the heading `own` of which they are the parts is then itself not applicable."""
    b, found = at.b, averaged_from(children, at, without)
    doubtful = b.every((found.empty, b.negated(found.stands))) if own and not without else found.empty
    result = Amount(found.share.low, found.share.high, b.some((found.share.unknown, doubtful)))
    return evolve(result, place=b.note(result, [(found.place, None), (Origin("not applicable", own), result.unknown)])) if b.tracing else result


def averaged_from(children: Sequence[Heading], at: Program, without: frozenset[str] = frozenset()) -> Averaged:
    """The weighted average of headings that are lowered."""
    key = (averaged_from, without, tuple([at.judged.get(child.id) for child in children]))
    found: Averaged | None = at.b.worked_out.get(key)
    if found is None:
        found = at.b.worked_out[key] = _averaged_from(children, at, without)
    return found


def _averaged_from(children: Sequence[Heading], at: Program, without: frozenset[str]) -> Averaged:
    b = at.b
    zero = e.exact(b, 0)
    portions: list[Portion] = []
    asked: list[tuple[Place, Register | None]] = []
    standing: list[Register] = []
    for child in children:
        judged = at.judged.get(child.id)
        if judged is None or child.id in without or not counts(child, at.dated):
            continue
        share = _share_without(child, judged, without, at)
        weight = e.exact(b, child.weight)
        absent, may_be = surely_absent(judged, b), may_be_absent(judged, b)
        policy = policy_of(child, at.dated)
        left_out = policy == "are left out" or not has_share(child, at.dated)
        stands_in = zero if left_out or policy == "count as none" else weight
        there = b.flag(False) if share is None else b.every((b.negated(absent), b.negated(share.unknown)))
        asked += [(judged.of_points, there), (judged.of_outcome, there)]
        standing.append(b.some((absent, b.every((there, b.negated(judged.may_lack_share))))))
        low, high = (zero, zero) if share is None else (e.times(b, share.low, weight), e.times(b, share.high, weight))
        doubtful = b.every((may_be, there))
        optional = b.every((there, judged.may_lack_share))
        if policy == "are left out":
            optional = b.some((doubtful, optional))
        else:
            low = e.chosen(b, doubtful, e.lower_of(b, low, stands_in), low)
            high = e.chosen(b, doubtful, e.higher_of(b, high, stands_in), high)
        low = e.chosen(b, there, low, e.chosen(b, absent, stands_in, zero))
        high = e.chosen(b, there, high, e.chosen(b, absent, stands_in, zero))
        portions.append(Portion(low, high, weight, there if left_out else b.some((there, absent)), optional))
    place = b.note(None, asked)
    found = share_range(b, portions)
    share = noted(b, Amount(found.low, found.high, found.none), place)
    return Averaged(share, found.empty, place, b.every(standing))


def _share_without(heading: Heading, judged: Judged, without: frozenset[str], at: Program) -> Amount | None:
    if without and heading.children and heading.points is None and not heading.assessed:
        if heading.way == "average":
            return averaged_from(heading.children, at, without).share
        present = [at.judged[child.id] for child in heading.children if child.id in at.judged and child.id not in without and counts(child, at.dated)]
        if any(part.counted is not None for part in present):
            share = share_range(at.b, sum_of(heading.children, without, at).portions)
            found = Amount(share.low, share.high, share.none)
            usual = share_of_heading(heading, judged, at)
            nothing = at.b.negated(_any_counts(heading.children, without, at))
            if usual is None:
                return Amount(found.low, found.high, at.b.some((found.unknown, nothing)))
            low, high = e.chosen(at.b, nothing, usual.low, found.low), e.chosen(at.b, nothing, usual.high, found.high)
            return Amount(low, high, at.b.some((at.b.every((nothing, usual.unknown)), at.b.every((at.b.negated(nothing), found.unknown)))))
    return share_of_heading(heading, judged, at)


def _any_counts(children: Iterable[Heading], without: frozenset[str], at: Program) -> Register:
    """Whether any of the parts is there to be counted at all."""
    flags = []
    for child in children:
        judged = at.judged.get(child.id)
        if judged is not None and judged.counted is not None and child.id not in without and counts(child, at.dated):
            flags.append(judged.counted.counts)
    return at.b.some(flags)
