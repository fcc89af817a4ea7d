"""The columns of a table as its database holds them become a plan's numbers, or the code of the fault that reading them by row would give.

Whole numbers and decimals are compared with bounds before they are cast, so that no cast can fail; what changes by the cast is finer than the
fact's step. Texts are taken in NFC without white space at their ends; empty ones and marks like `n/a` are missing.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Literal

from attrs import frozen
from sqlglot import exp

from criteria_engine.backends.sql.dialects import Dialect
from criteria_engine.backends.sql.nodes import (
    Node,
    among,
    bracketed,
    called,
    cast,
    column,
    concatenated,
    either,
    every,
    first_of,
    in_binary,
    is_not_null,
    number,
    text,
    times,
)
from criteria_engine.data.cell_reading import MISSING_MARKS, OUTCOMES, datum_reader
from criteria_engine.data.raw_table import LONGEST_CELL
from criteria_engine.diagnostics.catalogue.data import (
    CellTooLong,
    CharactersNotText,
    DateOutOfBounds,
    DateWithTime,
    FinerThanScale,
    MemberDoubtful,
    NotAMember,
    NotAnOutcome,
    NotANumber,
    NumberOutOfBounds,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.plan import OUTCOMES as OUTCOME_CODES
from criteria_engine.values.numbers import decimal_places, exact_text
from criteria_engine.values.types import ChoiceType, DateType, NumberType, OutcomeType, TextType

Percent = Literal["points", "share"]
"""What bare numbers of percent columns are: 85 for 85 %, or 0.85."""

SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
"""The characters that count as white space."""

ALWAYS_COMPOSED = "^[\\x01-\\u024F\\u1E00-\\u1EFF\\u2000-\\u2027\\u2030-\\u205E\\u20AB\\u20AC]*$"
"""Texts of these characters, Vietnamese ones among them, are in NFC whatever they say."""


@frozen(eq=False)
class TypedColumn:
    """How a column is read. `raw` is the column, `prepared` what is read of it (null where it is missing) by the column `rN`,
    `value` its number, flag or text by the columns `rN` and `pN`, null where there is none; `there` whether, where there is no value, there is
    a datum all the same, and `code` its fault."""

    raw: Node
    prepared: Node
    value: Node
    there: Node
    code: Node
    unsuited: Node | None = None


def typed_column(fact: Fact, index: int, raw: Node, dialect: Dialect, percent: Percent) -> TypedColumn:
    """How the column of a fact is read. Raises Unsupported for a fact whose steps no decimal holds."""
    found, prepared = _maker(f"r{index}"), _maker(f"p{index}")
    match fact.type:
        case NumberType() as kind:
            return _number(fact, kind, raw, found, prepared, dialect, percent)
        case DateType() as kind:
            return _date(kind, raw, found, prepared, dialect)
        case ChoiceType(members=members):
            words = [word for member in members for word in (member.name, *(label for _, label in member.labels.texts))]
            return _of_words(fact, words, raw, found, prepared, dialect)
        case OutcomeType():
            return _of_words(fact, list(OUTCOMES), raw, found, prepared, dialect)
        case TextType():
            return _text(fact, raw, found, prepared, dialect)
    return TypedColumn(raw, found(), found(), is_not_null(found()), text(NotAMember.code))


def _maker(name: str) -> Callable[[], Node]:
    return lambda: column(name)


def decimal(value: Fraction) -> Node:
    """A number with a finite number of decimals as a literal."""
    written = exact_text(abs(value))
    literal = exp.Literal(this=written, is_string=False)
    return exp.Neg(this=literal) if value < 0 else literal


MOST_PLACES = 9
"""Decimals of a step, at most."""


def _number(
    fact: Fact, kind: NumberType, raw: Node, found: Callable[[], Node], prepared: Callable[[], Node], dialect: Dialect, percent: Percent
) -> TypedColumn:
    times_shown = 100 if kind.kind == "percent" and percent == "points" else 1
    step = Fraction(kind.scale or 1) * times_shown
    places = decimal_places(step)
    if places is None or places > MOST_PLACES:
        raise Unsupported(fact.name, "steps that are no decimal of at most nine places")
    low, high = Fraction(kind.low) * times_shown, Fraction(kind.high) * times_shown
    inside = exp.Between(this=found(), low=decimal(_rounded(low, places, up=True)), high=decimal(_rounded(high, places, up=False)))
    digits = len(str(int(max(abs(low), abs(high)))))
    kept = cast(either(inside, found(), exp.Null()), f"DECIMAL({digits + places}, {places})")
    many = int(step * 10**places)
    scaled = times(prepared(), cast(number(10**places), f"DECIMAL({places + 1}, 0)")) if places else prepared()
    whole = cast(scaled, dialect.narrow)
    exact: Node = exp.EQ(this=prepared(), expression=found())
    if many != 1:
        exact = every(exact, exp.EQ(this=dialect.remainder(bracketed(whole), number(many)), expression=number(0)))
        whole = dialect.divided(bracketed(whole), number(many))
    outside = exp.Not(this=exp.Paren(this=inside.copy()))
    nowhere = among(called("LOWER", cast(found(), "TEXT")), [text(each) for each in ("nan", "inf", "-inf", "infinity", "-infinity")])
    code = first_of([(nowhere, text(NotANumber.code)), (outside, text(NumberOutOfBounds.code))], text(FinerThanScale.code))
    return TypedColumn(raw, kept, either(exact, whole, exp.Null()), is_not_null(found()), code)


def _rounded(value: Fraction, places: int, up: bool) -> Fraction:
    """A bound that no decimal holds is moved to the nearest number inside it that a step can reach."""
    if decimal_places(value) is not None:
        return value
    scaled = value * 10**places
    return Fraction(-(-scaled.numerator // scaled.denominator) if up else scaled.numerator // scaled.denominator, 10**places)


def _date(kind: DateType, raw: Node, found: Callable[[], Node], prepared: Callable[[], Node], dialect: Dialect) -> TypedColumn:
    last = exp.LTE if kind.high == date.max else exp.LT
    end = kind.high if kind.high == date.max else kind.high + timedelta(days=1)
    low, high = cast(text(kind.low.isoformat()), "DATE"), cast(text(end.isoformat()), "DATE")
    inside = every(exp.GTE(this=found(), expression=low), last(this=found(), expression=high))
    kept = cast(either(inside, found(), exp.Null()), "DATE")
    value = either(exp.EQ(this=prepared(), expression=found()), dialect.day_number(prepared()), exp.Null())
    code = either(inside.copy(), text(DateWithTime.code), text(DateOutOfBounds.code))
    return TypedColumn(raw, kept, value, is_not_null(found()), code)


def _spaces() -> Node:
    """The characters of white space; those that a text editor would change are written by their numbers."""
    shown = "".join(each for each in SPACES if each.isprintable() or (ord(each) > 0x85 and ord(each) not in (0x2028, 0x2029)))
    return concatenated(text(shown), *(called("CHR", number(ord(each))) for each in SPACES if each not in shown and ord(each) < 0x100))


def plain_text(node: Node, dialect: Dialect) -> Node:
    """A text in NFC without white space at its ends."""
    found = cast(node, "TEXT")
    composed = found if dialect.composed is None else dialect.composed(found)
    return in_binary(exp.Trim(this=composed, expression=_spaces(), position="BOTH"), dialect.binary)


def _text(fact: Fact, raw: Node, found: Callable[[], Node], prepared: Callable[[], Node], dialect: Dialect) -> TypedColumn:
    there = every(is_not_null(prepared()), exp.Not(this=_missing(prepared, fact)))
    bad: list[tuple[Node, Node]] = [(exp.GT(this=called("LENGTH", found()), expression=number(LONGEST_CELL)), text(CellTooLong.code))]
    if dialect.holds_nul:
        place = exp.StrPosition(this=found(), substr=called("CHR", number(0)))
        bad.append((exp.GT(this=bracketed(place), expression=number(0)), text(CharactersNotText.code)))
    value = either(every(there, *(exp.Not(this=exp.Paren(this=condition)) for condition, _ in bad)), prepared(), exp.Null())
    code = first_of([(condition.copy(), code) for condition, code in bad], exp.Null())
    return TypedColumn(cast(raw, "TEXT"), plain_text(found(), dialect), value, there.copy(), code, _unsuited(found, dialect))


def _unsuited(found: Callable[[], Node], dialect: Dialect) -> Node | None:
    """Where a database cannot bring a text into NFC: whether it may not be in it already."""
    if dialect.composed is not None:
        return None
    return every(is_not_null(found()), exp.Not(this=exp.RegexpLike(this=found(), expression=text(ALWAYS_COMPOSED))))


def _forms(words: Iterable[str]) -> list[str]:
    """Words as people write them: large and small, for databases that know only some letters' other case, and without Vietnamese marks."""
    found: dict[str, None] = {}
    for word in words:
        plain = unicodedata.normalize("NFC", word).strip()
        for each in (plain, _unmarked(plain)):
            found |= dict.fromkeys((each, each.lower(), each.upper(), each.capitalize(), each.title()))
    return list(found)


def _unmarked(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _missing(prepared: Callable[[], Node], fact: Fact) -> Node:
    """Whether a text stands for a missing value; what marks that elsewhere may be a word of the fact."""
    read = datum_reader(fact)
    marks = [form for form in _forms(("", *MISSING_MARKS)) if read(form) is None]
    return exp.Paren(this=among(prepared(), [text(each) for each in marks]))


def _of_words(fact: Fact, words: Sequence[str], raw: Node, found: Callable[[], Node], prepared: Callable[[], Node], dialect: Dialect) -> TypedColumn:
    """A text that is one of some words, as reading by row has it: as they stand, or but for capitals or all Vietnamese marks. What a
    text is that is not enumerated its small letters say, where no two words differ in capitals only."""
    read = datum_reader(fact)
    exact: dict[Any, list[str]] = {}
    by_capitals: dict[str, set[Any]] = {}
    for form in _forms(words):
        meant = _code_of(read(form))
        exact.setdefault(meant, []).append(form)
        by_capitals.setdefault(form.casefold(), set()).add(meant)
    cases = [(among(prepared(), [text(each) for each in said]), _meant(meant)) for meant, said in exact.items()]
    clear: dict[Any, list[str]] = {}
    for word, several in by_capitals.items():
        if len(several) == 1:
            clear.setdefault(next(iter(several)), []).append(word.lower())
    cases += [(among(called("LOWER", prepared()), [text(each) for each in said]), _meant(meant)) for meant, said in clear.items()]
    doubtful = [form for meant, said in exact.items() if isinstance(meant, str) for form in said]
    other = NotAnOutcome.code if isinstance(fact.type, OutcomeType) else NotAMember.code
    code: Node = text(other)
    if doubtful:
        code = either(among(called("LOWER", prepared()), [text(each.lower()) for each in doubtful]), text(MemberDoubtful.code), code)
    there = every(is_not_null(prepared()), exp.Not(this=_missing(prepared, fact)))
    plain = [form for meant, said in exact.items() if not isinstance(meant, str) and meant is not None for form in said]
    known = in_binary(found(), dialect.binary)
    kept = either(among(known, [text(each) for each in plain]), known.copy(), plain_text(found(), dialect)) if plain else plain_text(found(), dialect)
    return TypedColumn(cast(raw, "TEXT"), kept, first_of(cases, exp.Null()), there, code, _unsuited(found, dialect))


def _code_of(meant: Any) -> Any:
    """The number of a word's value; the code of the fault of a word that has none."""
    if isinstance(meant, Fault):
        return meant.code
    return OUTCOME_CODES.index(meant) if isinstance(meant, str) else meant


def _meant(found: Any) -> Node:
    return exp.Null() if found is None or isinstance(found, str) else number(found)
