"""Single faults in words: what was found, what was expected, what may have been meant."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.diagnostics.catalogue import example_of, fault_classes

from criteria_engine.diagnostics.catalogue import data, names, rules, syntax, types
from criteria_engine.diagnostics.wording import help_text, message
from criteria_engine.documents.inert import inert
from criteria_engine.language.syntax.keywords import keyword_in
from criteria_engine.source import Span
from criteria_engine.values.type_names import TypeName

TAKE_IT_OUT = "Take it out, or write what is expected in its place or before it."
HERE = Span("a.criteria", 12, 3, 12, 8)


def test_the_nearest_names_are_offered() -> None:
    fault = names.UnknownName(HERE, "headquater", "fact", ("headquarters",))
    assert message(fault, "en") == "`headquater` is not declared; a fact was expected"
    assert message(fault, "vi") == "`headquater` chưa được khai báo; ở đây cần một số liệu"
    assert (help_text(fault, "en") or "").startswith("Did you mean `headquarters`? ")
    two = names.UnknownName(HERE, "x", "fact", ("x1", "x2"))
    assert (help_text(two, "vi") or "").startswith("Có phải ý của bạn là `x1` hoặc `x2`? ")
    assert "mean" not in (help_text(names.UnknownName(HERE, "x", "fact", ()), "en") or "")


def test_expected_words_are_those_of_the_reader() -> None:
    fault = syntax.UnexpectedWord(HERE, "wenn", ("KW_OTHERWISE", "KW_WHEN", "LPAR", "NAME", "QUOTED_NAME"))
    assert message(fault, "en", keyword_in) == "`wenn` cannot stand here; expected `otherwise`, `when`, `(` or a name"
    assert message(fault, "vi", keyword_in) == "`wenn` không đặt được ở đây; cần `các trường hợp còn lại`, `khi`, `(` hoặc một tên"
    assert message(fault, "en") == "`wenn` cannot stand here; expected `otherwise`, `when`, `(` or a name"


def test_a_keyword_close_to_what_was_found_is_offered() -> None:
    fault = syntax.UnexpectedWord(HERE, "requries", ("KW_REQUIRES", "KW_UNLESS"))
    assert help_text(fault, "en", keyword_in) == "Did you mean `requires`?"
    assert help_text(fault, "en") == TAKE_IT_OUT
    assert help_text(syntax.UnexpectedWord(HERE, "xyz", ("KW_REQUIRES",)), "en", keyword_in) == TAKE_IT_OUT
    assert help_text(syntax.UnexpectedWord(HERE, "trừ", ("KW_UNLESS",)), "vi", keyword_in) == "Có phải ý của bạn là `trừ khi`?"


def test_a_keyword_where_a_name_could_stand_may_be_a_name() -> None:
    fault = syntax.UnexpectedWord(HERE, "grade", ("KW_GRADED", "NAME"))
    assert help_text(fault, "en", keyword_in) == "`grade` is a word of the language; as a name it is written in back-quotes: `` `grade` ``."
    assert help_text(syntax.UnexpectedWord(HERE, "grade", ("KW_OR", "LPAR")), "en", keyword_in) == TAKE_IT_OUT


def test_long_lists_say_how_many_more() -> None:
    fault = syntax.UnexpectedWord(HERE, "x", tuple(f"KW_{name}" for name in "ABCDEFGHIJ"))
    assert message(fault, "en").endswith("expected `a`, `b`, `c`, `d`, `e`, `f`, `g` or 3 more")


def test_where_a_value_may_begin_that_stands_for_all_it_can_begin_with() -> None:
    begins = ("DATE", "KW_NOT", "KW_SCORE", "LPAR", "NAME", "NUMBER", "STRING")
    assert message(syntax.UnexpectedEnd(HERE, ("COLON", *begins)), "en").endswith("; expected a name or a value or `:`")
    assert "a value" not in message(syntax.UnexpectedWord(HERE, "x", (*begins, "PLUS")), "en")


def test_a_doubtful_number_is_offered_in_plain_forms() -> None:
    help_of = {text: help_text(syntax.AmbiguousNumber(HERE, text, "1_250", text), "en") or "" for text in ("1.250", "1.234", "2.000")}
    assert "or `1.25` for" in help_of["1.250"] and "or `1.2340` for" in help_of["1.234"] and "or `2.0` for" in help_of["2.000"]
    assert help_text(syntax.AmbiguousNumber(HERE, "1.250.000", "1_250_000", ""), "en") == "Write `1_250_000`."


def test_values_are_localised() -> None:
    assert message(rules.WeightsNotWhole(HERE, Fraction(1999, 2000)), "vi") == "tổng các trọng số là 99,95%; ở đây cần 100%"
    assert message(rules.ParameterGap(HERE, "p", date(2025, 1, 1)), "en") == "`p` has no value on 1 January 2025, when a rule asks for it"
    assert message(rules.MorePointsThanPossible(HERE, Fraction(61, 2), 30), "vi") == "mức này là 30,5 điểm; tối đa chỉ được 30 điểm"
    assert "Write `0.75%` for so many percent, or `75%` where 1" in (help_text(types.NumberLacksPercent(HERE, Fraction(3, 4)), "en") or "")
    assert "31/12/2023" in message(names.HeadingNotInForce(HERE, "F1", "2023-12-31"), "vi")


def test_what_cannot_be_compared_says_what_to_do() -> None:
    whole, people, days, months = TypeName("integer"), TypeName("number", "person"), TypeName("integer", "day"), TypeName("duration", "month")
    said = [
        help_text(types.CannotCompare(HERE, left, right), "en") or ""
        for left, right in [(TypeName("yes/no"), TypeName("text")), (whole, people), (months, days), (TypeName("date"), whole)]
    ]
    assert ["without quotation marks" in said[0], "other has none" in said[1], "not converted into days" in said[2]] == [True, True, True]
    assert said[3] == "Compare values of one type, in units that measure the same."


def test_points_behind_a_number_are_left_out() -> None:
    fault = syntax.UnexpectedWord(HERE, "điểm", ("KW_AND", "KW_OR", "PLUS"))
    assert "Bỏ chữ `điểm`" in (help_text(fault, "vi", keyword_in) or "")
    assert "chữ `điểm`" not in (help_text(syntax.UnexpectedWord(HERE, "điểm", ("KW_AND",)), "vi", keyword_in) or "")


def test_json_that_ends_too_early_has_nothing_to_quote() -> None:
    assert message(data.NotJson(HERE, 2, 1, ""), "en") == "line 2, character 1: cannot be read as JSON"
    assert message(data.NotJson(HERE, 2, 1, "}"), "vi") == "dòng 2, ký tự 1: không đọc được `}` theo định dạng JSON"


def test_figures_are_written_as_the_reader_writes_them() -> None:
    fault = data.FinerThanScale(HERE, "area", "28,05", "0.1")
    assert ("0,1;" in message(fault, "vi"), "0.1;" in message(fault, "en")) == (True, True)


def test_types_are_named_with_their_units() -> None:
    fault = types.TypeMismatch(HERE, TypeName("money", "VND"), TypeName("number", "m2/person"))
    assert message(fault, "en") == "this is money in VND; a number in m2/person was expected"
    assert message(fault, "vi") == "đây là số tiền tính bằng đồng; ở đây cần số đo tính bằng m2/người"
    choice = types.CannotCompare(HERE, TypeName("choice", "rating"), TypeName("text"))
    assert message(choice, "en") == "one of the choices of `rating` cannot be compared with text"


def test_parts_with_empty_fields_are_left_out() -> None:
    assert message(names.DuplicateName(HERE, "x", None), "en") == "`x` is declared a second time"
    assert message(names.DuplicateName(HERE, "x", Span("a.criteria", 3, 1, 3, 2)), "en").endswith("; the first is at line 3")
    assert message(names.DuplicateName(HERE, "x", Span("b.criteria", 3, 1, 3, 2)), "vi").endswith("; lần đầu ở b.criteria:3:1")
    assert message(rules.OutOfForce(HERE, date(2020, 1, 1), date(2023, 7, 1), None), "en") == (
        "the rule set is not in force on 1 January 2020; it is from 1 July 2023"
    )


def test_keywords_in_fields_are_turned() -> None:
    fault = rules.ClausesDoNotGoTogether(HERE, "requires", "met when")
    assert message(fault, "en", keyword_in) == "`requires` and `met when` do not go together"
    assert message(fault, "vi", keyword_in) == "`yêu cầu` và `đạt khi` không dùng cùng nhau được"


@given(st.sampled_from(fault_classes()), st.text(min_size=1) | st.sampled_from(["{0}", "{name}", "[[", "]]", "{", "`", "\x1b[31m", "\u202e"]))
def test_user_text_is_inert_short_and_never_read_as_a_template(kind: type, text: str) -> None:
    fault = example_of(kind, text)
    for said in (message(fault, "en", keyword_in), help_text(fault, "en", keyword_in) or ""):
        assert said == inert(said)
        assert len(said) < 700


def test_the_names_of_other_files_are_inert() -> None:
    fault = names.DuplicateName(HERE, "x", Span("\x1b[31mb\u202e", 3, 1, 3, 2))
    assert message(fault, "en").endswith("the first is at \\x1b[31mb\\u202e:3:1")


def test_braces_in_user_text_stay() -> None:
    assert message(syntax.StrayCharacters(HERE, "{limit}[[x]]"), "en") == "`{limit}[[x]]` means nothing in a rule file"
