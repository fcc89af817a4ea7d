"""A tongue becomes the voice that puts proofs into it: the one place where all wordings come together."""

from functools import cache

from criteria_engine.explain.wording import comparisons, headings, lists, rows
from criteria_engine.explain.wording.formulas import FORMULAS
from criteria_engine.explain.wording.subjects import SUBJECTS
from criteria_engine.explain.wording.voice import AskedWording, ConditionWording, Voice, phrases

SENTENCES: dict[str, ConditionWording] = {
    "value": comparisons.yes_no,
    "comparison": comparisons.comparison,
    "missing": comparisons.missing,
    "always": comparisons.always,
    "all": lists.listed,
    "any": lists.listed,
    "none": lists.listed,
    "not all": lists.listed,
    "count": lists.count,
    "heading state": headings.heading_state,
    "every heading": headings.quantified,
    "no heading": headings.quantified,
    "some row": rows.quantified_rows,
    "no row": rows.quantified_rows,
    "every row": rows.quantified_rows,
    "not every row": rows.quantified_rows,
}
"""How each kind of condition is said; a test holds this to every kind."""

ASKING: dict[str, AskedWording] = {
    "value": comparisons.asked_yes_no,
    "comparison": comparisons.asked_comparison,
    "missing": comparisons.asked_missing,
    "always": comparisons.asked_always,
    "all": lists.asked_listed,
    "any": lists.asked_listed,
    "none": lists.asked_listed,
    "not all": lists.asked_listed,
    "count": lists.asked_count,
    "heading state": headings.asked_heading_state,
    "every heading": headings.asked_quantified,
    "no heading": headings.asked_quantified,
    "some row": rows.asked_rows,
    "no row": rows.asked_rows,
    "every row": rows.asked_rows,
    "not every row": rows.asked_rows,
}
"""How each kind of condition is spoken of."""


@cache
def voice_in(tongue: str) -> Voice:
    """The voice of a tongue."""
    return Voice(tongue, phrases(tongue), SUBJECTS, FORMULAS, SENTENCES, ASKING)
