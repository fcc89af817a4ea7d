"""From what a verdict is open, in registers: what was noted while operations were lowered is read from the verdict backwards.

The interpreter carries with every open value the set of what it is open from, and joins these sets on the way to the verdict. Here
nothing is carried: a value is *asked* where the verdict is open from what it is open from. The verdict is asked; a value is asked where
one that was noted to be open from it is asked, is open itself, and the flag of that note is true. A fact that is missing, or a reason,
then leaves the verdict open where its value is asked. So the registers are linear in the notes, and no sets are needed.
"""

from collections.abc import Mapping

from criteria_engine.lowering.builder import Builder, EachRow, Outside, Place
from criteria_engine.lowering.lowered import Amount, Truth, Word, opened
from criteria_engine.lowering.plan import Register
from criteria_engine.values.truth import Origin

NOT_GIVEN = ("missing", "incomplete")
"""The kinds of origins that are told as what is missing."""

Told = dict[Origin | Outside, Register]

Missing = tuple[tuple[str, Register], ...]
Reasons = tuple[tuple[Origin, Register], ...]


def told(b: Builder, place: Place) -> tuple[Missing, Reasons]:
    """What leaves open that for which it is noted at a place: the names of what is missing or incomplete, and the other reasons, each with
    the flag that it does."""
    missing: dict[str, list[Register]] = {}
    reasons: dict[Origin, Register] = {}
    for origin, flag in asked_of(b, {place: b.flag(True)}).items():
        assert isinstance(origin, Origin)
        if origin.kind in NOT_GIVEN:
            missing.setdefault(origin.name, []).append(flag)
        else:
            reasons[origin] = flag
    return tuple((name, b.some(missing[name])) for name in sorted(missing)), tuple((origin, reasons[origin]) for origin in sorted(reasons))


def asked_of(b: Builder, places: Mapping[Place, Register]) -> Told:
    """What is asked where these places are, with the flag that it is. What is noted comes after all that it is open from, so that each
    note is read once, the last first."""
    asked: dict[Place, list[Register]] = {place: [flag] for place, flag in places.items() if place}
    found: dict[Origin | Outside, list[Register]] = {}
    for place in range(max(asked, default=0), 0, -1):
        flags = asked.pop(place, None)
        if flags is None:
            continue
        note = b.notes[place]
        flag = b.both(b.some(flags), _gate(b, note.gate))
        rows: dict[EachRow, Register] = {}
        for part, condition in note.parts:
            both = flag if condition is None else b.both(flag, condition)
            if b.constant_of(both) is False:
                continue
            if isinstance(part, int):
                asked.setdefault(part, []).append(both)
            elif isinstance(part, EachRow):
                rows[part] = both
            else:
                found.setdefault(part, []).append(both)
        if rows:
            for one, register in _asked_of_rows(b, rows).items():
                if isinstance(one, Outside):
                    asked.setdefault(one.place, []).append(register)
                else:
                    found.setdefault(one, []).append(register)
    return {one: b.some(flags) for one, flags in found.items()}


def _gate(b: Builder, gate: Truth | Amount | Word | Register | None) -> Register:
    if gate is None:
        return b.flag(True)
    return gate if isinstance(gate, int) else opened(b, gate)


def _asked_of_rows(b: Builder, asked: Mapping[EachRow, Register]) -> Told:
    """What some row asks for. All places are those of one note, so of one set of rows."""
    rows = next(iter(asked)).rows
    inner: Builder = rows.b
    places: dict[Place, Register] = {}
    for each, flag in asked.items():
        own = inner.from_outside(flag, b)
        both = own if each.flag is None else inner.both(own, each.flag)
        places[each.place] = both if each.place not in places else inner.some((places[each.place], both))
    return {one: rows.some(flag) for one, flag in asked_of(inner, places).items()}
