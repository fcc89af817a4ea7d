"""Where each heading belongs and what it can do, found before any condition is read."""

from criteria_engine.diagnostics.catalogue.names import NameIsOutOfPlace, NestedHeadingsTooDeep, WrongKindOfName
from criteria_engine.language.elaborate.scope import HeadingShape
from criteria_engine.language.names.table import NameTable
from criteria_engine.language.tree import declarations as d

DEEPEST_HEADINGS = 50
"""Levels of headings under headings."""

_RANK = {"pillar": 0, "criterion": 1, "indicator": 2}


def heading_shapes(tree: d.RuleFile, names: NameTable) -> dict[str, HeadingShape]:
    """Every heading by name, in the order of the text, with its parent and children.

    A heading belongs to the last one of the level above that still stands open (a new pillar closes the criteria of the
    one before); the clause `under` says otherwise.
    """
    shapes: dict[str, HeadingShape] = {}
    last: dict[str, str] = {}
    for node in tree.sections:
        if not isinstance(node, d.Heading) or node.name.text in shapes:
            continue
        rank = _RANK[node.level]
        parent = next((last[level] for level in ("indicator", "criterion", "pillar") if _RANK[level] < rank and level in last), None)
        shapes[node.name.text] = HeadingShape(node, parent)
        last[node.level] = node.name.text
        for level, below in _RANK.items():
            if below > rank:
                last.pop(level, None)
    _place_under(shapes, names)
    for name, shape in shapes.items():
        if shape.parent is not None:
            shapes[shape.parent].children.append(name)
    _describe(shapes)
    return shapes


def _place_under(shapes: dict[str, HeadingShape], names: NameTable) -> None:
    for shape in shapes.values():
        for clause in shape.node.clauses:
            if not isinstance(clause, d.Under):
                continue
            above = clause.heading.text
            if above in shapes:
                if _RANK[shapes[above].node.level] > _RANK[shape.node.level]:
                    names.faults.append(NameIsOutOfPlace(clause.span, shape.node.name.text, above))
                else:
                    shape.parent = above
            elif above in names.values:
                names.faults.append(WrongKindOfName(clause.heading.span, above, names.values[above].kind, "heading"))
            else:
                names.unknown(above, clause.heading.span, "heading", shapes)
    for name, shape in shapes.items():
        seen, above_name = {name}, shape.parent
        while above_name is not None:
            if above_name in seen:
                names.faults.append(NameIsOutOfPlace(shape.node.span, name, above_name))
                shape.parent = None
                break
            seen.add(above_name)
            if len(seen) > DEEPEST_HEADINGS:
                names.faults.append(NestedHeadingsTooDeep(shape.node.span, DEEPEST_HEADINGS))
                shape.parent = None
                break
            above_name = shapes[above_name].parent


def bottom_up(shapes: dict[str, HeadingShape]) -> list[str]:
    """All headings, each after its children."""
    order: list[str] = []
    stack = [(name, False) for name, shape in reversed(shapes.items()) if shape.parent is None]
    while stack:
        name, done = stack.pop()
        if done:
            order.append(name)
        else:
            stack.append((name, True))
            stack.extend((child, False) for child in reversed(shapes[name].children))
    return order


def _describe(shapes: dict[str, HeadingShape]) -> None:
    order = bottom_up(shapes)
    for name in reversed(order):
        shape = shapes[name]
        kinds = {clause.kind for clause in shape.node.clauses if isinstance(clause, d.Kind)}
        above = shapes[shape.parent] if shape.parent else None
        shape.advisory = "advisory" in kinds or (above is not None and above.advisory)
        shape.mandatory = "mandatory" in kinds
    for name in order:
        shape = shapes[name]
        kinds = {clause.kind for clause in shape.node.clauses if isinstance(clause, d.Kind)}
        has = {type(clause) for clause in shape.node.clauses}
        counted = [shapes[child] for child in shape.children if not shapes[child].advisory or shape.advisory]
        shape.average = any(isinstance(clause, d.ScoreIs) and clause.kind == "average" for clause in shape.node.clauses)
        shape.gives_share = shape.average and d.Points not in has
        shape.has_points = d.Points in has or any(child.has_points for child in counted) or (shape.average and bool(counted))
        graded = [clause.choices.text for clause in shape.node.clauses if isinstance(clause, d.Graded)]
        shape.graded = graded[0] if graded else None
        own_test = d.Level in has or d.Unless in has or ("assessed" in kinds and d.Points not in has)
        minimum = any(isinstance(clause, d.Measure) and clause.kind == "minimum" for clause in shape.node.clauses)
        by_parts = shape.node.level != "pillar" and any(child.can_pass for child in counted)
        shape.can_pass = own_test or minimum or by_parts
