"""A condition in few words: what makes it hold, or keeps it from holding, and no more."""

from criteria_engine.explain.findings import ConditionProof
from criteria_engine.explain.wording.lists import count_head
from criteria_engine.explain.wording.rows import quantified_head
from criteria_engine.explain.wording.voice import Voice


def brief(condition: ConditionProof, voice: Voice) -> str:
    """A condition as it stands, without what does not bear on that: of a count the number, of “all of these” those that
    do not hold, of “any of these” those that do."""
    if condition.kind == "count":
        return count_head(condition, "stated", voice)
    if condition.kind == "all" and condition.truth != "true":
        return voice.say("joined.between").join(brief(child, voice) for child in condition.children if child.truth == condition.truth)
    if condition.kind == "any" and condition.truth == "true":
        return voice.say("joined.between").join(brief(child, voice) for child in condition.children if child.truth == "true")
    if condition.kind in ("some row", "no row", "every row", "not every row"):
        return quantified_head(condition, "stated", voice)
    return voice.sentence(condition, "stated")
