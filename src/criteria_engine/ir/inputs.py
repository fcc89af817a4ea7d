"""Which facts and tables each step of an evaluation reads, itself or through what it stands on."""

from collections.abc import Iterable, Mapping

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.dependencies import SCORE, heading_expressions, operations, reads, tables_read, verdict_expressions

VERDICT = "verdict"
"""The key of the verdict among the steps of an evaluation."""


def inputs_by_step(dated: Dated) -> Mapping[str, frozenset[str]]:
    """For each step in order (`definition:x`, `heading:x`), and the verdict, the names of the facts and tables that its result
    depends on; a field is its table."""
    program = dated.program
    children = {name: tuple(child.id for child in heading.children) for name, heading in dated.by_id.items()}
    completeness = {name: table.complete_when for name, table in program.tables.items() if table.complete_when is not None}
    found: dict[str, frozenset[str]] = {}
    everything: frozenset[str] = frozenset()

    def of_table(name: str) -> frozenset[str]:
        condition = completeness.get(name)
        return frozenset((name,)) if condition is None else frozenset((name,)) | of([condition], None)

    def of(expressions: Iterable[ir.Expression], own: str | None) -> frozenset[str]:
        names: set[str] = set()
        for expression in expressions:
            for part in operations(expression):
                if isinstance(part, ir.FactValue):
                    names.add(part.name)
            for table in tables_read(expression):
                names |= of_table(table)
            for key in reads(expression, own, children):
                names |= everything if key == SCORE else found.get(key, frozenset())
        return frozenset(names)

    for key in dated.order:
        kind, _, name = key.partition(":")
        if kind == "definition":
            found[key] = of([program.definitions[name].value], None)
        elif kind == "heading":
            heading = dated.by_id[name]
            own = frozenset((name,)) if heading.assessed else frozenset()
            found[key] = own.union(of(heading_expressions(heading), name), *(found[f"heading:{child}"] for child in children[name]))
            everything |= found[key]
    found[VERDICT] = everything | of(verdict_expressions(program.verdict), None)
    return found
