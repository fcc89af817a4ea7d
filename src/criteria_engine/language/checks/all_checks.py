"""The list of checks on a typed program."""

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Program


def checks(program: Program) -> list[Fault]:
    """Every fault that the checks find."""
    return []
