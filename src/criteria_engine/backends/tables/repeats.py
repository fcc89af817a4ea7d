"""Which texts of a long array stand in it more than once, found by sorting, which takes a fraction of the memory of a table of them."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_DIGITS = 17
_LONGEST_SORTED = 32


def repeated(texts: "pa.Array") -> "pa.Array":
    """The texts, none of them null, that stand more than once in an array, each once.

    >>> import pyarrow as pa
    >>> repeated(pa.array(["1", "01", "1", "Q2"])).to_pylist()
    ['1']
    """
    import pyarrow.compute as pc

    keys = _keys(texts)
    if keys is not None and not _any_twice(keys):
        return texts.slice(0, 0)
    counted = texts.value_counts()
    return counted.field("values").filter(pc.greater(counted.field("counts"), 1))


def _any_twice(keys: Any) -> bool:
    keys.sort()
    return bool((keys[1:] == keys[:-1]).any())


def _keys(texts: "pa.Array") -> Any:
    """Keys that are the same for the same texts only; None for texts that are too long for them."""
    import numpy
    import pyarrow as pa
    import pyarrow.compute as pc

    lengths = pc.binary_length(texts).to_numpy(zero_copy_only=False).astype(numpy.int64)
    longest = int(lengths.max(initial=0))
    if longest <= _MOST_DIGITS and pc.all(pc.match_substring_regex(texts, "^[0-9]+$")).as_py():
        return texts.cast(pa.int64()).to_numpy(zero_copy_only=False) + 10**lengths
    if longest > _LONGEST_SORTED or pc.any(pc.match_substring(texts, "\0")).as_py():
        return None
    wide = texts.cast(pa.large_string())
    offsets = numpy.frombuffer(wide.buffers()[1], numpy.int64)[wide.offset : wide.offset + len(wide)]
    letters = numpy.frombuffer(wide.buffers()[2] or b"", numpy.uint8)
    keys = numpy.zeros((len(texts), max(1, longest)), numpy.uint8)
    for at in range(longest):
        there = lengths > at
        keys[there, at] = letters[offsets[there] + at]
    return keys.view(f"S{max(1, longest)}").ravel()
