"""Faults of the text itself: characters, words out of place, numbers and dates that cannot be read (S...)."""

from typing import ClassVar

from attrs import frozen

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.unreadable import WhyUnreadable


@frozen
class FileUnreadable(Fault):
    """A file that is missing, not UTF-8 (from `byte` on), or may not be opened."""

    code: ClassVar[str] = "S001"
    file: str
    reason: WhyUnreadable
    byte: int | None = None


@frozen
class FileTooLarge(Fault):
    code: ClassVar[str] = "S002"
    bytes: int
    limit: int


@frozen
class StrayCharacters(Fault):
    """Characters that no word of the language has."""

    code: ClassVar[str] = "S003"
    found: str


@frozen
class UnclosedText(Fault):
    """A text in quotes that does not end on its line, or has an escape that means nothing."""

    code: ClassVar[str] = "S004"


@frozen
class TypographicQuotes(Fault):
    code: ClassVar[str] = "S005"


@frozen
class AmbiguousNumber(Fault):
    """`1,250` or `1.250`: one reader takes it for 1250, another for 1.25."""

    code: ClassVar[str] = "S006"
    found: str
    as_whole: str
    as_decimal: str


@frozen
class NumberTooLong(Fault):
    code: ClassVar[str] = "S007"
    limit: int


@frozen
class UnexpectedWord(Fault):
    """A word that cannot stand where it does; `expected` holds names of terminals. `twice` where it stands there twice."""

    code: ClassVar[str] = "S008"
    found: str
    expected: tuple[str, ...]
    twice: bool = False


@frozen
class UnexpectedEnd(Fault):
    """The file ends in the middle of a statement."""

    code: ClassVar[str] = "S009"
    expected: tuple[str, ...]


@frozen
class NoSuchDate(Fault):
    code: ClassVar[str] = "S010"
    found: str


@frozen
class NestedTooDeep(Fault):
    code: ClassVar[str] = "S011"
    limit: int


@frozen
class HeaderMissing(Fault):
    """A rule file that does not begin with `ruleset`."""

    code: ClassVar[str] = "S012"


@frozen
class DateNotIso(Fault):
    """A date written day first, or without its leading zeros."""

    code: ClassVar[str] = "S014"
    found: str
    meant: str
    month_first: str | None = None


@frozen
class DecimalComma(Fault):
    """A decimal written with a comma."""

    code: ClassVar[str] = "S015"
    found: str
    meant: str


@frozen
class ComparisonTurned(Fault):
    """`=>` or `==` for `>=` or `=`."""

    code: ClassVar[str] = "S016"
    found: str
    meant: str


@frozen
class NoForNot(Fault):
    """`no` before a condition, where `not` is meant: in Vietnamese `không` for `không phải`."""

    code: ClassVar[str] = "S017"
    name: str


@frozen
class UnknownTongue(Fault):
    """`labels` with a word that is no code of a tongue."""

    code: ClassVar[str] = "S013"
    found: str
    known: tuple[str, ...]


@frozen
class WordMisspelt(Fault):
    """A word that is not of the language, where it is plain which keyword or sign is meant: without its marks or in other
    case, with a slip of the hand, or a word that other languages have."""

    code: ClassVar[str] = "S018"
    found: str
    meant: str


@frozen
class ForeignSign(Fault):
    """A sign that other languages or other keyboards have: `&&`, `（`, `'text'`, `.5`, `1 000 000`."""

    code: ClassVar[str] = "S019"
    found: str
    meant: str


@frozen
class WordMissing(Fault):
    """Something that has to stand behind a word and does not; `expected` holds names of terminals."""

    code: ClassVar[str] = "S020"
    after: str
    expected: tuple[str, ...]


@frozen
class ForeignComment(Fault):
    """A comment as other languages have it: `# …`, `// …`, `/* … */`, or with a dash that a word processor made of `--`."""

    code: ClassVar[str] = "S021"
    found: str


@frozen
class StatementTooLong(Fault):
    """A clause, or a line of facts, with more words than anyone reads."""

    code: ClassVar[str] = "S022"
    limit: int
