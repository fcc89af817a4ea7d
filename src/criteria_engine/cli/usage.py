"""Arguments that the command line cannot take become a sentence in the reader's tongue."""

from difflib import get_close_matches
from typing import get_args, get_origin

from cyclopts.exceptions import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
)

from criteria_engine.cli.words import said

COMMANDS = (
    "new", "check", "evaluate", "explain", "what-if", "programme", "review", "report", "verify", "sign",
    "test", "fmt", "schema", "mapping", "compile", "engines", "explain-fault", "completion", "demo",
)  # fmt: skip
"""The commands, in the order in which they are listed."""


def usage_error(problem: CycloptsError, tongue: str) -> str:
    """What is wrong with the arguments, and what may stand there."""
    command = " ".join(problem.command_chain or ())
    match problem:
        case MissingArgumentError():
            return said(tongue, "usage_missing", name=_name(problem), command=command)
        case UnknownCommandError():
            found = (problem.unused_tokens or [""])[0]
            near = get_close_matches(found, COMMANDS, 1, 0.6)
            meant = said(tongue, "usage_meant", name=near[0]) if near else ""
            return said(tongue, "usage_command", found=found, commands=", ".join(COMMANDS)) + meant
        case UnknownOptionError():
            return said(tongue, "usage_option", found=problem.token.keyword or problem.token.value, command=command)
        case CoercionError() if problem.token is not None:
            choices = get_args(problem.target_type) if get_origin(problem.target_type) is not None else ()
            text = said(tongue, "usage_value", found=problem.token.value, name=_name(problem))
            return text + (said(tongue, "usage_choices", choices=", ".join(map(str, choices))) if choices else "")
        case RepeatArgumentError():
            return said(tongue, "usage_repeated", name=_name(problem))
        case UnusedCliTokensError():
            return said(tongue, "usage_too_many", found=" ".join(problem.unused_tokens or ()), command=command)
    return said(tongue, "usage_other", message=str(problem))


def _name(problem: CycloptsError) -> str:
    return problem.argument.name if problem.argument is not None else "?"
