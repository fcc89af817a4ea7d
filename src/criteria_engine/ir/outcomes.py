"""What comes out: for each unit its verdict, grade and score, and what became of each heading."""

from collections.abc import Mapping

from attrs import evolve, field, frozen

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Level
from criteria_engine.values.intervals import Ranged, highest, lowest
from criteria_engine.values.numbers import Rational
from criteria_engine.values.truth import Origin


@frozen
class Extent:
    """The lowest and the highest that a number may be; they meet where nothing is open."""

    low: Rational
    high: Rational


def extent(amount: Ranged) -> Extent:
    """An interval or number as its two ends."""
    return Extent(lowest(amount), highest(amount))


@frozen
class HeadingOutcome:
    """What became of a heading. `possible` holds every outcome that it may still have; the outcome is that one where
    there is one, else "undetermined". Points are None where it gives none or is not applicable. `origins` is from what it is open; only
    the interpreter tells."""

    id: str
    level: Level
    outcome: str
    possible: frozenset[str]
    points: Extent | None
    most: Extent | None
    advisory: bool
    grades: tuple[int, ...] = ()
    origins: frozenset[Origin] = frozenset()


@frozen
class UnitOutcome:
    """The result for one unit on one date. `verdict` is "passes", "fails", "disqualified", "graded" or "undetermined";
    `possible` holds every verdict still open; `grades` every grade (index) still open."""

    unit: str
    name: str
    verdict: str
    possible: frozenset[str]
    grades: tuple[int, ...]
    score: Extent | None
    most: Extent | None
    headings: Mapping[str, HeadingOutcome]
    missing: tuple[str, ...]
    invalid: tuple[str, ...]
    reasons: tuple[Origin, ...] = ()
    faults: tuple[Fault, ...] = field(factory=tuple)


def without_heading_origins(found: UnitOutcome) -> UnitOutcome:
    """An outcome without what each heading is open from: what every engine tells."""
    headings = {name: evolve(heading, origins=frozenset()) if heading.origins else heading for name, heading in found.headings.items()}
    return evolve(found, headings=headings)


def has_open_heading(found: UnitOutcome) -> bool:
    """Whether anything is open of any heading."""
    return any(
        len(heading.possible) > 1 or len(heading.grades) > 1 or not (_met(heading.points) and _met(heading.most))
        for heading in found.headings.values()
    )


def _met(found: Extent | None) -> bool:
    return found is None or found.low == found.high
