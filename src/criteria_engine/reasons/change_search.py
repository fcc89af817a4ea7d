"""The search for the smallest changes that reach a goal.

A set of variables is *hopeless* when opening all of it still surely misses the goal. A hopeless set, grown as far as it goes, leaves a
core of which every answer must change something, as in implicit hitting set search. Sets are tried by size; of one size, boxes of
values are tried cheapest first: their cheap ends that surely miss the goal are cut off, the cheapest point that is left is tried,
and if it fails the box is halved. So the first point that reaches the goal is a cheapest one.
"""

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from time import monotonic

from attrs import field, frozen

from criteria_engine.backends.interpreter.evaluation import VerdictFound
from criteria_engine.ir.records import Invalid, Open
from criteria_engine.reasons.alike_rows import alike_rows, may_take_the_first
from criteria_engine.reasons.changes import Change, Ending, SetOfChanges, SmallestChanges
from criteria_engine.reasons.doubts import doubts_about
from criteria_engine.reasons.question import Box, Goal, OutOfTries, Question, Range
from criteria_engine.reasons.thresholds import Thresholds, thresholds_of
from criteria_engine.reasons.unknowns import halves, points, widest
from criteria_engine.reasons.variables import Variable, datum_of, place_of
from criteria_engine.values.numbers import Rational

LARGER = 1
"""By how many facts a further answer may be larger than the first."""

TRIES_TO_MAKE_DO = 300
"""Evaluations that looking for some answer, the smallest or not, may take once the search is cut short."""


@frozen(order=True)
class _Waiting:
    """A box not yet decided, by the least that reaching it costs."""

    cost: Rational
    order: int
    box: Box = field(order=False)
    chosen: frozenset[int] = field(order=False)


class ChangeSearch:
    """One search under way; `run` ends it."""

    def __init__(self, question: Question, goal: Goal, alternatives: int, until: float | None) -> None:
        self.question = question
        self.goal = goal
        self.alternatives = alternatives
        self.until = until
        self.variables = question.variables
        self.start = tuple(place_of(variable, question.record) for variable in self.variables)
        self.as_it_is: Box = (None,) * len(self.variables)
        self.thresholds: Thresholds = thresholds_of(question.dated, self.variables)
        self.cores: list[frozenset[int]] = []
        self.found: list[tuple[frozenset[int], SetOfChanges]] = []
        self.size = 0
        self.least: Rational = 0
        self.count = 0
        self.doubts = doubts_about(question, goal)
        self.alike = alike_rows(question.dated, question.record, self.variables)

    def run(self) -> SmallestChanges:
        everything = frozenset(range(len(self.variables)))
        try:
            if self.goal.surely(self.question.ask(self.as_it_is)):
                return self._ended("complete", reached=True)
            if self.hopeless(everything):
                return self._ended("complete", out_of_reach=True)
            for size in range(1, len(self.variables) + 1):
                if self.found and size > len(self.found[0][0]) + LARGER:
                    return self._ended("enough")
                self.size, self.least = size, 0
                if self.of_size(size):
                    return self._ended("enough")
            return self._ended("complete", out_of_reach=not self.found)
        except OutOfTries:
            if not self.found:
                self._make_do()
            return self._ended("cut short")

    def _ended(self, ending: Ending, *, reached: bool = False, out_of_reach: bool = False) -> SmallestChanges:
        sets = tuple(changes for _, changes in self.found)
        fewest, least = (self.size, self.least) if ending == "cut short" else (0, 0)
        never = out_of_reach and self._never()
        return SmallestChanges(self.goal, self.variables, sets, reached, out_of_reach, never, ending, fewest, least, self.question.asked)

    def _never(self) -> bool:
        """Whether the goal is missed whatever the variables are, and whatever is missing of the unit turns out to be."""
        try:
            return self.goal.never(self.question.ask(self.opened(frozenset(range(len(self.variables))))))
        except OutOfTries:
            return False

    def opened(self, chosen: frozenset[int]) -> Box:
        """Everything as it is but the chosen variables, which may be anything."""
        return tuple((0, each.size - 1) if number in chosen else None for number, each in enumerate(self.variables))

    def ask(self, box: Box) -> bool | None:
        """Whether the goal is reached in a box: surely, surely not, or (None) perhaps. Surely not, too, where what is unknown of the
        unit might be so that it is not."""
        self._look_at_clock()
        answer = self._leads(self.question.ask(box))
        if answer is None and self.doubts.rules_out(box):
            return False
        return answer

    def _look_at_clock(self) -> None:
        if self.until is not None and monotonic() > self.until:
            raise OutOfTries

    def _leads(self, found: VerdictFound) -> bool | None:
        return True if self.goal.surely(found) else False if self.goal.never(found) else None

    def hopeless(self, chosen: frozenset[int]) -> bool:
        return self.ask(self.opened(chosen)) is False

    def of_size(self, size: int) -> bool:
        """Look through all sets of a size; whether there are as many answers as were asked for."""
        waiting: list[_Waiting] = []
        for chosen in self._candidates(size):
            self._wait(waiting, self.opened(chosen), chosen)
        while waiting:
            first = heappop(waiting)
            self.least = first.cost
            if any(found <= first.chosen for found, _ in self.found):
                continue
            answer = self.ask(first.box)
            if answer is False:
                continue
            if answer is None:
                tight = self._tightened(first.box)
                if tight is None or tight != first.box:
                    if tight is not None:
                        self._wait(waiting, tight, first.chosen)
                    continue
            cheapest = self._cheapest(first.box)
            reached = True if answer is True else self.ask(self._at(cheapest))
            if reached is True:
                self._keep(first.chosen, cheapest)
                if len(self.found) >= self.alternatives:
                    return True
                continue
            if reached is None:
                self.doubts.learn(self._at(cheapest))
            number = widest(self.question, first.box)
            if number is not None:
                in_order = self.variables[number].in_order
                for half in halves(first.box, number, self.thresholds, self.start[number] if in_order else None):
                    self._wait(waiting, half, first.chosen)
        return False

    def _wait(self, waiting: list[_Waiting], box: Box, chosen: frozenset[int]) -> None:
        """Newer boxes of the same cost come first: they are further on their way to a point."""
        self.count += 1
        heappush(waiting, _Waiting(self._least_cost(box), -self.count, box, chosen))

    def _candidates(self, size: int) -> Iterator[frozenset[int]]:
        """The sets of a size that are not hopeless and hold no answer already found. Each hopeless one teaches a core that all
        later ones must meet."""
        seen: set[frozenset[int]] = set()
        while True:
            chosen = next((each for each in self._meeting_all_cores(size) if each not in seen), None)
            if chosen is None:
                return
            seen.add(chosen)
            if any(found <= chosen for found, _ in self.found):
                continue
            if self.hopeless(chosen):
                self.cores.append(self._core(chosen))
            else:
                yield chosen

    def _core(self, hopeless: frozenset[int]) -> frozenset[int]:
        """Variables of which every answer changes one: those that could not be opened as well without hope."""
        grown = hopeless
        waiting = [[number for number in range(len(self.variables)) if number not in hopeless]]
        while waiting:
            block = waiting.pop()
            if self.hopeless(grown.union(block)):
                grown = grown.union(block)
            elif len(block) > 1:
                waiting += [block[len(block) // 2 :], block[: len(block) // 2]]
        return frozenset(range(len(self.variables))) - grown

    def _meeting_all_cores(self, size: int) -> Iterator[frozenset[int]]:
        """All sets of a size that meet every core known when each is made; of rows that are alike those that change the first."""
        everything = frozenset(range(len(self.variables)))

        def extend(chosen: frozenset[int], barred: frozenset[int]) -> Iterator[frozenset[int]]:
            self._look_at_clock()
            if any(found <= chosen for found, _ in self.found):
                return
            unmet = [core - barred for core in self.cores if not core & chosen]
            if _apart(unmet) > size - len(chosen) or not may_take_the_first(self.alike, chosen, barred, size):
                return
            if len(chosen) == size:
                yield chosen
                return
            options: frozenset[int] = min(unmet, key=len) if unmet else everything - chosen - barred
            for number in sorted(options):
                yield from extend(chosen | {number}, barred)
                barred |= {number}

        return extend(frozenset(), frozenset())

    def _least_cost(self, box: Box) -> Rational:
        total: Rational = 0
        for variable, start, part in zip(self.variables, self.start, box, strict=True):
            if part is not None:
                total += _least_steps(variable, start, part) * variable.fact.cost
        return total

    def _tightened(self, box: Box) -> Box | None:
        """A box without the cheap ends of each variable that surely miss the goal whatever the others are; None where nothing is left."""
        for number, part in enumerate(box):
            if part is None or part[0] == part[1]:
                continue
            start = self.start[number]
            if start is not None and self.variables[number].in_order and part[0] < start < part[1]:
                continue
            low, high = part
            if start is not None and start >= high:
                low, high = high, low  # the cheap end is the high one
            box = self._without_end(box, number, low, high)
            if box[number] is None:
                return None
        return box

    def _without_end(self, box: Box, number: int, cheap: int, far: int) -> Box:
        """A box less the values of one variable, from its cheap end on, with which the goal is surely missed."""

        def within(one: int, other: int) -> Box:
            return (*box[:number], (min(one, other), max(one, other)), *box[number + 1 :])

        if self.ask(within(cheap, cheap)) is not False:
            return box
        step = 1 if far > cheap else -1
        missed, perhaps = cheap, far
        for place in self.thresholds.get(number, ()):
            last = place - 1 if step > 0 else place
            if (missed < last < perhaps or perhaps < last < missed) and self.ask(within(cheap, last)) is False:
                missed = last
        while abs(perhaps - missed) > 1:
            middle = (missed + perhaps) // 2
            if self.ask(within(cheap, middle)) is False:
                missed = middle
            else:
                perhaps = middle
        return within(missed + step, far)

    def _cheapest(self, box: Box) -> tuple[int | None, ...]:
        return tuple(
            None if part is None else part[0] if start is None else min(max(start, part[0]), part[1])
            for start, part in zip(self.start, box, strict=True)
        )

    def _at(self, places: Sequence[int | None]) -> Box:
        return tuple(None if place is None else (place, place) for place in places)

    def _make_do(self) -> None:
        """Some set that reaches the goal, none of which can be left out, though there may be smaller ones: from anything that
        reaches it, put back fact after fact, then go back as many steps as the goal allows."""
        self.question.left, self.until = None, None
        everything = self.opened(frozenset(range(len(self.variables))))
        answers = points(self.question, everything, self._leads, self.thresholds, TRIES_TO_MAKE_DO)
        found = next(answers, None)
        if found is None:
            return
        places = list(self._cheapest(found))
        for number in sorted(range(len(places)), key=lambda each: -self.variables[each].fact.cost):
            kept, places[number] = places[number], None
            if self.ask(self._at(places)) is not True:
                places[number] = kept
        for number, place in enumerate(places):
            start = self.start[number]
            if place is None or start is None or not self.variables[number].in_order:
                continue
            reaches, misses = place, start
            while abs(reaches - misses) > 1:
                middle = (reaches + misses) // 2
                if self.ask(self._at([*places[:number], middle, *places[number + 1 :]])) is True:
                    reaches = middle
                else:
                    misses = middle
            places[number] = reaches
        chosen = frozenset(number for number, place in enumerate(places) if place is not None)
        self._keep(chosen, places, proved=False)

    def _keep(self, chosen: frozenset[int], places: Sequence[int | None], proved: bool = True) -> None:
        changes = []
        for variable, start, place in zip(self.variables, self.start, places, strict=True):
            if place is not None:
                before = datum_of(variable, self.question.record)
                known = None if before is None or isinstance(before, (Invalid, Open)) else before
                changes.append(Change(variable, known, variable.value(place), variable.steps(start, place), self._alike(variable)))
        self.found.append((chosen, SetOfChanges(tuple(changes), proved)))

    def _alike(self, variable: Variable) -> tuple[int, ...]:
        """The rows that are like that of a variable, itself among them; none where there is no other, or where to name them would tell
        that they have the same private value."""
        table = self.question.dated.program.tables.get(variable.table)
        if table is None or any(each.private for each in table.fields.values()):
            return ()
        return next((each.rows for each in self.alike if each.table == variable.table and variable.row in each.rows), ())


def _apart(cores: Sequence[frozenset[int]]) -> int:
    """How many of the cores have nothing in common, taken greedily: at least as many variables meet them all. A core without
    variables cannot be met."""
    taken: frozenset[int] = frozenset()
    count = 0
    for core in sorted(cores, key=len):
        if not core:
            return len(cores) + 1_000_000
        if not core & taken:
            taken |= core
            count += 1
    return count


def _least_steps(variable: Variable, start: int | None, part: Range) -> int:
    if start is None or not variable.in_order:
        return variable.steps(start, part[0]) if start is None or part[0] == part[1] or not part[0] <= start <= part[1] else 0
    return max(part[0] - start, start - part[1], 0)
