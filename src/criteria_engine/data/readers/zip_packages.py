"""The bytes of a spreadsheet file (a ZIP archive of XML parts) become a package whose parts can be parsed safely.

An archive that would unpack to more than a limit, or was compressed more than data can be, is refused before it is
unpacked; Python's zipfile never gives more bytes of a part than the archive declares. Document type definitions are
refused wherever they stand, so that no entity is ever expanded and nothing outside is ever opened.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from xml.parsers import expat

from attrs import field, frozen

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.readers.refusal import Refused
from criteria_engine.diagnostics.catalogue.data_files import (
    NotOfItsFormat,
    OldSpreadsheetFormat,
    ProtectedByPassword,
    TypeDefinitionInside,
    UnpackedTooLarge,
)
from criteria_engine.source import Cell

MOST_UNPACKED = 300_000_000
"""Bytes to which all parts of a package may unpack."""

MOST_COMPRESSED = 250
"""How many times larger than its archive a package may be, once it is larger than `SMALL_PACKAGE`."""

SMALL_PACKAGE = 20_000_000

MOST_PARTS = 5_000

_OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


@frozen(eq=False)
class Package:
    """An opened archive: `file` is the name that faults show, `format` what it was taken for."""

    file: str
    format: str
    archive: zipfile.ZipFile = field(repr=False)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts, as the archive lists them."""
        return tuple(self.archive.namelist())

    def damaged(self) -> Refused:
        """What to raise where the package is not as its format has it."""
        return Refused(NotOfItsFormat(Cell(self.file), self.format))

    def read(self, part: str) -> bytes:
        """The bytes of a part. Raises Refused where they cannot be unpacked."""
        try:
            return self.archive.read(part)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as problem:
            raise self.damaged() from problem

    def parse(self, part: str, start: Start, end: End | None = None, text: Text | None = None) -> None:
        """Parse a part; names of elements come without their prefix. Raises Refused for what is no XML, and for a document
        type definition."""

        def forbidden(*_: object) -> None:
            raise Refused(TypeDefinitionInside(Cell(self.file), excerpt(part)))

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = forbidden
        parser.EntityDeclHandler = forbidden

        def first(name: str, attributes: dict[str, str]) -> None:
            # most parts write their elements without a prefix: then each name is passed on as it is
            prefixed = ":" in name
            parser.StartElementHandler = (lambda name, attributes: start(name[name.find(":") + 1 :], attributes)) if prefixed else start
            if end is not None:
                parser.EndElementHandler = (lambda name: end(name[name.find(":") + 1 :])) if prefixed else end
            parser.StartElementHandler(name, attributes)

        parser.StartElementHandler = first
        if text is not None:
            parser.CharacterDataHandler = text
        try:
            with self.archive.open(part) as stream:
                parser.ParseFile(stream)
        except (
            *(KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError),
            *(expat.ExpatError, IndexError, OverflowError),
        ) as problem:
            raise self.damaged() from problem


def opened(file: str, data: bytes, format: str) -> Package:
    """The package in the bytes of a file. Raises Refused for what is no archive, is protected, or unpacks to too much."""
    if data.startswith(_OLD_CONTAINER):
        # a workbook with a password is an old container around an encrypted package
        protected = "EncryptedPackage".encode("utf-16-le") in data
        raise Refused(ProtectedByPassword(Cell(file)) if protected else OldSpreadsheetFormat(Cell(file), ".xls"))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as problem:
        raise Refused(NotOfItsFormat(Cell(file), format)) from problem
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS or (unpacked > SMALL_PACKAGE and unpacked > MOST_COMPRESSED * len(data)):
        raise Refused(UnpackedTooLarge(Cell(file), MOST_UNPACKED))
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(ProtectedByPassword(Cell(file)))
    if len({part.filename for part in parts}) != len(parts):  # two parts of one name: readers disagree on which one counts
        raise Refused(NotOfItsFormat(Cell(file), format))
    return Package(file, format, archive)
