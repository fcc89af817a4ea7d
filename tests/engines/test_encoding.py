"""Records become columns of whole numbers, with what is missing, unreadable and unsuited kept apart."""

from datetime import date
from fractions import Fraction

import criteria_engine as ce
from criteria_engine.backends.tables.encoded import EncodedBatch, batches_of
from criteria_engine.backends.tables.encoding import encode_records
from criteria_engine.ir.records import Record, Row

RULES = """ruleset t "T"
subject ward identified by code
facts
  code : text
  area : number to 0.1 in m2, 0..5000
  built : date
  own : yes/no
  kind : one of small, large
table cases, each case
  severity : integer, 0..9
criterion C "C"
  requires own and area > 1 m2 and built > 2020-01-01 and kind = large and exists case in cases where case.severity > 3
verdict
  passes when C passes
"""


def batch() -> EncodedBatch:
    records = [
        Record("a", {"area": Fraction(5, 2), "built": date(2020, 1, 2), "own": True, "kind": 1}, {"cases": (Row({"severity": 3}), Row({}))}),
        Record("b", {"area": Fraction(1, 3)}, {"cases": ()}),
        Record("c", {"own": False}, {}),
        Record("d", {"area": 7}, {"cases": (Row({"severity": 9}),)}),
    ]
    return encode_records(ce.loads(RULES).program, records)


def test_values_stand_in_steps_of_their_scale_and_days_by_number() -> None:
    found = batch()
    assert found.columns["area"].values.to_pylist() == [25, None, None, 70]
    assert found.columns["built"].values.to_pylist() == [date(2020, 1, 2).toordinal(), None, None, None]
    assert found.columns["own"].values.to_pylist() == [True, None, False, None]
    assert found.columns["kind"].values.to_pylist() == [1, None, None, None]
    assert found.unsuited is not None
    assert found.unsuited.to_pylist() == [False, True, False, False]


def test_rows_know_their_unit_and_units_whether_they_have_the_table() -> None:
    rows = batch().tables["cases"]
    assert rows.unit.to_pylist() == [0, 0, 3]
    assert rows.columns["severity"].values.to_pylist() == [3, None, 9]
    assert rows.given is not None
    assert rows.given.to_pylist() == [True, True, False, True]


def test_an_unreadable_datum_is_invalid_and_not_absent() -> None:
    of = ce.loads(RULES)
    result = of.evaluate({"code": "1", "area": "many"}, "2024-01-01")
    column = encode_records(of.program, [result.record]).columns["area"]
    assert column.values.to_pylist() == [None]
    assert column.invalid is not None
    assert column.invalid.to_pylist() == [True]


def test_smaller_batches_hold_the_same() -> None:
    whole = batch()
    parts = list(batches_of(whole, 3))
    assert [len(part) for part in parts] == [3, 1]
    assert parts[1].tables["cases"].unit.to_pylist() == [0]
    assert parts[1].tables["cases"].columns["severity"].values.to_pylist() == [9]
    assert parts[1].record(0) is whole.record(3)
    assert [each for part in parts for each in part.columns["area"].values.to_pylist()] == whole.columns["area"].values.to_pylist()
