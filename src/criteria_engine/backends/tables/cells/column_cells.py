"""The cells of one column become an encoded column: how they are meant together is found first, then each is read."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

from attrs import frozen

from criteria_engine.backends.tables.cells.plain_numbers import NumberColumn, PlainNumbers
from criteria_engine.backends.tables.cells.plain_texts import PlainTexts
from criteria_engine.backends.tables.encoded import arrow_type
from criteria_engine.backends.tables.encoding import encoder
from criteria_engine.data.cell_reading import MISSING_MARKS, ColumnReader, Read, counted_reader
from criteria_engine.data.heading_words import unit_named
from criteria_engine.data.mapping import ReadingSettings
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact
from criteria_engine.source import Cell
from criteria_engine.values.types import DateType, NumberType, TextType, YesNoType
from criteria_engine.values.units import conversion

if TYPE_CHECKING:
    import pyarrow as pa

Raw = Callable[["pa.Array"], list[object]]
"""What turns an array into the cells that a row reader would give."""


MOST_SEEN = 1_000_000
"""Numbers and days of one column that are remembered with their values."""


CountedCells = tuple[dict[str, int], dict[object, int], dict[int, tuple[object, int]]]
"""Cells counted: texts, other data, and one of those that are alike, by what they have alike."""


@frozen(eq=False)
class EncodedCells:
    """Cells of a column: the values as `EncodedColumn` has them; where a cell could not be read (`invalid`) or no plan takes it
    (`unsuited`), None for nowhere; and the faults: the places of cells (ascending within each) that have the same."""

    values: "pa.Array"
    invalid: Any
    unsuited: Any
    faults: tuple[tuple[Fault, Any], ...]


class ColumnCells:
    """One column of a fact. Every cell is first shown to `count`, batch by batch, if `counts` says so; then `settle` finds how the
    column is read, and `encode` reads it, batch by batch."""

    def __init__(self, fact: Fact, column: str, kind: "pa.DataType", settings: ReadingSettings, percent_heading: bool, raw: Raw) -> None:
        import pyarrow as pa

        self.fact = fact
        self.column = column
        self._raw = raw
        self._settings = settings
        self._percent_heading = percent_heading
        types = pa.types
        value_type = kind.value_type if types.is_dictionary(kind) else kind
        self._is_text = types.is_string(value_type) or types.is_large_string(value_type) or str(value_type) == "string_view"
        self._texts: Counter[str] = Counter()
        self._typed: Counter[object] = Counter()
        self._alike: dict[int, list[Any]] = {}
        self._seen: dict[object, object] = {}
        words = MISSING_MARKS if settings.missing is None else settings.missing
        digits_missing = any(letter.isdigit() for word in words for letter in word)
        self._numbers = self._number_column() if not digits_missing else None
        self._plain_texts = PlainTexts(settings.missing) if isinstance(fact.type, TextType) else None
        self.reader = ColumnReader(lambda raw: None)

    def _number_column(self) -> NumberColumn | None:
        kind = self.fact.type
        if not isinstance(kind, NumberType):
            return None
        unit = unit_named(self._settings.unit, kind.unit) if self._settings.unit else None
        factor = Fraction(conversion(unit, kind.unit)) if unit is not None and unit.measures_as(kind.unit) else Fraction(1)
        return NumberColumn(kind, factor) if factor == 1 or kind.kind != "percent" else None

    @property
    def counts(self) -> bool:
        """Whether how a cell is read depends on the others."""
        kind = self.fact.type
        if isinstance(kind, NumberType):
            return self._is_text or kind.kind == "percent"
        return self._is_text and isinstance(kind, (YesNoType, DateType))

    def count(self, array: "pa.Array", absent: int = 0) -> None:
        """Takes the cells of a batch into account; `absent` of those without anything are no cells at all."""
        import numpy

        array = _decoded(array)
        self._typed[None] += array.null_count - absent
        found = self._plain_numbers(array)
        if found is None:
            self._count_each(array)
            return
        assert self._numbers is not None
        likeness = self._numbers.likeness(*found)
        for kind in numpy.unique(likeness[likeness >= 0]) if len(array) < 64 else numpy.flatnonzero(numpy.bincount(likeness[likeness >= 0])):
            same = likeness == kind
            if kind not in self._alike:
                self._alike[int(kind)] = [self._raw(array.slice(int(numpy.argmax(same)), 1))[0], 0]
            self._alike[int(kind)][1] += int(numpy.count_nonzero(same))
        if not found[0].plain.all():
            self._count_each(array.filter(_arrow_flags(~found[0].plain)))

    def _count_each(self, array: "pa.Array") -> None:
        """Counts each text or other datum of cells that are not looked at all at once."""
        import numpy

        each = array.drop_null().dictionary_encode()
        times = numpy.bincount(each.indices.to_numpy(), minlength=len(each.dictionary)) if len(each) else ()
        for raw, many in zip(self._raw(each.dictionary), times, strict=True):
            if type(raw) is str:
                self._texts[raw] += int(many)
            else:
                self._typed[raw] += int(many)

    @property
    def counted(self) -> CountedCells:
        """What was counted so far, to be merged with what others count of the same column."""
        return dict(self._texts), dict(self._typed), {kind: (raw, many) for kind, (raw, many) in self._alike.items()}

    def merge(self, counted: CountedCells) -> None:
        """Takes into account what was counted elsewhere."""
        texts, typed, alike = counted
        self._texts.update(texts)
        self._typed.update(typed)
        for kind, (raw, many) in alike.items():
            self._alike.setdefault(kind, [raw, 0])[1] += many

    def settle_by_counts(self) -> None:
        """Finds how the column is read where its cells are elsewhere."""
        texts, typed = dict(self._texts), dict(self._typed)
        for raw, many in self._alike.values():
            (texts if type(raw) is str else typed)[raw] = many
        self._settle(texts, typed, lambda text: None)

    def settle(self, place: Callable[[str], Cell | None], arrays: "Callable[[], Iterable[pa.Array]]") -> None:
        """Finds how the column is read; `place` gives the first cell that says a text, `arrays` all cells once more, where a fault
        of the column has to show some."""
        texts, typed = dict(self._texts), dict(self._typed)
        for raw, many in self._alike.values():
            (texts if type(raw) is str else typed)[raw] = many
        self._settle(texts, typed, place if not self._alike else lambda text: None)
        numbers = self.reader.numbers
        if self._alike and numbers is not None:
            odd = any(numbers.only_the_other_way(text) for text in texts)
            if self.reader.faults or odd:
                self._texts, self._typed = Counter(), Counter()
                for array in arrays():
                    self._typed[None] += array.null_count
                    self._count_each(_decoded(array))
                self._settle(self._texts, self._typed, place)
        self._texts, self._typed, self._alike = Counter(), Counter(), {}

    def _settle(self, texts: Mapping[str, int], typed: Mapping[object, int], place: Callable[[str], Cell | None]) -> None:
        there = {raw: many for raw, many in typed.items() if many}
        self.reader = counted_reader(self.fact, texts, there, self._settings, self._percent_heading, place)

    def encode(self, array: "pa.Array") -> EncodedCells:
        """The cells of a batch as an encoded column."""
        import numpy
        import pyarrow as pa
        import pyarrow.compute as pc

        kind = arrow_type(self.fact.type)
        plain, values = self._plain(array, kind)
        blank = self.reader.read(None)
        if plain is None or values is None:
            return self._encode_each(array, kind, blank)
        others = ~plain if blank is not None else ~plain & array.is_valid().to_numpy(zero_copy_only=False)
        if not others.any():
            return EncodedCells(values, None, None, ())
        places = numpy.flatnonzero(others)
        rest = self._encode_each(_decoded(array).take(pa.array(places)), kind, blank)
        return EncodedCells(
            pc.replace_with_mask(values, _arrow_flags(others), rest.values),
            _spread(rest.invalid, places, len(array)),
            _spread(rest.unsuited, places, len(array)),
            tuple((fault, places[at]) for fault, at in rest.faults),
        )

    def _plain(self, array: "pa.Array", kind: "pa.DataType") -> "tuple[Any, pa.Array | None]":
        """Which cells have a value that is found for all of them at once, and the values, nothing elsewhere."""
        import pyarrow as pa
        import pyarrow.compute as pc

        of, types = array.type, pa.types
        if self._plain_texts is not None and self._is_text:
            array = _decoded(array).cast(pa.string()) if of != pa.string() else array
            plain = self._plain_texts.of(array)
            return plain, pc.if_else(_arrow_flags(plain), array, pa.scalar(None, pa.string())) if not plain.all() else array
        if isinstance(self.fact.type, YesNoType) and types.is_boolean(of):
            return array.is_valid().to_numpy(zero_copy_only=False), array
        if isinstance(self.fact.type, DateType) and types.is_date32(of):
            days = pc.add(array.cast(pa.int32()), pa.scalar(719_163, pa.int32()))
            low, high = (pa.scalar(day.toordinal(), pa.int32()) for day in (self.fact.type.low, self.fact.type.high))
            fits = pc.and_(pc.greater_equal(days, low), pc.less_equal(days, high)).fill_null(False)
            return fits.to_numpy(zero_copy_only=False), pc.if_else(fits, days, pa.scalar(None, pa.int32()))
        array = _decoded(array)
        found = self._plain_numbers(array)
        numbers = self.reader.numbers
        if found is None or numbers is None or self._numbers is None:
            return None, None
        steps, there = self._numbers.values(*found, numbers.ways)
        return there, pa.array(steps, kind, mask=~there)

    def _plain_numbers(self, array: "pa.Array") -> tuple[PlainNumbers, int] | None:
        return self._numbers.plain(array, self._is_text) if self._numbers is not None else None

    def _read(self, raw: object) -> Read:
        """What a raw cell is; numbers and days are remembered too, as the reader remembers texts."""
        if type(raw) is str or raw is None:
            return self.reader.read(raw)
        found = self._seen.get(raw, self)
        if found is self:
            found = self.reader.read(raw)
            if len(self._seen) < MOST_SEEN:
                self._seen[raw] = found
        return cast(Read, found)

    def _encode_each(self, array: "pa.Array", kind: "pa.DataType", blank: object) -> EncodedCells:
        """Cells as an encoded column, each different one read once."""
        import numpy
        import pyarrow as pa

        each = array if isinstance(array, pa.DictionaryArray) else array.dictionary_encode()
        encode = encoder(self.fact.type)
        found: list[Any] = []
        faults: list[Fault | None] = []
        unsuited: list[bool] = []
        for value in [*map(self._read, self._raw(each.dictionary)), blank]:
            fault = value if isinstance(value, Fault) else None
            number = None if value is None or fault is not None else encode(value)
            found.append(number)
            faults.append(fault)
            unsuited.append(fault is None and value is not None and number is None)
        codes = each.indices.fill_null(len(each.dictionary)).to_numpy(zero_copy_only=False)
        values = pa.array(found, kind).take(pa.array(codes))
        wrong = [code for code, fault in enumerate(faults) if fault is not None]
        bad = _among(codes, [fault is not None for fault in faults]) if wrong else None
        said: list[tuple[Fault, Any]] = []
        if bad is not None and bad.any():
            places = numpy.flatnonzero(bad)
            order = numpy.argsort(codes[places], kind="stable")
            sorted_codes = codes[places][order]
            starts = numpy.flatnonzero(numpy.r_[True, sorted_codes[1:] != sorted_codes[:-1]])
            for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
                fault = faults[sorted_codes[start]]
                assert fault is not None
                said.append((fault, places[order[start:end]]))
        fine = _among(codes, unsuited) if any(unsuited) else None
        return EncodedCells(values, bad if said else None, fine, tuple(said))


def _decoded(array: "pa.Array") -> "pa.Array":
    import pyarrow as pa

    return array.dictionary_decode() if isinstance(array, pa.DictionaryArray) else array


def _arrow_flags(flags: Any) -> "pa.Array":
    import pyarrow as pa

    return pa.array(flags, pa.bool_())


def _among(codes: Any, flags: list[bool]) -> Any:
    import numpy

    return numpy.array(flags)[codes]


def _spread(flags: Any, places: Any, many: int) -> Any:
    """Flags of some places as flags of all."""
    import numpy

    if flags is None:
        return None
    found = numpy.zeros(many, bool)
    found[places] = flags
    return found
