"""Rule text and facts become proofs and sentences, for the tests of explanations."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from criteria_engine.backends.interpreter.evaluation import evaluate, outcome_of
from criteria_engine.explain.proof import HeadingProof, Proof
from criteria_engine.explain.prove import prove
from criteria_engine.ir.dated import Dated, at_date
from criteria_engine.ir.program import Program
from criteria_engine.ir.records import Record, Row
from criteria_engine.language.compile import compile_source
from criteria_engine.source import Cell, source_from_text

FOLDER = Path(__file__).parent
SAMPLE = (FOLDER / "sample.criteria").read_text(encoding="utf-8")
DAY = date(2023, 12, 31)
DIGESTS = {"wards.csv": "1" * 64}
TONGUES = ("en", "vi")


@cache
def program_of(text: str) -> Program:
    """The program of rule text without errors."""
    compiled = compile_source(source_from_text(text, "rules.criteria"))
    assert compiled.program is not None, compiled.faults
    return compiled.program


@cache
def dated_of(text: str, day: date = DAY) -> Dated:
    """Rule text as of a day."""
    dated = at_date(program_of(text), day)
    assert not dated.faults, dated.faults
    return dated


def record_of(program: Program, name: str, unit: str = "26776") -> Record:
    """The record that a test block of the rules gives, its cells as if they had been read from `wards.csv`, row 16."""
    given = next(test.given for test in program.tests if test.name == name)
    cells = {fact: Cell("wards.csv", 16, fact) for fact in program.facts}
    tables = {
        table: tuple(
            Row(dict(row), {column: Cell(f"{table}.csv", number, column) for column in row}, Cell(f"{table}.csv", number))
            for number, row in enumerate(rows, 2)
        )
        for table, rows in given.rows.items()
    }
    return Record(unit, dict(given.facts), tables, cells, "Phường Tân Chánh Hiệp", Cell("wards.csv", 16))


def proof_of(dated: Dated, record: Record, full: bool = True, digests: Mapping[str, str] = DIGESTS) -> Proof:
    """The proof of a record's result."""
    evaluation = evaluate(dated, record)
    return prove(evaluation, outcome_of(evaluation), digests, "0.1.0", full)


def sample_proof(name: str, day: date = DAY, full: bool = True) -> Proof:
    """The proof of one of the sample's test blocks."""
    return proof_of(dated_of(SAMPLE, day), record_of(program_of(SAMPLE), name), full)


def heading(proof: Proof, name: str) -> HeadingProof:
    """A heading of a proof."""
    stack = list(proof.headings)
    while stack:
        each = stack.pop()
        if each.id == name:
            return each
        stack.extend(each.children)
    raise KeyError(name)
