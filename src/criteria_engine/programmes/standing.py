"""Outcomes over a roster of units at a date become the standing of every target of every phase of a programme.

What a target asks of a group is decided over the interval of units that have it: from those that surely do to those that may,
since a listed unit without data, or with an undetermined verdict, could turn out either way and counts in the base.

- *met*: it holds whatever becomes of the open units. After the due day it is *met late*, unless an earlier standing shows that
  it was met by then: this standing's verdicts are those of the assessment date, and cannot tell.
- *not yet due*: it does not surely hold, and the due day is still to come.
- *missed*: it is due (the due day counts), and no completion of the open units makes it hold.
- *open*: it is due, and the open units decide.

`passes` asks for units whose only possible verdict is "passes". `fails` asks for units that cannot pass: failed or disqualified.
Grades are asked of units that pass or are graded. `at most` and `exactly` are read by the same rule over the same interval, so
`at most 5 fail` is met only when failed and open units together are no more than 5.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from attrs import frozen

from criteria_engine.diagnostics.catalogue.programme import RosterEmpty
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.outcomes import UnitOutcome
from criteria_engine.ir.program import Phase, Program, Programme
from criteria_engine.programmes.citations import cited_clauses
from criteria_engine.programmes.earlier import known_before
from criteria_engine.programmes.model import PhaseStanding, ProgrammeStanding, gravest
from criteria_engine.programmes.nearest import pass_mark
from criteria_engine.programmes.roster import RosterGroups, grouped_by
from criteria_engine.programmes.targets import Assessment, target_standing
from criteria_engine.programmes.verdict_counts import GroupCounts, Grouping, VerdictCounts, count_verdicts
from criteria_engine.values.dates import in_period
from criteria_engine.values.labels import NO_LABELS


@frozen(eq=False)
class UnitResults:
    """Results by unit. `verdicts` are outcomes that say at least which verdicts and grades each unit has and may have; `whole` gives the
    outcomes of some of these units, in that order, with all that they say."""

    verdicts: Mapping[str, UnitOutcome]
    whole: Callable[[Sequence[str]], Iterable[UnitOutcome]]


def programme_standing(
    program: Program,
    programme: Programme,
    outcomes: Sequence[UnitOutcome],
    groups: RosterGroups,
    as_of: date,
    *,
    names: Mapping[str, str] | None = None,
    earlier: Sequence[ProgrammeStanding] = (),
) -> ProgrammeStanding:
    """How a programme stands on a date.

    `groups` is the roster: for each listed unit, in the list's order, the facts that group it. A listed unit without an outcome
    is undetermined; an outcome of a unit that is not listed is left out: whoever
    read the data has reported it. `names` are what people call the units,
    used for those without an outcome. `earlier` are standings of earlier dates: what they show as met by the due day stays
    "met" afterwards, where it would be "met late". Raises nothing; `faults` of the standing holds what was wrong.
    """
    results = results_of(outcomes)
    return standing_of_results(program, programme, results, groups, as_of, names=names, earlier=earlier)


def results_of(outcomes: Sequence[UnitOutcome]) -> UnitResults:
    """Outcomes by their units; of several the first."""
    results: dict[str, UnitOutcome] = {}
    for outcome in outcomes:
        results.setdefault(outcome.unit, outcome)
    return UnitResults(results, lambda units: [results[unit] for unit in units])


def standing_of_results(
    program: Program,
    programme: Programme,
    results: UnitResults,
    groups: RosterGroups,
    as_of: date,
    *,
    names: Mapping[str, str] | None = None,
    earlier: Sequence[ProgrammeStanding] = (),
) -> ProgrammeStanding:
    """The same of results that are whole only for the units that are asked for."""
    faults: list[Fault] = []
    in_force = in_period(as_of, programme.force.start, programme.force.end)
    phases = [phase for phase in programme.phases if in_force and in_period(as_of, phase.force.start, phase.force.end)]
    if phases and not groups:
        faults.append(RosterEmpty(programme.span))
    asked = dict.fromkeys(target.by for phase in phases for target in phase.targets if target.by is not None)
    grouped = {fact: grouped_by(program, groups, fact) for fact in [*asked, *program.subject.grouped_by]}
    faults.extend(fault for fact in asked for fault in grouped[fact].faults)
    here = Assessment(program, groups, results.verdicts, results.whole, names or {}, as_of, pass_mark(program, as_of), grouped)
    known = known_before(earlier, programme.labels, as_of)
    standings = tuple(_phase(here, phase, known, faults.append) for phase in phases)
    subject = program.subject
    counts, groupings = counts_by_group(program, {unit: one.verdict for unit, one in results.verdicts.items()}, groups)
    return ProgrammeStanding(
        programme.labels, as_of, in_force, subject.name, subject.plural, subject.labels, counts, groupings,
        standings, cited_clauses(program, programme.cites), tuple(dict.fromkeys(faults)),
    )


def programme_standings(
    program: Program,
    outcomes: Sequence[UnitOutcome],
    groups: RosterGroups,
    as_of: date,
    *,
    names: Mapping[str, str] | None = None,
    earlier: Sequence[ProgrammeStanding] = (),
) -> tuple[ProgrammeStanding, ...]:
    """How each programme of a rule set that is in force stands on a date; see `programme_standing`."""
    return standings_of_results(program, results_of(outcomes), groups, as_of, names=names, earlier=earlier)


def standings_of_results(
    program: Program,
    results: UnitResults,
    groups: RosterGroups,
    as_of: date,
    *,
    names: Mapping[str, str] | None = None,
    earlier: Sequence[ProgrammeStanding] = (),
) -> tuple[ProgrammeStanding, ...]:
    """The same of results that are whole only for the units that are asked for."""
    return tuple(
        standing_of_results(program, programme, results, groups, as_of, names=names, earlier=earlier)
        for programme in program.programmes
        if in_period(as_of, programme.force.start, programme.force.end)
    )


def verdict_counts(
    program: Program, outcomes: Sequence[UnitOutcome], groups: RosterGroups
) -> tuple[VerdictCounts, tuple[Grouping, ...]]:
    """The verdicts of the listed units, and the same by each fact that groups them; one without an outcome is undetermined."""
    return counts_by_group(program, {outcome.unit: outcome.verdict for outcome in reversed(outcomes)}, groups)


def counts_by_group(program: Program, known: Mapping[str, str], groups: RosterGroups) -> tuple[VerdictCounts, tuple[Grouping, ...]]:
    """The same of verdicts by unit."""
    verdicts = {unit: known.get(unit, "undetermined") for unit in groups}
    groupings: list[Grouping] = []
    for fact in program.subject.grouped_by:
        grouped = grouped_by(program, groups, fact)
        counts = tuple(GroupCounts(one.name, count_verdicts(verdicts[unit] for unit in one.units), one.labels) for one in grouped.groups)
        ungrouped = count_verdicts(verdicts[unit] for unit in grouped.ungrouped)
        declared = program.facts.get(fact)
        groupings.append(Grouping(fact, counts, declared.labels if declared else NO_LABELS, ungrouped))
        assert groupings[-1].all == len(groups)
    return count_verdicts(verdicts.values()), tuple(groupings)


def _phase(here: Assessment, phase: Phase, earlier: Sequence[ProgrammeStanding], report: Callable[[Fault], None]) -> PhaseStanding:
    targets = tuple(target_standing(here, phase, target, earlier, report) for target in phase.targets)
    return PhaseStanding(
        phase.name, phase.due, gravest([target.status for target in targets]), targets, phase.labels,
        cited_clauses(here.program, phase.cites),
    )
