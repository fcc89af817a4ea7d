"""Which warnings `check` shows: codes, or beginnings of codes, that arguments select or ignore."""

from collections.abc import Sequence
from typing import Annotated

from cyclopts import Parameter

from criteria_engine.cli.options import WrongUsage
from criteria_engine.cli.screen import Screen
from criteria_engine.cli.words import said, shown
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.language.lint.linting import severities

Strict = Annotated[bool, Parameter(name="--strict", negative=(), help=shown("option strict"))]
Select = Annotated[list[str] | None, Parameter(name="--select", help=shown("option select"), negative=(), consume_multiple=False)]
Ignore = Annotated[list[str] | None, Parameter(name="--ignore", help=shown("option ignore"), negative=(), consume_multiple=False)]


def chosen(faults: Sequence[Fault], select: Sequence[str] | None, ignore: Sequence[str] | None, screen: Screen) -> list[Fault]:
    """The faults without the warnings that were not asked for. Errors always stay."""
    wanted, unwanted = _codes(select, screen), _codes(ignore, screen)

    def stays(fault: Fault) -> bool:
        return fault.severity == "error" or (fault.code.startswith(wanted or ("",)) and not fault.code.startswith(unwanted))

    return [fault for fault in faults if stays(fault)]


def _codes(given: Sequence[str] | None, screen: Screen) -> tuple[str, ...]:
    """The codes that arguments name, each argument one or several with commas between."""
    codes = tuple(part.strip().upper() for text in given or () for part in text.split(","))
    for code in codes:
        if not code or not any(known.startswith(code) for known, severity in severities().items() if severity == "warning"):
            raise WrongUsage(said(screen.tongue, "bad_code", found=code))
    return codes
