"""A record becomes an answer: it says what evaluating gives, or exactly where it does not."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from attrs import evolve, field, frozen

from criteria_engine.assessment import Assessment, Inputs, Progress, assess_inputs, input_files
from criteria_engine.data.reading_choices import AS_FOUND, ReadAs
from criteria_engine.diagnostics.catalogue.records import OtherSalt, RecordMalformed
from criteria_engine.diagnostics.fault import Fault, FaultsFound
from criteria_engine.engine import Rules, loads, showing_private
from criteria_engine.ir.records import Open, Record
from criteria_engine.records.contents import parameters_data, renamed, told_of
from criteria_engine.records.differences import Difference, places, shown
from criteria_engine.records.file_names import FileNames
from criteria_engine.records.input_differences import file_differences, input_differences
from criteria_engine.records.own_digests import damaged_parts
from criteria_engine.records.plain_faults import Data
from criteria_engine.records.plain_inputs import Writing, inputs_data, inputs_of
from criteria_engine.records.privacy import Salt
from criteria_engine.records.reading import RecordRead
from criteria_engine.records.result_differences import proof_differences, result_differences
from criteria_engine.records.shape import At, Malformed
from criteria_engine.version import VERSION

Answer = Literal["identical", "incomplete", "different"]


@frozen
class GivenData:
    """The data files to hold against a record."""

    data: Path
    tables: Mapping[str, Path] = field(factory=dict)
    units: Path | None = None
    read_as: ReadAs = AS_FOUND


@frozen(eq=False)
class Verification:
    """What verifying found. `withheld` are the units whose results may be as recorded, but depend on values that the record
    withholds and no data were given for. `uncompared`: withheld values of which the record has no digest, or no salt was given for it.
    `version` is that of the engine that wrote the record. `assessment` is what evaluating again gave, where it could be done."""

    version: str
    differences: tuple[Difference, ...] = ()
    faults: tuple[Fault, ...] = ()
    withheld: tuple[str, ...] = ()
    uncompared: bool = False
    proofs_compared: bool = True
    units: int = 0
    signed_by: tuple[str, ...] | None = None
    assessment: Assessment | None = field(default=None, repr=False)

    @property
    def same_version(self) -> bool:
        """Whether this engine's version wrote the record."""
        return self.version == VERSION

    @property
    def answer(self) -> Answer:
        """ "different" wherever anything is; else "incomplete" where something could not be evaluated again."""
        if self.differences or any(fault.severity == "error" for fault in self.faults):
            return "different"
        return "incomplete" if self.withheld else "identical"


def verify(read: RecordRead, given: GivenData | None = None, salt: Salt | None = None, progress: Progress | None = None) -> Verification:
    """Check a record: its digests, then its rules and data evaluated again against its results, then data files against its data.
    Never raises for what the record or the files hold."""
    if read.data is None:
        return Verification("", faults=read.faults)
    data = read.data
    found = Verification(data["engine"]["version"], damaged_parts(data, read.content))
    if data["results"]["version"] != found.version:
        found = _with(found, [Difference("results", "", "", "version", data["results"]["version"], found.version)])
    rules = _rules(data)
    if isinstance(rules, Verification):
        return evolve(found, differences=(*found.differences, *rules.differences), faults=rules.faults)
    found = _with(found, _rule_differences(data, rules))
    try:
        day = date.fromisoformat(data["as_of"])
    except ValueError:
        return evolve(found, faults=(RecordMalformed(read.place, "$.as_of"),))
    try:
        inputs = inputs_of(At(data["inputs"], "$.inputs"), rules.program)
        found = _with(found, _parameter_differences(data, rules, day))
    except Malformed as problem:
        return evolve(found, faults=(RecordMalformed(read.place, problem.at),))
    except FaultsFound as problem:
        return evolve(found, faults=problem.faults)
    if salt is not None and data["private"]["salt_check"] not in (None, salt.check):
        return evolve(found, faults=(OtherSalt(read.place),))
    if given is not None:
        found, inputs = _with_data(found, data, rules, inputs, given, salt)
    return _evaluated(found, data, rules, day, inputs, progress)


def _with(found: Verification, differences: object) -> Verification:
    return evolve(found, differences=(*found.differences, *differences))  # type: ignore[misc]


def _rules(data: Data) -> "Rules | Verification":
    try:
        rules = loads(data["rules"]["text"], data["rules"]["name"])
        return showing_private(rules) if data["private"]["values"] == "shown" else rules
    except FaultsFound as problem:
        errors = tuple(fault for fault in problem.faults if fault.severity == "error")
        return Verification("", (Difference("rules", "", "", "text"),), errors)


def _rule_differences(data: Data, rules: Rules) -> list[Difference]:
    actual = {"sha256": rules.program.digest, "ruleset": rules.program.name, "text": rules.source.text}
    names = [name for name in actual if data["rules"][name] != actual[name]]
    return [Difference("rules", "", "", name, shown(data["rules"][name]), shown(actual[name])) for name in names]


def _parameter_differences(data: Data, rules: Rules, day: date) -> list[Difference]:
    found = parameters_data(rules.on(day))
    one, other = ({str(each.get("name", "")): each for each in values if isinstance(each, dict)} for values in (data["parameters"], found))
    differences = [
        Difference("parameters", "", place.path[0], ".".join(place.path[1:]), shown(place.recorded), shown(place.found))
        for place in places(one, other)
    ]
    if not differences and data["parameters"] != found:
        differences.append(Difference("parameters", "", "", "order"))
    return differences


def _with_data(
    found: Verification, data: Data, rules: Rules, inputs: Inputs, given: GivenData, salt: Salt | None
) -> tuple[Verification, Inputs]:
    """Hold data files against the record; where they are the same, they stand in for what it withholds."""
    loaded = rules.read(given.data, given.tables, given.units, given.read_as)
    files = input_files(given.data, given.tables, given.units, given.read_as.mapping)
    called = {(file.role, file.table): file.shown for file in inputs.files}
    names = FileNames({file.shown: called.get((file.role, file.table), file.shown) for file in files} | {rules.source.name: rules.source.name})
    files += tuple(file for file in inputs.files if file.role == "earlier")
    read = Inputs(loaded, files, frozenset(given.tables), inputs.earlier, inputs.earlier_faults)
    now = inputs_data(read, Writing(rules.program, names, salt))
    absent = file_differences(data["inputs"]["files"], now["files"])
    if absent:
        return _with(found, absent), inputs
    comparable = data["private"]["values"] != "withheld" or (data["private"]["salt_check"] is not None and salt is not None)
    moved = ("cell", "place")  # rows that only moved come after values that are others
    differences = tuple(sorted(input_differences(data["inputs"], now, comparable), key=lambda each: each.what.startswith(moved)))
    found = evolve(_with(found, differences), uncompared=not comparable)
    if any(difference.part == "inputs" for difference in differences):
        return found, inputs
    return found, renamed(read, rules, names, data["inputs"])


def _evaluated(
    found: Verification, data: Data, rules: Rules, day: date, inputs: Inputs, progress: Progress | None
) -> Verification:
    withheld = frozenset(record.unit for record in inputs.loaded.records if _withholds(record))
    assessment = assess_inputs(rules, inputs, day, progress, "interpreter")
    same = found.same_version
    told = told_of(assessment, withheld if same else frozenset(each.unit for each in inputs.loaded.records))
    compared = result_differences(data["results"], told.results, withheld)
    differences = [*compared.differences]
    for place in places(data["results"].get("digests"), told.results["digests"]):
        differences.append(Difference("results", "", "".join(place.path[-1:]), "digests", shown(place.recorded), shown(place.found)))
    if same:
        differences += proof_differences(data["proofs"], told.proofs, withheld)
    found = _with(found, differences)
    return evolve(
        found, withheld=compared.open, proofs_compared=same, units=len(inputs.loaded.records), assessment=assessment
    )


def _withholds(record: Record) -> bool:
    values = [*record.values.values(), *(value for rows in record.tables.values() for row in rows for value in row.values.values())]
    return any(isinstance(value, Open) for value in values)

