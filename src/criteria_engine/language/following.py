"""Which faults only repeat that something before them could not be read: they are not shown."""

from bisect import bisect_right
from collections.abc import Callable, Mapping

from attrs import evolve

from criteria_engine.diagnostics.catalogue.names import DuplicateName, SectionMissing
from criteria_engine.diagnostics.catalogue.rules import VerdictMissing
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.language.syntax.parser import Lost
from criteria_engine.language.tree import declarations as d
from criteria_engine.source import Span

_SECTIONS: Mapping[str, frozenset[str]] = {
    "subject": frozenset(("SUBJECT",)),
    "identified by": frozenset(("SUBJECT",)),
    "headings": frozenset(("PILLAR", "CRITERION", "INDICATOR")),
}
"""The keywords that open what may be missing."""


def sound(tree: d.RuleFile, lost: Lost) -> tuple[d.RuleFile, frozenset[str]]:
    """The tree without the facts, parameters, definitions and choices of which a line was lost, since nothing can be told by
    what is left of them; and the names that they declare. Of headings every clause that is left is kept."""
    if not lost.lines:
        return tree, lost.names
    names = set(lost.names)
    sections: list[d.Section] = []

    def whole(node: d.Fact | d.Section) -> bool:
        return not any(line in lost.lines for line in range(node.span.line, node.span.end_line + 1))

    for section in tree.sections:
        match section:
            case d.Facts(facts=declared) | d.Table(fields=declared):
                kept = tuple(fact for fact in declared if whole(fact))
                names.update(fact.name.text for fact in declared if fact not in kept)
                sections.append(evolve(section, facts=kept) if isinstance(section, d.Facts) else evolve(section, fields=kept))
            case d.Parameter() | d.Definition() | d.Choices() | d.UnitDeclaration() | d.Group() if not whole(section):
                names.add(section.name.text)
                if isinstance(section, d.Choices):
                    names.update(member.name.text for member in section.members)
            case _:
                sections.append(section)
    return evolve(tree, sections=tuple(sections)), frozenset(names)


def follow_ups(tree: d.RuleFile, lost: Lost) -> Callable[[Fault], bool]:
    """Whether a fault follows from what was lost. One of names or types follows on the same lines; one of rules, which
    looks at a declaration as a whole, follows anywhere in a declaration of which a line was lost."""
    starts = [1, *(section.span.line for section in tree.sections)]
    spoilt = {bisect_right(starts, line) for line in lost.lines}

    def follows(fault: Fault) -> bool:
        place = fault.place
        if not lost.lines or not isinstance(place, Span) or isinstance(fault, DuplicateName):
            return False
        if isinstance(fault, SectionMissing) and _SECTIONS[fault.section] & lost.sections:
            return True
        if isinstance(fault, VerdictMissing) and "VERDICT" in lost.sections:
            return True
        if isinstance(fault, SectionMissing) or fault.code[0] not in "NT":
            return bisect_right(starts, place.line) in spoilt
        return any(line in lost.lines for line in range(place.line, place.end_line + 1))

    return follows
