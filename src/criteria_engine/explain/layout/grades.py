"""A grading becomes items: each grade that was read with its condition, then what lowers it."""

from attrs import evolve

from criteria_engine.documents.model import Item, Sign
from criteria_engine.explain.layout.conditions import SIGN_OF, condition_items
from criteria_engine.explain.layout.lines import said
from criteria_engine.explain.proof import GradeProof, GradingProof
from criteria_engine.explain.wording.voice import Voice
from criteria_engine.locale import format_list
from criteria_engine.values.labels import label_in


def grades_text(grading: GradingProof, grades: tuple[int, ...], voice: Voice) -> str:
    """Grades by their labels."""
    return format_list([voice.value(grade, grading.choices) for grade in grades], voice.tongue, "or")


def grading_items(grading: GradingProof, voice: Voice, full: bool = True, settled: bool = True) -> list[Item]:
    """The grades in the order of reading; the caps that do not hold only where all is wanted. Where it is not `settled` that
    there is a grade at all, none bears the sign of what holds."""
    items = [_rule(rule, grading, voice) for rule in grading.rules if full or not rule.cap or rule.truth != "false"]
    if not settled:
        items = [evolve(item, sign="undetermined") if item.sign == "passes" else item for item in items]
    if grading.because and len(grading.grades) > 1:
        items.append(Item(said(voice.say("grades.because", because=label_in(grading.because, voice.tongue)))))
    if len(grading.grades) > 1:
        items.append(Item(said(voice.say("grades.open", grades=grades_text(grading, grading.grades, voice))), "undetermined"))
    return items


def _rule(rule: GradeProof, grading: GradingProof, voice: Voice) -> Item:
    grade = voice.value(rule.grade, grading.choices)
    if rule.condition is None:
        key = "cap always" if rule.cap else "otherwise" if not _open_before(rule, grading) else "otherwise unknown"
        return Item(said(voice.say(f"grades.{key}", grade=grade)), SIGN_OF["true"] if key != "otherwise unknown" else "undetermined")
    key = f"{'cap' if rule.cap else 'rule'} {rule.truth}"
    sign: Sign = {"true": "warning" if rule.cap else "passes", "unknown": "undetermined"}.get(rule.truth, "")
    if rule.cap and rule.truth == "true" and _idle(rule, grading):
        key, sign = "cap idle", ""
    if rule.condition.kind in ("all", "any", "none", "not all", "count"):
        text = voice.say(f"grades.{key}", grade=grade, condition="").rstrip(" :")
        return Item(said(text), sign, items=condition_items(rule.condition, "stated", voice), place=rule.span)
    text = voice.say(f"grades.{key}", grade=grade, condition=voice.sentence(rule.condition, "stated"))
    return Item(said(text), sign, place=rule.span)


def _idle(cap: GradeProof, grading: GradingProof) -> bool:
    """Whether a cap that holds changes nothing: every grade that may come out is no higher anyway."""
    return all(rule.grade <= cap.grade for rule in grading.rules if not rule.cap and rule.truth != "false")


def _open_before(rule: GradeProof, grading: GradingProof) -> bool:
    return any(before.truth == "unknown" for before in grading.rules if not before.cap and before is not rule)
