"""Small made-up rule sets whose facts have few values, so that everything they may be can be tried one after the other."""

from collections.abc import Iterator
from datetime import date
from itertools import product

from attrs import frozen
from tests.rule_generation.chance import Chance, likely, pick
from tests.rule_generation.strategies import compiled

from criteria_engine.backends.interpreter.evaluation import VerdictFound, evaluate, verdict_of
from criteria_engine.ir.dated import Dated, at_date
from criteria_engine.ir.records import Datum, Record
from criteria_engine.reasons.question import with_box
from criteria_engine.reasons.variables import Variable

KINDS = {
    "n": "integer, 0..4",
    "m": "integer, 0..3",
    "q": "number to 0.5, 0..2",
    "y": "yes/no",
    "z": "yes/no",
    "c": "rating",
    "k": "kind",
    "d": "date, 2024-01-01..2024-01-04",
}


@frozen
class Small:
    """A rule set, read as of a day, with a record."""

    text: str
    dated: Dated
    record: Record


def small(chance: Chance, actionable: int, missing: int) -> Small:
    """A rule set with so many actionable facts at most, and a record that lacks a fact so many times of ten. What the checks refuse
    (a band never reached, say) is made anew."""
    while True:
        text = _text(chance, actionable)
        program = compiled(text).program
        if program is not None:
            break
        refused = [fault for fault in compiled(text).errors if fault.code[0] != "R"]
        assert not refused, f"{refused}\n{text}"
    dated = at_date(program, date(2024, 6, 30))
    assert not dated.faults
    values: dict[str, Datum] = {"code": "1"}
    for name in sorted(KINDS):
        if not likely(chance, missing):
            variable = Variable(name, program.facts[name])
            values[name] = variable.value(chance.whole(0, variable.size - 1))
    return Small(text, dated, Record("1", values))


def _text(chance: Chance, actionable: int) -> str:
    names = sorted(KINDS)
    acting = {pick(chance, names) for _ in range(actionable)}
    lines = ["ruleset made_up.small \"Made up\"", "subject ward, plural wards identified by code"]
    lines += ['choices rating "Rating" weak "Weak" < fair "Fair" < good "Good"', 'choices kind "Kind" inner "Inner", outer "Outer", new "New"']
    lines += ["facts", "  code : text"]
    for name in names:
        cost = pick(chance, ("", " at cost 2", " at cost 3"))
        lines.append(f'  {name} : {KINDS[name]} "{name}"' + (f" actionable{cost}" if name in acting else ""))
    number = chance.whole(2, 4)
    for index in range(number):
        lines.append(f'criterion C{index} "C{index}"')
        if likely(chance, 3):
            lines.append("  mandatory")
        lines.append(f"  requires {condition(chance, 2)}")
        if likely(chance, 3):
            lines.append(f"  unless {condition(chance, 1)} then {pick(chance, ('passes', 'fails', 'not applicable'))}")
        lines.append(f"  points at most {pick(chance, (10, 20, 5))}")
    lines.append('criterion S "S"')
    bands = f"6 when {condition(chance, 1)} 3 when {condition(chance, 1)} 0 otherwise"
    lines += ["  points at most 14", "    " + pick(chance, (bands, "2 * n + m", "linear in n from 0 at 0 to 6 at 4 0 otherwise"))]
    lines.append("verdict")
    if likely(chance, 3):
        lines.append(f'  disqualified when {condition(chance, 1)} because "made up"')
    lines.append(f"  passes when {pick(chance, ('every mandatory criterion passes and ', ''))}score >= {pick(chance, (10, 15, 20, 30))}")
    return "\n".join(lines) + "\n"


def condition(chance: Chance, depth: int) -> str:
    """A condition over the facts."""
    if depth and likely(chance, 5):
        joined = pick(chance, (" and ", " or "))
        return "(" + joined.join(condition(chance, depth - 1) for _ in range(2)) + ")"
    if depth and likely(chance, 1):
        return f"not ({condition(chance, depth - 1)})"
    return pick(
        chance,
        (
            f"n {pick(chance, ('>=', '<', '=', '!='))} {chance.whole(0, 4)}",
            f"m {pick(chance, ('>=', '<='))} n",
            f"n + m >= {chance.whole(2, 6)}",
            f"q > {pick(chance, ('0.5', '1', '1.5'))}",
            "y",
            "z",
            f"c >= {pick(chance, ('fair', 'good'))}",
            f"k = {pick(chance, ('inner', 'outer', 'new'))}",
            f"d <= 2024-01-0{chance.whole(1, 4)}",
            f"n * q >= {chance.whole(1, 6)}",
        ),
    )


def ways(variables: tuple[Variable, ...]) -> Iterator[tuple[int, ...]]:
    """Every way in which variables may be."""
    return product(*(range(variable.size) for variable in variables))


def told(dated: Dated, record: Record, variables: tuple[Variable, ...], way: tuple[int | None, ...]) -> VerdictFound:
    """The verdict with variables set, by the interpreter on a record of its own."""
    box = tuple(None if place is None else (place, place) for place in way)
    return verdict_of(evaluate(dated, with_box(record, variables, box)))
