"""Whatever mistakes are planted: right lines stay as they are, nothing new is wrong, and what is mended needs no more fixes."""

from functools import cache

from hypothesis import given, settings
from tests.corpus.parts import PAIRS, pair_text
from tests.fixes.planting import planted
from tests.rule_generation.chance import Chance, made_by, pick

from criteria_engine.checking import check_bytes
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.fixes.making import mended
from criteria_engine.language.syntax.keywords import TONGUES
from criteria_engine.source import Span

SOME = settings().max_examples * 4 // 5


@cache
def ground(name: str, tongue: str) -> str:
    return pair_text(name, tongue)


def spoilt(chance: Chance) -> tuple[str, str, set[int], bool]:
    """A right text, the same with one to four mistakes, their lines, and whether each has one meaning only."""
    right = text = ground(pick(chance, PAIRS), pick(chance, TONGUES))
    lines: set[int] = set()
    mends = True
    for _ in range(chance.whole(1, 4)):
        made = planted(chance, text)
        if made is not None and made.line not in lines:
            text, lines, mends = made.text, lines | {made.line}, mends and made.mends
    return right, text, lines, mends


def errors(faults: tuple[Fault, ...]) -> list[tuple[str, int]]:
    return [(fault.code, fault.place.line - 1) for fault in faults if isinstance(fault.place, Span)]


@settings(max_examples=SOME)
@given(made_by(spoilt))
def test_right_lines_stay_and_nothing_new_is_wrong(case: tuple[str, str, set[int], bool]) -> None:
    right, wrong, lines, mends = case
    before = check_bytes(wrong.encode(), "spoilt")
    result = mended(before)
    after = result.content.decode()
    for number, (was, spoiled, now) in enumerate(zip(right.split("\n"), wrong.split("\n"), after.split("\n"), strict=True)):
        if number not in lines:
            assert now == spoiled == was
    assert sum(code.startswith("S") for code, _ in errors(result.checked.errors)) <= sum(code.startswith("S") for code, _ in errors(before.errors))
    if mends:
        assert after == right
    if after == right:
        assert not result.checked.errors
    assert mended(result.checked).content == result.content


@settings(max_examples=SOME)
@given(made_by(spoilt))
def test_each_fix_that_is_offered_is_made(case: tuple[str, str, set[int], bool]) -> None:
    _, wrong, _, _ = case
    checked = check_bytes(wrong.encode(), "spoilt")
    result = mended(checked)
    assert bool(result.count) == (result.content != wrong.encode())
    if result.count:
        assert len(result.checked.errors) < len(checked.errors) or errors(result.checked.errors) != errors(checked.errors)
