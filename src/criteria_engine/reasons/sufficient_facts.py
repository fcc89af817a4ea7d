"""Facts that already decide a verdict: whatever all the others are it stays, and none of these can be left out.

Facts are let go one after the other for as long as the verdict stays. Whether it stays is asked with all that was let go open; where
the three-valued rule alone cannot say, ways of those facts are tried, and boxes halved.
"""

from random import Random

from attrs import evolve, frozen

from criteria_engine.backends.interpreter.evaluation import VerdictFound, evaluate
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.dependencies import heading_expressions, operations, verdict_expressions
from criteria_engine.ir.expressions import FactValue
from criteria_engine.ir.inputs import VERDICT, inputs_by_step
from criteria_engine.ir.records import Invalid, Open, Record
from criteria_engine.reasons.question import Box, OutOfTries, Question
from criteria_engine.reasons.thresholds import Thresholds, thresholds_of
from criteria_engine.reasons.unknowns import halves, known_texts, points, whole, widest
from criteria_engine.reasons.variables import Variable, place_of, variable_of_fact
from criteria_engine.values.types import TextType

TRIES = 900
"""Evaluations that the search for one unit may make unless told otherwise."""

QUICK_TRIES = 120
"""Evaluations that a quick search may make."""

SAMPLES = 5
"""Ways of the facts let go that are tried before boxes are halved."""

ELSEWHERE = 500
"""Evaluations that looking for a way in which the verdict is another may take."""

BOXES = 24
"""Evaluations that telling whether one more fact can go may take."""


@frozen
class SufficientFacts:
    """The names of facts that decide, as they are, whatever the other facts are: that the unit passes; that it does not (it fails or is
    disqualified); or which grade it has. With the related tables that are needed too, as they are. It is `least` where for each of the facts a
    way was found in which, it being otherwise, that is no longer so."""

    verdict: str
    facts: tuple[str, ...]
    tables: tuple[str, ...]
    least: bool = True
    asked: int = 0


class _Search:
    def __init__(self, question: Question, thresholds: Thresholds, elsewhere: bool = True) -> None:
        self.question = question
        self.thresholds = thresholds
        self.as_it_is: Box = (None,) * len(question.variables)
        self.before = question.ask(self.as_it_is)
        chance = Random(0)
        self.ways = [[chance.choice((0, each.size - 1, chance.randint(0, each.size - 1))) for each in question.variables] for _ in range(SAMPLES)]
        self.certain = True
        self.ways += self._otherwise() if elsewhere else []

    def _otherwise(self) -> list[list[int]]:
        """A way of all the facts in which it is otherwise, where one is found soon: few ways taken by chance make a unit pass."""
        everything: Box = tuple(map(whole, self.question.variables))
        found = next(points(self.question, everything, self._leads_elsewhere, self.thresholds, ELSEWHERE), None)
        return [] if found is None else [[part[0] for part in found if part is not None]]

    def _leads_elsewhere(self, found: VerdictFound) -> bool | None:
        if decided_alike(self.before, found):
            return False
        return None if decided_alike(self.before, found, perhaps=True) else True

    def stays(self, free: frozenset[int]) -> bool:
        """Whether the verdict is the same whatever these facts are. Where that was not settled: no, and the answer is not certain."""
        variables = self.question.variables
        box: Box = tuple(whole(each) if number in free else None for number, each in enumerate(variables))
        if self._same(box):
            return True
        for places in self.ways:
            way: Box = tuple((place, place) if number in free else None for number, place in enumerate(places))
            if not self._same(way):
                return False
        return self._stays_in_halves(box)

    def _same(self, box: Box) -> bool:
        return decided_alike(self.before, self.question.ask(box))

    def _stays_in_halves(self, box: Box) -> bool:
        waiting = [box]
        last = self.question.asked + BOXES
        while waiting:
            here = waiting.pop()
            if self._same(here):
                continue
            number = widest(self.question, here)
            if number is None or not decided_alike(self.before, self.question.ask(here), perhaps=True):
                return False
            if self.question.asked >= last:
                self.certain = False
                return False
            waiting.extend(halves(here, number, self.thresholds))
        return True


def sufficient_facts(dated: Dated, record: Record, tries: int = TRIES, *, quick: bool = False) -> SufficientFacts | None:
    """A set of facts that already decides whether a unit passes (or its grade) and of which none can be left out; None where nothing
    is decided. Missing facts stay missing. A related table is needed whole, or not at all. With `quick` the facts of headings that fail and
    of grounds that disqualify are let go last, in that one order: a tenth of the work, and small sets of units that do not pass, but it is
    rarely settled that none of the facts can be left out."""
    texts = known_texts(dated, record)
    read = inputs_by_step(dated)[VERDICT]
    program = dated.program
    known = [
        variable_of_fact(program, name, texts)
        for name in program.facts
        if name in read and record.values.get(name) is not None and not isinstance(record.values[name], (Invalid, Open))
    ]
    variables = tuple(variable for variable in known if place_of(variable, record) is not None)
    question = Question(dated, record, variables, min(tries, QUICK_TRIES) if quick else tries + ELSEWHERE)
    if question.ask((None,) * len(variables)).verdict == "undetermined":
        return None
    search = _Search(question, thresholds_of(dated, variables), not quick)
    if quick:
        shrunk = [_shrunk(search, *_blocks(dated, record, variables))]
    else:
        shrunk = [_shrunk(search, order) for order in _orders(dated, variables)]
    found = min(shrunk, key=lambda kept: (not kept[1], len(kept[0]), sorted(kept[0])))
    names = tuple(variables[number].name for number in sorted(found[0]))
    verdict = question.ask((None,) * len(variables)).verdict
    box: Box = tuple(None if number in found[0] else whole(each) for number, each in enumerate(variables))
    tables = _needed_tables(question, box, [name for name in program.tables if name in read and name in record.tables])
    return SufficientFacts(verdict, names, tables, found[1], question.asked)


def _needed_tables(question: Question, box: Box, tables: list[str]) -> tuple[str, ...]:
    """The tables that cannot be let go as well, one after the other."""
    before = question.ask((None,) * len(box))
    kept = list(tables)
    for name in tables:
        left = {table: rows for table, rows in question.record.tables.items() if table in kept and table != name}
        without = Question(question.dated, evolve(question.record, tables=left), question.variables)
        if decided_alike(before, without.ask(box)):
            kept.remove(name)
    return tuple(kept)


def _orders(dated: Dated, variables: tuple[Variable, ...]) -> list[list[int]]:
    """The orders in which facts are let go: once as they are declared from the last, and once those read by fewest headings last."""
    reads = {variable.name: 0 for variable in variables}
    expressions = [*verdict_expressions(dated.program.verdict), *(each for heading in dated.by_id.values() for each in heading_expressions(heading))]
    for expression in expressions:
        for part in operations(expression):
            if isinstance(part, FactValue) and part.name in reads:
                reads[part.name] += 1
    numbers = list(range(len(variables)))
    texts_first = sorted(numbers, key=lambda number: not isinstance(variables[number].fact.type, TextType))
    return [texts_first[::-1], texts_first, sorted(numbers, key=lambda number: (reads[variables[number].name], number))]


def _blocks(dated: Dated, record: Record, variables: tuple[Variable, ...]) -> list[list[int]]:
    """The facts in blocks to be let go one after the other: those that bear on nothing that fails, then those of each heading that fails,
    of many facts first, then those of the grounds that hold."""
    evaluation = evaluate(dated, record)
    reads = inputs_by_step(dated)
    grounds = frozenset(
        part.name for each in dated.program.verdict.disqualifiers if evaluation.truth(each.condition) is True
        for part in operations(each.condition) if isinstance(part, FactValue)
    )
    failing = [reads[f"heading:{name}"] for name, result in evaluation.results.items() if result.outcome == "fails"]
    numbers = {variable.name: number for number, variable in enumerate(variables)}
    left = set(numbers)
    blocks: list[list[int]] = []
    for names in [*([grounds] if grounds else []), *sorted(failing, key=len)]:
        block = [numbers[name] for name in numbers if name in names and name in left]
        left -= names
        blocks += [block] if block else []
    return [[numbers[name] for name in numbers if name in left], *reversed(blocks)]


def _shrunk(search: _Search, *blocks: list[int]) -> tuple[frozenset[int], bool]:
    """The facts that are left when as many as possible are let go, block by block, and whether each is known to be needed."""
    search.certain = True
    free: frozenset[int] = frozenset()
    waiting = [*reversed(blocks)]
    order = [number for block in blocks for number in block]
    try:
        while waiting:
            block = waiting.pop()
            if search.stays(free.union(block)):
                free = free.union(block)
            elif len(block) > 1:
                waiting += [block[len(block) // 2 :], block[: len(block) // 2]]
    except OutOfTries:
        search.certain = False
    return frozenset(order) - free, search.certain


def decided_alike(one: VerdictFound, other: VerdictFound, *, perhaps: bool = False) -> bool:
    """Whether a verdict surely (or `perhaps`) decides what another, which is decided, does: a pass, no pass, or a grade."""
    if one.possible == {"passes"}:
        return "passes" in other.possible if perhaps else other.possible == {"passes"}
    if one.possible == {"graded"}:
        grades = set(other.grades)
        if perhaps:
            return "graded" in other.possible and bool(grades & set(one.grades))
        return other.possible == {"graded"} and grades == set(one.grades)
    without = {"fails", "disqualified"}
    return bool(other.possible & without) if perhaps else other.possible <= without
