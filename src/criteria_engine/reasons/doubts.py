"""How what is unknown of a unit might turn out so that a goal is missed after all.

A goal counts as reached only where it is reached whatever the unknown is. Each way found in which it is missed is asked of every
later box too, and rules out all boxes that miss the goal in that way: the search for changes learns from its counterexamples.
"""

from attrs import define, evolve, field

from criteria_engine.backends.interpreter.evaluation import VerdictFound
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.program import Heading, walk_headings
from criteria_engine.reasons.question import Box, Goal, Question, with_box
from criteria_engine.reasons.thresholds import thresholds_of
from criteria_engine.reasons.unknowns import open_tables, points, unknown_variables, whole, with_more_rows
from criteria_engine.reasons.variables import Variable

WAYS = 12
"""How often a way is looked for before giving up."""

ROWS_TRIED = 24
"""How many kinds of rows that a table might still get are tried."""

TRIES_FOR_ONE = 300
"""Evaluations that looking for one way may take."""


@define
class Doubts:
    """The ways found so far in which what is unknown of a record might make it miss a goal. `unknown` are its facts and fields
    that are unknown and do not vary in the question, `tables` those of which rows may be lacking."""

    question: Question
    goal: Goal
    unknown: tuple[Variable, ...]
    tables: tuple[str, ...]
    might_be: list[Question] = field(factory=list)
    _ways: list[Box] = field(factory=list)
    _left: int = WAYS

    def rules_out(self, box: Box) -> bool:
        """Whether the goal is missed all over a box in one of the ways."""
        return any(self.goal.never(might.ask(box)) for might in self.might_be)

    def learn(self, there: Box) -> None:
        """Look for a way in which the goal is missed at a point where it may be reached, but is not surely."""
        if self._left == 0:
            return
        self._left -= 1
        if (self.tables and self._learn_of_rows(there)) or not self.unknown:
            return
        record = with_box(self.question.record, self.question.variables, there)
        at = Question(self.question.dated, record, self.unknown, self.question.left, self.question.grading)
        for end in (0, 1):
            corner: Box = tuple((part[end], part[end]) for part in map(whole, self.unknown))
            if self.goal.never(at.ask(corner)) and self._remember(corner):
                return
        everything: Box = tuple(map(whole, self.unknown))
        missed = next(points(at, everything, self._missed, thresholds_of(at.dated, self.unknown), TRIES_FOR_ONE), None)
        if missed is not None:
            self._remember(tuple((part[0], part[0]) for part in missed if part is not None))

    def _learn_of_rows(self, there: Box) -> bool:
        for seed in range(ROWS_TRIED):
            dated, record = with_more_rows(self.question.dated, self.question.record, self.tables, seed)
            might = Question(dated, record, self.question.variables, self.question.left, self.question.grading)
            if self.goal.never(might.ask(there)):
                self.might_be.append(might)
                return True
        return False

    def _remember(self, way: Box) -> bool:
        """Whether a way was new."""
        if way in self._ways:
            return False
        self._ways.append(way)
        might = with_box(self.question.record, self.unknown, way)
        self.might_be.append(Question(self.question.dated, might, self.question.variables, self.question.left, self.question.grading))
        return True

    def _missed(self, found: VerdictFound) -> bool | None:
        return True if self.goal.never(found) else False if self.goal.surely(found) else None


def doubts_about(question: Question, goal: Goal) -> Doubts:
    """What may be doubted of a record; that judgement goes against it is a way from the start, where the rules leave any."""
    unknown = tuple(each for each in unknown_variables(question.dated, question.record) if each not in question.variables)
    found = Doubts(question, goal, unknown, open_tables(question.dated, question.record))
    if against := judged_against(question.dated):
        found.might_be.append(Question(against, question.record, question.variables, question.left, question.grading))
    return found


def judged_against(dated: Dated) -> Dated | None:
    """The rules with all that they leave to judgement gone against the unit; None where they leave nothing."""

    def judged(heading: Heading) -> Heading:
        rungs = tuple(evolve(rung, outcome=rung.outcome or "fails") for rung in heading.rungs)
        chains = tuple(tuple(evolve(part, outcome=part.outcome or "fails") for part in chain) for chain in heading.exemptions)
        return evolve(heading, rungs=rungs, exemptions=chains, children=tuple(map(judged, heading.children)))

    if not any(_left_to_judgement(heading) for heading in dated.by_id.values()):
        return None
    against = tuple(map(judged, dated.headings))
    return evolve(dated, headings=against, by_id={heading.id: heading for heading in walk_headings(against)})


def _left_to_judgement(heading: Heading) -> bool:
    return any(rung.outcome is None for rung in heading.rungs) or any(part.outcome is None for chain in heading.exemptions for part in chain)
