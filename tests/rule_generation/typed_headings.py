"""Well-typed pillars, criteria and indicators: children first, then the heading's own clauses, which may ask of them."""

from datetime import date
from fractions import Fraction

from attrs import evolve, frozen
from tests.rule_generation.any_words import PLACE
from tests.rule_generation.chance import likely, pick
from tests.rule_generation.typed_amounts import amount, constant, literal_of
from tests.rule_generation.typed_conditions import condition
from tests.rule_generation.typed_grades import graded
from tests.rule_generation.typed_values import linear_band, steps
from tests.rule_generation.typed_world import CHANGES, FIRST_DAY, Shape, World, cites_or_none, name, title, title_or_none

from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e
from criteria_engine.values.numbers import Rational, normal

_BELOW: dict[e.HeadingLevel, e.HeadingLevel] = {"pillar": "criterion", "criterion": "indicator"}


@frozen
class Place:
    """What the heading above says of one of its parts."""

    weight: e.NumberLiteral | None = None
    averaged: bool = False
    advisory: bool = False
    under: str | None = None


def headings(w: World, *, average: bool) -> list[d.Heading]:
    """Several pillars with criteria, or criteria alone; all of them added to the world."""
    level: e.HeadingLevel = "pillar" if likely(w.chance, 7) else "criterion"
    count = w.chance.whole(1, 3)
    nodes: list[d.Heading] = []
    for place in _places(w, count, average):
        made, shape = _heading(w, level, place)
        nodes += made
        w.roots.append(shape)
    return nodes


def _places(w: World, count: int, average: bool) -> list[Place]:
    """Weights of siblings: all percents that make 100 %, all numbers, or none."""
    if not average:
        return [Place(advisory=likely(w.chance, 1)) for _ in range(count)]
    match w.chance.whole(0, 2):
        case 0:
            return [Place(None, True) for _ in range(count)]
        case 1:
            return [Place(e.NumberLiteral(w.chance.whole(1, 5), None, False, PLACE), True) for _ in range(count)]
    shares = [w.chance.whole(1, 100 // count) for _ in range(count - 1)]
    shares.append(100 - sum(shares))
    return [Place(e.NumberLiteral(share, None, True, PLACE), True) for share in shares]


def _heading(w: World, level: e.HeadingLevel, place: Place, depth: int = 0) -> tuple[list[d.Heading], Shape]:
    """A heading with all that belongs to it, in the order of the text, and what later rules must know of it."""
    made = w.fresh({"pillar": "P", "criterion": "F", "indicator": "I"}[level])
    shape = Shape(made, level, advisory=place.advisory, averaged=place.averaged)
    limited = depth > 0 and likely(w.chance, 1)
    known = len(w.done)
    nodes = _parts(w, shape, depth)
    clauses = _clauses(w, shape, place)
    if limited:
        end = date(2024, 12, 31) if likely(w.chance, 5) else None
        clauses.insert(0, d.Force(pick(w.chance, (FIRST_DAY, *CHANGES)), end, PLACE))
        del w.done[known:]
        shape.most = 0
    else:
        w.done.append(shape)
    return [d.Heading(level, name(made), title_or_none(w), tuple(clauses), PLACE), *nodes], shape


def _parts(w: World, shape: Shape, depth: int) -> list[d.Heading]:
    level = _BELOW.get(shape.level)
    most = {"pillar": 3, "criterion": 2}.get(shape.level, 0)
    if level is None or (shape.level == "criterion" and not likely(w.chance, 2)):
        return []
    shape.average = likely(w.chance, 3)
    nodes: list[d.Heading] = []
    if shape.level == "pillar" and depth == 0 and not shape.average and likely(w.chance, 1):
        inner, below = _heading(w, "pillar", Place(advisory=shape.advisory, under=shape.name), 1)
        nodes += inner
        shape.below.append(below)
        return nodes  # criteria that follow would belong to the inner pillar
    for place in _places(w, w.chance.whole(1, most), shape.average):
        place = evolve(place, advisory=place.advisory or shape.advisory, under=shape.name if likely(w.chance, 1) else None)
        inner, below = _heading(w, level, place, depth + 1)
        nodes += inner
        shape.below.append(below)
    return nodes


def _clauses(w: World, shape: Shape, place: Place) -> list[d.HeadingClause]:
    """All clauses of a heading; the shape learns what they make of it."""
    counted = [one for one in shape.below if not one.advisory or shape.advisory]
    parts = normal(sum((one.top for one in counted), Fraction(0)))
    shape.has_points = any(one.has_points for one in counted) or (shape.average and bool(counted))
    shape.most = 0 if shape.average else normal(sum((one.most for one in counted), Fraction(0)))
    shape.top = 0 if shape.average else parts
    inside = evolve(w, heading=shape, asks_headings=True, rows=())
    clauses = _kinds(w, shape, place)
    if shape.average:
        clauses.append(d.ScoreIs("average", PLACE))
    elif likely(w.chance, 1):
        clauses.append(d.ScoreIs("sum", PLACE))
    if likely(w.chance, 2):
        clauses.append(d.AppliesWhen(condition(inside, 2).tree, PLACE))
    if shape.level != "pillar" and not shape.below and likely(w.chance, 2):
        return [*clauses, *_assessed(w, shape), *_words(w)]
    if not shape.below or (shape.level == "criterion" and likely(w.chance, 3)):
        clauses += _points(inside, shape, parts)
    asked = not counted or likely(w.chance, 5)
    if asked:
        clauses += _test(inside, shape)
    if shape.level != "pillar" and not asked and not any(one.can_pass or one.has_points for one in counted):
        clauses += _test(inside, shape)
    if likely(w.chance, 2):
        clauses += _exemptions(inside, shape)
    if shape.most > 0 and likely(w.chance, 2):
        clauses.append(_minimum(w, shape))
        shape.can_pass = True
    if shape.level != "pillar" and any(one.can_pass for one in counted):
        shape.can_pass = True
    if w.choices and likely(w.chance, 1):
        grades, shape.graded = graded(inside, shape)
        clauses.append(grades)
    return [*clauses, *_words(w)]


def _kinds(w: World, shape: Shape, place: Place) -> list[d.HeadingClause]:
    found: list[d.HeadingClause] = []
    if place.under is not None:
        found.append(d.Under(name(place.under), PLACE))
    if place.advisory:
        found.append(d.Kind("advisory", PLACE))
    elif likely(w.chance, 4):
        shape.mandatory = True
        found.append(d.Kind("mandatory", PLACE))
    if likely(w.chance, 1):
        found.append(d.Kind("scored", PLACE))
    if place.weight is not None:
        found.append(d.Measure("weight", place.weight, PLACE))
    if place.averaged:
        found.append(d.Measure("basically met counts", literal_of("percent", Fraction(w.chance.whole(0, 4), 4)), PLACE))
    if likely(w.chance, 1):
        found.append(d.Policy(pick(w.chance, ("are left out", "count in full", "count as none")), PLACE))  # type: ignore[arg-type]
    return found


def _words(w: World) -> list[d.HeadingClause]:
    found: list[d.HeadingClause] = []
    if likely(w.chance, 2):
        found.append(d.Words("evidence", title(w), PLACE))
    if likely(w.chance, 2):
        found.append(d.Words("remedy", title(w), PLACE))
    cited = cites_or_none(w)
    return [*found, cited] if cited is not None else found


def _assessed(w: World, shape: Shape) -> list[d.HeadingClause]:
    """Points or an outcome that the assessor gives."""
    found: list[d.HeadingClause] = [d.Kind("assessed", PLACE)]
    if likely(w.chance, 5):
        shape.most = shape.top = w.chance.whole(1, 10)
        shape.has_points = True
        found.append(d.Points(literal_of("plain", shape.most), None, (), PLACE))
    else:
        shape.can_pass = True
    return found


def _points(w: World, shape: Shape, parts: Rational) -> list[d.HeadingClause]:
    """Points at most, by the outcome, bands, a line or a formula."""
    if not likely(w.chance, 7):
        return []
    most = parts + w.chance.whole(1, 20)
    shape.most = shape.top = most
    shape.has_points = True
    written = literal_of("plain", most)
    match w.chance.whole(0, 3):
        case 0 if parts == 0:
            return [d.Points(written, None, (), PLACE)]
        case 1 | 2:
            return [d.Points(written, _point_bands(w, most), (), PLACE)]
    clamps = [d.Clamp(kind, constant(w, "plain").tree, PLACE) for kind in ("at least", "at most") if likely(w.chance, 4)]  # type: ignore[arg-type]
    found = amount(w, "plain", 2)
    fits = found.varies and (found.low is None or found.low < most)
    return [d.Points(written, found.tree if fits else literal_of("plain", most), tuple(clamps), PLACE)]


def _point_bands(w: World, most: Rational) -> e.Banded:
    def value() -> e.Expression:
        share = Fraction(w.chance.whole(0, 4), 4)
        found = amount(w, "plain", 1).tree if likely(w.chance, 2) else None
        return literal_of("plain", normal(most * share)) if found is None or isinstance(found, e.NumberLiteral) else found

    bands: list[e.Band] = [e.BandWhen(value(), asked, PLACE) for asked in steps(w, 1, 3, 1)]
    if likely(w.chance, 3):
        linear = linear_band(w, "plain", bands, most)
        bands += [linear] if linear is not None else []
    return e.Banded((*bands, e.BandOtherwise(value(), PLACE)), PLACE)


def _stated(w: World, shape: Shape) -> e.Expression | None:
    if shape.most <= 0 or not likely(w.chance, 3):
        return None
    return literal_of("plain", normal(shape.most * Fraction(w.chance.whole(0, 4), 4)))


def _test(w: World, shape: Shape) -> list[d.HeadingClause]:
    """`requires`, or levels in order with what holds otherwise."""
    shape.can_pass = True
    own_score = _own_score(w, shape)
    if own_score is not None and likely(w.chance, 5):
        return [d.Level("requires", own_score, None, None, PLACE)]
    if likely(w.chance, 5):
        found: list[d.HeadingClause] = [d.Level("requires", condition(w, 2).tree, None, None, PLACE)]
        if likely(w.chance, 1):
            found.append(d.Level("undetermined otherwise", None, None, title(w), PLACE))
        return found
    asked = steps(w, 1, 3, 1)
    words = ("met when", "basically met when", "not met when")[: len(asked)]
    levels: list[d.HeadingClause] = [
        d.Level(word, one, _stated(w, shape), None, PLACE) for word, one in zip(words, asked, strict=True)  # type: ignore[arg-type]
    ]
    match w.chance.whole(0, 2):
        case 1:
            levels.append(d.Level("not met otherwise", None, _stated(w, shape), None, PLACE))
        case 2:
            levels.append(d.Level("undetermined otherwise", None, None, title(w), PLACE))
        case _ if len(levels) == 3:
            levels.append(d.Level("not met otherwise", None, None, None, PLACE))
    return levels


def _own_score(w: World, shape: Shape) -> e.Expression | None:
    """The heading's own score against a mark in reach: points, or a share of them."""
    counted = [one for one in shape.below if not one.advisory]
    if not (counted if shape.average else any(one.has_points for one in counted)):
        return None
    symbol = pick(w.chance, (">=", ">=", "<"))
    if shape.average or shape.most <= 0 or likely(w.chance, 5):
        mark = literal_of("percent", Fraction(w.chance.whole(1, 9), 10))
    else:
        mark = literal_of("plain", normal(shape.most * Fraction(w.chance.whole(1, 4), 4)))
    return e.Comparison(symbol, e.ScoreOf("own", (), PLACE), mark, PLACE)  # type: ignore[arg-type]


def _exemptions(w: World, shape: Shape) -> list[d.HeadingClause]:
    shape.can_pass = True
    found: list[d.HeadingClause] = []
    for index in range(w.chance.whole(1, 2)):
        outcome = pick(w.chance, ("passes", "fails", "not applicable", "undetermined", "basically met"))
        points = _stated(w, shape) if outcome != "not applicable" else None
        found.append(d.Unless(index > 0 and likely(w.chance, 5), condition(w, 1).tree, title_or_none(w), outcome, points, PLACE))  # type: ignore[arg-type]
    return found


def _minimum(w: World, shape: Shape) -> d.Measure:
    share = Fraction(w.chance.whole(1, 4), 4)
    value = literal_of("percent", share) if shape.average or likely(w.chance, 3) else literal_of("plain", normal(shape.most * share))
    return d.Measure("minimum", value, PLACE)
