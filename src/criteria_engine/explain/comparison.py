"""Two results side by side: what differs between them and why. Plain data; `comparing` makes it."""

from datetime import date
from typing import Literal

from attrs import field, frozen

from criteria_engine.backends.interpreter.evaluation import Evaluation
from criteria_engine.data.supposing import Supposed
from criteria_engine.explain.findings import ConditionProof
from criteria_engine.explain.proof import HeadingProof, Proof
from criteria_engine.ir.outcomes import UnitOutcome
from criteria_engine.ir.program import DatedValue, Fact, Parameter, Table
from criteria_engine.ir.records import Datum
from criteria_engine.source import Cell, Source
from criteria_engine.values.labels import Labels

Way = Literal["units", "dates", "rules", "what if"]
"""What is compared: two units, one unit on two dates or by two texts of the rules, or with what is supposed of it."""


Text = Literal["heading", "definition", "verdict"]
"""What a stretch of rule text declares."""


@frozen(eq=False)
class Side:
    """One of two results: its evaluation, its outcome, its whole proof, and the text of its rules."""

    evaluation: Evaluation = field(repr=False)
    outcome: UnitOutcome
    proof: Proof = field(repr=False)
    source: Source | None = field(default=None, repr=False)


@frozen(eq=False)
class FactDifference:
    """A fact, or a field of a row (counted from 0), with what each side has of it (None: missing) and where that was read."""

    fact: Fact
    before: Datum | None
    after: Datum | None
    places: tuple[Cell | None, Cell | None]
    table: Table | None = None
    row: int | None = None


@frozen(eq=False)
class RowsDifference:
    """A related table of which each side has other rows: how many (None: not known), and, where they are the same rows one by
    one but for a few fields, those."""

    table: Table
    before: int | None
    after: int | None
    fields: tuple[FactDifference, ...] = ()


@frozen(eq=False)
class ParameterDifference:
    """A parameter with the value that is in force on each side; None: none is."""

    parameter: Parameter
    before: DatedValue | None
    after: DatedValue | None


@frozen
class DayDifference:
    """The assessment date, where the rules count from it."""

    before: date
    after: date


@frozen
class TextDifference:
    """Lines of the rule text, without the spaces in front, that only one of the sides has: of a heading, a definition
    or the verdict."""

    what: Text
    name: str
    labels: Labels
    before: tuple[str, ...]
    after: tuple[str, ...]


@frozen
class HeadingCause:
    """Another heading, which is read and comes out otherwise."""

    id: str
    labels: Labels
    before: str
    after: str


Cause = FactDifference | RowsDifference | ParameterDifference | DayDifference | TextDifference | HeadingCause
"""What makes a difference: it differs, was read, and matters."""


@frozen(eq=False)
class ConditionPair:
    """A condition that stands otherwise on the two sides."""

    before: ConditionProof
    after: ConditionProof


@frozen(eq=False)
class HeadingDifference:
    """A heading that comes out otherwise, or of which a part does; None on a side where it is not in force. `causes` are what
    its own clauses read; `own` says that more differs than its parts."""

    before: HeadingProof | None
    after: HeadingProof | None
    causes: tuple[Cause, ...] = ()
    conditions: tuple[ConditionPair, ...] = ()
    children: tuple["HeadingDifference", ...] = ()
    own: bool = True

    @property
    def heading(self) -> HeadingProof:
        """The heading as the second side has it, else the first."""
        found = self.after or self.before
        assert found is not None
        return found


@frozen(eq=False)
class Comparison:
    """What differs and matters. `idle` differs, too, but changes nothing; `same` of `counted` criteria come out the same."""

    way: Way
    before: Side
    after: Side
    causes: tuple[Cause, ...]
    conditions: tuple[ConditionPair, ...]
    headings: tuple[HeadingDifference, ...]
    idle: tuple[Cause, ...]
    same: int
    counted: int
    supposed: tuple[Supposed, ...] = ()

    @property
    def same_result(self) -> bool:
        """Whether verdict, grade, score and every heading are the same."""
        one, other = self.before.outcome, self.after.outcome
        return not self.headings and (one.verdict, one.possible, one.grades, one.score, one.most) == (
            other.verdict, other.possible, other.grades, other.score, other.most,
        )  # fmt: skip
