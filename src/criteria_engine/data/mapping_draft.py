"""A rule set and data files become what a mapping of them may say: the columns found, and what is still in doubt."""

from collections.abc import Collection, Mapping
from pathlib import Path

from attrs import frozen

from criteria_engine.data.binding import Binding, bind, identifying_fact
from criteria_engine.data.heading_words import HeadingWords
from criteria_engine.data.mapping import DataMapping, TableMapping
from criteria_engine.data.mapping_file import DATA, TABLES, UNITS
from criteria_engine.data.opened_tables import open_tables
from criteria_engine.data.raw_table import RawTable
from criteria_engine.data.reading_choices import ReadAs
from criteria_engine.data.roster import listed_facts
from criteria_engine.data.row_reading import row_reader
from criteria_engine.data.unit_codes import by_digits, without_zeros
from criteria_engine.data.unit_records import facts_with_identifier, nested_tables
from criteria_engine.diagnostics.catalogue.columns import BlanksDoubtful, ColumnOfOtherUnit, ColumnReadingDoubtful
from criteria_engine.diagnostics.catalogue.data import ColumnOfSeveralFacts, FactInSeveralColumns
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact, Program

Setting = tuple[str, tuple[str, ...]]
"""What may be written for a column, and what its first doubtful cells would be."""


@frozen(eq=False)
class DraftedColumn:
    """A fact and its column; where it is in doubt, the settings of which one has to be chosen."""

    fact: str
    column: str
    choices: tuple[Setting, ...] = ()


@frozen(eq=False)
class DraftedTable:
    """What a mapping may say of one table: the column of the units' codes, the columns of facts, facts for which several
    columns may be meant or none is found (with columns that look alike), and columns that are of no fact."""

    path: tuple[str, ...]
    sheet: str | None
    key: str | None
    columns: tuple[DraftedColumn, ...]
    unsure: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]


@frozen(eq=False)
class MappingDraft:
    """What a mapping may say of all files, how many codes have lost leading zeros (with the first, and what it was), and the
    faults of the files themselves."""

    tables: tuple[DraftedTable, ...]
    lost_zeros: tuple[int, str, str] | None
    faults: tuple[Fault, ...]


def draft_mapping(program: Program, data: Path, tables: Mapping[str, Path], units: Path | None, read_as: ReadAs) -> MappingDraft:
    """What a mapping of these files may say. Never raises for what the files hold."""
    opened = open_tables(program, data, tables, units, read_as)
    said = opened.mapping or DataMapping()
    identifier = identifying_fact(program.subject, program.facts)
    drafts: list[DraftedTable] = []
    listed = set(listed_facts(program.subject, program.facts)) if opened.listing is not None else set()
    if opened.units is not None:
        facts = facts_with_identifier(program)
        nested = nested_tables(program, opened.units.columns)
        drafts.append(_draft((DATA,), program, opened.units, facts, identifier, said.units, nested, listed))
    for name, table in opened.related.items():
        if table is not None:
            fields = {identifier.name: identifier, **program.tables[name].fields}
            drafts.append(_draft((TABLES, name), program, table, fields, identifier, said.of(name)))
    if opened.listing is not None:
        facts = listed_facts(program.subject, program.facts)
        drafts.append(_draft((UNITS,), program, opened.listing, facts, identifier, said.roster))
    return MappingDraft(tuple(drafts), _lost_zeros(drafts, opened.units, opened.listing), opened.faults)


def _draft(
    path: tuple[str, ...],
    program: Program,
    table: RawTable,
    facts: Mapping[str, Fact],
    identifier: Fact,
    said: TableMapping,
    also_known: Collection[str] = (),
    given_elsewhere: Collection[str] = (),
) -> DraftedTable:
    binding = bind(
        table.columns,
        facts,
        table.at(table.header_row),
        doubtful=table.doubtful,
        also_known=also_known,
        other_names={identifier.name: program.subject.name},
        letters=table.letters,
        mapping=said,
    )
    reader = row_reader(binding, facts, table.rows, lambda index, name: table.at(table.rows[index].number, name), said)
    doubts = {fact: choices for fact, fault in binding.doubtful.items() if (choices := _choices(fault))}
    doubts |= {fact: choices for fault in reader.faults if (fact := getattr(fault, "fact", "")) and (choices := _choices(fault))}
    unsure = _unsure(binding, facts)
    sure = {fact: column for fact, column in binding.columns.items() if fact not in unsure and column not in table.doubtful}
    words = HeadingWords(facts)
    missing = [fact for fact in facts if fact not in binding.columns and fact not in given_elsewhere]
    near = {column: words.near(column, missing) for column in binding.unknown[:100]}
    unsure |= {fact: tuple(column for column, like in near.items() if like == fact) for fact in missing}
    columns = tuple(DraftedColumn(fact, column, doubts.get(fact, ())) for fact, column in sure.items() if fact != identifier.name)
    unknown = () if path == (UNITS,) else tuple(column for column in binding.unknown if near.get(column) is None)
    return DraftedTable(path, table.sheet, sure.get(identifier.name), columns, unsure, unknown)


def _choices(fault: Fault) -> tuple[Setting, ...]:
    """The settings of which one settles a fault of a column."""
    match fault:
        case ColumnReadingDoubtful():
            return ((fault.first_setting, fault.first), (fault.second_setting, fault.second))
        case BlanksDoubtful():
            return (('blank = "no"', ()), ('blank = "missing"', ()))
        case ColumnOfOtherUnit():
            return ((f'unit = "{fault.unit}"', ()), (f'unit = "{fault.wanted}"', ()))
    return ()


def _unsure(binding: Binding, facts: Mapping[str, Fact]) -> dict[str, tuple[str, ...]]:
    """The facts for which several columns may be meant, or whose column may be another fact's."""
    found: dict[str, tuple[str, ...]] = {}
    for fact, doubt in binding.doubtful.items():
        if isinstance(doubt, FactInSeveralColumns):
            found[fact] = doubt.columns
        elif isinstance(doubt, ColumnOfSeveralFacts):
            found[fact] = (doubt.column,)
    return found


def _lost_zeros(drafts: list[DraftedTable], units: RawTable | None, listing: RawTable | None) -> tuple[int, str, str] | None:
    """The codes of the data that the list has only with leading zeros."""
    keys = {draft.path: draft.key for draft in drafts}
    key, listed_key = keys.get((DATA,)), keys.get((UNITS,))
    if units is None or listing is None or key is None or listed_key is None:
        return None
    listed = {_code(row.cells.get(listed_key)) for row in listing.rows}
    digits = by_digits(sorted(listed))
    codes = [code for row in units.rows if (code := _code(row.cells.get(key))) and code not in listed]
    lost = [(code, digits[plain]) for code in codes if (plain := without_zeros(code)) in digits and plain is not None]
    return (len(lost), *lost[0]) if lost else None


def _code(raw: object) -> str:
    return raw.strip() if isinstance(raw, str) else str(getattr(raw, "text", "") or "")
