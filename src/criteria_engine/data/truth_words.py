"""The raw data of a yes/no column become yes or no, or faults.

Words say what they say. Marks (`x`) with nothing but blank cells beside them leave open what a blank means, and `không có`
means no only where the column has no other word for no.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.mapping import NOTHING_SAID, ReadingSettings
from criteria_engine.data.raw_cells import NumberText
from criteria_engine.data.vietnamese_letters import alike, bare
from criteria_engine.diagnostics.catalogue.columns import BlanksDoubtful, NoneDoubtful
from criteria_engine.diagnostics.catalogue.data import NotYesOrNo, WrongKindOfDatum
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact
from criteria_engine.source import Cell
from criteria_engine.values.type_names import type_name
from criteria_engine.values.types import YES_NO

TICKS = ("✓", "✔", "☑", "√")
MARKS = ("x", *TICKS)
"""Marks for yes; where a column has ticks, nobody knows what an x beside them is."""
YES = ("yes", "y", "true", "có", "đúng", "đạt", "1")
NO = ("no", "n", "false", "không", "sai", "không đạt", "chưa đạt", "chưa", "0")
NONE = ("không có", "chưa có")
"""Words that say "has none": no, or, where other words say no, perhaps that nothing is known."""


class Words:
    """A few words, found whatever their case, and with Vietnamese marks missing."""

    def __init__(self, words: Iterable[str]) -> None:
        self._exact = {unicodedata.normalize("NFC", word).casefold() for word in words}
        self._bare: dict[str, list[str]] = {}
        self._longest = max((len(word) for word in self._exact), default=0)
        for word in self._exact:
            self._bare.setdefault(bare(word), []).append(word)

    def __contains__(self, text: str) -> bool:
        if text in self._exact:
            return True
        if text[:1].isdigit() or len(text) > 2 * self._longest:  # most cells: looking closer takes time
            return False
        folded = " ".join(text.casefold().split())
        if folded in self._exact:
            return True
        return any(letter.isalpha() for letter in folded) and any(alike(folded, word) for word in self._bare.get(bare(folded), ()))


class TruthReader:
    """What reads the data of one yes/no column; see `NumberReader`. `blanks` is the number of its empty cells. What `blank`
    cells are is a value, a fault or None (missing)."""

    def __init__(
        self,
        fact: Fact,
        texts: Mapping[str, int],
        typed: Mapping[object, int],
        blanks: int = 0,
        settings: ReadingSettings = NOTHING_SAID,
        place: Callable[[str], Cell | None] = lambda text: None,
    ) -> None:
        self.fact = fact
        self.faults: list[Fault] = []
        self.blank: bool | Fault | None = False if settings.blank == "no" else None
        self._said_yes, self._said_no = Words(settings.yes), Words(settings.no)
        self._yes, self._no, self._none = Words(YES), Words(NO), Words(NONE)
        self._marks = Words(TICKS if any(text in TICKS for text in texts) else MARKS)
        marks = [text for text in texts if text in self._marks and text not in self._said_no]
        worded = [text for text in texts if text in self._no or text in self._said_no]
        self._word_for_no = max(worded, key=lambda text: (texts[text], text)) if worded else ""
        others = bool(worded) or any(text in self._yes or text in self._none for text in texts)
        if marks and blanks and settings.blank is None and not others and not typed:
            fault = BlanksDoubtful(place(marks[0]), fact.name, tuple(sorted(marks)), blanks)
            self.faults.append(fault)
            self.blank = fault

    def read(self, raw: object) -> bool | Fault:
        """Yes or no of one datum."""
        if isinstance(raw, bool):
            return raw
        if isinstance(raw, NumberText) or type(raw) is int:
            number = raw.text if isinstance(raw, NumberText) else str(raw)
            if number in ("0", "1"):
                return number == "1"
            return NotYesOrNo(None, self.fact.name, excerpt(raw))
        if not isinstance(raw, str):
            return WrongKindOfDatum(None, self.fact.name, excerpt(raw), type_name(YES_NO))
        if raw in self._said_yes or raw in self._said_no:
            return raw in self._said_yes
        if raw in self._yes or raw in self._marks:
            return True
        if raw in self._no:
            return False
        if raw in self._none:
            return NoneDoubtful(None, self.fact.name, excerpt(raw), excerpt(self._word_for_no)) if self._word_for_no else False
        return NotYesOrNo(None, self.fact.name, excerpt(raw))
