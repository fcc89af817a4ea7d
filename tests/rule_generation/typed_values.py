"""Well-typed values by cases, definitions and groups."""

from fractions import Fraction

from attrs import evolve
from tests.rule_generation.any_words import PLACE
from tests.rule_generation.chance import distinct, likely, pick
from tests.rule_generation.typed_amounts import FAMILIES, Family, amount, constant, family_of, leaf, literal_of
from tests.rule_generation.typed_conditions import condition, text_literal
from tests.rule_generation.typed_dates import day
from tests.rule_generation.typed_facts import number_type_of, type_tree
from tests.rule_generation.typed_world import Thing, World, cites_or_none, is_choice, is_text, is_yes_no, name, reference, title_or_none

from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e
from criteria_engine.values.numbers import Rational, normal
from criteria_engine.values.types import DATE, OUTCOME, PERCENT, TEXT, YES_NO, ChoiceType, NumberType, Type


def steps(w: World, low: int, high: int, depth: int = 2) -> list[e.Expression]:
    """Conditions in order, each of which still holds for something after those before it: falling marks of one thing,
    or conditions about different things."""
    ladder = _falling(w) if high > 1 and likely(w.chance, 5) else []
    if len(ladder) >= low:
        return ladder[:high]
    found: list[e.Expression] = []
    names: frozenset[str] = frozenset()
    for _ in range(high * 3):
        asked = condition(w, depth)
        if not asked.names & names:
            found.append(asked.tree)
            names |= asked.names
        if len(found) >= max(low, 1) and likely(w.chance, 5):
            break
    return found[:high]


def _falling(w: World) -> list[e.Expression]:
    """A fact or a parameter's fact against marks that fall, or choices that fall."""
    things = [one for one in w.things() if not one.constant and (isinstance(one.type, NumberType) or (is_choice(one) and one.type.ordered))]  # type: ignore[union-attr]
    things = [one for one in things if one in w.facts]
    if not things:
        return []
    thing = pick(w.chance, things)
    if isinstance(thing.type, ChoiceType):
        members = [member.name for member in thing.type.members[1:]]
        found = [e.HasState(reference(thing), e.Predicate("member", name(word), True, PLACE), PLACE) for word in reversed(members)]
        return list(found)
    assert isinstance(thing.type, NumberType) and thing.low is not None and thing.high is not None
    family = family_of(thing.type)
    marks = [mark for share in (3, 2, 1) if (mark := _mark_at(thing, family, share)) is not None]
    values = [mark.value for mark in marks]
    if len(set(values)) < len(values):
        return []
    return [e.Comparison(">=", reference(thing), mark, PLACE) for mark in marks]


def _mark_at(thing: Thing, family: Family, quarter: int) -> e.NumberLiteral | None:
    """The whole number nearest below a quarter of a fact's bounds (of a percent, the whole percent)."""
    assert thing.low is not None and thing.high is not None
    grain = 100 if family == "percent" else 1
    low, high = thing.low * grain, thing.high * grain
    value = int(low + (high - low) * quarter // 4)
    return literal_of(family, _ratio(value, grain)) if low < value < high else None


def _ratio(value: int, grain: int) -> Rational:
    return Fraction(value, grain) if grain > 1 else value


def linear_band(w: World, of: Family, before: list[e.Band], most: Rational | None = None) -> e.BandLinear | None:
    """A case on a line, from a lower mark of a fact to a higher one, where the cases before say nothing of that fact; its
    values are literals, not above the most points where these are said, or amounts of a family."""
    said = repr(before)
    things = [one for one in w.facts if isinstance(one.type, NumberType) and repr(one.name) not in said]
    if not things or w.rows:
        return None
    thing = pick(w.chance, things)
    assert isinstance(thing.type, NumberType)
    family = family_of(thing.type)
    low, high = _mark_at(thing, family, 1), _mark_at(thing, family, 3)
    if low is None or high is None or low.value >= high.value:
        return None
    values = [_end_value(w, of, most) for _ in range(2)]
    return e.BandLinear(reference(thing), values[0], low, values[1], high, PLACE)


def _end_value(w: World, of: Family, most: Rational | None) -> e.Expression:
    found = leaf(w, of).tree if likely(w.chance, 2) else constant(w, of).tree
    if most is not None and not isinstance(found, e.Reference):
        return literal_of(of, normal(most * Fraction(w.chance.whole(0, 4), 4)))
    return found


def bands_of(w: World, kind: Type) -> e.Banded:
    """Cases of a type that cover everything."""
    found: list[e.Band] = [e.BandWhen(value_of(w, kind, 1, in_bands=True), asked, PLACE) for asked in steps(w, 1, 3)]
    if isinstance(kind, NumberType) and likely(w.chance, 3):
        linear = linear_band(w, family_of(kind), found)
        found += [linear] if linear is not None else []
    found.append(e.BandOtherwise(value_of(w, kind, 1, in_bands=True), PLACE))
    return e.Banded(tuple(found), PLACE)


def value_of(w: World, kind: Type, depth: int, *, in_bands: bool = False) -> e.Expression:
    """An expression of a type."""
    if isinstance(kind, NumberType):
        return amount(w, family_of(kind), depth).tree
    if isinstance(kind, ChoiceType):
        same = [one for one in w.things() if one.type == kind]
        return reference(pick(w.chance, same)) if same and likely(w.chance, 4) else e.Reference(pick(w.chance, kind.members).name, PLACE)
    if kind == DATE:
        return day(w, depth).tree
    if kind == TEXT:
        texts = [one for one in w.things() if is_text(one)]
        return reference(pick(w.chance, texts)) if texts and likely(w.chance, 6) else text_literal(w)
    if in_bands and likely(w.chance, 5):
        return e.YesNoLiteral(likely(w.chance, 5), PLACE)
    return condition(w, depth).tree


def definition(w: World) -> d.Definition:
    """A definition, added to the world."""
    made = w.fresh("def")
    shown = title_or_none(w), cites_or_none(w)
    which = w.chance.whole(0, 5)
    if which <= 2:
        family: Family = pick(w.chance, FAMILIES if which < 2 else ("percent", "plain"))
        kind: Type = number_type_of(family)
        found = amount(w, family, 2)
        if likely(w.chance, 4):
            tree: e.Expression = bands_of(w, kind)
            thing = Thing(made, kind)
        else:
            tree = found.tree
            thing = Thing(made, kind, found.low, found.high, constant=not found.varies)
    else:
        choices = [one for one in w.choices]
        kind = pick(w.chance, (YES_NO, YES_NO, DATE, DATE, TEXT, *choices))
        plain = kind == YES_NO and likely(w.chance, 7)
        tree = condition(w, 2).tree if plain else value_of(w, kind, 1) if kind == DATE else bands_of(w, kind)
        thing = Thing(made, kind)
    node = d.Definition(name(made), type_tree(kind), shown[0], tree, shown[1], PLACE)
    w.definitions.append(thing)
    return node


def late_definition(w: World) -> d.Definition:
    """A definition that reads headings, for the verdict."""
    from tests.rule_generation.typed_headings_asked import asked_condition, share_asked

    made = w.fresh("late")
    found = asked_condition(w) if likely(w.chance, 5) else None
    share = share_asked(w) if found is None else None
    if share is not None:
        w.definitions.append(Thing(made, PERCENT))
        return d.Definition(name(made), type_tree(PERCENT), title_or_none(w), share, cites_or_none(w), PLACE)
    w.definitions.append(Thing(made, YES_NO))
    tree = found.tree if found is not None else condition(w, 1).tree
    return d.Definition(name(made), type_tree(YES_NO), title_or_none(w), tree, cites_or_none(w), PLACE)


def groups(w: World) -> list[d.Group]:
    """Groups of yes/no facts and of amounts of one family, added to the world."""
    found: list[d.Group] = []
    pools = [[one for one in w.facts if is_yes_no(one)]]
    family = pick(w.chance, FAMILIES)
    pools.append([one for one in w.facts if isinstance(one.type, NumberType) and family_of(one.type) == family])
    for pool in pools:
        if len(pool) > 1 and likely(w.chance, 6):
            found.append(_group(w, distinct(w.chance, 2, 4, pool)))
    return found


def heading_group(w: World) -> list[d.Group]:
    """A group of headings that can pass."""
    able = [Thing(shape.name, OUTCOME) for shape in w.done if shape.can_pass]
    return [_group(w, distinct(w.chance, 2, 4, able))] if len(able) > 1 and likely(w.chance, 5) else []


def _group(w: World, members: list[Thing]) -> d.Group:
    made = w.fresh("group")
    w.groups[made] = tuple(members)
    return d.Group(name(made), title_or_none(w), tuple(name(member.name) for member in members), PLACE)


def without_rows(w: World) -> World:
    """The world for conditions under which a table is complete: they read no table."""
    return evolve(w, without_tables=True, definitions=[])
