"""Faults become text for people, in full or a line each, and data for programs."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from criteria_engine.diagnostics.excerpt import excerpt
from criteria_engine.diagnostics.fault import Fault, place_order
from criteria_engine.diagnostics.fix import Fix, fix_title
from criteria_engine.diagnostics.gathering import gathered
from criteria_engine.diagnostics.wording import Vocabulary, fields_of, help_text, message, no_vocabulary, phrase
from criteria_engine.documents.ansi import painted
from criteria_engine.documents.data import place_data
from criteria_engine.documents.inert import inert
from criteria_engine.documents.model import Style
from criteria_engine.locale import format_place
from criteria_engine.source import Cell, Source, Span
from criteria_engine.values.labels import Labels
from criteria_engine.values.numbers import exact_text
from criteria_engine.values.type_names import TypeName

_NO_FIXES: Mapping[Fault, Fix] = {}
_COLOURS: dict[str, Style] = {"error": "bad", "warning": "open"}


def in_full(
    faults: Iterable[Fault],
    tongue: str,
    sources: Mapping[str, Source] | None = None,
    vocabulary: Vocabulary = no_vocabulary,
    colour: bool = False,
    fixes: Mapping[Fault, Fix] = _NO_FIXES,
) -> str:
    """Each fault with its place, the line of rule text with carets under the words in question, what to do, and the fix where
    there is one; in the order of their places, a blank line between. `sources` holds the rule files by the names that spans
    give them."""
    ordered = sorted(gathered(faults), key=place_order)
    return "\n".join(_in_full(fault, tongue, sources or {}, vocabulary, colour, fixes.get(fault)) for fault in ordered)


def _in_full(fault: Fault, tongue: str, sources: Mapping[str, Source], vocabulary: Vocabulary, colour: bool, fix: Fix | None) -> str:
    style = _COLOURS[fault.severity]

    def paint(text: str, how: Style) -> str:
        return painted(text, how) if colour else text

    title = paint(f"{phrase(fault.severity, tongue)}[{fault.code}]", style)
    lines = [f"{title}: {paint(message(fault, tongue, vocabulary), 'strong')}"]
    place = fault.place
    gutter = " "
    if place is not None:
        lines.append(f"  {paint('-->', 'muted')} {inert(format_place(place, tongue))}")
    if isinstance(place, Span) and place.file in sources:
        shown = excerpt(sources[place.file].line(place.line), place)
        gutter = " " * len(str(place.line))
        if shown:
            bar = paint("|", "muted")
            lines += [
                f"{gutter} {bar}",
                f"{paint(str(place.line), 'muted')} {bar} {shown.text}",
                f"{gutter} {bar} {' ' * shown.before}{paint('^' * shown.carets, style)}",
            ]
    advice = help_text(fault, tongue, vocabulary)
    if advice:
        lines.append(f"{gutter} {paint('=', 'muted')} {phrase('help', tongue)}: {advice}")
    if fix is not None:
        title = fix_title(fix, tongue, place.line if isinstance(place, Span) else None)
        lines.append(f"{gutter} {paint('=', 'muted')} {phrase('fix', tongue)}: {title}")
    return "".join(f"{line}\n" for line in lines)


def concise(faults: Iterable[Fault], tongue: str, vocabulary: Vocabulary = no_vocabulary) -> str:
    """Each fault on a line: place, code, message; in the order of their places."""
    ordered = sorted(gathered(faults), key=place_order)
    return "".join(f"{_where(fault, tongue)}{fault.code} {message(fault, tongue, vocabulary)}\n" for fault in ordered)


def _where(fault: Fault, tongue: str) -> str:
    return "" if fault.place is None else f"{inert(format_place(fault.place, tongue))}: "


def summary(faults: Iterable[Fault], tongue: str) -> str:
    """How many errors and warnings there are; empty where there is none.

    >>> summary([], "en")
    ''
    """
    severities = [fault.severity for fault in gathered(faults)]
    counts = {"error": severities.count("error"), "warning": severities.count("warning")}
    return ", ".join(
        phrase(f"one_{name}", tongue) if count == 1 else phrase(f"{name}s", tongue).format(count=count) for name, count in counts.items() if count
    )


def faults_data(faults: Iterable[Fault], tongue: str, vocabulary: Vocabulary = no_vocabulary) -> list[dict[str, Any]]:
    """The faults as plain data for JSON, in the order of their places."""
    return [fault_data(fault, tongue, vocabulary) for fault in sorted(faults, key=place_order)]


def fault_data(fault: Fault, tongue: str, vocabulary: Vocabulary = no_vocabulary) -> dict[str, Any]:
    """One fault as plain data: code, severity, place, message and help in a tongue, and its fields with numbers as exact text."""
    return {
        "code": fault.code,
        "severity": fault.severity,
        "place": place_data(fault.place),
        "message": message(fault, tongue, vocabulary),
        "help": help_text(fault, tongue, vocabulary),
        "fields": {name: _plain(getattr(fault, name)) for name in fields_of(type(fault))},
    }


def _plain(value: object) -> Any:
    match value:
        case None | bool():
            return value
        case int() | Fraction():
            return exact_text(value)
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(each) for each in value]
        case TypeName():
            return {"kind": value.kind, "of": inert(value.of)}
        case Span() | Cell():
            return place_data(value)
        case Labels():
            return {tongue or "": inert(text) for tongue, text in value.texts}
    return inert(str(value))
