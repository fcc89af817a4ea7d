"""What every page of a report is made from: the assessment, the tongue, and what units, pages and places are called."""

from collections.abc import Collection, Mapping

from attrs import field, frozen

from criteria_engine.assessment import Assessment
from criteria_engine.documents.model import SIGNS, Line, Link, Run, Sign, Style, line
from criteria_engine.engine import Result
from criteria_engine.explain.wording.amounts import short_name
from criteria_engine.explain.wording.speaking import voice_in
from criteria_engine.explain.wording.voice import Voice
from criteria_engine.ir.program import Heading, walk_headings
from criteria_engine.programmes.words import UnitWords, fact_words, raised, unit_words
from criteria_engine.reports.names import heading_places, page_names
from criteria_engine.values.labels import NO_LABELS

VERDICT_SIGNS: Mapping[str, tuple[Sign, Style]] = {
    "passes": ("passes", "good"),
    "fails": ("fails", "bad"),
    "disqualified": ("disqualified", "bad"),
    "undetermined": ("undetermined", "open"),
    "graded": ("scored", "strong"),
}
"""How each verdict is marked."""


@frozen(eq=False)
class Material:
    """An assessment in a tongue. `pages` holds the page of every unit with data, in their order; a unit without one is not led to."""

    found: Assessment
    tongue: str
    voice: Voice
    units: UnitWords
    results: Mapping[str, Result] = field(repr=False)
    pages: Mapping[str, str] = field(repr=False)
    places: Mapping[str, str] = field(repr=False)
    headings: Mapping[str, Heading] = field(repr=False)

    def name(self, unit: str) -> str:
        """A unit's name with its code, or the code alone."""
        name = self.found.names.get(unit) or (self.results[unit].outcome.name if unit in self.results else "")
        return self.voice.say("title.named", name=name, code=unit) if name and name != unit else unit

    def group(self, unit: str) -> str:
        """The unit's group by the first fact that groups units; empty where none is known."""
        return next(iter(self.found.groups.get(unit, {}).values()), "")

    def linked(self, unit: str) -> Run:
        """A unit's name, leading to its page where it has one."""
        page = self.pages.get(unit)
        return Run(self.name(unit), link=Link(page) if page is not None else None)

    def unit_title(self) -> str:
        """What stands over a column of units."""
        return raised(self.units.one)

    def group_title(self) -> str:
        """What stands over a column of the groups of units."""
        program = self.found.rules.program
        by = next(iter(program.subject.grouped_by), None)
        fact = program.facts.get(by) if by else None
        return raised(fact_words(self.tongue, by, fact.labels if fact is not None else NO_LABELS))

    def heading_link(self, id: str, unit: str = "", text: str = "") -> Run:
        """A text, by default what a heading is called in short, that leads to its place on a unit's page, or on the page at hand."""
        page = self.pages.get(unit, "")
        leads = id in self.places and (not unit or page)
        name = text or short_name(id, self.headings[id].labels if id in self.headings else NO_LABELS, self.voice)
        return Run(name, link=Link(page, self.places[id]) if leads else None)


def material(found: Assessment, tongue: str, units: Collection[str] | None = None) -> Material:
    """The material of a report on an assessment in a tongue; only those `units` have pages, by default all with data."""
    subject = found.rules.program.subject
    results = {result.unit: result for result in found.results}
    headings = {heading.id: heading for heading in walk_headings(found.rules.on(found.as_of).headings)}
    return Material(
        found, tongue, voice_in(tongue), unit_words(tongue, subject.name, subject.plural, subject.labels),
        results, page_names(unit for unit in results if units is None or unit in units), heading_places(headings), headings,
    )


def marked(sign: Sign, text: str, style: Style) -> Line:
    """A word with the sign of what it says, so that its colour is not the only one."""
    return line(Run(f"{SIGNS[sign][0]} ", style), Run(text, style))
