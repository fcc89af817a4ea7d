"""datalogic-py (JSONLogic): the rule as its JSON, compiled once."""

from collections.abc import Callable, Sequence
from typing import Any

import datalogic_py
from tests.benchmarks.peers.written import PILLARS, as_flags

NAME = "datalogic-py"


def ready(data: Sequence[dict[str, int]]) -> Callable[[], list[str]]:
    rule = datalogic_py.Engine().compile(_rule())
    given = [as_flags(values) for values in data]
    return lambda: [rule.evaluate(values) for values in given]


def _v(pillar: str, fact: str) -> dict[str, str]:
    return {"var": f"{pillar}_{fact}"}


def _if(*parts: Any) -> dict[str, Any]:
    return {"if": list(parts)}


def _trained(pillar: str) -> dict[str, Any]:
    return {">=": [{"+": [_if(_v(pillar, duty), 1, 0) for duty in ("ready", "plan", "trained", "checked")]}, 3]}


def _enough(pillar: str) -> dict[str, Any]:
    return {">=": [{"*": [10, _v(pillar, "staff")]}, {"*": [9, _v(pillar, "needed")]}]}


def _points(pillar: str) -> dict[str, Any]:
    share, grade, late = _v(pillar, "share"), _v(pillar, "grade"), _v(pillar, "late")
    over = {"-": [_v(pillar, "cases"), 1000]}
    return {
        "+": [
            60000,
            _if({">=": [_v(pillar, "staff"), _v(pillar, "needed")]}, 60000, _enough(pillar), 40000, 0),
            _if({">=": [share, 9000]}, 60000, {">=": [share, 5000]}, {"*": [{"-": [share, 5000]}, 15]}, 0),
            _if(_trained(pillar), 40000, 0),
            _if({"==": [grade, 3]}, 60000, {"==": [grade, 2]}, 40000, 0),
            _if({"<": [late, 12]}, {"-": [60000, {"*": [5000, late]}]}, 0),
            _if({">=": [over, 500]}, 40000, {">": [over, 0]}, {"*": [80, {"-": [over, {"%": [over, 50]}]}]}, 0),
        ]
    }


def _failed(pillar: str) -> list[dict[str, Any]]:
    late = _v(pillar, "late")
    return [
        _if(_enough(pillar), 0, 1),
        _if(_trained(pillar), 0, 1),
        _if({"<": [_v(pillar, "grade"), 2]}, 1, 0),
        _if({">": [late, 8]}, 1, 0),
        _if({">": [late, 2]}, 1, 0),
    ]


def _rule() -> dict[str, Any]:
    barred = {"or": [{">": [_v("crime", "late"), 900]}, {"and": [{"==": [_v("order", "grade"), 0]}, {"==": [_v("services", "grade"), 0]}]}]}
    gates = []
    for pillar in PILLARS:
        solved = {">=": [{"*": [4, _v(pillar, "solved")]}, {"*": [3, _v(pillar, "cases")]}]}
        gates += [_v(pillar, "ready"), {">=": [_v(pillar, "area"), 2000]}, solved]
    passes = [
        *gates,
        {">=": [_points("facilities"), 228000]},
        {">=": [{"+": [_points(pillar) for pillar in PILLARS]}, 1000000]},
        {"<=": [{"+": [each for pillar in PILLARS for each in _failed(pillar)]}, 20]},
    ]
    return _if(barred, "disqualified", {"and": passes}, "passes", "fails")
