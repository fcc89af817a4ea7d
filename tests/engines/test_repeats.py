"""Texts that stand in an array more than once are found exactly, however they are looked for."""

from collections import Counter

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_engine.backends.tables.repeats import repeated

TEXTS = st.one_of(st.integers(0, 30).map(str), st.sampled_from(["01", "001", "", "a", "aạ", "x" * 40, "x" * 41, "1\0", "9" * 17, "9" * 18]))


@given(st.lists(TEXTS, max_size=30), st.integers(0, 3))
def test_repeated_texts_are_those_counted_twice(texts: list[str], start: int) -> None:
    array = pa.array(["skipped"] * start + texts, pa.string()).slice(start)
    assert sorted(repeated(array).to_pylist()) == sorted(text for text, times in Counter(texts).items() if times > 1)


@pytest.mark.parametrize("width", [3, 12, 40])
def test_long_arrays_without_repeats_have_none(width: int) -> None:
    assert len(repeated(pa.array([f"{number:0{width}d}" for number in range(900)]))) == 0
    assert repeated(pa.array([f"Q{number:0{width}d}" for number in (*range(900), 7)])).to_pylist() == [f"Q{7:0{width}d}"]
