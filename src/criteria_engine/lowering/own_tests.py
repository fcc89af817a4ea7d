"""`requires`, levels, the assessor or the parts of a heading become what its own test may give, before exceptions, in registers."""

from attrs import frozen

from criteria_engine.ir.program import Heading
from criteria_engine.lowering import exact as e
from criteria_engine.lowering.builder import Builder, Part, Place, Unsupported
from criteria_engine.lowering.heading_origins import several
from criteria_engine.lowering.inputs import datum
from criteria_engine.lowering.lowered import Amount, Judged, Program, Word, decided, is_decided
from criteria_engine.lowering.own_points import assessed_fact
from criteria_engine.lowering.plan import OUTCOMES, Register
from criteria_engine.lowering.scores import (
    may_be_absent,
)
from criteria_engine.lowering.shape import counted_children, gives_points
from criteria_engine.values.truth import Origin


@frozen
class Base:
    """What a heading's own test may give before exceptions; outcome None is left to judgement."""

    flag: Register
    outcome: str | None
    points: Amount | None = None


def own_test(heading: Heading, counted: list[Judged], at: Program) -> tuple[list[Base], bool, Place]:
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
        points = None if rung.points is None else constant_amount(b, rung.points)
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


def judged_outcomes(heading: Heading) -> list[str]:
    """What an outcome that is left to judgement may be."""
    known = {rung.outcome for rung in heading.rungs} | {part.outcome for chain in heading.exemptions for part in chain}
    return ["basically met", "fails", "passes"] if "basically met" in known else ["fails", "passes"]


def constant_amount(b: Builder, value: object) -> Amount:
    """A number that the text states."""
    number = e.exact(b, value)  # type: ignore[arg-type]
    return Amount(number, number, b.flag(False))
