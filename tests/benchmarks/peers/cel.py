"""common-expression-language: the expression, compiled once."""

from collections.abc import Callable, Sequence

import cel as engine
from tests.benchmarks.peers.written import as_flags, expression

NAME = "common-expression-language, expression"


def ready(data: Sequence[dict[str, int]]) -> Callable[[], list[str]]:
    program = engine.compile(expression("&&", "||"))
    given = [as_flags(values) for values in data]
    return lambda: [program.execute(values) for values in given]
