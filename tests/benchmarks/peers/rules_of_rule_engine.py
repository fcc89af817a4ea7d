"""rule-engine: the expression, compiled once."""

from collections.abc import Callable, Sequence

import rule_engine
from tests.benchmarks.peers.written import as_flags, expression

NAME = "rule-engine"


def ready(data: Sequence[dict[str, int]]) -> Callable[[], list[str]]:
    rule = rule_engine.Rule(expression("and", "or"))
    given = [as_flags(values) for values in data]
    return lambda: [rule.evaluate(values) for values in given]
