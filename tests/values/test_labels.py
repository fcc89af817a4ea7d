"""Words of people: which text is shown in a tongue."""

import pytest

from criteria_engine.values.labels import NO_LABELS, Labels, label_in


@pytest.mark.parametrize(("texts", "tongue", "shown"), [
    ((("en", "Good"), ("vi", "Khá")), "vi", "Khá"),
    (((None, "Good"), ("vi", "Khá")), "vi", "Khá"),
    (((None, "Good"), ("vi", "Khá")), "en", "Good"),
    ((("vi", "Khá"), ("fr", "Bon")), "en", "Khá"),
    ((("vi", "Khá"), ("vi", "Tốt")), "vi", "Khá"),
    ((("vi", "Khá"), ("vi", "Tốt")), "en", "Khá"),
    ((("vi", ""), ("en", "Good")), "vi", ""),
    ((), "vi", "C1"),
])
def test_the_text_in_a_tongue(texts: tuple[tuple[str | None, str], ...], tongue: str, shown: str) -> None:
    assert label_in(Labels(texts), tongue, "C1") == shown


def test_there_may_be_none() -> None:
    assert not NO_LABELS and Labels(((None, "x"),))
    assert label_in(NO_LABELS, "en") == ""
