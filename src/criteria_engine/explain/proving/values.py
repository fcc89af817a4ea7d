"""The value of an operation becomes a proof of it: known, a range or unknown, with what it was made of."""

from fractions import Fraction

from criteria_engine.backends.interpreter.evaluator import NO_ROWS, Bindings
from criteria_engine.backends.interpreter.value_meanings import datum_value, linear_value
from criteria_engine.explain.findings import (
    BandProof,
    BandsDetail,
    CalendarDetail,
    ConversionDetail,
    DefinitionDetail,
    FactDetail,
    FoldDetail,
    ParameterDetail,
    RoundingDetail,
    SignsDetail,
    StepsDetail,
    ValueProof,
)
from criteria_engine.explain.proving.context import ASKED, Proving, ValueProver, cited, look, look_at, looked, standing
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.records import Invalid
from criteria_engine.values.numbers import floor, normal


def prove_values(nodes: tuple[ir.Expression, ...], at: Proving, rows: Bindings) -> tuple[ValueProof, ...]:
    """The values of several operations."""
    return tuple(at.value(node, rows) for node in nodes)


def _constant(node: ir.Constant, at: Proving, rows: Bindings) -> ValueProof:
    return ValueProof("constant", node.type, node.value, span=node.span)


def _assessment_date(node: ir.AssessmentDate, at: Proving, rows: Bindings) -> ValueProof:
    return ValueProof("assessment date", node.type, at.dated.as_of, span=node.span)


def _parameter(node: ir.ParameterValue, at: Proving, rows: Bindings) -> ValueProof:
    parameter = at.dated.program.parameters[node.name]
    dated = at.dated.parameters[node.name]
    detail = ParameterDetail(dated.force.start, dated.force.end, cited(dated.cites, at))
    return ValueProof("parameter", node.type, dated.value, name=node.name, labels=parameter.labels, detail=detail, span=dated.span)


def fact_proof(name: str, at: Proving) -> ValueProof:
    """A fact of the unit: its value, the default taken for it, or why it has none."""
    found = at.facts.get(name)
    if found is None:
        record = at.evaluation.record
        fact = at.dated.program.facts[name]
        datum = record.values.get(name)
        cell = record.cells.get(name)
        detail = None
        if isinstance(datum, Invalid):
            detail = FactDetail("invalid", datum.fault.code, datum.fault)
        elif datum is None and fact.default is not None:
            detail = FactDetail("default")
        value, low, high, origins = looked(datum_value(datum, fact, name), at)
        found = at.facts[name] = ValueProof(
            "fact", fact.type, value, low, high, origins, name, fact.labels, () if cell is None else (cell,), detail=detail, span=fact.span
        )
    return found


def _fact(node: ir.FactValue, at: Proving, rows: Bindings) -> ValueProof:
    if rows is ASKED:
        fact = at.dated.program.facts[node.name]
        return ValueProof("fact", node.type, name=node.name, labels=fact.labels, span=fact.span)
    return fact_proof(node.name, at)


def _field(node: ir.FieldValue, at: Proving, rows: Bindings) -> ValueProof:
    fact = at.dated.program.tables[node.table].fields[node.name]
    name = f"{node.table}.{node.name}"
    if rows is ASKED or node.variable not in rows:
        return ValueProof("field", node.type, name=name, labels=fact.labels, span=fact.span)
    row = rows[node.variable][1]
    datum = row.values.get(node.name)
    cell = row.cells.get(node.name) or row.place
    detail = None
    if isinstance(datum, Invalid):
        detail = FactDetail("invalid", datum.fault.code, datum.fault)
    elif datum is None and fact.default is not None:
        detail = FactDetail("default")
    value, low, high, origins = look(node, at, rows)
    cells = () if cell is None else (cell,)
    return ValueProof("field", node.type, value, low, high, origins, name, fact.labels, cells, detail=detail, span=fact.span)


def _definition(node: ir.DefinitionValue, at: Proving, rows: Bindings) -> ValueProof:
    definition = at.dated.program.definitions[node.name]
    detail = DefinitionDetail(cited(definition.cites, at))
    if rows is ASKED:
        return ValueProof("definition", node.type, name=node.name, labels=definition.labels, detail=detail, span=definition.span)
    found = at.definitions.get(node.name)
    if found is None:
        value, low, high, origins = look(node, at)
        inputs = (at.value(definition.value),)
        found = at.definitions[node.name] = ValueProof(
            "definition", definition.type, value, low, high, origins, node.name, definition.labels, (), inputs, detail, span=definition.span
        )
    return found


def _total(node: ir.Total, at: Proving, rows: Bindings) -> ValueProof:
    inputs = tuple(at.value(term, rows) for _, term in node.terms)
    detail = SignsDetail(tuple(sign for sign, _ in node.terms))
    return ValueProof("sum", node.type, *look_at(node, inputs, at, rows), inputs=inputs, detail=detail, span=node.span)


def _product(node: ir.Product, at: Proving, rows: Bindings) -> ValueProof:
    inputs = tuple(at.value(factor, rows) for _, factor in node.factors)
    detail = SignsDetail(tuple(power for power, _ in node.factors))
    return ValueProof("product", node.type, *look_at(node, inputs, at, rows), inputs=inputs, detail=detail, span=node.span)


def _converted(node: ir.Converted, at: Proving, rows: Bindings) -> ValueProof:
    inputs = (at.value(node.operand, rows),)
    return ValueProof("conversion", node.type, *look_at(node, inputs, at, rows), inputs=inputs, detail=ConversionDetail(node.factor), span=node.span)


def _rounded(node: ir.Rounded, at: Proving, rows: Bindings) -> ValueProof:
    inputs = (at.value(node.operand, rows),)
    detail = RoundingDetail(node.step, node.way)
    return ValueProof("rounding", node.type, *look_at(node, inputs, at, rows), inputs=inputs, detail=detail, span=node.span)


def _steps(node: ir.Steps, at: Proving, rows: Bindings) -> ValueProof:
    parts = (node.amount, node.step, node.measure) if node.start is None else (node.amount, node.step, node.measure, node.start)
    inputs = prove_values(parts, at, rows)
    detail = StepsDetail(node.whole, _times(node.whole, inputs))
    return ValueProof("steps", node.type, *look(node, at, rows), inputs=inputs, detail=detail, span=node.span)


def _times(whole: bool, inputs: tuple[ValueProof, ...]) -> int | Fraction | None:
    """How many steps the measure has beyond the start, where all of them are known."""
    step, measure, start = inputs[1].value, inputs[2].value, inputs[3].value if len(inputs) == 4 else 0
    if not (isinstance(step, (int, Fraction)) and isinstance(measure, (int, Fraction)) and isinstance(start, (int, Fraction))) or step <= 0:
        return None
    times = Fraction(max(measure - start, 0)) / Fraction(step)
    return floor(times) if whole else normal(times)


def _fold(node: ir.Fold, at: Proving, rows: Bindings) -> ValueProof:
    inputs = prove_values(node.items, at, rows)
    return ValueProof("fold", node.type, *look(node, at, rows), inputs=inputs, detail=FoldDetail(node.way), span=node.span)


def _date_shift(node: ir.DateShift, at: Proving, rows: Bindings) -> ValueProof:
    inputs = prove_values((node.date, node.amount), at, rows)
    detail = CalendarDetail(node.calendar, node.sign)
    return ValueProof("date shift", node.type, *look_at(node, inputs, at, rows), inputs=inputs, detail=detail, span=node.span)


def _period(node: ir.Period, at: Proving, rows: Bindings) -> ValueProof:
    inputs = prove_values((node.start, node.end), at, rows)
    return ValueProof("period", node.type, *look(node, at, rows), inputs=inputs, detail=CalendarDetail(node.calendar), span=node.span)


def prove_bands(node: ir.Cases, at: Proving, rows: Bindings = NO_ROWS) -> BandsDetail:
    """The cases that were read: up to the first that surely holds."""
    found: list[BandProof] = []
    for case in node.cases:
        if isinstance(case, ir.When):
            condition = None if case.condition is None else at.condition(case.condition, rows)
            truth = ("asked" if rows is ASKED else "true") if condition is None else condition.truth
            found.append(BandProof(truth, condition, at.value(case.value, rows), None, case.span))
        else:
            found.append(_linear(case, node, at, rows))
        if found[-1].truth == "true":
            break
    return BandsDetail(tuple(found))


def _linear(case: ir.Linear, node: ir.Cases, at: Proving, rows: Bindings) -> BandProof:
    measure, from_value, from_at, to_value, to_at = prove_values(
        (case.measure, case.from_value, case.from_at, case.to_value, case.to_at), at, rows
    )
    line = (measure, from_value, from_at, to_value, to_at)
    if rows is ASKED:
        return BandProof("asked", None, None, line, case.span)
    truth, amount = linear_value(case, at.evaluation, rows)
    value = None if truth is False else ValueProof("cases", node.type, *looked(amount, at), span=case.span)
    return BandProof(standing(truth), None, value, line, case.span)


def _cases(node: ir.Cases, at: Proving, rows: Bindings) -> ValueProof:
    return ValueProof("cases", node.type, *look(node, at, rows), detail=prove_bands(node, at, rows), span=node.span)


def _condition(node: ir.Expression, at: Proving, rows: Bindings) -> ValueProof:
    """A condition that stands where a yes/no value does."""
    return ValueProof("condition", node.type, *look(node, at, rows), condition=at.condition(node, rows), span=node.span)


PROVERS: dict[type[ir.Node], ValueProver] = {
    ir.Constant: _constant,
    ir.FactValue: _fact,
    ir.FieldValue: _field,
    ir.ParameterValue: _parameter,
    ir.DefinitionValue: _definition,
    ir.AssessmentDate: _assessment_date,
    ir.Total: _total,
    ir.Product: _product,
    ir.Converted: _converted,
    ir.Rounded: _rounded,
    ir.Steps: _steps,
    ir.Fold: _fold,
    ir.DateShift: _date_shift,
    ir.Period: _period,
    ir.Cases: _cases,
    **dict.fromkeys(
        (ir.HeadingState, ir.EveryHeading, ir.Comparison, ir.IsMissing, ir.AllOf, ir.AnyOf, ir.Not, ir.CountOf, ir.AnyRow, ir.EveryRow), _condition
    ),
}
"""How each operation on single values is proved."""
