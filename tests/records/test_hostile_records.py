"""Whatever bytes are given as a record: a fault or a difference, never an exception."""

import base64
import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from criteria_engine.records.canonical import canonical
from criteria_engine.records.contents import record_bytes, sealed
from criteria_engine.records.reading import PAYLOAD_TYPE, read_record
from criteria_engine.records.verifying import verify

from .made import assessed


def zipped(content: bytes) -> bytes:
    """A zip archive with a path that leads out of its folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../etc/passwd", content)
    return packed.getvalue()


DEEP = 200_000
WRONG = {
    b"": "P031",
    b"\x00\xff": "P031",
    b"\xef\xbb\xbf{}": "P031",
    b"[1]": "P031",
    b"{}": "P031",
    b'{"format": 1}': "P031",
    b"[" * DEEP: "P031",
    b"[" * 101 + b"]" * 101: "P031",
    b'{"a":' * DEEP + b"1" + b"}" * DEEP: "P031",
    b'{"format": "criteria-record/1", "x": NaN}': "P031",
    b'{"format": "criteria-record/1", "x": 1e5}': "P031",
    b'{"format": "criteria-record/1", "x": ' + b"9" * 5_000 + b"}": "P031",
    b'{"format": "criteria-record/1", "format": "criteria-record/1"}': "P035",
    b'{"format": "criteria-record/2"}': "P032",
    b'{"format": "criteria-record/1"}': "P033",
    b'{"payload": 1}': "P040",
    b'{"payloadType": "x", "payload": "", "signatures": []}': "P040",
    zipped(b"{}"): "P031",
    gzip.compress(b"{}"): "P031",
}


@pytest.mark.parametrize(("content", "code"), WRONG.items(), ids=range(len(WRONG)))
def test_what_is_no_record(content: bytes, code: str) -> None:
    found = verify(read_record(content, "record.json"))
    assert [fault.code for fault in found.faults] == [code]
    assert found.answer == "different"


def test_an_envelope_of_something_else() -> None:
    signature = {"keyid": "a", "sig": base64.b64encode(b"x").decode()}
    for payload, code in ((b"[1]", "P031"), (b"{", "P031"), (b'{"format": "criteria-record/7"}', "P032")):
        envelope = {"payload": base64.b64encode(payload).decode(), "payloadType": PAYLOAD_TYPE, "signatures": [signature]}
        assert [fault.code for fault in read_record(json.dumps(envelope).encode(), "r").faults] == [code]


def paths(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value."""
    yield path
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in parts:
        yield from paths(value, (*path, key))


ODD = (None, True, -1, 10**14, "", "x", "\ud7ff\u202e\x1b[31m", "../../etc/passwd", "9" * 4_000, "1/0", "2024-13-45", [], {}, [[]], {"a": {}},
       {"code": "D031", "place": None, "fields": {}}, {"code": "S001", "place": {"file": "x"}, "fields": {"file": 1, "reason": 2}})


def test_any_value_in_any_place(tmp_path: Path) -> None:
    """Odd values take the place of others, with digests that are right: verifying answers, and never says that all is well."""
    record = json.loads(record_bytes(assessed(tmp_path, show_private=True)))
    chance = Random(20240630)
    everywhere = [path for path in paths(record) if path and path[0] not in ("digests", "sha256", "format")]
    answers = {"same": 0, "found": 0}
    for path in chance.sample(everywhere, 120):
        copy = json.loads(json.dumps(record))
        inner = copy
        for key in path[:-1]:
            inner = inner[key]
        was, inner[path[-1]] = inner[path[-1]], chance.choice(ODD)
        if was == inner[path[-1]]:
            continue
        found = verify(read_record(canonical(sealed(copy)) + b"\n", "record.json"))
        in_data = path[0] == "inputs"
        answers["found" if found.answer == "different" else "same"] += 1
        assert found.answer == "different" or in_data, path  # what stands in the data alone is for --data, or a signature, to find
    assert answers["found"] > 60
