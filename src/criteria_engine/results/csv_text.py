"""A result file becomes CSV text for a spreadsheet, with exact numbers and stable column names."""

from criteria_engine.documents.comma_separated import comma_separated
from criteria_engine.documents.inert import inert
from criteria_engine.programmes.result_file import ResultFile
from criteria_engine.results.columns import Datum, result_columns
from criteria_engine.values.numbers import exact_text


def results_csv(results: ResultFile) -> str:
    """A row a unit: verdict, grade, score, what is missing, and for each heading its outcome and points. Of a listed unit without
    data only the verdict is said: undetermined."""
    columns = result_columns(results.groupings, results.headings)
    header = [column.name for column in columns]
    rows = [[written_datum(column.of(one)) for column in columns] for one in results.results]
    return comma_separated([header, *rows])


def written_datum(datum: Datum) -> str:
    """A datum as text: a number exactly (`34.5`, `48/7`), several names with a space between, nothing for nothing; inert.

    >>> written_datum(("a", "b")), written_datum(True), written_datum(None)
    ('a b', 'yes', '')
    """
    match datum:
        case None:
            return ""
        case bool():
            return "yes" if datum else "no"
        case str():
            return inert(datum)
        case tuple():
            return inert(" ".join(datum))
    return exact_text(datum)
