"""Files with one mistake each, as newcomers make them: that fault and no other, at its place, in words that say what to do.

Beside each file stands what is expected: place and code, written by hand, then the words in both tongues (`make accept`).
"""

import os
import re

import pytest

from criteria_engine.checking import check_text
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.wording import help_text, message
from criteria_engine.language.syntax.keywords import TONGUES, keyword_in
from criteria_engine.source import Span

from .parts import FOLDER

MISTAKES = sorted(path.name.removesuffix(".criteria") for path in (FOLDER / "mistakes").glob("*.criteria"))
THIRTY = (FOLDER / "thirty.en.criteria", FOLDER / "thirty.en.txt")


def placed(fault: Fault) -> str:
    """Line, column and code."""
    assert isinstance(fault.place, Span)
    return f"{fault.place.line}:{fault.place.column} {fault.code}"


def words(fault: Fault) -> str:
    return "".join(f"{tongue}: {message(fault, tongue, keyword_in)}\n    {help_text(fault, tongue, keyword_in)}\n" for tongue in TONGUES)


@pytest.mark.parametrize("name", MISTAKES)
def test_one_mistake_is_one_fault(name: str) -> None:
    expected = FOLDER / "mistakes" / f"{name}.txt"
    where, _, said = expected.read_text(encoding="utf-8").partition("\n")
    found = check_text((FOLDER / "mistakes" / f"{name}.criteria").read_text(encoding="utf-8"), name).faults
    assert [placed(fault) for fault in found] == [where]
    if os.environ.get("CRITERIA_ACCEPT"):
        expected.write_text(f"{where}\n{words(found[0])}", encoding="utf-8")
    else:
        assert said == words(found[0])


@pytest.mark.parametrize("name", MISTAKES)
def test_the_words_say_what_was_found_and_what_to_do(name: str) -> None:
    """What was found is quoted from the text, or shown by the carets; there is always something to do."""
    text = (FOLDER / "mistakes" / f"{name}.criteria").read_text(encoding="utf-8")
    (fault,) = check_text(text, name).faults
    for tongue in TONGUES:
        quoted = re.findall(r"`([^`]+)`", message(fault, tongue, keyword_in))
        if fault.code in ("S008", "S018", "S019", "S020", "S021", "N001"):
            assert quoted and quoted[0].split("\\u")[0] in text
        assert help_text(fault, tongue, keyword_in)


def test_there_are_enough_of_them() -> None:
    assert len(MISTAKES) >= 80
    assert sum(name.endswith(".vi") for name in MISTAKES) >= 20


def test_thirty_mistakes_of_thirty_kinds_are_all_found_and_nothing_else() -> None:
    """Syntax, names, types, rules, programme and tests; expected is a line each: place, code and what was planted."""
    rules, expected = (path.read_text(encoding="utf-8") for path in THIRTY)
    planted = [line.split("  ")[0] for line in expected.splitlines()]
    assert len(planted) == 30
    assert [placed(fault) for fault in check_text(rules, "thirty").faults] == planted
