"""`criteria test`: the test blocks of rule files are run; one that does not hold shows its explanation."""

import json
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from criteria_engine.cli.options import Json, Lang
from criteria_engine.cli.rule_files import loaded
from criteria_engine.cli.screen import DONE, FAULTS, Screen, screen, write
from criteria_engine.cli.words import said, shown
from criteria_engine.diagnostics.rendering import faults_data
from criteria_engine.engine import Rules, rule_digests
from criteria_engine.explain.document import explain_document
from criteria_engine.explain.prove import prove
from criteria_engine.ir.program import Expected
from criteria_engine.language.syntax.keywords import keyword_in
from criteria_engine.locale import format_number, format_percent, format_range, format_value
from criteria_engine.rule_tests.running import Found, Mismatch, TestResult, run_tests
from criteria_engine.values.types import NUMBER, PERCENT, Type
from criteria_engine.version import VERSION


def test(files: Annotated[list[Path], Parameter(help=shown("option files"))], *, lang: Lang = None, json_: Json = False) -> int:
    """Run the test blocks of rule files."""
    show = screen(lang)
    code = DONE
    report: list[dict[str, Any]] = []
    for path in files:
        rules = loaded(path, show)
        if rules is None:
            code = FAULTS
            continue
        results = list(run_tests(rules.program))
        if not all(result.holds for result in results):
            code = FAULTS
        if json_:
            report += [_data(path, result, show.tongue) for result in results]
        else:
            _print(path, rules, results, show)
    if json_:
        write(json.dumps({"tests": report}, ensure_ascii=False, indent=2) + "\n")
    return code


def _print(path: Path, rules: Rules, results: list[TestResult], show: Screen) -> None:
    if not results:
        write(said(show.tongue, "no_tests", file=path) + "\n")
        return
    for result in results:
        write(f"{'✓' if result.holds else '✗'} {result.block.name}\n")
        for mismatch in result.mismatches:
            write(f"    {mismatch_text(mismatch, show.tongue)}\n")
        show.report(result.faults)
        if result.mismatches and result.evaluation is not None and result.outcome is not None:
            proof = prove(result.evaluation, result.outcome, rule_digests(rules), VERSION)
            show.show(explain_document(proof, show.tongue, False))
    failed = sum(not result.holds for result in results)
    key = "tests_fail" if failed else "tests_hold"
    write(f"{path}: {said(show.tongue, key, count=len(results), failed=failed)}\n")


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
    return said(tongue, "points", name=name or said(tongue, "score_of"), points=points)


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


def _data(path: Path, result: TestResult, tongue: str) -> dict[str, Any]:
    return {
        "file": str(path),
        "test": result.block.name,
        "line": result.block.span.line if result.block.span else None,
        "holds": result.holds,
        "mismatches": [mismatch_text(mismatch, tongue) for mismatch in result.mismatches],
        "faults": faults_data(result.faults, tongue, keyword_in),
    }
