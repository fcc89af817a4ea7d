"""The contract's pages name every case file and only files that exist, and every question that the cases settle."""

import re
from pathlib import Path

import pytest
from tests.semantics.cases import all_cases, case_files

ROOT = Path(__file__).parents[2]
PAGES = ("docs/reference/semantics.md", "docs/reference/semantics.vi.md")


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_page_names_every_case_file_and_no_other(page: str) -> None:
    named = set(re.findall(r"tests/semantics/(\w+\.yaml)", text_of(page)))
    assert named == {path.name for path in case_files()}


@pytest.mark.parametrize("page", PAGES)
def test_page_answers_every_question_that_cases_settle(page: str) -> None:
    table = text_of(page).rpartition("\n## ")[2]
    answered = {row.split("|")[2].strip().strip("`") for row in table.splitlines() if row.startswith("|") and row.count("`") >= 2}
    assert answered - {"tests/programmes"} == {case.settles for case in all_cases() if case.settles is not None}


def test_pages_say_the_same_in_both_tongues() -> None:
    one, other = (text_of(page) for page in PAGES)
    assert [line.split(" ")[0] for line in one.splitlines() if line.startswith("#")] == [
        line.split(" ")[0] for line in other.splitlines() if line.startswith("#")
    ]
    assert one.count("\n|") == other.count("\n|")
    assert re.findall(r"tests/semantics/(\w+)\.yaml", one) == re.findall(r"tests/semantics/(\w+)\.yaml", other)
