"""The command `criteria`: finds the command asked for, imports it, and turns what happens into an exit code."""

import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError

from criteria_engine.cli.options import WrongUsage
from criteria_engine.cli.screen import DONE, FAULTS, INTERNAL, WRONG_USAGE, screen, write
from criteria_engine.cli.words import said
from criteria_engine.diagnostics.fault import FaultsFound
from criteria_engine.version import VERSION

app = App(
    name="criteria",
    version=VERSION,
    help="Check rule files, evaluate units, explain every verdict, answer a programme's targets.\n\n"
    "Exit codes: 0 done; 1 faults in rules or data; 2 wrong usage. A unit that fails is no error.",
    result_action="return_value",
)
for name in ("check", "evaluate", "explain", "programme", "review", "test", "demo"):
    app.command(f"criteria_engine.cli.{name}:{name}", name=name)
app.register_install_completion_command()


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit code."""
    lang = _lang(arguments)
    try:
        result = app(list(arguments), exit_on_error=False, print_error=True)
        return result if isinstance(result, int) else 0
    except CycloptsError:
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
        write(said(screen(lang).tongue, "internal", kind=type(problem).__name__) + "\n", sys.stderr)
        return INTERNAL


def _lang(arguments: Sequence[str]) -> str | None:
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1] if arguments[position + 1] in ("vi", "en") else None
        if argument.startswith("--lang=") and argument[7:] in ("vi", "en"):
            return argument[7:]
    return None

