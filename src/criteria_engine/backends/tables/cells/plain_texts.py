"""Which texts in Arrow arrays are their own value: in NFC, without white space at their ends, and no mark for a missing value."""

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from criteria_engine.data.cell_reading import MISSING_MARKS
from criteria_engine.data.raw_table import LONGEST_CELL
from criteria_engine.data.vietnamese_letters import bare

if TYPE_CHECKING:
    import pyarrow as pa

_LETTERS = r"\x{C0}-\x{24F}\x{1E00}-\x{1EFF}"
"""Letters of Latin with and without marks that stand for themselves in NFC, and to which nothing of their own kind is joined."""


class PlainTexts:
    """Which texts of one column are plain; `missing` are its marks for a missing value, None the usual ones."""

    def __init__(self, missing: Sequence[str] | None) -> None:
        words = MISSING_MARKS if missing is None else missing
        first = {letter for word in words for form in (word, word.casefold(), bare(word)) for letter in form.strip()[:1]}
        letters = [chr(code) for code in (*range(0x21, 0x7F), *range(0xC0, 0x250), *range(0x1E00, 0x1F00))]
        others = [letter for letter in letters if first.isdisjoint((letter, letter.casefold()[:1], bare(letter)[:1]))]
        starts = "".join(f"\\x{{{ord(letter):X}}}" for letter in others)
        self._plain = rf"^[{starts}]([\x20-\x7E{_LETTERS}]*[\x21-\x7E{_LETTERS}])?$" if starts else r"^\b\B$"
        assert unicodedata.is_normalized("NFC", "".join(map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))))

    def of(self, array: "pa.Array") -> Any:
        """A flag for each text of an array."""
        import pyarrow.compute as pc

        plain = pc.match_substring_regex(array, self._plain)
        short = pc.less_equal(pc.binary_length(array), LONGEST_CELL)
        return pc.and_(plain, short).fill_null(False).to_numpy(zero_copy_only=False)
