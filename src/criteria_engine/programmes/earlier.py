"""Standings of earlier dates become what is known of when a target was met, group by group."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from attrs import evolve

from criteria_engine.programmes.model import (
    GroupStanding,
    PhaseStanding,
    ProgrammeStanding,
    Status,
    TargetStanding,
    gravest,
    is_met,
    same_titles,
    target_key,
)
from criteria_engine.values.labels import Labels

OnRecord = tuple[date, GroupStanding]
"""An earlier standing's date, and how it found the group."""


def known_before(earlier: Iterable[ProgrammeStanding], programme: Labels, as_of: date) -> list[ProgrammeStanding]:
    """The standings of a programme that are not of a later date."""
    return [standing for standing in earlier if standing.as_of <= as_of and same_titles(standing.labels, programme)]


def groups_on_record(earlier: Iterable[ProgrammeStanding], phase: str, key: tuple[object, ...]) -> dict[str, list[OnRecord]]:
    """What earlier standings of a programme found of a target (by `target_key`), for each group by its name; the empty name is
    all units."""
    found: dict[str, list[OnRecord]] = {}
    for standing in earlier:
        for other in (one for one in standing.phases if one.name == phase):
            for target in other.targets:
                if target_key(target) == key:
                    for group in target.groups:
                        found.setdefault(group.group or "", []).append((standing.as_of, group))
    return found


def met_status(as_of: date, due: date, on_record: Sequence[OnRecord]) -> tuple[Status, date]:
    """The status of a target that holds, and the earliest known date on which it did.

    The last earlier standing up to the due day tells whether it held then; a later one that still says "met" knew so.
    """
    held = [(day, group.met_on or day) for day, group in on_record if is_met(group.status)]
    if as_of <= due:
        return "met", min([as_of, *(since for _, since in held)])
    last_in_time = max((record for record in on_record if record[0] <= due), key=lambda record: record[0], default=None)
    if last_in_time is not None and is_met(last_in_time[1].status):
        return "met", last_in_time[1].met_on or last_in_time[0]
    knew = [group.met_on for day, group in on_record if day > due and group.status == "met" and group.met_on and group.met_on <= due]
    if knew:
        return "met", min(knew)
    return "met late", min([as_of, *(since for day, since in held if day > due)])


def with_earlier(standing: ProgrammeStanding, earlier: Iterable[ProgrammeStanding]) -> ProgrammeStanding:
    """A standing as it would be if it had been made with what earlier ones know: what it calls met late, and they show as met by
    the due day, is met."""
    known = known_before(earlier, standing.labels, standing.as_of)
    return evolve(standing, phases=tuple(_phase(standing.as_of, phase, known) for phase in standing.phases)) if known else standing


def _phase(as_of: date, phase: PhaseStanding, known: Sequence[ProgrammeStanding]) -> PhaseStanding:
    targets = tuple(_target(as_of, phase, target, known) for target in phase.targets)
    return evolve(phase, targets=targets, status=gravest([target.status for target in targets]))


def _target(as_of: date, phase: PhaseStanding, target: TargetStanding, known: Sequence[ProgrammeStanding]) -> TargetStanding:
    if target.status == "met" or not target.groups:
        return target
    on_record = groups_on_record(known, phase.name, target_key(target))
    groups = tuple(_group(as_of, phase.due, group, on_record) for group in target.groups)
    return evolve(target, groups=groups, status=gravest([group.status for group in groups]))


def _group(as_of: date, due: date, group: GroupStanding, on_record: Mapping[str, Sequence[OnRecord]]) -> GroupStanding:
    if group.status != "met late":
        return group
    status, met_on = met_status(as_of, due, on_record.get(group.group or "", ()))
    return evolve(group, status=status, met_on=met_on if group.met_on is None or status == "met" else min(met_on, group.met_on))
