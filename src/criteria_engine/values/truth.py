"""Truth: true, false, or unknown with its origins; strong Kleene logic.

True and false are Python's own; everything that is not known, truth or number, is an `Unknown`.
"""

from collections.abc import Iterable
from typing import Literal

from attrs import frozen

OriginKind = Literal["missing", "invalid", "incomplete", "none arose", "division by zero", "step not positive", "judgement",
                     "exceptions disagree", "not applicable", "no case holds", "date out of range"]


@frozen(order=True)
class Origin:
    """Where an unknown comes from: a fact (or a row's field, `cases.solved`) that is missing or invalid, a related table
    whose rows may not all be there, or another reason, with the name that it concerns."""

    kind: OriginKind
    name: str


@frozen
class Unknown:
    """A truth or a value that is not known, with every origin that could settle it."""

    origins: frozenset[Origin]

    def __bool__(self) -> bool:
        raise TypeError("an unknown is neither true nor false")


Truth = bool | Unknown


def unknown(kind: OriginKind, name: str) -> Unknown:
    """An unknown with one origin."""
    return Unknown(frozenset((Origin(kind, name),)))


def negation(truth: Truth) -> Truth:
    """Not: an unknown stays the same unknown."""
    return truth if isinstance(truth, Unknown) else not truth


def conjunction(truths: Iterable[Truth]) -> Truth:
    """And: false as soon as one is false, true when all are (and of nothing), else unknown from all unknown ones."""
    origins: frozenset[Origin] = frozenset()
    undecided = False
    for truth in truths:
        if isinstance(truth, Unknown):
            undecided = True
            origins |= truth.origins
        elif not truth:
            return False
    return Unknown(origins) if undecided else True


def disjunction(truths: Iterable[Truth]) -> Truth:
    """Or: true as soon as one is true, false when none is (and of nothing), else unknown from all unknown ones."""
    origins: frozenset[Origin] = frozenset()
    undecided = False
    for truth in truths:
        if isinstance(truth, Unknown):
            undecided = True
            origins |= truth.origins
        elif truth:
            return True
    return Unknown(origins) if undecided else False
