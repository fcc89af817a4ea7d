"""Signed records: what was signed is what is read, and every other thing is refused with its code."""

import base64
import json
import os
import sys
from pathlib import Path

import pytest

from criteria_engine.cli.main import run
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.records.contents import record_bytes
from criteria_engine.records.reading import read_record
from criteria_engine.records.secrets import write_secret
from criteria_engine.records.signing import new_key_pair, read_private_key, read_public_key, signature_faults, signed

from .made import assessed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a record and the key pairs of two people."""
    (tmp_path / "record.json").write_bytes(record_bytes(assessed(tmp_path)))
    for name in ("chief", "clerk"):
        pair = new_key_pair()
        write_secret(tmp_path / f"{name}.key", pair.private)
        (tmp_path / f"{name}.pub").write_bytes(pair.public)
    return tmp_path


def codes(content: bytes, folder: Path, *names: str) -> list[str]:
    """What is wrong with the signatures of some people on a record."""
    read = read_record(content, "record.json")
    return [fault.code for fault in (read.faults or signature_faults(read, [read_public_key(folder / f"{name}.pub") for name in names]))]


def test_one_and_two_signatures(folder: Path) -> None:
    record = (folder / "record.json").read_bytes()
    once = signed(read_record(record, "r"), read_private_key(folder / "chief.key"))
    assert once == signed(read_record(record, "r"), read_private_key(folder / "chief.key"))
    assert codes(once, folder, "chief") == [] and codes(once, folder, "clerk") == ["P042"] and codes(once, folder, "chief", "clerk") == ["P042"]
    twice = signed(read_record(once, "r"), read_private_key(folder / "clerk.key"))
    assert codes(twice, folder, "chief", "clerk") == []
    assert read_record(twice, "r").content == record
    assert codes(record, folder, "chief") == ["P041"]


def test_what_was_changed_after_signing(folder: Path) -> None:
    envelope = json.loads(signed(read_record((folder / "record.json").read_bytes(), "r"), read_private_key(folder / "chief.key")))
    payload = base64.b64decode(envelope["payload"])
    other = base64.b64encode(payload.replace(b"Made-up offices", b"Made-up officez")).decode()
    assert codes(json.dumps({**envelope, "payload": other}).encode(), folder, "chief") == ["P042"]
    (signature,) = envelope["signatures"]
    wrong = {**signature, "sig": base64.b64encode(bytes(64)).decode()}
    assert codes(json.dumps({**envelope, "signatures": [wrong]}).encode(), folder, "chief") == ["P042"]
    for damaged in ({**envelope, "payload": "*"}, {**envelope, "payloadType": "text/plain"}, {**envelope, "signatures": []}, {**envelope, "x": 1},
                    {**envelope, "signatures": [signature, signature]}, {**envelope, "signatures": [{"sig": signature["sig"]}]}):
        assert codes(json.dumps(damaged).encode(), folder, "chief") == ["P040"], damaged


def test_keys_that_are_none(folder: Path) -> None:
    (folder / "text.key").write_text("no key", encoding="utf-8")
    (folder / "text.key").chmod(0o600)
    found = [read_private_key(folder / "text.key"), read_private_key(folder / "none.key"), read_public_key(folder / "text.key"),
             read_public_key(folder / "chief.key"), read_public_key(folder / "none.pub")]
    assert [fault.code for fault in found if isinstance(fault, Fault)] == ["P043", "P030", "P047", "P047", "P030"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept elsewhere there, and are not looked at")
def test_a_key_that_others_may_read(folder: Path) -> None:
    assert os.stat(folder / "chief.key").st_mode & 0o077 == 0
    (folder / "chief.key").chmod(0o640)
    assert read_private_key(folder / "chief.key").code == "P044"


def test_the_command_overwrites_no_secret(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "chief.key").read_bytes()
    assert run(["sign", "--new-key", str(folder / "chief"), "--lang", "en"]) == 1
    assert run(["sign", "--new-salt", str(folder / "chief.key"), "--lang", "en"]) == 1
    assert (folder / "chief.key").read_bytes() == before
    assert "is there already" in capsys.readouterr().err
    assert run(["sign", str(folder / "record.json")]) == 2
    assert run(["sign", str(folder / "record.json"), "--key", str(folder / "chief.key"), "--out", str(folder / "s.json")]) == 0
    assert run(["verify", str(folder / "s.json"), "--key", str(folder / "chief.pub"), "--json"]) == 3
    assert run(["verify", str(folder / "s.json"), "--key", str(folder / "clerk.pub")]) == 1
