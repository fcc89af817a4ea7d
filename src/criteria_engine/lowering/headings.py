"""A heading becomes registers: a flag for each outcome that it may have, points, how it counts above it, its grades."""


from attrs import evolve, frozen

from criteria_engine.ir.program import Exemption, Grading, Heading
from criteria_engine.lowering import exact as e
from criteria_engine.lowering.builder import Builder, Part, Place, Unsupported
from criteria_engine.lowering.heading_origins import Settling, outcome_place, points_origins, several
from criteria_engine.lowering.lowered import Amount, Counted, Judged, Program, Truth, Word, decided, is_decided
from criteria_engine.lowering.own_points import assessed_fact, own_points, own_score, share_of_most
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
from criteria_engine.lowering.shape import counted_children, gives_points, points_by_parts, policy_of
from criteria_engine.lowering.shares import group
from criteria_engine.lowering.values import compared, datum, hull
from criteria_engine.values.truth import Origin

MOST_READINGS = 64
"""So many ways in which exceptions may hold together and say different things are told apart; a heading with more is left to the
interpreter."""

Options = list[tuple[Exemption | None, Register]]
"""The exceptions of a chain, each with the flag that it is the one that holds or may hold; None for none of them."""


@frozen
class Way:
    """One way in which a heading may come out: the flag that it still may, its outcome, its points, and whether a level or an
    exception states them."""

    flag: Register
    outcome: str
    points: Amount | None
    stated: bool = False


@frozen
class Base:
    """What a heading's own test may give before exceptions; outcome None is left to judgement."""

    flag: Register
    outcome: str | None
    points: Amount | None = None


def judge(heading: Heading, at: Program) -> Judged:
    """A heading whose parts, and everything else that it reads, are lowered; with its grades."""
    b = at.b
    applicable = decided(b, b.flag(True)) if heading.applies is None else at.truth(heading.applies)
    counted = [at.judged[child.id] for child in counted_children(heading, at.dated) if child.id in at.judged]
    nothing_left = b.every(surely_absent(child, b) for child in counted) if counted else b.flag(False)
    absent = b.some((applicable.no, nothing_left))
    there = b.negated(absent)
    bases, single, of_test = _own_test(heading, counted, at)
    points = own_points(heading, at)
    ways, readings_single, of_exceptions = _ways(heading, bases, points, at)
    ways, reached_single, of_minimum = _with_minimum(heading, ways, at)
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


# The heading's own test


def _own_test(heading: Heading, counted: list[Judged], at: Program) -> tuple[list[Base], bool, Place]:
    """What the heading's own test may give, whether that always is one thing, and from what it is open."""
    b = at.b
    if heading.rungs:
        return _climb(heading, at)
    if heading.assessed and heading.most is None:
        found = datum(b, assessed_fact(heading, at))
        assert isinstance(found, Word)
        bases = [Base(b.some((found.unknown, b.compare("=", found.value, b.number(code)))), name) for code, name in enumerate(OUTCOMES[:-1])]
        return bases, b.constant_of(found.unknown) is False, found.place
    by_parts = any(gives_points(child, at.dated) for child in counted_children(heading, at.dated))
    passes = heading.exemptions and heading.points is None and not heading.assessed and not by_parts
    otherwise = "passes" if passes else "scored"
    if heading.level == "pillar" or not counted:
        return [Base(b.flag(True), otherwise)], True, 0
    return _by_parts(counted, otherwise, b)


def _climb(heading: Heading, at: Program) -> tuple[list[Base], bool, Place]:
    b = at.b
    found: list[Base] = []
    asked: list[tuple[Part, Register | None]] = []
    alike: dict[tuple[str | None, object], list[Register]] = {}
    waiting = b.flag(True)
    single = True
    for rung in heading.rungs:
        holds = decided(b, b.flag(True)) if rung.condition is None else at.truth(rung.condition)
        points = None if rung.points is None else _constant(b, rung.points)
        flag = b.every((waiting, b.negated(holds.no)))
        found.append(Base(flag, rung.outcome, points))
        asked.append((holds.place, waiting))
        alike.setdefault((rung.outcome, rung.points), []).append(flag)
        if rung.outcome is None:
            asked.append((Origin("judgement", heading.id), flag))
        single = single and is_decided(b, holds) and (rung.outcome is not None or b.constant_of(flag) is False)
        waiting = b.every((waiting, b.negated(holds.yes)))
    if b.constant_of(waiting) is not False:
        raise Unsupported(heading.id, "levels that do not cover every case")
    if not b.tracing:
        return found, single, 0
    judged = b.some(flag for (outcome, _), flags in alike.items() if outcome is None for flag in flags)
    return found, single, b.note(b.some((judged, several(b, [b.some(flags) for flags in alike.values()]))), asked)


def _by_parts(parts: list[Judged], otherwise: str, b: Builder) -> tuple[list[Base], bool, Place]:
    """Passes when all its parts do; where none of them can pass or fail, the heading is only scored."""

    def may(part: Judged, *names: str) -> Register:
        return b.some(part.outcomes[name] for name in names if name in part.outcomes)

    able = b.some(may(part, "passes", "fails", "basically met") for part in parts)
    aside = [may(part, "not applicable", "scored") for part in parts]
    passing = b.every(b.some((may(part, "passes"), left)) for part, left in zip(parts, aside, strict=True))
    passes = b.every((passing, b.some(may(part, "passes") for part in parts)))
    fails = b.some(may(part, "fails", "basically met") for part in parts)
    scored = b.every((able, *aside, b.some(may(part, "scored") for part in parts)))
    absent = b.every((able, *(may_be_absent(part, b) for part in parts)))
    if all(part.single for part in parts):
        passes, scored, absent = b.every((able, b.negated(fails))), b.flag(False), b.flag(False)
    unable = b.negated(able)
    options = {"passes": passes, "fails": fails, "scored": scored, "not applicable": absent}
    place = b.note(several(b, options.values()), [(part.of_outcome, None) for part in parts]) if b.tracing else 0
    options[otherwise] = b.some((options[otherwise], unable))
    bases = [Base(flag, name) for name, flag in options.items() if b.constant_of(flag) is not False]
    return bases, all(part.single for part in parts), place


def _judged_outcomes(heading: Heading) -> list[str]:
    known = {rung.outcome for rung in heading.rungs} | {part.outcome for chain in heading.exemptions for part in chain}
    return ["basically met", "fails", "passes"] if "basically met" in known else ["fails", "passes"]


def _constant(b: Builder, value: object) -> Amount:
    number = e.exact(b, value)  # type: ignore[arg-type]
    return Amount(number, number, b.flag(False))


# Exceptions


def _ways(heading: Heading, bases: list[Base], points: Amount | None, at: Program) -> tuple[list[Way], bool, Place]:
    b = at.b
    found: list[Way] = []
    single = True
    asked: list[tuple[Part, Register | None]] = []
    for base in bases:
        chains = [_read_chain(chain, base.outcome == "passes", at) for chain in heading.exemptions]
        asked += _asked_of_chains(heading, base, at) if b.tracing else []
        single = single and all(sure for _, sure in chains)
        for said, flag in _readings(heading, base, [options for options, _ in chains], b):
            new = _said(heading, base, said, points, flag, at)
            single = single and len(new) == 1
            found += new
            if len({exemption.outcome for exemption in said}) > 1:
                asked.append((Origin("exceptions disagree", heading.id), flag))
            elif said and said[0].outcome is None:
                asked.append((Origin("judgement", heading.id), flag))
    return found, single, b.note(None, asked)


def _readings(heading: Heading, base: Base, chains: list[Options], b: Builder) -> list[tuple[list[Exemption], Register]]:
    """The exceptions that may hold together, with the flag that they may. Of those that say the same some are taken for all, so that they do
    not double with every chain."""
    found: dict[object, tuple[list[Exemption], Register]] = {None: ([], base.flag)}
    for options in chains:
        longer: dict[object, tuple[list[Exemption], Register]] = {}
        for said, flag in found.values():
            for exemption, may in options:
                both = b.every((flag, may))
                if b.constant_of(both) is not False:
                    more = said if exemption is None else [*said, exemption]
                    key = _what_is_said(more)
                    known = longer.get(key)
                    longer[key] = (more, both) if known is None else (known[0], b.some((known[1], both)))
        found = longer
        if len(found) > MOST_READINGS:
            raise Unsupported(heading.id, "very many exceptions")
    return [(said, flag) for said, flag in found.values() if b.constant_of(flag) is not False]


def _what_is_said(said: list[Exemption]) -> object:
    """All that counts of exceptions that hold together: their outcomes, and where they agree the lowest and the highest points, whether
    one leaves the points unsaid, and whether it is one alone."""
    outcomes = frozenset(exemption.outcome for exemption in said)
    if len(outcomes) != 1:
        return outcomes
    stated = [exemption.points for exemption in said if exemption.points is not None]
    return outcomes, frozenset((min(stated), max(stated))) if stated else None, len(stated) < len(said), len(said) == 1


def _asked_of_chains(heading: Heading, base: Base, at: Program) -> list[tuple[Part, Register | None]]:
    """The conditions of exceptions with flags that they are read, where the own test gives this."""
    b = at.b
    found: list[tuple[Part, Register | None]] = []
    for chain in heading.exemptions:
        waiting = base.flag
        for exemption in chain:
            if base.outcome != "passes" or exemption.outcome == "fails":
                holds = at.truth(exemption.condition)
                found.append((holds.place, waiting))
                waiting = b.every((waiting, b.negated(holds.yes)))
    return found


def _read_chain(chain: tuple[Exemption, ...], passes: bool, at: Program) -> tuple[Options, bool]:
    """The exceptions of a chain, each with the flag that it is the one that holds or may hold; None for none of them."""
    b = at.b
    options: Options = []
    waiting = b.flag(True)
    sure = True
    for exemption in chain:
        if passes and exemption.outcome != "fails":
            continue
        holds = at.truth(exemption.condition)
        sure = sure and is_decided(b, holds)
        options.append((exemption, b.every((waiting, b.negated(holds.no)))))
        waiting = b.every((waiting, b.negated(holds.yes)))
    return [*options, (None, waiting)], sure


def _said(heading: Heading, base: Base, said: list[Exemption], points: Amount | None, flag: Register, at: Program) -> list[Way]:
    b = at.b
    whole = possible_points(heading, at)
    most = None if whole is None else Amount(*whole, b.flag(False))
    anything = None if whole is None else Amount(e.exact(b, 0), whole[1], b.flag(False))
    if said:
        return _excepted(heading, said, most, anything, flag, b)
    if base.outcome is None:
        return [Way(flag, name, points if points is not None else anything) for name in _judged_outcomes(heading)]
    if base.outcome == "not applicable":
        return [Way(flag, base.outcome, None)]
    if base.points is not None:
        return [Way(flag, base.outcome, base.points, True)]
    if points is not None:
        return [Way(flag, base.outcome, points)]
    return [Way(flag, base.outcome, most if most is None or base.outcome == "passes" else _constant(b, 0))]


def _excepted(heading: Heading, said: list[Exemption], most: Amount | None, anything: Amount | None, flag: Register, b: Builder) -> list[Way]:
    outcomes = {exemption.outcome for exemption in said}
    only = said[0].outcome
    stated = [exemption.points for exemption in said if exemption.points is not None]
    if len(outcomes) > 1 or only is None:
        names = {name for name in outcomes if name is not None}
        if None in outcomes:
            names |= set(_judged_outcomes(heading))  # type: ignore[arg-type]
        points = _constant(b, stated[0]) if len(said) == len(stated) == 1 else anything
        return [Way(flag, name, None if name == "not applicable" else points, True) for name in sorted(names)]
    if only == "not applicable" or most is None:
        return [Way(flag, only, None, True)]
    usual = most if only == "passes" else _constant(b, 0)
    given = [usual if exemption.points is None else _constant(b, exemption.points) for exemption in said]
    low, high = given[0].low, given[0].high
    for other in given[1:]:
        low, high = e.lower_of(b, low, other.low), e.higher_of(b, high, other.high)
    points = Amount(low, high, b.flag(False))
    place = 0 if low == high else b.note(points, [(Origin("exceptions disagree", heading.id), None)])
    return [Way(flag, only, evolve(points, place=place), True)]


# Minimum and points


def _with_minimum(heading: Heading, ways: list[Way], at: Program) -> tuple[list[Way], bool, Place]:
    """Below its minimum a heading fails; a heading that is only scored passes by reaching it."""
    b = at.b
    if heading.minimum is None:
        return ways, True, 0
    found: list[Way] = []
    asked: list[tuple[Part, Register | None]] = []
    single = True
    least = _constant(b, heading.minimum.value)
    for way in ways:
        measured, none = _measured(heading, way, at)
        if way.outcome == "not applicable" or measured is None:
            found.append(way)
            continue
        reached: Truth = compared(b, ">=", measured, least)
        single = single and is_decided(b, reached)
        there = b.negated(none)
        asked.append((reached.place, b.every((way.flag, there))))
        for flag, outcome in (
            (none, way.outcome),
            (b.every((there, b.negated(reached.no))), "passes" if way.outcome == "scored" else way.outcome),
            (b.every((there, b.negated(reached.yes))), "fails"),
        ):
            both = b.every((way.flag, flag))
            if b.constant_of(both) is not False:
                found.append(evolve(way, flag=both, outcome=outcome))
    if not b.tracing:
        return found, single, 0
    outcomes = [b.some(way.flag for way in found if way.outcome == name) for name in OUTCOMES]
    return found, single, b.note(several(b, outcomes), asked)


def _measured(heading: Heading, way: Way, at: Program) -> tuple[Amount | None, Register]:
    """What a minimum is held against, None where there are no points; and a flag that there turn out to be none."""
    b = at.b
    nothing = b.flag(False)
    assert heading.minimum is not None
    if not heading.minimum.share:
        return (None, nothing) if way.points is None else (evolve(way.points, unknown=nothing), way.points.unknown)
    if not way.stated and (heading.way == "average" or points_by_parts(heading, at.dated)):
        return own_score(heading, True, frozenset(), at), nothing
    if way.points is None:
        return None, nothing
    found = share_of_most(way.points, heading, at)
    return (None, nothing) if found is None else (evolve(found, unknown=nothing), way.points.unknown)


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


def grades_of(grading: Grading, at: Program) -> tuple[dict[int, Register], Place]:
    """Each grade with the flag that it may come out: the first that holds, lowered by every cap that holds; and from what it is open."""
    b = at.b
    asked: list[tuple[Part, Register | None]] = []
    flags: dict[int, list[Register]] = {}
    waiting = b.flag(True)
    for rule in grading.grades:
        holds = decided(b, b.flag(True)) if rule.condition is None else at.truth(rule.condition)
        flags.setdefault(rule.grade, []).append(b.every((waiting, b.negated(holds.no))))
        asked.append((holds.place, waiting))
        waiting = b.every((waiting, b.negated(holds.yes)))
    asked.append((Origin("judgement" if grading.undetermined_because else "no case holds", grading.choices.name), waiting))
    found = {grade: b.some((waiting, *flags.get(grade, ()))) for grade in range(len(grading.choices.members))}
    for cap in grading.caps:
        holds = decided(b, b.flag(True)) if cap.condition is None else at.truth(cap.condition)
        asked.append((holds.place, None))
        above = b.some(flag for grade, flag in found.items() if grade > cap.grade)
        found[cap.grade] = b.some((found[cap.grade], b.every((above, b.negated(holds.no)))))
        found = {grade: flag if grade <= cap.grade else b.every((flag, b.negated(holds.yes))) for grade, flag in found.items()}
    return found, b.note(several(b, found.values()), asked) if b.tracing else 0
