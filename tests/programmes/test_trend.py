"""The trend over the years: counts that add up at every date, earlier files in any order, and those that cannot be used."""

from datetime import date

from attrs import evolve

from criteria_engine.diagnostics.catalogue.programme import EarlierIsLater, EarlierOfOtherRules
from criteria_engine.documents.model import Shares, Table, plain
from criteria_engine.documents.plain_text import document_text
from criteria_engine.programmes.review import review
from criteria_engine.programmes.review_document import review_document
from criteria_engine.programmes.trend import trend

from .builders import outcome, roster
from .test_review import edition

UNITS = roster(("Q2", 2), ("Q1", 1))
FIRST, SECOND, THIRD, FOURTH = (date(year, 12, 31) for year in (2021, 2022, 2023, 2024))


def year(day, *verdicts, digest="sha256:1"):
    return edition([outcome(f"u{number}", verdict) for number, verdict in enumerate(verdicts, 1)], UNITS, day, digest=digest)


A, B = year(FIRST, "fails", "fails", "fails"), year(SECOND, "fails", "passes", "fails", digest="sha256:2")
C, D = year(THIRD, "passes", "passes", "fails", digest="sha256:2"), year(FOURTH, "passes", "passes", "passes", digest="sha256:2")


def test_dates_are_in_order_whatever_the_order_of_the_files():
    found, faults = trend([("b", B), ("a", A)], C, D)
    assert faults == () and found is not None
    assert found.dates == (FIRST, SECOND, THIRD, FOURTH)
    assert [counts.passes for counts in found.counts] == [0, 1, 2, 3]
    assert found.rules_changed == (SECOND,)
    groups = {group.group: [counts.passes for counts in group.counts if counts] for group in found.groupings[0].groups}
    assert [sum(column) for column in zip(*groups.values(), strict=True)] == [0, 1, 2, 3]


def test_earlier_results_of_other_rules_or_later_dates_are_told_and_left_out():
    other = evolve(A, ruleset="other.rules")
    found, faults = trend([("other.json", other), ("late.json", D)], C, D)
    assert found is None
    assert [(type(fault), fault.place.file) for fault in faults] == [(EarlierOfOtherRules, "other.json"), (EarlierIsLater, "late.json")]


def test_the_review_shows_the_trend_as_figure_and_table_in_both_tongues():
    found, _ = trend([("a", A), ("b", B)], C, D)
    reviewed = review(C, D).review
    for tongue, title, total in (("vi", "Diễn biến qua các kỳ", "3/3"), ("en", "How it went over the years", "3 of 3")):
        document = review_document(reviewed, tongue, found)
        text = document_text(document, 120)
        assert title in text and title not in document_text(review_document(reviewed, tongue), 120)
        figures = [block for block in document.blocks if isinstance(block, Shares)]
        assert [sum(part.count for part in parts) for _, parts in figures[0].rows] == [3, 3, 3, 3]
        table = next(block for block in document.blocks if isinstance(block, Table) and len(block.columns) == 5)
        assert plain(table.rows[-1][-1]) == total
