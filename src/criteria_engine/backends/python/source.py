"""A plan becomes the source of one Python function: it reads a record's values and gives numbers and flags back.

Nothing that an author or a data file wrote stands in the source but as a Python literal: facts are numbered, their names and the
texts that rules compare with are written by `repr`.
"""

from itertools import chain

from attrs import frozen

from criteria_engine.backends.python.expressions import Writer
from criteria_engine.backends.registers import headings_of, open_registers, verdict_registers
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.lower import lower
from criteria_engine.values.types import DateType, OutcomeType, TextType, YesNoType


@frozen
class Written:
    """A function's name and source, and the registers that it gives back, in their order. Where there are `groups`, it gives back two
    tuples: of those registers, and of a tuple for each group."""

    name: str
    source: str
    answers: tuple[p.Register, ...]
    plan: p.Plan
    groups: tuple[tuple[p.Register, ...], ...] = ()


def function_source(name: str, plan: p.Plan, wanted: tuple[p.Register, ...], groups: tuple[tuple[p.Register, ...], ...] = ()) -> Written:
    """The function of a plan. It gives back a tuple of the wanted registers, or where only one is wanted and no group that one; None where
    the record goes to the interpreter or, in a complete plan, to the function for records with something missing."""
    functions: list[str] = []

    def row_function(step: p.Aggregate) -> str:
        own_name = f"{name}_rows{len(functions)}"
        functions.append(_row_source(own_name, step, plan.complete))
        return own_name

    pickers, first, waiting = _reading(name, plan.inputs, plan.instructions, plan.complete, "not sure and ")
    writer = Writer(plan.instructions, (plan.unsure, *plan.required, *wanted, *chain(*groups)), row_function, waiting)
    writer.lines += first
    if plan.complete:
        writer.lines += [f"if tables.get({table!r}) is None: return None" for table in plan.tables]
    for register in plan.required:
        writer.text(register)
    unsure = writer.text(plan.unsure)
    if unsure != "False":
        writer.lines.append(f"if {unsure}: return None")
    if len(wanted) == 1 and not groups:
        writer.give_back(wanted[0])
    else:
        texts = [_tuple([writer.text(register) for register in registers]) for registers in (wanted, *groups)]
        writer.lines.append(f"return {texts[0]}, {_tuple(texts[1:])}" if groups else f"return {texts[0]}")
    facts = [f"    # x{index}: {found.name!r}{_measure(found)}" for index, found in enumerate(plan.inputs)]
    main = "\n".join([*pickers, f"def {name}(values, tables, sure=False):", *facts, *(f"    {line}" for line in writer.lines)]) + "\n"
    return Written(name, "\n\n".join([*functions, main]), wanted, plan, groups)


def _row_source(name: str, step: p.Aggregate, complete: bool) -> str:
    """The function of an aggregate: given the rows and numbers from around them, what is counted; None where a row is not for it."""
    rows = step.rows
    wanted = (step.flag,) if step.value is None else (step.flag, step.value)
    pickers, reading, waiting = _reading(name, rows.inputs, rows.instructions, complete)
    writer = Writer(rows.instructions, wanted, lambda inner: "", waiting)
    writer.lines += reading
    flag = writer.text(step.flag)
    value = "1" if step.value is None else writer.text(step.value)
    if step.way in ("count", "sum"):
        writer.lines.append(f"if {flag}: found = found + {value}")
        first, last = "found = 0", "return found"
    else:
        sign = "<" if step.way == "least" else ">"
        writer.lines.append(f"if {flag} and (found is None or {value} {sign} found): found = {value}")
        first, last = "found = None", "return 0 if found is None else found"
    names = ", ".join(["rows", *(f"o{place}" for place in range(len(rows.outer)))])
    facts = [f"    # x{index}: {found.name!r} of {rows.table!r}{_measure(found)}" for index, found in enumerate(rows.inputs)]
    head = [*pickers, f"def {name}({names}):", *facts, f"    if rows is None: return {None if complete else 0}", f"    {first}"]
    body = ["    for each in rows:", "        values = each.values", *(f"        {line}" for line in writer.lines)]
    return "\n".join([*head, *body, f"    {last}"]) + "\n"


def _measure(found: p.Input) -> str:
    return "" if found.scale == 1 else f" in steps of {found.scale}"


def _reading(
    name: str, inputs: tuple[p.Input, ...], instructions: tuple[p.Instruction, ...], complete: bool, unsure: str = ""
) -> tuple[list[str], list[str], dict[int, list[str]]]:
    """What stands before the function, the lines that take a record's values, and for each input those that make its value a number
    or flags. Where nothing is missing, values are picked and their types compared all at once: most are of the one type that
    their fact has, and numbers with decimals are whole or fractions. Those that may be missing are looked at one by one. `unsure` is
    asked before types are: a record may be known to be sound."""
    sure = [index for index, found in enumerate(inputs) if complete and found.default is None]
    exact = [index for index in sure if not _fractional(inputs[index])]
    parts = [index for index in sure if _fractional(inputs[index])]
    gaps = [index for index in range(len(inputs)) if index not in set(sure)]
    before: list[str] = []
    lines: list[str] = []

    def names(chosen: list[int], picked: str) -> str:
        return f"{', '.join(f'x{index}' for index in chosen)}{',' if len(chosen) == 1 else ''} = {picked}"

    for chosen, what in ((exact, "facts"), (parts, "numbers")):
        if chosen:
            pick = f"{name}_{what}"
            before.append(f"{pick} = itemgetter({', '.join([repr(inputs[index].name) for index in chosen])})")
            picked = f"{pick}(values)" if len(chosen) > 1 else f"({pick}(values),)"
            lines += [*([] if lines else ["try:"]), f"    {names(chosen, f'{what} = {picked}')}"]
    if lines:
        lines.append("except KeyError: return None")
    if exact:
        lines.append(f"if {unsure}tuple(map(type, facts)) != {_tuple([_python_type(inputs[index]) for index in exact])}: return None")
    if parts:
        lines.append(f"if {unsure}not NUMBERS.issuperset(map(type, numbers)): return None")
    if gaps:
        lines.append(f"row = tuple(map(values.get, {_tuple([repr(inputs[index].name) for index in gaps])}))")
        if complete:
            lines.append(f"if {unsure}not PLAIN_OR_NONE.issuperset(map(type, row)): return None")
        else:
            lines += ["unread = ()", f"if {unsure}not PLAIN_OR_NONE.issuperset(map(type, row)):", "    row, unread = without_unread(row)"]
            lines.append("    if row is None: return None")
        lines.append(names(gaps, "row"))
    flags = {type(step).__name__[0].lower() + str(step.input) for step in instructions if isinstance(step, (p.Known, p.Absent))}
    made = {index: _number(index, inputs[index]) for index in sure}
    made |= {index: _with_gaps(index, inputs[index], flags, None if complete else place) for place, index in enumerate(gaps)}
    return before, lines, made


def _tuple(items: list[str]) -> str:
    return f"({', '.join(items)}{',' if len(items) == 1 else ''})" if items else "()"


def _fractional(found: p.Input) -> bool:
    """Whether the values of an input may be fractions."""
    return found.kind == "number" and found.scale != 1


def _python_type(found: p.Input) -> str:
    match found.type:
        case YesNoType():
            return "bool"
        case DateType():
            return "date"
        case TextType() | OutcomeType():
            return "str"
    return "int"


def _number(index: int, found: p.Input) -> list[str]:
    """The lines that make an input's value the number that the plan works with; a value between the steps of its scale is left
    to the interpreter."""
    x = f"x{index}"
    if isinstance(found.type, DateType):
        return [f"{x} = {x}.toordinal()"]
    if isinstance(found.type, OutcomeType):
        return [f"{x} = OUTCOMES[{x}]"]
    if not _fractional(found):
        return []
    above, below = found.scale.numerator, found.scale.denominator
    if above == 1:
        return [f"n, d = {x}.as_integer_ratio()", f"if {below} % d: return None", f"{x} = n * ({below} // d)"]
    return [f"n, d = {x}.as_integer_ratio()", f"if n * {below} % (d * {above}): return None", f"{x} = n * {below} // (d * {above})"]


def _with_gaps(index: int, found: p.Input, flags: set[str], place: int | None) -> list[str]:
    """The lines for an input that may be missing: its flags, its default, its number. What could not be read comes as None, and its place
    among those that may be missing is one of `unread`; where `place` is None there is no such record."""
    x = f"x{index}"
    read = "" if place is None else f"{place} not in unread"
    lines: list[str] = []
    if f"a{index}" in flags:
        lines.append(f"a{index} = {x} is None{f' and {read}' if read else ''}")
    if f"k{index}" in flags:
        lines.append(f"k{index} = {x} is not None" if found.default is None else f"k{index} = {read or 'True'}")
    empty = {"flag": False, "number": 0, "text": ""}[found.kind] if found.default is None else found.default
    number = _number(index, found)
    lines.append(f"if {x} is None: {x} = {empty!r}")
    if number:
        lines += ["else:", *(f"    {line}" for line in number)]
    return lines


def verdict_function(dated: Dated, complete: bool) -> Written:
    """The function that gives the code of the verdict."""
    plan = lower(dated, findings=False, complete=complete)
    return function_source("verdict" if complete else "verdict_with_gaps", plan, (plan.verdict.code,))


def findings_function(dated: Dated, complete: bool) -> Written:
    """The function that gives the verdict with what becomes of every heading."""
    plan = lower(dated, findings=True, complete=complete)
    groups = tuple([heading.registers for heading in headings_of(plan)])
    return function_source("findings" if complete else "findings_with_gaps", plan, verdict_registers(plan), groups)


def open_function(findings: p.Plan) -> Written:
    """The function that tells from what the verdict of a record is open, beside that of the findings."""
    return function_source("open_from" if findings.complete else "open_from_with_gaps", findings, open_registers(findings))


def module_source(dated: Dated) -> str:
    """All functions of a rule set on a date, as one readable text. Raises Unsupported where the program has an operation that
    plans do not have."""
    verdicts = [verdict_function(dated, complete) for complete in (True, False)]
    findings = [findings_function(dated, complete) for complete in (True, False)]
    told = [open_function(each.plan) for each in findings if open_registers(each.plan)]
    functions = [*verdicts, *findings, *told]
    head = f"# {dated.program.name!r} as of {dated.as_of.isoformat()}; verdicts: {', '.join(p.VERDICTS)}, undetermined"
    return "\n\n".join([head, *(found.source for found in functions)])
