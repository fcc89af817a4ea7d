"""A program becomes the columns of its data sheets: what stands over each, what may stand in it, and what it is for."""

from collections.abc import Mapping, Sequence

from attrs import frozen

from criteria_engine.data.binding import bind, identifying_fact
from criteria_engine.data.cell_reading import written
from criteria_engine.datasheets.uses import facts_of_verdict, headings_by_fact
from criteria_engine.datasheets.words import word
from criteria_engine.ir.program import Citation, Fact, Heading, Program, Table
from criteria_engine.locale import format_date, format_number, format_percent, formats, unit_word
from criteria_engine.programmes.words import heading_words, raised
from criteria_engine.source import Cell
from criteria_engine.values.dates import EARLIEST, LATEST
from criteria_engine.values.labels import label_in
from criteria_engine.values.types import ChoiceType, DateType, NumberType, OutcomeType, TextType, Type, YesNoType

OUTCOMES = ("passes", "basically met", "fails", "not applicable")
"""The outcomes that assessors can give."""

MOST_USES = 6
"""How many headings a note names."""

PAST = 10**12
"""A bound that no fact goes beyond, and that is not worth telling."""


@frozen(eq=False)
class SheetColumnOf:
    """A column of a data sheet: its fact, what stands over it, what may stand in it in words, and the headings that it matters to."""

    fact: Fact
    title: str
    kind: str
    limits: str
    uses: tuple[Heading, ...]
    matters_to_verdict: bool = False
    identifies: bool = False


def unit_columns(program: Program, tongue: str) -> tuple[SheetColumnOf, ...]:
    """The columns of the table of units: the code first, the name, the groups, then the facts in the order of the text, then what
    assessors give."""
    subject = program.subject
    identifier = identifying_fact(subject, program.facts)
    first = [name for name in (subject.named_by, *subject.grouped_by) if name is not None and name in program.facts]
    facts = {identifier.name: identifier, **{name: program.facts[name] for name in first}, **program.facts}
    return _columns(program, facts, tongue, identifier.name, "")


def row_columns(program: Program, table: Table, tongue: str) -> tuple[SheetColumnOf, ...]:
    """The columns of a related table's sheet: the unit's code, then the fields. Where a field is called as the code is, the field's
    column stands under another heading only if that finds it."""
    identifier = identifying_fact(program.subject, program.facts)
    facts = {identifier.name: identifier, **table.fields}
    return _columns(program, facts, tongue, identifier.name, f"{table.name}.")


def _columns(program: Program, facts: Mapping[str, Fact], tongue: str, identifier: str, prefix: str) -> tuple[SheetColumnOf, ...]:
    titles = titles_of(facts, tongue, {identifier: program.subject.name})
    uses = headings_by_fact(program)
    of_verdict = facts_of_verdict(program)
    columns = []
    for name, fact in facts.items():
        key = name if name == identifier else f"{prefix}{name}"
        columns.append(
            SheetColumnOf(
                fact,
                titles[name],
                kind_words(fact.type, tongue),
                limits_words(fact.type, tongue),
                uses.get(key, ()),
                key in of_verdict,
                name == identifier,
            )
        )
    return tuple(columns)


def titles_of(facts: Mapping[str, Fact], tongue: str, other_names: Mapping[str, str]) -> dict[str, str]:
    """What stands over each column: its label in the tongue with the unit, else the label, else the name; always one by which the
    reader of data files finds the fact, and no other."""
    options = {name: _title_options(fact, tongue) for name, fact in facts.items()}
    chosen = dict.fromkeys(facts, 0)
    while True:
        titles = {name: options[name][chosen[name]] for name in facts}
        found = bind(tuple(titles.values()), facts, Cell(""), other_names=other_names)
        lost = [name for name, title in titles.items() if found.columns.get(name) != title or name in found.doubtful]
        movable = [name for name in lost if chosen[name] + 1 < len(options[name])]
        if not movable:
            return titles
        for name in movable:
            chosen[name] += 1


def _title_options(fact: Fact, tongue: str) -> tuple[str, ...]:
    label = " ".join(label_in(fact.labels, tongue).split())
    # What a spreadsheet takes for a formula never stands over a column, since CSV would have to change it.
    label = "" if label[:1] in ("=", "+", "-", "@", "'") else label
    unit = ""
    if isinstance(fact.type, NumberType) and fact.type.unit.symbol and fact.type.kind != "percent":
        unit = unit_word(fact.type.unit, tongue)
    options = [f"{label} ({unit})"] if label and unit and not label.endswith((")", "]")) else []
    return tuple(dict.fromkeys([*options, *([label] if label else []), fact.name]))


def kind_words(kind: Type, tongue: str) -> str:
    """What a cell of a type holds."""
    match kind:
        case TextType():
            return word(tongue, "kind.text")
        case YesNoType():
            return raised(word(tongue, "kind.yes/no", **dict(zip(("yes", "no"), truth_words(tongue), strict=True))))
        case DateType():
            return word(tongue, "kind.date")
        case ChoiceType():
            return word(tongue, "kind.choice", members=_semicolons(choice_words(kind, tongue)))
        case OutcomeType():
            return word(tongue, "kind.outcome", members=_semicolons(outcome_words(tongue)))
        case NumberType():
            what = word(tongue, f"kind.{kind.kind}")
            unit = unit_word(kind.unit, tongue) if kind.unit.symbol and kind.kind != "percent" else ""
            return f"{what}, {word(tongue, 'note.in_unit', unit=unit)}" if unit else what


def limits_words(kind: Type, tongue: str) -> str:
    """The bounds and the scale of a type in words; empty where it has none worth telling."""
    match kind:
        case NumberType():
            parts = []
            if kind.low > -PAST or kind.high < PAST:
                parts.append(word(tongue, "note.between", low=_shown(kind.low, kind, tongue), high=_shown(kind.high, kind, tongue)))
            if kind.scale is not None and kind.scale != 1:
                parts.append(word(tongue, "note.step", step=_shown(kind.scale, kind, tongue)))
            return ", ".join(parts)
        case DateType() if (kind.low, kind.high) != (EARLIEST, LATEST):
            return word(tongue, "note.between", low=format_date(kind.low, tongue), high=format_date(kind.high, tongue))
    return ""


def _shown(number: object, kind: NumberType, tongue: str) -> str:
    if kind.kind == "percent":
        return format_percent(number, tongue)  # type: ignore[arg-type]
    return format_number(number, tongue)  # type: ignore[arg-type]


def truth_words(tongue: str) -> tuple[str, str]:
    """Yes and no."""
    return str(formats(tongue).words["yes"]), str(formats(tongue).words["no"])


def outcome_words(tongue: str) -> tuple[str, ...]:
    """What assessors can say, in the order of OUTCOMES."""
    return tuple(str(formats(tongue).words[name]) for name in OUTCOMES)


def choice_words(kind: ChoiceType, tongue: str) -> tuple[str, ...]:
    """What is written for each member of a choice: its label where that means this member and no other, else its name."""
    words: dict[str, set[int]] = {}
    for index, member in enumerate(kind.members):
        for text in (member.name, *(label for _, label in member.labels.texts)):
            words.setdefault(" ".join(text.split()).casefold(), set()).add(index)
    found = []
    for member in kind.members:
        label = label_in(member.labels, tongue, member.name)
        plain = label.strip() == label and label[:1] not in ("=", "+", "-", "@", "'")
        found.append(label if plain and len(words[" ".join(label.split()).casefold()]) == 1 else member.name)
    return tuple(found)


def _semicolons(words: Sequence[str]) -> str:
    return "; ".join(words)


def notes(column: SheetColumnOf, program: Program, tongue: str) -> list[str]:
    """What a clerk should know of a column, line by line: what it holds, in which range, what for, by which evidence and clause."""
    fact = column.fact
    lines = [f"{column.kind}{', ' + column.limits if column.limits else ''}."]
    if column.identifies:
        lines.append(word(tongue, "note.identifier"))
    elif fact.default is not None:
        value = written(fact.default, fact.type)
        if isinstance(fact.type, ChoiceType) and isinstance(fact.default, int):
            value = choice_words(fact.type, tongue)[fact.default]
        elif isinstance(fact.type, YesNoType):
            value = truth_words(tongue)[0 if fact.default else 1]
        lines.append(word(tongue, "note.default", value=value) + ".")
    if fact.assessed:
        lines.append(word(tongue, "note.assessed"))
    if fact.private:
        lines.append(word(tongue, "note.private"))
    return lines + use_notes(column, program, tongue)


def use_notes(column: SheetColumnOf, program: Program, tongue: str) -> list[str]:
    """The verdict where it reads the column itself, the headings that the column matters to, their evidence and the clauses they cite."""
    named = [word(tongue, "note.verdict")] if column.matters_to_verdict else []
    named += [heading_words(tongue, heading.id, heading.labels) for heading in column.uses]
    if not named:
        return []
    rest = len(named) - MOST_USES
    shown = named if rest <= 0 else [*named[:MOST_USES], word(tongue, "note.more", count=rest)]
    lines = [word(tongue, "note.used_by", headings="; ".join(shown))]
    evidence = dict.fromkeys(label_in(heading.evidence, tongue) for heading in column.uses if heading.evidence)
    lines += [word(tongue, "note.evidence", evidence="; ".join(list(evidence)[:MOST_USES]))] if evidence else []
    cites = dict.fromkeys(cite for heading in column.uses for cite in heading.cites)
    if cites:
        lines.append(word(tongue, "note.cites", clauses=_clauses(program, list(cites)[:MOST_USES], tongue)))
    return lines


def _clauses(program: Program, cites: Sequence[Citation], tongue: str) -> str:
    """Clauses under the title of their document: `Scheme: II.3, II.4`."""
    by_source: dict[str, list[str]] = {}
    for cite in cites:
        by_source.setdefault(cite.source, []).append(cite.clause)
    titles = {name: label_in(source.labels, tongue, name) for name, source in program.sources.items()}
    return "; ".join(f"{titles.get(source, source)}: {', '.join(clauses)}" for source, clauses in by_source.items())
