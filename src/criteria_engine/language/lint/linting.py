"""All warnings of a rule file, with those that comments allow taken out."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType

from criteria_engine.diagnostics.catalogue import lint, names, programme, rules, syntax, types
from criteria_engine.diagnostics.fault import Fault, place_order
from criteria_engine.ir.program import Program
from criteria_engine.language.lint.characters import character_faults
from criteria_engine.language.lint.directives import directives, faults_of_directives, permitted
from criteria_engine.language.lint.likeness import likeness_faults
from criteria_engine.language.lint.material import Material
from criteria_engine.language.lint.periods import period_faults
from criteria_engine.language.lint.repeated import repeated_faults
from criteria_engine.language.lint.scales import scale_faults
from criteria_engine.language.lint.summing_up import summed_up
from criteria_engine.language.lint.truth import truth_faults
from criteria_engine.language.lint.unsaid import unsaid_faults
from criteria_engine.language.lint.untested import untested_faults
from criteria_engine.language.lint.unused import unused_faults

_CATALOGUES: tuple[ModuleType, ...] = (syntax, names, types, rules, programme, lint)


@cache
def severities() -> Mapping[str, str]:
    """Every code that rule text can have, with how grave it is."""
    kinds = (kind for module in _CATALOGUES for kind in vars(module).values())
    return {kind.code: kind.severity for kind in kinds if isinstance(kind, type) and issubclass(kind, Fault) and kind.code}


def without_allowed(material: Material) -> tuple[Fault, ...]:
    """The faults of compiling without the warnings that are allowed in place."""
    if all(fault.severity == "error" for fault in material.faults):
        return material.faults
    return tuple(permitted(material.faults, directives(material.tree, material.trivia))[0])


def linted(material: Material) -> tuple[Fault, ...]:
    """The faults of compiling with the warnings of the linter, in the order of the text, without those that are allowed in
    place; and what is wrong with these permissions."""
    found = [*material.faults, *character_faults(material), *likeness_faults(material)]
    if material.program is not None:
        found.extend(_of_program(material, material.program))
    allowed = directives(material.tree, material.trivia)
    kept, used = permitted(dict.fromkeys(found), allowed)
    kept = summed_up(kept, material)
    kept.extend(faults_of_directives(allowed, used, severities(), material.program is not None))
    return tuple(sorted(kept, key=place_order))


def _of_program(material: Material, program: Program) -> Iterator[Fault]:
    yield from unused_faults(material, program)
    yield from unsaid_faults(material, program)
    yield from truth_faults(material, program)
    yield from repeated_faults(material, program)
    yield from untested_faults(material, program)
    yield from period_faults(material, program)
    yield from scale_faults(material, program)
