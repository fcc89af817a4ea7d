"""Declarations of choices, units, facts, tables and parameters, each added to the world."""

from datetime import date
from fractions import Fraction

from tests.rule_generation.any_words import PLACE
from tests.rule_generation.chance import likely, pick
from tests.rule_generation.typed_amounts import OWN_UNIT, Family, literal_of
from tests.rule_generation.typed_world import CHANGES, FIRST_DAY, RowTable, Thing, World, cites_or_none, name, title_or_none

from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e
from criteria_engine.values.labels import NO_LABELS
from criteria_engine.values.numbers import Rational, normal
from criteria_engine.values.types import DATE, PERCENT, TEXT, YES_NO, ChoiceType, DateType, Member, NumberType, Type
from criteria_engine.values.units import counting_unit, known_units

_WORDS: dict[Family, str | None] = {
    "plain": None,
    "area": "m2",
    "money": "VND",
    "percent": None,
    "days": "ngày",
    "months": "tháng",
    "cases": OWN_UNIT,
}

_OTHER_UNITS: dict[Family, tuple[str, int]] = {"area": ("ha", 10_000), "days": ("tuần", 7), "months": ("năm", 12)}
"""Units in which a fact of a family may be instead, and how many of the family's own one of them is."""

FAR = 10**12
"""The bounds of a number that states none."""


def number_type_of(family: Family) -> NumberType:
    """The type that a definition of a family states."""
    match family:
        case "percent":
            return PERCENT
        case "plain":
            return NumberType("number")
        case "money":
            return NumberType("money", known_units()["VND"])
        case "cases":
            return NumberType("number", counting_unit(OWN_UNIT, NO_LABELS))
    return NumberType("number", known_units()[_WORDS[family] or ""])


def type_tree(kind: Type, scale: Rational | None = None, limits: d.Range | None = None) -> d.TypeExpression:
    """A type as a rule file states it."""
    match kind:
        case NumberType():
            unit = kind.unit.symbol or None
            unit = {"day": "ngày", "week": "tuần", "month": "tháng", "year": "năm"}.get(unit or "", unit)
            written = None if scale is None else _literal(scale, kind)
            return d.TypeExpression(kind.kind, None, unit, written, limits, (), False, PLACE)  # type: ignore[arg-type]
        case ChoiceType():
            return d.TypeExpression("named", name(kind.name), None, None, None, (), False, PLACE)
        case DateType():
            return d.TypeExpression("date", None, None, None, limits, (), False, PLACE)
    return d.TypeExpression("text" if kind == TEXT else "yes/no", None, None, None, None, (), False, PLACE)


def _literal(value: Rational, kind: NumberType) -> e.NumberLiteral:
    return literal_of("percent" if kind.kind == "percent" else "plain", value)


def choices(w: World) -> list[d.Choices]:
    """One ordered choice, often an unordered one."""
    found = [_choice(w, ordered=True, words=("yếu", "trung_bình", "khá", "tốt", "xuất_sắc"))]
    if likely(w.chance, 6):
        found.append(_choice(w, ordered=False, words=("theft", "robbery", "ma_túy", "other")))
    return found


def _choice(w: World, *, ordered: bool, words: tuple[str, ...]) -> d.Choices:
    made = w.fresh("choice")
    members = [f"{word}_{made}" if likely(w.chance, 1) else word for word in words[: w.chance.whole(2, len(words))]]
    w.choices.append(ChoiceType(made, tuple(Member(member) for member in members), ordered))
    parts = tuple(d.Choice(name(member), title_or_none(w), PLACE) for member in members)
    return d.Choices(name(made), title_or_none(w), parts, ordered, PLACE)


def units(w: World) -> list[d.UnitDeclaration]:
    """The author's own units."""
    w.taken |= {OWN_UNIT, "tá_hồ_sơ"}
    return [
        d.UnitDeclaration(name(OWN_UNIT), title_or_none(w), None, PLACE),
        d.UnitDeclaration(name("tá_hồ_sơ"), None, e.NumberLiteral(12, OWN_UNIT, False, PLACE), PLACE),
    ]


def facts(w: World) -> d.Facts:
    """Facts of several types; at least two are yes/no."""
    made = [_fact(w, YES_NO), _fact(w, YES_NO)]
    for _ in range(w.chance.whole(2, 9)):
        made.append(_any_fact(w))
    for _, thing in made:
        w.facts.append(thing)
    identity = [d.Fact(name(known), type_tree(TEXT), None, (), PLACE) for known in ("code", "quận")]
    w.taken |= {"code", "quận"}
    w.facts.append(Thing("quận", TEXT))
    return d.Facts((*identity, *(node for node, _ in made)), PLACE)


def _any_fact(w: World) -> tuple[d.Fact, Thing]:
    family = pick(w.chance, ("plain", "area", "money", "percent", "days", "months", "cases", "yes/no", "choice", "date", "date", "text"))
    if family in _WORDS:
        return _number_fact(w, family)  # type: ignore[arg-type]
    kinds: dict[str, Type] = {"yes/no": YES_NO, "date": DATE, "text": TEXT}
    return _fact(w, kinds.get(family) or pick(w.chance, w.choices))


def _fact(w: World, kind: Type) -> tuple[d.Fact, Thing]:
    made = w.fresh("fact")
    limits = None
    if kind == DATE and likely(w.chance, 4):
        limits = d.Range(e.DateLiteral(date(2015, 1, 1), PLACE), e.DateLiteral(date(2030, 12, 31), PLACE), PLACE)
    default: e.Expression | None = None
    if kind == YES_NO:
        default = e.YesNoLiteral(likely(w.chance, 5), PLACE)
    elif isinstance(kind, ChoiceType):
        default = e.Reference(pick(w.chance, kind.members).name, PLACE)
    return d.Fact(name(made), type_tree(kind, None, limits), title_or_none(w), _clauses(w, default), PLACE), Thing(made, kind)


def _number_fact(w: World, family: Family) -> tuple[d.Fact, Thing]:
    made = w.fresh("fact")
    whole = family in ("plain", "cases", "area") and likely(w.chance, 5)
    kinds = {"percent": "percent", "money": "money", "days": "duration", "months": "duration"}
    kind = kinds.get(family, "integer" if whole else "number")
    low: Rational = 0 if likely(w.chance, 8) or family == "percent" else -5
    high: Rational = 1 if family == "percent" else 100_000_000 if family == "money" else pick(w.chance, (8, 30, 120, 500))
    unbounded = family != "percent" and likely(w.chance, 1, 25)
    if unbounded:
        low, high = -FAR, FAR
    scale = Fraction(1, 10) if kind == "number" and likely(w.chance, 3) else None
    other, factor = _OTHER_UNITS[family] if family in _OTHER_UNITS and likely(w.chance, 3) else (None, 1)
    unit = number_type_of(family).unit if other is None else known_units()[other]
    full = NumberType(kind, unit, scale, low, high)  # type: ignore[arg-type]
    limits = None if unbounded else d.Range(_literal(low, full), _literal(high, full), PLACE)
    default = _literal(low, full)
    node = d.Fact(name(made), type_tree(full, scale, limits), title_or_none(w), _clauses(w, default), PLACE)
    return node, Thing(made, full, low * factor, high * factor)


def _clauses(w: World, default: e.Expression | None) -> tuple[d.IfMissing | d.Actionable | d.Private, ...]:
    found: list[d.IfMissing | d.Actionable | d.Private] = []
    if default is not None and not w.plain and likely(w.chance, 3):
        found.append(d.IfMissing(default, PLACE))
    if likely(w.chance, 2):
        cost = e.NumberLiteral(w.chance.whole(1, 9), None, False, PLACE) if likely(w.chance, 5) else None
        found.append(d.Actionable(cost, PLACE))
    if likely(w.chance, 1):
        found.append(d.Private(PLACE))
    return tuple(found)


def table(w: World) -> d.Table:
    """A related table; now and then a field is called as a fact is, and now and then the table says when it is complete."""
    from tests.rule_generation.typed_conditions import condition
    from tests.rule_generation.typed_values import without_rows

    made, row = w.fresh("table", plain=True), w.fresh("row_of", plain=True)
    fields = [_fact(w, YES_NO)]
    for _ in range(w.chance.whole(1, 4)):
        fields.append(_any_fact(w))
    things = [thing for _, thing in fields]
    nodes = [node for node, _ in fields]
    if likely(w.chance, 2):
        shared = pick(w.chance, [fact for fact in w.facts if fact.type == YES_NO])
        things.append(Thing(shared.name, YES_NO))
        nodes.append(d.Fact(name(shared.name), type_tree(YES_NO), None, (), PLACE))
    complete = (condition(without_rows(w), 1).tree,) if likely(w.chance, 4) else ()
    node = d.Table(name(made), name(row), title_or_none(w), complete, tuple(nodes), PLACE)
    w.tables.append(RowTable(made, row, tuple(things)))
    return node


def parameter(w: World) -> d.Parameter:
    """A parameter with one or two values, always in force; it is only ever compared with amounts of its own family."""
    made = w.fresh("level")
    family = pick(w.chance, ("plain", "area", "money", "percent", "days", "months", "cases"))
    kind = number_type_of(family)  # type: ignore[arg-type]
    days = [FIRST_DAY, *(day for day in CHANGES if likely(w.chance, 3))]
    values = []
    numbers: list[Rational] = []
    for day in days:
        value: Rational = Fraction(w.chance.whole(1, 19), 20) if family == "percent" else w.chance.whole(1, 50)
        numbers.append(normal(value))
        values.append(d.ParameterValue(literal_of(family, value), day, None, cites_or_none(w), PLACE))  # type: ignore[arg-type]
    node = d.Parameter(name(made), type_tree(kind), title_or_none(w), tuple(values), PLACE)
    w.parameters.append(Thing(made, kind, min(numbers), max(numbers), constant=True))
    return node
