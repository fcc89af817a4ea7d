"""Conditions and values as text, with brackets exactly where the grammar needs them."""

from typing import Literal

from criteria_engine.language.printing.words import Words, day, literal, name, text
from criteria_engine.language.syntax.keywords import Place
from criteria_engine.language.tree import expressions as e

Binding = Literal["or", "and", "not", "comparison", "sum", "term", "product", "unary", "atom"]
"""How tightly a piece of text binds, loosest first."""

_RANK: dict[Binding, int] = {
    "or": 0,
    "and": 1,
    "not": 2,
    "comparison": 3,
    "sum": 4,
    "term": 5,
    "product": 6,
    "unary": 7,
    "atom": 8,
}
_FOLD_WORDS = {
    "sum": "SUM_OF",
    "average": "AVERAGE_OF",
    "greatest": "GREATEST_OF",
    "least": "LEAST_OF",
    "latest": "LATEST",
    "earliest": "EARLIEST",
}
_BOUND_WORDS = {"at least": "AT_LEAST", "at most": "AT_MOST", "exactly": "EXACTLY"}


def is_open(node: e.Expression) -> bool:
    """Whether a condition runs to the end of the text around it, so that nothing may follow without brackets."""
    match node:
        case e.Listed(predicate=None):
            return True
        case e.Quantified():
            return True
        case e.Aggregate():
            return node.where is not None or node.if_none is not None
        case e.Not(operand):
            return is_open(operand)
        case e.AllOf(items) | e.AnyOf(items):
            return is_open(items[-1]) and not (isinstance(items[-1], (e.AllOf, e.AnyOf)) and _binding(items[-1]) <= _binding(node))
        case e.Comparison(right=right):
            return isinstance(right, e.Aggregate) and is_open(right)
    return False


def _binding(node: e.Expression) -> int:
    match node:
        case e.AnyOf():
            return _RANK["or"]
        case e.AllOf():
            return _RANK["and"]
        case e.Not() | e.Listed() | e.CountedHeadings() | e.Quantified():
            return _RANK["not"]
        case e.Comparison() | e.IsMissing() | e.HasState() | e.HeadingMeasure():
            return _RANK["comparison"]
        case e.Aggregate():
            return _RANK["not"] if is_open(node) else _RANK["atom"]
        case e.Total():
            return _RANK["sum"]
        case e.Steps():
            return _RANK["term"]
        case e.Multiplied():
            return _RANK["product"]
        case e.Minus() | e.Period():
            return _RANK["unary"]
        case e.NumberLiteral(value=value):
            return _RANK["unary"] if value < 0 else _RANK["atom"]
    return _RANK["atom"]


def expression(node: e.Expression, words: Words, at_least: Binding = "or", last: bool = True) -> str:
    """An expression where something that binds at least so tightly may stand; `last` when nothing follows it."""
    inner = _text(node, words)
    if isinstance(node, e.Rounded):
        return f"({inner})"
    if _binding(node) < _RANK[at_least] or (is_open(node) and not last):
        return f"({inner})"
    return inner


def _text(node: e.Expression, words: Words) -> str:
    kw = words.kw
    match node:
        case e.Reference():
            return name(node.name)
        case e.NumberLiteral():
            return literal(node)
        case e.DateLiteral():
            return day(node.value)
        case e.TextLiteral():
            return text(node.value)
        case e.YesNoLiteral():
            return kw("YES" if node.value else "NO")
        case e.OutcomeLiteral():
            return kw(node.value.upper().replace(" ", "_"))
        case e.AssessmentDate():
            return kw("ASSESSMENT_DATE")
        case e.Minus():
            return f"-{expression(node.operand, words, 'unary')}" if not _signed(node.operand) else f"-({expression(node.operand, words)})"
        case e.Total():
            parts = [("" if i == 0 else " + " if sign else " - ") + expression(term, words, "term") for i, (sign, term) in enumerate(node.terms)]
            return "".join(parts)
        case e.Multiplied():
            found = [("" if i == 0 else " * " if sign else " / ") + expression(part, words, "unary") for i, (sign, part) in enumerate(node.factors)]
            return "".join(found)
        case e.Steps():
            return _steps(node, words)
        case e.Rounded():
            return rounded(node, words)
        case e.Period():
            word = {"days": "DAYS_FROM", "months": "MONTHS_FROM", "years": "YEARS_FROM"}[node.calendar]
            return f"{kw(word)} {expression(node.start, words, 'atom')} {kw('TO')} {expression(node.end, words, 'unary')}"
        case e.ScoreOf():
            return _score(node, words)
        case e.FoldList():
            return f"{kw(_FOLD_WORDS[node.way])} ({', '.join(expression(item, words, 'sum') for item in node.items)})"
        case e.Aggregate():
            return _aggregate(node, words)
        case e.HeadingMeasure():
            word = kw("SHARE_OF" if node.way == "share" else "COUNT_OF")
            asked = f" {kw('WHERE', 'headings')} {predicate(node.predicate, words, 'plural')}" if node.predicate else ""
            return f"{word} {heading_kind(node.kind, words, 'plural')}{_scope(node.scope, words)}{asked}"
        case e.Comparison():
            right = _text(node.right, words) if isinstance(node.right, e.Aggregate) else expression(node.right, words, "sum")
            return f"{expression(node.left, words, 'sum')} {node.symbol} {right}"
        case e.IsMissing():
            return f"{expression(node.value, words, 'sum')} {kw('IS_MISSING')}"
        case e.HasState():
            return f"{expression(node.value, words, 'sum')} {predicate(node.predicate, words, None)}"
        case e.AllOf() | e.AnyOf():
            return _chain(node, words)
        case e.Not():
            return f"{kw('NOT')} {expression(node.operand, words, 'not')}"
        case e.CountedHeadings():
            place: Place | None = None if node.quantity.kind in ("every", "no") or node.quantity.number == 1 else "plural"
            kind = heading_kind(node.kind, words, place) + _scope(node.scope, words)
            return f"{quantity(node.quantity, words)} {kind} {predicate(node.predicate, words, place)}"
        case e.Listed():
            return _listed(node, words)
        case e.Quantified():
            return _quantified(node, words)
        case e.Banded():
            return "\n".join(band(part, words) for part in node.bands)


def _signed(node: e.Expression) -> bool:
    return isinstance(node, (e.Minus, e.NumberLiteral))


def _chain(node: e.AllOf | e.AnyOf, words: Words) -> str:
    joiner, inner = (words.kw("AND"), "not") if isinstance(node, e.AllOf) else (words.kw("OR"), "and")
    parts = [expression(item, words, inner, last=item is node.items[-1]) for item in node.items]  # type: ignore[arg-type]
    return f" {joiner} ".join(parts)


def _steps(node: e.Steps, words: Words) -> str:
    amount, step, measure = expression(node.amount, words, "product"), expression(node.step, words, "unary"), expression(node.measure, words, "unary")
    if step.endswith(words.kw("SCORE")):
        step = f"({step})"  # `score` and `of` would be one keyword
    beyond = f" {words.kw('BEYOND')} {expression(node.start, words, 'unary')}" if node.start is not None else ""
    return f"{amount} {words.kw('FOR_EACH_FULL' if node.whole else 'PRO_RATA')} {step} {words.kw('OF', 'rows')} {measure}{beyond}"


def rounded(node: e.Rounded, words: Words) -> str:
    """A value rounded, without brackets."""
    ways = {"half up": "HALF_UP", "half even": "HALF_EVEN", "up": "UP", "down": "DOWN"}
    way = f" {words.kw(ways[node.way])}" if node.way else ""
    return f"{expression(node.value, words, 'sum')} {words.kw('ROUNDED_TO')} {expression(node.step, words, 'unary')}{way}"


def _score(node: e.ScoreOf, words: Words) -> str:
    if node.kind == "own":
        return words.kw("SCORE")
    names = ", ".join(name(part.text) for part in node.names)
    if node.kind == "points":
        return f"{words.kw('POINTS_OF')} {names}"
    word = words.kw("SCORE_OF" if node.kind == "of" else "SCORE_WITHOUT")
    return f"{word} {names}" if len(node.names) == 1 else f"{word} ({names})"


def _rows(node: e.Rows, words: Words) -> str:
    if node.where is None:
        return name(node.table.text)
    return f"({name(node.table.text)} {words.kw('WHERE')} {expression(node.where, words)})"


def _aggregate(node: e.Aggregate, words: Words) -> str:
    rows = _rows(node.rows, words)
    match node.way:
        case "share":
            head = f"{words.kw('SHARE_OF')} {rows}"
        case "count":
            head = f"{words.kw('COUNT_OF')} {rows}"
        case _ if isinstance(node.value, e.Reference):
            head = f"{words.kw(_FOLD_WORDS[node.way])} {name(node.value.name)} {words.kw('OF', 'rows')} {rows}"
        case _:
            assert node.value is not None
            head = f"{words.kw(_FOLD_WORDS[node.way])} ({expression(node.value, words, 'sum')}) {words.kw('IN')} {rows}"
    where = f" {words.kw('WHERE')} {expression(node.where, words, last=False)}" if node.where is not None else ""
    none = f" {words.kw('IF_NONE')} {expression(node.if_none, words)}" if node.if_none is not None else ""
    return head + where + none


def heading_kind(node: e.HeadingKind, words: Words, place: Place | None) -> str:
    """`mandatory criteria` and its like."""
    return words.kw(f"{node.only}_{node.level}".upper() if node.only else node.level.upper(), place)


def _scope(node: e.Name | None, words: Words) -> str:
    return f" {words.kw('IN')} {name(node.text)}" if node is not None else ""


def predicate(node: e.Predicate, words: Words, place: Place | None) -> str:
    """`passes`, `is good or better`."""
    better = f" {words.kw('OR_BETTER')}" if node.or_better else ""
    are = words.kw("ARE", place)
    match node.kind:
        case "passes" | "fails":
            return words.kw(node.kind.upper(), place)
        case "basically met":
            return f"{are} {words.kw('BASICALLY_MET')}{better}"
        case "not applicable":
            return f"{are} {words.kw('NOT_APPLICABLE')}"
        case "yes" | "no":
            return f"{are} {words.kw(node.kind.upper())}"
    assert node.member is not None
    return f"{are} {name(node.member.text)}{better}"


def quantity(node: e.Quantity, words: Words) -> str:
    """`every`, `no`, `at least 3`, `at most 30% of`."""
    if node.kind == "every":
        return words.kw("EVERY")
    if node.kind == "no":
        return words.kw("NO", "rows")
    assert node.number is not None
    written = literal(e.NumberLiteral(node.number, None, node.percent, node.span))
    return f"{words.kw(_BOUND_WORDS[node.kind])} {written}" + (f" {words.kw('OF')}" if node.percent else "")


def _listed(node: e.Listed, words: Words) -> str:
    kind = node.quantity.kind
    head = words.kw("ALL_OF") if kind == "every" else words.kw("NONE_OF") if kind == "no" else f"{quantity(node.quantity, words)} {words.kw('OF')}"
    plain = node.predicate is None  # before a predicate in brackets: `= không` and `đạt` would be the keyword `không đạt`
    items = ", ".join(expression(item, words, "comparison" if plain and _is_item(item) else "sum", last=False) for item in node.items)
    asked = f" {predicate(node.predicate, words, 'plural')}" if node.predicate is not None else ""
    return f"{head} {items}{asked}"


def _is_item(node: e.Expression) -> bool:
    return isinstance(node, e.Comparison) and not isinstance(node.right, e.Aggregate)


def _quantified(node: e.Quantified, words: Words) -> str:
    kw = words.kw
    variable, table = name(node.variable.text), name(node.table.text)
    if node.kind == "exists":
        return f"{kw('EXISTS')} {variable} {kw('IN')} {table} {kw('WHERE', 'rows')} {expression(node.condition, words)}"
    head = kw("EVERY") if node.kind == "every" else kw("NO", "rows")
    where = f" {kw('WHERE', 'rows')} {expression(node.where, words, last=False)}" if node.where is not None else ""
    has = kw("HAS", "rows" if node.kind == "every" else "none")
    return f"{head} {variable} {kw('IN')} {table}{where} {has} {expression(node.condition, words)}"


def _band_value(node: e.Expression, words: Words) -> str:
    """Conditions in brackets, since one that ends in a keyword could make another with what follows (`passes when`)."""
    return expression(node, words, "sum", last=False)


def band(node: e.Band, words: Words) -> str:
    """One case of a value by cases."""
    match node:
        case e.BandWhen():
            return f"{_band_value(node.value, words)} {words.kw('WHEN')} {expression(node.condition, words)}"
        case e.BandOtherwise():
            return f"{_band_value(node.value, words)} {words.kw('OTHERWISE')}"
    parts = [
        expression(part, words, "sum") for part in (node.measure, node.from_value, node.from_at, node.to_value, node.to_at)
    ]
    frm, to, at = words.kw("FROM"), words.kw("TO"), words.kw("AT")
    for place in (2, 4):
        if parts[place].startswith(words.kw("LEAST_OF")):
            parts[place] = f"({parts[place]})"  # `at` and `least` would be one keyword
    return f"{words.kw('LINEAR_IN')} {parts[0]} {frm} {parts[1]} {at} {parts[2]} {to} {parts[3]} {at} {parts[4]}"
