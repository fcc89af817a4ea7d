"""`criteria compile`: rules become a program in another language, printed or written to a file."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from criteria_engine.backends.python.source import module_source
from criteria_engine.cli.options import Lang, RuleFile, WrongUsage, day
from criteria_engine.cli.rule_files import loaded
from criteria_engine.cli.screen import DONE, FAULTS, screen, write
from criteria_engine.cli.words import said, shown
from criteria_engine.cli.written_files import write_file
from criteria_engine.ir.program import Program, walk_headings
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.values.dates import EARLIEST

To = Annotated[Literal["python"], Parameter(name="--to", help=shown("option compile_to"))]
On = Annotated[str | None, Parameter(name="--as-of", help=shown("option compile_as_of"))]
Out = Annotated[Path | None, Parameter(name="--out", help=shown("option compile_out"))]


def compile(file: RuleFile, *, to: To, as_of: On = None, out: Out = None, lang: Lang = None) -> int:
    """Print the program that a rule set becomes in another language."""
    show = screen(lang)
    asked = None if as_of is None else day(as_of, show)
    rules = loaded(file, show)
    if rules is None:
        return FAULTS
    try:
        text = module_source(rules.on(asked or latest_text(rules.program)))
    except Unsupported as problem:
        raise WrongUsage(said(show.tongue, "not_compiled", what=problem.what, why=problem.why)) from problem
    if out is None:
        write(text)
        return DONE
    return DONE if write_file(out, text, show) else FAULTS


def latest_text(program: Program) -> date:
    """The day on which the text last changes, so that the rules as they stand in the end are taken."""
    forces = [program.force, *(value.force for parameter in program.parameters.values() for value in parameter.values)]
    forces += [heading.force for heading in walk_headings(program.headings)]
    latest = max((force.start for force in forces if force.start is not None), default=EARLIEST)
    return latest if program.force.end is None else min(latest, program.force.end)
