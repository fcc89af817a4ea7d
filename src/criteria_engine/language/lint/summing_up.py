"""One warning in place of very many that say the same of nearly every criterion."""

from collections.abc import Sequence

from criteria_engine.diagnostics.catalogue.lint import CitationMissing, CriterionUntested, EvidenceMissing, RemedyMissing
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.language.lint.material import Material

OfCriteria = CitationMissing | EvidenceMissing | RemedyMissing | CriterionUntested

MOST_EACH = 3
"""Criteria of which one thing is said and that are still named one by one."""


def summed_up(faults: Sequence[Fault], material: Material) -> list[Fault]:
    """The same faults, but with one at the header where a warning is given of more than half of all criteria: it is then
    about how the file is written. Permissions have been seen to before, criterion by criterion."""
    criteria = sum(heading.level == "criterion" for heading in material.headings())
    of_kind: dict[type[OfCriteria], list[OfCriteria]] = {}
    for fault in faults:
        if isinstance(fault, OfCriteria):
            of_kind.setdefault(type(fault), []).append(fault)
    many = {kind: found for kind, found in of_kind.items() if len(found) > MOST_EACH and 2 * len(found) > criteria}
    kept = [fault for fault in faults if type(fault) not in many]
    place = material.tree.header.name.span
    return [*kept, *(kind(place, tuple(name for fault in found for name in fault.names)) for kind, found in many.items())]
