"""Arguments that several commands share, and how their texts become values."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from criteria_engine.cli.screen import Screen
from criteria_engine.cli.words import said, shown
from criteria_engine.locale import format_list

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
        raise WrongUsage(said(screen.tongue, "bad_date", found=text, meant=date_to_write(text, screen.tongue))) from problem


_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})|(\d{2})(\d{2})((?:19|20)\d{2})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})|((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)


def date_to_write(text: str, tongue: str) -> str:
    """The dates that a text in another form may mean, as they are to be written; today's where it means none.

    >>> date_to_write("31/12/2024", "en"), date_to_write("5.6.2024", "en"), date_to_write("2024/1/5", "en")
    ('2024-12-31', '2024-06-05 or 2024-05-06', '2024-01-05')
    """
    found: list[str] = []
    orders: list[tuple[str, str, str]] = []
    if match := _YEAR_FIRST.fullmatch(text.strip()):
        year, month, of_month = (part for part in match.groups() if part)
        orders = [(year, month, of_month)]
    elif match := _DAY.fullmatch(text.strip()):
        first, second, year = (part for part in match.groups() if part)
        orders = [(year, second, first), (year, first, second)]
    for year, month, of_month in orders:
        try:
            found.append(date(int(year), int(month), int(of_month)).isoformat())
        except ValueError:
            continue
    return format_list(list(dict.fromkeys(found)) or [date.today().isoformat()], tongue, "or")


def tables(given: list[str] | None, screen: Screen) -> dict[str, Path]:
    """The related tables that arguments name."""
    found: dict[str, Path] = {}
    for text in given or ():
        name, equals, path = text.partition("=")
        if not equals or not name or not path or name in found:
            raise WrongUsage(said(screen.tongue, "bad_table", found=text))
        found[name] = Path(path)
    return found
