"""A proof: everything that an auditor needs to follow one unit's verdict and to redo its points by hand. Plain data."""

from datetime import date
from typing import Literal

from attrs import frozen

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.explain.findings import CitationProof, ConditionProof, OriginProof, Standing, ValueProof
from criteria_engine.ir.outcomes import Extent
from criteria_engine.ir.program import Level, Policy
from criteria_engine.source import Cell, Span
from criteria_engine.values.labels import NO_LABELS, Labels
from criteria_engine.values.numbers import Rational
from criteria_engine.values.types import ChoiceType, Type, Value

Clause = Literal[
    "applies when", "requires", "passes when", "met when", "basically met when", "not met when", "otherwise", "unless", "minimum",
    "assessed",
]
"""The clause of a heading that a condition stands in."""

PointsWay = Literal["bands", "formula", "assessed", "sum", "average", "outcome", "level", "exception", "not applicable"]
"""How a heading's points came about; "outcome": all when it passes, else none; "level" and "exception" state them."""


@frozen
class ClauseProof:
    """A clause that was read: its condition, the outcome that it leads to (None: left undetermined), and its points.

    `decides` says that the outcome is this clause's; None that it may be.
    """

    clause: Clause
    truth: Standing
    condition: ConditionProof | None
    outcome: str | None = None
    points: Rational | None = None
    because: Labels = NO_LABELS
    decides: bool | None = False
    value: ValueProof | None = None
    span: Span | None = None


@frozen
class ClampProof:
    """A bound put on the points: at least or at most the limit; what they were and what they became."""

    kind: Literal["at least", "at most"]
    limit: ValueProof
    before: Extent
    after: Extent


@frozen
class Addend:
    """A part of a sum: what it gives, of how many; `counts` false where it is not applicable and left out."""

    id: str
    labels: Labels
    points: Extent | None
    most: Extent | None
    counts: Standing
    outcome: str


@frozen
class WeightedPart:
    """A part of a weighted average: its weight and its share of what was possible."""

    id: str
    labels: Labels
    weight: Rational
    share: Extent | None
    counts: Standing
    outcome: str


@frozen
class PointsProof:
    """How points came about: bands or a formula (`value`), each bound in order (`clamps`), `uncapped` where the most cut
    them, the parts of a sum or a weighted average. `open`: something else may still give them."""

    way: PointsWay
    points: Extent | None
    most: Extent | None
    value: ValueProof | None = None
    clamps: tuple[ClampProof, ...] = ()
    uncapped: Extent | None = None
    addends: tuple[Addend, ...] = ()
    weighted: tuple[WeightedPart, ...] = ()
    policy: Policy | None = None
    open: bool = False


@frozen
class GradeProof:
    """A grade (or a cap) that was read, and how its condition stands; no condition: otherwise."""

    grade: int
    truth: Standing
    condition: ConditionProof | None
    cap: bool = False
    span: Span | None = None


@frozen
class GradingProof:
    """Grades read in order up to the first that holds, then the caps; the grades (indices) still possible."""

    choices: ChoiceType
    rules: tuple[GradeProof, ...]
    grades: tuple[int, ...]
    origins: tuple[OriginProof, ...] = ()
    because: Labels = NO_LABELS


@frozen
class HeadingProof:
    """A pillar, criterion or indicator: what became of it and why. `weight`, the total of the
    weights beside it and `share` are given below an average.

    `decided_by` names what settled the outcome: its own clause, an exception, its parts, the assessor, its minimum, its
    not being applicable, nothing but points, or nothing yet ("open").
    """

    level: Level
    id: str
    labels: Labels
    kinds: tuple[str, ...]
    advisory: bool
    outcome: str
    possible: tuple[str, ...]
    decided_by: Literal["clause", "exception", "parts", "assessor", "minimum", "applicability", "points", "open"]
    points: Extent | None
    most: Extent | None
    clauses: tuple[ClauseProof, ...]
    derivation: PointsProof | None
    minimum: Rational | None = None
    minimum_is_share: bool = False
    weight: Rational | None = None
    weight_total: Rational | None = None
    share: Extent | None = None
    grading: GradingProof | None = None
    grades: tuple[int, ...] = ()
    evidence: Labels = NO_LABELS
    remedy: Labels = NO_LABELS
    cites: tuple[CitationProof, ...] = ()
    origins: tuple[OriginProof, ...] = ()
    children: tuple["HeadingProof", ...] = ()
    span: Span | None = None


@frozen
class DisqualifierProof:
    """A ground for disqualification, and whether it holds."""

    condition: ConditionProof
    because: Labels
    cites: tuple[CitationProof, ...] = ()
    span: Span | None = None


@frozen
class PassMark:
    """A score that the verdict asks for."""

    symbol: Literal[">=", ">"]
    value: ValueProof
    share: bool
    whole: bool


@frozen
class MissingFact:
    """A fact, field or table without the value that something needs; `matters`: the verdict is open because of it.

    `of` is the table of a field, `cells` where the value should stand, `headings` are those left open by it, `evidence` what
    those ask for. `disqualifies`: it decides a ground for disqualification.
    """

    name: str
    labels: Labels
    kind: Literal["missing", "incomplete"]
    matters: bool
    cells: tuple[Cell, ...]
    headings: tuple[str, ...]
    evidence: tuple[Labels, ...]
    table: bool = False
    of: str = ""
    of_labels: Labels = NO_LABELS
    disqualifies: bool = False


@frozen
class InvalidFact:
    """A datum that could not be used: its fact, its place and the code of its fault."""

    name: str
    labels: Labels
    cell: Cell | None
    fault: str
    row: int | None = None
    problem: Fault | None = None


@frozen
class GroupProof:
    """A fact that groups units, and the unit's value of it."""

    name: str
    labels: Labels
    type: Type
    value: Value


@frozen
class Proof:
    """The whole proof of one unit's result on one day.

    `way` is how the score is made; `addends` or `weighted` its parts. `reasons` are the origins, other than missing facts,
    that leave the verdict open.
    """

    ruleset: str
    titles: Labels
    subject: str
    subject_titles: Labels
    as_of: date
    unit: str
    name: str
    groups: tuple[GroupProof, ...]
    verdict: str
    possible: tuple[str, ...]
    grades: tuple[int, ...]
    score: Extent | None
    most: Extent | None
    way: Literal["sum", "average"]
    pass_marks: tuple[PassMark, ...]
    disqualifiers: tuple[DisqualifierProof, ...]
    passes: ConditionProof | None
    passes_cites: tuple[CitationProof, ...]
    grading: GradingProof | None
    addends: tuple[Addend, ...]
    weighted: tuple[WeightedPart, ...]
    headings: tuple[HeadingProof, ...]
    missing: tuple[MissingFact, ...]
    invalid: tuple[InvalidFact, ...]
    reasons: tuple[OriginProof, ...]
    sources: tuple[tuple[str, Labels], ...]
    digests: tuple[tuple[str, str], ...]
    version: str
    full: bool = True
    place: Cell | None = None
    span: Span | None = None
