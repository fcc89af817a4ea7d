"""An assessment becomes the data of its record: every part that the results were made of, each with its digest."""

import hashlib
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from criteria_engine.assessment import Assessment, Inputs, Progress, assess_inputs
from criteria_engine.data.private_cells import has_private_facts, without_privacy
from criteria_engine.engine import Rules, loads, showing_private
from criteria_engine.explain.finding_json import value_text
from criteria_engine.explain.proof_json import proof_data
from criteria_engine.ir.dated import Dated
from criteria_engine.records.canonical import canonical, digest
from criteria_engine.records.file_names import FileNames, file_names
from criteria_engine.records.plain_faults import Data
from criteria_engine.records.plain_inputs import Writing, inputs_data, inputs_of
from criteria_engine.records.privacy import Salt
from criteria_engine.records.shape import At
from criteria_engine.version import VERSION

FORMAT = "criteria-record/1"
ENGINE = "criteria_engine"
PARTS = ("engine", "as_of", "private", "rules", "parameters", "inputs", "results", "proofs")
"""The parts of a record, each with a digest of its own."""


@frozen(eq=False)
class Told:
    """What evaluating gives that a record keeps: the results, and the digest of each unit's proof."""

    results: Data
    proofs: list[Data]


def record_bytes(assessment: Assessment, salt: Salt | None = None, progress: Progress | None = None) -> bytes:
    """The record of an assessment as the bytes of its file; the same input gives the same bytes. Everything is evaluated again from
    what the record holds, so that a record is only ever written that verifies. Values of private facts are withheld, with keyed digests
    of them where there is a salt, unless the assessment is by rules that show them (`showing_private`)."""
    return canonical(record_data(assessment, salt, progress)) + b"\n"


def record_data(assessment: Assessment, salt: Salt | None = None, progress: Progress | None = None) -> Data:
    """The same as data."""
    names = file_names(assessment.rules.source, assessment.inputs.files)
    rules = loads(assessment.rules.source.text, names.of(assessment.rules.source.name))
    secret, hidden = (has_private_facts(each) for each in (rules.program, assessment.rules.program))
    rules = rules if hidden else showing_private(rules)
    salt = salt if hidden else None
    inputs = inputs_data(assessment.inputs, Writing(rules.program, names, salt))
    evaluated = renamed(assessment.inputs, rules, names, inputs)
    told = told_of(assess_inputs(rules, evaluated, assessment.as_of, progress, "interpreter"))
    parts: Data = {
        "engine": {"name": ENGINE, "version": VERSION},
        "as_of": assessment.as_of.isoformat(),
        "private": {
            "values": "none" if not secret else "withheld" if hidden else "shown",
            "salt_check": None if salt is None else salt.check,
        },
        "rules": {"name": rules.source.name, "ruleset": rules.name, "sha256": rules.program.digest, "text": rules.source.text},
        "parameters": parameters_data(rules.on(assessment.as_of)),
        "inputs": inputs,
        "results": told.results,
        "proofs": told.proofs,
    }
    return sealed(parts)


def sealed(parts: Mapping[str, Any]) -> Data:
    """The parts of a record with the digest of each, and that of the whole."""
    whole: Data = {"format": FORMAT, **{name: parts[name] for name in PARTS}, "digests": {name: digest(parts[name]) for name in PARTS}}
    return {**whole, "sha256": digest(whole)}


def renamed(inputs: Inputs, rules: Rules, names: FileNames, written: Data) -> Inputs:
    """Inputs as one who reads the record has them: files by their names in it, with the digests in it; nothing withheld."""
    plain = {**inputs_data(inputs, Writing(without_privacy(rules.program), names)), "files": written["files"]}
    return inputs_of(At(plain), rules.program)


def told_of(assessment: Assessment, without: frozenset[str] = frozenset()) -> Told:
    """What a record keeps of an assessment; of the units `without` no proof."""
    proofs = []
    for result in assessment.results:
        if result.unit not in without:
            proof = proof_data(result.typed_proof(assessment.digests))
            proofs.append({"unit": result.unit, "sha256": hashlib.sha256(canonical(proof)).hexdigest()})
    return Told(assessment.data(), proofs)


def parameters_data(dated: Dated) -> list[Data]:
    """The values of the parameters in force on the day, with their periods and clauses."""
    found = []
    for name in sorted(dated.parameters):
        value, kind = dated.parameters[name], dated.program.parameters[name].type
        start, end = (None if day is None else day.isoformat() for day in (value.force.start, value.force.end))
        cites = [{"source": cite.source, "clause": cite.clause} for cite in value.cites]
        found.append({"name": name, "value": value_text(value.value, kind), "from": start, "to": end, "cites": cites})
    return found


