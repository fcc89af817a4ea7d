"""Random conditions about one fact of a small type, with what they mean for each of its values: brute force for the checks."""

import operator
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction

from attrs import frozen
from hypothesis import strategies as st

from criteria_engine.checking import Checked, check_text
from criteria_engine.diagnostics.catalogue.rules import BandNeverReached, BandsLeaveGap
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Span
from criteria_engine.values.numbers import exact_text, normal

Value = int | Fraction | date
ORDER: dict[str, Callable[[Value, Value], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne,  # type: ignore[dict-item]
}
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@frozen
class Small:
    """A type with few values: how it is declared, its values, how each is written, and which symbols compare it."""

    name: str
    declared: str
    values: tuple[Value, ...]
    written: Callable[[Value], Sequence[str]]
    symbols: tuple[str, ...] = tuple(ORDER)
    before: str = ""


@frozen
class Condition:
    """A condition as it is written, and the values for which it holds."""

    text: str
    holds: frozenset[Value]


def _plain(value: Value) -> list[str]:
    return [exact_text(value)]  # type: ignore[arg-type]


def _percent(value: Value) -> list[str]:
    return [f"{exact_text(normal(value * 100))}%"]  # type: ignore[operator]


NAMES = ("weak", "average", "good", "excellent")
MONTH_END = date(2024, 2, 26)
SMALL = (
    Small("integer", "integer, 0..6", tuple(range(7)), _plain),
    Small("below zero", "integer, -3..2", tuple(range(-3, 3)), _plain),
    Small("one value", "integer, 4..4", (4,), _plain),
    Small("halves", "number to 0.5, 0..3", tuple(normal(Fraction(half, 2)) for half in range(7)), _plain),
    Small("percent", "percent to 20%, 0%..100%", tuple(normal(Fraction(fifth, 5)) for fifth in range(6)), _percent),
    Small("length", "number to 1 in m, 0..5", tuple(range(6)), lambda metres: [f"{metres} m", f"{metres * 100} cm"]),  # type: ignore[operator]
    Small("money", "money in VND, 0..4", tuple(range(5)), lambda dong: [f"{dong} VND"]),
    Small("date", "date, 2024-02-26..2024-03-02", tuple(MONTH_END + timedelta(days=day) for day in range(6)), lambda day: [day.isoformat()]),  # type: ignore[union-attr]
    Small("ordered", "rating", tuple(range(4)), lambda index: [NAMES[index]], before=f"choices rating\n  {' < '.join(NAMES)}\n"),  # type: ignore[index]
    Small(
        "unordered", "rating", tuple(range(4)), lambda index: [NAMES[index]], ("=", "!="),  # type: ignore[index]
        f"choices rating\n  {', '.join(NAMES)}\n",
    ),
    Small("yes/no", "yes/no", (0, 1), lambda answer: ["yes" if answer else "no"], ("=", "!=")),
)


def conditions(small: Small, thing: str = "v", most: int = 5) -> st.SearchStrategy[Condition]:
    """Conditions about the fact `v` of a small type, with and, or, not to any depth."""
    return st.recursive(_leaves(small, thing), lambda inner: st.one_of(_not(small, inner), _joined(inner)), max_leaves=most)


def _leaves(small: Small, thing: str) -> st.SearchStrategy[Condition]:
    def leaf(symbol: str, value: Value, way: int, turn: bool) -> Condition:
        forms = small.written(value)
        written = forms[way % len(forms)]
        text = f"{written} {TURNED[symbol]} {thing}" if turn else f"{thing} {symbol} {written}"
        return Condition(text, frozenset(one for one in small.values if ORDER[symbol](one, value)))

    turns = st.just(False) if small.name == "yes/no" else st.booleans()  # no condition begins with an answer
    found = st.builds(leaf, st.sampled_from(small.symbols), st.sampled_from(small.values), st.integers(0, 1), turns)
    return found | st.just(Condition(thing, frozenset((1,)))) if small.name == "yes/no" else found


def _not(small: Small, inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    return inner.map(lambda one: Condition(f"not ({one.text})", frozenset(small.values) - one.holds))


def _joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    def join(word: str, parts: list[Condition]) -> Condition:
        text = f" {word} ".join(f"({part.text})" for part in parts)
        sets = [part.holds for part in parts]
        return Condition(text, frozenset.union(*sets) if word == "or" else frozenset.intersection(*sets))

    return st.builds(join, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3))


def never_reached(bands: Sequence[Condition]) -> list[int]:
    """The bands for which earlier ones leave no value, by brute force."""
    taken: frozenset[Value] = frozenset()
    found = []
    for index, band in enumerate(bands):
        if band.holds <= taken:
            found.append(index)
        taken |= band.holds
    return found


def gap(small: Small, bands: Sequence[Condition]) -> list[Value]:
    """The first stretch of values that no band covers, by brute force."""
    rest = [value not in frozenset().union(*(band.holds for band in bands)) for value in small.values]
    if True not in rest:
        return []
    start = rest.index(True)
    end = rest.index(False, start) if False in rest[start:] else len(rest)
    return list(small.values[start:end])


RULES = """ruleset city.model "Model wards"
subject ward identified by code
{before}facts
  code : text
  v : {declared}
{body}
"""


def checked(small: Small, body: str) -> Checked:
    """A rule set about `v`, checked."""
    return check_text(RULES.format(before=small.before, declared=small.declared, body=body))


def by_line(found: Checked, kind: type[Fault], text: str) -> list[int]:
    """The lines, counted from the one that is `text`, on which faults of a kind stand."""
    assert found.source is not None
    start = found.source.text.split("\n").index(text)
    return sorted(fault.place.line - start - 1 for fault in found.faults if isinstance(fault, kind) and isinstance(fault.place, Span))


def other_errors(found: Checked) -> list[Fault]:
    """Errors that are neither about bands never reached nor about gaps."""
    return [fault for fault in found.errors if not isinstance(fault, (BandNeverReached, BandsLeaveGap))]
