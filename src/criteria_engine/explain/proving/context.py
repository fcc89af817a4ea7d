"""What proving one record's result needs at hand: the evaluation, and what is already proved, of it or of every record."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from attrs import define, field

from criteria_engine.backends.interpreter.evaluation import Evaluation
from criteria_engine.backends.interpreter.evaluator import NO_ROWS, Bindings, Result
from criteria_engine.explain.findings import CitationProof, ConditionProof, OriginProof, Standing, ValueProof
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.outcomes import Extent, HeadingOutcome
from criteria_engine.ir.program import Citation, Program
from criteria_engine.values.intervals import Interval, Ranged, Within
from criteria_engine.values.labels import NO_LABELS, Labels
from criteria_engine.values.truth import Origin, Truth, Unknown
from criteria_engine.values.types import Value

ASKED: Bindings = {"": ("", None)}  # type: ignore[dict-item]
"""Stands for the rows of a condition or value that is only spoken of, and not read of any record."""

OUTCOMES = ("passes", "basically met", "fails", "not applicable", "scored")
"""Outcomes in the order in which they are listed."""

@define
class Fixed:
    """What is the same for every record on a date: constants, parameters, conditions only spoken of, citations."""

    values: dict[ir.Expression, ValueProof] = field(factory=dict)
    asked: dict[ir.Expression, ConditionProof] = field(factory=dict)
    cites: dict[tuple[Citation, ...], tuple[CitationProof, ...]] = field(factory=dict)
    origins: dict[Origin, OriginProof] = field(factory=dict)


_FIXED: "WeakKeyDictionary[Dated, Fixed]" = WeakKeyDictionary()


@define
class Proving:
    """One evaluation being proved: each operation by the prover of its kind, as a value or as a condition."""

    evaluation: Evaluation
    fixed: Fixed
    value_provers: "Mapping[type[ir.Node], ValueProver]"
    condition_provers: "Mapping[type[ir.Node], ConditionProver]"
    definitions: dict[str, ValueProof] = field(factory=dict)
    facts: dict[str, ValueProof] = field(factory=dict)
    scores: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[Extent | None, Extent | None]] = field(factory=dict)
    heading: str = ""
    outcomes: Mapping[str, HeadingOutcome] = field(factory=dict)
    full: bool = True

    @property
    def dated(self) -> Dated:
        return self.evaluation.dated

    def value(self, node: ir.Expression, rows: Bindings = NO_ROWS) -> ValueProof:
        """The proof of an operation's value, given the rows bound around it."""
        kind = type(node)
        if kind in UNCHANGING:
            found = self.fixed.values.get(node)
            if found is None:
                found = self.fixed.values[node] = self.value_provers[kind](node, self, rows)
            return found
        return self.value_provers[kind](node, self, rows)

    def condition(self, node: ir.Expression, rows: Bindings = NO_ROWS, negated: bool = False) -> ConditionProof:
        """The proof of a condition, or of its opposite."""
        return self.condition_provers.get(type(node), self.condition_provers[ir.Node])(node, self, rows, negated)

    def asked(self, node: ir.Expression) -> ConditionProof:
        """What a condition asks, without any record."""
        found = self.fixed.asked.get(node)
        if found is None:
            found = self.fixed.asked[node] = self.condition(node, ASKED)
        return found


ValueProver = Callable[[Any, Proving, Bindings], ValueProof]
ConditionProver = Callable[[Any, Proving, Bindings, bool], ConditionProof]

UNCHANGING: frozenset[type[ir.Node]] = frozenset((ir.Constant, ir.ParameterValue, ir.AssessmentDate))
"""Operations whose value is the same for every record on a date."""


def proving(
    evaluation: Evaluation, values: Mapping[type[ir.Node], ValueProver], conditions: Mapping[type[ir.Node], ConditionProver]
) -> Proving:
    """A proving of an evaluation by these provers; `ir.Node` stands for every operation that conditions do not name."""
    fixed = _FIXED.get(evaluation.dated)
    if fixed is None:
        fixed = _FIXED[evaluation.dated] = Fixed()
    return Proving(evaluation, fixed, values, conditions)


Looked = tuple[Value | None, Value | None, Value | None, tuple[OriginProof, ...]]
NOTHING_KNOWN: Looked = (None, None, None, ())


def look(expression: ir.Expression, at: Proving, rows: Bindings = NO_ROWS) -> Looked:
    """The value of an operation, else its lowest and highest, else why it is unknown."""
    return NOTHING_KNOWN if rows is ASKED else looked(at.evaluation.value(expression, rows), at)


def look_at(expression: ir.Expression, inputs: Iterable[ValueProof], at: Proving, rows: Bindings) -> Looked:
    """The same of an operation on inputs: of one that is only spoken of where what it is made of is the same for all."""
    if rows is ASKED and all(each.value is not None for each in inputs):
        return look(expression, at)
    return look(expression, at, rows)


def looked(found: Result, at: Proving) -> Looked:
    """A result as its value, its ends and its origins."""
    if isinstance(found, Unknown):
        return None, None, None, in_order(found.origins, at)
    if isinstance(found, (Interval, Within)):
        return None, found.low, found.high, in_order(found.origins, at)
    return found, None, None, ()


def in_order(origins: Iterable[Origin], at: Proving) -> tuple[OriginProof, ...]:
    """Origins, sorted, with what people call what they name."""
    return tuple([_named(origin, at) for origin in sorted(origins)]) if origins else ()


def _named(origin: Origin, at: Proving) -> OriginProof:
    found = at.fixed.origins.get(origin)
    if found is None:
        labels, table = called(origin.name, at)
        found = at.fixed.origins[origin] = OriginProof(origin.kind, origin.name, labels, table)
    return found


def called(name: str, at: Proving) -> tuple[Labels, bool]:
    """What people call a fact, a table's field (`cases.solved`), a table or a heading; and whether it is a table."""
    program = at.dated.program
    if name in program.facts:
        return program.facts[name].labels, False
    if name in at.dated.by_id:
        return at.dated.by_id[name].labels, False
    table, dot, field_name = name.partition(".")
    if table not in program.tables:
        return NO_LABELS, False
    if not dot:
        return program.tables[table].labels, True
    known = program.tables[table].fields.get(field_name)
    return (NO_LABELS if known is None else known.labels), False


def standing(truth: Truth) -> Standing:
    """A truth by its name."""
    return "unknown" if isinstance(truth, Unknown) else "true" if truth else "false"


def turned(truth: Standing) -> Standing:
    """The standing of the opposite."""
    return {"true": "false", "false": "true"}.get(truth, truth)  # type: ignore[return-value]


def ends(amount: Ranged | None) -> Extent | None:
    """An interval or number as its two ends; None stays None."""
    if amount is None:
        return None
    return Extent(amount.low, amount.high) if type(amount) is Interval else Extent(amount, amount)  # type: ignore[arg-type]


def cited(cites: tuple[Citation, ...], at: Proving) -> tuple[CitationProof, ...]:
    """Citations with what their sources are called."""
    if not cites:
        return ()
    found = at.fixed.cites.get(cites)
    if found is None:
        found = at.fixed.cites[cites] = citations(cites, at.dated.program)
    return found


def citations(cites: tuple[Citation, ...], program: Program) -> tuple[CitationProof, ...]:
    """Citations with what a program's sources are called."""
    return tuple(CitationProof(cite.source, program.sources[cite.source].labels, cite.clause) for cite in cites)
