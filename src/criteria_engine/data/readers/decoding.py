"""Bytes of a data file become its text, or a fault that says on which line they are not text.

UTF-8 and UTF-16 say themselves what they are. Other bytes are read only where their words are Vietnamese in one encoding
and in no other; text in the fonts from before Unicode is recognised, and read when its encoding is said.
"""

import codecs
import unicodedata
from collections.abc import Callable, Mapping

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.readers.old_vietnamese import OLD_ENCODINGS, from_tcvn3, from_vni, old_font, share_of_syllables
from criteria_engine.diagnostics.catalogue.data import DataFileEmpty, DataNotUtf8, NulInData
from criteria_engine.diagnostics.catalogue.data_files import (
    EncodingDoubtful,
    EncodingFound,
    EncodingUnknown,
    NotInEncoding,
    OldVietnameseText,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_LATIN = "latin-1"  # every byte a letter: what the tables of TCVN3 and VNI start from
_OLD: Mapping[str, Callable[[str], str]] = {"tcvn3": from_tcvn3, "vni": from_vni}

CANDIDATES = ("windows-1258", "windows-1252", "tcvn3", "vni")
"""The encodings in which bytes that are no UTF-8 may be text, as people name them."""

_NO_ENCODINGS_OF_FILES = ("unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined", "mbcs", "oem")
_SAMPLE = 200_000


def decoded(name: str, data: bytes, encoding: str | None = None) -> tuple[str | None, tuple[Fault, ...]]:
    """The text of a file without its byte-order mark, and what is to be said of it; None where it is empty or no text.

    >>> decoded("a.csv", b"\\xef\\xbb\\xbfcode")
    ('code', ())
    """
    mark = next(((mark, of) for mark, of in _MARKS if data.startswith(mark)), None)
    if encoding is not None and (known := _known(encoding)) is None:
        return None, (EncodingUnknown(Cell(name), excerpt(encoding)),)
    if mark is not None:  # a mark is part of the text in no encoding: it outweighs what was said
        text = _strict(name, data[len(mark[0]) :], mark[1])
    elif encoding is not None:
        text = _strict(name, data, known or encoding)
    elif (wide := _utf16_without_mark(data)) is not None:
        text = _strict(name, data, wide)
    else:
        text = _utf8(name, data)
        if isinstance(text, DataNotUtf8):
            return _guessed(name, data, text)
    if isinstance(text, Fault):
        return None, (text,)
    if (nul := text.find("\0")) >= 0:
        line = text.count("\n", 0, nul) + 1
        return None, (NulInData(Cell(name, line), line),)
    if not text.strip():
        return None, (DataFileEmpty(Cell(name)),)
    if encoding is None and not text.isascii() and (old := old_font(text[:_SAMPLE].splitlines())) is not None:
        return None, (OldVietnameseText(Cell(name), old[0], excerpt(old[1]), excerpt(old[2])),)
    return text, ()


def _known(encoding: str) -> str | None:
    """The encoding by the name that Python has for it; None for what is no encoding of text."""
    if encoding.lower() in OLD_ENCODINGS:
        return encoding.lower()
    try:
        found = codecs.lookup(encoding)
        b"a".decode(found.name)  # raises LookupError for what turns bytes into bytes, as base64 does
    except UnicodeDecodeError:  # half a letter of a wide encoding
        pass
    except (LookupError, ValueError):
        return None
    return None if found.name.replace("_", "-") in _NO_ENCODINGS_OF_FILES else found.name


def _decode(data: bytes, encoding: str) -> str:
    old = _OLD.get(encoding)
    return data.decode(encoding) if old is None else old(data.decode(_LATIN))


def _strict(name: str, data: bytes, encoding: str) -> str | Fault:
    try:
        return _decode(data, encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "ignore").count("\n") + 1
        return NotInEncoding(Cell(name, line), line, encoding)
    except ValueError:  # an encoding that Python has and that fails in a way of its own
        return NotInEncoding(Cell(name, 1), 1, encoding)


def _utf8(name: str, data: bytes) -> str | DataNotUtf8:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return DataNotUtf8(Cell(name, line), line)


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 shows by the halves of its spaces, digits and commas: at least a quarter of the bytes on one side are NUL, and
    none on the other."""
    some = data[:4096]
    if len(data) % 2 or len(some) < 4 or b"\0" not in some:
        return None
    even, odd = some[0::2], some[1::2]
    if 4 * odd.count(0) >= len(odd) and 0 not in even:
        return "utf-16-le"
    return "utf-16-be" if 4 * even.count(0) >= len(even) and 0 not in odd else None


def _guessed(name: str, data: bytes, not_utf8: DataNotUtf8) -> tuple[str | None, tuple[Fault, ...]]:
    """The text of bytes that are no UTF-8, where just one encoding makes Vietnamese words of them."""
    if (nul := data.find(b"\0")) >= 0:
        line = data.count(b"\n", 0, nul) + 1
        return None, (NulInData(Cell(name, line), line),)
    shares: dict[str, tuple[int, int]] = {}
    samples: dict[str, str] = {}
    strange = next((line for line in data.splitlines() if not line.isascii()), b"")[:400]
    for encoding in CANDIDATES:
        try:
            shares[encoding] = share_of_syllables(_decode(data[:_SAMPLE], encoding))
            samples[encoding] = unicodedata.normalize("NFC", _decode(strange, encoding))
        except UnicodeDecodeError:
            continue
    good = [encoding for encoding, (right, words) in shares.items() if words >= 3 and 10 * right >= 9 * words]
    others = [encoding for encoding, (right, words) in shares.items() if encoding not in good and words and 4 * right >= 3 * words]
    if len(good) != 1 or others:
        likely = [encoding for encoding in samples if encoding not in OLD_ENCODINGS or encoding in (*good, *others)]
        if not likely:
            return None, (not_utf8,)
        return None, (EncodingDoubtful(not_utf8.place, tuple(likely), tuple(excerpt(samples[each]) for each in likely)),)
    if good[0] in OLD_ENCODINGS:
        found = OldVietnameseText(not_utf8.place, good[0].upper(), excerpt(strange.decode(_LATIN)), excerpt(samples[good[0]]))
        return None, (found,)
    text = _strict(name, data, good[0])
    if isinstance(text, Fault):
        return None, (text,)
    return text, (EncodingFound(not_utf8.place, good[0], excerpt(samples[good[0]])),)
