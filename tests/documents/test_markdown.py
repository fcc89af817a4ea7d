"""Markdown: whatever people wrote stays text, and reads as they wrote it."""

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from criteria_engine.documents.inert import inert
from criteria_engine.documents.markdown import document_markdown, line_markdown
from criteria_engine.documents.model import Column, Document, Heading, Item, Line, Paragraph, Run, Table, Tree, Verbatim, line, plain

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

NASTY = st.text(st.sampled_from("ab1 .-+=#*_`[]()<>&|~$!:\\\n\t@/w^{}") | st.characters(), max_size=30)
SNIPPETS = st.sampled_from(
    ["# x", "- x", "1. x", "1) x", "---", "===", "[a](b)", "![a](b)", "<b>", "<!-- x", "&lt;", "```", "~~~", "    x", "| a | b |", "|---|",
     "www.a.vn", "https://a.vn", "a@b.vn", "<https://a.vn>", "[a]: b", "*a*", "_a_", "own_headquarters", "a\\", "`", "> x", "**", "\\|", "$x$", ": x"]
)
USER_TEXT = NASTY | SNIPPETS | st.tuples(SNIPPETS, NASTY).map("".join)


def leaves(tokens: list[Token]) -> list[Token]:
    return [leaf for token in tokens for leaf in (token.children if token.children is not None else [token])]


def shown(tokens: list[Token]) -> str:
    """What a reader sees, white space made single."""
    text = "".join(" " if leaf.type in ("softbreak", "hardbreak") else leaf.content for leaf in leaves(tokens) if leaf.type != "html_inline")
    return " ".join(text.split())


def expected(text: str) -> str:
    return " ".join(inert(text).split())


def kinds(text: str) -> set[str]:
    return {leaf.type for leaf in leaves(READER.parse(text))}


LINKS_AND_HTML = {"link_open", "image", "html_inline", "html_block", "fence", "code_block"}
HARMLESS = {"text", "code_inline", "paragraph_open", "paragraph_close"}


@given(USER_TEXT)
def test_a_paragraph_of_user_text_is_one_paragraph_of_that_text(text: str) -> None:
    written = document_markdown(Document("en", (), (Paragraph(line(text)),)))
    assert kinds(written) <= HARMLESS
    assert shown(READER.parse(written)) == expected(text)


@given(st.lists(st.tuples(USER_TEXT, st.sampled_from(["plain", "strong", "code", "bad"])), min_size=1, max_size=4))
def test_styled_runs_show_their_text(runs: list[tuple[str, str]]) -> None:
    text: Line = tuple(Run(part, style) for part, style in runs)  # type: ignore[arg-type]
    written = line_markdown(text)
    tokens = READER.parse(written)
    assert {leaf.type for leaf in leaves(tokens)} <= HARMLESS | {"strong_open", "strong_close"}
    assert "".join(shown(tokens).split()) == "".join(expected(plain(text)).split())


@given(st.lists(st.tuples(USER_TEXT, USER_TEXT), min_size=1, max_size=3))
def test_a_table_of_user_text_keeps_its_rows_and_columns(rows: list[tuple[str, str]]) -> None:
    table = Table((Column(line("A")), Column(line("B"), "right")), tuple((line(a), line(b)) for a, b in rows), totals=1)
    tokens = READER.parse(document_markdown(Document("en", (), (table,))))
    cells = [shown([token]) for token in tokens if token.type == "inline"]
    assert cells == ["A", "B", *(expected(cell) for row in rows for cell in row)]
    assert not kinds(document_markdown(Document("en", (), (table,)))) & LINKS_AND_HTML


@given(USER_TEXT, USER_TEXT, USER_TEXT, st.booleans())
def test_items_of_user_text_are_items(text: str, detail: str, below: str, numbered: bool) -> None:
    item = Item(line("x", text), "fails", label="F1", aside=line(detail), details=(line(detail, "."),), items=(Item(line(below, ".")),))
    tokens = READER.parse(document_markdown(Document("en", (), (Tree((item, item), numbered),))))
    assert [token.type for token in tokens].count("list_item_open") == 4
    opened = {token.type for token in tokens if token.type.endswith("_open")} | {leaf.type for leaf in leaves(tokens)}
    assert not opened & {"heading_open", "blockquote_open", "table_open", "hr", *LINKS_AND_HTML}


@given(USER_TEXT)
def test_a_heading_is_a_heading_of_that_text(text: str) -> None:
    tokens = READER.parse(document_markdown(Document("en", line("x", text), (Heading(line("y", text)),))))
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2"]
    assert [shown([token]) for token in tokens if token.type == "inline"] == [expected(f"x{text}"), expected(f"y{text}")]


@given(st.lists(USER_TEXT, max_size=4))
def test_verbatim_lines_cannot_end_their_block(lines: list[str]) -> None:
    tokens = READER.parse(document_markdown(Document("en", (), (Verbatim(tuple(lines)), Paragraph(line("after"))))))
    assert tokens[0].type == "fence"
    assert tokens[0].content == "".join(f"{inert(each)}\n" for each in lines)
    assert shown(tokens[1:]) == "after"


def test_addresses_become_code_and_ordinary_text_stays_readable() -> None:
    assert line_markdown(line("write to a@b.vn or www.b.vn")) == "write to `a@b.vn` or `www.b.vn`"
    assert line_markdown(line("own_headquarters: no, 85.5% (wards.csv, row 16)")) == "own_headquarters: no, 85.5% (wards.csv, row 16)"


def test_an_explanation_reads_well() -> None:
    item = Item(line("Trụ sở độc lập"), "fails", "F1", aside=line("wards.csv, dòng 16"), details=(line("0 trong 30 điểm"), line("căn cứ II.2.a")))
    folded = Item(line("21 tiêu chí đạt"), "passes", items=(item,), folded=True)
    written = document_markdown(Document("vi", line("Phường Tân Chánh Hiệp"), (Tree((item, folded)),)))
    assert written == (
        "# Phường Tân Chánh Hiệp\n\n"
        "- ✗ **F1** Trụ sở độc lập — wards.csv, dòng 16\\\n"
        "  0 trong 30 điểm\\\n"
        "  căn cứ II.2.a\n"
        "- ✓ 21 tiêu chí đạt\n"
    )
