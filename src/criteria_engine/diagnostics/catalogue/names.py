"""Faults of names: undeclared, declared twice, of the wrong kind, going in circles (N...)."""

from typing import ClassVar, Literal

from attrs import frozen

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Span

KindOfName = Literal["value", "fact", "table", "field", "parameter", "definition", "group", "heading", "choices", "unit", "source", "example",
                     "type", "row", "subject", "grade", "grouping fact", "row variable"]


@frozen
class UnknownName(Fault):
    """A name that nothing declares, where a thing of some kind was asked for."""

    code: ClassVar[str] = "N001"
    name: str
    wanted: KindOfName
    nearest: tuple[str, ...]


@frozen
class DuplicateName(Fault):
    """A name declared a second time; `first` is where it was declared first."""

    code: ClassVar[str] = "N002"
    name: str
    first: Span | None


@frozen
class WrongKindOfName(Fault):
    """A name of one kind where another kind is asked for."""

    code: ClassVar[str] = "N003"
    name: str
    found: KindOfName
    wanted: KindOfName


@frozen
class NameOfRowAndUnit(Fault):
    """A name that both the row and the unit have; `choices` are the two that say which."""

    code: ClassVar[str] = "N004"
    name: str
    choices: tuple[str, ...]


@frozen
class UnknownChoice(Fault):
    """A word that is none of a choice's members."""

    code: ClassVar[str] = "N005"
    name: str
    choice: str
    members: tuple[str, ...]
    nearest: tuple[str, ...]


@frozen
class CircularNames(Fault):
    """Definitions or headings that need each other to be known."""

    code: ClassVar[str] = "N006"
    names: tuple[str, ...]


@frozen
class HeadingNotInForce(Fault):
    """A rule names a heading that is not in force on a date on which the rule is."""

    code: ClassVar[str] = "N007"
    name: str
    date: str


@frozen
class DuplicateClause(Fault):
    """A clause that may stand once stands twice."""

    code: ClassVar[str] = "N008"
    clause: str


@frozen
class SectionMissing(Fault):
    """A rule set without a part that it needs: a subject, a verdict."""

    code: ClassVar[str] = "N009"
    section: Literal["subject", "identified by", "headings"]


@frozen
class NestedHeadingsTooDeep(Fault):
    code: ClassVar[str] = "N010"
    limit: int


@frozen
class NameIsOutOfPlace(Fault):
    """A heading put under one that is not above its level, or under itself."""

    code: ClassVar[str] = "N011"
    name: str
    above: str
