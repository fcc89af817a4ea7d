"""Every fault code has its page in both tongues, and its page is true: the wrong example has that fault, the right one none."""

import os
import re
import unicodedata
from pathlib import Path
from unittest.mock import patch

import pytest

from criteria_engine.diagnostics.fault_pages import FaultPage, codes_with_pages, fault_page, page_folder
from criteria_engine.diagnostics.kinds import fault_kinds
from criteria_engine.documents.reading_markdown import blocks_of as read_blocks
from criteria_engine.locale import TONGUES

from .fault_examples import found_in

TITLES = {
    "en": ("What it says", "Why", "Wrong", "Right", "How to mend it"),
    "vi": ("Thông báo", "Vì sao", "Viết sai", "Viết đúng", "Cách sửa"),
}
PAGES = [page for code in codes_with_pages() for tongue in TONGUES if (page := fault_page(code, tongue)) is not None]
_IDS = [f"{page.code}.{page.tongue}" for page in PAGES]
_SAYS = re.compile(r"```text says\n(.*?)```\n", re.DOTALL)
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "COLUMNS": "120", "NO_COLOR": "1", "TERM": "dumb"}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert list(codes_with_pages()) == list(fault_kinds())
    names = {path.name for path in page_folder().iterdir()}
    assert names == {f"{code}{ending}" for code in codes_with_pages() for ending in (".md", ".vi.md")}


@pytest.mark.parametrize("page", PAGES, ids=_IDS)
def test_its_form(page: FaultPage) -> None:
    """Every page has the same five sections, says something in each, and can be printed."""
    assert tuple(title for title, _ in page.sections) == TITLES[page.tongue]
    assert page.markdown == unicodedata.normalize("NFC", page.markdown)
    for _, body in page.sections:
        assert read_blocks(body)
    prose = {part: re.sub(r"```.*?```", "", page.section(part), flags=re.DOTALL) for part in ("why", "mend")}
    assert all(len(text.split()) >= 8 for text in prose.values()), prose


@pytest.mark.parametrize("page", PAGES, ids=_IDS)
def test_the_wrong_example_has_the_fault_and_the_right_one_none(page: FaultPage, tmp_path: Path) -> None:
    told = {}
    with patch.dict(os.environ, ENVIRONMENT):
        for part, wanted in (("wrong", {page.code}), ("right", set())):
            (folder := tmp_path / part).mkdir()
            found = found_in(page, part, folder)
            assert found.codes == wanted, f"{part}: {found.told}"
            told |= found.told
    says = f"{told[page.code]}\n"
    if os.environ.get("CRITERIA_ACCEPT"):
        path = page_folder() / f"{page.code}{'.md' if page.tongue == 'en' else f'.{page.tongue}.md'}"
        path.write_text(_SAYS.sub(lambda _: f"```text says\n{says}```\n", page.markdown), encoding="utf-8")
    else:
        assert _SAYS.findall(page.markdown) == [says], "run `make accept`"
