"""A heading's own test, its exceptions and its minimum become every way in which it may come out, in registers."""

from attrs import evolve, frozen

from criteria_engine.ir.program import Exemption, Heading
from criteria_engine.lowering import exact as e
from criteria_engine.lowering.builder import Builder, Part, Place, Unsupported
from criteria_engine.lowering.heading_origins import several
from criteria_engine.lowering.lowered import Amount, Program, Truth, is_decided
from criteria_engine.lowering.own_points import own_score, share_of_most
from criteria_engine.lowering.own_tests import Base, constant_amount, judged_outcomes
from criteria_engine.lowering.plan import OUTCOMES, Register
from criteria_engine.lowering.scores import possible_points
from criteria_engine.lowering.shape import points_by_parts
from criteria_engine.lowering.values import compared
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


def ways_of(heading: Heading, bases: list[Base], points: Amount | None, at: Program) -> tuple[list[Way], bool, Place]:
    """Every way in which the heading may come out, its exceptions read on top of its own test; whether that always is one; and from what it is
    open."""
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
        return [Way(flag, name, points if points is not None else anything) for name in judged_outcomes(heading)]
    if base.outcome == "not applicable":
        return [Way(flag, base.outcome, None)]
    if base.points is not None:
        return [Way(flag, base.outcome, base.points, True)]
    if points is not None:
        return [Way(flag, base.outcome, points)]
    return [Way(flag, base.outcome, most if most is None or base.outcome == "passes" else constant_amount(b, 0))]


def _excepted(heading: Heading, said: list[Exemption], most: Amount | None, anything: Amount | None, flag: Register, b: Builder) -> list[Way]:
    outcomes = {exemption.outcome for exemption in said}
    only = said[0].outcome
    stated = [exemption.points for exemption in said if exemption.points is not None]
    if len(outcomes) > 1 or only is None:
        names = {name for name in outcomes if name is not None}
        if None in outcomes:
            names |= set(judged_outcomes(heading))  # type: ignore[arg-type]
        points = constant_amount(b, stated[0]) if len(said) == len(stated) == 1 else anything
        return [Way(flag, name, None if name == "not applicable" else points, True) for name in sorted(names)]
    if only == "not applicable" or most is None:
        return [Way(flag, only, None, True)]
    usual = most if only == "passes" else constant_amount(b, 0)
    given = [usual if exemption.points is None else constant_amount(b, exemption.points) for exemption in said]
    low, high = given[0].low, given[0].high
    for other in given[1:]:
        low, high = e.lower_of(b, low, other.low), e.higher_of(b, high, other.high)
    points = Amount(low, high, b.flag(False))
    place = 0 if low == high else b.note(points, [(Origin("exceptions disagree", heading.id), None)])
    return [Way(flag, only, evolve(points, place=place), True)]


# Minimum


def with_minimum(heading: Heading, ways: list[Way], at: Program) -> tuple[list[Way], bool, Place]:
    """Below its minimum a heading fails; a heading that is only scored passes by reaching it."""
    b = at.b
    if heading.minimum is None:
        return ways, True, 0
    found: list[Way] = []
    asked: list[tuple[Part, Register | None]] = []
    single = True
    least = constant_amount(b, heading.minimum.value)
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
