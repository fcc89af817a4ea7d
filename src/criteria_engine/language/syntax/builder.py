"""Grammar rules become tree nodes: one method a rule of criteria.lark, called bottom-up while the parser reduces.

Nothing here recurses, so a deeply nested text cannot exhaust the stack. A method gets its rule's children: Lark tokens
(keywords among them, as the place of a node begins with them) and nodes already built.
"""

from datetime import date
from typing import Any, TypeVar

from lark import Token

from criteria_engine.diagnostics.catalogue.syntax import NoSuchDate
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.language.syntax.tokens import token_span
from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e
from criteria_engine.source import Span
from criteria_engine.values.labels import Labels
from criteria_engine.values.numbers import rational

Children = list[Any]
T = TypeVar("T")

_FOLDS: dict[str, e.FoldWay] = {
    "KW_SUM_OF": "sum",
    "KW_AVERAGE_OF": "average",
    "KW_GREATEST_OF": "greatest",
    "KW_LEAST_OF": "least",
    "KW_LATEST": "latest",
    "KW_EARLIEST": "earliest",
}
_OUTCOMES: dict[str, d.OutcomeWord] = {
    "KW_PASSES": "passes",
    "KW_FAILS": "fails",
    "KW_NOT_APPLICABLE": "not applicable",
    "KW_UNDETERMINED": "undetermined",
    "KW_BASICALLY_MET": "basically met",
}
_BOUNDS = {"KW_AT_LEAST": "at least", "KW_AT_MOST": "at most", "KW_EXACTLY": "exactly", "KW_EVERY": "every", "KW_NO": "no"}
_ESCAPES = {'\\"': '"', "\\\\": "\\", "\\n": "\n"}


def unquoted(literal: str) -> str:
    """The text that a string literal writes."""
    if "\\" not in literal:
        return literal[1:-1]
    parts, rest = [], literal[1:-1]
    while rest:
        width = 2 if rest[:2] in _ESCAPES else 1
        parts.append(_ESCAPES.get(rest[:width], rest[:width]))
        rest = rest[width:]
    return "".join(parts)


def keyword_types(children: Children) -> set[str]:
    """The token types among a rule's children."""
    return {child.type for child in children if isinstance(child, Token)}


def nodes(children: Children, kind: type | tuple[type, ...]) -> list[Any]:
    """The children that are nodes of a kind, in order."""
    return [child for child in children if isinstance(child, kind) and not isinstance(child, Token)]


def first(children: Children, kind: type[T]) -> T | None:
    """The first child of a kind, if there is one."""
    found = nodes(children, kind)
    return found[0] if found else None


EXPRESSIONS: tuple[type, ...] = e.Expression.__args__


class Builder:
    """Builds nodes for one file at a time: `file` and `faults` are set before each parse."""

    def __init__(self) -> None:
        self.file = ""
        self.faults: list[Fault] = []

    def place(self, children: Children) -> Span:
        """The stretch from the first child to the last."""
        spans = [self.span_of(child) for child in (children[0], children[-1])] if children else []
        return spans[0].through(spans[1]) if spans else Span(self.file, 1, 1, 1, 1)

    def span_of(self, child: Any) -> Span:
        return token_span(child, self.file) if isinstance(child, Token) else child.span

    def day(self, token: Token) -> date:
        try:
            return date.fromisoformat(str(token))
        except ValueError:
            self.faults.append(NoSuchDate(token_span(token, self.file), str(token)))
            return date(2000, 1, 1)

    # Names, titles, numbers

    def name(self, c: Children) -> e.Name:
        return e.Name(str(c[0]).strip("`"), self.place(c))

    def title(self, c: Children) -> e.Title:
        texts: list[tuple[str | None, str]] = [(None, unquoted(c[0]))]
        for tongue, text in zip(c[1::2], c[2::2], strict=True):
            texts.append((str(tongue), unquoted(text)))
        return e.Title(Labels(tuple(texts)), self.place(c))

    def number(self, c: Children) -> e.NumberLiteral:
        text = str(c[0]).replace("_", "")
        percent = c[0].type == "PERCENT"
        unit = str(c[1]) if len(c) > 1 else None
        return e.NumberLiteral(rational(text.rstrip("%").rstrip(" \t\u00a0")), unit, percent, self.place(c))

    def number_value(self, c: Children) -> e.NumberLiteral:
        return c[0]  # type: ignore[no-any-return]

    def literal(self, c: Children) -> Any:
        return c[0]

    value = bound_value = condition = section = literal

    def negative(self, c: Children) -> e.NumberLiteral:
        return e.NumberLiteral(-c[1].value, c[1].unit, c[1].percent, self.place(c))

    def date_value(self, c: Children) -> e.DateLiteral:
        return e.DateLiteral(self.day(c[0]), self.place(c))

    def text_value(self, c: Children) -> e.TextLiteral:
        return e.TextLiteral(unquoted(c[0]), self.place(c))

    def yes_no(self, c: Children) -> e.YesNoLiteral:
        return e.YesNoLiteral(c[0].type == "KW_YES", self.place(c))

    def reference(self, c: Children) -> e.Reference:
        return e.Reference(c[0].text, c[0].span)

    # Arithmetic

    def total(self, c: Children) -> e.Total:
        signs = [True, *(sign.type == "PLUS" for sign in c[1::2])]
        return e.Total(tuple(zip(signs, c[0::2], strict=True)), self.place(c))

    def multiplied(self, c: Children) -> e.Multiplied:
        signs = [True, *(sign.type == "STAR" for sign in c[1::2])]
        return e.Multiplied(tuple(zip(signs, c[0::2], strict=True)), self.place(c))

    def sum_sign(self, c: Children) -> Token:
        return c[0]  # type: ignore[no-any-return]

    product_sign = comparator = sum_sign

    def minus(self, c: Children) -> e.Expression:
        operand = c[1]
        if isinstance(operand, e.NumberLiteral) and operand.value > 0 and isinstance(c[0], Token):
            return self.negative(c)
        return e.Minus(operand, self.place(c))

    def _steps(self, c: Children, whole: bool) -> e.Steps:
        parts = nodes(c, EXPRESSIONS)
        start = parts[3] if len(parts) > 3 else None
        return e.Steps(parts[0], whole, parts[1], parts[2], start, self.place(c))

    def steps(self, c: Children) -> e.Steps:
        return self._steps(c, True)

    def pro_rata(self, c: Children) -> e.Steps:
        return self._steps(c, False)

    def bracketed(self, c: Children) -> Any:
        return c[0]

    def rounding(self, c: Children) -> tuple[Any, e.RoundingWay | None, Span]:
        return c[1], c[2] if len(c) > 2 else None, self.place([c[0], c[1]])

    def rounding_way(self, c: Children) -> str:
        return {"KW_HALF_UP": "half up", "KW_HALF_EVEN": "half even", "KW_UP": "up", "KW_DOWN": "down"}[c[0].type]

    def rounded(self, c: Children) -> e.Rounded:
        step, way, span = c[1]
        return e.Rounded(c[0], step, way, self.span_of(c[0]).through(span))

    rounded_value = rounded

    def period(self, c: Children) -> e.Period:
        calendars = {"KW_DAYS_FROM": "days", "KW_MONTHS_FROM": "months", "KW_YEARS_FROM": "years"}
        return e.Period(calendars[c[0].type], c[1], c[3], self.place(c))  # type: ignore[arg-type]

    def assessment_date(self, c: Children) -> e.AssessmentDate:
        return e.AssessmentDate(self.place(c))

    def own_score(self, c: Children) -> e.ScoreOf:
        return e.ScoreOf("own", (), self.place(c))

    def score_of(self, c: Children) -> e.ScoreOf:
        return e.ScoreOf("of", tuple(nodes(c, e.Name)), self.place(c))

    def score_without(self, c: Children) -> e.ScoreOf:
        return e.ScoreOf("without", tuple(nodes(c, e.Name)), self.place(c))

    def points_of(self, c: Children) -> e.ScoreOf:
        return e.ScoreOf("points", tuple(nodes(c, e.Name)), self.place(c))

    def score(self, c: Children) -> Any:
        return c[0]

    # Aggregates

    def fold(self, c: Children) -> Token:
        return c[0]  # type: ignore[no-any-return]

    def fold_of_list(self, c: Children) -> e.FoldList:
        return e.FoldList(_FOLDS[c[0].type], tuple(c[1:]), self.place(c))

    def rows_all(self, c: Children) -> e.Rows:
        return e.Rows(c[0], None, c[0].span)

    def rows_filtered(self, c: Children) -> e.Rows:
        return e.Rows(c[0], c[2], self.place(c))

    def share_of_rows(self, c: Children) -> e.Aggregate:
        return e.Aggregate("share", None, c[1], None, None, self.place(c))

    def count_of_rows(self, c: Children) -> e.Aggregate:
        return e.Aggregate("count", None, c[1], None, None, self.place(c))

    def fold_of_field(self, c: Children) -> e.Aggregate:
        return e.Aggregate(_FOLDS[c[0].type], e.Reference(c[1].text, c[1].span), c[3], None, None, self.place(c))

    def fold_of_expression(self, c: Children) -> e.Aggregate:
        return e.Aggregate(_FOLDS[c[0].type], c[1], c[3], None, None, self.place(c))

    def row_filter(self, c: Children) -> tuple[Any, Span]:
        return c[1], self.place(c)

    def aggregated(self, c: Children) -> e.Aggregate:
        head = c[0]
        where = if_none = None
        span = head.span
        for child in c[1:]:
            if isinstance(child, tuple):
                where, end = child
                span = span.through(end)
            elif not isinstance(child, Token):
                if_none = child
                span = span.through(child.span)
        return e.Aggregate(head.way, head.value, head.rows, where, if_none, span)

    def aggregated_all(self, c: Children) -> e.Aggregate:
        return c[0]  # type: ignore[no-any-return]

    def kind(self, c: Children) -> e.HeadingKind:
        words = c[0].type.removeprefix("KW_").lower().split("_")
        return e.HeadingKind(words[-1], words[0] if len(words) > 1 else None, self.place(c))

    def scope(self, c: Children) -> e.Name:
        return c[1]  # type: ignore[no-any-return]

    def _heading_measure(self, way: Any, c: Children) -> e.HeadingMeasure:
        return e.HeadingMeasure(way, c[1], first(c, e.Name), first(c, e.Predicate), self.place(c))

    def share_of_headings(self, c: Children) -> e.HeadingMeasure:
        return self._heading_measure("share", c)

    def count_of_headings(self, c: Children) -> e.HeadingMeasure:
        return self._heading_measure("count", c)

    # Conditions

    def any_of(self, c: Children) -> Any:
        return c[0] if len(c) == 1 else e.AnyOf(tuple(c[0::2]), self.place(c))

    def all_of(self, c: Children) -> Any:
        return c[0] if len(c) == 1 else e.AllOf(tuple(c[0::2]), self.place(c))

    def negated(self, c: Children) -> e.Not:
        return e.Not(c[1], self.place(c))

    def equals(self, c: Children) -> str:
        return "="

    def less_than(self, c: Children) -> str:
        return "<"

    def compared(self, c: Children) -> e.Comparison:
        symbol = {"≥": ">=", "≤": "<=", "≠": "!="}.get(str(c[1]), str(c[1]))
        return e.Comparison(symbol, c[0], c[2], self.place([c[0], c[2]]))  # type: ignore[arg-type]

    def is_missing(self, c: Children) -> e.IsMissing:
        return e.IsMissing(c[0], self.place(c))

    def has_state(self, c: Children) -> e.HasState:
        return e.HasState(c[0], c[1], self.place(c))

    def predicate_passes(self, c: Children) -> e.Predicate:
        return e.Predicate("passes", None, False, self.place(c))

    def predicate_fails(self, c: Children) -> e.Predicate:
        return e.Predicate("fails", None, False, self.place(c))

    def state(self, c: Children) -> e.Predicate:
        better = "KW_OR_BETTER" in keyword_types(c)
        if isinstance(c[0], e.Name):
            return e.Predicate("member", c[0], better, self.place(c))
        if isinstance(c[0], e.YesNoLiteral):
            return e.Predicate("yes" if c[0].value else "no", None, False, self.place(c))
        kinds = {"KW_MET": "passes", "KW_NOT_MET": "fails", "KW_BASICALLY_MET": "basically met", "KW_NOT_APPLICABLE": "not applicable"}
        return e.Predicate(kinds[c[0].type], None, better, self.place(c))  # type: ignore[arg-type]

    def predicate_state(self, c: Children) -> e.Predicate:
        found: e.Predicate = c[1]
        return e.Predicate(found.kind, found.member, found.or_better, self.place(c))

    def bound(self, c: Children) -> Token:
        return c[0]  # type: ignore[no-any-return]

    def every(self, c: Children) -> e.Quantity:
        return e.Quantity("every", None, False, self.place(c))

    def none(self, c: Children) -> e.Quantity:
        return e.Quantity("no", None, False, self.place(c))

    def bound_count(self, c: Children) -> e.Quantity:
        return e.Quantity(_BOUNDS[c[0].type], rational(str(c[1]).replace("_", "")), False, self.place(c[:2]))  # type: ignore[arg-type]

    def bound_share(self, c: Children) -> e.Quantity:
        number = self.number([c[1]])
        return e.Quantity(_BOUNDS[c[0].type], number.value, True, self.place(c[:2]))  # type: ignore[arg-type]

    def counted(self, c: Children) -> e.CountedHeadings:
        return e.CountedHeadings(c[0], c[1], first(c, e.Name), c[-1], self.place(c))

    def item(self, c: Children) -> Any:
        return c[0]

    def listed_open(self, c: Children) -> e.Listed:
        return e.Listed(c[0], tuple(c[1:]), None, self.place(c))

    def listed_with_predicate(self, c: Children) -> e.Listed:
        return e.Listed(c[0], tuple(c[1:-1]), c[-1], self.place(c))

    listed_in_brackets = listed_open
    listed_in_brackets_with_predicate = listed_with_predicate

    def or_closed(self, c: Children) -> Any:
        return c[0]

    def _quantified(self, kind: Any, c: Children) -> e.Quantified:
        names = nodes(c, e.Name)
        where = next((child[0] for child in c if isinstance(child, tuple)), None)
        return e.Quantified(kind, names[0], names[1], where, c[-1], self.place(c))

    def exists(self, c: Children) -> e.Quantified:
        return self._quantified("exists", c)

    def every_row(self, c: Children) -> e.Quantified:
        return self._quantified("every", c)

    def no_row(self, c: Children) -> e.Quantified:
        return self._quantified("no", c)

    # Values by cases

    def band_when(self, c: Children) -> e.BandWhen:
        return e.BandWhen(c[0], c[2], self.place(c))

    def band_otherwise(self, c: Children) -> e.BandOtherwise:
        return e.BandOtherwise(c[0], self.place(c))

    def band_linear(self, c: Children) -> e.BandLinear:
        return e.BandLinear(c[1], c[3], c[5], c[7], c[9], self.place(c))

    def plain_value(self, c: Children) -> Any:
        return c[0]

    def banded_value(self, c: Children) -> e.Banded:
        return e.Banded(tuple(c), self.place(c))

    banded_points = banded_value
