"""A target and its standing become sentences: what it asks, how far it is, what is lacking where."""

from collections.abc import Sequence

from criteria_engine.documents.model import Item, Line, Sign, line
from criteria_engine.locale import USUAL_DECIMALS, format_date, format_list, format_number, format_percent
from criteria_engine.programmes.model import GroupStanding, Status, TargetStanding, is_met
from criteria_engine.programmes.nearest import NearUnit
from criteria_engine.programmes.reach import CountRange
from criteria_engine.programmes.words import UnitWords, fact_words, listed, raised, unit_name, word
from criteria_engine.values.labels import label_in
from criteria_engine.values.numbers import Rational, decimal_places

STATUS_SIGNS: dict[Status, Sign] = {
    "met": "passes", "met late": "basically met", "missed": "fails", "not yet due": "", "open": "undetermined",
}


def target_sentence(target: TargetStanding, units: UnitWords) -> str:
    """What a target asks: `In each district: at least 1 ward passes`."""
    tongue = units.tongue
    ask = _asked(target, units)
    if target.each:
        return word(tongue, "target.each", by=fact_words(tongue, target.by, target.by_labels), ask=ask)
    if target.group is not None:
        labels = target.groups[0].labels
        return word(tongue, "target.one_group", group=label_in(labels, tongue, target.group), ask=ask)
    return raised(ask)


def _asked(target: TargetStanding, units: UnitWords) -> str:
    tongue = units.tongue
    if target.quantity == "every" or target.number is None:
        return word(tongue, "target.every", unit=units.one, does=_does(target, tongue, one=True))
    if target.share:
        number = word(tongue, "target.share", percent=format_percent(target.number, tongue), units=units.many)
    else:
        number = word(tongue, "unit.count", count=format_number(target.number, tongue), unit=units.of(target.number))
    one = target.number == 1 and not target.share
    return word(tongue, f"target.{target.quantity}", number=number, does=_does(target, tongue, one=one))


def _does(target: TargetStanding, tongue: str, one: bool) -> str:
    names = [label_in(grade.labels, tongue, grade.name) for grade in target.grades]
    return word(tongue, f"target.{target.asks}_{'one' if one else 'many'}", grades=format_list(names, tongue, "or"))


def target_item(target: TargetStanding, units: UnitWords) -> Item:
    """A target with its status and progress; below it each group where it is not met, with what is lacking there."""
    tongue = units.tongue
    text, aside = line(target_sentence(target, units)), line(word(tongue, f"status.{target.status}"))
    sign = STATUS_SIGNS[target.status]
    if not target.each:
        group = target.groups[0]
        return Item(text, sign, aside=aside, details=(*group_lines(target, group, units), *_where(target, units)))
    by = fact_words(tongue, target.by, target.by_labels)
    summary = word(tongue, "progress.groups_met", met=target.groups_met, all=len(target.groups), by=by)
    details = [line(summary)]
    late = [label_in(group.labels, tongue, group.group or "") for group in target.groups if group.status == "met late"]
    if late:
        details.append(line(word(tongue, "progress.late_in", groups="; ".join(late))))
    below = tuple(
        Item(
            line(label_in(group.labels, tongue, group.group or "")),
            STATUS_SIGNS[group.status],
            aside=line(word(tongue, f"status.{group.status}")),
            details=group_lines(target, group, units),
        )
        for group in target.lacking_groups
    )
    return Item(text, sign, aside=aside, details=tuple(details), items=below)


def group_lines(target: TargetStanding, group: GroupStanding, units: UnitWords) -> tuple[Line, ...]:
    """How far a group is from a target, what it lacks, which units could decide it, and which are nearest."""
    tongue = units.tongue
    lines = [line("; ".join(_progress(target, group, units)))]
    if group.status == "met late" and group.met_on is not None:
        lines.append(line(raised(word(tongue, "progress.late_since", date=format_date(group.met_on, tongue)))))
    if is_met(group.status):
        return tuple(lines)
    if group.open_units:
        names = [unit_name(tongue, unit.unit, unit.name, "" if target.by else unit.group) for unit in group.open_units]
        lines.append(line(word(tongue, "progress.undetermined_units", units=listed(tongue, units, names), do=_does(target, tongue, one=False))))
    wanted = group.excess.high if target.asks == "fails" else group.lacking.high
    if group.nearest and wanted:
        near = [_near(one, tongue, "" if target.by else one.group) for one in group.nearest]
        lines.append(line(word(tongue, "progress.nearest_units", units=listed(tongue, units, near))))
    return tuple(lines)


def _progress(target: TargetStanding, group: GroupStanding, units: UnitWords) -> list[str]:
    tongue = units.tongue
    do = _does(target, tongue, one=False)
    if not group.base:
        return [word(tongue, "progress.empty", unit=units.one)]
    base = units.count(group.base)
    parts = [word(tongue, "progress.counted", sure=format_number(group.sure, tongue), base=base, do=do)]
    least, most = (None if number is None else format_number(number, tongue) for number in (group.least, group.most))
    if group.least is not None and group.most is not None:
        impossible = group.least > group.most
        parts.append(word(tongue, "progress.impossible" if impossible else "progress.exactly", least=least, units=units.many))
    elif least is not None:
        parts.append(word(tongue, "progress.least", least=least))
    else:
        parts.append(word(tongue, "progress.most", most=most))
    if is_met(group.status):
        return parts
    if group.status == "open":
        low, high = format_number(group.sure, tongue), format_number(group.sure + group.open, tongue)
        parts.append(word(tongue, "progress.decided_by", open=units.count(group.open), low=low, high=high, do=do, units=units.many))
    elif group.open:
        parts.append(word(tongue, "progress.open", open=format_number(group.open, tongue), do=do))
    parts += _range(group.lacking, "lacking", units)
    parts += _range(group.excess, "excess", units)
    return parts


def _range(found: CountRange, key: str, units: UnitWords) -> list[str]:
    tongue = units.tongue
    if not found.high:
        return []
    if found.low == found.high:
        return [word(tongue, f"progress.{key}", **{key: units.count(found.high)})]
    low, high = format_number(found.low, tongue), units.count(found.high)
    return [word(tongue, f"progress.{key}_range", low=low, high=high)]


def _near(near: NearUnit, tongue: str, group: str) -> str:
    """A unit, and why it has not what is asked: never silent about a unit that does not pass."""
    return ", ".join([unit_name(tongue, near.unit, near.name, group), *lacking_reasons(near, tongue)])


def lacking_reasons(near: NearUnit, tongue: str) -> list[str]:
    """Why a unit does not pass: points that it lacks, headings that fail or have not what is asked of them, else that it is something else;
    of one that passes its grade, where it has one."""
    if near.verdict in ("passes", "graded"):
        grade = "" if near.grade is None else label_in(near.grade.labels, tongue, near.grade.name)
        return [word(tongue, "progress.graded", grade=grade)] if grade else []
    reasons: list[str] = []
    if near.verdict == "disqualified":
        reasons.append(word(tongue, "verdict.disqualified").lower())
    if near.shortfall:
        reasons.append(word(tongue, "progress.short", points=shortfall_text(near, tongue)))
    explained = bool(reasons or near.blocked_by)
    reasons += _headings_behind(near, tongue)
    if not explained:
        reasons.append(word(tongue, "progress.other_condition"))
    return reasons


def _headings_behind(near: NearUnit, tongue: str) -> list[str]:
    """The headings that fail, then the others of which the verdict asks what the unit has not, by what they are instead."""
    alike: dict[str, list[str]] = {"fails": list(near.failed)}
    for one in near.blocked_by:
        if one.id not in near.failed:
            alike.setdefault(one.outcome if one.lacking == "outcome" else one.lacking, []).append(one.id)
    return [word(tongue, f"blocked.{key}", headings=_headings(ids, near, tongue)) for key, ids in alike.items() if ids]


def _headings(ids: Sequence[str], near: NearUnit, tongue: str) -> str:
    """Criteria by their names, which the scheme numbers them by; pillars by their titles."""
    titles = {one.id: label_in(one.titles, tongue) for one in near.blocked_by if one.level == "pillar"}
    return format_list([word(tongue, "progress.pillar", title=titles[id]) if titles.get(id) else id for id in ids], tongue)


def shortfall_text(near: NearUnit, tongue: str) -> str:
    """How many points a unit lacks; from the least to the most while its score is open. Empty where it lacks none, or nobody can say."""
    if not near.shortfall:
        return ""
    most, least = points_amount(near.shortfall, tongue), near.least_shortfall
    if least is None or least == near.shortfall:
        return most
    return word(tongue, "progress.between", low=points_amount(least, tongue), high=most)


def points_amount(points: Rational, tongue: str) -> str:
    """A number of points, rounded where it is long."""
    decimals = decimal_places(points)
    return format_number(points, tongue, None if decimals is not None and decimals <= USUAL_DECIMALS else USUAL_DECIMALS)


def _where(target: TargetStanding, units: UnitWords) -> tuple[Line, ...]:
    """The groups' parts in a target over all units, while it is not met."""
    if is_met(target.status) or len(target.where) < 2:
        return ()
    tongue = units.tongue
    parts = [
        word(tongue, "progress.part", group=label_in(one.labels, tongue, one.group), sure=one.sure, base=one.base)
        for one in target.where
    ]
    return (line(word(tongue, "progress.where", parts="; ".join(parts))),)
