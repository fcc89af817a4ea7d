"""How wide text is, against each character by itself."""

from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from criteria_engine.documents.inert import inert
from criteria_engine.documents.width import character_width, cut_at, pieces, text_width

TEXTS = st.text(st.characters() | st.characters(min_codepoint=0x80, max_codepoint=0x22FF))


@given(TEXTS)
def test_the_short_way_agrees_with_the_long_one(text: str) -> None:
    assert text_width(inert(text)) == sum(map(character_width, inert(text)))


def test_every_vietnamese_letter_takes_one_column_in_both_forms() -> None:
    letters = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
    for text in (letters, letters.upper()):
        assert text_width(text) == len(text)
        assert text_width(normalize("NFD", text)) == len(text)


@given(TEXTS, st.integers(1, 20))
def test_a_cut_fits_and_leaves_no_mark_behind(text: str, width: int) -> None:
    taken = cut_at(text, width)
    assert taken > 0 or not text
    assert text_width(text[:taken]) <= max(width, 2)
    assert taken == len(text) or character_width(text[taken]) > 0


@given(TEXTS)
def test_pieces_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text
