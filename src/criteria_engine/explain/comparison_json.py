"""A comparison as plain data for JSON: exact numbers as text, what is empty left out."""

from criteria_engine.data.supposing import Supposed
from criteria_engine.explain.comparison import (
    Cause,
    Comparison,
    DayDifference,
    FactDifference,
    HeadingCause,
    HeadingDifference,
    ParameterDifference,
    RowsDifference,
    Side,
    TextDifference,
)
from criteria_engine.explain.finding_json import Data, cell_data, cites_data, condition_data, extent_data, kept, titles, value_text
from criteria_engine.explain.insight_json import PRIVATE
from criteria_engine.explain.proof import HeadingProof
from criteria_engine.explain.proving.context import citations
from criteria_engine.ir.program import DatedValue, Fact, Program
from criteria_engine.ir.records import Datum, Invalid, Open


def comparison_data(found: Comparison) -> Data:
    """What is compared, both results, and what differs and matters."""
    programs = found.before.evaluation.dated.program, found.after.evaluation.dated.program
    return {
        "compared": found.way,
        "before": _side(found.before),
        "after": _side(found.after),
        **kept(supposed=supposed_data(found.supposed)),
        "same_result": found.same_result,
        "causes": [_cause(cause, programs) for cause in found.causes],
        "conditions": [{"before": condition_data(pair.before), "after": condition_data(pair.after)} for pair in found.conditions],
        "headings": [_heading(each, programs) for each in found.headings],
        "no_difference_made": [_cause(cause, programs) for cause in found.idle],
        "same": found.same,
        "counted": found.counted,
    }


def supposed_data(supposed: tuple[Supposed, ...]) -> list[Data]:
    """What is supposed: fact by fact, the row of a field counted from 1, with the value before and after."""
    return [
        {**kept(fact=each.name, row=None if each.row is None else each.row + 1), **_values(each.fact, each.before, each.after)}
        for each in supposed
    ]


def _side(side: Side) -> Data:
    proof = side.proof
    grades = [] if proof.grading is None else [proof.grading.choices.members[grade].name for grade in proof.grades]
    return {
        "unit": proof.unit,
        **kept(name=proof.name, rules=None if side.source is None else side.source.name),
        "digest": side.evaluation.dated.program.digest,
        "as_of": proof.as_of.isoformat(),
        "verdict": proof.verdict,
        "possible": list(proof.possible),
        "grades": grades,
        "score": extent_data(proof.score),
        "possible_points": extent_data(proof.most),
    }


def _heading(found: HeadingDifference, programs: tuple[Program, Program]) -> Data:
    return {
        "heading": found.heading.id,
        "level": found.heading.level,
        **kept(titles=titles(found.heading.labels)),
        "before": _state(found.before),
        "after": _state(found.after),
        "causes": [_cause(cause, programs) for cause in found.causes],
        "conditions": [{"before": condition_data(pair.before), "after": condition_data(pair.after)} for pair in found.conditions],
        **kept(parts=[_heading(child, programs) for child in found.children]),
    }


def _state(heading: HeadingProof | None) -> Data | None:
    """None where the heading is not in force."""
    if heading is None:
        return None
    return {
        "outcome": heading.outcome,
        "possible": list(heading.possible),
        "points": extent_data(heading.points),
        "possible_points": extent_data(heading.most),
    }


def _cause(cause: Cause, programs: tuple[Program, Program]) -> Data:
    match cause:
        case FactDifference(fact):
            name = fact.name if cause.table is None else f"{cause.table.name}.{fact.name}"
            cells = {"before": cell_data(cause.places[0]), "after": cell_data(cause.places[1])}
            told = kept(kind="fact", fact=name, row=None if cause.row is None else cause.row + 1, titles=titles(fact.labels))
            return {**told, **_values(fact, cause.before, cause.after), **kept(cells=kept(**cells))}
        case RowsDifference(table, before, after, fields):
            return {
                "kind": "rows", "table": table.name, "before": before, "after": after,
                **kept(fields=[_cause(each, programs) for each in fields]),
            }  # fmt: skip
        case ParameterDifference(parameter, before, after):
            values = [_dated(cause, value, program) for value, program in zip((before, after), programs, strict=True)]
            told = {"kind": "parameter", "parameter": parameter.name, **kept(titles=titles(parameter.labels))}
            return {**told, "before": values[0], "after": values[1]}
        case DayDifference(one, other):
            return {"kind": "assessment date", "before": one.isoformat(), "after": other.isoformat()}
        case TextDifference(what, name, _, gone, new):
            return {"kind": "text", "of": what, **kept(name=name), "before": list(gone), "after": list(new)}
        case HeadingCause(name, _, outcome, other_outcome):
            return {"kind": "heading", "heading": name, "before": outcome or None, "after": other_outcome or None}


def _values(fact: Fact, before: Datum | None, after: Datum | None) -> Data:
    """What each side has of a fact: null is missing; `not_usable` names a side whose datum could not be read."""
    unusable = [side for side, datum in (("before", before), ("after", after)) if isinstance(datum, (Invalid, Open))]
    told = {side: _written(datum, fact) for side, datum in (("before", before), ("after", after))}
    return {**told, **kept(not_usable=unusable)}


def _written(datum: Datum | None, fact: Fact) -> object:
    if datum is None or isinstance(datum, (Invalid, Open)):
        return None
    return PRIVATE if fact.private else value_text(datum, fact.type)


def _dated(cause: ParameterDifference, value: DatedValue | None, program: Program) -> Data | None:
    if value is None:
        return None
    return kept(
        value=value_text(value.value, cause.parameter.type),
        **{"from": None if value.force.start is None else value.force.start.isoformat()},
        until=None if value.force.end is None else value.force.end.isoformat(),
        cites=cites_data(citations(value.cites, program)),
    )
