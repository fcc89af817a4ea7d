"""What may mend a fault: each class of faults has its own answer, and most have none."""

from collections.abc import Sequence
from functools import singledispatch

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.fix import Fix
from criteria_engine.fixes.rule_text import RuleText


@singledispatch
def proposed(fault: Fault, text: RuleText) -> Sequence[Fix]:
    """Fixes that a fault's place and fields suggest, the likeliest first. One that says it is certain is so only where the
    rest of the file agrees; see `certain_fixes`."""
    return ()
