"""Which missing facts could still matter: those of which two values give different verdicts, the other missing facts being some way.

First by example: from one way of the unknown facts to another that gives a different verdict, fact by fact, the step at which the
verdict changes shows a fact that matters. What no example shows is then looked at box by box: where the verdict is decided with
the fact open it cannot matter; else values of it are compared, and the box halved. Both answers are exact; where the tries run
out a fact counts as one that may matter, and that is said.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random
from time import monotonic

from attrs import frozen

from criteria_engine.backends.interpreter.evaluation import VerdictFound
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.records import Record
from criteria_engine.reasons.question import Box, OutOfTries, Question, Range
from criteria_engine.reasons.thresholds import Thresholds, thresholds_of
from criteria_engine.reasons.unknowns import halves, open_tables, unknown_variables, whole, widest, with_more_rows
from criteria_engine.reasons.variables import Variable, is_unnamed
from criteria_engine.values.types import TextType, Value

TRIES = 2_000
"""Evaluations that settling one fact may take unless told otherwise; a tenth where rows may be lacking."""

IN_ALL = 3
"""So many times as many evaluations may all facts take together."""

ROWS_TRIED = 4
"""How many ways of rows that may still come are walked with, in search of examples."""

WALKS = 12
"""How many pairs of ways are walked between in search of examples."""

PIECES = 48
"""Evaluations that dividing one fact's values by what they decide may take."""

Sort = tuple[str, tuple[int, ...]]
"""What tells one verdict from another: the verdict, and the grades that are possible with it."""


@frozen
class DecidedBy:
    """Values of a missing fact, from `low` to `high`, with which the verdict is settled whatever else is missing; None where they
    leave it open. `others`: of a text all values but those told by themselves; `low` and `high` then say nothing."""

    low: Value
    high: Value
    verdict: str | None
    grade: int | None = None
    others: bool = False


@frozen
class StillMatters:
    """A missing fact, or field of a row (counted from 0). `matters` None: the tries ran out before it was settled."""

    variable: Variable
    matters: bool | None
    decides: tuple[DecidedBy, ...] = ()


@frozen
class WhatStillMatters:
    """Every unknown that the verdict reads, with whether it could still matter. `open_tables` are tables of which rows may be lacking:
    what rows might come nobody can count, so of them only the three-valued rule is asked. `same_anyway` is the one verdict that every
    way of the unknown facts gives, where the three-valued rule leaves it undetermined though there is only one."""

    facts: tuple[StillMatters, ...]
    open_tables: tuple[str, ...] = ()
    same_anyway: str | None = None
    complete: bool = True
    asked: int = 0

    @property
    def mattering(self) -> tuple[StillMatters, ...]:
        """The facts that could still matter, or of which it is not settled."""
        return tuple(fact for fact in self.facts if fact.matters is not False)


def what_still_matters(
    dated: Dated, record: Record, tries: int = TRIES, *, pieces: bool = True, seconds: float | None = None
) -> WhatStillMatters:
    """For each missing fact that the verdict reads, whether it could still matter, and (with `pieces`) which values of it settle
    the verdict. Exact, within so many evaluations (`tries`), or so long (`seconds`); what takes longer is said not to be settled."""
    until = None if seconds is None else monotonic() + seconds
    variables = unknown_variables(dated, record)
    question = Question(dated, record, variables, tries)
    everything: Box = tuple(map(whole, variables))
    as_it_is = question.ask((None,) * len(variables))
    opened = question.ask(everything)
    tables = () if _settled(as_it_is) else open_tables(dated, record)
    if not variables or _settled(opened):
        same = opened.verdict if _settled(opened) and not _settled(as_it_is) else None
        return WhatStillMatters(tuple(StillMatters(variable, False) for variable in variables), tables, same, asked=question.asked)
    question.until = until
    search = _Search(question, thresholds_of(dated, variables))
    found: list[StillMatters] = []
    complete = True
    try:
        search.walk()
        for seed in range(ROWS_TRIED if tables else 0):
            then, with_rows = with_more_rows(dated, record, tables, seed)
            other = _Search(Question(then, with_rows, variables, tries, until=until), search.thresholds)
            other.walk()
            search.shown |= other.shown
    except OutOfTries:
        complete = False
    in_all = IN_ALL * tries
    for number, variable in enumerate(variables):
        matters: bool | None = True
        question.until = until
        if number not in search.shown:
            question.left = max(min(tries // 10 if tables else tries, in_all - question.asked), 0)
            try:
                matters = search.could_matter(number)
            except OutOfTries:
                matters, complete = None, False
        question.left = question.until = None  # dividing a fact's values has a limit of its own
        decides: tuple[DecidedBy, ...] = ()
        if pieces and matters is not False:
            decides = search.pieces(number)
        found.append(StillMatters(variable, matters, decides))
    same = None
    if complete and not tables and not any(fact.matters for fact in found):
        lowest_corner: Box = tuple((0, 0) for _ in variables)
        answer = question.ask(lowest_corner)
        same = answer.verdict if _settled(answer) else None
    return WhatStillMatters(tuple(found), tables, same, complete, question.asked)


def _settled(found: VerdictFound) -> bool:
    return found.verdict != "undetermined" and len(_sort(found)[1]) <= 1


def _sort(found: VerdictFound) -> Sort:
    return found.verdict, found.grades if found.verdict in ("passes", "graded") else ()


class _Search:
    """The search for one record."""

    def __init__(self, question: Question, thresholds: Thresholds) -> None:
        self.question = question
        self.variables = question.variables
        self.thresholds = thresholds
        self.shown: set[int] = set()

    def walk(self) -> None:
        """Find examples: between two ways with different verdicts, turn one fact after the other."""
        chance = Random(0)
        ways = list(self._ways(chance))
        order = list(range(len(self.variables)))
        for _ in range(WALKS):
            chance.shuffle(order)
            here, there = chance.sample(ways, 2)
            before = _sort(self.question.ask(here))
            for number in order:
                if here[number] == there[number]:
                    continue
                here = (*here[:number], there[number], *here[number + 1 :])
                after = _sort(self.question.ask(here))
                if after != before:
                    self.shown.add(number)
                before = after
            if len(self.shown) == len(self.variables):
                return

    def _ways(self, chance: Random) -> Iterator[Box]:
        """Some ways: all lowest, all highest, and mixtures of ends, thresholds and anything."""
        for end in (0, 1):
            yield tuple((whole(each)[end], whole(each)[end]) for each in self.variables)
        for _ in range(2 * WALKS):
            places = [chance.choice(self._probes(number, chance)) for number in range(len(self.variables))]
            yield tuple((place, place) for place in places)

    def _probes(self, number: int, chance: Random) -> list[int]:
        last = self.variables[number].size - 1
        return [0, last, chance.randint(0, last), *self.thresholds.get(number, ())]

    def could_matter(self, number: int) -> bool:
        """Whether there is a way of the others in which two values of one variable give different verdicts."""
        everything: Box = tuple(map(whole, self.variables))
        waiting: list[Box] = [everything]
        while waiting:
            box = waiting.pop()
            if _settled(self.question.ask(box)):
                continue
            all_settle, alike = self._values_apart(box, number)
            if not alike:
                return True
            if all_settle:
                continue
            other = widest(self.question, box, lambda each: each != number)
            if other is None:
                if self._differs_at(box, number):
                    return True
                continue
            waiting.extend(halves(box, other, self.thresholds))
        return False

    def _values_apart(self, box: Box, number: int) -> tuple[bool, bool]:
        """Whether all values of a variable in the box settle the verdict, and whether those that do settle it alike."""
        part = box[number]
        assert part is not None
        edges = sorted({part[0], *(place for place in self.thresholds.get(number, ()) if part[0] < place <= part[1]), part[1] + 1})
        all_settle = True
        sorts: set[Sort] = set()
        for low, after in pairwise(edges):
            answer = self.question.ask((*box[:number], (low, after - 1), *box[number + 1 :]))
            if _settled(answer):
                sorts.add(_sort(answer))
            else:
                all_settle = False
        return all_settle, len(sorts) <= 1

    def _differs_at(self, box: Box, number: int) -> bool:
        """Whether the verdict changes along a variable, all others being points. What it is at a point is what it is, open or not."""
        sorts: set[Sort] = set()
        part = box[number]
        assert part is not None
        waiting = [part]
        while waiting:
            low, high = waiting.pop()
            answer = self.question.ask((*box[:number], (low, high), *box[number + 1 :]))
            if _settled(answer) or low == high:
                sorts.add(_sort(answer))
                if len(sorts) > 1:
                    return True
            else:
                first, second = halves((*box[:number], (low, high), *box[number + 1 :]), number, self.thresholds)
                waiting += [part for part in (second[number], first[number]) if part is not None]
        return False

    def pieces(self, number: int) -> tuple[DecidedBy, ...]:
        """A variable's values divided by the verdict that they settle, all else being open; neighbours with the same are one piece. Only
        what settles it is certain; what is said to leave it open may hold single values that do settle it."""
        variable = self.variables[number]
        everything: Box = tuple(map(whole, self.variables))
        found: list[tuple[Range, Sort | None]] = []
        left = PIECES
        waiting = [whole(variable)]
        while waiting:
            low, high = waiting.pop()
            box: Box = (*everything[:number], (low, high), *everything[number + 1 :])
            answer = self.question.ask(box)
            left -= 1
            if _settled(answer):
                found.append(((low, high), _sort(answer)))
                continue
            if not variable.in_order and low < high and left > len(waiting) + high - low:
                waiting += [(place, place) for place in range(high, low - 1, -1)]
                continue
            if low == high or left <= len(waiting) or not variable.in_order:
                found.append(((low, high), None))
                continue
            ends_open = not any(_settled(self.question.ask((*everything[:number], (end, end), *everything[number + 1 :]))) for end in (low, high))
            inside = [place for place in self.thresholds.get(number, ()) if low < place <= high]
            if ends_open and not inside:
                found.append(((low, high), None))
                continue
            first, second = halves(box, number, self.thresholds)
            waiting += [part for part in (second[number], first[number]) if part is not None]
        return tuple(_as_pieces(variable, found))


def _as_pieces(variable: Variable, found: Sequence[tuple[Range, Sort | None]]) -> Iterator[DecidedBy]:
    if isinstance(variable.fact.type, TextType):
        yield from _of_texts(variable, found)
        return
    joined: list[tuple[Range, Sort | None]] = []
    for part, sort in found:
        if joined and joined[-1][1] == sort and variable.in_order:
            joined[-1] = ((joined[-1][0][0], part[1]), sort)
        else:
            joined.append((part, sort))
    for (low, high), sort in joined:
        yield DecidedBy(variable.value(low), variable.value(high), *_told(sort))


def _told(sort: Sort | None) -> tuple[str | None, int | None]:
    return (None, None) if sort is None else (sort[0], sort[1][0] if len(sort[1]) == 1 else None)


def _of_texts(variable: Variable, found: Sequence[tuple[Range, Sort | None]]) -> Iterator[DecidedBy]:
    """The texts that settle otherwise than a text of which nobody has spoken, then all others."""
    sorts = {place: sort for (low, high), sort in found for place in range(low, high + 1)}
    unnamed = {sorts[place] for place in sorts if is_unnamed(str(variable.value(place)))}
    others = next(iter(unnamed)) if len(unnamed) == 1 else None
    for place, sort in sorts.items():
        if sort != others and not is_unnamed(str(variable.value(place))):
            yield DecidedBy(variable.value(place), variable.value(place), *_told(sort))
    yield DecidedBy("", "", *_told(others), others=True)
