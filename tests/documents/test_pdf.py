"""PDF: read back by another library, it has the document's text, title, tongue, bookmarks and tags, and nothing that acts."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from criteria_engine.documents.model import Column, Document, Heading, Item, Paragraph, Run, Table, Tree, Verbatim, line
from criteria_engine.documents.paper.markup import paper_markup
from criteria_engine.documents.paper.pdf import document_pdf

LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
VIETNAMESE = Document(
    "vi",
    line("Công an phường điển hình, kiểu mẫu"),
    (
        Paragraph(line("Chữ cái: ", Run(LETTERS), " ", Run(LETTERS.upper(), "strong"))),
        Heading(line("I. Kết quả")),
        Table(
            (Column(line("Quận")), Column(line("Số phường"), "right")),
            ((line("Quận 1"), line("10")), (line("Cộng"), line("10"))),
            line("Số phường theo quận"),
            totals=1,
        ),
        Heading(line("II. Tồn tại")),
        Heading(line("Tiêu chí chưa đạt"), 3),
        Tree((
            Item(line("Có trụ sở riêng"), "fails", "C3.1", line("wards.csv, dòng 3"), (line("tìm thấy: không"),), (Item(line("ở dưới"), "passes"),)),
            Item(line("Đã gấp lại"), "passes", folded=True, items=(Item(line("vẫn in ra giấy")),)),
        )),
        Tree((Item(line("Sửa trụ sở")), Item(line("Bổ sung quân số"))), numbered=True),
        Verbatim(("requires own_office", "  and lights")),
    ),
)
HOSTILE = "<script>alert(1)</script><img src='http://evil.example/x'><a href='javascript:x'>y</a> &lt; \x1b[31m\u202e =HYPERLINK(\"http://a\")"


def reader(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(document_pdf(document)))


def words(found: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in found.pages).split())


def tags(node: Any) -> Iterator[Any]:
    """Every element of structure."""
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, ArrayObject):
        for each in node:
            yield from tags(each)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from tags(node["/K"])


def everything(found: PdfReader) -> Iterator[DictionaryObject]:
    for number in range(1, int(found.trailer["/Size"])):
        each = found.get_object(number)
        if isinstance(each, DictionaryObject):
            yield each


@pytest.fixture(scope="module")
def vietnamese() -> PdfReader:
    return reader(VIETNAMESE)


def test_every_vietnamese_letter_is_read_back(vietnamese: PdfReader) -> None:
    text = words(vietnamese)
    assert LETTERS in text and LETTERS.upper() in text
    for part in ("✗ C3.1 Có trụ sở riêng — wards.csv, dòng 3", "tìm thấy: không", "vẫn in ra giấy", "2. Bổ sung quân số", "and lights"):
        assert part in text


def test_it_has_title_tongue_bookmarks_and_says_that_it_is_accessible(vietnamese: PdfReader) -> None:
    assert vietnamese.metadata is not None and vietnamese.metadata.title == "Công an phường điển hình, kiểu mẫu"
    root = vietnamese.root_object
    assert root["/Lang"] == "vi" and root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()

    def titles(outline: Any) -> list[Any]:
        return [titles(each) if isinstance(each, list) else each.title for each in outline]

    assert titles(vietnamese.outline) == ["Công an phường điển hình, kiểu mẫu", ["I. Kết quả", "II. Tồn tại", ["Tiêu chí chưa đạt"]]]


def test_headings_lists_tables_and_their_titles_are_tagged(vietnamese: PdfReader) -> None:
    found = list(tags(vietnamese.root_object["/StructTreeRoot"]))
    kinds = [str(each["/S"]) for each in found]
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/THead", "/TR", "/TH", "/TD", "/Caption"} <= set(kinds)
    assert "/H4" not in kinds  # no level is left out
    cell = next(each for each in found if each["/S"] == "/TD")
    assert len(cell["/A"]["/Headers"]) == 2  # its row's title and its column's


def test_it_knows_no_clock_and_every_font_is_inside(vietnamese: PdfReader) -> None:
    assert document_pdf(VIETNAMESE) == document_pdf(VIETNAMESE)
    assert vietnamese.metadata is not None and not {"/CreationDate", "/ModDate"} & set(vietnamese.metadata)
    fonts = [each for each in everything(vietnamese) if each.get("/Type") == "/FontDescriptor"]
    assert fonts and all({"/FontFile2", "/FontFile3"} & set(each) for each in fonts)


def test_user_text_only_shows() -> None:
    table = Table((Column(line(HOSTILE)),), ((line(HOSTILE),),), line(HOSTILE))
    blocks = (Heading(line(HOSTILE)), Paragraph(line(HOSTILE)), Verbatim((HOSTILE,)), table, Tree((Item(line(HOSTILE), label=HOSTILE),)))
    document = Document("en", line(HOSTILE), blocks)
    assert "<script" not in paper_markup(document) and "<img" not in paper_markup(document)
    found = reader(document)
    shown = "<script>alert(1)</script><img src='http://evil.example/x'>"
    assert words(found).replace(" ", "").count(shown.replace(" ", "")) >= 7
    assert "\\x1b[31m\\u202e" in words(found)
    for each in everything(found):
        assert not {"/JS", "/URI", "/Launch", "/AA", "/OpenAction", "/EmbeddedFile"} & set(each)
        assert each.get("/Subtype") != "/Link"


def test_letters_that_no_font_of_ours_has_are_spelled_out() -> None:
    document = Document("en", line("Ward 東 of Hà Nội"), (Paragraph(line("한 \U0001f600 é Привет e\u0301")),))
    text = words(reader(document))
    assert "Ward \\u6771 of Hà Nội" in text and "\\ud55c \\U0001f600 é Привет" in text


def test_a_table_of_many_columns_stands_on_a_page_turned_sideways() -> None:
    columns = tuple(Column(line(f"C{number}")) for number in range(24))
    table = Table(columns, tuple(tuple(line(f"{row}.{column}") for column in range(24)) for row in range(60)))
    found = reader(Document("en", line("Wide"), (Paragraph(line("before")), table)))
    shapes = [(page.mediabox.width > page.mediabox.height) for page in found.pages]
    assert shapes[0] is False and shapes[1] is True
    assert all("C23" in page.extract_text() for page in found.pages[1:])  # titles stand on every page
