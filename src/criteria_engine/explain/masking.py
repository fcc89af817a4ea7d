"""A proof becomes one without the values of private facts: neither they, nor what was calculated from them, nor margins of either.

What came out stays: outcomes, points, scores and how conditions stand are results. See docs/decisions/0021-records.md.
"""

import re
from operator import is_
from typing import Any, Literal, TypeVar

import attrs
from attrs import evolve

from criteria_engine.data.private_cells import mask_fault, private_names
from criteria_engine.explain.findings import (
    BandProof,
    ConditionProof,
    FactDetail,
    OriginProof,
    RowsDetail,
    StepsDetail,
    ValueProof,
)
from criteria_engine.explain.proof import GroupProof, InvalidFact, PointsProof, Proof
from criteria_engine.ir.program import Program

Part = TypeVar("Part")

PUBLISHED = frozenset(("score", "points", "heading count", "heading share", "constant", "parameter", "assessment date"))
"""Kinds of values that are results, or what the rules say, whatever they were made of."""

_PARTS = re.compile(r"Proof|Detail|Fact|Fault|PassMark|Addend|WeightedPart|Row")

PRIVATE: Literal["private"] = "private"


def mask_proof(proof: Proof, program: Program) -> Proof:
    """The proof as reports show it; the same proof where the rule set has no private facts."""
    names = private_names(program)
    if not names:
        return proof
    return _Masking(program, names).of(proof)


class _Masking:
    """Goes through a proof once. What is private is found from below; objects that occur more than once are looked at once."""

    def __init__(self, program: Program, names: frozenset[str]) -> None:
        self.program = program
        self.names = names
        self._private: dict[int, bool] = {}
        self._kept: dict[int, tuple[Any, Any]] = {}

    def is_private(self, part: Any) -> bool:
        """Whether a value, a condition or what they are made of says something of a private fact."""
        if isinstance(part, tuple):
            return any(self.is_private(each) for each in part)
        if not isinstance(part, (ValueProof, ConditionProof, BandProof)) and not _is_detail(type(part)):
            return False
        known = self._private.get(id(part))
        if known is None:
            if isinstance(part, ValueProof) and part.kind in ("fact", "field"):
                known = part.name in self.names
            elif isinstance(part, ValueProof) and part.kind in PUBLISHED:
                known = False
            else:
                known = any(self.is_private(getattr(part, name)) for name in _proof_fields(type(part)))
            self._private[id(part)] = known
        return known

    def of(self, part: Part) -> Part:
        """The part without what is private in it."""
        if isinstance(part, tuple):
            masked = [self.of(each) for each in part]
            return part if all(map(is_, part, masked)) else tuple(masked)  # type: ignore[return-value]
        if not _proof_fields(type(part)):
            return part
        kept = self._kept.get(id(part))
        if kept is None:
            kept = self._kept[id(part)] = (part, self._masked(part))
        found: Part = kept[1]
        return found

    def _masked(self, part: Any) -> Any:
        match part:
            case InvalidFact() if part.problem is not None:
                return evolve(part, problem=mask_fault(self.program, part.problem))
            case FactDetail() if part.problem is not None:
                return evolve(part, problem=mask_fault(self.program, part.problem))
            case GroupProof():
                return part
        changed: dict[str, Any] = {}
        for name in _proof_fields(type(part)):
            value = getattr(part, name)
            if (isinstance(value, tuple) or _proof_fields(type(value))) and (masked := self.of(value)) is not value:
                changed[name] = masked
        changed |= self._hidden(part)
        return evolve(part, **changed) if changed else part

    def _hidden(self, part: Any) -> dict[str, Any]:
        """The fields that must not say what they do."""
        match part:
            case ValueProof() if part.kind not in PUBLISHED and self.is_private(part) and (part.value is not None or part.low is not None):
                hidden: dict[str, Any] = {"value": None, "low": None, "high": None}
                if isinstance(part.detail, StepsDetail):
                    hidden["detail"] = evolve(part.detail, times=None)
                return {**hidden, "origins": (OriginProof(PRIVATE, part.name, part.labels),)}
            case ConditionProof() if part.margin is not None and self.is_private((part.found, part.required)):
                return {"margin": None}
            case RowsDetail() if self.is_private(part):
                anything = (0, part.given or 0)
                return {"rows": (), "rest": 0, "base": anything, "hits": anything, "extremes": None, "used_none": False}
            case PointsProof() if part.value is not None and self.is_private(part.value):
                return {"clamps": (), "uncapped": None}
        return {}


_FIELDS: dict[type, tuple[str, ...]] = {}


def _proof_fields(kind: type) -> tuple[str, ...]:
    """The fields of a part of a proof that may hold other parts, by the types that they are declared to have; none of anything else.
    Looked up for every part of every proof, so kept."""
    known = _FIELDS.get(kind)
    if known is None:
        own = attrs.fields(kind) if attrs.has(kind) and kind.__module__.startswith("criteria_engine.explain.") else ()
        known = _FIELDS[kind] = tuple(field.name for field in own if field.init and _PARTS.search(str(field.type)))
    return known


def _is_detail(kind: type) -> bool:
    return kind.__module__ == "criteria_engine.explain.findings" and attrs.has(kind)

