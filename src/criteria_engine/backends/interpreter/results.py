"""What the interpreter knows of a heading once it is evaluated."""

from attrs import frozen

from criteria_engine.backends.interpreter.shares import Part
from criteria_engine.ir.program import Exemption, Rung
from criteria_engine.values.intervals import Ranged
from criteria_engine.values.truth import Origin


@frozen(eq=False)
class HeadingResult:
    """Every outcome that a heading may still have, its points where it applies, and what is open.

    `part` is how it counts in the score above it (None where it does not); `share` its share of possible points, or its
    weighted average; `may_lack_share` says that it may have none although it applies. `rungs` and `exemptions` are those
    that hold or may hold.
    """

    id: str
    outcomes: frozenset[str]
    outcome_origins: frozenset[Origin]
    points: Ranged | None
    points_origins: frozenset[Origin]
    part: Part | None
    share: Ranged | None
    grades: tuple[int, ...] = ()
    grade_origins: frozenset[Origin] = frozenset()
    rungs: tuple[Rung, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    may_lack_share: bool = False

    @property
    def outcome(self) -> str:
        """The one outcome there is, else "undetermined"."""
        return next(iter(self.outcomes)) if len(self.outcomes) == 1 else "undetermined"
