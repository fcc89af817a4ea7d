"""Names and texts that others wrote become SQL, quoted by the driver's own rules."""

from collections.abc import Iterable


def name_sql(*parts: str) -> str:
    """A name, or a name within a schema.

    >>> print(name_sql("public", "wards of 2024"))
    "public"."wards of 2024"
    """
    from psycopg.sql import Identifier

    return str(Identifier(*parts).as_string(None))


def text_sql(text: str) -> str:
    """A text as a literal; one with a backslash is written so that it means the same whatever the session's settings.

    >>> print(text_sql("it's"))
    'it\'\'s'
    """
    from psycopg.sql import Literal

    return str(Literal(text).as_string(None)).strip()


def array_sql(values: Iterable[object], kind: str = "text") -> str:
    """An array of texts, whole numbers or flags; None is null.

    >>> print(array_sql(["a", "b c"]), array_sql([1, None], "bigint"))
    '{"a","b c"}'::text[] '{1,NULL}'::bigint[]
    """
    return f"{text_sql(array_text(values))}::{kind}[]"


def array_text(values: Iterable[object]) -> str:
    """An array as PostgreSQL writes it."""
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value).lower()
