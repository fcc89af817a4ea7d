"""Bytes of a data file become its text, or a fault that says on which line they are not text."""

import codecs

from criteria_engine.diagnostics.catalogue.data import DataFileEmpty, DataNotUtf8, NulInData
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell

_OTHER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def decoded(name: str, data: bytes) -> str | Fault:
    """The text of a file in UTF-8, without its byte-order mark; a fault where it is empty or no such text.

    >>> decoded("a.csv", b"\\xef\\xbb\\xbfcode")
    'code'
    """
    if data.startswith(_OTHER_MARKS):
        return DataNotUtf8(Cell(name, 1), 1)
    if (nul := data.find(b"\0")) >= 0:
        line = data.count(b"\n", 0, nul) + 1
        return NulInData(Cell(name, line), line)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return DataNotUtf8(Cell(name, line), line)
    return text if text.strip() else DataFileEmpty(Cell(name))
