"""Well-typed amounts: literals, facts, arithmetic, aggregates; each with the bounds that declared bounds give it.

Amounts fall into families; all of one family can be compared and added. Where the bounds of an amount are known, a mark
strictly between them is neither always nor never reached, which is what the checks of a rule file ask.
"""

from fractions import Fraction
from typing import Literal

from attrs import frozen
from tests.rule_generation.any_words import PLACE
from tests.rule_generation.chance import likely, pick
from tests.rule_generation.typed_dates import field_of, period
from tests.rule_generation.typed_world import Thing, World, name, reference

from criteria_engine.language.tree import expressions as e
from criteria_engine.values.numbers import Rational, normal, round_to
from criteria_engine.values.types import NumberType

Family = Literal["plain", "area", "money", "percent", "days", "months", "cases"]
FAMILIES: tuple[Family, ...] = ("plain", "area", "money", "percent", "days", "months", "cases")
OWN_UNIT = "hồ_sơ"
"""A counting unit that every made-up file declares; `tá_hồ_sơ` is twelve of it."""

OTHER_WORDS = {"ha": "ha", "week": "tuần", "year": "năm"}
"""Units in which a fact may be instead of its family's own, by symbol, as rules write them."""


@frozen
class Amount:
    """A numeric expression. `low` and `high` are None where its bounds are not known; `names` are what it reads."""

    tree: e.Expression
    low: Rational | None
    high: Rational | None
    names: frozenset[str]
    kind: str

    @property
    def varies(self) -> bool:
        """Whether records can change it."""
        return bool(self.names) and (self.low is None or self.high is None or self.low < self.high)


def family_of(kind: NumberType) -> Family:
    """The family of a declared type."""
    if kind.kind in ("percent", "ratio"):
        return "percent"
    match kind.unit.dimension:
        case (("m", 2),):
            return "area"
        case (("day", 1),):
            return "days"
        case (("month", 1),):
            return "months"
        case ((unit, 1),) if unit == OWN_UNIT:
            return "cases"
    return "money" if kind.unit.scale is not None else "plain"


def literal_of(family: Family, value: Rational) -> e.NumberLiteral:
    """A literal of a family; a percent is given as its ratio."""
    units = {"area": "m2", "money": "VND", "days": "ngày", "months": "tháng", "cases": OWN_UNIT}
    if family == "percent":
        return e.NumberLiteral(normal(Fraction(value) * 100), None, True, PLACE)
    return e.NumberLiteral(normal(value), units.get(family), False, PLACE)


def usual(w: World, family: Family) -> Rational:
    """A number above zero that is usual in a family."""
    match family:
        case "percent":
            return Fraction(w.chance.whole(1, 20), 20)
        case "money":
            return w.chance.whole(1, 50) * 1_000_000
        case "plain":
            return w.chance.whole(1, 12) if likely(w.chance, 7) else Fraction(w.chance.whole(1, 40), 4)
    return w.chance.whole(1, 60)


def constant(w: World, family: Family) -> Amount:
    """A literal, sometimes in another unit of the same measure."""
    value = usual(w, family)
    if family == "area" and likely(w.chance, 2):
        return Amount(e.NumberLiteral(value, "ha", False, PLACE), value * 10_000, value * 10_000, frozenset(), "number")
    if family == "cases" and likely(w.chance, 3):
        return Amount(e.NumberLiteral(value, "tá_hồ_sơ", False, PLACE), value * 12, value * 12, frozenset(), "number")
    if family == "days" and likely(w.chance, 2):
        return Amount(e.NumberLiteral(value, "tuần", False, PLACE), value * 7, value * 7, frozenset(), "number")
    if family == "months" and likely(w.chance, 2):
        return Amount(e.NumberLiteral(value, "năm", False, PLACE), value * 12, value * 12, frozenset(), "number")
    kind = "percent" if family == "percent" else "money" if family == "money" else "integer" if isinstance(value, int) else "number"
    return Amount(literal_of(family, value), value, value, frozenset(), kind)


def read_amounts(w: World, family: Family) -> list[Thing]:
    """What may be read here of a family."""
    return [one for one in w.things() if isinstance(one.type, NumberType) and family_of(one.type) == family]


def read(thing: Thing) -> Amount:
    """A thing as an amount."""
    assert isinstance(thing.type, NumberType)
    if thing.constant and thing.low != thing.high:  # a parameter: which of its values counts is the day's to say
        return Amount(reference(thing), None, None, frozenset(), thing.type.kind)
    names = frozenset() if thing.constant else frozenset((thing.name,))
    return Amount(reference(thing), thing.low, thing.high, names, thing.type.kind)


def leaf(w: World, family: Family) -> Amount:
    """Something declared, or a literal."""
    things = read_amounts(w, family)
    return read(pick(w.chance, things)) if things and likely(w.chance, 8) else constant(w, family)


def amount(w: World, family: Family, depth: int) -> Amount:
    """An amount of a family."""
    if depth <= 0:
        return leaf(w, family)
    match w.chance.whole(0, 9):
        case 0 | 1 | 2:
            return leaf(w, family)
        case 3:
            return _total(w, family, depth)
        case 4:
            return _scaled(w, family, depth)
        case 5:
            return _rounded(w, family, depth)
        case 6:
            return _fold(w, family, depth)
        case 7 | 8:
            return _of_rows(w, family, depth)
    return _special(w, family, depth)


def calculated(w: World, depth: int) -> tuple[Family, Amount]:
    """An amount that is surely calculated, if anything of its family is there to calculate with."""
    fields = [one.type for table in w.tables for one in table.fields if isinstance(one.type, NumberType)]
    if fields and not w.without_tables and likely(w.chance, 4):
        family = family_of(pick(w.chance, fields))
        return family, _of_rows(w, family, depth)
    family = pick(w.chance, FAMILIES)
    return family, pick(w.chance, (_total, _scaled, _rounded, _fold, _special, _special))(w, family, depth)


def _both(kind: str, other: str) -> str:
    return kind if kind == other else "money" if "money" in (kind, other) else "percent" if "percent" in (kind, other) else "number"


def _total(w: World, family: Family, depth: int) -> Amount:
    result = amount(w, family, depth - 1)
    terms: list[tuple[bool, e.Expression]] = [(True, result.tree)]
    low, high, names, kind = result.low, result.high, result.names, result.kind
    for _ in range(w.chance.whole(1, 2)):
        added = likely(w.chance, 6)
        term = amount(w, family, depth - 1)
        terms.append((added, term.tree))
        near, far = (term.low, term.high) if added else (term.high, term.low)
        sign = 1 if added else -1
        low = None if low is None or near is None else normal(low + sign * near)
        high = None if high is None or far is None else normal(high + sign * far)
        names, kind = names | term.names, _both(kind, term.kind)
    if likely(w.chance, 1):
        minus = None if high is None else -high, None if low is None else -low
        return Amount(e.Minus(e.Total(tuple(terms), PLACE), PLACE), *minus, names, kind)
    return Amount(e.Total(tuple(terms), PLACE), low, high, names, kind)


def _scaled(w: World, family: Family, depth: int) -> Amount:
    """An amount times or divided by a number above zero. A percent times a number is a number, so percents only divide."""
    inner = amount(w, family, depth - 1)
    if family != "percent" and likely(w.chance, 1):
        other = amount(w, "plain", depth - 1)
        product = e.Multiplied(((True, inner.tree), (True, other.tree)), PLACE)
        return Amount(product, None, None, _marked(inner.names | other.names, "product"), _both(inner.kind, "number"))
    by = w.chance.whole(2, 4)
    times = family != "percent" and likely(w.chance, 5)
    factor: Rational = by if times else Fraction(1, by)
    low, high = (None if end is None else normal(end * factor) for end in (inner.low, inner.high))
    tree = e.Multiplied(((True, inner.tree), (times, e.NumberLiteral(by, None, False, PLACE))), PLACE)
    kind = inner.kind if inner.kind in ("percent", "ratio", "money") or (times and inner.kind == "integer") else "number"
    return Amount(tree, low, high, inner.names, kind)


def _rounded(w: World, family: Family, depth: int) -> Amount:
    inner = amount(w, family, depth - 1)
    step: Rational = Fraction(1, pick(w.chance, (10, 100))) if family in ("percent", "plain") else pick(w.chance, (1, 5))
    way = pick(w.chance, ("half up", "half even", "up", "down", None))
    low, high = (None if end is None else round_to(end, step, way or "half up") for end in (inner.low, inner.high))
    return Amount(e.Rounded(inner.tree, literal_of(family, step), way, PLACE), low, high, inner.names, inner.kind)  # type: ignore[arg-type]


def _fold(w: World, family: Family, depth: int) -> Amount:
    groups = [
        (name_of, things) for name_of, things in w.groups.items() if isinstance(things[0].type, NumberType) and family_of(things[0].type) == family
    ]
    way = pick(w.chance, ("sum", "average", "greatest", "least"))
    if groups and not w.rows and likely(w.chance, 5):
        group, members = pick(w.chance, groups)
        items = [read(member) for member in members]
        trees: tuple[e.Expression, ...] = (e.Reference(group, PLACE),)
    else:
        items = [amount(w, family, depth - 1) for _ in range(w.chance.whole(1, 3))]
        trees = tuple(item.tree for item in items)
    lows, highs = [item.low for item in items], [item.high for item in items]
    low = None if None in lows else _folded(way, [end for end in lows if end is not None])
    high = None if None in highs else _folded(way, [end for end in highs if end is not None])
    kinds = {item.kind for item in items}
    kind = kinds.pop() if len(kinds) == 1 else "number"
    kind = "number" if way == "average" and kind == "integer" else kind
    return Amount(e.FoldList(way, trees, PLACE), low, high, frozenset().union(*(item.names for item in items)), kind)  # type: ignore[arg-type]


def _folded(way: str, ends: list[Rational]) -> Rational:
    match way:
        case "greatest":
            return max(ends)
        case "least":
            return min(ends)
    total = normal(sum(ends, Fraction(0)))
    return total if way == "sum" else normal(Fraction(total) / len(ends))


def _of_rows(w: World, family: Family, depth: int) -> Amount:
    """A sum, average, extreme, count or share of rows. The file's tables are in `names`, so that nothing is taken for
    one thing only."""
    from tests.rule_generation.typed_conditions import condition, within_rows

    if not w.tables or w.without_tables:
        return leaf(w, family)
    table = pick(w.chance, w.tables)
    inside = within_rows(w, table.row, table)
    filtered = condition(inside, depth - 1).tree if likely(w.chance, 3) else None
    rows = e.Rows(name(table.name), filtered, PLACE)
    where = condition(inside, depth - 1).tree if likely(w.chance, 5) else None
    names = frozenset((table.name,))
    if family == "percent" and likely(w.chance, 7):
        where = where or condition(inside, depth - 1).tree
        return Amount(e.Aggregate("share", None, rows, where, _if_none(w, family), PLACE), 0, 1, names, "percent")
    if family == "plain" and likely(w.chance, 5):
        return Amount(e.Aggregate("count", None, rows, where, None, PLACE), 0, 10, names, "integer")
    fields = [one for one in table.fields if isinstance(one.type, NumberType) and family_of(one.type) == family]
    if not fields:
        return leaf(w, family)
    way = pick(w.chance, ("sum", "average", "greatest", "least"))
    field = pick(w.chance, fields)
    assert isinstance(field.type, NumberType)
    of: e.Expression = field_of(w, table, field)
    kind: str = field.type.kind
    low, high = field.low, field.high
    if likely(w.chance, 2):
        inner = _total(inside, family, 1)
        of, kind, low, high = inner.tree, inner.kind, None, None
    kind = "number" if way == "average" and kind == "integer" else kind
    own = field.type.unit.symbol
    if_none = _if_none(w, family, own) if way != "sum" or likely(w.chance, 1) else None
    if not isinstance(of, e.Reference) and family in ("area", "days", "months"):
        if_none = None  # a sum of several may be in another unit
    if way == "sum":
        low, high = (0, high * 3) if low is not None and high is not None and low >= 0 else (None, None)
    return Amount(e.Aggregate(way, of, rows, where, if_none, PLACE), low, high, names, kind)  # type: ignore[arg-type]


def _if_none(w: World, family: Family, unit: str = "") -> e.Expression | None:
    """What stands where no row is there: a value as the grammar takes it, whole where a count may be asked for, in the
    field's own unit."""
    if not likely(w.chance, 6):
        return None
    value = Fraction(w.chance.whole(0, 4), 4) if family == "percent" else w.chance.whole(1, 9)
    if unit in OTHER_WORDS:
        return e.NumberLiteral(value, OTHER_WORDS[unit], False, PLACE)
    return literal_of(family, value)


def _special(w: World, family: Family, depth: int) -> Amount:
    """What only one family has: shares of amounts, periods, heading counts and scores."""
    from tests.rule_generation.typed_headings_asked import asked_amount

    if w.asks_headings and family in ("plain", "percent") and likely(w.chance, 8):
        found = asked_amount(w, family)
        if found is not None:
            return found
    if family == "percent":
        of: Family = pick(w.chance, ("area", "money", "cases", "months", "plain"))
        above, below = amount(w, of, depth - 1), amount(w, of, depth - 1)
        tree = e.Multiplied(((True, above.tree), (False, below.tree)), PLACE)
        low, high = _quotient(above, below)
        return Amount(tree, low, high, _marked(above.names | below.names, "quotient"), "ratio")
    if family in ("days", "months"):
        between = period(w, ("days",) if family == "days" else ("months", "years"), depth - 1)
        if between is not None:
            far = 1000 if family == "days" else 30
            return Amount(between[0], -far, far, between[1], "duration")
    if family == "plain" and likely(w.chance, 5):
        of = pick(w.chance, ("cases", "area", "plain"))
        start_at = amount(w, of, 0).tree if likely(w.chance, 5) else None
        measure = amount(w, of, depth - 1)
        step = constant(w, of) if likely(w.chance, 8) else leaf(w, of)
        each = amount(w, "plain", 0)
        names = _marked(measure.names | step.names | each.names, "steps")
        return Amount(e.Steps(each.tree, likely(w.chance, 6), step.tree, measure.tree, start_at, PLACE), None, None, names, "number")
    return leaf(w, family)


def _marked(names: frozenset[str], way: str) -> frozenset[str]:
    """Names with the way in which they are read, so that what is read is not taken for one thing only."""
    return names | {way} if names else names


def _quotient(above: Amount, below: Amount) -> tuple[Rational | None, Rational | None]:
    """Some bounds inside those of a quotient of amounts that are not negative."""
    ends = (above.low, above.high, below.low, below.high)
    if None in ends or above.low < 0 or below.low < 0 or below.high == 0:  # type: ignore[operator]
        return None, None
    return normal(Fraction(above.low) / Fraction(below.high)), normal(Fraction(above.high) / Fraction(below.high))  # type: ignore[arg-type]


def mark_for(w: World, found: Amount, family: Family) -> e.Expression | None:
    """A literal strictly between an amount's bounds; None where these are not known or leave no room."""
    if found.low is None or found.high is None or found.low >= found.high:
        return None
    low, high = Fraction(found.low), Fraction(found.high)
    near = min(high, low + 4 * Fraction(usual(w, family)))
    levels = [one for one in read_amounts(w, family) if one.constant and one.low is not None and found.low < one.low and one.high < found.high]  # type: ignore[operator]
    if levels and likely(w.chance, 5):
        return reference(pick(w.chance, levels))
    share = Fraction(w.chance.whole(1, 3), 4)
    value = normal(low + (near - low) * share)
    step = Fraction(1, 100) if family in ("plain", "area", "cases") else Fraction(1, 10_000) if family == "percent" else Fraction(1)
    rounded = round_to(value, step, "half up")
    return literal_of(family, rounded) if found.low < rounded < found.high else None
