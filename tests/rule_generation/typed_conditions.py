"""Well-typed conditions, none of which declared bounds decide by themselves."""

from attrs import evolve, frozen
from tests.rule_generation.any_words import PLACE
from tests.rule_generation.chance import distinct, likely, pick
from tests.rule_generation.typed_amounts import FAMILIES, amount, calculated, mark_for
from tests.rule_generation.typed_dates import UNITS, dates, day, field_of, literal, several_of
from tests.rule_generation.typed_world import RowTable, Thing, World, is_choice, is_text, is_yes_no, name, reference

from criteria_engine.language.tree import expressions as e
from criteria_engine.values.types import ChoiceType, YesNoType

WORDS = (
    "A",
    "Quận 1",
    "Phường Tân Chánh Hiệp",
    "",
    "quận 1",
    "Quan 1",
    "Hòa Bình",
    "Hoà Bình",
    "ĐỨC",
    "đức",
    "D'Arc",
    'a"b',
    "100%",
    "a_b",
    "\\",
    "x\u0301",
    "名前 🏠",
)
"""What made-up facts of type text may hold: words that differ only in case, in marks, or in where a mark stands are different."""


@frozen
class Condition:
    """A condition and what it reads. One that reads a single thing may be looked into by the checks."""

    tree: e.Expression
    names: frozenset[str]


def within_rows(w: World, variable: str, table: RowTable) -> World:
    """The world inside a quantifier over the rows of a table. The names in it stay those of the file."""
    return evolve(w, rows=((variable, table), *w.rows), asks_headings=False)


def condition(w: World, depth: int) -> Condition:
    """A condition."""
    if not w.plain and likely(w.chance, 1, 20):
        return _missing(w)
    if depth <= 0:
        return _plain(w)
    match w.chance.whole(0, 9):
        case 0 | 1 | 2:
            return _plain(w)
        case 3 | 4:
            return _joined(w, depth)
        case 5:
            inner = condition(w, depth - 1)
            return Condition(e.Not(inner.tree, PLACE), inner.names)
        case 6:
            return _listed(w, depth)
        case 7:
            return _of_rows(w, depth)
    if w.asks_headings and likely(w.chance, 8):
        from tests.rule_generation.typed_headings_asked import asked_condition

        found = asked_condition(w)
        if found is not None:
            return found
    return _compared_amounts(w, depth)


def _plain(w: World) -> Condition:
    """A yes/no fact, or a comparison of one thing."""
    kinds = [_yes_no, _choice, _date, _text, _compared_amounts]
    for make in [pick(w.chance, kinds), *kinds]:
        found = make(w, 0)
        if found is not None:
            return found
    raise AssertionError("a world without a yes/no fact")


def _yes_no(w: World, depth: int) -> Condition:
    things = [one for one in w.things() if is_yes_no(one)]
    thing = pick(w.chance, things)
    names = frozenset((thing.name,))
    if not w.plain and "." not in thing.name and thing in w.facts and likely(w.chance, 2):
        return Condition(e.IsMissing(reference(thing), PLACE), names | {"missing"})
    if likely(w.chance, 3):
        return Condition(e.Comparison(pick(w.chance, ("=", "!=")), reference(thing), e.YesNoLiteral(likely(w.chance, 5), PLACE), PLACE), names)  # type: ignore[arg-type]
    return Condition(reference(thing), names)


def _missing(w: World) -> Condition:
    """Whether a fact or a field of the row at hand is missing."""
    calculated = {one.name for one in (*w.parameters, *w.definitions)}
    inside = [one for one in w.things() if all(one.name != fact.name for fact in w.facts)]
    things = inside if w.rows and likely(w.chance, 7) else w.things()
    thing = pick(w.chance, [one for one in things if one.name not in calculated] or w.facts)
    return Condition(e.IsMissing(reference(thing), PLACE), frozenset((thing.name, "missing")))


def _choice(w: World, depth: int) -> Condition | None:
    things = [one for one in w.things() if is_choice(one)]
    if not things:
        return None
    thing = pick(w.chance, things)
    assert isinstance(thing.type, ChoiceType)
    names = frozenset((thing.name,))
    members = thing.type.members
    if likely(w.chance, 4):
        return Condition(e.HasState(reference(thing), _member(w, thing.type), PLACE), names)
    symbol = pick(w.chance, ("=", "!=", "<", ">=", "<=", ">") if thing.type.ordered else ("=", "!="))
    left: e.Expression = reference(thing)
    if thing.type.ordered and likely(w.chance, 2):
        left, names = _best(w, thing)
    index = {"<": (1, len(members) - 1), ">=": (1, len(members) - 1), "<=": (0, len(members) - 2), ">": (0, len(members) - 2)}.get(
        symbol, (0, len(members) - 1)
    )
    member = members[w.chance.whole(*index)]
    right: e.Expression = e.Reference(member.name, PLACE)
    if any(one.name == member.name for one in w.things()) or likely(w.chance, 1):
        right = e.TextLiteral(member.name, PLACE)
    return Condition(e.Comparison(symbol, left, right, PLACE), names)  # type: ignore[arg-type]


def _best(w: World, thing: Thing) -> tuple[e.Expression, frozenset[str]]:
    """The greatest or least of several choices of one kind, or of those in the rows of a table."""
    tables = [(table, one) for table in w.tables for one in table.fields if one.type == thing.type]
    if not tables or w.without_tables or likely(w.chance, 4):
        return several_of(w, [one for one in w.things() if one.type == thing.type])
    table, field = pick(w.chance, tables)
    rows = e.Rows(name(table.name), None, PLACE)
    tree = e.Aggregate(pick(w.chance, ("greatest", "least")), field_of(w, table, field), rows, None, None, PLACE)
    return tree, frozenset((table.name, "rows"))


def _member(w: World, kind: ChoiceType) -> e.Predicate:
    better = kind.ordered and likely(w.chance, 5)
    index = w.chance.whole(1 if better else 0, len(kind.members) - 1)
    return e.Predicate("member", name(kind.members[index].name), better, PLACE)


def _date(w: World, depth: int) -> Condition | None:
    things = dates(w)
    if not things:
        return None
    thing = pick(w.chance, things)
    left: e.Expression = reference(thing)
    right: e.Expression = e.AssessmentDate(PLACE)
    names = frozenset((thing.name,))
    match w.chance.whole(0, 4):
        case 1:
            right = literal(w)
        case 2:
            shift = e.NumberLiteral(w.chance.whole(1, 40), pick(w.chance, UNITS), False, PLACE)
            right = e.Total(((True, e.AssessmentDate(PLACE)), (likely(w.chance, 3), shift)), PLACE)
            names |= {"shift"}
        case 3:
            other = day(w, 1)
            right, names = other.tree, names | other.names | {"dates"}
        case 4:
            made, other = day(w, 1), day(w, 1)
            if made.names & {one.name for one in things}:
                left, names = made.tree, made.names
            right, names = other.tree, names | other.names | {"dates"}
    return Condition(e.Comparison(pick(w.chance, ("<", "<=", ">", ">=", "=", "!=")), left, right, PLACE), names)  # type: ignore[arg-type]


def text_literal(w: World) -> e.TextLiteral:
    """A written text, mostly one of few, so that equal ones meet."""
    return e.TextLiteral(pick(w.chance, WORDS[:4] if likely(w.chance, 6) else WORDS), PLACE)


def _text(w: World, depth: int) -> Condition | None:
    things = [one for one in w.things() if is_text(one)]
    if not things:
        return None
    thing = pick(w.chance, things)
    symbol = pick(w.chance, ("=", "!="))
    other = pick(w.chance, things) if likely(w.chance, 2) else None
    right = text_literal(w) if other is None else reference(other)
    names = frozenset((thing.name, "text")) if other is None else frozenset((thing.name, other.name, "text", "two texts"))
    return Condition(e.Comparison(symbol, reference(thing), right, PLACE), names)  # type: ignore[arg-type]


def _compared_amounts(w: World, depth: int) -> Condition:
    """An amount against a mark strictly between its bounds, or against another amount that records can change."""
    family = pick(w.chance, FAMILIES)
    left = amount(w, family, depth)
    if likely(w.chance, 3):
        family, left = calculated(w, max(depth, 1))
    mark = mark_for(w, left, family) if left.varies else None
    symbol = pick(w.chance, (">=", "<", "<=", ">"))
    if mark is not None and likely(w.chance, 8):
        turned = likely(w.chance, 1)
        sides = (mark, left.tree) if turned else (left.tree, mark)
        return Condition(e.Comparison(symbol, *sides, PLACE), left.names)  # type: ignore[arg-type]
    right = amount(w, family, depth - 1)
    if left.varies and right.varies:
        symbol = pick(w.chance, (">=", "<", "<=", ">", "=", "!="))
        return Condition(e.Comparison(symbol, left.tree, right.tree, PLACE), left.names | right.names | {"two amounts"})  # type: ignore[arg-type]
    return _yes_no(w, depth)


def _joined(w: World, depth: int) -> Condition:
    """Conditions about different things, joined; those about one thing alone could contradict each other."""
    items = [condition(w, depth - 1)]
    for _ in range(w.chance.whole(1, 2)):
        item = condition(w, depth - 1)
        if not item.names & frozenset().union(*(other.names for other in items)):
            items.append(item)
    if len(items) == 1:
        return items[0]
    kind = e.AllOf if likely(w.chance, 5) else e.AnyOf
    return Condition(kind(tuple(item.tree for item in items), PLACE), frozenset().union(*(item.names for item in items)) | {"joined"})


def _quantity(w: World, of: int) -> e.Quantity:
    kind = pick(w.chance, ("at least", "at most", "exactly", "every", "no"))
    number = w.chance.whole(0, of) if kind in ("at least", "at most", "exactly") else None
    return e.Quantity(kind, number, False, PLACE)  # type: ignore[arg-type]


def _listed(w: World, depth: int) -> Condition:
    """Some of several: named conditions, a group, or choices of which one thing is asked."""
    groups = [(group, members) for group, members in w.groups.items() if isinstance(members[0].type, YesNoType)]
    names: frozenset[str] = frozenset(("listed",))
    if groups and not w.rows and likely(w.chance, 5):
        group, members = pick(w.chance, groups)
        return Condition(e.Listed(_quantity(w, len(members)), (e.Reference(group, PLACE),), None, PLACE), names)
    choices = [one for one in w.things() if is_choice(one)]
    if choices and likely(w.chance, 4):
        kind = pick(w.chance, choices).type
        assert isinstance(kind, ChoiceType)
        alike = distinct(w.chance, 1, 3, [one for one in choices if one.type == kind])
        asked = _member(w, kind)
        return Condition(e.Listed(_quantity(w, len(alike)), tuple(map(reference, alike)), asked, PLACE), names | {one.name for one in alike})
    items: list[Condition] = []
    for _ in range(w.chance.whole(2, 4)):
        item = condition(w, depth - 1)
        if not any(item.names & other.names for other in items):
            items.append(item)
    if len(items) < 2:
        return items[0]
    of = _quantity(w, len(items))
    return Condition(e.Listed(of, tuple(item.tree for item in items), None, PLACE), names.union(*(item.names for item in items)))


def _of_rows(w: World, depth: int) -> Condition:
    """Exists, every, no."""
    if not w.tables or w.without_tables:
        return _plain(w)
    table = pick(w.chance, w.tables)
    variable = table.row if likely(w.chance, 5) else w.fresh("r", plain=True)
    inside = within_rows(w, variable, table)
    kind = pick(w.chance, ("exists", "every", "no"))
    where = condition(inside, depth - 1).tree if kind != "exists" and likely(w.chance, 4) else None
    asked = condition(inside, depth - 1).tree
    return Condition(e.Quantified(kind, name(variable), name(table.name), where, asked, PLACE), frozenset((table.name, "rows")))  # type: ignore[arg-type]
