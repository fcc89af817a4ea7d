"""A result file: what evaluating units gave, as data that says enough by itself for a yearly review, to JSON and back.

Its keys are the attributes below, in their order. Numbers that are measured or awarded are exact text (`"34.5"`, `"48/7"`), counts of
units are JSON integers, dates are ISO text, texts of people are objects from tongue to text (`"und"`: tongue not said).
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from attrs import evolve, frozen

from criteria_engine.diagnostics.catalogue.programme import (
    NotAResultFile,
    ResultFileUnreadable,
    ResultFormatUnknown,
    ResultMalformed,
    ResultUnitTwice,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.unreadable import why_unreadable
from criteria_engine.ir.outcomes import Extent
from criteria_engine.ir.program import Level
from criteria_engine.programmes.citations import CitedClause
from criteria_engine.programmes.model import ProgrammeStanding
from criteria_engine.source import Cell
from criteria_engine.values.labels import Labels
from criteria_engine.values.numbers import Rational, exact_text, rational
from criteria_engine.values.types import Member

if TYPE_CHECKING:
    from attrs import AttrsInstance
    from cattrs import Converter

FORMAT = "criteria-results/1"
UNSAID_TONGUE = "und"

VerdictName = Literal["passes", "fails", "disqualified", "undetermined", "graded"]
CriterionOutcome = Literal["passes", "basically met", "fails", "undetermined", "not applicable", "scored"]


@frozen
class HeadingInfo:
    """What the rules say of a heading: its place, titles, evidence, remedy and citations."""

    level: Level
    parent: str | None
    advisory: bool
    titles: Labels
    evidence: Labels
    remedy: Labels
    citations: tuple[CitedClause, ...]


@frozen
class ScoreResult:
    """The lowest and highest score, and the same of the points that are possible."""

    low: Rational
    high: Rational
    possible: Extent | None


@frozen
class CriterionResult:
    """What became of a heading for one unit. `points` are null where it gives none or is not applicable."""

    outcome: CriterionOutcome
    level: Level
    points: Extent | None
    possible_points: Extent | None
    outcomes_possible: tuple[CriterionOutcome, ...]
    grade: str | None


@frozen
class UnitResult:
    """The result of one unit. `grade` is null where there is none or several are possible; `with_data` is false for a unit that
    the roster lists and the data lack."""

    unit: str
    name: str
    verdict: VerdictName
    grade: str | None
    score: ScoreResult | None
    criteria: Mapping[str, CriterionResult]
    missing: tuple[str, ...]
    invalid: tuple[str, ...]
    verdicts_possible: tuple[VerdictName, ...]
    grades_possible: tuple[str, ...]
    groups: Mapping[str, str]
    with_data: bool


@frozen
class Grades:
    """The grades of the rule set's verdict, the lowest first where they are ordered."""

    ordered: bool
    members: tuple[Member, ...]


@frozen
class ResultFile:
    """All results of one evaluation. `fact_titles` names the facts that are missing or invalid somewhere, `groupings` the titles of
    the facts that group units; `faults` are kept as they were written."""

    ruleset: str
    as_of: date
    format: str
    version: str
    digests: Mapping[str, str]
    ruleset_titles: Labels
    subject: str
    plural: str
    subject_titles: Labels
    groupings: Mapping[str, Labels]
    grades: Grades | None
    headings: Mapping[str, HeadingInfo]
    fact_titles: Mapping[str, Labels]
    results: tuple[UnitResult, ...]
    programmes: tuple[ProgrammeStanding, ...]
    faults: tuple[Mapping[str, Any], ...]


@frozen
class ResultRead:
    """A result file as read, None where the faults left nothing to read; and the SHA-256 of its bytes."""

    file: ResultFile | None
    faults: tuple[Fault, ...]
    digest: str = ""


def to_data(value: "AttrsInstance") -> dict[str, Any]:
    """A result file, the standing of a programme, or a review, as plain JSON data with its keys in their fixed order."""
    data: dict[str, Any] = _converter().unstructure(value)
    return data


def standing_from_data(data: object) -> ProgrammeStanding:
    """The standing that `to_data` has turned into data. Raises whatever its values make of it, where they are none of a standing's."""
    standing: ProgrammeStanding = _converter().structure(data, ProgrammeStanding)
    return standing


def read_result_file(path: str | Path) -> ResultRead:
    """The result file at a path; a fault where it cannot be opened."""
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a path with NUL in it
        return ResultRead(None, (ResultFileUnreadable(Cell(str(path)), why_unreadable(error)),))
    return evolve(read_results(content, str(path)), digest=sha256(content).hexdigest())


def read_results(content: bytes | str, name: str) -> ResultRead:
    """The result file that some JSON writes; everything wrong in it as faults, each with the path of the value."""
    place = Cell(name)
    try:
        data = json.loads(content.removeprefix(b"\xef\xbb\xbf").decode() if isinstance(content, bytes) else content)
    except (ValueError, RecursionError):
        return ResultRead(None, (NotAResultFile(place),))
    if not isinstance(data, dict) or "ruleset" not in data or "results" not in data:
        return ResultRead(None, (NotAResultFile(place),))
    found = data.get("format")
    if found != FORMAT:
        return ResultRead(None, (ResultFormatUnknown(place, found if isinstance(found, str) else "", FORMAT),))
    try:
        results = _converter().structure(data, ResultFile)
    except ExceptionGroup as error:
        return ResultRead(None, tuple(ResultMalformed(place, at) for at in dict.fromkeys(_paths(error, "$"))))
    faults = _contradictions(results, place)
    return ResultRead(None if faults else results, faults)


def _contradictions(results: ResultFile, place: Cell) -> tuple[Fault, ...]:
    seen: set[str] = set()
    faults: list[Fault] = []
    for index, result in enumerate(results.results):
        if result.unit in seen:
            faults.append(ResultUnitTwice(place, result.unit))
        seen.add(result.unit)
        faults.extend(ResultMalformed(place, f"$.results[{index}].criteria.{id}") for id in result.criteria if id not in results.headings)
    known = {None, *results.headings}
    faults.extend(ResultMalformed(place, f"$.headings.{id}") for id, info in results.headings.items() if info.parent not in known)
    for number, standing in enumerate(results.programmes):
        for at, grouping in enumerate(standing.groupings):
            if grouping.all != standing.counts.all:
                faults.append(ResultMalformed(place, f"$.programmes[{number}].groupings[{at}]"))
    return tuple(faults)


def _paths(error: BaseException, path: str) -> list[str]:
    from cattrs import AttributeValidationNote, IterableValidationNote

    if not isinstance(error, BaseExceptionGroup):
        return [path]
    found: list[str] = []
    for inner in error.exceptions:
        at = path
        for note in getattr(inner, "__notes__", ()):
            if isinstance(note, AttributeValidationNote):
                at = f"{path}.{note.name}"
            elif isinstance(note, IterableValidationNote):
                at = f"{path}[{note.index}]" if isinstance(note.index, int) else f"{path}.{note.index}"
        found.extend(_paths(inner, at))
    return found


@cache
def _converter() -> "Converter":
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

    converter = Converter(unstruct_collection_overrides={tuple: list})
    for plain in (str, int, bool):
        converter.register_structure_hook(plain, _exactly)
    converter.register_structure_hook(date, lambda value, _: date.fromisoformat(_exactly(value, str)))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(Labels, _labels)
    converter.register_unstructure_hook(Labels, labels_data)
    converter.register_structure_hook_func(lambda kind: kind in (Rational, Rational | None), _number)
    converter.register_unstructure_hook_func(lambda kind: kind in (Rational, Rational | None), _number_text)
    converter.register_structure_hook_func(_is_tuple, lambda value, kind: tuple(converter.structure(_exactly(value, list), _as_list(kind))))
    # faults are written once, beside the results, and a standing that is read back has none of its own
    read = make_dict_structure_fn(ProgrammeStanding, converter, faults=override(omit=True))
    write = make_dict_unstructure_fn(ProgrammeStanding, converter, faults=override(omit=True))
    converter.register_structure_hook(ProgrammeStanding, read)
    converter.register_unstructure_hook(ProgrammeStanding, write)
    return converter


def _is_tuple(kind: object) -> bool:
    return get_origin(kind) is tuple


def _as_list(kind: object) -> Any:
    return list[get_args(kind)[0]]  # type: ignore[misc]


def labels_data(labels: Labels) -> dict[str, str]:
    """Texts by tongue, `und` for a tongue that is not said.

    >>> labels_data(Labels(((None, "Good"), ("vi", "Khá"))))
    {'und': 'Good', 'vi': 'Khá'}
    """
    found: dict[str, str] = {}
    for tongue, text in labels.texts:
        found.setdefault(tongue or UNSAID_TONGUE, text)
    return found


def _labels(value: object, _: object) -> Labels:
    texts = _exactly(value, dict).items()
    return Labels(tuple((None if tongue == UNSAID_TONGUE else _exactly(tongue, str), _exactly(text, str)) for tongue, text in texts))


def _exactly(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(kind.__name__)
    return value


def _number(value: object, kind: object) -> Rational | None:
    if value is None and kind == Rational | None:
        return None
    return rational(_exactly(value, str))


def _number_text(value: Rational | None) -> str | None:
    return None if value is None else exact_text(value)
