"""Warnings of the linter: rules that work, but most likely not as their author thinks, or not as well as they could (L...)."""

from datetime import date
from typing import ClassVar, Literal

from attrs import frozen

from criteria_engine.diagnostics.fault import Fault, Severity
from criteria_engine.source import Span
from criteria_engine.values.numbers import Rational

# Never used


@frozen
class FactUnused(Fault):
    """A fact, or a field of a table, that is collected and decides nothing."""

    code: ClassVar[str] = "L001"
    severity: ClassVar[Severity] = "warning"
    kind: Literal["fact", "field"]
    name: str


@frozen
class ParameterUnused(Fault):
    code: ClassVar[str] = "L002"
    severity: ClassVar[Severity] = "warning"
    name: str


@frozen
class DefinitionUnused(Fault):
    code: ClassVar[str] = "L003"
    severity: ClassVar[Severity] = "warning"
    name: str


@frozen
class TableUnused(Fault):
    code: ClassVar[str] = "L004"
    severity: ClassVar[Severity] = "warning"
    name: str


@frozen
class DeclarationUnused(Fault):
    """A group, list of choices, unit, source or example that nothing names."""

    code: ClassVar[str] = "L005"
    severity: ClassVar[Severity] = "warning"
    kind: Literal["group", "choices", "unit", "source", "example"]
    name: str


@frozen
class ChoiceNeverGiven(Fault):
    """A grade that no case of a grading gives and nothing else names."""

    code: ClassVar[str] = "L006"
    severity: ClassVar[Severity] = "warning"
    name: str
    choices: str


# Left unsaid


@frozen
class CitationMissing(Fault):
    """A criterion that cites nothing, or, where most of a file's criteria cite nothing, all of these together."""

    code: ClassVar[str] = "L010"
    severity: ClassVar[Severity] = "warning"
    names: tuple[str, ...]


@frozen
class EvidenceMissing(Fault):
    code: ClassVar[str] = "L011"
    severity: ClassVar[Severity] = "warning"
    names: tuple[str, ...]


@frozen
class RemedyMissing(Fault):
    code: ClassVar[str] = "L012"
    severity: ClassVar[Severity] = "warning"
    names: tuple[str, ...]


@frozen
class TranslationMissing(Fault):
    """A text without the tongue that other texts of the file have."""

    code: ClassVar[str] = "L013"
    severity: ClassVar[Severity] = "warning"
    tongue: Literal["vi", "en", "other"]
    text: str
    count: int | None


@frozen
class ActionableWithoutLabel(Fault):
    """A fact that reports ask units to change, without a label for people."""

    code: ClassVar[str] = "L014"
    severity: ClassVar[Severity] = "warning"
    name: str


# Conditions that say nothing


@frozen
class ConditionAlwaysTrue(Fault):
    """A condition that holds for every value that the declared ranges allow."""

    code: ClassVar[str] = "L020"
    severity: ClassVar[Severity] = "warning"


@frozen
class ConditionAlwaysFalse(Fault):
    code: ClassVar[str] = "L021"
    severity: ClassVar[Severity] = "warning"


@frozen
class OperandRepeated(Fault):
    """The same condition twice in an `and`, an `or` or a list."""

    code: ClassVar[str] = "L022"
    severity: ClassVar[Severity] = "warning"
    first: Span | None


@frozen
class SidesTheSame(Fault):
    """A value compared with itself."""

    code: ClassVar[str] = "L023"
    severity: ClassVar[Severity] = "warning"


@frozen
class CriteriaIdentical(Fault):
    """Two criteria or indicators that ask for exactly the same and give the same points."""

    code: ClassVar[str] = "L024"
    severity: ClassVar[Severity] = "warning"
    name: str
    other: str
    first: Span | None


@frozen
class ConditionAddsNothing(Fault):
    """A condition that another one beside it, about the same thing, already implies."""

    code: ClassVar[str] = "L025"
    severity: ClassVar[Severity] = "warning"
    beside: str


# Tests


@frozen
class NoTests(Fault):
    code: ClassVar[str] = "L030"
    severity: ClassVar[Severity] = "warning"


@frozen
class CriterionUntested(Fault):
    """Criteria that no test block names, and of which none gives a fact; together where they are most of the file's."""

    code: ClassVar[str] = "L031"
    severity: ClassVar[Severity] = "warning"
    names: tuple[str, ...]


@frozen
class ResultUntested(Fault):
    """Test blocks of which none expects a verdict, or a grade."""

    code: ClassVar[str] = "L032"
    severity: ClassVar[Severity] = "warning"
    kind: Literal["verdict", "grade"]


# Names and characters


@frozen
class NamesLookAlike(Fault):
    """Two names that readers take for one."""

    code: ClassVar[str] = "L040"
    severity: ClassVar[Severity] = "warning"
    name: str
    other: str
    first: Span | None


@frozen
class ForeignLetter(Fault):
    """A letter of another script that looks like a Latin one, in a word of Latin letters."""

    code: ClassVar[str] = "L041"
    severity: ClassVar[Severity] = "warning"
    letter: str
    character: str
    latin: str


@frozen
class EthForD(Fault):
    """The Icelandic letter eth where the Vietnamese one is meant."""

    code: ClassVar[str] = "L042"
    severity: ClassVar[Severity] = "warning"
    text: str


@frozen
class DirectionControl(Fault):
    """A character that turns the direction of text, so that it reads otherwise than it is."""

    code: ClassVar[str] = "L043"
    severity: ClassVar[Severity] = "warning"
    character: str


@frozen
class InvisibleCharacter(Fault):
    code: ClassVar[str] = "L044"
    severity: ClassVar[Severity] = "warning"
    character: str


@frozen
class LabelsTheSame(Fault):
    """Two facts of one table, or two values of one list, with labels that are the same or look so."""

    code: ClassVar[str] = "L045"
    severity: ClassVar[Severity] = "warning"
    label: str
    name: str
    other: str


# Dates


@frozen
class ParameterValueRepeated(Fault):
    """A value that a parameter has already when it begins."""

    code: ClassVar[str] = "L050"
    severity: ClassVar[Severity] = "warning"
    name: str
    day: date


@frozen
class ParameterValuesOutOfOrder(Fault):
    """Values that are not in the order of their days."""

    code: ClassVar[str] = "L051"
    severity: ClassVar[Severity] = "warning"
    name: str
    day: date
    before: date


@frozen
class NeverInForce(Fault):
    """A heading, or a parameter's value, whose period lies wholly outside that of the rule set."""

    code: ClassVar[str] = "L052"
    severity: ClassVar[Severity] = "warning"
    name: str


# Numbers


@frozen
class ShareTooSmall(Fault):
    """A share of less than 1 % asked for at least."""

    code: ClassVar[str] = "L060"
    severity: ClassVar[Severity] = "warning"
    found: Rational


@frozen
class PercentTooLarge(Fault):
    """A percentage from 1,000 % on."""

    code: ClassVar[str] = "L061"
    severity: ClassVar[Severity] = "warning"
    found: Rational


@frozen
class MeasureIsZero(Fault):
    """A weight, minimum or number of points of 0, which does nothing."""

    code: ClassVar[str] = "L062"
    severity: ClassVar[Severity] = "warning"
    measure: Literal["weight", "minimum", "points"]


# Permissions to leave a warning


@frozen
class AllowWithoutReason(Fault):
    code: ClassVar[str] = "L090"
    severity: ClassVar[Severity] = "warning"
    found: str


@frozen
class AllowOfUnknownCode(Fault):
    """A permission for a code that no warning has."""

    code: ClassVar[str] = "L091"
    severity: ClassVar[Severity] = "warning"
    found: str


@frozen
class AllowWithoutEffect(Fault):
    """A permission for a warning that does not arise there."""

    code: ClassVar[str] = "L092"
    severity: ClassVar[Severity] = "warning"
    found: str
