"""Batches of the results table become CSV text, the same as that of single results, whole columns at a time."""

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from criteria_engine.documents.comma_separated import MARK, guarded
from criteria_engine.documents.inert import inert
from criteria_engine.results.columns import ResultColumn

if TYPE_CHECKING:
    import pyarrow as pa

END = "\r\n"

_AS_IT_IS = r"^(?:[A-Za-z0-9À-ɏḀ-ỿ(][ !#$%&()*+./0-9:;<=>?@A-Z\[\]^_`a-z{|}~À-ɏḀ-ỿ-]*)?$"
"""Texts that stand in CSV as they are: nothing in them acts, asks for quotes, or is a formula's beginning."""


def csv_header(columns: Sequence[ResultColumn]) -> bytes:
    """The mark before CSV for spreadsheets, and the line of the columns' names."""
    return (MARK + _line([column.name for column in columns])).encode()


def csv_lines(columns: Sequence[ResultColumn], table: "pa.Table") -> bytes:
    """The lines of a batch of the results table, each with its end."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not len(table):
        return b""
    texts, place = [], 0
    for column in columns:
        place += column.kind == "number"  # of a number its exact text, which stands after its decimals
        texts.append(_texts(table.column(place)).cast(pa.large_string()))
        place += 1
    comma, end, nothing = (pa.scalar(text, pa.large_string()) for text in (",", END, ""))
    lines = pc.binary_join_element_wise(pc.binary_join_element_wise(*texts, comma), end, nothing)
    content: bytes = lines.buffers()[2].slice(0, pc.sum(pc.binary_length(lines)).as_py()).to_pybytes()
    return content  # a new array's texts stand one after the other in its buffer


def _texts(found: "pa.ChunkedArray") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    column = found.combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(column.chunks)
    if pa.types.is_boolean(column.type):
        return pc.if_else(column, "yes", "no").fill_null("")
    if pa.types.is_list(column.type):
        column = pc.binary_join(column, " ")
    return _escaped(column.fill_null(""))


def _escaped(column: "pa.Array") -> "pa.Array":
    """Texts as cells; only those that do not stand as they are, are looked at one by one."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pc.all(pc.match_substring_regex(column, _AS_IT_IS)).as_py():
        return column
    encoded = column.dictionary_encode()
    written: list[Any] = [_line([inert(text)]).removesuffix(END) if text else "" for text in encoded.dictionary.to_pylist()]
    return pa.array(written, pa.string()).take(encoded.indices)


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator=END).writerow([guarded(cell) for cell in cells])
    return text.getvalue()
