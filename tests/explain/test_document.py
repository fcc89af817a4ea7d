"""The explanation that a reader sees, in both tongues: what fails first, everything that is asked of it, nothing that acts."""

import re

import pytest
from attrs import evolve
from tests.explain.builders import DAY, SAMPLE, TONGUES, dated_of, program_of, proof_of, record_of, sample_proof
from tests.explain.snapshots import assert_as_read

from criteria_engine.documents.data import document_data
from criteria_engine.documents.markdown import document_markdown
from criteria_engine.documents.plain_text import document_text
from criteria_engine.explain.document import explain_document
from criteria_engine.explain.layout.summary import summary_text
from criteria_engine.explain.wording.speaking import voice_in
from criteria_engine.values.labels import Labels

TESTS = ("fails", "passes", "open", "disqualified", "not applicable")


def text_of(name, tongue, full=False):
    return document_text(explain_document(sample_proof(name), tongue, full))


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("name", TESTS)
def test_explanations_read_as_read(name, tongue):
    assert_as_read(f"{name.replace(' ', '_')}.{tongue}.txt", text_of(name, tongue))


@pytest.mark.parametrize("tongue", TONGUES)
def test_the_whole_explanation_reads_as_read(tongue):
    assert_as_read(f"whole.{tongue}.txt", text_of("fails", tongue, full=True))


def test_markdown_reads_as_read():
    assert_as_read("fails.vi.md", document_markdown(explain_document(sample_proof("fails"), "vi")))


def test_failing_headings_come_first():
    text = text_of("fails", "en")
    places = [text.index(word) for word in ("Verdict", "Not met", "Points below the most", "Passed", "Score", "Disqualification", "What is missing")]
    assert places == sorted(places)


def test_each_failing_line_shows_found_required_margin_cell_points_citation_evidence_and_remedy():
    text = " ".join(text_of("disqualified", "en").split())
    for said in (
        "Share of cases solved: 0% (0 of 1), at least 75% (“Least share of cases solved”) required, 75 percentage points short",
        "cases.csv, row 2",
        "cases.csv, row 2: Solved: no",
        "0 of 30 points",
        "cites Scheme of the city, II.3",
        "evidence: Table of cases",
    ):
        assert said in text
    text = " ".join(text_of("fails", "en").split())
    for said in ("Own headquarters: no", "wards.csv, row 16, column own_headquarters", "remedy: Include it in the public investment plan"):
        assert said in text


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("name", TESTS)
def test_the_counts_make_the_whole(name, tongue):
    numbers = [int(number) for number in re.findall(r"\d+", summary_text(sample_proof(name), voice_in(tongue)).partition("(")[0])]
    whole, *parts, total = numbers
    assert whole == total == sum(parts)
    assert len(parts) == 6


@pytest.mark.parametrize("tongue", TONGUES)
def test_digests_and_version_stand_at_the_foot(tongue):
    text = text_of("passes", tongue)
    assert program_of(SAMPLE).digest in text
    assert "1" * 64 in text
    assert "criteria_engine 0.1.0" in text.splitlines()[-1]


def test_texts_of_people_are_inert():
    evil = "\x1b[31mred\u202e <b>*x*</b> [a](b) {0} {name}"
    program = program_of(SAMPLE)
    headings = tuple(evolve(each, labels=Labels(((None, evil),))) for each in program.headings)
    record = record_of(program, "fails")
    named = type(record)(evil, record.values, record.tables, record.cells, evil)
    dated = dated_of(SAMPLE, DAY)
    proof = proof_of(evolve(dated, program=evolve(program, labels=Labels(((None, evil),)), headings=headings)), named)
    for tongue in TONGUES:
        for full in (True, False):
            document = explain_document(proof, tongue, full)
            assert "\x1b" not in document_text(document)
            assert "\u202e" not in document_text(document)
            assert "<b>" not in document_markdown(document)
            assert "{0} {name}" in document_text(document)
            document_data(document)


def test_a_brief_proof_explains_the_same_failures():
    brief = document_text(explain_document(sample_proof("fails", full=False), "vi"))
    whole = document_text(explain_document(sample_proof("fails"), "vi"))
    failing = whole.partition("Nội dung chưa đạt điểm tối đa")[0]
    assert brief.startswith(failing)
