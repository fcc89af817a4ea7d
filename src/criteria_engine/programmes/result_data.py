"""A program, the outcomes of units and the standing of its programmes become a result file's data."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.outcomes import HeadingOutcome, UnitOutcome
from criteria_engine.ir.program import Grading, Heading, Program, walk_headings
from criteria_engine.programmes.citations import cited_clauses
from criteria_engine.programmes.model import ProgrammeStanding
from criteria_engine.programmes.result_file import (
    FORMAT,
    CriterionResult,
    Grades,
    HeadingInfo,
    ResultFile,
    ScoreResult,
    UnitResult,
    to_data,
)
from criteria_engine.programmes.roster import RosterGroups
from criteria_engine.programmes.verdict_counts import VERDICTS
from criteria_engine.values.labels import NO_LABELS, Labels
from criteria_engine.values.numbers import exact_text

OUTCOMES = ("passes", "basically met", "fails", "undetermined", "not applicable", "scored")


def result_data(
    program: Program,
    outcomes: Sequence[UnitOutcome],
    groups: RosterGroups,
    digests: Mapping[str, str],
    as_of: date,
    faults: Sequence[Fault],
    standings: Sequence[ProgrammeStanding],
    version: str,
    *,
    names: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The JSON data of an evaluation, ready for `json.dumps`; see `result_file`.

    `groups` holds the facts that group each unit: the roster where there is one (a listed unit without an outcome is added as
    undetermined, `with_data` false), else those of the units with data. `digests` are of rules (`rules`) and data, by name;
    `standings` of the programmes in force; `version` is the engine's.
    """
    return to_data(result_file(program, outcomes, groups, digests, as_of, faults, standings, version, names=names))


def result_file(
    program: Program,
    outcomes: Sequence[UnitOutcome],
    groups: RosterGroups,
    digests: Mapping[str, str],
    as_of: date,
    faults: Sequence[Fault],
    standings: Sequence[ProgrammeStanding],
    version: str,
    *,
    names: Mapping[str, str] | None = None,
) -> ResultFile:
    """The result file of an evaluation; arguments as of `result_data`."""
    gradings = {heading.id: heading.grading for heading in walk_headings(program.headings)}
    results = [unit_result(program, gradings, outcome, groups.get(outcome.unit, {})) for outcome in outcomes]
    evaluated = {outcome.unit for outcome in outcomes}
    results += [without_data(program, unit, (names or {}).get(unit, ""), groups[unit]) for unit in groups if unit not in evaluated]
    order = {unit: index for index, unit in enumerate(groups)}
    results.sort(key=lambda result: order.get(result.unit, len(order)))
    named = dict.fromkeys(name for result in results for name in (*result.missing, *result.invalid))
    return ResultFile(
        ruleset=program.name,
        as_of=as_of,
        format=FORMAT,
        version=version,
        digests=dict(sorted(digests.items())),
        ruleset_titles=program.labels,
        subject=program.subject.name,
        plural=program.subject.plural,
        subject_titles=program.subject.labels,
        groupings={fact: _fact_titles(program, fact) for fact in program.subject.grouped_by},
        grades=_grades(program.verdict.grading),
        headings=dict(_heading_infos(program, program.headings, None)),
        fact_titles={name: _fact_titles(program, name) for name in sorted(named)},
        results=tuple(results),
        programmes=tuple(standings),
        faults=tuple(fault_data(fault) for fault in dict.fromkeys(faults)),
    )


def fault_data(fault: Fault) -> dict[str, Any]:
    """A fault as plain data: its code, how grave it is, its place and its fields."""
    fields = {name: _plain(value) for name, value in attrs.asdict(fault, recurse=False).items() if name != "place"}
    place = None if fault.place is None else attrs.asdict(fault.place)
    return {"code": fault.code, "severity": fault.severity, "place": place, "fields": fields}


def _plain(value: object) -> Any:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, Fraction)):
        return exact_text(value)
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(str(_plain(item)) for item in value)
    return str(value)


def unit_result(
    program: Program, gradings: Mapping[str, Grading | None], outcome: UnitOutcome, groups: Mapping[str, str]
) -> UnitResult:
    score = None if outcome.score is None else ScoreResult(outcome.score.low, outcome.score.high, outcome.most)
    grades = _grade_names(program.verdict.grading, outcome.grades)
    return UnitResult(
        unit=outcome.unit,
        name=outcome.name,
        verdict=outcome.verdict,  # type: ignore[arg-type]
        grade=grades[0] if len(grades) == 1 and outcome.verdict in ("passes", "graded") else None,
        score=score,
        criteria={id: _criterion_result(one, gradings.get(id)) for id, one in outcome.headings.items()},
        missing=outcome.missing,
        invalid=outcome.invalid,
        verdicts_possible=tuple(name for name in VERDICTS if name in outcome.possible),  # type: ignore[misc]
        grades_possible=grades,
        groups=dict(groups),
        with_data=True,
    )


def without_data(program: Program, unit: str, name: str, groups: Mapping[str, str]) -> UnitResult:
    graded_only = program.verdict.passes is None
    possible = (["graded"] if graded_only else ["passes", "fails"]) + (["disqualified"] if program.verdict.disqualifiers else [])
    grading = program.verdict.grading
    return UnitResult(
        unit=unit,
        name=name,
        verdict="undetermined",
        grade=None,
        score=None,
        criteria={},
        missing=(),
        invalid=(),
        verdicts_possible=tuple(name for name in VERDICTS if name in possible),  # type: ignore[misc]
        grades_possible=() if grading is None else tuple(member.name for member in grading.choices.members),
        groups=dict(groups),
        with_data=False,
    )


def _criterion_result(heading: HeadingOutcome, grading: Grading | None) -> CriterionResult:
    grades = _grade_names(grading, heading.grades)
    return CriterionResult(
        outcome=heading.outcome,  # type: ignore[arg-type]
        level=heading.level,
        points=heading.points,
        possible_points=heading.most,
        outcomes_possible=tuple(name for name in OUTCOMES if name in heading.possible),  # type: ignore[misc]
        grade=grades[0] if len(grades) == 1 else None,
    )


def _grade_names(grading: Grading | None, grades: tuple[int, ...]) -> tuple[str, ...]:
    return () if grading is None else tuple(grading.choices.members[index].name for index in grades)


def _grades(grading: Grading | None) -> Grades | None:
    return None if grading is None else Grades(grading.choices.ordered, grading.choices.members)


def _heading_infos(program: Program, headings: tuple[Heading, ...], parent: str | None) -> list[tuple[str, HeadingInfo]]:
    found: list[tuple[str, HeadingInfo]] = []
    for heading in headings:
        info = HeadingInfo(
            heading.level, parent, heading.advisory, heading.labels, heading.evidence, heading.remedy, cited_clauses(program, heading.cites)
        )
        found += [(heading.id, info), *_heading_infos(program, heading.children, heading.id)]
    return found


def _fact_titles(program: Program, name: str) -> Labels:
    if name in program.facts:
        return program.facts[name].labels
    table, _, field = name.partition(".")
    if table in program.tables:
        fields = program.tables[table].fields
        return fields[field].labels if field in fields else program.tables[table].labels
    return NO_LABELS
