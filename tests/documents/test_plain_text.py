"""Plain text: columns line up for every script, lines fit the width, and user text moves nothing."""

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_engine.documents.model import Column, Document, Heading, Item, Line, Paragraph, Run, Style, Table, Tree, Verbatim, line
from criteria_engine.documents.plain_text import document_text
from criteria_engine.documents.width import text_width
from criteria_engine.documents.wrapping import inert_line, line_width, wrapped

STYLES: tuple[Style, ...] = ("plain", "strong", "muted", "good", "bad", "open", "code")
LINES = st.lists(st.builds(Run, st.text(max_size=30), st.sampled_from(STYLES)), max_size=4).map(tuple)
LEAVES = st.builds(Item, LINES, st.sampled_from(["", "passes", "fails"]), st.text(max_size=4), LINES, st.lists(LINES, max_size=2).map(tuple))
ITEMS = st.recursive(LEAVES, lambda below: st.builds(Item, LINES, items=st.lists(below, max_size=3).map(tuple)), max_leaves=6)


def explanation() -> Document:
    return Document(
        "en",
        line("Phường Tân Chánh Hiệp (26776), Quận 12 — does not pass"),
        (
            Tree(
                (
                    Item(line("Independent headquarters"), "fails", "F1", line("wards.csv, row 16"), (line("0 of 30 points"),)),
                    Item(line("Share of cases solved: 71.4%"), "passes", "C22", line("cases.csv, 7 rows"), items=(Item(line("solved: 5")),)),
                )
            ),
            Heading(line("What would change the verdict")),
            Tree((Item(line("own headquarters: no → yes")),), numbered=True),
            Paragraph(line("Nothing is missing.")),
        ),
    )


def test_an_explanation_lines_up() -> None:
    assert document_text(explanation()) == (
        "Phường Tân Chánh Hiệp (26776), Quận 12 — does not pass\n"
        "  ✗ F1   Independent headquarters       wards.csv, row 16\n"
        "         0 of 30 points\n"
        "  ✓ C22  Share of cases solved: 71.4%   cases.csv, 7 rows\n"
        "      - solved: 5\n"
        "\n"
        "What would change the verdict\n"
        "  1. own headquarters: no → yes\n"
        "\n"
        "Nothing is missing.\n"
    )


def test_an_aside_without_room_goes_below() -> None:
    written = document_text(explanation(), width=40)
    assert "         wards.csv, row 16\n" in written
    assert max(map(text_width, written.splitlines())) <= 40


def test_folded_items_show_no_more_than_themselves() -> None:
    item = Item(line("twenty pass"), "passes", items=(Item(line("one of them")),), folded=True)
    assert document_text(Document("en", (), (Tree((item,)),))) == "  ✓ twenty pass\n"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_table_lines_up_with_stacked_marks_and_wide_letters(form: str) -> None:
    def said(text: str) -> Line:
        return line(normalize(form, text))

    table = Table(
        (Column(said("Quận")), Column(said("Đạt"), "right"), Column(said("Tỷ lệ"), "right")),
        ((said("Bình Thạnh"), said("12"), said("60%")), (said("東京"), said("7"), said("9,5%")), (said("Tất cả"), said("19"), said("≈ 30%"))),
        totals=1,
    )
    written = document_text(Document("vi", (), (table,)))
    assert normalize("NFC", written) == (
        "Quận        Đạt  Tỷ lệ\n"
        "──────────  ───  ─────\n"
        "Bình Thạnh   12    60%\n"
        "東京          7   9,5%\n"
        "──────────  ───  ─────\n"
        "Tất cả       19  ≈ 30%\n"
    )


def test_a_wide_table_wraps_its_widest_cells() -> None:
    table = Table((Column(line("Name")), Column(line("n"), "right")), ((line("a long name of a ward in the city"), line("1,250")),))
    written = document_text(Document("en", (), (table,)), width=25).splitlines()
    assert written[2:] == ["a long name of a    1,250", "ward in the city"]


@given(LINES, st.integers(2, 40))
def test_wrapping_keeps_every_character_but_spaces_at_the_cuts(text: Line, width: int) -> None:
    source = inert_line(text)
    lines = wrapped(source, width)
    kept = [(character, run.style) for each in lines for run in each for character in run.text if character != " "]
    assert kept == [(character, run.style) for run in source for character in run.text if character != " "]
    assert all(line_width(each) <= width for each in lines)


@given(LINES, st.lists(ITEMS, max_size=3), st.booleans(), st.integers(30, 120))
def test_colour_changes_nothing_but_colours(title: Line, items: list[Item], numbered: bool, width: int) -> None:
    document = Document("en", title, (Tree(tuple(items), numbered), Verbatim(("a",)), Table((Column(title),), ((title,),), title)))
    coloured = document_text(document, width, colour=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == document_text(document, width)
    assert "\x1b" not in document_text(document, width)


@given(st.text(), st.text(), st.text())
def test_user_text_adds_no_line(name: str, aside: str, detail: str) -> None:
    def count(*words: str) -> int:
        item = Item(line(words[0]), "fails", "F1", line(words[1]), (line(words[2]),))
        return document_text(Document("en", (), (Tree((item,)),)), width=100_000).count("\n")

    assert count(f"a{name}", f"a{aside}", f"a{detail}") == count("a", "a", "a")
