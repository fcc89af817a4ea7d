"""Which engine answers for a record: the compiled rules where that is asked for or pays, else the interpreter."""

from collections.abc import Callable
from typing import Literal

from attrs import define, field, frozen

from criteria_engine.backends.interpreter.evaluation import Evaluation, evaluate, outcome_of
from criteria_engine.backends.python.engine import PythonEngine
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.outcomes import UnitOutcome, without_heading_origins
from criteria_engine.ir.records import Record
from criteria_engine.lowering.builder import Unsupported

EngineName = Literal["auto", "interpreter", "python"]

ENOUGH = 20
"""With so many records of one date, compiling the rules costs less than it saves: "auto" compiles then."""


ENOUGH_FOR_VERDICTS = 10
"""The same where the verdict alone is asked for: what is compiled then is a fraction of it."""


@frozen(eq=False)
class Answer:
    """The outcome of a record, the engine that found it, and the interpreter's evaluation where it was that."""

    outcome: UnitOutcome
    engine: Literal["interpreter", "python"]
    evaluation: Evaluation | None = None


@define(eq=False)
class _Compiling:
    """The compiled functions for one purpose: from how many records on they pay, how many there were, and the engine once it has them."""

    enough: int
    prepare: Callable[[PythonEngine], None]
    seen: int = 0
    ready: PythonEngine | None = None


@define(eq=False)
class Engines:
    """The engines for the rules of one date. Sharing one between threads is safe: at worst the rules are compiled twice."""

    dated: Dated
    _python: PythonEngine = field(init=False)
    _findings: _Compiling = field(factory=lambda: _Compiling(ENOUGH, PythonEngine.prepare))
    _verdicts: _Compiling = field(factory=lambda: _Compiling(ENOUGH_FOR_VERDICTS, PythonEngine.prepare_verdicts))
    _declined: Unsupported | None = None

    def __attrs_post_init__(self) -> None:
        self._python = PythonEngine(self.dated)

    def answer(self, record: Record, engine: EngineName) -> Answer:
        """The outcome of a record. What compiled rules do not answer the interpreter does, whichever engine is asked for. From what each
        heading is open only the interpreter tells. Raises Unsupported where "python" is asked for and the rules cannot be compiled."""
        if engine != "interpreter":
            compiled = self._compiled(self._findings, engine)
            found = None if compiled is None else compiled.outcome(record)
            if found is not None:
                return Answer(found, "python")
        evaluation = evaluate(self.dated, record)
        return Answer(outcome_of(evaluation), "interpreter", evaluation)

    def verdict(self, record: Record, engine: EngineName) -> str:
        """The verdict of a record alone, "undetermined" among them, by whichever engine: the same. Raises Unsupported as `answer`."""
        if engine != "interpreter":
            compiled = self._verdicts.ready or self._compiled(self._verdicts, engine)
            found = None if compiled is None else compiled.verdict(record)
            if found is not None:
                return found
        return outcome_of(evaluate(self.dated, record)).verdict

    def _compiled(self, purpose: _Compiling, engine: EngineName) -> PythonEngine | None:
        purpose.seen += 1
        if engine == "auto" and purpose.seen <= purpose.enough:
            return None
        if purpose.ready is None and self._declined is None:
            try:
                purpose.prepare(self._python)
                purpose.ready = self._python
            except Unsupported as problem:
                self._declined = problem
        if self._declined is not None and engine == "python":
            raise self._declined
        return purpose.ready


class EnginesDisagree(Exception):
    """Two engines gave different outcomes for one record: a fault of this project, never of the rules or the data."""


def confirmed(outcome: UnitOutcome, evaluation: Evaluation) -> Evaluation:
    """The interpreter's evaluation of a record that another engine has answered for, with which it must agree in all that other engines
    tell. Raises EnginesDisagree where it does not."""
    if without_heading_origins(outcome_of(evaluation)) != without_heading_origins(outcome):
        raise EnginesDisagree(evaluation.record.unit)
    return evaluation
