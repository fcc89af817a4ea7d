"""What a reader who did not write the rules asks of an explanation: the reason first, the row, what it held, what is unreadable."""

import pytest
from attrs import evolve
from tests.explain.builders import FOLDER, TONGUES, dated_of, program_of, proof_of, record_of
from tests.explain.snapshots import assert_as_read

from criteria_engine.diagnostics.catalogue.data import DateFormDoubtful
from criteria_engine.documents.plain_text import document_text
from criteria_engine.explain.document import explain_document
from criteria_engine.ir.records import Invalid

RULES = (FOLDER / "newcomer.criteria").read_text(encoding="utf-8")
UNREADABLE = Invalid(DateFormDoubtful(None, "planned_on", "01/02/2023", ("2023-02-01", "2023-01-02")))


def text_of(name, tongue="en", full=False, **values):
    record = record_of(program_of(RULES), name)
    given = evolve(record, values={**record.values, **values})
    return document_text(explain_document(proof_of(dated_of(RULES), given, full), tongue, full))


def joined(text):
    return " ".join(text.split())


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("name", ["caught", "open", "disqualified", "capped"])
def test_explanations_read_as_read(name, tongue):
    assert_as_read(f"newcomer_{name}.{tongue}.txt", text_of(name, tongue))


def test_a_caught_row_shows_only_what_makes_it_caught():
    text = joined(text_of("caught"))
    assert "cases.csv, row 2: Kind: Fire; Degree: Grave; Day: 19 July 2023 " in text
    assert "after 31 December 2022 (31 December 2023 (the assessment date) − 12 months)" in text
    assert "(“Kind” is Fire and “Degree” is Grave or above)" in text


def test_an_open_share_names_its_counts_and_the_row_without_a_value():
    text = joined(text_of("open"))
    assert "≈ 66.67% to 75% (from 2 of 3 to 3 of 4)" in text
    assert "places.csv, row 3: Recognised: yes; Staff: not yet known (no data)" in text
    assert "Staff (places.csv, row 3)" in text


def test_the_ground_and_the_condition_of_the_verdict_stand_first():
    lines = text_of("disqualified").splitlines()
    order = [lines.index(title) for title in ("Disqualification", "Verdict", "Not met")]
    assert order == sorted(order)
    assert order[0] <= 4


def test_a_minimum_share_is_told_in_points():
    assert "8 of 40 points; 20 needed; 12 points short" in joined(text_of("disqualified"))


def test_an_exception_shows_what_it_read_and_where():
    for name, sign in (("caught", "✓"), ("disqualified", "✗")):
        assert f"{sign} Date of the plan: " in joined(text_of(name))
    assert "wards.csv, row 16, column planned_on" in joined(text_of("caught"))
    assert "cites Decree 1, Article 1" in joined(text_of("caught"))


def test_points_that_a_level_may_give_are_named():
    assert "8 if basically met" in joined(text_of("open"))


def test_a_cap_that_changes_nothing_says_so():
    assert "at most Good (changes nothing): Reprimands: 1" in joined(text_of("capped"))


def test_a_case_that_is_a_quotient_is_written_as_the_percentage_it_is():
    text = joined(text_of("caught", full=True))
    assert "“Share settled” = 82.5%, since no case before it holds not 100%: Reports: 80, not 0" in text


@pytest.mark.parametrize("full", [True, False])
def test_an_unreadable_datum_is_said_with_what_was_expected(full):
    text = joined(text_of("caught", full=full, planned_on=UNREADABLE))
    assert text.count("01/02/2023") >= 2
    assert "year-month-day" in text
    assert "leaves the verdict open" not in text, "the row decides it"
    text = joined(text_of("capped", full=full, planned_on=UNREADABLE))
    assert "A datum that cannot be read (see below) leaves the verdict open." in text
    assert "Nothing is missing" not in text
