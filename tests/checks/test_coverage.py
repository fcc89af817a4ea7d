"""Bands, levels and grades that are never reached or leave gaps, against brute force over all values of a fact."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_engine.checking import Checked
from criteria_engine.diagnostics.catalogue.rules import BandNeverReached, BandsLeaveGap

from .conditions import SMALL, Condition, Small, Value, by_line, checked, conditions, gap, never_reached, other_errors

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
