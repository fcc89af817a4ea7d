"""Answers become the text of a first rule file: facts, criteria, verdict, programme and test blocks, laid out."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import files

from attrs import frozen

from criteria_engine.language.formatting.rule_text import formatted
from criteria_engine.language.printing.words import name, number, text
from criteria_engine.programmes.words import regular_plural
from criteria_engine.source import source_from_text
from criteria_engine.starting.answers import LARGEST, Answers, SampleCriterion

LONGEST_NAME = 40

_JOINING = frozenset((
    "a", "an", "and", "are", "as", "at", "by", "for", "from", "has", "have", "in", "is", "of", "on", "or", "that", "the", "their", "to",
    "which", "who", "whose", "with", "bởi", "các", "của", "cho", "do", "được", "hoặc", "là", "mà", "những", "theo", "trong", "tại", "từ",
    "về", "và", "với", "ở",
))  # fmt: skip
"""Words that nothing ends with."""

_CENT = Fraction(1, 100)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("criteria_engine.starting").joinpath("words.toml").read_text("utf-8"))


def in_words(tongue: str, key: str, **filled: object) -> str:
    """A text of a first rule file in a tongue."""
    return _words()[key][tongue].format(**filled)


def sample_criteria(tongue: str) -> tuple[SampleCriterion, ...]:
    """Criteria to begin with where the author names none."""
    return (
        SampleCriterion(in_words(tongue, "sample_office"), "yes/no"),
        SampleCriterion(in_words(tongue, "sample_satisfied"), "percent", Fraction(80)),
        SampleCriterion(in_words(tongue, "sample_meetings"), "number", Fraction(12)),
    )


@frozen
class _Fact:
    """A criterion with its heading's name, the fact that decides it, and values with which it is met and not met."""

    heading: str
    name: str
    criterion: SampleCriterion
    type: str
    requires: str
    met: str
    unmet: str


def first_text(answers: Answers) -> str:
    """The rule file, in the tongue of the answers.

    >>> from datetime import date
    >>> criteria = (SampleCriterion("Own office", "yes/no"),)
    >>> first_text(Answers("en", "a", "A", "ward", date(2025, 1, 1), "Scheme", None, None, criteria)).splitlines()[0]
    '-- Begun with `criteria new`: replace the samples by what your document says.'
    """
    source = source_from_text("\n".join(_lines(answers)) + "\n", answers.name)
    found = formatted(source, answers.tongue)
    assert found.text is not None, found.faults
    return found.text


def name_from(title: str, taken: set[str]) -> str:
    """A name made of a title's first words, unlike those taken.

    >>> name_from("Tỷ lệ người dân hài lòng về an ninh", set()), name_from("Own office", {"own_office"}), name_from("100 % !", set())
    ('tỷ_lệ_người_dân_hài_lòng_về_an_ninh', 'own_office_2', 'x_100')
    >>> name_from("Share of residents who are satisfied with the ward police", set())
    'share_of_residents_who_are_satisfied'
    """
    words = re.findall(r"\w+", title.lower())
    kept = len(words)
    while kept > 1 and (len("_".join(words[:kept])) > LONGEST_NAME or (kept < len(words) and words[kept - 1] in _JOINING)):
        kept -= 1
    found = "_".join(words[:kept])[:LONGEST_NAME]
    if not re.match(r"[^\W\d]", found):
        found = f"x_{found}" if found else "x"
    number_of, base = 2, found
    while found in taken:
        found, number_of = f"{base}_{number_of}", number_of + 1
    taken.add(found)
    return found


def _facts(answers: Answers, taken: set[str]) -> Iterator[_Fact]:
    for position, criterion in enumerate(answers.criteria, 1):
        own, heading = name_from(criterion.title, taken), f"C{position}"
        least = criterion.at_least
        if criterion.kind == "yes/no" or least is None:
            yield _Fact(heading, own, criterion, "yes/no", name(own), "yes", "no")
        elif criterion.kind == "percent":
            asked, below = f"{number(least)}%", f"{number(least - _CENT)}%"
            yield _Fact(heading, own, criterion, "percent, 0%..100%", f"{name(own)} >= {asked}", asked, below)
        else:
            whole = least.denominator == 1
            kind = "integer" if whole else "number to 0.01"
            asked, below = number(least), number(least - (1 if whole else _CENT))
            yield _Fact(heading, own, criterion, f"{kind}, 0..{number(LARGEST)}", f"{name(own)} >= {asked}", asked, below)


def _lines(answers: Answers) -> Iterator[str]:
    def word(key: str, **filled: object) -> str:
        return in_words(answers.tongue, key, **filled)

    def title(key: str, **filled: object) -> str:
        return text(word(key, **filled))

    day = answers.start.isoformat()
    source = word("source_name")
    code, called = word("code_name"), word("name_name")
    taken = {code, called, source, *(f"C{position}" for position in range(1, len(answers.criteria) + 1)), word("example_name")}
    unit = name_from(answers.unit, taken)
    facts = list(_facts(answers, taken))

    yield f"-- {word('first_comment')}"
    yield f"ruleset {answers.name} {text(answers.title)}"
    yield f"source {source} {text(answers.source)}"
    yield f"labels {answers.tongue}"
    yield f"in force from {day}"
    many = regular_plural(unit.replace("_", " ")).replace(" ", "_") if answers.tongue == "en" else unit
    plural = f", plural {name(many)}" if many != unit and many not in taken else ""
    yield f"subject {name(unit)} {text(answers.unit)}{plural} identified by {name(code)}, named by {name(called)}"
    yield f"-- {word('facts_comment')}"
    yield "facts"
    yield f"{name(code)} : text {title('code_label', unit=answers.unit)}"
    yield f"{name(called)} : text {title('name_label', unit=answers.unit)}"
    for fact in facts:
        yield f"{name(fact.name)} : {fact.type} {text(fact.criterion.title)} actionable"
    for fact in facts:
        yield f"criterion {fact.heading} {text(fact.criterion.title)}"
        yield "mandatory"
        yield f"requires {fact.requires}"
        yield f"evidence {title('evidence')}"
        yield f"cites {source} {text(fact.heading.removeprefix('C'))}"
        yield f"remedy {title('remedy')}"
    yield "verdict"
    yield "passes when every mandatory criterion passes"
    if answers.programme is not None and answers.due is not None:
        yield f"programme {text(answers.programme)}"
        yield f"phase 1 due {answers.due.isoformat()}"
        yield f"every {name(unit)} passes"
    yield f"-- {word('tests_comment')}"
    yield f"example {word('example_name')} {title('example_title')}"
    for fact in facts:
        yield f"given {name(fact.name)} = {fact.met}"
    yield from _tests(facts, answers, day)


def _tests(facts: list[_Fact], answers: Answers, day: str) -> Iterator[str]:
    """All met; each not met by itself; one missing."""

    def begin(key: str, **filled: object) -> Iterator[str]:
        yield f"test {text(in_words(answers.tongue, key, **filled))}"
        yield f"like {in_words(answers.tongue, 'example_name')}"
        yield f"as of {day}"

    yield from begin("test_all")
    for fact in facts:
        yield f"expect {fact.heading} passes"
    yield "expect verdict passes"
    for fact in facts:
        yield from begin("test_one" if fact.type != "yes/no" else "test_no", heading=fact.heading)
        yield f"given {name(fact.name)} = {fact.unmet}"
        yield f"expect {fact.heading} fails"
        yield "expect verdict fails"
    yield from begin("test_missing", heading=facts[0].heading)
    yield f"given {name(facts[0].name)} is missing"
    yield f"expect verdict undetermined because {name(facts[0].name)} is missing"
