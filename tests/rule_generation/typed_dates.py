"""Well-typed dates: facts, dates that are moved, the latest and earliest of several or of rows; periods between them."""

from datetime import date

from attrs import frozen
from tests.rule_generation.any_words import PLACE
from tests.rule_generation.chance import distinct, likely, pick
from tests.rule_generation.typed_world import RowTable, Thing, World, is_date, name, reference

from criteria_engine.language.tree import expressions as e
from criteria_engine.values.types import NumberType

UNITS = ("ngày", "tuần", "tháng", "quý", "year")


@frozen
class Day:
    """A date and what it reads."""

    tree: e.Expression
    names: frozenset[str]


def dates(w: World) -> list[Thing]:
    """What may be read here as a date."""
    return [one for one in w.things() if is_date(one)]


def day(w: World, depth: int) -> Day:
    """A date; with depth 0 something declared, or the assessment date."""
    things = dates(w)
    if depth > 0:
        match w.chance.whole(0, 6):
            case 2 | 3:
                return _moved(w, depth)
            case 4:
                return _of_several(w, depth)
            case 5 | 6:
                found = _of_rows(w, depth)
                if found is not None:
                    return found
    if not things or likely(w.chance, 2):
        return Day(e.AssessmentDate(PLACE), frozenset())
    thing = pick(w.chance, things)
    return Day(reference(thing), frozenset((thing.name,)))


def literal(w: World) -> e.DateLiteral:
    """A written day, within the bounds that made-up facts have."""
    return e.DateLiteral(date(w.chance.whole(2016, 2026), w.chance.whole(1, 12), w.chance.whole(1, 28)), PLACE)


def _moved(w: World, depth: int) -> Day:
    """A date so many days or months earlier or later, as written or as a fact has it."""
    start = day(w, depth - 1)
    shift: e.Expression = e.NumberLiteral(w.chance.whole(1, 40), pick(w.chance, UNITS), False, PLACE)
    names = start.names | {"shift"}
    lengths = [one for one in w.things() if isinstance(one.type, NumberType) and one.type.kind == "duration"]
    if lengths and likely(w.chance, 5):
        length = pick(w.chance, lengths)
        shift, names = reference(length), names | {length.name}
    return Day(e.Total(((True, start.tree), (likely(w.chance, 5), shift)), PLACE), names)


def _of_several(w: World, depth: int) -> Day:
    items = [day(w, depth - 1) for _ in range(w.chance.whole(1, 3))]
    names = frozenset().union(*(item.names for item in items)) | {"dates"}
    return Day(e.FoldList(pick(w.chance, ("latest", "earliest")), tuple(item.tree for item in items), PLACE), names)


def field_of(w: World, table: RowTable, field: Thing) -> e.Reference:
    """A field of a table's rows, by its own name or with the row's."""
    bare = all(field.name != fact.name for fact in w.facts)
    return e.Reference(field.name if bare else f"{table.row}.{field.name}", PLACE)


def _of_rows(w: World, depth: int) -> Day | None:
    from tests.rule_generation.typed_conditions import condition, within_rows

    tables = [one for one in w.tables if any(map(is_date, one.fields))]
    if not tables or w.without_tables:
        return None
    table = pick(w.chance, tables)
    field = pick(w.chance, [one for one in table.fields if is_date(one)])
    where = condition(within_rows(w, table.row, table), depth - 1).tree if likely(w.chance, 4) else None
    if_none = literal(w) if likely(w.chance, 4) else None
    rows = e.Rows(name(table.name), None, PLACE)
    tree = e.Aggregate(pick(w.chance, ("latest", "earliest")), field_of(w, table, field), rows, where, if_none, PLACE)
    return Day(tree, frozenset((table.name, "rows")))


def period(w: World, calendars: tuple[str, ...], depth: int) -> tuple[e.Expression, frozenset[str]] | None:
    """Days, complete months or complete years between two dates, of which the first reads a fact."""
    things = dates(w)
    if not things:
        return None
    start = day(w, depth)
    if not start.names & {one.name for one in things}:
        thing = pick(w.chance, things)
        start = Day(reference(thing), frozenset((thing.name,)))
    end = day(w, depth)
    sides = (start, end) if likely(w.chance, 7) else (end, start)
    return e.Period(pick(w.chance, calendars), sides[0].tree, sides[1].tree, PLACE), start.names | end.names | {"period"}  # type: ignore[arg-type]


def several_of(w: World, things: list[Thing]) -> tuple[e.Expression, frozenset[str]]:
    """The greatest or least of some choices of one kind."""
    chosen = distinct(w.chance, 1, 3, things)
    return e.FoldList(pick(w.chance, ("greatest", "least")), tuple(map(reference, chosen)), PLACE), frozenset(one.name for one in chosen)
