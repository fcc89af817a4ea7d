"""The benchmark's rules and its made-up records: nothing missing, or a share of all values missing."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

from criteria_engine.engine import Rules, load
from criteria_engine.ir.records import Record
from criteria_engine.values.numbers import normal
from criteria_engine.values.types import ChoiceType, NumberType, TextType, Value

RULES = Path(__file__).with_name("realistic.criteria")
DAY = date(2024, 6, 30)


def rules() -> Rules:
    """The benchmark's rules."""
    return load(RULES)


def steps(seed: int, name: str, count: int) -> dict[str, int]:
    """A made-up value for every fact but the code, as whole numbers of their scales; most units do well."""
    chance = Random(f"{seed} {name} {count}")
    found: dict[str, int] = {}
    for pillar in ("facilities", "forces", "crime", "order", "services"):
        cases = chance.randint(1, 3000)
        needed = chance.randint(20, 200)
        found |= {f"{pillar}_{duty}": int(chance.random() < 0.97) for duty in ("ready", "plan", "trained", "checked")}
        found |= {f"{pillar}_needed": needed, f"{pillar}_staff": min(500, needed * chance.randint(85, 120) // 100)}
        found |= {f"{pillar}_cases": cases, f"{pillar}_solved": cases * chance.randint(74, 100) // 100}
        found |= {f"{pillar}_area": chance.randint(1900, 20000), f"{pillar}_share": chance.randint(5000, 10000)}
        found |= {f"{pillar}_grade": chance.choice((0, 1, 2, 2, 3, 3)), f"{pillar}_late": chance.choice((0, 0, 0, 1, 2, 4, 9))}
    return found


def record(of: Rules, name: str, found: dict[str, int], missing: Random | None = None, share: float = 0.02) -> Record:
    """A record of such values; where `missing` is given, a share of them is left out."""
    values: dict[str, Value] = {"code": name}
    for fact in of.program.facts.values():
        if fact.name not in found or (missing is not None and missing.random() < share):
            continue
        match fact.type:
            case NumberType(scale=scale) if scale is not None:
                values[fact.name] = normal(found[fact.name] * Fraction(scale))
            case ChoiceType():
                values[fact.name] = found[fact.name]
            case TextType():
                values[fact.name] = str(found[fact.name])
            case _:
                values[fact.name] = bool(found[fact.name])
    return Record(name, values, sound=values)
