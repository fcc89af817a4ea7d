"""The data of an assessment, as read, become plain data with the cell of each value, and are made of them again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import frozen

from criteria_engine.assessment import InputFile, Inputs
from criteria_engine.data.loading import Loaded
from criteria_engine.data.private_cells import mask_fault, private_names
from criteria_engine.data.roster import Roster, RosterUnit
from criteria_engine.data.unit_records import facts_with_identifier
from criteria_engine.explain.finding_json import value_text
from criteria_engine.ir.program import Fact, Program
from criteria_engine.ir.records import Datum, Invalid, Open, Record, Row
from criteria_engine.programmes.result_file import standing_from_data, to_data
from criteria_engine.records.file_names import FileNames
from criteria_engine.records.plain_faults import Data, cell_of, fault_data, fault_of, place_data
from criteria_engine.records.privacy import Salt
from criteria_engine.records.shape import At, Malformed
from criteria_engine.source import Cell
from criteria_engine.values.numbers import rational
from criteria_engine.values.types import ChoiceType, DateType, NumberType, Value, YesNoType

ROLES = ("data", "table", "units", "mapping", "earlier")


@frozen(eq=False)
class Writing:
    """What writing needs to know: the rules, the names of the files, and the salt of digests, where there is one."""

    program: Program
    names: FileNames
    salt: Salt | None = None

    def hides(self, fact: str, table: str = "") -> bool:
        """Whether the value of a fact, or of a field of a table, is held back."""
        return (f"{table}.{fact}" if table else fact) in private_names(self.program)

    def digest(self, what: str, *parts: Any) -> str:
        """The keyed digest of something held back; empty without a salt."""
        return "" if self.salt is None else self.salt.digest(what, *parts)


def inputs_data(inputs: Inputs, to: Writing) -> Data:
    """Inputs as plain data."""
    loaded = inputs.loaded
    roster = None if loaded.roster is None else [_listed_data(unit, to) for unit in loaded.roster.units]
    return {
        "files": files_data(inputs, to),
        "tables": sorted(inputs.tables | loaded.tables),
        "units": [_unit_data(record, to) for record in loaded.records],
        "roster": roster,
        "earlier": [to_data(standing) for standing in inputs.earlier],
        "earlier_faults": [fault_data(fault, to.names) for fault in inputs.earlier_faults],
        "faults": [_fault(fault, to) for fault in loaded.faults],
    }


def files_data(inputs: Inputs, to: Writing) -> list[Data]:
    """The files with their digests: keyed ones of files with private values, since a digest of little that is unknown can be undone."""
    names = private_names(to.program)
    facts = any("." not in name for name in names)
    found: dict[tuple[str, str], Data] = {}
    for file in inputs.files:
        plain = file.digest or inputs.loaded.digests.get(file.shown)
        own = any(name.startswith(f"{file.table}.") for name in names)
        hidden = facts or own or (file.role == "data" and bool(names))
        data: Data = {"role": file.role, "name": to.names.of(file.shown), "table": file.table}
        if plain is None:
            data["sha256"] = None
        elif hidden:
            data["hmac_sha256"] = to.digest("file", plain)
        else:
            data["sha256"] = plain
        found[file.role, file.table or data["name"]] = data
    return [found[key] for key in sorted(found, key=lambda key: (ROLES.index(key[0]), key[1]))]


def _fault(fault: Any, to: Writing) -> Data:
    return fault_data(mask_fault(to.program, fault), to.names)


def _listed_data(unit: RosterUnit, to: Writing) -> Data:
    return {"unit": unit.code, "name": unit.name, "groups": dict(unit.groups), "place": place_data(unit.place, to.names)}


def _unit_data(record: Record, to: Writing) -> Data:
    facts = facts_with_identifier(to.program)
    data: Data = {
        "unit": record.unit,
        "name": record.name,
        "with_data": record.with_data,
        "place": place_data(record.place, to.names),
        "values": _values_data(record.values, record.cells, facts, (record.unit, "", 0), to),
    }
    tables = {
        name: [
            {
                "place": place_data(row.place, to.names),
                "values": _values_data(row.values, row.cells, to.program.tables[name].fields, (record.unit, name, number), to),
            }
            for number, row in enumerate(rows, 1)
        ]
        for name, rows in record.tables.items()
    }
    return {**data, "tables": tables}


def _values_data(
    values: Mapping[str, Datum], cells: Mapping[str, Cell], facts: Mapping[str, Fact], of: tuple[str, str, int], to: Writing
) -> Data:
    found: Data = {}
    for name in sorted({*values, *cells} & facts.keys()):
        data: Data = {}
        cell = cells.get(name)
        if cell is not None:
            data["cell"] = place_data(cell, to.names)
        value = values.get(name)
        if isinstance(value, Invalid):
            data["fault"] = _fault(value.fault, to)
        elif value is not None and not isinstance(value, Open):
            plain = value_text(value, facts[name].type)
            if to.hides(name, of[1]):
                data["withheld"] = to.digest("value", *of, name, plain)
            else:
                data["value"] = plain
        elif isinstance(value, Open):
            data["withheld"] = ""
        found[name] = data
    return found


def inputs_of(at: At, program: Program) -> Inputs:
    """The inputs that plain data stand for; withheld values are open. Raises Malformed where they are none of the rules'."""
    at.keys(("files", "tables", "units", "roster", "earlier", "earlier_faults", "faults"))
    files = tuple(_file(each) for each in at.of("files").items())
    digests = {file.shown: file.digest for file in files if file.digest is not None and file.role != "earlier"}
    listed = at.of("roster")
    roster = None if listed.data is None else Roster(tuple(_listed(each) for each in listed.items()))
    records = tuple(_unit(each, program) for each in at.of("units").items())
    faults = tuple(fault_of(each) for each in at.of("faults").items())
    tables = frozenset(each.text() for each in at.of("tables").items())
    earlier = []
    for each in at.of("earlier").items():
        try:
            earlier.append(standing_from_data(each.data))
        except Exception as problem:  # cattrs raises a group of whatever the values of a stranger make of it
            raise each.wrong() from problem
    wrong_before = tuple(fault_of(each) for each in at.of("earlier_faults").items())
    if len({record.unit for record in records}) != len(records):
        raise at.of("units").wrong()
    return Inputs(Loaded(records, roster, faults, digests, tables), files, tables, tuple(earlier), wrong_before)


def _file(at: At) -> InputFile:
    at.keys(("role", "name", "table"), ("sha256", "hmac_sha256"))
    role, name = at.of("role").text(), at.of("name").text()
    if role not in ROLES:
        raise at.of("role").wrong()
    if not name or "/" in name or "\\" in name or "\0" in name or name in (".", ".."):
        raise at.of("name").wrong()
    keyed = at.has("hmac_sha256")
    if keyed == at.has("sha256"):
        raise at.wrong()
    digest = f"hmac-sha256:{at.of('hmac_sha256').text()}" if keyed else at.of("sha256").text_or_none()
    return InputFile(role, name, at.of("table").text_or_none(), digest)  # type: ignore[arg-type]


def _listed(at: At) -> RosterUnit:
    at.keys(("unit", "name", "groups", "place"))
    groups = {name: each.text() for name, each in at.of("groups").entries()}
    return RosterUnit(at.of("unit").text(), at.of("name").text(), groups, cell_of(at.of("place")))


def _unit(at: At, program: Program) -> Record:
    at.keys(("unit", "name", "with_data", "place", "values", "tables"))
    values, cells = _values(at.of("values"), facts_with_identifier(program))
    tables: dict[str, tuple[Row, ...]] = {}
    for name, rows in at.of("tables").entries():
        if name not in program.tables:
            raise rows.wrong()
        tables[name] = tuple(_row(row, program.tables[name].fields) for row in rows.items())
    place = at.of("place")
    where = None if place.data is None else cell_of(place)
    return Record(at.of("unit").text(), values, tables, cells, at.of("name").text(), where, at.of("with_data").yes_no())


def _row(at: At, fields: Mapping[str, Fact]) -> Row:
    at.keys(("place", "values"))
    values, cells = _values(at.of("values"), fields)
    place = at.of("place")
    return Row(values, cells, None if place.data is None else cell_of(place))


def _values(at: At, facts: Mapping[str, Fact]) -> tuple[dict[str, Datum], dict[str, Cell]]:
    values: dict[str, Datum] = {}
    cells: dict[str, Cell] = {}
    for name, each in at.entries():
        if name not in facts:
            raise each.wrong()
        each.keys((), ("cell", "value", "fault", "withheld"))
        if sum(each.has(key) for key in ("value", "fault", "withheld")) > 1:
            raise each.wrong()
        if each.has("cell"):
            cells[name] = cell_of(each.of("cell"))
        if each.has("value"):
            values[name] = value_of(each.of("value"), facts[name])
        elif each.has("fault"):
            values[name] = Invalid(fault_of(each.of("fault")))
        elif each.has("withheld"):
            each.of("withheld").text()
            values[name] = Open()
    return values, cells


def value_of(at: At, fact: Fact) -> Value:
    """The value of a fact that plain data stand for. Raises Malformed where it is none of the fact's type."""
    kind = fact.type
    if isinstance(kind, YesNoType):
        return at.yes_no()
    text = at.text()
    try:
        if isinstance(kind, NumberType):
            number = rational(text)
            if not kind.low <= number <= kind.high:
                raise at.wrong()
            return number
        if isinstance(kind, DateType):
            return date.fromisoformat(text)
    except Malformed:
        raise
    except ValueError as problem:
        raise at.wrong() from problem
    if isinstance(kind, ChoiceType):
        index = next((index for index, member in enumerate(kind.members) if member.name == text), None)
        if index is None:
            raise at.wrong()
        return index
    return text
