"""Machine code over columns answers as the interpreter does, for the contract's cases and for programs made up at random."""

import re
from datetime import date

import pytest
from tests.engines.contract import TOPICS, put_cases, put_made_up
from tests.engines.in_columns import COLUMNS

from criteria_engine.backends.columns.engine import ColumnsEngine
from criteria_engine.backends.columns.instructions import RENDERED
from criteria_engine.ir.dated import at_date
from criteria_engine.language.compile import compile_source
from criteria_engine.lowering.plan import INSTRUCTIONS
from criteria_engine.source import source_from_text

EVERY = 12
"""One case of the contract in so many is put here; `make agree` has many more."""


@pytest.mark.parametrize("topic", TOPICS)
def test_columns_answer_cases_of_the_contract_as_the_interpreter_does(topic: str) -> None:
    tally = put_cases(COLUMNS, {topic}, EVERY)
    assert not tally.disagreements, tally.disagreements[0]


def test_columns_agree_on_programs_made_up_at_random() -> None:
    tally = put_made_up(COLUMNS, 20, 25)
    assert not tally.disagreements, tally.disagreements[0]
    assert tally.declined < tally.cases / 3, tally.reasons


def test_every_instruction_is_written_for_columns() -> None:
    assert set(RENDERED) == set(INSTRUCTIONS)


def test_nothing_that_an_author_wrote_stands_in_the_assembly() -> None:
    text = """ruleset t "T"
subject ward identified by code
facts
  code : text
  `quốc lộ` : text
  ret : yes/no
criterion C "}\\ndefine void @run() { ret void }"
  requires `quốc lộ` = "\\") call void @abort() ; Đường" or ret
verdict
  passes when C passes
"""
    compiled = compile_source(source_from_text(text))
    assert compiled.program is not None, compiled.errors
    assembly = ColumnsEngine(at_date(compiled.program, date(2024, 1, 1))).program.text
    assert assembly.isascii()
    assert "abort" not in assembly
    assert "quốc" not in assembly
    assert set(re.findall(r"@(\w+)", assembly)) == {"answers", "answers_0"}
