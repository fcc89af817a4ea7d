"""Hypothesis strategies: trees of any shape, well-typed programs with their records, and what may be learnt of a record."""

from datetime import date
from functools import lru_cache

from attrs import frozen
from hypothesis import strategies as st
from tests.rule_generation.any_sections import rule_file
from tests.rule_generation.chance import Chance, made_by
from tests.rule_generation.records import learnt, opened, record
from tests.rule_generation.typed_files import any_day, plain_file, typed_file

from criteria_engine.backends.interpreter.evaluation import Evaluation, evaluate, outcome_of
from criteria_engine.backends.interpreter.row_meanings import completeness
from criteria_engine.ir.dated import Dated, at_date
from criteria_engine.ir.outcomes import UnitOutcome
from criteria_engine.ir.program import Program
from criteria_engine.ir.records import Record
from criteria_engine.language.compile import Compiled, compile_source
from criteria_engine.language.printing.rule_files import rule_text
from criteria_engine.language.tree.declarations import RuleFile
from criteria_engine.source import source_from_text


@frozen(eq=False)
class Case:
    """A well-typed rule file, read as of a day, with a record."""

    text: str
    program: Program
    dated: Dated
    record: Record

    def __repr__(self) -> str:
        return f"as of {self.dated.as_of}: {self.record.values} {[(name, [row.values for row in rows]) for name, rows in self.record.tables.items()]}\n{self.text}"


@frozen(eq=False)
class Learning(Case):
    """A case with what may be known of the unit later."""

    later: Record

    def __repr__(self) -> str:
        return f"{super().__repr__()}\nlater: {self.later.values} {[(name, [row.values for row in rows]) for name, rows in self.later.tables.items()]}"


@lru_cache(maxsize=64)
def compiled(text: str) -> Compiled:
    """Rule text compiled; the last ones are remembered, since examples that shrink come again."""
    return compile_source(source_from_text(text, "made up"))


def case(chance: Chance, *, plain: bool = False) -> Case:
    """A case made by chance."""
    text = rule_text((plain_file if plain else typed_file)(chance), "en")
    found = compiled(text)
    assert found.program is not None, f"{found.errors}\n{text}"
    dated = at_date(found.program, any_day(chance))
    assert not dated.faults, f"{dated.faults}\n{text}"
    return Case(text, found.program, dated, record(chance, found.program))


def plain_case(chance: Chance) -> Case:
    """A case whose rules never ask whether something is missing."""
    return case(chance, plain=True)


def learning(chance: Chance) -> Learning:
    """A plain case, and the same record when more is known."""
    found = plain_case(chance)
    evaluation = evaluate(found.dated, found.record)
    later = learnt(chance, found.program, found.record, may_have_more_rows(evaluation), chance.whole(1, 4))
    return Learning(found.text, found.program, found.dated, found.record, later)


def opening(chance: Chance) -> Learning:
    """A case of which some values are left unsaid, and the same when all are said."""
    found = case(chance)
    return Learning(found.text, found.program, found.dated, opened(chance, found.program, found.record), found.record)


def may_have_more_rows(evaluation: Evaluation) -> frozenset[str]:
    """The tables of which not all rows need be there."""
    tables = evaluation.dated.program.tables
    return frozenset(name for name, table in tables.items() if table.complete_when is not None and completeness(name, evaluation) is not True)


def outcome(dated: Dated, given: Record) -> UnitOutcome:
    """What the interpreter makes of a record."""
    return outcome_of(evaluate(dated, given))


def any_trees() -> st.SearchStrategy[RuleFile]:
    """Trees that the grammar allows, whatever they mean."""
    return made_by(rule_file)


def typed_trees() -> st.SearchStrategy[RuleFile]:
    """Trees that compile without errors."""
    return made_by(typed_file)


def cases() -> st.SearchStrategy[Case]:
    return made_by(case)


def plain_cases() -> st.SearchStrategy[Case]:
    return made_by(plain_case)


def learnings() -> st.SearchStrategy[Learning]:
    return made_by(learning)


def days() -> st.SearchStrategy[date]:
    """Days on which made-up rules are in force."""
    return made_by(any_day)
