"""`criteria test`: the test blocks of rule files are run; one that does not hold shows its explanation."""

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from criteria_engine.cli.options import Json, Lang
from criteria_engine.cli.rule_files import loaded
from criteria_engine.cli.screen import DONE, FAULTS, Screen, screen, write
from criteria_engine.cli.words import said, shown
from criteria_engine.diagnostics.rendering import faults_data
from criteria_engine.documents.json_text import json_text
from criteria_engine.engine import Rules, rule_digests
from criteria_engine.explain.document import explain_document
from criteria_engine.explain.prove import prove
from criteria_engine.language.syntax.keywords import keyword_in
from criteria_engine.rule_tests.mismatch_text import mismatch_text
from criteria_engine.rule_tests.running import TestResult, run_tests
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
        write(json_text({"tests": report}))
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
    if failed == len(results) == 1:
        key = "tests_fail_only"
    elif failed == 1 or (not failed and len(results) == 1):
        key += "_one"
    write(f"{path}: {said(show.tongue, key, count=len(results), failed=failed)}\n")


def _data(path: Path, result: TestResult, tongue: str) -> dict[str, Any]:
    return {
        "file": str(path),
        "test": result.block.name,
        "line": result.block.span.line if result.block.span else None,
        "holds": result.holds,
        "mismatches": [mismatch_text(mismatch, tongue) for mismatch in result.mismatches],
        "faults": faults_data(result.faults, tongue, keyword_in),
    }
