"""A target and the results of the roster's units become the standing of each group that it is asked of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from attrs import frozen

from criteria_engine.diagnostics.catalogue.programme import GroupNotInRoster
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.outcomes import UnitOutcome
from criteria_engine.ir.program import Phase, Program, Target
from criteria_engine.programmes.earlier import OnRecord, groups_on_record, met_status
from criteria_engine.programmes.model import (
    NEAREST,
    Asked,
    GroupShare,
    GroupStanding,
    NamedUnit,
    ProgrammeStanding,
    Status,
    TargetStanding,
    gravest,
    is_met,
)
from criteria_engine.programmes.nearest import NearUnit, PassMark, near_unit, nearest_first
from criteria_engine.programmes.reach import reach
from criteria_engine.programmes.roster import GroupedRoster, RosterGroups, UnitGroup, group_labels, group_name, nearest_name, plain_text
from criteria_engine.values.labels import NO_LABELS
from criteria_engine.values.types import Member

UnitState = Literal["sure", "open", "out"]


@frozen(eq=False)
class Assessment:
    """Everything that a target's standing is read from. `results` say at least what verdicts and grades each unit may have; `whole`
    gives the outcomes of some of these units with their scores and headings."""

    program: Program
    roster: RosterGroups
    results: Mapping[str, UnitOutcome]
    whole: Callable[[Sequence[str]], Iterable[UnitOutcome]]
    names: Mapping[str, str]
    as_of: date
    mark: PassMark | None
    groupings: Mapping[str, GroupedRoster]


def unit_state(target: Target, outcome: UnitOutcome | None) -> UnitState:
    """Whether a unit surely has what a target asks for, may have it, or has not; without an outcome it may have anything."""
    if outcome is None or not outcome.possible or "undetermined" in outcome.possible:
        return "open"
    if target.grades is None:
        wanted = {"passes"} if target.verdict == "passes" else {"fails", "disqualified"}
        return _state(bool(outcome.possible & wanted), outcome.possible <= wanted)
    passing = {"passes", "graded"}
    graded = outcome.grades or (*target.grades, -1)
    # A unit that passes without a known grade may have any grade.
    may = bool(outcome.possible & passing) and not target.grades.isdisjoint(graded)
    return _state(may, outcome.possible <= passing and target.grades.issuperset(graded))


def _state(may: bool, surely: bool) -> UnitState:
    return "sure" if may and surely else "open" if may else "out"


def target_standing(
    here: Assessment, phase: Phase, target: Target, earlier: Sequence[ProgrammeStanding], report: Callable[[Fault], None]
) -> TargetStanding:
    everyone = UnitGroup("", tuple(here.roster))
    scopes: tuple[UnitGroup, ...] = (everyone,)
    name: str | None = None
    where: tuple[GroupShare, ...] = ()
    if target.by is not None:
        scopes = here.groupings[target.by].groups
        if target.group is not None:
            name = group_name(here.program, target.by, target.group) or target.group
            known = [one.name for one in scopes]
            if name not in known and here.roster:
                report(GroupNotInRoster(target.span, target.by, name, nearest_name(name, known)))
            labels = group_labels(here.program, target.by, name)
            scopes = tuple(one for one in scopes if one.name == name) or (UnitGroup(name, (), labels),)
    elif here.program.subject.grouped_by:
        where = tuple(_share(here, target, one) for one in here.groupings[here.program.subject.grouped_by[0]].groups)
    grades: tuple[Member, ...] = ()
    grading = here.program.verdict.grading
    if target.grades is not None and grading is not None:
        grades = tuple(member for index, member in enumerate(grading.choices.members) if index in target.grades)
    asks: Asked = "grades" if target.grades is not None else "passes" if target.verdict == "passes" else "fails"
    declared = here.program.facts.get(target.by) if target.by is not None else None
    key = (target.quantity, target.number, target.share, target.by, name, asks, tuple(grade.name for grade in grades))
    on_record = groups_on_record(earlier, phase.name, key)
    groups = tuple(_group(here, phase, target, one, on_record.get(one.name, ())) for one in scopes)
    statuses = [group.status for group in groups]
    if not statuses and not here.roster:
        statuses = [_group(here, phase, target, everyone, ()).status]
    elif not statuses:  # nobody knows which groups there are; a fault says so
        statuses = ["not yet due" if here.as_of < phase.due else "open"]
    return TargetStanding(
        gravest(statuses), target.quantity, target.number, target.share, target.by, name, asks, grades, groups,
        sum(is_met(group.status) for group in groups), declared.labels if declared else NO_LABELS, where,
    )


def _states(here: Assessment, target: Target, units: Sequence[str]) -> dict[UnitState, list[str]]:
    found: dict[UnitState, list[str]] = {"sure": [], "open": [], "out": []}
    for unit in units:
        found[unit_state(target, here.results.get(unit))].append(unit)
    return found


def _share(here: Assessment, target: Target, group: UnitGroup) -> GroupShare:
    states = _states(here, target, group.units)
    return GroupShare(group.name, len(group.units), len(states["sure"]), len(states["open"]), len(states["out"]), group.labels)


def _group(here: Assessment, phase: Phase, target: Target, group: UnitGroup, on_record: Sequence[OnRecord]) -> GroupStanding:
    states = _states(here, target, group.units)
    sure, open_, out = len(states["sure"]), len(states["open"]), len(states["out"])
    found = reach(target.quantity, target.number, target.share, len(group.units), sure, open_)
    status: Status
    met_on: date | None = None
    open_units: tuple[NamedUnit, ...] = ()
    nearest: tuple[NearUnit, ...] = ()
    if found.holds:
        status, met_on = met_status(here.as_of, phase.due, on_record)
    else:
        status = "not yet due" if here.as_of < phase.due else "open" if found.holds is None else "missed"
        open_units = tuple(NamedUnit(unit, _name(here, unit), _first_group(here, unit)) for unit in states["open"])
        movable = (states["out"] if found.lacking.high else []) + (states["sure"] if found.excess.high else [])
        near = [near_unit(here.program, one, here.mark, here.as_of, _first_group(here, one.unit)) for one in here.whole(movable)]
        best = {unit: max(here.results[unit].grades, default=-1) for unit in movable} if target.grades is not None else None
        nearest = tuple(nearest_first(near, best)[:NEAREST])
    return GroupStanding(
        group.name or None, status, len(group.units), sure, open_, out, found.least, found.most, found.lacking, found.excess,
        met_on, group.labels, open_units, nearest,
    )


def _name(here: Assessment, unit: str) -> str:
    found = here.results.get(unit)
    return (found.name if found is not None else "") or here.names.get(unit, "")


def _first_group(here: Assessment, unit: str) -> str:
    facts = here.program.subject.grouped_by
    return plain_text(here.roster.get(unit, {}).get(facts[0], "")) if facts else ""
