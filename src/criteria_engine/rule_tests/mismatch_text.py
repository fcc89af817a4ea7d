"""An expectation of a test block that does not hold, as a line in the reader's tongue."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from criteria_engine.ir.program import Expected
from criteria_engine.locale import format_number, format_percent, format_range, format_value
from criteria_engine.rule_tests.running import Found, Mismatch
from criteria_engine.values.types import NUMBER, PERCENT, Type


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("criteria_engine.rule_tests").joinpath("words.toml").read_text("utf-8"))


def said(tongue: str, key: str, **filled: object) -> str:
    """A phrase in a tongue, filled in; raises KeyError for a key or tongue that is not there.

    >>> said("vi", "points", name="A1", points=4)
    'A1: 4 điểm'
    """
    return _words()[key][tongue].format(**filled)


def mismatch_text(mismatch: Mismatch, tongue: str) -> str:
    """What was expected and what came out, in a line."""
    expected = _expected(mismatch.expected, tongue)
    return said(tongue, "expected_found", expected=expected, found=_found(mismatch, tongue))


def _word(kind: str, word: str, tongue: str) -> str:
    return said(tongue, f"{kind} {word}")


def _missing(verdict: str, names: tuple[str, ...] | None, tongue: str) -> str:
    return said(tongue, "because_missing", verdict=verdict, names=", ".join(names)) if names else verdict


def _expected(expected: Expected, tongue: str) -> str:
    name = expected.name or ""
    match expected.kind:
        case "outcome":
            return f"{name}: {_word('outcome', expected.outcome or '', tongue)}"
        case "verdict":
            verdict = _word("verdict", expected.outcome or "", tongue)
            return _missing(f"{said(tongue, 'verdict_of')}: {verdict}", expected.missing, tongue)
        case "grade":
            return f"{said(tongue, 'grade_of')}: {name}"
        case "value":
            assert expected.value is not None and expected.value_type is not None
            return f"{name} = {format_value(expected.value, expected.value_type, tongue)}"
    points = _points(Found(expected.low, expected.high, share=expected.share), tongue)
    return said(tongue, "share" if expected.share else "points", name=name or said(tongue, "score_of"), points=points)


def _found(mismatch: Mismatch, tongue: str) -> str:
    found = mismatch.found
    if isinstance(found, Found):
        return _value(found, tongue) if found.type is not None else _points(found, tongue)
    if mismatch.expected.kind == "grade":
        return found
    kind = "verdict" if mismatch.expected.kind == "verdict" else "outcome"
    return _missing(_word(kind, found, tongue), mismatch.missing, tongue)


def _value(found: Found, tongue: str) -> str:
    kind: Type | None = found.type
    if found.low is None or found.high is None or kind is None:
        return said(tongue, "not_known")
    return format_value(found.low, kind, tongue) if found.low == found.high else format_range(found.low, found.high, kind, tongue)


def _points(found: Found, tongue: str) -> str:
    if found.low is None or found.high is None:
        return said(tongue, "not_known")
    if found.low != found.high:
        return format_range(found.low, found.high, PERCENT if found.share else NUMBER, tongue)
    return format_percent(found.low, tongue) if found.share else format_number(found.low, tongue)  # type: ignore[arg-type]
