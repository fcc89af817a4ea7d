"""The options that say how data files are to be read, where the files leave a doubt."""

from pathlib import Path
from typing import Annotated

from attrs import frozen
from cyclopts import Parameter

from criteria_engine.cli.options import WrongUsage
from criteria_engine.cli.screen import Screen
from criteria_engine.cli.words import said, shown
from criteria_engine.data.reading_choices import AS_FOUND, ReadAs


@frozen
class ReadingOptions:
    """What arguments say of data files; None where they say nothing."""

    data_format: Annotated[str | None, Parameter(name="--data-format", help=shown("option data_format"))] = None
    encoding: Annotated[str | None, Parameter(name="--encoding", help=shown("option encoding"))] = None
    delimiter: Annotated[str | None, Parameter(name="--delimiter", help=shown("option delimiter"))] = None
    sheet: Annotated[
        list[str] | None, Parameter(name="--sheet", help=shown("option sheet"), negative=(), consume_multiple=False)
    ] = None
    mapping: Annotated[Path | None, Parameter(name="--mapping", help=shown("option mapping"))] = None
    restore_leading_zeros: Annotated[
        bool, Parameter(name="--restore-leading-zeros", negative=(), help=shown("option restore_leading_zeros"))
    ] = False


Reading = Annotated[ReadingOptions | None, Parameter(name="*")]


def read_as(options: ReadingOptions | None, screen: Screen) -> ReadAs:
    """How data files are to be read. `--sheet NAME` is the units' sheet, `--sheet TABLE=NAME` that of a related table."""
    if options is None:
        return AS_FOUND
    sheets: dict[str, str] = {}
    for text in options.sheet or ():
        table, equals, sheet = text.partition("=")
        key, name = (table, sheet) if equals else ("", text)
        if not name or key in sheets:
            raise WrongUsage(said(screen.tongue, "bad_sheet", found=text))
        sheets[key] = name
    format = options.data_format.lower().removeprefix(".") if options.data_format is not None else None
    return ReadAs(format, options.encoding, options.delimiter, sheets, options.mapping, options.restore_leading_zeros)
