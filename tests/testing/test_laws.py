"""Laws find their breaches, show the smallest, and are content with rules that keep them."""

import pytest

import criteria_engine as ce
from criteria_engine import testing

TEXT = """
ruleset law.abiding "Rules of law"
subject ward identified by code
choices rating
  weak < average < good
facts
  code     : text
  district : text
  area     : number in m2, 0..1000
  late     : integer, 0..30
  conduct  : rating
  opened   : date, 2000-01-01..2023-12-31
  own      : yes/no
criterion A1 "Large enough"
  requires area >= 200 m2
  points at most 30
    30 * area / 1000 m2
criterion A2 "In time"
  points at most 20
    20 - late
criterion A3 "Well conducted, or in a house of its own"
  requires conduct >= average or own
criterion A4 "Some years old"
  requires complete years from opened to assessment date >= 2 years
verdict
  passes when A1 passes and A3 passes and A4 passes and score >= 20
"""
RULES = ce.loads(TEXT)
DAY = "2024-06-30"


@pytest.mark.parametrize(("fact", "more"), [("area", "better"), ("late", "worse"), ("own", "better")])
def test_what_rises_and_what_falls(fact: str, more: str) -> None:
    other = "worse" if more == "better" else "better"
    testing.assert_monotone(RULES, fact, as_of=DAY, more=more)  # type: ignore[arg-type]
    with pytest.raises(AssertionError, match=f"^more `{fact}` must not be {more}: from "):
        testing.assert_monotone(RULES, fact, as_of=DAY, more=other)  # type: ignore[arg-type]


def test_a_slip_in_a_threshold_is_found() -> None:
    rules = ce.loads(TEXT.replace("requires area >= 200 m2", "requires area >= 200 m2 and area != 640 m2"))
    with pytest.raises(AssertionError, match=r"from \S+ to 640 the outcome of A1 turns from passes to fails"):
        testing.assert_monotone(rules, "area", as_of=DAY)


def test_what_makes_no_difference() -> None:
    testing.assert_indifferent(RULES, "district", as_of=DAY)
    with pytest.raises(AssertionError, match="`conduct` must make no difference: with "):
        testing.assert_indifferent(RULES, "conduct", as_of=DAY)
    unfair = ce.loads(TEXT.replace("conduct >= average or own", 'conduct >= average or own or district = "Quận 1"'))
    with pytest.raises(AssertionError, match="Quận 1"):
        testing.assert_indifferent(unfair, "district", as_of=DAY)


def test_what_is_always_decided() -> None:
    testing.assert_decided(RULES, as_of=DAY)
    divided = ce.loads(TEXT.replace("requires area >= 200 m2", "requires area / late >= 10 m2"))
    with pytest.raises(AssertionError, match=r"the verdict of a complete record is undetermined: .*'late': 0"):
        testing.assert_decided(divided, as_of=DAY)


def test_rules_written_anew_are_the_same() -> None:
    anew = ce.loads(TEXT.replace("requires conduct >= average or own", "requires not (conduct = weak and not own)"))
    testing.assert_same(RULES, anew, as_of=DAY)
    stricter = ce.loads(TEXT.replace("area >= 200 m2", "area > 200 m2").replace("law.abiding", "law.stricter"))
    with pytest.raises(AssertionError, match=r"law\.abiding: \w+, law\.stricter: \w+; the record: .*'area': 200\b"):
        testing.assert_same(RULES, stricter, as_of=DAY)


def test_dates_and_ordered_choices_have_an_order() -> None:
    testing.assert_monotone(RULES, "conduct", as_of=DAY, examples=50)
    testing.assert_monotone(RULES, "opened", as_of=DAY, more="worse", examples=50)


@pytest.mark.parametrize("fact", ["district", "nothing"])
def test_a_fact_without_order_or_name_is_refused(fact: str) -> None:
    with pytest.raises(ValueError, match=fact):
        testing.assert_monotone(RULES, fact, as_of=DAY)
