"""Conditions on related rows and values taken over them, in words."""

from criteria_engine.explain.findings import ConditionProof, RowProof, RowsDetail, ValueProof
from criteria_engine.explain.wording.amounts import found_text
from criteria_engine.explain.wording.comparisons import inside
from criteria_engine.explain.wording.origins import reasons
from criteria_engine.explain.wording.voice import Mood, Voice
from criteria_engine.locale import format_list, format_place
from criteria_engine.source import Cell
from criteria_engine.values.types import DateType


def _rows(detail: RowsDetail, voice: Voice) -> str:
    """The rows, with what picks them."""
    name = voice.rows(detail.labels, detail.table)
    return name if detail.where is None else voice.say("rows.where", rows=name, condition=voice.asked(detail.where))


def row_value_subject(value: ValueProof, voice: Voice) -> str:
    """`share of cases with “Solved” is yes`."""
    detail = value.detail
    assert isinstance(detail, RowsDetail)
    rows = _rows(detail, voice)
    if value.kind == "row fold":
        way = detail.way
        if isinstance(value.type, DateType):
            way = {"greatest": "latest", "least": "earliest"}[way]
        return voice.say(f"subject.{way}", value=_taken(value.inputs[0], voice), rows=rows)
    if value.kind == "row share" and detail.condition is None:
        return voice.say("subject.row share all", rows=rows)
    condition = "" if detail.condition is None else voice.asked(detail.condition)
    return voice.say("subject.row share of" if detail.where is not None and condition else f"subject.{value.kind}", rows=rows, condition=condition)


def _taken(value: ValueProof, voice: Voice) -> str:
    """What is taken of each row, in brackets where it is calculated."""
    text = inside(value, voice)
    return voice.say("subject.bracket", text=text) if value.kind in ("sum", "product", "rounding", "steps", "cases") else text


def quantified_rows(proof: ConditionProof, mood: Mood, voice: Voice) -> str:
    """The condition on rows in one line, with those that matter."""
    detail = proof.detail
    assert isinstance(detail, RowsDetail)
    items = row_lines(detail, voice)
    text = quantified_head(proof, mood, voice)
    return voice.say("joined.list", head=text, items=voice.say("joined.between").join(items)) if items else text


def quantified_head(proof: ConditionProof, mood: Mood, voice: Voice) -> str:
    """`cases with “Kind” is Drugs: 2 of 7, none allowed`."""
    detail = proof.detail
    assert isinstance(detail, RowsDetail)
    if proof.kind in ("every row", "not every row"):
        return _every(proof, detail, mood, voice)
    condition = "" if detail.condition is None else voice.asked(detail.condition)
    key = "rows.with" if detail.where is None else "rows.with of"
    subject = voice.say(key, rows=_rows(detail, voice), condition=condition) if condition else _rows(detail, voice)
    text = _how_many(subject, detail, voice)
    return text if mood == "stated" or (proof.truth == "true") else voice.say(f"rows.{proof.kind}", text=text)


def _how_many(subject: str, detail: RowsDetail, voice: Voice) -> str:
    if detail.given is None:
        return voice.say("rows.not given", subject=subject)
    low, high = detail.hits
    words = {"hits": voice.number(low), "most": voice.number(high), "base": voice.number(detail.base[1])}
    if detail.base[1] == 0:
        text = voice.say("rows.none given", subject=subject)
    elif low != high:
        text = voice.say("rows.open", subject=subject, **words)
    else:
        text = voice.say("rows.some" if low else "rows.some none", subject=subject, **words)
    return voice.say("rows.unseen", text=text, why=reasons(detail.unseen, voice)) if detail.unseen else text


def _every(proof: ConditionProof, detail: RowsDetail, mood: Mood, voice: Voice) -> str:
    """Of every row: how many of those that belong do not meet it."""
    condition = "" if detail.condition is None else voice.asked(detail.condition)
    missing = detail.base[1] - (detail.hits[1] if proof.truth != "unknown" else detail.hits[0])
    words = {
        "rows": _rows(detail, voice), "condition": condition, "count": voice.number(missing), "base": voice.number(detail.base[1]),
    }
    if detail.given is None:
        return voice.say("rows.not given", subject=voice.say(f"rows.asked {proof.kind}", rows=words["rows"], condition=condition))
    truth: str = "none" if detail.base[1] == 0 and proof.truth != "unknown" else proof.truth
    if truth == "unknown" and missing:
        truth = "unknown of"
    stated = f"rows.stated {proof.kind} {truth}"
    key = stated if mood == "stated" and voice.has(stated) else f"rows.{proof.kind} {truth}"
    text = voice.say(key, **words)
    return voice.say("rows.unseen", text=text, why=reasons(detail.unseen, voice)) if detail.unseen and proof.truth == "unknown" else text


def asked_rows(proof: ConditionProof, voice: Voice) -> str:
    """`some of the cases have …`."""
    detail = proof.detail
    assert isinstance(detail, RowsDetail)
    condition = "" if detail.condition is None else voice.asked(detail.condition)
    key = f"rows.asked {proof.kind}"
    if detail.where is not None and voice.has(f"{key} of"):
        key += " of"
    return voice.say(key, rows=_rows(detail, voice), condition=condition)


def row_lines(detail: RowsDetail, voice: Voice) -> list[str]:
    """The rows that matter, with their places and what was found in them, rows alike together; at last how many more."""
    alike: dict[tuple[str, str | None, str], list[int]] = {}
    for row in detail.rows:
        file, sheet = ("", None) if row.place is None else (row.place.file, row.place.sheet)
        at = row.number if row.place is None or row.place.row is None else row.place.row
        alike.setdefault((file, sheet, _row_text(row, voice)), []).append(at)
    found = [_finding(file, sheet, numbers, text, voice) for (file, sheet, text), numbers in alike.items()]
    return [*found, *([voice.say("rows.rest", count=voice.number(detail.rest))] if detail.rest else [])]


def _row_text(row: RowProof, voice: Voice) -> str:
    """What was found in a row: what is taken of it, or else the condition that picks it."""
    if row.value is None:
        told = [leaf for condition in (row.condition, row.where) if condition is not None for leaf in _bearing(condition)]
        return voice.say("joined.between").join(dict.fromkeys(_leaf(leaf, voice) for leaf in told))
    formula, amount = voice.formula(row.value), found_text(row.value, voice)
    text = formula if row.value.kind in ("fact", "field", "constant") else voice.say("found.plain", formula=formula, value=amount)
    if row.condition is None or row.condition.truth == "true":
        return text
    return voice.say("joined.between").join([text, voice.sentence(row.condition, "stated")])


def _bearing(condition: ConditionProof) -> list[ConditionProof]:
    """What makes a condition stand as it does: of alternatives those that hold, of what is refused what speaks against it."""
    if condition.kind not in ("all", "any", "none", "not all"):
        return [condition]
    wanted = {("any", "true"): "true", ("all", "false"): "false", ("none", "false"): "true", ("not all", "true"): "false"}
    truth = "unknown" if condition.truth == "unknown" else wanted.get((condition.kind, condition.truth), "")
    wanted_too = "true" if condition.kind == "all" and truth == "unknown" else truth
    shown = [child for child in condition.children if not truth or child.truth in (truth, wanted_too)]
    return [leaf for child in shown for leaf in _bearing(child)]


def _same_for_all(value: ValueProof) -> bool:
    """Whether a value is that of the rules or the day alone, so that the sentence about all rows names it."""
    return value.kind in ("constant", "parameter", "assessment date") or (
        value.kind in ("sum", "product", "date shift", "rounding", "conversion") and all(_same_for_all(each) for each in value.inputs)
    )


def _leaf(condition: ConditionProof, voice: Voice) -> str:
    """What was found in a row; what it was held against only where that is not the same for all rows, for then it stands above."""
    found, required = condition.found, condition.required
    if condition.kind == "comparison" and found is not None and required is not None and _same_for_all(required):
        return voice.say("comparison.same", subject=voice.subject(found), found=found_text(found, voice, required))
    return voice.sentence(condition, "stated")


def _finding(file: str, sheet: str | None, numbers: list[int], text: str, voice: Voice) -> str:
    named = format_list([str(each) for each in numbers], voice.tongue)
    place = voice.say("rows.row" if len(numbers) == 1 else "rows.rows", number=named)
    if file:
        place = ", ".join([format_place(Cell(file, sheet=sheet), voice.tongue), place])
    return voice.say("rows.finding", place=place, text=text) if text else place
