"""The keyword table and the grammar fit together: no conflict, no gap, no spelling in two places."""

import logging
import re
import tomllib
import unicodedata

import pytest
from lark import Lark, logger

from criteria_engine.language.syntax.grammar_files import grammar_folder
from criteria_engine.language.syntax.keywords import TONGUES, keyword_names, keywords, needs_back_quotes
from criteria_engine.language.syntax.parser import grammar_text, parse
from criteria_engine.language.syntax.tokens import Relabelling
from criteria_engine.source import source_from_text

ROWS = tomllib.loads((grammar_folder() / "keywords.toml").read_text(encoding="utf-8"))
PLACES = {"plural", "singular", "rows", "none", "headings", "unit", "scale", "level"}


def _grammar_without_comments() -> str:
    text = (grammar_folder() / "criteria.lark").read_text(encoding="utf-8")
    return re.sub(r"(?m)^\s*//.*$", "", text)


def test_the_grammar_has_no_conflict(caplog: pytest.LogCaptureFixture) -> None:
    """Lark settles shift/reduce conflicts in silence unless its debug log is read; reduce/reduce ones raise."""
    level = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        with caplog.at_level(logging.DEBUG, logger="lark"):
            Lark(grammar_text(), parser="lalr", lexer="basic", postlex=Relabelling(), maybe_placeholders=False, debug=True)
    finally:
        logger.setLevel(level)
    assert [record.getMessage() for record in caplog.records if "onflict" in record.getMessage()] == []


def test_the_log_would_tell(caplog: pytest.LogCaptureFixture) -> None:
    level = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        with caplog.at_level(logging.DEBUG, logger="lark"):
            Lark('start: x\nx: "a" | x "b" x', parser="lalr", debug=True)
    finally:
        logger.setLevel(level)
    assert any("onflict" in record.getMessage() for record in caplog.records)


def test_grammar_and_table_name_the_same_keywords() -> None:
    assert set(re.findall(r"\bKW_([A-Z_]+)\b", _grammar_without_comments())) == set(ROWS)


def test_every_row_is_whole() -> None:
    for name, row in ROWS.items():
        assert set(row) <= {*TONGUES, "at", "opens"}, name
        assert row.get("opens") in (None, "section", "clause"), name
        for tongue in TONGUES:
            assert row[tongue], (name, tongue)
        for place, special in row.get("at", {}).items():
            assert place in PLACES, name
            assert special
            for tongue, spelling in special.items():
                assert spelling in row[tongue], (name, place)


@pytest.mark.parametrize("tongue", TONGUES)
def test_spellings_are_clean(tongue: str) -> None:
    for name, row in ROWS.items():
        for spelling in row[tongue]:
            assert unicodedata.is_normalized("NFC", spelling), name
            assert spelling == " ".join(spelling.split()) != "", name
            assert spelling == spelling.lower(), name
            assert all(part.replace("/", "").isalpha() for part in spelling.split(" ")), name


def test_no_spelling_stands_in_two_places() -> None:
    every = [spelling for row in ROWS.values() for tongue in TONGUES for spelling in row[tongue]]
    assert sorted(spelling for spelling in set(every) if every.count(spelling) > 1) == []
    assert len(keyword_names()) == len(every)


def _file_with_fact(name: str) -> str:
    return f'ruleset a "A"\nfacts\n  {name} : text\n'


@pytest.mark.parametrize("tongue", TONGUES)
def test_a_name_that_is_a_keyword_needs_back_quotes(tongue: str) -> None:
    """In either tongue, since a file may mix both; back-quotes make a name of any of them."""
    spellings = [spelling for row in keywords().values() for spelling in row.spellings[tongue]]
    quoted = parse(source_from_text(_file_with_fact(" : text\n  ".join(f"`{spelling}`" for spelling in spellings))))
    assert quoted.faults == ()
    for spelling in spellings:
        assert needs_back_quotes(spelling)
        assert parse(source_from_text(_file_with_fact(spelling))).faults != (), spelling


@pytest.mark.parametrize("name", ["area", "C1.2", "diện_tích", "score.of_2022", "dateline", "or_better", "điểm_cộng"])
def test_a_name_that_only_begins_like_a_keyword_needs_none(name: str) -> None:
    assert not needs_back_quotes(name)
    found = parse(source_from_text(_file_with_fact(name)))
    assert found.faults == ()
    assert found.tree is not None


@pytest.mark.parametrize("name", ["Date", "TEXT"])
def test_capitals_matter(name: str) -> None:
    assert not needs_back_quotes(name)
    assert parse(source_from_text(_file_with_fact(name))).faults == ()
