"""Rule files that make sense, made by chance: pillars, criteria, exceptions, points, averages, policies, verdicts; and records for them."""

from collections.abc import Sequence

from attrs import define, field
from tests.rule_generation.chance import Chance, likely, pick

from criteria_engine.ir.records import Record, Row
from criteria_engine.values.types import Value

ANSWERS = ("a", "b", "c", "d")
NUMBERS = ("n", "m")
LARGEST_NUMBER = 3

_FRAME = """ruleset t "T"
not applicable points {policy}
subject ward identified by code
choices grades "Grades"
  weak "Weak" < fair "Fair" < good "Good"
facts
  code : text
  {answers}
  {numbers}
  reported : yes/no
table cases, each case
  {complete}
  value : integer, 0..3
  solved : yes/no
{headings}
verdict
  {verdict}
"""
_POLICIES = ("are left out", "count in full", "count as none")
_OUTCOMES = ("passes", "fails", "not applicable", "undetermined", "basically met")
_SHARES = ("30%", "50%", "80%")


@define
class Standard:
    """A rule file in the making: which headings may be asked for a pass, which for points."""

    chance: Chance
    passers: list[str] = field(factory=list)
    scored: list[str] = field(factory=list)
    may_count: bool = False

    def text(self) -> str:
        """The whole rule file."""
        average = likely(self.chance, 3)
        headings: list[str] = []
        points = False
        for position in range(self.chance.whole(1, 2)):
            lines, with_points = self._pillar(f"P{position}", average)
            headings += lines
            points = points or with_points
        self.may_count = True
        return _FRAME.format(
            policy=pick(self.chance, _POLICIES),
            answers="\n  ".join(f"{name} : yes/no" for name in ANSWERS),
            numbers="\n  ".join(f"{name} : integer, 0..{LARGEST_NUMBER}" for name in NUMBERS),
            complete="complete when reported" if likely(self.chance, 4) else "",
            headings="\n".join(headings),
            verdict="\n  ".join(self._verdict(average, points)),
        )

    # Values

    def number(self, depth: int = 0) -> str:
        """A number."""
        if depth > 2 or likely(self.chance, 5):
            return pick(self.chance, NUMBERS) if likely(self.chance, 8) else str(self.chance.whole(0, 3))
        one, two = self.number(depth + 1), self.number(depth + 1)
        options = [f"({one} {sign} {two})" for sign in "+-*/"]
        options += [f"{way} of ({one}, {two})" for way in ("sum", "average", "greatest", "least")]
        options += [f"(({one}) {way} ({two}) of ({self.number(depth + 1)}))" for way in ("for each full", "pro rata for each")]
        way = pick(self.chance, ("half up", "half even", "up", "down"))
        options += [f"({one} rounded to {pick(self.chance, ('1', '0.5', '2'))} {way})", f"(count of (cases where {self._of_row()}))"]
        fold = pick(self.chance, ("sum", "average", "greatest", "least"))
        options.append(f"({fold} of value of cases where {self._of_row()}{pick(self.chance, ('', ' if none 2'))})")
        if self.scored:
            options += [f"(points of {pick(self.chance, self.scored)})", f"(score of {pick(self.chance, self.scored)})"]
        return pick(self.chance, options)

    def _of_row(self) -> str:
        return pick(self.chance, ("solved", "not solved", "value >= 1", "value = 2", "solved and value < 2", "solved or value > 1", "value > n"))

    def condition(self, depth: int = 0) -> str:
        """A condition, in brackets where it needs them."""
        if depth > 2 or likely(self.chance, 4):
            return pick(self.chance, ANSWERS)
        one, two = self.condition(depth + 1), self.condition(depth + 1)
        sign = pick(self.chance, ("=", "!=", "<", "<=", ">", ">="))
        many = pick(self.chance, ("at least 1 of", "at most 1 of", "exactly 2 of", "all of", "none of"))
        options = [f"({one} and {two})", f"({one} or {two})", f"(not {one})", f"({self.number(depth + 1)} {sign} {self.number(depth + 1)})"]
        options += [f"({many} ({one}, {two}, {pick(self.chance, ANSWERS)}))", f"(exists case in cases where {self._of_row()})"]
        options += [f"(every case in cases where {self._of_row()} has {self._of_row()})", f"(no case in cases has {self._of_row()})"]
        none = pick(self.chance, ("", " if none 50%"))
        options.append(f"((share of (cases where {self._of_row()}) where {self._of_row()}{none}) {pick(self.chance, ('>=', '<'))} 50%)")
        if self.passers:
            asked = pick(self.chance, ("passes", "fails", "is basically met or better", "is not applicable"))
            options.append(f"({pick(self.chance, self.passers)} {asked})")
        if self.may_count:
            bound = pick(self.chance, ("at least 1", "at most 1", "exactly 1"))
            options += [f"({bound} {pick(self.chance, ('criteria pass', 'criteria fail', 'mandatory criteria pass'))})"]
            options += [f"((share of criteria that pass) >= {pick(self.chance, _SHARES)})", "(every criterion passes)", "(no criterion fails)"]
        return pick(self.chance, options)

    def _own_score(self) -> str:
        return f"score >= {pick(self.chance, (str(self.chance.whole(0, 8)), *_SHARES))}"

    # Headings

    def _pillar(self, name: str, averaged: bool) -> tuple[list[str], bool]:
        lines = [f'pillar {name} "{name}"', *self._kind()]
        average = likely(self.chance, 3)
        if average:
            lines.append("score is the weighted average")
        if likely(self.chance, 3):
            lines.append(f"not applicable points {pick(self.chance, _POLICIES)}")
        parts: list[str] = []
        points = False
        for position in range(self.chance.whole(1, 3)):
            criterion = f"{name}C{position}"
            lines_of_part, with_points = self._part("criterion", criterion, average)
            parts += lines_of_part
            points = points or (with_points and "advisory" not in lines_of_part)
            if likely(self.chance, 2):
                parts += self._part("indicator", f"{criterion}I", False)[0]
        if likely(self.chance, 6):
            options = ["every criterion passes", "at least 1 criterion passes", "no criterion fails"]
            options += ["score >= 50%"] if average else [self._own_score()] if points else []
            lines.append(f"passes when {pick(self.chance, options)}")
            self.passers.append(name)
        if points and not average:
            if likely(self.chance, 3):
                lines += ["graded grades", f"good when {self._own_score()}", f"fair when {pick(self.chance, ANSWERS)}", "weak otherwise"]
            if likely(self.chance, 2):
                lines.append(f"minimum {pick(self.chance, ('50%', '2'))}")
            self.scored.append(name)
        return [*lines, *parts], points

    def _kind(self) -> list[str]:
        lines = [f"applies when {self.condition(1)}"] if likely(self.chance, 3) else []
        if likely(self.chance, 1):
            return [*lines, "advisory"]
        return [*lines, "mandatory"] if likely(self.chance, 3) else lines

    def _part(self, level: str, name: str, averaged: bool) -> tuple[list[str], bool]:
        points = likely(self.chance, 6)
        ruled = points and likely(self.chance, 6)
        test = pick(self.chance, ("none", "requires", "levels", "judgement"))
        if test == "none" and not points:
            test = "requires"
        ruled = ruled or (points and test == "none")
        stated = points and not ruled
        lines = [f'{level} {name} "{name}"', *self._kind(), *self._test(test, stated)]
        for position in range(self.chance.whole(0, 2)):
            outcome = pick(self.chance, _OUTCOMES)
            says = f", {self.chance.whole(0, 4)} points" if points and outcome != "not applicable" and likely(self.chance, 4) else ""
            lines.append(f"{'otherwise unless' if position and likely(self.chance, 4) else 'unless'} {self.condition(1)} then {outcome}{says}")
        if averaged and any("basically met" in line for line in lines):
            lines.append("basically met counts 50%")
        if test != "none" or any("unless" in line for line in lines):
            self.passers.append(name)
        if points:
            lines += ["points at most 5", *(self._ruled() if ruled else ())]
            if likely(self.chance, 2):
                lines.append(f"minimum {pick(self.chance, ('50%', '2'))}")
            self.scored.append(name)
        return lines, points

    def _test(self, test: str, stated: bool) -> list[str]:
        if test == "requires":
            return [f"requires {self.condition(1)}"]
        if test == "levels":
            says = " then 2 points" if stated and likely(self.chance, 5) else ""
            return [f"met when {self.condition(1)}", f"basically met when {self.condition(1)}{says}", "not met otherwise"]
        return [f"met when {self.condition(1)}", 'undetermined otherwise because "the council"'] if test == "judgement" else []

    def _ruled(self) -> list[str]:
        if likely(self.chance, 4):
            return [f"  {self.number(1)}{pick(self.chance, ('', ', at least 0', ', at most 4, at least 1'))}"]
        options = [f"  {self.chance.whole(0, 5)} when {self.condition(1)}", f"  {self.number(2)} when {self.condition(2)}"]
        options.append(f"  linear in {self.number(2)} from {self.chance.whole(0, 3)} at {self.chance.whole(0, 1)} to 4 at {self.chance.whole(2, 4)}")
        return [pick(self.chance, options), f"  {self.chance.whole(0, 5)} otherwise"]

    def _verdict(self, average: bool, points: bool) -> list[str]:
        scores = ["score >= 50%", "score without P0 >= 50%"] if average else [self._own_score()] if points else []
        lines = ["score is the weighted average"] if average else []
        if likely(self.chance, 3):
            lines.append(f"disqualified when {self.condition(1)}")
        if likely(self.chance, 8):
            both = [f"{score} and {self.condition(1)}" for score in scores]
            return [*lines, f"passes when {pick(self.chance, [self.condition(), *scores, *both])}"]
        return [*lines, "graded grades", f"good when {pick(self.chance, scores or ANSWERS)}", f"fair when {self.condition(1)}", "weak otherwise"]


def any_record(chance: Chance, known_of_ten: int) -> Record:
    """A unit's facts and cases, each value known so many times of ten."""
    values: dict[str, Value] = {}
    for name in (*ANSWERS, "reported"):
        values[name] = likely(chance, 5)
    for name in NUMBERS:
        values[name] = chance.whole(0, LARGEST_NUMBER)
    rows = tuple(_row(chance, known_of_ten) for _ in range(chance.whole(0, 3)))
    return Record("unit", {name: value for name, value in values.items() if likely(chance, known_of_ten)}, {"cases": rows})


def _row(chance: Chance, known_of_ten: int) -> Row:
    values: dict[str, Value] = {"value": chance.whole(0, LARGEST_NUMBER), "solved": likely(chance, 5)}
    return Row({name: value for name, value in values.items() if likely(chance, known_of_ten)})


def completed(record: Record, chance: Chance) -> Record:
    """The record with everything that it lacks made up."""
    whole = any_record(chance, 10)
    rows: Sequence[Row] = record.tables["cases"]
    tables = {"cases": tuple(Row({**_row(chance, 10).values, **row.values}) for row in rows)}
    return Record("unit", {**whole.values, **record.values}, tables)
