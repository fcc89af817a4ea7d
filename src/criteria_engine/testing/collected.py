"""A rule file and its test blocks as pytest has them; what a failing one prints is what `criteria test` prints."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from criteria_engine.checking import check
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.rendering import in_full, summary
from criteria_engine.documents.plain_text import document_text
from criteria_engine.engine import Rules, rule_digests
from criteria_engine.explain.document import explain_document
from criteria_engine.explain.prove import prove
from criteria_engine.ir.dated import Dated, at_date
from criteria_engine.ir.program import TestBlock
from criteria_engine.language.syntax.keywords import keyword_in
from criteria_engine.locale import tongue_of_environment
from criteria_engine.rule_tests.mismatch_text import mismatch_text
from criteria_engine.rule_tests.running import TestResult, default_day, run_test
from criteria_engine.source import Source
from criteria_engine.version import VERSION

NARROWEST, WIDEST = 60, 120


class RuleTestFailed(Exception):
    """A test block does not hold."""

    def __init__(self, result: TestResult) -> None:
        super().__init__(result.block.name)
        self.result = result


class RuleFile(pytest.File):
    """A rule file. One with errors cannot be collected, and shows its faults."""

    rules: Rules

    def collect(self) -> Iterator[pytest.Item]:
        tongue = tongue_of(self.config)
        checked = check(_shown(self.path, self.config))
        if checked.program is None or checked.source is None:
            raise self.CollectError(_faults(checked.errors, tongue, checked.source))
        self.rules = Rules(checked.program, checked.source, checked.faults)
        days: dict[date, Dated] = {}
        usual = default_day(checked.program)
        for block in checked.program.tests:
            day = block.as_of or usual
            dated = days.get(day) or days.setdefault(day, at_date(checked.program, day))
            yield RuleTest.from_parent(self, name=block.name, case=Case(self.rules, block, dated))


@frozen(eq=False)
class Case:
    """A test block with its rules, and as they stand on its day."""

    rules: Rules
    block: TestBlock
    dated: Dated


class RuleTest(pytest.Item):
    """One test block."""

    def __init__(self, *, case: Case, **given: Any) -> None:
        super().__init__(**given)
        self.case = case

    def runtest(self) -> None:
        result = run_test(self.case.block, self.case.dated)
        if not result.holds:
            raise RuleTestFailed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What came out instead and why, as `criteria test` prints it."""
        if not isinstance(excinfo.value, RuleTestFailed):
            return super().repr_failure(excinfo, style)
        width = max(NARROWEST, min(self.config.get_terminal_writer().fullwidth, WIDEST))
        return failure_text(self.case.rules, excinfo.value.result, tongue_of(self.config), width)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        span = self.case.block.span
        return self.path, span.line - 1 if span is not None else None, self.name


def failure_text(rules: Rules, result: TestResult, tongue: str, width: int) -> str:
    """A test block that does not hold: what was expected and found, the faults of its day, the explanation."""
    lines = [f"✗ {result.block.name}", *(f"    {mismatch_text(mismatch, tongue)}" for mismatch in result.mismatches)]
    if result.faults:
        lines.append(_faults(result.faults, tongue, rules.source))
    if result.evaluation is not None and result.outcome is not None:
        proof = prove(result.evaluation, result.outcome, rule_digests(rules), VERSION)
        lines.append(document_text(explain_document(proof, tongue, False), width).rstrip("\n"))
    return "\n".join(lines)


def tongue_of(config: pytest.Config) -> str:
    """The tongue asked for on the command line, else in the ini file, else that of the environment."""
    return config.getoption("criteria_lang") or config.getini("criteria_lang") or tongue_of_environment(os.environ)


def _faults(faults: tuple[Fault, ...], tongue: str, source: Source | None) -> str:
    sources = {source.name: source} if source is not None else {}
    return f"{in_full(faults, tongue, sources, keyword_in)}\n{summary(faults, tongue)}"


def _shown(path: Path, config: pytest.Config) -> Path:
    """The path as seen from where pytest was started, so that faults name it shortly."""
    here = config.invocation_params.dir
    return path.relative_to(here) if path.is_relative_to(here) and here == Path.cwd() else path
