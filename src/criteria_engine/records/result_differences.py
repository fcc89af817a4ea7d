"""Recorded results and those found on evaluating again become differences by unit and criterion."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from criteria_engine.records.differences import Difference, Place, places, shown
from criteria_engine.records.plain_faults import Data
from criteria_engine.values.numbers import rational

APART = ("results", "version", "digests")
"""What is compared by itself."""

CHANGING = ("programmes", "faults", "fact_titles")
"""What of the results stands on all units together."""


@frozen
class Compared:
    """The differences of results, and the units of which only what is possible could be looked at: their withheld values decide."""

    differences: tuple[Difference, ...]
    open: tuple[str, ...]


def result_differences(recorded: Data, found: Data, withheld: frozenset[str]) -> Compared:
    """The differences of results. Of units with withheld values only what is not possible is one; and of what stands on all
    units together nothing, where there are such units."""
    differences: list[Difference] = []
    still_open: list[str] = []
    general = {name: value for name, value in recorded.items() if name not in APART}
    for place in places(general, {name: value for name, value in found.items() if name not in APART}):
        if not withheld or place.path[0] not in CHANGING:
            differences.append(Difference("results", "", "", ".".join(place.path), shown(place.recorded), shown(place.found)))
    one, other = (({each["unit"]: each for each in data["results"]}) for data in (recorded, found))
    if len(one) != len(recorded["results"]):
        differences.append(Difference("results", "", "", "results", str(len(recorded["results"])), str(len(found["results"]))))
    for unit in dict.fromkeys([*other, *one]):
        if unit not in one or unit not in other:
            differences.append(Difference("results", unit, "", "unit", unit if unit in one else "", unit if unit in other else ""))
            continue
        unlike = [*places(one[unit], other[unit])]
        impossible = [place for place in unlike if unit not in withheld or not _possible(place, one[unit], other[unit])]
        differences += [_difference(unit, place) for place in impossible]
        still_open += [unit] if unlike and not impossible else []
    return Compared(tuple(differences), tuple(still_open))


def _difference(unit: str, place: Place) -> Difference:
    path = place.path
    criterion, rest = (path[1], path[2:]) if path[0] == "criteria" and len(path) > 1 else ("", path)
    return Difference("results", unit, criterion, ".".join(rest), shown(place.recorded), shown(place.found))


def _possible(place: Place, recorded: Any, found: Any) -> bool:
    """Whether what is recorded of a unit may be so, by what was found with its withheld values open."""
    path = place.path
    at = path[0]
    if at == "criteria" and len(path) > 2:
        recorded, found, at = recorded["criteria"].get(path[1], {}), found["criteria"].get(path[1], {}), path[2]
        if at in ("points", "possible_points"):
            return _within(recorded[at], found[at])
        return at in ("outcome", "outcomes_possible", "grade") and _one_of(recorded, found, "outcome", "outcomes_possible")
    if at == "score":
        return _within(recorded[at], found[at])
    if at == "missing":
        return True  # what is missing may matter only for some of the withheld values
    return at in ("verdict", "verdicts_possible", "grade", "grades_possible") and _one_of(recorded, found, "verdict", "verdicts_possible")


def _one_of(recorded: Any, found: Any, name: str, possible: str) -> bool:
    """Whether what came out is one of what was possible, and leaves no more possible than was."""
    left = recorded.get(possible)
    if not isinstance(left, list) or not all(each in found[possible] for each in left):
        return False
    return recorded[name] in left or (recorded[name] == "undetermined" and len(left) > 1)


def _within(inner: Any, outer: Any) -> bool:
    """Whether an extent lies in another; none is within any, since what is not applicable has none."""
    if inner is None or outer is None:
        return True
    try:
        return rational(outer["low"]) <= rational(inner["low"]) and rational(inner["high"]) <= rational(outer["high"])
    except (KeyError, TypeError, ValueError):
        return False


def proof_differences(recorded: Any, found: Any, withheld: frozenset[str]) -> Iterator[Difference]:
    """The units whose explanation is not the one that was recorded."""
    one, other = ({each["unit"]: each["sha256"] for each in proofs} for proofs in (recorded, found))
    if len(one) != len(recorded):
        yield Difference("proofs", "", "", "proofs", str(len(recorded)), str(len(found)))
    for unit in dict.fromkeys([*other, *one]):
        if unit not in withheld and one.get(unit) != other.get(unit):
            yield Difference("proofs", unit, "", "digest", one.get(unit, ""), other.get(unit, ""))


