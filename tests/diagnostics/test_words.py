"""Every fault has words in every tongue, and every word belongs to a fault."""

import re
from pathlib import Path
from typing import Literal, get_args, get_origin
from unicodedata import is_normalized

import pytest
from tests.diagnostics.catalogue import example_of, fault_classes

from criteria_engine.diagnostics import wording
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.wording import fields_of, help_text, message, terms, words_of_codes
from criteria_engine.language.syntax.keywords import keyword_in
from criteria_engine.language.syntax.parser import grammar_text
from criteria_engine.locale import TONGUES
from criteria_engine.values.type_names import TypeName
from criteria_engine.values.types import NumberKind
from criteria_engine.values.units import known_units

CLASSES = fault_classes()
MESSAGES = Path(wording.__file__).parent / "messages"
FORMS = {"": object, "percent": object, "written": object, "written_share": object} | dict.fromkeys(
    ("unit", "date", "keyword", "decimal", "figure", "called", "all"), object
)


def test_no_code_stands_for_two_classes() -> None:
    codes = [kind.code for kind in CLASSES]
    assert sorted(codes) == sorted(set(codes))
    assert all(re.fullmatch(r"[A-Z]\d{3}", code) for code in codes)


def test_no_code_has_words_in_two_places_and_none_is_without_a_class() -> None:
    written = [code for file in MESSAGES.glob("*.toml") for code in re.findall(r"^\[(\w+)\]", file.read_text(encoding="utf-8"), re.MULTILINE)]
    assert sorted(written) == sorted(kind.code for kind in CLASSES)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.code)
def test_every_class_has_words_in_every_tongue_that_speak_of_its_fields(kind: type[Fault]) -> None:
    words = words_of_codes()[kind.code]
    assert set(words) <= {"message", "help"} and "message" in words
    for part in words.values():
        assert set(part) == set(TONGUES)
        for text in part.values():
            assert text.strip() == text and is_normalized("NFC", text)
            # Braces with quotation marks between them are samples of JSON.
            used = {tuple(f"{inner}:".split(":")[:2]) for inner in re.findall(r"\{([^{}\"]*)\}", text)}
            assert {name for name, _ in used} <= set(fields_of(kind))
            assert {form for _, form in used} <= set(FORMS)
            texts = [fields_of(kind)[name] for name, form in used if form in ("date", "keyword", "decimal", "unit", "figure")]
            assert all(str in (of, *get_args(of)) for of in texts)
    assert all(text[0].islower() or text[0] in "{`" for text in words["message"].values())
    assert not any(text.endswith(".") for text in words["message"].values())
    assert all(text.endswith((".", "?")) for text in words.get("help", {}).values())


@pytest.mark.parametrize("kind", [kind for kind in CLASSES if kind.code[0] in "SNTR"], ids=lambda kind: kind.code)
@pytest.mark.parametrize("tongue", TONGUES)
def test_words_of_the_language_that_are_quoted_are_words_of_the_language(kind: type[Fault], tongue: str) -> None:
    """A message that quotes a keyword must not outlive its spelling."""
    for part in words_of_codes()[kind.code].values():
        quoted = re.findall(r"`([^`\W\d][^`\W\d_ ]*(?: [^`\W\d_]+)*)`", part[tongue])
        assert {word for word in quoted if keyword_in(word, tongue) != word and word not in known_units()} <= {"vi", "en"}


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.code)
@pytest.mark.parametrize("tongue", TONGUES)
def test_every_fault_reads_in_every_tongue(kind: type[Fault], tongue: str) -> None:
    fault = example_of(kind)
    for text in (message(fault, tongue, keyword_in), help_text(fault, tongue, keyword_in) or ""):
        assert not re.search(r"\[\[|\]\]|KW_|TypeName|Fraction|\bNone\b|\bTrue\b|\{\w+\}", text)
        assert text.count("`") % 2 == 0


def test_everything_that_fields_can_hold_has_words_in_every_tongue() -> None:
    things = {word for kind in CLASSES for of in fields_of(kind).values() if get_origin(of) is Literal for word in get_args(of)}
    assert things <= set(terms()["thing"])
    assert {*get_args(NumberKind), "choice", "date", "text", "outcome", "yes/no"} <= set(terms()["type"])
    terminals = set(re.findall(r"^([A-Z_]+)(?:\.-?\d+)?:", grammar_text(), re.MULTILINE)) | {"SIGN", "UNIT_WORD", "TONGUE", "TONGUE_NAME"}
    terminals |= {"COMMA", "COLON", "EQUAL", "LESSTHAN", "LPAR", "RPAR"}
    never_wanted = {"KEYWORD", "SPACE", "COMMENT", "STRAY", "UNCLOSED_STRING", "TYPOGRAPHIC_STRING", "AMBIGUOUS_NUMBER"}
    never_wanted |= {"SLASHED_DATE", "SHORT_DATE", "DECIMAL_COMMA", "TURNED_COMPARISON", "SINGLE_STRING"}
    never_wanted |= {"FOREIGN_SIGN", "FOREIGN_NUMBER", "FOREIGN_COMMENT"}
    assert terminals - never_wanted == set(terms()["terminal"])
    assert all(set(words) == set(TONGUES) for group in terms().values() for words in group.values())


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_type_name_reads(tongue: str) -> None:
    class_with_type = next(kind for kind in CLASSES if kind.code == "T012")
    for kind in terms()["type"]:
        for of in ("", "m2"):
            said = message(class_with_type(None, TypeName(kind, of)), tongue)  # type: ignore[call-arg]
            assert "[[" not in said and "{of}" not in said
