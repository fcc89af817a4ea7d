"""The command `criteria`: finds the command asked for, imports it, and turns what happens into an exit code."""

import errno
import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError

from criteria_engine.cli.options import WrongUsage
from criteria_engine.cli.screen import DONE, FAULTS, INTERNAL, WRONG_USAGE, screen, write
from criteria_engine.cli.usage import COMMANDS, usage_error
from criteria_engine.cli.words import said, shown, tongue_asked
from criteria_engine.diagnostics.fault import FaultsFound
from criteria_engine.version import VERSION

app = App(
    name="criteria",
    version=VERSION,
    help=shown("help"),
    help_format="plaintext",
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)
for name in COMMANDS:
    module = name.replace("-", "_")
    app.command(f"criteria_engine.cli.{module}:{module}", name=name, help=shown(f"help {name}"))
app.register_install_completion_command()

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What is raised where nothing more can be written."""


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit code."""
    lang = tongue_asked(arguments)
    try:
        result = app(list(arguments), exit_on_error=False, print_error=False)
        return result if isinstance(result, int) else DONE
    except CycloptsError as problem:
        tongue = screen(lang).tongue
        write(f"{usage_error(problem, tongue)}\n{said(tongue, 'usage_help')}\n", sys.stderr)
        return WRONG_USAGE
    except WrongUsage as problem:
        write(f"{problem}\n", sys.stderr)
        return WRONG_USAGE
    except FaultsFound as problem:
        screen(lang).report(problem.faults)
        return FAULTS
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return 130
    except Exception as problem:
        if os.environ.get("CRITERIA_DEBUG"):
            raise
        if isinstance(problem, OSError) and problem.errno in NO_ROOM:
            return _no_room(problem, lang)
        write(said(screen(lang).tongue, "internal", kind=type(problem).__name__) + "\n", sys.stderr)
        return INTERNAL


def _no_room(problem: OSError, lang: str | None) -> int:
    """Say that there is no room for what is written, be it to standard output, which then gets nothing more."""
    tongue = screen(lang).tongue
    file = problem.filename
    if file is None:
        file = said(tongue, "standard_output")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    write(said(tongue, "cannot_write", file=file, reason=problem.strerror or "") + "\n", sys.stderr)
    return FAULTS
