"""Names, texts, numbers and dates as rule text can hold them, the awkward ones among them."""

import unicodedata
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from tests.rule_generation.chance import Chance, likely, pick

from criteria_engine.language.syntax.keywords import keyword_names
from criteria_engine.language.syntax.tokens import LABEL_TONGUES
from criteria_engine.language.tree import expressions as e
from criteria_engine.source import Span
from criteria_engine.values.labels import Labels
from criteria_engine.values.numbers import Rational, normal

PLACE = Span("made up", 1, 1, 1, 1)

PLAIN = ("a", "b", "c", "area", "solved", "cases", "F1", "C1.2", "case.kind", "good", "x_1", "_", "ward")
VIETNAMESE = ("số_hộ", "đạt_chuẩn", "Phường", "tỷ_lệ_2", "Đ.ư", "ệ", "tiêu_chí", "mọi_mục", "không_", "ơ1")
AWKWARD = (
    "vi", "en", "score.x", "text.b", "x.text", "row.kind", "is.a.b", "at", "m2", "scorex", "xscore", "từ_đó", "đúng.1", "no.no", "ß", "ﬁx", "名", "ĳ",
    "missing", "applicable", "days", "complete", "count", "average", "rows", "most", "hết", "theo", "rơi", "two words", "1st", "a-b", "a/b", "x.", ".x", "a..b", "2024-01-01", "12", "1.5", "3%", "a\u0323\u031b", "é́", '"', "--", "(", "yes/no", "\u00a0", "a\tb", "²",
)  # fmt: skip
UNITS = ("m2", "km", "VND", "người", "ngày", "dossier", "m2/người", "km²", "vụ", "hồ_sơ")
TEXTS = ("", "A", "Diện tích trụ sở", "say \"so\"", "two\nlines", "back\\slash", "\\n", "--", "«x»", "“y”", "`", "tab\there", "nb\u00a0sp", " edge ", "名前 🏠", "vi", "é́x", "\\", '"', "\n")  # fmt: skip


@cache
def _keywords() -> tuple[str, ...]:
    return tuple(sorted(keyword_names()))


@cache
def _tongues() -> tuple[str, ...]:
    return tuple(sorted(LABEL_TONGUES))


def name_text(chance: Chance) -> str:
    """A name as a tree holds it: plain, Vietnamese, a keyword of either tongue, or one that needs back-quotes."""
    words = pick(chance, (PLAIN, PLAIN, VIETNAMESE, _keywords(), AWKWARD))
    return unicodedata.normalize("NFC", pick(chance, words))


def name(chance: Chance) -> e.Name:
    return e.Name(name_text(chance), PLACE)


def text(chance: Chance) -> str:
    """A text; several parts put together now and then."""
    found = pick(chance, TEXTS)
    if likely(chance, 2):
        found += pick(chance, TEXTS)
    return unicodedata.normalize("NFC", found)


def title(chance: Chance) -> e.Title:
    """A text with up to two translations."""
    texts: list[tuple[str | None, str]] = [(None, text(chance))]
    for _ in range(chance.whole(0, 5) - 3):
        texts.append((pick(chance, _tongues()), text(chance)))
    return e.Title(Labels(tuple(texts)), PLACE)


def title_or_none(chance: Chance) -> e.Title | None:
    return title(chance) if likely(chance, 5) else None


def not_negative(chance: Chance) -> Rational:
    """A number from 0 that a decimal can write."""
    match chance.whole(0, 5):
        case 0 | 1:
            return chance.whole(0, 30)
        case 2:
            return pick(chance, (100, 1250, 60_000, 100_000_000_000, 10**39))
        case 3:
            return normal(Fraction(chance.whole(0, 9999), pick(chance, (10, 100, 8))))
        case 4:  # exactly three decimals would be read in two ways
            return normal(Fraction(chance.whole(0, 9_999_999), 1000))
    return normal(Fraction(chance.whole(0, 10**12), 10 ** chance.whole(1, 20)))


def number(chance: Chance, *, negative: bool = True) -> e.NumberLiteral:
    """A number with percent sign or unit or neither."""
    value = not_negative(chance)
    if negative and likely(chance, 2):
        value = -value
    match chance.whole(0, 3):
        case 0 | 1:
            return e.NumberLiteral(value, None, False, PLACE)
        case 2:
            return e.NumberLiteral(value, None, True, PLACE)
    return e.NumberLiteral(value, pick(chance, UNITS), False, PLACE)


def day(chance: Chance) -> date:
    """Any day of the calendar, mostly of these years."""
    if likely(chance, 1):
        return pick(chance, (date(1, 1, 1), date(9999, 12, 31), date(1900, 1, 1), date(2024, 2, 29)))
    return date(2020, 1, 1) + timedelta(days=chance.whole(0, 4000))


def literal(chance: Chance) -> e.Expression:
    """What stands where the grammar asks for a literal: a number, seldom a date."""
    return e.DateLiteral(day(chance), PLACE) if likely(chance, 1) else number(chance)


def value(chance: Chance) -> e.Expression:
    """What stands where the grammar asks for a plain value."""
    match chance.whole(0, 4):
        case 0:
            return e.YesNoLiteral(likely(chance, 5), PLACE)
        case 1:
            return literal(chance)
        case 2:
            return e.TextLiteral(text(chance), PLACE)
        case 3:
            return e.DateLiteral(day(chance), PLACE)
    return e.Reference(name_text(chance), PLACE)
