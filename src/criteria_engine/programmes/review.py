"""Two result files of one rule set become the yearly review: what was done, what was not, what got worse, what is recommended."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from criteria_engine.diagnostics.catalogue.programme import ReviewBackwards, ReviewOfOtherRules, UnitRenamed
from criteria_engine.ir.outcomes import Extent
from criteria_engine.programmes.earlier import with_earlier
from criteria_engine.programmes.model import ProgrammeStanding, is_met, same_titles, target_key
from criteria_engine.programmes.result_file import CriterionResult, HeadingInfo, ResultFile, UnitResult
from criteria_engine.programmes.review_model import (
    CriterionChange,
    DataGap,
    Done,
    Edition,
    GradeReview,
    GroupingReview,
    GroupReview,
    NotDone,
    Recommendation,
    Recommended,
    Review,
    Reviewed,
    TargetChange,
    UnitChange,
    Worse,
)
from criteria_engine.programmes.roster import plain_text
from criteria_engine.programmes.verdict_counts import count_verdicts
from criteria_engine.values.labels import NO_LABELS

_RANK = {"disqualified": 0, "fails": 1, "passes": 2}
_OUTCOME_RANK = {"fails": 0, "basically met": 1, "passes": 2}


def review(before: ResultFile, after: ResultFile) -> Reviewed:
    """The review of the later results against the earlier ones: units are matched by code, criteria by name, targets by what they
    ask; what the earlier results show as met by its due day is not late. Faults: results of different rule sets, or in the wrong
    order of dates (no review); codes that name another unit now."""
    if plain_text(before.ruleset) != plain_text(after.ruleset):
        return Reviewed(None, (ReviewOfOtherRules(None, before.ruleset, after.ruleset),))
    if before.as_of > after.as_of:
        return Reviewed(None, (ReviewBackwards(None, before.as_of, after.as_of),))
    earlier = {result.unit: result for result in before.results}
    pairs = [(earlier.get(result.unit), result) for result in after.results]
    known = {result.unit for result in after.results}
    changes = {now.unit: _change(was, now) for was, now in pairs}
    faults = tuple(
        UnitRenamed(None, now.unit, was.name, now.name) for was, now in pairs if was is not None and _renamed(was.name, now.name)
    )
    targets = _target_changes(before.programmes, [with_earlier(standing, before.programmes) for standing in after.programmes])
    rules = (before.digests.get("rules"), after.digests.get("rules"))
    found = Review(
        ruleset=after.ruleset,
        titles=after.ruleset_titles,
        subject=after.subject,
        plural=after.plural,
        subject_titles=after.subject_titles,
        grades=after.grades.members if after.grades else (),
        before=Edition(before.as_of, before.version, before.digests),
        after=Edition(after.as_of, after.version, after.digests),
        rules_changed=None if None in rules else rules[0] != rules[1],
        joined=tuple(changes[now.unit] for was, now in pairs if was is None),
        left=tuple(unit for unit in earlier if unit not in known),
        counts_before=count_verdicts(result.verdict for result in before.results),
        counts_after=count_verdicts(result.verdict for result in after.results),
        grade_counts=_grades(before, after),
        groupings=tuple(_grouping(before, after, fact) for fact in after.groupings),
        done=_done(after, pairs, changes, targets),
        not_done=_not_done(changes.values(), targets),
        worse=_worse(after, pairs, changes, targets),
        recommended=Recommended(
            _remedies(after, changes),
            _data_gaps(after, changes),
            tuple(changes[now.unit] for now in after.results if not now.with_data),
        ),
    )
    remaining = (found.not_done.fails, found.not_done.disqualified, found.not_done.undetermined)
    assert sum(map(len, remaining)) + found.counts_after.passes + found.counts_after.graded == len(after.results)
    return Reviewed(found, faults)


_Pairs = list[tuple[UnitResult | None, UnitResult]]


def _renamed(before: str, after: str) -> bool:
    """Whether two names differ beyond letter case, white space and leading zeros of a number ("Phường 01", "Phường 1")."""
    one, other = (re.sub(r"\s+", " ", re.sub(r"\b0+(?=\d)", "", plain_text(name))).casefold() for name in (before, after))
    return bool(one and other) and one != other


def _score(result: UnitResult | None) -> Extent | None:
    return None if result is None or result.score is None else Extent(result.score.low, result.score.high)


def _change(was: UnitResult | None, now: UnitResult) -> UnitChange:
    before, grade = (None, None) if was is None else (was.verdict, was.grade)
    return UnitChange(now.unit, now.name, now.groups, before, now.verdict, grade, now.grade, _score(was), _score(now))


def _grade_step(after: ResultFile, change: UnitChange) -> int:
    """1 where the grade rose, -1 where it fell, 0 where it did not, is not certain in both years, or has no order."""
    if after.grades is None or not after.grades.ordered:
        return 0
    order = [member.name for member in after.grades.members]
    if change.grade_before not in order or change.grade_after not in order:
        return 0
    was, now = order.index(change.grade_before), order.index(change.grade_after)
    return (now > was) - (now < was)


def _grades(before: ResultFile, after: ResultFile) -> tuple[GradeReview, ...]:
    if after.grades is None:
        return ()
    known = {member.name for member in after.grades.members}
    sides = [Counter(result.grade if result.grade in known else None for result in results.results) for results in (before, after)]
    found = tuple(
        GradeReview(grade, *(side[grade.name if grade else None] for side in sides)) for grade in (*after.grades.members, None)
    )
    assert (sum(one.before for one in found), sum(one.after for one in found)) == (len(before.results), len(after.results))
    return found


def _by_criterion(after: ResultFile, units: Mapping[str, list[UnitChange]]) -> tuple[CriterionChange, ...]:
    """The headings in which units changed, most units first, then in the order of the rules."""
    found = [CriterionChange(id, info.level, info.titles, tuple(units[id])) for id, info in after.headings.items() if id in units]
    return tuple(sorted(found, key=lambda change: -len(change.units)))


def _shared_criteria(pairs: _Pairs) -> Iterable[tuple[str, str, CriterionResult, CriterionResult]]:
    for was, now in pairs:
        if was is not None:
            for id, criterion in now.criteria.items():
                if id in was.criteria:
                    yield now.unit, id, was.criteria[id], criterion


def _done(after: ResultFile, pairs: _Pairs, changes: Mapping[str, UnitChange], targets: Iterable[TargetChange]) -> Done:
    passed: dict[str, list[UnitChange]] = {}
    for unit, id, was, now in _shared_criteria(pairs):
        if now.outcome == "passes" and was.outcome in ("fails", "basically met", "undetermined"):
            passed.setdefault(id, []).append(changes[unit])
    return Done(
        tuple(change for change in changes.values() if change.after == "passes" and change.before != "passes"),
        tuple(change for change in changes.values() if _grade_step(after, change) > 0),
        tuple(change for change in targets if is_met(change.target.status) and (change.before is None or not is_met(change.before))),
        _by_criterion(after, passed),
    )


def _not_done(changes: Iterable[UnitChange], targets: Iterable[TargetChange]) -> NotDone:
    by_verdict: dict[str, list[UnitChange]] = {}
    for change in changes:
        by_verdict.setdefault(change.after, []).append(change)
    fails, disqualified, undetermined = (tuple(by_verdict.get(verdict, ())) for verdict in ("fails", "disqualified", "undetermined"))
    return NotDone(fails, disqualified, undetermined, tuple(change for change in targets if not is_met(change.target.status)))


def _worse(after: ResultFile, pairs: _Pairs, changes: Mapping[str, UnitChange], targets: Iterable[TargetChange]) -> Worse:
    fell: dict[str, list[UnitChange]] = {}
    for unit, id, was, now in _shared_criteria(pairs):
        if _OUTCOME_RANK.get(now.outcome, 9) < _OUTCOME_RANK.get(was.outcome, -1):
            fell.setdefault(id, []).append(changes[unit])
    return Worse(
        tuple(change for change in changes.values() if _verdict_fell(change)),
        tuple(change for change in changes.values() if _grade_step(after, change) < 0),
        tuple(change for change in targets if change.before is not None and is_met(change.before) and not is_met(change.target.status)),
        _by_criterion(after, fell),
        tuple(
            change
            for change in changes.values()
            if change.score_before and change.score_after and change.score_after.high < change.score_before.low
        ),
    )


def _verdict_fell(change: UnitChange) -> bool:
    """Whether a verdict is worse than it was; one that passed and is now undetermined no longer shows that it passes."""
    if change.before is None:
        return False
    if change.before == "passes" and change.after == "undetermined":
        return True
    return _RANK.get(change.after, 9) < _RANK.get(change.before, -1)


def _target_changes(before: Iterable[ProgrammeStanding], after: Iterable[ProgrammeStanding]) -> list[TargetChange]:
    found: list[TargetChange] = []
    earlier = list(before)
    for standing in after:
        for phase in standing.phases:
            was = {
                target_key(target): target.status
                for other in earlier if same_titles(other.labels, standing.labels)
                for other_phase in other.phases if other_phase.name == phase.name
                for target in other_phase.targets
            }
            found += [
                TargetChange(standing.labels, phase.name, phase.labels, phase.due, target, was.get(target_key(target)))
                for target in phase.targets
            ]
    return found


def _grouping(before: ResultFile, after: ResultFile, fact: str) -> GroupingReview:
    sides = [_verdicts_by_group(results, fact) for results in (before, after)]
    names = [name for name in dict.fromkeys([*sides[1], *sides[0]]) if name] + ([""] if "" in sides[0] or "" in sides[1] else [])
    groups = tuple(
        GroupReview(name or None, *(count_verdicts(side[name]) if name in side else None for side in sides)) for name in names
    )
    assert sum(group.after.all for group in groups if group.after) == len(after.results)
    assert sum(group.before.all for group in groups if group.before) == len(before.results)
    return GroupingReview(fact, after.groupings.get(fact, NO_LABELS), groups)


def _verdicts_by_group(results: ResultFile, fact: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for result in results.results:
        found.setdefault(plain_text(result.groups.get(fact, "")), []).append(result.verdict)
    return found


def _remedies(after: ResultFile, changes: Mapping[str, UnitChange]) -> tuple[Recommendation, ...]:
    """A heading that fails is named where it has a remedy, or where neither a heading above it nor one below it can say more."""
    parents = {info.parent for info in after.headings.values()}
    failing: dict[str, list[UnitChange]] = {}
    for result in after.results:
        for id, criterion in result.criteria.items():
            if criterion.outcome == "fails":
                failing.setdefault(id, []).append(changes[result.unit])
    above = {id: _above(after.headings, info) for id, info in after.headings.items()}
    found = [
        Recommendation(id, info.level, info.titles, info.remedy, info.evidence, info.citations, tuple(failing[id]))
        for id, info in after.headings.items()
        if id in failing and _matters(info, above[id]) and (info.remedy or not (id in parents or any(one.remedy for one in above[id])))
    ]
    return tuple(sorted(found, key=lambda one: -len(one.units)))


def _above(headings: Mapping[str, HeadingInfo], info: HeadingInfo) -> list[HeadingInfo]:
    """The headings above a heading; a file whose headings lie above themselves ends the search."""
    found: dict[str, HeadingInfo] = {}
    while info.parent is not None and info.parent not in found:
        parent = info.parent
        info = found[parent] = headings[parent]
    return list(found.values())


def _matters(info: HeadingInfo, above: Iterable[HeadingInfo]) -> bool:
    """Whether a heading can matter to the verdict: neither it nor a heading above it is advisory."""
    return not any(one.advisory for one in (info, *above))


def _data_gaps(after: ResultFile, changes: Mapping[str, UnitChange]) -> tuple[DataGap, ...]:
    missing: dict[str, list[UnitChange]] = {}
    invalid: dict[str, list[UnitChange]] = {}
    for result in after.results:
        for names, units in ((result.missing, missing), (result.invalid, invalid)):
            for name in names:
                units.setdefault(name, []).append(changes[result.unit])
    found = [
        DataGap(name, after.fact_titles.get(name, NO_LABELS), tuple(missing.get(name, ())), tuple(invalid.get(name, ())))
        for name in dict.fromkeys([*after.fact_titles, *missing, *invalid])
        if name in missing or name in invalid
    ]
    return tuple(sorted(found, key=lambda gap: -len(gap.missing) - len(gap.invalid)))
