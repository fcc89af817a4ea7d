"""Arguments that several commands share, and how their texts become values."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from criteria_engine.cli.screen import Screen
from criteria_engine.cli.words import said, shown

Lang = Annotated[Literal["vi", "en"] | None, Parameter(name="--lang", help=shown("option lang"))]
RuleFile = Annotated[Path, Parameter(help=shown("option file"))]
Data = Annotated[Path, Parameter(name="--data", help=shown("option data"), allow_leading_hyphen=True)]
Tables = Annotated[
    list[str] | None,
    Parameter(name="--table", help=shown("option table"), negative=(), consume_multiple=False),
]
Units = Annotated[Path | None, Parameter(name="--units", help=shown("option units"))]
Earlier = Annotated[
    list[Path] | None,
    Parameter(name="--earlier", help=shown("option earlier"), negative=(), consume_multiple=False),
]
AsOf = Annotated[str, Parameter(name="--as-of", help=shown("option as_of"))]
Json = Annotated[bool, Parameter(name="--json", negative=(), help=shown("option json"))]
Full = Annotated[bool, Parameter(name="--full", negative=(), help=shown("option full"))]


ShowPrivate = Annotated[bool, Parameter(name="--show-private", negative=(), help=shown("option show_private"))]


class WrongUsage(Exception):
    """Arguments that mean nothing; the text says what to write."""


def day(text: str, screen: Screen) -> date:
    """The date that an argument writes."""
    try:
        if len(text) != 10:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as problem:
        raise WrongUsage(said(screen.tongue, "bad_date", found=text)) from problem


def tables(given: list[str] | None, screen: Screen) -> dict[str, Path]:
    """The related tables that arguments name."""
    found: dict[str, Path] = {}
    for text in given or ():
        name, equals, path = text.partition("=")
        if not equals or not name or not path or name in found:
            raise WrongUsage(said(screen.tongue, "bad_table", found=text))
        found[name] = Path(path)
    return found
