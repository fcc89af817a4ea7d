"""Definitions that a case asks for become advisory criteria that every engine can answer, and their outcomes a value again.

An outcome of a unit shows headings, not definitions. A probe is a criterion that passes where the definition has the wanted
value, or lies in the wanted interval and may be at either end of it. Probes are advisory: no verdict, count or score sees them.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import evolve

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.outcomes import UnitOutcome
from criteria_engine.ir.program import Heading, Program, Rung
from criteria_engine.values.numbers import Rational, normal, rational
from criteria_engine.values.truth import Origin
from criteria_engine.values.types import YES_NO, ChoiceType, DateType, NumberType, TextType, Type, Value, YesNoType

FAR = 10**30
"""A number below which nothing lies that is not unknown."""

OPEN = "undetermined"


def number(text: str) -> Rational:
    """The exact number that a case file writes: `34.5`, `48/7`, `75%`."""
    return normal(Fraction(rational(text[:-1]), 100)) if text.endswith("%") else rational(text)


def constant(text: str, kind: Type) -> Value:
    """The value of a type that a case file writes; raises ValueError where it writes none."""
    match kind:
        case YesNoType():
            return {"true": True, "false": False}[text]
        case NumberType():
            return number(text)
        case DateType():
            return date.fromisoformat(text)
        case ChoiceType(members=members):
            return [member.name for member in members].index(text)
    return text


def _asked(wanted: Any, kind: Type) -> list[tuple[ir.Symbol, Value, str]]:
    """Comparisons that together pin a value, each with the outcome that its probe must have."""
    if isinstance(wanted, list):
        low, high = (constant(end, kind) for end in wanted)
        return [(">=", low, "passes"), ("<=", high, "passes"), ("<=", low, OPEN), (">=", high, OPEN)]
    if wanted == "unknown":
        anything: Mapping[type, Value] = {YesNoType: True, NumberType: -FAR, DateType: date(2000, 1, 1), ChoiceType: 0, TextType: ""}
        return [(">=" if isinstance(kind, NumberType) else "=", anything[type(kind)], OPEN)]
    return [("=", constant(wanted, kind), "passes")]


def _probe(name: str, position: int, symbol: ir.Symbol, value: Value, kind: Type) -> Heading:
    asked = ir.DefinitionValue(name, type=kind)
    condition = ir.Comparison(symbol, asked, ir.Constant(value, type=kind), type=YES_NO)
    return Heading("criterion", f"{name} {position}", kinds=frozenset(("advisory",)), rungs=(Rung("passes", condition), Rung("fails", None)))


def probed(program: Program, values: Mapping[str, Any]) -> Program:
    """The program with probes for the definitions that are asked for."""
    probes = [
        _probe(name, position, symbol, value, program.definitions[name].type)
        for name, wanted in values.items()
        for position, (symbol, value, _) in enumerate(_asked(wanted, program.definitions[name].type))
    ]
    order = (*program.order, *(f"heading:{probe.id}" for probe in probes))
    return evolve(program, headings=(*program.headings, *probes), order=order)


def value_of(name: str, wanted: Any, program: Program, outcome: UnitOutcome) -> tuple[object, frozenset[Origin]]:
    """The wanted value where every probe agrees, else what the probes found; and what leaves it open."""
    asked = _asked(wanted, program.definitions[name].type)
    found = [outcome.headings[f"{name} {position}"] for position in range(len(asked))]
    origins = frozenset().union(*(heading.origins for heading in found))
    if all(heading.outcome == answer for heading, (_, _, answer) in zip(found, asked, strict=True)):
        return wanted, origins
    told = [f"{symbol} {_written(value)}: {heading.outcome}" for heading, (symbol, value, _) in zip(found, asked, strict=True)]
    return told, origins


def _written(value: Value | Rational) -> str:
    return str(value)
