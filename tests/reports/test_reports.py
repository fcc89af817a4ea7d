"""What reports say: the programme's page counts every listed unit, unit pages say what to do, and how many work on them changes nothing."""

import re
from pathlib import Path

import pytest
from tests.reports.small_city import assessed, documents, material_of

from criteria_engine.documents.html.page import document_html_bytes
from criteria_engine.documents.model import Bar, HeatMap, Shares, Table, Tree, plain
from criteria_engine.locale import TONGUES
from criteria_engine.reports.making import asked_within, report_files
from criteria_engine.reports.material import material
from criteria_engine.reports.names import page_names


def test_the_programme_s_page_holds_every_listed_unit_once(tmp_path: Path) -> None:
    index = documents(material_of(tmp_path, "en"))["index"]
    lively = [block for block in index.blocks if isinstance(block, Table) and block.lively]
    verdicts = {plain(row[0]): plain(row[2]) for row in lively[0].rows}
    assert [verdict[2:] for verdict in verdicts.values()] == ["Pass", "Fail", "Fail", "Undetermined", "Disqualified", "Undetermined", "Undetermined"]
    shares = next(block for block in index.blocks if isinstance(block, Shares))
    assert sum(part.count for part in shares.rows[0][1]) == 7
    [heat] = [block for block in index.blocks if isinstance(block, HeatMap)]
    assert [row.signs for row in heat.rows][:4] == [("passes", "passes"), ("passes", "fails"), ("fails", "passes"), ("undetermined", "passes")]


def test_undetermined_units_have_the_evidence_to_fetch(tmp_path: Path) -> None:
    index = documents(material_of(tmp_path, "en"))["index"]
    trees = [block for block in index.blocks if isinstance(block, Tree)]
    opened = {plain(item.text): item for item in trees[-1].items}
    assert list(opened) == ["Tân An (A/../x)", "Tân Hòa (06)"]
    [missing] = opened["Tân An (A/../x)"].items
    assert "Has an office of its own" in plain(missing.text) and "Land-use certificate" in plain(missing.details[0])
    assert "abc" in plain(opened["Tân Hòa (06)"].items[0].text)


def test_the_nearest_come_first_with_what_changes_them(tmp_path: Path) -> None:
    index = documents(material_of(tmp_path, "en"), seconds=10.0)["index"]
    table = next(block for block in index.blocks if isinstance(block, Table) and plain(block.columns[-1].title).startswith("Smallest"))
    nearest = {plain(row[0]): (plain(row[3]), plain(row[-1])) for row in table.rows}
    assert all(change for _, change in nearest.values()), "where there is no change, why"
    assert nearest["Đa Kao (02)"][0] == "50" and "60" in nearest["Đa Kao (02)"][1]


def test_a_unit_s_page_shows_the_mark_and_what_to_do(tmp_path: Path) -> None:
    page = documents(material_of(tmp_path, "vi"))["unit-02"]
    [bar] = [block for block in page.blocks if isinstance(block, Bar)]
    assert (bar.low, bar.high, bar.most, bar.mark) == (40, 40, 100, 90)
    todo = next(block for block in page.blocks if isinstance(block, Table))
    assert [plain(row[0]) for row in todo.rows] == ["A2 Đủ rộng"] and "Mở rộng" in plain(todo.rows[0][-1])
    [branches] = [block for block in page.blocks if isinstance(block, Tree) and any(item.anchor for item in block.items)]
    assert [item.folded for item in branches.items[0].items if item.anchor] == [True, False]


def test_without_a_list_the_page_says_that_targets_cannot_be_answered(tmp_path: Path) -> None:
    index = documents(material_of(tmp_path, "en", listed=False))["index"]
    assert any("No list of wards was given" in plain(getattr(block, "text", ())) for block in index.blocks)


@pytest.mark.parametrize("tongue", TONGUES)
def test_the_same_bytes_however_many_work(tongue: str, tmp_path: Path) -> None:
    with_ = material_of(tmp_path, tongue)
    made = [{file.name: file.content for file in report_files(with_, {"html": document_html_bytes}, seconds=30.0, workers=n)} for n in (1, 2)]
    assert made[0] == made[1] and len(made[0]) == 7


def test_some_units_only(tmp_path: Path) -> None:
    with_ = material(assessed(tmp_path), "en", ["02"])
    made = {file.name: file.content.decode() for file in report_files(with_, {"html": document_html_bytes})}
    assert list(made) == ["unit-02.html", "index.html"]
    assert set(re.findall(r'href="(unit[^"#]*)', "".join(made.values()))) == {"unit-02.html"}
    assert "Land-use certificate" in made["index.html"]


def test_dearer_answers_only_where_there_is_time() -> None:
    assert asked_within(0, 5) == ()
    assert asked_within(20, 10_000) == ("sufficient", "changes", "matters")
    assert "effects" in asked_within(20, 7)


def test_names_of_pages_differ_whatever_the_codes() -> None:
    codes = ["1", "A", "a", "á", "", "..", "x" * 300, "con", "a b", "a-b"]
    names = page_names(codes)
    assert len({name.lower() for name in names.values()}) == len(codes)
    assert all(name.startswith("unit-") and len(name) < 70 for name in names.values())
