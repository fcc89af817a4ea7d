"""What the programme's page says of a unit beyond its outcome: the evidence to fetch, and the smallest change that makes it pass."""

from attrs import frozen

from criteria_engine.documents.model import Item, Paragraph, Tree, plain
from criteria_engine.engine import Result
from criteria_engine.explain.insight import Insight
from criteria_engine.explain.layout.insights import changes_blocks
from criteria_engine.explain.layout.missing import missing_blocks
from criteria_engine.explain.proof import Proof
from criteria_engine.explain.wording.voice import Voice


@frozen
class UnitNote:
    """Of one unit: the missing data that its verdict hangs on, each with the evidence that gives it; the smallest changes found, each
    fact an item, and whether they are proved to be the fewest and cheapest; or why there are none."""

    unit: str
    missing: tuple[Item, ...] = ()
    changes: tuple[Item, ...] = ()
    proved: bool = False
    without: str = ""


def unit_note(proof: Proof, result: Result, told: Insight | None, voice: Voice) -> UnitNote:
    """The note of a unit; what is missing only where its verdict is open."""
    missing: tuple[Item, ...] = ()
    if proof.verdict == "undetermined":
        missing = tuple(item for block in missing_blocks(proof, voice) if isinstance(block, Tree) for item in block.items)
    if told is None or told.changes is None:
        return UnitNote(proof.unit, missing)
    blocks = changes_blocks(told.changes, result.evaluation.dated, result.evaluation.record, voice)
    if not told.changes.sets:
        return UnitNote(proof.unit, missing, without=plain(next(block.text for block in blocks if isinstance(block, Paragraph))))
    sets = next(block for block in blocks if isinstance(block, Tree)).items
    return UnitNote(proof.unit, missing, sets[0].items, told.changes.sets[0].proved)
