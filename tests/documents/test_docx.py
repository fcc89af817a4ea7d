"""Word: read back by python-docx, a document has real headings, lists and tables, its tongue and title, and no clock and no field of anybody's."""

import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from criteria_engine.documents.model import Column, Document, Heading, Item, Paragraph, Run, Table, Tree, Verbatim, line
from criteria_engine.documents.word.docx import document_docx

HOSTILE = ' { HYPERLINK "http://evil.example" } =1+1 <w:fldSimple w:instr="x"/> ]]> \x1b[31m\u202e \x00 \ud800 http://a.vn @a'
SHOWN = ' { HYPERLINK "http://evil.example" } =1+1 <w:fldSimple w:instr="x"/> ]]> \\x1b[31m\\u202e \\x00 \\ud800 http://a.vn @a'
ITEMS = (
    Item(line("Có trụ sở riêng"), "fails", "C3.1", line("wards.csv, dòng 3"), (line("tìm thấy: không"),), (Item(line("ở dưới"), "passes"),)),
    Item(line("Không có dấu hiệu")),
)
STEPS = Tree((Item(line("Sửa trụ sở")), Item(line("Bổ sung quân số"))), numbered=True)
TABLE = Table(
    (Column(line("Quận")), Column(line("Số phường"), "right")),
    ((line("Quận 1"), line("10")), (line("Cộng"), line("10"))),
    line("Số phường theo quận"),
    totals=1,
)
DOCUMENT = Document(
    "vi",
    line("Phường điển hình, kiểu mẫu"),
    (Heading(line("Kết quả")), Paragraph(line("Phường ", Run("đạt", "good"))), TABLE, Heading(line("Chi tiết"), 2), Tree(ITEMS), STEPS, STEPS,
     Verbatim(("requires own_office", "  and lights"))),
)


def opened(document: Document) -> "docx.document.Document":
    return docx.Document(io.BytesIO(document_docx(document)))


def parts(document: Document) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(document_docx(document))) as file:
        return {each: file.read(each).decode("utf-8", "replace") for each in file.namelist()}


def test_headings_paragraphs_and_lists_are_real() -> None:
    found = [(each.style.name, each.text) for each in opened(DOCUMENT).paragraphs]
    assert found == [
        ("Title", "Phường điển hình, kiểu mẫu"),
        ("Heading 1", "Kết quả"),
        ("Normal", "Phường đạt"),
        ("Caption", "Số phường theo quận"),
        ("After table", ""),
        ("Heading 2", "Chi tiết"),
        ("List", "✗\tC3.1 Có trụ sở riêng — wards.csv, dòng 3\ntìm thấy: không"),
        ("List", "✓\tở dưới"),
        ("List", "Không có dấu hiệu"),
        *[("List", "Sửa trụ sở"), ("List", "Bổ sung quân số")] * 2,
        ("Plain lines", "requires own_office\n  and lights"),
    ]


def test_points_stand_at_their_level_and_each_numbered_list_counts_from_one() -> None:
    places = [each._p.pPr.numPr for each in opened(DOCUMENT).paragraphs if each.style.name == "List"]
    assert [place.ilvl.val for place in places] == [0, 1, 0, 0, 0, 0, 0]
    numbers = [place.numId.val for place in places]
    assert numbers[3] == numbers[4] != numbers[5] == numbers[6] and numbers[0] == numbers[1] != numbers[2]


def test_a_table_has_its_titles_on_every_page_and_a_description() -> None:
    table = opened(DOCUMENT).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["Quận", "Số phường"], ["Quận 1", "10"], ["Cộng", "10"]]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None and table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Số phường theo quận"
    assert all(run.bold for cell in table.rows[2].cells for run in cell.paragraphs[0].runs)


@pytest.mark.parametrize(("tongue", "locale"), [("vi", "vi-VN"), ("en", "en-GB")])
def test_tongue_and_title_are_set_and_nothing_tells_of_a_clock_or_a_person(tongue: str, locale: str) -> None:
    document = Document(tongue, line("Tên"), DOCUMENT.blocks)
    found = opened(document)
    known = found.core_properties
    assert (known.title, known.language, known.author, known.last_modified_by, known.comments) == ("Tên", locale, "", "", "")
    assert (known.created.year, known.modified.year) == (2000, 2000)
    assert f'<w:lang w:val="{locale}"' in parts(document)["word/styles.xml"]
    assert "en-US" not in parts(document)["word/styles.xml"]
    assert document_docx(document) == document_docx(document)
    with zipfile.ZipFile(io.BytesIO(document_docx(document))) as file:
        assert {each.date_time for each in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_user_text_is_never_a_field_a_link_or_markup() -> None:
    table = Table((Column(line(HOSTILE)),), ((line(HOSTILE),),), line(HOSTILE))
    blocks = (Heading(line(HOSTILE)), Paragraph(line(HOSTILE)), Verbatim((HOSTILE,)), table, Tree((Item(line(HOSTILE), "", HOSTILE),)))
    document = Document("en", line(HOSTILE), blocks)
    texts = [each.text for each in opened(document).paragraphs]
    assert texts == [SHOWN, SHOWN, SHOWN, SHOWN, SHOWN, "", f"{SHOWN} {SHOWN}"]
    assert [cell.text for row in opened(document).tables[0].rows for cell in row.cells] == [SHOWN, SHOWN]
    written = parts(document)
    assert re.findall(r"<w:(?:fldSimple|hyperlink|instrText)[^>]*>", written["word/document.xml"]) == []
    assert re.findall(r'<w:fldSimple[^>]*instr="([^"]*)"', "".join(text for name, text in written.items() if name.startswith("word/"))) == ["PAGE"]
    assert not any('TargetMode="External"' in text for text in written.values())
    assert not any(name.endswith((".bin", ".jpeg", ".png")) for name in written)


def test_a_wide_table_stands_on_pages_turned_sideways() -> None:
    columns = tuple(Column(line(f"C{number}")) for number in range(20))
    wide = Table(columns, (tuple(line("✓") for _ in columns),))
    found = opened(Document("en", line("x"), (Paragraph(line("a")), wide, Paragraph(line("b")))))
    assert [each.page_width > each.page_height for each in found.sections] == [False, True, False]
    width = sum(cell.width for cell in found.tables[0].rows[0].cells)
    assert width <= found.sections[1].page_width - found.sections[1].left_margin - found.sections[1].right_margin
