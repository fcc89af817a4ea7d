"""Quantifiers and aggregates over related rows become proofs that say how many rows there are and which of them matter."""

from collections.abc import Callable

from criteria_engine.backends.interpreter.evaluator import Bindings
from criteria_engine.backends.interpreter.row_meanings import completeness
from criteria_engine.explain.findings import ConditionKind, ConditionProof, RowProof, RowsDetail, ValueProof
from criteria_engine.explain.proving.conditions import truth_of
from criteria_engine.explain.proving.context import ASKED, ConditionProver, Proving, ValueProver, in_order, look
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.records import Row
from criteria_engine.values.intervals import origins_of
from criteria_engine.values.truth import Truth, conjunction

MOST_ROWS = 10
"""So many rows are named; of the others only how many they are."""

Chosen = Callable[[Truth, Truth], bool]


def _bind(rows: ir.RowSet, row: Row, bound: Bindings) -> Bindings:
    return {**bound, rows.variable: (rows.table, row)}


def _looked_through(
    rows: ir.RowSet,
    condition: ir.Expression | None,
    at: Proving,
    bound: Bindings,
    matters: Chosen,
    value: ir.Expression | None = None,
    way: str = "",
    if_none: bool = False,
) -> RowsDetail:
    """The rows of a table: how many belong and meet the condition, and those that `matters` picks by whether they belong
    and whether they meet it."""
    table = at.dated.program.tables[rows.table]
    where = None if rows.where is None else at.asked(rows.where)
    asked = None if condition is None or isinstance(condition, ir.Constant) else at.asked(condition)
    given = None if bound is ASKED else at.evaluation.record.tables.get(rows.table)
    if given is None:
        return RowsDetail(rows.table, table.row, table.labels, "", where, asked, None, (0, 0), (0, 0), (), (), 0, way)
    unseen = in_order(origins_of(completeness(rows.table, at.evaluation)), at)
    base, hits, rest = [0, 0], [0, 0], 0
    low, high = [0, 0], [0, 0]
    found: list[RowProof] = []
    evaluation = at.evaluation
    for number, row in enumerate(given, 1):
        binding = _bind(rows, row, bound)
        belongs: Truth = True if rows.where is None else evaluation.truth(rows.where, binding)
        if belongs is False:
            continue
        meets: Truth = True if condition is None else evaluation.truth(condition, binding)
        hit = conjunction((belongs, meets))
        base[0] += belongs is True
        base[1] += 1
        hits[0] += hit is True
        hits[1] += hit is not False
        low[0] += hit is True
        low[1] += belongs is True or meets is not True
        high[0] += hit is not False
        high[1] += belongs is True or meets is not False
        if not matters(belongs, meets):
            continue
        if len(found) == MOST_ROWS:
            rest += 1
            continue
        shown = condition if asked is not None else rows.where
        told = None if shown is None else at.condition(shown, binding)
        picked = None if shown is None or shown is rows.where or rows.where is None else at.condition(rows.where, binding)
        found.append(RowProof(number, row.place, told, None if value is None else at.value(value, binding), picked))
    spots = [row.place.row for row in given if row.place is not None and row.place.row is not None]
    file = next((row.place.file for row in given if row.place is not None), "")
    counts = (base[0], base[1]), (hits[0], hits[1])
    used_none = if_none and base[1] == 0 and not unseen
    extremes = ((low[0], low[1]), (high[0], high[1])) if low != high and not unseen else None
    return RowsDetail(
        rows.table, table.row, table.labels, file, where, asked, len(given), *counts, unseen, tuple(found), rest, way, used_none, extremes,
        tuple(spots) if len(spots) == len(given) else (),
    )


def _any_row(node: ir.AnyRow, at: Proving, rows: Bindings, negated: bool) -> ConditionProof:
    truth, origins = truth_of(node, at, rows, negated)
    decided = truth in ("true", "false")
    detail = _looked_through(
        node.rows, node.condition, at, rows, lambda belongs, meets: (belongs is True and meets is True) if decided else meets is not False
    )
    kind: ConditionKind = "no row" if negated else "some row"
    return ConditionProof(kind, truth, origins=origins, detail=detail, span=node.span)


def _every_row(node: ir.EveryRow, at: Proving, rows: Bindings, negated: bool) -> ConditionProof:
    truth, origins = truth_of(node, at, rows, negated)
    decided = truth in ("true", "false")
    detail = _looked_through(
        node.rows, node.condition, at, rows, lambda belongs, meets: (belongs is True and meets is False) if decided else meets is not True
    )
    kind: ConditionKind = "not every row" if negated else "every row"
    return ConditionProof(kind, truth, origins=origins, detail=detail, span=node.span)


def _row_count(node: ir.RowCount, at: Proving, rows: Bindings) -> ValueProof:
    plain = node.rows.where is None
    detail = _looked_through(node.rows, None, at, rows, lambda belongs, meets: not plain)
    return ValueProof("row count", node.type, *look(node, at, rows), detail=detail, span=node.span)


def _keeps_down(belongs: Truth, meets: Truth) -> bool:
    """Whether a row keeps a share below the whole, or may: it does not meet what is asked, or it may not belong."""
    return meets is not True or belongs is not True


def _row_share(node: ir.RowShare, at: Proving, rows: Bindings) -> ValueProof:
    detail = _looked_through(node.rows, node.condition, at, rows, _keeps_down, if_none=node.if_none is not None)
    inputs = (at.value(node.if_none, rows),) if node.if_none is not None else ()
    return ValueProof("row share", node.type, *look(node, at, rows), inputs=inputs, detail=detail, span=node.span)


def _row_fold(node: ir.RowFold, at: Proving, rows: Bindings) -> ValueProof:
    detail = _looked_through(node.rows, None, at, rows, lambda belongs, meets: True, node.value, node.way, node.if_none is not None)
    asked = at.value(node.value, ASKED)
    inputs = (asked, at.value(node.if_none, rows)) if node.if_none is not None else (asked,)
    return ValueProof("row fold", node.type, *look(node, at, rows), inputs=inputs, detail=detail, span=node.span)


CONDITIONS: dict[type[ir.Node], ConditionProver] = {ir.AnyRow: _any_row, ir.EveryRow: _every_row}
VALUES: dict[type[ir.Node], ValueProver] = {ir.RowCount: _row_count, ir.RowShare: _row_share, ir.RowFold: _row_fold}
"""How operations over rows are proved."""
