"""What well-typed conditions ask of headings: their states, grades, counts, points and scores, with marks in reach."""

from fractions import Fraction

from tests.rule_generation.any_expressions import KINDS
from tests.rule_generation.any_words import PLACE
from tests.rule_generation.chance import distinct, likely, pick
from tests.rule_generation.typed_amounts import Amount, Family, literal_of
from tests.rule_generation.typed_conditions import Condition
from tests.rule_generation.typed_world import Shape, World, name

from criteria_engine.language.tree import expressions as e
from criteria_engine.values.numbers import Rational, normal

HEADINGS = frozenset(("headings",))
STATES: tuple[e.Predicate, ...] = (
    e.Predicate("passes", None, False, PLACE),
    e.Predicate("fails", None, False, PLACE),
    e.Predicate("basically met", None, False, PLACE),
    e.Predicate("basically met", None, True, PLACE),
    e.Predicate("not applicable", None, False, PLACE),
)


def asked_condition(w: World) -> Condition | None:
    """A condition on headings; None where there is nothing to ask."""
    tree = pick(w.chance, (_state, _graded, _counted, _score_mark, _listed, _share_mark))(w)
    return None if tree is None else Condition(tree, HEADINGS)


def _state(w: World) -> e.Expression | None:
    able = [shape for shape in w.done if shape.can_pass]
    if not able:
        return None
    return e.HasState(e.Reference(pick(w.chance, able).name, PLACE), pick(w.chance, STATES), PLACE)


def _graded(w: World) -> e.Expression | None:
    graded = [shape for shape in w.done if shape.graded is not None]
    if not graded:
        return None
    shape = pick(w.chance, graded)
    assert shape.graded is not None
    better = shape.graded.ordered and likely(w.chance, 5)
    member = pick(w.chance, shape.graded.members)
    return e.HasState(e.Reference(shape.name, PLACE), e.Predicate("member", name(member.name), better, PLACE), PLACE)


def _listed(w: World) -> e.Expression | None:
    able = distinct(w.chance, 1, 3, [shape for shape in w.done if shape.can_pass])
    known = {shape.name for shape in w.done}
    groups = [group for group, members in w.groups.items() if all(member.name in known for member in members)]
    if groups and likely(w.chance, 5):
        group = pick(w.chance, groups)
        items: tuple[e.Expression, ...] = (e.Reference(group, PLACE),)
        most = len(w.groups[group])
    elif able:
        items = tuple(e.Reference(shape.name, PLACE) for shape in able)
        most = len(items)
    else:
        return None
    kind = pick(w.chance, ("at least", "at most", "exactly", "every", "no"))
    number = None if kind in ("every", "no") else w.chance.whole(0, most)
    return e.Listed(e.Quantity(kind, number, False, PLACE), items, pick(w.chance, STATES), PLACE)  # type: ignore[arg-type]


def _members(w: World, kind: e.HeadingKind, scope: Shape | None) -> int:
    """How many headings a count surely ranges over."""
    within = scope or w.heading
    shapes = list(w.done)
    if within is not None:
        shapes = []
        stack = list(within.below)
        while stack:
            shape = stack.pop()
            shapes.append(shape)
            stack.extend(shape.below)
    found = [shape for shape in shapes if shape.level == kind.level and shape.can_pass and shape.advisory == (kind.only == "advisory")]
    if kind.only == "mandatory":
        found = [shape for shape in found if shape.mandatory]
    if kind.only == "scored":
        found = [shape for shape in found if shape.has_points]
    return len([shape for shape in found if shape in w.done])


def _counting(w: World) -> tuple[e.HeadingKind, e.Name | None, int]:
    kind = e.HeadingKind(*pick(w.chance, KINDS), PLACE)
    scope = pick(w.chance, w.done) if w.done and likely(w.chance, 3) else None
    return kind, name(scope.name) if scope else None, _members(w, kind, scope)


def _counted(w: World) -> e.Expression:
    kind, scope, most = _counting(w)
    bound = pick(w.chance, ("every", "no", "share", *(("at least", "at most", "exactly") if most else ())))
    if bound == "share":
        quantity = e.Quantity(pick(w.chance, ("at least", "at most")), w.chance.whole(1, 9) * 10, True, PLACE)  # type: ignore[arg-type]
    else:
        ends = {"at least": (1, most), "at most": (0, most - 1), "exactly": (0, most)}.get(bound)
        quantity = e.Quantity(bound, w.chance.whole(*ends) if ends else None, False, PLACE)  # type: ignore[arg-type]
    return e.CountedHeadings(quantity, kind, scope, pick(w.chance, STATES), PLACE)


def _scored(w: World) -> list[Shape]:
    return [shape for shape in w.done if shape.has_points]


def _score_mark(w: World) -> e.Expression | None:
    """Points against a mark that can be reached."""
    tree, most = points_asked(w)
    if tree is None or most <= 0:
        return None
    mark = normal(Fraction(w.chance.whole(1, 4), 4) * most)
    return e.Comparison(pick(w.chance, (">=", "<")), tree, literal_of("plain", mark), PLACE)  # type: ignore[arg-type]


def points_asked(w: World) -> tuple[e.Expression | None, Rational]:
    """Points of one heading, of several, of all, or without some; and the most that they surely can be."""
    scored = [shape for shape in _scored(w) if not shape.average]
    if not scored:
        return None, 0
    shape = pick(w.chance, scored)
    match w.chance.whole(0, 3):
        case 0:
            return e.ScoreOf("points", (name(shape.name),), PLACE), shape.most
        case 1:
            return e.ScoreOf("of", (name(shape.name),), PLACE), shape.most
        case 2:
            several = distinct(w.chance, 2, 3, scored)
            if len(several) > 1 and not all(one.averaged for one in several):
                return e.ScoreOf("of", tuple(name(one.name) for one in several), PLACE), _together(several)
    roots = [root for root in w.roots if root in w.done and not root.advisory]
    if w.heading is None and likely(w.chance, 3) and not w.root_average and shape in roots:
        return e.ScoreOf("without", (name(shape.name),), PLACE), _together(roots)
    return e.ScoreOf("of", (name(shape.name),), PLACE), shape.most


def _together(shapes: list[Shape]) -> Rational:
    return normal(sum((shape.most for shape in shapes), Fraction(0)))


def _share_mark(w: World) -> e.Expression | None:
    tree = share_asked(w)
    if tree is None:
        return None
    mark = literal_of("percent", Fraction(w.chance.whole(1, 9), 10))
    return e.Comparison(pick(w.chance, (">=", "<")), tree, mark, PLACE)  # type: ignore[arg-type]


def share_asked(w: World) -> e.Expression | None:
    """A share of possible points, an average, or the share of headings with a state."""
    scored = _scored(w)
    if scored and likely(w.chance, 5):
        roots = [shape for shape in w.roots if shape in scored]
        if w.heading is None and roots and likely(w.chance, 2):
            return e.ScoreOf("without", (name(pick(w.chance, roots).name),), PLACE)
        return e.ScoreOf("of", tuple(name(one.name) for one in distinct(w.chance, 1, 2, scored)), PLACE)
    kind_of, scope, _ = _counting(w)
    return e.HeadingMeasure("share", kind_of, scope, pick(w.chance, STATES), PLACE)


def asked_amount(w: World, family: Family) -> Amount | None:
    """Points, counts or shares of headings as an amount. Scores become percents only beside one, so shares are of headings."""
    if family == "percent":
        kind, scope, _ = _counting(w)
        return Amount(e.HeadingMeasure("share", kind, scope, pick(w.chance, STATES), PLACE), 0, 1, HEADINGS, "percent")
    if likely(w.chance, 5):
        kind, scope, most = _counting(w)
        asked = pick(w.chance, STATES) if likely(w.chance, 6) else None
        return Amount(e.HeadingMeasure("count", kind, scope, asked, PLACE), 0, most, HEADINGS, "integer") if most else None
    shapes = [shape for shape in _scored(w) if not shape.average]
    if not shapes:
        return None
    shape = pick(w.chance, shapes)
    return Amount(e.ScoreOf("points", (name(shape.name),), PLACE), 0, shape.most, HEADINGS, "number")
