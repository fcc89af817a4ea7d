"""What a question may vary: facts and fields of rows, each with its possible values in a line, counted from one end.

The values of a number are the multiples of its scale within its bounds, of a date its days, of a choice its members in order,
of yes/no no and yes. A text has no such line: only the texts that the rules or the record name tell apart, and others of its own.
"""

from datetime import date
from fractions import Fraction

from attrs import field, frozen

from criteria_engine.ir.program import Fact, Program
from criteria_engine.ir.records import Datum, Invalid, Open, Record
from criteria_engine.values.numbers import floor, normal
from criteria_engine.values.types import ChoiceType, DateType, NumberType, TextType, Value, YesNoType

_UNNAMED = "\ue000"
ASSESSED_OUTCOMES = ("passes", "basically met", "fails", "not applicable")
FINEST = Fraction(1, 100)
"""The step of a number whose fact states no scale."""


@frozen
class Variable:
    """A fact (`row` None), or a field of a row of a related table. `texts` are the values of a text that are told apart."""

    name: str
    fact: Fact = field(eq=False, repr=False)
    table: str = ""
    row: int | None = None
    texts: tuple[str, ...] = field(default=(), eq=False, repr=False)

    @property
    def size(self) -> int:
        """How many values it may have."""
        match self.fact.type:
            case NumberType() as kind:
                return _last(kind) - _first(kind) + 1
            case DateType(low=low, high=high):
                return (high - low).days + 1
            case ChoiceType(members=members):
                return len(members)
            case YesNoType():
                return 2
            case TextType():
                return len(self.texts)
        return len(ASSESSED_OUTCOMES)

    @property
    def in_order(self) -> bool:
        """Whether a value further along the line is a higher one, so that from one to another are steps."""
        kind = self.fact.type
        return isinstance(kind, (NumberType, DateType)) or (isinstance(kind, ChoiceType) and kind.ordered)

    def value(self, index: int) -> Value:
        """The value at a place of the line."""
        match self.fact.type:
            case NumberType() as kind:
                return normal((_first(kind) + index) * _scale(kind))
            case DateType(low=low):
                return date.fromordinal(low.toordinal() + index)
            case ChoiceType():
                return index
            case YesNoType():
                return index == 1
            case TextType():
                return self.texts[index]
        return ASSESSED_OUTCOMES[index]

    def index(self, value: Value) -> int:
        """The place of a value in the line; the nearest below it where a number is not a multiple of its scale."""
        match self.fact.type:
            case NumberType() as kind:
                assert isinstance(value, (int, Fraction))
                return floor(Fraction(value) / _scale(kind)) - _first(kind)
            case DateType(low=low):
                assert isinstance(value, date)
                return (value - low).days
            case ChoiceType() | YesNoType():
                return int(value)  # type: ignore[arg-type]
            case TextType():
                return self.texts.index(str(value))
        return ASSESSED_OUTCOMES.index(str(value))

    def datum(self, low: int, high: int) -> Datum:
        """The value at a place, or anything between two places."""
        if low == high:
            return self.value(low)
        kind = self.fact.type
        return Open(self.value(low), self.value(high)) if isinstance(kind, (NumberType, DateType, ChoiceType)) else Open()

    def steps(self, start: int | None, end: int) -> int:
        """How many steps lead from one place to another: one at most where values are in no order; from nowhere (None, nothing is
        known) one to anywhere."""
        if start is None:
            return 1
        return abs(end - start) if self.in_order else int(start != end)


def _scale(kind: NumberType) -> Fraction:
    return FINEST if kind.scale is None else Fraction(kind.scale)


def _first(kind: NumberType) -> int:
    return -floor(-Fraction(kind.low) / _scale(kind))


def _last(kind: NumberType) -> int:
    return floor(Fraction(kind.high) / _scale(kind))


def variable_of_fact(program: Program, name: str, texts: tuple[str, ...] = ()) -> Variable:
    """A fact as a variable."""
    return Variable(name, program.facts[name], texts=_told_apart(name, program.facts[name], texts))


def variable_of_field(program: Program, table: str, row: int, name: str, texts: tuple[str, ...] = ()) -> Variable:
    """A field of one row of a unit (counted from 0) as a variable."""
    fact = program.tables[table].fields[name]
    return Variable(f"{table}.{name}", fact, table, row, _told_apart(f"{table}[{row}].{name}", fact, texts))


def _told_apart(name: str, fact: Fact, texts: tuple[str, ...]) -> tuple[str, ...]:
    """The texts known anywhere, one that any text might be, and one that only this one is: comparing for equality, which is all
    that rules can do with texts, tells no others apart."""
    return (*texts, _UNNAMED, f"{_UNNAMED}{name}") if isinstance(fact.type, TextType) else ()


def is_unnamed(text: str) -> bool:
    """Whether a text stands for those that neither rules nor data name."""
    return text.startswith(_UNNAMED)


def datum_of(variable: Variable, record: Record) -> Datum | None:
    """What a record has of a variable; None where it is missing."""
    if variable.row is None:
        return record.values.get(variable.name)
    return record.tables[variable.table][variable.row].values.get(variable.fact.name)


def place_of(variable: Variable, record: Record) -> int | None:
    """Where a record's own value of a variable stands in its line; None where it is missing, invalid or open."""
    datum = datum_of(variable, record)
    if datum is None or isinstance(datum, (Invalid, Open)):
        return None
    if isinstance(variable.fact.type, TextType) and datum not in variable.texts:
        return None
    return variable.index(datum)
