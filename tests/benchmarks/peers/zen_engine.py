"""zen-engine (GoRules): the expression, compiled once."""

from collections.abc import Callable, Sequence

import zen
from tests.benchmarks.peers.written import as_flags, expression

NAME = "zen-engine, expression"


def ready(data: Sequence[dict[str, int]]) -> Callable[[], list[str]]:
    compiled = zen.compile_expression(expression("and", "or"))
    given = [as_flags(values) for values in data]
    return lambda: [compiled.evaluate(values) for values in given]
