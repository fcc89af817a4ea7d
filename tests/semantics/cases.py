"""Case files become cases, and a case meets an engine: what the engine answers otherwise than the contract says comes out.

A case file is YAML in which every scalar is text, so numbers stay exact and `yes` stays a word of the language:

    about: what the file pins
    frames:                      -- minimal rule files; the first is used where a case names none
      value: |
        ... define answer : {as} = {say} ...
    cases:
      - {name: true and unknown, say: a and b, given: {a: yes}, answer: unknown, from: [missing b]}

A case has `name`; `frame`; `say` and `as`, which fill the frame's places (` // ` in `say` begins a new line; `as` is yes/no
unless said); `settles`, the row of the table of settled questions that it pins; `like`, an example whose record is taken;
`given`, facts by name as rule literals, `(invalid)` for a datum that could not be read, `(missing)` to take one out again, a
list of rows for a related table; `as_of`, 2024-06-30 unless said. A case that carries over a test of a public suite has its
group and name as `name` (`suites.py`), and where we answer otherwise `theirs`, what the suite expects, and `departs`, the
deviation that this is. What a case expects is `fault`, codes of errors in the rules or
on the date, or `answer`, the value of the definition `answer`, with `from`, what leaves it open, or `expect`:

    verdict, possible, grade, score, most, missing, reasons   -- as in UnitOutcome; `grade` one name or all that are open
    values: {x: 3}                                            -- definitions by name
    F1: passes                                                -- a heading's outcome
    F1: {is: undetermined, possible: [...], points: [0, 10], most: 10, grade: good, from: [missing a]}

Numbers are exact (`34.5`, `48/7`, `75%`), an interval is `[low, high]`, what is not known is `unknown`, not there `none`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import yaml
from attrs import field, frozen
from tests.semantics.probes import number, probed, value_of

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.dated import Dated, at_date
from criteria_engine.ir.outcomes import Extent, HeadingOutcome, UnitOutcome
from criteria_engine.ir.program import Program
from criteria_engine.ir.records import Invalid, Record, Row
from criteria_engine.language.compile import Compiled, compile_source
from criteria_engine.source import source_from_text
from criteria_engine.values.numbers import Rational, exact_text
from criteria_engine.values.truth import Origin

FOLDER = Path(__file__).parent
DAY = date(2024, 6, 30)
"""The assessment date of a case that names none."""

INVALID, MISSING = "(invalid)", "(missing)"
_CASE_KEYS = {"name", "frame", "say", "as", "settles", "like", "given", "as_of", "fault", "answer", "from", "expect", "theirs", "departs"}
_UNIT_KEYS = {"verdict", "possible", "grade", "score", "most", "missing", "reasons", "values"}
_HEADING_KEYS = {"is", "possible", "points", "most", "grade", "from"}


class Engine(Protocol):
    """What evaluates: the interpreter, or any engine that must agree with it."""

    def evaluate(self, dated: Dated, record: Record) -> UnitOutcome:
        """The outcome of one record; the date's rules are without faults."""
        ...


@frozen
class Case:
    """One row of a case file."""

    topic: str
    name: str
    rules: str
    like: str | None
    given: Mapping[str, Any]
    as_of: date
    faults: tuple[str, ...]
    values: Mapping[str, Any]
    origins: tuple[str, ...] | None
    expect: Mapping[str, Any]
    settles: str | None = None
    departs: str | None = None
    theirs: str | None = None

    @property
    def id(self) -> str:
        return f"{self.topic}: {self.name}"


@frozen
class Disagreement:
    """Something that an engine answers otherwise than the contract."""

    what: str
    wanted: object
    found: object


@frozen
class Prepared:
    """A case ready to be evaluated; `dated` is None where the rules have errors."""

    codes: tuple[str, ...]
    dated: Dated | None
    record: Record = field(factory=lambda: Record("unit", {}))


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case of every file, in the order of the files."""
    return tuple(case for path in case_files() for case in cases_of(path))


def case_files() -> list[Path]:
    """The case files, sorted by name."""
    return sorted(FOLDER.glob("*.yaml"))


def cases_of(path: Path) -> Iterator[Case]:
    """The cases of one file; raises ValueError where a row has a key that nothing reads."""
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    frames: Mapping[str, str] = content["frames"]
    for row in content["cases"]:
        if not set(row) <= _CASE_KEYS or not {"answer", "expect", "fault"} & set(row):
            raise ValueError(f"{path.name}: {row}")
        text = frames[row.get("frame", next(iter(frames)))]
        text = text.replace("{as}", row.get("as", "yes/no")).replace("{say}", row.get("say", "").replace(" // ", "\n"))
        expect = dict(row.get("expect", {}))
        values = dict(expect.pop("values", {}))
        if "answer" in row:
            values["answer"] = row["answer"]
        yield Case(
            topic=path.stem,
            name=row["name"],
            rules=text,
            like=row.get("like"),
            given=row.get("given", {}),
            as_of=date.fromisoformat(row["as_of"]) if "as_of" in row else DAY,
            faults=tuple(row.get("fault", ())),
            values=values,
            origins=tuple(row["from"]) if "from" in row else None,
            expect=expect,
            settles=row.get("settles"),
            departs=row.get("departs"),
            theirs=row.get("theirs"),
        )


def prepare(case: Case) -> Prepared:
    """The case's rules compiled with what is given, its date's text, and its record."""
    compiled = _compiled(f"{case.rules}\n{_given_block(case)}")
    if compiled.program is None:
        return Prepared(tuple(sorted({fault.code for fault in compiled.errors})), None)
    program = probed(compiled.program, case.values)
    dated = at_date(program, case.as_of)
    if dated.faults:
        return Prepared(tuple(sorted({fault.code for fault in dated.faults})), None)
    return Prepared((), dated, _record(case, compiled.program))


@cache
def _compiled(text: str) -> Compiled:
    return compile_source(source_from_text(text))


def _given_block(case: Case) -> str:
    lines = [f'test "given" as of {case.as_of.isoformat()}']
    if case.like is not None:
        lines.append(f"  like {case.like}")
    for name, value in case.given.items():
        if isinstance(value, str):
            if value == MISSING:
                lines.append(f"  given {name} is missing")
            elif value != INVALID:
                lines.append(f"  given {name} = {value}")
            continue
        rows = [", ".join(f"{key} = {text}" for key, text in _readable(row).items()) for row in value]
        lines.extend([f"  given {name} =", *(f"    row {row}" for row in rows if row)] if any(rows) else [f"  given {name} = no rows"])
    return "\n".join(lines)


def _readable(row: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in row.items() if text != INVALID}


def _record(case: Case, program: Program) -> Record:
    given = program.tests[-1].given
    bad = Invalid(Fault(None))
    values = {**given.facts, **{name: bad for name, value in case.given.items() if value == INVALID}}
    tables = {name: tuple(map(Row, rows)) for name, rows in given.rows.items()}
    for name, rows in case.given.items():
        if isinstance(rows, str):
            continue
        read = iter(given.rows[name])
        tables[name] = tuple(
            Row({**(next(read) if _readable(row) else {}), **{key: bad for key, text in row.items() if text == INVALID}}) for row in rows
        )
    return Record("unit", values, tables)


def run(case: Case, engine: Engine) -> tuple[Disagreement, ...]:
    """Everything in which an engine disagrees with a case; nothing where it agrees."""
    prepared = prepare(case)
    if prepared.dated is None or case.faults:
        return () if _expected_faults(case, prepared.codes) else (Disagreement("fault", list(case.faults), list(prepared.codes)),)
    outcome = engine.evaluate(prepared.dated, prepared.record)
    return tuple(answer for answer in _answers(case, prepared.dated.program, outcome) if answer.wanted != answer.found)


def _expected_faults(case: Case, found: Sequence[str]) -> bool:
    """Whether the errors are those that the case wants. Others may follow from them, but the text must read as meant."""
    wanted = set(case.faults)
    return bool(wanted) and wanted <= set(found) and {code for code in found if code.startswith("S")} <= wanted


def _answers(case: Case, program: Program, outcome: UnitOutcome) -> Iterator[Disagreement]:
    """Everything that a case asks, with what it wants and what the engine found."""
    for name, wanted in case.values.items():
        found, origins = value_of(name, wanted, program, outcome)
        yield Disagreement(name, wanted, found)
        if case.origins is not None:
            yield Disagreement(f"{name} from", sorted(case.origins), _origin_texts(origins))
    for key, wanted in case.expect.items():
        if key in _UNIT_KEYS:
            yield Disagreement(key, _plain(wanted, key), _of_unit(key, program, outcome))
            continue
        heading = outcome.headings.get(key)
        if heading is None or isinstance(wanted, str):
            yield Disagreement(key, wanted, "none" if heading is None else heading.outcome)
            continue
        if not set(wanted) <= _HEADING_KEYS:
            raise ValueError(f"{case.id}: {wanted}")
        for part, value in wanted.items():
            yield Disagreement(f"{key} {part}", _plain(value, part), _of_heading(part, heading, program))


def _plain(wanted: Any, key: str) -> object:
    """What a case wants, written as engines' answers are."""
    if key in ("possible", "missing", "reasons", "from", "grade") and not isinstance(wanted, str):
        return sorted(wanted)
    if key in ("score", "most", "points") and wanted != "none":
        return [number(end) for end in wanted] if isinstance(wanted, Sequence) and not isinstance(wanted, str) else number(wanted)
    return wanted


def _of_unit(key: str, program: Program, outcome: UnitOutcome) -> object:
    match key:
        case "verdict":
            return outcome.verdict
        case "possible":
            return sorted(outcome.possible)
        case "grade":
            grading = program.verdict.grading
            return _grades(outcome.grades, [member.name for member in grading.choices.members] if grading else [])
        case "score":
            return _ends(outcome.score)
        case "most":
            return _ends(outcome.most)
        case "missing":
            return sorted(outcome.missing)
    return _origin_texts(outcome.reasons)


def _of_heading(part: str, heading: HeadingOutcome, program: Program) -> object:
    match part:
        case "is":
            return heading.outcome
        case "possible":
            return sorted(heading.possible)
        case "points":
            return _ends(heading.points)
        case "most":
            return _ends(heading.most)
        case "from":
            return _origin_texts(heading.origins)
    grading = next((found.grading for found in _headings(program) if found.id == heading.id), None)
    return _grades(heading.grades, [member.name for member in grading.choices.members] if grading else [])


def _headings(program: Program) -> Iterator[Any]:
    waiting = list(program.headings)
    while waiting:
        heading = waiting.pop()
        yield heading
        waiting.extend(heading.children)


def _grades(grades: Sequence[int], names: Sequence[str]) -> object:
    found = sorted(names[grade] for grade in grades)
    return found[0] if len(found) == 1 else found or "none"


def _ends(found: Extent | None) -> object:
    if found is None:
        return "none"
    return found.low if found.low == found.high else [found.low, found.high]


def _origin_texts(origins: frozenset[Origin] | Sequence[Origin]) -> list[str]:
    return sorted(f"{origin.kind} {origin.name}".strip() for origin in origins)


def written(found: object) -> object:
    """An answer as a case file writes it, for messages."""
    if isinstance(found, list):
        return [written(part) for part in found]
    return exact_text(found) if isinstance(found, Rational) and not isinstance(found, bool) else found
