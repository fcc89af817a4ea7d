"""A proof holds what an auditor needs: every clause that was read, both sides, margins, cells, and points that can be redone."""

from datetime import date
from fractions import Fraction

import pytest
from tests.explain.builders import SAMPLE, dated_of, heading, program_of, proof_of, record_of, sample_proof

from criteria_engine.diagnostics.catalogue.data import NulInData
from criteria_engine.explain.findings import BandsDetail, CountDetail, FactDetail, ParameterDetail, RowsDetail, ScoreDetail
from criteria_engine.ir.outcomes import Extent
from criteria_engine.ir.records import Invalid
from criteria_engine.source import Cell

TESTS = ("fails", "passes", "open", "disqualified", "not applicable")


def clause(proof, name, which):
    return next(each for each in heading(proof, name).clauses if each.clause == which)


def test_a_comparison_has_both_sides_the_margin_and_the_cell():
    proof = sample_proof("disqualified")
    area = clause(proof, "F1", "requires").condition.children[1]
    assert (area.truth, area.symbol, area.found.value, area.required.value) == ("false", ">=", 180, 200)
    assert area.margin == Extent(-20, -20)
    assert area.found.cells == (Cell("wards.csv", 16, "headquarters_area"),)
    assert area.span.line == SAMPLE.splitlines().index("  requires own_headquarters and headquarters_area >= 200 m2") + 1


def test_a_share_counts_its_rows_and_names_those_that_matter():
    share = clause(sample_proof("fails"), "C2", "requires").condition
    rows = share.found.inputs[0].detail
    assert isinstance(rows, RowsDetail)
    assert (rows.given, rows.base, rows.hits, rows.file) == (7, (7, 7), (5, 5), "cases.csv")
    assert [row.place.row for row in rows.rows] == [3, 7]
    assert share.margin == Extent(Fraction(5, 7) - Fraction(3, 4), Fraction(5, 7) - Fraction(3, 4))


def test_a_parameter_names_its_period_and_where_it_is_laid_down():
    required = clause(sample_proof("fails"), "C2", "requires").condition.required
    assert isinstance(required.detail, ParameterDetail)
    assert (required.value, required.detail.start, required.detail.end) == (Fraction(3, 4), date(2023, 7, 1), date(2024, 12, 31))
    assert required.detail.cites[0].clause == "II.3"


def test_a_count_lists_what_holds():
    condition = clause(sample_proof("fails"), "C5", "requires").condition
    assert isinstance(condition.detail, CountDetail)
    assert (condition.detail.number, condition.detail.held, condition.detail.open) == (3, 4, 0)
    assert [child.truth for child in condition.children] == ["true", "true", "true", "false", "true"]


def test_exceptions_are_read_only_where_the_heading_does_not_pass():
    assert [each.clause for each in heading(sample_proof("passes"), "F1").clauses] == ["applies when", "requires"]
    excused = heading(sample_proof("disqualified"), "F1")
    assert excused.decided_by == "exception"
    assert excused.derivation.way == "exception"
    assert excused.points == Extent(20, 20)


def test_points_by_bands_say_which_band_and_which_not():
    derivation = heading(sample_proof("fails"), "C2").derivation
    assert derivation.way == "bands"
    bands = derivation.value.detail
    assert isinstance(bands, BandsDetail)
    assert [band.truth for band in bands.bands] == ["false", "false", "true"]
    measure, from_value, from_at, to_value, to_at = (each.value for each in bands.bands[-1].line)
    assert from_value + (measure - from_at) / (to_at - from_at) * (to_value - from_value) == bands.bands[-1].value.value == Fraction(144, 7)


def test_steps_say_how_often():
    steps = heading(sample_proof("fails"), "F2").derivation.value.inputs[1]
    assert (steps.kind, steps.detail.times) == ("steps", 33)


def test_a_default_is_told_apart_from_data():
    program = program_of(SAMPLE)
    record = record_of(program, "fails")
    without = type(record)(record.unit, {k: v for k, v in record.values.items() if k != "disciplined"}, record.tables, record.cells)
    term = heading(proof_of(dated_of(SAMPLE), without), "S1").derivation.value.inputs[1]
    fact = term.inputs[1]
    assert (fact.value, fact.detail) == (0, FactDetail("default"))


def test_an_invalid_fact_names_its_fault_and_its_cell():
    program = program_of(SAMPLE)
    record = record_of(program, "fails")
    fault = NulInData(Cell("wards.csv", 16, "households"), 16)
    bad = type(record)(record.unit, {**record.values, "households": Invalid(fault)}, record.tables, record.cells)
    proof = proof_of(dated_of(SAMPLE), bad)
    assert [(fact.name, fact.cell, fact.fault) for fact in proof.invalid] == [("households", Cell("wards.csv", 16, "households"), "D006")]
    assert heading(proof, "F2").origins[0].kind == "invalid"


def test_what_is_missing_names_who_needs_it_and_where_to_get_it():
    proof = sample_proof("open")
    missing = {fact.name: fact for fact in proof.missing}
    assert missing["own_headquarters"].matters
    assert missing["own_headquarters"].headings == ("F1",)
    assert missing["own_headquarters"].evidence[0].texts[0][1] == "Land-use certificate"
    assert missing["cases"].kind == "incomplete"


def test_pass_marks_are_read_from_the_verdict():
    mark = sample_proof("fails").pass_marks[0]
    assert (mark.symbol, mark.value.value, mark.share, mark.whole) == (">=", 85, False, True)


def test_a_score_has_its_points_and_what_was_possible():
    score = sample_proof("fails").passes.children[1].found
    assert isinstance(score.detail, ScoreDetail)
    assert (score.detail.points, score.detail.most) == (Extent(score.value, score.value), Extent(110, 110))


def test_the_grade_is_read_only_where_there_is_one():
    assert sample_proof("fails").grading.rules == ()
    assert [rule.truth for rule in sample_proof("passes").grading.rules][-1] == "false"


def test_a_brief_proof_leaves_out_what_passes():
    whole, brief = sample_proof("fails"), sample_proof("fails", full=False)
    assert heading(brief, "C5").clauses == ()
    assert heading(whole, "C5").clauses != ()
    assert heading(brief, "C2") == heading(whole, "C2")
    assert brief.passes == whole.passes


@pytest.mark.parametrize("name", TESTS)
def test_points_add_up(name):
    """The parts of every sum make the sum, and the whole score is that of its pillars."""
    proof = sample_proof(name)
    stack = list(proof.headings)
    while stack:
        each = stack.pop()
        stack.extend(each.children)
        if each.derivation is not None and each.derivation.way == "sum":
            assert each.points == _sum(each.derivation.addends)
    assert proof.score == _sum(proof.addends)


def _sum(addends):
    counted = [addend.points for addend in addends if addend.points is not None]
    return Extent(sum(each.low for each in counted), sum(each.high for each in counted))


def test_the_same_evaluation_gives_the_same_proof():
    assert sample_proof("open") == sample_proof("open")
