"""Units and their results become tables whose rows can be put in order and looked for."""

from collections import Counter
from collections.abc import Sequence

from criteria_engine.documents.model import Column, Line, Run, Table, joined, line
from criteria_engine.documents.workbook.exact_cells import nearest_shown
from criteria_engine.explain.layout.lines import said
from criteria_engine.explain.layout.points import points_of_text, share_text
from criteria_engine.explain.wording.amounts import extent_text
from criteria_engine.ir.outcomes import Extent, UnitOutcome
from criteria_engine.programmes.nearest import NearUnit, near_unit, nearest_first, pass_mark
from criteria_engine.programmes.target_text import shortfall_text
from criteria_engine.programmes.words import word as programme_word
from criteria_engine.reports.material import VERDICT_SIGNS, Material, marked
from criteria_engine.reports.words import word
from criteria_engine.values.labels import label_in
from criteria_engine.values.numbers import Rational

FAILED_SHOWN = 12
"""So many failing criteria of a unit are named; the rest is counted."""


def ranked(amounts: Sequence[Rational | None]) -> list[int | None]:
    """The place of each amount among all of them, equal ones at the same; None where there is no amount.

    >>> ranked([5, None, 3, 5])
    [1, None, 0, 1]
    """
    order = {amount: place for place, amount in enumerate(sorted({amount for amount in amounts if amount is not None}))}
    return [None if amount is None else order[amount] for amount in amounts]


def score_words(score: Extent | None, with_: Material, most: Extent | None = None) -> str:
    """A score as a number of points, or as a share where it is an average; from the least to the most while it is open. `most` are
    the possible points, where a unit has others than most units."""
    if score is None:
        return ""
    average = with_.found.rules.program.verdict.way == "average"
    if average or most is None:
        return share_text(score, with_.voice) if average else extent_text(score, with_.voice)
    return points_of_text(score, most, with_.voice)


def score_line(score: Extent | None, with_: Material, most: Extent | None = None) -> Line:
    """The same as a line, with the number beside it where it is one number of points."""
    sure = score is not None and score.low == score.high and with_.found.rules.program.verdict.way != "average"
    return line(Run(score_words(score, with_, most), value=nearest_shown(score.low) if sure and score is not None else None))


def short_line(near: NearUnit | None, with_: Material) -> Line:
    """How many points a unit lacks, with the number beside it where it is one; empty where it lacks none, or nobody can say."""
    if near is None:
        return line(Run(""))
    sure = bool(near.shortfall) and near.least_shortfall in (None, near.shortfall)
    return line(Run(shortfall_text(near, with_.tongue), value=nearest_shown(near.shortfall) if sure and near.shortfall is not None else None))


def unusual_most(outcome: UnitOutcome, usual: Extent | None) -> Extent | None:
    """The possible points of a unit that has others than most units have."""
    return outcome.most if outcome.most != usual else None


def usual_most(with_: Material) -> Extent | None:
    """The possible points that most units have."""
    counted = Counter(result.outcome.most for result in with_.found.results)
    return max(counted, key=lambda most: counted[most], default=None)


def all_units(with_: Material) -> Table:
    """Every listed unit: group, verdict, score, points lacking, failing criteria; a listed unit without data is undetermined."""
    tongue, found = with_.tongue, with_.found
    program = found.rules.program
    mark = pass_mark(program, found.as_of)
    codes = list(dict.fromkeys([*found.groups, *with_.results]))
    outcomes = {unit: with_.results[unit].outcome for unit in codes if unit in with_.results}
    near = {unit: near_unit(program, outcome, mark, found.as_of) for unit, outcome in outcomes.items()}
    titles = {
        "unit": with_.unit_title(),
        "group": with_.group_title(),
        **{key: word(tongue, f"column.{key}") for key in ("verdict", "score", "short", "failed")},
    }
    columns = tuple(
        Column(said(title), "right" if key in ("score", "short") else "left", choices=key in ("group", "verdict")) for key, title in titles.items()
    )
    usual = usual_most(with_)
    rows = tuple(_unit(unit, outcomes.get(unit), near.get(unit), usual, with_) for unit in codes)
    scores = ranked([outcome.score.low if (outcome := outcomes.get(unit)) and outcome.score else None for unit in codes])
    short = ranked([near[unit].shortfall if unit in near else None for unit in codes])
    fails = ranked([len(near[unit].failed) if unit in near else None for unit in codes])
    ranks = tuple((None, None, None, *row) for row in zip(scores, short, fails, strict=True))
    return Table(columns, rows, lively=True, ranks=ranks)


def _unit(unit: str, outcome: UnitOutcome | None, near: NearUnit | None, usual: Extent | None, with_: Material) -> tuple[Line, ...]:
    verdict = outcome.verdict if outcome is not None else "undetermined"
    sign, style = VERDICT_SIGNS[verdict]
    failed = near.failed if near is not None else ()
    named = [line(with_.heading_link(id, unit)) for id in failed[:FAILED_SHOWN]]
    named += [said(word(with_.tongue, "overview.more", count=len(failed) - FAILED_SHOWN))] if len(failed) > FAILED_SHOWN else []
    return (
        line(with_.linked(unit)),
        said(with_.group(unit)),
        marked(sign, _verdict_words(verdict, near, with_), style),
        score_line(outcome.score, with_, unusual_most(outcome, usual)) if outcome is not None else score_line(None, with_),
        short_line(near, with_),
        joined(named, ", ") if outcome is not None else line(Run(word(with_.tongue, "overview.no_data"), "muted")),
    )


def _verdict_words(verdict: str, near: NearUnit | None, with_: Material) -> str:
    text = programme_word(with_.tongue, f"verdict.{verdict}")
    grade = near.grade if near is not None and verdict in ("passes", "graded") else None
    named = "" if grade is None else label_in(grade.labels, with_.tongue, grade.name)
    return f"{text}: {named}" if named and named != text else text


def near_units(with_: Material) -> list[NearUnit]:
    """The units that fail or are undetermined, nearest to passing first."""
    program, as_of = with_.found.rules.program, with_.found.as_of
    mark = pass_mark(program, as_of)
    if program.verdict.passes is None:
        return []
    outcomes = [result.outcome for result in with_.found.results if result.verdict in ("fails", "undetermined")]
    return nearest_first(near_unit(program, outcome, mark, as_of, with_.group(outcome.unit)) for outcome in outcomes)
