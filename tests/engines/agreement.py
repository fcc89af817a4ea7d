"""Made-up programs and records are put to an engine and to the interpreter; what the engine answers otherwise comes out.

An engine answers for many records of one program at once, so that engines over tables pay for starting once. It may decline a
program (`Unsupported`) or a record (None): both go to the interpreter and are counted, since an engine that declines everything
would agree with everything.
"""

from collections.abc import Sequence
from typing import Protocol

import attrs
from attrs import define, field
from tests.rule_generation import records
from tests.rule_generation.chance import Chance
from tests.rule_generation.strategies import Case, case

from criteria_engine.backends.interpreter.evaluation import evaluate, outcome_of
from criteria_engine.backends.python.engine import PythonEngine
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.outcomes import UnitOutcome, without_heading_origins
from criteria_engine.ir.records import Invalid, Open, Record
from criteria_engine.lowering.builder import Unsupported


class Engine(Protocol):
    """An engine that must agree with the interpreter."""

    name: str

    def findings(self, dated: Dated, given: Sequence[Record]) -> Sequence[UnitOutcome | None]:
        """The outcome of each record without what each heading is open from; None where the interpreter is to answer. Raises Unsupported for
        a program that the engine does not take."""
        ...


class Python:
    """Generated Python. Its verdicts alone must be those of its findings."""

    name = "python"

    def findings(self, dated: Dated, given: Sequence[Record]) -> Sequence[UnitOutcome | None]:
        engine = PythonEngine(dated)
        found = [engine.outcome(record) for record in given]
        for record, answer in zip(given, found, strict=True):
            verdict = engine.verdict(record)
            assert verdict is None or answer is None or verdict == answer.verdict, (verdict, answer)
            if not any(isinstance(value, (Invalid, Open)) for value in record.values.values()):
                sound = attrs.evolve(record, sound=record.values)  # as whoever reads values says of those that they are
                assert (engine.verdict(sound), engine.outcome(sound)) == (verdict, answer), (verdict, answer)
        return found


@define
class Tally:
    """What came of putting cases to an engine. A case is a program with a record."""

    cases: int = 0
    programs_declined: int = 0
    declined: int = 0
    reasons: dict[str, int] = field(factory=dict)
    disagreements: list[str] = field(factory=list)


def differences(wanted: UnitOutcome, found: UnitOutcome) -> list[str]:
    """Where two outcomes differ, field by field."""
    told = []
    for part in attrs.fields(UnitOutcome):
        one, other = getattr(wanted, part.name), getattr(found, part.name)
        if part.name == "headings":
            told += [f"{name}: wanted {one[name]}, found {other.get(name)}" for name in one if one[name] != other.get(name)]
        elif one != other:
            told.append(f"{part.name}: wanted {one}, found {other}")
    return told


@define
class Interpreted:
    """What the interpreter answers for the records of a program, found once for all engines."""

    dated: Dated
    given: Sequence[Record]
    _found: dict[int, UnitOutcome] = field(factory=dict)

    def at(self, place: int) -> UnitOutcome:
        """The outcome of the record at a place."""
        if place not in self._found:
            self._found[place] = without_heading_origins(outcome_of(evaluate(self.dated, self.given[place])))
        return self._found[place]


def put(engine: Engine, dated: Dated, given: Sequence[Record], tally: Tally, text: str, by_interpreter: Interpreted | None = None) -> None:
    """Put the records of a program to an engine."""
    interpreted = by_interpreter or Interpreted(dated, given)
    tally.cases += len(given)
    try:
        answers = engine.findings(dated, given)
    except Unsupported as problem:
        tally.programs_declined += 1
        tally.declined += len(given)
        tally.reasons[problem.what] = tally.reasons.get(problem.what, 0) + 1
        return
    for place, (record, answer) in enumerate(zip(given, answers, strict=True)):
        if answer is None:
            tally.declined += 1
            continue
        wanted = interpreted.at(place)
        if answer != wanted:
            said = "\n".join(differences(wanted, answer))
            tally.disagreements.append(f"{engine.name}: {said}\n{record.values}\n{record.tables}\nas of {dated.as_of}\n{text}")


def made_up(chance: Chance, many: int) -> tuple[Case, list[Record]]:
    """A program with so many records."""
    found = case(chance)
    return found, [found.record, *(records.record(chance, found.program) for _ in range(many - 1))]
