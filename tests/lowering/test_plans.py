"""What a plan is like: how wide its numbers are, what it reads, and that nothing of it depends on the machine."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import criteria_engine as ce
from criteria_engine.lowering.lower import lower, needed
from criteria_engine.lowering.plan import Aggregate, Plan, operands
from criteria_engine.lowering.pruning import outputs
from criteria_engine.lowering.width import too_wide

ROOT = Path(__file__).parents[2]
REALISTIC = ROOT / "tests" / "benchmarks" / "realistic.criteria"
HCMC = ROOT / "rulesets" / "hcmc" / "model_ward_police.criteria"
DAY = date(2024, 6, 30)


def plan_of(text: str, *, findings: bool = False, complete: bool = True) -> Plan:
    return lower(ce.loads(text).on(DAY), findings=findings, complete=complete)


WIDE = """ruleset t "T"
subject ward identified by code
facts
  code : text
  a : number to 0.000001, 0..1000000000
  b : number to 0.000001, 0..1000000000
  c : integer, 0..10
criterion C "C"
  requires a * b >= 1 and c >= 3
criterion D "D"
  requires c >= 4
verdict
  passes when {passes}
"""


def test_what_does_not_fit_is_found_from_bounds_alone() -> None:
    wide, narrow = plan_of(WIDE.format(passes="C passes")), plan_of(WIDE.format(passes="D passes"))
    assert [found.bits for found in too_wide(wide, 64)] == [101]  # 10^15 times 10^15, with its sign
    assert too_wide(wide, 101) == ()
    assert too_wide(narrow, 8) == ()


def test_a_plan_for_the_verdict_reads_only_what_the_verdict_needs() -> None:
    assert [found.name for found in plan_of(WIDE.format(passes="D passes")).inputs] == ["c"]
    assert {found.name for found in plan_of(WIDE.format(passes="D passes"), findings=True).inputs} == {"a", "b", "c"}
    assert needed(ce.loads(WIDE.format(passes="D passes")).on(DAY), False) == {"heading:D"}


def test_the_realistic_set_fits_sixty_three_bits() -> None:
    dated = ce.load(REALISTIC).on(DAY)
    for findings in (False, True):
        for complete in (False, True):
            assert not too_wide(lower(dated, findings=findings, complete=complete), 63)


def test_registers_come_after_what_they_read_and_each_is_read() -> None:
    plan = lower(ce.load(HCMC).on(DAY), findings=True, complete=False)
    assert any(isinstance(step, Aggregate) for step in plan.instructions)
    read = set(outputs(plan))
    for register, step in enumerate(plan.instructions):
        assert all(operand < register for operand in operands(step))
        read |= set(operands(step))
    assert read == set(range(len(plan.instructions)))


def test_the_program_is_the_same_whatever_the_hash_seed() -> None:
    texts = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")}
        command = [sys.executable, "-m", "criteria_engine", "compile", str(HCMC), "--to", "python"]
        texts.add(subprocess.run(command, env=environment, capture_output=True, text=True, check=True, encoding="utf-8").stdout)
    assert len(texts) == 1
