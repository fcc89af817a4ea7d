"""Whether the quotation marks of a CSV file stand only where every reader takes them alike."""

from typing import Any

_QUOTE = 34
_AT_ONCE = 16_777_216


def quotes_part_cells(data: Any, start: int, delimiter: int) -> bool:
    """Whether, from a byte on, every mark that opens a cell stands at the beginning of one, every mark that closes it at its end, and
    two together inside stand for one mark."""
    import numpy

    whole = numpy.frombuffer(data, numpy.uint8)
    limits = numpy.array([delimiter, 10, 13, _QUOTE], numpy.uint8)
    seen = 0
    for begin in range(start, len(whole), _AT_ONCE):
        found = numpy.flatnonzero(whole[begin : begin + _AT_ONCE] == _QUOTE) + begin
        opening = found[seen % 2 :: 2]
        closing = found[(seen + 1) % 2 :: 2]
        before = opening[opening > start] - 1
        after = closing[closing < len(whole) - 1] + 1
        if not numpy.isin(whole[before], limits).all() or not numpy.isin(whole[after], limits).all():
            return False
        seen += len(found)
    return seen % 2 == 0
