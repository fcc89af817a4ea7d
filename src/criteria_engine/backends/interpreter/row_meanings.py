"""What quantifiers and aggregates over the rows of a related table mean."""

from fractions import Fraction

from attrs import frozen

from criteria_engine.backends.interpreter.evaluator import Bindings, Evaluator, Meaning, Result
from criteria_engine.backends.interpreter.value_meanings import fold_amounts, fold_ordered
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.records import Row
from criteria_engine.values.intervals import Interval, Ranged, combine, highest, hull, interval, lowest, origins_of
from criteria_engine.values.numbers import LARGEST, Rational, normal
from criteria_engine.values.truth import Origin, Truth, Unknown, conjunction, disjunction, negation, unknown
from criteria_engine.values.types import NumberType


@frozen
class _Found:
    """The rows that are there, each with whether it belongs; what keeps others that may exist out of sight."""

    rows: tuple[tuple[Row, Truth], ...]
    unseen: frozenset[Origin]


def completeness(table: str, at: Evaluator) -> Truth:
    """Whether a unit's rows of a table are known to be all there."""
    condition = at.dated.program.tables[table].complete_when
    if condition is None:
        return True
    complete = at.truth(condition)
    return unknown("incomplete", table) if complete is False else complete


def _find(rows: ir.RowSet, at: Evaluator, bound: Bindings) -> _Found | Unknown:
    given = at.record.tables.get(rows.table)
    if given is None:
        return unknown("missing", rows.table)
    members = tuple((row, True if rows.where is None else at.truth(rows.where, _bind(rows, row, bound))) for row in given)
    return _Found(tuple(member for member in members if member[1] is not False), origins_of(completeness(rows.table, at)))


def _bind(rows: ir.RowSet, row: Row, bound: Bindings) -> Bindings:
    return {**bound, rows.variable: (rows.table, row)}


def _any_row(node: ir.AnyRow, at: Evaluator, bound: Bindings) -> Result:
    found = _find(node.rows, at, bound)
    if isinstance(found, Unknown):
        return found
    truths = [conjunction((belongs, at.truth(node.condition, _bind(node.rows, row, bound)))) for row, belongs in found.rows]
    return disjunction([*truths, Unknown(found.unseen)] if found.unseen else truths)


def _every_row(node: ir.EveryRow, at: Evaluator, bound: Bindings) -> Result:
    found = _find(node.rows, at, bound)
    if isinstance(found, Unknown):
        return found
    truths = [disjunction((negation(belongs), at.truth(node.condition, _bind(node.rows, row, bound)))) for row, belongs in found.rows]
    return conjunction([*truths, Unknown(found.unseen)] if found.unseen else truths)


def _row_count(node: ir.RowCount, at: Evaluator, bound: Bindings) -> Result:
    found = _find(node.rows, at, bound)
    if isinstance(found, Unknown):
        return found
    sure = sum(belongs is True for _, belongs in found.rows)
    origins = found.unseen.union(*(origins_of(belongs) for _, belongs in found.rows))
    return interval(sure, LARGEST if found.unseen else len(found.rows), origins)


def _row_share(node: ir.RowShare, at: Evaluator, bound: Bindings) -> Result:
    found = _find(node.rows, at, bound)
    if isinstance(found, Unknown):
        return found
    members = [(belongs, at.truth(node.condition, _bind(node.rows, row, bound))) for row, belongs in found.rows]
    origins = found.unseen.union(*(origins_of(truth) for member in members for truth in member))
    none = _of_none(node.if_none, node.rows.table, at)
    if found.unseen:
        share: Ranged = Interval(0, 1, origins)
        surely = any(belongs is True for belongs, _ in members)
        return share if surely else _with_none(share, none, origins)
    shared = counted_share(members, origins)
    if shared is None:
        return none
    return shared if any(belongs is True for belongs, _ in members) else _with_none(shared, none, origins)


def counted_share(members: list[tuple[Truth, Truth]], origins: frozenset[Origin]) -> Ranged | None:
    """The share of members that meet a condition, of those that belong; None of none at all.

    The lowest share counts in every doubtful member that may miss the condition and leaves out every doubtful one that
    surely meets it; the highest does the opposite.
    """
    ends = []
    for meets in (True, False):
        hits = whole = 0
        doubtful = False
        for belongs, truth in members:
            hit = truth is True if meets else truth is not False
            if belongs is True or hit != meets:
                whole += 1
                hits += hit
            else:
                doubtful = True
        if whole == 0:
            if not doubtful:
                return None
            hits, whole = int(meets), 1
        ends.append((hits, whole))
    (low, low_whole), (high, high_whole) = ends
    return interval(_ratio(low, low_whole), _ratio(high, high_whole), origins)


def _ratio(hits: int, whole: int) -> Rational:
    return normal(Fraction(hits, whole))


def _of_none(given: ir.Expression | None, table: str, at: Evaluator) -> Result:
    return at.value(given) if given is not None else unknown("none arose", table)


def _with_none(share: Ranged, none: Result, origins: frozenset[Origin]) -> Result:
    """A share of rows that may turn out to be none."""
    if isinstance(none, Unknown):
        return Unknown(origins | none.origins)
    whole = hull([share, none])  # type: ignore[list-item]
    return interval(lowest(whole), highest(whole), origins | origins_of(whole))


def _row_fold(node: ir.RowFold, at: Evaluator, bound: Bindings) -> Result:
    found = _find(node.rows, at, bound)
    if isinstance(found, Unknown):
        return found
    values = [(belongs, at.value(node.value, _bind(node.rows, row, bound))) for row, belongs in found.rows]
    origins = found.unseen.union(*(origins_of(part) for pair in values for part in pair))
    if found.unseen or any(isinstance(value, Unknown) for _, value in values):
        return Unknown(origins)
    if not values:
        return 0 if node.way == "sum" and node.if_none is None else _of_none(node.if_none, node.rows.table, at)
    if all(belongs is True for belongs, _ in values):
        known = [value for _, value in values]
        return fold_amounts(node.way, known) if isinstance(node.type, NumberType) else fold_ordered(node.way, known)  # type: ignore[arg-type]
    if node.way != "sum" or node.if_none is not None:
        return Unknown(origins)
    result: Ranged = 0
    for belongs, value in values:
        term: Ranged = value if belongs is True else interval(min(lowest(value), 0), max(highest(value), 0), origins)  # type: ignore[assignment,arg-type]
        result = combine(lambda a, b: a + b, result, term)  # type: ignore[assignment]
    return result


MEANINGS: dict[type, Meaning] = {
    ir.AnyRow: _any_row,
    ir.EveryRow: _every_row,
    ir.RowCount: _row_count,
    ir.RowShare: _row_share,
    ir.RowFold: _row_fold,
}
