"""A document becomes a Word file: real headings, lists and tables, the same document always the same bytes.

Texts become runs of text and nothing else, so that none can be a field, a link or a formula.
"""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from criteria_engine.documents.drawn import in_words
from criteria_engine.documents.inert import inert
from criteria_engine.documents.model import (
    SIGNS,
    Block,
    Document,
    Heading,
    Item,
    Line,
    Paragraph,
    Run,
    Sides,
    Style,
    Table,
    Tree,
    Verbatim,
    plain,
)
from criteria_engine.documents.word.lists import Lists
from criteria_engine.documents.word.look import COLOURS, NAMES_FONT, landscape, make_look, page_number, portrait, room
from criteria_engine.documents.word.tables import write_sides, write_table

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.text.paragraph import Paragraph as WordParagraph

_WRITTEN_ON = datetime(2000, 1, 1)
"""Every file says this day: it knows no clock, so that the same input gives the same bytes."""

_WIDE = 9
"""Columns from which a table stands on pages turned sideways."""

_PACKED_ON = (1980, 1, 1, 0, 0, 0)


def document_docx(document: Document) -> bytes:
    """The bytes of the document as a .docx file. Raises ModuleNotFoundError where python-docx (the extra `docx`) is not installed."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    file = docx.Document()
    make_look(file, document.tongue)
    _properties(file, document)
    if document.head is not None:
        write_sides(file, document.head, room(file), write_line)
    if document.title:
        title = file.add_paragraph(style="Title")
        write_line(title, document.title)
        if document.head is not None:
            title.alignment, title.paragraph_format.space_before = WD_ALIGN_PARAGRAPH.CENTER, Pt(14)
    _Writer(file, Lists(file)).write(document.blocks)
    page_number(file)
    return _packed(file)


class _Writer:
    """A file as it is being filled."""

    def __init__(self, file: "WordFile", lists: Lists) -> None:
        self._file = file
        self._lists = lists
        self._sideways = False

    def write(self, blocks: Iterable[Block]) -> None:
        for block in (said for each in blocks for said in ((each,) if isinstance(each, Sides) else in_words(each))):
            wide = isinstance(block, Table) and len(block.columns) >= _WIDE
            if wide != self._sideways:
                (landscape if wide else portrait)(self._file)
                self._sideways = wide
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                write_line(self._file.add_paragraph(style=f"Heading {min(block.level, 6)}"), block.text)
            case Paragraph():
                write_line(self._file.add_paragraph(), block.text)
            case Verbatim():
                self._verbatim(block)
            case Table():
                write_table(self._file, block, room(self._file), write_line)
            case Tree():
                self._items(block.items, self._lists.numbered() if block.numbered else self._lists.plain(), 0, block.numbered)
            case Sides():
                write_sides(self._file, block, room(self._file), write_line)

    def _verbatim(self, block: Verbatim) -> None:
        paragraph = self._file.add_paragraph(style="Plain lines")
        for number, each in enumerate(block.lines):
            run = paragraph.add_run()
            if number:
                run.add_break()
            run.add_text(inert(each))

    def _items(self, items: tuple[Item, ...], list_number: int, level: int, numbered: bool) -> None:
        """Points of a list: a sign stands in a point's text; a point without one has the list's own mark."""
        for item in items:
            paragraph = self._file.add_paragraph(style="List")
            sign, style = SIGNS[item.sign]
            self._lists.put(paragraph, list_number if numbered or not sign else self._lists.unmarked(), level)
            if sign:
                write_line(paragraph, (Run(sign, style),))
                paragraph.add_run().add_tab()
            label = (Run(item.label, "strong"), Run(" ")) if item.label else ()
            write_line(paragraph, (*label, *item.text))
            if item.aside:
                write_line(paragraph, (Run(" — ", "muted"), *(Run(run.text, "muted") if run.style == "plain" else run for run in item.aside)))
            for detail in item.details:
                paragraph.add_run().add_break()
                write_line(paragraph, detail)
            self._items(item.items, self._lists.plain(), level + 1, False)


def write_line(paragraph: "WordParagraph", text: Line, style: Style = "plain") -> None:
    """Add a line to a paragraph; plain stretches get the style given."""
    from docx.shared import RGBColor

    for each in text:
        found = style if each.style == "plain" else each.style
        run = paragraph.add_run()
        run.add_text(inert(each.text))
        if found == "strong":
            run.bold = True
        if found == "code":
            run.font.name = NAMES_FONT
        if found in COLOURS:
            run.font.color.rgb = RGBColor.from_string(COLOURS[found])


def _properties(file: "WordFile", document: Document) -> None:
    known = file.core_properties
    known.title = inert(plain(document.title))[:255]
    known.language = {"vi": "vi-VN", "en": "en-GB"}.get(document.tongue, document.tongue)
    known.author = known.last_modified_by = known.comments = known.keywords = ""
    known.created = known.modified = _WRITTEN_ON
    known.revision = 1
    for name, relation in list(file.part.package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):  # of the empty file that ours begins as
            file.part.package.rels.pop(name)


def _packed(file: "WordFile") -> bytes:
    """The parts of the file, packed without the time of day."""
    written = io.BytesIO()
    file.save(written)
    found = io.BytesIO()
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, _PACKED_ON)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, parts.read(part))
    return found.getvalue()
