"""`criteria verify`: a record is evaluated again and held against its data files and its signatures."""

import sys
from pathlib import Path
from typing import Annotated, Any

import attrs
from attrs import evolve
from cyclopts import Parameter

from criteria_engine.cli.options import Json, Lang, Tables, Units, WrongUsage, tables
from criteria_engine.cli.reading_options import Reading, read_as
from criteria_engine.cli.record_files import SaltFile
from criteria_engine.cli.screen import DONE, FAULTS, Screen, progress_bar, screen, write
from criteria_engine.cli.verification_document import verification_document
from criteria_engine.cli.words import said, shown
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.documents.json_text import json_text
from criteria_engine.explain.document import explain_document
from criteria_engine.programmes.result_data import fault_data
from criteria_engine.records.privacy import Salt
from criteria_engine.records.reading import RecordRead, read_record
from criteria_engine.records.secrets import read_salt, unreadable
from criteria_engine.records.strict_json import LARGEST_RECORD
from criteria_engine.records.verifying import GivenData, Verification
from criteria_engine.records.verifying import verify as verified
from criteria_engine.version import VERSION

INCOMPLETE = 3
"""The exit code where nothing differs, but results depend on values that the record withholds."""

Record = Annotated[Path, Parameter(help=shown("option record_given"))]
VerifyData = Annotated[Path | None, Parameter(name="--data", help=shown("option verify_data"), allow_leading_hyphen=True)]
Explain = Annotated[str | None, Parameter(name="--explain", help=shown("option explain_recorded"))]
Keys = Annotated[list[Path] | None, Parameter(name="--key", negative=(), consume_multiple=False, help=shown("option public_key"))]


def verify(
    record: Record,
    *,
    data: VerifyData = None,
    table: Tables = None,
    units: Units = None,
    key: Keys = None,
    salt_file: SaltFile = None,
    explain: Explain = None,
    json_: Json = False,
    reading: Reading = None,
    lang: Lang = None,
) -> int:
    """Check a record: its digests, its results evaluated again, its data files, its signatures."""
    show = screen(lang)
    if data is None and (table or units is not None):
        raise WrongUsage(said(show.tongue, "verify_data_needed"))
    given = None if data is None else GivenData(data, tables(table, show), units, read_as(reading, show))
    keys = [_key(path, show) for path in key or ()]
    salt = None if salt_file is None else read_salt(salt_file)
    wrong = [each for each in (*keys, salt) if isinstance(each, Fault)]
    read = read_file(record)
    if wrong or read.faults:
        found = Verification("", faults=(*wrong, *read.faults))
    else:
        signatures = _signature_faults(read, keys) if keys else ()
        with progress_bar(said(show.tongue, "evaluating")) as progress:
            found = verified(read, given, salt if isinstance(salt, Salt) else None, progress)
        signed_by = None if read.envelope is None else tuple(each.keyid for each in keys) if not signatures else ()
        found = evolve(found, faults=(*signatures, *found.faults), signed_by=signed_by)
    if json_:
        write(json_text(verification_data(found)))
    elif found.version:
        show.show(verification_document(found, show.tongue, given is not None))
    explained = explain is None or json_ or _explained(found, explain, show)
    show.report(found.faults)
    return {"identical": DONE, "different": FAULTS, "incomplete": INCOMPLETE}[found.answer] if explained else FAULTS


def _explained(found: Verification, unit: str, show: Screen) -> bool:
    """Print the explanation of a unit, made again from the record; whether there is such a unit."""
    result = None if found.assessment is None else found.assessment.result_of(unit)
    if result is None or found.assessment is None:
        write(said(show.tongue, "record_without_unit", unit=unit) + "\n", sys.stderr)
        return False
    write("\n")
    show.show(explain_document(result.typed_proof(found.assessment.digests), show.tongue, True))
    return True


def read_file(path: Path) -> RecordRead:
    """The record in a file."""
    try:
        with path.open("rb") as file:
            return read_record(file.read(LARGEST_RECORD + 1), str(path))
    except (OSError, ValueError) as problem:
        fault = unreadable(path, problem)
        return RecordRead(fault.place, None, b"", (fault,))  # type: ignore[arg-type]


def _key(path: Path, show: Screen) -> Any:
    try:
        from criteria_engine.records.signing import read_public_key

        return read_public_key(path)
    except ModuleNotFoundError as problem:
        raise WrongUsage(needs_sign(path, problem, show)) from problem


def _signature_faults(read: RecordRead, keys: list[Any]) -> tuple[Fault, ...]:
    from criteria_engine.records.signing import signature_faults

    return signature_faults(read, keys)


def needs_sign(path: Path, problem: ModuleNotFoundError, show: Screen) -> str:
    """The sentence that says which package signing needs."""
    return said(show.tongue, "needs_extra", file=path.name, package=problem.name or "securesystemslib", extra="sign")


def verification_data(found: Verification) -> dict[str, Any]:
    """What verifying found, as JSON data."""
    return {
        "answer": found.answer,
        "record_version": found.version or None,
        "version": VERSION,
        "units": found.units,
        "differences": [attrs.asdict(difference) for difference in found.differences],
        "units_depending_on_withheld_values": list(found.withheld),
        "withheld_values_compared": not found.uncompared,
        "explanations_compared": found.proofs_compared,
        "signed": found.signed_by is not None,
        "signed_by": list(found.signed_by or ()),
        "faults": [fault_data(fault) for fault in found.faults],
    }
