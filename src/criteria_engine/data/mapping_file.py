"""A mapping file (TOML) becomes what an author says of data files; every error in it is a fault at its line."""

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

from attrs import frozen

from criteria_engine.data.binding import identifying_fact
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.heading_words import folded, unit_named
from criteria_engine.data.mapping import (
    NO_MAPPING,
    BlankForm,
    DataMapping,
    DateForm,
    NumberForm,
    PercentForm,
    ReadingSettings,
    TableMapping,
)
from criteria_engine.data.mapping_places import key_places
from criteria_engine.data.roster import listed_facts
from criteria_engine.data.unit_records import facts_with_identifier
from criteria_engine.diagnostics.catalogue.columns import (
    MappingColumnTwice,
    MappingFactUnknown,
    MappingKeyUnknown,
    MappingNotReadable,
    MappingNotToml,
    MappingSettingUnfit,
    MappingValueWrong,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact, Program
from criteria_engine.source import Span
from criteria_engine.values.types import DateType, NumberType, YesNoType

LARGEST_MAPPING = 2_000_000
"""Bytes that a mapping file may have."""

DATA, TABLES, UNITS = "data", "tables", "units"
"""The parts of a mapping: the units' data, related tables by name, the list of units."""

# sorted, since typing keeps one order for all literals of the same words, whichever module names them first
_WORDS: Mapping[str, tuple[str, ...]] = {
    "numbers": tuple(sorted(get_args(NumberForm))),
    "percent": tuple(sorted(get_args(PercentForm))),
    "dates": tuple(sorted(get_args(DateForm))),
    "blank": tuple(sorted(get_args(BlankForm))),
}
_LISTS = ("yes", "no", "missing")
_SETTINGS = (*_WORDS, *_LISTS)
_TEXT, _LIST, _TRUTH = ('"…"',), ('["…", "…"]',), ("true", "false")
_TOO_MUCH = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){50}|(?<!\d)[\d_]{1000}""")
"""Keys of keys of keys, and numbers, that no mapping has."""

_LINE = re.compile(r"line (\d+), column (\d+)")


@frozen(eq=False)
class MappingRead:
    """What a mapping file says, its faults, and the SHA-256 of its bytes (None where it could not be opened)."""

    mapping: DataMapping
    faults: tuple[Fault, ...] = ()
    digest: str | None = None


def read_mapping(program: Program, path: Path, name: str) -> MappingRead:
    """The mapping in a file that faults call `name`, for the facts of a rule set. Never raises."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_MAPPING + 1)
        text = content.decode("utf-8-sig")
    except (OSError, ValueError):
        return MappingRead(NO_MAPPING, (MappingNotReadable(Span(name, 1, 1, 1, 1), name),))
    if len(content) > LARGEST_MAPPING:
        return MappingRead(NO_MAPPING, (MappingNotReadable(Span(name, 1, 1, 1, 1), name),))
    mapping, faults = mapping_of(program, text.replace("\r\n", "\n"), name)
    return MappingRead(mapping, faults, sha256(content).hexdigest())


def mapping_of(program: Program, text: str, name: str) -> tuple[DataMapping, tuple[Fault, ...]]:
    """The mapping that a text says, and every fault in it."""
    too_much = _TOO_MUCH.search(text)  # the reader's time grows with the square of a key's depth; long digits stop it
    if too_much is not None:
        line, column = text.count("\n", 0, too_much.start()) + 1, too_much.start() - text.rfind("\n", 0, too_much.start())
        return NO_MAPPING, (MappingNotToml(Span(name, line, column, line, column + 1), excerpt(too_much[0])),)
    try:
        content = tomllib.loads(text)
    except RecursionError:
        return NO_MAPPING, (MappingNotToml(Span(name, 1, 1, 1, 1), "…"),)
    except tomllib.TOMLDecodeError as problem:
        found = _LINE.search(str(problem))
        last = text.count("\n") + 1
        line, column = (int(found[1]), int(found[2])) if found else (last, 1)
        reason = excerpt(str(problem).split(" (at ")[0])
        return NO_MAPPING, (MappingNotToml(Span(name, line, column, line, column + 1), reason),)
    reader = _Reader(name, key_places(text))
    general = reader.settings((), content, _SETTINGS)
    reader.only((), content, (*_SETTINGS, "restore_leading_zeros", DATA, TABLES, UNITS))
    restore = content.get("restore_leading_zeros", False)
    if not isinstance(restore, bool):
        reader.wrong(("restore_leading_zeros",), restore, _TRUTH)
    identifier = identifying_fact(program.subject, program.facts)
    tables: dict[str, TableMapping] = {}
    for table, said in reader.section((TABLES,), content).items():
        if table in program.tables:
            fields = {identifier.name: identifier, **program.tables[table].fields}
            tables[table] = reader.table((TABLES, table), said, fields, identifier, general)
        else:
            reader.unknown((TABLES, table), table, tuple(program.tables))
    facts = facts_with_identifier(program)
    data = reader.table((DATA,), content.get(DATA, {}), facts, identifier, general)
    others = {table: tables.get(table) or TableMapping(general=general) for table in program.tables}
    roster = reader.table((UNITS,), content.get(UNITS, {}), listed_facts(program.subject, program.facts), identifier, general)
    faults = tuple(sorted(reader.faults, key=lambda fault: (fault.place.line, fault.place.column) if isinstance(fault.place, Span) else (0, 0)))
    return DataMapping(data, others, roster, restore is True), faults


class _Reader:
    """What is read of one file: its faults so far, and where its keys stand."""

    def __init__(self, name: str, places: Mapping[tuple[str, ...], tuple[int, int]]) -> None:
        self.name = name
        self.places = places
        self.faults: list[Fault] = []

    def at(self, path: tuple[str, ...]) -> Span:
        """The place of a key; of what encloses it, where it stands inside an inline table."""
        while path and path not in self.places:
            path = path[:-1]
        line, column = self.places.get(path, (1, 1))
        return Span(self.name, line, column, line, column + len(path[-1] if path else ""))

    def wrong(self, path: tuple[str, ...], found: object, allowed: tuple[str, ...]) -> None:
        """A value that its key does not take."""
        shown = excerpt(f'"{found}"' if isinstance(found, str) else found)
        self.faults.append(MappingValueWrong(self.at(path), path[-1], shown, allowed))

    def unknown(self, path: tuple[str, ...], key: str, known: tuple[str, ...]) -> None:
        """A key that nothing reads."""
        near = tuple(get_close_matches(key, known, 1, 0.6))
        self.faults.append(MappingKeyUnknown(self.at(path), excerpt(key), known, near))

    def only(self, path: tuple[str, ...], content: Mapping[str, Any], known: tuple[str, ...]) -> None:
        """Faults for all keys but the known ones."""
        for key in content:
            if key not in known:
                self.unknown((*path, key), key, known)

    def section(self, path: tuple[str, ...], content: Mapping[str, Any]) -> Mapping[str, Any]:
        """The table under the last key of a path; empty where there is none, or something else."""
        found = content.get(path[-1], {})
        if isinstance(found, dict):
            return found
        self.wrong(path, found, (f"[{'.'.join(path)}]",))
        return {}

    def text(self, path: tuple[str, ...], content: Mapping[str, Any]) -> str | None:
        """The text under the last key of a path, where there is one."""
        found = content.get(path[-1])
        if found is None or (isinstance(found, str) and found.strip()):
            return found
        self.wrong(path, found, _TEXT)
        return None

    def texts(self, path: tuple[str, ...], content: Mapping[str, Any]) -> tuple[str, ...] | None:
        """The list of texts under the last key of a path, where there is one."""
        found = content.get(path[-1])
        if found is None:
            return None
        if isinstance(found, list) and all(isinstance(each, str) for each in found):
            return tuple(found)
        self.wrong(path, found, _LIST)
        return None

    def settings(self, path: tuple[str, ...], content: Mapping[str, Any], known: tuple[str, ...]) -> ReadingSettings:
        """How cells are to be read, as a table of settings says."""
        said: dict[str, Any] = {}
        for key, words in _WORDS.items():
            found = content.get(key)
            if found is not None and key in known:
                if isinstance(found, str) and found in words:
                    said[key] = found
                else:
                    self.wrong((*path, key), found, tuple(f'"{word}"' for word in words))
        for key in _LISTS:
            if key in known and (found := self.texts((*path, key), content)) is not None:
                said[key] = found
        return ReadingSettings(**said)

    def table(self, path: tuple[str, ...], said: object, facts: Mapping[str, Fact], identifier: Fact, general: ReadingSettings) -> TableMapping:
        """What is said of one table of data."""
        if not isinstance(said, dict):
            self.wrong(path, said, (f"[{'.'.join(path)}]",))
            return TableMapping(general=general)
        self.only(path, said, (*_SETTINGS, "sheet", "unit_key", "ignore", "columns"))
        columns: dict[str, str] = {}
        settings: dict[str, ReadingSettings] = {}
        places: dict[str, Span] = {}
        for name, entry in self.section((*path, "columns"), said).items():
            where = (*path, "columns", name)
            fact = facts.get(name)
            if fact is None:
                self.faults.append(MappingFactUnknown(self.at(where), excerpt(name), tuple(get_close_matches(name, list(facts), 1, 0.6))))
                continue
            places[name] = self.at(where)
            if isinstance(entry, dict):
                self.only(where, entry, (*_SETTINGS, "column", "unit"))
                settings[name] = self._of_fact(where, entry, fact)
                entry = self.text((*where, "column"), entry)
            elif not isinstance(entry, str) or not entry.strip():
                self.wrong(where, entry, ('"…"', '{ column = "…", … }'))
                continue
            if entry is not None:
                columns[name] = entry.strip()
        if (key := self.text((*path, "unit_key"), said)) is not None:
            columns[identifier.name] = key.strip()
            places[identifier.name] = self.at((*path, "unit_key"))
        self._twice(columns, places)
        own = self.settings(path, said, _SETTINGS).over(general)
        ignored = self.texts((*path, "ignore"), said) or ()
        return TableMapping(columns, settings, own, ignored, self.text((*path, "sheet"), said), places)

    def _of_fact(self, path: tuple[str, ...], entry: Mapping[str, Any], fact: Fact) -> ReadingSettings:
        """How the column of one fact is read; settings that its type does not take are faults."""
        kind = fact.type
        fitting = {"missing", "column"}
        if isinstance(kind, NumberType):
            fitting |= {"numbers", "unit"} | ({"percent"} if kind.kind == "percent" else set())
        elif isinstance(kind, DateType):
            fitting |= {"dates"}
        elif isinstance(kind, YesNoType):
            fitting |= {"yes", "no", "blank"}
        for key in entry:
            if key in (*_SETTINGS, "unit") and key not in fitting:
                self.faults.append(MappingSettingUnfit(self.at((*path, key)), fact.name, key, excerpt(entry[key])))
        found = self.settings(path, entry, tuple(key for key in _SETTINGS if key in fitting))
        unit = self.text((*path, "unit"), entry) if "unit" in fitting else None
        if unit is not None and isinstance(kind, NumberType):
            named = unit_named(unit, kind.unit)
            if named is None or not named.measures_as(kind.unit):
                self.wrong((*path, "unit"), unit, (f'"{kind.unit.symbol}"',))
                return found
            return ReadingSettings(unit=unit).over(found)
        return found

    def _twice(self, columns: Mapping[str, str], places: Mapping[str, Span]) -> None:
        by_column: dict[str, list[str]] = {}
        for fact, column in columns.items():
            by_column.setdefault(folded(column), []).append(fact)
        for facts in by_column.values():
            if len(facts) > 1:
                self.faults.append(MappingColumnTwice(places[facts[1]], excerpt(columns[facts[0]]), tuple(facts)))
