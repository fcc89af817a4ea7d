"""A program becomes a JSON Schema (2020-12) of its data file: what fits it is read without a fault."""

from collections.abc import Mapping
from typing import Any

from criteria_engine.data.cell_reading import OUTCOMES, YES_OR_NO, written
from criteria_engine.data.raw_table import LONGEST_CELL
from criteria_engine.datasheets.columns import SheetColumnOf, notes, row_columns, unit_columns
from criteria_engine.datasheets.digit_patterns import DAYS, NOTHING, days_between, numbers_between
from criteria_engine.datasheets.words import word
from criteria_engine.ir.program import Program, Table
from criteria_engine.values.labels import label_in
from criteria_engine.values.numbers import Rational, exact_text
from criteria_engine.values.types import ChoiceType, DateType, NumberType, OutcomeType, TextType, Type, YesNoType

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SPACE = "[ \\t\\n\\r]*"
_TEXT = "^[^\\u0000]*$"
"""A text without NUL, over all its lines."""


def data_schema(program: Program, tongue: str) -> Schema:
    """The schema, with titles and descriptions in a tongue.

    Marks of ours begin with `x-`: `x-unit`, `x-step`, `x-default` (exact text), `x-actionable`, `x-private`, `x-assessed`. A JSON number
    finer than the step is not refused by the schema, since most checkers count in binary and would refuse 0.07 too; as text it is.
    """
    columns = unit_columns(program, tongue)
    title = label_in(program.labels, tongue, program.name)
    properties: Schema = {column.fact.name: _property(column, program, tongue) for column in columns}
    identifier = columns[0].fact.name
    properties[identifier] = _identifier(columns[0], program, tongue)
    for table in program.tables.values():
        if table.name not in properties:
            properties[table.name] = _rows(program, table, tongue)
    record: Schema = {
        "title": word(tongue, "schema.record"),
        "type": "object",
        "properties": properties,
        "required": [identifier],
        "additionalProperties": False,
    }
    reference = {"$ref": "#/$defs/record"}
    units = {"type": "array", "items": reference}
    return {
        "$schema": DIALECT,
        "title": word(tongue, "schema.title", title=title),
        "description": word(tongue, "schema.description", name=program.name),
        "oneOf": [
            units,
            {"type": "object", "properties": {"units": units}, "required": ["units"], "additionalProperties": False},
            reference,
        ],
        "$defs": {"record": record},
    }


def _identifier(column: SheetColumnOf, program: Program, tongue: str) -> Schema:
    """The code that a record cannot do without: never missing, never empty."""
    found = _property(column, program, tongue)
    found["anyOf"] = found["anyOf"][1:]
    if isinstance(column.fact.type, TextType):
        found["anyOf"] = [{"type": "string", "pattern": "^[^\\u0000]*[^\\u0000\\s][^\\u0000]*$", "maxLength": LONGEST_CELL}]
    return found


def _rows(program: Program, table: Table, tongue: str) -> Schema:
    columns = row_columns(program, table, tongue)
    fields = {column.fact.name: _property(column, program, tongue) for column in columns}
    row = {"type": "object", "properties": fields, "additionalProperties": False}
    found: Schema = {"anyOf": [{"type": "null"}, {"type": "array", "items": row}]}
    label = label_in(table.labels, tongue)
    return {"title": label, **found} if label else found


def _property(column: SheetColumnOf, program: Program, tongue: str) -> Schema:
    fact = column.fact
    found: Schema = {"title": column.title, "description": "\n".join(notes(column, program, tongue))}
    found["anyOf"] = [_missing(tongue), *_values(fact.type, tongue)]
    if isinstance(fact.type, NumberType):
        found |= {"x-unit": fact.type.unit.symbol} if fact.type.unit.symbol else {}
        found |= {"x-step": _exact(fact.type.scale, fact.type)} if fact.type.scale is not None else {}
    if fact.default is not None:
        found["x-default"] = written(fact.default, fact.type)
    marks: Mapping[str, bool] = {"x-actionable": fact.actionable, "x-private": fact.private, "x-assessed": fact.assessed}
    return found | {name: True for name, marked in marks.items() if marked}


def _exact(number: Rational, kind: NumberType) -> str:
    return written(number, kind) if kind.kind == "percent" else exact_text(number)


def _missing(tongue: str) -> Schema:
    return {"title": word(tongue, "schema.missing"), "enum": [None, ""]}


def _values(kind: Type, tongue: str) -> list[Schema]:
    match kind:
        case TextType():
            return [{"type": "string", "maxLength": LONGEST_CELL, "pattern": _TEXT}]
        case YesNoType():
            return [{"type": "boolean"}, {"title": word(tongue, "schema.as_text"), "enum": list(YES_OR_NO)}]
        case DateType():
            return [{"type": "string", "format": "date", "allOf": [{"pattern": f"^({DAYS})$"}, {"pattern": days_between(kind.low, kind.high)}]}]
        case ChoiceType():
            return _choice(kind, tongue)
        case OutcomeType():
            return [{"enum": list(OUTCOMES)}]
        case NumberType():
            return _number(kind, tongue)


def _number(kind: NumberType, tongue: str) -> list[Schema]:
    if kind.kind == "percent":
        scale = None if kind.scale is None else kind.scale * 100
        pattern = numbers_between(kind.low * 100, kind.high * 100, scale, "%")
        return [{"type": "string", "pattern": pattern or NOTHING}]
    whole = kind.scale is not None and kind.scale.denominator == 1
    number: Schema = {"type": "integer" if whole else "number", "minimum": _bound(kind.low), "maximum": _bound(kind.high)}
    if whole and kind.scale != 1:
        number["multipleOf"] = kind.scale
    pattern = numbers_between(kind.low, kind.high, kind.scale)
    return [number, *([{"title": word(tongue, "schema.as_text"), "type": "string", "pattern": pattern}] if pattern else [])]


def _bound(bound: Rational) -> int | float:
    """A bound as JSON writes it: its shortest decimal text."""
    return bound if isinstance(bound, int) else float(exact_text(bound)) if "/" not in exact_text(bound) else float(bound)


def _choice(kind: ChoiceType, tongue: str) -> list[Schema]:
    names = [member.name for member in kind.members]
    members: list[Schema] = [{"const": member.name, "title": label_in(member.labels, tongue, member.name)} for member in kind.members]
    words: dict[str, set[str]] = {}
    for member in kind.members:
        for _, label in member.labels.texts:
            words.setdefault(label.strip(), set()).add(member.name)
    labels = [label for label, meant in words.items() if len(meant) == 1 and label and label not in names]
    return [*members, *([{"title": word(tongue, "schema.by_label"), "enum": labels}] if labels else [])]
