"""The front door: rule text becomes Rules; Rules meet records and give Results; a Result explains itself."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from attrs import define, field, frozen

from criteria_engine.backends.choosing import EngineName, Engines, confirmed
from criteria_engine.backends.interpreter.evaluation import Evaluation, evaluate, outcome_of
from criteria_engine.checking import Checked, check, check_text
from criteria_engine.data.loading import Loaded, load_records
from criteria_engine.data.mapping_records import MappingReader
from criteria_engine.data.private_cells import without_privacy
from criteria_engine.data.readers.by_format import given_file
from criteria_engine.data.reading_choices import AS_FOUND, ReadAs
from criteria_engine.data.supposing import Supposed, Supposition, both, suppose, suppositions
from criteria_engine.diagnostics.fault import Fault, FaultsFound
from criteria_engine.documents.json_text import json_text
from criteria_engine.ir.dated import Dated, at_date
from criteria_engine.ir.outcomes import Extent, HeadingOutcome, UnitOutcome, has_open_heading
from criteria_engine.ir.program import Program
from criteria_engine.ir.records import Record
from criteria_engine.source import Source
from criteria_engine.version import VERSION

if TYPE_CHECKING:
    from criteria_engine.backends.tables.reading import ColumnSource
    from criteria_engine.explain.compared import Compared
    from criteria_engine.explain.comparison import Side
    from criteria_engine.explain.proof import Proof

Format = Literal["text", "markdown", "json"]


@define
class Rules:
    """A rule set without errors, ready to evaluate. Safe to share between threads: it is never changed after it is made,
    apart from remembering the text in force on each date asked for."""

    program: Program
    source: Source
    warnings: tuple[Fault, ...] = ()
    _dated: dict[date, Dated] = field(factory=dict, repr=False)
    _engines: dict[date, Engines] = field(factory=dict, repr=False)
    _mappings: MappingReader = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        self._mappings = MappingReader(self.program)

    @property
    def name(self) -> str:
        """The rule set's name."""
        return self.program.name

    def on(self, as_of: date | str) -> Dated:
        """The rules in force on a date (ISO text or `datetime.date`). Raises FaultsFound for a date on which they are not
        in force, or on which a parameter that is asked for has no value."""
        day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
        dated = self._dated.get(day)
        if dated is None:
            dated = self._dated[day] = at_date(self.program, day)
        if dated.faults:
            raise FaultsFound(dated.faults)
        return dated

    def evaluate(
        self, record: Mapping[str, object] | Record, as_of: date | str, unit: str | None = None, engine: EngineName = "auto"
    ) -> "Result":
        """The result for one unit: values by fact name (texts as in a data file, or Python's bool, int, float, Decimal,
        Fraction and date; None is missing), related tables as lists of mappings. A value that cannot be read makes its
        fact invalid, and the result says so; it never raises for data. Raises FaultsFound as `on` does.

        `engine` is "interpreter", "python" (the rules compiled to Python: same answers, sooner) or "auto", which compiles once
        there are many records of a date; `Result.engine` says which answered. Raises Unsupported for "python" where the rules
        cannot be compiled."""
        dated = self.on(as_of)
        faults: tuple[Fault, ...] = ()
        if not isinstance(record, Record):
            record, faults = self._mappings.record(record, unit)
        answer = self._engines_of(dated).answer(record, engine)
        return Result(self, dated, record, answer.outcome, faults, (), answer.engine, answer.evaluation)

    def evaluate_many(
        self, records: Iterable[Mapping[str, object] | Record], as_of: date | str, engine: EngineName = "auto"
    ) -> Iterator["Result"]:
        """The results for many units, one after the other as they are asked for; `engine` as in `evaluate`."""
        self.on(as_of)
        for record in records:
            yield self.evaluate(record, as_of, None, engine)

    def verdict(self, record: Mapping[str, object] | Record, as_of: date | str, unit: str | None = None, engine: EngineName = "auto") -> str:
        """The verdict that `evaluate` finds, without the result around it: for a program that asks often and looks up reasons where
        they are asked for. Every value is read and checked as `evaluate` does. Raises as `evaluate`."""
        engines = self._engines_of(self.on(as_of))
        return engines.verdict(record if isinstance(record, Record) else self._mappings.bare_record(record, unit), engine)

    def verdicts(self, records: Iterable[Mapping[str, object] | Record], as_of: date | str, engine: EngineName = "auto") -> Iterator[str]:
        """The verdicts of many units, one after the other as they are asked for; see `verdict`."""
        verdict, bare_record = self._engines_of(self.on(as_of)).verdict, self._mappings.bare_record
        for record in records:
            yield verdict(record if isinstance(record, Record) else bare_record(record), engine)

    def _engines_of(self, dated: Dated) -> Engines:
        found = self._engines.get(dated.as_of)
        if found is None:
            found = self._engines[dated.as_of] = Engines(dated)
        return found

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """What a notebook shows: headings and parameters."""
        from criteria_engine.explain.notebook import bundle, reader_tongue, rules_document

        return bundle(rules_document(self.program, reader_tongue()))

    def _repr_html_(self) -> str:
        return self._repr_mimebundle_()["text/html"]

    def read(
        self, data: object, tables: Mapping[str, object] | None = None, units: object | None = None, read_as: ReadAs = AS_FOUND
    ) -> Loaded:
        """The records in data files, with faults by cell; see `Loaded`. Each file is a path, or a data frame of pandas, Polars
        or pyarrow; of a frame the place is its row, from 1, in `data`, `units` or the name of the table. `read_as` says what
        files leave in doubt. Raises TypeError for anything else."""
        related = {name: given_file(name, file) for name, file in (tables or {}).items()}
        return load_records(self.program, given_file("data", data), related, given_file("units", units) if units is not None else None, read_as)

    def read_columns(
        self, data: object, tables: Mapping[str, object] | None = None, units: object | None = None, read_as: ReadAs = AS_FOUND
    ) -> "ColumnSource":
        """The same data as `read` gives, as columns for engines over tables, batch by batch; needs pyarrow. Raises TypeError for what is
        neither a path nor a data frame."""
        from criteria_engine.backends.tables.reading import read_columns

        related = {name: given_file(name, file) for name, file in (tables or {}).items()}
        return read_columns(self.program, given_file("data", data), related, given_file("units", units) if units is not None else None, read_as)


@frozen(eq=False, slots=False)
class Result:
    """What came out for one unit on one date, and the engine that found it; `supposed` holds what `supposing` has changed of its
    record."""

    rules: Rules = field(repr=False)
    dated: Dated = field(repr=False)
    record: Record = field(repr=False)
    outcome: UnitOutcome
    faults: tuple[Fault, ...] = ()
    supposed: tuple[Supposed, ...] = ()
    engine: str = "interpreter"
    _evaluation: Evaluation | None = field(default=None, repr=False)

    @cached_property
    def evaluation(self) -> Evaluation:
        """The interpreter's evaluation, which explanations read. Where another engine has answered the record is evaluated again;
        raises EnginesDisagree if the outcomes differ."""
        return self._evaluation or confirmed(self.outcome, evaluate(self.dated, self.record))

    @property
    def unit(self) -> str:
        """The unit's code."""
        return self.outcome.unit

    @property
    def verdict(self) -> str:
        """"passes", "fails", "disqualified", "graded" or "undetermined"."""
        return self.outcome.verdict

    @property
    def grade(self) -> str | None:
        """The name of the grade; None where the verdict gives none or several are possible."""
        grading = self.rules.program.verdict.grading
        if grading is None or len(self.outcome.grades) != 1 or self.verdict not in ("passes", "graded"):
            return None
        return grading.choices.members[self.outcome.grades[0]].name

    @property
    def score(self) -> Extent | None:
        """The lowest and highest score; None where nothing is applicable or nothing gives points."""
        return self.outcome.score

    @property
    def criteria(self) -> Mapping[str, HeadingOutcome]:
        """What became of each pillar, criterion and indicator in force, by its name, and from what it is open."""
        return self._whole_outcome.headings

    @property
    def _whole_outcome(self) -> UnitOutcome:
        """The outcome with what each heading is open from, which only the interpreter tells."""
        return self.outcome if self.engine == "interpreter" or not has_open_heading(self.outcome) else outcome_of(self.evaluation)

    @property
    def missing(self) -> tuple[str, ...]:
        """The missing facts that leave the verdict undetermined, sorted."""
        return self.outcome.missing

    @property
    def invalid(self) -> tuple[str, ...]:
        """The facts that could not be read, sorted."""
        return self.outcome.invalid

    def proof(self, digests: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The whole proof as plain data, as its published JSON Schema has it; `digests` are those of the data files."""
        from criteria_engine.explain.proof_json import proof_data

        found: dict[str, Any] = proof_data(self._proof(digests))
        if self.supposed:
            from criteria_engine.explain.comparison_json import supposed_data

            found["supposed"] = supposed_data(self.supposed)
        return found

    def explain(self, tongue: str = "en", format: Format = "text", *, full: bool = False, width: int = 100) -> str:
        """Why: the explanation in Vietnamese ("vi") or English ("en"), as text, Markdown or JSON. Passed criteria are
        folded unless `full`. A notebook shows the text as a document that opens and closes."""
        from criteria_engine.documents.markdown import document_markdown
        from criteria_engine.documents.plain_text import document_text
        from criteria_engine.explain.document import as_supposed, explain_document
        from criteria_engine.explain.notebook import shown

        if format == "json":

            return json_text(self.proof()).rstrip("\n")
        document = explain_document(self._proof(None, full), tongue, full)
        if self.supposed:
            document = as_supposed(document, self.supposed)
        return shown(document_markdown(document) if format == "markdown" else document_text(document, width), document)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """What a notebook shows: the explanation, whose criteria open and close."""
        from criteria_engine.explain.notebook import reader_tongue

        text = self.explain(reader_tongue())
        return text._repr_mimebundle_()  # type: ignore[attr-defined,no-any-return]

    def _repr_html_(self) -> str:
        return self._repr_mimebundle_()["text/html"]

    def supposing(self, values: Mapping[str, object] | Iterable[Supposition]) -> "Result":
        """The result if some facts were otherwise: values by name or label (a field as `cases[2].solved`, rows from 1), as a
        data file or a program has them; None supposes that the fact is missing. Raises FaultsFound for a name that is no
        fact or a value that cannot be read."""
        said = suppositions(values) if isinstance(values, Mapping) else tuple(values)
        dated = self.dated
        changed, supposed, faults = suppose(dated.program, self.record, said)
        if faults:
            raise FaultsFound(faults)
        evaluation = evaluate(dated, changed)
        return Result(self.rules, dated, changed, outcome_of(evaluation), self.faults, both(self.supposed, supposed), "interpreter", evaluation)

    def compared_with(self, other: "Result") -> "Compared":
        """What differs between this result and another, and matters: one of another unit, of another date, by other rules, or of
        the same with facts supposed otherwise."""
        from criteria_engine.explain.compared import compared

        return compared(self._side(), other._side(), other.supposed)

    def _side(self) -> "Side":
        from criteria_engine.explain.comparison import Side

        return Side(self.evaluation, self._whole_outcome, self._proof(None), self.rules.source)

    def typed_proof(self, digests: Mapping[str, str] | None = None) -> "Proof":
        """The proof as typed data; `digests` are those of the data files."""
        found: Proof = self._proof(digests)
        return found

    def _proof(self, digests: Mapping[str, str] | None, full: bool = True) -> Any:
        from criteria_engine.explain.prove import prove

        return prove(self.evaluation, self._whole_outcome, {**rule_digests(self.rules), **(digests or {})}, VERSION, full)


def showing_private(rules: Rules) -> Rules:
    """The same rules with no fact marked as private: their results show every value."""
    return Rules(without_privacy(rules.program), rules.source, rules.warnings)


def rule_digests(rules: Rules) -> dict[str, str]:
    """The SHA-256 of the rule text (NFC, line feeds), under the name "rules"."""
    return {"rules": rules.program.digest}


def _rules(checked: Checked) -> Rules:
    if checked.program is None or checked.source is None:
        raise FaultsFound(checked.faults)
    return Rules(checked.program, checked.source, checked.faults)


def load(path: str | Path) -> Rules:
    """The rules in a file. Raises FaultsFound, with every fault, where it cannot be read or has an error."""
    return _rules(check(path))


def loads(text: str, name: str = "<text>") -> Rules:
    """The rules in a text. Raises FaultsFound where it has an error."""
    return _rules(check_text(text, name))
