"""What a record leaves unknown, as variables, and the search for values of it that lead where one asks."""

from collections.abc import Callable, Iterator, Mapping
from random import Random

from attrs import evolve

from criteria_engine.backends.interpreter.evaluation import VerdictFound, evaluate
from criteria_engine.backends.interpreter.row_meanings import completeness
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.program import Fact
from criteria_engine.ir.records import Datum, Invalid, Open, Record, Row
from criteria_engine.reasons.question import Box, Question, Range, read_by_verdict
from criteria_engine.reasons.thresholds import Thresholds, texts_of
from criteria_engine.reasons.variables import Variable, variable_of_fact, variable_of_field
from criteria_engine.values.types import DateType, TextType

Leads = Callable[[VerdictFound], bool | None]
"""Whether a verdict is what one looks for: surely, surely not, or (None) perhaps."""

UNDECIDED = 3
"""How many points that decide nothing are looked at before giving up."""


def unknown_variables(dated: Dated, record: Record) -> tuple[Variable, ...]:
    """The facts of a unit, and the fields of its rows, that the verdict reads and that are missing, with no default, or could not
    be read."""
    program = dated.program
    texts = known_texts(dated, record)
    found = []
    for name, fact in program.facts.items():
        if _is_unknown(record.values.get(name), fact):
            found.append(variable_of_fact(program, name, texts))
    for table, rows in record.tables.items():
        for number, row in enumerate(rows):
            for name, fact in program.tables[table].fields.items():
                if _is_unknown(row.values.get(name), fact):
                    found.append(variable_of_field(program, table, number, name, texts))
    return read_by_verdict(dated, found)


def _is_unknown(datum: Datum | None, fact: Fact) -> bool:
    return (datum is None and fact.default is None) or isinstance(datum, (Invalid, Open))


def known_texts(dated: Dated, record: Record) -> tuple[str, ...]:
    """Every text that the rules in force or the record name, in order."""
    found = set(texts_of(dated))
    program = dated.program
    for name, value in record.values.items():
        if name in program.facts and isinstance(program.facts[name].type, TextType) and isinstance(value, str):
            found.add(value)
    for table, rows in record.tables.items():
        for row in rows:
            fields = program.tables[table].fields
            found |= {value for name, value in row.values.items() if isinstance(value, str) and isinstance(fields[name].type, TextType)}
    return tuple(sorted(found))


def whole(variable: Variable) -> Range:
    """All that a variable may be."""
    return 0, variable.size - 1


def widest(question: Question, box: Box, among: Callable[[int], bool] = lambda number: True) -> int | None:
    """The variable that is best halved next: of those that the verdict waits for the one with the most values; None where all that
    may be halved are points."""
    open_names = {origin.name for origin in question.ask(box).origins}
    wide = [number for number, part in enumerate(box) if part is not None and part[0] < part[1] and among(number)]
    named = [number for number in wide if question.variables[number].name in open_names] or wide
    return max(named, key=lambda each: (_bits(box[each]), -each), default=None)


def _bits(part: Range | None) -> int:
    return 0 if part is None else (part[1] - part[0]).bit_length()


def halves(box: Box, number: int, thresholds: Thresholds, start: int | None = None) -> tuple[Box, Box]:
    """A box in two along a variable: beside a place where it stands, else at a threshold of the rules, else half way."""
    part = box[number]
    assert part is not None
    low, high = part
    inside = [place for place in thresholds.get(number, ()) if low < place <= high]
    if start is not None and low < start <= high:
        first = start
    elif inside:
        first = inside[len(inside) // 2]
    else:
        first = (low + high) // 2 + 1
    lower, upper = (low, first - 1), (first, high)
    return (*box[:number], lower, *box[number + 1 :]), (*box[:number], upper, *box[number + 1 :])


def points(question: Question, box: Box, leads: Leads, thresholds: Thresholds, tries: int) -> Iterator[Box]:
    """The boxes in which a verdict surely is what one looks for, found by halving, the most promising end first; gives up after so
    many evaluations, silently."""
    waiting = [box]
    undecided = 0
    last = question.asked + tries
    while waiting and question.asked < last:
        here = waiting.pop()
        answer = leads(question.ask(here))
        if answer is True:
            yield here
        elif answer is None:
            number = widest(question, here)
            if number is not None:
                waiting.extend(halves(here, number, thresholds))
                continue
            undecided += 1  # no value of theirs decides it, but something else that is left open
            if undecided == UNDECIDED:
                return


def open_tables(dated: Dated, record: Record) -> tuple[str, ...]:
    """The tables of which a unit's rows are not known to be all there, or that were not given at all."""
    at = evaluate(dated, record)
    return tuple(name for name in dated.program.tables if record.tables.get(name) is None or completeness(name, at) is not True)


def with_more_rows(dated: Dated, record: Record, tables: tuple[str, ...], seed: int) -> tuple[Dated, Record]:
    """One way in which the tables might come to be complete: some more rows (few or many), each field at an end of what it may be or
    anywhere; and the rules as they are for tables that are complete."""
    chance = Random(seed)
    program = dated.program
    rows = dict(record.tables)
    for name in tables:
        fields = {field: variable_of_field(program, name, 0, field) for field in program.tables[name].fields}
        kinds = [_row(fields, dated, chance) for _ in range(MANY[seed % len(MANY)])]
        rows[name] = (*rows.get(name, ()), *kinds)
    complete = {name: evolve(table, complete_when=None) if name in tables else table for name, table in program.tables.items()}
    return evolve(dated, program=evolve(program, tables=complete)), evolve(record, tables=rows)


MANY = (1, 30, 4, 0)
"""How many rows more are tried, in turn."""


def _row(fields: Mapping[str, Variable], dated: Dated, chance: Random) -> Row:
    values: dict[str, Datum] = {}
    for name, variable in fields.items():
        places = [0, variable.size - 1, chance.randrange(variable.size)]
        if isinstance(variable.fact.type, DateType):
            places += [min(max(variable.index(dated.as_of) - back, 0), variable.size - 1) for back in (1, 30, 200)]
        values[name] = variable.value(chance.choice(places))
    return Row(values)
