"""A report as PDF, Word and Excel, and letters: read back by other libraries, they say what the page says, in both tongues."""

import io
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from criteria_engine.cli.main import run

RULES = Path(__file__).parent / "papers.criteria"
HOSTILE = "=HYPERLINK(1)<b>[x](y)"
DATA = f"""code,name,district,area,own
00101,Bình An,Quận 1,80,yes
00102,{HOSTILE},Quận 1,40,no
00201,Tân An,Quận 2,70,
"""
NOTE = {"vi": "Số liệu giả định.", "en": "The data is made up."}


@pytest.fixture(scope="module", params=["vi", "en"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("report")
    (folder / "data.csv").write_text(DATA, encoding="utf-8")
    arguments = ["report", str(RULES), "--data", str(folder / "data.csv"), "--as-of", "2024-06-30", "--out", str(folder / "out"),
                 "--format", "pdf,docx,xlsx,md", "--letters", "--note", NOTE[request.param], "--lang", request.param]
    assert run(arguments) == 0
    return request.param, folder / "out"


def pdf_words(file: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())


def docx_words(file: Path) -> str:
    found = docx.Document(str(file))
    texts = [each.text for each in found.paragraphs]
    texts += [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join(texts).split())


def test_every_format_of_every_page_is_written(report: tuple[str, Path]) -> None:
    _, folder = report
    names = {each.name for each in folder.iterdir()}
    units = {f"unit-{code}.{ending}" for code in ("00101", "00102", "00201") for ending in ("pdf", "docx", "xlsx", "md")}
    letters = {f"letter-{code}.{ending}" for code in ("00101", "00102", "00201") for ending in ("pdf", "docx")}
    assert names == units | letters | {f"index.{ending}" for ending in ("pdf", "docx", "xlsx", "md")} | {"results.xlsx"}


def test_pages_and_letters_say_what_is_lacking_and_how_to_mend_it(report: tuple[str, Path]) -> None:
    tongue, folder = report
    remedy = {"vi": "Đưa trụ sở vào kế hoạch đầu tư", "en": "Put the office into the investment plan"}[tongue]
    evidence = {"vi": "Giấy chứng nhận quyền sử dụng đất", "en": "Land-use certificate"}[tongue]
    for name in ("unit-00102", "letter-00102"):
        for words in (pdf_words(folder / f"{name}.pdf"), docx_words(folder / f"{name}.docx")):
            assert remedy in words and HOSTILE in words and NOTE[tongue] in words
    for words in (pdf_words(folder / "letter-00201.pdf"), docx_words(folder / "letter-00201.docx")):
        assert evidence in words and remedy not in words


def test_a_letter_is_a_draft_of_two_pages_at_most_with_a_place_to_sign(report: tuple[str, Path]) -> None:
    tongue, folder = report
    draft, sign = {"vi": ("DỰ THẢO", "Ký, ghi rõ họ tên"), "en": ("DRAFT", "signature, full name")}[tongue]
    for code in ("00101", "00102", "00201"):
        letter = PdfReader(folder / f"letter-{code}.pdf")
        assert len(letter.pages) <= 2
        words = pdf_words(folder / f"letter-{code}.pdf")
        assert draft in words and sign in words and "SHA-256" in words
        assert docx_words(folder / f"letter-{code}.docx").count(draft) == 1


def test_results_are_numbers_in_excel_and_hostile_names_are_text(report: tuple[str, Path]) -> None:
    _, folder = report
    results = CalamineWorkbook.from_path(str(folder / "results.xlsx"))
    rows = results.get_sheet_by_index(1).to_python()
    assert [row[1] for row in rows[1:]] == ["Bình An", HOSTILE, "Tân An"]
    assert [row[5] for row in rows[1:]][:2] == [100.0, 0.0]
    book = CalamineWorkbook.from_path(str(folder / "index.xlsx"))
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert any(HOSTILE in str(cell) for cell in cells) and 3.0 in cells


def test_the_same_input_gives_the_same_bytes(report: tuple[str, Path], tmp_path: Path) -> None:
    tongue, folder = report
    again = ["report", str(RULES), "--data", str(folder.parent / "data.csv"), "--as-of", "2024-06-30", "--out", str(tmp_path),
             "--format", "pdf,docx,xlsx", "--letters", "--unit", "00102", "--note", NOTE[tongue], "--lang", tongue]
    assert run(again) == 0
    for name in ("unit-00102.docx", "letter-00102.docx", "letter-00102.pdf", "results.xlsx"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


@pytest.mark.parametrize(("format", "module", "extra"), [("pdf", "pymupdf_fonts", "pdf"), ("docx", "docx", "docx")])
def test_a_format_whose_library_is_absent_says_what_to_install(
    format: str, module: str, extra: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from criteria_engine.documents.paper import fonts, pdf

    for cached in (fonts.font_file, pdf._setting):
        cached.cache_clear()
    monkeypatch.setitem(__import__("sys").modules, module, None)
    (tmp_path / "data.csv").write_text(DATA, encoding="utf-8")
    arguments = ["report", str(RULES), "--data", str(tmp_path / "data.csv"), "--as-of", "2024-06-30", "--out", str(tmp_path / "out"), "--lang", "en"]
    assert run([*arguments, "--format", format]) == 2
    assert f"criteria-engine[{extra}]" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_bytes_of_a_document_are_a_file_that_opens() -> None:
    from criteria_engine.documents.model import Bar, Document, HeatMap, HeatRow, Part, Shares, line
    from criteria_engine.documents.paper.pdf import document_pdf

    blocks = (
        Bar(line("70 of 100 points, 85 needed"), 60, 70, 100, 85, "fails"),
        Shares(line("By year"), ((line("2023"), (Part("passes", "Pass", 3), Part("fails", "Fail", 5))),)),
        HeatMap(line("Map"), (line("Ward"), line("District")), ((line("C1"), "First"),), (HeatRow(line("W"), line("D"), ("disqualified",)),),
                (("disqualified", "out"),)),
    )
    found = PdfReader(io.BytesIO(document_pdf(Document("en", line("Pictures"), blocks))))
    words = " ".join(" ".join(page.extract_text() for page in found.pages).split())
    for part in ("70 of 100 points, 85 needed", "By year", "Pass", "⊘", "First"):
        assert part in words
    alternatives = [each.get("/Alt") for each in (found.get_object(at) for at in range(1, int(found.trailer["/Size"]))) if hasattr(each, "get")]
    assert "70 of 100 points, 85 needed" in alternatives and "Pass: 3; Fail: 5" in alternatives
