"""What faults quote of cells of private facts is taken out, so that reports may show the faults."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import attrs

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact, Program

MASK = "•••"
"""What stands in the place of a private value, in every tongue."""

QUOTING = frozenset(
    (
        "found", "meant", "nearest", "readings", "as_percent", "as_share", "example", "first", "second", "cells", "marks", "listed", "given",
        "restored",
    )
)  # fmt: skip
"""The fields of faults that hold what a cell says."""


def has_private_facts(program: Program) -> bool:
    """Whether the rule set marks any fact, or field of a related table, as private."""
    return bool(private_names(program))


@lru_cache(maxsize=8)
def private_names(program: Program) -> frozenset[str]:
    """The names of all private facts, and of private fields of related tables as `cases.loss`. What identifies, names or groups
    units is not among them: no result could be told without it."""
    subject = program.subject
    told = {subject.identified_by, subject.named_by, *subject.grouped_by}
    fields = {f"{table.name}.{name}" for table in program.tables.values() for name, fact in table.fields.items() if fact.private}
    return frozenset({name for name, fact in program.facts.items() if fact.private and name not in told} | fields)


def mask_fault(program: Program, fault: Fault) -> Fault:
    """The fault without what it quotes, where it is of a private fact; else the same fault."""
    names = frozenset(name.rpartition(".")[2] for name in private_names(program))
    if not names or not _concerns(fault, names):
        return fault
    quoting = QUOTING | {"members"} if type(fault).__name__ == "MemberDoubtful" else QUOTING
    hidden: dict[str, Any] = {}
    for name in quoting:
        value = getattr(fault, name, None)
        if isinstance(value, str):
            hidden[name] = MASK
        elif isinstance(value, tuple):
            hidden[name] = (MASK,)
    return attrs.evolve(fault, **hidden)


def mask_faults(program: Program, faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults without what they quote of private cells, each once."""
    return tuple(dict.fromkeys(mask_fault(program, fault) for fault in faults))


def _concerns(fault: Fault, names: frozenset[str]) -> bool:
    """Whether a fault is of a fact with one of the names: it says so itself, or quotes rows that may hold one."""
    fact = getattr(fault, "fact", None)
    if isinstance(fact, str):
        return fact in names
    return hasattr(fault, "found") and getattr(getattr(fault, "place", None), "column", None) is not None and not hasattr(fault, "unit")


def without_privacy(program: Program) -> Program:
    """The same rule set with no fact marked as private."""
    tables = {name: attrs.evolve(table, fields=_public(table.fields)) for name, table in program.tables.items()}
    return attrs.evolve(program, facts=_public(program.facts), tables=tables)


def _public(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    return {name: attrs.evolve(fact, private=False) for name, fact in facts.items()}
