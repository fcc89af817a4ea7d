"""Keywords, names, numbers and texts as they are written in a rule file."""

from datetime import date

from attrs import frozen

from criteria_engine.language.syntax.keywords import Place, keywords, needs_back_quotes
from criteria_engine.language.syntax.tokens import LABEL_TONGUES
from criteria_engine.language.tree import expressions as e
from criteria_engine.values.numbers import Rational, decimal_places, exact_text, size


@frozen
class Words:
    """How one tongue writes."""

    tongue: str

    def kw(self, name: str, place: Place | None = None) -> str:
        """A keyword, as it is written at a place in the sentence."""
        return keywords()[name].word(self.tongue, place)


def name(text: str, *, after_title: bool = False) -> str:
    """A name, in back-quotes where it would be read as a keyword in some tongue, or after a title as the tongue of the next."""
    return f"`{text}`" if needs_back_quotes(text) or (after_title and text in LABEL_TONGUES) else text


def text(value: str) -> str:
    """A text in quotes."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def day(value: date) -> str:
    """A date, ISO."""
    return value.isoformat()


def number(value: Rational) -> str:
    """A number as a decimal, its whole part in groups of three from five digits on; it must have a finite decimal. Where
    three decimals could be taken for thousands (`1.250`) it gets a fourth.

    >>> from fractions import Fraction
    >>> number(1_250_000), number(Fraction(9, 8)), number(Fraction(1, 8))
    ('1_250_000', '1.1250', '0.125')
    """
    assert decimal_places(value) is not None
    written = exact_text(size(value))
    whole, dot, rest = written.partition(".")
    if len(rest) == 3 and len(whole) <= 3 and whole != "0":
        rest += "0"
    if len(whole) > 4:
        head = len(whole) % 3
        whole = "_".join(([whole[:head]] if head else []) + [whole[i : i + 3] for i in range(head, len(whole), 3)])
    return f"{'-' if value < 0 else ''}{whole}{dot}{rest}"


def literal(node: e.NumberLiteral) -> str:
    """A number with its percent sign or unit."""
    unit = f" {node.unit}" if node.unit else ""
    return f"{number(node.value)}{'%' if node.percent else ''}{unit}"


def title(node: e.Title) -> str:
    """A text with its translations."""
    (_, first), *others = node.labels.texts
    return " ".join([text(first), *(f"{tongue} {text(said)}" for tongue, said in others)])
