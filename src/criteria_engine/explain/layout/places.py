"""Where the data behind a value or a condition stand: cells, rows of related tables, and where rules are laid down."""

from collections.abc import Iterator, Mapping, Sequence

from criteria_engine.documents.model import Line, Run
from criteria_engine.explain.findings import BandsDetail, CitationProof, ConditionProof, RowsDetail, ValueProof
from criteria_engine.explain.wording.voice import Voice
from criteria_engine.locale import format_list, format_place
from criteria_engine.source import Cell
from criteria_engine.values.labels import label_in

SHORT_LABEL = 40
"""A document whose title is longer is cited by its name in the rules; its title stands once, at the foot."""

MOST_PLACES = 4
"""So many places are named beside a line."""

MOST_RUNS = 4
"""So many runs of rows without a gap are named; of rows that lie further apart only how many they are."""


def facts_of(value: ValueProof | None) -> Iterator[ValueProof]:
    """Every fact of the unit that a value was made of, and every value that was taken over rows."""
    waiting: list[ValueProof | None] = [value]
    while waiting:
        each = waiting.pop()
        if each is None:
            continue
        if each.kind == "fact" or isinstance(each.detail, RowsDetail):
            yield each
            continue
        inner: list[ValueProof | None] = [*each.inputs]
        if isinstance(each.detail, BandsDetail):
            for band in each.detail.bands:
                if band.condition is not None:
                    inner += _values(band.condition)
                inner.append(band.value)
                inner.extend(band.line or ())
        if each.condition is not None:
            inner += _values(each.condition)
        waiting.extend(reversed(inner))


def _values(condition: ConditionProof) -> list[ValueProof]:
    """The values that a condition compares, its parts' too."""
    found = [value for value in (condition.found, condition.required) if value is not None]
    for child in condition.children:
        found += _values(child)
    return found


def beside(values: Sequence[ValueProof | None], voice: Voice) -> Line:
    """The places of the data behind some values, each once; cells of one row together."""
    rows: dict[tuple[str, int | None, str | None], dict[str, Cell]] = {}
    tables: dict[str, None] = {}
    for value in values:
        for fact in facts_of(value):
            if isinstance(fact.detail, RowsDetail):
                tables[table_place(fact.detail, voice)] = None
            for cell in fact.cells:
                columns = rows.setdefault((cell.file, cell.row, cell.sheet), {})
                if cell.column is not None:
                    columns[cell.column] = cell
    places = [_row_place(*where, columns, voice) for where, columns in rows.items()]
    places += [place for place in tables if place]
    return (Run("; ".join(places[:MOST_PLACES]), "muted"),) if places else ()


def _row_place(file: str, row: int | None, sheet: str | None, columns: Mapping[str, Cell], voice: Voice) -> str:
    if len(columns) < 2:
        return format_place(next(iter(columns.values()), Cell(file, row, None, sheet)), voice.tongue)
    return ", ".join([format_place(Cell(file, row, None, sheet), voice.tongue), voice.say("found.columns", names=", ".join(columns))])


def table_place(detail: RowsDetail, voice: Voice) -> str:
    """A related table's file, and in which of its rows, or at least in how many, the unit's stand."""
    if detail.given is None or not detail.file:
        return ""
    runs = row_runs(detail.file_rows)
    if 0 < len(runs) <= MOST_RUNS:
        told = [str(low) if low == high else voice.say("found.run", low=low, high=high) for low, high in runs]
        one = len(detail.file_rows) == 1
        rows = format_list(told, voice.tongue)
        return voice.say("found.row" if one else "found.these rows", file=detail.file, rows=rows, count=voice.number(detail.given))
    return voice.say("found.rows one" if detail.given == 1 else "found.rows", file=detail.file, count=voice.number(detail.given))


def row_runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Row numbers as runs without a gap, each from its first to its last.

    >>> row_runs([5, 2, 3, 9])
    [(2, 3), (5, 5), (9, 9)]
    """
    runs: list[tuple[int, int]] = []
    for row in sorted(set(rows)):
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def sources_text(cites: Sequence[CitationProof], voice: Voice) -> str:
    """Clauses with the documents that they are in."""
    return "; ".join(_source(cite, voice) for cite in cites)


def _source(cite: CitationProof, voice: Voice) -> str:
    label = label_in(cite.labels, voice.tongue, cite.source)
    key = "heading.source" if len(label) <= SHORT_LABEL else "heading.source short"
    return voice.say(key, source=label, clause=cite.clause, name=cite.source)
