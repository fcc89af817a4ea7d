"""The schema of a rule set's data and the reader of data files agree: on each value of a pool for each fact, and on whole files."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from criteria_engine.checking import check
from criteria_engine.cli.main import run
from criteria_engine.data.loading import load_records
from criteria_engine.datasheets.digit_patterns import NOTHING, numbers_between
from criteria_engine.datasheets.json_schema import data_schema
from criteria_engine.ir.program import Program

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
RULES = HERE / "every_type.criteria"

POOL: tuple[Any, ...] = (
    None, "", True, False, "yes", "no", "có", "không", "perhaps", "passes", "đạt", "fails", "Đạt rồi",
    "weak", "Khá, tốt", "Good", "Weak!", "red", "Same", "Xanh, lục", "theft", "murder",
    0, 1, 2, 3, 5, 6, -5, -6, 120, 121, 4999, 5000, 5001, 2.5, 2.4, 2.6, 0.07, 4.99, 20000000000, 20000000001, 10**15, 1.5,
    "0", "5", "007", "-5", "-6", "+3", "2.5", "2.4", "2.45", "5000", "5000.0", "5000.1", "4.99", "4.999", "0.07", "120", "121", "20000000000",
    "20000000001", "1,250.5", "abc", "1e999", "0%", "100%", "100.0%", "100.1%", "99.9%", "99.95%", "-1%", "50 %%", "7.0%", "150%",
    "2019-05-19", "2019-05-18", "2030-12-31", "2031-01-01", "2023-02-29", "2024-02-29", "2023-13-01", "2023-04-31", "yesterday",
    [], {}, [1], {"a": 1}, "a\u0000b", "Phường 1", "=1+1", "W9",
)  # fmt: skip

FINER_THAN_THE_STEP = {("area", 4.99)}
"""JSON numbers may be finer than the step: the schema leaves that to the reader, since most checkers count in binary."""

LENIENT = {
    "name": int, "district": int, "remark": int, "ready": (str, int), "reported": (str, int), "area": str, "share": (int, float, str),
}  # fmt: skip
"""Facts and kinds of values of which the reader takes forms that the schema does not speak of: whole numbers as text, `1` or `đạt`
as yes, `1,250.5` as a number, percentages without their sign (one fault of the whole column where they are doubtful)."""


@pytest.fixture(scope="module")
def program() -> Program:
    found = check(RULES).program
    assert found is not None
    return found


def validator(program: Program) -> Any:
    schema = data_schema(program, "en")
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def faulty_rows(program: Program, units: list[dict[str, Any]], folder: Path) -> set[int]:
    """The numbers (from 0) of the units in which the reader finds an error."""
    path = folder / "units.json"
    path.write_text(json.dumps(units), "utf-8")
    found = load_records(program, path)
    return {fault.place.row - 1 for fault in found.faults if fault.severity == "error" and getattr(fault.place, "row", None)}


def test_what_fits_is_read_and_what_does_not_fit_is_a_fault(program: Program, tmp_path: Path) -> None:
    schema = validator(program)
    facts = [name for name in program.facts if name != "code"]
    units = [{"code": f"U{number}", fact: value} for number, (fact, value) in enumerate((fact, value) for fact in facts for value in POOL)]
    faulty = faulty_rows(program, units, tmp_path)
    fits = [schema.is_valid([unit]) for unit in units]
    accepted_but_faulty = {(fact, unit[fact]) for number, unit in enumerate(units) if number in faulty and fits[number] for fact in list(unit)[1:]}
    assert accepted_but_faulty == FINER_THAN_THE_STEP
    refused_but_read = [list(unit.items())[1] for number, unit in enumerate(units) if not fits[number] and number not in faulty]
    assert [(fact, value) for fact, value in refused_but_read if not isinstance(value, LENIENT.get(fact, ()))] == []
    assert sum(fits) > 200 and len(faulty) > 500


def test_codes_and_rows_of_related_tables(program: Program) -> None:
    schema = validator(program)
    good = {"code": "00101", "cases": [{"kind": "theft", "loss": 1000, "on": "2024-02-29", "solved": True}, {"kind": "Drugs".lower()}]}
    assert schema.is_valid([good]) and schema.is_valid(good) and schema.is_valid({"units": [good]})
    for wrong in (
        {**good, "code": None}, {**good, "code": " "}, {**good, "code": 101}, {"ready": True}, {**good, "size": 3}, {**good, "cases": {}},
        {**good, "cases": [{"kind": "murder"}]}, {**good, "cases": [{"loss": 50_000_001}]}, {**good, "cases": [{"on": "2023-02-29"}]},
        {**good, "cases": [{"size": 1}]}, {**good, "cases": [3]},
    ):  # fmt: skip
        assert not schema.is_valid([wrong]), wrong


def test_marks_and_words_of_both_tongues(program: Program) -> None:
    for tongue, title, evidence in (("vi", "Diện tích (m2)", "Minh chứng: Giấy chứng nhận"), ("en", "Area (m2)", "Evidence: Land-use")):
        properties = data_schema(program, tongue)["$defs"]["record"]["properties"]
        assert properties["area"]["title"] == title
        assert evidence in properties["area"]["description"]
        assert properties["area"]["x-unit"] == "m2" and properties["area"]["x-step"] == "0.1"
        assert properties["ready"]["x-actionable"] and "x-private" not in properties["ready"]
        assert properties["remark"]["x-private"]
        assert properties["A3"]["x-assessed"] and properties["A4"]["x-assessed"]
        assert properties["cars"]["x-default"] == "2"


def test_the_shipped_data_fit_their_schemas(tmp_path: Path) -> None:
    for rules, data in (("hcmc/model_ward_police", "three_wards.json"), ("hcmc/model_ward_police", "tan_chanh_hiep.json")):
        program = check(ROOT / "rulesets" / f"{rules}.criteria").program
        assert program is not None
        content = json.loads((ROOT / "examples" / "data" / data).read_text("utf-8"))
        assert [error.message for error in validator(program).iter_errors(content)] == []


def test_the_command_prints_the_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", str(RULES), "--lang", "vi"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["title"] == "Số liệu cho Mọi loại số liệu"
    assert run(["schema", str(RULES), "--lang", "vi", "--out", str(tmp_path / "s.json")]) == 0
    assert json.loads((tmp_path / "s.json").read_text("utf-8")) == printed


def test_a_pattern_for_bounds_without_any_number_matches_nothing() -> None:
    assert numbers_between(Fraction(1, 3), Fraction(1, 2), 1) == NOTHING
    assert numbers_between(0, 1, Fraction(1, 3)) is None
