"""Short ways of making the few kinds of nodes that queries of plans are built of; what is not a single word is put in brackets."""

from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

from sqlglot import exp

Node: TypeAlias = exp.Expression


def column(name: str, table: str | None = None) -> Node:
    """A column by a name of our own, which needs no quotes."""
    if table is None:
        return exp.Column(this=exp.Identifier(this=name, quoted=False))
    return exp.Column(this=exp.Identifier(this=name, quoted=False), table=exp.Identifier(this=table, quoted=False))


def named(node: Node, name: str) -> Node:
    return exp.Alias(this=node, alias=exp.Identifier(this=name, quoted=False))


def quoted(name: str, table: str | None = None) -> Node:
    """A column by a name that an author or a database gave, in quotes."""
    if table is None:
        return exp.Column(this=exp.Identifier(this=name, quoted=True))
    return exp.Column(this=exp.Identifier(this=name, quoted=True), table=exp.Identifier(this=table, quoted=False))


def shown_as(node: Node, name: str) -> Node:
    """A column with a name of the rule set, in quotes."""
    return exp.Alias(this=node, alias=exp.Identifier(this=name, quoted=True))


def among(node: Node, values: Sequence[Node]) -> Node:
    return exp.In(this=bracketed(node), expressions=list(values))


def by_cases(of: Node, cases: Sequence[tuple[Node, Node]], otherwise: Node) -> Node:
    """A value by what another is equal to."""
    return exp.Case(this=of, ifs=[exp.If(this=one, true=then) for one, then in cases], default=otherwise)


def first_of(cases: Sequence[tuple[Node, Node]], otherwise: Node) -> Node:
    """The value of the first condition that holds."""
    return exp.Case(ifs=[exp.If(this=condition, true=then) for condition, then in cases], default=otherwise)


def within(query: exp.Select) -> Node:
    """A query as what another reads from."""
    return exp.Subquery(this=query, alias=exp.TableAlias(this=exp.Identifier(this="found", quoted=False)))


def filtered(query: exp.Select, condition: Node) -> exp.Select:
    query.set("where", exp.Where(this=condition))
    return query


def number(value: int) -> Node:
    """A whole number; a negative one with its sign in front."""
    return exp.Literal(this=str(value), is_string=False) if value >= 0 else exp.Neg(this=exp.Literal(this=str(-value), is_string=False))


def text(value: str) -> Node:
    return exp.Literal(this=value, is_string=True)


def flag(value: bool) -> Node:
    return exp.Boolean(this=value)


@cache
def type_named(name: str) -> exp.DataType:
    return exp.DataType.build(name)


def cast(node: Node, to: str) -> Node:
    return exp.Cast(this=node, to=type_named(to))


def called(name: str, *arguments: Node) -> Node:
    """A function by the name that the database has for it, not one that the printer knows and would write in its own way."""
    return exp.Anonymous(this=name, expressions=list(arguments))


_ALONE = (exp.Trim, exp.Column, exp.Literal, exp.Cast, exp.Anonymous, exp.Case, exp.Paren, exp.Boolean, exp.Coalesce, exp.Extract, exp.Filter)


def bracketed(node: Node) -> Node:
    """A node in brackets, unless it is one word, a call or brackets already: the printer adds none of its own."""
    return node if isinstance(node, _ALONE) else exp.Paren(this=node)


def plus(left: Node, right: Node) -> Node:
    return exp.Add(this=bracketed(left), expression=bracketed(right))


def minus(left: Node, right: Node) -> Node:
    return exp.Sub(this=bracketed(left), expression=bracketed(right))


def times(left: Node, right: Node) -> Node:
    return exp.Mul(this=bracketed(left), expression=bracketed(right))


_ASKED = (exp.EQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.NEQ, exp.In, exp.Is)


def negation(node: Node) -> Node:
    """The opposite of a condition."""
    return node.this if isinstance(node, exp.Not) else exp.Not(this=node if isinstance(node, _ASKED) else bracketed(node))


def either(condition: Node, then: Node, otherwise: Node) -> Node:
    """One of two values by a condition."""
    return exp.Case(ifs=[exp.If(this=condition, true=then)], default=otherwise)


_CLAUSES = (exp.EQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.NEQ, exp.Not, exp.In, exp.Is, *_ALONE)
"""What needs no brackets between AND and OR."""


def every(*nodes: Node) -> Node:
    """And, of at least one."""
    return _joined(nodes, exp.And, True)


def some(*nodes: Node) -> Node:
    """Or, of at least one."""
    return _joined(nodes, exp.Or, False)


def _joined(nodes: Sequence[Node], by: type[exp.Binary], neutral: bool) -> Node:
    kept = [node for node in nodes if not (isinstance(node, exp.Boolean) and node.this is neutral)] or nodes[:1]
    if len(kept) == 1:
        return kept[0]
    found, *rest = [node if isinstance(node, _CLAUSES) else exp.Paren(this=node) for node in kept]
    for node in rest:
        found = by(this=found, expression=node)
    return found


def is_null(node: Node) -> Node:
    return exp.Is(this=bracketed(node), expression=exp.Null())


def is_not_null(node: Node) -> Node:
    return exp.Not(this=exp.Is(this=bracketed(node), expression=exp.Null()))


def in_binary(node: Node, collation: str) -> Node:
    """A text that is compared character by character, whatever its column or the database says."""
    return exp.Paren(this=exp.Collate(this=bracketed(node), expression=exp.Identifier(this=collation, quoted=True)))


def concatenated(*nodes: Node) -> Node:
    """Texts one after the other, none of them null."""
    found, *rest = nodes
    for node in rest:
        found = exp.DPipe(this=found, expression=node, safe=False)
    return found


def whole(table: str | None = None) -> Node:
    """All columns, or all of one table."""
    return exp.Star() if table is None else exp.Column(this=exp.Star(), table=exp.Identifier(this=table, quoted=False))


def table_named(name: str) -> Node:
    """A table or part of the query by a name of our own."""
    return exp.Table(this=exp.Identifier(this=name, quoted=False))


def selected(shown: Sequence[Node], table: Node | None = None, joins: Sequence[Node] = ()) -> exp.Select:
    """A query of columns of a table; made without the library's builders, which read every name as if it were a text of SQL."""
    if table is None:
        return exp.Select(expressions=list(shown))
    return exp.Select(expressions=list(shown), from_=exp.From(this=table), joins=list(joins))


def joined(table: Node, condition: Node, left: bool) -> Node:
    """A table to be joined to another, keeping what has no match where `left`."""
    return exp.Join(this=table, on=condition, side="LEFT") if left else exp.Join(this=table, on=condition)


def in_parts(query: exp.Select, parts: Sequence[tuple[str, exp.Select]], materialized: bool | None) -> exp.Select:
    """The query with its parts before it, each by its name; `materialized` None leaves that to the database."""
    found = [
        exp.CTE(this=part, alias=exp.TableAlias(this=exp.Identifier(this=name, quoted=False)), materialized=materialized) for name, part in parts
    ]
    query.set("with_", exp.With(expressions=found))
    return query
