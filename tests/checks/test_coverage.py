"""Bands, levels and grades that are never reached or leave gaps, against brute force over all values of a fact."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria_engine.checking import Checked
from criteria_engine.diagnostics.catalogue.rules import BandNeverReached, BandsLeaveGap, LinearEndsMeet
from criteria_engine.diagnostics.wording import message
from criteria_engine.language.syntax.keywords import keyword_in
from criteria_engine.values.numbers import exact_text, normal

from .conditions import ORDER, SMALL, Condition, Small, Value, by_line, checked, conditions, gap, never_reached, other_errors

USE = 'criterion used "Used"\n  mandatory\n  requires d >= 0\nverdict\n  passes when used passes'


def several(small: Small) -> st.SearchStrategy[list[Condition]]:
    return st.lists(conditions(small), min_size=2, max_size=4)


def definition(small: Small, bands: Sequence[Condition], otherwise: bool) -> Checked:
    lines = [f"  {index} when {band.text}" for index, band in enumerate(bands)] + (["  9 otherwise"] if otherwise else [])
    return checked(small, "\n".join(["define d : integer =", *lines, USE]))


def levels(small: Small, bands: Sequence[Condition], otherwise: bool) -> Checked:
    words = ["met", "basically met", "not met"]
    lines = [f"  {words[min(index, 2)]} when {band.text}" for index, band in enumerate(bands)] + (["  not met otherwise"] if otherwise else [])
    return checked(small, "\n".join(['criterion used "Used"', "  mandatory", *lines, "verdict", "  passes when used passes"]))


def grades(small: Small, bands: Sequence[Condition], otherwise: bool) -> Checked:
    lines = [f"    g{index} when {band.text}" for index, band in enumerate(bands)] + (["    g9 otherwise"] if otherwise else [])
    top = "choices ranks\n  g9 < g3 < g2 < g1 < g0"
    return checked(small, "\n".join([top, 'criterion used "Used"', "  mandatory", '  requires code = "a"', "verdict", "  graded ranks", *lines]))


PLACES = {"definition": (definition, "define d : integer ="), "levels": (levels, "  mandatory"), "grades": (grades, "  graded ranks")}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("small", SMALL, ids=lambda small: small.name)
@settings(max_examples=settings().max_examples * 2 // 5)
@given(data=st.data())
def test_bands_never_reached_and_gaps_are_those_of_brute_force(place: str, small: Small, data: st.DataObject) -> None:
    bands, otherwise = data.draw(several(small)), data.draw(st.booleans())
    write, head = PLACES[place]
    if place == "levels":
        bands, otherwise = bands[:3], otherwise and len(bands) < 3
    found = write(small, bands, otherwise)
    assert other_errors(found) == []
    assert by_line(found, BandNeverReached, head) == [index + 1 for index in never_reached(bands)]
    gaps = [fault.gap for fault in found.faults if isinstance(fault, BandsLeaveGap)]
    rest = [] if otherwise or (place == "levels" and len(bands) < 3) else gap(small, bands)
    assert gaps == ([shown(small, rest)] if rest else [])


def shown(small: Small, rest: Sequence[Value]) -> str:
    texts = [small.written(value)[0].partition(" ")[0] for value in (rest[0], rest[-1])]
    return texts[0] if texts[0] == texts[1] else " .. ".join(texts)


HEAD = "define d : number ="


@st.composite
def mixed(draw: st.DrawFn) -> Condition:
    """A condition about two facts, and the pairs of values for which it holds."""
    leaf = st.sampled_from(["v", "w"]).flatmap(lambda thing: conditions(TWO, thing, 2).map(lambda found: _pairs(found, thing)))
    joined = st.tuples(st.sampled_from(["and", "or", "not"]), leaf, leaf).map(_join)
    return draw(leaf | joined)


TWO = Small("integer", "integer, 0..3", tuple(range(4)), lambda value: [str(value)])


def _pairs(found: Condition, thing: str) -> Condition:
    every = [(v, w) for v in TWO.values for w in TWO.values]
    return Condition(found.text, frozenset(pair for pair in every if pair["vw".index(thing)] in found.holds))  # type: ignore[arg-type]


def _join(parts: tuple[str, Condition, Condition]) -> Condition:
    word, left, right = parts
    if word == "not":
        return Condition(f"not ({left.text}) or ({right.text})", frozenset(EVERY) - left.holds | right.holds)  # type: ignore[arg-type]
    return Condition(f"({left.text}) {word} ({right.text})", left.holds & right.holds if word == "and" else left.holds | right.holds)


EVERY = [(v, w) for v in TWO.values for w in TWO.values]


@given(st.lists(mixed(), min_size=2, max_size=4))
def test_of_two_facts_what_is_said_is_true(bands: list[Condition]) -> None:
    lines = [f"  {index} when {band.text}" for index, band in enumerate(bands)]
    found = checked(TWO, "\n".join(["  w : integer, 0..3", "define d : integer =", *lines, USE]))
    assert other_errors(found) == []
    never = by_line(found, BandNeverReached, "define d : integer =")
    assert set(never) <= {index + 1 for index in never_reached(bands)}, "a band is called unreachable only where it is"
    if not any(isinstance(fault, BandsLeaveGap) for fault in found.faults):
        assert frozenset().union(*(band.holds for band in bands)) == frozenset(EVERY), "no gap is passed over"


NUMBERS = Small("number", "number to 0.5, 0..4", tuple(normal(Fraction(half, 2)) for half in range(9)), lambda value: [exact_text(value)])  # type: ignore[arg-type]


@st.composite
def linears(draw: st.DrawFn) -> Condition:
    low, high = draw(st.sampled_from(NUMBERS.values)), draw(st.sampled_from(NUMBERS.values))
    text = f"linear in v from 1 at {exact_text(low)} to 5 at {exact_text(high)}"  # type: ignore[arg-type]
    return Condition(text, frozenset(value for value in NUMBERS.values if low <= value <= high) if low < high else frozenset())  # type: ignore[operator]


@given(st.lists(linears() | conditions(NUMBERS), min_size=1, max_size=4), st.booleans())
def test_linear_cases_cover_between_their_ends(bands: list[Condition], otherwise: bool) -> None:
    straight = {index for index, band in enumerate(bands) if band.text.startswith("linear")}
    lines = [f"  {band.text}" if index in straight else f"  {index} when {band.text}" for index, band in enumerate(bands)]
    found = checked(NUMBERS, "\n".join([HEAD, *lines, *(["  9 otherwise"] if otherwise else []), USE]))
    assert [fault for fault in other_errors(found) if not isinstance(fault, LinearEndsMeet)] == []
    crossed = [index for index in sorted(straight) if not bands[index].holds]
    assert by_line(found, LinearEndsMeet, HEAD) == [index + 1 for index in crossed]
    assert by_line(found, BandNeverReached, HEAD) == [index + 1 for index in never_reached(bands) if index not in crossed]
    rest = [] if otherwise else gap(NUMBERS, bands)
    told = shown(NUMBERS, rest) if rest and len(crossed) < len(bands) else ""
    assert [fault.gap for fault in found.faults if isinstance(fault, BandsLeaveGap)] == ([told] if rest else [])


FORMULAS = {
    "2 * v + 1": lambda v: 2 * v + 1, "6 - v": lambda v: 6 - v, "v * v": lambda v: v * v, "v / 2": lambda v: Fraction(v, 2),
    "(v / 3 rounded to 1 half up)": lambda v: int(Fraction(v, 3) + Fraction(1, 2)), "greatest of (v, 2)": lambda v: max(v, 2),
    "twice": lambda v: 2 * v,
}


@pytest.mark.parametrize("formula", FORMULAS)
@settings(max_examples=settings().max_examples * 2 // 5)
@given(data=st.data())
def test_of_a_formula_what_is_said_is_true(formula: str, data: st.DataObject) -> None:
    whole = SMALL[0]
    reckoned = {value: FORMULAS[formula](value) for value in whole.values}  # type: ignore[arg-type]

    def band(symbol: str, mark: int, turned: bool) -> Condition:
        holds = frozenset(value for value in whole.values if ORDER[symbol](reckoned[value], mark) != turned)
        return Condition(f"{'not ' if turned else ''}({formula} {symbol} {mark})", holds)

    bands = data.draw(st.lists(st.builds(band, st.sampled_from(whole.symbols), st.integers(0, 12), st.booleans()), min_size=1, max_size=4))
    lines = [f"  {index} when {band.text}" for index, band in enumerate(bands)]
    found = checked(whole, "\n".join(["define twice : number = 2 * v", "define d : integer =", *lines, USE]))
    assert other_errors(found) == []
    never = by_line(found, BandNeverReached, "define d : integer =")
    assert set(never) <= {index + 1 for index in never_reached(bands)}
    if not any(isinstance(fault, BandsLeaveGap) for fault in found.faults):
        assert gap(whole, bands) == []


DATED = """parameter mark : integer
  2 from 2023-01-01
  6 from 2024-01-01
{head}
  1 when v >= 5
  2 when v >= mark
  3 otherwise
""" + USE


def test_a_band_that_a_parameter_leaves_nothing_on_some_days_has_its_day() -> None:
    found = checked(SMALL[0], DATED.format(head="define d : integer ="))
    assert found.errors == ()
    always = checked(SMALL[0], DATED.format(head="define d : integer =").replace("  2 from 2023-01-01\n", "  5 from 2023-01-01\n"))
    assert by_line(always, BandNeverReached, "define d : integer =") == [2]


def test_a_gap_of_one_day_is_a_gap() -> None:
    text = DATED.format(head="define d : integer =").replace("  1 when v >= 5\n", "").replace("  3 otherwise\n", "  4 when v < 3\n")
    found = checked(SMALL[0], text)
    assert [fault.gap for fault in found.faults if isinstance(fault, BandsLeaveGap)] == ["3 .. 5"]


def test_a_definition_that_nothing_in_force_reads_yet_is_checked_when_it_is() -> None:
    body = """  code2 : text
parameter early : integer
  1 from 2023-01-01
parameter late : integer
  3 from 2024-01-01
define d : integer = v
define e : integer =
  1 when v < late
  2 when v >= late
criterion later "Later"
  in force from 2024-01-01
  mandatory
  requires e >= early
""" + USE
    assert checked(SMALL[0], body).errors == ()


@pytest.mark.parametrize(("day", "gap_told"), [("2024-02-28", "2024-02-28"), ("2024-03-01", "2024-02-28 .. 2024-03-01")])
def test_the_gap_of_a_date_is_told_as_dates(day: str, gap_told: str) -> None:
    found = checked(SMALL[7], f"define d : integer =\n  1 when v < 2024-02-28\n  2 when v > {day}\n{USE}")
    assert [fault.gap for fault in found.faults if isinstance(fault, BandsLeaveGap)] == [gap_told]


def test_the_gap_of_an_answer_is_told_in_the_readers_tongue() -> None:
    found = checked(SMALL[-1], f"define d : integer =\n  1 when v\n  2 when v = yes\n{USE}")
    faults = [fault for fault in found.faults if isinstance(fault, BandsLeaveGap)]
    assert [fault.gap for fault in faults] == ["no"]
    assert message(faults[0], "vi", keyword_in).endswith("còn bỏ sót: không") and message(faults[0], "en", keyword_in).endswith("leave some out: no")
