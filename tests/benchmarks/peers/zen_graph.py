"""zen-engine (GoRules): the expression as the only node of a decision, the form that its editor makes."""

import json
from collections.abc import Callable, Sequence

import zen
from tests.benchmarks.peers.written import as_flags, expression

NAME = "zen-engine, decision"


def ready(data: Sequence[dict[str, int]]) -> Callable[[], list[str]]:
    node = {"id": "e", "type": "expressionNode", "name": "e"}
    node["content"] = {"expressions": [{"id": "v", "key": "verdict", "value": expression("and", "or")}]}  # type: ignore[assignment]
    nodes = [{"id": "i", "type": "inputNode", "name": "i"}, node, {"id": "o", "type": "outputNode", "name": "o"}]
    edges = [{"id": "1", "sourceId": "i", "targetId": "e"}, {"id": "2", "sourceId": "e", "targetId": "o"}]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    given = [as_flags(values) for values in data]
    return lambda: [decision.evaluate(values)["result"]["verdict"] for values in given]
