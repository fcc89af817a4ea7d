"""A plan becomes the source of one Python function: it reads a record's values and gives numbers and flags back.

Nothing that an author or a data file wrote stands in the source but as a Python literal: facts are numbered, their names and the
texts that rules compare with are written by `repr`.
"""

from attrs import frozen

from criteria_engine.backends.python.expressions import lines_and_texts
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.lower import lower
from criteria_engine.values.types import DateType, OutcomeType


@frozen
class Written:
    """A function's source, and the registers that it gives back, in their order."""

    source: str
    answers: tuple[p.Register, ...]
    plan: p.Plan


def function_source(name: str, plan: p.Plan, wanted: tuple[p.Register, ...]) -> Written:
    """The function of a plan. It gives back a tuple of the wanted registers, or where only one is wanted that one; None where the
    record goes to the interpreter or, in a complete plan, to the function for records with something missing."""
    lines, texts = lines_and_texts(plan, (plan.unsure, *wanted))
    body = [*_reading(plan), *lines]
    if texts[plan.unsure] != "False":
        body.append(f"if {texts[plan.unsure]}: return None")
    answers = ", ".join(texts[register] for register in wanted)
    body.append(f"return {answers}" if len(wanted) == 1 else f"return ({answers})" if wanted else "return ()")
    facts = [f"    # x{index}: {found.name!r}{_measure(found)}" for index, found in enumerate(plan.inputs)]
    return Written("\n".join([f"def {name}(values):", *facts, *(f"    {line}" for line in body)]) + "\n", wanted, plan)


def _measure(found: p.Input) -> str:
    return "" if found.scale == 1 else f" in steps of {found.scale}"


def _reading(plan: p.Plan) -> list[str]:
    """The lines that turn a record's values into numbers, texts and flags."""
    if not plan.inputs:
        return []
    names = ", ".join(repr(found.name) for found in plan.inputs) + ("," if len(plan.inputs) == 1 else "")
    row = ", ".join(f"x{index}" for index in range(len(plan.inputs)))
    lines = [
        f"row = tuple(map(values.get, ({names})))",
        f"if not {'PLAIN' if _nothing_missing(plan) else 'PLAIN_OR_NONE'}.issuperset(map(type, row)): return None",
        f"{row}, = row" if len(plan.inputs) == 1 else f"{row} = row",
    ]
    flags = {type(step).__name__[0].lower() + str(step.input) for step in plan.instructions if isinstance(step, (p.Known, p.Absent))}
    for index, found in enumerate(plan.inputs):
        lines += _converted(index, found, plan, flags)
    return lines


def _nothing_missing(plan: p.Plan) -> bool:
    return plan.complete and all(found.default is None for found in plan.inputs)


def _converted(index: int, found: p.Input, plan: p.Plan, flags: set[str]) -> list[str]:
    """The lines for one input: its flags, its default, its number."""
    x = f"x{index}"
    number = x
    match found.type:
        case DateType():
            number = f"{x}.toordinal()"
        case OutcomeType():
            number = f"OUTCOMES[{x}]"
        case _ if found.scale != 1:
            number = f"scaled({x}, {found.scale.numerator}, {found.scale.denominator})"
            if found.scale.numerator == 1:
                number = f"{x} * {found.scale.denominator} if type({x}) is int else {number}"
    lines: list[str] = []
    if _nothing_missing(plan):
        return [] if number == x else [f"{x} = {number}"]
    if f"a{index}" in flags:
        lines.append(f"a{index} = {x} is None")
    if f"k{index}" in flags:
        lines.append(f"k{index} = {x} is not None" if found.default is None else f"k{index} = True")
    empty = {"flag": False, "number": 0, "text": ""}[found.kind] if found.default is None else found.default
    if plan.complete:
        lines.append(f"if {x} is None: return None" if found.default is None else f"if {x} is None: {x} = {empty!r}")
    else:
        lines.append(f"if {x} is None: {x} = {empty!r}")
    if number != x:
        lines.append(f"else: {x} = {number}")
    return lines


def verdict_function(dated: Dated, complete: bool) -> Written:
    """The function that gives the code of the verdict."""
    plan = lower(dated, findings=False, complete=complete)
    return function_source("verdict" if complete else "verdict_with_gaps", plan, (plan.verdict.code,))


def findings_function(dated: Dated, complete: bool) -> Written:
    """The function that gives the verdict with what becomes of every heading."""
    plan = lower(dated, findings=True, complete=complete)
    return function_source("findings" if complete else "findings_with_gaps", plan, tuple(dict.fromkeys(_findings(plan))))


def _findings(plan: p.Plan) -> list[p.Register]:
    found = [plan.verdict.code, *(flag for _, flag in (*plan.verdict.possible, *plan.verdict.grades))]
    spans = [plan.verdict.score, plan.verdict.most]
    for heading in plan.headings:
        found += [heading.code] if heading.single else [flag for _, flag in heading.outcomes]
        found += [flag for _, flag in heading.grades]
        spans += [heading.points, heading.most]
    for span in spans:
        if span is not None:
            found += [register for end in (span.low, span.high) for register in (end.above, end.below) if register is not None]
            found.append(span.there)
    return [register for register in found if not isinstance(plan.instructions[register], p.Constant)]


def module_source(dated: Dated) -> str:
    """All functions of a rule set on a date, as one readable text. Raises Unsupported where the program has an operation that
    plans do not have."""
    functions = [make(dated, complete) for make in (verdict_function, findings_function) for complete in (True, False)]
    head = f"# {dated.program.name!r} as of {dated.as_of.isoformat()}; verdicts: {', '.join(p.VERDICTS)}, undetermined"
    return "\n\n".join([head, *(found.source for found in functions)])
