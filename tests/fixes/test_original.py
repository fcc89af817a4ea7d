"""A stored file and what is read of it: places agree, and changes touch nothing else."""

from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from criteria_engine.original import Change, original_from_bytes
from criteria_engine.source import Span

LETTERS = ["a", "e\u0301", "\u1ed3", "o\u0302\u0300", "Đ", "\u0301", "\ud55c", "\u1112\u1161\u11ab", "\u212b", "\u0958", "😀", "\ufeff"]
PIECES = [*LETTERS, " ", '"', "<", "\n", "\r\n", "\r"]
STORED = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(STORED)
def test_what_is_read_is_the_normal_form(stored: str) -> None:
    original = original_from_bytes(stored.encode(), "x")
    assert original.changed(()) == stored.encode()
    read = original.text.replace("\r\n", "\n").replace("\r", "\n")
    assert original.source.text == normalize("NFC", read)


@given(STORED, st.data())
def test_a_change_keeps_what_is_before_and_behind(stored: str, data: st.DataObject) -> None:
    original = original_from_bytes(stored.encode(), "x")
    length = len(original.source.text)
    start = data.draw(st.integers(0, length))
    end = data.draw(st.integers(start, length))
    change = Change(start, end, "[new]")
    if not original.can_change([change]):
        return
    before, _, behind = original.changed([change]).decode().removeprefix(original.marks).partition("[new]")
    assert original.text.startswith(before) and original.text.endswith(behind)
    read = [normalize("NFC", part.replace("\r\n", "\n").replace("\r", "\n")) for part in (before, behind)]
    if "\n" not in original.source.text[max(start - 1, 0) : end + 1]:  # a change between \r and \n has no place
        assert read[0] == original.source.text[:start]
        assert read[1] == original.source.text[end:]


@given(STORED)
def test_places_count_lines_alike(stored: str) -> None:
    original = original_from_bytes(stored.encode(), "x")
    for number, line in enumerate(original.source.text.split("\n"), 1):
        place = original.place(Span("x", number, 1, number, len(line) + 1))
        assert (place.line, place.column, place.end_line) == (number, 1, number)
