"""Examples and test blocks become records and expectations."""

from collections.abc import Mapping

from criteria_engine.diagnostics.catalogue.names import UnknownChoice
from criteria_engine.ir import program as ir
from criteria_engine.language.elaborate.literals import constant_of_type
from criteria_engine.language.elaborate.scope import Scope
from criteria_engine.language.names.table import nearest
from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e
from criteria_engine.values.numbers import Rational
from criteria_engine.values.types import NUMBER, PERCENT, OutcomeType, Value

_OUTCOME_WORDS = ("passes", "basically met", "fails", "not applicable")


def examples_of(tree: d.RuleFile, facts: Mapping[str, ir.Fact], scope: Scope) -> dict[str, ir.GivenRecord]:
    """Each example's record by name."""
    return {
        section.name.text: given_record(section.given, None, facts, scope) for section in tree.sections if isinstance(section, d.Example)
    }


def given_record(given: tuple[d.Given, ...], like: ir.GivenRecord | None, facts: Mapping[str, ir.Fact], scope: Scope) -> ir.GivenRecord:
    """What is given, on top of the example that it is like; `is missing` takes a fact or a table out again."""
    values: dict[str, Value] = dict(like.facts) if like else {}
    rows = dict(like.rows) if like else {}
    for item in given:
        name = item.name.text
        if name in scope.tables and item.rows is not None:
            rows[name] = tuple(_row(row, scope.tables[name], scope) for row in item.rows)
        elif name in facts and item.rows is None:
            if item.value is None:
                values.pop(name, None)
            else:
                value = _value(item.value, facts[name], scope)
                if value is not None:
                    values[name] = value
        elif name in scope.tables and item.value is None:
            rows.pop(name, None)
        else:
            wanted: tuple[str, ...] = (*facts, *scope.tables)
            scope.names.unknown(name, item.name.span, "fact" if item.rows is None else "table", wanted)
    return ir.GivenRecord(values, rows)


def _row(node: d.Row, table: ir.Table, scope: Scope) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for field in node.fields:
        if field.name.text not in table.fields:
            scope.names.unknown(field.name.text, field.name.span, "field", table.fields)
            continue
        value = _value(field.value, table.fields[field.name.text], scope)
        if value is not None:
            values[field.name.text] = value
    return values


def _value(node: e.Expression, fact: ir.Fact, scope: Scope) -> Value | None:
    if isinstance(fact.type, OutcomeType):
        word = node.value if isinstance(node, (e.TextLiteral, e.OutcomeLiteral)) else node.name if isinstance(node, e.Reference) else ""
        if word not in _OUTCOME_WORDS:
            scope.faults.append(UnknownChoice(node.span, word, fact.name, _OUTCOME_WORDS, nearest(word, _OUTCOME_WORDS)))
            return None
        return word
    constant = constant_of_type(node, fact.type, scope)
    return constant.value if constant is not None else None


def block_of(
    node: d.Test, examples: Mapping[str, ir.GivenRecord], facts: Mapping[str, ir.Fact], verdict: ir.Verdict, scope: Scope
) -> ir.TestBlock:
    """A test block: its record, its date, what it expects."""
    like: ir.GivenRecord | None = None
    as_of = None
    expected: list[ir.Expected] = []
    given: list[d.Given] = []
    for clause in node.clauses:
        match clause:
            case d.Like():
                if clause.name.text not in examples:
                    scope.names.unknown(clause.name.text, clause.name.span, "example", examples)
                like = examples.get(clause.name.text)
            case d.AsOf():
                as_of = clause.date
            case d.Given():
                given.append(clause)
            case _:
                found = _expected(clause, facts, verdict, scope)
                if found is not None:
                    expected.append(found)
    return ir.TestBlock(node.name, given_record(tuple(given), like, facts, scope), as_of, tuple(expected), node.span)


def _expected(node: d.Expectation, facts: Mapping[str, ir.Fact], verdict: ir.Verdict, scope: Scope) -> ir.Expected | None:
    match node:
        case d.ExpectPoints():
            return _expected_points(node, scope)
        case d.ExpectOutcome():
            if node.name.text not in scope.shapes:
                scope.names.unknown(node.name.text, node.name.span, "heading", scope.shapes)
                return None
            return ir.Expected("outcome", node.name.text, outcome=node.outcome, span=node.span)
        case d.ExpectValue():
            kind = scope.value_types.get(node.name.text)
            if kind is None:
                scope.names.unknown(node.name.text, node.name.span, "definition", scope.value_types)
                return None
            constant = constant_of_type(node.value, kind, scope)
            return ir.Expected("value", node.name.text, value=constant.value, value_type=kind, span=node.span) if constant else None
        case d.ExpectVerdict():
            for name in node.missing:
                owner, _, rest = name.text.partition(".")
                known = name.text in facts or name.text in scope.tables or (owner in scope.tables and rest in scope.tables[owner].fields)
                if not known:
                    scope.names.unknown(name.text, name.span, "fact", facts)
            missing = tuple(sorted(name.text for name in node.missing)) if node.missing else None
            return ir.Expected("verdict", outcome=node.verdict, missing=missing, span=node.span)
    names = [member.name for member in verdict.grading.choices.members] if verdict.grading else []
    if node.grade.text not in names:
        scope.names.unknown(node.grade.text, node.grade.span, "grade", names)
        return None
    return ir.Expected("grade", node.grade.text, span=node.span)


def _expected_points(node: d.ExpectPoints, scope: Scope) -> ir.Expected | None:
    if node.name is not None and node.name.text not in scope.shapes:
        scope.names.unknown(node.name.text, node.name.span, "heading", scope.shapes)
        return None
    percent = isinstance(node.low, e.NumberLiteral) and node.low.percent
    ends: list[Rational | None] = []
    for part in (node.low, node.high):
        constant = constant_of_type(part, PERCENT if percent else NUMBER, scope) if part is not None else None
        ends.append(constant.value if constant is not None else None)  # type: ignore[arg-type]
    if ends[0] is None:
        return None
    high = ends[1] if node.high is not None else ends[0]
    name = node.name.text if node.name else None
    return ir.Expected("points" if name else "score", name, ends[0], high, percent, span=node.span)
