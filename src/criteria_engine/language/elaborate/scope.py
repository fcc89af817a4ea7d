"""What an expression may refer to where it stands, and where its faults go."""

from collections.abc import Mapping

from attrs import define, evolve, field

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact, Table
from criteria_engine.language.names.table import NameTable
from criteria_engine.language.tree import declarations as d
from criteria_engine.values.types import ChoiceType, Type
from criteria_engine.values.units import Unit, known_units, quotient


@define
class HeadingShape:
    """What must be known of a heading before conditions are read: its place, and what it can do."""

    node: d.Heading
    parent: str | None
    children: list[str] = field(factory=list)
    advisory: bool = False
    mandatory: bool = False
    has_points: bool = False
    can_pass: bool = False
    graded: str | None = None
    average: bool = False
    gives_share: bool = False


@define
class Scope:
    """The names in reach, with the rows that quantifiers bound and the heading that the text stands in."""

    names: NameTable
    subject: str
    facts: Mapping[str, Fact]
    tables: Mapping[str, Table]
    choices: Mapping[str, ChoiceType]
    declared_units: Mapping[str, Unit]
    value_types: Mapping[str, Type]
    shapes: Mapping[str, HeadingShape]
    faults: list[Fault]
    rows: tuple[tuple[str, str], ...] = ()
    heading: str | None = None
    root_average: bool = False

    def within_rows(self, variable: str, table: str) -> "Scope":
        """The scope inside a quantifier over a table's rows."""
        return evolve(self, rows=((variable, table), *self.rows))

    def within_heading(self, heading: str | None) -> "Scope":
        return evolve(self, heading=heading, rows=())

    def unit(self, word: str) -> Unit | None:
        """The unit that a word names, `people/km2` among them."""
        if word in self.declared_units:
            return self.declared_units[word]
        if word in known_units():
            return known_units()[word]
        if "/" in word:
            above, below = word.split("/", 1)
            parts = self.unit(above), self.unit(below)
            if parts[0] and parts[1]:
                return quotient(parts[0], parts[1])
        return None

    def unit_words(self) -> list[str]:
        return [*self.declared_units, *known_units()]
