"""What conditions ask of headings: their state, counts and shares of them, their points and scores."""

from fractions import Fraction

from criteria_engine.diagnostics.catalogue.names import UnknownChoice, WrongKindOfName
from criteria_engine.diagnostics.catalogue.rules import CountIsWrong, HeadingCannotPass, NoPointsHere
from criteria_engine.diagnostics.catalogue.types import NotOrdered, PredicateDoesNotFit
from criteria_engine.ir import expressions as ir
from criteria_engine.language.elaborate.reading import read
from criteria_engine.language.elaborate.scope import HeadingShape, Scope
from criteria_engine.language.names.table import nearest
from criteria_engine.language.tree import expressions as e
from criteria_engine.source import Span
from criteria_engine.values.numbers import exact_text, normal
from criteria_engine.values.type_names import TypeName, type_name
from criteria_engine.values.types import INTEGER, NUMBER, PERCENT, YES_NO, ChoiceType, NumberType, Type

_OUTCOMES: dict[str, frozenset[ir.OutcomeName]] = {
    "passes": frozenset(("passes",)),
    "fails": frozenset(("fails",)),
    "basically met": frozenset(("basically met",)),
    "not applicable": frozenset(("not applicable",)),
}


def heading_named(name: e.Name | e.Reference, scope: Scope) -> HeadingShape | None:
    """The heading that a name means, or a fault."""
    text = name.text if isinstance(name, e.Name) else name.name
    if text in scope.shapes:
        return scope.shapes[text]
    entry = scope.names.values.get(text)
    if entry is not None:
        scope.faults.append(WrongKindOfName(name.span, text, entry.kind, "heading"))
    else:
        scope.names.unknown(text, name.span, "heading", scope.shapes)
    return None


def _state(predicate: e.Predicate, choices: ChoiceType | None, scope: Scope) -> ir.StateOf | None:
    """What a predicate asks; a member is a grade of these choices."""
    if predicate.kind in ("yes", "no"):
        scope.faults.append(PredicateDoesNotFit(predicate.span, predicate.kind, TypeName("heading")))
        return None
    if predicate.kind != "member" or predicate.member is None:
        outcomes = _OUTCOMES[predicate.kind]
        if predicate.or_better and predicate.kind == "basically met":
            outcomes = outcomes | _OUTCOMES["passes"]
        return ir.StateOf(outcomes)
    word = predicate.member.text
    if choices is None:
        scope.faults.append(PredicateDoesNotFit(predicate.span, word, TypeName("heading")))
        return None
    names = [member.name for member in choices.members]
    if word not in names:
        scope.faults.append(UnknownChoice(predicate.member.span, word, choices.name, tuple(names), nearest(word, names)))
        return None
    if predicate.or_better and not choices.ordered:
        scope.faults.append(NotOrdered(predicate.span, type_name(choices)))
        return None
    index = names.index(word)
    return ir.StateOf(grades=frozenset(range(index, len(names)) if predicate.or_better else (index,)), text=word)


def read_heading_state(name: e.Reference, predicate: e.Predicate, scope: Scope, span: Span) -> ir.Expression | None:
    """`F1 passes`, `facilities is good or better`."""
    shape = heading_named(name, scope)
    if shape is None:
        return None
    choices = scope.choices.get(shape.graded) if shape.graded else None
    state = _state(predicate, choices, scope)
    if state is None:
        return None
    if state.grades is None and not shape.can_pass and predicate.kind != "not applicable":
        scope.faults.append(HeadingCannotPass(name.span, name.name))
        return None
    return ir.HeadingState(name.name, state, type=YES_NO, span=span)


def _below(name: str, scope: Scope) -> list[str]:
    found: list[str] = []
    stack = [*reversed(scope.shapes[name].children)]
    while stack:
        child = stack.pop()
        found.append(child)
        stack.extend(reversed(scope.shapes[child].children))
    return found


def selection(kind: e.HeadingKind, scope_name: e.Name | None, predicate: e.Predicate | None, scope: Scope) -> ir.Selection | None:
    """The headings that a count ranges over: of the level and kind, below the named heading, or below the one that the
    condition stands in, or all; advisory ones and those that can neither pass nor fail only where asked for."""
    within = scope.heading
    if scope_name is not None:
        shape = heading_named(scope_name, scope)
        if shape is None:
            return None
        within = shape.node.name.text
    names = list(scope.shapes) if within is None else _below(within, scope)
    by_grade = predicate is not None and predicate.kind == "member"
    found: list[str] = []
    for name in names:
        shape = scope.shapes[name]
        able = shape.graded is not None if by_grade else shape.can_pass
        if shape.node.level != kind.level or not able or shape.advisory != (kind.only == "advisory"):
            continue
        if (kind.only == "mandatory" and not shape.mandatory) or (kind.only == "scored" and not shape.has_points):
            continue
        found.append(name)
    return ir.Selection(tuple(found), kind.level, kind.only, within)


def _selection_state(
    kind: e.HeadingKind, within: e.Name | None, predicate: e.Predicate | None, scope: Scope
) -> tuple[ir.Selection, ir.StateOf | None] | None:
    chosen = selection(kind, within, predicate, scope)
    if chosen is None:
        return None
    if predicate is None:
        return chosen, None
    graded = {scope.shapes[name].graded for name in chosen.headings}
    choices = scope.choices.get(graded.pop() or "") if len(graded) == 1 else None
    state = _state(predicate, choices, scope)
    return None if state is None else (chosen, state)


@read.register
def _counted(node: e.CountedHeadings, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    found = _selection_state(node.kind, node.scope, node.predicate, scope)
    if found is None:
        return None
    chosen, state = found
    assert state is not None
    quantity = node.quantity
    if quantity.kind in ("every", "no"):
        return ir.EveryHeading(chosen, state, quantity.kind == "every", type=YES_NO, span=node.span)
    symbol: ir.Symbol = {"at least": ">=", "at most": "<=", "exactly": "="}[quantity.kind]  # type: ignore[assignment]
    number = quantity.number
    assert number is not None
    if quantity.percent:
        share = normal(Fraction(number) / 100)
        if not 0 <= share <= 1:
            scope.faults.append(CountIsWrong(quantity.span, f"{exact_text(number)}%"))
            return None
        left: ir.Expression = ir.HeadingShare(chosen, state, type=PERCENT, span=node.span)
        return ir.Comparison(symbol, left, ir.Constant(share, type=PERCENT, span=quantity.span), type=YES_NO, span=node.span)
    if not isinstance(number, int):
        scope.faults.append(CountIsWrong(quantity.span, exact_text(number)))
        return None
    left = ir.HeadingCount(chosen, state, type=INTEGER, span=node.span)
    return ir.Comparison(symbol, left, ir.Constant(number, type=INTEGER, span=quantity.span), type=YES_NO, span=node.span)


@read.register
def _measure(node: e.HeadingMeasure, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    found = _selection_state(node.kind, node.scope, node.predicate, scope)
    if found is None:
        return None
    chosen, state = found
    if node.way == "count":
        return ir.HeadingCount(chosen, state, type=INTEGER, span=node.span)
    assert state is not None
    return ir.HeadingShare(chosen, state, type=PERCENT, span=node.span)


@read.register
def _score(node: e.ScoreOf, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    shapes = [heading_named(name, scope) for name in node.names]
    if None in shapes:
        return None
    names = tuple(name.text for name in node.names)
    known = [shape for shape in shapes if shape is not None]
    for name, shape in zip(node.names, known, strict=True):
        if not (shape.has_points and not shape.gives_share if node.kind == "points" else shape.has_points or _averaged(shape, scope)):
            scope.faults.append(NoPointsHere(name.span, name.text))
            return None
    if node.kind == "points":
        return ir.PointsOf(names[0], type=NUMBER, span=node.span)
    if node.kind == "of":
        together = len(known) > 1 and all(_averaged(shape, scope) for shape in known)
        share = _is_percent(wanted) or together or (len(known) == 1 and (known[0].average or not known[0].has_points))
        return ir.Score(names, share, type=PERCENT if share else NUMBER, span=node.span)
    if scope.heading is not None:
        shape = scope.shapes[scope.heading]
        if not shape.has_points:
            scope.faults.append(NoPointsHere(node.span, scope.heading))
            return None
        share = shape.average or _is_percent(wanted)
        return ir.Score((scope.heading,), share, names, type=PERCENT if share else NUMBER, span=node.span)
    if not scope.root_average and not any(shape.has_points for shape in scope.shapes.values()):
        scope.faults.append(NoPointsHere(node.span, ""))
        return None
    share = scope.root_average or _is_percent(wanted)
    return ir.Score(None, share, names, type=PERCENT if share else NUMBER, span=node.span)


def _averaged(shape: HeadingShape, scope: Scope) -> bool:
    """Whether a heading counts by its share in what it belongs to."""
    return scope.root_average if shape.parent is None else scope.shapes[shape.parent].average


def _is_percent(wanted: Type | None) -> bool:
    return isinstance(wanted, NumberType) and wanted.kind == "percent"
