"""Units and their results become tables whose rows can be put in order and looked for."""

from collections.abc import Sequence

from criteria_engine.documents.model import Column, Line, Run, Table, joined, line
from criteria_engine.documents.workbook.exact_cells import nearest_shown
from criteria_engine.explain.layout.lines import said
from criteria_engine.explain.layout.points import share_text
from criteria_engine.explain.wording.amounts import extent_text
from criteria_engine.ir.outcomes import Extent, UnitOutcome
from criteria_engine.programmes.nearest import NearUnit, near_unit, nearest_first, pass_mark
from criteria_engine.programmes.target_text import points_amount
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


def score_words(score: Extent | None, with_: Material) -> str:
    """A score as a number of points, or as a share where it is an average; from the least to the most while it is open."""
    if score is None:
        return ""
    average = with_.found.rules.program.verdict.way == "average"
    return share_text(score, with_.voice) if average else extent_text(score, with_.voice)


def score_line(score: Extent | None, with_: Material) -> Line:
    """The same as a line, with the number beside it where it is one number of points."""
    sure = score is not None and score.low == score.high and with_.found.rules.program.verdict.way != "average"
    return line(Run(score_words(score, with_), value=nearest_shown(score.low) if sure and score is not None else None))


def short_words(shortfall: Rational | None, with_: Material) -> str:
    """How many points are lacking; empty where none are, or where nobody can say."""
    return points_amount(shortfall, with_.tongue) if shortfall else ""


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
    rows = tuple(_unit(unit, outcomes.get(unit), near.get(unit), with_) for unit in codes)
    scores = ranked([outcome.score.low if (outcome := outcomes.get(unit)) and outcome.score else None for unit in codes])
    short = ranked([near[unit].shortfall if unit in near else None for unit in codes])
    fails = ranked([len(near[unit].failed) if unit in near else None for unit in codes])
    ranks = tuple((None, None, None, *row) for row in zip(scores, short, fails, strict=True))
    return Table(columns, rows, lively=True, ranks=ranks)


def _unit(unit: str, outcome: UnitOutcome | None, near: NearUnit | None, with_: Material) -> tuple[Line, ...]:
    verdict = outcome.verdict if outcome is not None else "undetermined"
    sign, style = VERDICT_SIGNS[verdict]
    shortfall = near.shortfall if near is not None else None
    failed = near.failed if near is not None else ()
    named = [line(with_.heading_link(id, unit)) for id in failed[:FAILED_SHOWN]]
    named += [said(word(with_.tongue, "overview.more", count=len(failed) - FAILED_SHOWN))] if len(failed) > FAILED_SHOWN else []
    return (
        line(with_.linked(unit)),
        said(with_.group(unit)),
        marked(sign, _verdict_words(verdict, near, with_), style),
        score_line(outcome.score if outcome is not None else None, with_),
        line(Run(short_words(shortfall, with_), value=nearest_shown(shortfall) if shortfall else None)),
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
