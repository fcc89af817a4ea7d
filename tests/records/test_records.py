"""A record has the same bytes for the same input, fits its schema, and says what evaluating it gives, or exactly what differs."""

import json
import os
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from jsonschema import Draft202012Validator

from criteria_engine.engine import load
from criteria_engine.records.canonical import canonical
from criteria_engine.records.contents import PARTS, record_bytes, sealed
from criteria_engine.records.privacy import Salt
from criteria_engine.records.reading import read_record
from criteria_engine.records.verifying import GivenData, Verification, verify

from .made import DATA, ROOT, RULES, assessed
from .made import files as data_files

SALT = Salt(b"a salt of sixteen bytes or more")
SCHEMA = json.loads((files("criteria_engine.schemas") / "record.schema.json").read_text("utf-8"))


def checked(content: bytes, folder: Path | None = None, salt: Salt | None = None) -> Verification:
    """What verifying a record finds, with the data files in a folder where one is given."""
    given = None if folder is None else GivenData(folder / "wards.csv", {"cases": folder / "cases.csv"}, folder / "wards.csv")
    return verify(read_record(content, "record.json"), given, salt)


def changed(record: dict[str, Any], **parts: Any) -> bytes:
    """A record with parts in place of its own and new digests of everything: what someone who knows how would write."""
    return canonical(sealed({**record, **parts})) + b"\n"


@pytest.mark.parametrize("salt", [None, SALT])
def test_a_record_verifies_and_fits_its_schema(tmp_path: Path, salt: Salt | None) -> None:
    content = record_bytes(assessed(tmp_path), salt)
    data = json.loads(content)
    Draft202012Validator(SCHEMA).validate(data)
    assert rfc8785.dumps(data) + b"\n" == content
    alone = checked(content)
    assert (alone.answer, alone.withheld) == ("incomplete", ("1", "2", "3", "4", "5"))
    whole = checked(content, tmp_path, salt)
    assert (whole.answer, whole.differences, whole.uncompared) == ("identical", (), salt is None)


def test_a_record_that_shows_everything_needs_no_data(tmp_path: Path) -> None:
    content = record_bytes(assessed(tmp_path, show_private=True), SALT)
    assert b"87.53" in content
    assert checked(content).answer == "identical"
    assert checked(content, tmp_path).answer == "identical"


def test_the_same_input_gives_the_same_bytes_in_any_folder_and_process(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from criteria_engine.records.contents import record_bytes
from criteria_engine.records.privacy import Salt
from tests.records.made import assessed
sys.stdout.buffer.write(record_bytes(assessed(Path(sys.argv[1])), Salt(b"a salt of sixteen bytes or more")))
"""
    found = set()
    for seed, zone, name in (("1", "Asia/Ho_Chi_Minh", "one"), ("2", "America/New_York", "another/deeper")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
        command = [sys.executable, "-c", script, str(tmp_path / name)]
        found.add(subprocess.run(command, capture_output=True, check=True, env=environment, cwd=tmp_path).stdout)
    (only,) = found
    assert str(tmp_path).encode() not in only and b"deeper" not in only


def test_files_of_one_name_are_told_apart_without_their_folders(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    units, _ = data_files(tmp_path)
    shutil.copy(tmp_path / "cases.csv", tmp_path / "old" / "wards.csv")
    from criteria_engine.assessment import assess

    found = assess(load(RULES), units, assessed(tmp_path).as_of, {"cases": tmp_path / "old" / "wards.csv"})
    content = record_bytes(found)
    assert [each["name"] for each in json.loads(content)["inputs"]["files"]] == ["wards.csv (data)", "wards.csv (cases)"]
    assert b"old" not in content.replace(b"threshold", b"")
    given = GivenData(units, {"cases": tmp_path / "old" / "wards.csv"})
    assert verify(read_record(content, "r"), given).answer == "identical"


def test_what_differs_is_named(tmp_path: Path) -> None:
    """Each kind of change by someone who writes new digests, and what verifying says of it."""
    record = json.loads(record_bytes(assessed(tmp_path, show_private=True)))

    results = json.loads(json.dumps(record["results"]))
    results["results"][1]["verdict"] = "passes"
    (found,) = checked(changed(record, results=results)).differences
    assert (found.part, found.unit, found.what, found.recorded, found.found) == ("results", "2", "verdict", "passes", "fails")

    results = json.loads(json.dumps(record["results"]))
    results["results"][0]["criteria"]["A1"]["outcome"] = "fails"
    (found,) = checked(changed(record, results=results)).differences
    assert (found.unit, found.name, found.what, found.recorded, found.found) == ("1", "A1", "outcome", "fails", "passes")

    inputs = json.loads(json.dumps(record["inputs"]))
    inputs["units"][1]["values"]["area"]["value"] = "300"
    parts = {found.part for found in checked(changed(record, inputs=inputs)).differences}
    assert parts == {"results", "proofs"}
    (found, *_) = checked(changed(record, inputs=inputs), tmp_path).differences
    assert (found.part, found.unit, found.name, found.recorded, found.found) == ("inputs", "2", "area", "300", "100")
    assert found.cell == "wards.csv:3:area"

    text = record["rules"]["text"].replace(">= 200 m2", ">= 90 m2")
    assert {found.part for found in checked(changed(record, rules={**record["rules"], "text": text})).differences} >= {"rules", "results"}

    parameters = [{**record["parameters"][0], "value": "51"}]
    (found,) = checked(changed(record, parameters=parameters)).differences
    assert (found.part, found.name, found.recorded, found.found) == ("parameters", "limit", "51", "50")

    proofs = [{**record["proofs"][0], "sha256": "0" * 64}, *record["proofs"][1:]]
    (found,) = checked(changed(record, proofs=proofs)).differences
    assert (found.part, found.unit) == ("proofs", "1")


def test_a_change_without_new_digests_names_its_part(tmp_path: Path) -> None:
    record = json.loads(record_bytes(assessed(tmp_path)))
    wrong = {"engine": {"name": "criteria_engine", "version": "0.1.1"}, "as_of": "2024-06-29", "private": {"values": "none", "salt_check": None},
             "rules": {**record["rules"], "text": record["rules"]["text"] + "-- x\n"}, "parameters": [], "proofs": record["proofs"][:-1]}
    for part in PARTS:
        other = wrong[part] if part in wrong else {**record[part], "plural": "x"} if part == "results" else {**record[part], "tables": []}
        found = checked(canonical({**record, part: other}) + b"\n")
        assert part in {each.part for each in found.differences}, part
        assert found.answer == "different"


def test_a_private_value_that_was_changed_is_found_under_the_salt(tmp_path: Path) -> None:
    content = record_bytes(assessed(tmp_path / "then"), SALT)
    data_files(tmp_path / "now", DATA.replace("87.53", "87.54"))
    found = checked(content, tmp_path / "now", SALT)
    (value,) = [each for each in found.differences if each.part == "inputs"]
    assert (value.unit, value.name, value.what, value.cell) == ("1", "debt", "withheld", "wards.csv:2:debt")
    assert checked(content, tmp_path / "now").uncompared
    assert [fault.code for fault in checked(content, tmp_path / "then", Salt(b"another salt of many bytes")).faults] == ["P046"]


def test_a_record_of_another_version_is_evaluated_and_compared(tmp_path: Path) -> None:
    record = json.loads(record_bytes(assessed(tmp_path, show_private=True)))
    older = {"engine": {**record["engine"], "version": "0.0.9"}, "results": {**record["results"], "version": "0.0.9"}}
    found = checked(changed(record, **older, proofs=[{"unit": "1", "sha256": "0" * 64}]))
    assert (found.answer, found.version, found.same_version, found.proofs_compared) == ("identical", "0.0.9", False, False)


def test_files_that_are_not_given_or_are_too_many(tmp_path: Path) -> None:
    content = record_bytes(assessed(tmp_path))
    found = verify(read_record(content, "r"), GivenData(tmp_path / "wards.csv", {}, tmp_path / "wards.csv"))
    assert [(each.part, each.name, each.what) for each in found.differences] == [("files", "cases", "table given")]
