"""Citations of a program become clauses that carry their document's titles."""

from collections.abc import Iterable

from attrs import frozen

from criteria_engine.ir.program import Citation, Program
from criteria_engine.values.labels import NO_LABELS, Labels


@frozen
class CitedClause:
    """A clause of a source document, with the document's titles."""

    source: str
    clause: str
    titles: Labels = NO_LABELS


def cited_clauses(program: Program, cites: Iterable[Citation]) -> tuple[CitedClause, ...]:
    """The clauses with the titles of the sources that the program declares."""
    titles = {name: source.labels for name, source in program.sources.items()}
    return tuple(CitedClause(cite.source, cite.clause, titles.get(cite.source, NO_LABELS)) for cite in cites)
