"""Two results become what differs between them and matters: of the verdict, and heading by heading."""

from collections.abc import Iterable

from attrs import evolve

from criteria_engine.data.supposing import Supposed
from criteria_engine.explain.comparison import (
    Cause,
    Comparison,
    ConditionPair,
    FactDifference,
    HeadingDifference,
    ParameterDifference,
    RowsDifference,
    Side,
    TextDifference,
    Way,
)
from criteria_engine.explain.differing_inputs import Read, differing, fact_difference, read_by, rows_difference, text_difference
from criteria_engine.explain.findings import ConditionProof
from criteria_engine.explain.mixing import mattering
from criteria_engine.explain.proof import HeadingProof
from criteria_engine.ir.dependencies import heading_expressions, verdict_expressions
from criteria_engine.ir.dump import dump
from criteria_engine.ir.program import Heading
from criteria_engine.values.labels import NO_LABELS


def compare(before: Side, after: Side, way: Way, supposed: tuple[Supposed, ...] = ()) -> Comparison:
    """What differs between two results and matters, with why. The sides may be of two units, two dates, or two programs with the
    same kind of unit; their proofs must be whole."""
    headings = tuple(_differences(before.proof.headings, after.proof.headings, before, after))
    reads = tuple(read_by(side, verdict_expressions(side.evaluation.dated.program.verdict)) for side in (before, after))
    assert len(reads) == 2
    own = [cause for cause in differing(before, after, reads) if isinstance(cause, (FactDifference, RowsDifference, ParameterDifference))]
    changed = before.outcome.possible != after.outcome.possible or before.outcome.grades != after.outcome.grades
    causes = (*mattering(own, before, after, None), *_verdict_texts(before, after, reads)) if changed else ()
    told = {_key(cause) for cause in (*causes, *_all_causes(headings))}
    counted = _counted(before, after)
    same = [name for name in counted if not _other(before, after, name)]
    return Comparison(
        way, before, after, tuple(causes), _grounds(before, after), headings,
        tuple(cause for cause in _everything(before, after) if _key(cause) not in told),
        len(same), len(counted), supposed,
    )  # fmt: skip


def _counted(before: Side, after: Side) -> list[str]:
    """The criteria in force on either side."""
    everything = {**before.outcome.headings, **after.outcome.headings}
    return [name for name, heading in everything.items() if heading.level == "criterion"] or list(everything)


def _other(before: Side, after: Side, name: str) -> bool:
    """Whether a heading comes out otherwise."""
    one, other = before.outcome.headings.get(name), after.outcome.headings.get(name)
    if one is None or other is None:
        return True
    return (one.outcome, one.possible, one.points, one.most, one.grades) != (other.outcome, other.possible, other.points, other.most, other.grades)


def _differences(
    before: tuple[HeadingProof, ...], after: tuple[HeadingProof, ...], one: Side, other: Side
) -> Iterable[HeadingDifference]:
    """The headings that come out otherwise, each with its parts that do; what only adds its parts up gives way to them."""
    first, second = ({heading.id: heading for heading in each} for each in (before, after))
    for name in dict.fromkeys((*first, *second)):
        pair = first.get(name), second.get(name)
        parts = [() if each is None else each.children for each in pair]
        children = tuple(_differences(parts[0], parts[1], one, other))
        differs = _other(one, other, name)
        if children and (not differs or all(each is None or (each.level == "pillar" and each.outcome == "scored") for each in pair)):
            yield from children
        elif differs or children:
            yield _difference(pair, children, one, other)


def _difference(
    pair: tuple[HeadingProof | None, HeadingProof | None], children: tuple[HeadingDifference, ...], before: Side, after: Side
) -> HeadingDifference:
    known = pair[0] or pair[1]
    assert known is not None
    name = known.id
    reads = _read(before, name), _read(after, name)
    found = differing(before, after, reads) if None not in pair else []
    below = {each.heading.id for each in children}
    found = [cause for cause in found if getattr(cause, "id", None) not in below]
    causes = mattering(found, before, after, name)
    return HeadingDifference(*pair, (*causes, *_texts(before, after, name, reads)), tuple(_pairs_of(*pair)), children)


def _read(side: Side, name: str) -> Read:
    heading = side.evaluation.dated.by_id.get(name)
    if heading is None:
        return read_by(side, ())
    found = read_by(side, heading_expressions(heading), name)
    if not heading.assessed:
        return found
    return Read(found.facts | {name}, found.tables, found.parameters, found.definitions, found.headings, found.day)


def _pairs_of(before: HeadingProof | None, after: HeadingProof | None) -> Iterable[ConditionPair]:
    """The conditions of a heading's clauses that stand otherwise."""
    if before is None or after is None:
        return
    waiting = list(before.clauses)
    for clause in after.clauses:
        met = next((each for each in waiting if each.clause == clause.clause and each.outcome == clause.outcome), None)
        if met is not None:
            waiting.remove(met)
            yield from _pairs(met.condition, clause.condition)


def _pairs(before: ConditionProof | None, after: ConditionProof | None) -> Iterable[ConditionPair]:
    """The conditions that all must hold, one by one, that stand otherwise."""
    if before is None or after is None:
        return
    one, other = _asked(before), _asked(after)
    if len(one) == len(other):
        for first, second in zip(one, other, strict=True):
            if first.kind == second.kind and first.truth != second.truth:
                yield ConditionPair(first, second)
    elif before.truth != after.truth:
        yield ConditionPair(before, after)


def _asked(condition: ConditionProof) -> list[ConditionProof]:
    return [leaf for child in condition.children for leaf in _asked(child)] if condition.kind == "all" else [condition]


def _grounds(before: Side, after: Side) -> tuple[ConditionPair, ...]:
    """The grounds for disqualification, the conditions of the pass and those of grades, that stand otherwise."""
    one, other = before.proof, after.proof
    found = []
    if len(one.disqualifiers) == len(other.disqualifiers):
        for first, second in zip(one.disqualifiers, other.disqualifiers, strict=True):
            if first.condition.truth != second.condition.truth:
                found.append(ConditionPair(first.condition, second.condition))
    found += _pairs(one.passes, other.passes)
    if one.grading is not None and other.grading is not None:
        for grade in other.grading.rules:
            met = next((each for each in one.grading.rules if (each.grade, each.cap) == (grade.grade, grade.cap)), None)
            found += _pairs(met.condition, grade.condition) if met is not None else ()
    return tuple(found)


# Texts of rules


def _texts(before: Side, after: Side, name: str, reads: tuple[Read, Read]) -> list[Cause]:
    """What the rule text says otherwise of a heading, and of the definitions that it reads."""
    dated = before.evaluation.dated, after.evaluation.dated
    if dated[0].program is dated[1].program:
        return []
    headings = [each.by_id.get(name) for each in dated]
    labels = (headings[1] or headings[0]).labels  # type: ignore[union-attr]
    own = text_difference(
        "heading", name, labels, tuple(None if each is None else each.span for each in headings), (before.source, after.source)  # type: ignore[arg-type]
    )  # fmt: skip
    return [*([own] if own is not None and None not in headings else []), *_definitions(before, after, reads)]


def _definitions(before: Side, after: Side, reads: tuple[Read, Read]) -> list[Cause]:
    programs = [side.evaluation.dated.program for side in (before, after)]
    found: list[Cause] = []
    for name in sorted(reads[0].definitions | reads[1].definitions):
        both = [program.definitions.get(name) for program in programs]
        if dump(both[0] and both[0].value) == dump(both[1] and both[1].value):
            continue
        labels = (both[1] or both[0]).labels  # type: ignore[union-attr]
        spans = tuple(None if each is None else each.span for each in both)
        text = text_difference("definition", name, labels, spans, (before.source, after.source))  # type: ignore[arg-type]
        found += [text] if text is not None else []
    return found


def _verdict_texts(before: Side, after: Side, reads: tuple[Read, Read]) -> list[Cause]:
    verdicts = [side.evaluation.dated.program.verdict for side in (before, after)]
    if verdicts[0] is verdicts[1] or dump(verdicts[0]) == dump(verdicts[1]):
        return []
    spans = verdicts[0].span, verdicts[1].span
    text = text_difference("verdict", "", NO_LABELS, spans, (before.source, after.source))
    return [*([text] if text is not None else []), *_definitions(before, after, reads)]


# What differs, and whether it was told


def _everything(before: Side, after: Side) -> list[Cause]:
    """Every fact, but for what only names, identifies and groups units, and every table that differs."""
    programs = [side.evaluation.dated.program for side in (before, after)]
    naming = {name for program in programs for name in (program.subject.identified_by, program.subject.named_by, *program.subject.grouped_by)}
    found: list[Cause] = []
    for name in dict.fromkeys((*programs[0].facts, *programs[1].facts)):
        if name not in naming and (fact := fact_difference(before, after, name)):
            found.append(fact)
    for name in dict.fromkeys((*programs[0].tables, *programs[1].tables)):
        if rows := rows_difference(before, after, name):
            found.append(rows)
    values = [side.evaluation.dated.parameters for side in (before, after)]
    for name in dict.fromkeys((*programs[0].parameters, *programs[1].parameters)):
        both = values[0].get(name), values[1].get(name)
        if dump(both[0] and both[0].value) != dump(both[1] and both[1].value):
            parameter = programs[1].parameters.get(name) or programs[0].parameters[name]
            found.append(ParameterDifference(parameter, *both))
    return found + _changed_headings(before, after)


def _changed_headings(before: Side, after: Side) -> list[Cause]:
    """The headings in force on both sides that the rule texts lay down otherwise, but for what they are called."""
    one, other = before.evaluation.dated, after.evaluation.dated
    if one.program is other.program:
        return []
    found: list[Cause] = []
    for name, heading in other.by_id.items():
        earlier = one.by_id.get(name)
        if earlier is not None and _rule(earlier) != _rule(heading):
            spans = earlier.span, heading.span
            text = text_difference("heading", name, heading.labels, spans, (before.source, after.source))
            found += [text] if text is not None else []
    return found


def _rule(heading: Heading) -> str:
    return dump(evolve(heading, labels=NO_LABELS, evidence=NO_LABELS, remedy=NO_LABELS, cites=(), children=()))


def _all_causes(headings: Iterable[HeadingDifference]) -> list[Cause]:
    return [cause for each in headings for cause in (*each.causes, *_all_causes(each.children))]


def _key(cause: Cause) -> tuple[str, str]:
    match cause:
        case FactDifference(fact):
            return "fact", fact.name
        case RowsDifference(table):
            return "table", table.name
        case ParameterDifference(parameter):
            return "parameter", parameter.name
        case TextDifference(what, name):
            return what, name
    return "", ""
