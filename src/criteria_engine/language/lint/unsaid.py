"""What people would look for and is not said: citation, evidence, remedy, a translation, a label."""

from collections.abc import Callable, Iterable, Iterator

from criteria_engine.diagnostics.catalogue.lint import (
    ActionableWithoutLabel,
    CitationMissing,
    EvidenceMissing,
    LabelsTheSame,
    RemedyMissing,
    TranslationMissing,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Heading, Program
from criteria_engine.language.lint.likeness import look
from criteria_engine.language.lint.material import Material
from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e

MOST_EACH = 3
"""Texts that lack their translation, as most of their kind do, and are each warned of; of more there is one warning."""


def unsaid_faults(material: Material, program: Program) -> Iterator[Fault]:
    """A warning for each criterion that lacks its citation, evidence or remedy, where neither its pillar nor all of its
    indicators have it instead; for facts that can be acted on without a label; for texts without translation."""
    places = {heading.name.text: heading.name.span for heading in material.headings()}
    criteria = [pair for heading in program.headings for pair in _criteria(heading, None)]
    wants: tuple[tuple[type[Fault], Callable[[Heading], object]], ...] = (
        (CitationMissing, lambda heading: heading.cites),
        (EvidenceMissing, lambda heading: heading.evidence),
        (RemedyMissing, lambda heading: heading.remedy),
    )
    for kind, said in wants:
        for criterion in (criterion for criterion, pillar in criteria if not _says(criterion, pillar, said)):
            yield kind(places.get(criterion.id, criterion.span), (criterion.id,))  # type: ignore[call-arg]
    yield from _labels(material)
    yield from _translations(material)


def _criteria(heading: Heading, pillar: Heading | None) -> Iterator[tuple[Heading, Heading | None]]:
    """The criteria, each with the pillar that it stands in."""
    if heading.level == "criterion":
        yield heading, pillar
    else:
        for child in heading.children:
            yield from _criteria(child, heading)


def _says(criterion: Heading, pillar: Heading | None, said: Callable[[Heading], object]) -> bool:
    parts = criterion.children
    return bool(said(criterion) or (parts and all(said(part) for part in parts)) or (pillar is not None and said(pillar)))


def _labels(material: Material) -> Iterator[Fault]:
    groups = [section.facts for section in material.tree.sections if isinstance(section, d.Facts)]
    shared: dict[str, str] = {}
    yield from _same_labels([fact for facts in groups for fact in facts], shared)
    for section in material.tree.sections:
        if isinstance(section, d.Table):
            groups.append(section.fields)
            yield from _same_labels(section.fields, {})
        elif isinstance(section, d.Choices):
            yield from _same_labels(section.members, {})
    for fact in (fact for facts in groups for fact in facts):
        if fact.title is None and any(isinstance(clause, d.Actionable) for clause in fact.clauses):
            yield ActionableWithoutLabel(fact.name.span, fact.name.text)


def _same_labels(labelled: Iterable[d.Fact | d.Choice], seen: dict[str, str]) -> Iterator[Fault]:
    """Facts, or values of a list, whose labels a reader, or a search by label, cannot tell apart."""
    for each in labelled:
        if each.title is None:
            continue
        own = {look(" ".join(text.casefold().split())): text for _, text in each.title.labels.texts}
        for key, text in own.items():
            if key in seen:
                yield LabelsTheSame(each.title.span, text, each.name.text, seen[key])
                break
        for key in own:
            seen.setdefault(key, each.name.text)


def _translations(material: Material) -> Iterator[Fault]:
    """Texts that lack a tongue which most texts of the file, or most of their kind, have. A text that says no tongue is in
    the one of the clause `labels`, else in one of its own, which is then nobody's translation."""
    own = next((clause.tongue for clause in material.tree.header.clauses if isinstance(clause, d.LabelsClause)), None)
    said: dict[str, list[tuple[e.Title, set[str | None]]]] = {}
    tongues: dict[str | None, int] = {}
    for kind, title in _titles(material.nodes):
        if not any(character.isalpha() for _, text in title.labels.texts for character in text):
            continue  # a number is the same in every tongue
        own_tongues = {tongue or own for tongue, _ in title.labels.texts}
        said.setdefault(kind, []).append((title, own_tongues))
        for tongue in own_tongues:
            tongues[tongue] = tongues.get(tongue, 0) + 1
    if len(tongues) < 2:
        return
    total = sum(map(len, said.values()))
    for wanted, count in tongues.items():
        for group in said.values():
            lacking = [title for title, own_tongues in group if wanted not in own_tongues]
            most_of_kind = 2 * (len(group) - len(lacking)) >= len(group)
            if most_of_kind:
                yield from (_lacks(title, wanted, None) for title in lacking)
            elif 2 * count >= total:
                yield from _together(lacking, wanted)


def _together(lacking: list[e.Title], wanted: str | None) -> Iterator[Fault]:
    if len(lacking) > MOST_EACH:
        yield _lacks(lacking[0], wanted, len(lacking))
    else:
        yield from (_lacks(title, wanted, None) for title in lacking)


def _lacks(title: e.Title, tongue: str | None, count: int | None) -> Fault:
    named = tongue if tongue in ("vi", "en") else "other"
    return TranslationMissing(title.span, named, title.labels.texts[0][1], count)  # type: ignore[arg-type]


def _titles(nodes: Iterable[object]) -> Iterator[tuple[str, e.Title]]:
    """Every text of people with the kind of thing that it belongs to."""
    for node in nodes:
        for field in ("title", "because"):
            title = getattr(node, field, None)
            if isinstance(title, e.Title):
                yield (node.kind if isinstance(node, d.Words) else type(node).__name__), title


