"""Values and conditions of a proof become plain data for JSON: exact numbers as text, what is empty left out."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from criteria_engine.explain import findings as f
from criteria_engine.ir.outcomes import Extent
from criteria_engine.source import Cell, Span
from criteria_engine.values.labels import Labels
from criteria_engine.values.numbers import exact_text
from criteria_engine.values.types import ChoiceType, DateType, NumberType, OutcomeType, TextType, Type, Value, YesNoType

Data = dict[str, Any]


def kept(**fields: Any) -> Data:
    """The fields that say something: not None, not empty."""
    return {name: value for name, value in fields.items() if value or (value is not None and type(value) not in _EMPTY)}


_EMPTY = frozenset((list, dict, str))
"""What says nothing where it is empty; no and 0 say something."""


def titles(labels: Labels) -> Data:
    """Texts by tongue; `und` where the rule file does not say which."""
    return {tongue or "und": text for tongue, text in reversed(labels.texts)} if labels.texts else {}


def extent_data(extent: Extent | None) -> Data | None:
    """The two ends of a number as exact text."""
    if extent is None:
        return None
    low, high = extent.low, extent.high
    text = exact_text(low)
    return {"low": text, "high": text if high is low else exact_text(high)}


def cell_data(cell: Cell | None) -> Data | None:
    """A place in a data file; a record from a program has a file without name."""
    return None if cell is None else {"file": cell.file, **kept(sheet=cell.sheet, row=cell.row, column=cell.column, cell=cell.address)}


def span_data(span: Span | None) -> Data | None:
    """A place in the rule text."""
    return None if span is None else {"file": span.file, "line": span.line, "column": span.column}


def origins_data(origins: Sequence[f.OriginProof]) -> list[Data]:
    """Why something is open."""
    return [kept(kind=origin.kind, name=origin.name, titles=titles(origin.labels)) for origin in origins] if origins else []


def cites_data(cites: Sequence[f.CitationProof]) -> list[Data]:
    """Clauses with their documents."""
    return [kept(source=cite.source, titles=titles(cite.labels), clause=cite.clause) for cite in cites] if cites else []


def type_data(kind: Type) -> Data:
    """A type: its kind, with the unit or the choices that it is of."""
    if isinstance(kind, NumberType):
        unit = kind.unit.symbol
        return {"kind": kind.kind, "unit": unit} if unit else {"kind": kind.kind}
    if isinstance(kind, ChoiceType):
        return {"kind": "choice", "choices": kind.name}
    return {"kind": _KINDS[type(kind)]}


_KINDS = {DateType: "date", TextType: "text", OutcomeType: "outcome", YesNoType: "yes/no"}


def value_text(value: Value, kind: Type) -> Any:
    """A value: exact numbers and dates as text, a choice as its member's name, yes and no as they are."""
    if isinstance(value, bool):
        return value
    if isinstance(kind, ChoiceType) and isinstance(value, int):
        return kind.members[value].name
    if isinstance(value, (int, Fraction)):
        return exact_text(value)
    return value.isoformat() if isinstance(value, date) else value


def value_data(proof: f.ValueProof | None) -> Data | None:
    """A value, or its ends, or why it is unknown; with what it was made of."""
    if proof is None:
        return None
    data: Data = {"kind": proof.kind, "type": type_data(proof.type)}
    if proof.name:
        data["name"] = proof.name
    if proof.labels.texts:
        data["titles"] = titles(proof.labels)
    if proof.value is not None and (known := value_text(proof.value, proof.type)) != "":
        data["value"] = known
    if proof.low is not None and proof.high is not None:
        data["low"], data["high"] = value_text(proof.low, proof.type), value_text(proof.high, proof.type)
    if proof.origins:
        data["origins"] = origins_data(proof.origins)
    if proof.cells:
        data["cells"] = [cell_data(cell) for cell in proof.cells]
    if proof.inputs:
        data["inputs"] = [value_data(each) for each in proof.inputs]
    if proof.condition is not None:
        data["condition"] = condition_data(proof.condition)
    if proof.detail is not None and (detail := _detail(proof.detail)):
        data["detail"] = detail
    if proof.span is not None:
        data["place"] = span_data(proof.span)
    return data


def condition_data(proof: f.ConditionProof | None) -> Data | None:
    """A condition, how it stands, both sides of a comparison and the margin between them."""
    if proof is None:
        return None
    data: Data = {"kind": proof.kind, "truth": proof.truth}
    if proof.negated:
        data["negated"] = True
    if proof.symbol:
        data["symbol"] = proof.symbol
    if proof.found is not None:
        data["found"] = value_data(proof.found)
    if proof.required is not None:
        data["required"] = value_data(proof.required)
    if proof.margin is not None:
        data["margin"] = extent_data(proof.margin)
    if proof.origins:
        data["origins"] = origins_data(proof.origins)
    if proof.children:
        data["children"] = [condition_data(child) for child in proof.children]
    if proof.detail is not None and (detail := _detail(proof.detail)):
        data["detail"] = detail
    if proof.span is not None:
        data["place"] = span_data(proof.span)
    return data


def band_data(band: f.BandProof) -> Data:
    """A case with its condition, or the line that it lies on, and its value."""
    line = None
    if band.line is not None:
        names = ("measure", "from_value", "from_at", "to_value", "to_at")
        line = {name: value_data(part) for name, part in zip(names, band.line, strict=True)}
    return kept(truth=band.truth, condition=condition_data(band.condition), line=line, value=value_data(band.value), place=span_data(band.span))


def _detail(detail: f.ValueDetail | f.ConditionDetail | None) -> Data | None:
    match detail:
        case None:
            return None
        case f.ParameterDetail():
            start, end = (None if day is None else day.isoformat() for day in (detail.start, detail.end))
            return kept(start=start, end=end, cites=cites_data(detail.cites)) or None
        case f.DefinitionDetail():
            return kept(cites=cites_data(detail.cites)) or None
        case f.SignsDetail():
            return {"signs": list(detail.signs)}
        case f.ConversionDetail():
            return {"factor": exact_text(detail.factor)}
        case f.RoundingDetail():
            return {"step": exact_text(detail.step), "way": detail.way}
        case f.StepsDetail():
            return kept(whole=detail.whole, times=None if detail.times is None else exact_text(detail.times))
        case f.BandsDetail():
            return {"bands": [band_data(band) for band in detail.bands]}
        case f.HeadingsDetail():
            return _headings(detail)
        case f.StateDetail():
            return kept(
                id=detail.id, level=detail.level, titles=titles(detail.labels), wanted=_wanted(detail.wanted), outcome=detail.outcome,
                possible=list(detail.possible), grades=_grades(detail.grades, detail.wanted),
            )
        case f.ScoreDetail():
            return kept(
                headings=[name for name, _ in detail.headings], without=[name for name, _ in detail.without], share=detail.share,
                points=extent_data(detail.points), possible_points=extent_data(detail.most),
            )
        case f.CountDetail():
            return kept(
                bound=detail.bound, number=detail.number, held=detail.held, open=detail.open, group=detail.group, titles=titles(detail.labels),
            )
        case f.RowsDetail():
            return _rows(detail)
        case f.FactDetail():
            return {"standing": detail.standing, "fault": detail.fault}
    return attrs.asdict(detail)


def _wanted(wanted: f.WantedState | None) -> Data | None:
    if wanted is None:
        return None
    return kept(outcomes=list(wanted.outcomes), grades=_grades(wanted.grades, wanted)) or None


def _grades(grades: tuple[int, ...], wanted: f.WantedState | None) -> list[str]:
    choices = None if wanted is None else wanted.choices
    return [] if choices is None else [choices.members[grade].name for grade in grades]


def _headings(detail: f.HeadingsDetail) -> Data:
    members = [
        kept(
            id=member.id, titles=titles(member.labels), counts=member.counts, has=member.has, outcome=member.outcome,
            grades=_grades(member.grades, detail.wanted),
        )
        for member in detail.members
    ]
    return kept(level=detail.level, only=detail.only, scope=detail.scope, wanted=_wanted(detail.wanted), members=members)


def _rows(detail: f.RowsDetail) -> Data:
    rows = [
        kept(
            number=row.number, cell=cell_data(row.place), condition=condition_data(row.condition), value=value_data(row.value),
            where=condition_data(row.where),
        )
        for row in detail.rows
    ]
    return kept(
        table=detail.table,
        titles=titles(detail.labels),
        file=detail.file,
        where=condition_data(detail.where),
        condition=condition_data(detail.condition),
        way=detail.way,
        given=detail.given,
        file_rows=list(detail.file_rows),
        belonging={"low": detail.base[0], "high": detail.base[1]},
        meeting={"low": detail.hits[0], "high": detail.hits[1]},
        unseen=origins_data(detail.unseen),
        rows=rows,
        further_rows=detail.rest,
        none_arose=True if detail.used_none else None,
    )
