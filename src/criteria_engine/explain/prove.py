"""An evaluation and its outcome become a proof, built from the evaluation's own truths and numbers."""

from collections.abc import Mapping

from criteria_engine.backends.interpreter.evaluation import Evaluation
from criteria_engine.explain.findings import ConditionProof
from criteria_engine.explain.masking import mask_proof
from criteria_engine.explain.proof import DisqualifierProof, GroupProof, InvalidFact, MissingFact, PassMark, Proof
from criteria_engine.explain.proving import conditions, headings_asked, row_sets, values
from criteria_engine.explain.proving.context import ConditionProver, Proving, ValueProver, called, cited, in_order, proving
from criteria_engine.explain.proving.headings import prove_grading, prove_heading, total_weight
from criteria_engine.explain.proving.points import addends, weighted_parts
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.outcomes import UnitOutcome
from criteria_engine.ir.program import Program
from criteria_engine.ir.records import Invalid, Open, Record
from criteria_engine.source import Cell
from criteria_engine.values.labels import NO_LABELS, Labels

VERDICTS = ("passes", "fails", "disqualified", "graded")
VALUE_PROVERS: dict[type[ir.Node], ValueProver] = {**values.PROVERS, **row_sets.VALUES, **headings_asked.VALUES}
CONDITION_PROVERS: dict[type[ir.Node], ConditionProver] = {**conditions.PROVERS, **row_sets.CONDITIONS, **headings_asked.CONDITIONS}


def prove(evaluation: Evaluation, outcome: UnitOutcome, digests: Mapping[str, str], version: str, full: bool = True) -> Proof:
    """The proof of a unit's outcome. `digests` are those of the data files, by name; that of the rules is the program's.

    The outcome must be that of the evaluation. Unless `full`, headings that pass are not proved: enough for an explanation
    that folds them, in half the time. Values of private facts are masked in it, and what was calculated from them.
    """
    return mask_proof(_prove(evaluation, outcome, digests, version, full), evaluation.dated.program)


def _prove(evaluation: Evaluation, outcome: UnitOutcome, digests: Mapping[str, str], version: str, full: bool) -> Proof:
    at = proving(evaluation, VALUE_PROVERS, CONDITION_PROVERS)
    dated, program, record = evaluation.dated, evaluation.dated.program, evaluation.record
    verdict = program.verdict
    weights = total_weight(dated.headings) if verdict.way == "average" else None
    at.outcomes, at.full = outcome.headings, full
    headings = tuple(prove_heading(heading, weights, at) for heading in dated.headings)
    at.heading = ""
    weighted = verdict.way == "average"
    passes = None if verdict.passes is None else at.condition(verdict.passes)
    grounds = tuple(
        DisqualifierProof(at.condition(ground.condition), ground.because, cited(ground.cites, at), ground.span)
        for ground in verdict.disqualifiers
    )
    return Proof(
        program.name,
        program.labels,
        program.subject.name,
        program.subject.labels,
        dated.as_of,
        outcome.unit,
        outcome.name,
        _groups(program, record),
        outcome.verdict,
        tuple(name for name in VERDICTS if name in outcome.possible),
        outcome.grades,
        outcome.score,
        outcome.most,
        verdict.way,
        () if passes is None else tuple(_pass_marks(passes)),
        grounds,
        passes,
        cited(verdict.cites, at),
        None if verdict.grading is None else prove_grading(verdict.grading, outcome.grades, at, read=bool(outcome.grades)),
        () if weighted else addends(dated.headings, at),
        weighted_parts(dated.headings, at) if weighted else (),
        headings,
        _missing(outcome, grounds, at),
        _invalid(record, at),
        in_order(outcome.reasons, at),
        tuple((name, source.labels) for name, source in program.sources.items()),
        (("rules", program.digest), *sorted((name, digest) for name, digest in digests.items() if name != "rules")),
        version,
        full,
        record.place,
        verdict.span,
    )


def _groups(program: Program, record: Record) -> tuple[GroupProof, ...]:
    found = []
    for name in program.subject.grouped_by:
        value = record.values.get(name)
        if value is not None and not isinstance(value, (Invalid, Open)):
            fact = program.facts[name]
            found.append(GroupProof(name, fact.labels, fact.type, value))
    return tuple(found)


def _pass_marks(passes: ConditionProof) -> list[PassMark]:
    """The scores that must be reached: comparisons that the pass surely asks for."""
    if passes.kind == "all":
        return [mark for child in passes.children for mark in _pass_marks(child)]
    found, required = passes.found, passes.required
    if passes.kind != "comparison" or found is None or required is None or found.kind != "score" or passes.symbol not in (">=", ">"):
        return []
    detail = found.detail
    whole = not getattr(detail, "headings", ()) and not getattr(detail, "without", ())
    return [PassMark(passes.symbol, required, bool(getattr(detail, "share", False)), whole)]


def _missing(outcome: UnitOutcome, grounds: tuple[DisqualifierProof, ...], at: Proving) -> tuple[MissingFact, ...]:
    """Every missing fact that leaves something open, those first that leave the verdict open."""
    record = at.evaluation.record
    waiting: dict[tuple[str, str], list[str]] = {}
    for heading in outcome.headings.values():
        for origin in heading.origins:
            if origin.kind in ("missing", "incomplete"):
                waiting.setdefault((origin.name, origin.kind), []).append(heading.id)
    for name in outcome.missing:
        if not any(known == name for known, _ in waiting):
            waiting[name, "missing"] = []
    matters = set(outcome.missing)
    disqualifying = {origin.name for ground in grounds for origin in ground.condition.origins}
    found = []
    for name, kind in sorted(waiting, key=lambda key: (key[0] not in matters, key)):
        labels, table = called(name, at)
        table_of = name.partition(".")[0] if name not in at.dated.program.facts and "." in name else ""
        readers = waiting[name, kind]
        above = {at.dated.parents[heading] for heading in readers}
        readers = [heading for heading in readers if heading not in above]
        evidence = dict.fromkeys(text for heading in readers if (text := _evidence(heading, at)))
        found.append(
            MissingFact(
                name, labels, "missing" if kind == "missing" else "incomplete", name in matters, _where(name, table_of, record),
                tuple(readers), tuple(evidence), table,
                table_of, at.dated.program.tables[table_of].labels if table_of in at.dated.program.tables else NO_LABELS,
                name in disqualifying,
            )
        )
    return tuple(found)


def _where(name: str, table: str, record: Record) -> tuple[Cell, ...]:
    """Where a missing value should stand: its cell, or the rows that lack it."""
    if not table:
        cell = record.cells.get(name)
        return () if cell is None else (cell,)
    field = name.partition(".")[2]
    return tuple(row.place for row in record.tables.get(table, ()) if field not in row.values and row.place is not None)


def _evidence(heading: str, at: Proving) -> Labels:
    """The evidence that a heading asks for, or the nearest above it."""
    name: str | None = heading
    while name is not None:
        evidence = at.dated.by_id[name].evidence
        if evidence:
            return evidence
        name = at.dated.parents[name]
    return NO_LABELS


def _invalid(record: Record, at: Proving) -> tuple[InvalidFact, ...]:
    found: list[InvalidFact] = []
    for name, value in record.values.items():
        if isinstance(value, Invalid):
            found.append(InvalidFact(name, called(name, at)[0], _cell(value, record.cells.get(name)), value.fault.code, problem=value.fault))
    for table, rows in record.tables.items():
        for number, row in enumerate(rows, 1):
            for name, value in row.values.items():
                if isinstance(value, Invalid):
                    full = f"{table}.{name}"
                    cell = _cell(value, row.cells.get(name) or row.place)
                    found.append(InvalidFact(full, called(full, at)[0], cell, value.fault.code, number, value.fault))
    return tuple(sorted(found, key=lambda each: (each.name, each.row or 0)))


def _cell(value: Invalid, cell: Cell | None) -> Cell | None:
    return cell if cell is not None else value.fault.place if isinstance(value.fault.place, Cell) else None


